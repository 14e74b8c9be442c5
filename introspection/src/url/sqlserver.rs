//! URLs of SQL Server: `sqlserver://host:port;database=…;user=…;password=…;…`.

use std::time::Duration;

use providers::Provider;

use super::{Address, TlsMode};
use crate::error::Error;

pub(super) fn parse(rest: &str) -> Result<Address, Error> {
    let mut address = Address::empty(Provider::SqlServer);
    let rest = rest.strip_prefix("sqlserver:").unwrap_or(rest);
    let rest =
        rest.strip_prefix("//").ok_or_else(|| Error::bad_address("behind its scheme `//` is missing"))?;
    let (server, properties) = rest.split_once(';').unwrap_or((rest, ""));
    let (host, port) = server.split_once(':').unwrap_or((server, ""));
    address.host = host.to_owned();
    address.port = match port {
        "" => 1433,
        port => port.parse().map_err(|_| Error::bad_address("its port is not a number"))?,
    };
    address.tls.mode = TlsMode::VerifyFull;
    for (name, value) in split(properties)? {
        set_property(&mut address, &name.to_ascii_lowercase().replace(' ', ""), value)?;
    }
    if address.host.contains('@') {
        return Err(Error::bad_address("user and password stand behind the host: `;user=…;password=…`"));
    }
    Ok(address)
}

fn set_property(address: &mut Address, name: &str, value: String) -> Result<(), Error> {
    match name {
        "database" | "initialcatalog" | "databasename" => address.database = value,
        "user" | "username" | "uid" | "userid" => address.user = value,
        "password" | "pwd" => {
            address.hide(&value);
            address.password = value;
        }
        "schema" => address.schema = Some(value),
        "applicationname" => address.application_name = Some(value),
        "encrypt" if value == "false" => address.tls.mode = TlsMode::Prefer,
        "encrypt" if value == "DANGER_PLAINTEXT" => address.tls.mode = TlsMode::Disable,
        "trustservercertificate" if value == "true" && address.tls.mode == TlsMode::VerifyFull => {
            address.tls.mode = TlsMode::Require;
        }
        "trustservercertificateca" => address.tls.root_certificate = Some(value.into()),
        "logintimeout" | "connecttimeout" | "connectiontimeout" => {
            let seconds: u64 = value.parse().map_err(|_| {
                Error::bad_address(format!("the value of `{name}` is not a number of seconds"))
            })?;
            address.connect_timeout = (seconds > 0).then(|| Duration::from_secs(seconds));
        }
        "encrypt" | "trustservercertificate" | "connectionlimit" | "pooltimeout" | "sockettimeout" => {}
        _ => address.hide(&value),
    }
    Ok(())
}

/// The properties with their values. A value in braces may hold semicolons, and `}}` for a brace.
fn split(properties: &str) -> Result<Vec<(&str, String)>, Error> {
    let mut found = Vec::new();
    let mut rest = properties;
    while let Some((name, behind)) = rest.split_once('=') {
        let (value, next) = match behind.strip_prefix('{') {
            Some(braced) => in_braces(braced)?,
            None => {
                let (value, next) = behind.split_once(';').unwrap_or((behind, ""));
                (value.to_owned(), next)
            }
        };
        found.push((name.trim_matches([';', ' ']), value));
        rest = next;
    }
    Ok(found)
}

/// The value up to the closing brace, and what follows it.
fn in_braces(text: &str) -> Result<(String, &str), Error> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let (part, behind) =
            rest.split_once('}').ok_or_else(|| Error::bad_address("a value in braces is not closed"))?;
        value.push_str(part);
        match behind.strip_prefix('}') {
            Some(next) => {
                value.push('}');
                rest = next;
            }
            None => return Ok((value, behind.strip_prefix(';').unwrap_or(behind))),
        }
    }
}
