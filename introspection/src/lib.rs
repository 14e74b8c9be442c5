//! What is really in a live database.
//!
//! A database is read into a [`Catalog`], which is plain data; a catalog is rendered as schema text, new or merged into the
//! schema that there is.
//!
//! This crate must not know of editors or of the command line. It changes nothing in a database, reads no rows of a
//! user's tables (except for MongoDB, which has no catalog: there a sample is looked at), and never shows a password.

mod catalog_text;
#[cfg(feature = "cockroachdb")]
mod cockroachdb;
mod connect;
mod error;
#[cfg(feature = "mongodb")]
mod mongodb;
mod mysql;
mod postgresql;
pub mod pull;
mod sqlite;
#[cfg(feature = "sqlserver")]
mod sqlserver;
pub mod take_over;
#[cfg(all(test, any(feature = "cockroachdb", feature = "mongodb", feature = "sqlserver")))]
mod testing;
mod url;

pub use catalog;

pub use catalog::Catalog;
pub use connect::read::{Request, read};
pub use error::{Error, ErrorKind};
pub use url::{Address, Tls, TlsMode};
