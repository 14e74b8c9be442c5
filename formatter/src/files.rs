//! Which files there are, reading them, and writing them whole or not at all.

use ignore::WalkBuilder;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A file as read.
pub struct Source {
    /// The content.
    pub text: String,
    /// The file itself, where the path is a link to it.
    pub target: PathBuf,
}

impl Source {
    /// Reads a file. Fails with a message.
    pub fn read(path: &Path) -> Result<Self, String> {
        let cannot_read = |problem| cannot_read(path, &problem);
        let target = fs::canonicalize(path).map_err(cannot_read)?;
        let bytes = fs::read(&target).map_err(cannot_read)?;
        Ok(Source { text: decode(bytes, &path.display().to_string())?, target })
    }
}

/// The text of some bytes. Fails with a message.
pub fn decode(bytes: Vec<u8>, name: &str) -> Result<String, String> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(format!("`{name}` is too large: files of 4 GiB and more are not supported"));
    }
    String::from_utf8(bytes).map_err(|problem| {
        let at = problem.utf8_error().valid_up_to();
        format!("`{name}` is not UTF-8: the byte at offset {at} does not belong to a character")
    })
}

/// A file that was found.
pub struct Found {
    /// The path.
    pub path: PathBuf,
    /// The folder that was given, if the file was found in one.
    pub folder: Option<PathBuf>,
}

/// The files that are meant by some paths, each of them once, and messages about what cannot be found.
pub fn find(paths: &[PathBuf]) -> (Vec<Found>, Vec<String>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let here = [PathBuf::from(".")];
    for path in if paths.is_empty() { &here } else { paths } {
        match fs::metadata(path) {
            Err(problem) => problems.push(cannot_read(path, &problem)),
            Ok(about) if about.is_dir() => find_below(path, &mut files, &mut problems),
            Ok(_) => files.push(Found { path: path.clone(), folder: None }),
        }
    }
    let mut seen = HashSet::new();
    files.retain(|file| seen.insert(fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone())));
    (files, problems)
}

fn find_below(folder: &Path, files: &mut Vec<Found>, problems: &mut Vec<String>) {
    let before = files.len();
    let walk = WalkBuilder::new(folder)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != "node_modules")
        .sort_by_file_name(OsStr::cmp)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if is_schema(&entry) => {
                let short = |path: &Path| path.strip_prefix(".").unwrap_or(path).to_path_buf();
                files.push(Found { path: short(entry.path()), folder: Some(short(folder)) });
            }
            Ok(_) => {}
            Err(problem) => problems.push(problem.to_string()),
        }
    }
    if files.len() == before && problems.is_empty() {
        problems.push(format!("there is no `.prisma` file in the folder `{}`", folder.display()));
    }
}

fn is_schema(entry: &ignore::DirEntry) -> bool {
    let is_named_so = entry.path().extension().is_some_and(|extension| extension == "prisma");
    is_named_so && entry.file_type().is_some_and(|kind| !kind.is_dir()) && entry.path().is_file()
}

/// Writes a file that exists, whole or not at all, with the permissions that it has. Fails with a message.
pub fn write(file: &Path, text: &str) -> Result<(), String> {
    let cannot_write = |problem: io::Error| format!("`{}` cannot be written: {problem}", file.display());
    // A new file could take the place of one that may not be written.
    let old = fs::OpenOptions::new().write(true).open(file).map_err(cannot_write)?;
    let permissions = old.metadata().map_err(cannot_write)?.permissions();
    drop(old);
    let folder = match file.parent() {
        Some(folder) => folder.to_path_buf(),
        None => env::current_dir().map_err(cannot_write)?,
    };
    let mut new =
        tempfile::Builder::new().prefix(".prisma-analyzer-").tempfile_in(folder).map_err(cannot_write)?;
    new.write_all(text.as_bytes()).map_err(cannot_write)?;
    new.as_file().set_permissions(permissions).map_err(cannot_write)?;
    new.as_file().sync_all().map_err(cannot_write)?;
    new.persist(file).map_err(|problem| cannot_write(problem.error))?;
    Ok(())
}

/// Writes a file that does not exist yet, with the folders that it is in, whole or not at all. Fails with a message, also if
/// there is such a file by now.
pub fn write_new(file: &Path, text: &str) -> Result<(), String> {
    let cannot_write = |problem: io::Error| format!("`{}` cannot be written: {problem}", file.display());
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(cannot_write)?;
    let mut new =
        tempfile::Builder::new().prefix(".prisma-analyzer-").tempfile_in(folder).map_err(cannot_write)?;
    new.write_all(text.as_bytes()).map_err(cannot_write)?;
    new.as_file().sync_all().map_err(cannot_write)?;
    new.persist_noclobber(file).map_err(|problem| cannot_write(problem.error))?;
    Ok(())
}

fn cannot_read(path: &Path, problem: &io::Error) -> String {
    match problem.kind() {
        io::ErrorKind::NotFound => format!("there is no file or folder `{}`", path.display()),
        _ => format!("`{}` cannot be read: {problem}", path.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_files_and_packages_are_passed_over() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["a.prisma", "b/c.prisma", "b/d.txt", "out/e.prisma", "node_modules/f.prisma"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "").expect("a file");
        }
        fs::write(folder.path().join(".gitignore"), "out\n").expect("a file");
        let names = |paths: &[PathBuf]| -> Vec<_> {
            let (files, problems) = find(paths);
            assert!(problems.is_empty(), "{problems:?}");
            let name =
                |file: &Found| file.path.strip_prefix(folder.path()).expect("below").display().to_string();
            files.iter().map(name).map(|name| name.replace('\\', "/")).collect()
        };
        assert_eq!(names(&[folder.path().into()]), ["a.prisma", "b/c.prisma"]);
        let twice = [folder.path().join("out/e.prisma"), folder.path().join("out/../out/e.prisma")];
        assert_eq!(names(&twice).len(), 1);
    }

    #[test]
    fn what_is_missing_is_said() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(find(&[folder.path().join("x")]).1.len(), 1);
        assert_eq!(find(&[folder.path().into()]).1.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (file, link) = (folder.path().join("a.prisma"), folder.path().join("l.prisma"));
        fs::write(&file, "x").expect("a file");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("permissions");
        symlink(&file, &link).expect("a link");
        let source = Source::read(&link).expect("a file");
        write(&source.target, "y").expect("written");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "y");
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
    }
}
