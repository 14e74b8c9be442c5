//! What relations lack, added: the field on the other side, the arguments that say how the relation is kept, and the scalar
//! fields that these name. The analyzer knows what that is.

use crate::is_prisma_next;
use analyzer::{FileId, Workspace};
use providers::Dialect;

/// Completes the relations of a schema, given the texts of its files. The texts come back in the same order, to be laid out.
///
/// Nothing is added if something in the schema cannot be understood, as it is not known then what is missing; nor where it is
/// ambiguous what was meant.
pub fn complete(texts: &[&str], dialect: Dialect) -> Vec<String> {
    let mut texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    if dialect == Dialect::Prisma8 {
        return texts;
    }
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(dialect);
    let mut add = |text: &String| (!is_prisma_next(text)).then(|| workspace.add_file(schema, text));
    let files: Vec<Option<FileId>> = texts.iter().map(&mut add).collect();
    let mut parts = workspace.snapshot().missing_relation_parts(schema);
    // From the end on, so that what is found stays where it was found. What is added in one place keeps its order.
    parts.sort_by_key(|part| part.range.start());
    for part in parts.into_iter().rev() {
        if let Some(file) = files.iter().position(|file| *file == Some(part.file)) {
            texts[file].replace_range(std::ops::Range::<usize>::from(part.range), &part.replacement);
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(texts: &[&str]) -> String {
        let texts = complete(texts, Dialect::Prisma7);
        texts.iter().map(|text| crate::format(text, &crate::Options::default())).collect()
    }

    #[test]
    fn both_sides_of_a_relation_are_there() {
        insta::assert_snapshot!(completed(&[
            "model User {\n  id Int @id\n}\nmodel Post {\n  id Int @id\n  author User?\n  kind Kind\n\n  @@map(\"p\")\n}\n",
            "model Kind {\n  id String @id\n  posts Post[]\n}\n",
        ]), @r#"
        model User {
          id    Int    @id
          posts Post[]
        }

        model Post {
          id     Int    @id
          author User?  @relation(fields: [userId], references: [id])
          kind   Kind   @relation(fields: [kindId], references: [id])
          userId Int?
          kindId String

          @@map("p")
        }
        model Kind {
          id    String @id
          posts Post[]
        }
        "#);
    }

    #[test]
    fn files_are_completed_together() {
        insta::assert_snapshot!(completed(&[
            "model User {\n  id Int @id\n}\n",
            "model Post {\n  id Int @id\n  author User?\n}\n",
        ]), @r"
        model User {
          id    Int    @id
          posts Post[]
        }
        model Post {
          id     Int   @id
          author User? @relation(fields: [userId], references: [id])
          userId Int?
        }
        ");
    }

    #[test]
    fn nothing_is_added_beside_a_mistake() {
        let text =
            "model User {\n  id Int @id\n  a b c\n}\n\nmodel Post {\n  id     Int   @id\n  author User?\n}\n";
        assert_eq!(completed(&[text]), text);
    }
}
