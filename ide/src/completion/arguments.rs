//! Names and values of the arguments of attributes.

use super::around::line_behind;
use super::context::Argument;
use super::fields::{Wanted, field_type, fields_of};
use super::names::names as names_in_strings;
use super::{Ask, CompletionItem, CompletionKind, defaults};
use providers::attributes::{self, Parameter, Place, SORT_ORDERS, ValueKind};
use providers::index_methods::index_methods;
use providers::referential_actions::{allowed_actions, default_on_delete, is_without_effect};
use providers::{IndexMethod, ScalarType, operator_classes};
use syntax::Keyword;

/// What can stand in the parentheses of an attribute.
pub(super) fn arguments(ask: &Ask, argument: &Argument) -> Vec<CompletionItem> {
    let Some(attribute) = attributes::named(argument.is_block, &argument.attribute) else {
        return Vec::new();
    };
    let parameter = match &argument.name {
        Some(name) => attribute.parameter(name),
        None if argument.list.is_some() || argument.call.is_some() => attribute.positional(),
        None => {
            let is_named =
                line_behind(&ask.place.text, usize::from(ask.place.replaced.end() - ask.place.start))
                    .trim_start()
                    .starts_with(':');
            let is_wordy = |parameter: &CompletionItem| {
                // Nobody writes a name that can be left out, but for that of a relation.
                let known = attribute.parameter(&parameter.label);
                is_named || known.is_some_and(|known| !known.positional) || argument.attribute == "relation"
            };
            let mut items = names(ask, attribute.parameters, &argument.given);
            items.retain(is_wordy);
            if let Some(parameter) = attribute.positional().filter(|_| argument.given.is_empty()) {
                items.extend(values(ask, parameter, argument));
            }
            return items;
        }
    };
    parameter.map(|parameter| values(ask, parameter, argument)).unwrap_or_default()
}

fn place(ask: &Ask) -> Place {
    match ask.place.block {
        Keyword::View => Place::View,
        Keyword::Enum => Place::Enum,
        _ => Place::Model,
    }
}

/// The names of the arguments that are not there yet.
fn names(ask: &Ask, parameters: &[Parameter], given: &[String]) -> Vec<CompletionItem> {
    if ask.place.in_string {
        return Vec::new();
    }
    let is_open = |parameter: &&Parameter| {
        parameter.is_available(place(ask), ask.dialect, ask.provider)
            && parameter.alias_of.is_none()
            && parameter.preview.is_none()
            && !given.iter().any(|name| name == parameter.name || (name.is_empty() && parameter.positional))
    };
    let item = |(index, parameter): (usize, &Parameter)| {
        let value = match parameter.kind {
            ValueKind::String
            | ValueKind::NonEmptyString
            | ValueKind::ClientName
            | ValueKind::DatabaseSchema => "\"$0\"",
            ValueKind::FieldNames | ValueKind::ReferencedFieldNames | ValueKind::Fields { .. } => "[$0]",
            _ => "$0",
        };
        CompletionItem::new(parameter.name, CompletionKind::Argument)
            .documented(parameter.summary)
            .snippet(format!("{}: {value}", parameter.name))
            .rank(u8::try_from(index).unwrap_or(u8::MAX).saturating_add(if parameter.required {
                0
            } else {
                2
            }))
    };
    parameters.iter().filter(is_open).enumerate().map(item).collect()
}

/// The values of an argument.
fn values(ask: &Ask, parameter: &Parameter, argument: &Argument) -> Vec<CompletionItem> {
    let listed = argument.list.as_deref().unwrap_or_default();
    let word = |(word, text): (&str, &str)| CompletionItem::new(word, CompletionKind::Value).documented(text);
    match parameter.kind {
        ValueKind::Boolean => {
            ["true", "false"].map(|value| CompletionItem::new(value, CompletionKind::Value)).to_vec()
        }
        ValueKind::SortOrder => SORT_ORDERS.map(word).to_vec(),
        ValueKind::ReferentialAction => actions(ask),
        ValueKind::IndexMethod => {
            index_methods(ask.provider).iter().map(|method| word((method.name(), method.summary()))).collect()
        }
        ValueKind::DatabaseSchema => database_schemas(ask),
        ValueKind::String | ValueKind::NonEmptyString => names_in_strings(ask, argument, parameter.name),
        ValueKind::FieldNames => fields_of(ask, &ask.place.name, listed, Wanted::Referring),
        ValueKind::ReferencedFieldNames => match field_type(ask) {
            Some((target, _)) => fields_of(ask, &target, listed, Wanted::Referenced),
            None => Vec::new(),
        },
        ValueKind::Fields { arguments, .. } => match &argument.call {
            Some(call) => match &call.argument {
                None => names(ask, arguments, &call.given),
                Some(name) if name == "ops" => operator_classes_for(ask, &call.name, argument),
                Some(name) => {
                    let inner = arguments.iter().find(|parameter| parameter.name == name);
                    inner.map(|inner| values(ask, inner, argument)).unwrap_or_default()
                }
            },
            None if argument.list.is_none() => {
                vec![CompletionItem::new("[]", CompletionKind::Value).snippet("[$0]").rank(0)]
            }
            None => fields_of(ask, &ask.place.name, listed, Wanted::Any),
        },
        ValueKind::Default => match &argument.call {
            Some(call) => defaults::function_arguments(&call.name, &call.given, call.argument.as_deref()),
            None if ask.place.in_string => Vec::new(),
            None => defaults::values(ask, argument.list.is_some()),
        },
        _ => Vec::new(),
    }
}

fn actions(ask: &Ask) -> Vec<CompletionItem> {
    let mode = ask.snapshot.relation_mode(ask.file);
    let is_required = ask.place.field.as_ref().is_some_and(|(_, ty)| !ty.ends_with('?'));
    let default = default_on_delete(ask.provider, mode, is_required);
    let allowed = allowed_actions(ask.provider, mode).iter();
    let item = |action: &providers::ReferentialAction| {
        let idle = is_without_effect(ask.provider, mode, *action);
        CompletionItem::new(action.name(), CompletionKind::Value)
            .detail(if *action == default { "the default on delete" } else { "" })
            .documented(action.summary())
            .rank(if idle { 8 } else { 2 })
    };
    allowed.map(item).collect()
}

fn database_schemas(ask: &Ask) -> Vec<CompletionItem> {
    let names = ask.snapshot.database_schemas(ask.file);
    let written = |name: &str| if ask.place.in_string { name.to_owned() } else { format!("\"{name}\"") };
    let item = |name: String| {
        let text = super::escaped(&written(&name));
        CompletionItem::new(name, CompletionKind::Value).snippet(text)
    };
    names.into_iter().map(item).collect()
}

/// The operator classes for a field, in an index of the method that is written.
fn operator_classes_for(ask: &Ask, field: &str, argument: &Argument) -> Vec<CompletionItem> {
    let method = argument.method.as_deref().and_then(IndexMethod::from_name);
    let method = method.or_else(|| method_behind(ask));
    let facts = ask.snapshot.describe_field(ask.schema, &ask.place.name, field);
    let ty = facts.as_ref().and_then(|facts| facts.signature.split_whitespace().nth(1)).unwrap_or_default();
    let scalar = ScalarType::from_name(ty.trim_end_matches(['?', '[', ']']));
    let native = facts.as_ref().and_then(|facts| facts.column.as_ref()).filter(|column| column.is_written);
    let native = native
        .and_then(|column| column.native_type.as_deref())
        .map(|native| native.split('(').next().unwrap_or(native));
    let fits = |class: &&operator_classes::OperatorClass| match native {
        Some(native) => class.columns.native_types.contains(&native),
        None if ty.contains('[') => class.columns.any_list,
        None => scalar.is_some_and(|scalar| class.columns.scalars.contains(&scalar)),
    };
    let classes = method.into_iter().flat_map(operator_classes::of_method).filter(fits);
    let mut items: Vec<_> =
        classes.map(|class| CompletionItem::new(class.name, CompletionKind::Value).rank(1)).collect();
    let raw = CompletionItem::new("raw", CompletionKind::Function)
        .documented("Any operator class of the database.");
    items.push(raw.snippet("raw(\"$0\")").rank(9));
    items
}

/// The method that the attribute names behind the place.
fn method_behind(ask: &Ask) -> Option<IndexMethod> {
    let at = usize::from(ask.place.replaced.end() - ask.place.start);
    let rest = ask.place.text[at..].lines().next()?;
    let written = rest.split("type:").nth(1)?.trim_start();
    IndexMethod::from_name(written.split(|c: char| !c.is_alphanumeric()).next()?)
}
