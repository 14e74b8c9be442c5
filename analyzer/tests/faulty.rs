//! Faulty schemas as people write them: what is said, and what is offered.

use analyzer::{Dialect, Workspace, with_edits};
use insta::assert_snapshot;

/// Every finding: its line, its code, its help, where else it shows, and what is offered.
fn findings(schema: &str) -> String {
    let mut workspace = Workspace::new();
    let id = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(id, schema);
    let line = |offset: usize| schema[..offset].matches('\n').count() + 1;
    let mut text = String::new();
    for found in workspace.snapshot().diagnostics(file) {
        let start = line(found.range.start().into());
        text += &format!("{start}: {} at {:?}\n", found.rule.code, &schema[found.range]);
        found.help.iter().for_each(|help| text += &format!("   {help}\n"));
        let further = found.related.iter().filter(|place| place.is_same_mistake);
        further.for_each(|place| text += &format!("   also in line {}\n", line(place.range.start().into())));
        found.fixes.iter().for_each(|fix| text += &format!("   → {}\n", fix.title));
    }
    text
}

/// The text after the repair of that title.
fn repaired(schema: &str, title: &str) -> String {
    let mut workspace = Workspace::new();
    let id = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(id, schema);
    let found = workspace.snapshot().diagnostics(file);
    let fix =
        found.iter().flat_map(|found| &found.fixes).find(|fix| fix.title == title).expect("that repair");
    with_edits(schema, &fix.edits)
}

#[test]
fn a_default_that_is_no_value_any_more() {
    let schema = "model Post {\n  id Int @id\n  state State @default(Unknown)\n}\n\nenum State {\n  Draft\n  Published\n}\n";
    assert_snapshot!(findings(schema), @r#"
    3: default-enum-value-unknown at "Unknown"
       → Add `Unknown` to `State`
       → Change to `Draft`
       → Change to `Published`
    "#);
}

#[test]
fn a_type_that_nobody_defined() {
    let schema = "model User {\n  id String @id @default(cuid())\n  sessions Session[]\n  tier Tier @default(Free)\n\n  @@index([tier])\n}\n";
    assert_snapshot!(findings(schema), @r#"
    3: type-unknown at "Session"
       → Create the model `Session`
       → Create the enum `Session`
    4: type-unknown at "Tier"
       also in line 6
       → Create the enum `Tier`
    "#);
    assert_snapshot!(repaired(schema, "Create the model `Session`"), @"
    model User {
      id String @id @default(cuid())
      sessions Session[]
      tier Tier @default(Free)

      @@index([tier])
    }

    model Session {
      id String @id @default(cuid())
      user User @relation(fields: [userId], references: [id])
      userId String
    }
    ");
    assert_snapshot!(repaired(schema, "Create the enum `Tier`"), @"
    model User {
      id String @id @default(cuid())
      sessions Session[]
      tier Tier @default(Free)

      @@index([tier])
    }

    enum Tier {
      Free
    }
    ");
    let schema = "model Post {\n  id Int @id\n  category Category\n}\n";
    assert_snapshot!(repaired(schema, "Create the model `Category`"), @"
    model Post {
      id Int @id
      category Category @relation(fields: [categoryId], references: [id])
      categoryId Int
    }

    model Category {
      id Int @id
      posts Post[]
    }
    ");
}

#[test]
fn a_list_without_the_other_side() {
    let schema = "model User {\n  id Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n  title String\n\n  @@map(\"posts\")\n}\n";
    assert_snapshot!(findings(schema), @r#"
    3: relation-missing-opposite at "posts"
       → Add the field to `Post`
    "#);
    assert_snapshot!(repaired(schema, "Add the field to `Post`"), @r#"
    model User {
      id Int @id
      posts Post[]
    }

    model Post {
      id Int @id
      title String
      user User? @relation(fields: [userId], references: [id])
      userId Int?

      @@map("posts")
    }
    "#);
}

#[test]
fn a_relation_that_says_nothing() {
    let schema = "model User {\n  id Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n  author User // who wrote it\n}\n";
    assert_snapshot!(repaired(schema, "Complete the relation"), @"
    model User {
      id Int @id
      posts Post[]
    }

    model Post {
      id Int @id
      author User @relation(fields: [authorId], references: [id]) // who wrote it
      authorId Int
    }
    ");
}

#[test]
fn a_type_in_another_case() {
    let schema = "model user {\n  id Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n  user User @relation(fields: [userId], references: [id])\n  userId Int\n}\n";
    assert_snapshot!(findings(schema), @r#"
    8: type-unknown at "User"
       did you mean `user`?
       → Change to `user`
    "#);
}

#[test]
fn a_fragment_without_a_datasource() {
    let schema = "model User {\n  id String @id @db.Uuid\n  at DateTime @db.Timestamptz(3)\n}\n\nmodel Post {\n  id String @id @db.Uuid\n}\n";
    assert_snapshot!(findings(schema), @r#"
    2: datasource-missing at "@db.Uuid"
       also in line 3
       also in line 7
    "#);
}

#[test]
fn keys_and_blocks_of_another_time() {
    let schema = "datasource db {\n  provider = \"mysql\"\n  provider = \"postgresql\"\n  url = env(\"DATABASE_URL\")\n}\n\ngenerator client {\n}\n\nmodel Base {\n  at DateTime\n}\n";
    assert_snapshot!(findings(schema), @r#"
    3: name-duplicate-config-key at "provider"
       → Remove this line
    4: datasource-property-removed at "url = env(\"DATABASE_URL\")"
       → Remove `url`
    7: config-provider-missing at "client"
       → Add `provider = "prisma-client-js"`
    10: model-no-unique-criteria at "Base"
       → Add `id Int @id @default(autoincrement())`
    "#);
    let schema = "generator client {\n  provider = \"prisma-client\"\n  output = \"./client\"\n  previewFeatures = [\"fullTextSearch\", \"jsonProtocol\"]\n}\n";
    assert_snapshot!(findings(schema), @r#"
    4: preview-stabilised at "\"fullTextSearch\""
       → Remove "fullTextSearch"
    4: preview-stabilised at "\"jsonProtocol\""
       → Remove "jsonProtocol"
    "#);
}
