//! What a field can default to.

use super::fields::field_type;
use super::{Ask, CompletionItem, CompletionKind};
use analyzer::TypeKind;
use providers::ScalarType;
use providers::functions::{self, Arguments, Fields, Function};
use syntax::Keyword;

/// The values and functions for the field at a place.
pub(super) fn values(ask: &Ask, in_list: bool) -> Vec<CompletionItem> {
    let Some((name, kind)) = field_type(ask) else { return Vec::new() };
    let scalar = ScalarType::from_name(&name);
    let is_list = ask.place.field.as_ref().is_some_and(|(_, ty)| ty.ends_with(']'));
    if is_list && !in_list {
        return vec![CompletionItem::new("[]", CompletionKind::Value).snippet("[$0]").rank(0)];
    }
    let mut items = Vec::new();
    match (scalar, kind) {
        (Some(ScalarType::Boolean), _) => {
            items.extend(
                ["false", "true"].map(|value| CompletionItem::new(value, CompletionKind::Value).rank(0)),
            );
        }
        (_, Some(TypeKind::Enum)) => {
            let values =
                ask.snapshot.describe_type(ask.schema, &name).map(|facts| facts.members).unwrap_or_default();
            items.extend(
                values.into_iter().map(|value| CompletionItem::new(value, CompletionKind::EnumValue).rank(0)),
            );
        }
        (Some(ScalarType::String), _) => {
            items.push(CompletionItem::new("\"\"", CompletionKind::Value).snippet("\"$0\"").rank(4));
        }
        _ => {}
    }
    if !in_list {
        let in_composite = ask.place.block == Keyword::Type;
        let fits = |function: &&Function| match function.fields {
            Fields::Of(scalars) => scalar.is_some_and(|scalar| scalars.contains(&scalar)),
            Fields::OfAnyScalar => scalar.is_some(),
            Fields::Any => true,
        };
        let available = functions::available(ask.provider).filter(fits);
        let available = available.filter(|function| function.in_composite_types || !in_composite);
        items.extend(available.map(|function| {
            let arguments = match function.arguments {
                Arguments::OptionalString(_) if function.name == "dbgenerated" => "(\"$0\")",
                _ => "()",
            };
            CompletionItem::new(format!("{}()", function.name), CompletionKind::Function)
                .documented(function.summary)
                .snippet(format!("{}{arguments}", function.name))
                .rank(if function.name == "dbgenerated" { 6 } else { 1 })
        }));
    }
    items
}

/// The arguments of a function.
pub(super) fn function_arguments(
    name: &str,
    given: &[String],
    argument: Option<&str>,
) -> Vec<CompletionItem> {
    let Some(function) = functions::find(name) else { return Vec::new() };
    let Arguments::Named(arguments) = function.arguments else { return Vec::new() };
    if argument.is_some() {
        return Vec::new();
    }
    let rest = arguments.iter().filter(|argument| !given.iter().any(|name| name == argument.name));
    rest.map(|argument| {
        CompletionItem::new(argument.name, CompletionKind::Argument)
            .documented(argument.summary)
            .snippet(format!("{}: $0", argument.name))
    })
    .collect()
}
