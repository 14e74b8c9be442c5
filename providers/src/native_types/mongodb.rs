//! MongoDB: the types of BSON. None takes arguments, and there is none for decimal numbers.

use super::{NativeType, native};
use crate::scalar_types::ScalarType::*;

#[rustfmt::skip]
pub(super) const TYPES: &[NativeType] = &[
    native("String",    &[String],        "Text.").default_for(&[(String, "String")]),
    native("Double",    &[Float],         "Floating-point number of 64 bits.").default_for(&[(Float, "Double")]),
    native("BinData",   &[Bytes],         "Binary data.").default_for(&[(Bytes, "BinData")]),
    native("ObjectId",  &[String, Bytes], "Identifier of 12 bytes, as the database makes for documents."),
    native("Bool",      &[Boolean],       "True or false.").default_for(&[(Boolean, "Bool")]),
    native("Date",      &[DateTime],      "Moment in time, in milliseconds.").default_for(&[(DateTime, "Date")]),
    native("Int",       &[Int],           "Whole number of 32 bits."),
    native("Timestamp", &[DateTime],      "Moment in time for the database's own use, in seconds and a counter."),
    native("Long",      &[Int, BigInt],   "Whole number of 64 bits.").default_for(&[(Int, "Long"), (BigInt, "Long")]),
    native("Json",      &[Json],          "Any document.").default_for(&[(Json, "Json")]),
];
