//! What the errors of the drivers mean.

use std::borrow::Cow;
use std::io;

use providers::Provider;
use sqlx::error::DatabaseError;
use sqlx::mysql::MySqlDatabaseError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

use super::Stage;
use crate::error::{Error, ErrorKind};
use crate::url::{Address, TlsMode};

/// An error of a driver in our words, without anything that the URL keeps secret.
pub(crate) fn explain(address: &Address, stage: Stage, error: &sqlx::Error) -> Error {
    let lost = if stage == Stage::Connecting { ErrorKind::Unreachable } else { ErrorKind::Lost };
    let (kind, detail) = match error {
        sqlx::Error::Database(error) if wants_encryption(address, error.as_ref()) => {
            let said = said(error.as_ref());
            (ErrorKind::Tls, format!("the server takes no connection without encryption from here ({said})"))
        }
        sqlx::Error::Database(error) => (kind_of_answer(error.as_ref(), lost), said(error.as_ref())),
        // What TLS refuses is data that makes no sense to it; nothing else says so while connecting.
        sqlx::Error::Io(error)
            if stage == Stage::Connecting && error.kind() == io::ErrorKind::InvalidData =>
        {
            (ErrorKind::Tls, of_handshake(&error.to_string()))
        }
        sqlx::Error::Io(error) => (lost, error.to_string()),
        sqlx::Error::Tls(error) => (ErrorKind::Tls, of_handshake(&error.to_string())),
        sqlx::Error::WorkerCrashed => (lost, String::new()),
        sqlx::Error::Configuration(error) => (ErrorKind::BadAddress, error.to_string()),
        sqlx::Error::Protocol(text) => (ErrorKind::Malformed, text.clone()),
        other => (ErrorKind::Malformed, other.to_string()),
    };
    let mut detail = address.without_secrets(detail.trim_end_matches(['.', '\n']));
    // MariaDB says no more than this to somebody who does not encrypt, and so does MySQL for single users.
    if kind == ErrorKind::RefusedLogin
        && address.provider == Provider::MySql
        && address.tls.mode == TlsMode::Disable
    {
        detail += ". It may be that the server lets only encrypted connections in, and the URL says `sslmode=disable`";
    }
    Error::new(kind, address.place(), detail)
}

/// Whether the server turned a connection away because it was not encrypted.
fn wants_encryption(address: &Address, error: &dyn DatabaseError) -> bool {
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        return error.number() == 3159;
    }
    // PostgreSQL has no code for it: no rule lets such a connection in, and the text says how it was made.
    let is_plain = error.message().contains("no encryption") || error.message().contains("SSL off");
    address.tls.mode == TlsMode::Disable && error.code().is_some_and(|code| code == "28000") && is_plain
}

/// What went wrong between the two sides of an encrypted connection, with what to do about the usual cases.
pub(crate) fn of_handshake(text: &str) -> String {
    const NOT_TRUSTED: &str = "the server's certificate is signed by nobody who is trusted. Name the certificate of its \
                               authority with `sslrootcert` (or `sslcert` without `sslkey`)";
    const CASES: [(&str, &str); 5] = [
        ("UnknownIssuer", NOT_TRUSTED),
        // An authority of the same name that is another one.
        ("BadSignature", NOT_TRUSTED),
        ("not valid for name", "the server's certificate is for another host than the one in the URL"),
        ("Expired", "the server's certificate is no longer valid"),
        ("NotValidYet", "the server's certificate is not valid yet"),
    ];
    match CASES.iter().find(|(mark, _)| text.contains(mark)) {
        Some((_, meaning)) => format!("{meaning} ({text})"),
        None => text.to_owned(),
    }
}

/// What the server said, with its name for it.
fn said(error: &dyn DatabaseError) -> String {
    let message = error.message();
    match number(error) {
        Some(number) if is_lock(error, &number) => {
            format!(
                "another session holds a lock, perhaps because it is changing a table ({message}, {number})"
            )
        }
        Some(number) => format!("{message} ({number})"),
        None => message.to_owned(),
    }
}

/// Whether somebody else's lock was waited for in vain.
fn is_lock(error: &dyn DatabaseError, number: &str) -> bool {
    let is_sqlite = error.try_downcast_ref::<SqliteError>().is_some();
    matches!(number, "55P03" | "1205") || (is_sqlite && matches!(number, "5" | "6"))
}

/// The name or number under which the server's handbook explains the error.
fn number(error: &dyn DatabaseError) -> Option<Cow<'_, str>> {
    match error.try_downcast_ref::<MySqlDatabaseError>() {
        Some(error) => Some(error.number().to_string().into()),
        None => error.code(),
    }
}

fn kind_of_answer(error: &dyn DatabaseError, lost: ErrorKind) -> ErrorKind {
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        postgresql(error.code(), lost)
    } else if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        mysql(error.number(), lost)
    } else if error.try_downcast_ref::<SqliteError>().is_some() {
        sqlite(error.code().and_then(|code| code.parse().ok()).unwrap_or(0))
    } else {
        ErrorKind::Malformed
    }
}

/// By the codes of PostgreSQL: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn postgresql(code: &str, lost: ErrorKind) -> ErrorKind {
    match code {
        "3D000" => ErrorKind::NoSuchDatabase,
        "42501" => ErrorKind::NoRights,
        "55P03" | "57014" => ErrorKind::TimedOut,
        "57P03" | "53300" => ErrorKind::Unreachable,
        code if code.starts_with("28") => ErrorKind::RefusedLogin,
        code if code.starts_with("57P") || code.starts_with("08") => lost,
        // It knows no such function, table or column of the catalog.
        code if code.starts_with("42") || code.starts_with("0A") => ErrorKind::Unsupported,
        _ => ErrorKind::Malformed,
    }
}

/// By the numbers of MySQL and MariaDB, which are the same for what both know.
fn mysql(number: u16, lost: ErrorKind) -> ErrorKind {
    match number {
        1045 | 1129 | 1130 | 1251 | 1396 | 1698 | 1862 | 3118 => ErrorKind::RefusedLogin,
        1049 => ErrorKind::NoSuchDatabase,
        1044 | 1142 | 1143 | 1227 | 1370 => ErrorKind::NoRights,
        1205 | 1969 | 3024 | 4031 => ErrorKind::TimedOut,
        1040 | 1203 => ErrorKind::Unreachable,
        1053 | 1152 | 1159 | 1161 | 1317 | 1927 => lost,
        1054 | 1064 | 1109 | 1146 | 1193 | 1235 => ErrorKind::Unsupported,
        _ => ErrorKind::Malformed,
    }
}

/// By the result codes of SQLite; the lower byte is the kind: <https://www.sqlite.org/rescode.html>.
fn sqlite(code: i32) -> ErrorKind {
    match code & 0xff {
        3 | 23 => ErrorKind::NoRights,
        5 | 6 => ErrorKind::TimedOut,
        10 => ErrorKind::Lost,
        14 => ErrorKind::Unreachable,
        _ => ErrorKind::Malformed,
    }
}
