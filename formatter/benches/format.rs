//! How fast texts are laid out.

use divan::Bencher;
use divan::counter::BytesCount;
use formatter::Options;
use std::fmt::Write;

fn main() {
    divan::main();
}

const MODELS: [usize; 4] = [10, 100, 1_000, 5_000];

/// A schema that is laid out, or one in which every line is out of place.
fn schema(models: usize, is_laid_out: bool) -> String {
    let mut text = String::from("datasource db {\n  provider = \"postgresql\"\n}\n");
    for index in 0..models {
        let next = (index + 1) % models;
        let _ = write!(
            text,
            "\n/// The model number {index}.\nmodel Model{index} {{\n  id Int @id @default(autoincrement())\n  name String? @db.VarChar(255) @map(\"name\") // shown\n\
             createdAt DateTime @default(now())\n    updatedAt   DateTime @updatedAt\n\n  // Where it leads.\n  nextId Int?\n  \
             next Model{next}? @relation(\"to{index}\",fields:[nextId],references:[id], onDelete : Cascade)\n  \
             back Model{models}[] @relation(\"to{models}\")\n  tags String[]\n  data Json @default(\"{{}}\")\n\n  @@index([ name,createdAt(sort:Desc) ])\n  \
             @@map(\"model_{index}\")\n}}\n"
        );
    }
    if is_laid_out { formatter::format(&text, &Options::default()) } else { text }
}

#[divan::bench(args = MODELS)]
fn out_of_place(bencher: Bencher, models: usize) {
    let text = schema(models, false);
    bencher.counter(BytesCount::of_str(&text)).bench(|| formatter::format(&text, &Options::default()));
}

#[divan::bench(args = MODELS)]
fn laid_out(bencher: Bencher, models: usize) {
    let text = schema(models, true);
    bencher.counter(BytesCount::of_str(&text)).bench(|| formatter::format(&text, &Options::default()));
}

#[divan::bench(args = MODELS)]
fn edits_of_one_line(bencher: Bencher, models: usize) {
    let text = schema(models, true).replacen("\n  id ", "\n     id ", 1);
    bencher.counter(BytesCount::of_str(&text)).bench(|| formatter::edits(&text, &Options::default()));
}
