//! Which version of Prisma applies to a schema, and why.

use crate::config::Said;
use crate::facts::Facts;
use crate::manifest::{self, Manifest, PACKAGES};
use crate::{Config, Project, lockfile, paths};
use analyzer::Dialect;
use nodejs_semver::{Range, Version as Exact};
use std::fmt;
use std::path::{Path, PathBuf};

/// The version of Prisma that a schema is read under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What it is read under.
    pub dialect: Dialect,
    /// The version as it was found: exact, or a range.
    pub found: Option<String>,
    /// Where it was found.
    pub source: Source,
}

/// What decided on a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A setting or an argument.
    Setting,
    /// The first line of the file, which makes it a Prisma 8 contract.
    Contract,
    /// The `package.json` of the package as installed.
    Installed(PathBuf),
    /// A lock file.
    Lock(PathBuf),
    /// What a `package.json` asks for.
    Manifest(PathBuf),
    /// A URL in the datasource, which Prisma 7 no longer allows.
    UrlInSchema,
    /// Nothing: it is the newest.
    Newest,
}

impl Version {
    /// The reason, for people; paths are shown from a folder.
    pub fn reason(&self, folder: &Path) -> String {
        let found = self.found.as_deref().unwrap_or_default();
        let at = |file: &Path| paths::shown(file, folder);
        match &self.source {
            Source::Setting => "set by you".to_owned(),
            Source::Contract => "the file begins with `// use prisma-next`".to_owned(),
            Source::Installed(file) => format!("{found} is installed: {}", at(file)),
            Source::Lock(file) => format!("{found} is locked: {}", at(file)),
            Source::Manifest(file) => format!("{found} is asked for: {}", at(file)),
            Source::UrlInSchema => "the datasource has a `url`, as up to Prisma 6".to_owned(),
            Source::Newest => "the newest, as nothing says otherwise".to_owned(),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(name(self.dialect))
    }
}

/// The name of a dialect, for people.
pub fn name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Prisma6 => "Prisma 6",
        Dialect::Prisma7 => "Prisma 7",
        Dialect::Prisma8 => "Prisma 8",
    }
}

/// What schemas are read under whose version is not known.
const NEWEST: Dialect = Dialect::Prisma7;

/// The version of a text that is no file: what it says itself, or what was set.
pub fn of_text(text: &str, set: Option<Dialect>) -> Version {
    let facts = Facts::read(text);
    let version = |dialect, source| Version { dialect, found: None, source };
    match set {
        _ if facts.is_contract => version(Dialect::Prisma8, Source::Contract),
        Some(dialect) => version(dialect, Source::Setting),
        None if facts.has_url() => version(Dialect::Prisma6, Source::UrlInSchema),
        None => version(NEWEST, Source::Newest),
    }
}

impl Project<'_> {
    /// The version that applies to a schema with these files.
    pub(crate) fn version(&self, files: &[PathBuf], config: Option<&Config>) -> Version {
        let contract = files.first().is_some_and(|file| self.facts(file).is_contract);
        if contract {
            return Version { dialect: Dialect::Prisma8, found: None, source: Source::Contract };
        }
        if let Some(dialect) = self.settings.dialect {
            return Version { dialect, found: None, source: Source::Setting };
        }
        let by_packages = self.folder_of(files, config).and_then(|folder| self.version_by_packages(&folder));
        by_packages.unwrap_or_else(|| self.version_by_shape(files))
    }

    /// The folder from which packages are looked for: that of the file with the datasource, or of the first one.
    fn folder_of(&self, files: &[PathBuf], config: Option<&Config>) -> Option<PathBuf> {
        let has_datasource = |file: &&PathBuf| !self.facts(file).datasources.is_empty();
        let file = files.iter().find(has_datasource).or(files.first());
        let folder = file.and_then(|file| file.parent());
        // A configuration belongs to the package that uses the schema.
        config.map(|config| config.folder.as_path()).or(folder).map(Path::to_path_buf)
    }

    fn version_by_packages(&self, folder: &Path) -> Option<Version> {
        let asking =
            folder.ancestors().find_map(|here| self.manifest(here).filter(|it| it.asks_for.is_some()));
        let range = asking.as_ref().and_then(|manifest| self.range(manifest));
        let fits = |version: &str| match &range {
            Some((_, range)) => Exact::parse(version).is_ok_and(|version| may_satisfy(range, &version)),
            None => true,
        };
        let found = |version: String, source: Source| {
            Some(Version { dialect: dialect(major(&version)?), found: Some(version), source })
        };
        // What a package was changed to counts even before it is installed.
        if let Some((version, file)) = self.installed(folder).filter(|(version, _)| fits(version)) {
            return found(version, Source::Installed(file));
        }
        let from = asking.as_ref().and_then(|manifest| manifest.file.parent()).unwrap_or(folder);
        if let Some((version, file)) = self.locked(from).filter(|(version, _)| fits(version)) {
            return found(version, Source::Lock(file));
        }
        let (written, range) = range?;
        let dialect = newest_in(&range)?;
        Some(Version { dialect, found: Some(written), source: Source::Manifest(asking?.file.clone()) })
    }

    /// The range of versions that a package asks for, as written and read; catalogs are looked up.
    fn range(&self, manifest: &Manifest) -> Option<(String, Range)> {
        let (_, written) = manifest.asks_for.as_ref()?;
        let written = match written.strip_prefix("catalog:") {
            None => written.clone(),
            Some(name) => {
                let name = if name == "default" { "" } else { name };
                let folders = manifest.file.ancestors().skip(1);
                let catalogs = folders.flat_map(|folder| self.catalogs(folder));
                catalogs.into_iter().find(|(known, _)| known == name)?.1
            }
        };
        let plain =
            written.strip_prefix("workspace:").or(written.strip_prefix("npm:prisma@")).unwrap_or(&written);
        let plain = if plain == "latest" { "7" } else { plain };
        Range::parse(plain).ok().map(|range| (written.clone(), range))
    }

    /// The catalogs of the workspace that has its root in a folder.
    fn catalogs(&self, folder: &Path) -> Vec<(String, String)> {
        let of_pnpm = self.read(&folder.join("pnpm-workspace.yaml")).and_then(|text| {
            let value: serde_json::Value = serde_saphyr::from_str(&text).ok()?;
            Some(manifest::catalogs(&value["catalog"], &value["catalogs"]))
        });
        let of_package = self.manifest(folder).map(|manifest| manifest.catalogs.clone());
        of_pnpm.into_iter().chain(of_package).flatten().collect()
    }

    /// The installed version that a program in a folder would use, and the file that says so.
    fn installed(&self, folder: &Path) -> Option<(String, PathBuf)> {
        folder.ancestors().find_map(|here| {
            PACKAGES.into_iter().find_map(|package| {
                let file = here.join("node_modules").join(package).join("package.json");
                let value: serde_json::Value = serde_json::from_str(&self.read(&file)?).ok()?;
                Some((value["version"].as_str()?.to_owned(), file))
            })
        })
    }

    /// The locked version for the package in a folder, and the lock file.
    fn locked(&self, folder: &Path) -> Option<(String, PathBuf)> {
        for here in folder.ancestors() {
            for name in lockfile::NAMES {
                let file = here.join(name);
                if let Some(text) = self.read(&file) {
                    let version = lockfile::version(name, &text, &paths::shown(folder, here));
                    return version.map(|version| (version, file));
                }
            }
            if self.is_repository(here) {
                break;
            }
        }
        None
    }

    /// What the datasource tells.
    fn version_by_shape(&self, files: &[PathBuf]) -> Version {
        let has_url =
            |file: &PathBuf| self.facts(file).datasources.iter().any(|datasource| datasource.url.is_some());
        if files.iter().any(has_url) {
            return Version { dialect: Dialect::Prisma6, found: None, source: Source::UrlInSchema };
        }
        Version { dialect: NEWEST, found: None, source: Source::Newest }
    }

    /// The configuration that applies to a schema: the one that names it, or the nearest above.
    pub(crate) fn config_of(&self, named: Option<&Path>, files: &[PathBuf]) -> Option<std::rc::Rc<Config>> {
        let above = |path: &Path| path.ancestors().skip(1).find_map(|folder| self.config(folder));
        let named = named.and_then(|file| above(file).filter(|config| config.file == file));
        named.or_else(|| {
            let nearest = above(files.first()?)?;
            // One that is about another schema has nothing to say about this one.
            let is_other = matches!(nearest.schema, Said::This(..)) && self.configured(&nearest).is_some();
            (!is_other).then_some(nearest)
        })
    }
}

/// Whether a version is in a range; of test versions, whether their numbers are.
fn may_satisfy(range: &Range, version: &Exact) -> bool {
    let release = Exact::from((version.major(), version.minor(), version.patch()));
    range.satisfies(version) || range.satisfies(&release)
}

fn major(version: &str) -> Option<u64> {
    Exact::parse(version).ok().map(|version| version.major())
}

/// What a major version is read under: the nearest that is known.
fn dialect(major: u64) -> Dialect {
    if major <= 6 { Dialect::Prisma6 } else { NEWEST }
}

/// The newest of the known versions that a range allows.
fn newest_in(range: &Range) -> Option<Dialect> {
    let allows = |major: u64| Range::parse(format!("{major}.x")).is_ok_and(|all| range.allows_any(&all));
    let known = [7, 6, 8, 9, 5, 4, 3, 2].into_iter().find(|major| allows(*major));
    // A test version is in no range but its own.
    known.or_else(|| range.min_version().map(|version| version.major())).map(dialect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_mean_the_newest_known_version_in_them() {
        for (range, expected) in [
            ("^7.0.0", Dialect::Prisma7),
            ("6", Dialect::Prisma6),
            ("~6.19.1", Dialect::Prisma6),
            ("^6 || ^7", Dialect::Prisma7),
            (">=6", Dialect::Prisma7),
            ("*", Dialect::Prisma7),
            ("<7", Dialect::Prisma6),
            ("^5.22.0", Dialect::Prisma6),
            ("7.0.0-dev.3", Dialect::Prisma7),
            ("^8.0.0", Dialect::Prisma7),
        ] {
            let range = Range::parse(range).expect("a range");
            assert_eq!(newest_in(&range), Some(expected), "{range}");
        }
    }
}
