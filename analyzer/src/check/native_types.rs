//! Native types: `@db.VarChar(191)`.

use super::config::settings;
use super::rule::rules;
use super::{Checker, FieldType, item_of_block, resolve};
use crate::db::{Block, Db, Run, Schema};
use crate::item::{Argument, Arity, Attribute, ExpressionKind, Field, Item};
use crate::similarity::most_similar;
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::native_types::{self, NativeType};
use providers::{Provider, ScalarType};

rules! {
    PREFIX: Error "native-type-prefix" "A native type that does not begin with the name of the datasource",
    UNKNOWN: Error "native-type-unknown" "A native type that the database does not have",
    ARGUMENT_COUNT: Error "native-type-arg-count" "A native type with too few or too many arguments",
    OPTIONAL_ARGUMENT_COUNT: Error "native-type-optional-arg-count" "A native type with more arguments than it can have",
    INCOMPATIBLE: Error "native-type-incompatible" "A native type that cannot hold values of the field",
    ARGUMENT_KIND: Error "native-type-arg-kind" "A native type with an argument that it cannot have",
    SCALE: Error "native-type-scale" "A decimal with more digits behind the point than it has digits",
    RANGE: Error "native-type-range" "A native type with a number that is too small or too large",
    UNSUPPORTED_IS_NATIVE: Error "type-unsupported-is-native" "An unsupported type that Prisma does support",
    DATASOURCE_MISSING: Error "datasource-missing" "A schema that needs a datasource and has none",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    if !matches!(item.kind, BlockKind::Model | BlockKind::View | BlockKind::CompositeType) {
        return;
    }
    let settings = settings(checker.db, checker.schema);
    let Some(provider) = settings.provider else { return };
    for field in &item.fields {
        match resolve(checker.db, checker.schema, field.ty.as_ref()) {
            FieldType::Scalar(scalar) => {
                if let Some(attribute) = native_attribute(field) {
                    prefix(checker, attribute, settings.datasource_name.as_deref().unwrap_or_default());
                    let before = checker.findings.len();
                    check_type(checker, attribute, scalar, provider);
                    offer_others(checker, field, attribute, provider, before);
                }
            }
            FieldType::Unsupported if item.kind != BlockKind::CompositeType => {
                unsupported(checker, field, provider)
            }
            _ => {}
        }
    }
}

/// The native type of a field. Of several the first one counts; the others were reported.
fn native_attribute(field: &Field) -> Option<&Attribute> {
    field.attributes.iter().find(|attribute| attribute.native_type().is_some())
}

/// The native types of a block, each an attribute.
fn native_attributes(item: &Item) -> impl Iterator<Item = &Attribute> {
    let has_fields = matches!(item.kind, BlockKind::Model | BlockKind::View | BlockKind::CompositeType);
    item.fields.iter().filter(move |_| has_fields).filter_map(native_attribute)
}

#[salsa::tracked(returns(copy))]
fn has_native_types(db: &dyn Db, block: Block) -> bool {
    item_of_block(db, block).is_some_and(|item| native_attributes(item).next().is_some())
}

#[salsa::tracked(returns(ref))]
fn native_types_of_run(db: &dyn Db, run: Run) -> Vec<Block> {
    run.blocks(db).iter().copied().filter(|block| has_native_types(db, *block)).collect()
}

/// The blocks with native types, in a schema without a datasource.
#[salsa::tracked(returns(ref))]
pub(super) fn without_datasource(db: &dyn Db, schema: Schema) -> Vec<Block> {
    if settings(db, schema).has_datasource {
        return Vec::new();
    }
    schema.runs(db).iter().flat_map(|run| native_types_of_run(db, *run)).copied().collect()
}

/// Says once that there is no database that could have native types, at the first of them.
pub(super) fn check_without_datasource(checker: &mut Checker, blocks: &[Block]) {
    let db = checker.db;
    let items = blocks.iter().filter_map(|block| Some((*block, item_of_block(db, *block)?)));
    let mut places =
        items.flat_map(|(block, item)| native_attributes(item).map(move |native| (block, native.range)));
    let Some((_, first)) = places.next() else { return };
    let message = "This schema has no datasource, so it is not known which native types there are. Add a datasource, or check \
                   this file together with the one that has it.";
    let finding = checker.report(&DATASOURCE_MISSING, first, message);
    for (block, range) in places {
        finding.shows_at(block, range, "a native type too");
    }
}

fn prefix(checker: &mut Checker, attribute: &Attribute, datasource: &str) {
    let Some((prefix, _)) = attribute.native_type().filter(|(prefix, _)| *prefix != datasource) else {
        return;
    };
    let block = checker.block;
    let message = format!(
        "Native types begin with the name of the datasource, `@{datasource}.`, not with `@{prefix}.`."
    );
    let start = attribute.name.range.start();
    let length = ::syntax::TextSize::of(prefix);
    let finding = checker.report(&PREFIX, TextRange::at(start, length), message);
    finding.did_you_mean(block, TextRange::at(start, length), Some(datasource.to_owned()));
}

fn check_type(checker: &mut Checker, attribute: &Attribute, scalar: ScalarType, provider: Provider) {
    let Some((_, name)) = attribute.native_type() else { return };
    let Some(native) = native_types::find(Some(provider), name) else {
        return unknown(checker, attribute, name, scalar, provider);
    };
    let (required, optional) = (native.required_arguments(), native.optional_arguments());
    let given = attribute.arguments.len();
    if given < required || (optional == 0 && given > required) {
        let message = match required {
            0 => format!("`{name}` takes no arguments. Remove the parentheses."),
            1 => format!("`{name}` takes one argument, such as `{name}(10)`."),
            _ => format!("`{name}` takes {required} arguments."),
        };
        let edit = first_arguments(checker, attribute, required);
        let block = checker.block;
        let finding = checker.report(&ARGUMENT_COUNT, attribute.range, message);
        if given > required {
            finding.fix("Remove what is too much", false, block, [edit]);
        }
    } else if given > required + optional {
        let message = match required + optional {
            1 => format!("`{name}` takes at most one argument."),
            most => format!("`{name}` takes at most {most} arguments."),
        };
        let edit = first_arguments(checker, attribute, required + optional);
        let block = checker.block;
        let finding = checker.report(&OPTIONAL_ARGUMENT_COUNT, attribute.range, message);
        finding.fix("Remove what is too much", false, block, [edit]);
    } else if !native.holds(scalar) {
        incompatible(checker, attribute, native, scalar, provider);
    } else {
        check_arguments(checker, attribute, native, scalar);
    }
}

/// The edit that leaves only the first arguments.
fn first_arguments(checker: &Checker, attribute: &Attribute, count: usize) -> (TextRange, String) {
    let kept: Vec<_> =
        attribute.arguments.iter().take(count).map(|argument| checker.written(argument.range)).collect();
    let range = TextRange::new(attribute.name.range.end(), attribute.range.end());
    (range, if kept.is_empty() { String::new() } else { format!("({})", kept.join(", ")) })
}

/// Offers to do without a native type that cannot be, and for one that is of another type to change the type of the field.
fn offer_others(
    checker: &mut Checker,
    field: &Field,
    attribute: &Attribute,
    provider: Provider,
    first: usize,
) {
    let block = checker.block;
    let without = checker.without(attribute.range);
    let native = attribute.native_type().and_then(|(_, name)| native_types::find(Some(provider), name));
    let Some(finding) = checker.findings.get_mut(first) else { return };
    let is_free = field.attribute("default").is_none() && field.attribute("updatedAt").is_none();
    if let (true, Some(ty), Some(scalar)) = (
        finding.rule.code == INCOMPATIBLE.code && is_free,
        &field.ty,
        native.and_then(|native| native.scalars.first()),
    ) {
        let edit = (ty.name.range, scalar.name().to_owned());
        finding.fix(format!("Make the field a `{}`", scalar.name()), false, block, [edit]);
    }
    finding.fix(format!("Remove `@{}`", attribute.name.text), false, block, [without]);
}

fn unknown(checker: &mut Checker, attribute: &Attribute, name: &str, scalar: ScalarType, provider: Provider) {
    let block = checker.block;
    let names: Vec<_> =
        native_types::native_types_for(Some(provider), scalar).map(|native| native.name).collect();
    let message = if native_types::native_types(Some(provider)).is_empty() {
        format!("{} has no native types. Remove `@{}`.", provider.display_name(), attribute.name.text)
    } else {
        format!(
            "{} has no native type `{name}`. For a `{}` there are: {}.",
            provider.display_name(),
            scalar.name(),
            names.join(", ")
        )
    };
    let near = most_similar(name, names.iter().copied());
    let end = attribute.name.range.end();
    let range = TextRange::new(end - ::syntax::TextSize::of(name), end);
    // A name that is missing altogether has no place of its own.
    let range = if range.is_empty() { attribute.range } else { range };
    let finding = checker.report(&UNKNOWN, range, message);
    finding.did_you_mean(block, range, near.map(str::to_owned));
}

fn incompatible(
    checker: &mut Checker,
    attribute: &Attribute,
    native: &NativeType,
    scalar: ScalarType,
    provider: Provider,
) {
    let types: Vec<_> = native.scalars.iter().map(|scalar| format!("`{}`", scalar.name())).collect();
    let others: Vec<_> =
        native_types::native_types_for(Some(provider), scalar).map(|native| native.name).collect();
    let message = format!(
        "`{}` holds values of {}, but the type of this field is `{}`. Change the one or the other.",
        native.name,
        types.join(" or "),
        scalar.name()
    );
    let finding = checker.report(&INCOMPATIBLE, attribute.range, message);
    if !others.is_empty() {
        finding.help(format!("for `{}` there are: {}", scalar.name(), others.join(", ")));
    }
}

/// Checks the arguments of a native type, whose number is right.
fn check_arguments(checker: &mut Checker, attribute: &Attribute, native: &NativeType, scalar: ScalarType) {
    let given = &attribute.arguments;
    if given.is_empty() {
        return;
    }
    let numbers: Option<Vec<_>> =
        given.iter().zip(native.arguments).map(|(argument, known)| number(argument, known)).collect();
    let Some(numbers) = numbers.filter(|numbers| numbers.len() == native.arguments.len()) else {
        let names: Vec<_> = native.arguments.iter().map(|argument| argument.name).collect();
        let message = format!("`{0}` takes whole numbers: `{0}({1})`.", native.name, names.join(", "));
        checker.report(&ARGUMENT_KIND, attribute.range, message);
        return;
    };
    for (at, (known, number)) in native.arguments.iter().zip(&numbers).enumerate() {
        let Some(number) = *number else { continue };
        let range = given[at].range;
        if known.at_most_previous
            && let Some(Some(previous)) = at.checked_sub(1).map(|before| numbers[before])
            && number > previous
        {
            let message =
                format!("A number of {previous} digits cannot have {number} of them behind the point.");
            let block = checker.block;
            let finding = checker.report(&SCALE, range, message);
            finding.fix(format!("Change to {previous}"), false, block, [(range, previous.to_string())]);
            return;
        }
        let max = known.max_on(scalar);
        if number < known.min || number > max {
            let message =
                format!("The {} of `{}` goes from {} to {max}.", known.name, native.name, known.min);
            let block = checker.block;
            let nearest = number.clamp(known.min, max);
            let finding = checker.report(&RANGE, range, message);
            finding.fix(format!("Change to {nearest}"), false, block, [(range, nearest.to_string())]);
            return;
        }
    }
}

/// The number that an argument is; `Some(None)` for a word that may stand instead of one.
fn number(argument: &Argument, known: &native_types::Argument) -> Option<Option<u32>> {
    match &argument.value.as_ref()?.kind {
        ExpressionKind::Number(number) => {
            number.parse().ok().filter(|number| *number <= known.largest_readable).map(Some)
        }
        ExpressionKind::Path(word) => {
            known.keyword.filter(|keyword| keyword.eq_ignore_ascii_case(word)).map(|_| None)
        }
        _ => None,
    }
}

/// Reports an `Unsupported("…")` that is a native type.
fn unsupported(checker: &mut Checker, field: &Field, provider: Provider) {
    let Some(ty) = &field.ty else { return };
    let Some(text) = ty.unsupported.as_deref() else { return };
    let Some((native, arguments)) = native_in_words(provider, text) else { return };
    let Some(scalar) = native.scalars.first() else { return };
    let datasource = settings(checker.db, checker.schema).datasource_name.clone().unwrap_or_default();
    let message = format!(
        "Prisma supports this type. Write `{} @{datasource}.{}{arguments}`.",
        scalar.name(),
        native.name
    );
    let suffix = match ty.arity {
        Arity::Required => "",
        Arity::Optional => "?",
        Arity::List => "[]",
    };
    let written = format!("{}{suffix} @{datasource}.{}{arguments}", scalar.name(), native.name);
    let block = checker.block;
    let finding = checker.report(&UNSUPPORTED_IS_NATIVE, ty.range, message);
    finding.fix(format!("Write `{written}`"), false, block, [(ty.range, written)]);
}

/// Reads `name` or `name(1, 2)`, if that is a native type with arguments that it takes.
fn native_in_words(provider: Provider, text: &str) -> Option<(&'static NativeType, String)> {
    let (name, rest) = text.split_once('(').map_or((text, None), |(name, rest)| (name, Some(rest)));
    let native = native_types::find(Some(provider), name.trim())?;
    let Some(rest) = rest else {
        return (native.required_arguments() == 0).then(|| (native, String::new()));
    };
    let inner = rest.split_once(')').map_or(rest, |(inner, _)| inner);
    let numbers: Vec<_> = inner.split(',').map(str::trim).collect();
    let is_good = numbers.len() == native.arguments.len()
        && numbers.iter().zip(native.arguments).all(|(number, known)| {
            number.parse().is_ok_and(|number: u32| number <= known.largest_readable)
                || known.keyword.is_some_and(|keyword| keyword.eq_ignore_ascii_case(number))
        });
    is_good.then(|| (native, format!("({})", numbers.join(", "))))
}
