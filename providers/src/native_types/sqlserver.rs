//! SQL Server.
//!
//! That no field of type `Bytes` may be an id, whatever its native type, stands with the scalar types.

use super::{Argument, KeyRule, Keys, NativeType, native, optional};
use crate::scalar_types::ScalarType::*;

const PRECISION_SCALE: &[Argument] =
    &[optional("precision", 1, 38), optional("scale", 0, 38).at_most_previous()];

/// Prisma accepts a length of 0, the database does not.
const LENGTH_8000: &[Argument] = &[optional("length", 0, 8000).database_min(1)];
const LENGTH_4000: &[Argument] = &[optional("length", 0, 4000).database_min(1)];
const LENGTH_8000_OR_MAX: &[Argument] =
    &[optional("length", 0, 8000).database_min(1).or_keyword("Max", 65_535)];
const LENGTH_4000_OR_MAX: &[Argument] =
    &[optional("length", 0, 4000).database_min(1).or_keyword("Max", 65_535)];

const NO_KEY: Keys = Keys {
    id: KeyRule::Forbidden,
    unique: KeyRule::Forbidden,
    index: KeyRule::Forbidden,
    fulltext: KeyRule::Forbidden,
};
const NO_KEY_WHEN_MAX: Keys = Keys {
    id: KeyRule::ForbiddenWhenMax,
    unique: KeyRule::ForbiddenWhenMax,
    index: KeyRule::ForbiddenWhenMax,
    fulltext: KeyRule::ForbiddenWhenMax,
};
#[rustfmt::skip]
pub(super) const TYPES: &[NativeType] = &[
    native("TinyInt",          &[Int],          "Whole number from 0 to 255."),
    native("SmallInt",         &[Int],          "Whole number of 16 bits."),
    native("Int",              &[Int],          "Whole number of 32 bits.").default_for(&[(Int, "Int")]),
    native("BigInt",           &[BigInt],       "Whole number of 64 bits.").default_for(&[(BigInt, "BigInt")]),
    native("Decimal",          &[Decimal],      "Exact decimal number: digits in all, digits after the point.").takes(PRECISION_SCALE).default_for(&[(Decimal, "Decimal(32,16)")]),
    native("Money",            &[Float],        "Amount of money with four decimals, in 64 bits."),
    native("SmallMoney",       &[Float],        "Amount of money with four decimals, in 32 bits."),
    native("Bit",              &[Boolean, Int], "True or false, kept as 1 and 0.").default_for(&[(Boolean, "Bit")]),
    native("Float",            &[Float],        "Floating-point number with so many bits of precision.").takes(&[optional("bits", 1, 53)]).default_for(&[(Float, "Float(53)")]),
    native("Real",             &[Float],        "Floating-point number of 32 bits."),
    native("Date",             &[DateTime],     "Date without time."),
    native("Time",             &[DateTime],     "Time of day without time zone."),
    native("DateTime",         &[DateTime],     "Date and time in steps of some 3 milliseconds, without time zone."),
    native("DateTime2",        &[DateTime],     "Date and time in steps of 100 nanoseconds, without time zone.").default_for(&[(DateTime, "DateTime2")]),
    native("DateTimeOffset",   &[DateTime],     "Date and time with an offset from UTC."),
    native("SmallDateTime",    &[DateTime],     "Date and time in steps of a minute, without time zone."),
    native("Char",             &[String],       "Text of a fixed length in bytes, filled up with blanks.").takes(LENGTH_8000),
    native("NChar",            &[String],       "Unicode text of a fixed length, filled up with blanks.").takes(LENGTH_4000),
    native("VarChar",          &[String],       "Text up to a length in bytes; Max for up to 2 GiB.").takes(LENGTH_8000_OR_MAX).keys(NO_KEY_WHEN_MAX),
    native("Text",             &[String],       "Long text; deprecated by the database in favour of VarChar(Max).").keys(NO_KEY),
    native("NVarChar",         &[String],       "Unicode text up to a length; Max for up to 2 GiB.").takes(LENGTH_4000_OR_MAX).keys(NO_KEY_WHEN_MAX).default_for(&[(String, "NVarChar(1000)")]),
    native("NText",            &[String],       "Long Unicode text; deprecated by the database in favour of NVarChar(Max).").keys(NO_KEY),
    native("Binary",           &[Bytes],        "Binary data of a fixed length in bytes.").takes(LENGTH_8000),
    native("VarBinary",        &[Bytes],        "Binary data up to a length in bytes; Max for up to 2 GiB.").takes(LENGTH_8000_OR_MAX).keys(NO_KEY_WHEN_MAX).default_for(&[(Bytes, "VarBinary(Max)")]),
    native("Image",            &[Bytes],        "Long binary data; deprecated by the database in favour of VarBinary(Max).").keys(NO_KEY),
    native("Xml",              &[String],       "XML document.").keys(NO_KEY),
    native("UniqueIdentifier", &[String],       "Universally unique identifier in 16 bytes."),
];
