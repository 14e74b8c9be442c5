//! What a schema calls the type of a column.

mod sqlserver;

use crate::{Catalog, Column, ColumnType, ForeignKey, MAX, Product, Table};
use providers::native_types::{self, default_native_type};
use providers::{Provider, ScalarType};

/// The type that a field of a column has in a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldType {
    /// What it holds.
    pub holds: Holds,
    /// The native type, also where it need not be written.
    pub native: Option<Native>,
    /// Whether it holds a list.
    pub list: bool,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Values of a built-in type.
    Scalar(ScalarType),
    /// Values of an enum.
    Enum(EnumKey),
    /// Documents of a type (MongoDB).
    Composite(String),
    /// Something that schemas have no word for; this is the database's.
    Unsupported(String),
}

/// Which enum of a database.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EnumKey {
    /// A type of its own: its schema and name (PostgreSQL).
    Type(Option<String>, String),
    /// What one column may hold: the table and the column (MySQL).
    Column(String, String),
}

/// A native type with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Native {
    /// Its name, as after `@db.`.
    pub name: &'static str,
    /// Its arguments; [`MAX`] for the word `Max`.
    pub arguments: Vec<u32>,
}

impl Native {
    /// As one writes it behind `@db.`: `VarChar(20)`.
    pub fn written(&self) -> String {
        if self.arguments.is_empty() {
            return self.name.to_owned();
        }
        let argument = |number: &u32| if *number == MAX { "Max".to_owned() } else { number.to_string() };
        let arguments: Vec<_> = self.arguments.iter().map(argument).collect();
        format!("{}({})", self.name, arguments.join(", "))
    }

    /// Whether fields of this scalar type have it when nothing is said.
    pub fn is_default_for(&self, provider: Provider, scalar: ScalarType) -> bool {
        let without_blanks = |text: &str| text.replace(' ', "");
        let own = without_blanks(&self.written());
        default_native_type(Some(provider), scalar).is_some_and(|(_, written)| without_blanks(written) == own)
    }
}

impl Product {
    /// The provider that a datasource names for it.
    pub fn provider(self) -> Provider {
        match self {
            Product::PostgreSql => Provider::PostgreSql,
            Product::CockroachDb => Provider::CockroachDb,
            Product::MySql | Product::MariaDb => Provider::MySql,
            Product::Sqlite => Provider::Sqlite,
            Product::SqlServer => Provider::SqlServer,
            Product::MongoDb => Provider::MongoDb,
        }
    }
}

impl Catalog {
    /// The type that the field of a column has; `table` is the table's or view's name.
    pub fn field_type(&self, table: &str, column: &Column) -> FieldType {
        let ty = &column.column_type;
        let list = ty.list;
        if let Some((schema, name)) = &ty.enumeration {
            let holds = if self.schemas.contains(schema) {
                Holds::Enum(EnumKey::Type(Some(schema.clone()), name.clone()))
            } else {
                Holds::Unsupported(list_name(ty))
            };
            return FieldType { holds, native: None, list };
        }
        if let Some(composite) = &ty.composite {
            return FieldType { holds: Holds::Composite(composite.clone()), native: None, list };
        }
        let found = match self.server.product {
            Product::PostgreSql => of_postgresql(ty, Provider::PostgreSql, POSTGRESQL),
            Product::CockroachDb => of_postgresql(ty, Provider::CockroachDb, COCKROACHDB),
            Product::MySql | Product::MariaDb if ty.name == "enum" => {
                let key = EnumKey::Column(table.to_owned(), column.name.clone());
                return FieldType { holds: Holds::Enum(key), native: None, list };
            }
            Product::MySql | Product::MariaDb => mysql(column),
            Product::Sqlite => sqlite(&ty.name).map(|scalar| (scalar, None)),
            Product::SqlServer => sqlserver::read(ty),
            Product::MongoDb => Some(mongodb(&ty.name)),
        };
        match found {
            Some((scalar, native)) => FieldType { holds: Holds::Scalar(scalar), native, list },
            None => FieldType { holds: Holds::Unsupported(unsupported(self, ty)), native: None, list },
        }
    }

    /// Whether the columns on both sides of a foreign key hold values of the same type, as a schema demands of a relation.
    pub fn holds_the_same(&self, from: &Table, to: &Table, key: &ForeignKey) -> bool {
        let holds = |table: &Table, name: &String| {
            let column = table.columns.iter().find(|column| column.name == *name)?;
            Some(self.field_type(&table.name, column).holds)
        };
        let is_same = |(own, other): (&String, &String)| match (holds(from, own), holds(to, other)) {
            // A schema may have one enum for several columns, so these are not compared here.
            (Some(Holds::Enum(EnumKey::Column(..))), Some(Holds::Enum(EnumKey::Column(..)))) => true,
            (own, other) => own.is_some() && own == other,
        };
        key.columns.iter().zip(&key.referenced_columns).all(is_same)
    }

    /// The table of that name.
    pub fn table(&self, schema: Option<&str>, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name && table.schema.as_deref() == schema)
    }
}

fn unsupported(catalog: &Catalog, ty: &ColumnType) -> String {
    match catalog.server.product {
        Product::MySql | Product::MariaDb => ty.full.clone(),
        _ => list_name(ty),
    }
}

/// PostgreSQL's internal name of a list type begins with an underscore.
fn list_name(ty: &ColumnType) -> String {
    if ty.list { format!("_{}", ty.name) } else { ty.name.clone() }
}

/// A native type as it is written in a table row.
fn native(name: &'static str, arguments: Vec<u32>) -> Option<Native> {
    Some(Native { name, arguments })
}

/// The native types of a provider that may be written without arguments, and what that means.
pub fn usual_arguments(provider: Provider) -> impl Iterator<Item = (&'static str, &'static [u32])> {
    let rows = match provider {
        Provider::PostgreSql => POSTGRESQL,
        Provider::CockroachDb => COCKROACHDB,
        _ => &[],
    };
    let postgresql = rows.iter().map(|(_, _, name, usual)| (*name, *usual));
    let mysql = MYSQL_USUAL.iter().copied().filter(move |_| provider == Provider::MySql);
    postgresql.chain(mysql).filter(|(_, usual)| !usual.is_empty())
}

/// What native types of MySQL mean that are written without arguments. The server always tells them.
const MYSQL_USUAL: &[(&str, &[u32])] = &[
    ("Bit", &[1]),
    ("Char", &[1]),
    ("Binary", &[1]),
    ("DateTime", &[0]),
    ("Timestamp", &[0]),
    ("Time", &[0]),
    ("Decimal", &[10, 0]),
];

/// The rows: the internal name, the type of the field, the native type, and what missing arguments stand for.
const POSTGRESQL: &[(&str, ScalarType, &str, &[u32])] = {
    use ScalarType::*;
    &[
        ("int2", Int, "SmallInt", &[]),
        ("int4", Int, "Integer", &[]),
        ("int8", BigInt, "BigInt", &[]),
        ("float4", Float, "Real", &[]),
        ("float8", Float, "DoublePrecision", &[]),
        ("numeric", Decimal, "Decimal", &[]),
        ("money", Decimal, "Money", &[]),
        ("text", String, "Text", &[]),
        ("varchar", String, "VarChar", &[]),
        ("bpchar", String, "Char", &[1]),
        ("char", String, "Char", &[]),
        ("bool", Boolean, "Boolean", &[]),
        ("bytea", Bytes, "ByteA", &[]),
        ("json", Json, "Json", &[]),
        ("jsonb", Json, "JsonB", &[]),
        ("bit", String, "Bit", &[1]),
        ("varbit", String, "VarBit", &[]),
        ("date", DateTime, "Date", &[]),
        ("time", DateTime, "Time", &[6]),
        ("timetz", DateTime, "Timetz", &[6]),
        ("timestamp", DateTime, "Timestamp", &[6]),
        ("timestamptz", DateTime, "Timestamptz", &[6]),
        ("inet", String, "Inet", &[]),
        ("oid", Int, "Oid", &[]),
        ("citext", String, "Citext", &[]),
        ("xml", String, "Xml", &[]),
        ("uuid", String, "Uuid", &[]),
    ]
};

/// As for PostgreSQL, whose names for types CockroachDB has too. `STRING` is its `text`, also with a length.
const COCKROACHDB: &[(&str, ScalarType, &str, &[u32])] = {
    use ScalarType::*;
    &[
        ("int2", Int, "Int2", &[]),
        ("int4", Int, "Int4", &[]),
        ("int8", BigInt, "Int8", &[]),
        ("float4", Float, "Float4", &[]),
        ("float8", Float, "Float8", &[]),
        ("numeric", Decimal, "Decimal", &[]),
        ("text", String, "String", &[]),
        ("varchar", String, "String", &[]),
        ("bpchar", String, "Char", &[1]),
        ("char", String, "CatalogSingleChar", &[]),
        ("bool", Boolean, "Bool", &[]),
        ("bytea", Bytes, "Bytes", &[]),
        ("jsonb", Json, "JsonB", &[]),
        ("bit", String, "Bit", &[1]),
        ("varbit", String, "VarBit", &[]),
        ("date", DateTime, "Date", &[]),
        ("time", DateTime, "Time", &[6]),
        ("timetz", DateTime, "Timetz", &[6]),
        ("timestamp", DateTime, "Timestamp", &[6]),
        ("timestamptz", DateTime, "Timestamptz", &[6]),
        ("inet", String, "Inet", &[]),
        ("oid", Int, "Oid", &[]),
        ("uuid", String, "Uuid", &[]),
    ]
};

fn of_postgresql(
    ty: &ColumnType,
    provider: Provider,
    rows: &[(&str, ScalarType, &'static str, &[u32])],
) -> Option<(ScalarType, Option<Native>)> {
    let (_, scalar, name, usual) = rows.iter().find(|row| row.0 == ty.name)?;
    let takes_arguments =
        native_types::find(Some(provider), name).is_some_and(|native| !native.arguments.is_empty());
    // What is written `bpchar` has no size; the server writes `character(1)` where it has the usual one.
    let has_usual = ty.arguments.is_empty() && !ty.list && ty.full != "bpchar";
    let arguments = match has_usual {
        _ if !takes_arguments => Vec::new(),
        true => usual.to_vec(),
        false => ty.arguments.clone(),
    };
    Some((*scalar, native(name, arguments)))
}

/// The rows: `data_type`, the type of the field, the native type, the one if it is unsigned.
const MYSQL: &[(&str, ScalarType, &str, Option<&str>)] = {
    use ScalarType::*;
    &[
        ("int", Int, "Int", Some("UnsignedInt")),
        ("smallint", Int, "SmallInt", Some("UnsignedSmallInt")),
        ("mediumint", Int, "MediumInt", Some("UnsignedMediumInt")),
        ("tinyint", Int, "TinyInt", Some("UnsignedTinyInt")),
        ("bigint", BigInt, "BigInt", Some("UnsignedBigInt")),
        ("year", Int, "Year", None),
        ("float", Float, "Float", None),
        ("double", Float, "Double", None),
        ("decimal", Decimal, "Decimal", None),
        ("bit", Bytes, "Bit", None),
        ("char", String, "Char", None),
        ("varchar", String, "VarChar", None),
        ("tinytext", String, "TinyText", None),
        ("text", String, "Text", None),
        ("mediumtext", String, "MediumText", None),
        ("longtext", String, "LongText", None),
        ("binary", Bytes, "Binary", None),
        ("varbinary", Bytes, "VarBinary", None),
        ("tinyblob", Bytes, "TinyBlob", None),
        ("blob", Bytes, "Blob", None),
        ("mediumblob", Bytes, "MediumBlob", None),
        ("longblob", Bytes, "LongBlob", None),
        ("date", DateTime, "Date", None),
        ("time", DateTime, "Time", None),
        ("datetime", DateTime, "DateTime", None),
        ("timestamp", DateTime, "Timestamp", None),
        ("json", Json, "Json", None),
    ]
};

fn mysql(column: &Column) -> Option<(ScalarType, Option<Native>)> {
    let ty = &column.column_type;
    if ty.name == "set" {
        return Some((ScalarType::String, None));
    }
    let (_, scalar, name, unsigned) = MYSQL.iter().find(|row| row.0 == ty.name)?;
    let (mut scalar, mut name) = (*scalar, *name);
    match ty.name.as_str() {
        "bit" if ty.arguments == [1] => scalar = ScalarType::Boolean,
        "tinyint" if ty.arguments == [1] && !counts(column) => {
            return Some((ScalarType::Boolean, native("TinyInt", Vec::new())));
        }
        _ => {}
    }
    if let (true, Some(unsigned)) = (ty.unsigned, unsigned) {
        name = unsigned;
    }
    let row = native_types::find(Some(Provider::MySql), name);
    let takes_arguments = row.is_some_and(|native| !native.arguments.is_empty());
    let arguments = if takes_arguments { ty.arguments.clone() } else { Vec::new() };
    Some((scalar, native(name, arguments)))
}

/// Whether the default of a `tinyint(1)` shows that it holds numbers rather than true and false.
fn counts(column: &Column) -> bool {
    let default = column.default.as_ref().map(|default| default.text.trim_matches(['\'', '(', ')']));
    default.and_then(|text| text.parse::<i64>().ok()).is_some_and(|number| !(0..=1).contains(&number))
}

/// The rows: what BSON calls it, the type of the field, the native type.
const MONGODB: &[(&str, ScalarType, &str)] = {
    use ScalarType::*;
    &[
        ("string", String, "String"),
        ("double", Float, "Double"),
        ("binData", Bytes, "BinData"),
        ("objectId", String, "ObjectId"),
        ("bool", Boolean, "Bool"),
        ("date", DateTime, "Date"),
        ("int", Int, "Int"),
        ("long", BigInt, "Long"),
        ("timestamp", DateTime, "Timestamp"),
    ]
};

/// What no other type can hold, documents without fields and mixtures among it, JSON can.
fn mongodb(kind: &str) -> (ScalarType, Option<Native>) {
    match MONGODB.iter().find(|row| row.0 == kind) {
        Some((_, scalar, name)) => (*scalar, native(name, Vec::new())),
        None => (ScalarType::Json, native("Json", Vec::new())),
    }
}

/// By the declared text in lower case, as Prisma reads it; SQLite itself has no types for columns.
fn sqlite(declared: &str) -> Option<ScalarType> {
    let declared = declared.strip_suffix("[]").unwrap_or(declared);
    Some(match declared {
        "int" | "integer" | "serial" => ScalarType::Int,
        "bigint" => ScalarType::BigInt,
        "real" | "float" | "double" => ScalarType::Float,
        "boolean" => ScalarType::Boolean,
        "text" => ScalarType::String,
        "date" | "datetime" | "timestamp" => ScalarType::DateTime,
        "binary" | "blob" => ScalarType::Bytes,
        "jsonb" => ScalarType::Json,
        _ if declared.contains("char") => ScalarType::String,
        _ if declared.contains("numeric") || declared.contains("decimal") => ScalarType::Decimal,
        _ => return None,
    })
}
