//! Attributes and arguments that not every database has, or that are a preview.

use super::Checker;
use super::attributes::{Site, sigil};
use super::config::{Settings, settings};
use super::expect::Given;
use super::preview_features::ask_for;
use super::rule::rules;
use crate::diagnostic::Rule;
use crate::item::{Argument, Expression};
use providers::attributes::{Attribute, Parameter, Place, ValueKind};
use providers::capabilities::has;
use providers::index_methods::{IndexMethod, index_methods};
use providers::{Provider, name_limits};

rules! {
    PK_MAP: Error "pk-map-unsupported" "A named primary key in a database that names none",
    PK_LENGTH: Error "pk-length-unsupported" "A primary key over the beginning of a field, in a database without that",
    PK_SORT: Error "pk-sort-unsupported" "A primary key with an order, in a database without that",
    INDEX_LENGTH: Error "index-length-unsupported" "An index over the beginning of a field, in a database without that",
    CLUSTERED: Error "clustered-unsupported" "A clustered index in a database without that",
    FULLTEXT: Error "fulltext-unsupported" "A full-text index in a database without that",
    WHERE_PREVIEW: Error "where-preview" "A partial index, which is still a preview feature",
    WHERE: Error "where-unsupported" "A partial index in a database without that",
    DEFAULT_MAP: Error "default-map-unsupported" "A named default in a database that names none",
    RELATION_MAP: Error "relation-map-unsupported" "A named foreign key in a database that names none",
    SHARD_KEY_PREVIEW: Error "shardkey-preview" "A shard key, which is still a preview feature",
    SHARD_KEY: Error "shardkey-unsupported" "A shard key in a database without that",
    INDEX_TYPE: Error "index-type-unsupported" "An index type that the database does not have",
    NAME_TOO_LONG: Error "db-name-too-long" "A name that is too long for the database",
}

/// Checks whether the database has what an attribute asks for.
pub(super) fn check(checker: &mut Checker, site: &Site, given: &Given, known: &Attribute) {
    let settings = settings(checker.db, checker.schema);
    // Of the criteria and shard keys of a view, which the database does not know, Prisma checks none of this.
    let is_of_view =
        matches!(site.place, Place::View | Place::ViewField) && matches!(known.name, "unique" | "shardKey");
    if !settings.is_provider_clear() || is_of_view {
        return;
    }
    attribute(checker, site, given, known, settings);
    for parameter in known.parameters.iter().filter(|parameter| !parameter.misplaced.contains(&site.place)) {
        let Some(value) = given.value(parameter.name) else { continue };
        if let Some(named) = given.attribute.named(parameter.name) {
            argument(checker, known.name, parameter, named, settings);
        }
        if let ValueKind::Fields { arguments, .. } = parameter.kind {
            field_arguments(checker, known.name, arguments, value, settings);
        }
        if parameter.name == "map" || parameter.alias_of == Some("map") {
            let named = given.attribute.named(parameter.name);
            name_length(checker, parameter, named, value, settings.provider);
        }
        if parameter.kind == ValueKind::IndexMethod {
            index_type(checker, given.attribute.named(parameter.name), value, settings.provider);
        }
    }
}

/// What to call the database in a message.
fn database(provider: Option<Provider>) -> &'static str {
    provider.map_or("A schema without a datasource", Provider::display_name)
}

fn attribute(checker: &mut Checker, site: &Site, given: &Given, known: &Attribute, settings: &Settings) {
    let range = given.attribute.range;
    let name = format!("{}{}", sigil(site), known.name);
    if let Some(feature) = known.preview.filter(|feature| !settings.previews(feature)) {
        let message = format!(
            "`{name}` is a preview feature. Add \"{feature}\" to the `previewFeatures` of a generator."
        );
        let fix = ask_for(checker, &[feature]);
        checker.report(&SHARD_KEY_PREVIEW, range, message).fixes.extend(fix);
    }
    if !known.is_available(settings.provider) {
        let rule = match known.name {
            "fulltext" => &FULLTEXT,
            "shardKey" => &SHARD_KEY,
            // `@@schema` has rules of its own.
            _ => return,
        };
        let message = format!("{} has no `{name}`. Remove it.", database(settings.provider));
        checker.report_attribute(rule, given.attribute, message);
    }
}

/// Which rule says that a database lacks what a parameter asks for.
fn rule_of(attribute: &str, parameter: &str) -> Option<&'static Rule> {
    Some(match (attribute, parameter) {
        ("id", "map") => &PK_MAP,
        ("id", "length") => &PK_LENGTH,
        ("id", "sort") => &PK_SORT,
        (_, "length") => &INDEX_LENGTH,
        (_, "clustered") => &CLUSTERED,
        (_, "where") => &WHERE,
        ("default", "map") => &DEFAULT_MAP,
        ("relation", "map") => &RELATION_MAP,
        _ => return None,
    })
}

fn argument(
    checker: &mut Checker,
    attribute: &str,
    parameter: &Parameter,
    given: &Argument,
    settings: &Settings,
) {
    let name = parameter.name;
    if let Some(feature) = parameter.preview.filter(|feature| !settings.previews(feature)) {
        let message = format!(
            "`{name}` is a preview feature. Add \"{feature}\" to the `previewFeatures` of a generator."
        );
        let fix = ask_for(checker, &[feature]);
        checker.report(&WHERE_PREVIEW, given.range, message).fixes.extend(fix);
        return;
    }
    let is_lacking = parameter.needs.is_some_and(|capability| !has(settings.provider, capability));
    if let Some(rule) = rule_of(attribute, name).filter(|_| is_lacking) {
        let message = format!("{} does not know `{name}` here. Remove it.", database(settings.provider));
        checker.report_argument(rule, given, message);
    }
}

/// Checks the arguments behind the fields of a list, each kind once.
fn field_arguments(
    checker: &mut Checker,
    attribute: &str,
    parameters: &[Parameter],
    list: &Expression,
    settings: &Settings,
) {
    for parameter in parameters {
        let calls = list.elements().iter().filter_map(Expression::as_call);
        let first = calls.flat_map(|call| &call.arguments).find(|argument| argument.is_named(parameter.name));
        if let Some(first) = first {
            argument(checker, attribute, parameter, first, settings);
        }
    }
}

fn index_type(
    checker: &mut Checker,
    named: Option<&Argument>,
    value: &Expression,
    provider: Option<Provider>,
) {
    let Some(method) = value.as_path().and_then(IndexMethod::from_name) else { return };
    let known = index_methods(provider);
    if !known.contains(&method) {
        let names: Vec<_> = known.iter().map(|method| format!("`{}`", method.name())).collect();
        let message = format!(
            "{} has no indexes of type `{}`. It has {}.",
            database(provider),
            method.name(),
            names.join(", ")
        );
        match named {
            Some(named) => checker.report_argument_at(&INDEX_TYPE, value.range, named, message),
            None => checker.report(&INDEX_TYPE, value.range, message),
        };
    }
}

fn name_length(
    checker: &mut Checker,
    parameter: &Parameter,
    named: Option<&Argument>,
    value: &Expression,
    provider: Option<Provider>,
) {
    let is_kept = parameter.needs.is_none_or(|capability| has(provider, capability));
    let (Some(name), Some(most)) = (value.as_string(), name_limits::max_bytes(provider)) else { return };
    // `@map` and `@@map` have another kind of name, which Prisma does not measure.
    if is_kept && parameter.kind == ValueKind::NonEmptyString && name.len() > most {
        let message = format!(
            "{} has names of at most {most} bytes, and this one has {}.",
            database(provider),
            name.len()
        );
        // Without a name, Prisma derives one that is short enough.
        match named {
            Some(named) => checker.report_argument_at(&NAME_TOO_LONG, value.range, named, message),
            None => checker.report(&NAME_TOO_LONG, value.range, message),
        };
    }
}
