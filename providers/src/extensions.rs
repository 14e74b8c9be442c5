//! Extensions of PostgreSQL that people use, for offering them.

/// An extension of PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// Its name in the database.
    pub name: &'static str,
    /// One line on what it adds.
    pub summary: &'static str,
}

const fn extension(name: &'static str, summary: &'static str) -> Extension {
    Extension { name, summary }
}

/// The extensions, by name.
pub const EXTENSIONS: &[Extension] = &[
    extension("bloom", "Indexes over many columns that answer approximately."),
    extension("btree_gin", "GIN indexes over simple types."),
    extension("btree_gist", "GiST indexes over simple types."),
    extension("citext", "Texts that are compared without regard to case."),
    extension("cube", "Points and boxes of many dimensions."),
    extension("earthdistance", "Distances on the surface of the earth."),
    extension("fuzzystrmatch", "How alike two texts are."),
    extension("hstore", "Keys with values in one column."),
    extension("intarray", "Functions and indexes for lists of integers."),
    extension("isn", "ISBN, EAN and other product numbers."),
    extension("lo", "Large objects."),
    extension("ltree", "Labels in a tree."),
    extension("pg_stat_statements", "How long statements take."),
    extension("pg_trgm", "Indexes for texts that are alike."),
    extension("pgcrypto", "Hashes, encryption and random values."),
    extension("postgis", "Places and shapes on a map."),
    extension("postgis_topology", "Shapes that share borders."),
    extension("tablefunc", "Functions that give tables, such as pivots."),
    extension("timescaledb", "Tables over time."),
    extension("unaccent", "Texts without accents."),
    extension("uuid-ossp", "UUIDs of several kinds."),
    extension("vector", "Vectors, and search for near ones."),
];

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
