//! What is offered where: in complete, half-typed and broken text.

use super::*;
use crate::testing::with_cursors;

const CONFIG: &str = "datasource db {\n  provider = \"postgresql\"\n  schemas  = [\"one\", \"two\"]\n}\n";
const OTHERS: &str =
    "enum Role {\n  ADMIN\n  USER\n}\nmodel Team {\n  id   String @id @db.Uuid\n  name String\n}\n";

/// The labels that are offered at the cursor, without those that many places have.
fn labels(schema: &str) -> Vec<String> {
    let (snapshot, file, cursors) = with_cursors(&format!("{CONFIG}{schema}\n{OTHERS}"));
    let found = completions(&snapshot, file, cursors[0]);
    found.map(|found| found.items.into_iter().map(|item| item.label).collect()).unwrap_or_default()
}

/// The labels in a line of a model with an id.
fn in_model(line: &str) -> String {
    labels(&format!("model User {{\n  id Int @id\n  email String\n  role Role?\n  tags Json\n{line}\n}}"))
        .join(" ")
}

/// The text after the item with a label was taken.
fn taken(schema: &str, label: &str) -> String {
    let (snapshot, file, cursors) = with_cursors(schema);
    let found = completions(&snapshot, file, cursors[0]).expect("something can be completed");
    let item = found.items.iter().find(|item| item.label == label).unwrap_or_else(|| {
        panic!("{label} is not among {:?}", found.items.iter().map(|item| &item.label).collect::<Vec<_>>())
    });
    let mut edits: Vec<_> = item.more.clone();
    edits.push((found.replaced, item.plain_text()));
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start()));
    let mut text = schema.replace("<|>", "");
    for (range, new) in edits {
        text.replace_range(std::ops::Range::<usize>::from(range), &new);
    }
    text
}

#[test]
fn blocks() {
    assert_eq!(labels("<|>").join(" "), "model enum view generator");
    assert_eq!(labels("mod<|>").join(" "), "model enum view generator");
    assert_eq!(labels("model <|>").join(" "), "");
    let (snapshot, file, cursors) = with_cursors("<|>");
    let first = completions(&snapshot, file, cursors[0]).and_then(|found| found.items.into_iter().next());
    assert_eq!(first.map(|item| item.label).as_deref(), Some("datasource"), "a schema begins with it");
}

#[test]
fn types() {
    let offered = in_model("  createdAt <|>");
    assert!(offered.starts_with("DateTime "), "{offered}");
    for name in ["String", "Role", "Team", "User", "Unsupported"] {
        assert!(offered.contains(name), "{name} in {offered}");
    }
    assert!(!offered.contains("Team (relation)"), "nothing suggests it");
    assert!(in_model("  x T<|>").contains("Team (relation)"));
    assert!(in_model("  team <|>").contains("Team (relation)"));
    assert!(in_model("  team T<|>").starts_with("Team "), "the name tells");
    assert!(in_model("  team Team<|>").contains("Team?") && in_model("  team Team<|>").contains("Team[]"));
}

#[test]
fn attributes_of_fields() {
    insta::assert_snapshot!(in_model("  name String <|>"), @"@default @unique @map @ignore @db.");
    insta::assert_snapshot!(in_model("  name String? @<|>"), @"default unique map ignore db.");
    insta::assert_snapshot!(in_model("  at DateTime @default(now()) @<|>"), @"unique map updatedAt ignore db.");
    insta::assert_snapshot!(in_model("  team Team @<|>"), @"relation ignore");
    insta::assert_snapshot!(in_model("  a Int[] @un<|>"), @"default unique map ignore db.");
    insta::assert_snapshot!(in_model("  a Role @map(\"x\") @<|>"), @"default unique ignore");
}

#[test]
fn native_types() {
    insta::assert_snapshot!(in_model("  at DateTime @db.<|>"), @"Timestamp Date Time Timestamptz Timetz");
    insta::assert_snapshot!(in_model("  x String @db.V<|> @unique"), @"Text Bit Char Citext Inet Uuid VarBit VarChar Xml");
}

#[test]
fn defaults() {
    insta::assert_snapshot!(in_model("  at DateTime? @default(<|>)"), @"now() dbgenerated()");
    insta::assert_snapshot!(in_model("  a Boolean? @default(<|>)"), @"false true dbgenerated()");
    insta::assert_snapshot!(in_model("  a Role? @default(A<|>)"), @"ADMIN USER dbgenerated()");
    insta::assert_snapshot!(in_model("  a Role[] @default([<|>])"), @"ADMIN USER");
    insta::assert_snapshot!(in_model("  a Role[] @default(<|>)"), @"[]");
    insta::assert_snapshot!(in_model("  a Int @default(<|>"), @"autoincrement() dbgenerated()");
    insta::assert_snapshot!(in_model("  a String @default(\"<|>\")"), @"");
}

#[test]
fn relations() {
    insta::assert_snapshot!(in_model("  teamId String\n  team Team @relation(<|>)"), @"name fields references onDelete onUpdate map");
    insta::assert_snapshot!(in_model("  teamId String\n  team Team @relation(fields: [<|>])"), @"teamId id email role tags");
    insta::assert_snapshot!(in_model("  teamId String\n  team Team @relation(fields: [teamId], references: [<|>])"), @"id name");
    insta::assert_snapshot!(in_model("  team Team @relation(fields: [teamId], <|>"), @"name references onDelete onUpdate map");
    insta::assert_snapshot!(in_model("  team Team? @relation(fields: [teamId], onDelete: <|>)"), @"Cascade NoAction Restrict SetDefault SetNull");
    insta::assert_snapshot!(in_model("  team Team @relation(\n    fields: [teamId],\n    on<|>\n  )"), @"references onDelete onUpdate map");
}

#[test]
fn block_attributes() {
    insta::assert_snapshot!(in_model("  @@<|>"), @"index unique map ignore schema");
    insta::assert_snapshot!(in_model("  @@index([<|>])"), @"id email role tags");
    insta::assert_snapshot!(in_model("  @@unique([email, <|>"), @"id role tags");
    insta::assert_snapshot!(in_model("  @@index([email(<|>)])"), @"sort ops");
    insta::assert_snapshot!(in_model("  @@index([email(sort: <|>)])"), @"Asc Desc");
    insta::assert_snapshot!(in_model("  @@index([tags(ops: <|>)], type: Gin)"), @"JsonbOps JsonbPathOps raw");
    insta::assert_snapshot!(in_model("  @@index([email], type: <|>)"), @"BTree Brin Gin Gist Hash SpGist");
    insta::assert_snapshot!(in_model("  @@index([email], <|>)"), @"map type");
    insta::assert_snapshot!(in_model("  @@schema(<|>)"), @"one two");
    insta::assert_snapshot!(in_model("  @@schema(\"<|>\")"), @"one two");
}

#[test]
fn first_words() {
    insta::assert_snapshot!(in_model("  <|>"), @"createdAt description name title updatedAt @@ignore @@index @@map @@schema @@unique");
    insta::assert_snapshot!(in_model("  team Team? @relation(fields: [teamId], references: [id])\n  t<|>"), @"teamId createdAt description name title updatedAt @@ignore @@index @@map @@schema @@unique");
}

#[test]
fn configuration() {
    let at = |text: &str| {
        let (snapshot, file, cursors) = with_cursors(text);
        let found = completions(&snapshot, file, cursors[0]);
        found
            .map(|found| found.items.into_iter().map(|item| item.label).collect::<Vec<_>>().join(" "))
            .unwrap_or_default()
    };
    insta::assert_snapshot!(at("datasource db {\n  <|>\n}"), @"provider relationMode");
    insta::assert_snapshot!(at("datasource db {\n  provider = <|>\n}"), @"postgresql mysql sqlite sqlserver mongodb cockroachdb");
    insta::assert_snapshot!(at("datasource db {\n  provider = \"pos<|>\"\n  rel\n}"), @"postgresql mysql sqlite sqlserver mongodb cockroachdb");
    insta::assert_snapshot!(at("datasource db {\n  provider = \"postgresql\"\n  relationMode = \"<|>\"\n}"), @"foreignKeys prisma");
    insta::assert_snapshot!(at("generator g {\n  provider = \"prisma-client\"\n  <|>\n}"), @"output compilerBuild generatedFileExtension importFileExtension moduleFormat previewFeatures runtime");
    insta::assert_snapshot!(at("generator g {\n  provider = \"prisma-client\"\n  runtime = \"<|>\"\n}"), @"nodejs deno workerd vercel-edge");
    assert!(
        at("generator g {\n  provider = \"prisma-client\"\n  previewFeatures = [\"<|>\"]\n}")
            .contains("views")
    );
    assert!(
        !at("generator g {\n  provider = \"prisma-client\"\n  previewFeatures = [\"views\", \"<|>\"]\n}")
            .contains("views ")
    );
}

#[test]
fn nothing_is_offered_where_nothing_is_meant() {
    for line in [
        "  // <|>",
        "  name String // @<|>",
        "  /// <|>",
        "  name String @map(\"<|>\")",
        "  name String @db.VarChar(<|>)",
        "  /* <|>",
    ] {
        assert_eq!(in_model(line), "", "{line}");
    }
    assert_eq!(labels("enum E {\n  <|>\n}"), Vec::<String>::new());
}

#[test]
fn what_is_taken_replaces_the_word() {
    let schema = "model A {\n  id Int @id\n  role Ro<|>xyz @unique\n}\nenum Role {\n  x\n}\n";
    assert!(taken(schema, "Role").contains("  role Role @unique\n"));
    assert!(
        taken("datasource db {\n  provider = \"post<|>gre\"\n}\n", "postgresql").contains("\"postgresql\"\n")
    );
    assert!(taken("datasource db {\n  provider = <|>\n}\n", "postgresql").contains("= \"postgresql\"\n"));
    assert!(taken("model A {\n  id Int @id\n  @@in<|>\n}\n", "index").contains("@@index([])\n"));
    assert!(taken("model A {\n  id Int @id\n  ind<|>\n}\n", "@@index").contains("  @@index([])\n"));
}

#[test]
fn a_relation_comes_with_all_it_needs() {
    let schema = format!("{CONFIG}model User {{\n  id Int @id\n  team <|>\n}}\n{OTHERS}");
    let text = taken(&schema, "Team (relation)");
    let (snapshot, file) = crate::testing::schema(&text);
    let codes: Vec<_> = snapshot.diagnostics(file).iter().map(|found| found.rule.code).collect();
    assert!(!codes.iter().any(|code| code.starts_with("relation")), "{codes:?}\n{text}");
    assert!(
        text.contains(
            "  team Team @relation(fields: [teamId], references: [id])\n  teamId String @db.Uuid\n"
        ),
        "{text}"
    );
    assert!(text.contains("  name String\n  users User[]\n"), "{text}");
}

#[test]
fn snippets_become_plain_text() {
    let item =
        |snippet: &str| CompletionItem::new("x", CompletionKind::Snippet).snippet(snippet).plain_text();
    assert_eq!(item("model ${1:Name} {\n  $0\n}"), "model Name {\n  \n}");
    assert_eq!(item("a\\$b \\} $12c"), "a$b } c");
    assert_eq!(item("${1:open"), "open");
}

#[test]
fn names_in_strings() {
    insta::assert_snapshot!(in_model("  @@index([email, role], map: \"<|>\")"), @"User_email_role_idx");
    insta::assert_snapshot!(in_model("  nick String @unique(map: <|>)"), @"User_nick_key");
    insta::assert_snapshot!(in_model("  teamId String\n  team Team @relation(fields: [teamId], references: [id], map: \"<|>\")"), @"User_teamId_fkey");
    insta::assert_snapshot!(in_model("  lastName String @map(\"<|>\")"), @"last_name");
    let both = "model A {\n  id Int @id\n  bs B[] @relation(\"Owned\")\n}\nmodel B {\n  id Int @id\n  a A @relation(\"<|>\")\n}";
    assert_eq!(labels(both), ["Owned"]);
}

#[test]
fn extensions_and_variables() {
    let offered = |text: &str| {
        let (snapshot, file, cursors) = with_cursors(text);
        let mut found = completions(&snapshot, file, cursors[0]).expect("something can be completed");
        if found.wants_variables {
            found.add_variables(["SECRET".to_owned(), "DATABASE_URL".to_owned()]);
        }
        found.items.into_iter().map(|item| item.snippet).collect::<Vec<_>>()
    };
    let list = offered("datasource db {\n  provider = \"postgresql\"\n  extensions = [citext, <|>]\n}\n");
    assert!(list.contains(&"postgis".to_owned()) && !list.contains(&"citext".to_owned()), "{list:?}");
    assert!(list.contains(&"uuid_ossp(map: \"uuid-ossp\")".to_owned()), "{list:?}");
    let arguments = offered(
        "datasource db {\n  provider = \"postgresql\"\n  extensions = [postgis(version: \"3\", <|>)]\n}\n",
    );
    assert_eq!(arguments, ["map: \"$0\"", "schema: \"$0\""]);
    let extension = |argument: &str| {
        offered(&format!(
            "datasource db {{\n  provider = \"postgresql\"\n  schemas = [\"one\"]\n  extensions = [{argument}]\n}}\n"
        ))
    };
    assert_eq!(extension("citext(version: \"<|>\")"), ["1.8", "1.6"]);
    assert_eq!(extension("uuid_ossp(map: \"uuid-ossp\", version: <|>)"), ["\"1.1\""]);
    assert_eq!(extension("vector(schema: \"<|>\")"), ["one"]);
    assert_eq!(offered("datasource db {\n  url = env(\"<|>\")\n}\n"), ["DATABASE_URL", "SECRET"]);
    assert_eq!(offered("datasource db {\n  url = env(<|>)\n}\n"), ["\"DATABASE_URL\"", "\"SECRET\""]);
}

#[test]
fn only_what_is_missing_is_written() {
    let schema = |line: &str| format!("{CONFIG}model User {{\n  id Int @id\n{line}\n}}\n{OTHERS}");
    let line = |line: &str, label: &str| {
        let text = taken(&schema(line), label);
        let start = text.find("@id\n").expect("the id") + 4;
        text[start..].lines().next().unwrap_or_default().trim().to_owned()
    };
    assert_eq!(line("  a Int @def<|>ault(1)", "default"), "a Int @default(1)");
    assert_eq!(line("  a Int <|>@map(\"b\")", "@unique"), "a Int @unique @map(\"b\")");
    assert_eq!(line("  a DateTime @default(n<|>ow())", "now()"), "a DateTime @default(now())");
    assert_eq!(
        line("  a Team @relation(fie<|>lds: [id])", "references"),
        "a Team @relation(references: [id])"
    );
    assert_eq!(line("  a Team @relation(<|>fields: [id])", "map"), "a Team @relation(map: [id])");
    assert_eq!(
        line("  a Team @relation(<|> fields: [id])", "onDelete"),
        "a Team @relation(onDelete: ,  fields: [id])"
    );
    assert_eq!(line("  a Ro<|>le? @unique", "Team"), "a Team? @unique");
    assert_eq!(taken("gen<|> client {\n}\n", "generator"), "generator client {\n}\n");
    assert_eq!(
        taken("datasource db {\n  pro<|> = \"mysql\"\n}\n", "provider"),
        "datasource db {\n  provider = \"mysql\"\n}\n"
    );
    assert_eq!(
        taken("datasource db {\n  provider = <|>\"x\"\n}\n", "mysql"),
        "datasource db {\n  provider = \"mysql\"\n}\n"
    );
}

#[test]
fn nothing_is_offered_in_front_of_what_is_there() {
    for line in [
        "<|>  name String",
        "  a <|> Int",
        "  <|>@@map(\"x\")",
        "  a Team @relation(fields: [id] <|>)",
        "  a Int[<|>]",
    ] {
        assert_eq!(in_model(line), "", "{line}");
    }
    assert_eq!(labels("<|>model A {\n}").len(), 0);
}

#[test]
fn what_follows_tells_the_type() {
    let first = |line: &str| in_model(line).split(' ').next().unwrap_or_default().to_owned();
    assert_eq!(first("  x <|> @db.Uuid"), "String");
    assert_eq!(first("  x <|> @default(autoincrement())"), "Int");
    assert_eq!(first("  x <|>? @relation(fields: [a], references: [id])"), "Team");
    assert_eq!(first("  x String @default(uuid()) @db.<|>"), "Uuid");
    assert_eq!(first("  x String @db.<|>(10)"), "Bit");
}

#[test]
fn the_keyword_that_the_cursor_is_in_is_offered_again() {
    let (snapshot, file, cursors) = with_cursors("d<|>atasource db {\n  provider = \"postgresql\"\n}\n");
    let found = completions(&snapshot, file, cursors[0]).expect("something can be completed");
    assert_eq!(found.items.first().map(|item| item.label.as_str()), Some("datasource"));
    assert!(!labels("d<|>").contains(&"datasource".to_owned()), "there is one already");
}

#[test]
fn names_in_the_database() {
    let offered = |text: &str| {
        let text = format!("datasource db {{\n  provider = \"postgresql\"\n}}\n{text}");
        let tables: [(&str, &[&str]); 2] = [("users", &["id int4", "e-mail text"]), ("posts", &["id int4"])];
        let (snapshot, file, cursors) = crate::testing::connected(&text, &tables);
        let found = completions(&snapshot, file, cursors[0]).expect("something can be completed");
        found.items.into_iter().map(|item| format!("{} ({})", item.label, item.detail)).collect::<Vec<_>>()
    };
    let table = "model User {\n  id Int @id\n  @@map(\"<|>\")\n}\nmodel Post {\n  id Int @id\n  @@map(\"posts\")\n}\n";
    assert_eq!(offered(table), ["users (in the database)", "user ()"]);
    let column = "model User {\n  id Int @id\n  eMail String @map(\"<|>\")\n  @@map(\"users\")\n}\n";
    assert_eq!(offered(column), ["e-mail (text)", "e_mail ()"]);
}

#[test]
fn models_for_tables_are_whole_blocks() {
    let model = || WholeModel {
        name: "Post".to_owned(),
        table: "post".to_owned(),
        text: "model Post {\n  price$ Int @id\n}".to_owned(),
        more: Vec::new(),
    };
    let offered = |text: &str| {
        let (snapshot, file, cursors) = with_cursors(text);
        let mut found = completions(&snapshot, file, cursors[0]).expect("something can be completed");
        if found.wants_models {
            found.add_models([model()]);
        }
        found.items.into_iter().find(|item| item.label == "model Post")
    };
    let item = offered("mod<|>\n\nenum E {\n  A\n}\n").expect("a model");
    assert_eq!((item.plain_text(), item.detail.as_str()), (model().text, "for the table `post`"));
    assert_eq!(offered("mod<|> User {\n}\n"), None, "there is a block already");
}
