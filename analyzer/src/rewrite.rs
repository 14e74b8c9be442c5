//! Other ways to write what a schema says, and small changes of it that somebody may want.

use crate::check::item_of_block;
use crate::db::{Block, Db};
use crate::item::{Arity, Attribute, Expression, Field, Item};
use crate::keys::KeyKind;
use crate::mapping::{before_brace, is_column, map_block, map_member, whole_line};
use syntax::node::BlockKind;
use syntax::{TextRange, TextSize};

/// A change with its title, as edits of a block's text.
pub(crate) struct Rewrite {
    pub(crate) title: String,
    pub(crate) edits: Vec<(TextRange, String)>,
}

/// The changes that can be made where a byte of a block is.
pub(crate) fn rewrites(db: &dyn Db, block: Block, at: TextSize) -> Vec<Rewrite> {
    let Some(item) = item_of_block(db, block) else { return Vec::new() };
    let text = block.source(db).text();
    let mut rewrites = Vec::new();
    if let Some(field) = item.fields.iter().find(|field| field.range.contains_inclusive(at)) {
        rewrites.extend(arity_changes(db, block, field));
        rewrites.extend(to_block_form(item, text, field));
        rewrites.extend(map_field(db, block, item, text, field));
    }
    rewrites.extend(to_field_form(item, at, text));
    let in_header = item.name.as_ref().is_some_and(|name| name.range.contains_inclusive(at));
    if in_header {
        rewrites.extend(map_all(db, block, item, text));
    }
    rewrites
}

/// `name String` ↔ `name String?`
fn arity_changes(db: &dyn Db, block: Block, field: &Field) -> Option<Rewrite> {
    let ty = field.ty.as_ref().filter(|_| is_column(db, block, field))?;
    let name = &field.name.text;
    let has_id = field.attributes.iter().any(|attribute| KeyKind::of(attribute) == Some(KeyKind::Id));
    match ty.arity {
        Arity::Required if !has_id => Some(Rewrite {
            title: format!("Make `{name}` optional"),
            edits: vec![(TextRange::empty(ty.range.end()), "?".to_owned())],
        }),
        Arity::Optional => {
            let mark = TextRange::new(ty.range.end() - TextSize::from(1), ty.range.end());
            Some(Rewrite { title: format!("Make `{name}` required"), edits: vec![(mark, String::new())] })
        }
        _ => None,
    }
}

/// `@unique` → `@@unique([name])`
fn to_block_form(item: &Item, text: &str, field: &Field) -> Vec<Rewrite> {
    let attributes = field.attributes.iter().filter(|attribute| {
        matches!(KeyKind::of(attribute), Some(KeyKind::Id | KeyKind::Unique)) && is_plain(attribute)
    });
    let rewrite = |attribute: &Attribute| {
        let (name, map) = (&attribute.name.text, written_map(attribute, text));
        let line = format!("@@{name}([{}]{map})", field.name.text);
        let end = before_brace(item, text, &line)?;
        let removed = with_blanks_before(text, attribute.range);
        Some(Rewrite {
            title: format!("Write `@{name}` as `@@{name}`"),
            edits: vec![(removed, String::new()), end],
        })
    };
    attributes.filter_map(rewrite).collect()
}

/// `@@unique([name])` → `@unique`
fn to_field_form(item: &Item, at: TextSize, text: &str) -> Option<Rewrite> {
    let attribute = item.attributes.iter().find(|attribute| attribute.range.contains_inclusive(at))?;
    if !matches!(KeyKind::of(attribute), Some(KeyKind::Id | KeyKind::Unique)) || !is_plain(attribute) {
        return None;
    }
    let [element] = attribute.listed_fields() else { return None };
    let field =
        element.as_path().and_then(|path| item.fields.iter().find(|field| field.name.text == path))?;
    let ty = field.ty.as_ref()?;
    let (name, map) = (&attribute.name.text, written_map(attribute, text));
    let map = map.strip_prefix(", ").map(|map| format!("({map})")).unwrap_or_default();
    Some(Rewrite {
        title: format!("Write `@@{name}` as `@{name}`"),
        edits: vec![
            (TextRange::empty(ty.range.end()), format!(" @{name}{map}")),
            (whole_line(text, attribute.range), String::new()),
        ],
    })
}

/// Whether a key says nothing that only one of its two forms can say.
fn is_plain(attribute: &Attribute) -> bool {
    let is_known = |name: &str| matches!(name, "map" | "fields");
    attribute.arguments.iter().all(|argument| match &argument.name {
        Some(name) => is_known(&name.text),
        None => !matches!(argument.value.as_ref().map(Expression::as_string), Some(Some(_))),
    })
}

/// `, map: "…"`, if a key has a name in the database.
fn written_map(attribute: &Attribute, text: &str) -> String {
    let map = attribute.named("map").map(|map| &text[std::ops::Range::<usize>::from(map.range)]);
    map.map(|map| format!(", {map}")).unwrap_or_default()
}

/// `@map("user_id")` for `userId`
fn map_field(db: &dyn Db, block: Block, item: &Item, text: &str, field: &Field) -> Option<Rewrite> {
    if item.kind == BlockKind::CompositeType {
        return None;
    }
    let snake = snake_case(&field.name.text)
        .filter(|_| is_column(db, block, field) && field.attribute("map").is_none())?;
    let edits = map_member(text, &field.attributes, field.range.end(), &snake, "");
    Some(Rewrite { title: format!("Map `{}` to `{snake}`", field.name.text), edits })
}

/// `@@map` and `@map` for a model and all its fields.
fn map_all(db: &dyn Db, block: Block, item: &Item, text: &str) -> Option<Rewrite> {
    if !matches!(item.kind, BlockKind::Model | BlockKind::View) {
        return None;
    }
    let fields = item.fields.iter().filter_map(|field| map_field(db, block, item, text, field));
    let mut edits: Vec<_> = fields.flat_map(|rewrite| rewrite.edits).collect();
    let name = item.name.as_ref()?;
    if let Some(snake) = snake_case(&name.text).filter(|_| item.attribute("map").is_none()) {
        edits.extend(map_block(item, text, &snake, ""));
    }
    let title = format!("Map `{}` and its fields to snake_case", name.text);
    (!edits.is_empty()).then_some(Rewrite { title, edits })
}

/// A name in snake_case; nothing if it is that already.
fn snake_case(name: &str) -> Option<String> {
    let mut snake = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (index, letter) in letters.iter().enumerate() {
        let after_small = index > 0 && (letters[index - 1].is_lowercase() || letters[index - 1].is_numeric());
        let before_small = index > 0
            && letters[index - 1].is_uppercase()
            && letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && (after_small || before_small) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    (snake != name).then_some(snake)
}

fn with_blanks_before(text: &str, range: TextRange) -> TextRange {
    let before = &text[..usize::from(range.start())];
    TextRange::new(TextSize::of(before.trim_end_matches([' ', '\t'])), range.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_snake_case() {
        for (name, snake) in
            [("userId", "user_id"), ("HTTPServer", "http_server"), ("User", "user"), ("a1B", "a1_b")]
        {
            assert_eq!(snake_case(name).as_deref(), Some(snake));
        }
        assert_eq!(snake_case("user_id"), None);
    }
}
