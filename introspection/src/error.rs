//! Why a database could not be read, in words for the person who asked.

use std::fmt;

/// Why a database could not be read. Holds no password, even where the server said one in its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What went wrong, as far as a caller may act on it.
    pub kind: ErrorKind,
    /// Where: `host:port/database` or the path of a file. Empty where the URL could not be understood.
    pub place: String,
    /// What is particular about this case, such as the reason that the server gave. A sentence without a full stop; may be empty.
    pub detail: String,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The URL is not one of a database, or says something that makes no sense.
    BadAddress,
    /// Nothing answers there, or nothing that takes a connection now.
    Unreachable,
    /// The two sides could not agree on an encrypted connection.
    Tls,
    /// The server does not accept the user or the password.
    RefusedLogin,
    /// The server has no database of that name, or there is no such file.
    NoSuchDatabase,
    /// The time that was given is over: connecting, waiting for a lock, or one question.
    TimedOut,
    /// The connection broke while the database was being read.
    Lost,
    /// The role may not do what is needed for reading the catalog.
    NoRights,
    /// This product, version or kind of connection cannot be read.
    Unsupported,
    /// The answer makes no sense: another kind of server, or a damaged file.
    Malformed,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, place: impl Into<String>, detail: impl Into<String>) -> Error {
        Error { kind, place: place.into(), detail: detail.into() }
    }

    pub(crate) fn bad_address(detail: impl Into<String>) -> Error {
        Error::new(ErrorKind::BadAddress, "", detail)
    }
}

impl ErrorKind {
    /// What is wrong; `{}` stands for the place.
    fn problem(self) -> &'static str {
        match self {
            ErrorKind::BadAddress => "The database URL cannot be used",
            ErrorKind::Unreachable => "No connection to {}",
            ErrorKind::Tls => "No encrypted connection to {}",
            ErrorKind::RefusedLogin => "{} refuses the login",
            ErrorKind::NoSuchDatabase => "There is no database {}",
            ErrorKind::TimedOut => "Reading {} took too long",
            ErrorKind::Lost => "The connection to {} broke while its catalog was being read",
            ErrorKind::NoRights => "The role may not read the catalog of {}",
            ErrorKind::Unsupported => "{} cannot be read",
            ErrorKind::Malformed => "The answer of {} makes no sense",
        }
    }

    /// What to do about it.
    fn advice(self) -> &'static str {
        match self {
            ErrorKind::BadAddress => "",
            ErrorKind::Unreachable => "Check that the server runs there and takes connections.",
            ErrorKind::Tls => "Check `sslmode`, `sslaccept` and the certificates in the URL.",
            ErrorKind::RefusedLogin => "Check user and password in the URL.",
            ErrorKind::NoSuchDatabase => "Check the name in the URL, or create the database first.",
            ErrorKind::TimedOut => "Try again when the database is less busy, or allow more time.",
            ErrorKind::Lost => "Try again.",
            ErrorKind::NoRights => "Grant the role the right to connect, or use another role.",
            ErrorKind::Unsupported => "",
            ErrorKind::Malformed => "Check that the URL leads to a database of the right kind.",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind.problem().replace("{}", &self.place))?;
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        f.write_str(".")?;
        match self.kind.advice() {
            "" => Ok(()),
            advice => write!(f, " {advice}"),
        }
    }
}

impl std::error::Error for Error {}
