//! Defaults as SQL Server prints them: in parentheses, numbers in two pairs: `((0))`, `(getdate())`, `(N'x')`.

use super::{FieldDefault, Value, expression, number, scalar_of, value};
use crate::FieldType;
use providers::ScalarType;

/// How the server prints `current_timestamp`.
const NOW: [&str; 2] = ["getdate()", "current_timestamp"];

pub(super) fn read(text: &str, ty: &FieldType) -> Option<FieldDefault> {
    let once = without_parentheses(text);
    let mut bare = once;
    while without_parentheses(bare) != bare {
        bare = without_parentheses(bare);
    }
    if bare.eq_ignore_ascii_case("null") {
        return None;
    }
    let found = match scalar_of(ty)? {
        scalar @ (ScalarType::Int | ScalarType::BigInt | ScalarType::Float | ScalarType::Decimal) => {
            let digits = unquoted(bare).unwrap_or_else(|| bare.to_owned());
            number(digits.trim_end_matches('.'), scalar).map(Value::Number)
        }
        ScalarType::Boolean => match unquoted(bare).as_deref().unwrap_or(bare) {
            "1" => Some(Value::Boolean(true)),
            "0" => Some(Value::Boolean(false)),
            word if word.eq_ignore_ascii_case("true") => Some(Value::Boolean(true)),
            word if word.eq_ignore_ascii_case("false") => Some(Value::Boolean(false)),
            _ => None,
        },
        // A text that is no identifier would not be one of the column's values; the server is to judge.
        ScalarType::String if ty.native.as_ref().is_some_and(|native| native.name == "UniqueIdentifier") => {
            None
        }
        ScalarType::String => unquoted(bare).map(Value::Text),
        ScalarType::DateTime if NOW.iter().any(|now| bare.eq_ignore_ascii_case(now)) => {
            return Some(FieldDefault::Now);
        }
        ScalarType::DateTime | ScalarType::Json | ScalarType::Bytes => None,
    };
    match found {
        Some(found) => value(found),
        None => expression(once),
    }
}

/// What stands in the parentheses, if one pair is around the whole.
fn without_parentheses(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return text };
    let (mut depth, mut quoted) = (0_i32, false);
    for character in inner.chars() {
        match character {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return text;
        }
    }
    inner
}

/// The text of `'…'` or `N'…'`, if the whole is one.
fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix(['N', 'n']).unwrap_or(text).strip_prefix('\'')?.strip_suffix('\'')?;
    (!inner.replace("''", "").contains('\'')).then(|| inner.replace("''", "'"))
}
