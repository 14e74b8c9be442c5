//! Reading real servers, which are started here where they are installed.
//!
//! A server that is not installed is said to be skipped. Where `REQUIRE_DATABASES` is set, its absence is a failure.

#![cfg(unix)]

mod certificates;
mod failures;
mod mysql;
mod postgresql;
mod pulled;
#[path = "../pulling/mod.rs"]
mod pulling;
mod support;
mod tls;

use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use servers::{Kind, Server};

/// A test of a server that others use at the same time.
type Shared = (&'static str, fn(&Server));
/// A test that stops or ends its server.
type Alone = (&'static str, fn(Server));

/// What is tried on every kind of server.
const ALL: [Shared; 5] = [
    ("logins", failures::logins),
    ("missing_database", failures::missing_database),
    ("differences", pulled::differences),
    ("odd_databases", pulled::odd_databases),
    ("tls_as_it_comes", tls::as_it_comes),
];

const POSTGRESQL: [Shared; 6] = [
    ("types", postgresql::types),
    ("keys_and_indexes", postgresql::keys_and_indexes),
    ("schemas_and_views", postgresql::schemas_and_views),
    ("role_without_rights", postgresql::role_without_rights),
    ("locked_tables", postgresql::locked_tables),
    ("many_tables", postgresql::many_tables),
];

const MYSQL: [Shared; 4] = [
    ("tables", mysql::tables),
    ("role_without_rights", mysql::role_without_rights),
    ("locked_tables", mysql::locked_tables),
    ("many_tables", mysql::many_tables),
];

/// What is done to a server that nobody else uses.
const ALONE: [Alone; 2] =
    [("paused_server", failures::paused_server), ("killed_server", failures::killed_server)];

#[allow(clippy::print_stderr, reason = "what is skipped must be seen")]
fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![trial("unreachable_port".to_owned(), failures::unreachable_port)];
    #[cfg(all(feature = "mongodb", feature = "sqlserver"))]
    trials.push(trial("drivers_on_request".to_owned(), failures::drivers_on_request));
    let mut running = Vec::new();
    for kind in Kind::ALL {
        match kind.start() {
            Ok(Some(server)) => {
                let server = Arc::new(server);
                trials.extend(trials_on(&server));
                running.push(server);
            }
            Ok(None) if std::env::var_os("REQUIRE_DATABASES").is_none() => {
                eprintln!("skipped: {kind:?} is not installed");
            }
            Ok(None) => trials.push(failed(kind, "it is not installed".to_owned())),
            Err(error) => trials.push(failed(kind, error.to_string())),
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    // Leaving the process drops nothing, and the servers must not outlive it.
    drop(running);
    conclusion.exit();
}

fn trials_on(server: &Arc<Server>) -> Vec<Trial> {
    let kind = server.kind();
    let own: &[Shared] = if kind == Kind::PostgreSql { &POSTGRESQL } else { &MYSQL };
    let shared = ALL.iter().chain(own).map(|&(name, test)| {
        let server = Arc::clone(server);
        trial(format!("{kind:?}::{name}"), move || test(&server))
    });
    let alone = ALONE.map(|(name, test)| {
        trial(format!("{kind:?}::{name}"), move || {
            test(kind.start().expect("it starts again").expect("it is installed"))
        })
    });
    let encrypted = trial(format!("{kind:?}::tls_with_own_certificate"), move || tls::own_certificate(kind));
    shared.chain(alone).chain([encrypted]).collect()
}

fn trial(name: String, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

fn failed(kind: Kind, why: String) -> Trial {
    Trial::test(format!("{kind:?}::start"), move || Err(Failed::from(why)))
}
