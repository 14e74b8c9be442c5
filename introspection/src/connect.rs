//! Reaching a database: time limits, and what the drivers' errors mean.

mod failure;
pub(crate) mod read;

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use providers::Provider;

use crate::error::{Error, ErrorKind};
use crate::url::{Address, Tls};

pub(crate) use failure::explain;
#[cfg(feature = "sqlserver")]
pub(crate) use failure::of_handshake;

/// How long connecting may take where neither the caller nor the URL says it. Prisma's own limit.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How much later than the server we give up, so that the server has the chance to say why.
pub(crate) const GRACE: Duration = Duration::from_secs(2);

/// What is being done when something fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Connecting,
    Reading,
}

/// How long connecting may take.
pub(crate) fn connect_limit(address: &Address, request: &read::Request) -> Duration {
    request.connect_timeout.or(address.connect_timeout).unwrap_or(CONNECT_TIMEOUT)
}

/// The error of something that took too long.
pub(crate) fn timed_out(address: &Address, what: &str, limit: Duration) -> Error {
    Error::new(ErrorKind::TimedOut, address.place(), format!("{what} {} s", limit.as_secs_f32()))
}

/// Connects within the time that is allowed.
pub(crate) async fn connect<T>(
    address: &Address,
    request: &read::Request,
    connecting: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, Error> {
    let limit = connect_limit(address, request);
    match tokio::time::timeout(limit, connecting).await {
        Ok(answer) => answer.map_err(|error| explain(address, Stage::Connecting, &error)),
        Err(_) => Err(timed_out(address, "connecting took longer than", limit)),
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
        Err(_) => Err(timed_out(address, "no answer came within", request.statement_timeout)),
    }
}

/// Says which cryptography rustls is to use where a driver leaves it open: with SQL Server's driver there are two in the
/// program, and rustls takes none by itself.
#[cfg(feature = "sqlserver")]
pub(crate) fn choose_cryptography() {
    // It fails where somebody has chosen already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The error of a build that cannot read such a database.
#[allow(dead_code, reason = "a build with all features lacks none")]
pub(crate) fn lacks_feature(address: &Address, provider: Provider, feature: &str) -> Error {
    let detail = format!(
        "this build cannot read {}. Build prisma-analyzer with the feature `{feature}`: \
         `cargo build --release -p prisma-analyzer --features {feature}`",
        provider.display_name()
    );
    Error::new(ErrorKind::Unsupported, address.place(), detail)
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
    let files = [
        (&tls.root_certificate, "CERTIFICATE-----", "certificate"),
        (&tls.certificate, "CERTIFICATE-----", "certificate"),
        (&tls.key, "PRIVATE KEY-----", "key"),
    ];
    for (file, mark, what) in files {
        if let Some(file) = file {
            look_into(address, file, mark, what)?;
        }
    }
    Ok(tls)
}

/// Looks for a certificate or key in a file. The drivers would pass over one that holds none.
fn look_into(address: &Address, file: &Path, mark: &str, what: &str) -> Result<(), Error> {
    let name = file.display();
    match std::fs::read(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Error::bad_address(format!("there is no file {name} with a certificate or key")))
        }
        Err(error) => Err(Error::bad_address(format!("the file {name} cannot be read: {error}"))),
        Ok(text) if String::from_utf8_lossy(&text).contains(mark) => Ok(()),
        Ok(_) => {
            let detail = format!("{name} holds no {what} in the form of PEM (`-----BEGIN …`)");
            Err(Error::new(ErrorKind::Tls, address.place(), detail))
        }
    }
}
