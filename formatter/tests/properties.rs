//! What holds for every text that is laid out, tried with real schemas and with texts made of pieces of schemas.
//!
//! The schemas are those of `examples/`, and those below the folders that the variable SCHEMA_CORPUS names, with `:`
//! between them.

use analyzer::{Dialect, Workspace};
use formatter::{LineEnding, Options};
use proptest::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What the layout repairs. With these gone, other findings may come and go.
const REPAIRED: [&str; 4] =
    ["arg-trailing-comma", "syntax-legacy-colon", "syntax-legacy-bang", "syntax-legacy-list"];

fn schemas() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")];
    match env::var_os("SCHEMA_CORPUS") {
        Some(corpus) => folders.extend(env::split_paths(&corpus)),
        None => say("SCHEMA_CORPUS is not set: only the examples are tried."),
    }
    let mut schemas = Vec::new();
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder that can be read");
            folders.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "prisma")
            && let Ok(text) = fs::read_to_string(&path)
        {
            schemas.push((path, text));
        }
    }
    assert!(!schemas.is_empty());
    schemas
}

#[expect(clippy::print_stderr, reason = "a test that tries less than it could says so")]
fn say(message: &str) {
    eprintln!("{message}");
}

fn format(text: &str) -> String {
    formatter::format(text, &Options::default())
}

/// The words of a text, each with how often it is there. Commas and the like come and go.
fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut words = BTreeMap::new();
    let is_between = |c: char| c.is_whitespace() || "\u{feff},:![](){}@=?/*\"".contains(c);
    for word in text.split(is_between).filter(|word| !word.is_empty()) {
        *words.entry(word).or_default() += 1;
    }
    words
}

/// The marks that never come or go.
fn marks(text: &str) -> Vec<usize> {
    "(){}@=?\"".chars().map(|mark| text.matches(mark).count()).collect()
}

/// What stands on each line, in the order of the lines, but for block attributes, which are sorted and move behind the other
/// members of their block with the comments above them. The attributes of a field may change places with each other.
fn order(text: &str) -> Vec<String> {
    let moves = |line: &&str| {
        let line = line.trim_start_matches('\u{feff}').trim_start();
        ["@@", "/", "*"].iter().any(|start| line.starts_with(start))
    };
    let kept = |line: &str| {
        let is_kept = |c: &char| !c.is_whitespace() && !",:![]/*".contains(*c);
        let mut kept: Vec<char> = line.chars().filter(is_kept).collect();
        kept.sort_unstable();
        kept.into_iter().collect::<String>()
    };
    let lines = text.split(['\n', '\r']).filter(|line| !moves(line));
    lines.map(kept).filter(|line| !line.is_empty()).collect()
}

fn findings(text: &str) -> BTreeMap<&'static str, usize> {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, text);
    let mut codes = BTreeMap::new();
    for finding in workspace.snapshot().diagnostics(file).iter() {
        *codes.entry(finding.rule.code).or_default() += 1;
    }
    codes
}

fn with_edits(text: &str) -> String {
    let mut result = text.to_owned();
    let edits = formatter::edits(text, &Options::default());
    assert!(edits.windows(2).all(|pair| pair[0].range.end < pair[1].range.start), "{edits:?}");
    for edit in edits.into_iter().rev() {
        assert_ne!(text[edit.range.clone()], edit.replacement);
        result.replace_range(edit.range, &edit.replacement);
    }
    result
}

/// What holds for every text, whether it is a schema or not.
fn check(text: &str) -> Result<(), TestCaseError> {
    let once = format(text);
    prop_assert_eq!(&format(&once), &once, "not settled: {:?}", text);
    prop_assert_eq!(words(text), words(&once), "{:?}", text);
    prop_assert_eq!(marks(text), marks(&once), "{:?}", text);
    prop_assert_eq!(&with_edits(text), &once, "{:?}", text);
    prop_assert!(once.ends_with('\n') || syntax::is_contract(text), "{:?}", text);

    let with_crlf = once.replace("\r\n", "\n").replace('\n', "\r\n");
    let again = format(&with_crlf);
    prop_assert_eq!(again.matches('\n').count(), again.matches("\r\n").count(), "{:?}", with_crlf);
    prop_assert_eq!(&format(&again), &again, "not settled: {:?}", with_crlf);
    let options = Options { line_ending: LineEnding::Lf, ..Options::default() };
    let laid_out = formatter::lay_out(text, &options);
    // What is made of a mistake can depend on how lines end.
    if laid_out.problems.is_empty() && !syntax::is_contract(text) {
        prop_assert_eq!(&again, &with_crlf);
        prop_assert_eq!(&formatter::format(&with_crlf, &options), &laid_out.text);
    }
    Ok(())
}

#[test]
fn schemas_keep_what_they_say() {
    schemas().par_iter().for_each(|(path, text)| {
        check(text).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
        assert_eq!(order(text), order(&format(text)), "{}", path.display());
        let before = findings(text);
        if REPAIRED.iter().all(|code| !before.contains_key(code)) {
            assert_eq!(before, findings(&format(text)), "{}", path.display());
        }
    });
}

#[test]
fn schemas_with_crlf_keep_it() {
    for (path, text) in schemas() {
        let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        let once = format(&text);
        assert_eq!(once.matches('\n').count(), once.matches("\r\n").count(), "{}", path.display());
        assert_eq!(format(&once), once, "{}", path.display());
    }
}

/// A schema of one file, completed and laid out.
fn complete(text: &str) -> String {
    format(&formatter::complete(&[text], Dialect::Prisma7).remove(0))
}

#[test]
fn completing_settles_and_only_adds() {
    schemas().par_iter().for_each(|(path, text)| {
        let once = complete(text);
        // Nothing was missing: this is the layout, which the other tests are about.
        if once == format(text) {
            return;
        }
        assert_eq!(complete(&once), once, "{}", path.display());
        let after = words(&once);
        for (word, count) in words(text) {
            assert!(after.get(word).is_some_and(|now| *now >= count), "{word} in {}", path.display());
        }
    });
}

const PIECES: [&str; 62] = [
    "model A {\n",
    "model B {",
    "model  C{\n",
    "enum E {\n",
    "datasource db {\n",
    "generator g {\n",
    "type T {\n",
    "view V {\n",
    "types {\n",
    "namespace n {\n",
    "policy p {\n",
    "foo {\n",
    "model D\n{\n",
    "model D {}\n",
    "type X = Int @db.Int\n",
    "}\n",
    "}",
    "} // end\n",
    "} /// doc\n",
    "  }\n",
    "\n",
    "\n\n\n",
    "\r\n",
    "\r",
    " ",
    "   ",
    "\t",
    "\u{a0}",
    "  id Int @id\n",
    "a String? @default(\"x\\\"y\") @map( \"b\" )\n",
    "longer_name Int[]@id\n",
    "a: Int!\n",
    "b [Int]\n",
    "x Unsupported(\"a b\")?\n",
    "V @map(\"v\") @x\n",
    "key = [ \"a\" ,env(\"X\") ]\n",
    "key =\n",
    "@@index([a, b(sort: Desc,)], where: {x:true})\n",
    "@@map(\"m\") // why\n",
    "@@id([a])\n",
    "// comment  \n",
    "/// doc\n",
    "//",
    "/* a */",
    "/* a\n   b\n */",
    "/**\n   * a\n\n   *b */\n",
    "*/",
    "/*",
    "  @@index([\n    a,\n    b\n  ])\n",
    "@default(",
    ")",
    "[",
    "]",
    "{",
    "\"",
    "junk !!\n",
    "日本 Int @id\n",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "...\n",
    ", ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_keeps_what_it_says(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24)) {
        let text = pieces.concat();
        check(&text)?;
        let with_mark = format!("{}{text}", '\u{feff}');
        check(&with_mark)?;
        prop_assert_eq!(format(&with_mark), format!("{}{}", '\u{feff}', format(&text)));
    }

    #[test]
    fn a_block_of_any_lines_keeps_what_it_says(pieces in prop::collection::vec(prop::sample::select(&PIECES[19..]), 0..24)) {
        check(&format!("// c\nmodel A {{\n{}\n}}\nmodel B {{\n  id Int @id\n}}\n", pieces.concat()))?;
    }
}
