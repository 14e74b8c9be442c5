//! What is shown where.

use super::*;
use crate::testing::with_cursors;

const SCHEMA: &str = r#"datasource db {
  provider = "postgresql"
  url      = env("URL")
}
generator client {
  provider        = "prisma-client"
  previewFeatures = ["views"]
}
/// People who write.
/// They have names.
model User {
  id    Int    @id @default(autoincrement())
  /// How to reach them
  email String @unique @map("e_mail") /// never shown
  role  Role?
  posts Post[]
  tags  Tag[]

  @@index([email, role(sort: Desc)], type: BTree)
  @@map("users")
}
model Post {
  id     Int    @id
  title  String @db.VarChar(80)
  userId Int    @map("user_id")
  user   User   @relation("Written", fields: [userId], references: [id], onDelete: Cascade)
}
model Tag {
  id    Int    @id
  users User[]
}
enum Role {
  ADMIN @map("boss") // the boss
}
"#;

/// What is shown at a piece of text of the schema with a cursor in it, and for which piece.
fn shown(at: &str) -> String {
    let plain = at.replace("<|>", "");
    assert_eq!(SCHEMA.matches(&plain).count(), 1, "{plain:?} is not there once");
    let text = SCHEMA.replace("posts Post[]", "posts Post[] @relation(\"Written\")");
    let (snapshot, file, cursors) = with_cursors(&text.replace(&plain, at));
    match hover(&snapshot, file, cursors[0], Some("Prisma 7, as the test says.")) {
        Some(hover) => format!("{}\n---\n{}", &text[hover.range], hover.markdown),
        None => "nothing".to_owned(),
    }
}

#[test]
fn models_and_enums() {
    insta::assert_snapshot!(shown("Us<|>er   @relation"), @r#"
    User
    ---
    ```prisma
    model User {
      id Int @id @default(autoincrement())
      email String @unique @map("e_mail")
      role Role?
      posts Post[] @relation("Written")
      tags Tag[]
    }
    ```

    People who write.
    They have names.

    Table `users`, 5 fields

    `@@id([id])` · `@@unique([email])` · `@@index([email, role])`

    - `posts`: one-to-many with `Post`
    - `tags`: many-to-many with `Tag`
    "#);
    insta::assert_snapshot!(shown("enum Ro<|>le"), @"
    Role
    ---
    ```prisma
    enum Role {
      ADMIN
    }
    ```

    Enum `Role`, 1 value
    ");
}

#[test]
fn fields_and_columns() {
    insta::assert_snapshot!(shown("em<|>ail String"), @r#"
    email
    ---
    ```prisma
    email String @unique @map("e_mail")
    ```

    How to reach them
    never shown

    Column `e_mail`: `Text` by default, never null

    `@@unique([email])` · `@@index([email, role])`
    "#);
    insta::assert_snapshot!(shown("index([email, ro<|>le"), @"
    role
    ---
    ```prisma
    role Role?
    ```

    Column `role`, may be null

    `@@index([email, role])`
    ");
    insta::assert_snapshot!(shown("ti<|>tle"), @"
    title
    ---
    ```prisma
    title String @db.VarChar(80)
    ```

    Column `title`: `VarChar(80)`, never null
    ");
    insta::assert_snapshot!(shown("AD<|>MIN"), @"
    ADMIN
    ---
    ```prisma
    enum Role {
      ADMIN
    }
    ```

    In the database: `boss`
    ");
}

#[test]
fn relations() {
    insta::assert_snapshot!(shown("  us<|>er   User "), @r#"
    user
    ---
    ```prisma
    user User @relation("Written", fields: [userId], references: [id], onDelete: Cascade)
    ```

    One-to-many relation: `Post.user` ↔ `User.posts`, called `Written`

    Kept by `Post`: `user_id` → `id`, foreign key `Post_user_id_fkey`

    - on delete, Cascade: Delete the rows that refer to a deleted row, or change their foreign keys along with a changed one.
    - on update, Cascade (the default): Delete the rows that refer to a deleted row, or change their foreign keys along with a changed one.
    "#);
    insta::assert_snapshot!(shown("us<|>ers User[]"), @"
    users
    ---
    ```prisma
    users User[]
    ```

    Many-to-many relation: `Tag.users` ↔ `User.tags`

    Kept in the table `_TagToUser`, with the columns `A` and `B`
    ");
    insta::assert_snapshot!(shown("Wri<|>tten"), @"
    Written
    ---
    The name of a relation between `Post` and `User`, on 2 of its sides.
    ");
}

#[test]
fn words_of_the_language() {
    for (at, beginning) in [
        ("mod<|>el Post", "model\n---\nA table"),
        ("data<|>source", "datasource\n---\nThe database"),
        ("title  Str<|>ing", "String\n---\nText"),
        ("autoinc<|>rement", "autoincrement\n---\n```prisma\nautoincrement()"),
        ("@uni<|>que", "unique\n---\n```prisma\n@unique"),
        ("@@ind<|>ex", "index\n---\n```prisma\n@@index"),
        ("VarCh<|>ar", "VarChar\n---\n`VarChar` of PostgreSQL"),
        ("onDel<|>ete", "onDelete\n---\n`onDelete` of `@relation`"),
        ("Casc<|>ade", "Cascade\n---\n`Cascade`"),
        ("sort: De<|>sc", "Desc\n---\n`Desc`"),
        ("BTr<|>ee", "BTree\n---\n`BTree`"),
        ("  ur<|>l ", "url\n---\n```prisma\nurl = …"),
        ("\"postgre<|>sql", "postgresql\n---\n`postgresql`"),
        ("\"vie<|>ws", "views\n---\n`views`"),
        ("\"UR<|>L", "URL\n---\nThe variable `URL`"),
    ] {
        let shown = shown(at);
        assert!(shown.starts_with(beginning), "{at}: {shown}");
    }
}

#[test]
fn the_datasource_tells_what_applies() {
    insta::assert_snapshot!(shown("datasource d<|>b"), @"
    db
    ---
    The datasource `db`: PostgreSQL.

    Prisma 7, as the test says.
    ");
}

#[test]
fn nothing_is_said_about_comments_and_blanks() {
    for at in ["/// Peo<|>ple", "the bo<|>ss", "80<|>)"] {
        assert_eq!(shown(at), "nothing", "{at}");
    }
}

#[test]
fn what_is_in_the_database() {
    let text = "datasource db {\n  provider = \"postgresql\"\n}\nmodel Us<|>er {\n  id    Int    @id\n  em<|>ail String? @map(\"e-mail\")\n}\n";
    let (snapshot, file, cursors) =
        crate::testing::connected(text, &[("User", &["e-mail varchar(20) = 'x'", "id int4"])]);
    let said = |at: usize| {
        let found = hover(&snapshot, file, cursors[at], None).expect("a description");
        let (_, said) = found.markdown.split_once("**In the database**").expect("what is there");
        said.to_owned()
    };
    insta::assert_snapshot!(said(0), @"
    : about 12,000 rows, 3.4 MB

    > All of User.

    - unique index `User_first`: `(e-mail)`
    ");
    insta::assert_snapshot!(said(1), @"
    : `varchar(20)`, never null, `DEFAULT 'x'`

    - unique index `User_first`: `(e-mail)`
    ");
}
