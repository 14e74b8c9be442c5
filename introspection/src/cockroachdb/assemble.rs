//! From the rows to a catalog.

use std::collections::{BTreeMap, HashMap};

use super::rows::{ColumnRow, ConstraintRow, EnumValue, IndexColumnRow, IndexRow, Referenced, Relation};
use crate::catalog::{
    Catalog, Check, Column, ColumnDefault, ColumnType, Enum, ForeignKey, Generated, Index, IndexColumn,
    PrimaryKey, Server, Table, View,
};
use crate::catalog_text::numbers_in_parentheses;
use crate::postgresql::constraints::{action, condition};

/// What the names of columns and constraints begin with that the server makes for its own use.
const OWN: [&str; 2] = ["crdb_internal_", "check_crdb_internal_"];

/// All that was answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    pub(super) relations: Vec<Relation>,
    pub(super) columns: Vec<ColumnRow>,
    pub(super) indexes: Vec<IndexRow>,
    pub(super) index_columns: Vec<IndexColumnRow>,
    pub(super) constraints: Vec<ConstraintRow>,
    pub(super) referenced: Vec<Referenced>,
    pub(super) enums: Vec<EnumValue>,
}

impl Answers {
    pub(super) fn catalog(self, server: Server, schemas: Vec<String>) -> Catalog {
        let enums = enums(&self.enums);
        let mut columns: HashMap<i64, Vec<Column>> = HashMap::new();
        for row in self.columns.iter().filter(|row| !row.hidden) {
            columns.entry(row.relation).or_default().push(column(row, &enums));
        }
        let mut tables: BTreeMap<i64, Table> = BTreeMap::new();
        let mut views = Vec::new();
        for relation in &self.relations {
            let columns = columns.remove(&relation.id).unwrap_or_default();
            if relation.kind == "r" {
                tables.insert(relation.id, table(relation, columns));
            } else {
                views.push(view(relation, columns));
            }
        }
        self.add_indexes(&mut tables);
        self.add_constraints(&mut tables);
        let tables: Vec<Table> = tables.into_values().collect();
        let is_wanted = |one: &Enum| {
            let is_here = one.schema.as_ref().is_some_and(|schema| schemas.contains(schema));
            let of =
                |column: &Column| {
                    column.column_type.enumeration.as_ref().is_some_and(|(schema, name)| {
                        Some(schema) == one.schema.as_ref() && *name == one.name
                    })
                };
            is_here
                || tables.iter().any(|table| table.columns.iter().any(of))
                || views.iter().any(|view| view.columns.iter().any(of))
        };
        let enums = enums.into_iter().filter(is_wanted).collect();
        let (extensions, composites) = (Vec::new(), Vec::new());
        let mut catalog = Catalog { server, schemas, tables, views, enums, extensions, composites };
        catalog.sort();
        catalog
    }

    /// Gives each table its indexes and its primary key. That of a table which was made without one is hidden, as its
    /// column `rowid` is.
    fn add_indexes(&self, tables: &mut BTreeMap<i64, Table>) {
        let by_name: HashMap<(i64, &str), &ColumnRow> =
            self.columns.iter().map(|row| ((row.relation, row.name.as_str()), row)).collect();
        let mut parts: HashMap<(i64, &str), Vec<&IndexColumnRow>> = HashMap::new();
        for row in &self.index_columns {
            parts.entry((row.relation, row.index.as_str())).or_default().push(row);
        }
        for row in &self.indexes {
            let Some(table) = tables.get_mut(&row.relation) else { continue };
            let parts = parts.remove(&(row.relation, row.name.as_str())).unwrap_or_default();
            let (stored, keys): (Vec<_>, Vec<_>) =
                parts.into_iter().filter(|part| !part.implicit).partition(|part| part.storing);
            let columns: Vec<IndexColumn> = keys
                .into_iter()
                .filter_map(|part| {
                    index_column(part, by_name.get(&(row.relation, part.name.as_str())).copied())
                })
                .collect();
            if columns.is_empty() {
                continue;
            }
            if row.is_primary {
                let key = PrimaryKey { name: Some(row.name.clone()), columns, ..PrimaryKey::default() };
                table.primary_key = Some(key);
                continue;
            }
            table.indexes.push(Index {
                name: row.name.clone(),
                unique: row.is_unique,
                method: method(row.method.as_deref()),
                columns,
                included: stored.into_iter().map(|part| part.name.clone()).collect(),
                predicate: row.predicate.clone(),
                ..Index::default()
            });
        }
    }

    fn add_constraints(&self, tables: &mut BTreeMap<i64, Table>) {
        let own = self.columns.iter().map(|row| ((row.relation, row.number), &row.name));
        let others = self.referenced.iter().map(|row| ((row.relation, row.number), &row.name));
        let names: HashMap<(i64, i64), &String> = own.chain(others).collect();
        let named = |relation: i64, numbers: &[i64]| -> Vec<String> {
            let found = numbers.iter().filter_map(|number| names.get(&(relation, *number)));
            found.map(|name| (*name).clone()).collect()
        };
        for row in &self.constraints {
            let Some(table) = tables.get_mut(&row.relation) else { continue };
            match row.kind.as_str() {
                "u" => {
                    if let Some(index) = table.indexes.iter_mut().find(|index| index.name == row.name) {
                        index.constraint = true;
                    }
                }
                "f" => table.foreign_keys.push(ForeignKey {
                    name: Some(row.name.clone()),
                    columns: named(row.relation, &row.columns),
                    referenced_schema: row.other_schema.clone(),
                    referenced_table: row.other_name.clone().unwrap_or_default(),
                    referenced_columns: named(row.other_relation.unwrap_or_default(), &row.other_columns),
                    on_delete: action(&row.on_delete),
                    on_update: action(&row.on_update),
                    deferrable: false,
                }),
                // A sharded index comes with a check of its shard.
                "c" if !is_own(&row.name) => {
                    let definition = row.definition.as_deref().unwrap_or_default();
                    let condition = condition(definition).to_owned();
                    table.checks.push(Check { name: row.name.clone(), condition });
                }
                _ => {}
            }
        }
    }
}

fn is_own(name: &str) -> bool {
    OWN.iter().any(|prefix| name.starts_with(prefix))
}

fn table(relation: &Relation, columns: Vec<Column>) -> Table {
    Table {
        schema: Some(relation.schema.clone()),
        name: relation.name.clone(),
        columns,
        comment: relation.comment.clone(),
        ..Table::default()
    }
}

fn view(relation: &Relation, columns: Vec<Column>) -> View {
    View {
        schema: Some(relation.schema.clone()),
        name: relation.name.clone(),
        materialized: relation.kind == "m",
        columns,
        definition: relation.definition.clone(),
        comment: relation.comment.clone(),
    }
}

fn column(row: &ColumnRow, enums: &[Enum]) -> Column {
    let generation = row.generation.clone().filter(|text| !text.is_empty());
    let default = row.default.clone().filter(|_| generation.is_none() && !row.identity);
    Column {
        name: row.name.clone(),
        column_type: column_type(row, enums),
        nullable: row.nullable,
        default: default.map(|text| ColumnDefault { text, ..ColumnDefault::default() }),
        auto_increment: row.identity,
        generated: generation.map(|expression| Generated { expression, stored: row.generated != "v" }),
        comment: row.comment.clone(),
    }
}

fn column_type(row: &ColumnRow, enums: &[Enum]) -> ColumnType {
    let element = row.type_name.strip_prefix('_').filter(|_| row.full_type.ends_with("[]"));
    let name = element.unwrap_or(&row.type_name);
    let enumeration = enums
        .iter()
        .find(|one| one.schema == row.type_schema && one.name == name)
        .map(|one| (one.schema.clone().unwrap_or_default(), one.name.clone()));
    ColumnType {
        full: row.full_type.clone(),
        name: name.to_owned(),
        // Only types of users have names in quotes, which may hold anything.
        arguments: if enumeration.is_none() { numbers_in_parentheses(&row.full_type) } else { Vec::new() },
        list: element.is_some(),
        enumeration,
        ..ColumnType::default()
    }
}

/// A column of an index. Hidden columns are the server's way: one that is computed from an expression stands for it, and
/// others (shards, `rowid`) are nobody's business.
fn index_column(part: &IndexColumnRow, column: Option<&ColumnRow>) -> Option<IndexColumn> {
    let descending = part.direction == "DESC";
    let hidden = column.filter(|column| column.hidden);
    let Some(hidden) = hidden else {
        return Some(IndexColumn { name: Some(part.name.clone()), descending, ..IndexColumn::default() });
    };
    let is_expression = hidden.name.starts_with("crdb_internal_idx_expr");
    let expression = hidden.generation.clone().filter(|_| is_expression);
    is_expression.then(|| IndexColumn { expression, descending, ..IndexColumn::default() })
}

/// The methods as PostgreSQL calls them, whose names also schemas have.
fn method(name: Option<&str>) -> String {
    match name {
        None | Some("prefix") => "btree".to_owned(),
        Some("inverted") => "gin".to_owned(),
        Some(other) => other.to_owned(),
    }
}

fn enums(values: &[EnumValue]) -> Vec<Enum> {
    let mut found: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for row in values {
        found.entry((&row.schema, &row.name)).or_default().push(row.value.clone());
    }
    found
        .into_iter()
        .map(|((schema, name), values)| Enum {
            schema: Some(schema.to_owned()),
            name: name.to_owned(),
            values,
            comment: None,
        })
        .collect()
}
