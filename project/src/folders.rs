//! Which folders are looked into: what tools put somewhere is passed over.

use crate::Project;
use crate::disk::Kind;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How many names are looked at before a search is given up. Somebody may keep a schema at the top of a home folder.
const MOST_NAMES: usize = 100_000;

impl Project<'_> {
    /// The `.prisma` files in a folder at any depth, sorted; nothing when there is too much to look at. Links are
    /// followed, each file and folder is met once.
    pub(crate) fn files_below(&self, folder: &Path) -> Option<Rc<Vec<PathBuf>>> {
        if let Some(known) = self.below.borrow().get(folder) {
            return known.clone();
        }
        let files = self.walk(folder, |path| self.is_passed_over(path)).map(|found| Rc::new(found.schemas));
        self.below.borrow_mut().insert(folder.to_path_buf(), files.clone());
        files
    }

    /// Looks at everything in a folder at any depth, except for folders that are passed over.
    pub(crate) fn walk(&self, folder: &Path, is_passed_over: impl Fn(&Path) -> bool) -> Option<Walk> {
        let (mut todo, mut names) = (vec![folder.to_path_buf()], 0);
        let (mut walk, mut met) = (Walk::default(), HashSet::from([self.disk.identity(folder)]));
        while let Some(here) = todo.pop() {
            for entry in self.entries(&here).iter() {
                names += 1;
                if names > MOST_NAMES {
                    return None;
                }
                let path = here.join(&entry.name);
                match entry.kind {
                    Kind::Folder if !is_passed_over(&path) && met.insert(self.disk.identity(&path)) => {
                        todo.push(path)
                    }
                    Kind::File if has_schema_name(&path) && met.insert(self.disk.identity(&path)) => {
                        walk.schemas.push(path);
                    }
                    _ => {}
                }
            }
            walk.folders.push(here);
        }
        walk.schemas.sort();
        walk.folders.sort();
        Some(walk)
    }

    /// Whether what is in a folder belongs to no schema above it.
    pub(crate) fn is_passed_over(&self, folder: &Path) -> bool {
        let Some(name) = folder.file_name() else { return false };
        is_tools(name) || name == "migrations" || self.is_excluded(folder) || self.is_ignored(folder)
    }

    /// Whether a setting excludes a folder.
    pub(crate) fn is_excluded(&self, folder: &Path) -> bool {
        // The matcher panics at paths that are not below its folder.
        let covers = |matcher: &&Gitignore| folder.starts_with(matcher.path());
        self.excluded
            .iter()
            .filter(covers)
            .any(|matcher| matcher.matched_path_or_any_parents(folder, true).is_ignore())
    }

    /// Whether Git ignores a folder, by its own name or that of a folder above it.
    fn is_ignored(&self, folder: &Path) -> bool {
        if let Some(known) = self.ignored.borrow().get(folder) {
            return *known;
        }
        let parent = folder.parent().filter(|_| !self.is_repository(folder));
        let by_rules = parent.is_some_and(|parent| self.rules_ignore(parent, folder));
        let is_ignored = by_rules || parent.is_some_and(|parent| self.is_ignored(parent));
        self.ignored.borrow_mut().insert(folder.to_path_buf(), is_ignored);
        is_ignored
    }

    /// What the rules of a folder and of those above it say about a folder; the nearest rule counts.
    fn rules_ignore(&self, from: &Path, folder: &Path) -> bool {
        for here in from.ancestors() {
            let rules = self.rules(here);
            let matched = rules.matched(folder, true);
            if !matched.is_none() {
                return matched.is_ignore();
            }
            if self.is_repository(here) {
                break;
            }
        }
        false
    }

    fn rules(&self, folder: &Path) -> Rc<Gitignore> {
        if let Some(known) = self.rules.borrow().get(folder) {
            return known.clone();
        }
        let file = folder.join(".gitignore");
        let mut builder = GitignoreBuilder::new(folder);
        for line in self.read(&file).unwrap_or_default().lines() {
            // Git passes over lines that it does not understand, too.
            let _ = builder.add_line(Some(file.clone()), line);
        }
        let rules = Rc::new(builder.build().unwrap_or_else(|_| Gitignore::empty()));
        self.rules.borrow_mut().insert(folder.to_path_buf(), rules.clone());
        rules
    }

    pub(crate) fn is_repository(&self, folder: &Path) -> bool {
        self.entries(folder).iter().any(|entry| entry.name == ".git")
    }
}

/// A matcher for each pattern of a setting. Patterns that cannot be read match nothing.
pub(crate) fn matchers(patterns: &[(PathBuf, String)]) -> Vec<Gitignore> {
    let matcher = |(folder, pattern): &(PathBuf, String)| {
        let mut builder = GitignoreBuilder::new(folder);
        builder.add_line(None, pattern).ok()?;
        builder.build().ok()
    };
    patterns.iter().filter_map(matcher).collect()
}

/// What a walk met, sorted.
#[derive(Default)]
pub(crate) struct Walk {
    /// The schema files.
    pub(crate) schemas: Vec<PathBuf>,
    /// The folders, the one that it began in among them.
    pub(crate) folders: Vec<PathBuf>,
}

/// Whether a file is called like a schema.
pub fn has_schema_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "prisma")
}

/// Whether a folder is hidden, or full of what a package manager put there.
pub(crate) fn is_tools(name: &OsStr) -> bool {
    name == "node_modules" || (name.as_encoded_bytes().starts_with(b".") && name.len() > 1 && name != "..")
}
