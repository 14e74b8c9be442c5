//! The keys of datasource and generator blocks: `provider = "postgresql"`.

mod table;

pub use table::CONFIG_KEYS;

use crate::capabilities::{Capability, has};
use crate::dialect::Dialect;
use crate::provider::Provider;

/// A block of configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Block {
    /// `datasource`
    Datasource,
    /// `generator`. It may have other keys than those known here, with any value.
    Generator,
}

/// A key of a configuration block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfigKey {
    /// The block it belongs to.
    pub block: Block,
    /// The name.
    pub name: &'static str,
    /// What may be given.
    pub kind: ValueKind,
    /// How Prisma 6 takes it.
    prisma6: Status,
    /// How Prisma 7 takes it.
    prisma7: Status,
    /// What the database must be capable of; elsewhere there is no such key, or it is an error.
    pub needs: Option<Capability>,
    /// The preview feature that it needs.
    pub preview: Option<&'static str>,
    /// The generators that read it, by their `provider`; empty: all of them.
    pub generators: &'static [&'static str],
    /// The generators that cannot do without it, though Prisma notices only when they run.
    pub required_by: &'static [&'static str],
    /// The values that are known.
    values: &'static [KnownValue],
    /// May there be other values than those known?
    pub open: bool,
    /// Are values compared without regard to case?
    pub ignores_case: bool,
    /// May the schema give any value, of whatever kind? Then only the generator minds, when it runs.
    pub lenient: bool,
    /// One line on what it does.
    pub summary: &'static str,
}

/// How a version of Prisma takes a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It must be there.
    Required,
    /// It may be there.
    Optional,
    /// It still works, under a new name, with a warning. The two cannot be used together.
    RenamedTo(&'static str),
    /// It has moved to this place of `prisma.config.ts`, and is an error here.
    MovedToConfigFile(&'static str),
    /// It belongs into the other block, and is an error here.
    BelongsInto(Block),
    /// It is allowed, but nothing reads it any more.
    Ignored,
    /// It is not known to this version: an error in a datasource, of no effect in a generator.
    Unknown,
}

/// What may be given for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// A string.
    String,
    /// A string, or `env("NAME")`.
    StringOrEnv,
    /// A list of strings; a single one may stand without brackets.
    Strings,
    /// A list of strings or `env("NAME")`; a single one may stand without brackets.
    StringsOrEnv,
    /// A list of preview features, as strings; a single one may stand without brackets.
    PreviewFeatures,
    /// A list of database extensions: names, perhaps with arguments, as in `[postgis(version: "3")]`.
    Extensions,
}

impl ValueKind {
    /// May the value, or an element of it, be `env("NAME")`?
    pub fn allows_env(self) -> bool {
        matches!(self, ValueKind::StringOrEnv | ValueKind::StringsOrEnv)
    }

    /// Is the value a list?
    pub fn is_list(self) -> bool {
        !matches!(self, ValueKind::String | ValueKind::StringOrEnv)
    }
}

/// A value that a key is known to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownValue {
    /// The text of the string.
    pub value: &'static str,
    /// The newest version that knows it.
    until: Dialect,
    /// The usual spelling, if this is another one for the same.
    pub alias_of: Option<&'static str>,
    /// One line on what it means; empty when the value says it all.
    pub summary: &'static str,
}

/// The arguments of an element of `extensions`, each a string with its name in front.
pub const EXTENSION_ARGUMENTS: [(&str, &str); 3] = [
    ("map", "The name of the extension in the database, if it cannot be written here."),
    ("schema", "The database schema that the extension is installed in."),
    ("version", "The version of the extension."),
];

impl ConfigKey {
    /// How this version of Prisma takes the key.
    pub fn status(&self, dialect: Dialect) -> Status {
        if dialect == Dialect::Prisma6 { self.prisma6 } else { self.prisma7 }
    }

    /// The values that this version of Prisma is known to take.
    pub fn known_values(&self, dialect: Dialect) -> impl Iterator<Item = &'static KnownValue> {
        self.values.iter().filter(move |value| dialect <= value.until)
    }

    /// The known value that is written like this, in this version of Prisma.
    pub fn known_value(&self, written: &str, dialect: Dialect) -> Option<&'static KnownValue> {
        self.known_values(dialect).find(|known| {
            known.value == written || (self.ignores_case && known.value.eq_ignore_ascii_case(written))
        })
    }

    /// Has the database what it needs? Says nothing of preview features.
    pub fn is_available(&self, provider: Option<Provider>) -> bool {
        self.needs.is_none_or(|capability| has(provider, capability))
    }

    /// Does a generator of this `provider` read it?
    pub fn is_read_by(&self, generator: &str) -> bool {
        self.generators.is_empty() || self.generators.contains(&generator)
    }
}

/// The key of this exact name.
pub fn find(block: Block, name: &str) -> Option<&'static ConfigKey> {
    in_block(block).find(|key| key.name == name)
}

/// The keys that are known in a block, in the order in which one would write them. Some are known only
/// to be refused: see [`ConfigKey::status`].
pub fn in_block(block: Block) -> impl Iterator<Item = &'static ConfigKey> {
    CONFIG_KEYS.iter().filter(move |key| key.block == block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview_features;
    use crate::referential_actions::RelationMode;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_found() {
        let names: HashSet<_> = CONFIG_KEYS.iter().map(|key| (key.block, key.name)).collect();
        assert_eq!(names.len(), CONFIG_KEYS.len());
        assert!(CONFIG_KEYS.iter().all(|key| find(key.block, key.name) == Some(key)));
    }

    #[test]
    fn what_a_row_points_at_exists() {
        for key in CONFIG_KEYS {
            for dialect in Dialect::ALL {
                match key.status(dialect) {
                    Status::RenamedTo(name) => assert!(find(key.block, name).is_some(), "{name}"),
                    Status::BelongsInto(block) => assert!(find(block, key.name).is_some(), "{}", key.name),
                    _ => {}
                }
                for value in key.known_values(dialect) {
                    let usual = value.alias_of.unwrap_or(value.value);
                    assert!(key.known_value(usual, dialect).is_some_and(|known| known.alias_of.is_none()));
                }
            }
            assert!(key.preview.is_none_or(|feature| preview_features::find(feature).is_some()));
            assert!(key.required_by.iter().all(|generator| key.is_read_by(generator)));
        }
    }

    #[test]
    fn values_agree_with_the_enums() {
        let providers = find(Block::Datasource, "provider").unwrap();
        let relation_mode = find(Block::Datasource, "relationMode").unwrap();
        for dialect in Dialect::ALL {
            for known in providers.known_values(dialect) {
                let provider = Provider::from_name(known.value).unwrap();
                assert_eq!(provider.id(), known.alias_of.unwrap_or(known.value));
                assert!(known.alias_of.is_none() || provider.aliases().contains(&known.value));
            }
            for provider in Provider::ALL {
                assert!(providers.known_value(provider.id(), dialect).is_some());
            }
            let modes: Vec<_> = relation_mode.known_values(dialect).map(|known| known.value).collect();
            assert_eq!(modes, RelationMode::ALL.map(RelationMode::name));
        }
    }

    #[test]
    fn the_url_moved() {
        let url = find(Block::Datasource, "url").unwrap();
        assert_eq!(url.status(Dialect::Prisma6), Status::Required);
        assert!(matches!(url.status(Dialect::Prisma7), Status::MovedToConfigFile(_)));
    }

    #[test]
    fn runtimes_come_and_go() {
        let runtime = find(Block::Generator, "runtime").unwrap();
        assert!(runtime.known_value("react-native", Dialect::Prisma6).is_some());
        assert!(runtime.known_value("react-native", Dialect::Prisma7).is_none());
        assert_eq!(runtime.known_value("Bun", Dialect::Prisma7).unwrap().alias_of, Some("nodejs"));
        assert!(!runtime.is_read_by("prisma-client-js"));
    }
}
