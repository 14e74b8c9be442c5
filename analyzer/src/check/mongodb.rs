//! What MongoDB asks of a model: an `_id`, and names without certain characters.

use super::Checker;
use super::autoincrement::default_call;
use super::config::settings;
use super::rule::rules;
use crate::item::{Attribute, Expression, ExpressionKind, Field, Item};
use ::syntax::node::BlockKind;
use providers::Provider;

rules! {
    ID_MISSING: Error "mongo-id-missing" "A model without an id, in MongoDB",
    ID_MAP: Error "mongo-id-map" "An id that is not called `_id` in MongoDB",
    AUTO_NATIVE_TYPE: Error "mongo-auto-native-type" "A field with `auto()` that is no `ObjectId`",
    AUTO_ID: Error "mongo-auto-id" "A field with `auto()` that is not the id",
    DBGENERATED: Error "mongo-dbgenerated" "`dbgenerated()` in MongoDB",
    MAP_DOLLAR: Error "mongo-map-dollar" "A name in MongoDB that begins with a dollar sign",
    MAP_DOT: Error "mongo-map-dot" "A name in MongoDB with a dot in it",
    INDEX_DUPLICATE: Error "mongo-index-duplicate" "Two indexes over the same fields, in MongoDB",
    UNIQUE_ID: Error "mongo-unique-id" "A unique index on the id, in MongoDB",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    let is_mongo = settings(checker.db, checker.schema).provider == Some(Provider::MongoDb);
    if !is_mongo || !matches!(item.kind, BlockKind::Model | BlockKind::View) {
        return;
    }
    item.fields.iter().for_each(|field| mapped_name(checker, field));
    if item.kind == BlockKind::Model {
        let id = id_fields(item);
        check_id(checker, item, &id);
        item.fields.iter().for_each(|field| generated(checker, field, &id));
        indexes(checker, item, &id);
    }
}

fn attribute<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| attribute.name.text == name)
}

/// The fields of the id.
fn id_fields(item: &Item) -> Vec<&str> {
    let marked = item.fields.iter().find(|field| attribute(&field.attributes, "id").is_some());
    match (marked, attribute(&item.attributes, "id")) {
        (Some(field), _) => vec![&field.name.text],
        (None, Some(id)) => id.listed_fields().iter().filter_map(Expression::as_field).collect(),
        (None, None) => Vec::new(),
    }
}

fn mapped(field: &Field) -> Option<&Expression> {
    let map = attribute(&field.attributes, "map")?;
    map.arguments.iter().find(|argument| argument.name.is_none() || argument.is_named("name"))?.value.as_ref()
}

fn mapped_name(checker: &mut Checker, field: &Field) {
    let Some(value) = mapped(field) else { return };
    let Some(text) = value.as_string() else { return };
    if text.starts_with('$') {
        checker.report(
            &MAP_DOLLAR,
            value.range,
            "In MongoDB, names that begin with `$` are operators. Choose another name.",
        );
    }
    if text.contains('.') {
        checker.report(
            &MAP_DOT,
            value.range,
            "In MongoDB, a dot leads into a document. Choose a name without one.",
        );
    }
}

fn check_id(checker: &mut Checker, item: &Item, id: &[&str]) {
    let block = checker.block;
    let range = item.name.as_ref().map_or(item.keyword, |name| name.range);
    let is_unclear = item.has_bad_lines || item.fields.iter().any(|field| field.ty.is_none());
    match id {
        [] if !is_unclear && attribute(&item.attributes, "id").is_none() => {
            let message = "Every document in MongoDB has an id. Add `id String @id @default(auto()) @map(\"_id\") @db.ObjectId`.";
            checker.report(&ID_MISSING, range, message);
        }
        [single] => {
            let Some(field) = item.fields.iter().find(|field| field.name.text == *single) else { return };
            if field.name.text == "_id" {
                return;
            }
            match mapped(field) {
                None => {
                    let message = "MongoDB calls the id `_id`. Add `@map(\"_id\")`.";
                    let finding = checker.report(&ID_MAP, field.name.range, message);
                    let end = ::syntax::TextRange::empty(field.range.end());
                    finding.fix("Add `@map(\"_id\")`", true, block, [(end, " @map(\"_id\")".to_owned())]);
                }
                Some(value) if value.as_string().is_some_and(|text| text != "_id") => {
                    let finding = checker.report(
                        &ID_MAP,
                        value.range,
                        "MongoDB calls the id `_id`. Map it to that name.",
                    );
                    finding.fix("Change to \"_id\"", false, block, [(value.range, "\"_id\"".to_owned())]);
                }
                Some(_) => {}
            }
        }
        _ => {}
    }
}

/// Checks `auto()` and `dbgenerated()`.
fn generated(checker: &mut Checker, field: &Field, id: &[&str]) {
    let Some((_, call, range)) = default_call(field) else { return };
    match call.function.text.as_str() {
        "auto" => {
            let native = field.attributes.iter().find_map(|attribute| attribute.native_type());
            if native.is_none_or(|(_, native)| native != "ObjectId") {
                let message = "`auto()` makes an ObjectId. Give the field the native type `@db.ObjectId`.";
                checker.report(&AUTO_NATIVE_TYPE, range, message);
            }
            if !id.contains(&field.name.text.as_str()) {
                checker.report(
                    &AUTO_ID,
                    range,
                    "MongoDB makes ids only. Set this field yourself, or use `cuid()` or `uuid()`.",
                );
            }
        }
        "dbgenerated" => {
            checker.report(
                &DBGENERATED,
                range,
                "MongoDB generates nothing but ids. Use `auto()` for the id, or a literal.",
            );
        }
        _ => {}
    }
}

/// What an index is over, for comparing: its fields, each with the arguments that matter.
type Key = Vec<(String, Vec<(String, String)>)>;

fn key(elements: &[Expression]) -> Key {
    let element = |element: &Expression| {
        let arguments = element.as_call().map(|call| &call.arguments[..]).unwrap_or_default();
        let argument = |name: &str| {
            let value = &arguments.iter().find(|argument| argument.is_named(name))?.value.as_ref()?.kind;
            match value {
                ExpressionKind::Path(text) | ExpressionKind::Number(text) => {
                    Some((name.to_owned(), text.clone()))
                }
                _ => None,
            }
        };
        Some((
            element.as_field()?.to_owned(),
            ["sort", "length"].iter().filter_map(|name| argument(name)).collect(),
        ))
    };
    elements.iter().filter_map(element).collect()
}

fn indexes(checker: &mut Checker, item: &Item, id: &[&str]) {
    let block = checker.block;
    let mut seen: Vec<(Key, ::syntax::TextRange)> = Vec::new();
    let on_fields = item.fields.iter().filter_map(|field| {
        let unique = attribute(&field.attributes, "unique")?;
        Some((vec![(field.name.text.clone(), Vec::new())], unique))
    });
    let is_index =
        |attribute: &&Attribute| matches!(attribute.name.text.as_str(), "unique" | "index" | "fulltext");
    let on_block = item.attributes.iter().filter(is_index).map(|index| (key(index.listed_fields()), index));
    for (key, index) in on_fields.chain(on_block) {
        let [(first, _), rest @ ..] = &key[..] else { continue };
        if rest.is_empty() && index.name.text == "unique" && id == [first.as_str()] {
            checker.report(&UNIQUE_ID, index.range, "The id is unique anyway. Remove this.");
        }
        if let Some((_, other)) = seen.iter().find(|(other, _)| *other == key) {
            let message = "MongoDB has one index over the same fields. Remove one of the two.";
            checker.report(&INDEX_DUPLICATE, index.range, message).related(block, *other, "the other one");
        }
        seen.push((key, index.range));
    }
}
