//! What can go wrong with any server. Every message must be clear, come in time, and tell no password.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use introspection::{Error, ErrorKind, Request};
use servers::{Kind, PASSWORD, PASSWORD_IN_URL, Server};

use crate::support::{impatient, make, read};

/// The error of a reading that must fail, which tells nothing secret.
fn refused(url: &str, request: &Request) -> Error {
    let error = read(url, request).unwrap_err();
    let shown = format!("{error} {error:?}");
    for secret in [PASSWORD, PASSWORD_IN_URL, "wr0ng"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    error
}

pub(crate) fn logins(server: &Server) {
    let user = if server.kind() == Kind::PostgreSql { "postgres" } else { "root" };
    let error = refused(&server.url_as(user, "wr0ng", "mysql"), &impatient());
    assert_eq!(error.kind, ErrorKind::RefusedLogin, "{error}");
    assert!(
        error.to_string().contains(&format!("127.0.0.1:{}/mysql refuses the login", server.port())),
        "{error}"
    );
    // The server repeats the name of the user, which is the password here.
    let error = refused(&server.url_as("wr0ng", "wr0ng", "mysql"), &impatient());
    assert_eq!(error.kind, ErrorKind::RefusedLogin, "{error}");
    assert!(error.detail.contains("****"), "{error}");
}

pub(crate) fn missing_database(server: &Server) {
    let error = refused(&server.url("nowhere"), &impatient());
    assert_eq!(error.kind, ErrorKind::NoSuchDatabase, "{error}");
    assert!(error.to_string().contains("/nowhere"), "{error}");
}

pub(crate) fn unreachable_port() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for scheme in ["postgresql", "mysql"] {
        let error = refused(&format!("{scheme}://me:wr0ng@127.0.0.1:{port}/shop"), &impatient());
        assert_eq!(error.kind, ErrorKind::Unreachable, "{error}");
        assert!(
            error.to_string().starts_with(&format!("No connection to 127.0.0.1:{port}/shop: ")),
            "{error}"
        );
    }
}

/// Where nothing listens, and where something listens that says nothing: all that can be tried of these drivers without a server.
#[cfg(all(feature = "mongodb", feature = "sqlserver"))]
pub(crate) fn drivers_on_request() {
    let urls = |port: u16| {
        [
            format!(
                "sqlserver://127.0.0.1:{port};database=shop;user=sa;password=wr0ng;trustServerCertificate=true"
            ),
            format!("mongodb://me:wr0ng@127.0.0.1:{port}/shop?authSource=admin"),
        ]
    };
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let request = Request { connect_timeout: Some(Duration::from_millis(500)), ..impatient() };
    for url in urls(closed) {
        let error = refused(&url, &request);
        assert_eq!(error.kind, ErrorKind::Unreachable, "{error}");
        assert!(
            error.to_string().starts_with(&format!("No connection to 127.0.0.1:{closed}/shop: ")),
            "{error}"
        );
    }
    for url in urls(silent.local_addr().unwrap().port()) {
        let begun = std::time::Instant::now();
        let error = refused(&url, &request);
        assert!(matches!(error.kind, ErrorKind::TimedOut | ErrorKind::Unreachable), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{error}");
    }
}

/// A server that answers nothing, before and after the connection is made.
pub(crate) fn paused_server(server: Server) {
    make_tables(&server);
    server.pause();
    let error = refused(&server.url("shop"), &impatient());
    assert_eq!(error.kind, ErrorKind::TimedOut, "{error}");
    assert!(error.detail.starts_with("connecting took longer than 2 s"), "{error}");
    server.resume();

    let server = Arc::new(server);
    let request = Request { statement_timeout: Duration::from_millis(500), ..impatient() };
    let error = refused(&in_the_middle(&server, Server::pause), &request);
    assert_eq!(error.kind, ErrorKind::TimedOut, "{error}");
    assert!(error.detail.starts_with("no answer came within 0.5 s"), "{error}");
    server.resume();
    assert_eq!(read(&server.url("shop"), &impatient()).unwrap().tables.len(), 100);
}

pub(crate) fn killed_server(server: Server) {
    make_tables(&server);
    let server = Arc::new(server);
    let error = refused(&in_the_middle(&server, Server::kill), &impatient());
    assert_eq!(error.kind, ErrorKind::Lost, "{error}");
    let error = refused(&server.url("shop"), &impatient());
    assert_eq!(error.kind, ErrorKind::Unreachable, "{error}");
}

/// Enough to answer for, so that it can be interrupted.
fn make_tables(server: &Server) {
    let tables: String =
        (0..100).map(|number| format!("create table t{number} (id int primary key);")).collect();
    make(server, "shop", &tables);
}

/// The URL of a middleman that passes on what client and server say to each other, and does something to the server once it
/// has said more than a greeting.
fn in_the_middle(server: &Arc<Server>, happens: fn(&Server)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = server
        .url("shop")
        .replace(&format!(":{}/", server.port()), &format!(":{}/", listener.local_addr().unwrap().port()));
    let server = Arc::clone(server);
    std::thread::spawn(move || {
        let client = listener.accept().unwrap().0;
        let there = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        let (from, to) = (client.try_clone().unwrap(), there.try_clone().unwrap());
        std::thread::spawn(move || pass_on(from, to, |_| {}));
        let mut done = false;
        pass_on(there, client, |said| {
            if said > 6_000 && !done {
                done = true;
                happens(&server);
            }
        });
    });
    url
}

/// Passes on what is said until one of the two is gone, and tells how many bytes that were.
fn pass_on(mut from: TcpStream, mut to: TcpStream, mut heard: impl FnMut(usize)) {
    let mut buffer = [0; 1_000];
    let mut said = 0;
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        said += length;
        heard(said);
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    // Whoever is left learns that nothing more comes.
    let _ = to.shutdown(Shutdown::Both);
}
