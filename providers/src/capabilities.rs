//! What a database can do.

use crate::provider::Provider;

/// Something that some databases can do and others cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Capability {
    /// A field may be a list of scalars, enum values or unsupported types.
    ScalarLists,
    /// A field may be a list of `Json`.
    JsonLists,
    /// A schema may declare enums.
    Enums,
    /// A field may be `Json`.
    Json,
    /// A field may be `Decimal`.
    Decimal,
    /// A schema may declare composite types.
    CompositeTypes,
    /// A field may name a native type (`@db.X`).
    NativeTypes,
    /// Tables may be spread over several database schemas: `schemas` in the datasource, `@@schema`.
    MultiSchema,
    /// The datasource may list database `extensions`.
    ExtensionsProperty,
    /// A field may default to `autoincrement()`.
    AutoIncrement,
    /// An `autoincrement()` field need not be the primary key.
    AutoIncrementOnNonId,
    /// A model may have several `autoincrement()` fields.
    AutoIncrementMultiple,
    /// An `autoincrement()` field need not come first in some index.
    AutoIncrementNonIndexed,
    /// An `Int` field may default to `autoincrement()`; without this only `BigInt` may.
    AutoIncrementOnInt,
    /// A field may default to `auto()`.
    DefaultAuto,
    /// A field may default to `sequence()`.
    DefaultSequence,
    /// A field may default to `dbgenerated()`.
    DefaultDbgenerated,
    /// `@id` and `@@id` may name the constraint (`map`).
    NamedPrimaryKeys,
    /// `@relation` may name the constraint (`map`).
    NamedForeignKeys,
    /// `@default` may name the constraint (`map`).
    NamedDefaults,
    /// `@@id` may join several fields.
    CompoundIds,
    /// A model may do without an id, if it has a unique criterion.
    ModelWithoutId,
    /// `@id` and `@@id` may say a sort order.
    PrimaryKeySort,
    /// Indexes may say a sort order.
    IndexSort,
    /// Indexes and ids may take only the beginning of a field (`length`).
    IndexLength,
    /// Ids and indexes may say whether they are `clustered`.
    Clustered,
    /// A model may have full-text indexes (`@@fulltext`).
    FullTextIndex,
    /// The fields of a full-text index may say a sort order.
    FullTextSort,
    /// A model may have several full-text indexes.
    FullTextMultiplePerModel,
    /// Indexes may cover only some rows (`where`). Since Prisma 7.
    PartialIndexes,
    /// The fields of an index may name an operator class (`ops`).
    OperatorClasses,
    /// Two lists may make a many-to-many relation, with a join table that the schema does not show.
    ImplicitManyToMany,
    /// A many-to-many relation may keep its foreign keys in a list field.
    EmbeddedManyToMany,
    /// `references` may list the fields in another order than the unique criterion it points at.
    ReferencesInAnyOrder,
    /// Cycles of referential actions are an error in relation mode `foreignKeys`.
    CycleDetectionInForeignKeysMode,
    /// Cycles of referential actions are an error in relation mode `prisma`.
    CycleDetectionInPrismaMode,
    /// Reaching one table by several cascading paths is an error.
    MultipleCascadePathCheck,
    /// `SetNull` on a required field is only a warning in relation mode `foreignKeys`; elsewhere it is an error.
    SetNullOnRequiredIsWarningInForeignKeysMode,
    /// Without foreign keys, a relation whose fields have no index deserves a warning.
    MissingRelationIndexWarning,
    /// A model may have a shard key (`@shardKey`, `@@shardKey`).
    ShardKeys,
    /// `Unsupported("x")` is an error when `x` is a native type that the provider does support.
    UnsupportedIsNativeCheck,
}

const POSTGRESQL: Option<Provider> = Some(Provider::PostgreSql);
const COCKROACHDB: Option<Provider> = Some(Provider::CockroachDb);
const MYSQL: Option<Provider> = Some(Provider::MySql);
const SQLITE: Option<Provider> = Some(Provider::Sqlite);
const SQLSERVER: Option<Provider> = Some(Provider::SqlServer);
const MONGODB: Option<Provider> = Some(Provider::MongoDb);
const NO_DATASOURCE: Option<Provider> = None;

use Capability::*;

/// Which databases have which capability.
#[rustfmt::skip]
const TABLE: [(Capability, &[Option<Provider>]); 41] = [
    (ScalarLists,                                  &[POSTGRESQL, COCKROACHDB, MONGODB]),
    (JsonLists,                                    &[POSTGRESQL, MONGODB]),
    (Enums,                                        &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, MONGODB, NO_DATASOURCE]),
    (Json,                                         &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, MONGODB, NO_DATASOURCE]),
    (Decimal,                                      &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, SQLSERVER]),
    (CompositeTypes,                               &[MONGODB]),
    (NativeTypes,                                  &[POSTGRESQL, COCKROACHDB, MYSQL, SQLSERVER, MONGODB]),
    (MultiSchema,                                  &[POSTGRESQL, COCKROACHDB, SQLSERVER]),
    (ExtensionsProperty,                           &[POSTGRESQL]),
    (AutoIncrement,                                &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, SQLSERVER, NO_DATASOURCE]),
    (AutoIncrementOnNonId,                         &[POSTGRESQL, COCKROACHDB, MYSQL, SQLSERVER]),
    (AutoIncrementMultiple,                        &[POSTGRESQL, COCKROACHDB, SQLSERVER]),
    (AutoIncrementNonIndexed,                      &[POSTGRESQL, COCKROACHDB, SQLSERVER]),
    (AutoIncrementOnInt,                           &[POSTGRESQL, MYSQL, SQLITE, SQLSERVER, NO_DATASOURCE]),
    (DefaultAuto,                                  &[MONGODB]),
    (DefaultSequence,                              &[COCKROACHDB]),
    (DefaultDbgenerated,                           &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, SQLSERVER, NO_DATASOURCE]),
    (NamedPrimaryKeys,                             &[POSTGRESQL, COCKROACHDB, SQLSERVER]),
    (NamedForeignKeys,                             &[POSTGRESQL, COCKROACHDB, MYSQL, SQLSERVER]),
    (NamedDefaults,                                &[SQLSERVER]),
    (CompoundIds,                                  &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, SQLSERVER, NO_DATASOURCE]),
    (ModelWithoutId,                               &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, SQLSERVER, NO_DATASOURCE]),
    (PrimaryKeySort,                               &[SQLSERVER]),
    (IndexSort,                                    &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, SQLSERVER, MONGODB, NO_DATASOURCE]),
    (IndexLength,                                  &[MYSQL]),
    (Clustered,                                    &[SQLSERVER]),
    (FullTextIndex,                                &[MYSQL, MONGODB]),
    (FullTextSort,                                 &[MONGODB]),
    (FullTextMultiplePerModel,                     &[MYSQL]),
    (PartialIndexes,                               &[POSTGRESQL, COCKROACHDB, SQLITE, SQLSERVER]),
    (OperatorClasses,                              &[POSTGRESQL]),
    (ImplicitManyToMany,                           &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, SQLSERVER, NO_DATASOURCE]),
    (EmbeddedManyToMany,                           &[MONGODB]),
    (ReferencesInAnyOrder,                         &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, MONGODB]),
    (CycleDetectionInForeignKeysMode,              &[SQLSERVER]),
    (CycleDetectionInPrismaMode,                   &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, SQLSERVER, MONGODB]),
    (MultipleCascadePathCheck,                     &[SQLSERVER]),
    (SetNullOnRequiredIsWarningInForeignKeysMode,  &[POSTGRESQL]),
    (MissingRelationIndexWarning,                  &[POSTGRESQL, COCKROACHDB, MYSQL, SQLITE, SQLSERVER]),
    (ShardKeys,                                    &[MYSQL]),
    (UnsupportedIsNativeCheck,                     &[POSTGRESQL, COCKROACHDB, MYSQL, SQLSERVER]),
];

impl Capability {
    /// The providers that have it; `None` among them means: so does a schema without a datasource.
    pub fn providers(self) -> &'static [Option<Provider>] {
        TABLE[self as usize].1
    }
}

/// Has the provider this capability?
pub fn has(provider: Option<Provider>, capability: Capability) -> bool {
    capability.providers().contains(&provider)
}

/// Everything the provider can do.
pub fn capabilities(provider: Option<Provider>) -> impl Iterator<Item = Capability> {
    TABLE
        .iter()
        .filter(move |(_, providers)| providers.contains(&provider))
        .map(|(capability, _)| *capability)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn rows_stand_in_the_order_of_the_enum() {
        for (index, (capability, providers)) in TABLE.iter().enumerate() {
            assert_eq!(*capability as usize, index, "{capability:?}");
            assert!(!providers.is_empty(), "{capability:?} is had by nobody");
            assert_eq!(providers.iter().collect::<HashSet<_>>().len(), providers.len(), "{capability:?}");
        }
    }

    #[test]
    fn stronger_implies_weaker() {
        let implications = [
            (JsonLists, ScalarLists),
            (JsonLists, Json),
            (AutoIncrementOnNonId, AutoIncrement),
            (AutoIncrementMultiple, AutoIncrement),
            (AutoIncrementNonIndexed, AutoIncrement),
            (AutoIncrementOnInt, AutoIncrement),
            (FullTextSort, FullTextIndex),
            (FullTextMultiplePerModel, FullTextIndex),
            (PrimaryKeySort, IndexSort),
        ];
        for provider in Provider::ALL.map(Some).into_iter().chain([None]) {
            for (stronger, weaker) in implications {
                assert!(!has(provider, stronger) || has(provider, weaker), "{provider:?}: {stronger:?}");
            }
            assert!(capabilities(provider).all(|capability| has(provider, capability)));
        }
    }
}
