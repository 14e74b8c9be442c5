//! One-to-one relations: one side keeps the relation, with fields that are unique; the other side is optional.

use super::Checker;
use super::relations::{Side, completion};
use super::rule::rules;
use crate::item::Arity;
use crate::keys::criteria;
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
            checker.report(&BOTH_FIELDS, side.argument_range("fields"), message);
        }
        (_, (true, true)) => {
            let message =
                "Only one side keeps a relation, and here both have `references`. Keep them beside `fields`.";
            checker.report(&BOTH_REFERENCES, side.argument_range("references"), message);
        }
        _ if own.has_fields() != own.has_references() => {
            let message = "`fields` and `references` belong on one side of the relation, and here each side has one of them.";
            checker.report(&MIXED_SIDES, side.range(), message);
        }
        _ if !keeps && own.has_fields() && other.arity == Arity::Required => {
            let message = "The other side is required, so that side keeps the relation. Write `fields` and `references` there, or make it optional.";
            checker.report(&WRONG_SIDE, side.argument_range("fields"), message);
        }
        _ => {}
    }
}

fn actions(checker: &mut Checker, side: &Side, other: &RelationField, keeps: bool) {
    if !side.relation.has_actions() {
        return;
    }
    if other.has_actions() {
        let message = "Only the side that has `fields` says what happens to its rows. Remove `onDelete` and `onUpdate` from the other one.";
        checker.report(&BOTH_ACTIONS, side.action_range(), message);
    } else if !keeps {
        let message =
            "This side does not refer to the other one. Write `onDelete` and `onUpdate` beside `fields`.";
        checker.report(&ACTIONS_ON_BACK, side.action_range(), message);
    }
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
                let end = TextRange::empty(field.range.end());
                finding.fix("Add `@unique`", false, block, [(end, " @unique".to_owned())]);
            }
        }
        several => {
            let message = format!(
                "In a one-to-one relation no two rows refer to the same one. Add `@@unique([{}])`.",
                several.join(", ")
            );
            checker.report(&NOT_UNIQUE, range, message);
        }
    }
}
