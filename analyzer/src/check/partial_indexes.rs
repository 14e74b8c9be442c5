//! The condition of a partial index: `where: { deletedAt: null }` or `where: raw("…")`.

use super::attributes::Site;
use super::edits::{field_called, quoted};
use super::rule::rules;
use super::{Checker, FieldType, expect, shape};
use crate::diagnostic::Rule;
use crate::item::{Attribute, Call, Expression, ExpressionKind, Field, Member};
use crate::similarity::most_similar;
use ::syntax::TextRange;
use providers::scalar_types::{Literal, ScalarType};

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

pub(super) fn check(checker: &mut Checker, site: &Site, attribute: &Attribute, condition: &Expression) {
    let before = checker.findings.len();
    check_condition(checker, site, condition);
    // Where nothing better is known, the index can do without a condition.
    let (block, without) = (checker.block, attribute.named("where").map(|it| checker.without_argument(it)));
    if let [finding] = &mut checker.findings[before..]
        && finding.fixes.is_empty()
    {
        finding.fix("Remove `where`", false, block, without);
    }
}

fn check_condition(checker: &mut Checker, site: &Site, condition: &Expression) {
    match &condition.kind {
        ExpressionKind::Call(call) if call.function.text == "raw" => raw(checker, call, condition),
        ExpressionKind::Object(members) if members.is_empty() => {
            checker.report(
                &OBJECT_EMPTY,
                condition.range,
                "This condition is empty. Name a field, or remove `where`.",
            );
        }
        ExpressionKind::Object(members) => members.iter().for_each(|member| field(checker, site, member)),
        _ => {
            let message = "A condition is an object such as `{ active: true }`, or `raw(\"…\")` with SQL.";
            let raw = condition.as_string().map(|text| format!("raw({})", quoted(text)));
            report_or(checker, &KIND, condition.range, message, raw);
        }
    }
}

fn raw(checker: &mut Checker, call: &Call, condition: &Expression) {
    match call.arguments.first().and_then(|argument| argument.value.as_ref()?.as_string()) {
        None => {
            let written: Vec<_> =
                call.arguments.iter().map(|argument| checker.written(argument.range)).collect();
            let raw = (!written.is_empty()).then(|| format!("raw({})", quoted(&written.join(", "))));
            let message = "`raw` takes a condition in SQL, as a string.";
            report_or(checker, &RAW_ARGUMENT, condition.range, message, raw);
        }
        Some("") => {
            checker.report(&RAW_EMPTY, condition.range, "This condition is empty. Write one in SQL.");
        }
        Some(_) => {}
    }
}

/// Reports a mistake, and offers what was probably meant.
fn report_or(
    checker: &mut Checker,
    rule: &'static Rule,
    range: TextRange,
    message: &str,
    meant: Option<String>,
) {
    let block = checker.block;
    let finding = checker.report(rule, range, message);
    if let Some(meant) = meant {
        finding.fix(format!("Write `{meant}`"), false, block, [(range, meant)]);
    }
}

fn field(checker: &mut Checker, site: &Site, member: &Member) {
    let own = shape(checker.db, checker.block);
    let name = &member.key;
    let Some(found) = own.field(&name.text) else {
        if !own.has_bad_lines {
            let message = format!("This block has no field `{}`.", name.text);
            let block = checker.block;
            let near = most_similar(&name.text, own.fields.iter().map(|field| field.name.as_str()));
            let finding = checker.report(&FIELD_UNKNOWN, name.range, message);
            finding.did_you_mean(block, name.range, near.map(str::to_owned));
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
            let key = field_called(site.item, &name.text).and_then(foreign_key);
            report_or(checker, &FIELD_RELATION, name.range, &message, key);
        }
        ty => operand(checker, ty, value, true),
    }
}

/// The only field that a relation refers with.
fn foreign_key(field: &Field) -> Option<String> {
    match field.attribute("relation")?.named("fields")?.value.as_ref()?.elements() {
        [single] => single.as_path().map(str::to_owned),
        _ => None,
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
            let text = matches!(ty, FieldType::Scalar(ScalarType::String) | FieldType::Enum(_));
            let meant = value.as_path().filter(|_| text).map(quoted);
            report_or(checker, &VALUE_KIND, value.range, message, meant);
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
            let message = "Values of enums are written as strings here.";
            report_or(checker, &ENUM_KIND, value.range, message, expect::as_quoted(value));
        }
        FieldType::Scalar(scalar) if !scalar.condition_literals().contains(&given) => {
            let message = format!("A `{}` cannot be compared with {}.", scalar.name(), value.kind_in_words());
            let fits = |literal| scalar.condition_literals().contains(&literal);
            let meant = match value.as_string() {
                None => expect::as_quoted(value).filter(|_| scalar == ScalarType::String),
                Some(text @ ("true" | "false")) if fits(Literal::Boolean) => Some(text.to_owned()),
                Some(text) if fits(Literal::Number) && text.parse::<i64>().is_ok() => Some(text.to_owned()),
                _ => None,
            };
            report_or(checker, &TYPE_MISMATCH, value.range, &message, meant);
        }
        FieldType::Composite(_) => expect::mismatch(checker, value, "`null`"),
        _ => {}
    }
}

/// What people write for the comparison that needs no operator.
const EQUALS: [&str; 3] = ["equals", "eq", "is"];

fn nested(checker: &mut Checker, ty: FieldType, members: &[Member], value: &Expression) {
    let (db, block) = (checker.db, checker.block);
    let [member] = members else {
        checker.report(&NESTED_COUNT, value.range, "Write exactly one `not` here: `{ not: … }`.");
        return;
    };
    if member.key.text != "not" {
        let message = format!("There is no operator `{}` here; the only one is `not`.", member.key.text);
        let finding = checker.report(&NESTED_KEY, member.key.range, message);
        let equal = member.value.as_ref().filter(|_| EQUALS.contains(&member.key.text.as_str()));
        match equal {
            Some(equal) => {
                let inner = block.source(db).text()[std::ops::Range::<usize>::from(equal.range)].to_owned();
                finding.fix(format!("Write `{inner}`"), false, block, [(value.range, inner)]);
            }
            None => finding.did_you_mean(block, member.key.range, Some("not".to_owned())),
        }
        return;
    }
    if let Some(inner) = &member.value {
        operand(checker, ty, inner, false);
    }
}
