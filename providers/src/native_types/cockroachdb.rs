//! CockroachDB.

use super::{Argument, NativeType, native, optional};
use crate::scalar_types::ScalarType::*;

const LENGTH: &[Argument] = &[optional("length", 0, u32::MAX)];
const BITS: &[Argument] = &[optional("length", 1, u32::MAX)];
const PRECISION: &[Argument] = &[optional("precision", 0, 6)];
const PRECISION_SCALE: &[Argument] =
    &[optional("precision", 1, 1000), optional("scale", 0, 1000).at_most_previous()];

#[rustfmt::skip]
pub(super) const TYPES: &[NativeType] = &[
    native("Bit",               &[String],   "Bits, exactly as many as the length says.").takes(BITS),
    native("Bool",              &[Boolean],  "True or false.").default_for(&[(Boolean, "Bool")]),
    native("Bytes",             &[Bytes],    "Binary data.").default_for(&[(Bytes, "Bytes")]),
    native("Char",              &[String],   "Text up to a length in characters; one when none is given.").takes(LENGTH),
    native("Date",              &[DateTime], "Date without time."),
    native("Decimal",           &[Decimal],  "Exact decimal number: digits in all, digits after the point.").takes(PRECISION_SCALE).default_for(&[(Decimal, "Decimal(65,30)")]),
    native("Float4",            &[Float],    "Floating-point number of 32 bits."),
    native("Float8",            &[Float],    "Floating-point number of 64 bits.").default_for(&[(Float, "Float8")]),
    native("Inet",              &[String],   "IPv4 or IPv6 address, perhaps with a network mask."),
    native("Int2",              &[Int],      "Whole number of 16 bits."),
    native("Int4",              &[Int],      "Whole number of 32 bits.").default_for(&[(Int, "Int4")]),
    native("Int8",              &[BigInt],   "Whole number of 64 bits.").default_for(&[(BigInt, "Int8")]),
    native("JsonB",             &[Json],     "JSON document.").default_for(&[(Json, "JsonB")]),
    native("Oid",               &[Int],      "Object identifier, as in the system tables."),
    native("CatalogSingleChar", &[String],   "One byte of text, as in the system tables."),
    native("String",            &[String],   "Text up to a length in characters, or of any length.").takes(LENGTH).default_for(&[(String, "String")]),
    native("Time",              &[DateTime], "Time of day without time zone.").takes(PRECISION),
    native("Timestamp",         &[DateTime], "Date and time without time zone.").takes(PRECISION).default_for(&[(DateTime, "Timestamp(3)")]),
    native("Timestamptz",       &[DateTime], "Moment in time, kept in UTC.").takes(PRECISION),
    native("Timetz",            &[DateTime], "Time of day with an offset from UTC.").takes(PRECISION),
    native("Uuid",              &[String],   "Universally unique identifier in 16 bytes."),
    native("VarBit",            &[String],   "Bits, up to the length or any number.").takes(BITS),
];
