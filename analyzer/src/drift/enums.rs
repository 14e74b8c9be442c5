//! Enums and their values.

use super::{Actual, ENUM_MISSING, ENUM_VALUES, Pair, can_be_named, schema_of};
use crate::check::{Checker, item_of_block};
use crate::db::{Block, Db};
use crate::item::{EnumValue, Item};
use catalog::{Enum, EnumKey, Product};

/// Compares an enum with the type of the database, where enums are types of their own. Those of columns are compared with
/// the fields that have them.
pub(super) fn check(checker: &mut Checker<'_>, item: &Item, actual: &Actual) {
    if !matches!(actual.catalog.server.product, Product::PostgreSql | Product::CockroachDb)
        || item.has_bad_lines
    {
        return;
    }
    let schema = schema_of(item);
    let is_it = |one: &&Enum| {
        one.name == item.database_name() && (schema.is_none() || one.schema.as_deref() == schema)
    };
    let Some(found) = actual.catalog.enums.iter().find(is_it) else {
        let message = format!("The database has no enum `{}`.", item.database_name());
        checker.report(&ENUM_MISSING, item.name_range(), message);
        return;
    };
    let own: Vec<&str> = item.values.iter().map(EnumValue::database_name).collect();
    let added: Vec<_> = found
        .values
        .iter()
        .filter(|value| !own.contains(&value.as_str()) && (can_be_named(value) || value.is_empty()))
        .map(|value| format!("`{value}`"))
        .collect();
    if !added.is_empty() {
        let message = format!("The enum has more values in the database: {}.", added.join(", "));
        checker.report(&ENUM_VALUES, item.name_range(), message);
    }
    for value in &item.values {
        if !found.values.iter().any(|one| one == value.database_name()) {
            let message = format!("The enum has no value `{}` in the database.", value.database_name());
            checker.report(&ENUM_VALUES, value.name.range, message);
        }
    }
}

/// Whether an enum of the schema is that of a column.
pub(super) fn is_same(db: &dyn Db, block: Block, key: &EnumKey, pair: &Pair<'_>) -> bool {
    let Some(item) = item_of_block(db, block) else { return true };
    match key {
        EnumKey::Type(schema, name) => {
            let own = schema_of(item);
            item.database_name() == name && (own.is_none() || schema.as_deref() == own)
        }
        EnumKey::Column(_, column) => {
            let column = super::column(&pair.table.columns, column);
            let values = column.map(|column| &column.column_type.values[..]).unwrap_or_default();
            let nameable = values.iter().filter(|value| can_be_named(value) || value.is_empty());
            let own: Vec<&str> = item.values.iter().map(EnumValue::database_name).collect();
            own.len() == nameable.clone().count()
                && nameable.clone().all(|value| own.contains(&value.as_str()))
        }
    }
}
