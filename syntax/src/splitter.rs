//! Cuts a text into its top-level blocks, without parsing them.
//!
//! The splitter looks at the beginnings of lines, and minds strings and comments. It decides where a block begins
//! and ends by the same rules as the grammar's scanner (`grammar/src/scanner.c`); a test compares the two.

use crate::cursor::Cursor;
use std::mem;
use std::ops::Range;

/// A piece of a text. The segments of a text follow each other without gaps and cover all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// What the segment is.
    pub kind: SegmentKind,
    /// Whether the segment holds a comment or a merge conflict that is opened and never closed. Text that is added
    /// anywhere behind it can then change where it ends.
    pub is_open_ended: bool,
}

/// What a segment of a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SegmentKind {
    /// A top-level block, with the comment lines right above it and the rest of the line on which it ends.
    Block(Header),
    /// What stands between blocks, if it is only blank lines and comments.
    Gap,
    /// What stands between blocks, if there are lines that are neither blank nor comments.
    Stray,
}

impl SegmentKind {
    /// Whether the segment stands between blocks.
    pub fn is_between_blocks(&self) -> bool {
        !matches!(self, SegmentKind::Block(_))
    }
}

/// What the first line of a block says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Header {
    /// The word that the block begins with.
    pub keyword: Keyword,
    /// The name of the block; empty if it has none.
    pub name: String,
}

/// The words that blocks begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keyword {
    /// `model`
    Model,
    /// `view`
    View,
    /// `type`, a composite type.
    Type,
    /// `enum`
    Enum,
    /// `datasource`
    Datasource,
    /// `generator`
    Generator,
    /// `types`, a Prisma 8 block without a name.
    Types,
    /// `namespace`, a Prisma 8 block that holds blocks.
    Namespace,
    /// Any other word.
    Other,
}

impl Keyword {
    /// The keywords that a block may begin with in Prisma 6 and 7.
    pub const CLASSIC: [Keyword; 6] = [
        Keyword::Model,
        Keyword::View,
        Keyword::Type,
        Keyword::Enum,
        Keyword::Datasource,
        Keyword::Generator,
    ];

    fn of(word: &str) -> Self {
        match word {
            "model" => Keyword::Model,
            "view" => Keyword::View,
            "type" => Keyword::Type,
            "enum" => Keyword::Enum,
            "datasource" => Keyword::Datasource,
            "generator" => Keyword::Generator,
            "types" => Keyword::Types,
            "namespace" => Keyword::Namespace,
            _ => Keyword::Other,
        }
    }

    /// The keyword as written; empty for [`Keyword::Other`].
    pub fn as_str(self) -> &'static str {
        match self {
            Keyword::Model => "model",
            Keyword::View => "view",
            Keyword::Type => "type",
            Keyword::Enum => "enum",
            Keyword::Datasource => "datasource",
            Keyword::Generator => "generator",
            Keyword::Types => "types",
            Keyword::Namespace => "namespace",
            Keyword::Other => "",
        }
    }

    fn is_classic(self) -> bool {
        Self::CLASSIC.contains(&self)
    }
}

/// Cuts a text into segments.
pub fn split(text: &str) -> Vec<Segment> {
    let ends = Ends { comment: true, conflict: true };
    Splitter { text, segments: Vec::new(), start: 0, is_open_ended: false, ends }.run()
}

struct Splitter<'a> {
    text: &'a str,
    segments: Vec<Segment>,
    /// Where the segment begins that is being read.
    start: usize,
    is_open_ended: bool,
    ends: Ends,
}

/// Whether there may be an end of something further on. Where none was found once, none is looked for again.
struct Ends {
    comment: bool,
    conflict: bool,
}

impl Splitter<'_> {
    fn run(mut self) -> Vec<Segment> {
        let byte_order_mark = if self.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let mut cursor = Cursor::new(self.text, byte_order_mark);
        // Where the comment lines begin that stand right above the cursor.
        let mut comments: Option<usize> = None;
        let mut between = SegmentKind::Gap;
        while !cursor.at_end() {
            let line = cursor.position;
            cursor.pass_blanks();
            if cursor.at_line_end() {
                comments = None;
                cursor.pass_line_break();
            } else if self.pass_comment_line(&mut cursor) {
                comments = comments.or(Some(line));
            } else if let Some(header) = HeaderLine::at(cursor).filter(|header| header.brace.is_some()) {
                self.finish(comments.take().unwrap_or(line), mem::replace(&mut between, SegmentKind::Gap));
                cursor.position = self.pass_block(&header);
                let kind =
                    SegmentKind::Block(Header { keyword: header.keyword, name: header.name.to_owned() });
                self.finish(cursor.position, kind);
            } else {
                comments = None;
                between = SegmentKind::Stray;
                self.pass_other_line(&mut cursor, line);
            }
        }
        self.finish(self.text.len(), between);
        self.segments
    }

    fn finish(&mut self, end: usize, kind: SegmentKind) {
        if end > self.start {
            self.segments.push(Segment { range: self.start..end, kind, is_open_ended: self.is_open_ended });
            self.start = end;
            self.is_open_ended = false;
        }
    }

    /// Passes a comment that is first on its line, with the rest of the line if that is blank.
    fn pass_comment_line(&mut self, cursor: &mut Cursor) -> bool {
        if cursor.starts_with("//") {
            cursor.pass_line();
            return true;
        }
        if !cursor.starts_with("/*") || !self.pass_block_comment(cursor) {
            return false;
        }
        let mut after = *cursor;
        after.pass_blanks();
        if after.at_line_end() {
            after.pass_line_break();
            *cursor = after;
        }
        true
    }

    /// Passes a `/* */` comment, if it is closed somewhere.
    fn pass_block_comment(&mut self, cursor: &mut Cursor) -> bool {
        self.ends.comment = self.ends.comment && cursor.pass_block_comment();
        self.ends.comment
    }

    /// Passes a line that is neither blank, nor a comment, nor the beginning of a block.
    fn pass_other_line(&mut self, cursor: &mut Cursor, line: usize) {
        if cursor.position == line && self.pass_conflict(cursor) {
            return;
        }
        loop {
            match cursor.byte() {
                None => return,
                Some(b'\n' | b'\r') => {
                    cursor.pass_line_break();
                    return;
                }
                Some(b'"') => cursor.pass_string(),
                Some(b'/') if cursor.starts_with("//") => cursor.pass_to_line_end(),
                Some(b'/') if cursor.starts_with("/*") => {
                    if !self.pass_block_comment(cursor) {
                        self.is_open_ended = true;
                        cursor.pass_to_line_end();
                    }
                }
                Some(byte) if byte.is_ascii() => cursor.position += 1,
                Some(_) => cursor.pass_character(),
            }
        }
    }

    /// Passes a mark of a merge conflict, and the other side with it.
    fn pass_conflict(&mut self, cursor: &mut Cursor) -> bool {
        match conflict_mark(cursor.rest()) {
            None => false,
            Some(b'<' | b'>') => {
                cursor.pass_line();
                true
            }
            Some(_) => {
                cursor.pass_line();
                let mut end = *cursor;
                while self.ends.conflict && !end.at_end() {
                    let is_last = conflict_mark(end.rest()) == Some(b'>');
                    end.pass_line();
                    if is_last {
                        *cursor = end;
                        return true;
                    }
                }
                self.ends.conflict = false;
                self.is_open_ended = true;
                true
            }
        }
    }

    /// Passes a block from its `{` on. Answers the position behind it.
    fn pass_block(&mut self, header: &HeaderLine) -> usize {
        let mut cursor = Cursor::new(self.text, header.brace.unwrap_or(header.word_end) + 1);
        if !self.pass_line_of_brace(&mut cursor) {
            let mut comments: Option<usize> = None;
            loop {
                let line = cursor.position;
                cursor.pass_blanks();
                if cursor.at_end() {
                    break;
                } else if cursor.at_line_end() {
                    comments = None;
                    cursor.pass_line_break();
                } else if self.pass_comment_line(&mut cursor) {
                    comments = comments.or(Some(line));
                } else if cursor.byte() == Some(b'}') {
                    cursor.position += 1;
                    break;
                } else if let Some(inner) = HeaderLine::at(cursor).filter(|inner| header.ends_or_holds(inner))
                {
                    if header.keyword != Keyword::Namespace || inner.keyword == Keyword::Namespace {
                        return comments.unwrap_or(line);
                    }
                    cursor.position = self.pass_block(&inner);
                    comments = None;
                } else {
                    comments = None;
                    self.pass_other_line(&mut cursor, line);
                }
            }
        }
        self.pass_rest_of_last_line(cursor)
    }

    /// Passes what stands behind the `{` of a header. Answers whether the block ends on that line.
    fn pass_line_of_brace(&mut self, cursor: &mut Cursor) -> bool {
        cursor.pass_blanks();
        if cursor.starts_with("//") {
            cursor.pass_line();
            return false;
        }
        if cursor.starts_with("/*") {
            if self.pass_block_comment(cursor) {
                cursor.pass_line();
                return false;
            }
            self.is_open_ended = true;
        }
        while !cursor.at_line_end() {
            if cursor.byte() != Some(b'}') {
                cursor.pass_character();
                continue;
            }
            cursor.position += 1;
            let mut after = *cursor;
            after.pass_blanks();
            if after.at_line_end() || after.byte() == Some(b'/') {
                return true;
            }
        }
        cursor.pass_line_break();
        false
    }

    /// The end of a block's segment: behind the line of its `}`, if nothing but a comment stands there.
    fn pass_rest_of_last_line(&mut self, end: Cursor) -> usize {
        let mut cursor = end;
        cursor.pass_blanks();
        if cursor.starts_with("//") {
            cursor.pass_to_line_end();
        } else if cursor.starts_with("/*") && self.pass_block_comment(&mut cursor) {
            cursor.pass_blanks();
        }
        if !cursor.at_line_end() {
            return end.position;
        }
        cursor.pass_line_break();
        cursor.position
    }
}

/// A line that opens a block, or would if a `{` followed.
struct HeaderLine<'a> {
    keyword: Keyword,
    name: &'a str,
    word_end: usize,
    /// Where the `{` is; none for a removed `type X = Y` line.
    brace: Option<usize>,
}

impl<'a> HeaderLine<'a> {
    /// Reads the line whose first word is at the cursor.
    fn at(mut cursor: Cursor<'a>) -> Option<Self> {
        if !cursor.at_word() {
            return None;
        }
        let word = cursor.pass_word();
        let word_end = cursor.position;
        let keyword = Keyword::of(word);
        cursor.pass_blanks();
        if cursor.byte() == Some(b'{') {
            let (keyword, name) = match keyword {
                Keyword::Types => (Keyword::Types, ""),
                Keyword::Other => glued(word).unwrap_or((Keyword::Other, "")),
                _ => (Keyword::Other, ""),
            };
            return Some(HeaderLine { keyword, name, word_end, brace: Some(cursor.position) });
        }
        if cursor.position == word_end {
            return None;
        }
        let with = |keyword, name, brace| Some(HeaderLine { keyword, name, word_end, brace });
        let mut name = "";
        if cursor.at_word() {
            name = cursor.pass_word();
            cursor.pass_blanks();
            let keyword = if keyword == Keyword::Types { Keyword::Other } else { keyword };
            match cursor.byte() {
                Some(b'{') => return with(keyword, name, Some(cursor.position)),
                Some(b'=') if keyword == Keyword::Type => return with(keyword, name, None),
                Some(b'=') => return None,
                _ if !keyword.is_classic() => return None,
                None | Some(b'\n' | b'\r') => return with(keyword, name, Some(brace_on_next_line(cursor)?)),
                _ => {}
            }
        }
        if keyword.is_classic() { with(keyword, name, Some(brace_at_line_end(cursor)?)) } else { None }
    }

    /// Whether another header inside this block is one of its own blocks, or shows that this one was never closed.
    fn ends_or_holds(&self, inner: &HeaderLine) -> bool {
        if self.keyword == Keyword::Namespace {
            inner.brace.is_some()
        } else {
            inner.keyword != Keyword::Other
        }
    }
}

/// Takes a word such as `modelUser` apart.
fn glued(word: &str) -> Option<(Keyword, &str)> {
    Keyword::CLASSIC.into_iter().find_map(|keyword| {
        let name = word.strip_prefix(keyword.as_str())?;
        Cursor::new(name, 0).at_word().then_some((keyword, name))
    })
}

fn brace_on_next_line(mut cursor: Cursor) -> Option<usize> {
    loop {
        cursor.pass_blanks();
        match cursor.byte()? {
            b'\n' | b'\r' => cursor.pass_line_break(),
            b'{' => return Some(cursor.position),
            _ => return None,
        }
    }
}

/// The `{` that ends the line, strings and comments apart.
fn brace_at_line_end(mut cursor: Cursor) -> Option<usize> {
    let mut brace = None;
    while !cursor.at_line_end() && !cursor.starts_with("//") {
        match cursor.byte() {
            Some(b'"') => {
                cursor.pass_string();
                brace = None;
            }
            Some(b'{') => {
                brace = Some(cursor.position);
                cursor.position += 1;
            }
            _ => {
                cursor.pass_character();
                brace = None;
            }
        }
        cursor.pass_blanks();
    }
    brace
}

/// The character of a merge conflict's mark that stands at the beginning of a text.
fn conflict_mark(text: &str) -> Option<u8> {
    let bytes = text.as_bytes();
    let mark = *bytes.first()?;
    let length = bytes.iter().take(8).take_while(|&&byte| byte == mark).count();
    (matches!(mark, b'<' | b'=' | b'>' | b'|') && length == 7).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each segment on a line: what it is, and its text.
    fn segments(text: &str) -> String {
        let segments = split(text);
        assert_eq!(segments.iter().map(|s| &text[s.range.clone()]).collect::<String>(), text);
        let line = |segment: &Segment| {
            let open = if segment.is_open_ended { " (open)" } else { "" };
            match &segment.kind {
                SegmentKind::Gap => format!("gap{open} {:?}", &text[segment.range.clone()]),
                SegmentKind::Stray => format!("stray{open} {:?}", &text[segment.range.clone()]),
                SegmentKind::Block(header) => {
                    format!("{:?} {}{open} {:?}", header.keyword, header.name, &text[segment.range.clone()])
                }
            }
        };
        segments.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn blocks_and_what_is_between() {
        insta::assert_snapshot!(segments("// a\n\n/// doc\nmodel A {\n  id Int\n} // end\n\nenum B {\n}\n"), @r#"
        gap "// a\n\n"
        Model A "/// doc\nmodel A {\n  id Int\n} // end\n"
        gap "\n"
        Enum B "enum B {\n}\n"
        "#);
    }

    #[test]
    fn an_unclosed_block_ends_before_the_next_header() {
        insta::assert_snapshot!(segments("model A {\n  id Int\n\n// about B\nmodel B {\n  id Int"), @r#"
        Model A "model A {\n  id Int\n\n"
        Model B "// about B\nmodel B {\n  id Int"
        "#);
    }

    #[test]
    fn braces_in_strings_and_comments_do_not_count() {
        insta::assert_snapshot!(segments("model A {\n  a String @default(\"/*\")\n  /* \n}\n */\n  // }\n}\nx"), @r#"
        Model A "model A {\n  a String @default(\"/*\")\n  /* \n}\n */\n  // }\n}\n"
        stray "x"
        "#);
    }

    #[test]
    fn an_unterminated_comment_is_one_line() {
        insta::assert_snapshot!(segments("/* x\nmodel A {\n  /* y\n}\n"), @r#"
        stray (open) "/* x\n"
        Model A (open) "model A {\n  /* y\n}\n"
        "#);
    }

    #[test]
    fn unusual_headers() {
        insta::assert_snapshot!(segments("modelA{\n}\nmodel B\n{\n}\nmodel C {} enum D {\n}\nmodel E.x {\n}\nModel F {\n}\n"), @r#"
        Model A "modelA{\n}\n"
        Model B "model B\n{\n}\n"
        Model C "model C {} enum D {\n}\n"
        Model E "model E.x {\n}\n"
        Other F "Model F {\n}\n"
        "#);
    }

    #[test]
    fn blocks_on_one_line() {
        insta::assert_snapshot!(segments("model A {}\nenum B { X } // c\nmodel C {\n}\n"), @r#"
        Model A "model A {}\n"
        Enum B "enum B { X } // c\n"
        Model C "model C {\n}\n"
        "#);
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        insta::assert_snapshot!(segments("\u{feff}model A {\n}\n"), @r#"
        gap "\u{feff}"
        Model A "model A {\n}\n"
        "#);
    }

    #[test]
    fn namespaces_hold_blocks() {
        insta::assert_snapshot!(segments("namespace a {\n  model B {\n  }\n  policy c {\n  }\n}\ntypes {\n}\n"), @r#"
        Namespace a "namespace a {\n  model B {\n  }\n  policy c {\n  }\n}\n"
        Types  "types {\n}\n"
        "#);
    }

    #[test]
    fn the_other_side_of_a_conflict_is_passed() {
        insta::assert_snapshot!(segments("<<<<<<< a\nmodel A {\n}\n=======\nmodel B {\n}\n>>>>>>> b\nmodel C {\n}"), @r#"
        stray "<<<<<<< a\n"
        Model A "model A {\n}\n"
        stray "=======\nmodel B {\n}\n>>>>>>> b\n"
        Model C "model C {\n}"
        "#);
    }
}
