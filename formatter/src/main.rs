//! The command `schema-fmt`.

use std::io::Read;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    #[allow(clippy::print_stdout)]
    {
        print!("{}", formatter::format(&text, &formatter::Options::default()));
    }
}
