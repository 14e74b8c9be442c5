//! URLs of servers: `scheme://user:password@host:port/database?name=value&…`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use providers::Provider;

use super::{Address, TlsMode, decoded};
use crate::error::Error;

/// What to do where the parts of a URL cannot be told apart.
const ENCODE: &str = "In user and password, write `@`, `/`, `?`, `#`, `:` and `%` as `%40`, `%2F`, `%3F`, `%23`, `%3A` and `%25`";

pub(super) fn parse(provider: Provider, rest: &str, folder: &Path) -> Result<Address, Error> {
    let mut address = Address::empty(provider);
    let rest =
        rest.strip_prefix("//").ok_or_else(|| Error::bad_address("behind its scheme `//` is missing"))?;
    let rest = rest.split('#').next().unwrap_or(rest);
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
    let (login, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));

    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    address.user = decoded(user);
    address.password = decoded(password);
    address.hide(password);
    // A database has no `@` or `:` in its name, but what is left of a password that is not encoded has.
    if database.contains('@') || (login.is_empty() && database.contains(':')) {
        return Err(Error::bad_address(format!("its parts cannot be told apart. {ENCODE}")));
    }
    address.database = decoded(database.trim_end_matches('/'));
    set_host(&mut address, hosts)?;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        set_parameter(&mut address, name, value, folder)?;
    }
    if provider == Provider::PostgreSql && address.database.is_empty() {
        address.database = "postgres".to_owned();
    }
    if provider == Provider::MySql && address.database.is_empty() {
        return Err(Error::bad_address("it names no database behind the host"));
    }
    Ok(address)
}

fn set_host(address: &mut Address, hosts: &str) -> Result<(), Error> {
    if address.provider == Provider::MongoDb {
        address.host = hosts.to_owned();
        return Ok(());
    }
    if hosts.contains(',') {
        return Err(Error::bad_address("it names several hosts. Name the one to read from"));
    }
    let (host, port) = match hosts.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':').unwrap_or(port)),
        None => hosts.split_once(':').unwrap_or((hosts, "")),
    };
    let host = decoded(host);
    if host.starts_with('/') {
        address.socket = Some(PathBuf::from(host));
    } else {
        address.host = if host.is_empty() { "localhost".to_owned() } else { host };
    }
    address.port = match (port, address.provider) {
        ("", Provider::MySql) => 3306,
        ("", _) => 5432,
        // The text is not repeated: it may be the beginning of a password.
        (port, _) => {
            port.parse().map_err(|_| Error::bad_address(format!("its port is not a number. {ENCODE}")))?
        }
    };
    Ok(())
}

fn set_parameter(address: &mut Address, name: &str, written: &str, folder: &Path) -> Result<(), Error> {
    let value = decoded(written);
    match name {
        "schema" => address.schema = Some(value).filter(|schema| !schema.is_empty()),
        "host" | "socket" if value.starts_with('/') => {
            address.socket = Some(PathBuf::from(value));
            address.host.clear();
        }
        "host" if !value.is_empty() => address.host = value,
        "connect_timeout" => {
            let seconds: u64 = value.parse().map_err(|_| not_understood(name, "a number of seconds"))?;
            address.connect_timeout = (seconds > 0).then(|| Duration::from_secs(seconds));
        }
        "application_name" => address.application_name = Some(value),
        "options" => address.options = Some(value),
        "pgbouncer" => address.pgbouncer = value == "true",
        "sslmode" | "ssl-mode" | "ssl_mode" => {
            address.tls.mode = tls_mode(&value).ok_or_else(|| {
                not_understood(name, "`disable`, `prefer`, `require`, `verify-ca` or `verify-full`")
            })?;
        }
        "sslaccept" => set_acceptance(address, &value)?,
        "sslrootcert" | "sslca" | "ssl-ca" => address.tls.root_certificate = Some(folder.join(value)),
        "sslcert" | "ssl-cert" => address.tls.certificate = Some(folder.join(value)),
        "sslkey" | "ssl-key" => address.tls.key = Some(folder.join(value)),
        "sslidentity" => address.tls.identity = Some(folder.join(value)),
        // Nothing of these matters for one connection that reads a catalog.
        "connection_limit"
        | "pool_timeout"
        | "socket_timeout"
        | "statement_cache_size"
        | "channel_binding" => {}
        // All others may be secret (`sslpassword`, keys of proxies), so none of them is ever shown.
        _ => address.hide(written),
    }
    Ok(())
}

/// `sslaccept` is Prisma's own: whether to check who the server is.
fn set_acceptance(address: &mut Address, value: &str) -> Result<(), Error> {
    match value {
        "strict" => address.tls.mode = TlsMode::VerifyFull,
        "accept_invalid_certs"
            if address.tls.mode == TlsMode::Prefer && address.provider == Provider::MySql =>
        {
            address.tls.mode = TlsMode::Require;
        }
        "accept_invalid_certs" => {}
        _ => return Err(not_understood("sslaccept", "`strict` or `accept_invalid_certs`")),
    }
    Ok(())
}

fn tls_mode(value: &str) -> Option<TlsMode> {
    Some(match value.to_ascii_lowercase().replace('_', "-").as_str() {
        "disable" | "disabled" => TlsMode::Disable,
        "allow" | "prefer" | "preferred" => TlsMode::Prefer,
        "require" | "required" | "no-verify" => TlsMode::Require,
        "verify-ca" => TlsMode::VerifyCa,
        "verify-full" | "verify-identity" => TlsMode::VerifyFull,
        _ => return None,
    })
}

fn not_understood(name: &str, expected: &str) -> Error {
    Error::bad_address(format!("the value of `{name}` is not {expected}"))
}
