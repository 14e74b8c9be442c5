//! The layout of a text: its blocks, the comments between them, and the blank lines.

use crate::block::{self, behind, without_line_break};
use crate::lines::{Item, Line, Reader};
use crate::table::Comment;
use crate::{Problem, Reason, Style, is_space};
use rayon::prelude::*;
use std::ops::Range;
use syntax::node::{Block, Node, TypedNode};
use syntax::{Segment, Tree, is_blank, split};

/// Texts with fewer bytes are laid out by one thread.
const SMALL: usize = 32 * 1024;

/// A piece of a text with what it becomes.
pub(crate) struct Piece {
    /// The bytes of the text. The pieces follow each other without gaps and cover all of it.
    pub(crate) source: Range<usize>,
    /// What they become.
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
    let segments = split(text);
    let read = |segment| Part::of(text, segment, style);
    let parts: Vec<Part> = if text.len() < SMALL {
        segments.iter().map(read).collect()
    } else {
        segments.par_iter().map(read).collect()
    };
    let mut layout = Layout { pieces: Vec::new(), problems: Vec::new() };
    let (mut end, mut blank, mut after_block) = (0, false, false);
    for part in parts {
        layout.problems.extend(part.problems);
        for element in part.elements {
            let Element::Lines { end: next, lines, is_block } = element else {
                blank = true;
                continue;
            };
            let is_apart = !layout.pieces.is_empty() && (blank || after_block);
            let output = if is_apart { format!("\n{lines}") } else { lines };
            layout.pieces.push(Piece { source: end..next, output });
            (end, blank, after_block) = (next, false, is_block);
        }
    }
    if layout.pieces.is_empty() {
        layout.pieces.push(Piece { source: 0..text.len(), output: "\n".to_owned() });
    } else if end < text.len() {
        layout.pieces.push(Piece { source: end..text.len(), output: String::new() });
    }
    layout
}

/// What stands at the top level of a text, laid out.
enum Element {
    /// One or more blank lines.
    Blank,
    /// Something else.
    Lines {
        /// Where it ends in the text.
        end: usize,
        /// What it becomes, with a line feed at the end.
        lines: String,
        /// Whether it is a block, behind which a blank line belongs.
        is_block: bool,
    },
}

/// A segment of a text as it is laid out, whatever stands around it.
struct Part<'t> {
    text: &'t str,
    style: Style,
    /// Where the segment begins.
    start: usize,
    elements: Vec<Element>,
    problems: Vec<Problem>,
}

impl<'t> Part<'t> {
    fn of(text: &'t str, segment: &Segment, style: Style) -> Self {
        let start = segment.range.start;
        let mut part = Part { text, style, start, elements: Vec::new(), problems: Vec::new() };
        let text = &text[segment.range.clone()];
        if text.chars().all(is_space) {
            part.elements.push(Element::Blank);
            return part;
        }
        let tree = Tree::parse(text.into());
        let nodes = tree.root().node().children();
        if segment.kind.is_between_blocks() {
            for item in Reader::new(text, nodes, 0..text.len()).read(|_| false) {
                part.push_item(text, &item);
            }
        } else {
            part.push_block(text, nodes, segment.is_open_ended);
        }
        part
    }

    fn push_block(&mut self, text: &str, nodes: Vec<Node>, is_open_ended: bool) {
        let mut items = Vec::new();
        let mut reader = Reader::new(text, nodes.clone(), 0..text.len());
        let node = reader.read_comments(&mut items);
        items.iter().for_each(|item| self.push_item(text, item));
        let line = text[..reader.position()].trim_end_matches(is_blank).len();
        if is_open_ended {
            // To move something over an open comment may close it.
            return self.push_block_as_written(text, line, Reason::OpenEnded);
        }
        let block = node.and_then(Block::cast);
        let Some((block, comment)) = block.and_then(|block| Some((block, behind(text, block, &nodes)?)))
        else {
            return self.push_block_as_written(text, line, Reason::Line);
        };
        let goes_on = comment.is_some_and(|comment| self.belongs_to_next(comment, text.len()));
        let (own, next) = if goes_on { (None, comment) } else { (comment, None) };
        match block::lay_out(text, block, line, own.map(Node::text), self.style) {
            Err(reason) => self.push_block_as_written(text, line, reason),
            Ok(laid) => {
                self.problems.extend(laid.problems.into_iter().map(|problem| problem.moved(self.start)));
                let end = next.map_or(text.len(), |next| usize::from(next.range().start()));
                self.push(end, laid.text, true);
                if let Some(next) = next {
                    self.push_comment(Comment { text: next.text(), margin: "" }, text.len());
                }
            }
        }
    }

    /// Whether a comment behind a `}` documents what stands on the next line. `end` is the end of the segment.
    fn belongs_to_next(&self, comment: Node, end: usize) -> bool {
        let next_line = self.text[self.start + end..].split(['\n', '\r']).next().unwrap_or("");
        comment.kind() != "comment" && !next_line.chars().all(is_blank)
    }

    fn push_block_as_written(&mut self, text: &str, line: usize, reason: Reason) {
        self.problems.push(Problem::new(text, line..text.len(), reason).moved(self.start));
        // Blank lines at the end are not the block's.
        let last = text.trim_end_matches(is_space).len();
        let end = text[last..].find(['\n', '\r']).map_or(text.len(), |length| last + length);
        let break_length = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        self.push_as_written(line..end, text.len(), reason != Reason::Unclosed);
        if text.get(end + break_length..).is_some_and(|rest| rest.contains(['\n', '\r'])) {
            self.elements.push(Element::Blank);
        }
    }

    fn push_item(&mut self, text: &str, item: &Item) {
        match item.line {
            Line::Blank => self.elements.push(Element::Blank),
            Line::Comment { text, margin } => self.push_comment(Comment { text, margin }, item.range.end),
            Line::Member { .. } | Line::AsWritten => {
                self.problems.push(Problem::new(text, item.range.clone(), Reason::Line).moved(self.start));
                let length = without_line_break(&text[item.range.clone()]).len();
                self.push_as_written(item.range.start..item.range.start + length, item.range.end, false);
            }
        }
    }

    /// Adds what stays as it is. Where something else stands before it on its line, it moves to a line of its own.
    fn push_as_written(&mut self, range: Range<usize>, end: usize, is_block: bool) {
        let range = self.start + range.start..self.start + range.end;
        let is_whole_line = range.start == 0 || self.text[..range.start].ends_with(['\n', '\r']);
        let written = &self.text[range];
        let written = if is_whole_line { written } else { written.trim_start_matches(is_blank) };
        // At the beginning of a line, this may be the mark that ends a merge conflict.
        let margin = if !is_whole_line && written.starts_with('>') { " " } else { "" };
        self.push(end, format!("{margin}{written}\n"), is_block);
    }

    fn push_comment(&mut self, comment: Comment, end: usize) {
        let mut lines = String::new();
        comment.write(0, &mut lines);
        self.push(end, lines, false);
    }

    /// Adds lines. `end` is where they end in the segment.
    fn push(&mut self, end: usize, lines: String, is_block: bool) {
        self.elements.push(Element::Lines { end: self.start + end, lines, is_block });
    }
}

#[cfg(test)]
mod tests {
    fn format(text: &str) -> String {
        crate::format(text, &crate::Options::default())
    }

    #[test]
    fn one_blank_line_between_blocks() {
        insta::assert_snapshot!(format("\n\n// head\n\n\nmodel A {\n}\nmodel B {\n}\n// about C\nmodel C {\n}  \n\n\n"), @r##"
        // head

        model A {
        }

        model B {
        }

        // about C
        model C {
        }
        "##);
    }

    #[test]
    fn comments_behind_a_block() {
        insta::assert_snapshot!(format("model A {\n} // end of A\nmodel B {\n} /// about C\nmodel C {\n} model D {\n}\n"), @r##"
        model A {
        } // end of A

        model B {
        }

        /// about C
        model C {
        }

        model D {
        }
        "##);
    }

    #[test]
    fn block_comments_keep_their_lines() {
        insta::assert_snapshot!(format("  /* one */\n    /*\n      two\n        deeper\n    */\nmodel A {\n      /**\n  * a\n\n       *   b\n      */\n /* c */ id Int /* d\n e */\n}\n"), @r##"
        /* one */
        /*
          two
            deeper
        */
        model A {
          /**
           * a

           *   b
           */
          /* c */
          id Int /* d
         e */
        }
        "##);
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_is() {
        insta::assert_snapshot!(format("  junk   here\n// c\nmodel A {\n    id   Int\n\nfoo {\n   a   =  1\n}\nmodel B {}\nmodel C\n{\n      id    Int @id\n}\ntype  T = Int\n"), @r##"
          junk   here
        // c
        model A {
          id Int

        foo {
           a   =  1
        }

        model B {}

        model C
        {
          id Int @id
        }

        type  T = Int
        "##);
    }
}
