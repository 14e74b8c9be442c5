//! Indexes.

use std::collections::BTreeMap;

use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::catalog::{Index, IndexColumn, OperatorClass, Table};

/// An index, and where it belongs.
pub(super) struct Placed {
    pub(super) index: Index,
    relation: i64,
    is_primary: bool,
}

/// The indexes by the server's number for them, those of primary keys among them.
pub(super) fn read(rows: &[PgRow]) -> Result<BTreeMap<i64, Placed>, sqlx::Error> {
    let mut found = BTreeMap::new();
    for row in rows {
        let index = Index {
            name: row.try_get("name")?,
            unique: row.try_get("is_unique")?,
            constraint: false,
            method: row.try_get("method")?,
            columns: columns(row)?,
            included: row.try_get("included")?,
            predicate: row.try_get("predicate")?,
            deferrable: false,
            clustered: None,
        };
        let placed =
            Placed { index, relation: row.try_get("relation")?, is_primary: row.try_get("is_primary")? };
        found.insert(row.try_get("id")?, placed);
    }
    Ok(found)
}

/// Gives each table its indexes, without those of primary keys.
pub(super) fn add(indexes: BTreeMap<i64, Placed>, tables: &mut BTreeMap<i64, Table>) {
    for placed in indexes.into_values().filter(|placed| !placed.is_primary) {
        if let Some(table) = tables.get_mut(&placed.relation) {
            table.indexes.push(placed.index);
        }
    }
    for table in tables.values_mut() {
        table.indexes.sort_by(|one, other| one.name.cmp(&other.name));
    }
}

fn columns(row: &PgRow) -> Result<Vec<IndexColumn>, sqlx::Error> {
    let names: Vec<Option<String>> = row.try_get("columns")?;
    let expressions: Vec<Option<String>> = row.try_get("expressions")?;
    let classes: Vec<Option<String>> = row.try_get("operator_classes")?;
    let defaults: Vec<Option<bool>> = row.try_get("default_classes")?;
    let classes = classes.into_iter().zip(defaults).map(|(name, is_default)| {
        Some(OperatorClass { name: name?, is_default: is_default.unwrap_or_default() })
    });
    let descending: Vec<bool> = row.try_get("descending")?;
    let nulls_first: Vec<bool> = row.try_get("nulls_first")?;
    // Only B-trees have an order.
    let ordered = row.try_get::<&str, _>("method")? == "btree";
    let parts = names.into_iter().zip(expressions).zip(classes).zip(descending.into_iter().zip(nulls_first));
    Ok(parts
        .map(|(((name, expression), operator_class), (descending, nulls_first))| IndexColumn {
            name,
            expression,
            descending,
            nulls_first: ordered.then_some(nulls_first),
            length: None,
            operator_class,
        })
        .collect())
}
