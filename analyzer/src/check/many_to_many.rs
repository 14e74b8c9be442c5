//! Many-to-many relations: two lists. In a relational database Prisma keeps them in a table that the schema does not show
//! (implicit); in MongoDB each side keeps the ids of the other one in a list of its own (embedded).

use super::config::settings;
use super::edits::{field_called, with_arguments_of};
use super::relations::{Side, fix};
use super::rule::rules;
use super::{Checker, FieldType, Fix, Place, item_of_block, shape};
use crate::item::{Argument, Arity};
use crate::keys::criteria;
use crate::missing::{embedded_line, embedded_parts};
use crate::relations::{RelationField, name_of};
use ::syntax::{Keyword, TextRange};
use providers::capabilities::has;
use providers::{Capability, Provider};

rules! {
    VIEW: Error "relation-m-n-view" "A many-to-many relation of a view",
    UNSUPPORTED: Error "relation-m-n-unsupported" "A many-to-many relation without `fields`, in a database that keeps ids in lists",
    NO_ID: Error "relation-m-n-no-id" "A many-to-many relation to a model without an id field",
    REFERENCES: Error "relation-m-n-references" "`references` in a many-to-many relation whose table Prisma makes",
    ACTIONS: Error "relation-m-n-actions" "Referential actions in a many-to-many relation whose table Prisma makes",
    EMBEDDED_UNSUPPORTED: Error "relation-embedded-unsupported" "A many-to-many relation with `fields`, in a database that keeps it in a table",
    EMBEDDED_FIELDS: Error "relation-embedded-fields" "A many-to-many relation in MongoDB that does not say which list keeps the ids",
    EMBEDDED_REFERENCES: Error "relation-embedded-references" "A many-to-many relation in MongoDB that does not say which field it refers to",
    EMBEDDED_ID: Error "relation-embedded-references-id" "A many-to-many relation in MongoDB that refers to a field other than the id",
    EMBEDDED_TYPE: Error "relation-embedded-type" "A many-to-many relation in MongoDB whose list is not one of ids",
    EMBEDDED_ACTIONS: Error "relation-embedded-actions" "Referential actions in a many-to-many relation in MongoDB",
}

pub(super) fn check(checker: &mut Checker, side: &Side, other: &RelationField) {
    let settings = settings(checker.db, checker.schema);
    let provider = settings.provider;
    let is_embedded = side.relation.has_fields() || other.has_fields();
    if !settings.is_provider_clear() {
        return;
    }
    let database = provider.map_or("A relational database", Provider::display_name);
    match is_embedded {
        true if has(provider, Capability::EmbeddedManyToMany) => embedded(checker, side),
        true => {
            let message = format!(
                "{database} keeps a many-to-many relation in a table of its own. Remove `fields` and `references`, or write a model for that \
                 table."
            );
            let edits = without_lists(checker, side, other);
            let finding = checker.report(&EMBEDDED_UNSUPPORTED, side.argument_range("fields"), message);
            if !edits.is_empty() {
                let title = "Remove `fields` and `references`".to_owned();
                finding.fixes.push(Fix { title, is_safe: false, edits });
            }
        }
        false if has(provider, Capability::ImplicitManyToMany) => implicit(checker, side),
        false => {
            let message = format!(
                "{database} keeps the ids of a many-to-many relation in lists, one on each side. Add `userIds String[]`, and \
                 `@relation(fields: [userIds], references: [id])`."
            );
            let fix = list_of_ids(checker, side);
            checker.report(&UNSUPPORTED, side.range(), message).fixes.extend(fix);
        }
    }
}

/// The edits that take `fields` and `references` from both sides of a relation.
fn without_lists(checker: &Checker, side: &Side, other: &RelationField) -> Vec<(Place, String)> {
    let lists = ["fields", "references"];
    let target = side.relation.target;
    let own = side.without(checker, &lists).map(|edit| (checker.block, edit));
    let attribute = item_of_block(checker.db, target)
        .and_then(|item| field_called(item, &other.name)?.attribute("relation"))
        .filter(|attribute| lists.iter().any(|name| attribute.named(name).is_some()));
    let other = attribute.map(|attribute| {
        let is_kept = |argument: &Argument| !lists.iter().any(|name| argument.is_named(name));
        (target, with_arguments_of(target.source(checker.db).text(), attribute, is_kept))
    });
    let edits = own.into_iter().chain(other);
    edits.map(|(block, (range, text))| (Place { block, range }, text)).collect()
}

/// A repair that adds what the side of a relation in MongoDB lacks: a list of ids, and the arguments that name it.
fn list_of_ids(checker: &Checker, side: &Side) -> Option<Fix> {
    fix(
        checker.db,
        "Add a list of ids".to_owned(),
        &embedded_parts(checker.db, checker.block, side.relation)?,
    )
}

/// A repair that makes a field a list of what a relation refers to.
fn list_of_type(checker: &Checker, side: &Side, field: &str, reference: &str) -> Option<Fix> {
    let field = field_called(side.item, field)?;
    let line = embedded_line(checker.db, side.relation.target, &field.name.text, reference)?;
    let (_, ty) = line.split_once(' ')?;
    let native = field.attributes.iter().find(|attribute| attribute.native_type().is_some());
    let end = native.map_or(field.ty.as_ref()?.range.end(), |native| native.range.end());
    // Attributes between the type and the native type would go with it.
    let is_next = native.is_none_or(|native| field.attributes.first().is_some_and(|first| first == native));
    let place = Place { block: checker.block, range: TextRange::new(field.ty.as_ref()?.range.start(), end) };
    let title = format!("Make `{}` a list of what it refers to", field.name.text);
    is_next.then(|| Fix { title, is_safe: false, edits: vec![(place, ty.to_owned())] })
}

fn implicit(checker: &mut Checker, side: &Side) {
    let db = checker.db;
    let target = side.relation.target;
    let is_view = |block: crate::db::Block| {
        block.header(db).as_ref().is_some_and(|header| header.keyword == Keyword::View)
    };
    let attribute = side.field.attribute("relation");
    if is_view(checker.block) || is_view(target) {
        let message = "Prisma keeps a many-to-many relation in a table, which cannot refer to a view. Write a model for it.";
        checker.report(&VIEW, side.range(), message);
    } else if criteria(db, target).id.as_ref().is_none_or(|id| id.len() != 1)
        && !shape(db, target).has_bad_lines
    {
        let message = format!(
            "Prisma keeps this relation in a table of ids, and `{}` has no id of a single field. Give it one, or write a model for the table.",
            name_of(db, target)
        );
        let range = side.field.ty.as_ref().map_or(side.field.name.range, |ty| ty.range);
        checker.report(&NO_ID, range, message);
    }
    if let Some(argument) = attribute.and_then(|attribute| attribute.named("references")) {
        let message =
            "Prisma keeps this relation in a table of ids, so there is no choice. Remove `references`.";
        checker.report_argument(&REFERENCES, argument, message);
    }
    actions(
        checker,
        side,
        &ACTIONS,
        "The rows of the table that Prisma keeps always go with either side. Remove this.",
    );
}

fn embedded(checker: &mut Checker, side: &Side) {
    let fields = side.relation.fields.as_deref().unwrap_or_default();
    let references = side.relation.references.as_deref().unwrap_or_default();
    if fields.len() != 1 {
        let message = "A list of this model keeps the ids of the other one. Say which: `@relation(fields: [userIds], references: [id])`.";
        let fix = list_of_ids(checker, side);
        checker.report(&EMBEDDED_FIELDS, side.argument_range("fields"), message).fixes.extend(fix);
    }
    if references.len() != 1 && (fields.len() == 1 || side.relation.references.is_some()) {
        let message =
            "The list keeps the ids of the other model. Write `references: [id]`, with its id field.";
        let fix = list_of_ids(checker, side);
        checker.report(&EMBEDDED_REFERENCES, side.argument_range("references"), message).fixes.extend(fix);
    }
    let target = criteria(checker.db, side.relation.target);
    if let Some(reference) = references.first()
        && target.id.as_deref().is_none_or(|id| id != [reference.as_str()])
    {
        let message = "The list keeps the ids of the other model. Refer to its id field.";
        let edit = target.id.as_deref().and_then(|id| match id {
            [id] => Some((side.arguments(&["references"]).first()?.value.as_ref()?.range, format!("[{id}]"))),
            _ => None,
        });
        let block = checker.block;
        let same_type = match (fields, target.id.as_deref()) {
            ([field], Some([id])) => list_of_type(checker, side, field, id),
            _ => None,
        };
        let finding = checker.report(&EMBEDDED_ID, side.argument_range("references"), message);
        if let (Some((range, text)), Some(mut fix)) = (edit, same_type) {
            fix.title = "Refer to the id".to_owned();
            fix.edits.push((Place { block, range }, text));
            finding.fixes.push(fix);
        }
    }
    if let ([field, ..], [reference, ..]) = (fields, references) {
        types(checker, side, field, reference);
    }
    actions(
        checker,
        side,
        &EMBEDDED_ACTIONS,
        "Prisma does not change lists of ids when documents go. Remove this.",
    );
}

fn types(checker: &mut Checker, side: &Side, field: &str, reference: &str) {
    let db = checker.db;
    let (own, other) = (shape(db, checker.block), shape(db, side.relation.target));
    let (Some(from), Some(to)) = (own.field(field), other.field(reference)) else { return };
    if from.ty == FieldType::Unknown || to.ty == FieldType::Unknown {
        return;
    }
    let is_same = from.ty == to.ty && from.native_type == to.native_type;
    if from.arity != Arity::List || to.arity == Arity::List || !is_same {
        let message = format!(
            "`{field}` keeps values of `{reference}`, so it is a list of the same type, with the same native type."
        );
        let fix = list_of_type(checker, side, field, reference);
        checker.report(&EMBEDDED_TYPE, side.argument_range("fields"), message).fixes.extend(fix);
    }
}

fn actions(checker: &mut Checker, side: &Side, rule: &'static crate::diagnostic::Rule, message: &str) {
    for name in ["onDelete", "onUpdate"] {
        let argument = side.field.attribute("relation").and_then(|attribute| attribute.named(name));
        if let Some(argument) = argument {
            checker.report_argument(rule, argument, message);
        }
    }
}
