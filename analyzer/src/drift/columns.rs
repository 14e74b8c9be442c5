//! Fields against columns: which there are, their types, whether they may be empty, their defaults.

use super::{
    COLUMN_MISSING, COLUMN_UNKNOWN, DEFAULT, NULLABILITY, Pair, TYPE, can_be_named, column, defaults, enums,
};
use crate::check::{Checker, FieldType, resolve, settings};
use crate::item::{Arity, Field, Item};
use crate::mapping::is_column;
use catalog::{Column, FieldType as ActualType, Holds, Product, usual_arguments};
use providers::ScalarType;
use providers::native_types::default_native_type;

pub(super) fn check(checker: &mut Checker<'_>, pair: &Pair<'_>) {
    let shown: Vec<Column> =
        pair.table.columns.iter().filter(|column| pair.actual.catalog.has_field(column)).cloned().collect();
    check_presence(checker, pair.item, &shown, "table");
    for field in &pair.item.fields {
        if !is_column(checker.db, checker.block, field) {
            continue;
        }
        let Some(column) = column(&pair.table.columns, field.database_name()) else { continue };
        let actual = pair.actual.catalog.field_type(&pair.table.name, column);
        if check_type(checker, field, column, &actual, pair) {
            check_default(checker, field, column, &actual, pair);
        }
        check_nullability(checker, field, column);
    }
}

/// Which fields have no column, and which columns have no field.
pub(super) fn check_presence(checker: &mut Checker<'_>, item: &Item, columns: &[Column], kind: &str) {
    let mut known = Vec::new();
    for field in &item.fields {
        if !is_column(checker.db, checker.block, field) {
            continue;
        }
        known.push(field.database_name());
        if column(columns, field.database_name()).is_none() {
            let message = format!(
                "The {kind} `{}` in the database has no column `{}`.",
                item.database_name(),
                field.database_name()
            );
            checker.report(&COLUMN_MISSING, field.name.range, message);
        }
    }
    for column in columns {
        if !known.contains(&column.name.as_str()) && can_be_named(&column.name) {
            let message = format!(
                "The {kind} in the database has the column `{}` ({}), which no field stands for.",
                column.name, column.column_type.full
            );
            checker.report(&COLUMN_UNKNOWN, item.name_range(), message);
        }
    }
}

/// Reports another type; gives whether the types are the same.
fn check_type(
    checker: &mut Checker<'_>,
    field: &Field,
    column: &Column,
    actual: &ActualType,
    pair: &Pair<'_>,
) -> bool {
    let Some(ty) = &field.ty else { return false };
    let is_list = ty.arity == Arity::List;
    let declared = resolve(checker.db, checker.schema, Some(ty));
    let same = is_list == actual.list && holds_same(checker, field, declared, actual, pair);
    if !same {
        let message = format!(
            "The column `{}` is `{}` in the database{}.",
            column.name,
            column.column_type.full,
            match as_field(actual) {
                Some(shown) => format!(", which is `{shown}` in a schema"),
                None => String::new(),
            }
        );
        checker.report(&TYPE, ty.range, message);
    }
    same
}

fn holds_same(
    checker: &Checker<'_>,
    field: &Field,
    declared: FieldType,
    actual: &ActualType,
    pair: &Pair<'_>,
) -> bool {
    match (declared, &actual.holds) {
        (FieldType::Scalar(declared), Holds::Scalar(scalar)) => {
            declared == *scalar && same_native(checker, field, declared, actual, pair)
        }
        (FieldType::Enum(block), Holds::Enum(key)) => enums::is_same(checker.db, block, key, pair),
        // SQLite has no enums; their values are texts there.
        (FieldType::Enum(_), Holds::Scalar(ScalarType::String)) => {
            pair.actual.catalog.server.product == Product::Sqlite
        }
        // An enum whose values can have no names, or one of a schema that is not looked at.
        (FieldType::Unsupported, Holds::Enum(_)) => true,
        (FieldType::Unsupported, Holds::Unsupported(name)) => {
            let declared = field.ty.as_ref().and_then(|ty| ty.unsupported.as_deref()).unwrap_or_default();
            let without_blanks = |text: &str| text.to_lowercase().replace(' ', "");
            without_blanks(declared) == without_blanks(name)
                || without_blanks(declared).trim_start_matches('_')
                    == without_blanks(name).trim_start_matches('_')
        }
        // Types of documents have no names in the database; what is in them is not compared.
        (FieldType::Composite(_) | FieldType::Scalar(ScalarType::Json), Holds::Composite(_)) => true,
        (FieldType::Unknown, _) => true,
        _ => false,
    }
}

/// Whether the native type is the same, written or by default.
fn same_native(
    checker: &Checker<'_>,
    field: &Field,
    scalar: ScalarType,
    actual: &ActualType,
    pair: &Pair<'_>,
) -> bool {
    let Some(native) = &actual.native else { return true };
    let provider = settings(checker.db, checker.schema).provider;
    let text = checker.block.source(checker.db).text();
    let written = field.attributes.iter().find(|attribute| attribute.native_type().is_some());
    let written = written.map(|attribute| {
        let text = &text[std::ops::Range::<usize>::from(attribute.range)];
        text.split_once('.').map_or("", |(_, native)| native).to_owned()
    });
    let declared =
        written.or_else(|| default_native_type(provider, scalar).map(|(_, native)| native.to_owned()));
    let Some(declared) = declared else { return true };
    let without_blanks = |text: &str| text.replace([' ', '\t'], "");
    let (declared, found) = (without_blanks(&declared), without_blanks(&native.written()));
    let name = |text: &str| text.split('(').next().unwrap_or_default().to_owned();
    let has_size = |text: &str| text.contains('(');
    // In lists no size is told.
    declared == found
        || (name(&declared) == name(&found)
            && match (has_size(&declared), has_size(&found)) {
                (true, true) => false,
                (true, false) => actual.list || is_usual(&declared, pair),
                (false, true) => actual.list || is_usual(&found, pair),
                (false, false) => true,
            })
}

/// Whether a native type has the size that it has when none is written.
fn is_usual(written: &str, pair: &Pair<'_>) -> bool {
    let provider = pair.actual.catalog.server.product.provider();
    let usual = |(name, arguments): (&str, &[u32])| {
        let arguments: Vec<_> = arguments.iter().map(u32::to_string).collect();
        written == format!("{name}({})", arguments.join(","))
    };
    usual_arguments(provider).any(usual)
}

/// The type that a field would have.
fn as_field(actual: &ActualType) -> Option<String> {
    let suffix = if actual.list { "[]" } else { "" };
    match &actual.holds {
        Holds::Scalar(scalar) => {
            let native = actual.native.as_ref().map(|native| format!(" @db.{}", native.written()));
            Some(format!("{}{suffix}{}", scalar.name(), native.unwrap_or_default()))
        }
        Holds::Enum(_) | Holds::Composite(_) => None,
        Holds::Unsupported(name) => Some(format!("Unsupported(\"{name}\"){suffix}")),
    }
}

fn check_nullability(checker: &mut Checker<'_>, field: &Field, column: &Column) {
    let Some(ty) = &field.ty else { return };
    // Whether a list may be null is not seen in a schema, and the row id of SQLite always has a value.
    if ty.arity == Arity::List || column.column_type.list || column.auto_increment {
        return;
    }
    let declared = ty.arity == Arity::Optional;
    if declared != column.nullable {
        let message = if column.nullable {
            format!("The column `{}` may be null in the database, but the field is required.", column.name)
        } else {
            format!("The column `{}` is `NOT NULL` in the database, but the field is optional.", column.name)
        };
        checker.report(&NULLABILITY, ty.range, message);
    }
}

fn check_default(
    checker: &mut Checker<'_>,
    field: &Field,
    column: &Column,
    actual: &ActualType,
    pair: &Pair<'_>,
) {
    let found = pair.actual.catalog.field_default(actual, column);
    if defaults::is_same(checker, field, actual, found.as_ref(), pair) {
        return;
    }
    let range = field.attribute("default").map_or(field.name.range, |attribute| attribute.range);
    let message = match (&column.default, column.auto_increment, &column.generated) {
        (_, _, Some(generated)) => {
            format!("The column `{}` is generated in the database: `{}`.", column.name, generated.expression)
        }
        (_, true, _) => format!("The database counts the column `{}` up.", column.name),
        (Some(default), ..) => {
            format!("The column `{}` has the default `{}` in the database.", column.name, default.text)
        }
        (None, ..) => format!("The column `{}` has no default in the database.", column.name),
    };
    checker.report(&DEFAULT, range, message);
}
