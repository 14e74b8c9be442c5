//! Reading a SQLite file.

mod statement;

use std::collections::HashMap;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{ConnectOptions, Connection, Row};

use crate::catalog::{
    Catalog, Column, ColumnDefault, ColumnType, ForeignKey, Generated, Index, IndexColumn, PrimaryKey,
    Product, Server, Table, TableTraits, View,
};
use crate::catalog_text::{action, numbers_in_parentheses};
use crate::connect::read::Request;
use crate::connect::{Stage, answer, connect, explain};
use crate::error::{Error, ErrorKind};
use crate::url::Address;

const OBJECTS: &str = include_str!("sqlite/objects.sql");
const COLUMNS: &str = include_str!("sqlite/columns.sql");
const FOREIGN_KEYS: &str = include_str!("sqlite/foreign_keys.sql");
const INDEXES: &str = include_str!("sqlite/indexes.sql");

/// Reads a SQLite file, which is opened for reading only and never made.
pub(crate) async fn read(address: &Address, request: &Request) -> Result<Catalog, Error> {
    let file = address.file.as_deref().unwrap_or(Path::new(""));
    check(file, address)?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .create_if_missing(false)
        .busy_timeout(request.lock_timeout)
        .disable_statement_logging();
    let mut reader =
        Reader { connection: connect(address, request, options.connect()).await?, address, request };
    answer(address, request, sqlx::raw_sql("begin").execute(&mut reader.connection)).await?;
    let catalog = reader.catalog().await;
    // What was read is complete; nothing depends on how the connection ends.
    let _ = reader.connection.close().await;
    catalog
}

fn check(file: &Path, address: &Address) -> Result<(), Error> {
    match std::fs::metadata(file) {
        Ok(found) if found.is_dir() => {
            Err(Error::new(ErrorKind::BadAddress, "", format!("{} is a folder", file.display())))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Error::new(ErrorKind::NoSuchDatabase, address.place(), "the file does not exist"))
        }
        Err(error) => Err(Error::new(ErrorKind::Unreachable, address.place(), error.to_string())),
    }
}

struct Reader<'a> {
    connection: SqliteConnection,
    address: &'a Address,
    request: &'a Request,
}

impl Reader<'_> {
    async fn catalog(&mut self) -> Result<Catalog, Error> {
        let version = self.rows("select sqlite_version() as version").await?;
        let objects = self.rows(OBJECTS).await?;
        let columns = self.columns(&objects).await?;
        let foreign_keys = self.rows(FOREIGN_KEYS).await?;
        let indexes = self.rows(INDEXES).await?;
        let parts = || -> Result<Catalog, sqlx::Error> {
            let mut parts = Parts {
                columns: columns_by_object(&columns)?,
                indexes: indexes_by_object(&indexes)?,
                foreign_keys: foreign_keys_by_object(&foreign_keys)?,
            };
            parts.catalog(&objects, self.server(version[0].try_get("version")?))
        };
        parts().map_err(|error| explain(self.address, Stage::Reading, &error))
    }

    async fn rows(&mut self, sql: &'static str) -> Result<Vec<SqliteRow>, Error> {
        answer(self.address, self.request, sqlx::query(sql).persistent(false).fetch_all(&mut self.connection))
            .await
    }

    /// The columns of everything. SQLite answers nothing at all where it cannot understand one of the objects (a view over
    /// a table that is gone, a virtual table whose module is missing); then each is asked for by itself.
    async fn columns(&mut self, objects: &[SqliteRow]) -> Result<Vec<SqliteRow>, Error> {
        match self.columns_of(None).await {
            Err(error) if error.kind == ErrorKind::Malformed => {}
            found => return found,
        }
        let mut found = Vec::new();
        for object in objects {
            let name =
                object.try_get("name").map_err(|error| explain(self.address, Stage::Reading, &error))?;
            match self.columns_of(Some(name)).await {
                Ok(columns) => found.extend(columns),
                Err(error) if error.kind == ErrorKind::Malformed => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    async fn columns_of(&mut self, object: Option<String>) -> Result<Vec<SqliteRow>, Error> {
        let asking = sqlx::query(COLUMNS).persistent(false).bind(object).fetch_all(&mut self.connection);
        answer(self.address, self.request, asking).await
    }

    fn server(&self, version: String) -> Server {
        let file = self.address.file.as_deref().and_then(Path::file_name);
        Server {
            product: Product::Sqlite,
            version,
            database: file.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        }
    }
}

/// What tables consist of, by the name of the table.
struct Parts {
    columns: HashMap<String, Vec<KeyedColumn>>,
    indexes: HashMap<String, Vec<Origin>>,
    foreign_keys: HashMap<String, Vec<Reference>>,
}

/// A column, and which part of the primary key it is, from 1; 0 for none.
struct KeyedColumn {
    column: Column,
    key_position: i64,
}

/// An index, and whether it is that of the primary key.
struct Origin {
    index: Index,
    primary: bool,
}

/// A foreign key, and SQLite's number for it.
struct Reference {
    id: i64,
    key: ForeignKey,
}

impl Parts {
    fn catalog(&mut self, objects: &[SqliteRow], server: Server) -> Result<Catalog, sqlx::Error> {
        let mut catalog = Catalog {
            server,
            schemas: Vec::new(),
            tables: Vec::new(),
            views: Vec::new(),
            enums: Vec::new(),
            extensions: Vec::new(),
            composites: Vec::new(),
        };
        for object in objects {
            let name: String = object.try_get("name")?;
            let sql: Option<String> = object.try_get("sql")?;
            match object.try_get("kind")? {
                "view" => catalog.views.push(self.view(name, sql.as_deref())),
                kind => catalog.tables.push(self.table(name, kind)),
            }
        }
        complete_references(&mut catalog.tables);
        catalog.tables.sort_by(|one, other| one.name.cmp(&other.name));
        catalog.views.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(catalog)
    }

    fn table(&mut self, name: String, kind: &str) -> Table {
        let mut columns = self.columns.remove(&name).unwrap_or_default();
        let indexes = self.indexes.remove(&name).unwrap_or_default();
        count_row_id_up(&mut columns, &indexes);
        Table {
            schema: None,
            columns: columns.iter().map(|keyed| keyed.column.clone()).collect(),
            primary_key: primary_key(&columns, &indexes),
            indexes: indexes
                .into_iter()
                .filter(|origin| !origin.primary)
                .map(|origin| origin.index)
                .collect(),
            foreign_keys: self
                .foreign_keys
                .remove(&name)
                .unwrap_or_default()
                .into_iter()
                .map(|key| key.key)
                .collect(),
            checks: Vec::new(),
            exclusions: Vec::new(),
            comment: None,
            traits: TableTraits {
                is_virtual: kind == "virtual",
                is_shadow: kind == "shadow",
                ..TableTraits::default()
            },
            row_estimate: None,
            bytes: None,
            name,
        }
    }

    fn view(&mut self, name: String, sql: Option<&str>) -> View {
        let columns = self.columns.remove(&name).unwrap_or_default();
        View {
            schema: None,
            materialized: false,
            columns: columns.into_iter().map(|keyed| keyed.column).collect(),
            definition: sql.and_then(|sql| statement::behind(sql, "as")).map(str::to_owned),
            comment: None,
            name,
        }
    }
}

/// A key of one column of exactly the type `INTEGER` is the row id, unless an index is kept for it (`WITHOUT ROWID`, `DESC`).
fn count_row_id_up(columns: &mut [KeyedColumn], indexes: &[Origin]) {
    let has_index = indexes.iter().any(|origin| origin.primary);
    let mut keys = columns.iter_mut().filter(|keyed| keyed.key_position > 0);
    if let (Some(keyed), None, false) = (keys.next(), keys.next(), has_index)
        && keyed.column.column_type.name == "integer"
    {
        keyed.column.auto_increment = true;
        // SQLite does not call it NOT NULL, but it never is null.
        keyed.column.nullable = false;
    }
}

fn primary_key(columns: &[KeyedColumn], indexes: &[Origin]) -> Option<PrimaryKey> {
    let mut keys: Vec<&KeyedColumn> = columns.iter().filter(|keyed| keyed.key_position > 0).collect();
    keys.sort_by_key(|keyed| keyed.key_position);
    let index = indexes.iter().find(|origin| origin.primary).map(|origin| &origin.index.columns);
    let columns: Vec<IndexColumn> = keys
        .into_iter()
        .map(|keyed| {
            let name = Some(keyed.column.name.clone());
            let descending = index
                .is_some_and(|index| index.iter().any(|column| column.name == name && column.descending));
            index_column(name, descending)
        })
        .collect();
    (!columns.is_empty()).then(|| PrimaryKey { columns, ..PrimaryKey::default() })
}

/// Where a foreign key names no columns, it means the other table's primary key.
fn complete_references(tables: &mut [Table]) {
    let keys: HashMap<String, Vec<String>> = tables
        .iter()
        .filter_map(|table| Some((table.name.to_ascii_lowercase(), table.primary_key.as_ref()?)))
        .map(|(name, key)| (name, key.columns.iter().filter_map(|column| column.name.clone()).collect()))
        .collect();
    for key in tables.iter_mut().flat_map(|table| &mut table.foreign_keys) {
        if key.referenced_columns.is_empty()
            && let Some(columns) = keys.get(&key.referenced_table.to_ascii_lowercase())
        {
            key.referenced_columns.clone_from(columns);
        }
    }
}

fn columns_by_object(rows: &[SqliteRow]) -> Result<HashMap<String, Vec<KeyedColumn>>, sqlx::Error> {
    let mut found: HashMap<String, Vec<KeyedColumn>> = HashMap::new();
    for row in rows {
        let hidden: i64 = row.try_get("hidden")?;
        if hidden == 1 {
            continue;
        }
        let default: Option<String> = row.try_get("default_value")?;
        let column = Column {
            name: row.try_get("name")?,
            column_type: column_type(row.try_get("type")?),
            nullable: row.try_get::<i64, _>("not_null")? == 0,
            default: default.map(|text| ColumnDefault { text, ..ColumnDefault::default() }),
            auto_increment: false,
            generated: (hidden > 1).then(|| Generated { expression: String::new(), stored: hidden == 3 }),
            comment: None,
        };
        let keyed = KeyedColumn { column, key_position: row.try_get("key_position")? };
        found.entry(row.try_get("object")?).or_default().push(keyed);
    }
    Ok(found)
}

fn column_type(declared: String) -> ColumnType {
    ColumnType {
        name: declared.to_lowercase(),
        arguments: numbers_in_parentheses(&declared),
        full: declared,
        unsigned: false,
        list: false,
        enumeration: None,
        values: Vec::new(),
        domain: None,
        composite: None,
    }
}

fn indexes_by_object(rows: &[SqliteRow]) -> Result<HashMap<String, Vec<Origin>>, sqlx::Error> {
    let mut found: HashMap<String, Vec<Origin>> = HashMap::new();
    for row in rows {
        let name: String = row.try_get("name")?;
        let column = index_column(row.try_get("column_name")?, row.try_get::<i64, _>("descending")? != 0);
        let indexes = found.entry(row.try_get("object")?).or_default();
        match indexes.last_mut().filter(|last| last.index.name == name) {
            Some(last) => last.index.columns.push(column),
            None => indexes.push(origin(row, name, column)?),
        }
    }
    Ok(found)
}

fn origin(row: &SqliteRow, name: String, first: IndexColumn) -> Result<Origin, sqlx::Error> {
    let origin: &str = row.try_get("origin")?;
    let partial = row.try_get::<i64, _>("partial")? != 0;
    let sql: Option<&str> = row.try_get("sql")?;
    let index = Index {
        name,
        unique: row.try_get::<i64, _>("is_unique")? != 0,
        constraint: origin == "u",
        method: "btree".to_owned(),
        columns: vec![first],
        included: Vec::new(),
        predicate: sql.filter(|_| partial).and_then(|sql| statement::behind(sql, "where")).map(str::to_owned),
        deferrable: false,
        clustered: None,
    };
    Ok(Origin { index, primary: origin == "pk" })
}

fn index_column(name: Option<String>, descending: bool) -> IndexColumn {
    IndexColumn { name, expression: None, descending, nulls_first: None, length: None, operator_class: None }
}

fn foreign_keys_by_object(rows: &[SqliteRow]) -> Result<HashMap<String, Vec<Reference>>, sqlx::Error> {
    let mut found: HashMap<String, Vec<Reference>> = HashMap::new();
    for row in rows {
        let id = row.try_get("id")?;
        let keys = found.entry(row.try_get("object")?).or_default();
        if keys.last().is_none_or(|last| last.id != id) {
            keys.push(Reference { id, key: foreign_key(row)? });
        }
        if let Some(last) = keys.last_mut() {
            last.key.columns.push(row.try_get("own_column")?);
            last.key.referenced_columns.extend(row.try_get::<Option<String>, _>("other_column")?);
        }
    }
    Ok(found)
}

fn foreign_key(row: &SqliteRow) -> Result<ForeignKey, sqlx::Error> {
    Ok(ForeignKey {
        name: None,
        columns: Vec::new(),
        referenced_schema: None,
        referenced_table: row.try_get("other")?,
        referenced_columns: Vec::new(),
        on_delete: action(row.try_get("on_delete")?),
        on_update: action(row.try_get("on_update")?),
        deferrable: false,
    })
}
