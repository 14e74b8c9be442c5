//! A document: its text, its version, and the changes a client makes to it.

use super::convert;
use crate::text::{Text, Unit};
use std::ops::Range;
use tower_lsp_server::ls_types::TextDocumentContentChangeEvent;

/// A text that a client has open, or a file on disk.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// The text as it is now.
    pub(super) text: Text,
    /// The client's number of this text; nothing when the client does not have it open, or numbers nothing.
    pub(super) version: Option<i32>,
}

/// A change that was made to a document, in bytes of the text before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// The whole text was replaced.
    Whole,
    /// A piece of the text was replaced.
    Piece(Range<usize>, String),
}

impl Document {
    /// A document with the given text.
    pub(super) fn new(text: &str, version: Option<i32>) -> Self {
        Self { text: Text::new(text), version }
    }

    /// Where a change will happen, in bytes; nothing when it replaces the whole text. A range that ends
    /// before it starts is taken the other way round.
    pub(super) fn range_of(
        &self,
        change: &TextDocumentContentChangeEvent,
        unit: Unit,
    ) -> Option<Range<usize>> {
        Some(convert::offsets(&self.text, change.range?, unit))
    }

    /// Makes a change and says what it was.
    pub(super) fn apply(&mut self, change: TextDocumentContentChangeEvent, unit: Unit) -> Edit {
        match self.range_of(&change, unit) {
            Some(range) => {
                self.text.replace(range.clone(), &change.text);
                Edit::Piece(range, change.text)
            }
            None => {
                self.text = Text::new(&change.text);
                Edit::Whole
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower_lsp_server::ls_types::{Position, Range as LspRange};

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let range = LspRange::new(Position::new(from.0, from.1), Position::new(to.0, to.1));
        TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: text.into() }
    }

    #[test]
    fn changes_are_made() {
        let mut document = Document::new("a😀b\r\nc", Some(1));
        let edit = document.apply(change((0, 3), (1, 1), "x"), Unit::Utf16);
        assert_eq!(edit, Edit::Piece(5..9, "x".into()));
        assert_eq!(document.text.content(), "a😀x");
        let whole = TextDocumentContentChangeEvent { range: None, range_length: None, text: "new".into() };
        assert_eq!(document.apply(whole, Unit::Utf16), Edit::Whole);
        assert_eq!(document.text.content(), "new");
    }

    #[test]
    fn odd_ranges_are_put_right() {
        let mut document = Document::new("abc", None);
        assert_eq!(document.apply(change((0, 2), (0, 1), ""), Unit::Utf16), Edit::Piece(1..2, String::new()));
        assert_eq!(document.apply(change((9, 9), (99, 0), "!"), Unit::Utf8), Edit::Piece(2..2, "!".into()));
        assert_eq!(document.text.content(), "ac!");
    }
}
