//! What relations lack, added: the field on the other side, the arguments that say how the relation is kept, and the scalar
//! fields that these name. The analyzer knows what that is.

use analyzer::{FileId, Workspace, with_edits};
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
    let mut add = |text: &String| (!syntax::is_contract(text)).then(|| workspace.add_file(schema, text));
    let files: Vec<Option<FileId>> = texts.iter().map(&mut add).collect();
    let parts = workspace.snapshot().missing_relation_parts(schema);
    for (text, file) in texts.iter_mut().zip(files) {
        let own: Vec<_> = parts.iter().filter(|part| Some(part.file) == file).collect();
        if !own.is_empty() {
            *text = with_edits(text, own);
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

    /// A schema of one file, completed. Completing it again changes nothing.
    fn completed_twice(text: &str) -> String {
        let once = completed(&[text]);
        assert_eq!(complete(&[&once], Dialect::Prisma7)[0], once);
        once
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
    fn a_bare_field_gets_all() {
        insta::assert_snapshot!(completed_twice("model A {\n  id Int @id\n  b B?\n}\nmodel B {\n  id Int @id\n}\n"), @"
        model A {
          id  Int  @id
          b   B?   @relation(fields: [bId], references: [id])
          bId Int?
        }

        model B {
          id Int @id
          as A[]
        }
        ");
    }

    #[test]
    fn a_list_gets_the_field_that_keeps_it() {
        let text =
            "model User {\n  id String @id @db.Uuid\n  posts Post[]\n}\nmodel Post {\n  id Int @id\n}\n";
        insta::assert_snapshot!(completed_twice(text), @"
        model User {
          id    String @id @db.Uuid
          posts Post[]
        }

        model Post {
          id     Int     @id
          user   User?   @relation(fields: [userId], references: [id])
          userId String? @db.Uuid
        }
        ");
    }

    #[test]
    fn arguments_are_added_to_those_that_are_there() {
        let rest = "model B {\n  x Int\n  y String @db.VarChar(3)\n  as A[]\n  @@id([x, y])\n}\n";
        let with = |attribute: &str| {
            completed_twice(&format!("model A {{\n  id Int @id\n  b B {attribute} // why\n}}\n{rest}"))
        };
        insta::assert_snapshot!(with("@relation"), @"
        model A {
          id Int    @id
          b  B      @relation(fields: [bX, bY], references: [x, y]) // why
          bX Int
          bY String @db.VarChar(3)
        }

        model B {
          x  Int
          y  String @db.VarChar(3)
          as A[]

          @@id([x, y])
        }
        ");
        assert_eq!(with("@relation()"), with(""));
        assert_eq!(with("@relation(references: [x, y])").matches("references").count(), 1);
    }

    #[test]
    fn names_are_kept_and_made_for_self_relations() {
        let text = "model A {\n  id Int @id\n  b B @relation(\"x\")\n  c B @relation(\"y\")\n}\nmodel B {\n  id Int @id\n}\n";
        insta::assert_snapshot!(completed_twice(text), @r#"
        model A {
          id  Int @id
          b   B   @relation("x", fields: [bId], references: [id])
          c   B   @relation("y", fields: [cId], references: [id])
          bId Int
          cId Int
        }

        model B {
          id    Int @id
          asByB A[] @relation("x")
          asByC A[] @relation("y")
        }
        "#);
        insta::assert_snapshot!(completed_twice("model Node {\n  id Int @id\n  parent Node?\n}\n"), @r#"
        model Node {
          id     Int    @id
          parent Node?  @relation("parent", fields: [nodeId], references: [id])
          nodes  Node[] @relation("parent")
          nodeId Int?
        }
        "#);
    }

    #[test]
    fn a_unique_field_makes_one_to_one() {
        let text = "model A {\n  id Int @id\n  bId Int @unique\n  b B @relation(fields: [bId])\n}\nmodel B {\n  id Int @id\n}\n";
        insta::assert_snapshot!(completed_twice(text), @"
        model A {
          id  Int @id
          bId Int @unique
          b   B   @relation(fields: [bId], references: [id])
        }

        model B {
          id Int @id
          a  A?
        }
        ");
    }

    #[test]
    fn what_cannot_be_understood_is_left_alone() {
        for text in [
            "model A {\n  id Int @id\n  b B?\n  c Nothing\n}\n\nmodel B {\n  id Int @id\n}\n",
            "model A {\n  id Int @id\n  b B\n  c B\n}\n\nmodel B {\n  id Int @id\n}\n",
            "model A {\n  id Int @id\n  bs B[]\n}\n\nmodel B {\n  id Int @id\n  as A[]\n}\n",
            "model A {\n  id Int @id\n  b B\n}\n\nmodel B {\n  x Int\n}\n",
        ] {
            assert_eq!(complete(&[text], Dialect::Prisma7), [text]);
        }
    }
}
