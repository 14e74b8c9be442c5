//! `env("NAME")`: values that are read from the environment.

use super::Checker;
use super::edits::quoted;
use super::expect::mismatch;
use super::rule::rules;
use crate::item::{Argument, Call, Expression, ExpressionKind};
use ::syntax::TextRange;

rules! {
    ARGS: Error "env-args" "`env` with something else than one argument",
    ARG_EMPTY: Error "env-arg-empty" "`env` with the name of an argument, and no value",
    ARG_NAMED: Warning "env-arg-named" "`env` with a name before the variable",
}

/// The variable that a URL usually is in.
const USUAL_VARIABLE: &str = "DATABASE_URL";

/// The call, if a value is `env(…)`.
pub(super) fn env_call(value: &Expression) -> Option<&Call> {
    value.as_call().filter(|call| call.function.text == "env")
}

/// Checks a call of `env`.
pub(super) fn check(checker: &mut Checker, call: &Call, range: TextRange) {
    let block = checker.block;
    let message = "`env` takes the name of one variable, such as `env(\"DATABASE_URL\")`.";
    match (&call.arguments[..], call.trailing_comma) {
        ([argument], None) => argument_of_env(checker, argument, range),
        ([_], Some(comma)) => {
            let finding = checker.report(&ARGS, range, message);
            finding.fix("Remove the comma", true, block, [(comma, String::new())]);
        }
        (arguments, _) => {
            let first = arguments.iter().find_map(|argument| argument.value.as_ref()?.as_string());
            let meant = format!("env({})", quoted(first.unwrap_or(USUAL_VARIABLE)));
            let finding = checker.report(&ARGS, range, message);
            finding.fix(format!("Write `{meant}`"), false, block, [(range, meant)]);
        }
    }
}

fn argument_of_env(checker: &mut Checker, argument: &Argument, range: TextRange) {
    let block = checker.block;
    match (&argument.name, &argument.value) {
        (Some(_), None) => {
            let message =
                "The variable is missing. Write its name as a string, such as `env(\"DATABASE_URL\")`.";
            let meant = format!("env({})", quoted(USUAL_VARIABLE));
            let finding = checker.report(&ARG_EMPTY, range, message);
            finding.fix(format!("Write `{meant}`"), false, block, [(range, meant)]);
        }
        (_, Some(value)) if value.as_string().is_none() => mismatch(checker, value, "a string"),
        (Some(_), Some(value)) => {
            let name = TextRange::new(argument.range.start(), value.range.start());
            let message = "`env` takes the variable without a name before it.";
            let finding = checker.report(&ARG_NAMED, argument.range, message);
            finding.fix("Remove the name", true, block, [(name, String::new())]);
        }
        (None, _) => {}
    }
}

/// Checks every `env(…)` in a value that may be anything.
pub(super) fn check_all(checker: &mut Checker, value: &Expression) {
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match &value.kind {
            ExpressionKind::Array(elements) => rest.extend(elements),
            _ => {
                if let Some(call) = env_call(value) {
                    check(checker, call, value.range);
                }
            }
        }
    }
}
