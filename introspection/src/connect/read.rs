//! From an address to a catalog.

use std::time::Duration;

use providers::Provider;

use crate::catalog::Catalog;
use crate::error::Error;
use crate::url::Address;
use crate::{mysql, postgresql, sqlite};

/// What is to be read, and how long that may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The schemas to read. Empty for the one that the URL names, or else the provider's usual one (`public`). Without
    /// meaning where a database has no schemas.
    pub schemas: Vec<String>,
    /// How long connecting may take. None for what the URL says, or else 5 seconds.
    pub connect_timeout: Option<Duration>,
    /// How long the server may take for one question. There are about ten of them.
    pub statement_timeout: Duration,
    /// How long to wait for what another session has locked.
    pub lock_timeout: Duration,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            schemas: Vec::new(),
            connect_timeout: None,
            statement_timeout: Duration::from_secs(30),
            lock_timeout: Duration::from_secs(5),
        }
    }
}

/// Reads what there is in a database, over one connection, in one transaction that can only read, with a number of
/// questions that does not depend on the number of tables. No row of a user's table is looked at.
///
/// MongoDB has no catalog, and no transactions for this: there a sample of documents is looked at, with two questions for each
/// collection. Errors come also where a build lacks the driver of a server.
///
/// Dropping the future closes the connection.
///
/// # Errors
///
/// When the database cannot be reached or read; see [`ErrorKind`]. The error tells nothing secret.
pub async fn read(address: &Address, request: &Request) -> Result<Catalog, Error> {
    #[cfg(feature = "sqlserver")]
    super::choose_cryptography();
    match address.provider {
        Provider::Sqlite => sqlite::read(address, request).await,
        Provider::PostgreSql | Provider::CockroachDb => postgresql::read(address, request).await,
        Provider::MySql => mysql::read(address, request).await,
        #[cfg(feature = "sqlserver")]
        Provider::SqlServer => crate::sqlserver::read(address, request).await,
        #[cfg(not(feature = "sqlserver"))]
        Provider::SqlServer => Err(super::lacks_feature(address, Provider::SqlServer, "sqlserver")),
        #[cfg(feature = "mongodb")]
        Provider::MongoDb => crate::mongodb::read(address, request).await,
        #[cfg(not(feature = "mongodb"))]
        Provider::MongoDb => Err(super::lacks_feature(address, Provider::MongoDb, "mongodb")),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(not(feature = "sqlserver"))]
    #[tokio::test]
    async fn a_build_says_which_driver_it_lacks() {
        use std::path::Path;

        let url = "sqlserver://db.example;database=shop;user=sa;password=s3cret";
        let address = super::Address::parse(url, Path::new("")).unwrap();
        let error = super::read(&address, &super::Request::default()).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "db.example:1433/shop cannot be read: this build cannot read SQL Server. Build prisma-analyzer with the feature \
             `sqlserver`: `cargo build --release -p prisma-analyzer --features sqlserver`."
        );
    }
}
