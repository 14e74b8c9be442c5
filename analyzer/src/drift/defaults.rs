//! Whether the default of a field is that of its column.

use super::Pair;
use crate::check::{Checker, FieldType, item_of_block, resolve};
use crate::item::{Expression, ExpressionKind, Field};
use catalog::{FieldDefault, FieldType as ActualType, Holds, Product, Value};
use providers::ScalarType;

/// Functions that the client runs: the database knows nothing of them.
const OF_CLIENT: [&str; 5] = ["cuid", "uuid", "nanoid", "ulid", "auto"];

/// Whether both have the same default, as far as that can be told.
pub(super) fn is_same(
    checker: &Checker<'_>,
    field: &Field,
    ty: &ActualType,
    found: Option<&FieldDefault>,
    pair: &Pair<'_>,
) -> bool {
    let declared = field.attribute("default").and_then(|attribute| {
        let is_value =
            |name: &Option<crate::item::Name>| name.as_ref().is_none_or(|name| name.text == "value");
        attribute.arguments.iter().find(|argument| is_value(&argument.name))?.value.as_ref()
    });
    let is_sqlite = pair.actual.catalog.server.product == Product::Sqlite;
    let Some(declared) = declared else {
        // The row id of SQLite counts up whether one says so or not.
        return found.is_none() || (is_sqlite && found == Some(&FieldDefault::Autoincrement));
    };
    if let Some(call) = declared.as_call() {
        let name = call.function.text.as_str();
        let text = call.arguments.first().and_then(|argument| argument.value.as_ref()?.as_string());
        return match (name, found) {
            _ if OF_CLIENT.contains(&name) => found.is_none(),
            ("autoincrement" | "sequence", found) => found == Some(&FieldDefault::Autoincrement),
            ("now", found) => found == Some(&FieldDefault::Now),
            // Without a text it says that there is something, and not what.
            ("dbgenerated", Some(_)) if text.is_none() => true,
            ("dbgenerated", Some(FieldDefault::Expression(expression))) => {
                Some(plain(expression)) == text.map(plain)
            }
            ("dbgenerated", Some(FieldDefault::Value(_) | FieldDefault::Now)) => true,
            ("dbgenerated", _) => false,
            _ => true,
        };
    }
    match found {
        None => false,
        Some(FieldDefault::Value(value)) => same_value(checker, field, declared, value),
        // A text that the database turned into a value of the column's type cannot be compared with it.
        Some(FieldDefault::Expression(_)) => is_turned(ty),
        Some(FieldDefault::Autoincrement | FieldDefault::Now) => false,
    }
}

/// Whether texts are turned into something else on their way into columns of a type.
fn is_turned(ty: &ActualType) -> bool {
    let is_uuid = ty.native.as_ref().is_some_and(|native| native.name == "Uuid");
    let scalars = [ScalarType::DateTime, ScalarType::Json, ScalarType::Bytes];
    is_uuid || matches!(ty.holds, Holds::Scalar(scalar) if scalars.contains(&scalar))
}

/// Without what does not change the meaning of an expression: blanks, and brackets around all of it.
fn plain(expression: &str) -> String {
    let mut text = expression.split_whitespace().collect::<String>();
    while let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let mut depth = 0_i32;
        let is_pair = inner.chars().all(|character| {
            depth += i32::from(character == '(') - i32::from(character == ')');
            depth >= 0
        });
        if !is_pair {
            break;
        }
        text = inner.to_owned();
    }
    text
}

fn same_value(checker: &Checker<'_>, field: &Field, declared: &Expression, value: &Value) -> bool {
    match (&declared.kind, value) {
        (ExpressionKind::Array(declared), Value::List(values)) => {
            declared.len() == values.len()
                && declared.iter().zip(values).all(|(one, value)| same_value(checker, field, one, value))
        }
        (ExpressionKind::Number(number), Value::Number(found)) => same_number(number, found),
        (ExpressionKind::String(text), Value::Number(found)) => same_number(text, found),
        (ExpressionKind::String(text), Value::Text(found)) => text == found || same_json(text, found),
        (ExpressionKind::Path(path), Value::Boolean(truth)) => path == &truth.to_string(),
        (ExpressionKind::Path(path), Value::EnumValue(found) | Value::Text(found)) => {
            database_value(checker, field, path).as_deref() == Some(found)
        }
        _ => false,
    }
}

fn same_number(one: &str, other: &str) -> bool {
    let digits = |text: &str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        (whole.trim_start_matches('+').to_owned(), fraction.trim_end_matches('0').to_owned())
    };
    digits(one) == digits(other)
        || matches!((one.parse::<f64>(), other.parse::<f64>()), (Ok(one), Ok(other)) if one == other)
}

/// Databases set blanks in documents as they like.
fn same_json(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    one.starts_with(['{', '[']) && plain(one) == plain(other)
}

/// What a value of the field's enum is called in the database.
fn database_value(checker: &Checker<'_>, field: &Field, value: &str) -> Option<String> {
    let FieldType::Enum(block) = resolve(checker.db, checker.schema, field.ty.as_ref()) else { return None };
    let item = item_of_block(checker.db, block)?;
    let value = item.values.iter().find(|own| own.name.text == value)?;
    Some(value.database_name().to_owned())
}
