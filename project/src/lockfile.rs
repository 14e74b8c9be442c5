//! The lock files of package managers: which version of Prisma was chosen.

use crate::manifest::PACKAGES;
use serde_json::Value;
use std::path::Path;

/// The names of the lock files that can be read, in the order in which they are asked. That of older versions of bun is
/// binary and not among them.
pub(crate) const NAMES: [&str; 5] =
    ["pnpm-lock.yaml", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "bun.lock"];

/// No lock file is larger than this, in bytes.
const MOST_TEXT: usize = 64 * 1024 * 1024;

/// The version of Prisma that a lock file has for a package of a workspace. `package` is the folder of the package, from
/// that of the lock file, with `/`; `.` when it is the same.
pub(crate) fn version(name: &str, text: &str, package: &str) -> Option<String> {
    if text.len() > MOST_TEXT {
        return None;
    }
    match name {
        "pnpm-lock.yaml" => pnpm(text, package),
        "yarn.lock" => yarn(text),
        "bun.lock" => bun(text, package),
        _ => npm(text, package),
    }
}

/// The name of a lock file, from its path.
pub(crate) fn name_of(file: &Path) -> Option<&'static str> {
    NAMES.into_iter().find(|name| file.file_name().is_some_and(|file| file == *name))
}

fn npm(text: &str, package: &str) -> Option<String> {
    let lock: Value = serde_json::from_str(text).ok()?;
    let prefix = if package == "." { String::new() } else { format!("{package}/") };
    let newer = |prisma: &str| {
        let own = &lock["packages"][format!("{prefix}node_modules/{prisma}")]["version"];
        own.as_str().or(lock["packages"][format!("node_modules/{prisma}")]["version"].as_str())
    };
    let older = |prisma: &str| lock["dependencies"][prisma]["version"].as_str();
    PACKAGES.into_iter().find_map(|prisma| newer(prisma).or(older(prisma))).map(str::to_owned)
}

fn pnpm(text: &str, package: &str) -> Option<String> {
    let lock: Value = serde_saphyr::from_str(text).ok()?;
    // Without a workspace, older versions have the dependencies at the top.
    let own = [&lock["importers"][package], &lock].into_iter().find(|value| value.is_object())?;
    let version = |prisma: &str| {
        ["devDependencies", "dependencies"].iter().find_map(|kind| {
            let entry = &own[*kind][prisma];
            entry.as_str().or(entry["version"].as_str())
        })
    };
    // The version is followed by those of the packages that it was chosen for: `7.0.0(typescript@5.0.0)`.
    let version = PACKAGES.into_iter().find_map(version)?;
    Some(version.split(['(', '_']).next().unwrap_or(version).to_owned())
}

fn yarn(text: &str) -> Option<String> {
    if text.contains("__metadata:") {
        return yarn_berry(text);
    }
    let lock = yarn_lock_parser::parse_str(text).ok()?;
    let version =
        |prisma| lock.entries.iter().find(|entry| entry.name == prisma).map(|entry| entry.version.to_owned());
    PACKAGES.into_iter().find_map(version)
}

/// Since its second version, yarn writes YAML.
fn yarn_berry(text: &str) -> Option<String> {
    let lock: Value = serde_saphyr::from_str(text).ok()?;
    let lock = lock.as_object()?;
    let version = |prisma: &str| {
        let is_it = |key: &str| {
            key.split(", ").any(|one| one.strip_prefix(prisma).is_some_and(|rest| rest.starts_with('@')))
        };
        let (_, entry) = lock.iter().find(|(key, _)| is_it(key))?;
        entry["version"].as_str().map(str::to_owned)
    };
    PACKAGES.into_iter().find_map(version)
}

fn bun(text: &str, package: &str) -> Option<String> {
    let lock: Value =
        jsonc_parser::parse_to_serde_value(text, &jsonc_parser::ParseOptions::default()).ok()?;
    let name =
        lock["workspaces"][if package == "." { "" } else { package }]["name"].as_str().unwrap_or_default();
    let version = |prisma: &str| {
        let packages = &lock["packages"];
        let own = &packages[format!("{name}/{prisma}")][0];
        let chosen = own.as_str().or(packages[prisma][0].as_str())?;
        Some(chosen.rsplit_once('@')?.1.to_owned())
    };
    PACKAGES.into_iter().find_map(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npm_has_packages_by_their_folder() {
        let lock = r#"{"packages": {"": {}, "node_modules/prisma": {"version": "6.1.0"},
            "apps/web/node_modules/prisma": {"version": "7.2.0"}}}"#;
        assert_eq!(version("package-lock.json", lock, ".").as_deref(), Some("6.1.0"));
        assert_eq!(version("package-lock.json", lock, "apps/web").as_deref(), Some("7.2.0"));
        assert_eq!(version("package-lock.json", lock, "apps/api").as_deref(), Some("6.1.0"));
        let old = r#"{"lockfileVersion": 1, "dependencies": {"@prisma/client": {"version": "6.0.1"}}}"#;
        assert_eq!(version("npm-shrinkwrap.json", old, ".").as_deref(), Some("6.0.1"));
    }

    #[test]
    fn pnpm_has_importers() {
        let lock = "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n\n  packages/db:\n    devDependencies:\n      prisma:\n        \
                    specifier: ^7.0.0\n        version: 7.0.1(typescript@5.8.0)\n\npackages:\n\n  '@a/b@1.0.0':\n    resolution: {integrity: x}\n";
        assert_eq!(version("pnpm-lock.yaml", lock, "packages/db").as_deref(), Some("7.0.1"));
        assert_eq!(version("pnpm-lock.yaml", lock, "."), None);
        let old = "lockfileVersion: 5.4\nspecifiers:\n  prisma: ^6\ndevDependencies:\n  prisma: 6.3.0\n";
        assert_eq!(version("pnpm-lock.yaml", old, ".").as_deref(), Some("6.3.0"));
    }

    #[test]
    fn yarn_has_two_forms() {
        let one = "# THIS IS AN AUTOGENERATED FILE.\n# yarn lockfile v1\n\n\nprisma@^6.0.0:\n  version \"6.5.0\"\n  resolved \"https://example.org/x\"\n  integrity sha512-x\n";
        assert_eq!(version("yarn.lock", one, ".").as_deref(), Some("6.5.0"));
        let two = "__metadata:\n  version: 8\n  cacheKey: 10c0\n\n\"@prisma/client@npm:^7.0.0\":\n  version: 7.1.0\n  resolution: \"@prisma/client@npm:7.1.0\"\n  checksum: 10c0/x\n  languageName: node\n  linkType: hard\n";
        assert_eq!(version("yarn.lock", two, ".").as_deref(), Some("7.1.0"));
    }

    #[test]
    fn bun_has_comments_and_commas() {
        let lock = "{\n  // made by bun\n  \"workspaces\": {\"\": {\"name\": \"root\"}, \"apps/web\": {\"name\": \"web\",}},\n  \"packages\": {\n    \
                    \"prisma\": [\"prisma@7.0.0\", \"\", {}, \"sha512-x\"],\n    \"web/prisma\": [\"prisma@6.9.0\", \"\", {}],\n  },\n}\n";
        assert_eq!(version("bun.lock", lock, ".").as_deref(), Some("7.0.0"));
        assert_eq!(version("bun.lock", lock, "apps/web").as_deref(), Some("6.9.0"));
    }

    #[test]
    fn rubbish_is_no_version() {
        for name in NAMES {
            for text in ["", "{", "[]", "\u{0}", "prisma: [", "{\"packages\": 1}", "<<<<<<< HEAD\n"] {
                assert_eq!(version(name, text, "."), None, "{name} {text}");
            }
        }
    }
}
