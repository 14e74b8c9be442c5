//! The names that Prisma gives to ids, indexes, foreign keys and defaults in the database, and where
//! they must differ.

use crate::name_limits::max_bytes;
use crate::provider::Provider;

/// A kind of thing in the database that has a name and that the schema may leave unnamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConstraintKind {
    /// `@id`, `@@id`
    PrimaryKey,
    /// `@unique`, `@@unique`
    Unique,
    /// `@@index`, `@@fulltext`
    Index,
    /// `@relation`
    ForeignKey,
    /// `@default`
    Default,
}

use ConstraintKind::*;

impl ConstraintKind {
    /// What a derived name of this kind ends in.
    pub fn suffix(self) -> &'static str {
        match self {
            PrimaryKey => "_pkey",
            Unique => "_key",
            Index => "_idx",
            ForeignKey => "_fkey",
            Default => "_df",
        }
    }
}

/// The name that Prisma derives for a constraint that the schema does not name.
///
/// `table` and `columns` are the names in the database, without the database schema; the path into a
/// composite type counts as several columns. A primary key is named after its table only. A foreign key
/// is named after the side that holds it. What does not fit the limit of the database is cut, the
/// suffix stays.
pub fn derived_name(
    provider: Option<Provider>,
    kind: ConstraintKind,
    table: &str,
    columns: &[&str],
) -> String {
    let mut name = table.to_owned();
    if kind != PrimaryKey {
        name.push('_');
        name.push_str(&columns.join("_"));
    }
    if let Some(limit) = max_bytes(provider) {
        let longest = limit - kind.suffix().len();
        let end = (0..=longest.min(name.len())).rev().find(|end| name.is_char_boundary(*end));
        name.truncate(end.unwrap_or(0));
    }
    name + kind.suffix()
}

/// Where names must differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In the whole datasource, for each database schema (`@@schema`) apart.
    DatabaseSchema,
    /// In one model or view.
    Model,
}

/// Kinds of constraints whose names must differ from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Namespace {
    /// Where.
    pub scope: Scope,
    /// What shares the namespace.
    pub members: &'static [ConstraintKind],
    /// Which of the members Prisma complains about when a name occurs twice.
    pub reported_on: &'static [ConstraintKind],
}

/// The namespaces of a database, as far as Prisma checks them. CockroachDB would refuse two indexes of
/// the same name on one table; Prisma does not notice.
#[rustfmt::skip]
pub fn namespaces(provider: Option<Provider>) -> &'static [Namespace] {
    use Scope::*;
    match provider {
        Some(Provider::PostgreSql) => &[
            Namespace { scope: DatabaseSchema, members: &[PrimaryKey, Unique, Index],             reported_on: &[PrimaryKey, Unique, Index] },
            Namespace { scope: Model,          members: &[PrimaryKey, Unique, Index, ForeignKey], reported_on: &[PrimaryKey, ForeignKey] },
        ],
        Some(Provider::CockroachDb) => &[
            Namespace { scope: Model,          members: &[PrimaryKey, Unique, Index, ForeignKey], reported_on: &[PrimaryKey, ForeignKey] },
        ],
        Some(Provider::MySql) => &[
            Namespace { scope: DatabaseSchema, members: &[ForeignKey],                            reported_on: &[ForeignKey] },
            Namespace { scope: Model,          members: &[Unique, Index],                         reported_on: &[Unique, Index] },
        ],
        Some(Provider::Sqlite) => &[
            Namespace { scope: DatabaseSchema, members: &[Unique, Index],                         reported_on: &[Unique, Index] },
        ],
        Some(Provider::SqlServer) => &[
            Namespace { scope: DatabaseSchema, members: &[PrimaryKey, ForeignKey, Default],       reported_on: &[PrimaryKey, ForeignKey, Default] },
            Namespace { scope: Model,          members: &[PrimaryKey, Unique, Index],             reported_on: &[PrimaryKey, Unique, Index] },
        ],
        Some(Provider::MongoDb) => &[
            Namespace { scope: Model,          members: &[Unique, Index],                         reported_on: &[Unique, Index] },
        ],
        None => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_in_their_kind() {
        let postgresql = Some(Provider::PostgreSql);
        assert_eq!(derived_name(postgresql, PrimaryKey, "User", &["id"]), "User_pkey");
        assert_eq!(derived_name(postgresql, Unique, "User", &["first", "last"]), "User_first_last_key");
        assert_eq!(derived_name(postgresql, ForeignKey, "Post", &["authorId"]), "Post_authorId_fkey");
        assert_eq!(derived_name(postgresql, ForeignKey, "Post", &[]), "Post__fkey");
    }

    #[test]
    fn names_are_cut_between_characters() {
        let table = "ä".repeat(40);
        let name = derived_name(Some(Provider::PostgreSql), Index, &table, &["a"]);
        assert_eq!(name, "ä".repeat(29) + "_idx");
        assert!(name.len() <= 63);
        assert!(derived_name(None, Index, &table, &["a"]).len() > 63);
        let exact = "a".repeat(57);
        assert_eq!(derived_name(Some(Provider::PostgreSql), Index, &exact, &["b"]), exact + "_b_idx");
    }

    #[test]
    fn what_is_reported_is_a_member() {
        for provider in Provider::ALL.map(Some).into_iter().chain([None]) {
            for namespace in namespaces(provider) {
                assert!(namespace.reported_on.iter().all(|kind| namespace.members.contains(kind)));
            }
        }
    }
}
