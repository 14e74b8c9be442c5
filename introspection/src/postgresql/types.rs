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
                base: base.zip(full_base),
                element: row.try_get("element")?,
            };
            types.insert(row.try_get("id")?, found);
        }
        Ok(Types(types))
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
