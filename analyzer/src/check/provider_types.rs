//! Types of fields, and kinds of blocks, that not every database has.

use super::config::settings;
use super::rule::rules;
use super::{Checker, FieldType, Fix, Place, resolve};
use crate::item::{Arity, Field, Item, Type};
use ::syntax::node::BlockKind;
use providers::Provider;
use providers::scalar_types::{self, ScalarType};

rules! {
    JSON: Error "type-json-unsupported" "A `Json` field in a database that has no such type",
    JSON_LIST: Error "type-json-list-unsupported" "A list of `Json` in a database that has no such lists",
    DECIMAL: Error "type-decimal-unsupported" "A `Decimal` field in a database that has no such type",
    LIST: Error "type-list-unsupported" "A list in a database that has no lists",
    ENUM: Error "enum-unsupported" "An enum in a database that has no enums",
    COMPOSITE: Error "composite-unsupported" "A composite type in a database that has none",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    let settings = settings(checker.db, checker.schema);
    if !settings.is_provider_clear() {
        return;
    }
    let provider = settings.provider;
    let name = item.name.as_ref().map_or(item.keyword, |name| name.range);
    match item.kind {
        BlockKind::Model | BlockKind::View => {
            item.fields.iter().for_each(|field| check_field(checker, field, provider))
        }
        BlockKind::Enum if !scalar_types::supports_enums(provider) => {
            let message = format!("{} has no enums. Use a `String`.", database(provider));
            checker.report(&ENUM, name, message);
        }
        BlockKind::CompositeType if !scalar_types::supports_composite_types(provider) => {
            let message = format!("{} has no composite types; MongoDB has. Use a model.", database(provider));
            checker.report(&COMPOSITE, name, message);
        }
        _ => {}
    }
}

fn check_field(checker: &mut Checker, field: &Field, provider: Option<Provider>) {
    let Some(ty) = &field.ty else { return };
    let field_type = resolve(checker.db, checker.schema, Some(ty));
    let is_list = ty.arity == Arity::List;
    let database = database(provider);
    match field_type {
        FieldType::Scalar(scalar) if !scalar_types::supports_scalar(provider, scalar) => {
            let (rule, instead, other) = match scalar {
                ScalarType::Json => (&JSON, "Use a `String`.", ScalarType::String),
                _ => (&DECIMAL, "Use a `Float` or a `String`.", ScalarType::Float),
            };
            let block = checker.block;
            let message = format!("{database} has no type `{}`. {instead}", scalar.name());
            let finding = checker.report(rule, ty.range, message);
            // What a native type or a default is of the one type, it is not of the other.
            if field.native_type().is_none() && field.attribute("default").is_none() {
                let edit = (ty.name.range, other.name().to_owned());
                finding.fix(format!("Make it a `{}`", other.name()), false, block, [edit]);
            }
        }
        FieldType::Model(_) | FieldType::Unknown => {}
        _ if is_list && !scalar_types::supports_lists(provider) => {
            let message = format!(
                "{database} has no lists. Use a model of its own for the elements, or a `Json` field."
            );
            let fix = json(checker, field, ty, provider);
            checker.report(&LIST, ty.range, message).fixes.extend(fix);
        }
        FieldType::Scalar(scalar) if is_list && !scalar_types::supports_scalar_list(provider, scalar) => {
            let message = format!(
                "{database} has no lists of `{}`. Use one `Json` field, which can hold a list.",
                scalar.name()
            );
            let fix = json(checker, field, ty, provider);
            checker.report(&JSON_LIST, ty.range, message).fixes.extend(fix);
        }
        _ => {}
    }
}

/// A repair that keeps a list in one value.
fn json(checker: &Checker, field: &Field, ty: &Type, provider: Option<Provider>) -> Option<Fix> {
    let is_free = field.attributes.is_empty() && scalar_types::supports_scalar(provider, ScalarType::Json);
    let place = Place { block: checker.block, range: ty.range };
    let edits = vec![(place, ScalarType::Json.name().to_owned())];
    is_free.then(|| Fix { title: "Keep the list in a `Json`".to_owned(), is_safe: false, edits })
}

/// What to call the database in a message.
fn database(provider: Option<Provider>) -> &'static str {
    provider.map_or("A schema without a datasource", Provider::display_name)
}
