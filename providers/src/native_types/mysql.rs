//! MySQL and MariaDB.

use super::{Argument, KeyRule, Keys, NativeType, native, optional, required};
use crate::scalar_types::ScalarType::*;

/// Prisma does not check the precision of times; the database allows six digits.
const PRECISION: &[Argument] = &[optional("precision", 0, u32::MAX).database_max(6)];
const PRECISION_SCALE: &[Argument] =
    &[optional("precision", 0, 65), optional("scale", 0, 30).at_most_previous()];
const BITS: &[Argument] = &[required("length", 1, 64).max_for(&[(Boolean, 1), (Bytes, 64)])];

/// A full-text index always takes the whole column.
const NEEDS_LENGTH: Keys = Keys {
    id: KeyRule::NeedsLength,
    unique: KeyRule::NeedsLength,
    index: KeyRule::NeedsLength,
    fulltext: KeyRule::Allowed,
};

#[rustfmt::skip]
pub(super) const TYPES: &[NativeType] = &[
    native("Int",               &[Int],            "Whole number of 32 bits.").default_for(&[(Int, "Int")]),
    native("UnsignedInt",       &[Int],            "Whole number of 32 bits, not negative."),
    native("SmallInt",          &[Int],            "Whole number of 16 bits."),
    native("UnsignedSmallInt",  &[Int],            "Whole number of 16 bits, not negative."),
    native("TinyInt",           &[Boolean, Int],   "Whole number of 8 bits; also how the database keeps true and false.").default_for(&[(Boolean, "TinyInt")]),
    native("UnsignedTinyInt",   &[Boolean, Int],   "Whole number of 8 bits, not negative."),
    native("MediumInt",         &[Int],            "Whole number of 24 bits."),
    native("UnsignedMediumInt", &[Int],            "Whole number of 24 bits, not negative."),
    native("BigInt",            &[BigInt],         "Whole number of 64 bits.").default_for(&[(BigInt, "BigInt")]),
    native("Decimal",           &[Decimal],        "Exact decimal number: digits in all, digits after the point.").takes(PRECISION_SCALE).default_for(&[(Decimal, "Decimal(65,30)")]),
    native("UnsignedBigInt",    &[BigInt],         "Whole number of 64 bits, not negative."),
    native("Float",             &[Float],          "Floating-point number of 32 bits."),
    native("Double",            &[Float],          "Floating-point number of 64 bits.").default_for(&[(Float, "Double")]),
    native("Bit",               &[Boolean, Bytes], "Bits, as many as the length says; one bit for true and false.").takes(BITS),
    native("Char",              &[String],         "Text of a fixed length in characters.").takes(&[required("length", 0, 255)]),
    native("VarChar",           &[String],         "Text up to a length in characters.").takes(&[required("length", 0, 65_535)]).default_for(&[(String, "VarChar(191)")]),
    native("Binary",            &[Bytes],          "Binary data of a fixed length in bytes.").takes(&[required("length", 0, u32::MAX).database_max(255)]),
    native("VarBinary",         &[Bytes],          "Binary data up to a length in bytes.").takes(&[required("length", 0, u32::MAX).database_max(65_535)]),
    native("TinyBlob",          &[Bytes],          "Binary data up to 255 bytes.").keys(NEEDS_LENGTH),
    native("Blob",              &[Bytes],          "Binary data up to 64 KiB.").keys(NEEDS_LENGTH),
    native("MediumBlob",        &[Bytes],          "Binary data up to 16 MiB.").keys(NEEDS_LENGTH),
    native("LongBlob",          &[Bytes],          "Binary data up to 4 GiB.").keys(NEEDS_LENGTH).default_for(&[(Bytes, "LongBlob")]),
    native("TinyText",          &[String],         "Text up to 255 bytes.").keys(NEEDS_LENGTH),
    native("Text",              &[String],         "Text up to 64 KiB.").keys(NEEDS_LENGTH),
    native("MediumText",        &[String],         "Text up to 16 MiB.").keys(NEEDS_LENGTH),
    native("LongText",          &[String],         "Text up to 4 GiB.").keys(NEEDS_LENGTH),
    native("Date",              &[DateTime],       "Date without time."),
    native("Time",              &[DateTime],       "Time of day, or a span of time.").takes(PRECISION),
    native("DateTime",          &[DateTime],       "Date and time without time zone.").takes(PRECISION).default_for(&[(DateTime, "DateTime(3)")]),
    native("Timestamp",         &[DateTime],       "Moment in time between 1970 and 2038, kept in UTC.").takes(PRECISION),
    native("Year",              &[Int],            "Year between 1901 and 2155."),
    native("Json",              &[Json],           "JSON document.").default_for(&[(Json, "Json")]),
];
