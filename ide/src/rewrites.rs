//! Tests of the small changes that are offered at a place: the analyzer makes them.

use crate::testing::{schema, with_cursors};
use analyzer::{TextRange, with_edits};

/// The schema after the change with a title was made at the cursor.
fn made(text: &str, title: &str) -> String {
    let (snapshot, file, cursors) = with_cursors(text);
    let range = TextRange::new(cursors[0], *cursors.last().expect("a cursor"));
    let mut rewrites = snapshot.rewrites(file, range);
    rewrites.extend(snapshot.add_missing_sides(file));
    let titles: Vec<_> = rewrites.iter().map(|rewrite| rewrite.title.clone()).collect();
    let rewrite = rewrites.into_iter().find(|rewrite| rewrite.title == title);
    let rewrite = rewrite.unwrap_or_else(|| panic!("{title} is not among {titles:?}"));
    let before = snapshot.text(file);
    let after = with_edits(&before, &rewrite.edits);
    let codes = |text: &str| {
        let (snapshot, file) = schema(text);
        snapshot.diagnostics(file).iter().map(|found| found.rule.code).collect::<Vec<_>>()
    };
    let before = codes(&before).into_iter().filter(|code| *code != "relation-missing-opposite");
    assert_eq!(codes(&after), before.collect::<Vec<_>>(), "{after}");
    after
}

const MODEL: &str = "model UserAccount {\n  id       Int     @id(map: \"pk\")\n  userName String  @unique // login\n  nick     String?\n\n  @@unique([nick])\n}\n";

fn at(needle: &str) -> String {
    assert_eq!(MODEL.matches(needle).count(), 1, "{needle}");
    MODEL.replace(needle, &format!("<|>{needle}"))
}

#[test]
fn keys_change_their_form() {
    insta::assert_snapshot!(made(&at("@id(map"), "Write `@id` as `@@id`"), @r#"
    model UserAccount {
      id       Int
      userName String  @unique // login
      nick     String?

      @@unique([nick])
      @@id([id], map: "pk")
    }
    "#);
    insta::assert_snapshot!(made(&at("userName"), "Write `@unique` as `@@unique`"), @r#"
    model UserAccount {
      id       Int     @id(map: "pk")
      userName String // login
      nick     String?

      @@unique([nick])
      @@unique([userName])
    }
    "#);
    insta::assert_snapshot!(made(&at("@@unique"), "Write `@@unique` as `@unique`"), @r#"
    model UserAccount {
      id       Int     @id(map: "pk")
      userName String  @unique // login
      nick     String? @unique

    }
    "#);
}

#[test]
fn fields_become_optional_and_required() {
    assert!(made(&at("userName"), "Make `userName` optional").contains("userName String?  @unique"));
    assert!(made(&at("nick     "), "Make `nick` required").contains("nick     String\n"));
}

#[test]
fn names_are_mapped() {
    assert!(
        made(&at("userName"), "Map `userName` to `user_name`")
            .contains("@unique @map(\"user_name\") // login")
    );
    insta::assert_snapshot!(made(&at("UserAccount"), "Map `UserAccount` and its fields to snake_case"), @r#"
    model UserAccount {
      id       Int     @id(map: "pk")
      userName String  @unique @map("user_name") // login
      nick     String?

      @@unique([nick])
      @@map("user_account")
    }
    "#);
}

#[test]
fn fields_become_lists() {
    let text =
        "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n  id Int @id\n  <|>names String?\n}\n";
    let list = made(text, "Make `names` a list");
    assert!(list.contains("names String[]\n"));
    let back = made(&list.replace("names", "<|>names"), "Make `names` a single value");
    assert!(back.contains("names String\n"));
}

const TWO: &str = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel User<|> {\n  id String @id @db.Uuid\n}\n\nmodel Post<|> {\n  id Int @id\n}\n";

#[test]
fn two_models_are_related() {
    insta::assert_snapshot!(made(TWO, "Relate: one `User` has many `Post`"), @r#"
    datasource db {
      provider = "postgresql"
    }

    model User {
      id String @id @db.Uuid
      posts Post[]
    }

    model Post {
      id Int @id
      user User @relation(fields: [userId], references: [id])
      userId String @db.Uuid
    }
    "#);
    assert!(made(TWO, "Relate: one `Post` has many `User`").contains("postId Int\n"));
    assert!(made(TWO, "Relate: one `User` has one `Post`").contains("userId String @unique @db.Uuid\n"));
    assert!(made(TWO, "Relate: many `User` have many `Post`").contains("users User[]\n"));
}

#[test]
fn a_scalar_field_becomes_a_relation() {
    let text = "model User {\n  id Int @id\n}\n\nmodel Post {\n  id Int @id\n  <|>userId Int?\n}\n";
    insta::assert_snapshot!(made(text, "Make it a relation to `User`"), @"
    model User {
      id Int @id
      posts Post[]
    }

    model Post {
      id Int @id
      userId Int?
      user User? @relation(fields: [userId], references: [id])
    }
    ");
}

#[test]
fn a_table_of_a_relation_becomes_a_model() {
    let text = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel Post {\n  id Int @id\n  <|>tags Tag[] @relation(\"Tagged\")\n}\n\nmodel Tag {\n  id Int @id\n  posts Post[] @relation(\"Tagged\")\n}\n";
    insta::assert_snapshot!(made(text, "Make a model `TagOnPosts` of the relation's table"), @r#"
    datasource db {
      provider = "postgresql"
    }

    model Post {
      id Int @id
      tags TagOnPosts[]
    }

    model TagOnPosts {
      post Post @relation(fields: [postId], references: [id], onDelete: Cascade, onUpdate: Cascade, map: "_Tagged_A_fkey")
      postId Int @map("A")
      tag Tag @relation(fields: [tagId], references: [id], onDelete: Cascade, onUpdate: Cascade, map: "_Tagged_B_fkey")
      tagId Int @map("B")

      @@id([postId, tagId], map: "_Tagged_AB_pkey")
      @@index([tagId], map: "_Tagged_B_index")
      @@map("_Tagged")
    }

    model Tag {
      id Int @id
      posts TagOnPosts[]
    }
    "#);
}

#[test]
fn relations_get_names_and_lose_them() {
    let text = "model User {\n  id Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n  userId Int\n  <|>user User @relation(fields: [userId], references: [id])\n}\n";
    let named = made(text, "Name the relation \"PostToUser\"");
    assert!(named.contains("posts Post[] @relation(\"PostToUser\")\n"));
    assert!(named.contains("@relation(\"PostToUser\", fields: [userId], references: [id])"));
    let plain = made(&named.replace("posts", "<|>posts"), "Remove the name \"PostToUser\" of the relation");
    assert_eq!(plain, text.replace("<|>", ""));
}

#[test]
fn relations_of_a_file_get_their_other_sides() {
    let text = "model User {\n  id Int @id\n}\n\nmodel <|>Post {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\n\nmodel Note {\n  id Int @id\n  user User\n}\n";
    insta::assert_snapshot!(made(text, "Add the other sides of all relations in this file"), @"
    model User {
      id Int @id
      posts Post[]
      notes Note[]
    }

    model Post {
      id Int @id
      userId Int
      user User @relation(fields: [userId], references: [id])
    }

    model Note {
      id Int @id
      user User @relation(fields: [userId], references: [id])
      userId Int
    }
    ");
}

#[test]
fn relations_are_indexed() {
    let text = "model User {\n  id Int @id\n  posts Post[]\n}\n\nmodel <|>Post {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\n";
    assert!(made(text, "Add `@@index([userId])`").ends_with("\n\n  @@index([userId])\n}\n"));
}

#[test]
fn all_names_of_a_file_are_mapped() {
    let text = "model <|>UserAccount {\n  id Int @id\n  userName String\n}\n\nenum UserRole {\n  Admin\n}\n";
    insta::assert_snapshot!(made(text, "Map all names of this file to snake_case"), @r#"
    model UserAccount {
      id Int @id
      userName String @map("user_name")

      @@map("user_account")
    }

    enum UserRole {
      Admin

      @@map("user_role")
    }
    "#);
}
