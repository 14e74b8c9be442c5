//! Selection: what an editor selects around a cursor, step by step.

use crate::brackets::{between_brackets, has_brackets};
use analyzer::{FileId, Snapshot, TextRange, TextSize};
use syntax::Tree;
use syntax::node::{Block, Node, TypedNode};

/// What there is to select around each of some places in a file, given in bytes: words, values, arguments, attributes, members,
/// bodies, blocks, and at last the whole file. The smallest comes first, and each lies within the next. A place behind the end
/// of the file means its end.
pub fn selection_ranges(snapshot: &Snapshot, file: FileId, places: &[TextSize]) -> Vec<Vec<TextRange>> {
    let whole = TextRange::up_to(snapshot.len(file));
    let around = |place: &TextSize| {
        let place = (*place).min(whole.end());
        let chains = snapshot.map_trees(file, TextRange::empty(place), |start, tree| {
            around_place(tree, place - start).into_iter().map(|range| range + start).collect::<Vec<_>>()
        });
        // Where one segment ends and the next begins, it is the one that knows more about the place.
        let mut chain = chains.into_iter().max_by_key(Vec::len).unwrap_or_default();
        add(&mut chain, whole, place);
        chain
    };
    places.iter().map(around).collect()
}

/// What there is around a place in a segment.
fn around_place(tree: &Tree, place: TextSize) -> Vec<TextRange> {
    let text = &**tree.text();
    let mut chain = Vec::new();
    let path = tree.root().node().path_to(word_at(text, place).map_or(place, |word| word.start()));
    // Words of strings and comments are no nodes.
    let has_words =
        |node: &Node| matches!(node.kind(), "string" | "comment" | "doc_comment" | "block_comment");
    if let Some(word) = word_at(text, place).filter(|_| path.iter().any(has_words)) {
        add(&mut chain, word, place);
    }
    for node in path.iter().skip(1).rev() {
        contents(*node).into_iter().for_each(|range| add(&mut chain, range, place));
        add(&mut chain, node.range(), place);
    }
    if path.iter().any(|node| Block::cast(*node).is_some()) {
        // The comments above a block belong to it.
        add(&mut chain, trimmed(text, TextRange::up_to(TextSize::of(text))), place);
    }
    chain
}

/// Adds a range to those around a place, if it holds the place and says something new.
fn add(chain: &mut Vec<TextRange>, range: TextRange, place: TextSize) {
    let is_new = chain.last().is_none_or(|last| range != *last && range.contains_range(*last));
    if is_new && range.contains_inclusive(place) {
        chain.push(range);
    }
}

/// What a node holds between its quotes or brackets, or behind the signs of a comment.
fn contents(node: Node) -> Option<TextRange> {
    let range = node.range();
    let cut = |before: usize, after: usize| {
        let inner = node.text().get(before..node.text().len().checked_sub(after)?)?;
        let start = range.start() + TextSize::try_from(before).ok()?;
        Some(trimmed(inner, TextRange::at(TextSize::new(0), TextSize::of(inner))) + start)
    };
    match node.kind() {
        "string" => cut(1, 1),
        "comment" => cut(2, 0),
        "doc_comment" => cut(3, 0),
        "block_comment" => cut(2, 2),
        _ if has_brackets(node) => {
            let inner = between_brackets(node);
            let text = &node.text()[inner - range.start()];
            Some(trimmed(text, TextRange::up_to(TextSize::of(text))) + inner.start())
        }
        _ => None,
    }
}

/// A range of a text without the blanks at its ends.
fn trimmed(text: &str, range: TextRange) -> TextRange {
    let inner = &text[range];
    let start = range.start() + (TextSize::of(inner) - TextSize::of(inner.trim_start()));
    TextRange::at(start, TextSize::of(inner.trim()))
}

/// The letters and digits around a place; nothing if there are none.
fn word_at(text: &str, place: TextSize) -> Option<TextRange> {
    let is_in_word = |c: char| c.is_alphanumeric() || c == '_';
    let (before, behind) = text.split_at_checked(place.into())?;
    let start = before.trim_end_matches(is_in_word).len();
    let end = text.len() - behind.trim_start_matches(is_in_word).len();
    let size = |offset| TextSize::try_from(offset).ok();
    (start < end).then_some(TextRange::new(size(start)?, size(end)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::with_cursors;
    use insta::assert_snapshot;

    /// What is selected, on a line for each step.
    fn steps(text: &str) -> String {
        let (snapshot, file, cursors) = with_cursors(text);
        let text = snapshot.text(file);
        let chains = selection_ranges(&snapshot, file, &cursors);
        let show = |range: &TextRange| format!("{:?}\n", &text[*range]);
        chains.iter().map(|chain| chain.iter().map(show).collect::<String>()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn steps_lead_from_the_word_to_the_file() {
        assert_snapshot!(steps(
            "/// doc\nmodel A {\n  b B @relation(fields: [bI<|>d], map: \"x\") // c\n}\n\nenum C {\n}\n"
        ), @r#"
        "bId"
        "[bId]"
        "fields: [bId]"
        "fields: [bId], map: \"x\""
        "(fields: [bId], map: \"x\")"
        "@relation(fields: [bId], map: \"x\")"
        "b B @relation(fields: [bId], map: \"x\")"
        "b B @relation(fields: [bId], map: \"x\") // c"
        "{\n  b B @relation(fields: [bId], map: \"x\") // c\n}"
        "model A {\n  b B @relation(fields: [bId], map: \"x\") // c\n}"
        "/// doc\nmodel A {\n  b B @relation(fields: [bId], map: \"x\") // c\n}"
        "/// doc\nmodel A {\n  b B @relation(fields: [bId], map: \"x\") // c\n}\n\nenum C {\n}\n"
        "#);
    }

    #[test]
    fn strings_and_comments_have_words() {
        assert_snapshot!(steps("model A {\n  a Int @map(\"one t<|>wo\") // three fo<|>ur é\n}\n"), @r#"
        "two"
        "one two"
        "\"one two\""
        "(\"one two\")"
        "@map(\"one two\")"
        "a Int @map(\"one two\")"
        "a Int @map(\"one two\") // three four é"
        "{\n  a Int @map(\"one two\") // three four é\n}"
        "model A {\n  a Int @map(\"one two\") // three four é\n}"
        "model A {\n  a Int @map(\"one two\") // three four é\n}\n"

        "four"
        "three four é"
        "// three four é"
        "a Int @map(\"one two\") // three four é"
        "{\n  a Int @map(\"one two\") // three four é\n}"
        "model A {\n  a Int @map(\"one two\") // three four é\n}"
        "model A {\n  a Int @map(\"one two\") // three four é\n}\n"
        "#);
    }

    #[test]
    fn a_cursor_behind_a_word_means_the_word() {
        assert_snapshot!(steps("model A {\n  id<|> Int @id<|>(map: \"\"<|>)\n}"), @r#"
        "id"
        "id Int @id(map: \"\")"
        "{\n  id Int @id(map: \"\")\n}"
        "model A {\n  id Int @id(map: \"\")\n}"

        "id"
        "@id(map: \"\")"
        "id Int @id(map: \"\")"
        "{\n  id Int @id(map: \"\")\n}"
        "model A {\n  id Int @id(map: \"\")\n}"

        "\"\""
        "map: \"\""
        "(map: \"\")"
        "@id(map: \"\")"
        "id Int @id(map: \"\")"
        "{\n  id Int @id(map: \"\")\n}"
        "model A {\n  id Int @id(map: \"\")\n}"
        "#);
    }

    #[test]
    fn there_is_something_around_every_place() {
        assert_snapshot!(steps("<|>"), @r#""""#);
        assert_snapshot!(steps("model A {\n  id Int\n<|>\n}\n<|>// b\n\n<|>model B {"), @r#"
        "{\n  id Int\n\n}"
        "model A {\n  id Int\n\n}"
        "model A {\n  id Int\n\n}\n// b\n\nmodel B {"

        "// b"
        "model A {\n  id Int\n\n}\n// b\n\nmodel B {"

        "model B {"
        "model A {\n  id Int\n\n}\n// b\n\nmodel B {"
        "#);
    }
}
