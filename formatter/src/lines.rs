//! What stands on the lines of a text: blanks, comments, members, blocks, and what cannot be read.

use std::ops::Range;
use syntax::is_blank;
use syntax::node::{Comment, Node, TypedNode};

/// What stands on a line, or on several.
pub(crate) enum Line<'t> {
    /// Nothing.
    Blank,
    /// A comment that stands by itself.
    Comment {
        /// The comment.
        text: &'t str,
        /// The blanks before it, if it is the first on its line.
        margin: &'t str,
    },
    /// A member of a block that is on one line and has no error.
    Member {
        /// The member.
        node: Node<'t>,
        /// The comment behind it.
        comment: Option<&'t str>,
    },
    /// Something that is left as it is.
    AsWritten,
}

/// What stands on a line, and where.
pub(crate) struct Item<'t> {
    /// The bytes of the text, with the line break behind if it is the last on its line. What is left as it is begins where
    /// its line begins.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) line: Line<'t>,
}

/// Reads the lines of a piece of a text by the nodes that stand in it.
pub(crate) struct Reader<'t> {
    text: &'t str,
    nodes: Vec<Node<'t>>,
    next: usize,
    position: usize,
    end: usize,
}

impl<'t> Reader<'t> {
    /// Reads a piece of a text. The nodes are those of the text in their order; those before the piece are passed over.
    pub(crate) fn new(text: &'t str, nodes: Vec<Node<'t>>, piece: Range<usize>) -> Self {
        let next = nodes.iter().position(|node| range(*node).end > piece.start).unwrap_or(nodes.len());
        Reader { text, nodes, next, position: piece.start, end: piece.end }
    }

    /// The position behind what was read.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// Passes blanks and comments, and answers the node behind them, if there is one that begins right there.
    pub(crate) fn read_comments(&mut self, items: &mut Vec<Item<'t>>) -> Option<Node<'t>> {
        loop {
            let line = self.position;
            self.pass_blanks();
            if self.position == self.end {
                return None;
            } else if self.at_line_end() {
                self.pass_line_break();
                items.push(Item { range: line..self.position, line: Line::Blank });
                continue;
            }
            let node = self.node_here()?;
            if Comment::cast(node).is_none() {
                return Some(node);
            }
            self.push_comment(node, line, items);
        }
    }

    /// Reads all lines of the piece. `is_member` tells which nodes are members.
    pub(crate) fn read(mut self, is_member: impl Fn(Node) -> bool) -> Vec<Item<'t>> {
        let mut items = Vec::new();
        while self.position < self.end {
            self.read_line(&is_member, &mut items);
        }
        items
    }

    fn read_line(&mut self, is_member: &impl Fn(Node) -> bool, items: &mut Vec<Item<'t>>) {
        let (line, items_before) = (self.position, items.len());
        self.pass_blanks();
        if self.at_line_end() {
            self.pass_line_break();
            items.push(Item { range: line..self.position, line: Line::Blank });
            return;
        }
        while let Some(node) = self.node_here() {
            let start = self.position;
            if Comment::cast(node).is_some() {
                if self.push_comment(node, line, items) {
                    return;
                }
                self.pass_blanks();
                continue;
            }
            if !is_member(node) || node.has_error() || node.text().contains(['\n', '\r']) {
                break;
            }
            self.pass_node(node);
            self.pass_blanks();
            let comment = self.node_here().filter(|node| Comment::cast(*node).is_some());
            if let Some(comment) = comment {
                self.pass_node(comment);
                self.pass_blanks();
            }
            if !self.at_line_end() {
                break;
            }
            self.pass_line_break();
            let comment = comment.map(Node::text);
            items.push(Item { range: start..self.position, line: Line::Member { node, comment } });
            return;
        }
        // The comments before something that cannot be read stay with it.
        items.truncate(items_before);
        self.pass_as_written();
        items.push(Item { range: line..self.position, line: Line::AsWritten });
    }

    /// Passes a comment. Answers whether it is the last on its line.
    fn push_comment(&mut self, node: Node<'t>, line: usize, items: &mut Vec<Item<'t>>) -> bool {
        let before = &self.text[line..self.position];
        let margin = if before.chars().all(is_blank) { before } else { "" };
        let start = self.position;
        self.pass_node(node);
        self.pass_blanks();
        let is_last = self.at_line_end();
        if is_last {
            self.pass_line_break();
        }
        items.push(Item { range: start..self.position, line: Line::Comment { text: node.text(), margin } });
        is_last
    }

    /// Passes the rest of the line, with the lines on which what began on it ends.
    pub(crate) fn pass_as_written(&mut self) {
        loop {
            let rest = &self.text.as_bytes()[self.position..self.end];
            self.position += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
            let mut reaches_on = false;
            while let Some(node) = self.nodes.get(self.next) {
                let node = range(*node);
                if node.start >= self.position {
                    break;
                }
                self.next += 1;
                if node.end > self.position {
                    self.position = node.end.min(self.end);
                    reaches_on = true;
                }
            }
            if !reaches_on {
                break;
            }
        }
        self.pass_line_break();
    }

    fn node_here(&mut self) -> Option<Node<'t>> {
        while self.nodes.get(self.next).is_some_and(|node| range(*node).start < self.position) {
            self.next += 1;
        }
        self.nodes.get(self.next).copied().filter(|node| range(*node).start == self.position)
    }

    fn pass_node(&mut self, node: Node) {
        self.next += 1;
        self.position = range(node).end.min(self.end);
    }

    fn pass_blanks(&mut self) {
        let rest = &self.text[self.position..self.end];
        self.position += rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
    }

    fn at_line_end(&self) -> bool {
        self.position == self.end || matches!(self.text.as_bytes()[self.position], b'\n' | b'\r')
    }

    fn pass_line_break(&mut self) {
        let rest = &self.text[self.position..self.end];
        self.position += if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
    }
}

/// The bytes of a node without the blanks and line breaks at its end, which errors may have.
fn range(node: Node) -> Range<usize> {
    let start = usize::from(node.range().start());
    start..start + node.text().trim_end_matches(|c| is_blank(c) || c == '\n' || c == '\r').len()
}
