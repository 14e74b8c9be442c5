//! Names that are written in strings: of constraints, columns and relations.

use super::context::Argument;
use super::fields::field_type;
use super::{Ask, CompletionItem, CompletionKind, escaped};
use analyzer::snake_case;
use providers::constraint_names::{ConstraintKind, derived_name};

/// The names that an argument in quotes may mean, each as an item.
pub(super) fn names(ask: &Ask, argument: &Argument, parameter: &str) -> Vec<CompletionItem> {
    let is_positional = argument.name.is_none();
    let names = match (argument.attribute.as_str(), parameter) {
        ("relation", "name") => relations(ask),
        ("map", _) if is_positional || parameter == "name" => mapped(ask, argument.is_block),
        (_, "map") => constraint(ask, argument),
        _ => Vec::new(),
    };
    let written = |name: &str| if ask.place.in_string { name.to_owned() } else { format!("\"{name}\"") };
    let item = |name: String| {
        let text = escaped(&written(&name));
        CompletionItem::new(name, CompletionKind::Value).snippet(text).rank(1)
    };
    let mut items: Vec<_> = names.into_iter().map(item).collect();
    if argument.attribute == "map" {
        let actual = in_database(ask, argument.is_block);
        let actual = actual.into_iter().map(|(name, detail)| item(name).detail(detail).rank(0));
        let actual: Vec<_> = actual.collect();
        items.retain(|item| actual.iter().all(|other| other.label != item.label));
        items.extend(actual);
    }
    items
}

/// The names in the database that a block, a field or a value can stand for, each with a word about it.
fn in_database(ask: &Ask, is_block: bool) -> Vec<(String, String)> {
    let owner = &ask.place.name;
    let noted =
        |names: Vec<String>| names.into_iter().map(|name| (name, "in the database".to_owned())).collect();
    match &ask.place.field {
        _ if is_block => noted(ask.snapshot.names_for_block(ask.schema, owner)),
        Some((field, _)) => ask.snapshot.columns_for_field(ask.schema, owner, field),
        None => noted(ask.snapshot.values_for_value(ask.schema, owner, ask.place.first_word())),
    }
}

/// The names of relations that fields of the other model give to relations to this one.
fn relations(ask: &Ask) -> Vec<String> {
    let Some((target, _)) = field_type(ask) else { return Vec::new() };
    let Some(facts) = ask.snapshot.describe_type(ask.schema, &target) else { return Vec::new() };
    let mut names = Vec::new();
    for member in &facts.members {
        let is_own =
            target == ask.place.name && ask.place.field.as_ref().is_some_and(|(own, _)| own == member);
        let Some(field) = ask.snapshot.describe_field(ask.schema, &target, member).filter(|_| !is_own) else {
            continue;
        };
        let mut words = field.signature.splitn(3, char::is_whitespace).skip(1);
        let ty = words.next().unwrap_or_default().trim_end_matches(['?', '[', ']']);
        let name = words.next().and_then(relation_name).filter(|_| ty == ask.place.name);
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}

/// The name in a `@relation("…")` or `@relation(name: "…")`.
fn relation_name(attributes: &str) -> Option<String> {
    let inside = attributes.split_once("@relation(")?.1;
    let first =
        inside.strip_prefix('"').or_else(|| inside.split_once("name:")?.1.trim_start().strip_prefix('"'));
    let (name, _) = first?.split_once('"')?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// The name of a table or column in snake_case, if it is written in another way.
fn mapped(ask: &Ask, is_block: bool) -> Vec<String> {
    let name = if is_block { Some(&ask.place.name) } else { ask.place.field.as_ref().map(|(name, _)| name) };
    name.and_then(|name| snake_case(name)).into_iter().collect()
}

/// The name that Prisma gives a constraint without one.
fn constraint(ask: &Ask, argument: &Argument) -> Vec<String> {
    let kind = match argument.attribute.as_str() {
        "id" => ConstraintKind::PrimaryKey,
        "unique" => ConstraintKind::Unique,
        "index" | "fulltext" => ConstraintKind::Index,
        "relation" => ConstraintKind::ForeignKey,
        "default" => ConstraintKind::Default,
        _ => return Vec::new(),
    };
    let facts = ask.snapshot.describe_type(ask.schema, &ask.place.name);
    let Some(table) = facts.and_then(|facts| facts.database_name) else { return Vec::new() };
    let fields = match (&ask.place.field, argument.attribute.as_str()) {
        (_, "relation") | (None, _) => listed_fields(ask),
        (Some((name, _)), _) => vec![name.clone()],
    };
    let column = |field: &String| {
        let facts = ask.snapshot.describe_field(ask.schema, &ask.place.name, field);
        facts.and_then(|facts| facts.column).map_or_else(|| field.clone(), |column| column.name)
    };
    let columns: Vec<_> = fields.iter().map(column).collect();
    if columns.is_empty() && kind != ConstraintKind::PrimaryKey {
        return Vec::new();
    }
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    vec![derived_name(ask.provider, kind, &table, &columns)]
}

/// The fields in the first brackets of the attribute: those of an index, or those that a relation refers with.
fn listed_fields(ask: &Ask) -> Vec<String> {
    let text = ask.place.text.get(ask.place.member..).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let inside = match line.split_once("fields:") {
        Some((_, rest)) => rest,
        None => line,
    };
    let Some((_, inside)) = inside.split_once('[') else { return Vec::new() };
    let inside = inside.split(']').next().unwrap_or_default();
    let name = |element: &str| element.trim().split(['(', '.']).next().unwrap_or_default().to_owned();
    inside.split(',').map(name).filter(|name| !name.is_empty() && !name.contains(':')).collect()
}
