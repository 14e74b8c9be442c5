//! The types of SQL Server's columns.

use super::{Native, native};
use crate::ColumnType;
use providers::native_types;
use providers::{Provider, ScalarType};

/// The rows: the built-in type, the type of the field, the native type.
const SQLSERVER: &[(&str, ScalarType, &str)] = {
    use ScalarType::*;
    &[
        ("tinyint", Int, "TinyInt"),
        ("smallint", Int, "SmallInt"),
        ("int", Int, "Int"),
        ("bigint", BigInt, "BigInt"),
        ("decimal", Decimal, "Decimal"),
        ("numeric", Decimal, "Decimal"),
        ("money", Float, "Money"),
        ("smallmoney", Float, "SmallMoney"),
        ("bit", Boolean, "Bit"),
        ("float", Float, "Float"),
        ("real", Float, "Real"),
        ("date", DateTime, "Date"),
        ("time", DateTime, "Time"),
        ("datetime", DateTime, "DateTime"),
        ("datetime2", DateTime, "DateTime2"),
        ("datetimeoffset", DateTime, "DateTimeOffset"),
        ("smalldatetime", DateTime, "SmallDateTime"),
        ("char", String, "Char"),
        ("nchar", String, "NChar"),
        ("varchar", String, "VarChar"),
        ("text", String, "Text"),
        ("nvarchar", String, "NVarChar"),
        ("ntext", String, "NText"),
        ("binary", Bytes, "Binary"),
        ("varbinary", Bytes, "VarBinary"),
        ("image", Bytes, "Image"),
        ("xml", String, "Xml"),
        ("uniqueidentifier", String, "UniqueIdentifier"),
    ]
};

pub(super) fn read(ty: &ColumnType) -> Option<(ScalarType, Option<Native>)> {
    let (_, scalar, name) = SQLSERVER.iter().find(|row| row.0 == ty.name)?;
    let takes_arguments = native_types::find(Some(Provider::SqlServer), name)
        .is_some_and(|native| !native.arguments.is_empty());
    let arguments = if takes_arguments { ty.arguments.clone() } else { Vec::new() };
    Some((*scalar, native(name, arguments)))
}
