//! Reading SQL Server.

mod assemble;
mod failure;
mod rows;
#[cfg(test)]
mod tests;

use std::time::Duration;

use tiberius::{AuthMethod, Client, Config, EncryptionLevel, Row, ToSql};
use tokio::net::TcpStream;
use tokio_util::compat::{Compat, TokioAsyncWriteCompatExt};

use crate::catalog::{Catalog, Product, Server};
use crate::connect::read::Request;
use crate::connect::{GRACE, Stage, connect_limit, timed_out};
use crate::error::{Error, ErrorKind};
use crate::url::{Address, TlsMode};
use assemble::Answers;
use failure::explain;
use rows::FromRow;

/// Reads a SQL Server database. The server has no transactions that can only read: the session says that it only wants to read,
/// and everything happens in a transaction that is taken back.
pub(crate) async fn read(address: &Address, request: &Request) -> Result<Catalog, Error> {
    let config = config(address)?;
    let limit = connect_limit(address, request);
    let connecting = tokio::time::timeout(limit, connect(address, config)).await;
    let client = connecting.map_err(|_| timed_out(address, "connecting took longer than", limit))??;
    let own_schema = address.schema.clone().unwrap_or_else(|| "dbo".to_owned());
    let schemas = if request.schemas.is_empty() { vec![own_schema] } else { request.schemas.clone() };
    let mut session = Session { client, address, request, schemas };
    let begin = format!(
        "set lock_timeout {}; set transaction isolation level read committed; begin transaction",
        request.lock_timeout.as_millis().clamp(1, i32::MAX as u128)
    );
    session.plain(&begin).await?;
    let catalog = session.ask().await;
    // What was read is complete; nothing depends on how the transaction ends.
    let _ = session.plain("rollback transaction").await;
    let _ = tokio::time::timeout(GRACE, session.client.close()).await;
    catalog
}

fn config(address: &Address) -> Result<Config, Error> {
    let unsupported = |detail: &str| Err(Error::new(ErrorKind::Unsupported, address.place(), detail));
    if address.host.contains('\\') {
        return unsupported(
            "named instances are not looked up. Write `host:port` with the port of the instance",
        );
    }
    if address.user.is_empty() {
        return unsupported(
            "only logins of SQL Server itself are understood. Set `user` and `password` in the URL",
        );
    }
    let mut config = Config::new();
    config.host(&address.host);
    config.port(address.port);
    config.authentication(AuthMethod::sql_server(&address.user, address.password()));
    config.application_name(address.application_name.as_deref().unwrap_or("prisma-analyzer"));
    config.readonly(true);
    if !address.database.is_empty() {
        config.database(&address.database);
    }
    let tls = crate::connect::certificates(address)?;
    let (level, trusts_all) = match tls.mode {
        TlsMode::Disable => (EncryptionLevel::NotSupported, true),
        // Only the login is encrypted.
        TlsMode::Prefer => (EncryptionLevel::Off, true),
        TlsMode::Require => (EncryptionLevel::Required, true),
        TlsMode::VerifyCa | TlsMode::VerifyFull => (EncryptionLevel::Required, false),
    };
    config.encryption(level);
    match tls.root_certificate {
        // The driver wants one or the other.
        _ if trusts_all => config.trust_cert(),
        Some(root) => config.trust_cert_ca(root.display()),
        None => {}
    }
    Ok(config)
}

type Connection = Client<Compat<TcpStream>>;

/// Connects; where the server sends us on to another one, as Azure does, there.
async fn connect(address: &Address, mut config: Config) -> Result<Connection, Error> {
    let failed = |error: &tiberius::error::Error| explain(address, Stage::Connecting, error);
    match open(&config).await {
        Err(tiberius::error::Error::Routing { host, port }) => {
            config.host(&host);
            config.port(port);
            open(&config).await.map_err(|error| failed(&error))
        }
        opened => opened.map_err(|error| failed(&error)),
    }
}

async fn open(config: &Config) -> tiberius::Result<Connection> {
    let stream = TcpStream::connect(config.get_addr()).await?;
    stream.set_nodelay(true)?;
    Client::connect(config.clone(), stream.compat_write()).await
}

struct Session<'a> {
    client: Connection,
    address: &'a Address,
    request: &'a Request,
    schemas: Vec<String>,
}

impl Session<'_> {
    async fn ask(&mut self) -> Result<Catalog, Error> {
        let server = self.server().await?;
        let present: Vec<Name> = self.rows(include_str!("sqlserver/schemas.sql")).await?;
        let is_present = |schema: &&String| present.iter().any(|name| name.0 == **schema);
        let schemas = self.schemas.iter().filter(is_present).cloned().collect();
        let answers = Answers {
            relations: self.rows(include_str!("sqlserver/relations.sql")).await?,
            columns: self.rows(include_str!("sqlserver/columns.sql")).await?,
            indexes: self.rows(include_str!("sqlserver/indexes.sql")).await?,
            foreign_keys: self.rows(include_str!("sqlserver/foreign_keys.sql")).await?,
            checks: self.rows(include_str!("sqlserver/checks.sql")).await?,
        };
        Ok(answers.catalog(server, schemas))
    }

    async fn server(&mut self) -> Result<Server, Error> {
        let rows = self.plain(include_str!("sqlserver/server.sql")).await?;
        let Some(row) = rows.first() else {
            return Err(Error::new(ErrorKind::Malformed, self.address.place(), "it does not say who it is"));
        };
        let read = || -> tiberius::Result<Server> {
            let (version, database) = (rows::text(row, "version")?, rows::text(row, "name")?);
            Ok(Server { product: Product::SqlServer, version, database })
        };
        read().map_err(|error| explain(self.address, Stage::Reading, &error))
    }

    /// Runs a statement that has no parameters.
    async fn plain(&mut self, sql: &str) -> Result<Vec<Row>, Error> {
        let client = &mut self.client;
        let asking = async { client.simple_query(sql).await?.into_first_result().await };
        answer(self.address, self.request, asking).await
    }

    /// The rows for the wanted schemas, whose names go as parameters.
    async fn rows<T: FromRow>(&mut self, sql: &str) -> Result<Vec<T>, Error> {
        let places: Vec<String> = (1..=self.schemas.len()).map(|number| format!("@P{number}")).collect();
        let sql = sql.replace("{schemas}", &places.join(", "));
        let names: Vec<&dyn ToSql> = self.schemas.iter().map(|name| name as &dyn ToSql).collect();
        let client = &mut self.client;
        let asking = async { client.query(sql, &names).await?.into_first_result().await };
        let rows = answer(self.address, self.request, asking).await?;
        let parsed: tiberius::Result<Vec<T>> = rows.iter().map(T::from_row).collect();
        parsed.map_err(|error| explain(self.address, Stage::Reading, &error))
    }
}

/// The name of something.
struct Name(String);

impl FromRow for Name {
    fn from_row(row: &Row) -> tiberius::Result<Self> {
        Ok(Name(rows::text(row, "name")?))
    }
}

/// Waits for an answer. The server has no time limit for statements; ending the connection ends them.
async fn answer<T>(
    address: &Address,
    request: &Request,
    asking: impl Future<Output = tiberius::Result<T>>,
) -> Result<T, Error> {
    let limit: Duration = request.statement_timeout;
    match tokio::time::timeout(limit, asking).await {
        Ok(answer) => answer.map_err(|error| explain(address, Stage::Reading, &error)),
        Err(_) => Err(timed_out(address, "no answer came within", limit)),
    }
}
