//! The types of columns that a schema may ask for: `@db.VarChar(191)`.
//!
//! One file per database; SQLite has none. The same in all versions of Prisma. On a field without a
//! native type, the default one is used: see [`default_native_type`].

mod cockroachdb;
mod mongodb;
mod mysql;
mod postgresql;
mod sqlserver;

use crate::provider::Provider;
use crate::scalar_types::ScalarType;

/// A native type of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NativeType {
    /// The name after `@db.`; case matters.
    pub name: &'static str,
    /// The arguments in order: either all of them are required or none is. Optional ones are given all
    /// together or not at all.
    pub arguments: &'static [Argument],
    /// The types of fields that may have it, also as lists where the database has lists.
    pub scalars: &'static [ScalarType],
    /// The types of fields that have it when nothing is said, with the type as one would write it out.
    pub default_for: &'static [(ScalarType, &'static str)],
    /// How such a field may take part in ids and indexes. Only a native type that is written counts,
    /// not a default one.
    pub keys: Keys,
    /// One line on what the column holds.
    pub summary: &'static str,
}

/// An argument of a native type: a plain integer that is not negative. Arguments go by position; a name
/// in front of one is allowed and ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument {
    /// What to call it; a schema does not write it.
    pub name: &'static str,
    /// Must it be given?
    pub required: bool,
    /// The smallest number that Prisma accepts.
    pub min: u32,
    /// The largest number that Prisma accepts.
    pub max: u32,
    /// Other values of `max` for some types of fields.
    pub max_for: &'static [(ScalarType, u32)],
    /// The smallest number that the database accepts. Prisma checks only `min`, which may be smaller.
    pub database_min: u32,
    /// The largest number that the database accepts. Prisma checks only `max`, which may be larger.
    pub database_max: u32,
    /// Larger numbers are not merely out of range for Prisma, but no arguments at all.
    pub largest_readable: u32,
    /// It may not be larger than the argument before it (a scale and its precision).
    pub at_most_previous: bool,
    /// A word that may stand instead of a number, in any case: `Max`.
    pub keyword: Option<&'static str>,
}

/// How fields of a native type may take part in ids and indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// In `@id` and `@@id`.
    pub id: KeyRule,
    /// In `@unique` and `@@unique`.
    pub unique: KeyRule,
    /// In `@@index`.
    pub index: KeyRule,
    /// In `@@fulltext`.
    pub fulltext: KeyRule,
}

/// Whether fields of a native type may take part in one kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyRule {
    /// They may.
    Allowed,
    /// Only with a `length` that says how much of the beginning counts.
    NeedsLength,
    /// Not when the argument is the keyword `Max`.
    ForbiddenWhenMax,
    /// Never.
    Forbidden,
}

impl NativeType {
    /// How many arguments must be given.
    pub fn required_arguments(&self) -> usize {
        self.arguments.iter().filter(|argument| argument.required).count()
    }

    /// How many more arguments may be given.
    pub fn optional_arguments(&self) -> usize {
        self.arguments.len() - self.required_arguments()
    }

    /// May a field of this type have it?
    pub fn holds(&self, scalar: ScalarType) -> bool {
        self.scalars.contains(&scalar)
    }
}

impl Argument {
    /// The largest number that Prisma accepts on a field of this type.
    pub fn max_on(&self, scalar: ScalarType) -> u32 {
        self.max_for.iter().find(|(of, _)| *of == scalar).map_or(self.max, |(_, max)| *max)
    }
}

/// The native types of a database.
pub fn native_types(provider: Option<Provider>) -> &'static [NativeType] {
    match provider {
        Some(Provider::PostgreSql) => postgresql::TYPES,
        Some(Provider::CockroachDb) => cockroachdb::TYPES,
        Some(Provider::MySql) => mysql::TYPES,
        Some(Provider::SqlServer) => sqlserver::TYPES,
        Some(Provider::MongoDb) => mongodb::TYPES,
        Some(Provider::Sqlite) | None => &[],
    }
}

/// The native type of this exact name.
pub fn find(provider: Option<Provider>, name: &str) -> Option<&'static NativeType> {
    native_types(provider).iter().find(|native| native.name == name)
}

/// The native types that a field of this type may have.
pub fn native_types_for(
    provider: Option<Provider>,
    scalar: ScalarType,
) -> impl Iterator<Item = &'static NativeType> {
    native_types(provider).iter().filter(move |native| native.holds(scalar))
}

/// The native type of a field that names none, and how one would write it out: `VarChar(191)`.
pub fn default_native_type(
    provider: Option<Provider>,
    scalar: ScalarType,
) -> Option<(&'static NativeType, &'static str)> {
    native_types(provider).iter().find_map(|native| {
        let (_, written) = native.default_for.iter().find(|(of, _)| *of == scalar)?;
        Some((native, *written))
    })
}

// What follows is the vocabulary of the tables.

/// A row without arguments, that is nobody's default and may be in any key.
const fn native(name: &'static str, scalars: &'static [ScalarType], summary: &'static str) -> NativeType {
    let allowed = Keys {
        id: KeyRule::Allowed,
        unique: KeyRule::Allowed,
        index: KeyRule::Allowed,
        fulltext: KeyRule::Allowed,
    };
    NativeType { name, arguments: &[], scalars, default_for: &[], keys: allowed, summary }
}

impl NativeType {
    const fn takes(self, arguments: &'static [Argument]) -> NativeType {
        NativeType { arguments, ..self }
    }

    const fn default_for(self, default_for: &'static [(ScalarType, &'static str)]) -> NativeType {
        NativeType { default_for, ..self }
    }

    const fn keys(self, keys: Keys) -> NativeType {
        NativeType { keys, ..self }
    }
}

/// An optional argument.
const fn optional(name: &'static str, min: u32, max: u32) -> Argument {
    Argument {
        name,
        required: false,
        min,
        max,
        max_for: &[],
        database_min: min,
        database_max: max,
        largest_readable: u32::MAX,
        at_most_previous: false,
        keyword: None,
    }
}

/// A required argument.
const fn required(name: &'static str, min: u32, max: u32) -> Argument {
    Argument { required: true, ..optional(name, min, max) }
}

impl Argument {
    const fn max_for(self, max_for: &'static [(ScalarType, u32)]) -> Argument {
        Argument { max_for, ..self }
    }

    const fn database_min(self, database_min: u32) -> Argument {
        Argument { database_min, ..self }
    }

    const fn database_max(self, database_max: u32) -> Argument {
        Argument { database_max, ..self }
    }

    const fn at_most_previous(self) -> Argument {
        Argument { at_most_previous: true, ..self }
    }

    const fn or_keyword(self, keyword: &'static str, largest_readable: u32) -> Argument {
        Argument { keyword: Some(keyword), largest_readable, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar_types::supports_scalar;
    use std::collections::HashSet;

    fn all() -> impl Iterator<Item = (Provider, &'static NativeType)> {
        Provider::ALL
            .into_iter()
            .flat_map(|provider| native_types(Some(provider)).iter().map(move |native| (provider, native)))
    }

    #[test]
    fn names_are_unique_and_found() {
        for provider in Provider::ALL {
            let types = native_types(Some(provider));
            let names: HashSet<_> = types.iter().map(|native| native.name).collect();
            assert_eq!(names.len(), types.len(), "{provider:?}");
            assert_eq!(types.is_empty(), provider == Provider::Sqlite);
        }
        for (provider, native) in all() {
            assert_eq!(find(Some(provider), native.name), Some(native));
            assert!(!native.scalars.is_empty() && !native.summary.is_empty());
        }
        assert_eq!(find(Some(Provider::MySql), "varchar"), None);
        assert_eq!(find(None, "VarChar"), None);
    }

    #[test]
    fn arguments_are_all_required_or_all_optional_and_bounds_make_sense() {
        for (provider, native) in all() {
            let context = format!("{provider:?} {}", native.name);
            assert!(native.required_arguments() == 0 || native.optional_arguments() == 0, "{context}");
            for argument in native.arguments {
                assert!(argument.min <= argument.max, "{context}");
                assert!(argument.min <= argument.database_min, "{context}");
                assert!(argument.database_max <= argument.max, "{context}");
                assert!(argument.max <= argument.largest_readable, "{context}");
                assert!(argument.max_for.iter().all(|(scalar, _)| native.holds(*scalar)), "{context}");
            }
        }
    }

    #[test]
    fn every_supported_scalar_has_one_compatible_default() {
        for provider in Provider::ALL.into_iter().filter(|provider| *provider != Provider::Sqlite) {
            for scalar in ScalarType::ALL {
                let rows = native_types(Some(provider)).iter();
                let defaults = rows.filter(|native| native.default_for.iter().any(|(of, _)| *of == scalar));
                let expected = usize::from(supports_scalar(Some(provider), scalar));
                assert_eq!(defaults.count(), expected, "{provider:?} {scalar:?}");
                if let Some((native, written)) = default_native_type(Some(provider), scalar) {
                    assert!(native.holds(scalar), "{provider:?} {scalar:?}");
                    assert!(written.starts_with(native.name), "{provider:?} {scalar:?}");
                }
            }
        }
    }

    #[test]
    fn bit_depends_on_the_field() {
        let bit = find(Some(Provider::MySql), "Bit").unwrap();
        assert_eq!(bit.arguments[0].max_on(ScalarType::Boolean), 1);
        assert_eq!(bit.arguments[0].max_on(ScalarType::Bytes), 64);
    }
}
