//! How an index compares the values of a field: `@@index([tags(ops: ArrayOps)], type: Gin)`.
//!
//! Only PostgreSQL has them here (see [`Capability::OperatorClasses`](crate::Capability)). B-tree and
//! hash indexes have none by name; any class of the database can be given as `raw("…")`, with every
//! kind of index.

use crate::index_methods::{
    Columns,
    IndexMethod::{self, *},
};
use crate::scalar_types::ScalarType::{self, *};

/// An operator class of one kind of index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperatorClass {
    /// The name, as written in a schema. The classes of two kinds of index may share it.
    pub name: &'static str,
    /// The kind of index that it is for.
    pub method: IndexMethod,
    /// The fields that it takes. With no scalar types among them it needs a native type to be written.
    pub columns: Columns,
}

const fn class(
    name: &'static str,
    method: IndexMethod,
    scalars: &'static [ScalarType],
    native_types: &'static [&'static str],
) -> OperatorClass {
    OperatorClass {
        name,
        method,
        columns: Columns { scalars, native_types, unsupported: false, any_list: false },
    }
}

const fn class_of_lists(name: &'static str, method: IndexMethod) -> OperatorClass {
    let columns = Columns { scalars: &[], native_types: &[], unsupported: false, any_list: true };
    OperatorClass { name, method, columns }
}

/// Every operator class: its name, the kind of index, the scalar types (without a native type) and the
/// native types that it is for.
#[rustfmt::skip]
pub const OPERATOR_CLASSES: &[OperatorClass] = &[
    class("InetOps",                   Gist,   &[],         &["Inet"]),
    class("JsonbOps",                  Gin,    &[Json],     &["JsonB"]),
    class("JsonbPathOps",              Gin,    &[Json],     &["JsonB"]),
    class_of_lists("ArrayOps", Gin),
    class("InetOps",                   SpGist, &[],         &["Inet"]),
    class("TextOps",                   SpGist, &[String],   &["VarChar", "Char", "Text"]),
    class("BitMinMaxOps",              Brin,   &[],         &["Bit"]),
    class("VarBitMinMaxOps",           Brin,   &[],         &["VarBit"]),
    class("BpcharBloomOps",            Brin,   &[],         &["Char"]),
    class("BpcharMinMaxOps",           Brin,   &[],         &["Char"]),
    class("ByteaBloomOps",             Brin,   &[Bytes],    &["ByteA"]),
    class("ByteaMinMaxOps",            Brin,   &[Bytes],    &["ByteA"]),
    class("DateBloomOps",              Brin,   &[],         &["Date"]),
    class("DateMinMaxOps",             Brin,   &[],         &["Date"]),
    class("DateMinMaxMultiOps",        Brin,   &[],         &["Date"]),
    class("Float4BloomOps",            Brin,   &[],         &["Real"]),
    class("Float4MinMaxOps",           Brin,   &[],         &["Real"]),
    class("Float4MinMaxMultiOps",      Brin,   &[],         &["Real"]),
    class("Float8BloomOps",            Brin,   &[Float],    &["DoublePrecision"]),
    class("Float8MinMaxOps",           Brin,   &[Float],    &["DoublePrecision"]),
    class("Float8MinMaxMultiOps",      Brin,   &[Float],    &["DoublePrecision"]),
    class("InetInclusionOps",          Brin,   &[],         &["Inet"]),
    class("InetBloomOps",              Brin,   &[],         &["Inet"]),
    class("InetMinMaxOps",             Brin,   &[],         &["Inet"]),
    class("InetMinMaxMultiOps",        Brin,   &[],         &["Inet"]),
    class("Int2BloomOps",              Brin,   &[],         &["SmallInt"]),
    class("Int2MinMaxOps",             Brin,   &[],         &["SmallInt"]),
    class("Int2MinMaxMultiOps",        Brin,   &[],         &["SmallInt"]),
    class("Int4BloomOps",              Brin,   &[Int],      &["Integer"]),
    class("Int4MinMaxOps",             Brin,   &[Int],      &["Integer"]),
    class("Int4MinMaxMultiOps",        Brin,   &[Int],      &["Integer"]),
    class("Int8BloomOps",              Brin,   &[BigInt],   &["BigInt"]),
    class("Int8MinMaxOps",             Brin,   &[BigInt],   &["BigInt"]),
    class("Int8MinMaxMultiOps",        Brin,   &[BigInt],   &["BigInt"]),
    class("NumericBloomOps",           Brin,   &[Decimal],  &["Decimal"]),
    class("NumericMinMaxOps",          Brin,   &[Decimal],  &["Decimal"]),
    class("NumericMinMaxMultiOps",     Brin,   &[Decimal],  &["Decimal"]),
    class("OidBloomOps",               Brin,   &[],         &["Oid"]),
    class("OidMinMaxOps",              Brin,   &[],         &["Oid"]),
    class("OidMinMaxMultiOps",         Brin,   &[],         &["Oid"]),
    class("TextBloomOps",              Brin,   &[String],   &["VarChar", "Text"]),
    class("TextMinMaxOps",             Brin,   &[String],   &["VarChar", "Text"]),
    class("TimestampBloomOps",         Brin,   &[DateTime], &["Timestamp"]),
    class("TimestampMinMaxOps",        Brin,   &[DateTime], &["Timestamp"]),
    class("TimestampMinMaxMultiOps",   Brin,   &[DateTime], &["Timestamp"]),
    class("TimestampTzBloomOps",       Brin,   &[],         &["Timestamptz"]),
    class("TimestampTzMinMaxOps",      Brin,   &[],         &["Timestamptz"]),
    class("TimestampTzMinMaxMultiOps", Brin,   &[],         &["Timestamptz"]),
    class("TimeBloomOps",              Brin,   &[],         &["Time"]),
    class("TimeMinMaxOps",             Brin,   &[],         &["Time"]),
    class("TimeMinMaxMultiOps",        Brin,   &[],         &["Time"]),
    class("TimeTzBloomOps",            Brin,   &[],         &["Timetz"]),
    class("TimeTzMinMaxOps",           Brin,   &[],         &["Timetz"]),
    class("TimeTzMinMaxMultiOps",      Brin,   &[],         &["Timetz"]),
    class("UuidBloomOps",              Brin,   &[],         &["Uuid"]),
    class("UuidMinMaxOps",             Brin,   &[],         &["Uuid"]),
    class("UuidMinMaxMultiOps",        Brin,   &[],         &["Uuid"]),
];

/// The operator classes of this exact name: one for each kind of index that has it.
pub fn named(name: &str) -> impl Iterator<Item = &'static OperatorClass> {
    OPERATOR_CLASSES.iter().filter(move |class| class.name == name)
}

/// The operator class of this exact name for a kind of index.
pub fn find(name: &str, method: IndexMethod) -> Option<&'static OperatorClass> {
    OPERATOR_CLASSES.iter().find(|class| class.name == name && class.method == method)
}

/// The operator classes for a kind of index.
pub fn of_method(method: IndexMethod) -> impl Iterator<Item = &'static OperatorClass> {
    OPERATOR_CLASSES.iter().filter(move |class| class.method == method)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index_methods::{ColumnType, index_methods};
    use crate::native_types;
    use crate::provider::Provider;
    use std::collections::HashSet;

    const POSTGRESQL: Option<Provider> = Some(Provider::PostgreSql);

    #[test]
    fn rows_are_unique_and_found() {
        let mut seen = HashSet::new();
        for class in OPERATOR_CLASSES {
            assert!(seen.insert((class.name, class.method)), "{}", class.name);
            assert_eq!(find(class.name, class.method), Some(class));
            assert!(index_methods(POSTGRESQL).contains(&class.method));
        }
        assert_eq!(named("InetOps").count(), 2);
        assert_eq!(of_method(BTree).count(), 0);
    }

    #[test]
    fn native_types_exist_and_defaults_agree() {
        for class in OPERATOR_CLASSES {
            for name in class.columns.native_types {
                assert!(native_types::find(POSTGRESQL, name).is_some(), "{}: {name}", class.name);
            }
            // A scalar without a native type is a column of the default one, so the class takes that too.
            for scalar in class.columns.scalars {
                let (native, _) = native_types::default_native_type(POSTGRESQL, *scalar).unwrap();
                assert!(class.columns.native_types.contains(&native.name), "{}: {scalar:?}", class.name);
            }
        }
    }

    #[test]
    fn array_ops_take_lists_of_anything() {
        let class = find("ArrayOps", Gin).unwrap();
        assert!(class.columns.include(ColumnType::Scalar(Int), true));
        assert!(!class.columns.include(ColumnType::Scalar(Int), false));
    }
}
