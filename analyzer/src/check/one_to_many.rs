//! One-to-many relations: the side that is no list keeps the relation.

use super::Checker;
use super::one_to_one::move_actions;
use super::relations::{Side, completion};
use super::rule::rules;
use crate::relations::RelationField;

rules! {
    NO_FIELDS: Error "relation-1-n-no-fields" "A one-to-many relation that does not say which fields it refers with",
    NO_REFERENCES: Error "relation-1-n-no-references" "A one-to-many relation that does not say which fields it refers to",
    FIELDS_ON_LIST: Error "relation-1-n-fields-on-list" "A list in a one-to-many relation that says which fields it refers with or to",
    ACTIONS_ON_LIST: Error "relation-1-n-actions-on-list" "A list in a one-to-many relation with referential actions",
}

/// Checks one side of a one-to-many relation: the one that keeps it, or the list.
pub(super) fn check(checker: &mut Checker, side: &Side, other: &RelationField, keeps: bool) {
    if keeps {
        keeping(checker, side);
    } else {
        list(checker, side, other);
    }
}

fn keeping(checker: &mut Checker, side: &Side) {
    let message = "This side keeps the relation, so it says which fields it refers with and to: `@relation(fields: [userId], \
                   references: [id])`.";
    let fix = completion(checker, side);
    if !side.relation.has_fields() {
        checker.report(&NO_FIELDS, side.range(), message).fixes.extend(fix);
    } else if !side.relation.has_references() {
        checker.report(&NO_REFERENCES, side.range(), message).fixes.extend(fix);
    }
}

fn list(checker: &mut Checker, side: &Side, other: &RelationField) {
    if side.relation.has_fields() || side.relation.has_references() {
        let name = if side.relation.has_fields() { "fields" } else { "references" };
        let message = "The other side keeps this relation. Remove `fields` and `references` from the list.";
        let without = side.without(checker, &["fields", "references"]);
        let block = checker.block;
        let finding = checker.report(&FIELDS_ON_LIST, side.argument_range(name), message);
        finding.fix("Remove `fields` and `references`", false, block, without);
    }
    if side.relation.has_actions() {
        let message = "What happens to the rows of the other side is said there. Move `onDelete` and `onUpdate` beside `fields`.";
        let fix = move_actions(checker, side, other).filter(|_| !other.has_actions());
        checker.report(&ACTIONS_ON_LIST, side.action_range(), message).fixes.extend(fix);
    }
}
