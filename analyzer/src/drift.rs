//! How a schema differs from what is in its database.
//!
//! What is in the database comes in as an input, as texts do; nobody here asks a database. Each block is compared with what
//! it stands for by itself, so that an edit compares one block anew.

mod columns;
mod defaults;
mod enums;
mod keys;
mod relations;

use crate::check::{Checker, Finding, item_of_block, settings};
use crate::db::{Block, Db, Run, Schema};
use crate::describe::join_table;
use crate::diagnostic::Rule;
use crate::item::{Attribute, Expression, Item};
use crate::mapping::implicit_other;
use crate::relations::relation_fields;
use catalog::{Catalog, Column, Table, View};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use syntax::node::BlockKind;

use crate::check::rule::rules as define_rules;

define_rules! {
    TABLE_MISSING: Info "drift-table-missing" "A model or view that the database has no table or view for",
    TABLE_UNKNOWN: Info "drift-table-unknown" "Tables of the database that no model stands for",
    COLUMN_MISSING: Info "drift-column-missing" "A field that the table has no column for",
    COLUMN_UNKNOWN: Info "drift-column-unknown" "A column of the table that no field stands for",
    TYPE: Info "drift-type" "A field of another type than its column",
    NULLABILITY: Info "drift-nullability" "A field that is required and its column is not, or the other way round",
    DEFAULT: Info "drift-default" "A field with another default than its column",
    ID: Info "drift-id" "A model with another id than the primary key of its table",
    INDEX_MISSING: Info "drift-index-missing" "An index or unique criterion that the table does not have",
    INDEX_UNKNOWN: Info "drift-index-unknown" "An index of the table that the model does not have",
    FOREIGN_KEY_MISSING: Info "drift-foreign-key-missing" "A relation that no foreign key keeps in the database",
    FOREIGN_KEY_UNKNOWN: Info "drift-foreign-key-unknown" "A foreign key of the table that no relation stands for",
    ACTION: Info "drift-referential-action" "A relation with other referential actions than its foreign key",
    JOIN_MISSING: Info "drift-join-table-missing" "A many-to-many relation whose table the database does not have",
    ENUM_MISSING: Info "drift-enum-missing" "An enum that the database does not have",
    ENUM_VALUES: Info "drift-enum-values" "An enum with other values than in the database",
}

/// The rules about differences between a schema and its database. They speak only where a database was looked at.
pub fn rules() -> &'static [&'static Rule] {
    RULES
}

/// What is in a database, with what is needed to find things in it.
#[derive(Debug)]
pub(crate) struct Actual {
    pub(crate) catalog: Arc<Catalog>,
    tables: HashMap<String, Vec<usize>>,
}

impl Actual {
    pub(crate) fn new(catalog: Arc<Catalog>) -> Self {
        let mut tables: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, table) in catalog.tables.iter().enumerate() {
            tables.entry(table.name.clone()).or_default().push(at);
        }
        Actual { catalog, tables }
    }

    /// The table of that name; in the schema, if one is given, else in the first that has it.
    pub(crate) fn table(&self, schema: Option<&str>, name: &str) -> Option<&Table> {
        let mut found = self.tables.get(name)?.iter().map(|at| &self.catalog.tables[*at]);
        found.find(|table| schema.is_none() || table.schema.is_none() || table.schema.as_deref() == schema)
    }

    pub(crate) fn view(&self, schema: Option<&str>, name: &str) -> Option<&View> {
        let is_in =
            |view: &&View| schema.is_none() || view.schema.is_none() || view.schema.as_deref() == schema;
        self.catalog.views.iter().filter(|view| view.name == name).find(is_in)
    }
}

/// What `@@schema` says.
pub(crate) fn schema_of(item: &Item) -> Option<&str> {
    item.attribute("schema").and_then(Attribute::mapped_name).and_then(Expression::as_string)
}

/// What is compared: a model, and the table that it stands for.
struct Pair<'a> {
    item: &'a Item,
    table: &'a Table,
    actual: &'a Actual,
}

impl Pair<'_> {
    /// Whether a column can have a field at all.
    fn can_have_field(&self, name: &str) -> bool {
        let has_field = |column: &Column| self.actual.catalog.has_field(column);
        can_be_named(name) && column(&self.table.columns, name).is_none_or(has_field)
    }
}

/// How a block differs from what is in the database; nothing where that was not looked at.
#[salsa::tracked(returns(ref))]
pub(crate) fn drift_of_block(db: &dyn Db, block: Block) -> Vec<Finding> {
    let Some(actual) = block.schema(db).database(db) else { return Vec::new() };
    let Some(item) = item_of_block(db, block) else { return Vec::new() };
    let mut checker = Checker::new(db, block);
    match item.kind {
        BlockKind::Model => model(&mut checker, item, actual),
        BlockKind::View => view(&mut checker, item, actual),
        BlockKind::Enum => enums::check(&mut checker, item, actual),
        BlockKind::Datasource => unknown_tables(&mut checker, item),
        _ => {}
    }
    checker.findings
}

/// The blocks of a run that differ from what is in the database.
#[salsa::tracked(returns(ref))]
pub(crate) fn drift_of_run(db: &dyn Db, run: Run) -> Vec<Block> {
    let blocks = run.blocks(db).iter();
    blocks.copied().filter(|block| !drift_of_block(db, *block).is_empty()).collect()
}

fn model(checker: &mut Checker<'_>, item: &Item, actual: &Actual) {
    let Some(table) = actual.table(schema_of(item), item.database_name()) else {
        let kind = if actual.view(schema_of(item), item.database_name()).is_some() {
            "a view and no table of that name. Make it a `view`"
        } else {
            "no such table. Create it, or remove the model"
        };
        let message =
            format!("The table `{}` is not in the database: there is {kind}.", item.database_name());
        checker.report(&TABLE_MISSING, item.name_range(), message);
        return;
    };
    // Where no column is seen, the role may not see them, and nothing can be told.
    if table.columns.is_empty() || item.has_bad_lines {
        return;
    }
    let pair = Pair { item, table, actual };
    columns::check(checker, &pair);
    keys::check(checker, &pair);
    relations::check(checker, &pair);
}

fn view(checker: &mut Checker<'_>, item: &Item, actual: &Actual) {
    let Some(view) = actual.view(schema_of(item), item.database_name()) else {
        // A table can be looked at through a `view` as well.
        if actual.table(schema_of(item), item.database_name()).is_none() {
            let message = format!(
                "The view `{}` is not in the database. Create it, or remove it here.",
                item.database_name()
            );
            checker.report(&TABLE_MISSING, item.name_range(), message);
        }
        return;
    };
    if !view.columns.is_empty() && !item.has_bad_lines {
        columns::check_presence(checker, item, &view.columns, "view");
    }
}

/// The tables that a run's models stand for, and those that keep their relations, each with its schema.
#[salsa::tracked(returns(ref))]
fn tables_of_run(db: &dyn Db, run: Run) -> BTreeSet<(Option<String>, String)> {
    let mut tables = BTreeSet::new();
    for block in run.blocks(db) {
        let Some(item) = item_of_block(db, *block) else { continue };
        if !matches!(item.kind, BlockKind::Model | BlockKind::View) {
            continue;
        }
        tables.insert((schema_of(item).map(str::to_owned), item.database_name().to_owned()));
        for relation in relation_fields(db, *block) {
            // Asks for nothing of the other model but its relations, so that typing in a column there is of no interest here.
            if implicit_other(db, *block, relation).is_some() {
                tables.insert((None, join_table(db, *block, relation)));
            }
        }
    }
    tables
}

/// The tables that no model stands for.
#[salsa::tracked(returns(ref))]
pub(crate) fn tables_without_model(db: &dyn Db, schema: Schema) -> Vec<(Option<String>, String)> {
    let Some(actual) = schema.database(db) else { return Vec::new() };
    let known: HashSet<_> = schema.runs(db).iter().flat_map(|run| tables_of_run(db, *run)).collect();
    let is_known = |table: &Table| {
        known.contains(&(table.schema.clone(), table.name.clone()))
            || known.contains(&(None, table.name.clone()))
    };
    let tables = actual.catalog.tables.iter();
    let unknown = tables
        .filter(|table| !is_known(table) && !actual.catalog.is_of_tool(table) && !table.columns.is_empty());
    unknown.map(|table| (table.schema.clone(), table.name.clone())).collect()
}

/// How many names a message lists.
const MOST_NAMES: usize = 10;

fn unknown_tables(checker: &mut Checker<'_>, item: &Item) {
    let unknown = tables_without_model(checker.db, checker.schema);
    let has_schemas = settings(checker.db, checker.schema).schemas.is_some();
    let name = |(schema, table): &(Option<String>, String)| match schema {
        Some(schema) if has_schemas => format!("`{schema}.{table}`"),
        _ => format!("`{table}`"),
    };
    let names: Vec<_> = unknown.iter().take(MOST_NAMES).map(name).collect();
    let message = match (unknown.len(), names.join(", ")) {
        (0, _) => return,
        (1, names) => format!("The database has the table {names}, which no model stands for."),
        (count, names) if count > MOST_NAMES => format!(
            "The database has {count} tables that no model stands for: {names} and {} more.",
            count - MOST_NAMES
        ),
        (count, names) => format!("The database has {count} tables that no model stands for: {names}."),
    };
    checker.report(&TABLE_UNKNOWN, item.name_range(), message);
}

/// A column by its name.
fn column<'a>(columns: &'a [Column], name: &str) -> Option<&'a Column> {
    columns.iter().find(|column| column.name == name)
}

/// Whether something of that name can have a name in a schema at all.
fn can_be_named(name: &str) -> bool {
    name.chars().any(|character| character.is_ascii_alphabetic())
}
