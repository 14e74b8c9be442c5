//! A position in a text that moves forward, in the terms of the schema language.

/// A byte position in a text, always on a character boundary.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    pub(crate) position: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str, position: usize) -> Self {
        Cursor { text, position }
    }

    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    pub(crate) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    pub(crate) fn starts_with(&self, prefix: &str) -> bool {
        self.text.as_bytes()[self.position..].starts_with(prefix.as_bytes())
    }

    pub(crate) fn at_end(&self) -> bool {
        self.position == self.text.len()
    }

    pub(crate) fn at_line_end(&self) -> bool {
        matches!(self.byte(), None | Some(b'\n' | b'\r'))
    }

    fn character(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn pass_character(&mut self) {
        self.position += self.character().map_or(0, char::len_utf8);
    }

    pub(crate) fn pass_blanks(&mut self) {
        loop {
            match self.byte() {
                Some(b' ' | b'\t') => self.position += 1,
                Some(0x80..) if self.character().is_some_and(is_blank) => self.pass_character(),
                _ => return,
            }
        }
    }

    /// Moves to the line break that ends the line, or to the end of the text.
    pub(crate) fn pass_to_line_end(&mut self) {
        let bytes = &self.text.as_bytes()[self.position..];
        self.position += bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len());
    }

    pub(crate) fn pass_line_break(&mut self) {
        if self.starts_with("\r\n") {
            self.position += 2;
        } else if matches!(self.byte(), Some(b'\n' | b'\r')) {
            self.position += 1;
        }
    }

    pub(crate) fn pass_line(&mut self) {
        self.pass_to_line_end();
        self.pass_line_break();
    }

    /// Whether a word begins here. Any character outside of ASCII that is no blank counts as a letter.
    pub(crate) fn at_word(&self) -> bool {
        match self.byte() {
            Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
            Some(_) => self.character().is_some_and(|c| !is_blank(c)),
            None => false,
        }
    }

    pub(crate) fn pass_word(&mut self) -> &'a str {
        let start = self.position;
        while self.at_word() || matches!(self.byte(), Some(b'_' | b'-')) {
            self.pass_character();
        }
        &self.text[start..self.position]
    }

    /// Passes a string with its quotes; a string that is not closed ends with the line.
    pub(crate) fn pass_string(&mut self) {
        self.position += 1;
        while !self.at_line_end() {
            match self.byte() {
                Some(b'"') => {
                    self.position += 1;
                    return;
                }
                Some(b'\\') => {
                    self.position += 1;
                    if !self.at_line_end() {
                        self.pass_character();
                    }
                }
                _ => self.pass_character(),
            }
        }
    }

    /// Passes a `/* */` comment that begins here, if it is closed somewhere.
    pub(crate) fn pass_block_comment(&mut self) -> bool {
        let Some(length) = self.rest().get(2..).and_then(|rest| rest.find("*/")) else { return false };
        self.position += length + 4;
        true
    }
}

/// TAB and the space separators of Unicode (category Zs).
pub fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}
