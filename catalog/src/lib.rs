//! What there is in a database, as plain data, and what a schema would call it.
//!
//! This crate must not know how a database is asked, nor what a schema says: it has the words of the one side, and translates
//! them into those of the other.
//!
//! Names are those of the database, and texts of expressions are as the database prints them. Lists of tables, views, enums and
//! constraints are sorted by the bytes of their names (schema first); columns are in the order of the table, and the
//! columns of a constraint or index in the order of its key.

mod field_default;
mod field_type;
#[cfg(test)]
mod tests;

pub use field_default::{FieldDefault, Value};
pub use field_type::{EnumKey, FieldType, Holds, Native, usual_arguments};

use providers::ReferentialAction;
use serde::{Deserialize, Serialize};

/// All that was read of a database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Catalog {
    /// The server that answered.
    pub server: Server,
    /// The schemas that were asked for and exist, in the order asked for. Empty where a server has none (SQLite), the
    /// database where that is the same (MySQL).
    pub schemas: Vec<String>,
    /// Tables, without partitions and without the server's own.
    pub tables: Vec<Table>,
    /// Views. Materialised views are among them. On PostgreSQL in the order in which the server has them, which is mostly that in
    /// which they were made.
    pub views: Vec<View>,
    /// Enums that are types of their own (PostgreSQL), those of other schemas that a column uses among them.
    pub enums: Vec<Enum>,
    /// Extensions (PostgreSQL).
    pub extensions: Vec<Extension>,
    /// The types of documents in documents (MongoDB), each behind those that it has in it.
    #[serde(default)]
    pub composites: Vec<Composite>,
}

/// The server that answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Whose it is.
    pub product: Product,
    /// Its version, as it says it, such as `15.18` or `10.11.6-MariaDB`.
    pub version: String,
    /// The database that was read; the file's name for SQLite.
    pub database: String,
}

/// A database product. They share a provider where Prisma does not tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Product {
    PostgreSql,
    CockroachDb,
    MySql,
    MariaDb,
    Sqlite,
    SqlServer,
    MongoDb,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The schema it is in, where the server has schemas.
    pub schema: Option<String>,
    /// Its name.
    pub name: String,
    /// Its columns. Empty also where the role may not see them.
    pub columns: Vec<Column>,
    /// Its primary key.
    pub primary_key: Option<PrimaryKey>,
    /// All other indexes, those of unique constraints among them, in the order in which the server lists them where
    /// that order is of interest (SQLite: the newest first), else by name. Not those of exclusion constraints.
    pub indexes: Vec<Index>,
    /// Its foreign keys: by name, on SQLite as `pragma foreign_key_list` lists them (the last declared first).
    pub foreign_keys: Vec<ForeignKey>,
    /// Its check constraints. Not those that a server makes itself (`json_valid` on MariaDB).
    pub checks: Vec<Check>,
    /// The names of its exclusion constraints (PostgreSQL).
    pub exclusions: Vec<String>,
    /// The comment on it.
    pub comment: Option<String>,
    /// What is special about it.
    pub traits: TableTraits,
    /// How many rows the server thinks there are. None where it does not know.
    pub row_estimate: Option<u64>,
    /// The bytes it takes with its indexes. None where that is not known.
    pub bytes: Option<u64>,
}

/// What is special about a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableTraits {
    /// It has partitions.
    pub partitioned: bool,
    /// Other tables inherit from it (PostgreSQL).
    pub has_children: bool,
    /// Row level security is on (PostgreSQL).
    pub row_security: bool,
    /// It is a virtual table (SQLite).
    pub is_virtual: bool,
    /// It belongs to a virtual table (SQLite).
    pub is_shadow: bool,
    /// The role may not read it.
    pub unreadable: bool,
}

/// A column of a table or view.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub column_type: ColumnType,
    /// Whether it may hold no value, as the server says it.
    pub nullable: bool,
    /// Its default, as the server prints it. None for generated columns, and where there is none.
    pub default: Option<ColumnDefault>,
    /// Whether the server counts it up: identity, `AUTO_INCREMENT`, the row id of SQLite. A default of `nextval(…)` is not
    /// taken for that here; it stands in `default`.
    pub auto_increment: bool,
    /// Whether its value is generated from others.
    pub generated: Option<Generated>,
    /// The comment on it.
    pub comment: Option<String>,
}

/// What stands in the arguments of a type for the word `max` (SQL Server).
pub const MAX: u32 = u32::MAX;

/// The type of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnType {
    /// As the server writes it in full: `character varying(20)[]`, `int(10) unsigned`, `VARCHAR(20)`.
    pub full: String,
    /// The name alone, without arguments and list: PostgreSQL's internal name (`int4`, `varchar`, `timestamptz`, `char` for
    /// `"char"`, `bpchar` for `char(n)`), of a domain that of its base (through all levels), of a list that of its elements;
    /// `data_type` on MySQL; the declared text in lower case on SQLite, with its arguments; on SQL Server the name of the
    /// built-in type, of an alias that of its base; on MongoDB what BSON calls it, or `mixed`.
    pub name: String,
    /// The numbers in parentheses behind it, where any were written: `varchar(20)` has 20, `numeric(10,2)` 10 and 2,
    /// `timestamp(3)` 3, `tinyint(1)` 1. On MySQL those that the server knows (`datetime` has 0). A domain's are those of its base.
    /// [`MAX`] for the word `max` on SQL Server.
    pub arguments: Vec<u32>,
    /// Whether it is `UNSIGNED` (MySQL).
    pub unsigned: bool,
    /// Whether it is a list of any number of dimensions (PostgreSQL).
    pub list: bool,
    /// The schema and name of the enum it is (PostgreSQL).
    pub enumeration: Option<(String, String)>,
    /// The values of an `enum(…)` or `set(…)` (MySQL), unescaped.
    pub values: Vec<String>,
    /// The domain it is (PostgreSQL), or the alias (SQL Server).
    pub domain: Option<String>,
    /// The type of the documents that it holds (MongoDB).
    #[serde(default)]
    pub composite: Option<String>,
}

/// The default of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnDefault {
    /// The text, as the catalog has it.
    pub text: String,
    /// Whether the catalog marks it as an expression (`DEFAULT_GENERATED` on MySQL). False where it makes no difference.
    pub expression: bool,
    /// The name of the constraint that it is (SQL Server).
    #[serde(default)]
    pub name: Option<String>,
}

/// How a column is generated from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// The expression, as the server prints it; empty where it does not tell (SQLite).
    pub expression: String,
    /// Whether the value is stored, rather than computed when it is read.
    pub stored: bool,
}

/// A primary key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimaryKey {
    /// The constraint's name. None where keys have no name (SQLite, MySQL).
    pub name: Option<String>,
    /// Its columns in key order, without included ones.
    pub columns: Vec<IndexColumn>,
    /// Columns that are only stored with it (`INCLUDE`).
    pub included: Vec<String>,
    /// Whether it can be deferred.
    pub deferrable: bool,
    /// Whether the rows of the table are kept in its order, where the server says so (SQL Server).
    #[serde(default)]
    pub clustered: Option<bool>,
}

/// An index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Whether it is unique.
    pub unique: bool,
    /// Whether it belongs to a unique constraint.
    pub constraint: bool,
    /// How it is stored, in lower case: `btree`, `hash`, `gin`, `gist`, `spgist`, `brin`, `fulltext`, `spatial`, …
    pub method: String,
    /// Its columns in key order.
    pub columns: Vec<IndexColumn>,
    /// Columns that are only stored with it (`INCLUDE`).
    pub included: Vec<String>,
    /// The condition of a partial index, as the server prints it.
    pub predicate: Option<String>,
    /// Whether it belongs to a constraint that can be deferred.
    pub deferrable: bool,
    /// Whether the rows of the table are kept in its order, where the server says so (SQL Server).
    #[serde(default)]
    pub clustered: Option<bool>,
}

/// A column of a key or index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexColumn {
    /// The column's name. None for an expression.
    pub name: Option<String>,
    /// The expression, where it is one and the server tells.
    pub expression: Option<String>,
    /// Whether it is sorted downwards.
    pub descending: bool,
    /// Whether null comes first, where the server says so (PostgreSQL).
    pub nulls_first: Option<bool>,
    /// How much of the column is indexed (MySQL), in the server's unit.
    pub length: Option<u32>,
    /// The operator class (PostgreSQL).
    pub operator_class: Option<OperatorClass>,
}

/// How an index compares the values of a column (PostgreSQL).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorClass {
    /// Its name.
    pub name: String,
    /// Whether it is the one that the column's type has by default.
    pub is_default: bool,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The constraint's name. None on SQLite.
    pub name: Option<String>,
    /// Its columns.
    pub columns: Vec<String>,
    /// The schema of the other table, where the server has schemas.
    pub referenced_schema: Option<String>,
    /// The other table.
    pub referenced_table: String,
    /// The other table's columns. Those of its primary key where the statement names none (SQLite).
    pub referenced_columns: Vec<String>,
    /// What a deletion in the other table does.
    pub on_delete: Action,
    /// What an update of the other table's key does.
    pub on_update: Action,
    /// Whether it can be deferred.
    pub deferrable: bool,
}

/// What happens to rows whose referenced row changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are those of SQL")]
pub enum Action {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

/// A check constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// Its condition, as the server prints it.
    pub condition: String,
}

/// A view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The schema it is in, where the server has schemas.
    pub schema: Option<String>,
    /// Its name.
    pub name: String,
    /// Whether its rows are stored.
    pub materialized: bool,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The query, as the server prints it.
    pub definition: Option<String>,
    /// The comment on it.
    pub comment: Option<String>,
}

/// An enum that is a type of its own (PostgreSQL).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enum {
    /// The schema it is in.
    pub schema: Option<String>,
    /// Its name.
    pub name: String,
    /// Its values in their order.
    pub values: Vec<String>,
    /// The comment on it.
    pub comment: Option<String>,
}

/// The type of documents that are in documents (MongoDB). The database has no name for it; this one was chosen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Composite {
    /// A name that a schema can have, and nothing else has.
    pub name: String,
    /// Its fields.
    pub columns: Vec<Column>,
}

/// An extension (PostgreSQL).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The schema its objects are in.
    pub schema: String,
}

impl Catalog {
    /// Whether a column has a field. SQLite's generated columns cannot be written to, and a schema has no word for that.
    pub fn has_field(&self, column: &Column) -> bool {
        column.generated.is_none() || self.server.product != Product::Sqlite
    }

    /// Whether a table is a tool's or the server's and not the user's: Prisma keeps its books in it, or Cloudflare (SQLite), or
    /// it belongs to a virtual table.
    pub fn is_of_tool(&self, table: &Table) -> bool {
        let of_cloudflare = |rest: &str| rest.starts_with(|first: char| first.is_ascii_uppercase());
        let is_of_cloudflare =
            table.name == "d1_migrations" || table.name.strip_prefix("_cf_").is_some_and(of_cloudflare);
        table.is_of_prisma()
            || table.traits.is_shadow
            || (self.server.product == Product::Sqlite && is_of_cloudflare)
    }
}

impl Catalog {
    /// Sorts the lists of which this crate's first lines say that they are sorted by name.
    pub fn sort(&mut self) {
        for table in &mut self.tables {
            table.indexes.sort_by(|one, other| one.name.cmp(&other.name));
            table.foreign_keys.sort_by(|one, other| one.name.cmp(&other.name));
            table.checks.sort_by(|one, other| one.name.cmp(&other.name));
        }
        self.tables.sort_by(|one, other| (&one.schema, &one.name).cmp(&(&other.schema, &other.name)));
        self.views.sort_by(|one, other| (&one.schema, &one.name).cmp(&(&other.schema, &other.name)));
    }
}

impl Table {
    /// Whether Prisma keeps its own books in it.
    fn is_of_prisma(&self) -> bool {
        const BOOKS: [(&str, &[&str]); 3] = [
            (
                "_prisma_migrations",
                &[
                    "applied_steps_count",
                    "checksum",
                    "finished_at",
                    "id",
                    "logs",
                    "migration_name",
                    "rolled_back_at",
                    "started_at",
                ],
            ),
            (
                "_Migration",
                &[
                    "applied",
                    "database_migration",
                    "datamodel",
                    "datamodel_steps",
                    "errors",
                    "finished_at",
                    "name",
                    "revision",
                    "rolled_back",
                    "started_at",
                    "status",
                ],
            ),
            ("_RelayId", &["id", "stableModelIdentifier"]),
        ];
        let mut columns: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        columns.sort_unstable();
        BOOKS.iter().any(|(name, own)| self.name == *name && columns == *own)
    }
}

impl Table {
    /// Whether no two rows have the same values in all of these columns: they are the primary key or those of a unique
    /// index, in any order. The condition of a partial index leaves rows out of which there may be several.
    pub fn tells_rows_apart_by(&self, columns: &[String]) -> bool {
        self.criteria().any(|own| own.len() == columns.len() && own.iter().all(|one| columns.contains(one)))
    }

    /// The same, in the order of the key.
    pub fn has_criterion(&self, columns: &[String]) -> bool {
        self.criteria().any(|own| own.iter().copied().eq(columns))
    }

    fn criteria(&self) -> impl Iterator<Item = Vec<&String>> {
        let unique = self.indexes.iter().filter(|index| index.unique && index.predicate.is_none());
        let keys = self.primary_key.iter().map(|key| &key.columns).chain(unique.map(|index| &index.columns));
        // An expression has no name, and what has one is no key of columns then.
        keys.filter_map(|columns| columns.iter().map(|column| column.name.as_ref()).collect())
    }
}

impl Index {
    /// Whether a column is in it twice, which a schema cannot say.
    pub fn has_repeated_columns(&self) -> bool {
        self.columns.iter().enumerate().any(|(at, one)| {
            one.name.is_some() && self.columns[..at].iter().any(|before| before.name == one.name)
        })
    }
}

impl Action {
    /// What a schema calls it.
    pub fn referential(self) -> ReferentialAction {
        match self {
            Action::NoAction => ReferentialAction::NoAction,
            Action::Restrict => ReferentialAction::Restrict,
            Action::Cascade => ReferentialAction::Cascade,
            Action::SetNull => ReferentialAction::SetNull,
            Action::SetDefault => ReferentialAction::SetDefault,
        }
    }
}
