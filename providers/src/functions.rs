//! The functions of `@default(…)`.

use crate::capabilities::{Capability, has};
use crate::provider::Provider;
use crate::scalar_types::ScalarType;

/// A function that can stand in `@default(…)`. Names are compared exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// The name, without parentheses.
    pub name: &'static str,
    /// The fields that may default to it.
    pub fields: Fields,
    /// What may stand between its parentheses.
    pub arguments: Arguments,
    /// What the database must be capable of; `None`: every database will do.
    pub needs: Option<Capability>,
    /// Is a database without that capability one for which there is no such function? Otherwise the
    /// function is known, and an error of its own.
    pub unknown_without: bool,
    /// May a field of a composite type default to it?
    pub in_composite_types: bool,
    /// One line on what it gives.
    pub summary: &'static str,
}

/// The fields that may default to a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    /// Fields of these types.
    Of(&'static [ScalarType]),
    /// Fields of every built-in type.
    OfAnyScalar,
    /// Fields of every type but a relation: also enums, unsupported types, lists.
    Any,
}

/// The arguments of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arguments {
    /// None at all.
    None,
    /// One integer, or nothing. Its name is for people; a schema may write any name in front, or none.
    OptionalInteger(&'static str, Integers),
    /// One string that is not empty, or nothing. Its name is for people.
    OptionalString(&'static str),
    /// Any of these, each with its name in front.
    Named(&'static [NamedArgument]),
}

/// The integers that an argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integers {
    /// One of a few.
    OneOf(&'static [i64]),
    /// From one to the other, both included.
    Between(i64, i64),
}

/// An argument that is given with its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedArgument {
    /// The name.
    pub name: &'static str,
    /// What it may be.
    pub kind: ArgumentKind,
    /// One line on what it does.
    pub summary: &'static str,
}

/// What a named argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArgumentKind {
    /// `true` or `false`
    Boolean,
    /// An integer of 64 bits.
    Integer,
}

use ScalarType::{BigInt, DateTime, Int, String};

const fn function(
    name: &'static str,
    fields: Fields,
    arguments: Arguments,
    summary: &'static str,
) -> Function {
    Function {
        name,
        fields,
        arguments,
        needs: None,
        unknown_without: false,
        in_composite_types: true,
        summary,
    }
}

impl Function {
    const fn needs(self, capability: Capability) -> Function {
        Function { needs: Some(capability), ..self }
    }

    const fn unknown_elsewhere(self) -> Function {
        Function { unknown_without: true, ..self }
    }

    const fn models_only(self) -> Function {
        Function { in_composite_types: false, ..self }
    }

    /// Can a schema for this provider use the function?
    pub fn is_available(&self, provider: Option<Provider>) -> bool {
        self.needs.is_none_or(|capability| has(provider, capability))
    }

    /// Has the language for this provider such a function, be it only to refuse it?
    pub fn is_known(&self, provider: Option<Provider>) -> bool {
        !self.unknown_without || self.is_available(provider)
    }
}

impl Fields {
    /// May a field of this built-in type default to the function?
    pub fn include(&self, scalar: ScalarType) -> bool {
        match self {
            Fields::Of(scalars) => scalars.contains(&scalar),
            Fields::OfAnyScalar | Fields::Any => true,
        }
    }
}

impl Integers {
    /// Is this integer one of them?
    pub fn include(&self, integer: i64) -> bool {
        match self {
            Integers::OneOf(integers) => integers.contains(&integer),
            Integers::Between(first, last) => (*first..=*last).contains(&integer),
        }
    }
}

/// Every function.
#[rustfmt::skip]
pub const FUNCTIONS: &[Function] = &[
    function("autoincrement", Fields::Of(&[Int, BigInt]), Arguments::None,                                             "The next number, counted by the database.").needs(Capability::AutoIncrement).models_only(),
    function("now",           Fields::Of(&[DateTime]),    Arguments::None,                                             "The time at which the row is made."),
    function("uuid",          Fields::Of(&[String]),      Arguments::OptionalInteger("version", Integers::OneOf(&[4, 7])), "A new UUID: version 4 (random, the usual one) or 7 (sorted by time)."),
    function("cuid",          Fields::Of(&[String]),      Arguments::OptionalInteger("version", Integers::OneOf(&[1, 2])), "A new CUID: version 1 (the usual one) or 2."),
    function("ulid",          Fields::Of(&[String]),      Arguments::None,                                             "A new ULID, sorted by time."),
    function("nanoid",        Fields::Of(&[String]),      Arguments::OptionalInteger("length", Integers::Between(2, 255)), "A new Nano ID: short and random, of 21 letters unless a length is given.").models_only(),
    function("auto",          Fields::OfAnyScalar,        Arguments::None,                                             "A new ObjectId, made by MongoDB; for ids.").needs(Capability::DefaultAuto).models_only(),
    function("dbgenerated",   Fields::Any,                Arguments::OptionalString("expression"),                     "What the database computes, by this SQL expression.").needs(Capability::DefaultDbgenerated).models_only(),
    function("sequence",      Fields::OfAnyScalar,        Arguments::Named(SEQUENCE),                                  "The next number of a sequence of CockroachDB.").needs(Capability::DefaultSequence).unknown_elsewhere().models_only(),
];

#[rustfmt::skip]
const SEQUENCE: &[NamedArgument] = &[
    NamedArgument { name: "virtual",   kind: ArgumentKind::Boolean, summary: "Make up numbers without keeping count, not consecutive but fast?" },
    NamedArgument { name: "cache",     kind: ArgumentKind::Integer, summary: "How many numbers to draw ahead into memory." },
    NamedArgument { name: "increment", kind: ArgumentKind::Integer, summary: "The step from one number to the next." },
    NamedArgument { name: "minValue",  kind: ArgumentKind::Integer, summary: "The smallest number." },
    NamedArgument { name: "maxValue",  kind: ArgumentKind::Integer, summary: "The largest number." },
    NamedArgument { name: "start",     kind: ArgumentKind::Integer, summary: "The first number." },
];

/// The function of this exact name, whether or not the provider has it.
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// The functions that a schema for this provider can use.
pub fn available(provider: Option<Provider>) -> impl Iterator<Item = &'static Function> {
    FUNCTIONS.iter().filter(move |function| function.is_available(provider))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_found() {
        let names: HashSet<_> = FUNCTIONS.iter().map(|function| function.name).collect();
        assert_eq!(names.len(), FUNCTIONS.len());
        assert!(FUNCTIONS.iter().all(|function| find(function.name) == Some(function)));
        assert_eq!(find("UUID"), None);
    }

    #[test]
    fn composite_types_and_the_functions_of_mongodb() {
        let mongodb = Some(Provider::MongoDb);
        assert!(!find("autoincrement").unwrap().is_available(mongodb));
        assert!(find("autoincrement").unwrap().is_known(mongodb));
        assert!(!find("sequence").unwrap().is_known(mongodb));
        let names: Vec<_> = available(mongodb)
            .filter(|function| function.in_composite_types)
            .map(|function| function.name)
            .collect();
        assert_eq!(names, ["now", "uuid", "cuid", "ulid"]);
    }

    #[test]
    fn integers() {
        let Arguments::OptionalInteger(_, integers) = find("nanoid").unwrap().arguments else { panic!() };
        assert!(
            integers.include(2) && integers.include(255) && !integers.include(256) && !integers.include(-4)
        );
        let Arguments::OptionalInteger(_, integers) = find("uuid").unwrap().arguments else { panic!() };
        assert!(integers.include(7) && !integers.include(1));
    }
}
