//! `package.json`, as far as it speaks of Prisma.

use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// What a `package.json` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The file.
    pub(crate) file: PathBuf,
    /// `prisma.schema`: a file or a folder, from the folder of the file.
    pub(crate) schema: Option<String>,
    /// The package of Prisma that is asked for, and which version of it, as written.
    pub(crate) asks_for: Option<(&'static str, String)>,
    /// Versions that other packages of the workspace refer to, as `catalog:`. The default one has no name.
    pub(crate) catalogs: Vec<(String, String)>,
}

/// The packages whose versions are that of Prisma, the one that counts first.
pub(crate) const PACKAGES: [&str; 2] = ["prisma", "@prisma/client"];

/// Where a package may be asked for.
const DEPENDENCIES: [&str; 4] =
    ["devDependencies", "dependencies", "peerDependencies", "optionalDependencies"];

impl Manifest {
    /// Reads the text of a `package.json`; nothing when it is not JSON.
    pub(crate) fn read(file: &Path, text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        let asked = |package: &'static str| {
            let range = DEPENDENCIES.iter().find_map(|kind| value[*kind][package].as_str())?;
            Some((package, range.to_owned()))
        };
        let lists = [&value, &value["workspaces"]];
        Some(Manifest {
            file: file.to_path_buf(),
            schema: value["prisma"]["schema"].as_str().map(str::to_owned),
            asks_for: PACKAGES.into_iter().find_map(asked),
            catalogs: lists
                .into_iter()
                .flat_map(|list| catalogs(&list["catalog"], &list["catalogs"]))
                .collect(),
        })
    }
}

/// The versions of Prisma in the catalogs of a workspace.
pub(crate) fn catalogs(default: &Value, named: &Value) -> Vec<(String, String)> {
    let none = Map::new();
    let named = named.as_object().unwrap_or(&none).iter().map(|(name, list)| (name.as_str(), list));
    let lists = std::iter::once(("", default)).chain(named);
    let version = |(name, list): (&str, &Value)| {
        let version = PACKAGES.into_iter().find_map(|package| list[package].as_str())?;
        Some((name.to_owned(), version.to_owned()))
    };
    lists.filter_map(version).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Manifest {
        Manifest::read(Path::new("/package.json"), text).expect("JSON")
    }

    #[test]
    fn the_schema_and_the_version_are_read() {
        let manifest = read(
            r#"{"prisma": {"schema": "db/schema"}, "dependencies": {"@prisma/client": "^6", "x": "1"},
                "devDependencies": {"prisma": "~6.2"}, "workspaces": {"catalog": {"prisma": "7"}}}"#,
        );
        assert_eq!(manifest.schema.as_deref(), Some("db/schema"));
        assert_eq!(manifest.asks_for, Some(("prisma", "~6.2".to_owned())));
        assert_eq!(manifest.catalogs, [(String::new(), "7".to_owned())]);
    }

    #[test]
    fn what_is_not_as_expected_says_nothing() {
        for text in ["{}", "[]", "1", r#"{"prisma": 1, "dependencies": ["prisma"], "catalog": "x"}"#] {
            let manifest = read(text);
            assert_eq!((manifest.schema, manifest.asks_for, manifest.catalogs.len()), (None, None, 0));
        }
        assert_eq!(Manifest::read(Path::new("/package.json"), "{"), None);
    }
}
