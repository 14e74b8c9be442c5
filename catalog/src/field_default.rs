//! What a schema calls the default of a column.
//!
//! Every server prints defaults in its own way: PostgreSQL as expressions with casts, MySQL as bare text, MariaDB as
//! expressions, SQLite as they were written, SQL Server in parentheses.

mod cockroachdb;
mod mysql;
mod postgresql;
mod sqlite;
mod sqlserver;

use crate::{Catalog, Column, FieldType, Holds, Product};
use providers::ScalarType;

/// The default that the field of a column has in a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldDefault {
    /// `autoincrement()`
    Autoincrement,
    /// `now()`
    Now,
    /// A value.
    Value(Value),
    /// `dbgenerated("…")`, with this text.
    Expression(String),
}

/// A value of a default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number, as one writes it.
    Number(String),
    /// True or false.
    Boolean(bool),
    /// A text: of strings, JSON documents, and in base64 of bytes.
    Text(String),
    /// A value of an enum, as the database calls it.
    EnumValue(String),
    /// Several values.
    List(Vec<Value>),
}

impl Catalog {
    /// The default that the field of a column has, if it has one.
    pub fn field_default(&self, ty: &FieldType, column: &Column) -> Option<FieldDefault> {
        if column.auto_increment {
            return Some(FieldDefault::Autoincrement);
        }
        if let Some(generated) = &column.generated {
            // The one server whose generated columns Prisma takes for columns with a default.
            let shown = self.server.product.provider() == providers::Provider::PostgreSql;
            return shown.then(|| FieldDefault::Expression(generated.expression.clone()));
        }
        let default = column.default.as_ref()?;
        match self.server.product {
            Product::PostgreSql => postgresql::read(&default.text, ty),
            Product::CockroachDb => cockroachdb::read(&default.text, ty),
            Product::MySql => mysql::read(default, column, ty),
            Product::MariaDb => mysql::read_mariadb(default, column, ty),
            Product::Sqlite => sqlite::read(&default.text, ty),
            Product::SqlServer => sqlserver::read(&default.text, ty),
            Product::MongoDb => None,
        }
    }
}

/// A number as a schema writes it: without exponent, and without what does not change it.
fn number(text: &str, scalar: ScalarType) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match scalar {
        ScalarType::Int | ScalarType::BigInt => {
            (is_digits(digits) && text.parse::<i64>().is_ok()).then(|| text.to_owned())
        }
        ScalarType::Float | ScalarType::Decimal => {
            let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
                Some((mantissa, exponent)) => {
                    (mantissa, exponent.trim_start_matches('+').parse::<i32>().ok()?)
                }
                None => (digits, 0),
            };
            let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            if !(is_number(whole) && is_number(fraction)) || whole.len() + fraction.len() == 0 {
                return None;
            }
            let text = shifted(whole, fraction, exponent)?;
            let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
            Some(if is_zero { text } else { format!("{sign}{text}") })
        }
        _ => None,
    }
}

/// A decimal number whose point is moved by an exponent.
fn shifted(whole: &str, fraction: &str, exponent: i32) -> Option<String> {
    if exponent.unsigned_abs() > 400 {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let text = match usize::try_from(point) {
        Ok(0) => format!("0.{digits}"),
        Ok(point) if point >= digits.len() => format!("{digits}{}", "0".repeat(point - digits.len())),
        Ok(point) => format!("{}.{}", &digits[..point], &digits[point..]),
        Err(_) => format!("0.{}{digits}", "0".repeat(usize::try_from(-point).ok()?)),
    };
    // `0100` is 100; what stands behind the point is kept as it is.
    let trimmed = text.trim_start_matches('0');
    Some(match trimmed {
        "" => "0".to_owned(),
        _ if trimmed.starts_with('.') => format!("0{trimmed}"),
        _ => trimmed.to_owned(),
    })
}

/// The scalar type, if it is one.
fn scalar_of(ty: &FieldType) -> Option<ScalarType> {
    match ty.holds {
        Holds::Scalar(scalar) => Some(scalar),
        _ => None,
    }
}

fn expression(text: &str) -> Option<FieldDefault> {
    Some(FieldDefault::Expression(text.to_owned()))
}

fn value(value: Value) -> Option<FieldDefault> {
    Some(FieldDefault::Value(value))
}
