//! Functions of `@default` that not every database has, or not on every field.

use super::config::settings;
use super::edits::appended;
use super::rule::rules;
use super::{Checker, FieldType, Finding, resolve};
use crate::diagnostic::Rule;
use crate::item::{Attribute, Call, Field, Item};
use crate::keys::{self, keys};
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::Capability;
use providers::capabilities::has;
use providers::{Provider, ScalarType};

rules! {
    UNSUPPORTED: Error "autoincrement-unsupported" "`autoincrement()` in a database that does not count",
    MULTIPLE: Error "autoincrement-multiple" "Several fields that count, in a database that allows one",
    NON_ID: Error "autoincrement-non-id" "A field that counts and is not the id, in a database where only the id counts",
    NON_INDEXED: Error "autoincrement-non-indexed" "A field that counts and has no index, in a database that needs one",
    INT_COCKROACH: Error "autoincrement-int-cockroach" "`autoincrement()` on an `Int`, in a database whose numbers are larger",
    AUTO: Error "default-auto-unsupported" "`auto()` in a database other than MongoDB",
}

/// A call in the `@default` of a field.
pub(super) fn default_call(field: &Field) -> Option<(&Attribute, &Call, TextRange)> {
    let attribute = field.attribute("default")?;
    let is_value = |argument: &&crate::item::Argument| argument.name.is_none() || argument.is_named("value");
    let value = attribute.arguments.iter().find(is_value)?.value.as_ref()?;
    Some((attribute, value.as_call()?, value.range))
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    let settings = settings(checker.db, checker.schema);
    if !matches!(item.kind, BlockKind::Model | BlockKind::View) || !settings.is_provider_clear() {
        return;
    }
    let provider = settings.provider;
    let mut counting = Vec::new();
    for field in &item.fields {
        let Some((_, call, range)) = default_call(field) else { continue };
        let FieldType::Scalar(scalar) = resolve(checker.db, checker.schema, field.ty.as_ref()) else {
            continue;
        };
        match call.function.text.as_str() {
            "auto" if !has(provider, Capability::DefaultAuto) => {
                let message =
                    "Only MongoDB makes ids by itself. Use `uuid()`, `cuid()` or `autoincrement()`.";
                let instead = match scalar {
                    ScalarType::String => "uuid()",
                    _ => "autoincrement()",
                };
                let block = checker.block;
                let finding = checker.report(&AUTO, range, message);
                finding.fix(format!("Write `{instead}`"), false, block, [(range, instead.to_owned())]);
            }
            "autoincrement" if matches!(scalar, ScalarType::Int | ScalarType::BigInt) => {
                counting.push((field, scalar, range))
            }
            _ => {}
        }
    }
    if item.kind == BlockKind::Model {
        check_counting(checker, item, &counting, provider);
    }
}

fn check_counting(
    checker: &mut Checker,
    item: &Item,
    counting: &[(&Field, ScalarType, TextRange)],
    provider: Option<Provider>,
) {
    let block = checker.block;
    for (at, (field, scalar, range)) in counting.iter().enumerate() {
        if !has(provider, Capability::AutoIncrement) {
            let message = "MongoDB does not count. Use `@default(auto())` for an `ObjectId`.";
            report_default(checker, &UNSUPPORTED, *range, field, message);
            continue;
        }
        if *scalar == ScalarType::Int && !has(provider, Capability::AutoIncrementOnInt) {
            let message = "CockroachDB counts in numbers of 64 bits. Use a `BigInt`, or `sequence()`.";
            let finding = checker.report(&INT_COCKROACH, *range, message);
            if let Some(ty) = field.ty.as_ref().filter(|_| field.native_type().is_none()) {
                let edit = (ty.name.range, "BigInt".to_owned());
                finding.fix("Make the field a `BigInt`", false, block, [edit]);
            }
            finding.fix("Write `sequence()`", false, block, [(*range, "sequence()".to_owned())]);
        }
        if at > 0 && !has(provider, Capability::AutoIncrementMultiple) {
            let message = "Only one field of a model can count here.";
            report_default(checker, &MULTIPLE, *range, field, message).related(
                block,
                counting[0].2,
                "the first one",
            );
            continue;
        }
        if !has(provider, Capability::AutoIncrementOnNonId) && !is_only_id(item, field) {
            let message = "Only the id can count here. Mark the field with `@id`, or set its value yourself.";
            report_default(checker, &NON_ID, *range, field, message);
        } else if !has(provider, Capability::AutoIncrementNonIndexed) && !is_indexed(item, field) {
            let message = "A field that counts must be the first of an index, or unique.";
            let finding = checker.report(&NON_INDEXED, *range, message);
            finding.fix("Add `@unique`", false, block, [appended(field, "@unique")]);
        }
    }
}

/// Reports a default that a field cannot have, and offers to remove it.
pub(super) fn report_default<'c>(
    checker: &'c mut Checker,
    rule: &'static Rule,
    range: TextRange,
    field: &Field,
    message: &str,
) -> &'c mut Finding {
    let block = checker.block;
    let without = field.attribute("default").map(|attribute| checker.without(attribute.range));
    checker.report(rule, range, message).fix("Remove `@default`", false, block, without)
}

fn is_only_id(item: &Item, field: &Field) -> bool {
    keys::id(item).is_some_and(|id| id.paths() == [field.name.text.as_str()])
}

fn is_indexed(item: &Item, field: &Field) -> bool {
    keys(item).iter().any(|key| key.parts.first().is_some_and(|part| part.path == field.name.text))
}
