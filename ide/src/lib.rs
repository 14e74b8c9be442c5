//! What an editor asks about schemas: one file for each feature.
//!
//! Every feature is a function from a [`Snapshot`](analyzer::Snapshot) and a place in it to plain data. Ranges are in
//! bytes of the file's text. This crate knows no protocol, no editor and no files on disk.

mod brackets;
mod code_lens;
mod completion;
mod definition;
mod document_links;
mod folding;
mod hover;
mod inlay_hints;
mod lines;
mod references;
mod rename;
mod selection;
mod semantic_tokens;
mod signature_help;
mod symbols;

pub use code_lens::{CodeLens, Lens, LensKind, code_lenses, connection_lens, resolve_lens};
pub use completion::{CompletionItem, CompletionKind, Completions, WholeModel, completions};
pub use definition::{Destination, definition, other_side, type_definition};
pub use document_links::{DocumentLink, LinkTarget, document_links};
pub use folding::{Fold, FoldKind, folding_ranges};
pub use hover::{Hover, describe_type, hover};
pub use inlay_hints::{InlayHint, InlayHintKinds, inlay_hints};
pub use references::{highlights, references};
pub use rename::{Refusal, Renaming, prepare_rename, rename};
pub use selection::selection_ranges;
pub use semantic_tokens::{Modifiers, Token, TokenKind, semantic_tokens};
pub use signature_help::{Signature, signature_help};
pub use symbols::{WorkspaceSymbol, document_symbols, workspace_symbols};

#[cfg(test)]
mod rewrites;
#[cfg(test)]
mod testing;
