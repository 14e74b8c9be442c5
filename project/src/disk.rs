//! What is asked of the disk. Editors lay the texts that they have open over it.

use crate::paths;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// What a name in a folder stands for, links followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: OsString,
    /// What it stands for.
    pub kind: Kind,
}

/// Reads files and folders, and changes nothing. Paths are absolute.
pub trait Disk {
    /// The text of a file; nothing when it cannot be read or is not UTF-8.
    fn read(&self, file: &Path) -> Option<String>;
    /// The names in a folder, in any order; none when it cannot be read.
    fn entries(&self, folder: &Path) -> Vec<Entry>;
    /// What there is at a path.
    fn kind(&self, path: &Path) -> Option<Kind>;
    /// One path for everything that is the same file: links resolved, and case as the disk has it.
    fn identity(&self, path: &Path) -> PathBuf;
}

/// The disk itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, file: &Path) -> Option<String> {
        // Schemas are of up to 4 GiB; what is larger has no business here.
        let is_small =
            fs::metadata(file).is_ok_and(|about| about.is_file() && about.len() < u64::from(u32::MAX));
        is_small.then(|| fs::read_to_string(file).ok()).flatten()
    }

    fn entries(&self, folder: &Path) -> Vec<Entry> {
        let entry = |entry: fs::DirEntry| {
            let kind = entry.file_type().ok()?;
            let kind = match (kind.is_symlink(), kind.is_dir()) {
                (true, _) => self.kind(&entry.path())?,
                (false, true) => Kind::Folder,
                (false, false) => Kind::File,
            };
            Some(Entry { name: entry.file_name(), kind })
        };
        fs::read_dir(folder).into_iter().flatten().flatten().filter_map(entry).collect()
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let about = fs::metadata(path).ok()?;
        if about.is_dir() {
            return Some(Kind::Folder);
        }
        about.is_file().then_some(Kind::File)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        // A file that is not there yet is called as its folder is called.
        dunce::canonicalize(path).unwrap_or_else(|_| match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => {
                dunce::canonicalize(folder).unwrap_or_else(|_| paths::normal(folder)).join(name)
            }
            _ => paths::normal(path),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_or_unreadable_is_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let long = folder.path().join("x".repeat(5_000));
        for path in [folder.path().join("missing"), long] {
            assert_eq!(RealDisk.read(&path), None);
            assert_eq!(RealDisk.kind(&path), None);
            assert!(RealDisk.entries(&path).is_empty());
            assert_eq!(RealDisk.identity(&path).file_name(), path.file_name());
        }
        fs::write(folder.path().join("binary"), [0xff, 0xfe]).expect("a file");
        assert_eq!(RealDisk.read(&folder.path().join("binary")), None);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_what_they_point_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&file, "x").expect("a file");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        std::os::unix::fs::symlink(folder.path().join("nowhere"), folder.path().join("c")).expect("a link");
        assert_eq!(RealDisk.identity(&link), RealDisk.identity(&file));
        assert_eq!(RealDisk.kind(&link), Some(Kind::File));
        assert_eq!(RealDisk.entries(folder.path()).len(), 2, "a link to nowhere is nothing");
    }
}
