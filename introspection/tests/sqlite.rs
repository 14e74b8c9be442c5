//! Reading real SQLite files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use introspection::catalog::{Action, Catalog, Table};
use introspection::{Address, Error, ErrorKind, Request};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

async fn open(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(file).create_if_missing(true).connect().await.unwrap()
}

/// A database made by a script, in a folder that goes with the value.
async fn database(sql: &'static str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let mut connection = open(&file).await;
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    (folder, file)
}

async fn read_file(file: &Path) -> Result<Catalog, Error> {
    let address = Address::parse(&format!("file:{}", file.display()), Path::new("")).unwrap();
    let request = Request { lock_timeout: Duration::from_millis(100), ..Request::default() };
    introspection::read(&address, &request).await
}

async fn read(sql: &'static str) -> Catalog {
    let (_folder, file) = database(sql).await;
    read_file(&file).await.unwrap()
}

/// A table in short, a line for each of its parts.
fn outline(table: &Table) -> String {
    let mut lines = vec![table.name.clone()];
    for column in &table.columns {
        let default = column.default.as_ref().map(|default| default.text.as_str());
        lines.push(format!(
            "  {} {:?} {:?} null={} default={default:?} up={} generated={:?}",
            column.name,
            column.column_type.name,
            column.column_type.arguments,
            column.nullable,
            column.auto_increment,
            column.generated.as_ref().map(|generated| generated.stored),
        ));
    }
    if let Some(key) = &table.primary_key {
        lines.push(format!(
            "  key {:?}",
            key.columns.iter().map(|column| column.name.as_deref()).collect::<Vec<_>>()
        ));
    }
    for index in &table.indexes {
        let columns: Vec<_> =
            index.columns.iter().map(|column| (column.name.as_deref(), column.descending)).collect();
        lines.push(format!(
            "  index {} unique={} constraint={} {columns:?} where={:?}",
            index.name, index.unique, index.constraint, index.predicate
        ));
    }
    for key in &table.foreign_keys {
        lines.push(format!("  {:?} -> {} {:?}", key.columns, key.referenced_table, key.referenced_columns));
    }
    lines.join("\n")
}

#[tokio::test]
async fn columns_keys_and_indexes_are_read() {
    let catalog = read(
        r#"create table "Z" (id INTEGER primary key, "we ird" VARCHAR(20) not null default 'it''s', n numeric(10, 2), untyped,
             twice int generated always as (n * 2) stored, half as (n / 2));
           create table parts (z integer references "Z" on delete cascade, no int, primary key (no, z)) without rowid;
           create table downwards (id integer primary key desc, a unique, b);
           create table notes (id integer primary key, no int, z int, foreign key (no, z) references parts);
           create index by_b on downwards (b desc, lower(a)) where b > 0 and a <> 'where';
           create unique index newest on downwards (b);"#,
    )
    .await;
    assert!(catalog.tables[0].foreign_keys.is_empty());
    assert_eq!(catalog.tables[3].foreign_keys[0].on_delete, Action::Cascade);
    let outlines: Vec<String> = catalog.tables.iter().map(outline).collect();
    insta::assert_snapshot!(outlines.join("\n"), @r#"
Z
  id "integer" [] null=false default=None up=true generated=None
  we ird "varchar(20)" [20] null=false default=Some("'it''s'") up=false generated=None
  n "numeric(10, 2)" [10, 2] null=true default=None up=false generated=None
  untyped "" [] null=true default=None up=false generated=None
  twice "int" [] null=true default=None up=false generated=Some(true)
  half "" [] null=true default=None up=false generated=Some(false)
  key [Some("id")]
downwards
  id "integer" [] null=true default=None up=false generated=None
  a "" [] null=true default=None up=false generated=None
  b "" [] null=true default=None up=false generated=None
  key [Some("id")]
  index newest unique=true constraint=false [(Some("b"), false)] where=None
  index by_b unique=false constraint=false [(Some("b"), true), (None, false)] where=Some("b > 0 and a <> 'where'")
  index sqlite_autoindex_downwards_2 unique=true constraint=true [(Some("a"), false)] where=None
notes
  id "integer" [] null=false default=None up=true generated=None
  no "int" [] null=true default=None up=false generated=None
  z "int" [] null=true default=None up=false generated=None
  key [Some("id")]
  ["no", "z"] -> parts ["no", "z"]
parts
  z "integer" [] null=false default=None up=false generated=None
  no "int" [] null=false default=None up=false generated=None
  key [Some("no"), Some("z")]
  ["z"] -> Z ["id"]
"#);
}

#[tokio::test]
async fn views_show_their_query_even_if_one_is_broken() {
    let catalog = read(
        "create table t (id integer primary key, name text);
         create view good (x) as select name from t;
         create table gone (id int);
         create view broken as select * from gone;
         drop table gone;",
    )
    .await;
    let views: Vec<_> = catalog
        .views
        .iter()
        .map(|view| (view.name.as_str(), view.columns.len(), view.definition.as_deref()))
        .collect();
    assert_eq!(views, [("broken", 0, Some("select * from gone")), ("good", 1, Some("select name from t"))]);
    assert_eq!(catalog.tables[0].columns.len(), 2);
}

#[tokio::test]
async fn virtual_tables_and_what_belongs_to_them_are_told_apart() {
    let catalog = read("create virtual table search using fts5 (body); create table plain (a)").await;
    let is_virtual = |table: &&Table| table.traits.is_virtual;
    let is_shadow = |table: &&Table| table.traits.is_shadow;
    assert_eq!(catalog.tables.iter().find(is_virtual).unwrap().name, "search");
    assert_eq!(catalog.tables.iter().find(is_virtual).unwrap().columns.len(), 1);
    assert!(catalog.tables.iter().filter(is_shadow).all(|table| table.name.starts_with("search_")));
    assert!(catalog.tables.iter().filter(is_shadow).count() >= 4);
    assert!(
        catalog.tables.iter().any(|table| table.name == "plain" && !is_shadow(&table) && !is_virtual(&table))
    );
}

#[tokio::test]
async fn a_missing_file_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("missing.db");
    let error = read_file(&file).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NoSuchDatabase);
    assert!(error.to_string().contains("missing.db: the file does not exist"), "{error}");
    assert!(!file.exists());
    assert_eq!(read_file(folder.path()).await.unwrap_err().kind, ErrorKind::BadAddress);
}

#[tokio::test]
async fn what_is_no_database_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "not a database at all, only a text".repeat(100)).unwrap();
    let error = read_file(&file).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Malformed, "{error}");
}

#[tokio::test]
async fn a_locked_file_is_not_waited_for_long() {
    let (_folder, file) = database("create table t (id integer primary key)").await;
    let mut writer = open(&file).await;
    sqlx::raw_sql("begin exclusive; create table u (id int)").execute(&mut writer).await.unwrap();
    let error = read_file(&file).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::TimedOut, "{error}");
    sqlx::raw_sql("commit").execute(&mut writer).await.unwrap();
    assert_eq!(read_file(&file).await.unwrap().tables.len(), 2);
}

#[tokio::test]
async fn nothing_is_written() {
    let (folder, file) = database("create table t (id integer primary key)").await;
    let before = std::fs::read(&file).unwrap();
    read_file(&file).await.unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
