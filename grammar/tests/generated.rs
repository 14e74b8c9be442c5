//! `src/` holds what tree-sitter makes of `grammar.js`.
//!
//! `UPDATE_PARSER=1 cargo test -p grammar --test generated` writes the files anew.

use std::path::{Path, PathBuf};
use std::{env, fs};
use tree_sitter_generate::{ABI_VERSION_MAX, OptLevel, generate_parser_in_directory};

const GENERATED: [&str; 6] = [
    "parser.c",
    "grammar.json",
    "node-types.json",
    "tree_sitter/alloc.h",
    "tree_sitter/array.h",
    "tree_sitter/parser.h",
];

#[test]
fn the_generated_files_are_fresh() {
    let grammar = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = grammar.join("src");
    let made = tempfile::tempdir().expect("a temporary directory can be made");
    generate(grammar, made.path());

    let stale: Vec<&str> = GENERATED
        .into_iter()
        .filter(|file| fs::read(made.path().join(file)).ok() != fs::read(kept.join(file)).ok())
        .collect();
    if env::var_os("UPDATE_PARSER").is_some() {
        for file in stale {
            let target = kept.join(file);
            fs::create_dir_all(target.parent().expect("a file stands in a directory"))
                .expect("src/ can be written");
            fs::copy(made.path().join(file), target).expect("src/ can be written");
        }
        return;
    }
    assert!(
        stale.is_empty(),
        "grammar.js gives other files than those in grammar/src: {stale:?}\n\
         write them anew with `UPDATE_PARSER=1 cargo test -p grammar --test generated`",
    );
}

/// Does what `tree-sitter generate` does, without Node.
fn generate(grammar: &Path, target: &Path) {
    let mut diagnostics = Vec::new();
    let result = generate_parser_in_directory(
        grammar,
        Some(target),
        None::<PathBuf>,
        ABI_VERSION_MAX,
        None,
        Some("native"),
        true,
        OptLevel::default(),
        &mut diagnostics,
    );
    let notes: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert!(notes.is_empty(), "{}", notes.join("\n"));
    if let Err(error) = result {
        panic!("grammar.js does not make a parser: {error}");
    }
}
