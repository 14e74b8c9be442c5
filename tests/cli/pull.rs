//! `pull` and `drift`, on real SQLite files.

use super::{folder, json_lines, run, stderr, stdout};
use crate::sqlite;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

const SQL: &str = "create table users (id integer primary key, first_name text not null, email text unique);
create table posts (id integer primary key, author_id int not null references users on delete cascade on update cascade, title varchar(50) default 'untitled');
create index posts_title_idx on posts (title);
create table log (line text);";

fn with_database(files: &[(&str, &[u8])], sql: &str) -> TempDir {
    let folder = folder(files);
    sqlite::run(&folder.path().join("app.db"), sql);
    folder
}

fn pull(folder: &TempDir, more: &[&str]) -> std::process::Output {
    run(folder, &[&["pull", "--url", "file:app.db"], more].concat())
}

const PULLED: &str = r#"datasource db {
  provider = "sqlite"
}

/// No key tells every row of the table apart from all others, so the client cannot handle it.
model log {
  line String?

  @@ignore
}

model posts {
  id        Int     @id @default(autoincrement())
  author_id Int
  title     String? @default("untitled")
  users     users   @relation(fields: [author_id], references: [id], onDelete: Cascade)

  @@index([title])
}

model users {
  id         Int     @id @default(autoincrement())
  first_name String
  email      String? @unique(map: "sqlite_autoindex_users_1")
  posts      posts[]
}
"#;

#[test]
fn a_schema_is_made_of_a_database() {
    let folder = with_database(&[], SQL);
    let printed = pull(&folder, &["--print"]);
    assert_eq!(stdout(&printed), PULLED, "{}", stderr(&printed));
    assert!(stderr(&printed).contains("  - log\n"), "{}", stderr(&printed));
    assert!(!folder.path().join("prisma").exists(), "printing writes nothing");
    assert_eq!(pull(&folder, &[]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(folder.path().join("prisma/schema.prisma")).expect("a schema"), PULLED);
    assert_eq!(pull(&folder, &["--check"]).status.code(), Some(0), "pulling twice changes nothing");
    let drift = run(&folder, &["drift", "--url", "file:app.db"]);
    assert_eq!((drift.status.code(), stdout(&drift)), (Some(0), String::new()));
}

const BASE: &str = r#"datasource db {
  provider = "sqlite"
  url      = env("DATABASE_URL")
}

// People who may log in.
/// A person
model User {
  // counted by the database
  id        Int     @id @default(autoincrement())
  firstName String  @map("first_name") // as on the passport
  gone      Int?
  articles  Post[]  @relation("Authorship")

  @@map("users")
}

model Post {
  id       Int    @id @default(autoincrement())
  authorId Int    @map("author_id")
  author   User   @relation("Authorship", fields: [authorId], references: [id], onDelete: Cascade)

  @@map("posts")
}

model Vanished {
  id Int @id
}
"#;

#[test]
fn what_a_schema_knows_is_kept() {
    let package = br#"{"devDependencies": {"prisma": "6.19.0"}}"#;
    let files = [
        ("package.json", package.as_slice()),
        ("schema.prisma", BASE.as_bytes()),
        (".env", b"DATABASE_URL=file:./app.db\n"),
    ];
    let folder = with_database(&files, SQL);
    let output = run(&folder, &["pull", "--check"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("DATABASE_URL from .env (schema.prisma)"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.path().join("schema.prisma")).expect("a schema"), BASE);
    assert_eq!(run(&folder, &["pull"]).status.code(), Some(0));
    let text = fs::read_to_string(folder.path().join("schema.prisma")).expect("a schema");
    let expected = r#"datasource db {
  provider = "sqlite"
  url      = env("DATABASE_URL")
}

// People who may log in.
/// A person
model User {
  // counted by the database
  id        Int     @id @default(autoincrement())
  firstName String  @map("first_name") // as on the passport
  email     String? @unique(map: "sqlite_autoindex_users_1")
  articles  Post[]  @relation("Authorship")

  @@map("users")
}

model Post {
  id       Int     @id @default(autoincrement())
  authorId Int     @map("author_id")
  title    String? @default("untitled")
  author   User    @relation("Authorship", fields: [authorId], references: [id], onDelete: Cascade)

  @@index([title])
  @@map("posts")
}

/// No key tells every row of the table apart from all others, so the client cannot handle it.
model log {
  line String?

  @@ignore
}
"#;
    assert_eq!(text, expected);
    assert_eq!(run(&folder, &["pull", "--check"]).status.code(), Some(0));
}

#[test]
fn new_models_of_several_files_get_a_file_of_their_own() {
    let head = "datasource db {\n  provider = \"sqlite\"\n}\n";
    let users = "model users {\n  id Int @id @default(autoincrement())\n}\n";
    let folder = with_database(
        &[("prisma/main.prisma", head.as_bytes()), ("prisma/users.prisma", users.as_bytes())],
        SQL,
    );
    let output = run(&folder, &["pull", "--schema", "prisma", "--url", "file:app.db"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join("prisma").join(name)).expect("a file");
    assert_eq!(read("main.prisma"), head);
    assert!(read("users.prisma").contains("first_name String"));
    assert!(
        read("introspected.prisma").contains("model posts {")
            && read("introspected.prisma").contains("model log {")
    );
    assert_eq!(
        run(&folder, &["pull", "--schema", "prisma", "--url", "file:app.db", "--check"]).status.code(),
        Some(0)
    );
}

#[test]
fn differences_are_findings() {
    let schema =
        PULLED.replace("first_name String\n", "first_name String?\n").replace("  @@index([title])\n", "");
    let folder = with_database(&[("schema.prisma", schema.as_bytes())], SQL);
    let output = run(&folder, &["drift", "--url", "file:app.db", "--format", "json-lines"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let codes: Vec<_> = json_lines(&output).iter().map(|line| line["code"].clone()).collect();
    assert_eq!(codes, ["drift-index-unknown", "drift-nullability"]);
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let broken = "datasource db {\n  provider = \"sqlite\"\n}\n\nmodel A {\n  id Int @id\n  b Foo\n}\n";
    let folder = with_database(&[("schema.prisma", broken.as_bytes())], SQL);
    for (arguments, message) in [
        (["pull", "--url", "file:app.db"].as_slice(), "the schema has errors"),
        (&["pull", "--url", "file:nothing.db", "--force"], "There is no database"),
        (
            &["pull", "--url", "prisma://accelerate.example/?api_key=s3cret", "--force"],
            "address of Prisma's proxy",
        ),
        (&["pull"], "nothing says where the database is"),
        (
            &["drift", "--url", "postgresql://u:s3cret@127.0.0.1:1/x", "--schema", "schema.prisma"],
            "the schema has errors",
        ),
        (
            &["pull", "--force", "--url", "postgresql://u:s3cret@127.0.0.1:1/x"],
            "No connection to 127.0.0.1:1/x",
        ),
    ] {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(message), "{arguments:?}: {}", stderr(&output));
        assert!(!stderr(&output).contains("s3cret"), "{arguments:?}: {}", stderr(&output));
        assert_eq!(fs::read_to_string(folder.path().join("schema.prisma")).expect("a schema"), broken);
    }
    assert!(!folder.path().join("nothing.db").exists());
}

#[test]
fn a_url_in_the_environment_is_not_seen_by_others() {
    let folder = with_database(&[], SQL);
    let printed = Command::new(env!("CARGO_BIN_EXE_prisma-analyzer"))
        .current_dir(folder.path())
        .env("PRISMA_ANALYZER_URL", "file:app.db")
        .args(["pull"])
        .output()
        .expect("it runs");
    assert_eq!(printed.status.code(), Some(0), "{}", stderr(&printed));
    assert!(stderr(&printed).contains("file:app.db (PRISMA_ANALYZER_URL)"), "{}", stderr(&printed));
}
