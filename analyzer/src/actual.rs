//! What is really in the database for the things of a schema, as plain data: for hints, hovers and completion.
//!
//! Where schema and database differ is found out in [`drift`](crate::drift); here it is only asked for.

use crate::check::item_of_block;
use crate::db::{Block, Db};
use crate::drift::{self, Actual, drift_of_block, schema_of};
use crate::item::{EnumValue, Field, Item};
use crate::mapping::is_column;
use catalog::{Column, Enum, ForeignKey, Index, IndexColumn, Table};
use syntax::node::BlockKind;

/// The table or view that a model or view stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActualTable {
    /// How many rows the server thinks there are.
    pub rows: Option<u64>,
    /// The bytes that it takes with its indexes.
    pub bytes: Option<u64>,
    /// The comment on it.
    pub comment: Option<String>,
    /// Its keys, indexes and checks.
    pub constraints: Vec<ActualConstraint>,
}

/// A key, index or check of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActualConstraint {
    /// Such as `primary key`, `unique index`, `index`, `foreign key` or `check`.
    pub kind: &'static str,
    /// Its name, where the database gives it one.
    pub name: Option<String>,
    /// What it is on: columns, or a condition.
    pub on: String,
    /// Its columns.
    pub columns: Vec<String>,
}

/// The column that a field stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActualColumn {
    /// Its type, as the database writes it.
    pub column_type: String,
    /// Whether it may hold no value.
    pub is_nullable: bool,
    /// What it is filled with where nothing is given, as in SQL: `DEFAULT now()`, `GENERATED ALWAYS AS (a + b)`.
    pub default: Option<String>,
    /// The comment on it.
    pub comment: Option<String>,
    /// Whether its type is another one than the field's.
    pub has_other_type: bool,
    /// Whether it may be null and the field not, or the other way round.
    pub has_other_nullability: bool,
    /// Whether its default is another one than the field's.
    pub has_other_default: bool,
}

/// The table or view of a block.
pub(crate) fn table(db: &dyn Db, block: Block) -> Option<ActualTable> {
    let actual = block.schema(db).database(db).as_ref()?;
    let item = item_of_block(db, block)?;
    match item.kind {
        BlockKind::Model => {
            let table = actual.table(schema_of(item), item.database_name())?;
            Some(ActualTable {
                rows: table.row_estimate,
                bytes: table.bytes,
                comment: table.comment.clone(),
                constraints: constraints(table),
            })
        }
        BlockKind::View => {
            let view = actual.view(schema_of(item), item.database_name())?;
            let comment = view.comment.clone();
            Some(ActualTable { rows: None, bytes: None, comment, constraints: Vec::new() })
        }
        _ => None,
    }
}

/// The column of a field.
pub(crate) fn column(db: &dyn Db, block: Block, name: &str) -> Option<ActualColumn> {
    let actual = block.schema(db).database(db).as_ref()?;
    let item = item_of_block(db, block)?;
    let field = item.fields.iter().find(|field| field.name.text == name)?;
    if !is_column(db, block, field) {
        return None;
    }
    let columns = columns(item, actual)?;
    let column = columns.iter().find(|column| column.name == field.database_name())?;
    let differs = |rule| {
        let mut found = drift_of_block(db, block).iter().filter(|found| found.rule == rule);
        found.any(|found| field.range.contains_range(found.range))
    };
    Some(ActualColumn {
        column_type: column.column_type.full.clone(),
        is_nullable: column.nullable,
        default: filled_with(column),
        comment: column.comment.clone(),
        has_other_type: differs(&drift::TYPE),
        has_other_nullability: differs(&drift::NULLABILITY),
        has_other_default: differs(&drift::DEFAULT),
    })
}

fn columns<'a>(item: &Item, actual: &'a Actual) -> Option<&'a [Column]> {
    let (schema, name) = (schema_of(item), item.database_name());
    match item.kind {
        BlockKind::Model => actual.table(schema, name).map(|table| &table.columns[..]),
        BlockKind::View => actual.view(schema, name).map(|view| &view.columns[..]),
        _ => None,
    }
}

fn filled_with(column: &Column) -> Option<String> {
    if let Some(generated) = &column.generated {
        return Some(match generated.expression.as_str() {
            "" => "GENERATED".to_owned(),
            expression => format!("GENERATED ALWAYS AS ({expression})"),
        });
    }
    if column.auto_increment {
        return Some("counted up".to_owned());
    }
    column.default.as_ref().map(|default| format!("DEFAULT {}", default.text))
}

fn constraints(table: &Table) -> Vec<ActualConstraint> {
    let listed = |columns: &[String]| format!("({})", columns.join(", "));
    let key = table.primary_key.iter().map(|key| {
        let columns = key.columns.iter().map(in_key).collect::<Vec<_>>();
        ActualConstraint {
            kind: "primary key",
            name: key.name.clone(),
            on: listed(&columns),
            columns: names(&key.columns),
        }
    });
    let indexes = table.indexes.iter().map(|index: &Index| {
        let columns = index.columns.iter().map(in_key).collect::<Vec<_>>();
        let method = match index.method.as_str() {
            "btree" | "" => String::new(),
            method => format!(" using {method}"),
        };
        let predicate =
            index.predicate.as_ref().map(|predicate| format!(" where {predicate}")).unwrap_or_default();
        ActualConstraint {
            kind: if index.unique { "unique index" } else { "index" },
            name: Some(index.name.clone()),
            on: format!("{}{method}{predicate}", listed(&columns)),
            columns: names(&index.columns),
        }
    });
    let foreign_keys = table.foreign_keys.iter().map(|key: &ForeignKey| ActualConstraint {
        kind: "foreign key",
        name: key.name.clone(),
        on: format!("{} → {}{}", listed(&key.columns), key.referenced_table, listed(&key.referenced_columns)),
        columns: key.columns.clone(),
    });
    let checks = table.checks.iter().map(|check| ActualConstraint {
        kind: "check",
        name: Some(check.name.clone()),
        on: check.condition.clone(),
        columns: Vec::new(),
    });
    key.chain(indexes).chain(foreign_keys).chain(checks).collect()
}

/// A column of a key, or the expression that stands for one.
fn in_key(column: &IndexColumn) -> String {
    let name = column.name.as_ref().or(column.expression.as_ref());
    let order = if column.descending { " desc" } else { "" };
    format!("{}{order}", name.map_or("…", String::as_str))
}

fn names(columns: &[IndexColumn]) -> Vec<String> {
    columns.iter().filter_map(|column| column.name.clone()).collect()
}

/// The columns of a block's table or view that no other field than one stands for, each with its type.
pub(crate) fn columns_for(db: &dyn Db, block: Block, except: &str) -> Vec<(String, String)> {
    let Some(actual) = block.schema(db).database(db) else { return Vec::new() };
    let Some(item) = item_of_block(db, block) else { return Vec::new() };
    let is_other = |field: &&Field| field.name.text != except;
    let known: Vec<_> = item.fields.iter().filter(is_other).map(Field::database_name).collect();
    let columns = columns(item, actual).unwrap_or_default().iter();
    let free = columns.filter(|column| !known.contains(&column.name.as_str()));
    free.map(|column| (column.name.clone(), column.column_type.full.clone())).collect()
}

/// The values in the database of an enum that no other value of the schema than one stands for.
pub(crate) fn values_for(db: &dyn Db, block: Block, except: &str) -> Vec<String> {
    let Some(actual) = block.schema(db).database(db) else { return Vec::new() };
    let Some(item) = item_of_block(db, block) else { return Vec::new() };
    let is_it = |one: &&Enum| {
        one.name == item.database_name()
            && schema_of(item).is_none_or(|name| one.schema.as_deref() == Some(name))
    };
    let is_other = |value: &&EnumValue| value.name.text != except;
    let known: Vec<_> = item.values.iter().filter(is_other).map(EnumValue::database_name).collect();
    let found = actual.catalog.enums.iter().find(is_it).map(|found| found.values.clone());
    found.unwrap_or_default().into_iter().filter(|value| !known.contains(&value.as_str())).collect()
}
