//! PostgreSQL.

use super::{Argument, KeyRule, Keys, NativeType, native, optional};
use crate::scalar_types::ScalarType::*;

const LENGTH: &[Argument] = &[optional("length", 0, u32::MAX)];
const BITS: &[Argument] = &[optional("length", 1, u32::MAX)];
const PRECISION: &[Argument] = &[optional("precision", 0, 6)];
const PRECISION_SCALE: &[Argument] =
    &[optional("precision", 1, 1000), optional("scale", 0, 1000).at_most_previous()];

/// Prisma lets an XML field be an id, though the database does not.
const NO_INDEX: Keys = Keys {
    id: KeyRule::Allowed,
    unique: KeyRule::Forbidden,
    index: KeyRule::Forbidden,
    fulltext: KeyRule::Forbidden,
};

#[rustfmt::skip]
pub(super) const TYPES: &[NativeType] = &[
    native("SmallInt",        &[Int],      "Whole number of 16 bits."),
    native("Integer",         &[Int],      "Whole number of 32 bits.").default_for(&[(Int, "Integer")]),
    native("BigInt",          &[BigInt],   "Whole number of 64 bits.").default_for(&[(BigInt, "BigInt")]),
    native("Decimal",         &[Decimal],  "Exact decimal number: digits in all, digits after the point.").takes(PRECISION_SCALE).default_for(&[(Decimal, "Decimal(65,30)")]),
    native("Money",           &[Decimal],  "Amount of money, as many decimals as the server's locale has."),
    native("Inet",            &[String],   "IPv4 or IPv6 address, perhaps with a network mask."),
    native("Oid",             &[Int],      "Object identifier, as in the system tables."),
    native("Citext",          &[String],   "Text compared without regard to case; needs the citext extension."),
    native("Real",            &[Float],    "Floating-point number of 32 bits."),
    native("DoublePrecision", &[Float],    "Floating-point number of 64 bits.").default_for(&[(Float, "DoublePrecision")]),
    native("VarChar",         &[String],   "Text up to a length in characters, or of any length.").takes(LENGTH),
    native("Char",            &[String],   "Text of a fixed length, filled up with blanks.").takes(LENGTH),
    native("Text",            &[String],   "Text of any length.").default_for(&[(String, "Text")]),
    native("ByteA",           &[Bytes],    "Binary data.").default_for(&[(Bytes, "ByteA")]),
    native("Timestamp",       &[DateTime], "Date and time without time zone.").takes(PRECISION).default_for(&[(DateTime, "Timestamp(3)")]),
    native("Timestamptz",     &[DateTime], "Moment in time, kept in UTC.").takes(PRECISION),
    native("Date",            &[DateTime], "Date without time."),
    native("Time",            &[DateTime], "Time of day without time zone.").takes(PRECISION),
    native("Timetz",          &[DateTime], "Time of day with an offset from UTC.").takes(PRECISION),
    native("Boolean",         &[Boolean],  "True or false.").default_for(&[(Boolean, "Boolean")]),
    native("Bit",             &[String],   "Bits, exactly as many as the length says.").takes(BITS),
    native("VarBit",          &[String],   "Bits, up to the length or any number.").takes(BITS),
    native("Uuid",            &[String],   "Universally unique identifier in 16 bytes."),
    native("Xml",             &[String],   "XML document.").keys(NO_INDEX),
    native("Json",            &[Json],     "JSON document, kept as the text it was given as."),
    native("JsonB",           &[Json],     "JSON document, taken apart so that it can be searched and indexed.").default_for(&[(Json, "JsonB")]),
];
