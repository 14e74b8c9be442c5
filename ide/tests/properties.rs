//! What holds for the answers about every text, tried with real schemas and with texts made of pieces of schemas.
//!
//! The schemas are those of `examples/`, and those below the folders that the variable SCHEMA_CORPUS names, with `:`
//! between them.

use analyzer::{Dialect, FileId, Outline, Snapshot, TextRange, TextSize, Workspace};
use ide::{
    CompletionKind, InlayHintKinds, completions, document_links, document_symbols, folding_ranges, hover,
    inlay_hints, references, selection_ranges, semantic_tokens, signature_help, workspace_symbols,
};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn schemas() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")];
    if let Some(corpus) = env::var_os("SCHEMA_CORPUS") {
        folders.extend(env::split_paths(&corpus));
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

/// What is written in a range. Fails if the range does not lie in the text, between characters.
fn written(text: &str, range: TextRange) -> Result<&str, TestCaseError> {
    text.get(std::ops::Range::from(range))
        .ok_or_else(|| TestCaseError::fail(format!("{range:?} of {text:?}")))
}

fn is_long(text: &str) -> bool {
    text.contains(['\n', '\r'])
}

/// What holds for every text, whether it is a schema or not. Selection is asked for at every place of short texts.
fn check(text: &str) -> Result<(), TestCaseError> {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, text);
    let snapshot = workspace.snapshot();
    let whole = TextRange::up_to(TextSize::of(text));
    prop_assert_eq!(snapshot.len(file), whole.end());

    let symbols = document_symbols(&snapshot, file);
    symbols.iter().try_for_each(|symbol| check_symbol(text, whole, symbol))?;
    for fold in folding_ranges(&snapshot, file) {
        prop_assert!(is_long(written(text, fold.range)?), "{:?} of {:?}", fold, text);
    }
    for link in document_links(&snapshot, file) {
        prop_assert!(!is_long(written(text, link.range)?), "{:?} of {:?}", link, text);
    }
    for symbol in workspace_symbols(&snapshot, "e") {
        written(text, symbol.range)?;
    }
    check_tokens(&snapshot, file, text)?;
    check_places(&snapshot, file, text)?;
    check_selection(&snapshot, file, text)
}

/// What is asked about a place: everywhere in short texts, here and there in long ones.
fn check_places(snapshot: &Snapshot, file: FileId, text: &str) -> Result<(), TestCaseError> {
    let step = text.len() / 40 + 1;
    let places = (0..=text.len()).step_by(step).filter(|at| text.is_char_boundary(*at));
    for at in places.map(|at| TextSize::try_from(at).expect("a short text")) {
        if let Some(found) = completions(snapshot, file, at) {
            written(text, found.replaced)?;
            for (range, _) in found.items.iter().flat_map(|item| &item.more) {
                prop_assert!(range.is_empty() && !found.replaced.contains_inclusive(range.start()));
                written(text, *range)?;
            }
        }
        let _ = signature_help(snapshot, file, at);
        if let Some(found) = hover(snapshot, file, at, None) {
            prop_assert!(found.range.contains_inclusive(at) && !found.markdown.is_empty());
            written(text, found.range)?;
        }
        for found in references(snapshot, file, at, true).into_iter().flatten() {
            prop_assert!(!written(text, found.range)?.is_empty());
        }
    }
    for hint in inlay_hints(snapshot, file, TextRange::up_to(snapshot.len(file)), InlayHintKinds::default()) {
        prop_assert!(text.is_char_boundary(hint.at.into()));
    }
    Ok(())
}

fn check_symbol(text: &str, outer: TextRange, symbol: &Outline) -> Result<(), TestCaseError> {
    written(text, symbol.range)?;
    prop_assert!(outer.contains_range(symbol.range), "{:?} of {:?}", symbol, text);
    prop_assert!(symbol.range.contains_range(symbol.name_range), "{:?} of {:?}", symbol, text);
    symbol.children.iter().try_for_each(|child| check_symbol(text, symbol.range, child))
}

fn check_tokens(snapshot: &Snapshot, file: FileId, text: &str) -> Result<(), TestCaseError> {
    let tokens = semantic_tokens(snapshot, file, TextRange::up_to(TextSize::of(text)));
    for token in &tokens {
        let word = written(text, token.range)?;
        prop_assert!(!word.is_empty() && !is_long(word), "{:?} of {:?}", token, text);
    }
    let is_ordered = tokens.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start());
    prop_assert!(is_ordered, "{:?} of {:?}", tokens, text);
    let third = u32::from(TextSize::of(text)) / 3;
    let part = TextRange::new(third.into(), (third * 2).into());
    let touched: Vec<_> = tokens.into_iter().filter(|token| token.range.intersect(part).is_some()).collect();
    prop_assert_eq!(semantic_tokens(snapshot, file, part), touched, "{:?}", text);
    Ok(())
}

fn check_selection(snapshot: &Snapshot, file: FileId, text: &str) -> Result<(), TestCaseError> {
    let step = text.len() / 300 + 1;
    let places = (0..=text.len()).step_by(step).filter(|place| text.is_char_boundary(*place));
    let places: Vec<_> = places.filter_map(|place| TextSize::try_from(place).ok()).collect();
    for (chain, place) in selection_ranges(snapshot, file, &places).into_iter().zip(&places) {
        prop_assert!(chain.iter().all(|range| range.contains_inclusive(*place)), "{:?} of {:?}", chain, text);
        let grows = |pair: &[TextRange]| pair[0] != pair[1] && pair[1].contains_range(pair[0]);
        prop_assert!(chain.windows(2).all(grows), "{:?} of {:?}", chain, text);
        prop_assert_eq!(chain.last(), Some(&TextRange::up_to(TextSize::of(text))), "{:?}", text);
        chain.iter().try_for_each(|range| written(text, *range).map(|_| ()))?;
    }
    Ok(())
}

#[test]
fn answers_about_schemas_are_sound() {
    for (path, text) in schemas() {
        check(&text).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    }
}

const PIECES: [&str; 44] = [
    "model A {\n",
    "model  B{",
    "enum E {\n",
    "datasource db {\n",
    "generator g {\n",
    "type T {\n",
    "view V {\n",
    "types {\n",
    "namespace n {\n",
    "policy p {\n",
    "model D\n{\n",
    "type X = Int @db.Int\n",
    "}\n",
    "} /// doc\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\u{a0}",
    "  id Int @id\n",
    "a String? @default(\"x\\\"y\") @map( \"b\" )\n",
    "b [Int]\n",
    "x Unsupported(\"a b\")?\n",
    "V @map(\"v\") @ignore\n",
    "key = [ \"file:x\" ,env(\"X\") ]\n",
    "output = \"https://é\n",
    "url = \"\n",
    "@@index([a, b(sort: Desc,)], where: {x:true})\n",
    "@@ignore // why\n",
    "// region é\n",
    "// endregion\n",
    "/// @deprecated https://a.b/(c)\n",
    "/* a */",
    "/* a\n   b\n */",
    "/*",
    "  @@index([\n    a,\n    b\n  ])\n",
    "@default(",
    ")",
    "[",
    "{",
    "\"",
    "日本 Int @id\n",
    "<<<<<<< a\n",
    "...\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_about_any_text_are_sound(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24)) {
        check(&pieces.concat())?;
    }
}

/// The codes of what cannot be read in a text.
fn syntax_errors(text: &str) -> Vec<&'static str> {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, text);
    let codes = workspace.snapshot().diagnostics(file).into_iter().map(|found| found.rule.code);
    codes.filter(|code| code.starts_with("syntax-") && *code != "syntax-ignored-text").collect()
}

/// Whether an editor shows an item: what was typed of it is in it, letter by letter.
fn is_shown(label: &str, typed: &str) -> bool {
    let label = label.to_lowercase();
    let mut letters = label.chars();
    typed.to_lowercase().chars().all(|typed| letters.any(|letter| letter == typed))
}

/// Each item that is offered somewhere can be taken there: nothing becomes unreadable by it.
#[test]
fn what_is_offered_can_be_written() {
    let mut taken = 0;
    for (path, text) in schemas() {
        if text.len() > 20_000 || !syntax_errors(&text).is_empty() {
            continue;
        }
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let file = workspace.add_file(schema, &text);
        let snapshot = workspace.snapshot();
        // A prime number of bytes comes to all kinds of places. Of a corpus, a few of each schema are many.
        let is_example = path.components().any(|part| part.as_os_str() == "examples");
        let step = if is_example { 7 } else { text.len() / 3 + 1 };
        for at in (0..text.len()).step_by(step).filter(|at| text.is_char_boundary(*at)) {
            // No cursor is in the middle of a line break.
            if text[..at].ends_with('\r') {
                continue;
            }
            let Some(found) = completions(&snapshot, file, TextSize::try_from(at).expect("a short text"))
            else {
                continue;
            };
            let typed = &text[usize::from(found.replaced.start())..at];
            // Another keyword gives all lines of a block another meaning.
            let shown = found.items.iter().filter(|item| item.kind != CompletionKind::Keyword);
            for item in shown.filter(|item| is_shown(&item.label, typed)).take(12) {
                let mut edits = item.more.clone();
                edits.push((found.replaced, item.plain_text()));
                edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start()));
                let mut after = text.clone();
                for (range, new) in edits {
                    after.replace_range(std::ops::Range::<usize>::from(range), &new);
                }
                taken += 1;
                let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
                let line = text[start..].lines().next().unwrap_or_default();
                assert_eq!(
                    syntax_errors(&after),
                    Vec::<&str>::new(),
                    "{:?} at {} of {line:?} in {path:?}",
                    item.label,
                    at - start
                );
            }
        }
    }
    assert!(taken > 100, "only {taken} items were taken");
}
