//! Positions in a text: lines and columns, in the units that terminals, editors and protocols count.

use std::ops::Range;

/// A line and a column, both from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line. Lines end with `\n`, `\r\n` or `\r`.
    pub line: usize,
    /// The column, in the unit that was asked for.
    pub column: usize,
}

/// Where the lines of a text begin.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of a text.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends_line = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends_line {
                starts.push(at + 1);
            }
        }
        LineIndex { text, starts }
    }

    /// How many lines there are: one more than there are line breaks.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of a line, without its line break. Empty at the end of the text for a line that does not exist.
    pub fn line(&self, line: usize) -> Range<usize> {
        let Some(&start) = self.starts.get(line) else { return self.text.len()..self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        start..start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// The position of a byte, the column in bytes. An offset behind the end is the end; one inside a character is
    /// the beginning of that character.
    pub fn utf8(&self, offset: usize) -> Position {
        self.position(offset, |before| before.len())
    }

    /// The position of a byte, the column in UTF-16 units.
    pub fn utf16(&self, offset: usize) -> Position {
        self.position(offset, |before| before.encode_utf16().count())
    }

    /// The position of a byte, the column in characters (Unicode scalar values).
    pub fn characters(&self, offset: usize) -> Position {
        self.position(offset, |before| before.chars().count())
    }

    fn position(&self, offset: usize, width: impl Fn(&str) -> usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        Position { line, column: width(&self.text[self.starts[line]..offset]) }
    }

    /// The byte at a position whose column is in bytes. A position behind the end of a line is the end of that line.
    pub fn offset_of_utf8(&self, position: Position) -> usize {
        let line = self.line(position.line);
        self.text.floor_char_boundary(line.end.min(line.start.saturating_add(position.column)))
    }

    /// The byte at a position whose column is in UTF-16 units. A column inside a character is its beginning.
    pub fn offset_of_utf16(&self, position: Position) -> usize {
        self.offset(position, char::len_utf16)
    }

    /// The byte at a position whose column is in characters.
    pub fn offset_of_characters(&self, position: Position) -> usize {
        self.offset(position, |_| 1)
    }

    fn offset(&self, position: Position, width: impl Fn(char) -> usize) -> usize {
        let line = self.line(position.line);
        let mut column = 0;
        for (at, c) in self.text[line.clone()].char_indices() {
            column += width(c);
            if column > position.column {
                return line.start + at;
            }
        }
        line.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_three_ways() {
        let index = LineIndex::new("a\nb\r\nc\rd");
        let lines: Vec<_> = (0..index.line_count()).map(|line| index.line(line)).collect();
        assert_eq!(lines, [0..1, 2..3, 5..6, 7..8]);
        assert_eq!(index.line(9), 8..8);
    }

    #[test]
    fn columns_in_every_unit() {
        let index = LineIndex::new("x\né😀z");
        let z = "x\né😀".len();
        assert_eq!(index.utf8(z), Position { line: 1, column: 6 });
        assert_eq!(index.utf16(z), Position { line: 1, column: 3 });
        assert_eq!(index.characters(z), Position { line: 1, column: 2 });
        for (back, position) in [
            (index.offset_of_utf8(index.utf8(z)), "utf8"),
            (index.offset_of_utf16(index.utf16(z)), "utf16"),
            (index.offset_of_characters(index.characters(z)), "characters"),
        ] {
            assert_eq!(back, z, "{position}");
        }
    }

    #[test]
    fn positions_outside_are_clamped() {
        let index = LineIndex::new("é😀\nb");
        assert_eq!(index.utf8(99), Position { line: 1, column: 1 });
        assert_eq!(index.utf8(1), Position { line: 0, column: 0 });
        assert_eq!(
            index.offset_of_utf16(Position { line: 0, column: 2 }),
            2,
            "inside the pair of surrogates"
        );
        assert_eq!(index.offset_of_utf16(Position { line: 0, column: 99 }), 6);
        assert_eq!(index.offset_of_utf16(Position { line: 7, column: 0 }), 8);
    }
}
