//! `@default`: literals and functions, and which fields may have which.

use super::attributes::Site;
use super::config::settings;
use super::edits::quoted;
use super::expect::{self, Given};
use super::rule::rules;
use super::{Checker, FieldType, Fix, Place as PlaceInBlock, item_of_block, shape};
use crate::db::{Block, Db};
use crate::diagnostic::Rule;
use crate::item::{Argument, Arity, Call, Expression, ExpressionKind};
use crate::missing::behind;
use crate::relations::name_of;
use crate::similarity::most_similar;
use ::syntax::TextRange;
use base64::Engine;
use providers::attributes::Place;
use providers::functions::{self, ArgumentKind, Arguments, Fields, Integers, NamedArgument};
use providers::scalar_types::{Literal, ScalarType, supports_scalar_list};

rules! {
    FUNCTION_WRONG_TYPE: Error "default-function-wrong-type" "A function that gives values of another type",
    FUNCTION_UNKNOWN: Error "default-function-unknown" "A function that does not exist",
    TAKES_NO_ARGS: Error "default-function-takes-no-args" "An argument for a function that takes none",
    AUTO_ARGS: Error "default-auto-args" "An argument for `auto`, which takes none",
    INT_ARG_KIND: Error "default-int-arg-kind" "A function that takes one whole number, and got something else",
    INT_ARG_VALUE: Error "default-int-arg-value" "A function with a number that it does not take",
    DBGENERATED_ARG: Error "default-dbgenerated-arg" "`dbgenerated` with something that is not one string",
    DBGENERATED_EMPTY: Error "default-dbgenerated-empty" "`dbgenerated` with an empty string",
    AUTOINCREMENT_NAMED: Error "default-autoincrement-named" "`autoincrement` with a name in the database",
    SEQUENCE_ARG: Error "default-sequence-arg" "An argument that `sequence` does not take",
    LITERAL_WRONG_TYPE: Error "default-literal-wrong-type" "A value that a field of this type cannot have",
    LIST_ON_SCALAR: Error "default-list-on-scalar" "A list as the default of a field that is no list",
    SCALAR_ON_LIST: Error "default-scalar-on-list" "A single value as the default of a list",
    BOOL_LITERAL: Error "default-bool-literal" "A default that is neither `true` nor `false`",
    ENUM_VALUE_UNKNOWN: Error "default-enum-value-unknown" "A default that is no value of the enum",
    ENUM_KIND: Error "default-enum-kind" "A default for an enum that is not the name of a value",
    ON_UNSUPPORTED: Error "default-on-unsupported" "A default for a field of an unsupported type",
    ON_COMPOSITE: Error "default-on-composite" "A default for a field whose type is a composite type",
    COMPOSITE_FUNCTION: Error "default-composite-function" "A function that fields of composite types cannot default to",
    COMPOSITE_DBGENERATED: Error "default-composite-dbgenerated" "`dbgenerated` in a composite type",
    COMPOSITE_MAP: Error "default-composite-map" "A named default in a composite type",
    COMPOSITE_UNSUPPORTED: Error "default-composite-unsupported" "A default for an unsupported field of a composite type",
    INT_RANGE: Error "default-int-range" "A default that is no whole number of 64 bits",
    DECIMAL: Error "default-decimal" "A default that is no decimal number",
    JSON: Error "default-json" "A default that is no JSON",
    BYTES: Error "default-bytes" "A default that is not written in Base64",
    DATE_TIME: Error "default-datetime" "A default that is no time as of RFC 3339",
}

/// Checks an `@default` on a field that is no relation.
pub(super) fn check(checker: &mut Checker, site: &Site, given: &Given) {
    let (Some(field), Some(value)) = (site.field, given.value("value")) else { return };
    let arity = field.ty.as_ref().map_or(Arity::Required, |ty| ty.arity);
    let is_composite = site.place == Place::CompositeField;
    if is_composite {
        let message = "Defaults in composite types have no name in the database. Remove `map`.";
        superfluous_map(checker, &COMPOSITE_MAP, given, message);
    }
    if let Some(call) = value.as_call().filter(|call| call.function.text == "dbgenerated") {
        if is_composite {
            let message = "A composite type is no table, so the database generates nothing in it. Use a literal or another function.";
            report_default(checker, &COMPOSITE_DBGENERATED, value.range, given, message);
        } else {
            dbgenerated(checker, call);
        }
        return;
    }
    if value.as_call().is_some_and(|call| call.function.text == "autoincrement") {
        let message = "`autoincrement()` makes no constraint that could have a name. Remove `map`.";
        superfluous_map(checker, &AUTOINCREMENT_NAMED, given, message);
    }
    match site.field_type {
        FieldType::Scalar(scalar) => {
            let before = checker.findings.len();
            scalar_default(checker, site, scalar, arity, value);
            offer_removal(checker, given, before);
        }
        FieldType::Enum(block) => enum_default(checker, block, arity, value),
        FieldType::Composite(_) => {
            let message = "A field whose type is a composite type cannot have a default. Give one to the fields of that type.";
            checker.report_attribute(&ON_COMPOSITE, given.attribute, message);
        }
        FieldType::Unsupported if is_composite => {
            let message = "A field of an unsupported type cannot have a default here.";
            checker.report_attribute(&COMPOSITE_UNSUPPORTED, given.attribute, message);
        }
        FieldType::Unsupported => {
            let message = "Prisma does not know this type, so the default can only be `dbgenerated(\"…\")`, in the database's language.";
            let block = checker.block;
            let expression = match value.as_string() {
                Some(text) => format!("dbgenerated({})", quoted(&format!("'{text}'"))),
                None => format!("dbgenerated({})", quoted(checker.written(value.range))),
            };
            let finding = checker.report(&ON_UNSUPPORTED, given.attribute.range, message);
            finding.fix(format!("Write `{expression}`"), false, block, [(value.range, expression)]);
        }
        FieldType::Model(_) | FieldType::Unknown => {}
    }
}

/// Reports a default that a field cannot have at all, and offers to remove it.
fn report_default(
    checker: &mut Checker,
    rule: &'static Rule,
    range: TextRange,
    given: &Given,
    message: &str,
) {
    let (block, without) = (checker.block, checker.without(given.attribute.range));
    checker.report(rule, range, message).fix("Remove `@default`", false, block, [without]);
}

/// Reports the name of a default that has none.
fn superfluous_map(checker: &mut Checker, rule: &'static Rule, given: &Given, message: &str) {
    let range = given.string("map").map(|(_, range)| range);
    if let (Some(range), Some(argument)) = (range, given.attribute.named("map")) {
        checker.report_argument_at(rule, range, argument, message);
    }
}

/// Offers to do without a default where nothing better is known.
fn offer_removal(checker: &mut Checker, given: &Given, first: usize) {
    let (block, without) = (checker.block, checker.without(given.attribute.range));
    if let [finding] = &mut checker.findings[first..]
        && finding.fixes.is_empty()
    {
        finding.fix("Remove `@default`", false, block, [without]);
    }
}

fn scalar_default(checker: &mut Checker, site: &Site, scalar: ScalarType, arity: Arity, value: &Expression) {
    match (&value.kind, arity) {
        (ExpressionKind::Call(call), _) => function(checker, site, scalar, call, value.range),
        (ExpressionKind::Array(elements), Arity::List) => {
            for element in elements {
                if let ExpressionKind::Call(_) | ExpressionKind::Array(_) = element.kind {
                    wrong_type(checker, scalar, element);
                } else {
                    literal(checker, scalar, element);
                }
            }
        }
        (ExpressionKind::Array(elements), _) => {
            let block = checker.block;
            let single = match &elements[..] {
                [single] => Some(checker.written(single.range).to_owned()),
                _ => None,
            };
            let provider = settings(checker.db, checker.schema).provider;
            let may_be_list = supports_scalar_list(provider, scalar);
            let ty = site.field.and_then(|field| field.ty.as_ref());
            let ty = ty.filter(|ty| ty.arity == Arity::Required && may_be_list);
            let message = format!(
                "This field is no list, so its default is one value. Make the type `{}[]`, or give one value.",
                scalar.name()
            );
            let finding = checker.report(&LIST_ON_SCALAR, value.range, message);
            if let Some(single) = single {
                finding.fix(format!("Write `{single}`"), false, block, [(value.range, single)]);
            }
            if let Some(ty) = ty {
                let end = TextRange::empty(ty.range.end());
                finding.fix("Make the field a list", false, block, [(end, "[]".to_owned())]);
            }
        }
        (_, Arity::List) => {
            let block = checker.block;
            let finding = checker.report(
                &SCALAR_ON_LIST,
                value.range,
                "This field is a list, so its default is one too. Put it between `[` and `]`.",
            );
            let range = value.range;
            let brackets = [
                (TextRange::empty(range.start()), "[".to_owned()),
                (TextRange::empty(range.end()), "]".to_owned()),
            ];
            finding.fix("Put it between brackets", true, block, brackets);
        }
        _ => literal(checker, scalar, value),
    }
}

fn wrong_type(checker: &mut Checker, scalar: ScalarType, value: &Expression) {
    let block = checker.block;
    let wanted: Vec<_> = scalar
        .default_literals()
        .iter()
        .map(|literal| match literal {
            Literal::String => "a string",
            Literal::Number => "a number",
            Literal::Boolean => "`true` or `false`",
        })
        .collect();
    let message = format!(
        "The default of a `{}` is {}, but this is {}.",
        scalar.name(),
        wanted.join(" or "),
        value.kind_in_words()
    );
    let meant = rewritten(scalar, value);
    let finding = checker.report(&LITERAL_WRONG_TYPE, value.range, message);
    if let Some(meant) = meant {
        finding.fix(format!("Write `{meant}`"), false, block, [(value.range, meant)]);
    }
}

/// A literal of the wrong kind as one of the right kind.
fn rewritten(scalar: ScalarType, value: &Expression) -> Option<String> {
    let allowed = scalar.default_literals();
    match &value.kind {
        // What a string must hold for these types, a name or a number does not.
        ExpressionKind::Path(text) | ExpressionKind::Number(text) => {
            (scalar == ScalarType::String).then(|| quoted(text))
        }
        ExpressionKind::String(text) if allowed.contains(&Literal::Boolean) => {
            matches!(text.as_str(), "true" | "false").then(|| text.clone())
        }
        ExpressionKind::String(text) if matches!(scalar, ScalarType::Int | ScalarType::BigInt) => {
            text.parse::<i64>().is_ok().then(|| text.clone())
        }
        ExpressionKind::String(text) if scalar == ScalarType::Float => {
            text.parse::<f64>().is_ok_and(f64::is_finite).then(|| text.clone())
        }
        _ => None,
    }
}

/// Checks a literal, and what it says.
fn literal(checker: &mut Checker, scalar: ScalarType, value: &Expression) {
    let allowed = scalar.default_literals();
    match &value.kind {
        ExpressionKind::String(text) if allowed.contains(&Literal::String) => {
            text_of(checker, scalar, text, value.range)
        }
        ExpressionKind::Number(number) if allowed.contains(&Literal::Number) => {
            let is_whole = matches!(scalar, ScalarType::Int | ScalarType::BigInt);
            if is_whole && number.parse::<i64>().is_err() {
                let message = format!("`{number}` is no whole number of 64 bits.");
                checker.report(&INT_RANGE, value.range, message);
            }
        }
        ExpressionKind::Path(path) if allowed.contains(&Literal::Boolean) => {
            if path != "true" && path != "false" {
                let block = checker.block;
                let near = most_similar(path, ["true", "false"]);
                let finding = checker.report(
                    &BOOL_LITERAL,
                    value.range,
                    "The default of a `Boolean` is `true` or `false`.",
                );
                finding.did_you_mean(block, value.range, near.map(str::to_owned));
                for other in ["true", "false"].into_iter().filter(|other| Some(*other) != near) {
                    finding.fix(
                        format!("Change to `{other}`"),
                        false,
                        block,
                        [(value.range, other.to_owned())],
                    );
                }
            }
        }
        _ => wrong_type(checker, scalar, value),
    }
}

fn text_of(checker: &mut Checker, scalar: ScalarType, text: &str, range: TextRange) {
    let (rule, is_good, message): (&'static Rule, bool, &str) = match scalar {
        ScalarType::Decimal => (&DECIMAL, is_decimal(text), "This is no decimal number, such as \"12.50\"."),
        ScalarType::Json => {
            let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
            (&JSON, is_json, "This is no JSON. In a string, write `\\\"` for a quote: \"{\\\"a\\\": 1}\".")
        }
        ScalarType::Bytes => {
            let is_base64 = base64::engine::general_purpose::STANDARD.decode(text).is_ok();
            (
                &BYTES,
                is_base64,
                "The default of `Bytes` is written in Base64, with padding, such as \"YQ==\".",
            )
        }
        ScalarType::DateTime => {
            let is_time = chrono::DateTime::parse_from_rfc3339(text).is_ok();
            (&DATE_TIME, is_time, "This is no time as of RFC 3339, such as \"2024-05-01T12:00:00Z\".")
        }
        _ => return,
    };
    if !is_good {
        let (block, meant) = (checker.block, readable(scalar, text));
        let finding = checker.report(rule, range, message);
        if let Some(meant) = meant {
            let meant = quoted(&meant);
            finding.fix(format!("Write `{meant}`"), false, block, [(range, meant)]);
        }
    }
}

/// What a text was probably meant to be that is no value of a type.
fn readable(scalar: ScalarType, text: &str) -> Option<String> {
    match scalar {
        ScalarType::Decimal => Some(text.trim().replace(',', ".")).filter(|text| is_decimal(text)),
        ScalarType::Json => serde_json::to_string(text).ok(),
        ScalarType::Bytes => Some(base64::engine::general_purpose::STANDARD.encode(text)),
        ScalarType::DateTime => {
            let text = text.trim().replacen(' ', "T", 1);
            let whole = if text.contains('T') { format!("{text}Z") } else { format!("{text}T00:00:00Z") };
            chrono::DateTime::parse_from_rfc3339(&whole).is_ok().then_some(whole)
        }
        _ => None,
    }
}

/// `[+-]? digits [. digits] [e [+-] digits]`, where digits may have `_` between them.
fn is_decimal(text: &str) -> bool {
    let (number, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let number = number.strip_prefix(['+', '-']).unwrap_or(number);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let has_digit = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    let exponent_is_good = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        is_digits(digits) && has_digit(digits)
    });
    is_digits(whole) && is_digits(fraction) && (has_digit(whole) || has_digit(fraction)) && exponent_is_good
}

fn enum_default(checker: &mut Checker, block: Block, arity: Arity, value: &Expression) {
    let values = match (&value.kind, arity) {
        (ExpressionKind::Array(elements), Arity::List) => &elements[..],
        (ExpressionKind::Array(_), _) | (_, Arity::List) => {
            let what = if arity == Arity::List { "a list of values" } else { "one value" };
            let meant = match (&value.kind, value.elements()) {
                (ExpressionKind::Array(_), [single]) => Some(checker.written(single.range).to_owned()),
                (ExpressionKind::Path(path), _) => Some(format!("[{path}]")),
                _ => None,
            };
            let block = checker.block;
            let message = format!("The default of this field is {what} of the enum.");
            let finding = checker.report(&ENUM_KIND, value.range, message);
            if let Some(meant) = meant {
                finding.fix(format!("Write `{meant}`"), false, block, [(value.range, meant)]);
            }
            return;
        }
        _ => std::slice::from_ref(value),
    };
    for value in values {
        enum_value(checker, block, value);
    }
}

fn enum_value(checker: &mut Checker, enum_block: Block, value: &Expression) {
    let db = checker.db;
    let block = checker.block;
    let shape = shape(checker.db, enum_block);
    let name = name_of(checker.db, enum_block);
    let Some(path) = value.as_path() else {
        let message = format!(
            "The default of an enum is the name of one of its values, but this is {}.",
            value.kind_in_words()
        );
        let word = value
            .as_string()
            .filter(|word| shape.values.iter().any(|known| known == word))
            .map(str::to_owned);
        let finding = checker.report(&ENUM_KIND, value.range, message);
        if let Some(word) = word {
            finding.fix(format!("Write `{word}` without quotes"), true, block, [(value.range, word)]);
        }
        return;
    };
    if shape.has_bad_lines || shape.values.iter().any(|known| known == path) {
        return;
    }
    let near = most_similar(path, shape.values.iter().map(String::as_str));
    let message =
        format!("The enum `{name}` has no value `{path}`. Add it to the enum, or choose another one.");
    let finding = checker.report(&ENUM_VALUE_UNKNOWN, value.range, message);
    finding.did_you_mean(block, value.range, near.map(str::to_owned));
    finding.fixes.extend(add_value(db, enum_block, path));
    let others = shape.values.iter().filter(|other| Some(other.as_str()) != near).take(MOST_OFFERED);
    for other in others {
        finding.fix(format!("Change to `{other}`"), false, block, [(value.range, other.clone())]);
    }
}

/// So many values of an enum are offered instead of one that does not exist.
const MOST_OFFERED: usize = 5;

/// A repair that adds a value to an enum.
fn add_value(db: &dyn Db, block: Block, value: &str) -> Option<Fix> {
    let last = item_of_block(db, block)?.values.last()?;
    let (at, text) = behind(block.source(db).text(), last.range, value)?;
    let title = format!("Add `{value}` to `{}`", name_of(db, block));
    let edits = vec![(PlaceInBlock { block, range: TextRange::empty(at) }, text)];
    Some(Fix { title, is_safe: false, edits })
}

fn function(checker: &mut Checker, site: &Site, scalar: ScalarType, call: &Call, range: TextRange) {
    let name = &call.function;
    let provider = settings(checker.db, checker.schema).provider;
    let is_composite = site.place == Place::CompositeField;
    let Some(known) = functions::find(&name.text).filter(|known| known.is_known(provider)) else {
        let block = checker.block;
        let near = most_similar(&name.text, functions::available(provider).map(|known| known.name));
        let message = format!("There is no function `{}()` for defaults.", name.text);
        let finding = checker.report(&FUNCTION_UNKNOWN, name.range, message);
        finding.did_you_mean(block, name.range, near.map(str::to_owned));
        return;
    };
    if is_composite && !known.in_composite_types {
        let rule = if known.name == "nanoid" { &FUNCTION_WRONG_TYPE } else { &COMPOSITE_FUNCTION };
        let message = format!("`{}()` cannot be used in composite types.", known.name);
        checker.report(rule, range, message);
        return;
    }
    if !known.fields.include(scalar) {
        let fits = match known.fields {
            Fields::Of(scalars) => {
                scalars.iter().map(|scalar| format!("`{}`", scalar.name())).collect::<Vec<_>>().join(" and ")
            }
            Fields::OfAnyScalar | Fields::Any => String::new(),
        };
        let message =
            format!("`{}()` is for fields of type {fits}, but this one is `{}`.", known.name, scalar.name());
        let block = checker.block;
        let ty = site.field.filter(|field| field.native_type().is_none()).and_then(|field| field.ty.as_ref());
        let fitting = match known.fields {
            Fields::Of(&[fitting, ..]) => Some(fitting.name()),
            _ => None,
        };
        let finding = checker.report(&FUNCTION_WRONG_TYPE, range, message);
        if let (Some(ty), Some(fitting)) = (ty, fitting) {
            let edit = (ty.name.range, fitting.to_owned());
            finding.fix(format!("Make the field a `{fitting}`"), false, block, [edit]);
        }
        return;
    }
    match known.arguments {
        Arguments::None => takes_none(checker, known.name, call),
        Arguments::OptionalInteger(_, integers) => optional_integer(checker, known.name, integers, call),
        Arguments::OptionalString(_) => dbgenerated(checker, call),
        Arguments::Named(parameters) => named_arguments(checker, parameters, call),
    }
}

/// The text between the parentheses of a call.
fn arguments_range(call: &Call) -> Option<TextRange> {
    Some(TextRange::new(call.arguments.first()?.range.start(), call.arguments.last()?.range.end()))
}

fn takes_none(checker: &mut Checker, name: &str, call: &Call) {
    let Some(range) = arguments_range(call) else { return };
    let block = checker.block;
    let rule = if name == "auto" { &AUTO_ARGS } else { &TAKES_NO_ARGS };
    let finding = checker.report(
        rule,
        range,
        format!("`{name}()` takes no arguments. Remove what is between the parentheses."),
    );
    finding.fix("Remove the arguments", false, block, [(range, String::new())]);
}

/// The integer that is nearest to a number, of those that a function takes.
fn nearest(integers: Integers, number: i64) -> Option<i64> {
    match integers {
        Integers::OneOf(all) => all.iter().copied().min_by_key(|known| known.abs_diff(number)),
        Integers::Between(first, last) => Some(number.clamp(first, last)),
    }
}

fn optional_integer(checker: &mut Checker, name: &str, integers: Integers, call: &Call) {
    let Some(range) = arguments_range(call) else { return };
    let wanted = match integers {
        Integers::OneOf(numbers) => {
            numbers.iter().map(|number| format!("`{name}({number})`")).collect::<Vec<_>>().join(" or ")
        }
        Integers::Between(first, last) => format!("`{name}({first})` to `{name}({last})`"),
    };
    let number = match &call.arguments[..] {
        [argument] => argument.value.as_ref(),
        _ => None,
    };
    match number.map(|value| &value.kind) {
        Some(ExpressionKind::Number(number)) => {
            if !number.parse().is_ok_and(|number| integers.include(number)) {
                let message = format!("`{name}()` does not take {number}. Write `{name}()` or {wanted}.");
                let block = checker.block;
                let near = number.parse().ok().and_then(|number| nearest(integers, number));
                let finding = checker.report(&INT_ARG_VALUE, range, message);
                if let Some(near) = near {
                    finding.fix(format!("Write `{name}({near})`"), false, block, [(range, near.to_string())]);
                }
                finding.fix(format!("Write `{name}()`"), false, block, [(range, String::new())]);
            }
        }
        _ => {
            let message =
                format!("`{name}()` takes one whole number or nothing. Write `{name}()` or {wanted}.");
            let block = checker.block;
            let finding = checker.report(&INT_ARG_KIND, range, message);
            finding.fix(format!("Write `{name}()`"), false, block, [(range, String::new())]);
        }
    }
}

fn dbgenerated(checker: &mut Checker, call: &Call) {
    match &call.arguments[..] {
        [] => {}
        [Argument { value: Some(value), .. }] if value.as_string().is_some() => {
            if value.as_string() == Some("") {
                let message = "This expression is empty. Write one in SQL, or write `dbgenerated()` if it is not to be changed.";
                let block = checker.block;
                let finding = checker.report(&DBGENERATED_EMPTY, value.range, message);
                finding.fix("Write `dbgenerated()`", false, block, [(value.range, String::new())]);
            }
        }
        _ => {
            let range = arguments_range(call).unwrap_or(call.function.range);
            let block = checker.block;
            // Commas between what was not meant to be arguments are a part of the expression.
            let written: Vec<_> =
                call.arguments.iter().map(|argument| checker.written(argument.range)).collect();
            let all = quoted(&written.join(", "));
            let message = "`dbgenerated` takes one string: an expression in the language of the database.";
            let finding = checker.report(&DBGENERATED_ARG, range, message);
            finding.fix(format!("Write `dbgenerated({all})`"), false, block, [(range, all)]);
        }
    }
}

fn named_arguments(checker: &mut Checker, parameters: &[NamedArgument], call: &Call) {
    for argument in &call.arguments {
        let known =
            argument.name.as_ref().and_then(|name| parameters.iter().find(|known| known.name == name.text));
        match (known, &argument.value) {
            (Some(known), Some(value)) => {
                match known.kind {
                    ArgumentKind::Boolean => expect::boolean(checker, value),
                    ArgumentKind::Integer => expect::integer(checker, value),
                };
            }
            (Some(_), None) => {}
            (None, _) => {
                let names: Vec<_> = parameters.iter().map(|known| known.name).collect();
                let message =
                    format!("`sequence` takes these arguments, each with its name: {}.", names.join(", "));
                let block = checker.block;
                let name = argument.name.as_ref();
                let near = name.and_then(|name| most_similar(&name.text, names.iter().copied()));
                let title = format!("Remove `{}`", checker.written(argument.range));
                let without = match &call.arguments[..] {
                    // The parentheses stay.
                    [_] => (argument.range, String::new()),
                    _ => checker.without_argument(argument),
                };
                let finding = checker.report(&SEQUENCE_ARG, argument.range, message);
                finding.fix(title, false, block, [without]);
                if let Some(name) = name {
                    finding.did_you_mean(block, name.range, near.map(str::to_owned));
                }
                // What was probably meant comes first.
                finding.fixes.reverse();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_decimal;

    #[test]
    fn decimals() {
        for good in ["1", "+1.5", "-0", ".5", "5.", "1_000", "1e5", "1.5E-3"] {
            assert!(is_decimal(good), "{good}");
        }
        for bad in ["", " 1", "NaN", "Infinity", "0x1", "1,5", ".", "1e", "e1", "--1", "1.2.3"] {
            assert!(!is_decimal(bad), "{bad}");
        }
    }
}
