//! From the rows to a catalog.

use std::collections::{BTreeMap, HashMap};

use super::rows::{CheckRow, ColumnRow, IndexRow, KeyRow, Relation};
use crate::catalog::{
    Catalog, Check, Column, ColumnDefault, ColumnType, ForeignKey, Generated, Index, IndexColumn, MAX,
    PrimaryKey, Server, Table, View,
};
use crate::catalog_text::action;

/// All that was answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    pub(super) relations: Vec<Relation>,
    pub(super) columns: Vec<ColumnRow>,
    pub(super) indexes: Vec<IndexRow>,
    pub(super) foreign_keys: Vec<KeyRow>,
    pub(super) checks: Vec<CheckRow>,
}

impl Answers {
    pub(super) fn catalog(self, server: Server, schemas: Vec<String>) -> Catalog {
        let mut columns: HashMap<i64, Vec<Column>> = HashMap::new();
        for row in &self.columns {
            columns.entry(row.relation).or_default().push(column(row));
        }
        let mut tables: BTreeMap<i64, Table> = BTreeMap::new();
        let mut views = Vec::new();
        for relation in &self.relations {
            let columns = columns.remove(&relation.id).unwrap_or_default();
            if relation.kind == "U" {
                tables.insert(relation.id, table(relation, columns));
            } else {
                views.push(view(relation, columns));
            }
        }
        for row in &self.indexes {
            if let Some(table) = tables.get_mut(&row.relation) {
                add_to_index(table, row);
            }
        }
        for row in &self.foreign_keys {
            if let Some(table) = tables.get_mut(&row.relation) {
                add_to_key(table, row);
            }
        }
        for row in self.checks {
            if let Some(table) = tables.get_mut(&row.relation) {
                table.checks.push(Check { name: row.name, condition: row.condition });
            }
        }
        let mut catalog = Catalog {
            server,
            schemas,
            tables: tables.into_values().collect(),
            views,
            enums: Vec::new(),
            extensions: Vec::new(),
            composites: Vec::new(),
        };
        catalog.sort();
        catalog
    }
}

fn table(relation: &Relation, columns: Vec<Column>) -> Table {
    Table {
        schema: Some(relation.schema.clone()),
        name: relation.name.clone(),
        columns,
        comment: relation.comment.clone(),
        row_estimate: relation.row_estimate.and_then(|rows| rows.try_into().ok()),
        bytes: relation.bytes.and_then(|bytes| bytes.try_into().ok()),
        ..Table::default()
    }
}

fn view(relation: &Relation, columns: Vec<Column>) -> View {
    View {
        schema: Some(relation.schema.clone()),
        name: relation.name.clone(),
        materialized: false,
        columns,
        definition: relation.definition.clone(),
        comment: relation.comment.clone(),
    }
}

fn column(row: &ColumnRow) -> Column {
    let default = row.default.clone().map(|text| ColumnDefault {
        text,
        expression: false,
        name: row.default_name.clone(),
    });
    Column {
        name: row.name.clone(),
        column_type: column_type(row),
        nullable: row.nullable,
        default,
        auto_increment: row.identity,
        generated: row.computed.clone().map(|expression| Generated { expression, stored: row.persisted }),
        comment: row.comment.clone(),
    }
}

/// Which numbers a type is written with.
enum Written {
    Nothing,
    /// Its length in bytes.
    Bytes,
    /// Its length in characters of two bytes.
    Pairs,
    /// Its digits, and those behind the point.
    PrecisionAndScale,
    Precision,
    /// The digits of its seconds.
    Scale,
}

/// The types that are written with numbers.
const WRITTEN: [(&str, Written); 12] = [
    ("char", Written::Bytes),
    ("varchar", Written::Bytes),
    ("binary", Written::Bytes),
    ("varbinary", Written::Bytes),
    ("nchar", Written::Pairs),
    ("nvarchar", Written::Pairs),
    ("decimal", Written::PrecisionAndScale),
    ("numeric", Written::PrecisionAndScale),
    ("float", Written::Precision),
    ("time", Written::Scale),
    ("datetime2", Written::Scale),
    ("datetimeoffset", Written::Scale),
];

fn column_type(row: &ColumnRow) -> ColumnType {
    let written = WRITTEN.iter().find(|(name, _)| *name == row.type_name).map(|(_, written)| written);
    let number = |number: i32| u32::try_from(number).unwrap_or_default();
    let length = |unit: i32| if row.max_length < 0 { MAX } else { number(row.max_length / unit) };
    let arguments = match written.unwrap_or(&Written::Nothing) {
        Written::Nothing => Vec::new(),
        Written::Bytes => vec![length(1)],
        Written::Pairs => vec![length(2)],
        Written::PrecisionAndScale => vec![number(row.precision), number(row.scale)],
        Written::Precision => vec![number(row.precision)],
        Written::Scale => vec![number(row.scale)],
    };
    let texts: Vec<String> = arguments
        .iter()
        .map(|number| if *number == MAX { "max".to_owned() } else { number.to_string() })
        .collect();
    let full = match texts.is_empty() {
        true => row.type_name.clone(),
        false => format!("{}({})", row.type_name, texts.join(",")),
    };
    ColumnType {
        full,
        name: row.type_name.clone(),
        arguments,
        domain: row.alias.clone(),
        ..ColumnType::default()
    }
}

/// Adds a column to the index that it belongs to. The rows of an index follow each other.
fn add_to_index(table: &mut Table, row: &IndexRow) {
    let column =
        IndexColumn { name: Some(row.column.clone()), descending: row.descending, ..IndexColumn::default() };
    let is_tree = matches!(row.method, 1 | 2);
    let clustered = is_tree.then_some(row.method == 1);
    if row.is_primary {
        let name = Some(row.name.clone());
        let key =
            table.primary_key.get_or_insert_with(|| PrimaryKey { name, clustered, ..PrimaryKey::default() });
        key.columns.push(column);
        return;
    }
    if table.indexes.last().is_none_or(|index| index.name != row.name) {
        table.indexes.push(Index {
            name: row.name.clone(),
            unique: row.is_unique,
            constraint: row.is_constraint,
            method: if is_tree { "btree".to_owned() } else { row.method_name.to_lowercase() },
            predicate: row.predicate.clone(),
            clustered,
            ..Index::default()
        });
    }
    let Some(index) = table.indexes.last_mut() else { return };
    // Columnstores hold columns in no order, which the server calls included.
    if row.included && is_tree {
        index.included.push(row.column.clone());
    } else {
        index.columns.push(column);
    }
}

fn add_to_key(table: &mut Table, row: &KeyRow) {
    if table.foreign_keys.last().is_none_or(|key| key.name.as_ref() != Some(&row.name)) {
        table.foreign_keys.push(ForeignKey {
            name: Some(row.name.clone()),
            columns: Vec::new(),
            referenced_schema: Some(row.other_schema.clone()),
            referenced_table: row.other_table.clone(),
            referenced_columns: Vec::new(),
            on_delete: action(&row.on_delete.replace('_', " ")),
            on_update: action(&row.on_update.replace('_', " ")),
            deferrable: false,
        });
    }
    if let Some(key) = table.foreign_keys.last_mut() {
        key.columns.push(row.column.clone());
        key.referenced_columns.push(row.other_column.clone());
    }
}
