//! Defaults as SQLite prints them: as they were written.

use super::{FieldDefault, Value, expression, number, scalar_of, value};
use crate::FieldType;
use providers::ScalarType;

const NOW: [&str; 3] = ["current_timestamp", "datetime('now')", "datetime('now', 'localtime')"];

pub(super) fn read(text: &str, ty: &FieldType) -> Option<FieldDefault> {
    if text.eq_ignore_ascii_case("null") {
        return None;
    }
    let Some(scalar) = scalar_of(ty) else { return expression(text) };
    match scalar {
        ScalarType::Int | ScalarType::BigInt | ScalarType::Float | ScalarType::Decimal => {
            match number(unquoted(text).as_deref().unwrap_or(text), scalar) {
                Some(number) => value(Value::Number(number)),
                None => expression(text),
            }
        }
        ScalarType::Boolean => match text.to_ascii_lowercase().as_str() {
            "true" | "1" => value(Value::Boolean(true)),
            "false" | "0" => value(Value::Boolean(false)),
            _ => expression(text),
        },
        ScalarType::String | ScalarType::Json => match unquoted(text) {
            Some(text) => value(Value::Text(text)),
            // A number in a column of text is that text; a function is not.
            None if is_number(text) => value(Value::Text(text.to_owned())),
            None => expression(text),
        },
        ScalarType::DateTime if NOW.contains(&text.to_ascii_lowercase().as_str()) => Some(FieldDefault::Now),
        ScalarType::DateTime | ScalarType::Bytes => expression(text),
    }
}

fn is_number(text: &str) -> bool {
    number(text, ScalarType::Decimal).is_some()
}

/// The text between quotes, if the whole is one text in quotes.
fn unquoted(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let inner = text.get(1..text.len().checked_sub(1)?)?;
    if !text.ends_with(quote) || text.len() < 2 {
        return None;
    }
    let doubled = format!("{quote}{quote}");
    (!inner.replace(&doubled, "").contains(quote)).then(|| inner.replace(&doubled, &quote.to_string()))
}
