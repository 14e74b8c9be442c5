//! Where else a name stands.

use analyzer::{FileId, Occurrence, Role, Snapshot, TextSize};

/// Every place in the schema that means the same as the name at a place, declarations among them if they are wanted; file by
/// file, in the order of the text.
pub fn references(
    snapshot: &Snapshot,
    file: FileId,
    offset: TextSize,
    with_declarations: bool,
) -> Option<Vec<Occurrence>> {
    let name = snapshot.name_at(file, offset).or_else(|| snapshot.datasource_of_native_type(file, offset))?;
    let mut found = snapshot.references(snapshot.schema(file)?, &name.symbol);
    found.retain(|one| with_declarations || one.role == Role::Use);
    Some(found)
}

/// The places in the same file that mean the same as the name at a place.
pub fn highlights(snapshot: &Snapshot, file: FileId, offset: TextSize) -> Option<Vec<Occurrence>> {
    let mut found = references(snapshot, file, offset, true)?;
    found.retain(|one| one.file == file);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{with_cursors, workspace};

    /// The schema with every reference to the name at the cursor in brackets; of declarations, `[!…]`.
    fn marked(text: &str) -> String {
        let (snapshot, file, cursors) = with_cursors(text);
        let mut text = text.replace("<|>", "");
        for found in references(&snapshot, file, cursors[0], true).unwrap_or_default().into_iter().rev() {
            let mark = if found.role == Role::Declaration { "!" } else { "" };
            let name = text[found.range].to_owned();
            text.replace_range(std::ops::Range::<usize>::from(found.range), &format!("[{mark}{name}]"));
        }
        text
    }

    #[test]
    fn a_field_is_named_in_its_model_and_in_relations_to_it() {
        let schema = "model A {\n  x<|> Int\n  y Int @unique\n  bs B[]\n  @@id([x, y])\n  @@index([x(sort: Desc)], name: \"x\")\n  @@map(\"x\") // x\n}\n\
                      model B {\n  id Int @id\n  x Int\n  y Int\n  a A @relation(fields: [x, y], references: [x, y])\n}\n";
        insta::assert_snapshot!(marked(schema), @r#"
        model A {
          [!x] Int
          y Int @unique
          bs B[]
          @@id([[x], y])
          @@index([[x](sort: Desc)], name: "x")
          @@map("x") // x
        }
        model B {
          id Int @id
          x Int
          y Int
          a A @relation(fields: [x, y], references: [[x], y])
        }
        "#);
    }

    #[test]
    fn a_model_is_named_by_types_everywhere() {
        let schema = "model A {\n  id Int @id\n  bs B[]\n  A Int\n}\nmodel B {\n  id Int @id\n  aId Int\n  a <|>A? @relation(\"A\", fields: [aId], references: [id])\n}\n\
                      view V {\n  id Int @unique\n  a A\n}\n";
        insta::assert_snapshot!(marked(schema), @r#"
        model [!A] {
          id Int @id
          bs B[]
          A Int
        }
        model B {
          id Int @id
          aId Int
          a [A]? @relation("A", fields: [aId], references: [id])
        }
        view V {
          id Int @unique
          a [A]
        }
        "#);
    }

    #[test]
    fn values_relations_and_datasources() {
        let schema = "enum E {\n  a<|>\n}\nenum F {\n  a\n}\nmodel M {\n  id Int @id\n  e E @default(a)\n  es E[] @default([a, b])\n  f F @default(a)\n}\n";
        insta::assert_snapshot!(marked(schema), @"
        enum E {
          [!a]
        }
        enum F {
          a
        }
        model M {
          id Int @id
          e E @default([a])
          es E[] @default([[a], b])
          f F @default(a)
        }
        ");
        let schema = "model A {\n  id Int @id\n  bId Int @unique\n  b B @relation(\"x\", fields: [bId], references: [id])\n  c B @relation(\"<|>y\")\n}\n\
                      model B {\n  id Int @id\n  a A? @relation(name: \"x\")\n  c A @relation(\"y\")\n}\n";
        insta::assert_snapshot!(marked(schema), @r#"
        model A {
          id Int @id
          bId Int @unique
          b B @relation("x", fields: [bId], references: [id])
          c B @relation("[y]")
        }
        model B {
          id Int @id
          a A? @relation(name: "x")
          c A @relation("[y]")
        }
        "#);
        let schema =
            "datasource db {\n  provider = \"postgresql\"\n}\nmodel A {\n  id Int @id @db.Inte<|>ger\n}\n";
        insta::assert_snapshot!(marked(schema), @r#"
        datasource [!db] {
          provider = "postgresql"
        }
        model A {
          id Int @id @[db].Integer
        }
        "#);
        let schema = "datasource d<|>b {\n  provider = \"postgresql\"\n}\nmodel A {\n  id Int @id @db.Integer\n  d Int @dc.Integer\n}\n";
        insta::assert_snapshot!(marked(schema), @r#"
        datasource [!db] {
          provider = "postgresql"
        }
        model A {
          id Int @id @[db].Integer
          d Int @dc.Integer
        }
        "#);
    }

    #[test]
    fn what_nobody_declares_is_still_the_same_everywhere() {
        insta::assert_snapshot!(marked("model A {\n  id Int @id\n  b Miss<|>ing @relation(fields: [id])\n  c Missing[]\n}\n"), @"
        model A {
          id Int @id
          b [Missing] @relation(fields: [id])
          c [Missing][]
        }
        ");
        insta::assert_snapshot!(marked("model A {\n  id Int @id\n  b Missing @relation(fields: [i<|>d])\n  @@index([none])\n}\n"), @"
        model A {
          [!id] Int @id
          b Missing @relation(fields: [[id]])
          @@index([none])
        }
        ");
        insta::assert_snapshot!(marked("model A {\n  id Int @id\n  @@index([no<|>ne])\n @@index([none])\n}\n"), @"
        model A {
          id Int @id
          @@index([[none]])
         @@index([[none]])
        }
        ");
    }

    #[test]
    fn nothing_is_found_where_nothing_is_named() {
        let (snapshot, file, cursors) = with_cursors("mod<|>el A {\n  id In<|>t @i<|>d\n}\n");
        assert!(cursors.iter().all(|cursor| references(&snapshot, file, *cursor, true).is_none()));
    }

    #[test]
    fn other_files_count_and_other_schemas_do_not() {
        let (snapshot, files) = workspace(&[
            &["model A {\n  id Int @id\n}\n", "model B {\n  id Int @id\n  a A\n}\n"],
            &["model A {\n  id Int @id\n  a A\n}\n"],
        ]);
        let found = references(&snapshot, files[0], 6.into(), true).expect("a name");
        assert_eq!(found.iter().map(|one| one.file).collect::<Vec<_>>(), &files[..2]);
        assert_eq!(references(&snapshot, files[0], 6.into(), false).map(|found| found.len()), Some(1));
        assert_eq!(highlights(&snapshot, files[1], 27.into()).map(|found| found.len()), Some(1));
    }
}
