//! How long laying out takes.

fn main() {
    divan::main();
}
