//! Encrypted connections: every way of asking for them, to servers that have them, demand them, or lack them.

use introspection::{Address, Catalog, Error, ErrorKind};
use servers::{Extras, Kind, PASSWORD_IN_URL, Server};

use crate::certificates::Authority;
use crate::support::{execute, impatient, read_address};

/// Who may connect how. The certificate of `certified` is looked at instead of a password.
const HBA: &str = "\
local   all all scram-sha-256
hostssl all certified 127.0.0.1/32 cert
hostssl all postgres 127.0.0.1/32 scram-sha-256
host    all careless 127.0.0.1/32 scram-sha-256
";

/// What a reading must come to.
type Outcome = Result<(), (ErrorKind, &'static str)>;

const WORKS: Outcome = Ok(());
const UNKNOWN: Outcome = Err((ErrorKind::Tls, "signed by nobody who is trusted"));
const OTHER_NAME: Outcome = Err((ErrorKind::Tls, "is for another host"));

/// How a server is asked for encryption, and what comes of it. The server's certificate is one for `localhost`.
const ASKED: [(&str, &str, Outcome); 14] = [
    ("127.0.0.1", "", WORKS),
    ("127.0.0.1", "sslmode=prefer", WORKS),
    ("127.0.0.1", "sslmode=require", WORKS),
    ("127.0.0.1", "sslmode=require&sslaccept=accept_invalid_certs", WORKS),
    ("127.0.0.1", "sslcert=other.pem&sslaccept=accept_invalid_certs", WORKS),
    ("127.0.0.1", "sslmode=verify-ca&sslrootcert=ca.pem", WORKS),
    ("127.0.0.1", "sslmode=verify-ca&sslrootcert=other.pem", UNKNOWN),
    ("127.0.0.1", "sslmode=verify-ca", UNKNOWN),
    ("localhost", "sslmode=verify-full&sslrootcert=ca.pem", WORKS),
    ("localhost", "sslaccept=strict&sslcert=ca.pem", WORKS),
    ("localhost", "sslmode=require&sslaccept=strict&sslcert=other.pem", UNKNOWN),
    ("localhost", "sslaccept=strict", UNKNOWN),
    ("127.0.0.1", "sslmode=verify-full&sslrootcert=ca.pem", OTHER_NAME),
    ("127.0.0.1", "sslaccept=strict&sslcert=ca.pem", OTHER_NAME),
];

/// A server with a certificate of its own, which demands encryption from its first user.
pub(crate) fn own_certificate(kind: Kind) {
    let authority = Authority::new();
    authority.for_client("certified");
    let server = start(kind, &authority);
    let first = if kind == Kind::PostgreSql { "postgres" } else { "root" };
    for (host, parameters, outcome) in ASKED {
        let url = url(&server, first, PASSWORD_IN_URL, host, parameters);
        check(&url, read(&url, &authority), outcome);
    }
    let insecure = url(&server, first, PASSWORD_IN_URL, "127.0.0.1", "sslmode=disable");
    let demands = match kind {
        // It does not say why.
        Kind::MariaDb => Err((ErrorKind::RefusedLogin, "lets only encrypted connections in")),
        _ => Err((ErrorKind::Tls, "takes no connection without encryption")),
    };
    check(&insecure, read(&insecure, &authority), demands);

    clients(&server, &authority);
    if kind == Kind::PostgreSql {
        execute(&server, "postgres", "create role careless login password 'careless'");
        let url = url(&server, "careless", "careless", "127.0.0.1", "sslmode=disable&application_name=plain");
        check(&url, read(&url, &authority), WORKS);
        // The log tells of each connection how it was encrypted.
        let log = server.log();
        assert_eq!(log.lines().filter(|line| is_login(line, "postgres") && !line.contains("SSL")).count(), 0);
        assert!(log.lines().any(|line| is_login(line, "careless") && !line.contains("SSL")));
    }
}

/// A client that shows who it is by a certificate.
fn clients(server: &Server, authority: &Authority) {
    match server.kind() {
        Kind::PostgreSql => execute(server, "postgres", "create role certified login"),
        _ => execute(
            server,
            "mysql",
            "create user certified@'127.0.0.1' identified by 'certified' require subject '/CN=certified';
             grant select on mysql.* to certified@'127.0.0.1'",
        ),
    }
    let files = "sslmode=verify-ca&sslrootcert=ca.pem&sslcert=client.pem&sslkey=client.key";
    let with = url(server, "certified", "certified", "127.0.0.1", files);
    check(&with, read(&with, authority), WORKS);
    let without = url(server, "certified", "certified", "127.0.0.1", "sslmode=require");
    let refused = Err((ErrorKind::RefusedLogin, ""));
    check(&without, read(&without, authority), refused);
    let missing = url(server, "certified", "certified", "127.0.0.1", "sslrootcert=nowhere.pem");
    check(&missing, read(&missing, authority), Err((ErrorKind::BadAddress, "nowhere.pem")));
    let broken =
        url(server, "certified", "certified", "127.0.0.1", "sslmode=verify-ca&sslrootcert=broken.pem");
    std::fs::write(authority.folder().join("broken.pem"), "no certificate").unwrap();
    check(&broken, read(&broken, authority), Err((ErrorKind::Tls, "broken.pem holds no certificate")));
}

/// A server as it comes: MySQL makes itself a certificate, the others have none.
pub(crate) fn as_it_comes(server: &Server) {
    let authority = Authority::new();
    let first = if server.kind() == Kind::PostgreSql { "postgres" } else { "root" };
    let has = server.kind() == Kind::MySql;
    let lacks: Outcome = Err((ErrorKind::Tls, "does not support TLS"));
    for (parameters, with, without) in [
        ("sslmode=disable", WORKS, WORKS),
        ("sslmode=prefer", WORKS, WORKS),
        ("sslmode=require", WORKS, lacks),
        ("sslaccept=strict", UNKNOWN, lacks),
    ] {
        let url = url(server, first, PASSWORD_IN_URL, "127.0.0.1", parameters);
        check(&url, read(&url, &authority), if has { with } else { without });
    }
}

fn start(kind: Kind, authority: &Authority) -> Server {
    let signed = authority.for_server("localhost");
    let mut extras = Extras {
        files: vec![("ca.pem", authority.pem()), ("cert.pem", signed.certificate), ("key.pem", signed.key)],
        arguments: Vec::new(),
    };
    if kind == Kind::PostgreSql {
        extras.files.push(("hba.conf", HBA.to_owned()));
        for setting in [
            "ssl=on",
            "ssl_ca_file=../ca.pem",
            "ssl_cert_file=../cert.pem",
            "ssl_key_file=../key.pem",
            "hba_file=hba.conf",
            "log_connections=on",
        ] {
            extras.arguments.extend(["-c".to_owned(), setting.to_owned()]);
        }
    } else {
        let words =
            ["ssl-ca=../ca.pem", "ssl-cert=../cert.pem", "ssl-key=../key.pem", "require-secure-transport=ON"];
        extras.arguments.extend(words.map(|word| format!("--{word}")));
    }
    kind.start_with(&extras).expect("it starts").expect("it is installed")
}

fn url(server: &Server, user: &str, password: &str, host: &str, parameters: &str) -> String {
    let database = if server.kind() == Kind::PostgreSql { "postgres" } else { "mysql" };
    let url = server.url_as(user, password, database).replace("@127.0.0.1", &format!("@{host}"));
    format!("{url}?{parameters}")
}

fn read(url: &str, authority: &Authority) -> Result<Catalog, Error> {
    read_address(&Address::parse(url, authority.folder()).unwrap(), &impatient())
}

fn check(url: &str, found: Result<Catalog, Error>, outcome: Outcome) {
    match (found, outcome) {
        (Ok(_), Ok(())) => {}
        (Err(error), Err((kind, words))) => {
            assert_eq!(error.kind, kind, "{url}: {error}");
            assert!(error.to_string().contains(words), "{url}: {error}");
        }
        (Ok(_), Err(_)) => panic!("{url} must not work"),
        (Err(error), Ok(())) => panic!("{url}: {error}"),
    }
}

fn is_login(line: &str, user: &str) -> bool {
    line.contains(&format!("connection authorized: user={user} "))
}
