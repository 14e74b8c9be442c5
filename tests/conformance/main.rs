//! What must hold for any schema: those in `examples/`, and those in the folders that `SCHEMA_CORPUS` names, with colons between
//! them.

#![expect(clippy::print_stderr, reason = "a test says what it left out")]

use analyzer::{Dialect, TextRange, TextSize, Workspace};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use syntax::node::{Block, TypedNode};
use syntax::{SegmentKind, Tree};

/// Every schema file below the folders, with its text. Files that are no UTF-8 are left out.
fn schemas() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")];
    match std::env::var("SCHEMA_CORPUS") {
        Ok(list) => {
            folders.extend(std::env::split_paths(&list).filter(|folder| !folder.as_os_str().is_empty()))
        }
        Err(_) => eprintln!("SCHEMA_CORPUS is not set: only the examples are looked at"),
    }
    let mut schemas = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "prisma" || extension == "psl") {
                schemas.extend(std::fs::read_to_string(&path).ok().map(|text| (path, text)));
            }
        }
    }
    schemas.sort();
    assert!(schemas.len() >= 6, "the examples are there");
    schemas
}

/// The blocks of a tree whose text begins at `start`: what they are, their names, where they begin and end.
fn blocks(tree: &Tree, start: usize) -> Vec<(String, String, usize, usize)> {
    let describe = |block: Block| {
        let name = block.name().map_or("", |(name, _)| name).to_owned();
        let range = block.range();
        (
            format!("{:?}", block.kind()),
            name,
            start + usize::from(range.start()),
            start + usize::from(range.end()),
        )
    };
    tree.root().blocks().into_iter().map(describe).collect()
}

#[test]
fn the_splitter_and_the_grammar_see_the_same_blocks() {
    let mut compared = 0;
    for (path, text) in schemas() {
        let whole = Tree::parse(text.as_str().into());
        if !whole.errors().is_empty() {
            continue;
        }
        let segments = syntax::split(&text);
        let mut apart = Vec::new();
        for segment in &segments {
            let tree = Tree::parse(Arc::from(&text[segment.range.clone()]));
            let found = blocks(&tree, segment.range.start);
            let is_block = matches!(segment.kind, SegmentKind::Block(_));
            let aliases = found.iter().filter(|(kind, ..)| kind == "TypeAlias").count();
            assert_eq!(found.len() - aliases, usize::from(is_block), "{}: {segment:?}", path.display());
            apart.extend(found);
        }
        // A block that is not closed ends a little earlier when nothing follows it.
        let ends = |blocks: &mut Vec<(String, String, usize, usize)>| {
            for block in blocks {
                block.3 = block.2 + text[block.2..block.3].trim_end().len();
            }
        };
        let mut together = blocks(&whole, 0);
        ends(&mut together);
        ends(&mut apart);
        assert_eq!(together, apart, "{}", path.display());
        compared += 1;
    }
    eprintln!("{compared} schemas compared");
}

#[test]
fn findings_lie_within_the_text_and_no_schema_does_harm() {
    for (path, text) in schemas() {
        for dialect in [Dialect::Prisma6, Dialect::Prisma7, Dialect::Prisma8] {
            let mut workspace = Workspace::new();
            let schema = workspace.add_schema(dialect);
            let file = workspace.add_file(schema, &text);
            for finding in workspace.snapshot().diagnostics(file) {
                let range = std::ops::Range::<usize>::from(finding.range);
                assert!(text.get(range).is_some(), "{}: {finding:?}", path.display());
            }
            assert_eq!(workspace.snapshot().text(file), text, "{}", path.display());
        }
    }
}

/// Deletes a piece of each schema and puts it back: the findings are those from before.
#[test]
fn undoing_an_edit_undoes_its_findings() {
    for (path, text) in schemas() {
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let file = workspace.add_file(schema, &text);
        let before = workspace.snapshot().diagnostics(file);
        for tenth in 0..10 {
            let start = text.floor_char_boundary(text.len() * tenth / 10);
            let end = text.floor_char_boundary((start + 17).min(text.len())).max(start);
            let at = |offset: usize| TextSize::try_from(offset).expect("a small text");
            workspace.edit(file, TextRange::new(at(start), at(end)), "");
            workspace.snapshot().diagnostics(file);
            workspace.edit(file, TextRange::empty(at(start)), &text[start..end]);
        }
        assert_eq!(workspace.snapshot().diagnostics(file), before, "{}", path.display());
    }
}
