//! Relations: that they have two sides, and that one of them says how it is kept.

use super::rule::rules;
use super::{Checker, FieldType, item_of_block, shape};
use crate::item::{Arity, Field, Item};
use crate::relations::{RelationField, fields_between, opposite, relation_attribute, relation_fields};
use ::syntax::TextRange;
use ::syntax::node::BlockKind;

rules! {
    MISSING_OPPOSITE: Error "relation-missing-opposite" "A relation field without a field on the other side",
    NO_FIELDS: Error "relation-1-n-no-fields" "A one-to-many relation that does not say which fields it refers with",
    NO_REFERENCES: Error "relation-1-n-no-references" "A one-to-many relation that does not say which fields it refers to",
    FIELD_COUNT: Error "relation-field-count" "A relation that refers with more or fewer fields than it refers to",
    TYPE_MISMATCH: Error "relation-type-mismatch" "A relation that refers with a field of one type to a field of another",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    if !matches!(item.kind, BlockKind::Model | BlockKind::View) {
        return;
    }
    let db = checker.db;
    let own = checker.block;
    for relation in relation_fields(db, own) {
        let Some(field) = item.fields.iter().rfind(|field| field.name.text == relation.name) else {
            continue;
        };
        let name = relation.relation_name.as_deref();
        let back = fields_between(db, relation.target, own, name).count();
        let forth = fields_between(db, own, relation.target, name).count();
        let most = if relation.target == own { 2 } else { 1 };
        // Where more than one pair is possible, nothing can be said of any.
        if back > most || forth > most {
            continue;
        }
        match opposite(db, own, relation) {
            None => missing_opposite(checker, item, field, relation),
            Some(other) if other.arity == Arity::List && relation.arity != Arity::List => {
                one_to_many(checker, field, relation);
            }
            Some(_) => {}
        }
        pairs(checker, field, relation);
    }
}

fn missing_opposite(checker: &mut Checker, item: &Item, field: &Field, relation: &RelationField) {
    let db = checker.db;
    // A field there whose type is not known may be the one that is looked for.
    let target_shape = shape(db, relation.target);
    let is_unclear = target_shape.has_bad_lines
        || target_shape.fields.iter().any(|field| field.ty == FieldType::Unknown)
        || relation.target == checker.block && item.has_bad_lines;
    let Some(name) = item.name.as_ref().filter(|_| !is_unclear) else { return };
    let target = item_of_block(db, relation.target);
    let Some(target_name) = target.and_then(|target| target.name.as_ref()) else { return };
    let message = format!(
        "A relation has a field on both sides. Add one to `{}`, such as `{} {}[]`.",
        target_name.text,
        lower_first(&name.text),
        name.text
    );
    let range = target_name.range;
    let other = relation.target;
    checker.report(&MISSING_OPPOSITE, field.name.range, message).related(
        other,
        range,
        "the field is missing here",
    );
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The side of a one-to-many relation that is no list keeps it.
fn one_to_many(checker: &mut Checker, field: &Field, relation: &RelationField) {
    let range = relation_attribute(field).map_or(field.name.range, |attribute| attribute.range);
    let message = "This side keeps the relation, so it says which fields it refers with and to: `@relation(fields: [userId], \
                   references: [id])`.";
    if relation.fields.is_none() {
        checker.report(&NO_FIELDS, range, message);
    } else if relation.references.is_none() {
        checker.report(&NO_REFERENCES, range, message);
    }
}

/// Checks the fields that a relation refers with against those that it refers to.
fn pairs(checker: &mut Checker, field: &Field, relation: &RelationField) {
    let (Some(fields), Some(references)) = (&relation.fields, &relation.references) else { return };
    let Some(range) = argument_range(field, "references") else { return };
    if fields.len() != references.len() {
        let message = format!(
            "`fields` and `references` belong together one by one, but there are {} and {}.",
            fields.len(),
            references.len()
        );
        checker.report(&FIELD_COUNT, range, message);
        return;
    }
    let db = checker.db;
    let (own, other) = (shape(db, checker.block), shape(db, relation.target));
    for (from, to) in fields.iter().zip(references) {
        let (Some(from), Some(to)) = (own.field(from), other.field(to)) else { continue };
        let is_plain = |ty: FieldType| matches!(ty, FieldType::Scalar(_) | FieldType::Enum(_));
        if is_plain(from.ty) && is_plain(to.ty) && from.ty != to.ty {
            let message = format!(
                "`{}` and `{}` have different types, so they can never be equal.",
                from.name, to.name
            );
            checker.report(&TYPE_MISMATCH, range, message);
        }
    }
}

fn argument_range(field: &Field, name: &str) -> Option<TextRange> {
    Some(relation_attribute(field)?.named(name)?.range)
}
