//! The tables of attributes.

use super::Place::*;
use super::ValueKind::*;
use super::{Arity, Attribute, Parameter, Place, ValueKind};
use crate::capabilities::Capability;
use crate::dialect::Dialect;
use crate::scalar_types::ScalarType;

/// The attributes of fields and enum values: `@id`.
#[rustfmt::skip]
pub const FIELD_ATTRIBUTES: &[Attribute] = &[
    attribute("id", &[ModelField], "Makes the field the id of the model: the primary key.")
        .misplaced(&[ModelRelation, ViewField, ViewRelation])
        .arity(Arity::Required)
        .takes(&[
            named("map",       NonEmptyString, "The name of the primary key in the database.").needs(Capability::NamedPrimaryKeys),
            named("length",    Integer,        "How much of the beginning of the field is in the key.").needs(Capability::IndexLength),
            named("sort",      SortOrder,      "The order of the key.").needs(Capability::PrimaryKeySort),
            named("clustered", Boolean,        "Are the rows stored in the order of the key?").needs(Capability::Clustered),
        ]),
    attribute("unique", &[ModelField, ViewField], "No two rows may have the same value here.")
        .misplaced(&[ModelRelation, ViewRelation])
        .takes(&[
            named("map",       NonEmptyString, "The name of the unique index in the database.").misplaced(&[ViewField]),
            named("length",    Integer,        "How much of the beginning of the field is in the index.").needs(Capability::IndexLength).misplaced(&[ViewField]),
            named("sort",      SortOrder,      "The order of the index.").needs(Capability::IndexSort).misplaced(&[ViewField]),
            named("clustered", Boolean,        "Are the rows stored in the order of the index?").needs(Capability::Clustered).misplaced(&[ViewField]),
            WHERE,
        ]),
    attribute("default", &[ModelField, ViewField, CompositeField], "The value of the field in a new row, when none is given.")
        .misplaced(&[ModelRelation, ViewRelation])
        .takes(&[
            positional("value", Default,       "The value, or a function that makes one.").required(),
            named("map",       NonEmptyString, "The name of the default constraint in the database.").needs(Capability::NamedDefaults).misplaced(&[CompositeField]),
        ]),
    attribute("relation", &[ModelRelation, ViewRelation], "How the relation is kept: which fields refer to which, and what happens on changes.")
        .misplaced(&[ModelField, ViewField])
        .takes(&[
            positional("name", NonEmptyString, "The name of the relation, to tell several between the same models apart."),
            named("fields",     FieldNames,           "The fields of this model that refer to the other: the foreign key."),
            named("references", ReferencedFieldNames, "The fields of the other model that are referred to."),
            named("onDelete",   ReferentialAction,    "What happens to this row when the other is deleted."),
            named("onUpdate",   ReferentialAction,    "What happens to this row when the fields referred to change."),
            named("map",        NonEmptyString,       "The name of the foreign key in the database.").needs(Capability::NamedForeignKeys),
        ]),
    attribute("map", &[ModelField, ViewField, CompositeField, EnumValue], "The name that the field or value has in the database.")
        .misplaced(&[ModelRelation, ViewRelation])
        .takes(&[positional("name", String, "The name in the database.").required()]),
    attribute("updatedAt", &[ModelField, ViewField], "Set to the time of every change of the row, by Prisma.")
        .scalars(&[ScalarType::DateTime])
        .arity(Arity::NotList),
    attribute("ignore", &[ModelField, ModelRelation, ViewField, ViewRelation], "Leaves the field out of the generated client."),
    attribute("shardKey", &[ModelField, ViewField], "Distributes the rows over shards by this field.")
        .arity(Arity::Required)
        .needs(Capability::ShardKeys)
        .preview("shardKeys"),
];

/// The attributes of blocks: `@@index`.
#[rustfmt::skip]
pub const BLOCK_ATTRIBUTES: &[Attribute] = &[
    attribute("id", &[Model], "Makes several fields together the id of the model: the primary key.")
        .misplaced(&[View])
        .takes(&[
            positional("fields", Fields { arguments: KEY_ARGUMENTS, paths: false }, "The fields of the id.").required(),
            named("name",      ClientName,     "The name of the id in the generated client."),
            named("map",       NonEmptyString, "The name of the primary key in the database.").needs(Capability::NamedPrimaryKeys),
            named("clustered", Boolean,        "Are the rows stored in the order of the key?").needs(Capability::Clustered),
        ]),
    attribute("unique", &[Model, View], "No two rows may have the same values in these fields together.")
        .repeatable()
        .takes(&[
            positional("fields", Fields { arguments: UNIQUE_ARGUMENTS, paths: true }, "The fields that are unique together.").required(),
            named("name",      ClientName,     "The name of the unique criterion in the generated client."),
            named("map",       NonEmptyString, "The name of the unique index in the database.").misplaced(&[View]),
            named("clustered", Boolean,        "Are the rows stored in the order of the index?").needs(Capability::Clustered).misplaced(&[View]),
            WHERE,
        ]),
    attribute("index", &[Model], "An index in the database, for faster searching and sorting.")
        .misplaced(&[View])
        .repeatable()
        .takes(&[
            positional("fields", Fields { arguments: INDEX_ARGUMENTS, paths: true }, "The fields of the index, in order.").required(),
            named("map",       NonEmptyString, "The name of the index in the database."),
            named("type",      IndexMethod,    "The kind of index."),
            named("clustered", Boolean,        "Are the rows stored in the order of the index?").needs(Capability::Clustered),
            WHERE,
            named("name",      NonEmptyString, "Old spelling of map.").alias_of("map"),
        ]),
    attribute("fulltext", &[Model], "An index in the database for searching the words of texts.")
        .misplaced(&[View])
        .repeatable()
        .needs(Capability::FullTextIndex)
        .takes(&[
            positional("fields", Fields { arguments: FULLTEXT_ARGUMENTS, paths: true }, "The fields that are searched together.").required(),
            named("map",       NonEmptyString, "The name of the index in the database."),
        ]),
    attribute("map", &[Model, View, Enum], "The name that the table, view or enum has in the database.")
        .takes(&[positional("name", String, "The name in the database.").required()]),
    attribute("schema", &[Model, View, Enum], "The database schema that it lives in.")
        .needs(Capability::MultiSchema)
        .takes(&[positional("map", DatabaseSchema, "One of the schemas that the datasource lists.").required()]),
    attribute("ignore", &[Model, View], "Leaves the model or view out of the generated client."),
    attribute("shardKey", &[Model, View], "Distributes the rows over shards by these fields.")
        .needs(Capability::ShardKeys)
        .preview("shardKeys")
        .takes(&[positional("fields", FieldNames, "The fields of the shard key.").required()]),
];

const WHERE: Parameter = Parameter {
    since: Dialect::Prisma7,
    needs: Some(Capability::PartialIndexes),
    preview: Some("partialIndexes"),
    ..named("where", Where, "Only rows that meet this condition are in the index.")
};

#[rustfmt::skip]
const KEY_ARGUMENTS: &[Parameter] = &[
    named("sort",   SortOrder,     "The order of this field in the key.").needs(Capability::PrimaryKeySort),
    named("length", Integer,       "How much of the beginning of the field is in the key.").needs(Capability::IndexLength),
];

#[rustfmt::skip]
const UNIQUE_ARGUMENTS: &[Parameter] = &[
    named("sort",   SortOrder,     "The order of this field in the index.").needs(Capability::IndexSort).misplaced(&[View]),
    named("length", Integer,       "How much of the beginning of the field is in the index.").needs(Capability::IndexLength).misplaced(&[View]),
    named("ops",    OperatorClass, "The operator class; only @@index takes one.").misplaced(&[Model, View]),
];

#[rustfmt::skip]
const INDEX_ARGUMENTS: &[Parameter] = &[
    named("sort",   SortOrder,     "The order of this field in the index.").needs(Capability::IndexSort),
    named("length", Integer,       "How much of the beginning of the field is in the index.").needs(Capability::IndexLength),
    named("ops",    OperatorClass, "The operator class: how values are compared.").needs(Capability::OperatorClasses),
];

#[rustfmt::skip]
const FULLTEXT_ARGUMENTS: &[Parameter] = &[
    named("sort",   SortOrder,     "The order of this field in the index.").needs(Capability::FullTextSort),
    named("length", Integer,       "How much of the beginning of the field is in the index; whole texts only.").misplaced(&[Model]),
    named("ops",    OperatorClass, "The operator class; only @@index takes one.").misplaced(&[Model]),
];

// What follows is the vocabulary of the tables.

const fn attribute(name: &'static str, places: &'static [Place], summary: &'static str) -> Attribute {
    Attribute {
        name,
        places,
        misplaced: &[],
        scalars: &[],
        arity: Arity::Any,
        parameters: &[],
        repeatable: false,
        needs: None,
        preview: None,
        summary,
    }
}

impl Attribute {
    const fn misplaced(self, misplaced: &'static [Place]) -> Attribute {
        Attribute { misplaced, ..self }
    }

    const fn scalars(self, scalars: &'static [ScalarType]) -> Attribute {
        Attribute { scalars, ..self }
    }

    const fn arity(self, arity: Arity) -> Attribute {
        Attribute { arity, ..self }
    }

    const fn takes(self, parameters: &'static [Parameter]) -> Attribute {
        Attribute { parameters, ..self }
    }

    const fn repeatable(self) -> Attribute {
        Attribute { repeatable: true, ..self }
    }

    const fn needs(self, capability: Capability) -> Attribute {
        Attribute { needs: Some(capability), ..self }
    }

    const fn preview(self, feature: &'static str) -> Attribute {
        Attribute { preview: Some(feature), ..self }
    }
}

const fn named(name: &'static str, kind: ValueKind, summary: &'static str) -> Parameter {
    Parameter {
        name,
        kind,
        positional: false,
        required: false,
        since: Dialect::Prisma6,
        misplaced: &[],
        needs: None,
        preview: None,
        alias_of: None,
        summary,
    }
}

const fn positional(name: &'static str, kind: ValueKind, summary: &'static str) -> Parameter {
    Parameter { positional: true, ..named(name, kind, summary) }
}

impl Parameter {
    const fn required(self) -> Parameter {
        Parameter { required: true, ..self }
    }

    const fn needs(self, capability: Capability) -> Parameter {
        Parameter { needs: Some(capability), ..self }
    }

    const fn misplaced(self, misplaced: &'static [Place]) -> Parameter {
        Parameter { misplaced, ..self }
    }

    const fn alias_of(self, parameter: &'static str) -> Parameter {
        Parameter { alias_of: Some(parameter), ..self }
    }
}
