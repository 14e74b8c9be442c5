//! Schemas that are pulled from databases of real servers.

use super::pulling;
use super::support::{impatient, make, read};
use introspection::Request;
use servers::{Kind, Server};

/// The kind of the scripts that a server can run.
fn kind(server: &Server) -> &'static str {
    if server.kind() == Kind::PostgreSql { "postgresql" } else { "mysql" }
}

fn pulled(server: &Server, database: &str, sql: &str) -> String {
    make(server, database, sql);
    let schemas = pulling::words(sql, "schemas");
    let request = Request { schemas: schemas.clone(), ..impatient() };
    let catalog = read(&server.url(database), &request).unwrap();
    pulling::pulled(database, catalog, &schemas, &pulling::words(sql, "previews"))
}

/// What the page of differences says is so.
pub(crate) fn differences(server: &Server) {
    for (at, example) in pulling::examples(kind(server)).iter().enumerate() {
        let pulled = pulled(server, &format!("difference_{at}"), &example.sql);
        assert_eq!(pulled, example.pulled, "{}", example.sql);
    }
}

/// Databases with everything in them that is seldom seen.
pub(crate) fn odd_databases(server: &Server) {
    let kind = kind(server);
    for (name, sql) in pulling::odd_scripts(kind) {
        let pulled = pulled(server, &format!("odd_{name}"), &sql);
        // MariaDB says some things otherwise than MySQL.
        let product = format!("{:?}", server.kind()).to_lowercase();
        insta::assert_snapshot!(format!("{product}_{name}"), pulled);
    }
}
