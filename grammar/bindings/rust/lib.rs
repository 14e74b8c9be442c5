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
