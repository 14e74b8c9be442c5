//! The built-in types of fields.

use crate::capabilities::{Capability, has};
use crate::provider::Provider;

/// A built-in type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScalarType {
    /// Text.
    String,
    /// A 32-bit integer.
    Int,
    /// A 64-bit integer.
    BigInt,
    /// A floating-point number.
    Float,
    /// An exact decimal number.
    Decimal,
    /// True or false.
    Boolean,
    /// A moment in time.
    DateTime,
    /// A JSON document.
    Json,
    /// Binary data.
    Bytes,
}

/// How a value is written in a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Literal {
    /// `"text"`
    String,
    /// `42`, `-1.5`
    Number,
    /// `true`, `false`
    Boolean,
}

struct Row {
    scalar: ScalarType,
    name: &'static str,
    defaults: &'static [Literal],
    conditions: &'static [Literal],
    summary: &'static str,
}

use Literal::{Boolean as TrueFalse, Number, String as Text};

/// `defaults`: the literals for `@default`; `conditions`: those for the `where` of a partial index.
#[rustfmt::skip]
const ROWS: [Row; 9] = [
    Row { scalar: ScalarType::String,   name: "String",   defaults: &[Text],         conditions: &[Text],      summary: "Text of any length." },
    Row { scalar: ScalarType::Int,      name: "Int",      defaults: &[Number],       conditions: &[Number],    summary: "Whole number of 32 bits." },
    Row { scalar: ScalarType::BigInt,   name: "BigInt",   defaults: &[Number],       conditions: &[Number],    summary: "Whole number of 64 bits." },
    Row { scalar: ScalarType::Float,    name: "Float",    defaults: &[Number],       conditions: &[Number],    summary: "Floating-point number; fractions may be rounded." },
    Row { scalar: ScalarType::Decimal,  name: "Decimal",  defaults: &[Number, Text], conditions: &[Number],    summary: "Exact decimal number, for money and the like." },
    Row { scalar: ScalarType::Boolean,  name: "Boolean",  defaults: &[TrueFalse],    conditions: &[TrueFalse], summary: "True or false." },
    Row { scalar: ScalarType::DateTime, name: "DateTime", defaults: &[Text],         conditions: &[Text],      summary: "Moment in time, written as in RFC 3339." },
    Row { scalar: ScalarType::Json,     name: "Json",     defaults: &[Text],         conditions: &[],          summary: "JSON document." },
    Row { scalar: ScalarType::Bytes,    name: "Bytes",    defaults: &[Text],         conditions: &[],          summary: "Binary data, written in base64." },
];

/// What people write, in lower case, when they mean a built-in type. The correct names are not listed.
#[rustfmt::skip]
const SYNONYMS: &[(ScalarType, &[&str])] = &[
    (ScalarType::String,   &["str", "text", "varchar", "nvarchar", "char", "nchar", "citext", "tinytext", "mediumtext", "longtext", "uuid", "guid", "uniqueidentifier", "cuid", "ulid", "nanoid", "objectid", "xml", "inet"]),
    (ScalarType::Int,      &["integer", "number", "num", "int2", "int4", "int16", "int32", "i8", "i16", "i32", "u8", "u16", "uint", "short", "smallint", "tinyint", "mediumint", "serial", "smallserial"]),
    (ScalarType::BigInt,   &["biginteger", "int8", "int64", "i64", "u32", "u64", "uint64", "long", "bigserial"]),
    (ScalarType::Float,    &["double", "doubleprecision", "real", "float4", "float8", "float32", "float64", "f32", "f64"]),
    (ScalarType::Decimal,  &["dec", "numeric", "money", "smallmoney", "bigdecimal", "decimal128"]),
    (ScalarType::Boolean,  &["bool", "bit"]),
    (ScalarType::DateTime, &["date", "time", "datetime2", "datetimeoffset", "smalldatetime", "timestamp", "timestamptz", "timestamp_tz", "timetz", "instant"]),
    (ScalarType::Json,     &["jsonb", "object", "dict", "any", "bson"]),
    (ScalarType::Bytes,    &["byte", "bytea", "bytearray", "blob", "tinyblob", "mediumblob", "longblob", "buffer", "binary", "varbinary", "bindata", "uint8array"]),
];

impl ScalarType {
    /// Every built-in type.
    pub const ALL: [ScalarType; 9] = [
        ScalarType::String,
        ScalarType::Int,
        ScalarType::BigInt,
        ScalarType::Float,
        ScalarType::Decimal,
        ScalarType::Boolean,
        ScalarType::DateTime,
        ScalarType::Json,
        ScalarType::Bytes,
    ];

    /// The type of this exact name.
    pub fn from_name(name: &str) -> Option<ScalarType> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.scalar)
    }

    /// The type that a misspelt name probably means: another case (`string`), or a word from another
    /// language or from SQL (`varchar`, `long`). `None` when no guess is good, and for correct names.
    pub fn from_synonym(name: &str) -> Option<ScalarType> {
        if ScalarType::from_name(name).is_some() {
            return None;
        }
        let same = ROWS.iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(|row| row.scalar);
        same.or_else(|| {
            let lower = name.to_ascii_lowercase();
            SYNONYMS.iter().find(|(_, words)| words.contains(&lower.as_str())).map(|(scalar, _)| *scalar)
        })
    }

    /// The name, as written in a schema.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// One line on what the type holds.
    pub fn summary(self) -> &'static str {
        self.row().summary
    }

    /// How a constant is written in `@default`. A list takes an array of these.
    pub fn default_literals(self) -> &'static [Literal] {
        self.row().defaults
    }

    /// How a value is written in the `where` of a partial index. `null` is possible for every type.
    /// The fields of an enum take a string there.
    pub fn condition_literals(self) -> &'static [Literal] {
        self.row().conditions
    }

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}

/// May a field (not a list) have this type?
pub fn supports_scalar(provider: Option<Provider>, scalar: ScalarType) -> bool {
    match scalar {
        ScalarType::Json => has(provider, Capability::Json),
        ScalarType::Decimal => has(provider, Capability::Decimal),
        _ => true,
    }
}

/// May a field be a list of this type? Says nothing of the type itself: see [`supports_scalar`].
pub fn supports_scalar_list(provider: Option<Provider>, scalar: ScalarType) -> bool {
    supports_lists(provider) && (scalar != ScalarType::Json || has(provider, Capability::JsonLists))
}

/// May a field be a list of scalars, enum values or unsupported types?
pub fn supports_lists(provider: Option<Provider>) -> bool {
    has(provider, Capability::ScalarLists)
}

/// May a field of this type be the id, or part of it, whatever its native type?
pub fn may_be_id(provider: Option<Provider>, scalar: ScalarType) -> bool {
    (provider, scalar) != (Some(Provider::SqlServer), ScalarType::Bytes)
}

/// May a schema declare enums?
pub fn supports_enums(provider: Option<Provider>) -> bool {
    has(provider, Capability::Enums)
}

/// May a schema declare composite types?
pub fn supports_composite_types(provider: Option<Provider>) -> bool {
    has(provider, Capability::CompositeTypes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn rows_stand_in_the_order_of_the_enum_and_names_round_trip() {
        for (row, scalar) in ROWS.iter().zip(ScalarType::ALL) {
            assert_eq!(row.scalar, scalar);
            assert_eq!(ScalarType::from_name(scalar.name()), Some(scalar));
            assert!(!scalar.default_literals().is_empty());
        }
        assert_eq!(ScalarType::from_name("int"), None);
    }

    #[test]
    fn a_synonym_means_one_type_and_is_no_name() {
        let mut seen = HashSet::new();
        for word in SYNONYMS.iter().flat_map(|(_, words)| words.iter()) {
            assert!(seen.insert(word), "{word} twice");
            assert_eq!(*word, word.to_ascii_lowercase());
            assert!(!ROWS.iter().any(|row| row.name.eq_ignore_ascii_case(word)), "{word} is a name");
        }
    }

    #[test]
    fn guesses() {
        for (written, meant) in [
            ("string", Some(ScalarType::String)),
            ("integer", Some(ScalarType::Int)),
            ("BOOL", Some(ScalarType::Boolean)),
            ("timestamp", Some(ScalarType::DateTime)),
            ("JsonB", Some(ScalarType::Json)),
            ("money", Some(ScalarType::Decimal)),
            ("Int", None),
            ("User", None),
        ] {
            assert_eq!(ScalarType::from_synonym(written), meant, "{written}");
        }
    }

    #[test]
    fn support_differs_by_database() {
        let sqlserver = Some(Provider::SqlServer);
        let cockroach = Some(Provider::CockroachDb);
        assert!(!supports_scalar(sqlserver, ScalarType::Json));
        assert!(!supports_enums(sqlserver));
        assert!(supports_scalar_list(cockroach, ScalarType::Int));
        assert!(!supports_scalar_list(cockroach, ScalarType::Json));
        assert!(!supports_scalar(None, ScalarType::Decimal));
        assert!(supports_composite_types(Some(Provider::MongoDb)));
    }
}
