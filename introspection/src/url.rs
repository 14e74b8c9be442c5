//! The address of a database, as Prisma understands its URL.

mod hosts;
mod sqlserver;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use percent_encoding::percent_decode_str;
use providers::Provider;

use crate::error::{Error, ErrorKind};

/// The address of a database. It can be shown: neither `Display` nor `Debug` tells a password or a key.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// The kind of database that the URL's scheme says. CockroachDB is reached as PostgreSQL is; a caller that knows
    /// better from the schema may set it.
    pub provider: Provider,
    /// The host's name or number; several with commas for MongoDB. Empty for SQLite and where a socket is used.
    pub host: String,
    /// The port, or the usual one of the provider. 0 for SQLite.
    pub port: u16,
    /// The Unix socket: its folder for PostgreSQL, itself for MySQL.
    pub socket: Option<PathBuf>,
    /// The user's name. Empty where the URL has none.
    pub user: String,
    /// The name of the database. Empty where the URL has none, and for SQLite.
    pub database: String,
    /// The file of a SQLite database.
    pub file: Option<PathBuf>,
    /// The schema that the URL asks for (`?schema=`).
    pub schema: Option<String>,
    /// How the connection is to be encrypted.
    pub tls: Tls,
    /// How long connecting may take. None where the URL does not say, or says 0.
    pub connect_timeout: Option<Duration>,
    /// The name that the server is to show for the connection.
    pub application_name: Option<String>,
    /// Settings that the server is to start the session with (`-c search_path=x`, PostgreSQL).
    pub options: Option<String>,
    /// Whether it leads to PgBouncer. What is read needs nothing that PgBouncer lacks.
    pub pgbouncer: bool,
    password: String,
    /// All of the URL, where the driver understands more of it than is understood here (MongoDB).
    whole: String,
    /// Every value of the URL that must never be shown, as written and as meant.
    secrets: Vec<String>,
}

/// How a connection is to be encrypted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tls {
    /// How much encryption and checking is wanted.
    pub mode: TlsMode,
    /// The file with the certificates that are trusted besides the system's.
    pub root_certificate: Option<PathBuf>,
    /// The file with the certificate that the client shows.
    pub certificate: Option<PathBuf>,
    /// The file with the key to it.
    pub key: Option<PathBuf>,
    /// A container of certificate and key (`sslidentity`), which cannot be read here.
    pub identity: Option<PathBuf>,
}

/// How much encryption and checking is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TlsMode {
    /// None.
    Disable,
    /// Encrypt where the server can, without asking who it is.
    #[default]
    Prefer,
    /// Encrypt, without asking who the server is.
    Require,
    /// Encrypt, and check that the certificate is trusted.
    VerifyCa,
    /// Encrypt, and check that the certificate is trusted and is the host's.
    VerifyFull,
}

impl Address {
    /// Understands a URL. Paths in it are relative to `folder`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadAddress`] where it is not the URL of a database, and [`ErrorKind::Unsupported`] where it is one of a
    /// service that cannot be read directly. The texts tell nothing of what may be secret.
    pub fn parse(text: &str, folder: &Path) -> Result<Address, Error> {
        let text = text.trim();
        let Some((scheme, rest)) = text.split_once(':') else {
            return Err(Error::bad_address(
                "it has no scheme such as `postgresql://`, `mysql://` or `file:`",
            ));
        };
        match scheme.to_ascii_lowercase().as_str() {
            "postgresql" | "postgres" => hosts::parse(Provider::PostgreSql, rest, folder),
            "mysql" | "mariadb" => hosts::parse(Provider::MySql, rest, folder),
            "mongodb" | "mongodb+srv" => {
                let address = hosts::parse(Provider::MongoDb, rest, folder)?;
                Ok(Address { whole: text.to_owned(), ..address })
            }
            "sqlserver" | "jdbc" => sqlserver::parse(rest),
            "file" | "sqlite" => file(rest, folder),
            "prisma" | "prisma+postgres" => Err(Error::bad_address(
                "this is the address of Prisma's proxy, not of a database. Set a direct URL, one that begins with the \
                 database's own scheme, such as `postgresql://`",
            )),
            "libsql" | "http" | "https" | "ws" | "wss" => Err(Error::new(
                ErrorKind::Unsupported,
                "A database that is reached over HTTP or libSQL",
                "only a SQLite file can be opened. Pull it to a file and use `file:` with its path",
            )),
            // What stands before the colon is not repeated: in a URL without scheme it may be a user's name.
            _ => Err(Error::bad_address(
                "its scheme is not known. It begins with `postgresql://`, `mysql://`, `sqlserver://`, `mongodb://` or `file:`",
            )),
        }
    }

    fn empty(provider: Provider) -> Address {
        Address {
            provider,
            host: String::new(),
            port: 0,
            socket: None,
            user: String::new(),
            database: String::new(),
            file: None,
            schema: None,
            tls: Tls::default(),
            connect_timeout: None,
            application_name: None,
            options: None,
            pgbouncer: false,
            password: String::new(),
            whole: String::new(),
            secrets: Vec::new(),
        }
    }

    /// Where the database is, for messages: `host:port/database` or the file's path.
    pub fn place(&self) -> String {
        if let Some(file) = &self.file {
            return file.display().to_string();
        }
        let server = match &self.socket {
            Some(socket) => socket.display().to_string(),
            None if self.host.contains(':') && self.provider != Provider::MongoDb => {
                format!("[{}]:{}", self.host, self.port)
            }
            None if self.provider == Provider::MongoDb => self.host.clone(),
            None => format!("{}:{}", self.host, self.port),
        };
        if self.database.is_empty() { server } else { format!("{server}/{}", self.database) }
    }

    /// The password, for the driver alone.
    pub(crate) fn password(&self) -> &str {
        &self.password
    }

    /// The URL of MongoDB as written, for the driver alone.
    #[cfg(feature = "mongodb")]
    pub(crate) fn whole(&self) -> &str {
        &self.whole
    }

    /// A text that came from elsewhere, such as a server's message, with every secret of the URL taken out.
    pub fn without_secrets(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            text = text.replace(secret, "****");
        }
        text
    }

    /// Keeps a value from ever being shown, in every form in which it may turn up.
    fn hide(&mut self, written: &str) {
        self.secrets.extend([written.to_owned(), decoded(written)]);
        self.secrets.retain(|secret| !secret.is_empty());
        // The longest first, so that a secret that is part of another one leaves nothing of it.
        self.secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        self.secrets.dedup();
    }
}

/// The address of a SQLite file. Its path is taken as it stands, as Prisma does.
fn file(rest: &str, folder: &Path) -> Result<Address, Error> {
    let path = rest.split('?').next().unwrap_or(rest);
    let path = path.strip_prefix("//").filter(|path| !path.is_empty()).unwrap_or(path);
    match path {
        "" => return Err(Error::bad_address("it names no file behind `file:`")),
        ":memory:" => {
            return Err(Error::bad_address("a database in memory is gone with the program that made it"));
        }
        _ => {}
    }
    Ok(Address { file: Some(folder.join(path)), ..Address::empty(Provider::Sqlite) })
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme =
            if self.provider == Provider::Sqlite { "file:" } else { &format!("{}://", self.provider.id()) };
        let user = if self.user.is_empty() { "" } else { &format!("{}@", self.user) };
        let schema = self.schema.as_ref().map(|schema| format!("?schema={schema}")).unwrap_or_default();
        f.write_str(&self.without_secrets(&format!("{scheme}{user}{}{schema}", self.place())))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}
