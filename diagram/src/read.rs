//! From a schema to what is drawn of it.

use crate::{Count, Diagram, End, Entity, EntityKind, Line, Row, Source};
use analyzer::{
    Cardinality, FieldFacts, FileId, Outline, OutlineKind, RelationFacts, SchemaId, Snapshot, Storage,
};
use std::collections::HashMap;

/// What there is to draw of a schema.
pub fn read(snapshot: &Snapshot, schema: SchemaId) -> Diagram {
    let mut entities = Vec::new();
    for file in snapshot.files(schema) {
        let outline = snapshot.outline(file);
        entities.extend(outline.iter().filter_map(|block| entity(snapshot, schema, file, block)));
    }
    // Of several of one name the last one is meant, as in all answers of the analyzer.
    let places: HashMap<_, _> =
        entities.iter().enumerate().map(|(place, entity)| (entity.name.clone(), place)).collect();
    let reader = Reader { snapshot, schema, places };
    let mut lines = Vec::new();
    for place in 0..entities.len() {
        reader.follow(&mut entities, place, &mut lines);
    }
    Diagram { entities, lines }
}

fn entity(snapshot: &Snapshot, schema: SchemaId, file: FileId, block: &Outline) -> Option<Entity> {
    let kind = match block.kind {
        OutlineKind::Model => EntityKind::Model,
        OutlineKind::View => EntityKind::View,
        OutlineKind::CompositeType => EntityKind::Type,
        OutlineKind::Enum => EntityKind::Enum,
        _ => return None,
    };
    let facts = snapshot.describe_type(schema, &block.name)?;
    let is_row = |child: &&Outline| matches!(child.kind, OutlineKind::Field | OutlineKind::EnumValue);
    let row = |child: &Outline| Row {
        name: child.name.clone(),
        ty: child.detail.clone(),
        is_id: false,
        is_unique: false,
        is_foreign: false,
        is_relation: false,
        source: Source { file, range: child.name_range },
    };
    Some(Entity {
        kind,
        name: block.name.clone(),
        database_name: block.database_name.clone(),
        documentation: facts.documentation,
        source: Source { file, range: block.name_range },
        rows: block.children.iter().filter(is_row).map(row).collect(),
    })
}

struct Reader<'a> {
    snapshot: &'a Snapshot,
    schema: SchemaId,
    places: HashMap<String, usize>,
}

impl Reader<'_> {
    /// Finds out what the rows of a box are, and the lines that begin there.
    fn follow(&self, entities: &mut [Entity], place: usize, lines: &mut Vec<Line>) {
        let owner = entities[place].name.clone();
        if entities[place].kind == EntityKind::Enum || self.places.get(&owner) != Some(&place) {
            return;
        }
        let mut columns: HashMap<String, usize> = HashMap::new();
        let mut foreign = Vec::new();
        for index in 0..entities[place].rows.len() {
            let row = &entities[place].rows[index];
            let Some(facts) = self.snapshot.describe_field(self.schema, &owner, &row.name) else { continue };
            let target = self.places.get(base_type(&row.ty)).copied();
            let line = target.and_then(|target| self.line(entities, (place, index), target, &facts));
            if let Some(Storage::Columns(key)) = facts.relation.as_ref().map(|relation| &relation.storage)
                && key.owner == owner
            {
                foreign.extend(key.columns.iter().map(|(own, _)| own.clone()));
            }
            if let Some(column) = &facts.column {
                columns.insert(column.name.clone(), index);
            }
            let is_relation = facts.column.is_none()
                && target.is_some_and(|target| {
                    matches!(entities[target].kind, EntityKind::Model | EntityKind::View)
                });
            let row = &mut entities[place].rows[index];
            row.is_relation = is_relation;
            row.is_id = facts.keys.iter().any(|key| key.starts_with("@@id("));
            row.is_unique = facts.keys.contains(&format!("@@unique([{}])", row.name));
            lines.extend(line);
        }
        for index in foreign.iter().filter_map(|column| columns.get(column)) {
            entities[place].rows[*index].is_foreign = true;
        }
        // Lines of relations may end at the columns that keep them, which are known only now.
        let of_column =
            |name: &String| columns.get(name).map(|index| entities[place].rows[*index].name.clone());
        for line in lines.iter_mut().filter(|line| line.from.entity == place) {
            let names = line.from.fields.split_off(1);
            line.from.fields.extend(names.iter().filter_map(of_column));
        }
    }

    /// The line that begins at a field, if one does.
    fn line(
        &self,
        entities: &[Entity],
        (place, row): (usize, usize),
        target: usize,
        facts: &FieldFacts,
    ) -> Option<Line> {
        let (own, row) = (&entities[place], &entities[place].rows[row]);
        let from = |fields: Vec<String>, count| End { entity: place, fields, count };
        match entities[target].kind {
            EntityKind::Enum => None,
            EntityKind::Type => Some(Line {
                from: from(vec![row.name.clone()], None),
                to: End { entity: target, fields: Vec::new(), count: Some(count(&row.ty)) },
                is_containment: true,
                title: format!("{}.{} contains {}", own.name, row.name, entities[target].name),
            }),
            EntityKind::Model | EntityKind::View => match &facts.relation {
                Some(relation) => relation_line(entities, (place, row), target, relation),
                // The other side is missing; there is a line all the same.
                None => Some(Line {
                    from: from(vec![row.name.clone()], None),
                    to: End { entity: target, fields: Vec::new(), count: Some(count(&row.ty)) },
                    is_containment: false,
                    title: format!("{}.{} → {}", own.name, row.name, entities[target].name),
                }),
            },
        }
    }
}

/// The line of a relation, if it begins at this side of it.
fn relation_line(
    entities: &[Entity],
    (place, row): (usize, &Row),
    target: usize,
    relation: &RelationFacts,
) -> Option<Line> {
    let (own, other) = (&entities[place].name, &relation.other);
    // Of two sides that are alike, the first by name.
    let is_first = (own, &row.name) <= (&relation.target, other);
    let begins = if relation.cardinality == Cardinality::ManyToMany { is_first } else { relation.keeps };
    if !begins {
        return None;
    }
    let back = entities[target].rows.iter().find(|row| row.name == *other)?;
    let mut fields = vec![row.name.clone()];
    // Names of columns for now; `follow` makes fields of them.
    if let Storage::Columns(key) = &relation.storage {
        fields.extend(key.columns.iter().map(|(own, _)| own.clone()));
    }
    Some(Line {
        from: End { entity: place, fields, count: Some(count(&back.ty)) },
        to: End { entity: target, fields: vec![other.clone()], count: Some(count(&row.ty)) },
        is_containment: false,
        title: title(own, &row.name, relation),
    })
}

fn title(own: &str, field: &str, relation: &RelationFacts) -> String {
    let sides = format!("{own}.{field} ↔ {}.{}", relation.target, relation.other);
    match &relation.storage {
        Storage::Columns(key) => {
            let columns: Vec<_> = key.columns.iter().map(|(own, other)| format!("{own} → {other}")).collect();
            format!("{sides}\n{}\non delete: {}", columns.join(", "), key.on_delete.action.name())
        }
        Storage::Table(table) => format!("{sides}\nin the table {table}"),
        Storage::Unknown => sides,
    }
}

/// The name of a type without what says how many there are.
fn base_type(written: &str) -> &str {
    written.trim_end_matches(['[', ']', '?', ' '])
}

/// How many values a field of a type has.
fn count(written: &str) -> Count {
    if written.ends_with(']') {
        Count::Many
    } else if written.ends_with('?') {
        Count::ZeroOrOne
    } else {
        Count::One
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{BLOG, diagram};

    fn lines(diagram: &Diagram) -> Vec<String> {
        let end = |end: &End| {
            let count = end.count.map_or("?".to_owned(), |count| format!("{count:?}"));
            format!("{}.{} {count}", diagram.entities[end.entity].name, end.fields.join("/"))
        };
        diagram.lines.iter().map(|line| format!("{} -- {}", end(&line.from), end(&line.to))).collect()
    }

    #[test]
    fn each_relation_is_one_line() {
        insta::assert_snapshot!(lines(&diagram(&[BLOG])).join("\n"), @r#"
        Profile.user/userId ZeroOrOne -- User.profile One
        Post.author/author_id Many -- User.posts ZeroOrOne
        Post.parent/parentId Many -- Post.answers ZeroOrOne
        Post.tags Many -- Tag.posts Many
        "#);
    }

    #[test]
    fn rows_say_what_they_are() {
        let diagram = diagram(&[BLOG]);
        let row = |row: &Row| {
            let marks = [(row.is_id, "id"), (row.is_unique, "unique"), (row.is_foreign, "foreign")];
            let marks: Vec<_> = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| *mark).collect();
            let relation = if row.is_relation { " (relation)" } else { "" };
            format!("  {} {}{relation} {}", row.name, row.ty, marks.join(" ")).trim_end().to_owned()
        };
        let page: Vec<_> = diagram
            .entities
            .iter()
            .flat_map(|entity| {
                let head = format!("{} {} {:?}", entity.kind.keyword(), entity.name, entity.database_name);
                std::iter::once(head).chain(entity.rows.iter().map(row))
            })
            .collect();
        insta::assert_snapshot!(page.join("\n"), @r#"
        model User Some("users")
          id Int id
          email String unique
          role Role
          profile Profile? (relation)
          posts Post[] (relation)
        model Profile None
          id Int id
          user User (relation)
          userId Int unique foreign
        model Post None
          id Int id
          author User? (relation)
          author_id Int? foreign
          parent Post? (relation)
          parentId Int? foreign
          answers Post[] (relation)
          tags Tag[] (relation)
        model Tag None
          name String id
          posts Post[] (relation)
        enum Role None
          READER
          WRITER
        "#);
    }

    #[test]
    fn what_is_broken_is_drawn_as_far_as_it_goes() {
        let diagram =
            diagram(&["model A {\n  id Int @id\n  b B\n  c Nothing\n}\n", "model B {\n  id Int @id\n}\n"]);
        assert_eq!(lines(&diagram), ["A.b ? -- B. One"]);
    }

    #[test]
    fn composite_types_are_contained() {
        let diagram = diagram(&[
            "datasource db {\n  provider = \"mongodb\"\n}\nmodel A {\n  id Int @id @map(\"_id\")\n  b B[]\n}\ntype B {\n  c B?\n}\n",
        ]);
        assert_eq!(lines(&diagram), ["A.b ? -- B. Many", "B.c ? -- B. ZeroOrOne"]);
        assert!(diagram.lines.iter().all(|line| line.is_containment));
    }
}
