//! A diagram as Mermaid's `erDiagram`, for Markdown pages.

use crate::{Count, Diagram, End, Entity, EntityKind, Line, Row};

/// Writes a diagram. Enums are left out: Mermaid has none.
pub fn mermaid(diagram: &Diagram) -> String {
    let boxes = diagram.entities.iter().filter(|entity| entity.kind != EntityKind::Enum).map(entity);
    let lines = diagram.lines.iter().map(|one| line(diagram, one));
    format!("erDiagram\n{}{}", boxes.collect::<String>(), lines.collect::<String>())
}

fn entity(entity: &Entity) -> String {
    let rows: String = entity.rows.iter().filter(|row| !row.is_relation).map(row).collect();
    if rows.is_empty() {
        return format!("  {}\n", entity.name);
    }
    format!("  {} {{\n{rows}  }}\n", entity.name)
}

fn row(row: &Row) -> String {
    let keys = [(row.is_id, "PK"), (row.is_foreign, "FK"), (row.is_unique, "UK")];
    let keys: Vec<_> = keys.iter().filter(|(is_so, _)| *is_so).map(|(_, key)| *key).collect();
    let keys = if keys.is_empty() { String::new() } else { format!(" {}", keys.join(", ")) };
    let optional = if row.ty.ends_with('?') { " \"optional\"" } else { "" };
    // Types are words to Mermaid, which may have brackets.
    let is_sign = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '[' | ']');
    let ty: String = row.ty.chars().filter(|sign| is_sign(*sign)).collect();
    format!("    {} {}{keys}{optional}\n", if ty.is_empty() { "Unknown" } else { &ty }, row.name)
}

fn line(diagram: &Diagram, line: &Line) -> String {
    let name = |end: &End| diagram.entities[end.entity].name.clone();
    let left = match line.from.count {
        Some(Count::One) | None => "||",
        Some(Count::ZeroOrOne) => "|o",
        Some(Count::Many) => "}o",
    };
    let right = match line.to.count {
        Some(Count::One) | None => "||",
        Some(Count::ZeroOrOne) => "o|",
        Some(Count::Many) => "o{",
    };
    let way = if line.is_containment { ".." } else { "--" };
    let label = line.from.fields.first().map(String::as_str).unwrap_or_default();
    format!("  {} {left}{way}{right} {} : \"{label}\"\n", name(&line.from), name(&line.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{BLOG, diagram};

    #[test]
    fn a_schema_is_written() {
        insta::assert_snapshot!(mermaid(&diagram(&[BLOG])), @r#"
        erDiagram
          User {
            Int id PK
            String email UK
            Role role
          }
          Profile {
            Int id PK
            Int userId FK, UK
          }
          Post {
            Int id PK
            Int author_id FK "optional"
            Int parentId FK "optional"
          }
          Tag {
            String name PK
          }
          Profile |o--|| User : "user"
          Post }o--o| User : "author"
          Post }o--o| Post : "parent"
          Post }o--o{ Tag : "tags"
        "#);
    }

    #[test]
    fn nothing_is_a_diagram_too() {
        assert_eq!(mermaid(&diagram(&[""])), "erDiagram\n");
    }
}
