//! Types of fields, and kinds of blocks, that not every database has.

use super::config::settings;
use super::rule::rules;
use super::{Checker, FieldType, resolve};
use crate::item::{Arity, Field, Item};
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
            let (rule, instead) = match scalar {
                ScalarType::Json => (&JSON, "Use a `String`."),
                _ => (&DECIMAL, "Use a `Float` or a `String`."),
            };
            checker.report(rule, ty.range, format!("{database} has no type `{}`. {instead}", scalar.name()));
        }
        FieldType::Model(_) | FieldType::Unknown => {}
        _ if is_list && !scalar_types::supports_lists(provider) => {
            let message = format!(
                "{database} has no lists. Use a model of its own for the elements, or a `Json` field."
            );
            checker.report(&LIST, ty.range, message);
        }
        FieldType::Scalar(scalar) if is_list && !scalar_types::supports_scalar_list(provider, scalar) => {
            let message = format!(
                "{database} has no lists of `{}`. Use one `Json` field, which can hold a list.",
                scalar.name()
            );
            checker.report(&JSON_LIST, ty.range, message);
        }
        _ => {}
    }
}

/// What to call the database in a message.
fn database(provider: Option<Provider>) -> &'static str {
    provider.map_or("A schema without a datasource", Provider::display_name)
}
