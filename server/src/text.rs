//! A text with a line index: from byte offsets to lines and columns and back.

use ropey::{Rope, RopeSlice};
use std::ops::Range;

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Unit {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A line and a column, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LineColumn {
    /// The line; lines end in `\n`, `\r\n` or `\r`.
    pub(crate) line: usize,
    /// The column, in the [`Unit`] it was asked for.
    pub(crate) column: usize,
}

/// A text. Cheap to clone, whatever its size.
#[derive(Debug, Clone)]
pub(crate) struct Text(Rope);

impl Text {
    /// A text with the given content.
    pub(crate) fn new(text: &str) -> Self {
        Self(Rope::from_str(text))
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.len_bytes()
    }

    /// The whole content.
    pub(crate) fn content(&self) -> String {
        self.0.to_string()
    }

    /// Whether the content is this one.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.0 == text
    }

    /// The lines with their ends, from the first one on.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> + '_ {
        self.0.lines().map(|line| line.to_string())
    }

    /// A line without its end; empty when there is no such line.
    pub(crate) fn line(&self, line: usize) -> String {
        match self.0.get_line(line) {
            Some(slice) => slice.slice(..content_chars(slice)).to_string(),
            None => String::new(),
        }
    }

    /// From an offset in bytes. An offset within a character means its start; one past the end, the end.
    pub(crate) fn line_column(&self, offset: usize, unit: Unit) -> LineColumn {
        let char = self.0.byte_to_char(offset.min(self.len()));
        let line = self.0.char_to_line(char);
        let start = self.0.line_to_char(line);
        let column = match unit {
            Unit::Utf8 => self.0.char_to_byte(char) - self.0.char_to_byte(start),
            Unit::Utf16 => self.0.char_to_utf16_cu(char) - self.0.char_to_utf16_cu(start),
            Unit::Utf32 => char - start,
        };
        LineColumn { line, column }
    }

    /// To an offset in bytes, on a character boundary. A column past the end of the line means the
    /// line's end, before its line break; a line past the last one, the text's end; a column within a
    /// character, the character's start.
    pub(crate) fn offset(&self, at: LineColumn, unit: Unit) -> usize {
        let Some(line) = self.0.get_line(at.line) else { return self.len() };
        let char = match unit {
            Unit::Utf8 => line.byte_to_char(at.column.min(line.len_bytes())),
            Unit::Utf16 => line.utf16_cu_to_char(at.column.min(line.len_utf16_cu())),
            Unit::Utf32 => at.column,
        };
        self.0.line_to_byte(at.line) + line.char_to_byte(char.min(content_chars(line)))
    }

    /// Replaces a piece of the text. The range is in bytes, within the text, on character boundaries.
    pub(crate) fn replace(&mut self, range: Range<usize>, replacement: &str) {
        let start = self.0.byte_to_char(range.start);
        self.0.remove(start..self.0.byte_to_char(range.end));
        self.0.insert(start, replacement);
    }
}

/// The number of characters before the line break.
fn content_chars(line: RopeSlice<'_>) -> usize {
    let chars = line.len_chars();
    let mut last = line.chars_at(chars).reversed();
    match (last.next(), last.next()) {
        (Some('\n'), Some('\r')) => chars - 2,
        (Some('\n' | '\r'), _) => chars - 1,
        _ => chars,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, column: usize) -> LineColumn {
        LineColumn { line, column }
    }

    #[test]
    fn columns_count_what_was_agreed() {
        let text = Text::new("a\n// é😀x\n");
        let x = text.content().find('x').expect("there is an x");
        assert_eq!(text.line_column(x, Unit::Utf8), at(1, 9));
        assert_eq!(text.line_column(x, Unit::Utf16), at(1, 6));
        assert_eq!(text.line_column(x, Unit::Utf32), at(1, 5));
        for unit in [Unit::Utf8, Unit::Utf16, Unit::Utf32] {
            assert_eq!(text.offset(text.line_column(x, unit), unit), x);
        }
    }

    #[test]
    fn all_line_ends_count_and_nothing_else_does() {
        let text = Text::new("a\r\nb\rc\nd\u{2028}e\u{b}f\u{85}g");
        assert_eq!(text.line_column(text.len(), Unit::Utf32), at(3, 7));
        assert_eq!(text.offset(at(1, 0), Unit::Utf16), 3);
        assert_eq!(text.offset(at(2, 0), Unit::Utf16), 5);
        assert_eq!(text.offset(at(3, 0), Unit::Utf16), 7);
        assert_eq!(text.line(0), "a");
        assert_eq!(text.line(1), "b");
    }

    #[test]
    fn positions_outside_are_clamped() {
        let text = Text::new("ab\r\ncd");
        for unit in [Unit::Utf8, Unit::Utf16, Unit::Utf32] {
            assert_eq!(text.offset(at(0, 99), unit), 2, "before the line break");
            assert_eq!(text.offset(at(0, 3), unit), 2, "not into the line break");
            assert_eq!(text.offset(at(1, 99), unit), 6);
            assert_eq!(text.offset(at(7, 1), unit), 6);
            assert_eq!(text.offset(at(usize::MAX, usize::MAX), unit), 6);
        }
        assert_eq!(text.line_column(99, Unit::Utf16), at(1, 2));
        assert_eq!(Text::new("").offset(at(0, 5), Unit::Utf16), 0);
    }

    #[test]
    fn the_middle_of_a_character_is_its_start() {
        let text = Text::new("a😀b");
        assert_eq!(text.offset(at(0, 2), Unit::Utf16), 1);
        assert_eq!(text.offset(at(0, 3), Unit::Utf8), 1);
        assert_eq!(text.line_column(3, Unit::Utf16), at(0, 1));
        assert_eq!(text.offset(at(0, 3), Unit::Utf16), 5);
    }

    #[test]
    fn pieces_are_replaced() {
        let mut text = Text::new("a😀b\r");
        text.replace(1..5, "é");
        assert_eq!(text.content(), "aéb\r");
        text.replace(5..5, "\nc");
        assert_eq!(text.content(), "aéb\r\nc");
        assert_eq!(text.line_column(6, Unit::Utf16), at(1, 0));
        assert!(text.is("aéb\r\nc"));
    }
}
