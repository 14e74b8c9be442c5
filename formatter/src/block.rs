//! The layout of one block.

use crate::lines::{Item, Line, Reader};
use crate::row::{self, AttributeRow, Row};
use crate::table::{self, Comment, Entry};
use crate::{Problem, Reason, Style};
use std::ops::Range;
use syntax::node::{Block, BlockKind, Body, Comment as CommentNode, Node, TypedNode};
use syntax::{Tree, is_blank, split};

/// A block as it is laid out.
pub(crate) struct Laid {
    /// The block, with a line feed at its end.
    pub(crate) text: String,
    /// What was left as it is, with ranges in the segment.
    pub(crate) problems: Vec<Problem>,
}

/// Lays a block out. Says why not if it stays as it is.
///
/// `text` is that of the block's segment, `line` the position where the block's line begins, and `behind` the comment
/// behind its `}`.
pub(crate) fn lay_out(
    text: &str,
    block: Block,
    line: usize,
    behind: Option<&str>,
    style: Style,
) -> Result<Laid, Reason> {
    let laid = lay_out_once(text, block, line, behind, style.indent)?;
    // Around a mistake, the parser can take lines for something else once they have moved.
    if laid.problems.is_empty() || is_settled(&laid.text, style) { Ok(laid) } else { Err(Reason::Unsettled) }
}

/// Whether a block that was laid out stays as it is when it is laid out again.
fn is_settled(text: &str, style: Style) -> bool {
    let written = style.with_line_endings(text);
    let tree = Tree::parse(written.as_str().into());
    let nodes = tree.root().node().children();
    let Some(block) = nodes.first().copied().and_then(Block::cast) else { return false };
    let Some(comment) = behind(&written, block, &nodes) else { return false };
    let again = lay_out_once(&written, block, 0, comment.map(Node::text), style.indent);
    split(&written).len() == 1 && again.is_ok_and(|again| style.with_line_endings(&again.text) == written)
}

fn lay_out_once(
    text: &str,
    block: Block,
    line: usize,
    behind: Option<&str>,
    indent: usize,
) -> Result<Laid, Reason> {
    let body = block.body().ok_or(Reason::Line)?;
    if body.unclosed().is_some() || !body.text().ends_with('}') || body.text().len() < 2 {
        return Err(Reason::Unclosed);
    }
    if matches!(block.kind(), BlockKind::Extension | BlockKind::Types | BlockKind::Namespace) {
        return Err(Reason::UnknownBlock);
    }
    if !body.text().contains(['\n', '\r']) {
        return Err(Reason::OneLine);
    }
    let mut layout = Layout {
        text,
        indent,
        entries: Vec::new(),
        last_attribute: 0,
        keeps_order: false,
        attributes: Vec::new(),
        problems: Vec::new(),
    };
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let first_line = layout.write_header(block, body, line, &mut out);
    let end = usize::from(body.range().end()) - 1;
    let margin = text[..end].chars().rev().take_while(|c| is_blank(*c)).map(char::len_utf8).sum::<usize>();
    if end - margin < first_line {
        return Err(Reason::Line);
    }
    let nodes = body.node().children();
    let items = Reader::new(text, nodes, first_line..end - margin).read(is_member);
    layout.keeps_order = items.iter().any(|item| opens_something(text, item));
    for item in &items {
        layout.add(block.kind(), item);
    }
    layout.write(&mut out);
    out.push('}');
    table::end_line(behind, &mut out);
    Ok(Laid { text: out, problems: layout.problems })
}

fn is_member(node: Node) -> bool {
    matches!(node.kind(), "field" | "enum_value" | "setting" | "block_attribute")
}

/// Whether an item is a line that cannot be read and opens something. What is moved behind it could be taken for what is
/// inside.
fn opens_something(text: &str, item: &Item) -> bool {
    let line = &text[item.range.clone()];
    let count = |marks: [char; 3]| line.matches(marks).count();
    matches!(item.line, Line::AsWritten)
        && (count(['(', '[', '{']) > count([')', ']', '}']) || line.contains("/*"))
}

struct Layout<'t> {
    text: &'t str,
    indent: usize,
    entries: Vec<Entry<'t>>,
    /// How many entries stand before the last block attribute.
    last_attribute: usize,
    /// Whether block attributes stay where they are.
    keeps_order: bool,
    /// The block attributes with the comments above and behind them.
    attributes: Vec<(AttributeRow, Vec<Comment<'t>>, Option<&'t str>)>,
    problems: Vec<Problem>,
}

impl<'t> Layout<'t> {
    /// Writes the line of the `{`. Answers where the next line begins.
    fn write_header(&mut self, block: Block, body: Body, line: usize, out: &mut String) -> usize {
        let brace = usize::from(body.range().start());
        let mut reader = Reader::new(self.text, body.node().children(), brace + 1..self.text.len());
        reader.pass_as_written();
        let next = reader.position();
        match name_of_plain_header(self.text, block, brace) {
            Some(name) => {
                out.push_str(block.kind().keyword());
                out.push(' ');
                out.push_str(name);
                out.push_str(" {");
                let rest = without_line_break(&self.text[brace + 1..next]).trim_start_matches(is_blank);
                table::end_line(Some(rest).filter(|rest| !rest.is_empty()), out);
            }
            None => {
                let range = line..next;
                out.push_str(without_line_break(&self.text[range.clone()]));
                out.push('\n');
                self.left(range, Reason::Header);
            }
        }
        next
    }

    fn left(&mut self, range: Range<usize>, reason: Reason) {
        self.problems.push(Problem::new(self.text, range, reason));
    }

    fn add(&mut self, kind: BlockKind, item: &Item<'t>) {
        match item.line {
            Line::Blank => self.push_blank(),
            Line::Comment { text, margin } => self.entries.push(Entry::Comment(Comment { text, margin })),
            Line::Member { node, comment } => match Member::of(node, kind) {
                Some(Member::Row(row)) => self.entries.push(Entry::Row(row, comment)),
                Some(Member::Attribute(row)) if self.keeps_order => {
                    self.entries.push(Entry::Attribute(row.text, comment));
                }
                Some(Member::Attribute(row)) => {
                    let comments = self.take_comments();
                    // A blank line before an attribute goes with it.
                    self.pop_blank();
                    self.last_attribute = self.entries.len();
                    self.attributes.push((row, comments, comment));
                }
                None => self.leave(item),
            },
            Line::AsWritten => self.leave(item),
        }
    }

    fn push_blank(&mut self) {
        if !matches!(self.entries.last(), None | Some(Entry::Blank)) {
            self.entries.push(Entry::Blank);
        }
    }

    fn pop_blank(&mut self) {
        if matches!(self.entries.last(), Some(Entry::Blank)) {
            self.entries.pop();
        }
    }

    fn leave(&mut self, item: &Item<'t>) {
        // What a line begins with belongs to it.
        let before = &self.text[..item.range.start];
        let margin: usize = before.chars().rev().take_while(|c| is_blank(*c)).map(char::len_utf8).sum();
        let range = item.range.start - margin..item.range.end;
        self.entries.push(Entry::AsWritten(without_line_break(&self.text[range.clone()])));
        self.left(range, Reason::Line);
    }

    /// The comments right above, which go where the attribute goes.
    fn take_comments(&mut self) -> Vec<Comment<'t>> {
        let is_comment = |entry: &Entry| matches!(entry, Entry::Comment(_));
        let start = self.entries.iter().rposition(|entry| !is_comment(entry)).map_or(0, |last| last + 1);
        let start = start.max(self.last_attribute);
        let comments = self.entries.drain(start..).filter_map(|entry| match entry {
            Entry::Comment(comment) => Some(comment),
            _ => None,
        });
        comments.collect()
    }

    fn write(&mut self, out: &mut String) {
        self.pop_blank();
        table::write(&self.entries, self.indent, out);
        if !self.attributes.is_empty() {
            out.push('\n');
        }
        self.attributes.sort_by_key(|(row, _, _)| row.rank);
        for (row, comments, comment) in &self.attributes {
            comments.iter().for_each(|comment| comment.write(self.indent, out));
            table::push_blanks(out, self.indent);
            out.push_str(&row.text);
            table::end_line(*comment, out);
        }
    }
}

enum Member<'t> {
    Row(Row<'t>),
    Attribute(AttributeRow),
}

impl<'t> Member<'t> {
    /// A member as it is laid out. None if it is nothing that such a block can have.
    fn of(node: Node<'t>, kind: BlockKind) -> Option<Self> {
        let is_config = matches!(kind, BlockKind::Datasource | BlockKind::Generator);
        let line = node.text();
        match node.kind() {
            "field" => row::field(line).map(Member::Row),
            "enum_value" => row::enum_value(line).map(Member::Row),
            "setting" => row::setting(line).map(Member::Row),
            "block_attribute" if !is_config => row::block_attribute(line).map(Member::Attribute),
            _ => None,
        }
    }
}

/// The name of a block whose first line is `keyword name {`, or both words in one.
fn name_of_plain_header<'t>(text: &'t str, block: Block<'t>, brace: usize) -> Option<&'t str> {
    let (name, range) = block.name()?;
    let keyword = block.kind().keyword();
    let start = usize::from(block.range().start());
    let between = text.get(start + keyword.len()..usize::from(range.start()))?;
    let behind = text.get(usize::from(range.end())..brace)?;
    let is_plain = text[start..].starts_with(keyword)
        && between.chars().all(is_blank)
        && behind.chars().all(is_blank)
        && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    is_plain.then_some(name)
}

/// The comment behind the `}` of a block, if there is nothing else up to the end of the block's segment.
#[expect(
    clippy::option_option,
    reason = "nothing there, no comment there, and something else there are three cases"
)]
pub(crate) fn behind<'t>(text: &str, block: Block, nodes: &[Node<'t>]) -> Option<Option<Node<'t>>> {
    let end = usize::from(block.range().end());
    let comment = nodes.iter().copied().find(|node| usize::from(node.range().start()) >= end);
    let Some(comment) = comment else {
        let rest = &text[end..];
        return rest.chars().all(crate::is_space).then_some(None);
    };
    CommentNode::cast(comment)?;
    let (start, comment_end) = (usize::from(comment.range().start()), usize::from(comment.range().end()));
    let is_alone = text[end..start].chars().all(is_blank) && text[comment_end..].chars().all(crate::is_space);
    is_alone.then_some(Some(comment))
}

/// A text without the line break at its end.
pub(crate) fn without_line_break(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    fn format(text: &str) -> String {
        crate::format(text, &crate::Options::default())
    }

    #[test]
    fn columns_are_aligned_up_to_the_next_blank_line() {
        insta::assert_snapshot!(format("model   A{\nid Int @id\n  // in between\n  name   String?\n\n  long_name Boolean[]   // why\n  e Int @default( 1 )@map(\"x\")//tight\n}\n"), @r##"
        model A {
          id   Int     @id
          // in between
          name String?

          long_name Boolean[] // why
          e         Int       @default(1) @map("x") //tight
        }
        "##);
    }

    #[test]
    fn block_attributes_go_to_the_end_with_their_comments() {
        insta::assert_snapshot!(format("model A {\n  @@map(\"x\")\n  id Int\n\n  // about index\n  @@index([b])\n  b Int\n  // last\n}\n"), @r##"
        model A {
          id Int
          b  Int
          // last

          // about index
          @@index([b])
          @@map("x")
        }
        "##);
    }

    #[test]
    fn a_comment_stays_with_the_member_before_it() {
        insta::assert_snapshot!(format("model A {\n  id Int\n  // about id\n\n  // about unique\n  @@unique([id])\n  @@map(\"x\")\n  // last\n}\n"), @r##"
        model A {
          id Int
          // about id
          // last

          // about unique
          @@unique([id])
          @@map("x")
        }
        "##);
    }

    #[test]
    fn blank_lines_at_the_ends_go() {
        insta::assert_snapshot!(format("model A {\n\n\n  id Int @id\n\n\n  b Int\n\n}\nenum E {\n\n}\n"), @r##"
        model A {
          id Int @id

          b Int
        }

        enum E {
        }
        "##);
    }

    #[test]
    fn settings_and_enum_values() {
        insta::assert_snapshot!(format("datasource db {\n  provider = \"x\" // c\n  url=env( \"U\" )\n}\nenum E {\n A @map( \"a\" )   @ignore\n LONG\n  @@map(\"e\")\n}\n"), @r##"
        datasource db {
          provider = "x" // c
          url      = env("U")
        }

        enum E {
          A    @map("a") @ignore
          LONG

          @@map("e")
        }
        "##);
    }

    #[test]
    fn lines_with_mistakes_stay_as_they_are() {
        insta::assert_snapshot!(format("model A {\n   a b c\n id Int @id\n     long\n  @@index([\n      id\n ])\n  name   String\n}\n"), @r##"
        model A {
           a b c
          id   Int    @id
             long
          @@index([
              id
         ])
          name String
        }
        "##);
    }

    #[test]
    fn what_stands_behind_the_brace_stays_there() {
        insta::assert_snapshot!(format("model A {    // about A\n  id Int @id\n}\nmodel B { id Int\n  id   Int @id\n}\n"), @r##"
        model A { // about A
          id Int @id
        }

        model B { id Int
          id Int @id
        }
        "##);
    }

    #[test]
    fn attributes_do_not_move_over_an_open_bracket() {
        insta::assert_snapshot!(format("model A {\n  @@map(\"a\")\n  id Int @default(\n  name    String\n}\n"), @r##"
        model A {
          @@map("a")
          id Int @default(
          name String
        }
        "##);
    }
}
