//! Tables and views with their columns.

use std::collections::{BTreeMap, HashMap};

use sqlx::Row;
use sqlx::postgres::PgRow;

use super::types::Types;
use crate::catalog::{Column, ColumnDefault, Generated, Table, TableTraits, View};

/// The tables by the server's number for them, still without keys and indexes; and the views.
pub(super) fn read(
    relations: &[PgRow],
    columns: &[PgRow],
    types: &Types,
) -> Result<(BTreeMap<i64, Table>, Vec<View>), sqlx::Error> {
    let mut columns = columns_by_relation(columns, types)?;
    let mut tables = BTreeMap::new();
    let mut views = Vec::new();
    for row in relations {
        let id = row.try_get("id")?;
        let columns = columns.remove(&id).unwrap_or_default();
        match row.try_get("kind")? {
            kind @ ("r" | "p") => {
                tables.insert(id, table(row, columns, kind == "p")?);
            }
            kind => views.push(view(row, columns, kind == "m")?),
        }
    }
    Ok((tables, views))
}

fn table(row: &PgRow, columns: Vec<Column>, partitioned: bool) -> Result<Table, sqlx::Error> {
    let has_children: bool = row.try_get("has_children")?;
    Ok(Table {
        schema: row.try_get("schema")?,
        name: row.try_get("name")?,
        columns,
        primary_key: None,
        indexes: Vec::new(),
        foreign_keys: Vec::new(),
        checks: Vec::new(),
        exclusions: Vec::new(),
        comment: row.try_get("comment")?,
        traits: TableTraits {
            partitioned: partitioned && has_children,
            has_children: !partitioned && has_children,
            row_security: row.try_get("row_security")?,
            unreadable: !row.try_get("readable")?,
            ..TableTraits::default()
        },
        row_estimate: row.try_get::<Option<i64>, _>("row_estimate")?.and_then(|rows| rows.try_into().ok()),
        bytes: row.try_get::<Option<i64>, _>("bytes")?.and_then(|bytes| bytes.try_into().ok()),
    })
}

fn view(row: &PgRow, columns: Vec<Column>, materialized: bool) -> Result<View, sqlx::Error> {
    Ok(View {
        schema: row.try_get("schema")?,
        name: row.try_get("name")?,
        materialized,
        columns,
        definition: row.try_get("definition")?,
        comment: row.try_get("comment")?,
    })
}

fn columns_by_relation(rows: &[PgRow], types: &Types) -> Result<HashMap<i64, Vec<Column>>, sqlx::Error> {
    let mut found: HashMap<i64, Vec<Column>> = HashMap::new();
    for row in rows {
        found.entry(row.try_get("relation")?).or_default().push(column(row, types)?);
    }
    Ok(found)
}

fn column(row: &PgRow, types: &Types) -> Result<Column, sqlx::Error> {
    let expression: Option<String> = row.try_get("expression")?;
    let generated: &str = row.try_get("generated")?;
    let (default, generated) = if generated.is_empty() {
        (expression.map(|text| ColumnDefault { text, ..ColumnDefault::default() }), None)
    } else {
        (None, Some(Generated { expression: expression.unwrap_or_default(), stored: generated == "s" }))
    };
    let ty = row.try_get("type")?;
    Ok(Column {
        name: row.try_get("name")?,
        column_type: types.column_type(ty, row.try_get("full_type")?),
        nullable: !row.try_get::<bool, _>("not_null")? && types.allow_null(ty),
        default,
        auto_increment: !row.try_get::<&str, _>("identity")?.is_empty(),
        generated,
        comment: row.try_get("comment")?,
    })
}
