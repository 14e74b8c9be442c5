//! What MongoDB asks of a model: an `_id`, and names without certain characters.

use super::Checker;
use super::autoincrement::{default_call, report_default};
use super::config::settings;
use super::criteria::new_id;
use super::edits::{appended, quoted};
use super::rule::rules;
use crate::item::{ExpressionKind, Field, Item};
use crate::keys::{self, Key, KeyKind, KeyPart, keys};
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
        let id = keys::id(item).map(|id| id.paths()).unwrap_or_default();
        check_id(checker, item, &id);
        item.fields.iter().for_each(|field| generated(checker, field, &id));
        indexes(checker, item, &id);
    }
}

fn mapped_name(checker: &mut Checker, field: &Field) {
    let Some(value) = field.mapped_name() else { return };
    let Some(text) = value.as_string() else { return };
    let block = checker.block;
    if text.starts_with('$') {
        let message = "In MongoDB, names that begin with `$` are operators. Choose another name.";
        let plain = text.trim_start_matches('$');
        let finding = checker.report(&MAP_DOLLAR, value.range, message);
        if !plain.is_empty() {
            finding.fix(format!("Change to \"{plain}\""), false, block, [(value.range, quoted(plain))]);
        }
    }
    if text.contains('.') {
        let message = "In MongoDB, a dot leads into a document. Choose a name without one.";
        let plain = text.replace('.', "_");
        let finding = checker.report(&MAP_DOT, value.range, message);
        finding.fix(format!("Change to \"{plain}\""), false, block, [(value.range, quoted(&plain))]);
    }
}

fn check_id(checker: &mut Checker, item: &Item, id: &[&str]) {
    let block = checker.block;
    let range = item.name.as_ref().map_or(item.keyword, |name| name.range);
    let is_unclear = item.has_bad_lines || item.fields.iter().any(|field| field.ty.is_none());
    match id {
        [] if !is_unclear && item.attribute("id").is_none() => {
            let message = "Every document in MongoDB has an id. Add `id String @id @default(auto()) @map(\"_id\") @db.ObjectId`.";
            let edit = new_id(checker, item);
            let finding = checker.report(&ID_MISSING, range, message);
            if let Some((title, edit)) = edit {
                finding.fix(title, false, block, [edit]);
            }
        }
        [single] => {
            let Some(field) = item.fields.iter().find(|field| field.name.text == *single) else { return };
            if field.name.text == "_id" {
                return;
            }
            match field.mapped_name() {
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
            if field.native_type() != Some("ObjectId") {
                let message = "`auto()` makes an ObjectId. Give the field the native type `@db.ObjectId`.";
                let datasource = settings(checker.db, checker.schema).datasource_name.as_deref();
                let native = format!("@{}.ObjectId", datasource.unwrap_or("db"));
                let block = checker.block;
                let other = field.attributes.iter().find(|attribute| attribute.native_type().is_some());
                let edit = match other {
                    Some(other) => (other.range, native.clone()),
                    None => appended(field, &native),
                };
                let finding = checker.report(&AUTO_NATIVE_TYPE, range, message);
                if field.ty.as_ref().is_some_and(|ty| ty.name.text == "String") {
                    finding.fix(format!("Write `{native}`"), false, block, [edit]);
                }
            }
            if !id.contains(&field.name.text.as_str()) {
                let message = "MongoDB makes ids only. Set this field yourself, or use `cuid()` or `uuid()`.";
                report_default(checker, &AUTO_ID, range, field, message);
            }
        }
        "dbgenerated" => {
            let message = "MongoDB generates nothing but ids. Use `auto()` for the id, or a literal.";
            report_default(checker, &DBGENERATED, range, field, message);
        }
        _ => {}
    }
}

fn indexes(checker: &mut Checker, item: &Item, id: &[&str]) {
    let block = checker.block;
    let indexes: Vec<_> = keys(item).into_iter().filter(|key| key.kind != KeyKind::Id).collect();
    for (at, index) in indexes.iter().enumerate() {
        if index.kind == KeyKind::Unique && index.paths() == id && !id.is_empty() {
            checker.report_attribute(&UNIQUE_ID, index.attribute, "The id is unique anyway. Remove this.");
        }
        let is_same = |(other_at, other): &(usize, &Key)| {
            *other_at != at
                && other.parts.len() == index.parts.len()
                && other.parts.iter().zip(&index.parts).all(|(a, b)| is_same_part(a, b))
        };
        if let Some((_, other)) = indexes.iter().enumerate().find(is_same) {
            let message = "MongoDB has one index over the same fields. Remove one of the two.";
            let other = other.attribute.range;
            let finding = checker.report_attribute(&INDEX_DUPLICATE, index.attribute, message);
            finding.related(block, other, "the other one");
        }
    }
}

/// Whether two indexes cover the same there: the arguments that matter are the same.
fn is_same_part(a: &KeyPart, b: &KeyPart) -> bool {
    let argument = |part: &KeyPart, name: &str| {
        let value = part.argument(name)?.value.as_ref()?;
        match &value.kind {
            ExpressionKind::Path(text) | ExpressionKind::Number(text) => Some(text.clone()),
            _ => None,
        }
    };
    a.path == b.path && ["sort", "length"].iter().all(|name| argument(a, name) == argument(b, name))
}
