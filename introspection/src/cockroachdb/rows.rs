//! What CockroachDB answers, row by row.

use sqlx::Row;
use sqlx::postgres::PgRow;

type Found<T> = Result<T, sqlx::Error>;

/// Something that one row says.
pub(super) trait FromRow: Sized {
    fn from_row(row: &PgRow) -> Found<Self>;
}

/// A table (`r`) or view (`v`, `m`).
#[derive(Debug, Clone, Default)]
pub(super) struct Relation {
    pub(super) id: i64,
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) comment: Option<String>,
    pub(super) definition: Option<String>,
}

/// A column, hidden ones among them.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnRow {
    pub(super) relation: i64,
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) type_schema: Option<String>,
    pub(super) type_name: String,
    pub(super) full_type: String,
    pub(super) nullable: bool,
    pub(super) hidden: bool,
    pub(super) identity: bool,
    pub(super) generated: String,
    pub(super) default: Option<String>,
    pub(super) generation: Option<String>,
    pub(super) comment: Option<String>,
}

/// An index.
#[derive(Debug, Clone, Default)]
pub(super) struct IndexRow {
    pub(super) relation: i64,
    pub(super) name: String,
    pub(super) is_unique: bool,
    pub(super) is_primary: bool,
    pub(super) method: Option<String>,
    pub(super) predicate: Option<String>,
}

/// A column of an index.
#[derive(Debug, Clone, Default)]
pub(super) struct IndexColumnRow {
    pub(super) relation: i64,
    pub(super) index: String,
    pub(super) name: String,
    pub(super) direction: String,
    pub(super) storing: bool,
    pub(super) implicit: bool,
}

/// A constraint.
#[derive(Debug, Clone, Default)]
pub(super) struct ConstraintRow {
    pub(super) relation: i64,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) columns: Vec<i64>,
    pub(super) other_relation: Option<i64>,
    pub(super) other_columns: Vec<i64>,
    pub(super) other_schema: Option<String>,
    pub(super) other_name: Option<String>,
    pub(super) on_update: String,
    pub(super) on_delete: String,
    pub(super) definition: Option<String>,
}

/// The name of a column that a foreign key may lead to.
#[derive(Debug, Clone, Default)]
pub(super) struct Referenced {
    pub(super) relation: i64,
    pub(super) number: i64,
    pub(super) name: String,
}

/// A value of an enum.
#[derive(Debug, Clone, Default)]
pub(super) struct EnumValue {
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) value: String,
}

impl FromRow for Relation {
    fn from_row(row: &PgRow) -> Found<Self> {
        Ok(Relation {
            id: row.try_get("id")?,
            schema: row.try_get("schema")?,
            name: row.try_get("name")?,
            kind: row.try_get("kind")?,
            comment: row.try_get("comment")?,
            definition: row.try_get("definition")?,
        })
    }
}

impl FromRow for ColumnRow {
    fn from_row(row: &PgRow) -> Found<Self> {
        Ok(ColumnRow {
            relation: row.try_get("relation")?,
            number: row.try_get("number")?,
            name: row.try_get("name")?,
            type_schema: row.try_get("type_schema")?,
            type_name: row.try_get("type")?,
            full_type: row.try_get("full_type")?,
            nullable: row.try_get("nullable")?,
            hidden: row.try_get("hidden")?,
            identity: row.try_get::<Option<bool>, _>("identity")?.unwrap_or_default(),
            generated: row.try_get::<Option<String>, _>("generated")?.unwrap_or_default(),
            default: row.try_get("default_value")?,
            generation: row.try_get("generation")?,
            comment: row.try_get("comment")?,
        })
    }
}

impl FromRow for IndexRow {
    fn from_row(row: &PgRow) -> Found<Self> {
        Ok(IndexRow {
            relation: row.try_get("relation")?,
            name: row.try_get("name")?,
            is_unique: row.try_get("is_unique")?,
            is_primary: row.try_get("is_primary")?,
            method: row.try_get("method")?,
            predicate: row.try_get("predicate")?,
        })
    }
}

impl FromRow for IndexColumnRow {
    fn from_row(row: &PgRow) -> Found<Self> {
        Ok(IndexColumnRow {
            relation: row.try_get("relation")?,
            index: row.try_get("index")?,
            name: row.try_get("name")?,
            direction: row.try_get("direction")?,
            storing: row.try_get("storing")?,
            implicit: row.try_get("implicit")?,
        })
    }
}

impl FromRow for ConstraintRow {
    fn from_row(row: &PgRow) -> Found<Self> {
        let numbers = |name: &str| -> Found<Vec<i64>> {
            Ok(row.try_get::<Option<Vec<i64>>, _>(name)?.unwrap_or_default())
        };
        let text =
            |name: &str| -> Found<String> { Ok(row.try_get::<Option<String>, _>(name)?.unwrap_or_default()) };
        Ok(ConstraintRow {
            relation: row.try_get("relation")?,
            name: row.try_get("name")?,
            kind: row.try_get("kind")?,
            columns: numbers("columns")?,
            other_relation: row.try_get("other_relation")?,
            other_columns: numbers("other_columns")?,
            other_schema: row.try_get("other_schema")?,
            other_name: row.try_get("other_name")?,
            on_update: text("on_update")?,
            on_delete: text("on_delete")?,
            definition: row.try_get("definition")?,
        })
    }
}

impl FromRow for Referenced {
    fn from_row(row: &PgRow) -> Found<Self> {
        Ok(Referenced {
            relation: row.try_get("relation")?,
            number: row.try_get("number")?,
            name: row.try_get("name")?,
        })
    }
}

impl FromRow for EnumValue {
    fn from_row(row: &PgRow) -> Found<Self> {
        Ok(EnumValue {
            schema: row.try_get("schema")?,
            name: row.try_get("name")?,
            value: row.try_get("value")?,
        })
    }
}
