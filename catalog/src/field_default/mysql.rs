//! Defaults as MySQL and MariaDB print them. MySQL gives the bare text of a value and marks expressions; MariaDB gives
//! an expression, in which texts have quotes.

use super::{FieldDefault, Value, expression, number, scalar_of, value};
use crate::{Column, ColumnDefault, FieldType, Holds};
use providers::ScalarType;

pub(super) fn read(default: &ColumnDefault, column: &Column, ty: &FieldType) -> Option<FieldDefault> {
    let text = default.text.as_str();
    if text == "NULL" {
        return None;
    }
    let is_now = is_now(text) && scalar_of(ty) == Some(ScalarType::DateTime);
    if is_now {
        return Some(FieldDefault::Now);
    }
    if default.expression {
        // The server prints a text in an expression with its character set and escaped quotes, which it does not read back.
        return literal(text, column, ty).filter(is_number).or_else(|| parenthesised(&readable(text)));
    }
    literal(text, column, ty).or_else(|| match scalar_of(ty) {
        Some(ScalarType::DateTime) => expression(&quoted(text)),
        Some(ScalarType::Bytes | ScalarType::Boolean) | None => expression(text),
        Some(_) => expression(text),
    })
}

pub(super) fn read_mariadb(default: &ColumnDefault, column: &Column, ty: &FieldType) -> Option<FieldDefault> {
    let text = default.text.as_str();
    if text == "NULL" {
        return None;
    }
    if scalar_of(ty) == Some(ScalarType::DateTime) && is_now(text) {
        return Some(FieldDefault::Now);
    }
    let is_text = matches!(ty.holds, Holds::Enum(_)) || scalar_of(ty) == Some(ScalarType::String);
    match unquoted(text) {
        Some(bare) if is_text => literal(&bare, column, ty).or_else(|| parenthesised(text)),
        Some(bare) => literal(&bare, column, ty).filter(is_number).or_else(|| parenthesised(text)),
        None if is_text => parenthesised(text),
        None => literal(text, column, ty).or_else(|| parenthesised(text)),
    }
}

/// A bare text as a value.
fn literal(text: &str, column: &Column, ty: &FieldType) -> Option<FieldDefault> {
    if let Holds::Enum(_) = ty.holds {
        let known = column.column_type.values.iter().any(|one| one == text);
        return known.then(|| FieldDefault::Value(Value::EnumValue(text.to_owned())));
    }
    match scalar_of(ty)? {
        ScalarType::String => value(Value::Text(text.to_owned())),
        ScalarType::Boolean => match text {
            "0" => value(Value::Boolean(false)),
            "1" => value(Value::Boolean(true)),
            _ => None,
        },
        scalar @ (ScalarType::Int | ScalarType::BigInt | ScalarType::Float | ScalarType::Decimal) => {
            number(text, scalar).map(|number| FieldDefault::Value(Value::Number(number)))
        }
        ScalarType::DateTime | ScalarType::Json | ScalarType::Bytes => None,
    }
}

fn is_number(default: &FieldDefault) -> bool {
    matches!(default, FieldDefault::Value(Value::Number(_) | Value::Boolean(_)))
}

/// `CURRENT_TIMESTAMP`, perhaps with a precision and brackets.
fn is_now(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let Some(rest) = lower.strip_prefix("current_timestamp") else { return false };
    let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    rest.is_empty() || inner.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn parenthesised(text: &str) -> Option<FieldDefault> {
    let text = if text.starts_with('(') { text.to_owned() } else { format!("({text})") };
    Some(FieldDefault::Expression(text))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Without `_utf8mb4` before texts and without backslashes before their quotes.
fn readable(text: &str) -> String {
    let mut readable = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\'") {
        let before = &rest[..at];
        let word = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
        let is_charset = before[word..].starts_with('_');
        readable.push_str(if is_charset { &before[..word] } else { before });
        readable.push('\'');
        rest = &rest[at + 2..];
    }
    readable + rest
}

/// The text between quotes, if the whole is one text in quotes.
fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut unquoted = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\'' => unquoted.push(characters.next().filter(|next| *next == '\'')?),
            '\\' => unquoted.push(match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                other => other,
            }),
            other => unquoted.push(other),
        }
    }
    Some(unquoted)
}
