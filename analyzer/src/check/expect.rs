//! What stands between the parentheses of an attribute: which parameters were given, and whether their values are of the
//! right kind. What an attribute takes is a table (`providers::attributes`); the rules here are the same for all.

use super::Checker;
use super::edits::{quoted, with_arguments_of};
use super::rule::rules;
use crate::diagnostic::Rule;
use crate::item::{Argument, Attribute, Expression, ExpressionKind};
use crate::similarity::most_similar;
use ::syntax::TextRange;
use providers::Dialect;
use providers::attributes::{self, Parameter, ValueKind};
use providers::index_methods::IndexMethod;
use providers::referential_actions::ReferentialAction;

rules! {
    VALUE_MISSING: Error "arg-value-missing" "An argument with a name and without a value",
    TRAILING_COMMA: Error "arg-trailing-comma" "A comma behind the last argument",
    DUPLICATE: Error "arg-duplicate" "An argument that is given twice",
    MULTIPLE_UNNAMED: Error "arg-multiple-unnamed" "More than one argument without a name",
    DUPLICATE_POSITIONAL: Error "arg-duplicate-positional" "An argument that is given with its name and without",
    MISSING: Error "arg-missing" "An attribute without an argument that it needs",
    UNKNOWN: Error "arg-unknown" "An argument that the attribute does not take",
    TYPE_MISMATCH: Error "value-type-mismatch" "A value of the wrong kind",
    MAP_EMPTY: Error "arg-map-empty" "An empty name for the database",
    NAME_EMPTY: Error "arg-name-empty" "An empty name for the client",
    RELATION_NAME_EMPTY: Error "relation-name-empty" "A relation whose name is empty",
    CLIENT_NAME_CHARS: Error "client-name-chars" "A name for the client with characters that it cannot have",
    SORT_INVALID: Error "sort-invalid" "A sort order that is neither `Asc` nor `Desc`",
    ACTION_INVALID: Error "relation-action-invalid" "A referential action that does not exist",
    INDEX_TYPE_UNKNOWN: Error "index-type-unknown" "An index type that does not exist",
}

/// The arguments of an attribute, by parameter.
pub(super) struct Given<'a> {
    pub(super) attribute: &'a Attribute,
    values: Vec<(&'static str, &'a Expression)>,
}

impl<'a> Given<'a> {
    /// The value given for a parameter, if it is of the right kind.
    pub(super) fn value(&self, parameter: &str) -> Option<&'a Expression> {
        self.values.iter().rfind(|(name, _)| *name == parameter).map(|(_, value)| *value)
    }

    /// The value of a string parameter.
    pub(super) fn string(&self, parameter: &str) -> Option<(&'a str, TextRange)> {
        let value = self.value(parameter)?;
        Some((value.as_string()?, value.range))
    }
}

/// Reads the arguments of an attribute. None if the attribute cannot be understood and is better left alone.
pub(super) fn read<'a>(
    checker: &mut Checker,
    attribute: &'a Attribute,
    known: &attributes::Attribute,
    sigil: &str,
) -> Option<Given<'a>> {
    if has_missing_values(checker, attribute, known) {
        return None;
    }
    trailing_commas(checker, attribute);
    let mut given = Given { attribute, values: Vec::new() };
    let mut is_complete = true;
    let positional = positional_argument(checker, attribute, known, sigil);
    for argument in &attribute.arguments {
        match &argument.name {
            None => {}
            Some(name) => match known.parameter(&name.text).filter(|found| found.is_known(checker.dialect)) {
                None => unknown_argument(checker, argument, known, sigil),
                Some(parameter) => {
                    let earlier = given.value(parameter.name).map(|value| value.range);
                    duplicate_argument(checker, argument, earlier);
                    is_complete &= keep(checker, &mut given, parameter, argument);
                }
            },
        }
    }
    if let (Some(argument), Some(parameter)) = (positional, known.positional()) {
        if let Some(named) = attribute.named(parameter.name) {
            // A relation with two names is accepted, and has none.
            if known.name != "relation" {
                let message = format!(
                    "`{}` is given already, without its name. Remove one of the two.",
                    parameter.name
                );
                let block = checker.block;
                let finding = checker.report_argument(&DUPLICATE_POSITIONAL, named, message);
                finding.related(block, argument.range, "given here without its name");
            }
            return None;
        }
        is_complete &= keep(checker, &mut given, parameter, argument);
    }
    let missing = known.positional().filter(|parameter| parameter.required);
    if let Some(parameter) = missing.filter(|parameter| attribute_lacks(attribute, parameter)) {
        let name = parameter.name;
        let message = format!("`{sigil}{}` needs the argument `{name}`.", known.name);
        let help = format!("write `{}`", example(known, sigil));
        // Without a key a model may lack what tells its rows apart.
        let finding = match known.name {
            "id" | "unique" | "schema" => checker.report(&MISSING, attribute.range, message),
            _ => checker.report_attribute(&MISSING, attribute, message),
        };
        finding.help(help);
        return None;
    }
    is_complete.then_some(given)
}

fn example(known: &attributes::Attribute, sigil: &str) -> String {
    let value = match known.positional().map(|parameter| parameter.kind) {
        Some(ValueKind::Fields { .. } | ValueKind::FieldNames | ValueKind::ReferencedFieldNames) => "[field]",
        Some(ValueKind::Default) => "value",
        _ => "\"name\"",
    };
    format!("{sigil}{}({value})", known.name)
}

fn attribute_lacks(attribute: &Attribute, parameter: &Parameter) -> bool {
    attribute.named(parameter.name).is_none()
        && attribute.arguments.iter().all(|argument| argument.name.is_some())
}

/// The argument without a name. Of several the first one counts.
fn positional_argument<'a>(
    checker: &mut Checker,
    attribute: &'a Attribute,
    known: &attributes::Attribute,
    sigil: &str,
) -> Option<&'a Argument> {
    let unnamed: Vec<_> = attribute.arguments.iter().filter(|argument| argument.name.is_none()).collect();
    let (first, others) = unnamed.split_first()?;
    let Some(parameter) = known.positional() else {
        for argument in unnamed {
            unknown_argument(checker, argument, known, sigil);
        }
        return None;
    };
    for other in others {
        let message = format!(
            "Only `{}` may be given without its name. Write `name: value` for the others.",
            parameter.name
        );
        checker.report_argument(&MULTIPLE_UNNAMED, other, message);
    }
    Some(first)
}

fn has_missing_values(checker: &mut Checker, attribute: &Attribute, known: &attributes::Attribute) -> bool {
    let mut missing = false;
    let mut in_arrays = Vec::new();
    for argument in &attribute.arguments {
        let parameter = argument.name.as_ref().and_then(|name| known.parameter(&name.text));
        missing |= report_missing(checker, argument, parameter.is_some_and(|parameter| parameter.required));
        let Some(value) = &argument.value else { continue };
        for inner in value.as_call().into_iter().flat_map(|call| &call.arguments) {
            missing |= report_missing(checker, inner, false);
            in_arrays.extend(inner.value.as_ref().into_iter().flat_map(elements_of_array));
        }
        in_arrays.extend(elements_of_array(value));
    }
    // An argument that lacks its value inside a list is reported, and the rest is checked all the same.
    for call in in_arrays.into_iter().filter_map(Expression::as_call) {
        for inner in &call.arguments {
            report_missing(checker, inner, false);
        }
    }
    missing
}

fn elements_of_array(value: &Expression) -> &[Expression] {
    match &value.kind {
        ExpressionKind::Array(elements) => elements,
        _ => &[],
    }
}

fn report_missing(checker: &mut Checker, argument: &Argument, is_needed: bool) -> bool {
    let Some(name) = argument.name.as_ref().filter(|_| argument.value.is_none()) else { return false };
    let message =
        format!("`{}` has no value. Write one behind the colon, or remove the argument.", name.text);
    if is_needed {
        checker.report(&VALUE_MISSING, name.range, message);
    } else {
        checker.report_argument_at(&VALUE_MISSING, name.range, argument, message);
    }
    true
}

fn trailing_commas(checker: &mut Checker, attribute: &Attribute) {
    let calls = attribute.arguments.iter().filter_map(|argument| argument.value.as_ref()?.as_call());
    let commas = calls.filter_map(|call| call.trailing_comma).chain(attribute.trailing_comma);
    let block = checker.block;
    for comma in commas {
        let finding =
            checker.report(&TRAILING_COMMA, comma, "A comma must be followed by one more argument.");
        finding.fix("Remove the comma", true, block, [(comma, String::new())]);
    }
}

fn duplicate_argument(checker: &mut Checker, argument: &Argument, earlier: Option<TextRange>) {
    let (Some(name), Some(earlier)) = (&argument.name, earlier) else { return };
    let block = checker.block;
    let message = format!("`{}` is given twice. Remove one of the two.", name.text);
    checker.report_argument(&DUPLICATE, argument, message).related(block, earlier, "given here first");
}

fn unknown_argument(checker: &mut Checker, argument: &Argument, known: &attributes::Attribute, sigil: &str) {
    let block = checker.block;
    let dialect = checker.dialect;
    let what = format!("{sigil}{}", known.name);
    let names: Vec<_> =
        known.parameters.iter().filter(|known| known.is_known(dialect)).map(|known| known.name).collect();
    let Some(name) = &argument.name else {
        let message = if names.is_empty() {
            format!("`{what}` takes no arguments. Remove the parentheses.")
        } else {
            format!("`{what}` takes no argument without a name. It takes: {}.", names.join(", "))
        };
        checker.report_argument(&UNKNOWN, argument, message);
        return;
    };
    let is_newer = known.parameter(&name.text).is_some();
    let message = match &names[..] {
        _ if is_newer => format!("`{what}` takes `{}` from Prisma 7 on.", name.text),
        [] => format!("`{what}` takes no arguments. Remove `{}`.", name.text),
        names => format!("`{what}` has no argument `{}`. It takes: {}.", name.text, names.join(", ")),
    };
    let near = most_similar(&name.text, names.iter().copied());
    let finding = checker.report_argument(&UNKNOWN, argument, message);
    finding.did_you_mean(block, name.range, near.map(str::to_owned));
    // What was probably meant comes first.
    finding.fixes.reverse();
}

/// Keeps an argument if its value is of the right kind. False if nothing can be said of the attribute without it.
fn keep<'a>(
    checker: &mut Checker,
    given: &mut Given<'a>,
    parameter: &'static Parameter,
    argument: &'a Argument,
) -> bool {
    let Some(value) = &argument.value else { return !parameter.required };
    let before = checker.findings.len();
    if check_value(checker, given.attribute, parameter, value) {
        given.values.push((parameter.name, value));
        return true;
    }
    let (block, without) = (checker.block, checker.without_argument(argument));
    if let Some(finding) = checker.findings.get_mut(before)
        && finding.fixes.is_empty()
        && !parameter.required
    {
        finding.fix(format!("Remove `{}`", parameter.name), false, block, [without]);
    }
    !parameter.required
}

/// Whether a value is of the kind that a parameter wants. Lists of fields, defaults and conditions have rules of their own.
fn check_value(
    checker: &mut Checker,
    attribute: &Attribute,
    parameter: &Parameter,
    value: &Expression,
) -> bool {
    match parameter.kind {
        ValueKind::String | ValueKind::DatabaseSchema => text(checker, value).is_some(),
        ValueKind::NonEmptyString => {
            let Some(text) = text(checker, value) else { return false };
            not_empty(checker, attribute, parameter, value, text)
        }
        ValueKind::ClientName => {
            let Some(text) = text(checker, value) else { return false };
            not_empty(checker, attribute, parameter, value, text) && client_name(checker, value, text)
        }
        ValueKind::Integer => integer(checker, value),
        ValueKind::Boolean => boolean(checker, value),
        ValueKind::SortOrder => {
            let names = attributes::SORT_ORDERS.map(|(name, _)| name);
            one_of(checker, value, &SORT_INVALID, "sort order", &names)
        }
        ValueKind::ReferentialAction => {
            let names = ReferentialAction::ALL.map(ReferentialAction::name);
            one_of(checker, value, &ACTION_INVALID, "referential action", &names)
        }
        ValueKind::IndexMethod => {
            let names = IndexMethod::ALL.map(IndexMethod::name);
            one_of(checker, value, &INDEX_TYPE_UNKNOWN, "index type", &names)
        }
        ValueKind::OperatorClass
        | ValueKind::FieldNames
        | ValueKind::ReferencedFieldNames
        | ValueKind::Fields { .. }
        | ValueKind::Default
        | ValueKind::Where => true,
    }
}

/// Reports a value of the wrong kind.
pub(super) fn mismatch(checker: &mut Checker, value: &Expression, wanted: &str) {
    mismatch_or(checker, value, wanted, None);
}

/// Reports a value of the wrong kind, and offers what was probably meant.
fn mismatch_or(checker: &mut Checker, value: &Expression, wanted: &str, meant: Option<String>) {
    let block = checker.block;
    let message = format!("This must be {wanted}, but it is {}.", value.kind_in_words());
    let finding = checker.report(&TYPE_MISMATCH, value.range, message);
    if let Some(meant) = meant {
        finding.fix(format!("Write `{meant}`"), false, block, [(value.range, meant)]);
    }
}

/// A name or a number as a string.
pub(super) fn as_quoted(value: &Expression) -> Option<String> {
    match &value.kind {
        ExpressionKind::Path(text) | ExpressionKind::Number(text) => Some(quoted(text)),
        _ => None,
    }
}

pub(super) fn text<'a>(checker: &mut Checker, value: &'a Expression) -> Option<&'a str> {
    let text = value.as_string();
    if text.is_none() {
        mismatch_or(checker, value, "a string", as_quoted(value));
    }
    text
}

pub(super) fn integer(checker: &mut Checker, value: &Expression) -> bool {
    let is_integer = matches!(&value.kind, ExpressionKind::Number(number) if number.parse::<i64>().is_ok());
    if !is_integer {
        let meant = value.as_string().filter(|text| text.parse::<i64>().is_ok()).map(str::to_owned);
        mismatch_or(checker, value, "a whole number", meant);
    }
    is_integer
}

pub(super) fn boolean(checker: &mut Checker, value: &Expression) -> bool {
    let is_boolean = matches!(value.as_path(), Some("true" | "false"));
    if !is_boolean {
        let meant = value.as_string().filter(|text| matches!(*text, "true" | "false")).map(str::to_owned);
        mismatch_or(checker, value, "`true` or `false`", meant);
    }
    is_boolean
}

/// Checks that a value is one of some words.
pub(super) fn one_of(
    checker: &mut Checker,
    value: &Expression,
    rule: &'static Rule,
    what: &str,
    names: &[&'static str],
) -> bool {
    let Some(path) = value.as_path() else {
        let meant = value.as_string().filter(|text| names.contains(text)).map(str::to_owned);
        mismatch_or(checker, value, &format!("one of {}", names.join(", ")), meant);
        return false;
    };
    if names.contains(&path) {
        return true;
    }
    let block = checker.block;
    let message = format!("There is no {what} `{path}`. Use one of {}.", names.join(", "));
    let near = most_similar(path, names.iter().copied());
    let finding = checker.report(rule, value.range, message);
    finding.did_you_mean(block, value.range, near.map(str::to_owned));
    // Of two words one is meant.
    for other in names.iter().filter(|other| names.len() == 2 && Some(**other) != near) {
        finding.fix(format!("Change to `{other}`"), false, block, [(value.range, (*other).to_owned())]);
    }
    false
}

fn not_empty(
    checker: &mut Checker,
    attribute: &Attribute,
    parameter: &Parameter,
    value: &Expression,
    text: &str,
) -> bool {
    if !text.is_empty() {
        return true;
    }
    let rule = match (attribute.name.text.as_str(), parameter.name) {
        ("relation", "name") => &RELATION_NAME_EMPTY,
        (_, "name") => &NAME_EMPTY,
        _ => &MAP_EMPTY,
    };
    let is_other =
        |argument: &Argument| argument.value.as_ref().is_none_or(|other| other.range != value.range);
    let without = match attribute.arguments.iter().find(|argument| !is_other(argument)) {
        Some(argument) if !parameter.required => checker.without_argument(argument),
        _ => with_arguments_of(checker.text(), attribute, |_| false),
    };
    let block = checker.block;
    let title = if parameter.required { "Remove the attribute" } else { "Remove the empty name" };
    let finding = checker.report(rule, value.range, "This name is empty. Write one, or remove the argument.");
    finding.fix(title, false, block, [without]);
    false
}

fn client_name(checker: &mut Checker, value: &Expression, text: &str) -> bool {
    let is_good = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_good {
        let message = "A name for the client has only the letters A to Z, digits and `_`. Use `map` for the name in the database.";
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let plain = text.replace(|c: char| !is_letter(c), "_");
        let block = checker.block;
        let finding = checker.report(&CLIENT_NAME_CHARS, value.range, message);
        finding.fix(format!("Change to \"{plain}\""), false, block, [(value.range, quoted(&plain))]);
    }
    is_good
}

/// The words of a dialect's number, for messages.
pub(super) fn dialect_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Prisma6 => "Prisma 6",
        Dialect::Prisma7 => "Prisma 7",
        Dialect::Prisma8 => "Prisma 8",
    }
}
