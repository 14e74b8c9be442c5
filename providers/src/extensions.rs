//! Extensions of PostgreSQL that people use, for offering them.

/// An extension of PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// Its name in the database.
    pub name: &'static str,
    /// One line on what it adds.
    pub summary: &'static str,
    /// The versions that PostgreSQL 18, 16, 14 and 12 come with, the newest first. Empty for extensions that are installed
    /// apart from the server.
    pub versions: &'static [&'static str],
}

const fn extension(
    name: &'static str,
    versions: &'static [&'static str],
    summary: &'static str,
) -> Extension {
    Extension { name, summary, versions }
}

/// The extensions, by name.
pub const EXTENSIONS: &[Extension] = &[
    extension("bloom", &["1.0"], "Indexes over many columns that answer approximately."),
    extension("btree_gin", &["1.3"], "GIN indexes over simple types."),
    extension("btree_gist", &["1.8", "1.7", "1.6", "1.5"], "GiST indexes over simple types."),
    extension("citext", &["1.8", "1.6"], "Texts that are compared without regard to case."),
    extension("cube", &["1.5", "1.4"], "Points and boxes of many dimensions."),
    extension("earthdistance", &["1.2", "1.1"], "Distances on the surface of the earth."),
    extension("fuzzystrmatch", &["1.2", "1.1"], "How alike two texts are."),
    extension("hstore", &["1.8", "1.6"], "Keys with values in one column."),
    extension("intarray", &["1.5", "1.2"], "Functions and indexes for lists of integers."),
    extension("isn", &["1.3", "1.2"], "ISBN, EAN and other product numbers."),
    extension("lo", &["1.2", "1.1"], "Large objects."),
    extension("ltree", &["1.3", "1.2", "1.1"], "Labels in a tree."),
    extension("pg_stat_statements", &["1.12", "1.10", "1.9", "1.7"], "How long statements take."),
    extension("pg_trgm", &["1.6", "1.4"], "Indexes for texts that are alike."),
    extension("pgcrypto", &["1.4", "1.3"], "Hashes, encryption and random values."),
    extension("postgis", &[], "Places and shapes on a map."),
    extension("postgis_topology", &[], "Shapes that share borders."),
    extension("tablefunc", &["1.0"], "Functions that give tables, such as pivots."),
    extension("timescaledb", &[], "Tables over time."),
    extension("unaccent", &["1.1"], "Texts without accents."),
    extension("uuid-ossp", &["1.1"], "UUIDs of several kinds."),
    extension("vector", &[], "Vectors, and search for near ones."),
];

/// The extension that a schema calls so.
pub fn find(written: &str) -> Option<&'static Extension> {
    EXTENSIONS.iter().find(|extension| extension.name.replace('-', "_") == written)
}

impl Extension {
    /// How the extension is written in a schema: a name with a dash in it needs another one.
    pub fn written(&self) -> String {
        match self.name.contains('-') {
            true => format!("{}(map: \"{}\")", self.name.replace('-', "_"), self.name),
            false => self.name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_sorted_and_written_as_names() {
        assert!(EXTENSIONS.is_sorted_by_key(|extension| extension.name));
        let written = |extension: &Extension| extension.written();
        let with_dash: Vec<_> = EXTENSIONS.iter().map(written).filter(|text| text.contains('-')).collect();
        assert_eq!(with_dash, ["uuid_ossp(map: \"uuid-ossp\")"]);
    }
}
