use std::path::Path;

use super::*;

fn parse(text: &str) -> Address {
    Address::parse(text, Path::new("/app/prisma")).unwrap()
}

fn refused(text: &str) -> String {
    Address::parse(text, Path::new("/app/prisma")).unwrap_err().to_string()
}

#[test]
fn parts_are_decoded() {
    let address = parse(
        "postgresql://a%40b:p%2Fw@db.example:6543/my%20shop?schema=sales&connect_timeout=7&pgbouncer=true",
    );
    assert_eq!(address.provider, Provider::PostgreSql);
    assert_eq!((address.user.as_str(), address.password()), ("a@b", "p/w"));
    assert_eq!(address.place(), "db.example:6543/my shop");
    assert_eq!(address.schema.as_deref(), Some("sales"));
    assert_eq!(address.connect_timeout, Some(Duration::from_secs(7)));
    assert!(address.pgbouncer);
}

#[test]
fn places_have_the_usual_ports() {
    for (url, place) in [
        ("postgres://me@localhost", "localhost:5432/postgres"),
        ("mysql://root@localhost/shop", "localhost:3306/shop"),
        ("postgresql://me@[::1]:5433/shop", "[::1]:5433/shop"),
        ("postgresql://me@%2Fvar%2Frun/shop", "/var/run/shop"),
        ("postgresql://me@localhost/shop?host=/tmp/pg", "/tmp/pg/shop"),
        ("mysql://me@localhost/shop?socket=/tmp/m.sock", "/tmp/m.sock/shop"),
        ("sqlserver://db.example;database=shop;user=sa", "db.example:1433/shop"),
        ("mongodb+srv://me@a.example/shop", "a.example/shop"),
        ("mongodb://me@a.example:27017,b.example:27018/shop", "a.example:27017,b.example:27018/shop"),
        ("file:./dev.db?connection_limit=1", "/app/prisma/./dev.db"),
        ("file:/data/dev.db", "/data/dev.db"),
        ("file:///data/dev.db", "/data/dev.db"),
        ("sqlite://dev.db", "/app/prisma/dev.db"),
    ] {
        assert_eq!(parse(url).place(), place, "{url}");
    }
}

#[test]
fn values_of_sql_server_may_stand_in_braces() {
    let address = parse(
        "sqlserver://h:1400;database=shop;user=sa;password={a;b}}c};schema=sales;trustServerCertificate=true",
    );
    assert_eq!((address.password(), address.port), ("a;b}c", 1400));
    assert_eq!((address.database.as_str(), address.user.as_str()), ("shop", "sa"));
    assert_eq!((address.schema.as_deref(), address.tls.mode), (Some("sales"), TlsMode::Require));
}

#[test]
fn encryption_is_understood() {
    for (parameters, mode) in [
        ("", TlsMode::Prefer),
        ("sslmode=disable", TlsMode::Disable),
        ("sslmode=require", TlsMode::Require),
        ("sslmode=require&sslaccept=strict", TlsMode::VerifyFull),
        ("sslmode=no-verify", TlsMode::Require),
        ("sslmode=verify-ca&sslrootcert=ca.pem", TlsMode::VerifyCa),
    ] {
        assert_eq!(parse(&format!("postgresql://h/d?{parameters}")).tls.mode, mode, "{parameters}");
    }
    let tls = parse("mysql://h/d?sslcert=ca.pem&sslaccept=accept_invalid_certs").tls;
    assert_eq!(
        (tls.mode, tls.certificate.as_deref()),
        (TlsMode::Require, Some(Path::new("/app/prisma/ca.pem")))
    );
}

#[test]
fn secrets_are_never_shown() {
    for url in [
        "postgresql://me:s3cret@host/db?schema=x&sslpassword=s3cret2&token=s3cret",
        "postgresql://me:s3%63ret@host/db?schema=s3cret",
        "postgresql://s3cret:s3cret@s3cret/db",
        "mysql://me:s3cret@host/db",
        "mongodb://me:s3cret@a:1,b:2/db?authMechanismProperties=s3cret",
        "sqlserver://host;database=db;user=me;password={s3cret}",
        "postgresql://s3cret@host/db?password=s3cret",
    ] {
        let address = parse(url);
        let shown =
            format!("{address} {address:?} {address:#?} {}", address.without_secrets("a server said s3cret"));
        assert!(!shown.contains("s3"), "{shown}");
        assert!(shown.contains("a server said ****"), "{shown}");
    }
    assert_eq!(
        parse("postgresql://ada:x9@h:1/shop?schema=sales").to_string(),
        "postgresql://ada@h:1/shop?schema=sales"
    );
}

#[test]
fn refusals_say_what_to_do() {
    let messages = [
        "prisma://accelerate.prisma-data.net/?api_key=s3cret",
        "s3cret",
        "oracle://me:s3cret@host/db",
        "libsql://host?authToken=s3cret",
        "postgresql://me:s3/cret@host/db",
        "mysql://me:s3cret@host",
        "file:",
        "postgresql://h/d?sslmode=s3cret",
    ]
    .map(refused);
    insta::assert_snapshot!(messages.join("\n"), @"
The database URL cannot be used: this is the address of Prisma's proxy, not of a database. Set a direct URL, one that begins with the database's own scheme, such as `postgresql://`.
The database URL cannot be used: it has no scheme such as `postgresql://`, `mysql://` or `file:`.
The database URL cannot be used: its scheme is not known. It begins with `postgresql://`, `mysql://`, `sqlserver://`, `mongodb://` or `file:`.
A database that is reached over HTTP or libSQL cannot be read: only a SQLite file can be opened. Pull it to a file and use `file:` with its path.
The database URL cannot be used: its parts cannot be told apart. In user and password, write `@`, `/`, `?`, `#`, `:` and `%` as `%40`, `%2F`, `%3F`, `%23`, `%3A` and `%25`.
The database URL cannot be used: it names no database behind the host.
The database URL cannot be used: it names no file behind `file:`.
The database URL cannot be used: the value of `sslmode` is not `disable`, `prefer`, `require`, `verify-ca` or `verify-full`.
");
}

#[test]
fn passwords_that_are_not_encoded_do_not_leak() {
    for url in [
        "s3cret",
        "postgres://me:s3/cret@host/db",
        "postgres://me:s3#cret@host/db",
        "postgres://me:s3?cret@host/db",
        "mysql:s3cret",
    ] {
        let message = refused(url);
        assert!(!message.contains("s3") && !message.contains("cret"), "{message}");
    }
}
