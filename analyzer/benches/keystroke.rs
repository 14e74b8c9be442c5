//! From an edit to the findings of the file, in schemas of 10 to 5,000 models. The aim is the same time at every size.
//!
//! Run with `cargo bench -p analyzer`.

use analyzer::{Dialect, FileId, TextRange, TextSize, Workspace};
use divan::Bencher;

const SIZES: [usize; 4] = [10, 100, 1_000, 5_000];

fn main() {
    divan::main();
}

/// A schema of models, each of which has a relation to the one before.
fn schema(models: usize) -> String {
    let mut text = "datasource db {\n  provider = \"postgresql\"\n}\n\n".to_owned();
    for n in 0..models {
        text += &format!(
            "/// Number {n}\nmodel Model{n} {{\n  id Int @id @default(autoincrement())\n  name{n} String @unique\n  createdAt DateTime \
             @default(now())\n  price Decimal?\n  tags String[]\n"
        );
        if n > 0 {
            text += &format!(
                "  previousId Int\n  previous Model{} @relation(fields: [previousId], references: [id])\n",
                n - 1
            );
        }
        if n + 1 < models {
            text += &format!("  next Model{}[]\n", n + 1);
        }
        text += "\n  @@index([createdAt, price])\n}\n\n";
    }
    text
}

struct Session {
    workspace: Workspace,
    file: FileId,
    at: TextSize,
    is_typed: bool,
}

impl Session {
    /// A session whose cursor stands behind a piece of text in the middle of a schema.
    fn new(models: usize, place: impl Fn(usize) -> String) -> Self {
        let text = schema(models);
        let place = place(models / 2);
        let at = text.find(&place).expect("the place exists") + place.len();
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let file = workspace.add_file(schema, &text);
        let at = TextSize::try_from(at).expect("a small text");
        let mut session = Session { workspace, file, at, is_typed: false };
        // The first edit in a block is dearer: every memo is verified once.
        session.keystroke();
        session.keystroke();
        session
    }

    /// Types a letter, or deletes it again; answers the number of findings.
    fn keystroke(&mut self) -> usize {
        let (range, text) = match self.is_typed {
            false => (TextRange::empty(self.at), "x"),
            true => (TextRange::at(self.at, 1.into()), ""),
        };
        self.is_typed = !self.is_typed;
        self.workspace.edit(self.file, range, text);
        self.workspace.snapshot().diagnostics(self.file).len()
    }
}

/// A letter behind the type of a field: a finding comes, and goes again.
#[divan::bench(args = SIZES)]
fn letter_in_a_type(bencher: Bencher, models: usize) {
    let mut session = Session::new(models, |n| format!("name{n} String"));
    bencher.bench_local(|| session.keystroke());
}

/// A letter in a comment.
#[divan::bench(args = SIZES)]
fn letter_in_a_comment(bencher: Bencher, models: usize) {
    let mut session = Session::new(models, |n| format!("/// Number {n}\nmodel Model{n} {{"));
    bencher.bench_local(|| session.keystroke());
}

/// A letter in the name of a model that two others refer to.
#[divan::bench(args = SIZES)]
fn letter_in_a_name(bencher: Bencher, models: usize) {
    let mut session = Session::new(models, |n| format!("model Model{n}"));
    bencher.bench_local(|| session.keystroke());
}

/// The first edit in a block that nobody typed in before.
#[divan::bench(args = SIZES, sample_count = 20)]
fn first_edit(bencher: Bencher, models: usize) {
    let text = schema(models);
    let place = format!("name{} String", models / 2);
    let at =
        TextSize::try_from(text.find(&place).expect("the place exists") + place.len()).expect("a small text");
    let prepared = || {
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let file = workspace.add_file(schema, &text);
        workspace.snapshot().diagnostics(file);
        (workspace, file)
    };
    bencher.with_inputs(prepared).bench_local_values(|(mut workspace, file)| {
        workspace.edit(file, TextRange::empty(at), "x");
        workspace.snapshot().diagnostics(file);
        workspace
    });
}

/// Reading a schema and finding everything, once.
#[divan::bench(args = SIZES, sample_count = 10)]
fn open(bencher: Bencher, models: usize) {
    let text = schema(models);
    bencher.bench_local(|| {
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let file = workspace.add_file(schema, &text);
        workspace.snapshot().diagnostics(file).len()
    });
}
