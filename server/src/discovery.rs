//! Which files form a schema, as far as the files themselves tell.
//!
//! The rule is simple on purpose: the files in a folder, at any depth, are one schema when exactly one of
//! them has a `datasource` block. Configuration files are not read.

use ignore::WalkBuilder;
use std::fs;
use std::path::{Path, PathBuf};

/// How many folder entries a search looks at before it takes a file for a schema of its own. Somebody
/// may keep a schema at the top of a home folder.
const MOST_ENTRIES: usize = 20_000;

/// The `.prisma` files in a folder at any depth, sorted. Unlike a search from an open file, this looks
/// into every folder. Folders that cannot be read are reported by their messages.
pub(crate) fn prisma_files(folder: &Path) -> (Vec<PathBuf>, Vec<String>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for entry in WalkBuilder::new(folder).standard_filters(false).build() {
        match entry {
            Ok(entry) if is_prisma_file(&entry) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(problem) => problems.push(problem.to_string()),
        }
    }
    files.sort();
    (files, problems)
}

/// The files that form one schema with the given file, which is among them, sorted, with their texts.
/// `read` gives the text of a file, and nothing when it cannot be read.
pub(crate) fn schema_of(file: &Path, read: &dyn Fn(&Path) -> Option<String>) -> Vec<(PathBuf, String)> {
    let own = read(file).unwrap_or_default();
    let alone = || vec![(file.to_path_buf(), own.clone())];
    if is_prisma_next(&own) {
        return alone();
    }
    let mut folder = file.parent();
    while let Some(here) = folder {
        let Some(found) = texts_below(here, file, read) else { return alone() };
        if found.iter().any(|(_, text)| has_datasource(text)) {
            return found;
        }
        // The datasource may be one folder up.
        folder = here.parent().filter(|parent| holds_prisma_files(parent));
    }
    alone()
}

/// The `.prisma` files in a folder at any depth, and the given one, sorted, without Prisma 8 contracts.
///
/// Nothing when they cannot be one schema: at the second datasource the search ends, which keeps it short in
/// a folder that holds many projects. Nothing either when there is too much to look at.
fn texts_below(
    folder: &Path,
    file: &Path,
    read: &dyn Fn(&Path) -> Option<String>,
) -> Option<Vec<(PathBuf, String)>> {
    let walk = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .filter_entry(|entry| entry.file_name() != "node_modules")
        .build();
    let entries =
        walk.flatten().enumerate().map(|(seen, entry)| (seen, is_prisma_file(&entry), entry.into_path()));
    let (mut texts, mut datasources) = (Vec::new(), 0);
    for (seen, is_one, path) in std::iter::once((0, true, file.to_path_buf())).chain(entries) {
        if seen > MOST_ENTRIES {
            return None;
        }
        // The given file comes first, whether it is on disk yet or not.
        if !is_one || (!texts.is_empty() && path == file) {
            continue;
        }
        let Some(text) = read(&path).filter(|text| !is_prisma_next(text)) else { continue };
        datasources += usize::from(has_datasource(&text));
        if datasources > 1 {
            return None;
        }
        texts.push((path, text));
    }
    texts.sort();
    Some(texts)
}

fn is_prisma_file(entry: &ignore::DirEntry) -> bool {
    has_prisma_name(entry.path())
        && entry.file_type().is_some_and(|kind| !kind.is_dir())
        && entry.path().is_file()
}

/// Whether a file is called like a schema.
fn has_prisma_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "prisma")
}

fn holds_prisma_files(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| has_prisma_name(&path) && path.is_file())
}

/// Whether a text has a `datasource` block, as a line that begins one.
pub(crate) fn has_datasource(text: &str) -> bool {
    text.split(['\n', '\r']).any(begins_datasource)
}

/// Whether a line begins a `datasource` block.
pub(crate) fn begins_datasource(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim_start();
    line.strip_prefix("datasource").is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// Whether a text is a Prisma 8 contract: its first line that is not blank is `// use prisma-next`.
pub(crate) fn is_prisma_next(text: &str) -> bool {
    text.split(['\n', '\r']).find(|line| !is_blank(line)).is_some_and(says_prisma_next)
}

/// Whether a line has nothing but space.
pub(crate) fn is_blank(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').trim().is_empty()
}

/// Whether a line is the comment `// use prisma-next`.
pub(crate) fn says_prisma_next(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim();
    line.strip_prefix("//").is_some_and(|comment| comment.split_whitespace().eq(["use", "prisma-next"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    const DATASOURCE: &str = "datasource db {\n  provider = \"sqlite\"\n}\n";

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join("project").join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    fn schema(folder: &TempDir, file: &str) -> Vec<String> {
        let root = folder.path().join("project");
        schema_of(&root.join(file), &|path| fs::read_to_string(path).ok())
            .into_iter()
            .map(|(path, _)| path.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/"))
            .collect()
    }

    #[test]
    fn one_datasource_makes_a_folder_one_schema() {
        let folder = folder(&[
            ("main.prisma", DATASOURCE),
            ("a.prisma", ""),
            ("sub/deep/b.prisma", ""),
            ("x.txt", ""),
        ]);
        let all = ["a.prisma", "main.prisma", "sub/deep/b.prisma"];
        assert_eq!(schema(&folder, "main.prisma"), all);
        assert_eq!(schema(&folder, "a.prisma"), all);
    }

    #[test]
    fn the_datasource_may_be_one_folder_up() {
        let folder =
            folder(&[("schema.prisma", DATASOURCE), ("models/a.prisma", ""), ("models/b.prisma", "")]);
        assert_eq!(
            schema(&folder, "models/a.prisma"),
            ["models/a.prisma", "models/b.prisma", "schema.prisma"]
        );
    }

    #[test]
    fn a_folder_without_schemas_ends_the_search_upwards() {
        let folder = folder(&[
            ("schema.prisma", DATASOURCE),
            ("empty/models/a.prisma", ""),
            ("empty/models/b.prisma", ""),
        ]);
        assert_eq!(schema(&folder, "empty/models/a.prisma"), ["empty/models/a.prisma"]);
    }

    #[test]
    fn two_datasources_are_two_schemas() {
        let folder = folder(&[("a.prisma", DATASOURCE), ("b.prisma", DATASOURCE), ("c.prisma", "")]);
        assert_eq!(schema(&folder, "a.prisma"), ["a.prisma"]);
        assert_eq!(schema(&folder, "b.prisma"), ["b.prisma"]);
        assert_eq!(schema(&folder, "c.prisma"), ["c.prisma"]);
    }

    #[test]
    fn a_file_that_is_not_on_disk_yet_is_alone_or_joins() {
        let one = folder(&[("other.txt", "")]);
        assert_eq!(schema(&one, "new.prisma"), ["new.prisma"]);
        let two = folder(&[("main.prisma", DATASOURCE)]);
        let root = two.path().join("project");
        let found = schema_of(&root.join("new.prisma"), &|path| {
            if path.ends_with("new.prisma") {
                Some("model A {}".into())
            } else {
                fs::read_to_string(path).ok()
            }
        });
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn installed_packages_and_contracts_do_not_join() {
        let folder = folder(&[
            ("main.prisma", DATASOURCE),
            ("node_modules/p/a.prisma", ""),
            (".cache/b.prisma", ""),
            ("next.prisma", "\n// use prisma-next\n"),
        ]);
        assert_eq!(schema(&folder, "main.prisma"), ["main.prisma"]);
        assert_eq!(schema(&folder, "next.prisma"), ["next.prisma"]);
    }

    #[test]
    fn the_command_line_takes_every_file() {
        let folder = folder(&[("b.prisma", ""), ("a/.hidden/c.prisma", ""), ("node_modules/d.prisma", "")]);
        assert_eq!(prisma_files(folder.path()).0.len(), 3);
        assert_eq!(prisma_files(&folder.path().join("missing")).1.len(), 1);
    }

    #[test]
    fn lines_that_tell() {
        assert!(has_datasource("\r  datasource db{"));
        assert!(!has_datasource("// datasource db {\ndatasources x"));
        assert!(is_prisma_next("\u{feff}\r\n  //  use prisma-next \n"));
        assert!(!is_prisma_next("model A {}\n// use prisma-next"));
        assert!(!is_prisma_next("// use prisma-nextish"));
    }
}
