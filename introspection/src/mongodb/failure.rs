//! What the errors of MongoDB's driver mean.

use mongodb::error::{Error as DriverError, ErrorKind as Kind};

use crate::connect::Stage;
use crate::error::{Error, ErrorKind};
use crate::url::Address;

/// An error of the driver in our words, without anything that the URL keeps secret.
pub(super) fn explain(address: &Address, stage: Stage, error: &DriverError) -> Error {
    let lost = if stage == Stage::Connecting { ErrorKind::Unreachable } else { ErrorKind::Lost };
    let (kind, detail) = match error.kind.as_ref() {
        Kind::Authentication { message, .. } => (ErrorKind::RefusedLogin, message.clone()),
        Kind::ServerSelection { message, .. } | Kind::DnsResolve { message, .. } => (lost, message.clone()),
        Kind::Io(error) => (lost, error.to_string()),
        Kind::ConnectionPoolCleared { message, .. } => (lost, message.clone()),
        Kind::InvalidTlsConfig { message, .. } => (ErrorKind::Tls, message.clone()),
        Kind::InvalidArgument { message, .. } => (ErrorKind::BadAddress, message.clone()),
        Kind::Command(said) => (kind_of(said.code), format!("{} ({})", said.message, said.code)),
        Kind::IncompatibleServer { message, .. } => (ErrorKind::Unsupported, message.clone()),
        _ => (ErrorKind::Malformed, error.to_string()),
    };
    let detail = address.without_secrets(detail.trim_end_matches(['.', '\n']));
    Error::new(kind, address.place(), detail)
}

/// By the server's numbers.
fn kind_of(code: i32) -> ErrorKind {
    match code {
        18 => ErrorKind::RefusedLogin,
        13 => ErrorKind::NoRights,
        24 | 50 | 262 => ErrorKind::TimedOut,
        6 | 7 | 89 | 91 | 189 | 11600 | 11602 => ErrorKind::Lost,
        59 | 115 => ErrorKind::Unsupported,
        _ => ErrorKind::Malformed,
    }
}
