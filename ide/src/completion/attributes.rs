//! Attributes of fields, values and blocks, and native types.

use super::fields::field_type;
use super::{Ask, CompletionItem, CompletionKind};
use analyzer::TypeKind;
use providers::attributes::{self, Arity, Attribute, Place};
use providers::native_types::native_types_for;
use providers::{ScalarType, attributes::NATIVE_TYPE_PLACES};
use syntax::Keyword;

/// The attributes of the field or value at a place that are not there yet.
pub(super) fn of_field(ask: &Ask) -> Vec<CompletionItem> {
    let ty = field_type(ask);
    let kind = ty.as_ref().and_then(|(_, kind)| *kind);
    let is_relation = matches!(kind, Some(TypeKind::Model | TypeKind::View));
    let place = match (ask.place.block, is_relation) {
        (Keyword::Model, false) => Place::ModelField,
        (Keyword::Model, true) => Place::ModelRelation,
        (Keyword::View, false) => Place::ViewField,
        (Keyword::View, true) => Place::ViewRelation,
        (Keyword::Type, _) => Place::CompositeField,
        (Keyword::Enum, _) => Place::EnumValue,
        _ => return Vec::new(),
    };
    let written = ask.place.field.as_ref().map_or("", |(_, ty)| ty.as_str());
    let scalar = ty.as_ref().and_then(|(name, _)| ScalarType::from_name(name));
    let makes_sense = |attribute: &&Attribute| {
        let fits_type =
            attribute.scalars.is_empty() || scalar.is_some_and(|scalar| attribute.scalars.contains(&scalar));
        let fits_arity = match attribute.arity {
            Arity::Any => true,
            Arity::NotList => !written.ends_with(']'),
            Arity::Required => !written.ends_with([']', '?']),
        };
        let is_there = ask.place.attributes.iter().any(|name| name == attribute.name);
        // A list of another model has nothing to say about columns.
        let is_idle = is_relation && matches!(attribute.name, "map" | "id" | "unique" | "default");
        let second_id = attribute.name == "id"
            && ask
                .snapshot
                .describe_type(ask.schema, &ask.place.name)
                .is_some_and(|facts| facts.keys.iter().any(|key| key.starts_with("@@id")));
        fits_type
            && fits_arity
            && attribute.is_available(ask.provider)
            && (attribute.repeatable || !is_there)
            && !is_idle
            && !second_id
    };
    let sign = if is_behind_sign(ask) { "" } else { "@" };
    let mut items: Vec<_> =
        attributes::at(place).filter(makes_sense).map(|attribute| item(attribute, sign)).collect();
    let has_native = ask.place.attributes.iter().any(|name| name.ends_with('.'));
    if let Some(datasource) = ask.snapshot.datasource_name(ask.file)
        && let Some(scalar) = scalar.filter(|_| NATIVE_TYPE_PLACES.contains(&place) && !has_native)
        && native_types_for(ask.provider, scalar).next().is_some()
    {
        let native = CompletionItem::new(format!("{sign}{datasource}."), CompletionKind::Attribute);
        items.push(CompletionItem {
            asks_again: true,
            ..native.documented("A type of the database.").rank(4)
        });
    }
    items
}

/// Whether the `@` is there already.
fn is_behind_sign(ask: &Ask) -> bool {
    let at = usize::from(ask.place.replaced.start() - ask.place.start);
    ask.place.text[..at].ends_with('@')
}

/// The block attributes that are not there yet, without `@@`.
pub(super) fn of_block(ask: &Ask) -> Vec<CompletionItem> {
    let place = match ask.place.block {
        Keyword::Model => Place::Model,
        Keyword::View => Place::View,
        Keyword::Enum => Place::Enum,
        _ => return Vec::new(),
    };
    let is_there = |name: &str| {
        let mut lines = ask.place.text.lines().map(str::trim_start);
        lines.any(|line| {
            line.strip_prefix("@@")
                .and_then(|rest| rest.strip_prefix(name))
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    };
    let has_id = || {
        ask.snapshot
            .describe_type(ask.schema, &ask.place.name)
            .is_some_and(|facts| facts.keys.iter().any(|key| key.starts_with("@@id")))
    };
    let makes_sense = |attribute: &&Attribute| {
        let is_listed = attribute.preview.is_none();
        attribute.is_available(ask.provider)
            && (attribute.repeatable || !is_there(attribute.name))
            && !(attribute.name == "id" && has_id())
            && (is_listed || is_there(attribute.name))
    };
    attributes::at(place).filter(makes_sense).map(|attribute| item(attribute, "")).collect()
}

fn item(attribute: &Attribute, sign: &str) -> CompletionItem {
    let value =
        match attribute.positional().filter(|parameter| parameter.required).map(|parameter| parameter.kind) {
            None if attribute.name == "relation" => "(fields: [$0], references: [])",
            None => "",
            Some(
                attributes::ValueKind::String
                | attributes::ValueKind::NonEmptyString
                | attributes::ValueKind::ClientName
                | attributes::ValueKind::DatabaseSchema,
            ) => "(\"$0\")",
            Some(attributes::ValueKind::Fields { .. } | attributes::ValueKind::FieldNames) => "([$0])",
            Some(_) => "($0)",
        };
    let rank = match attribute.name {
        "id" | "unique" | "default" | "relation" | "index" => 1,
        "updatedAt" | "map" => 2,
        _ => 3,
    };
    CompletionItem::new(format!("{sign}{}", attribute.name), CompletionKind::Attribute)
        .documented(attribute.summary)
        .snippet(format!("{sign}{}{value}", attribute.name))
        .rank(rank)
}

/// What follows `@db.`
pub(super) fn native_types(ask: &Ask) -> Vec<CompletionItem> {
    let Some(scalar) = field_type(ask).and_then(|(name, _)| ScalarType::from_name(&name)) else {
        return Vec::new();
    };
    let end = usize::from(ask.place.replaced.end() - ask.place.start);
    let has_arguments = ask.place.text.get(end..).is_some_and(|rest| rest.starts_with('('));
    let line = ask.place.text.get(ask.place.member..).unwrap_or_default().lines().next().unwrap_or_default();
    let is_uuid = line.contains("uuid(");
    let item = |native: &providers::NativeType| {
        let value = if native.required_arguments() > 0 { "($0)" } else { "" };
        let is_default = native.default_for.iter().any(|(of, _)| *of == scalar);
        CompletionItem::new(native.name, CompletionKind::Scalar)
            .detail(if is_default { "the default" } else { "" })
            .documented(native.summary)
            .snippet(format!("{}{value}", native.name))
            .rank(match () {
                () if has_arguments && native.arguments.is_empty() => 8,
                () if is_uuid && native.name.to_lowercase().starts_with("u") => 0,
                () if is_default => 1,
                () => 3,
            })
    };
    native_types_for(ask.provider, scalar).map(item).collect()
}
