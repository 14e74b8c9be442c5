//! Ids and unique criteria: that a model has one, and what its indexes say together.

use super::config::settings;
use super::edits::{Edit, appended, field_called};
use super::rule::rules;
use super::{Checker, FieldType, resolve};
use crate::item::{Argument, Arity, Attribute, Expression, Field, Item};
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::capabilities::has;
use providers::{Capability, Provider};

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
    let (block, edit) = (checker.block, new_id(checker, item));
    let finding = checker.report(&NO_CRITERION, range, message);
    if let Some((title, edit)) = edit {
        finding.fix(title, false, block, [edit]);
    }
}

/// The edit that gives a model an id: the field that is called so, or a new one.
pub(super) fn new_id(checker: &Checker, item: &Item) -> Option<(String, Edit)> {
    let settings = settings(checker.db, checker.schema);
    let datasource = settings.datasource_name.as_deref().unwrap_or("db");
    let is_mongo = settings.provider == Some(Provider::MongoDb);
    if let Some(field) = field_called(item, "id") {
        let is_plain = field.ty.as_ref().is_some_and(|ty| ty.arity == Arity::Required);
        let is_scalar =
            matches!(resolve(checker.db, checker.schema, field.ty.as_ref()), FieldType::Scalar(_));
        let mapped = if is_mongo && field.mapped_name().is_none() { "@id @map(\"_id\")" } else { "@id" };
        return (is_plain && is_scalar).then(|| (format!("Add `{mapped}` to `id`"), appended(field, mapped)));
    }
    let line = match settings.provider {
        Some(Provider::MongoDb) => {
            format!("id String @id @default(auto()) @map(\"_id\") @{datasource}.ObjectId")
        }
        Some(Provider::CockroachDb) => "id BigInt @id @default(autoincrement())".to_owned(),
        _ => "id Int @id @default(autoincrement())".to_owned(),
    };
    let first = item.fields.first()?.range.start();
    let text = &checker.text()[..usize::from(first)];
    let line_start = text.rfind('\n').map_or(0, |at| at + 1);
    let line_end = if text.ends_with("\r\n") || text[..line_start].ends_with("\r\n") { "\r\n" } else { "\n" };
    let edit = (TextRange::empty(first), format!("{line}{line_end}{}", &text[line_start..]));
    Some((format!("Add `{line}`"), edit))
}

fn indexes(checker: &mut Checker, item: &Item) {
    let provider = settings(checker.db, checker.schema).provider;
    for attribute in &item.attributes {
        let elements = attribute.listed_fields();
        let ty = attribute.named("type").and_then(|argument| argument.value.as_ref()?.as_path());
        if is(attribute, "id") && elements.len() > 1 && !has(provider, Capability::CompoundIds) {
            let message = "The id of a MongoDB model is one field. Mark it with `@id`, and make the others unique with `@@unique`.";
            let edit = new_id(checker, item);
            let block = checker.block;
            let finding = checker.report(&PK_COMPOUND, attribute.range, message);
            if let Some((_, edit)) = edit {
                let edits = [(attribute.name.range, "unique".to_owned()), edit];
                finding.fix("Write `@@unique`, and add an id", false, block, edits);
            }
        }
        let sorted = elements.iter().filter_map(Expression::as_call).flat_map(|call| &call.arguments);
        let sort = sorted.clone().find(|argument| argument.is_named("sort"));
        match (ty, sort) {
            (Some("Hash"), Some(sort)) if is(attribute, "index") => {
                checker.report_argument(
                    &HASH_SORT,
                    sort,
                    "A hash index has no order. Remove `sort`, or the type of the index.",
                );
            }
            (Some("SpGist"), _) if is(attribute, "index") && elements.len() != 1 => {
                let message = "An SP-GiST index covers one field.";
                let without = usual_type(checker, attribute);
                let block = checker.block;
                let finding = checker.report(&SPGIST_MULTI, attribute.range, message);
                finding.fix("Make it an index of the usual type", false, block, without);
            }
            _ => {}
        }
        if is(attribute, "unique") && elements.len() > 1 {
            composite_in_unique(checker, item, elements);
        }
    }
}

/// The edits that make an index one of the usual type: without `type`, and without the operator classes of another type.
pub(super) fn usual_type(checker: &Checker, attribute: &Attribute) -> Vec<Edit> {
    let of_fields = attribute.listed_fields().iter().filter_map(Expression::as_call);
    let classes =
        of_fields.flat_map(|call| call.arguments.iter().filter(|argument| argument.is_named("ops")));
    let arguments = attribute.named("type").into_iter().chain(classes);
    arguments.map(|argument| checker.without_argument(argument)).collect()
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
    fn name(attribute: &Attribute) -> Option<(String, TextRange, &Argument)> {
        let argument = attribute.named("name")?;
        let value = argument.value.as_ref()?;
        Some((value.as_string()?.to_owned(), value.range, argument))
    }
    for criterion in &criteria {
        if let Some((own, range, argument)) = name(criterion) {
            let others = criteria.iter().filter(|other| other.range != criterion.range);
            let same = others.filter_map(|other| name(other)).find(|(other, ..)| *other == own);
            if let Some((_, other, _)) = same {
                let message = format!("Another criterion of this model is called `{own}` too.");
                let finding = checker.report_argument_at(&CLIENT_NAME_CLASH, range, argument, message);
                finding.related(block, other, "the other one");
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
