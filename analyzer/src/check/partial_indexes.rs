//! The condition of a partial index: `where: { deletedAt: null }` or `where: raw("…")`.

use super::attributes::Site;
use super::rule::rules;
use super::{Checker, FieldType, expect, shape};
use crate::item::{Call, Expression, ExpressionKind, Member};
use providers::scalar_types::Literal;

rules! {
    KIND: Error "where-kind" "A condition that is neither an object nor `raw`",
    RAW_ARGUMENT: Error "where-raw-arg" "`raw` without a string",
    RAW_EMPTY: Error "where-raw-empty" "`raw` with an empty string",
    OBJECT_EMPTY: Error "where-object-empty" "A condition without fields",
    FIELD_UNKNOWN: Error "where-field-unknown" "A condition on a field that does not exist",
    FIELD_RELATION: Error "where-field-relation" "A condition on a relation",
    FIELD_UNSUPPORTED: Error "where-field-unsupported" "A condition on a field of an unsupported type",
    ENUM_KIND: Error "where-enum-kind" "A condition on an enum that is no string",
    VALUE_KIND: Error "where-value-kind" "A condition with a value that cannot stand there",
    NESTED_KEY: Error "where-nested-key" "A condition with an operator other than `not`",
    NESTED_COUNT: Error "where-nested-count" "A condition with no operator, or with several",
    TYPE_MISMATCH: Error "where-type-mismatch" "A condition with a value that the field cannot have",
}

pub(super) fn check(checker: &mut Checker, _site: &Site, condition: &Expression) {
    match &condition.kind {
        ExpressionKind::Call(call) if call.function.text == "raw" => raw(checker, call, condition),
        ExpressionKind::Object(members) if members.is_empty() => {
            checker.report(
                &OBJECT_EMPTY,
                condition.range,
                "This condition is empty. Name a field, or remove `where`.",
            );
        }
        ExpressionKind::Object(members) => members.iter().for_each(|member| field(checker, member)),
        _ => {
            let message = "A condition is an object such as `{ active: true }`, or `raw(\"…\")` with SQL.";
            checker.report(&KIND, condition.range, message);
        }
    }
}

fn raw(checker: &mut Checker, call: &Call, condition: &Expression) {
    match call.arguments.first().and_then(|argument| argument.value.as_ref()?.as_string()) {
        None => {
            checker.report(&RAW_ARGUMENT, condition.range, "`raw` takes a condition in SQL, as a string.");
        }
        Some("") => {
            checker.report(&RAW_EMPTY, condition.range, "This condition is empty. Write one in SQL.");
        }
        Some(_) => {}
    }
}

fn field(checker: &mut Checker, member: &Member) {
    let own = shape(checker.db, checker.block);
    let name = &member.key;
    let Some(found) = own.field(&name.text) else {
        if !own.has_bad_lines {
            let message = format!("This block has no field `{}`.", name.text);
            checker.report(&FIELD_UNKNOWN, name.range, message);
        }
        return;
    };
    let Some(value) = &member.value else { return };
    match found.ty {
        FieldType::Unknown => {}
        FieldType::Model(_) => {
            let message = format!(
                "`{}` is a relation, and no column of its own. Use the scalar fields that it refers with.",
                name.text
            );
            checker.report(&FIELD_RELATION, name.range, message);
        }
        ty => operand(checker, ty, value, true),
    }
}

/// Checks what a field is compared with.
fn operand(checker: &mut Checker, ty: FieldType, value: &Expression, may_nest: bool) {
    let given = match &value.kind {
        ExpressionKind::Path(path) if path == "null" => return,
        ExpressionKind::Path(path) if path == "true" || path == "false" => Literal::Boolean,
        ExpressionKind::String(_) => Literal::String,
        ExpressionKind::Number(_) => Literal::Number,
        ExpressionKind::Object(members) if may_nest => return nested(checker, ty, members, value),
        _ => {
            let message =
                "A field is compared with a string, a number, `true`, `false`, `null`, or `{ not: … }`.";
            checker.report(&VALUE_KIND, value.range, message);
            return;
        }
    };
    match ty {
        FieldType::Unsupported => {
            let message =
                "A field of an unsupported type can only be compared with `null`. Use `raw(\"…\")`.";
            checker.report(&FIELD_UNSUPPORTED, value.range, message);
        }
        FieldType::Enum(_) if given != Literal::String => {
            checker.report(&ENUM_KIND, value.range, "Values of enums are written as strings here.");
        }
        FieldType::Scalar(scalar) if !scalar.condition_literals().contains(&given) => {
            let message = format!("A `{}` cannot be compared with {}.", scalar.name(), value.kind_in_words());
            checker.report(&TYPE_MISMATCH, value.range, message);
        }
        FieldType::Composite(_) => expect::mismatch(checker, value, "`null`"),
        _ => {}
    }
}

fn nested(checker: &mut Checker, ty: FieldType, members: &[Member], value: &Expression) {
    let [member] = members else {
        checker.report(&NESTED_COUNT, value.range, "Write exactly one `not` here: `{ not: … }`.");
        return;
    };
    if member.key.text != "not" {
        let message = format!("There is no operator `{}` here; the only one is `not`.", member.key.text);
        checker.report(&NESTED_KEY, member.key.range, message);
        return;
    }
    if let Some(inner) = &member.value {
        operand(checker, ty, inner, false);
    }
}
