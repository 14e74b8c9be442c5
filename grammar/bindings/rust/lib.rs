//! The tree-sitter grammar of the Prisma schema language, and the queries that editors use with it.
//!
//! This crate knows how a schema is written, for Prisma 6, 7 and 8, and nothing of what it means. The parser in
//! `src/` is generated from `grammar.js`; `src/scanner.c` is written by hand.

use tree_sitter_language::LanguageFn;

#[expect(unsafe_code, reason = "the generated parser is C")]
unsafe extern "C" {
    fn tree_sitter_prisma() -> *const ();
}

/// The grammar, for `tree_sitter::Parser::set_language`.
// SAFETY: the function is the one that the generated parser defines for this purpose.
#[expect(unsafe_code, reason = "the generated parser is C")]
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_prisma) };

/// Which node is coloured how, in the capture names of Neovim (`@type.builtin`, `@variable.member`, …). Where several
/// patterns match a node, the last one counts.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// What can be folded: `@fold`.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");

/// How lines are indented: `@indent.begin`, `@indent.branch`, `@indent.end`.
pub const INDENTS_QUERY: &str = include_str!("../../queries/indents.scm");

/// Definitions and references within a file: `@local.scope`, `@local.definition.type`, `@local.reference`, …
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// Text of other languages: comments, and the SQL in `dbgenerated("…")`, `raw("…")` and `Unsupported("…")`.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");

/// The names that a file defines and refers to, in the convention of `tree-sitter tags`.
pub const TAGS_QUERY: &str = include_str!("../../queries/tags.scm");

/// What can be selected and moved as a whole: `@class.outer`, `@parameter.inner`, `@attribute.outer`, …
pub const TEXTOBJECTS_QUERY: &str = include_str!("../../queries/textobjects.scm");

/// What each kind of node is made of, as JSON.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");
