//! The syntax tree of one segment of a text.

use crate::node::{Node, SourceFile};
use std::cell::RefCell;
use std::sync::Arc;
use text_size::{TextRange, TextSize};
use tree_sitter::{InputEdit, Parser, Point};

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new({
        let mut parser = Parser::new();
        parser.set_language(&grammar::LANGUAGE.into()).expect("the grammar is built for this tree-sitter");
        parser
    });
}

/// A text with its syntax tree. Offsets are bytes of that text. Cheap to clone.
#[derive(Clone)]
pub struct Tree {
    text: Arc<str>,
    tree: tree_sitter::Tree,
}

/// A place where a text is not what the grammar expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The text that was skipped; empty where something is missing.
    pub range: TextRange,
    /// What is missing, as written in a schema, if it is only one token.
    pub missing: Option<String>,
}

impl Tree {
    /// Parses a text.
    pub fn parse(text: Arc<str>) -> Self {
        let tree = parse(&text, None);
        Tree { text, tree }
    }

    /// Parses a text that this one was changed into; what did not change is kept.
    pub fn reparse(&self, text: Arc<str>) -> Self {
        let mut old = self.tree.clone();
        if let Some(edit) = difference(&self.text, &text) {
            old.edit(&edit);
        }
        let mut tree = parse(&text, Some(&old));
        // What tree-sitter makes of a mistake can depend on what it keeps. The same text must always give the same tree.
        if tree.root_node().has_error() {
            tree = parse(&text, None);
        }
        Tree { text, tree }
    }

    /// The text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The node of the whole text.
    pub fn root(&self) -> SourceFile<'_> {
        SourceFile::root(Node::new(self.tree.root_node(), &self.text))
    }

    /// Every place that the grammar could not read, in order, from the outside: what is inside of a skipped piece is not
    /// listed.
    pub fn errors(&self) -> Vec<SyntaxError> {
        let mut errors = Vec::new();
        let mut cursor = self.tree.walk();
        loop {
            let node = cursor.node();
            let is_error = node.is_error() || node.is_missing();
            if is_error {
                let missing = node.is_missing().then(|| node.kind().to_owned());
                errors.push(SyntaxError { range: range(node), missing });
            }
            if !is_error && node.has_error() && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return errors;
                }
            }
        }
    }
}

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Tree {}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.tree.root_node().to_sexp())
    }
}

pub(crate) fn range(node: tree_sitter::Node) -> TextRange {
    TextRange::new(size(node.start_byte()), size(node.end_byte()))
}

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).expect("a text is smaller than 4 GiB")
}

fn parse(text: &str, old: Option<&tree_sitter::Tree>) -> tree_sitter::Tree {
    PARSER.with_borrow_mut(|parser| {
        parser.parse(text, old).expect("the parser has a language and no time limit")
    })
}

/// The one replacement that makes `new` of `old`: what is between their common beginning and their common end.
fn difference(old: &str, new: &str) -> Option<InputEdit> {
    let (a, b) = (old.as_bytes(), new.as_bytes());
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let longest_end = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(longest_end).take_while(|(a, b)| a == b).count();
    let (start, old_end, new_end) = (
        old.floor_char_boundary(start),
        old.ceil_char_boundary(a.len() - end),
        new.ceil_char_boundary(b.len() - end),
    );
    if start == old_end && start == new_end {
        return None;
    }
    Some(InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: point(old, start),
        old_end_position: point(old, old_end),
        new_end_position: point(new, new_end),
    })
}

fn point(text: &str, offset: usize) -> Point {
    let before = &text.as_bytes()[..offset];
    let row = before.iter().filter(|&&byte| byte == b'\n').count();
    let line = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    Point { row, column: offset - line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reparsing_gives_the_same_tree_as_parsing() {
        let before = "model A {\n  id Int @id\n  name String?\n}\n";
        for after in [
            "model A {\n  id Int @id\n  nameé String?\n}\n",
            "model A {\n  id Int @id\n",
            "model A {\n  id Int @id @default(1\n  name String?\n}\n",
            "",
            before,
        ] {
            let tree = Tree::parse(before.into()).reparse(after.into());
            assert_eq!(format!("{tree:?}"), format!("{:?}", Tree::parse(after.into())), "{after:?}");
        }
    }

    #[test]
    fn a_bad_line_is_one_error() {
        let tree = Tree::parse("model A {\n  id Int @id\n  a b c\n  d Int\n}\n".into());
        let [error] = &tree.errors()[..] else { panic!("{tree:?}") };
        assert_eq!(&tree.text()[error.range], "c");
    }
}
