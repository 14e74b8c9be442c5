//! Ids and unique criteria: that a model has one, and what its indexes say together.

use super::config::settings;
use super::rule::rules;
use super::{Checker, FieldType, resolve};
use crate::item::{Arity, Attribute, Expression, Field, Item};
use ::syntax::node::BlockKind;
use providers::Capability;
use providers::capabilities::has;

rules! {
    NO_CRITERION: Error "model-no-unique-criteria" "A model whose rows cannot be told apart",
    PK_COMPOUND: Error "pk-compound-unsupported" "An id of several fields, in a database without that",
    CLIENT_NAME_CLASH: Error "client-name-clash" "Two criteria of a model with one name for the client",
    COMPOUND_NAME: Error "compound-name-is-field" "A criterion of several fields whose joined names are a field",
    HASH_SORT: Error "index-hash-sort" "A hash index with an order",
    SPGIST_MULTI: Error "index-spgist-multi" "An SP-GiST index over several fields",
    UNIQUE_COMPOSITE: Error "unique-composite-compound" "A unique criterion of several fields, one of which is a composite type",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    if item.kind == BlockKind::Model {
        has_criterion(checker, item);
        indexes(checker, item);
    }
    if matches!(item.kind, BlockKind::Model | BlockKind::View) {
        names(checker, item);
    }
}

fn is(attribute: &Attribute, name: &str) -> bool {
    attribute.name.text == name
}

/// Whether rows can be found by a field: it always has a value, and one that Prisma knows. That an id is not always there is
/// a finding of its own.
fn is_firm(checker: &Checker, field: &Field, is_id: bool) -> bool {
    let is_optional = field.ty.as_ref().is_some_and(|ty| ty.arity == Arity::Optional);
    let ty = resolve(checker.db, checker.schema, field.ty.as_ref());
    (is_id || !is_optional) && ty != FieldType::Unsupported
}

fn has_criterion(checker: &mut Checker, item: &Item) {
    if item.has_bad_lines || item.attributes.iter().any(|attribute| is(attribute, "ignore")) {
        return;
    }
    let marks = |attribute: &&Attribute| is(attribute, "id") || is(attribute, "unique");
    let by_field = item.fields.iter().any(|field| {
        field.attributes.iter().filter(marks).any(|mark| is_firm(checker, field, is(mark, "id")))
    });
    let field = |element: &Expression| {
        let name = element.as_field()?.split('.').next()?;
        item.fields.iter().rfind(|field| field.name.text == name)
    };
    let by_block = item.attributes.iter().filter(marks).any(|mark| {
        let is_firm = |field: &Field| is_firm(checker, field, is(mark, "id"));
        mark.listed_fields().iter().all(|element| field(element).is_none_or(is_firm))
    });
    // A field on a line that could not be read wholly may have been the id.
    let is_unclear = item.fields.iter().any(|field| field.ty.is_none());
    if by_field || by_block || is_unclear {
        return;
    }
    let range = item.name.as_ref().map_or(item.keyword, |name| name.range);
    let message = "Nothing tells the rows of this model apart. Mark a required field with `@id` or `@unique`, or several with \
                   `@@id` or `@@unique`.";
    checker.report(&NO_CRITERION, range, message);
}

fn indexes(checker: &mut Checker, item: &Item) {
    let provider = settings(checker.db, checker.schema).provider;
    for attribute in &item.attributes {
        let elements = attribute.listed_fields();
        let ty = attribute.named("type").and_then(|argument| argument.value.as_ref()?.as_path());
        if is(attribute, "id") && elements.len() > 1 && !has(provider, Capability::CompoundIds) {
            let message = "The id of a MongoDB model is one field. Mark it with `@id`, and make the others unique with `@@unique`.";
            checker.report(&PK_COMPOUND, attribute.range, message);
        }
        let sorted = elements.iter().filter_map(Expression::as_call).flat_map(|call| &call.arguments);
        let sort = sorted.clone().find(|argument| argument.is_named("sort"));
        match (ty, sort) {
            (Some("Hash"), Some(sort)) if is(attribute, "index") => {
                checker.report(
                    &HASH_SORT,
                    sort.range,
                    "A hash index has no order. Remove `sort`, or the type of the index.",
                );
            }
            (Some("SpGist"), _) if is(attribute, "index") && elements.len() != 1 => {
                checker.report(&SPGIST_MULTI, attribute.range, "An SP-GiST index covers one field.");
            }
            _ => {}
        }
        if is(attribute, "unique") && elements.len() > 1 {
            composite_in_unique(checker, item, elements);
        }
    }
}

fn composite_in_unique(checker: &mut Checker, item: &Item, elements: &[Expression]) {
    for element in elements {
        let field =
            element.as_field().and_then(|path| item.fields.iter().rfind(|field| field.name.text == path));
        let ty = field.map(|field| resolve(checker.db, checker.schema, field.ty.as_ref()));
        if let Some(FieldType::Composite(_)) = ty {
            let message =
                "A composite value cannot be unique together with other fields. Name a field within it.";
            checker.report(&UNIQUE_COMPOSITE, element.range, message);
        }
    }
}

/// The names that criteria have in the client.
fn names(checker: &mut Checker, item: &Item) {
    let block = checker.block;
    let is_criterion = |attribute: &&Attribute| is(attribute, "id") || is(attribute, "unique");
    let criteria: Vec<_> = item.attributes.iter().filter(is_criterion).collect();
    let name = |attribute: &Attribute| {
        let value = attribute.named("name")?.value.as_ref()?;
        Some((value.as_string()?.to_owned(), value.range))
    };
    for criterion in &criteria {
        if let Some((own, range)) = name(criterion) {
            let others = criteria.iter().filter(|other| other.range != criterion.range);
            let same = others.filter_map(|other| name(other)).find(|(other, _)| *other == own);
            if let Some((_, other)) = same {
                let message = format!("Another criterion of this model is called `{own}` too.");
                checker.report(&CLIENT_NAME_CLASH, range, message).related(block, other, "the other one");
            }
        }
        joined_name(checker, item, criterion);
    }
}

fn joined_name(checker: &mut Checker, item: &Item, attribute: &Attribute) {
    let block = checker.block;
    let paths: Vec<_> = attribute.listed_fields().iter().filter_map(Expression::as_field).collect();
    if paths.len() < 2 {
        return;
    }
    let joined = paths.join("_").replace('.', "_");
    let Some(field) = item.fields.iter().find(|field| field.name.text == joined) else { return };
    let is_relation = resolve(checker.db, checker.schema, field.ty.as_ref()).is_relation();
    if !is_relation {
        let message = format!(
            "The client calls this criterion `{joined}`, and there is a field of that name. Rename the field."
        );
        checker.report(&COMPOUND_NAME, attribute.range, message).related(
            block,
            field.name.range,
            "the field",
        );
    }
}
