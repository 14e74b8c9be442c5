//! From the rows of information_schema to a catalog.

use std::collections::BTreeMap;

use sqlx::Row;
use sqlx::mysql::MySqlRow;

use super::{Answers, values::values};
use crate::catalog::{
    Catalog, Check, Column, ColumnDefault, ColumnType, ForeignKey, Generated, Index, IndexColumn, PrimaryKey,
    Product, Table, TableTraits, View,
};
use crate::catalog_text::{action, numbers_in_parentheses};

type Found<T> = Result<T, sqlx::Error>;

impl Answers {
    pub(super) fn catalog(self) -> Found<Catalog> {
        let schema = self.server.database.clone();
        let mut columns: BTreeMap<String, Vec<Column>> = BTreeMap::new();
        for row in &self.columns {
            columns.entry(row.try_get("relation")?).or_default().push(column(row, self.server.product)?);
        }
        let mut views = self.views(&schema, &mut columns)?;
        let mut tables: BTreeMap<String, Table> = BTreeMap::new();
        for row in &self.tables {
            // There are also views, MariaDB's sequences, and tables of the server's own.
            if matches!(row.try_get("kind")?, "BASE TABLE" | "SYSTEM VERSIONED") {
                let name: String = row.try_get("name")?;
                let columns = columns.remove(&name).unwrap_or_default();
                tables.insert(name.clone(), table(row, &schema, name, columns)?);
            }
        }
        self.add_indexes(&mut tables)?;
        self.add_foreign_keys(&mut tables)?;
        self.add_checks(&mut tables)?;
        for table in tables.values_mut() {
            table.indexes.sort_by(|one, other| one.name.cmp(&other.name));
            table.checks.sort_by(|one, other| one.name.cmp(&other.name));
        }
        views.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Catalog {
            server: self.server,
            schemas: vec![schema],
            tables: tables.into_values().collect(),
            views,
            enums: Vec::new(),
            extensions: Vec::new(),
            composites: Vec::new(),
        })
    }

    fn views(&self, schema: &str, columns: &mut BTreeMap<String, Vec<Column>>) -> Found<Vec<View>> {
        let mut views = Vec::with_capacity(self.views.len());
        for row in &self.views {
            let name: String = row.try_get("name")?;
            views.push(View {
                schema: Some(schema.to_owned()),
                materialized: false,
                columns: columns.remove(&name).unwrap_or_default(),
                definition: row.try_get("definition")?,
                comment: None,
                name,
            });
        }
        Ok(views)
    }

    fn add_indexes(&self, tables: &mut BTreeMap<String, Table>) -> Found<()> {
        let mut indexes: BTreeMap<(String, String), Index> = BTreeMap::new();
        for row in &self.indexes {
            let key = (row.try_get("relation")?, row.try_get("name")?);
            let column = index_column(row)?;
            match indexes.get_mut(&key) {
                Some(index) => index.columns.push(column),
                None => {
                    let index = index(row, &key.1, column)?;
                    indexes.insert(key, index);
                }
            }
        }
        for ((relation, name), index) in indexes {
            let Some(table) = tables.get_mut(&relation) else { continue };
            if name == "PRIMARY" {
                let columns = index.columns;
                table.primary_key = Some(PrimaryKey { columns, ..PrimaryKey::default() });
            } else {
                table.indexes.push(index);
            }
        }
        Ok(())
    }

    fn add_foreign_keys(&self, tables: &mut BTreeMap<String, Table>) -> Found<()> {
        let mut keys: BTreeMap<(String, String), ForeignKey> = BTreeMap::new();
        for row in &self.foreign_keys {
            let name: String = row.try_get("name")?;
            keys.insert((row.try_get("relation")?, name.clone()), foreign_key(row, name)?);
        }
        for row in &self.foreign_key_columns {
            if let Some(key) = keys.get_mut(&(row.try_get("relation")?, row.try_get("name")?)) {
                key.columns.push(row.try_get("column_name")?);
                key.referenced_columns.push(row.try_get("other_column")?);
                key.referenced_schema = row.try_get("other_schema")?;
                key.referenced_table = row.try_get("other_table")?;
            }
        }
        for ((relation, _), key) in keys {
            // A role that may not see the columns sees no key that could be described.
            if let Some(table) = tables.get_mut(&relation).filter(|_| !key.columns.is_empty()) {
                table.foreign_keys.push(key);
            }
        }
        Ok(())
    }

    fn add_checks(&self, tables: &mut BTreeMap<String, Table>) -> Found<()> {
        for row in &self.checks {
            let Some(table) = tables.get_mut(&row.try_get::<String, _>("relation")?) else { continue };
            let check = Check { name: row.try_get("name")?, condition: row.try_get("clause")? };
            // MariaDB adds this one to every column that is declared as JSON.
            if check.condition != format!("json_valid(`{}`)", check.name) {
                table.checks.push(check);
            }
        }
        Ok(())
    }
}

fn table(row: &MySqlRow, schema: &str, name: String, columns: Vec<Column>) -> Found<Table> {
    let options: Option<String> = row.try_get("options")?;
    let number = |name: &str| -> Found<Option<u64>> {
        Ok(row.try_get::<Option<i64>, _>(name)?.and_then(|number| number.try_into().ok()))
    };
    Ok(Table {
        schema: Some(schema.to_owned()),
        name,
        columns,
        primary_key: None,
        indexes: Vec::new(),
        foreign_keys: Vec::new(),
        checks: Vec::new(),
        exclusions: Vec::new(),
        comment: row.try_get("comment")?,
        traits: TableTraits {
            partitioned: options.is_some_and(|options| options.contains("partitioned")),
            ..TableTraits::default()
        },
        row_estimate: number("row_estimate")?,
        bytes: number("bytes")?,
    })
}

fn column(row: &MySqlRow, product: Product) -> Found<Column> {
    let extra: String = row.try_get::<Option<String>, _>("extra")?.unwrap_or_default();
    let generation: Option<String> = row.try_get("generation")?;
    let stored = extra.contains("STORED GENERATED") || extra.contains("PERSISTENT");
    let is_generated = stored || extra.contains("VIRTUAL");
    let default: Option<String> = row.try_get("default_value")?;
    let default = default
        .filter(|text| !is_generated && (product != Product::MariaDb || text != "NULL"))
        .map(|text| ColumnDefault { text, expression: extra.contains("DEFAULT_GENERATED"), name: None });
    Ok(Column {
        name: row.try_get("name")?,
        column_type: column_type(row)?,
        nullable: row.try_get::<&str, _>("nullable")? == "YES",
        default,
        auto_increment: extra.contains("auto_increment"),
        generated: is_generated.then(|| Generated { expression: generation.unwrap_or_default(), stored }),
        comment: row.try_get("comment")?,
    })
}

fn column_type(row: &MySqlRow) -> Found<ColumnType> {
    let full: String = row.try_get("full_type")?;
    let values = values(&full);
    let precision: Option<i64> = row.try_get("time_precision")?;
    let mut arguments = if values.is_empty() { numbers_in_parentheses(&full) } else { Vec::new() };
    if arguments.is_empty() {
        arguments.extend(precision.and_then(|precision| u32::try_from(precision).ok()));
    }
    Ok(ColumnType {
        name: row.try_get("type")?,
        arguments,
        unsigned: values.is_empty() && full.split_whitespace().any(|word| word == "unsigned"),
        list: false,
        enumeration: None,
        values,
        domain: None,
        composite: None,
        full,
    })
}

fn index(row: &MySqlRow, name: &str, first: IndexColumn) -> Found<Index> {
    let unique = row.try_get::<i64, _>("non_unique")? == 0;
    Ok(Index {
        name: name.to_owned(),
        unique,
        // The two are one thing here.
        constraint: unique,
        method: row.try_get::<String, _>("type")?.to_lowercase(),
        columns: vec![first],
        included: Vec::new(),
        predicate: None,
        deferrable: false,
        clustered: None,
    })
}

fn index_column(row: &MySqlRow) -> Found<IndexColumn> {
    Ok(IndexColumn {
        name: row.try_get("column_name")?,
        expression: row.try_get("expression")?,
        descending: row.try_get::<Option<&str>, _>("direction")? == Some("D"),
        nulls_first: None,
        length: row.try_get::<Option<i64>, _>("length")?.and_then(|length| length.try_into().ok()),
        operator_class: None,
    })
}

fn foreign_key(row: &MySqlRow, name: String) -> Found<ForeignKey> {
    Ok(ForeignKey {
        name: Some(name),
        columns: Vec::new(),
        referenced_schema: None,
        referenced_table: String::new(),
        referenced_columns: Vec::new(),
        on_delete: action(row.try_get("on_delete")?),
        on_update: action(row.try_get("on_update")?),
        deferrable: false,
    })
}
