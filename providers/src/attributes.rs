//! The attributes of fields (`@id`), enum values and blocks (`@@index`), with their parameters.
//!
//! Native types (`@db.Text`) are attributes too, but named by the schema: see
//! [`NATIVE_TYPE_PLACES`] and [`native_types`](crate::native_types).

mod table;

pub use table::{BLOCK_ATTRIBUTES, FIELD_ATTRIBUTES};

use crate::capabilities::{Capability, has};
use crate::dialect::Dialect;
use crate::provider::Provider;
use crate::scalar_types::ScalarType;

/// Where an attribute can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A field of a model that is not a relation: of a scalar, enum, composite or unsupported type.
    ModelField,
    /// A field of a model whose type is a model or view.
    ModelRelation,
    /// A field of a view that is not a relation.
    ViewField,
    /// A field of a view whose type is a model or view.
    ViewRelation,
    /// A field of a composite type.
    CompositeField,
    /// A value of an enum.
    EnumValue,
    /// A model as a whole.
    Model,
    /// A view as a whole.
    View,
    /// An enum as a whole.
    Enum,
}

impl Place {
    /// Every place.
    pub const ALL: [Place; 9] = [
        Place::ModelField,
        Place::ModelRelation,
        Place::ViewField,
        Place::ViewRelation,
        Place::CompositeField,
        Place::EnumValue,
        Place::Model,
        Place::View,
        Place::Enum,
    ];

    /// Does one write `@@` here, rather than `@`?
    pub fn is_block(self) -> bool {
        matches!(self, Place::Model | Place::View | Place::Enum)
    }
}

/// An attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attribute {
    /// The name, without `@` or `@@`. Case matters.
    pub name: &'static str,
    /// Where it may stand. Everywhere else it is unknown, unless it is `misplaced` there.
    pub places: &'static [Place],
    /// Where it is recognised, but wrong: an error that says so, not that it is unknown.
    pub misplaced: &'static [Place],
    /// The types of fields that make sense with it; empty: every type that the place allows.
    pub scalars: &'static [ScalarType],
    /// Which fields make sense with it. (Fields of ignored models are let off.)
    pub arity: Arity,
    /// The parameters; the positional one first, if there is one.
    pub parameters: &'static [Parameter],
    /// May it be given several times?
    pub repeatable: bool,
    /// What the database must be capable of.
    pub needs: Option<Capability>,
    /// The preview feature that it needs.
    pub preview: Option<&'static str>,
    /// One line on what it does.
    pub summary: &'static str,
}

/// Which fields make sense with an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arity {
    /// All of them.
    Any,
    /// Those that are not lists.
    NotList,
    /// Those that are neither lists nor optional.
    Required,
}

/// A parameter of an attribute. Every parameter can be given by its name, in any order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// The name.
    pub name: &'static str,
    /// What may be given.
    pub kind: ValueKind,
    /// May its name be left out?
    pub positional: bool,
    /// Must it be given?
    pub required: bool,
    /// The oldest version of the language that knows it; in older ones it is unknown.
    pub since: Dialect,
    /// Places of the attribute where the parameter is recognised, but wrong.
    pub misplaced: &'static [Place],
    /// What the database must be capable of.
    pub needs: Option<Capability>,
    /// The preview feature that it needs.
    pub preview: Option<&'static str>,
    /// The parameter that this is an old name of; not to be given together with it.
    pub alias_of: Option<&'static str>,
    /// One line on what it does.
    pub summary: &'static str,
}

/// What may be given for a parameter. Wherever fields are listed, a single one may stand without brackets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueKind {
    /// A string.
    String,
    /// A string that is not empty.
    NonEmptyString,
    /// A string that is not empty and has only ASCII letters, digits and underscores: a name in the client.
    ClientName,
    /// A string that is one of the datasource's `schemas`.
    DatabaseSchema,
    /// An integer.
    Integer,
    /// `true` or `false`
    Boolean,
    /// `Asc` or `Desc`
    SortOrder,
    /// `Cascade`, `Restrict`, …
    ReferentialAction,
    /// `BTree`, `Hash`, …
    IndexMethod,
    /// `JsonbOps`, … or `raw("…")`
    OperatorClass,
    /// A list of fields of the block, each a plain name.
    FieldNames,
    /// A list of fields of the model that a relation leads to, each a plain name.
    ReferencedFieldNames,
    /// A list of fields of the block, each perhaps with arguments: `[title(length: 10), date(sort: Desc)]`.
    Fields {
        /// The arguments that a field may have. Others are ignored by Prisma, silently.
        arguments: &'static [Parameter],
        /// May a path lead into composite types, as in `address.city`?
        paths: bool,
    },
    /// What the type of the field allows: a literal, an enum value, a list of them, a function call.
    Default,
    /// `raw("…")`, or an object of conditions: `{ active: true, deletedAt: { not: null } }`.
    Where,
}

/// The values of [`ValueKind::SortOrder`], with a line on each.
pub const SORT_ORDERS: [(&str, &str); 2] =
    [("Asc", "From the smallest to the largest."), ("Desc", "From the largest to the smallest.")];

/// Where native types can stand, on fields of built-in scalar types.
pub const NATIVE_TYPE_PLACES: &[Place] = &[Place::ModelField, Place::ViewField, Place::CompositeField];

impl Attribute {
    /// The parameter of this exact name, whether or not the dialect knows it.
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// The parameter whose name may be left out.
    pub fn positional(&self) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.positional)
    }

    /// Has the database what it needs? Says nothing of preview features.
    pub fn is_available(&self, provider: Option<Provider>) -> bool {
        self.needs.is_none_or(|capability| has(provider, capability))
    }
}

impl Parameter {
    /// Does the dialect know it?
    pub fn is_known(&self, dialect: Dialect) -> bool {
        dialect >= self.since
    }

    /// Does it make sense at this place, for this dialect and provider? Says nothing of preview features.
    pub fn is_available(&self, place: Place, dialect: Dialect, provider: Option<Provider>) -> bool {
        self.is_known(dialect)
            && !self.misplaced.contains(&place)
            && self.needs.is_none_or(|capability| has(provider, capability))
    }
}

/// The attribute of this exact name that is recognised here, be it only as misplaced.
pub fn find(place: Place, name: &str) -> Option<&'static Attribute> {
    named(place.is_block(), name)
        .filter(|attribute| attribute.places.contains(&place) || attribute.misplaced.contains(&place))
}

/// The attribute of this exact name, wherever it belongs: `@name`, or `@@name` for a block.
pub fn named(block: bool, name: &str) -> Option<&'static Attribute> {
    table(block).iter().find(|attribute| attribute.name == name)
}

/// The attributes that may stand here.
pub fn at(place: Place) -> impl Iterator<Item = &'static Attribute> {
    table(place.is_block()).iter().filter(move |attribute| attribute.places.contains(&place))
}

fn table(block: bool) -> &'static [Attribute] {
    if block { BLOCK_ATTRIBUTES } else { FIELD_ATTRIBUTES }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview_features;
    use std::collections::HashSet;

    fn all() -> impl Iterator<Item = (bool, &'static Attribute)> {
        [false, true]
            .into_iter()
            .flat_map(|block| table(block).iter().map(move |attribute| (block, attribute)))
    }

    #[test]
    fn names_are_unique_and_found() {
        for block in [false, true] {
            let names: HashSet<_> = table(block).iter().map(|attribute| attribute.name).collect();
            assert_eq!(names.len(), table(block).len());
        }
        for (block, attribute) in all() {
            assert_eq!(named(block, attribute.name), Some(attribute));
            assert!(attribute.places.iter().all(|place| find(*place, attribute.name) == Some(attribute)));
        }
    }

    #[test]
    fn places_fit_the_sigil_and_no_place_is_both_right_and_wrong() {
        for (block, attribute) in all() {
            assert!(!attribute.places.is_empty(), "{}", attribute.name);
            for place in attribute.places.iter().chain(attribute.misplaced) {
                assert_eq!(place.is_block(), block, "{}", attribute.name);
            }
            assert!(
                !attribute.places.iter().any(|place| attribute.misplaced.contains(place)),
                "{}",
                attribute.name
            );
        }
    }

    #[test]
    fn parameters_are_unique_and_at_most_the_first_is_positional() {
        for (_, attribute) in all() {
            let names: HashSet<_> = attribute.parameters.iter().map(|parameter| parameter.name).collect();
            assert_eq!(names.len(), attribute.parameters.len(), "{}", attribute.name);
            for (index, parameter) in attribute.parameters.iter().enumerate() {
                assert!(!parameter.positional || index == 0, "@{} {}", attribute.name, parameter.name);
                assert!(
                    !parameter.required || parameter.positional,
                    "@{} {}",
                    attribute.name,
                    parameter.name
                );
                assert!(parameter.misplaced.iter().all(|place| attribute.places.contains(place)));
                let alias = parameter.alias_of.map(|of| attribute.parameter(of).is_some());
                assert_ne!(alias, Some(false), "@{} {}", attribute.name, parameter.name);
            }
        }
    }

    #[test]
    fn preview_features_exist() {
        for (_, attribute) in all() {
            let parameters = attribute.parameters.iter().filter_map(|parameter| parameter.preview);
            for feature in parameters.chain(attribute.preview) {
                assert!(preview_features::find(feature).is_some(), "{feature}");
            }
        }
    }

    #[test]
    fn partial_indexes_are_new() {
        let condition = named(true, "index").unwrap().parameter("where").unwrap();
        assert!(!condition.is_known(Dialect::Prisma6) && condition.is_known(Dialect::Prisma7));
        assert!(named(true, "id").unwrap().parameter("where").is_none());
    }

    #[test]
    fn what_may_stand_on_an_enum_value() {
        let names: Vec<_> = at(Place::EnumValue).map(|attribute| attribute.name).collect();
        assert_eq!(names, ["map"]);
        assert!(find(Place::EnumValue, "default").is_none());
        assert!(
            find(Place::ModelRelation, "id").is_some_and(|id| id.misplaced.contains(&Place::ModelRelation))
        );
        assert!(
            find(Place::View, "index").is_some()
                && at(Place::View).all(|attribute| attribute.name != "index")
        );
    }
}
