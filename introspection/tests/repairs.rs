//! What is taken over from a database: each repair of each difference that the rules' pages show, and of some more, is made, and the
//! difference is gone.

#[path = "../../tests/sqlite.rs"]
mod sqlite;

use analyzer::{Dialect, FileId, Severity, Snapshot, Workspace, drift_rules, with_edits};
use introspection::take_over::{TakeOver, Taking};
use introspection::{Address, Catalog, Request};
use std::path::Path;
use std::sync::Arc;

const DATASOURCE: &str = "datasource db {\n  provider = \"sqlite\"\n}\n\n";

/// What an SQLite database holds that statements have made.
fn catalog(sql: &str) -> Arc<Catalog> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.db");
    sqlite::run(&file, sql);
    let address = Address::parse(&format!("file:{}", file.display()), Path::new("/")).expect("a URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    Arc::new(runtime.block_on(introspection::read(&address, &Request::default())).expect("a catalog"))
}

fn connected(schema: &str, catalog: &Arc<Catalog>) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new();
    let id = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(id, schema);
    workspace.set_database(id, Some(catalog.clone()));
    (workspace.snapshot(), file)
}

/// The repairs of the differences with a code, each with the message that it is for.
fn repairs(schema: &str, catalog: &Arc<Catalog>, code: &str) -> Vec<(String, TakeOver)> {
    let (snapshot, file) = connected(schema, catalog);
    let mut repairs = Vec::new();
    for found in snapshot.drift(file).iter().filter(|found| found.rule.code == code) {
        let taking = Taking::of_finding(&snapshot, file, found).expect("a database");
        let everything = Taking::everything(&snapshot, file);
        let of_it = taking.repairs(found).into_iter().chain(everything);
        repairs.extend(of_it.map(|repair| (found.message.clone(), repair)));
    }
    repairs
}

/// What is wrong with a schema, and how it differs from a database.
fn messages(schema: &str, catalog: &Arc<Catalog>) -> (Vec<String>, Vec<String>) {
    let (snapshot, file) = connected(schema, catalog);
    let found = snapshot.diagnostics(file);
    let errors = found.iter().filter(|one| one.rule.severity == Severity::Error);
    let drift = snapshot.drift(file);
    let said = |one: &analyzer::Diagnostic| one.message.clone();
    (errors.map(said).collect(), drift.iter().map(said).collect())
}

/// Makes every repair of the differences with a code, and gives the titles.
fn tried(schema: &str, catalog: &Arc<Catalog>, code: &str) -> Vec<String> {
    let (_, before) = messages(schema, catalog);
    let tried = repairs(schema, catalog, code).into_iter().map(|(message, TakeOver { title, edits })| {
        let after = with_edits(schema, &edits);
        let (errors, left) = messages(&after, catalog);
        assert_eq!(errors, Vec::<String>::new(), "{title}:\n{after}");
        assert!(!left.contains(&message), "{title}: `{message}` is still there:\n{after}");
        let new: Vec<_> = left.iter().filter(|one| !before.contains(one)).collect();
        assert!(new.is_empty(), "{title} brings {new:?}:\n{after}");
        title
    });
    tried.collect()
}

#[test]
fn the_differences_on_the_pages_are_taken_over() {
    for rule in drift_rules() {
        let mut fences = rule.page.split("```").skip(1).step_by(2);
        let Some((_, sql)) =
            fences.next().and_then(|fence| fence.split_once("sql\n")).filter(|(kind, _)| kind.is_empty())
        else {
            continue;
        };
        let schema = fences.next().and_then(|fence| fence.strip_prefix("prisma\n")).expect("a schema");
        let titles = tried(schema, &catalog(sql), rule.code);
        assert!(!titles.is_empty(), "{} has no repair", rule.code);
    }
}

#[test]
fn single_things_are_taken_over() {
    let sql = "create table users (id integer primary key, email text unique, born datetime);
        create table posts (id integer primary key, author integer not null references users (id), title text, slug text);
        create unique index posts_slug on posts (title, slug);
        create table tags (id integer primary key, post integer references posts (id));";
    let catalog = catalog(sql);
    let schema = format!(
        "{DATASOURCE}model users {{\n  id    Int     @id @default(autoincrement())\n  email String?\n}}\n\nmodel posts {{\n  id     Int     @id @default(autoincrement())\n  author Int\n  title  String?\n  slug   String?\n}}\n"
    );
    let of = |code: &str| {
        let mut titles = tried(&schema, &catalog, code);
        titles.retain(|title| {
            !title.starts_with("Take over all") && !title.starts_with("Take over everything")
        });
        titles
    };
    assert_eq!(of("drift-column-unknown"), ["Add `born` from the database"]);
    let indexes = [
        "Add the index `sqlite_autoindex_users_1` from the database",
        "Add the index `posts_slug` from the database",
    ];
    assert_eq!(of("drift-index-unknown"), indexes);
    assert_eq!(of("drift-foreign-key-unknown"), ["Add `users` from the database"]);
    assert_eq!(of("drift-table-unknown"), ["Add a model for the table `tags`"]);
}

#[test]
fn windows_line_ends_and_blocks_on_one_line_stay_whole() {
    let catalog =
        catalog("create table t (id integer primary key, a text, b text); create index t_b on t (b);");
    let schema = format!("{DATASOURCE}model t {{\n  id Int @id @default(autoincrement())\n  a String?\n}}")
        .replace('\n', "\r\n");
    for code in ["drift-column-unknown", "drift-index-unknown"] {
        for (_, repair) in repairs(&schema, &catalog, code) {
            let after = with_edits(&schema, &repair.edits);
            assert_eq!(after.replace("\r\n", "").matches('\n').count(), 0, "{}: {after:?}", repair.title);
        }
    }
}
