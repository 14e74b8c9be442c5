//! Reading MySQL and MariaDB.

mod assemble;
mod values;

use std::time::Duration;

use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlRow, MySqlSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};

use crate::catalog::{Catalog, Product, Server};
use crate::connect::read::Request;
use crate::connect::{Stage, answer, certificates, connect, explain};
use crate::error::Error;
use crate::url::{Address, TlsMode};

/// What is asked for the whole database at once.
struct Answers {
    server: Server,
    tables: Vec<MySqlRow>,
    views: Vec<MySqlRow>,
    columns: Vec<MySqlRow>,
    indexes: Vec<MySqlRow>,
    foreign_keys: Vec<MySqlRow>,
    foreign_key_columns: Vec<MySqlRow>,
    checks: Vec<MySqlRow>,
}

/// Reads a MySQL or MariaDB database in a session that can only read.
pub(crate) async fn read(address: &Address, request: &Request) -> Result<Catalog, Error> {
    let connection = connect(address, request, options(address)?.connect()).await?;
    let mut session = Session { connection, address, request };
    let server = session.server().await?;
    session.prepare(&server).await?;
    let answers = session.ask(server).await?;
    let catalog = answers.catalog().map_err(|error| explain(address, Stage::Reading, &error));
    // What was read is complete; nothing depends on how the connection ends.
    let _ = answer(address, request, session.connection.close()).await;
    catalog
}

fn options(address: &Address) -> Result<MySqlConnectOptions, Error> {
    let tls = certificates(address)?;
    let mode = match tls.mode {
        TlsMode::Disable => MySqlSslMode::Disabled,
        TlsMode::Prefer => MySqlSslMode::Preferred,
        TlsMode::Require => MySqlSslMode::Required,
        TlsMode::VerifyCa => MySqlSslMode::VerifyCa,
        TlsMode::VerifyFull => MySqlSslMode::VerifyIdentity,
    };
    let mut options = MySqlConnectOptions::new()
        .host(&address.host)
        .port(address.port)
        .username(if address.user.is_empty() { "root" } else { &address.user })
        .password(address.password())
        .database(&address.database)
        .ssl_mode(mode)
        // The session is left as the server has it: none of these matters for reading.
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .timezone(None)
        .disable_statement_logging();
    if let Some(socket) = &address.socket {
        options = options.socket(socket);
    }
    if let Some(root) = tls.root_certificate {
        options = options.ssl_ca(root);
    }
    if let (Some(certificate), Some(key)) = (tls.certificate, tls.key) {
        options = options.ssl_client_cert(certificate).ssl_client_key(key);
    }
    Ok(options)
}

struct Session<'a> {
    connection: MySqlConnection,
    address: &'a Address,
    request: &'a Request,
}

impl Session<'_> {
    async fn server(&mut self) -> Result<Server, Error> {
        let rows =
            self.rows("select cast(version() as char) as version, cast(database() as char) as name").await?;
        let read = || -> Result<Server, sqlx::Error> {
            let row = rows.first().ok_or(sqlx::Error::RowNotFound)?;
            let version: String = row.try_get("version")?;
            let product = if version.contains("MariaDB") { Product::MariaDb } else { Product::MySql };
            Ok(Server { product, version, database: row.try_get("name")? })
        };
        read().map_err(|error| explain(self.address, Stage::Reading, &error))
    }

    /// Limits the session: it can only read, and waits neither long for locks nor for answers.
    async fn prepare(&mut self, server: &Server) -> Result<(), Error> {
        let lock = whole_seconds(self.request.lock_timeout);
        let statement = self.request.statement_timeout;
        let limits = match server.product {
            Product::MariaDb => format!("max_statement_time = {}", statement.as_secs_f64().max(0.001)),
            // Without the second, row estimates may be a day old.
            _ if at_least(&server.version, &[8]) => format!(
                "max_execution_time = {}, information_schema_stats_expiry = 0",
                statement.as_millis().clamp(1, u32::MAX.into())
            ),
            _ => format!("max_execution_time = {}", statement.as_millis().clamp(1, u32::MAX.into())),
        };
        let settings =
            format!("set session lock_wait_timeout = {lock}, innodb_lock_wait_timeout = {lock}, {limits}");
        self.run(settings).await?;
        self.run("set session transaction isolation level repeatable read, read only".to_owned()).await?;
        self.run("start transaction with consistent snapshot, read only".to_owned()).await
    }

    async fn ask(&mut self, server: Server) -> Result<Answers, Error> {
        let is_mariadb = server.product == Product::MariaDb;
        let has_expressions = !is_mariadb && at_least(&server.version, &[8, 0, 13]);
        let has_checks = is_mariadb || at_least(&server.version, &[8, 0, 16]);
        Ok(Answers {
            tables: self.rows(include_str!("mysql/tables.sql")).await?,
            views: self.rows(include_str!("mysql/views.sql")).await?,
            columns: self.rows(include_str!("mysql/columns.sql")).await?,
            indexes: match has_expressions {
                true => self.rows(include_str!("mysql/indexes_and_expressions.sql")).await?,
                false => self.rows(include_str!("mysql/indexes.sql")).await?,
            },
            foreign_keys: self.rows(include_str!("mysql/foreign_keys.sql")).await?,
            foreign_key_columns: self.rows(include_str!("mysql/foreign_key_columns.sql")).await?,
            checks: match is_mariadb {
                true => self.rows(include_str!("mysql/checks_of_mariadb.sql")).await?,
                false if has_checks => self.rows(include_str!("mysql/checks.sql")).await?,
                false => Vec::new(),
            },
            server,
        })
    }

    async fn rows(&mut self, sql: &'static str) -> Result<Vec<MySqlRow>, Error> {
        let asking = sqlx::query(sql).persistent(false).fetch_all(&mut self.connection);
        answer(self.address, self.request, asking).await
    }

    /// Runs a statement of ours that has only numbers put into it.
    async fn run(&mut self, sql: String) -> Result<(), Error> {
        let running = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.connection);
        answer(self.address, self.request, running).await.map(|_| ())
    }
}

/// The shortest wait that the server knows is a second.
fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs_f64().ceil().max(1.0) as u64
}

/// Whether a version such as `8.0.36-log` is at least the one given.
fn at_least(version: &str, wanted: &[u32]) -> bool {
    let numbers = version.split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    numbers.take(3).collect::<Vec<u32>>().as_slice() >= wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(at_least("8.0.36-log", &[8, 0, 13]));
        assert!(at_least("9.7.0", &[8, 0, 13]));
        assert!(at_least("10.11.6-MariaDB", &[8]));
        assert!(!at_least("8.0.9", &[8, 0, 13]));
        assert!(!at_least("5.7.44", &[8]));
    }
}
