//! From a server with 2,000 tables to a schema for them. Every table has a foreign key and two indexes.
//!
//! Run with `cargo bench -p introspection`. The server is started here; where none is installed, nothing is measured.

use std::path::Path;
use std::sync::OnceLock;

use analyzer::{Dialect, Workspace};
use divan::Bencher;
use introspection::pull::{Options, Target, pull};
use introspection::{Address, Catalog, Request};
use servers::{Kind, Server};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

const TABLES: usize = 2_000;

/// The address of the database, and what is in it.
static MADE: OnceLock<(Address, Catalog)> = OnceLock::new();

#[allow(clippy::print_stderr, reason = "what is skipped must be seen")]
fn main() {
    let Some(server) = Kind::PostgreSql.start().expect("the server starts") else {
        eprintln!("skipped: PostgreSQL is not installed");
        return;
    };
    let address = make(&server);
    let catalog = read(&address);
    assert_eq!(catalog.tables.len(), TABLES);
    MADE.set((address, catalog)).expect("it is made once");
    divan::main();
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime can be made").block_on(future)
}

fn make(server: &Server) -> Address {
    let table = |number: usize| {
        format!(
            "create table t{number} (id serial primary key, name{number} text not null default 'x', price numeric(10, 2),
               created timestamptz not null default now(), tags text[], other int not null references t{} on delete cascade, unique (name{number}));
             create index on t{number} (created desc, price);",
            number.saturating_sub(1)
        )
    };
    let script: String = (0..TABLES).map(table).collect();
    let url = server.url("postgres");
    wait(async {
        let mut connection = PgConnection::connect(&url).await.expect("the server answers");
        sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut connection).await.expect("the tables can be made");
        sqlx::raw_sql("analyze").execute(&mut connection).await.expect("the tables can be looked at");
    });
    Address::parse(&url, Path::new("")).expect("it is a URL")
}

fn read(address: &Address) -> Catalog {
    wait(introspection::read(address, &Request::default())).expect("the database can be read")
}

fn made() -> &'static (Address, Catalog) {
    MADE.get().expect("it was made")
}

/// Connecting, and all that is asked.
#[divan::bench(sample_count = 20)]
fn read_a_database(bencher: Bencher<'_, '_>) {
    let (address, _) = made();
    bencher.bench_local(|| read(address));
}

/// A schema that is made anew.
#[divan::bench(sample_count = 20)]
fn pull_into_a_new_schema(bencher: Bencher<'_, '_>) {
    let (_, catalog) = made();
    let target = Target::New { provider: providers::Provider::PostgreSql, schemas: &[], previews: &[] };
    let options = Options::new(catalog, false, &[]);
    bencher.bench_local(|| pull(catalog, &target, &options));
}

/// A schema that has all of it already.
#[divan::bench(sample_count = 20)]
fn pull_into_the_same_schema(bencher: Bencher<'_, '_>) {
    let (_, catalog) = made();
    let target = Target::New { provider: providers::Provider::PostgreSql, schemas: &[], previews: &[] };
    let text = pull(catalog, &target, &Options::new(catalog, false, &[])).files.remove(0).text;
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, &text);
    let snapshot = workspace.snapshot();
    let options = Options::of(&snapshot, schema, catalog);
    let target = Target::Schema { snapshot: &snapshot, schema, force: false, new_blocks: Some(file) };
    bencher.bench_local(|| pull(catalog, &target, &options));
}
