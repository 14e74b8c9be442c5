//! How long a name in the database may be, and which names of the schema are taken.

use crate::provider::Provider;

/// The longest name of a constraint or index that one may give (`map`), in bytes of UTF-8.
///
/// `None`: no limit. Prisma measures the names of ids, uniques, indexes, foreign keys and defaults, but
/// not those of tables, columns and database schemas; names that it makes up itself are cut, see
/// [`constraint_names`](crate::constraint_names).
pub fn max_bytes(provider: Option<Provider>) -> Option<usize> {
    match provider? {
        Provider::PostgreSql | Provider::CockroachDb => Some(63),
        Provider::MySql => Some(64),
        Provider::SqlServer => Some(128),
        Provider::MongoDb => Some(127),
        Provider::Sqlite => Some(10_000),
    }
}

/// Names that no model, view or enum may have, in alphabetical order: they are words of TypeScript, or
/// the generated client needs them. Case matters. Fields, enum values and composite types are free.
#[rustfmt::skip]
pub const RESERVED_NAMES: &[&str] = &[
    "PrismaClient", "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete",
    "do", "else", "enum", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in",
    "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public", "return", "super", "switch",
    "this", "throw", "true", "try", "typeof", "using", "var", "void", "while", "with", "yield",
];

/// Is this a name that no model, view or enum may have?
pub fn is_reserved(name: &str) -> bool {
    RESERVED_NAMES.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_sorted_so_that_they_are_found() {
        assert!(RESERVED_NAMES.is_sorted());
        assert!(RESERVED_NAMES.iter().all(|name| is_reserved(name)));
        assert!(!is_reserved("Class") && !is_reserved("model") && !is_reserved("Unsupported"));
    }

    #[test]
    fn every_database_has_a_limit() {
        assert!(Provider::ALL.into_iter().all(|provider| max_bytes(Some(provider)).is_some()));
        assert_eq!(max_bytes(None), None);
    }
}
