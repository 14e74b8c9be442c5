//! The preview features of generators: `previewFeatures = ["views"]`.
//!
//! The features of all generators count together. Those that have become stable, and those that are
//! deprecated, count as enabled too.

use crate::dialect::Dialect;
use crate::provider::Provider;

/// How far a feature has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It can be asked for.
    Active,
    /// It can be asked for, and nobody should be told.
    Hidden,
    /// It can be asked for, and will go away.
    Deprecated,
    /// It is part of the language by now; asking for it is idle.
    Stabilised,
    /// It goes by this name now, and is taken for that.
    Renamed(&'static str),
    /// There is no such feature, any more or yet.
    Unknown,
}

/// A preview feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviewFeature {
    /// The name in its usual spelling.
    pub name: &'static str,
    /// How far it has come in Prisma 6.
    prisma6: State,
    /// How far it has come in Prisma 7.
    prisma7: State,
    /// Where something else holds for one provider: the provider, the state there.
    except: Option<(Provider, State)>,
    /// What the feature allows in a schema; empty when it changes only the generated client.
    pub effect: &'static str,
}

use State::*;

const fn row(name: &'static str, prisma6: State, prisma7: State) -> PreviewFeature {
    PreviewFeature { name, prisma6, prisma7, except: None, effect: "" }
}

impl PreviewFeature {
    const fn except(self, provider: Provider, state: State) -> PreviewFeature {
        PreviewFeature { except: Some((provider, state)), ..self }
    }

    const fn effect(self, effect: &'static str) -> PreviewFeature {
        PreviewFeature { effect, ..self }
    }

    /// How far it has come. `provider` is that of the datasource, if there is one.
    pub fn state(&self, dialect: Dialect, provider: Option<Provider>) -> State {
        match self.except {
            Some((of, state)) if Some(of) == provider => state,
            _ if dialect == Dialect::Prisma6 => self.prisma6,
            _ => self.prisma7,
        }
    }
}

/// Every feature that Prisma 6 or 7 has heard of: its state in Prisma 6, in Prisma 7.
#[rustfmt::skip]
pub const PREVIEW_FEATURES: &[PreviewFeature] = &[
    row("aggregateApi",               Stabilised, Stabilised),
    row("atomicNumberOperations",     Stabilised, Stabilised),
    row("clientExtensions",           Stabilised, Stabilised),
    row("cockroachdb",                Stabilised, Stabilised),
    row("connectOrCreate",            Stabilised, Stabilised),
    row("createMany",                 Stabilised, Stabilised),
    row("dataProxy",                  Stabilised, Stabilised),
    row("deno",                       Stabilised, Stabilised),
    row("distinct",                   Stabilised, Stabilised),
    row("driverAdapters",             Stabilised, Stabilised),
    row("extendedIndexes",            Stabilised, Stabilised),
    row("extendedWhereUnique",        Stabilised, Stabilised),
    row("fieldReference",             Stabilised, Stabilised),
    row("filterJson",                 Stabilised, Stabilised),
    row("filteredRelationCount",      Stabilised, Stabilised),
    row("fullTextIndex",              Stabilised, Stabilised),
    row("fullTextSearch",             Stabilised, Stabilised).except(Provider::PostgreSql, Renamed("fullTextSearchPostgres")),
    row("fullTextSearchPostgres",     Unknown,    Unknown).except(Provider::PostgreSql, Active),
    row("groupBy",                    Stabilised, Stabilised),
    row("improvedQueryRaw",           Stabilised, Stabilised),
    row("interactiveTransactions",    Stabilised, Stabilised),
    row("jsonProtocol",               Stabilised, Stabilised),
    row("metrics",                    Deprecated, Unknown),
    row("microsoftSqlServer",         Stabilised, Stabilised),
    row("middlewares",                Stabilised, Stabilised),
    row("mongoDb",                    Stabilised, Stabilised),
    row("multiSchema",                Stabilised, Stabilised),
    row("nApi",                       Stabilised, Stabilised),
    row("namedConstraints",           Stabilised, Stabilised),
    row("nativeDistinct",             Active,     Active),
    row("nativeTypes",                Stabilised, Stabilised),
    row("omitApi",                    Stabilised, Stabilised),
    row("orderByAggregateGroup",      Stabilised, Stabilised),
    row("orderByNulls",               Stabilised, Stabilised),
    row("orderByRelation",            Stabilised, Stabilised),
    row("partialIndexes",             Unknown,    Active).effect("The `where` argument of `@unique`, `@@unique` and `@@index`."),
    row("postgresqlExtensions",       Active,     Active).effect("The `extensions` of a PostgreSQL datasource."),
    row("prismaSchemaFolder",         Stabilised, Stabilised),
    row("queryCompiler",              Stabilised, Stabilised),
    row("reactNative",                Hidden,     Hidden),
    row("referentialActions",         Stabilised, Stabilised),
    row("referentialIntegrity",       Stabilised, Stabilised),
    row("relationJoins",              Active,     Active),
    row("schemaEngineDriverAdapters", Active,     Active).effect("In Prisma 6, an SQLite datasource without `url`, in the same file."),
    row("selectRelationCount",        Stabilised, Stabilised),
    row("shardKeys",                  Active,     Active).effect("`@shardKey` and `@@shardKey`, with MySQL."),
    row("strictUndefinedChecks",      Active,     Active),
    row("tracing",                    Stabilised, Stabilised),
    row("transactionApi",             Stabilised, Stabilised),
    row("typedSql",                   Hidden,     Active),
    row("uncheckedScalarInputs",      Stabilised, Stabilised),
    row("views",                      Active,     Active).effect("View blocks."),
];

/// The feature of this name. ASCII case does not matter: `VIEWS` is `views`.
pub fn find(name: &str) -> Option<&'static PreviewFeature> {
    PREVIEW_FEATURES.iter().find(|feature| feature.name.eq_ignore_ascii_case(name))
}

/// How far the feature of this name has come; ASCII case does not matter.
pub fn state(name: &str, dialect: Dialect, provider: Option<Provider>) -> State {
    find(name).map_or(State::Unknown, |feature| feature.state(dialect, provider))
}

/// The features that one may be told of: those that are active, and those deprecated but not yet gone.
pub fn listed(dialect: Dialect, provider: Option<Provider>) -> impl Iterator<Item = &'static PreviewFeature> {
    PREVIEW_FEATURES
        .iter()
        .filter(move |feature| matches!(feature.state(dialect, provider), State::Active | State::Deprecated))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_whatever_their_case_and_sorted() {
        let names: HashSet<_> =
            PREVIEW_FEATURES.iter().map(|feature| feature.name.to_ascii_lowercase()).collect();
        assert_eq!(names.len(), PREVIEW_FEATURES.len());
        assert!(PREVIEW_FEATURES.is_sorted_by_key(|feature| feature.name));
        assert!(PREVIEW_FEATURES.iter().all(|feature| find(feature.name) == Some(feature)));
    }

    #[test]
    fn a_new_name_is_a_feature() {
        for feature in PREVIEW_FEATURES {
            if let Some((provider, State::Renamed(to))) = feature.except {
                assert_eq!(state(to, Dialect::Prisma7, Some(provider)), State::Active);
            }
        }
    }

    #[test]
    fn versions_differ() {
        assert_eq!(state("metrics", Dialect::Prisma6, None), State::Deprecated);
        assert_eq!(state("metrics", Dialect::Prisma7, None), State::Unknown);
        assert_eq!(state("partialIndexes", Dialect::Prisma6, None), State::Unknown);
        assert_eq!(state("PartialIndexes", Dialect::Prisma7, None), State::Active);
        assert_eq!(listed(Dialect::Prisma6, None).count(), 8);
        assert_eq!(listed(Dialect::Prisma7, None).count(), 9);
    }

    #[test]
    fn full_text_search_depends_on_the_provider() {
        let postgresql = Some(Provider::PostgreSql);
        assert_eq!(state("fullTextSearch", Dialect::Prisma7, None), State::Stabilised);
        assert_eq!(
            state("fullTextSearch", Dialect::Prisma7, postgresql),
            State::Renamed("fullTextSearchPostgres")
        );
        assert_eq!(state("fullTextSearchPostgres", Dialect::Prisma6, Some(Provider::MySql)), State::Unknown);
        assert_eq!(listed(Dialect::Prisma7, postgresql).count(), 10);
    }
}
