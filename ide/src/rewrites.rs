//! Tests of the small changes that are offered at a place: the analyzer makes them.

use crate::testing::{schema, with_cursors};
use analyzer::with_edits;

/// The schema after the change with a title was made at the cursor.
fn made(text: &str, title: &str) -> String {
    let (snapshot, file, cursors) = with_cursors(text);
    let rewrites = snapshot.rewrites(file, cursors[0]);
    let titles: Vec<_> = rewrites.iter().map(|rewrite| rewrite.title.clone()).collect();
    let rewrite = rewrites.into_iter().find(|rewrite| rewrite.title == title);
    let rewrite = rewrite.unwrap_or_else(|| panic!("{title} is not among {titles:?}"));
    let before = snapshot.text(file);
    let after = with_edits(&before, &rewrite.edits);
    let codes = |text: &str| {
        let (snapshot, file) = schema(text);
        snapshot.diagnostics(file).iter().map(|found| found.rule.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&after), codes(&before), "{after}");
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
