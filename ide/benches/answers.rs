//! Answers about a whole file, in schemas of 10 to 5,000 models of about 430 bytes each.
//!
//! Run with `cargo bench -p ide`.

use analyzer::{Dialect, FileId, Snapshot, TextRange, TextSize, Workspace};
use divan::{Bencher, black_box};

const SIZES: [usize; 3] = [10, 1_000, 5_000];

fn main() {
    divan::main();
}

/// A workspace whose findings are known, as they are when an editor asks for more.
fn workspace(models: usize) -> (Workspace, FileId) {
    let model = |n: usize| {
        format!(
            "/// Number {n}, see https://example.com/{n}\nmodel Model{n} {{\n  id Int @id @default(autoincrement())\n  name{n} \
             String @unique // the name\n  createdAt DateTime @default(now()) @map(\"created_at\")\n  price Decimal?\n  tags \
             String[]\n  previousId Int\n  previous Model{} @relation(\"x{n}\", fields: [previousId], references: [id])\n  \
             next Model{}[] @relation(\"x{}\")\n\n  @@index([createdAt, price])\n  @@map(\"models_{n}\")\n}}\n\n",
            n.saturating_sub(1),
            n + 1,
            n + 1,
        )
    };
    let text: String = (0..models).map(model).collect();
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, &text);
    workspace.snapshot().diagnostics(file);
    (workspace, file)
}

fn bench<T>(bencher: Bencher, models: usize, answer: impl Fn(&Snapshot, FileId) -> T) {
    let (workspace, file) = workspace(models);
    bencher.bench_local(|| black_box(answer(&workspace.snapshot(), file)));
}

fn middle(snapshot: &Snapshot, file: FileId) -> TextSize {
    TextSize::new(u32::from(snapshot.len(file)) / 2)
}

#[divan::bench(args = SIZES)]
fn document_symbols(bencher: Bencher, models: usize) {
    bench(bencher, models, ide::document_symbols);
}

#[divan::bench(args = SIZES)]
fn workspace_symbols(bencher: Bencher, models: usize) {
    bench(bencher, models, |snapshot, _| ide::workspace_symbols(snapshot, "mdl2name"));
}

#[divan::bench(args = SIZES)]
fn folding_ranges(bencher: Bencher, models: usize) {
    bench(bencher, models, ide::folding_ranges);
}

#[divan::bench(args = SIZES)]
fn selection_range(bencher: Bencher, models: usize) {
    bench(bencher, models, |snapshot, file| ide::selection_ranges(snapshot, file, &[middle(snapshot, file)]));
}

#[divan::bench(args = SIZES)]
fn semantic_tokens(bencher: Bencher, models: usize) {
    bench(bencher, models, |snapshot, file| {
        ide::semantic_tokens(snapshot, file, TextRange::up_to(snapshot.len(file)))
    });
}

/// Of about a hundred lines.
#[divan::bench(args = SIZES)]
fn semantic_tokens_of_a_range(bencher: Bencher, models: usize) {
    bench(bencher, models, |snapshot, file| {
        let range = TextRange::at(middle(snapshot, file), TextSize::new(2_500));
        ide::semantic_tokens(snapshot, file, range)
    });
}

#[divan::bench(args = SIZES)]
fn document_links(bencher: Bencher, models: usize) {
    bench(bencher, models, ide::document_links);
}

/// The types for a field, behind what was typed of one: whole relations to models that begin so are among them.
fn types(bencher: Bencher, models: usize, typed: &str) {
    let (mut workspace, file) = workspace(models);
    let text = workspace.snapshot().text(file);
    let line = format!("\n  probe {typed}");
    let header = text.find(&format!("model Model{} ", models / 2)).expect("a model in the middle");
    let at = TextSize::try_from(header + text[header..].find('\n').expect("a line")).expect("small");
    workspace.edit(file, TextRange::empty(at), &line);
    let cursor = at + TextSize::of(line.as_str());
    bencher.bench_local(|| black_box(ide::completions(&workspace.snapshot(), file, cursor)));
}

#[divan::bench(args = SIZES)]
fn completion_of_a_type(bencher: Bencher, models: usize) {
    types(bencher, models, "");
}

#[divan::bench(args = SIZES)]
fn completion_of_a_type_with_a_letter(bencher: Bencher, models: usize) {
    types(bencher, models, "M");
}
