//! Other ways to write what a schema says, and small changes of it that somebody may want.

use crate::check::{FieldType, Fix, Place, item_of_block, resolve, settings};
use crate::db::{Block, Db};
use crate::item::{Arity, Attribute, Expression, Field, Item};
use crate::keys::KeyKind;
use crate::mapping::{before_brace, is_column, map_block, map_member, whole_line};
use providers::scalar_types::{supports_lists, supports_scalar_list};
use syntax::node::BlockKind;
use syntax::{TextRange, TextSize};

mod relations;

/// A change with its title, as edits of a block's text.
struct Rewrite {
    title: String,
    edits: Vec<(TextRange, String)>,
}

impl Rewrite {
    fn in_block(self, block: Block) -> Fix {
        let place = |(range, text)| (Place { block, range }, text);
        Fix { title: self.title, is_safe: false, edits: self.edits.into_iter().map(place).collect() }
    }
}

/// The changes that can be made where a byte of a block is.
pub(crate) fn rewrites(db: &dyn Db, block: Block, at: TextSize) -> Vec<Fix> {
    let Some(item) = item_of_block(db, block) else { return Vec::new() };
    let text = block.source(db).text();
    let mut local = Vec::new();
    let mut rewrites = Vec::new();
    if let Some(field) = item.fields.iter().find(|field| field.range.contains_inclusive(at)) {
        local.extend(arity_changes(db, block, field));
        local.extend(to_block_form(item, text, field));
        local.extend(map_field(db, block, item, text, field));
        rewrites.extend(relations::of_field(db, block, field));
    }
    local.extend(to_field_form(item, at, text));
    if is_in_header(item, at) {
        local.extend(map_all(db, block, item, text));
        rewrites.extend(relations::indexes(db, block, item));
    }
    local.into_iter().map(|rewrite| rewrite.in_block(block)).chain(rewrites).collect()
}

/// New relations between two models.
pub(crate) fn relate(db: &dyn Db, first: Block, second: Block) -> Vec<Fix> {
    relations::between(db, first, second)
}

/// Whether a byte of a block is in its name.
pub(crate) fn is_in_header(item: &Item, at: TextSize) -> bool {
    item.name.as_ref().is_some_and(|name| name.range.contains_inclusive(at))
}

/// The edits that map the names of a block, its fields and its values to snake_case.
pub(crate) fn map_block_to_snake_case(db: &dyn Db, block: Block) -> Vec<(TextRange, String)> {
    let Some(item) = item_of_block(db, block) else { return Vec::new() };
    map_all(db, block, item, block.source(db).text()).map(|rewrite| rewrite.edits).unwrap_or_default()
}

/// `name String` ↔ `name String?` ↔ `name String[]`
fn arity_changes(db: &dyn Db, block: Block, field: &Field) -> Vec<Rewrite> {
    let Some(ty) = field.ty.as_ref().filter(|_| is_column(db, block, field)) else { return Vec::new() };
    let name = &field.name.text;
    let has_id = field.attributes.iter().any(|attribute| KeyKind::of(attribute) == Some(KeyKind::Id));
    let suffix = |length: u32| TextRange::new(ty.range.end() - TextSize::from(length), ty.range.end());
    let rewrite = |what: &str, length, text: &str| Rewrite {
        title: format!("Make `{name}` {what}"),
        edits: vec![(suffix(length), text.to_owned())],
    };
    let may_be_list = match resolve(db, block.schema(db), field.ty.as_ref()) {
        FieldType::Scalar(scalar) => supports_scalar_list(settings(db, block.schema(db)).provider, scalar),
        _ => supports_lists(settings(db, block.schema(db)).provider),
    };
    // What is said of one value may not hold of a list, and the other way round.
    let is_free = field.attributes.iter().all(|attribute| {
        attribute.native_type().is_some() || matches!(attribute.name.text.as_str(), "map" | "ignore")
    });
    let mut rewrites = match ty.arity {
        Arity::Required if !has_id => vec![rewrite("optional", 0, "?")],
        Arity::Optional => vec![rewrite("required", 1, "")],
        Arity::List if is_free && ty.range.start() == ty.name.range.start() => {
            vec![rewrite("a single value", 2, "")]
        }
        _ => Vec::new(),
    };
    match ty.arity {
        Arity::Required if is_free && may_be_list => rewrites.push(rewrite("a list", 0, "[]")),
        Arity::Optional if is_free && may_be_list => rewrites.push(rewrite("a list", 1, "[]")),
        _ => {}
    }
    rewrites
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
    let has_fields = matches!(item.kind, BlockKind::Model | BlockKind::View);
    if !has_fields && item.kind != BlockKind::Enum {
        return None;
    }
    let fields =
        item.fields.iter().filter(|_| has_fields).filter_map(|field| map_field(db, block, item, text, field));
    let mut edits: Vec<_> = fields.flat_map(|rewrite| rewrite.edits).collect();
    let name = item.name.as_ref()?;
    if let Some(snake) = snake_case(&name.text).filter(|_| item.attribute("map").is_none()) {
        edits.extend(map_block(item, text, &snake, ""));
    }
    let fields = if has_fields { " and its fields" } else { "" };
    let title = format!("Map `{}`{fields} to snake_case", name.text);
    (!edits.is_empty()).then_some(Rewrite { title, edits })
}

/// A name in snake_case; nothing if it is that already.
pub fn snake_case(name: &str) -> Option<String> {
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
