//! What SQL Server answers, row by row.

use tiberius::Row;

type Found<T> = Result<T, tiberius::error::Error>;

/// Something that one row says.
pub(super) trait FromRow: Sized {
    fn from_row(row: &Row) -> Found<Self>;
}

/// A table (`U`) or view (`V`).
#[derive(Debug, Clone, Default)]
pub(super) struct Relation {
    pub(super) id: i64,
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) comment: Option<String>,
    pub(super) definition: Option<String>,
    pub(super) row_estimate: Option<i64>,
    pub(super) bytes: Option<i64>,
}

/// A column.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnRow {
    pub(super) relation: i64,
    pub(super) name: String,
    pub(super) type_name: String,
    pub(super) alias: Option<String>,
    /// In bytes; -1 for `max`.
    pub(super) max_length: i32,
    pub(super) precision: i32,
    pub(super) scale: i32,
    pub(super) nullable: bool,
    pub(super) identity: bool,
    pub(super) computed: Option<String>,
    pub(super) persisted: bool,
    pub(super) default_name: Option<String>,
    pub(super) default: Option<String>,
    pub(super) comment: Option<String>,
}

/// A column of an index.
#[derive(Debug, Clone, Default)]
pub(super) struct IndexRow {
    pub(super) relation: i64,
    pub(super) name: String,
    pub(super) is_unique: bool,
    pub(super) is_primary: bool,
    pub(super) is_constraint: bool,
    /// 1 for clustered, 2 for nonclustered.
    pub(super) method: i32,
    pub(super) method_name: String,
    pub(super) predicate: Option<String>,
    pub(super) column: String,
    pub(super) descending: bool,
    pub(super) included: bool,
}

/// A column of a foreign key.
#[derive(Debug, Clone, Default)]
pub(super) struct KeyRow {
    pub(super) relation: i64,
    pub(super) name: String,
    pub(super) other_schema: String,
    pub(super) other_table: String,
    pub(super) on_delete: String,
    pub(super) on_update: String,
    pub(super) column: String,
    pub(super) other_column: String,
}

/// A check constraint.
#[derive(Debug, Clone, Default)]
pub(super) struct CheckRow {
    pub(super) relation: i64,
    pub(super) name: String,
    pub(super) condition: String,
}

/// A text that may be missing.
pub(super) fn maybe(row: &Row, name: &str) -> Found<Option<String>> {
    Ok(row.try_get::<&str, _>(name)?.map(str::to_owned))
}

/// A text; empty where the server gives none.
pub(super) fn text(row: &Row, name: &str) -> Found<String> {
    Ok(maybe(row, name)?.unwrap_or_default())
}

fn number(row: &Row, name: &str) -> Found<i32> {
    Ok(row.try_get(name)?.unwrap_or_default())
}

fn relation(row: &Row) -> Found<i64> {
    Ok(row.try_get("relation")?.unwrap_or_default())
}

fn truth(row: &Row, name: &str) -> Found<bool> {
    Ok(row.try_get(name)?.unwrap_or_default())
}

impl FromRow for Relation {
    fn from_row(row: &Row) -> Found<Self> {
        Ok(Relation {
            id: row.try_get("id")?.unwrap_or_default(),
            schema: text(row, "schema")?,
            name: text(row, "name")?,
            kind: text(row, "kind")?,
            comment: maybe(row, "comment")?,
            definition: maybe(row, "definition")?,
            row_estimate: row.try_get("row_estimate")?,
            bytes: row.try_get("bytes")?,
        })
    }
}

impl FromRow for ColumnRow {
    fn from_row(row: &Row) -> Found<Self> {
        Ok(ColumnRow {
            relation: relation(row)?,
            name: text(row, "name")?,
            type_name: text(row, "type")?,
            alias: maybe(row, "alias")?,
            max_length: number(row, "max_length")?,
            precision: number(row, "precision")?,
            scale: number(row, "scale")?,
            nullable: truth(row, "nullable")?,
            identity: truth(row, "is_identity")?,
            computed: maybe(row, "computed")?,
            persisted: truth(row, "persisted")?,
            default_name: maybe(row, "default_name")?,
            default: maybe(row, "default_value")?,
            comment: maybe(row, "comment")?,
        })
    }
}

impl FromRow for IndexRow {
    fn from_row(row: &Row) -> Found<Self> {
        Ok(IndexRow {
            relation: relation(row)?,
            name: text(row, "name")?,
            is_unique: truth(row, "is_unique")?,
            is_primary: truth(row, "is_primary")?,
            is_constraint: truth(row, "is_constraint")?,
            method: number(row, "method")?,
            method_name: text(row, "method_name")?,
            predicate: maybe(row, "predicate")?,
            column: text(row, "column_name")?,
            descending: truth(row, "descending")?,
            included: truth(row, "included")?,
        })
    }
}

impl FromRow for KeyRow {
    fn from_row(row: &Row) -> Found<Self> {
        Ok(KeyRow {
            relation: relation(row)?,
            name: text(row, "name")?,
            other_schema: text(row, "other_schema")?,
            other_table: text(row, "other_table")?,
            on_delete: text(row, "on_delete")?,
            on_update: text(row, "on_update")?,
            column: text(row, "column_name")?,
            other_column: text(row, "other_column")?,
        })
    }
}

impl FromRow for CheckRow {
    fn from_row(row: &Row) -> Found<Self> {
        let (relation, name) = (relation(row)?, text(row, "name")?);
        Ok(CheckRow { relation, name, condition: text(row, "condition")? })
    }
}
