//! Which of the files that are laid out form a schema together: what is missing in one of them may belong into another.

use std::path::PathBuf;
use syntax::{Keyword, SegmentKind, split};

/// A file that was read.
pub(super) struct File {
    /// The path.
    pub(super) path: PathBuf,
    /// The folder that was given, if the file was found in one.
    pub(super) folder: Option<PathBuf>,
    /// Whether there is a datasource in it.
    pub(super) has_datasource: bool,
}

/// The files of each schema, as places in the list of files.
///
/// The files in a folder, at any depth, are one schema if no more than one of them has a datasource; otherwise it is looked
/// at one folder further down. A file that was given by its own name is a schema of its own.
pub(super) fn of(files: &[File]) -> Vec<Vec<usize>> {
    let mut schemas = Vec::new();
    let mut todo: Vec<(PathBuf, Vec<usize>)> = Vec::new();
    for (index, file) in files.iter().enumerate() {
        match &file.folder {
            None => schemas.push(vec![index]),
            Some(folder) => add(&mut todo, folder.clone(), index),
        }
    }
    while let Some((folder, indexes)) = todo.pop() {
        if indexes.iter().filter(|index| files[**index].has_datasource).count() < 2 {
            schemas.push(indexes);
            continue;
        }
        let mut below = Vec::new();
        for index in indexes {
            let mut rest = files[index].path.strip_prefix(&folder).unwrap_or(&files[index].path).components();
            match (rest.next(), rest.next()) {
                (Some(first), Some(_)) => add(&mut below, folder.join(first), index),
                _ => schemas.push(vec![index]),
            }
        }
        todo.extend(below);
    }
    schemas
}

/// Adds a file to those of its folder. The files of a folder follow each other.
fn add(folders: &mut Vec<(PathBuf, Vec<usize>)>, folder: PathBuf, index: usize) {
    match folders.last_mut() {
        Some((last, indexes)) if *last == folder => indexes.push(index),
        _ => folders.push((folder, vec![index])),
    }
}

/// Whether there is a datasource in a text.
pub(super) fn has_datasource(text: &str) -> bool {
    let is_datasource = |kind: &SegmentKind| matches!(kind, SegmentKind::Block(header) if header.keyword == Keyword::Datasource);
    split(text).iter().any(|segment| is_datasource(&segment.kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_one_datasource_is_one_schema() {
        let paths = ["a/main.prisma", "a/models/x.prisma", "b/main.prisma", "c.prisma", "d.prisma"];
        let texts = ["datasource a {\n}\n", "", "datasource b {\n}\n", "", ""];
        let files: Vec<_> = (0..5)
            .map(|index| File {
                path: paths[index].into(),
                folder: (index < 4).then(PathBuf::new),
                has_datasource: has_datasource(texts[index]),
            })
            .collect();
        let mut schemas = of(&files);
        schemas.sort();
        assert_eq!(schemas, [vec![0, 1], vec![2], vec![3], vec![4]]);
        assert_eq!(of(&files[..2]), [[0, 1]]);
    }
}
