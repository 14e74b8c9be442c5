//! What the errors of SQL Server and of its driver mean.

use tiberius::error::{Error as DriverError, IoErrorKind};

use crate::connect::{Stage, of_handshake};
use crate::error::{Error, ErrorKind};
use crate::url::Address;

/// An error of the driver in our words, without anything that the URL keeps secret.
pub(super) fn explain(address: &Address, stage: Stage, error: &DriverError) -> Error {
    let lost = if stage == Stage::Connecting { ErrorKind::Unreachable } else { ErrorKind::Lost };
    let (kind, detail) = match error {
        DriverError::Server(said) => {
            (kind_of(said.code(), lost), format!("{} ({})", said.message(), said.code()))
        }
        DriverError::Tls(text) => (ErrorKind::Tls, of_handshake(text)),
        DriverError::Io { kind: IoErrorKind::InvalidData, message } if stage == Stage::Connecting => {
            (ErrorKind::Tls, of_handshake(message))
        }
        DriverError::Io { message, .. } => (lost, message.clone()),
        DriverError::Routing { host, port } => {
            (ErrorKind::Unreachable, format!("the server sends us on to {host}:{port} once more"))
        }
        other => (ErrorKind::Malformed, other.to_string()),
    };
    let detail = address.without_secrets(detail.trim_end_matches(['.', '\n']));
    Error::new(kind, address.place(), detail)
}

/// By the numbers of the database engine.
fn kind_of(code: u32, lost: ErrorKind) -> ErrorKind {
    match code {
        18401 | 18451 | 18452 | 18456 | 18470 | 18486..=18488 => ErrorKind::RefusedLogin,
        911 | 4060 => ErrorKind::NoSuchDatabase,
        229 | 230 | 262 | 297 | 300 | 916 => ErrorKind::NoRights,
        1222 | 1205 => ErrorKind::TimedOut,
        10928 | 10929 | 40197 | 40501 | 40613 | 49918..=49920 => ErrorKind::Unreachable,
        596 | 6005 | 233 => lost,
        102 | 156 | 195 | 207 | 208 => ErrorKind::Unsupported,
        _ => ErrorKind::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn errors_are_told_apart_and_keep_secrets() {
        let address =
            Address::parse("sqlserver://h;database=shop;user=sa;password=s3cret", Path::new("")).unwrap();
        let broken =
            DriverError::Io { kind: IoErrorKind::ConnectionReset, message: "reset by s3cret".to_owned() };
        let error = explain(&address, Stage::Reading, &broken);
        assert_eq!((error.kind, error.detail.as_str()), (ErrorKind::Lost, "reset by ****"));
        assert_eq!(explain(&address, Stage::Connecting, &broken).kind, ErrorKind::Unreachable);
        let refused = DriverError::Tls("invalid peer certificate: UnknownIssuer".to_owned());
        let error = explain(&address, Stage::Connecting, &refused);
        assert_eq!(error.kind, ErrorKind::Tls);
        assert_eq!(kind_of(18456, ErrorKind::Lost), ErrorKind::RefusedLogin);
        assert_eq!(kind_of(4060, ErrorKind::Lost), ErrorKind::NoSuchDatabase);
        assert_eq!(kind_of(1222, ErrorKind::Lost), ErrorKind::TimedOut);
    }
}
