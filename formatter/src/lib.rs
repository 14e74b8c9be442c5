//! The layout of Prisma schemas: a text goes in, the same schema laid out comes out, as a whole or as edits.
//!
//! Apart from [`cli`], which is the command `schema-fmt`, and the [`files`] that it changes, this crate knows no files and no
//! terminals; and all of it knows no network, no editor and no protocol. It does not know what a schema means either: names
//! are pieces of text, and a schema full of mistakes is laid out like any other. What relations lack is only added where that
//! is asked for, by [`complete`], and it is the analyzer that knows it.
//!
//! The layout is that of the official formatter, except where that one loses or damages something; `docs/differences.md` lists
//! these places. What cannot be read stays byte for byte, and all around it is laid out. Laying out twice gives what laying
//! out once gives.

mod block;
pub mod cli;
mod complete;
pub mod difference;
mod edits;
pub mod files;
mod layout;
mod lines;
mod row;
mod table;

pub use complete::complete;
pub use edits::Edit;
pub use providers::Dialect;
use std::ops::Range;
use syntax::is_blank;

/// How a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many blanks stand before what is inside of a block.
    pub indent: usize,
    /// How lines end.
    pub line_ending: LineEnding,
    /// What the schema is written for. Schemas for Prisma 8 stay as they are.
    pub dialect: Dialect,
}

impl Default for Options {
    fn default() -> Self {
        Options { indent: 2, line_ending: LineEnding::Auto, dialect: Dialect::Prisma7 }
    }
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnding {
    /// As most lines of the text do.
    Auto,
    /// With a line feed.
    Lf,
    /// With a carriage return and a line feed.
    CrLf,
}

impl LineEnding {
    /// How most lines of a text end.
    pub fn of(text: &str) -> Self {
        let feeds = text.bytes().filter(|byte| *byte == b'\n').count();
        if text.matches("\r\n").count() * 2 > feeds { LineEnding::CrLf } else { LineEnding::Lf }
    }
}

/// A text that was laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// The text as laid out.
    pub text: String,
    /// What could not be read and stayed as it was, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Something that could not be read and stayed as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is, in bytes of the text before it was laid out; without the blanks around it.
    pub range: Range<usize>,
    /// Why it stayed as it was.
    pub reason: Reason,
}

/// Why a piece of a text stayed as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A line cannot be read.
    Line,
    /// The first line of a block is not `keyword name {`.
    Header,
    /// A block has no `}` at its end.
    Unclosed,
    /// A block holds a comment without its end.
    OpenEnded,
    /// A block holds lines that cannot be read, and that would be read differently if the others were laid out.
    Unsettled,
    /// A block is on one line.
    OneLine,
    /// No block of Prisma 6 or 7 begins like this.
    UnknownBlock,
}

impl Reason {
    /// A sentence for people.
    pub fn message(self) -> &'static str {
        match self {
            Reason::Line => "This line cannot be read, and stays as it is.",
            Reason::Header => "The first line of a block is `keyword name {`. This one stays as it is.",
            Reason::Unclosed => "This block has no `}` at its end, and stays as it is.",
            Reason::OpenEnded => "This block holds a comment without its end, and stays as it is.",
            Reason::Unsettled => "This block holds lines that cannot be read, and stays as it is.",
            Reason::OneLine => "A block cannot end on the line on which it begins. This one stays as it is.",
            Reason::UnknownBlock => "No block begins like this. It stays as it is.",
        }
    }
}

impl Problem {
    fn new(text: &str, range: Range<usize>, reason: Reason) -> Self {
        let written = &text[range.clone()];
        let start = range.start + (written.len() - written.trim_start_matches(is_space).len());
        Problem { range: start..start + written.trim_matches(is_space).len(), reason }
    }

    fn moved(mut self, by: usize) -> Self {
        self.range = self.range.start + by..self.range.end + by;
        self
    }
}

/// Lays a text out.
pub fn format(text: &str, options: &Options) -> String {
    lay_out(text, options).text
}

/// The edits that lay a text out: only what changes. A line of which something changes keeps the rest. Ranges are in bytes
/// of the text, in order, and do not touch each other.
pub fn edits(text: &str, options: &Options) -> Vec<Edit> {
    if stays_as_it_is(text, options) {
        return Vec::new();
    }
    let (mark, body) = without_mark(text);
    let style = Style::of(body, options);
    let pieces = layout::lay_out(body, style).pieces;
    edits::of(body, &pieces, style, mark.len())
}

/// The edits that lay out those blocks of a text that a range touches, as [`edits`] gives them.
pub fn edits_in(text: &str, options: &Options, range: Range<usize>) -> Vec<Edit> {
    if stays_as_it_is(text, options) {
        return Vec::new();
    }
    let (mark, body) = without_mark(text);
    let style = Style::of(body, options);
    let mut pieces = layout::lay_out(body, style).pieces;
    let (start, end) = (range.start.saturating_sub(mark.len()), range.end.saturating_sub(mark.len()));
    // A piece is laid out as a whole: a line that moves within it must not be lost, or come twice.
    pieces.retain(|piece| piece.source.start <= end && start <= piece.source.end);
    edits::of(body, &pieces, style, mark.len())
}

/// The edits from one text to another, as small as they can be, in order.
pub fn edits_between(before: &str, after: &str) -> Vec<Edit> {
    edits::between(before, after)
}

/// Lays a text out, and says what could not be read in it.
pub fn lay_out(text: &str, options: &Options) -> Formatted {
    if stays_as_it_is(text, options) {
        return Formatted { text: text.to_owned(), problems: Vec::new() };
    }
    let (mark, body) = without_mark(text);
    let style = Style::of(body, options);
    let layout = layout::lay_out(body, style);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    out.push_str(mark);
    layout.pieces.iter().for_each(|piece| style.push_lines(&piece.output, &mut out));
    let problems = layout.problems.into_iter().map(|problem| problem.moved(mark.len())).collect();
    Formatted { text: out, problems }
}

fn stays_as_it_is(text: &str, options: &Options) -> bool {
    options.dialect == Dialect::Prisma8 || syntax::is_contract(text)
}

/// A text without its byte order mark, and the mark.
fn without_mark(text: &str) -> (&str, &str) {
    text.split_at(if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 })
}

/// A blank or a line break.
fn is_space(c: char) -> bool {
    is_blank(c) || c == '\n' || c == '\r'
}

/// How a certain text is laid out.
#[derive(Clone, Copy)]
struct Style {
    indent: usize,
    /// The line break at the end of each line.
    ending: &'static str,
}

impl Style {
    fn of(text: &str, options: &Options) -> Self {
        let is_crlf = match options.line_ending {
            LineEnding::Lf => false,
            LineEnding::CrLf => true,
            LineEnding::Auto => LineEnding::of(text) == LineEnding::CrLf,
        };
        Style { indent: options.indent, ending: if is_crlf { "\r\n" } else { "\n" } }
    }

    fn with_line_endings(self, lines: &str) -> String {
        let mut out = String::with_capacity(lines.len());
        self.push_lines(lines, &mut out);
        out
    }

    /// Adds lines to a text, with all of their line breaks made the same.
    fn push_lines(self, lines: &str, out: &mut String) {
        if self.ending == "\n" && !lines.contains('\r') {
            out.push_str(lines);
            return;
        }
        let mut rest = lines;
        while let Some(end) = rest.find(['\n', '\r']) {
            out.push_str(&rest[..end]);
            out.push_str(self.ending);
            rest = &rest[end + if rest[end..].starts_with("\r\n") { 2 } else { 1 }..];
        }
        out.push_str(rest);
    }
}
