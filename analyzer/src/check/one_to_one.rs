//! One-to-one relations: one side keeps the relation, with fields that are unique; the other side is optional.

use super::edits::{appended, field_called, with_arguments_of};
use super::relations::{Side, completion, fix};
use super::rule::rules;
use super::{Checker, Fix, Place, item_of_block, shape};
use crate::item::{Argument, Arity};
use crate::keys::criteria;
use crate::missing::Part;
use crate::relations::RelationField;
use ::syntax::TextRange;

rules! {
    NO_FIELDS: Error "relation-1-1-no-fields" "A one-to-one relation that does not say which fields it refers with",
    NO_REFERENCES: Error "relation-1-1-no-references" "A one-to-one relation that does not say which fields it refers to",
    BOTH_FIELDS: Error "relation-1-1-both-fields" "A one-to-one relation that both sides keep",
    BOTH_REFERENCES: Error "relation-1-1-both-references" "A one-to-one relation whose sides refer to each other",
    BOTH_ACTIONS: Error "relation-1-1-both-actions" "A one-to-one relation with referential actions on both sides",
    ACTIONS_ON_BACK: Error "relation-1-1-actions-on-back" "Referential actions on the side of a one-to-one relation that does not keep it",
    NOT_UNIQUE: Error "relation-1-1-not-unique" "A one-to-one relation that refers with fields that are not unique",
    MIXED_SIDES: Error "relation-1-1-mixed-sides" "A one-to-one relation with `fields` on one side and `references` on the other",
    REQUIRED_BACK: Error "relation-1-1-required-back" "A one-to-one relation that is required on both sides",
    WRONG_SIDE: Error "relation-1-1-wrong-side" "A one-to-one relation that its optional side keeps, though the other one is required",
}

pub(super) fn check(checker: &mut Checker, side: &Side, other: &RelationField, keeps: bool) {
    match_up(checker, side, other, keeps);
    actions(checker, side, other, keeps);
    if side.relation.fields.is_some() {
        unique(checker, side);
    }
    if !keeps && side.relation.arity == Arity::Required && other.arity == Arity::Required {
        let message = "Two rows cannot both be there before the other. Make this side optional, by a `?` behind its type.";
        let range = side.field.ty.as_ref().map_or(side.field.name.range, |ty| ty.range);
        let block = checker.block;
        let end = TextRange::empty(range.end());
        let finding = checker.report(&REQUIRED_BACK, range, message);
        finding.fix("Make it optional", false, block, [(end, "?".to_owned())]);
    }
}

/// Exactly one side says which fields it refers with and to.
fn match_up(checker: &mut Checker, side: &Side, other: &RelationField, keeps: bool) {
    let own = side.relation;
    let example = "`@relation(fields: [userId], references: [id])`";
    let with = (own.has_fields(), other.has_fields());
    let to = (own.has_references(), other.has_references());
    match (with, to) {
        ((false, false), _) => {
            let message = format!(
                "Neither side says which field keeps the id of the other one. Write {example} on one of them."
            );
            let fix = completion(checker, side);
            checker.report(&NO_FIELDS, side.range(), message).fixes.extend(fix);
        }
        (_, (false, false)) => {
            let message = format!(
                "Neither side says which field of the other one it refers to. Write {example} on one of them."
            );
            let fix = completion(checker, side);
            checker.report(&NO_REFERENCES, side.range(), message).fixes.extend(fix);
        }
        ((true, true), _) => {
            let message =
                "Only one side keeps a relation, and here both have `fields`. Remove them from one side.";
            let without = side.without(checker, &["fields", "references", "onDelete", "onUpdate", "map"]);
            let block = checker.block;
            let finding = checker.report(&BOTH_FIELDS, side.argument_range("fields"), message);
            finding.fix("Let the other side keep the relation", false, block, without);
        }
        (_, (true, true)) => {
            let message =
                "Only one side keeps a relation, and here both have `references`. Keep them beside `fields`.";
            let without = side.without(checker, &["references"]).filter(|_| !own.has_fields());
            let block = checker.block;
            let finding = checker.report(&BOTH_REFERENCES, side.argument_range("references"), message);
            if let Some(without) = without {
                finding.fix("Remove `references`", false, block, [without]);
            }
        }
        _ if own.has_fields() != own.has_references() => {
            let message = "`fields` and `references` belong on one side of the relation, and here each side has one of them.";
            let fix = own.has_fields().then(|| together(checker, side, other)).flatten();
            checker.report(&MIXED_SIDES, side.range(), message).fixes.extend(fix);
        }
        _ if !keeps && own.has_fields() && other.arity == Arity::Required => {
            let message = "The other side is required, so that side keeps the relation. Write `fields` and `references` there, or make it optional.";
            let target = side.relation.target;
            let field = item_of_block(checker.db, target).and_then(|item| field_called(item, &other.name));
            let end = field.and_then(|field| Some(TextRange::empty(field.ty.as_ref()?.range.end())));
            let finding = checker.report(&WRONG_SIDE, side.argument_range("fields"), message);
            if let Some(end) = end {
                finding.fix("Make the other side optional", false, target, [(end, "?".to_owned())]);
            }
        }
        _ => {}
    }
}

/// A repair that puts `references` beside `fields`, where the other side has them.
fn together(checker: &Checker, side: &Side, other: &RelationField) -> Option<Fix> {
    let (db, target) = (checker.db, side.relation.target);
    let references = other.references.as_ref()?;
    // What the other side refers to are fields of this one; what is meant are fields of the other one.
    let is_known = |name: &String| shape(db, target).field(name).is_some();
    let references = references.iter().all(is_known).then(|| references.join(", "))?;
    let part = Part::Arguments {
        block: checker.block,
        field: side.relation.name.clone(),
        name: None,
        arguments: vec![format!("references: [{references}]")],
    };
    let mut fix = fix(db, "Write `references` beside `fields`".to_owned(), &[part])?;
    let attribute = field_called(item_of_block(db, target)?, &other.name)?.attribute("relation")?;
    let text = target.source(db).text();
    let (range, kept) = with_arguments_of(text, attribute, |argument| !argument.is_named("references"));
    fix.edits.push((Place { block: target, range }, kept));
    Some(fix)
}

fn actions(checker: &mut Checker, side: &Side, other: &RelationField, keeps: bool) {
    if !side.relation.has_actions() {
        return;
    }
    if other.has_actions() {
        let message = "Only the side that has `fields` says what happens to its rows. Remove `onDelete` and `onUpdate` from the other one.";
        let without = side.without(checker, ACTIONS).filter(|_| !keeps);
        let block = checker.block;
        let finding = checker.report(&BOTH_ACTIONS, side.action_range(), message);
        if let Some(without) = without {
            finding.fix("Remove them here", false, block, [without]);
        }
    } else if !keeps {
        let message =
            "This side does not refer to the other one. Write `onDelete` and `onUpdate` beside `fields`.";
        let fix = move_actions(checker, side, other);
        checker.report(&ACTIONS_ON_BACK, side.action_range(), message).fixes.extend(fix);
    }
}

/// The arguments that say what happens to rows.
pub(super) const ACTIONS: &[&str] = &["onDelete", "onUpdate"];

/// A repair that says on the other side what happens to its rows.
pub(super) fn move_actions(checker: &Checker, side: &Side, other: &RelationField) -> Option<Fix> {
    let written = |argument: &&Argument| checker.written(argument.range).to_owned();
    let part = Part::Arguments {
        block: side.relation.target,
        field: other.name.clone(),
        name: None,
        arguments: side.arguments(ACTIONS).iter().map(written).collect(),
    };
    let mut fix = fix(checker.db, "Move them to the other side".to_owned(), &[part])?;
    let (range, kept) = side.without(checker, ACTIONS)?;
    fix.edits.push((Place { block: checker.block, range }, kept));
    Some(fix)
}

fn unique(checker: &mut Checker, side: &Side) {
    let Some(fields) = &side.relation.fields else { return };
    let is_known = |name: &String| side.item.fields.iter().any(|field| field.name.text == *name);
    let is_unique = criteria(checker.db, checker.block).unique.contains(fields);
    if is_unique || side.item.has_bad_lines || !fields.iter().all(is_known) {
        return;
    }
    let block = checker.block;
    let range = side.argument_range("fields");
    match &fields[..] {
        [] => {}
        [single] => {
            let message = format!(
                "In a one-to-one relation no two rows refer to the same one. Add `@unique` to `{single}`."
            );
            let finding = checker.report(&NOT_UNIQUE, range, message);
            if let Some(field) = side.item.fields.iter().find(|field| field.name.text == *single) {
                finding.related(block, field.name.range, "this field");
                finding.fix("Add `@unique`", false, block, [appended(field, "@unique")]);
            }
        }
        several => {
            let message = format!(
                "In a one-to-one relation no two rows refer to the same one. Add `@@unique([{}])`.",
                several.join(", ")
            );
            let line = format!("@@unique([{}])", several.join(", "));
            let edit = checker.with_line(&line);
            let finding = checker.report(&NOT_UNIQUE, range, message);
            if let Some(edit) = edit {
                finding.fix(format!("Add `{line}`"), false, block, [edit]);
            }
        }
    }
}
