//! Defaults as CockroachDB prints them: as PostgreSQL, with types behind three colons: `'red':::public.color`, `now():::TIMESTAMPTZ`.

use super::{FieldDefault, postgresql, scalar_of};
use crate::FieldType;
use providers::ScalarType;

pub(super) fn read(text: &str, ty: &FieldType) -> Option<FieldDefault> {
    if scalar_of(ty) == Some(ScalarType::BigInt) && text == "unique_rowid()" && !ty.list {
        return Some(FieldDefault::Autoincrement);
    }
    let plain = with_two_colons(text);
    let found = postgresql::read(negative(&plain).unwrap_or(&plain), ty);
    let is_now = scalar_of(ty) == Some(ScalarType::DateTime)
        && plain.split("::").next().is_some_and(|call| call == "current_timestamp()");
    match found {
        Some(FieldDefault::Expression(_)) if is_now => Some(FieldDefault::Now),
        // As it stands, so that the server reads what it printed.
        Some(FieldDefault::Expression(_)) => Some(FieldDefault::Expression(text.to_owned())),
        found => found,
    }
}

/// The number in `(-7)::INT8`. Only those are in brackets.
fn negative(text: &str) -> Option<&str> {
    let (number, _) = text.strip_prefix('(')?.split_once(")::")?;
    let digits = number.strip_prefix('-')?;
    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then_some(number)
}

/// With casts as PostgreSQL writes them; texts in quotes stay as they are.
fn with_two_colons(text: &str) -> String {
    let parts: Vec<String> = text
        .split('\'')
        .enumerate()
        .map(|(at, part)| if at % 2 == 0 { part.replace(":::", "::") } else { part.to_owned() })
        .collect();
    parts.join("'")
}
