//! Making and reading databases.

use std::path::Path;
use std::time::Duration;

use introspection::catalog::{Catalog, Column, Table};
use introspection::{Address, Error, Request};
use servers::{Kind, Server};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection, PgConnection};

/// Waits for what a test does with a server.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Runs statements in a database, without whatever protects a reader.
pub(crate) fn execute(server: &Server, database: &str, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    wait(async {
        if server.kind() == Kind::PostgreSql {
            let mut connection = PgConnection::connect(&server.url(database)).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        } else {
            let mut connection = MySqlConnection::connect(&server.url(database)).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        }
    });
}

/// Makes a database with what a script makes.
pub(crate) fn make(server: &Server, database: &str, sql: &str) {
    let first = if server.kind() == Kind::PostgreSql { "postgres" } else { "mysql" };
    execute(server, first, &format!("create database {database}"));
    execute(server, database, sql);
}

/// A request with limits that are short enough to be waited for.
pub(crate) fn impatient() -> Request {
    Request {
        connect_timeout: Some(Duration::from_secs(2)),
        statement_timeout: Duration::from_secs(10),
        lock_timeout: Duration::from_secs(1),
        ..Request::default()
    }
}

/// Reads what a URL leads to. No test may wait for long.
pub(crate) fn read(url: &str, request: &Request) -> Result<Catalog, Error> {
    read_address(&Address::parse(url, Path::new("")).unwrap(), request)
}

/// Reads what is at an address. No test may wait for long.
pub(crate) fn read_address(address: &Address, request: &Request) -> Result<Catalog, Error> {
    let limit = Duration::from_secs(60);
    wait(async { tokio::time::timeout(limit, introspection::read(address, request)).await })
        .expect("reading ends in time")
}

/// Makes a database and reads it.
pub(crate) fn read_made(server: &Server, database: &str, sql: &str) -> Catalog {
    make(server, database, sql);
    read(&server.url(database), &impatient()).unwrap()
}

pub(crate) fn table<'a>(catalog: &'a Catalog, name: &str) -> &'a Table {
    catalog.tables.iter().find(|table| table.name == name).unwrap()
}

/// The columns of a table, a line each.
pub(crate) fn columns(columns: &[Column]) -> String {
    columns.iter().map(column).collect::<Vec<_>>().join("\n")
}

fn column(column: &Column) -> String {
    let kind = &column.column_type;
    let mut words = vec![column.name.clone(), format!("{:?}", kind.full), kind.name.clone()];
    words.extend((!kind.arguments.is_empty()).then(|| format!("{:?}", kind.arguments)));
    words.extend(kind.unsigned.then(|| "unsigned".to_owned()));
    words.extend(kind.list.then(|| "list".to_owned()));
    words.extend(kind.domain.as_ref().map(|domain| format!("domain {domain}")));
    words.extend(kind.enumeration.as_ref().map(|(schema, name)| format!("enum {schema}.{name}")));
    words.extend((!kind.values.is_empty()).then(|| format!("values {:?}", kind.values)));
    words.extend((!column.nullable).then(|| "required".to_owned()));
    words.extend(column.auto_increment.then(|| "counts".to_owned()));
    words.extend(column.default.as_ref().map(|default| {
        format!("default {:?}{}", default.text, if default.expression { " (expression)" } else { "" })
    }));
    words.extend(column.generated.as_ref().map(|made| {
        format!("generated {:?}{}", made.expression, if made.stored { " (stored)" } else { "" })
    }));
    words.extend(column.comment.as_ref().map(|comment| format!("comment {comment:?}")));
    words.join(" ")
}

/// The keys, indexes and checks of a table, a line each.
pub(crate) fn keys(table: &Table) -> String {
    let mut lines = Vec::new();
    if let Some(key) = &table.primary_key {
        let columns: Vec<_> = key.columns.iter().filter_map(|column| column.name.as_deref()).collect();
        lines.push(format!(
            "key {:?} {columns:?} included {:?} deferrable {}",
            key.name, key.included, key.deferrable
        ));
    }
    for index in &table.indexes {
        lines.push(format!(
            "index {} {} unique {} constraint {} included {:?} where {:?}",
            index.name, index.method, index.unique, index.constraint, index.included, index.predicate
        ));
        for column in &index.columns {
            lines.push(format!(
                "  {:?} {:?} descending {} nulls first {:?} length {:?} class {:?}",
                column.name.as_deref(),
                column.expression.as_deref(),
                column.descending,
                column.nulls_first,
                column.length,
                column
                    .operator_class
                    .as_ref()
                    .filter(|class| !class.is_default)
                    .map(|class| class.name.as_str())
            ));
        }
    }
    for key in &table.foreign_keys {
        lines.push(format!(
            "{:?} {:?} -> {:?}.{} {:?} on delete {:?} on update {:?} deferrable {}",
            key.name.as_deref().unwrap_or_default(),
            key.columns,
            key.referenced_schema.as_deref().unwrap_or_default(),
            key.referenced_table,
            key.referenced_columns,
            key.on_delete,
            key.on_update,
            key.deferrable
        ));
    }
    lines.extend(table.checks.iter().map(|check| format!("check {} {}", check.name, check.condition)));
    lines.extend(table.exclusions.iter().map(|name| format!("exclusion {name}")));
    lines.join("\n")
}

/// A connection that holds what it has locked until it is dropped.
pub(crate) struct Held {
    runtime: tokio::runtime::Runtime,
    connection: Option<Locking>,
}

enum Locking {
    PostgreSql(PgConnection),
    MySql(MySqlConnection),
}

impl Held {
    pub(crate) fn locked(server: &Server, database: &str, sql: &'static str) -> Held {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(async {
            if server.kind() == Kind::PostgreSql {
                let mut connection = PgConnection::connect(&server.url(database)).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
                Locking::PostgreSql(connection)
            } else {
                let mut connection = MySqlConnection::connect(&server.url(database)).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
                Locking::MySql(connection)
            }
        });
        Held { runtime, connection: Some(connection) }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let closing = async {
            match self.connection.take() {
                Some(Locking::PostgreSql(connection)) => connection.close().await,
                Some(Locking::MySql(connection)) => connection.close().await,
                None => Ok(()),
            }
        };
        // The locks go with the connection, however it is closed.
        let _ = self.runtime.block_on(closing);
    }
}

/// The number that a question to a MySQL server is answered with.
pub(crate) fn count(server: &Server, sql: &str) -> i64 {
    wait(async {
        let mut connection = MySqlConnection::connect(&server.url("mysql")).await.unwrap();
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection).await.unwrap()
    })
}
