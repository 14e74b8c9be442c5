//! Types of columns, seen through domains and lists.

use std::collections::HashMap;

use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::catalog::ColumnType;
use crate::catalog_text::numbers_in_parentheses;

/// The types that columns have, by the server's number for them.
pub(super) struct Types(HashMap<i64, Type>);

struct Type {
    name: String,
    schema: String,
    is_enum: bool,
    /// Whether it is a domain that allows no null.
    not_null: bool,
    /// The type under a domain, and how it is written with the domain's arguments.
    base: Option<(i64, String)>,
    element: Option<i64>,
}

impl Types {
    pub(super) fn read(rows: &[PgRow]) -> Result<Types, sqlx::Error> {
        let mut types = HashMap::new();
        for row in rows {
            let base: Option<i64> = row.try_get("base")?;
            let full_base: Option<String> = row.try_get("full_base")?;
            let found = Type {
                name: row.try_get("name")?,
                schema: row.try_get("schema")?,
                is_enum: row.try_get::<&str, _>("kind")? == "e",
                not_null: row.try_get("not_null")?,
                base: base.zip(full_base),
                element: row.try_get("element")?,
            };
            types.insert(row.try_get("id")?, found);
        }
        Ok(Types(types))
    }

    /// Whether a type lets columns hold no value. A domain may not, and then neither may those that are based on it.
    pub(super) fn allow_null(&self, id: i64) -> bool {
        let first = self.0.get(&id);
        let base = |one: &&Type| self.0.get(&one.base.as_ref()?.0);
        std::iter::successors(first, base).all(|one| !one.not_null)
    }

    /// The type of a column that the server writes as `full`.
    pub(super) fn column_type(&self, id: i64, full: String) -> ColumnType {
        let mut found = ColumnType {
            name: full.clone(),
            arguments: arguments(&full),
            full,
            unsigned: false,
            list: false,
            enumeration: None,
            values: Vec::new(),
            domain: None,
            composite: None,
        };
        let mut id = id;
        while let Some(current) = self.0.get(&id) {
            found.name.clone_from(&current.name);
            if let Some((base, written)) = &current.base {
                found.domain.get_or_insert_with(|| current.name.clone());
                if found.arguments.is_empty() {
                    found.arguments = arguments(written);
                }
                id = *base;
            } else if let Some(element) = current.element {
                found.list = true;
                id = element;
            } else {
                found.enumeration = current.is_enum.then(|| (current.schema.clone(), current.name.clone()));
                break;
            }
        }
        found
    }
}

/// The arguments in a type as written. A name in quotes may hold parentheses, but only types of users have such names.
fn arguments(full: &str) -> Vec<u32> {
    if full.contains('"') { Vec::new() } else { numbers_in_parentheses(full) }
}
