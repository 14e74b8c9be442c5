//! Reaching a database: time limits, and what the drivers' errors mean.

mod failure;
pub(crate) mod read;

use std::future::Future;
use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::url::{Address, Tls};

pub(crate) use failure::explain;

/// How long connecting may take where neither the caller nor the URL says it. Prisma's own limit.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How much later than the server we give up, so that the server has the chance to say why.
const GRACE: Duration = Duration::from_secs(2);

/// What is being done when something fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Connecting,
    Reading,
}

/// Connects within the time that is allowed.
pub(crate) async fn connect<T>(
    address: &Address,
    request: &read::Request,
    connecting: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, Error> {
    let limit = request.connect_timeout.or(address.connect_timeout).unwrap_or(CONNECT_TIMEOUT);
    match tokio::time::timeout(limit, connecting).await {
        Ok(answer) => answer.map_err(|error| explain(address, Stage::Connecting, &error)),
        Err(_) => {
            let detail = format!("connecting took longer than {} s", limit.as_secs_f32());
            Err(Error::new(ErrorKind::TimedOut, address.place(), detail))
        }
    }
}

/// Waits for the answer to one question. A server that was stopped does not keep its own time limits, so we have ours.
pub(crate) async fn answer<T>(
    address: &Address,
    request: &read::Request,
    asking: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, Error> {
    match tokio::time::timeout(request.statement_timeout + GRACE, asking).await {
        Ok(answer) => answer.map_err(|error| explain(address, Stage::Reading, &error)),
        Err(_) => {
            let detail = format!("no answer came within {} s", request.statement_timeout.as_secs_f32());
            Err(Error::new(ErrorKind::TimedOut, address.place(), detail))
        }
    }
}

/// How to encrypt, with every file looked for, so that a missing one is not taken for a server that is down.
pub(crate) fn certificates(address: &Address) -> Result<Tls, Error> {
    let mut tls = address.tls.clone();
    if tls.identity.is_some() {
        let detail =
            "`sslidentity` (a PKCS 12 file) is not understood. Set `sslcert` and `sslkey` to PEM files";
        return Err(Error::new(ErrorKind::Unsupported, address.place(), detail));
    }
    // Without a key, `sslcert` is what Prisma takes it for: the certificate of the server's authority.
    if tls.key.is_none()
        && let Some(certificate) = tls.certificate.take()
    {
        tls.root_certificate.get_or_insert(certificate);
    }
    for file in [&tls.root_certificate, &tls.certificate, &tls.key].into_iter().flatten() {
        if !file.is_file() {
            return Err(Error::bad_address(format!(
                "there is no file {} with a certificate or key",
                file.display()
            )));
        }
    }
    Ok(tls)
}
