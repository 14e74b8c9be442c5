//! The parameters of an attribute, while its parentheses are being filled.

use crate::completion::{Argument, Context, Place};
use analyzer::{Dialect, FileId, Provider, Snapshot, TextSize};
use providers::attributes::{self, Parameter, ValueKind};
use providers::functions::{self, Arguments};
use providers::native_types;

/// An attribute, function or native type with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// All of it: `@relation(name?, fields: [], …)`.
    pub label: String,
    /// What it does.
    pub documentation: String,
    /// The parameters: as they stand in the label, and what they do.
    pub parameters: Vec<(String, String)>,
    /// The place among the parameters of the one that is being written.
    pub active: Option<usize>,
}

/// The signature around a place; nothing outside of parentheses.
pub fn signature_help(snapshot: &Snapshot, file: FileId, offset: TextSize) -> Option<Signature> {
    let place = Place::find(snapshot, file, offset)?;
    let (dialect, provider) = (snapshot.dialect(file), snapshot.provider(file));
    match &place.context {
        Context::Argument(argument) => match &argument.call {
            Some(call) if argument.list.is_none() => {
                function(&call.name, call.given.len(), call.argument.as_deref())
            }
            _ => attribute(argument, dialect, provider),
        },
        Context::NativeArguments { name, index } => native_type(name, *index, provider),
        _ => None,
    }
}

fn attribute(argument: &Argument, dialect: Dialect, provider: Option<Provider>) -> Option<Signature> {
    let attribute = attributes::named(argument.is_block, &argument.attribute)?;
    let place = if argument.is_block { attributes::Place::Model } else { attributes::Place::ModelField };
    let is_shown = |parameter: &&Parameter| {
        parameter.is_available(place, dialect, provider)
            && parameter.alias_of.is_none()
            && parameter.preview.is_none()
    };
    let shown: Vec<_> = attribute.parameters.iter().filter(is_shown).collect();
    let parameters: Vec<_> =
        shown.iter().map(|parameter| (written(parameter), parameter.summary.to_owned())).collect();
    let active = match &argument.name {
        Some(name) => shown.iter().position(|parameter| parameter.name == name),
        None => shown.iter().position(|parameter| {
            parameter.positional && argument.given.iter().filter(|name| !name.is_empty()).count() == 0
        }),
    };
    let sign = if argument.is_block { "@@" } else { "@" };
    Some(signature(format!("{sign}{}", attribute.name), attribute.summary, parameters, active))
}

/// A parameter as it would be written; with `?` where it can be left out.
fn written(parameter: &Parameter) -> String {
    let optional = if parameter.required { "" } else { "?" };
    let value = match parameter.kind {
        ValueKind::String | ValueKind::NonEmptyString | ValueKind::ClientName | ValueKind::DatabaseSchema => {
            "\"…\""
        }
        ValueKind::FieldNames | ValueKind::ReferencedFieldNames | ValueKind::Fields { .. } => "[…]",
        ValueKind::Boolean => "true | false",
        ValueKind::SortOrder => "Asc | Desc",
        ValueKind::Integer => "1",
        _ => "…",
    };
    if parameter.positional {
        format!("{}{optional}", parameter.name)
    } else {
        format!("{}{optional}: {value}", parameter.name)
    }
}

fn function(name: &str, given: usize, named: Option<&str>) -> Option<Signature> {
    let function = functions::find(name)?;
    let parameters: Vec<(String, String)> = match function.arguments {
        Arguments::None => Vec::new(),
        Arguments::OptionalInteger(name, _) | Arguments::OptionalString(name) => {
            vec![(format!("{name}?"), String::new())]
        }
        Arguments::Named(arguments) => {
            arguments.iter().map(|one| (format!("{}?: …", one.name), one.summary.to_owned())).collect()
        }
    };
    let active = match named {
        Some(named) => parameters.iter().position(|(label, _)| label.starts_with(named)),
        None => (given == 0 && parameters.len() == 1).then_some(0),
    };
    Some(signature(function.name.to_owned(), function.summary, parameters, active))
}

fn native_type(name: &str, index: usize, provider: Option<Provider>) -> Option<Signature> {
    let native = native_types::find(provider, name)?;
    let parameter = |argument: &native_types::Argument| {
        let optional = if argument.required { "" } else { "?" };
        (format!("{}{optional}", argument.name), format!("{} to {}", argument.min, argument.max))
    };
    let parameters: Vec<_> = native.arguments.iter().map(parameter).collect();
    let active = Some(index).filter(|index| *index < parameters.len());
    Some(signature(name.to_owned(), native.summary, parameters, active))
}

fn signature(
    name: String,
    summary: &str,
    parameters: Vec<(String, String)>,
    active: Option<usize>,
) -> Signature {
    let list = parameters.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>().join(", ");
    Signature { label: format!("{name}({list})"), documentation: summary.to_owned(), parameters, active }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::with_cursors;

    /// The signature at the cursor in a line of a model, with the active parameter in brackets.
    fn at(line: &str) -> String {
        let text = format!(
            "datasource db {{\n  provider = \"postgresql\"\n}}\nmodel A {{\n  id Int @id\n{line}\n}}\n"
        );
        let (snapshot, file, cursors) = with_cursors(&text);
        let Some(found) = signature_help(&snapshot, file, cursors[0]) else { return "nothing".to_owned() };
        let active =
            found.active.map(|index| format!(" [{}]", found.parameters[index].0)).unwrap_or_default();
        format!("{}{active}", found.label)
    }

    #[test]
    fn attributes_functions_and_native_types() {
        insta::assert_snapshot!(at("  a A @relation(<|>)"), @r#"@relation(name?, fields?: […], references?: […], onDelete?: …, onUpdate?: …, map?: "…") [name?]"#);
        insta::assert_snapshot!(at("  a A @relation(fields: [<|>])"), @r#"@relation(name?, fields?: […], references?: […], onDelete?: …, onUpdate?: …, map?: "…") [fields?: […]]"#);
        insta::assert_snapshot!(at("  a A @relation(\"x\", onDelete: C<|>"), @r#"@relation(name?, fields?: […], references?: […], onDelete?: …, onUpdate?: …, map?: "…") [onDelete?: …]"#);
        insta::assert_snapshot!(at("  @@index([id(sort: <|>)])"), @r#"@@index(fields, map?: "…", type?: …) [fields]"#);
        insta::assert_snapshot!(at("  a String @default(uuid(<|>))"), @"uuid(version?) [version?]");
        insta::assert_snapshot!(at("  a String @db.VarChar(<|>)"), @"VarChar(length?) [length?]");
        insta::assert_snapshot!(at("  a Decimal @db.Decimal(5, <|>)"), @"Decimal(precision?, scale?) [scale?]");
    }

    #[test]
    fn nothing_outside_of_parentheses() {
        for line in ["  a <|>", "  a A @relation() <|>", "  // @id(<|>"] {
            assert_eq!(at(line), "nothing", "{line}");
        }
    }
}
