//! The kinds of index: `@@index([title], type: Gin)`.

use crate::provider::Provider;
use crate::scalar_types::ScalarType::{self, *};

/// A kind of index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IndexMethod {
    /// A sorted tree; the only kind that every database has.
    BTree,
    /// A hash table.
    Hash,
    /// A generalised search tree.
    Gist,
    /// An inverted index.
    Gin,
    /// A search tree of partitions.
    SpGist,
    /// Summaries of ranges of blocks.
    Brin,
}

use IndexMethod::*;

struct Row {
    method: IndexMethod,
    name: &'static str,
    /// May the fields say a sort order?
    sorts: bool,
    /// Must there be exactly one field?
    single_field: bool,
    summary: &'static str,
}

#[rustfmt::skip]
const ROWS: [Row; 6] = [
    Row { method: BTree,  name: "BTree",  sorts: true,  single_field: false, summary: "Sorted tree: equality, ranges and order; the usual kind." },
    Row { method: Hash,   name: "Hash",   sorts: false, single_field: false, summary: "Hash table: equality only." },
    Row { method: Gist,   name: "Gist",   sorts: true,  single_field: false, summary: "Search tree for shapes, ranges, networks and text search." },
    Row { method: Gin,    name: "Gin",    sorts: true,  single_field: false, summary: "Inverted index: what is inside lists and JSON documents." },
    Row { method: SpGist, name: "SpGist", sorts: true,  single_field: true,  summary: "Search tree of partitions: networks, prefixes, points." },
    Row { method: Brin,   name: "Brin",   sorts: true,  single_field: false, summary: "Summaries of block ranges: small, for large tables in natural order." },
];

/// The kind of an index that names none.
pub const DEFAULT: IndexMethod = BTree;

/// The type of an indexed field, as far as indexes care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnType<'a> {
    /// A built-in type, and no native type is written.
    Scalar(ScalarType),
    /// A native type is written; this is its name.
    Native(&'a str),
    /// An enum.
    Enum,
    /// `Unsupported("…")`
    Unsupported,
}

/// Types of fields that an index, or an operator class, takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// Fields of these built-in types, when no native type is written.
    pub scalars: &'static [ScalarType],
    /// Fields of these native types.
    pub native_types: &'static [&'static str],
    /// Fields of a type that Prisma does not support.
    pub unsupported: bool,
    /// Lists of anything; otherwise a list counts as what it is a list of.
    pub any_list: bool,
}

impl Columns {
    /// Is a field of this type among them?
    pub fn include(&self, column: ColumnType<'_>, is_list: bool) -> bool {
        if self.any_list && is_list {
            return true;
        }
        match column {
            ColumnType::Scalar(scalar) => self.scalars.contains(&scalar),
            ColumnType::Native(name) => self.native_types.contains(&name),
            ColumnType::Enum => false,
            ColumnType::Unsupported => self.unsupported,
        }
    }
}

/// What the kinds of index take without an operator class. The kinds that are missing take every type;
/// what a native type forbids for all indexes stands with the native types.
///
/// PostgreSQL has no operator class for text in a Gist index; Prisma accepts it nevertheless.
#[rustfmt::skip]
const COLUMNS: [(Provider, IndexMethod, Columns); 5] = [
    (Provider::PostgreSql,  Gist,   Columns { scalars: &[String], native_types: &[], unsupported: true, any_list: false }),
    (Provider::PostgreSql,  Gin,    Columns { scalars: &[Json],   native_types: &["JsonB"], unsupported: true, any_list: true }),
    (Provider::PostgreSql,  SpGist, Columns { scalars: &[String], native_types: &["Inet", "VarChar", "Char", "Text"], unsupported: true, any_list: false }),
    (Provider::PostgreSql,  Brin,   Columns { scalars: &[String, Int, BigInt, Float, Decimal, DateTime, Bytes], native_types: BRIN, unsupported: true, any_list: false }),
    (Provider::CockroachDb, Gin,    Columns { scalars: &[Json],   native_types: &["JsonB"], unsupported: true, any_list: true }),
];

#[rustfmt::skip]
const BRIN: &[&str] = &[
    "SmallInt", "Integer", "BigInt", "Decimal", "Inet", "Oid", "Real", "DoublePrecision", "VarChar", "Char", "Text", "ByteA",
    "Timestamp", "Timestamptz", "Date", "Time", "Timetz", "Bit", "VarBit", "Uuid",
];

impl IndexMethod {
    /// Every kind of index.
    pub const ALL: [IndexMethod; 6] = [BTree, Hash, Gist, Gin, SpGist, Brin];

    /// The kind of this exact name.
    pub fn from_name(name: &str) -> Option<IndexMethod> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.method)
    }

    /// The name, as written in a schema.
    pub fn name(self) -> &'static str {
        ROWS[self as usize].name
    }

    /// One line on what it is good for.
    pub fn summary(self) -> &'static str {
        ROWS[self as usize].summary
    }

    /// May its fields say a sort order? (Prisma refuses it for hash tables only.)
    pub fn sorts(self) -> bool {
        ROWS[self as usize].sorts
    }

    /// Must it have exactly one field?
    pub fn single_field(self) -> bool {
        ROWS[self as usize].single_field
    }
}

/// The kinds of index that a database has.
pub fn index_methods(provider: Option<Provider>) -> &'static [IndexMethod] {
    match provider {
        Some(Provider::PostgreSql) => &[BTree, Hash, Gist, Gin, SpGist, Brin],
        Some(Provider::CockroachDb) => &[BTree, Gin],
        _ => &[BTree],
    }
}

/// The fields that such an index takes without an operator class; `None`: fields of every type.
pub fn columns_without_class(provider: Option<Provider>, method: IndexMethod) -> Option<&'static Columns> {
    COLUMNS
        .iter()
        .find(|(of, which, _)| Some(*of) == provider && *which == method)
        .map(|(.., columns)| columns)
}

/// Must a JSON field come last in such an index?
pub fn json_comes_last(provider: Option<Provider>, method: IndexMethod) -> bool {
    (provider, method) == (Some(Provider::CockroachDb), Gin)
}

/// May a field of this type say how much of its beginning is indexed (`length`)? Fields of unsupported
/// types may; whether the database has prefix indexes at all is a capability.
pub fn allows_length(scalar: ScalarType) -> bool {
    matches!(scalar, String | Bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native_types;

    #[test]
    fn rows_stand_in_the_order_of_the_enum_and_names_round_trip() {
        for (row, method) in ROWS.iter().zip(IndexMethod::ALL) {
            assert_eq!(row.method, method);
            assert_eq!(IndexMethod::from_name(method.name()), Some(method));
        }
        assert_eq!(IndexMethod::from_name("btree"), None);
    }

    #[test]
    fn every_database_has_the_default() {
        for provider in Provider::ALL.map(Some).into_iter().chain([None]) {
            assert!(index_methods(provider).contains(&DEFAULT));
        }
    }

    #[test]
    fn columns_name_real_methods_and_native_types() {
        for (provider, method, columns) in &COLUMNS {
            assert!(index_methods(Some(*provider)).contains(method));
            for name in columns.native_types {
                assert!(native_types::find(Some(*provider), name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn a_written_native_type_hides_the_scalar() {
        let gist = columns_without_class(Some(Provider::PostgreSql), Gist).unwrap();
        assert!(gist.include(ColumnType::Scalar(String), false));
        assert!(!gist.include(ColumnType::Native("Text"), false));
        let gin = columns_without_class(Some(Provider::PostgreSql), Gin).unwrap();
        assert!(gin.include(ColumnType::Enum, true));
        assert!(!gin.include(ColumnType::Scalar(Int), false));
        assert!(columns_without_class(Some(Provider::PostgreSql), BTree).is_none());
    }
}
