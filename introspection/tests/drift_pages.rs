//! The pages of the rules about differences between a schema and its database: the databases that they show are made, and
//! the schemas that they show are compared with them. So are those of the page about how pulled schemas differ from the
//! official ones, as far as SQLite can make them.

mod pulling;
#[path = "../../tests/sqlite.rs"]
mod sqlite;

use analyzer::{Dialect, Workspace, drift_rules};
use introspection::{Address, Request};
use std::path::Path;
use std::sync::Arc;

/// The fenced parts of a page: what stands behind the fence, and the text.
fn fences(page: &str) -> Vec<(String, String)> {
    let mut fences = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let text: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            fences.push((kind.to_owned(), text.join("\n") + "\n"));
        }
    }
    fences
}

/// The codes of the differences between a schema and the catalog of a database.
fn drift(schema: &str, catalog: &Arc<introspection::Catalog>) -> Vec<&'static str> {
    let mut workspace = Workspace::new();
    let id = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(id, schema);
    workspace.set_database(id, Some(catalog.clone()));
    workspace.snapshot().drift(file).iter().map(|found| found.rule.code).collect()
}

fn read(url: &str) -> Arc<introspection::Catalog> {
    let address = Address::parse(url, Path::new("/")).expect("a URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    Arc::new(runtime.block_on(introspection::read(&address, &Request::default())).expect("a catalog"))
}

#[test]
fn what_the_pages_show_is_what_happens() {
    let mut shown = 0;
    for rule in drift_rules() {
        let fences = fences(rule.page);
        let [(kind, sql), (_, different), (_, same)] = &fences[..] else {
            panic!("{}: three parts", rule.code)
        };
        if kind != "sql" {
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.db");
        sqlite::run(&file, sql);
        let catalog = read(&format!("file:{}", file.display()));
        assert_eq!(drift(different, &catalog), [rule.code], "{}", rule.code);
        assert_eq!(drift(same, &catalog), Vec::<&str>::new(), "{}: repaired", rule.code);
        shown += 1;
    }
    assert!(shown > 10, "{shown}");
}

/// Enums are types of their own on PostgreSQL only; what its reader gives for them is written out here.
#[test]
fn enums_are_compared_with_the_types_of_postgresql() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.db");
    sqlite::run(&file, "create table t (id integer primary key)");
    let mut catalog = (*read(&format!("file:{}", file.display()))).clone();
    catalog.server.product = introspection::catalog::Product::PostgreSql;
    catalog.tables.clear();
    let mut compared = 0;
    for rule in drift_rules() {
        let fences = fences(rule.page);
        let Some((_, sql)) = fences.first().filter(|(kind, _)| kind == "sql,postgresql") else { continue };
        let words: Vec<&str> = sql.split(['\'', '"']).collect();
        let name = sql.split_whitespace().nth(2).unwrap_or_default().trim_matches('"').to_owned();
        let values =
            words.iter().filter(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase()));
        let values = values.map(|word| (*word).to_owned()).collect();
        catalog.enums = vec![introspection::catalog::Enum { schema: None, name, values, comment: None }];
        let catalog = Arc::new(catalog.clone());
        assert_eq!(drift(&fences[1].1, &catalog), [rule.code], "{}", rule.code);
        assert_eq!(drift(&fences[2].1, &catalog), Vec::<&str>::new(), "{}: repaired", rule.code);
        compared += 1;
    }
    assert_eq!(compared, 2);
}

fn pulled(name: &str, sql: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.db");
    sqlite::run(&file, sql);
    let catalog = read(&format!("file:{}", file.display()));
    pulling::pulled(name, (*catalog).clone(), &[], &pulling::words(sql, "previews"))
}

#[test]
fn what_is_pulled_is_what_the_page_of_differences_says() {
    for example in pulling::examples("sqlite") {
        assert_eq!(pulled(&example.sql, &example.sql), example.pulled);
    }
}

#[test]
fn odd_databases_are_pulled() {
    for (name, sql) in pulling::odd_scripts("sqlite") {
        insta::assert_snapshot!(format!("sqlite_{name}"), pulled(&name, &sql));
    }
}
