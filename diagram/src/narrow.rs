//! What is left out of a diagram.

use crate::{Diagram, End, Entity, Line};
use analyzer::FileId;
use std::collections::HashSet;

/// What is wanted of a diagram. By default everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only these boxes and what is near them; all if there are none.
    pub names: Vec<String>,
    /// How many lines away from them others may be.
    pub depth: usize,
    /// Only boxes of these files, and what lines lead to from there; all if there are none.
    pub files: Vec<FileId>,
    /// Of the fields only those that are keys.
    pub keys_only: bool,
}

impl Diagram {
    /// The diagram with only what is wanted.
    #[must_use]
    pub fn narrowed(&self, wanted: &Wanted) -> Diagram {
        let mut kept: HashSet<usize> = (0..self.entities.len()).collect();
        if !wanted.files.is_empty() {
            let own = self.places(|entity| wanted.files.contains(&entity.source.file));
            kept = self.around(own, 1);
        }
        if !wanted.names.is_empty() {
            let near = self.around(self.places(|entity| wanted.names.contains(&entity.name)), wanted.depth);
            kept.retain(|place| near.contains(place));
        }
        let mut places = vec![None; self.entities.len()];
        let mut entities = Vec::with_capacity(kept.len());
        for (place, entity) in self.entities.iter().enumerate().filter(|(place, _)| kept.contains(place)) {
            places[place] = Some(entities.len());
            let mut entity = entity.clone();
            if wanted.keys_only {
                entity.rows.retain(|row| row.is_id || row.is_foreign || row.is_unique);
            }
            entities.push(entity);
        }
        let end = |end: &End| Some(End { entity: places[end.entity]?, ..end.clone() });
        let line = |line: &Line| Some(Line { from: end(&line.from)?, to: end(&line.to)?, ..line.clone() });
        Diagram { entities, lines: self.lines.iter().filter_map(line).collect() }
    }

    /// The names among these that no box has.
    pub fn unknown<'a>(&self, names: &'a [String]) -> Vec<&'a str> {
        let is_unknown = |name: &&String| !self.entities.iter().any(|entity| entity.name == **name);
        names.iter().filter(is_unknown).map(String::as_str).collect()
    }

    fn places(&self, is_wanted: impl Fn(&Entity) -> bool) -> HashSet<usize> {
        let places = self.entities.iter().enumerate();
        places.filter(|(_, entity)| is_wanted(entity)).map(|(place, _)| place).collect()
    }

    /// These boxes, and those that so many lines lead to from there.
    fn around(&self, mut reached: HashSet<usize>, depth: usize) -> HashSet<usize> {
        for _ in 0..depth {
            let before = reached.len();
            let next: Vec<_> = self
                .lines
                .iter()
                .map(|line| (line.from.entity, line.to.entity))
                .filter(|(from, to)| reached.contains(from) || reached.contains(to))
                .flat_map(|(from, to)| [from, to])
                .collect();
            reached.extend(next);
            if reached.len() == before {
                break;
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{BLOG, diagram};

    fn names(diagram: &Diagram) -> Vec<&str> {
        diagram.entities.iter().map(|entity| entity.name.as_str()).collect()
    }

    #[test]
    fn only_the_neighbourhood_is_kept() {
        let diagram = diagram(&[BLOG]);
        let wanted = |depth| Wanted { names: vec!["Tag".into()], depth, ..Wanted::default() };
        assert_eq!(names(&diagram.narrowed(&wanted(0))), ["Tag"]);
        assert_eq!(names(&diagram.narrowed(&wanted(1))), ["Post", "Tag"]);
        let near = diagram.narrowed(&wanted(2));
        assert_eq!(names(&near), ["User", "Post", "Tag"]);
        assert_eq!(near.lines.len(), 3);
        assert_eq!(diagram.unknown(&["Tag".into(), "Tags".into()]), ["Tags"]);
    }

    #[test]
    fn only_one_file_is_kept_with_what_it_refers_to() {
        let diagram = diagram(&[
            "model A {\n  id Int @id\n  b B @relation(fields: [id], references: [id])\n}\n",
            "model B {\n  id Int @id\n  a A?\n}\nmodel C {\n  id Int @id\n}\n",
        ]);
        let files = vec![diagram.entities[0].source.file];
        assert_eq!(names(&diagram.narrowed(&Wanted { files, ..Wanted::default() })), ["A", "B"]);
    }

    #[test]
    fn only_keys_are_kept() {
        let keys = diagram(&[BLOG]).narrowed(&Wanted { keys_only: true, ..Wanted::default() });
        let rows: Vec<_> = keys.entities[2].rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(rows, ["id", "author_id", "parentId"]);
        assert_eq!(keys.lines.len(), 4);
    }
}
