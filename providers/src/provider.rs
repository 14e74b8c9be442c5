//! The databases that Prisma speaks to.

/// A database, as named by `provider` in a datasource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Provider {
    /// PostgreSQL.
    PostgreSql,
    /// MySQL and MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
    /// Microsoft SQL Server.
    SqlServer,
    /// MongoDB.
    MongoDb,
    /// CockroachDB.
    CockroachDb,
}

struct Row {
    provider: Provider,
    id: &'static str,
    aliases: &'static [&'static str],
    display_name: &'static str,
    url_prefixes: &'static [&'static str],
}

#[rustfmt::skip]
const ROWS: [Row; 6] = [
    Row { provider: Provider::PostgreSql,  id: "postgresql",  aliases: &["postgres"], display_name: "PostgreSQL",  url_prefixes: &["postgresql://", "postgres://", "prisma+postgres://"] },
    Row { provider: Provider::MySql,       id: "mysql",       aliases: &[],           display_name: "MySQL",       url_prefixes: &["mysql"] },
    Row { provider: Provider::Sqlite,      id: "sqlite",      aliases: &[],           display_name: "SQLite",      url_prefixes: &["file"] },
    Row { provider: Provider::SqlServer,   id: "sqlserver",   aliases: &[],           display_name: "SQL Server",  url_prefixes: &["sqlserver"] },
    Row { provider: Provider::MongoDb,     id: "mongodb",     aliases: &[],           display_name: "MongoDB",     url_prefixes: &["mongo"] },
    Row { provider: Provider::CockroachDb, id: "cockroachdb", aliases: &[],           display_name: "CockroachDB", url_prefixes: &["postgresql://", "postgres://"] },
];

impl Provider {
    /// Every provider.
    pub const ALL: [Provider; 6] = [
        Provider::PostgreSql,
        Provider::MySql,
        Provider::Sqlite,
        Provider::SqlServer,
        Provider::MongoDb,
        Provider::CockroachDb,
    ];

    /// The provider that a datasource names, by its id or by an alias (`postgres`).
    pub fn from_name(name: &str) -> Option<Provider> {
        ROWS.iter().find(|row| row.id == name || row.aliases.contains(&name)).map(|row| row.provider)
    }

    /// The provider as written in a schema: `postgresql`.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// Other spellings of [`id`](Provider::id) that a schema may use.
    pub fn aliases(self) -> &'static [&'static str] {
        self.row().aliases
    }

    /// The name for people: `PostgreSQL`.
    pub fn display_name(self) -> &'static str {
        self.row().display_name
    }

    /// What a connection URL may begin with. Prisma 6 checks only URLs that come from `env()`, and
    /// those not at all when there is a `directUrl`.
    pub fn url_prefixes(self) -> &'static [&'static str] {
        self.row().url_prefixes
    }

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_enum() {
        for (row, provider) in ROWS.iter().zip(Provider::ALL) {
            assert_eq!(row.provider, provider);
            assert_eq!(provider.row().id, row.id);
        }
    }

    #[test]
    fn names_round_trip() {
        for provider in Provider::ALL {
            assert_eq!(Provider::from_name(provider.id()), Some(provider));
            assert!(!provider.url_prefixes().is_empty());
        }
        assert_eq!(Provider::from_name("postgres"), Some(Provider::PostgreSql));
        for wrong in ["PostgreSQL", "mssql", "mariadb", "cockroach", "mongo", "prisma+postgres", ""] {
            assert_eq!(Provider::from_name(wrong), None, "{wrong}");
        }
    }
}
