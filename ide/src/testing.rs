//! Schemas in strings, for the tests of the features.

use analyzer::{Dialect, FileId, Snapshot, TextSize, Workspace};
use catalog::{Catalog, Column, ColumnDefault, ColumnType, Index, IndexColumn, Product, Server, Table};
use std::sync::Arc;

/// A schema of one file.
pub(crate) fn schema(text: &str) -> (Snapshot, FileId) {
    let (snapshot, files) = workspace(&[&[text]]);
    (snapshot, files[0])
}

/// Schemas, each of some files; and these files.
pub(crate) fn workspace(schemas: &[&[&str]]) -> (Snapshot, Vec<FileId>) {
    let mut workspace = Workspace::new();
    let mut files = Vec::new();
    for texts in schemas {
        let schema = workspace.add_schema(Dialect::Prisma7);
        files.extend(texts.iter().map(|text| workspace.add_file(schema, text)));
    }
    (workspace.snapshot(), files)
}

/// A schema of one file, and the places of the cursors `<|>` in it, which are not in its text.
pub(crate) fn with_cursors(text: &str) -> (Snapshot, FileId, Vec<TextSize>) {
    let mut cursors = Vec::new();
    let mut clean = String::new();
    for (index, piece) in text.split("<|>").enumerate() {
        if index > 0 {
            cursors.push(TextSize::of(clean.as_str()));
        }
        clean.push_str(piece);
    }
    let (snapshot, file) = schema(&clean);
    (snapshot, file, cursors)
}

/// A schema of one file with the cursors `<|>`, connected to a PostgreSQL database with these tables. A column is written as
/// `name type`, with `null` behind it where it may be, and ` = ` and its default.
pub(crate) fn connected(text: &str, tables: &[(&str, &[&str])]) -> (Snapshot, FileId, Vec<TextSize>) {
    let (_, _, cursors) = with_cursors(text);
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, &text.replace("<|>", ""));
    let server =
        Server { product: Product::PostgreSql, version: "15".to_owned(), database: "app".to_owned() };
    let tables = tables.iter().map(|(name, columns)| table(name, columns)).collect();
    let (schemas, views, enums, extensions) = (vec!["public".to_owned()], Vec::new(), Vec::new(), Vec::new());
    let catalog = Catalog { server, schemas, tables, views, enums, extensions, composites: Vec::new() };
    workspace.set_database(schema, Some(Arc::new(catalog)));
    (workspace.snapshot(), file, cursors)
}

/// A table with a comment, an estimate of its rows, and an index on its first column.
fn table(name: &str, columns: &[&str]) -> Table {
    let columns: Vec<_> = columns.iter().map(|written| column(written)).collect();
    let first = IndexColumn {
        name: columns.first().map(|column| column.name.clone()),
        expression: None,
        descending: false,
        nulls_first: None,
        length: None,
        operator_class: None,
    };
    let index = Index {
        name: format!("{name}_first"),
        unique: true,
        constraint: false,
        method: "btree".to_owned(),
        columns: vec![first],
        included: Vec::new(),
        predicate: None,
        deferrable: false,
        clustered: None,
    };
    Table {
        schema: Some("public".to_owned()),
        name: name.to_owned(),
        columns,
        primary_key: None,
        indexes: vec![index],
        foreign_keys: Vec::new(),
        checks: Vec::new(),
        exclusions: Vec::new(),
        comment: Some(format!("All of {name}.")),
        traits: catalog::TableTraits::default(),
        row_estimate: Some(12_000),
        bytes: Some(3_400_000),
    }
}

fn column(written: &str) -> Column {
    let (declared, default) =
        written.split_once(" = ").map_or((written, None), |(one, other)| (one, Some(other)));
    let mut words = declared.split(' ');
    let (name, ty) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (type_name, arguments) = ty.trim_end_matches(')').split_once('(').unwrap_or((ty, ""));
    Column {
        name: name.to_owned(),
        column_type: ColumnType {
            full: ty.to_owned(),
            name: type_name.to_owned(),
            arguments: arguments.split(',').filter_map(|number| number.parse().ok()).collect(),
            unsigned: false,
            list: false,
            enumeration: None,
            values: Vec::new(),
            domain: None,
            composite: None,
        },
        nullable: words.next() == Some("null"),
        default: default.map(|text| ColumnDefault { text: text.to_owned(), expression: false, name: None }),
        auto_increment: false,
        generated: None,
        comment: None,
    }
}
