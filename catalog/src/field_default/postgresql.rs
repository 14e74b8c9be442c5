//! Defaults as PostgreSQL prints them: `'red'::color`, `(-7)`, `nextval('a_seq'::regclass)`.

use super::{FieldDefault, Value, expression, number, scalar_of, value};
use crate::{FieldType, Holds};
use providers::ScalarType;

pub(super) fn read(text: &str, ty: &FieldType) -> Option<FieldDefault> {
    let Some(bare) = without_casts(text) else { return expression(text) };
    if bare.eq_ignore_ascii_case("null") {
        return None;
    }
    if ty.list {
        return match list(bare, ty) {
            Some(values) => value(Value::List(values)),
            None => expression(text),
        };
    }
    match scalar_of(ty) {
        Some(ScalarType::Int | ScalarType::BigInt) if bare.starts_with("nextval(") => {
            Some(FieldDefault::Autoincrement)
        }
        Some(ScalarType::DateTime) if matches!(bare, "now()" | "CURRENT_TIMESTAMP") => {
            Some(FieldDefault::Now)
        }
        _ => match single(text, bare, ty) {
            Some(literal) => value(literal),
            None => expression(text),
        },
    }
}

/// A value that perhaps has casts. Integers that are cast in brackets, such as `(5)::smallint`, Prisma leaves to the database.
fn single(text: &str, bare: &str, ty: &FieldType) -> Option<Value> {
    let is_integer = matches!(scalar_of(ty), Some(ScalarType::Int | ScalarType::BigInt));
    let is_cast_in_brackets = bare.starts_with('(') && bare.len() < text.trim().len();
    literal(bare, ty).filter(|_| !(is_integer && is_cast_in_brackets))
}

/// Whether values are texts and nothing that is written as one.
fn is_plain_text(ty: &FieldType) -> bool {
    const TEXTS: [&str; 4] = ["Text", "VarChar", "Char", "Citext"];
    ty.native.as_ref().is_some_and(|native| TEXTS.contains(&native.name))
}

/// A text, number or truth as a value of the type (of its elements, if it is a list).
fn literal(bare: &str, ty: &FieldType) -> Option<Value> {
    let quoted = unquoted(bare);
    let text = || quoted.clone();
    match &ty.holds {
        Holds::Enum(_) => Some(Value::EnumValue(text()?)),
        Holds::Composite(_) | Holds::Unsupported(_) => None,
        Holds::Scalar(scalar) => match scalar {
            ScalarType::Boolean => match quoted.as_deref().unwrap_or(bare) {
                "true" | "t" => Some(Value::Boolean(true)),
                "false" | "f" => Some(Value::Boolean(false)),
                _ => None,
            },
            ScalarType::Int | ScalarType::BigInt | ScalarType::Float | ScalarType::Decimal => {
                let bare = quoted.as_deref().unwrap_or_else(|| without_brackets(bare));
                Some(Value::Number(number(bare, *scalar)?))
            }
            // A text that is no UUID would not be one of the column's values; Prisma leaves them all to the database.
            ScalarType::String if ty.native.as_ref().is_some_and(|native| native.name == "Uuid") => None,
            ScalarType::String | ScalarType::Json => Some(Value::Text(bits(bare).or_else(text)?)),
            ScalarType::Bytes => Some(Value::Text(base64(&hexadecimal(quoted?.strip_prefix("\\x")?)?))),
            ScalarType::DateTime => None,
        },
    }
}

/// `'{1,2}'` or `ARRAY[1, 2]`
fn list(cast: &str, ty: &FieldType) -> Option<Vec<Value>> {
    let bare = without_casts(without_brackets(cast))?;
    if let Some(inner) = bare.strip_prefix("ARRAY[").and_then(|rest| rest.strip_suffix(']')) {
        let elements = split(inner)?;
        return elements.iter().map(|element| single(element, without_casts(element)?, ty)).collect();
    }
    if cast.starts_with('(') && !is_plain_text(ty) {
        return None;
    }
    let text = unquoted(bare)?;
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    if inner.is_empty() {
        return Some(Vec::new());
    }
    let element = |text: String| match &ty.holds {
        Holds::Scalar(ScalarType::String) if is_plain_text(ty) => Some(Value::Text(text)),
        Holds::Enum(_) => Some(Value::EnumValue(text)),
        // What else is written as text in an array, Prisma leaves to the database.
        Holds::Scalar(ScalarType::String | ScalarType::Json | ScalarType::Bytes) => None,
        _ => literal(&text, ty),
    };
    array_elements(inner)?.into_iter().map(element).collect()
}

/// The elements of an array's text: `a,"b c"`.
fn array_elements(inner: &str) -> Option<Vec<String>> {
    let (mut elements, mut element, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            '\\' => element.push(characters.next()?),
            ',' if !quoted => elements.push(std::mem::take(&mut element)),
            // An array of arrays is no list of values.
            '{' | '}' if !quoted => return None,
            other => element.push(other),
        }
    }
    elements.push(element);
    Some(elements)
}

/// The parts between commas that stand in no quotes or brackets.
fn split(inner: &str) -> Option<Vec<&str>> {
    if inner.trim().is_empty() {
        return Some(Vec::new());
    }
    let (mut parts, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0_usize, false);
    for (at, character) in inner.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth = depth.checked_sub(1)?,
            ',' if !quoted && depth == 0 => {
                parts.push(inner[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(inner[start..].trim());
    Some(parts)
}

/// What stands before the casts that end an expression. None where a cast cannot be read.
fn without_casts(text: &str) -> Option<&str> {
    let text = text.trim();
    let Some(end) = end_of_operand(text) else { return Some(text) };
    let mut rest = &text[end..];
    while !rest.is_empty() {
        rest = after_type(rest.strip_prefix("::")?)?;
    }
    Some(&text[..end])
}

/// Where the first operand of an expression ends: a text, a number, a name or call, or something in brackets.
fn end_of_operand(text: &str) -> Option<usize> {
    let (mut depth, mut quoted) = (0_usize, false);
    for (at, character) in text.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth = depth.checked_sub(1)?,
            ':' if !quoted && depth == 0 => return Some(at),
            _ => {}
        }
    }
    Some(text.len())
}

/// What stands behind the name of a type: `character varying(20)[]`, `a."Mixed Case"`.
fn after_type(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let length = match rest.chars().next() {
            None => return Some(rest),
            Some('"') => rest[1..].find('"')? + 2,
            Some('(') => rest.find(')')? + 1,
            Some('[') => rest.find(']')? + 1,
            Some('.') => 1,
            Some(':') => return Some(rest),
            Some(first) if first.is_alphanumeric() || first == '_' => {
                rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
            }
            Some(_) => return None,
        };
        rest = &rest[length..];
    }
}

fn without_brackets(text: &str) -> &str {
    text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text)
}

/// The text of `'…'` or `E'…'`.
fn unquoted(text: &str) -> Option<String> {
    let (escapes, rest) = match text.strip_prefix('E') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let inner = rest.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut unquoted = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\'' => unquoted.push(characters.next().filter(|next| *next == '\'')?),
            '\\' if escapes => unquoted.push(match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                other => other,
            }),
            other => unquoted.push(other),
        }
    }
    Some(unquoted)
}

/// The digits of `B'1010'`.
fn bits(text: &str) -> Option<String> {
    unquoted(text.strip_prefix('B')?)
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    text.len().is_multiple_of(2).then(|| text.as_bytes().chunks(2).map(pair).collect())?
}

fn base64(bytes: &[u8]) -> String {
    use base64::prelude::{BASE64_STANDARD, Engine};
    BASE64_STANDARD.encode(bytes)
}
