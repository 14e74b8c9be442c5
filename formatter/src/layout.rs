//! The layout of a text: its blocks, the comments between them, and the blank lines.

use crate::block::{self, behind, without_line_break};
use crate::lines::{Item, Line, Reader};
use crate::table::Comment;
use crate::{Problem, Reason, Style, is_space};
use std::ops::Range;
use syntax::node::{Block, Node, TypedNode};
use syntax::{Segment, Tree, is_blank, split};

/// A piece of a text with what it becomes.
pub(crate) struct Piece {
    /// The bytes of the text. The pieces follow each other without gaps and cover all of it.
    pub(crate) source: Range<usize>,
    /// What they become, with a line feed at the end of each line.
    pub(crate) output: String,
}

/// A text as it is laid out.
pub(crate) struct Layout {
    /// The pieces, in order.
    pub(crate) pieces: Vec<Piece>,
    /// What was left as it is, in order.
    pub(crate) problems: Vec<Problem>,
}

/// Lays a text out that has no byte order mark.
pub(crate) fn lay_out(text: &str, style: Style) -> Layout {
    let layout = Layout { pieces: Vec::new(), problems: Vec::new() };
    let mut page = Page { text, style, layout, end: 0, blank: false, after_block: false };
    for segment in split(text) {
        page.add(&segment);
    }
    page.finish();
    page.layout
}

struct Page<'t> {
    text: &'t str,
    style: Style,
    layout: Layout,
    /// The position up to which the text is laid out.
    end: usize,
    /// Whether there was a blank line since.
    blank: bool,
    /// Whether what was laid out last is a block.
    after_block: bool,
}

impl<'t> Page<'t> {
    fn add(&mut self, segment: &Segment) {
        let start = segment.range.start;
        let text = &self.text[segment.range.clone()];
        if text.chars().all(is_space) {
            self.blank = true;
            return;
        }
        let tree = Tree::parse(text.into());
        let nodes = tree.root().node().children();
        if segment.kind.is_between_blocks() {
            for item in Reader::new(text, nodes, 0..text.len()).read(|_| false) {
                self.push_item(text, &item, start);
            }
        } else {
            self.add_block(text, nodes, start, segment.is_open_ended);
        }
    }

    fn add_block(&mut self, text: &str, nodes: Vec<Node>, start: usize, is_open_ended: bool) {
        let mut items = Vec::new();
        let mut reader = Reader::new(text, nodes.clone(), 0..text.len());
        let node = reader.read_comments(&mut items);
        items.iter().for_each(|item| self.push_item(text, item, start));
        let line = text[..reader.position()].trim_end_matches(is_blank).len();
        if is_open_ended {
            // To move something over an open comment may close it.
            return self.push_block_as_written(text, line, start, Reason::OpenEnded);
        }
        let block = node.and_then(Block::cast);
        let Some((block, comment)) = block.and_then(|block| Some((block, behind(text, block, &nodes)?)))
        else {
            return self.push_block_as_written(text, line, start, Reason::Line);
        };
        let goes_on = comment.is_some_and(|comment| self.belongs_to_next(comment, start + text.len()));
        let (own, next) = if goes_on { (None, comment) } else { (comment, None) };
        match block::lay_out(text, block, line, own.map(Node::text), self.style) {
            Err(reason) => self.push_block_as_written(text, line, start, reason),
            Ok(laid) => {
                let problems = laid.problems.into_iter().map(|problem| problem.moved(start));
                self.layout.problems.extend(problems);
                self.push(
                    start + next.map_or(text.len(), |next| usize::from(next.range().start())),
                    &laid.text,
                );
                self.after_block = true;
                if let Some(next) = next {
                    let comment = Comment { text: next.text(), margin: "" };
                    self.push_comment(comment, start + text.len());
                }
            }
        }
    }

    /// Whether a comment behind a `}` documents what stands on the next line.
    fn belongs_to_next(&self, comment: Node, end: usize) -> bool {
        let next_line = self.text[end..].split(['\n', '\r']).next().unwrap_or("");
        comment.kind() != "comment" && !next_line.chars().all(is_blank)
    }

    fn push_block_as_written(&mut self, text: &str, line: usize, start: usize, reason: Reason) {
        self.layout.problems.push(Problem::new(text, line..text.len(), reason).moved(start));
        // Blank lines at the end are not the block's.
        let last = text.trim_end_matches(is_space).len();
        let end = text[last..].find(['\n', '\r']).map_or(text.len(), |length| last + length);
        let break_length = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        self.push_as_written(start + line..start + end, start + text.len());
        self.blank = text.get(end + break_length..).is_some_and(|rest| rest.contains(['\n', '\r']));
        self.after_block = reason != Reason::Unclosed;
    }

    fn push_item(&mut self, text: &str, item: &Item, start: usize) {
        let end = start + item.range.end;
        match item.line {
            Line::Blank => self.blank = true,
            Line::Comment { text, margin } => self.push_comment(Comment { text, margin }, end),
            Line::Member { .. } | Line::AsWritten => {
                self.layout.problems.push(Problem::new(text, item.range.clone(), Reason::Line).moved(start));
                let written = without_line_break(&text[item.range.clone()]);
                let line = start + item.range.start;
                self.push_as_written(line..line + written.len(), end);
            }
        }
    }

    /// Lays out what stays as it is. Where something else stands before it on its line, it moves to a line of its own.
    fn push_as_written(&mut self, range: Range<usize>, end: usize) {
        let is_whole_line = range.start == 0 || self.text[..range.start].ends_with(['\n', '\r']);
        let written = &self.text[range];
        let written = if is_whole_line { written } else { written.trim_start_matches(is_blank) };
        // At the beginning of a line, this may be the mark that ends a merge conflict.
        let margin = if !is_whole_line && written.starts_with('>') { " " } else { "" };
        self.push(end, &format!("{margin}{written}\n"));
    }

    fn push_comment(&mut self, comment: Comment, end: usize) {
        let mut output = String::new();
        comment.write(0, &mut output);
        self.push(end, &output);
    }

    /// Lays out what stands before a position.
    fn push(&mut self, end: usize, output: &str) {
        let is_first = self.layout.pieces.is_empty();
        let blank = if !is_first && (self.blank || self.after_block) { "\n" } else { "" };
        self.layout.pieces.push(Piece { source: self.end..end, output: format!("{blank}{output}") });
        self.end = end;
        self.blank = false;
        self.after_block = false;
    }

    fn finish(&mut self) {
        if self.layout.pieces.is_empty() {
            self.push(self.text.len(), "\n");
        } else if self.end < self.text.len() {
            self.layout.pieces.push(Piece { source: self.end..self.text.len(), output: String::new() });
        }
    }
}
