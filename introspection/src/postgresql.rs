//! Reading PostgreSQL, and what speaks like it.

pub(crate) mod constraints;
mod indexes;
mod relations;
mod types;

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow, PgSslMode};
use sqlx::{ConnectOptions, Connection, Row};

use crate::catalog::{Catalog, Enum, Extension, Product, Server};
use crate::connect::read::Request;
use crate::connect::{Stage, answer, certificates, connect, explain};
use crate::error::Error;
use crate::url::{Address, TlsMode};

const SETTINGS: &str = include_str!("postgresql/settings.sql");
/// In the order in which the server has them. Views are pulled in that order.
const RELATIONS: &str = concat!(include_str!("postgresql/relations.sql"), " order by c.ctid");

/// What is asked for all wanted schemas at once.
struct Answers {
    relations: Vec<PgRow>,
    columns: Vec<PgRow>,
    types: Vec<PgRow>,
    enums: Vec<PgRow>,
    constraints: Vec<PgRow>,
    indexes: Vec<PgRow>,
    extensions: Vec<PgRow>,
}

/// Reads a PostgreSQL database. Everything happens in one transaction that can only read, and every setting is made for
/// that transaction alone.
pub(crate) async fn read(address: &Address, request: &Request) -> Result<Catalog, Error> {
    let options = options(address)?;
    let mut connection: PgConnection = connect(address, request, options.connect()).await?;
    let own_schema = address.schema.clone().unwrap_or_else(|| "public".to_owned());
    let begin = sqlx::raw_sql("begin isolation level repeatable read, read only").execute(&mut connection);
    answer(address, request, begin).await?;
    let schemas = if request.schemas.is_empty() { vec![own_schema.clone()] } else { request.schemas.clone() };
    let mut session = Session { connection: &mut connection, address, request, schemas: &schemas };
    let (server, present) = session.server().await?;
    let schemas = schemas.iter().filter(|schema| present.contains(schema)).cloned().collect();
    let catalog = if server.product == Product::CockroachDb {
        read_cockroachdb(session, server, schemas, &own_schema).await
    } else {
        session.limit(&own_schema).await?;
        let answers = session.ask().await?;
        answers.catalog(server, schemas).map_err(|error| explain(address, Stage::Reading, &error))
    };
    // The transaction ends with the connection. What was read is complete; nothing depends on how that goes.
    let _ = answer(address, request, connection.close()).await;
    catalog
}

#[cfg(feature = "cockroachdb")]
async fn read_cockroachdb(
    session: Session<'_>,
    server: Server,
    schemas: Vec<String>,
    own_schema: &str,
) -> Result<Catalog, Error> {
    let Session { connection, address, request, .. } = session;
    crate::cockroachdb::Session { connection, address, request, schemas }.read(server, own_schema).await
}

#[cfg(not(feature = "cockroachdb"))]
async fn read_cockroachdb(
    session: Session<'_>,
    server: Server,
    _: Vec<String>,
    _: &str,
) -> Result<Catalog, Error> {
    Err(crate::connect::lacks_feature(session.address, server.product.provider(), "cockroachdb"))
}

fn options(address: &Address) -> Result<PgConnectOptions, Error> {
    let tls = certificates(address)?;
    let mode = match tls.mode {
        TlsMode::Disable => PgSslMode::Disable,
        TlsMode::Prefer => PgSslMode::Prefer,
        TlsMode::Require => PgSslMode::Require,
        TlsMode::VerifyCa => PgSslMode::VerifyCa,
        TlsMode::VerifyFull => PgSslMode::VerifyFull,
    };
    let mut options = PgConnectOptions::new_without_pgpass()
        .host(&address.host)
        .port(address.port)
        .username(if address.user.is_empty() { "postgres" } else { &address.user })
        .password(address.password())
        .database(&address.database)
        .ssl_mode(mode)
        .application_name(address.application_name.as_deref().unwrap_or("prisma-analyzer"))
        // PgBouncer refuses connections that set this.
        .extra_float_digits(None)
        .disable_statement_logging();
    if let Some(socket) = &address.socket {
        options = options.socket(socket);
    }
    if let Some(root) = tls.root_certificate {
        options = options.ssl_root_cert(root);
    }
    if let (Some(certificate), Some(key)) = (tls.certificate, tls.key) {
        options = options.ssl_client_cert(certificate).ssl_client_key(key);
    }
    if let Some(text) = &address.options {
        options = options.options(settings_in(text));
    }
    Ok(options)
}

/// The settings in `-c name=value -c name=value`. Anything else is left out.
fn settings_in(text: &str) -> Vec<(String, String)> {
    let settings = text
        .split_whitespace()
        .filter_map(|word| word.trim_start_matches("-c").trim_start_matches("--").split_once('='));
    settings.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

pub(crate) fn milliseconds(duration: Duration) -> String {
    // 0 would mean no limit.
    duration.as_millis().clamp(1, i32::MAX as u128).to_string()
}

struct Session<'a> {
    connection: &'a mut PgConnection,
    address: &'a Address,
    request: &'a Request,
    schemas: &'a [String],
}

impl Session<'_> {
    /// Who answers, and which of the wanted schemas there are.
    async fn server(&mut self) -> Result<(Server, Vec<String>), Error> {
        let rows = self.rows(include_str!("postgresql/server.sql")).await?;
        let read = || -> Result<(Server, Vec<String>), sqlx::Error> {
            let row = rows.first().ok_or(sqlx::Error::RowNotFound)?;
            Ok((server(row)?, row.try_get("schemas")?))
        };
        read().map_err(|error| explain(self.address, Stage::Reading, &error))
    }

    /// Sets the limits of the transaction.
    async fn limit(&mut self, own_schema: &str) -> Result<(), Error> {
        let settings = sqlx::query(SETTINGS)
            .persistent(false)
            .bind(own_schema)
            .bind(milliseconds(self.request.statement_timeout))
            .bind(milliseconds(self.request.lock_timeout));
        answer(self.address, self.request, settings.execute(&mut *self.connection)).await.map(|_| ())
    }

    async fn ask(mut self) -> Result<Answers, Error> {
        Ok(Answers {
            relations: self.rows(RELATIONS).await?,
            columns: self.rows(include_str!("postgresql/columns.sql")).await?,
            types: self.rows(include_str!("postgresql/types.sql")).await?,
            enums: self.rows(include_str!("postgresql/enums.sql")).await?,
            constraints: self.rows(include_str!("postgresql/constraints.sql")).await?,
            indexes: self.rows(include_str!("postgresql/indexes.sql")).await?,
            extensions: self.all(include_str!("postgresql/extensions.sql")).await?,
        })
    }

    /// The rows for the wanted schemas.
    async fn rows(&mut self, sql: &'static str) -> Result<Vec<PgRow>, Error> {
        let asking = sqlx::query(sql).persistent(false).bind(self.schemas).fetch_all(&mut *self.connection);
        answer(self.address, self.request, asking).await
    }

    /// The rows of a question that has nothing to do with schemas.
    async fn all(&mut self, sql: &'static str) -> Result<Vec<PgRow>, Error> {
        let asking = sqlx::query(sql).persistent(false).fetch_all(&mut *self.connection);
        answer(self.address, self.request, asking).await
    }
}

impl Answers {
    fn catalog(&self, server: Server, schemas: Vec<String>) -> Result<Catalog, sqlx::Error> {
        let types = types::Types::read(&self.types)?;
        let (mut tables, views) = relations::read(&self.relations, &self.columns, &types)?;
        let mut keyed = indexes::read(&self.indexes)?;
        constraints::add(&self.constraints, &mut tables, &mut keyed)?;
        indexes::add(keyed, &mut tables);

        let mut tables: Vec<_> = tables.into_values().collect();
        tables.sort_by(|one, other| (&one.schema, &one.name).cmp(&(&other.schema, &other.name)));
        let (enums, extensions) = (enums(&self.enums)?, extensions(&self.extensions)?);
        Ok(Catalog { server, schemas, tables, views, enums, extensions, composites: Vec::new() })
    }
}

fn server(row: &PgRow) -> Result<Server, sqlx::Error> {
    let banner: &str = row.try_get("banner")?;
    let version: &str = row.try_get("version")?;
    let is_cockroach = banner.contains("CockroachDB");
    Ok(Server {
        product: if is_cockroach { Product::CockroachDb } else { Product::PostgreSql },
        // `CockroachDB CCL v25.1.0 (…)` against `15.18 (Debian 15.18-0+deb12u1)`.
        version: match banner.split_whitespace().find_map(|word| word.strip_prefix('v')) {
            Some(version) if is_cockroach => version.to_owned(),
            _ => version.split_whitespace().next().unwrap_or(version).to_owned(),
        },
        database: row.try_get("database")?,
    })
}

fn enums(rows: &[PgRow]) -> Result<Vec<Enum>, sqlx::Error> {
    let mut enums = Vec::with_capacity(rows.len());
    for row in rows {
        enums.push(Enum {
            schema: row.try_get("schema")?,
            name: row.try_get("name")?,
            values: row.try_get("values")?,
            comment: row.try_get("comment")?,
        });
    }
    enums.sort_by(|one, other| (&one.schema, &one.name).cmp(&(&other.schema, &other.name)));
    Ok(enums)
}

fn extensions(rows: &[PgRow]) -> Result<Vec<Extension>, sqlx::Error> {
    let mut extensions = Vec::with_capacity(rows.len());
    for row in rows {
        let (name, version, schema) = (row.try_get("name")?, row.try_get("version")?, row.try_get("schema")?);
        extensions.push(Extension { name, version, schema });
    }
    extensions.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(extensions)
}
