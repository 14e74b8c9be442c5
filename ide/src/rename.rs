//! Giving something another name, everywhere at once and without changing the database.

use analyzer::{
    Diagnostic, FileId, FixEdit, Occurrence, SchemaId, Severity, Snapshot, Symbol, TextRange, TextSize,
    Workspace, with_edits,
};

/// Why something cannot be renamed, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

/// What gives something another name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renaming {
    /// The edits, in the order of files and texts.
    pub edits: Vec<FixEdit>,
    /// What the edits cannot keep as it is in the database, and what to do about it, in sentences.
    pub warnings: Vec<String>,
}

/// What can be renamed at a place: the piece of text (in bytes), and what it is called now.
pub fn prepare_rename(
    snapshot: &Snapshot,
    file: FileId,
    offset: TextSize,
) -> Result<(TextRange, String), Refusal> {
    let name = nameable(snapshot, file, offset)?;
    Ok((name.range, name.symbol.name().to_owned()))
}

/// The edits that give what is named at a place another name, in all files of the schema.
///
/// With `keep_database_names`, nothing in the database changes: `@map`, `@@map` and names of relations are added where a name was
/// that of a column, a value or a table, and removed where they have become superfluous. What would make the schema wrong is refused.
pub fn rename(
    snapshot: &Snapshot,
    file: FileId,
    offset: TextSize,
    new: &str,
    keep_database_names: bool,
) -> Result<Renaming, Refusal> {
    let name = nameable(snapshot, file, offset)?;
    let symbol = &name.symbol;
    if symbol.name() == new {
        return Ok(Renaming::default());
    }
    check_spelling(symbol, new)?;
    let Some(schema) = snapshot.schema(file) else { return Ok(Renaming::default()) };
    check_clashes(snapshot, schema, symbol, new)?;
    let is_type = matches!(symbol, Symbol::Type(_));
    if is_type && !keep_database_names && snapshot.database_names(schema).iter().any(|name| name == new) {
        return Err(Refusal(format!("There is something called `{new}` in the database already.")));
    }
    let edit = |one: Occurrence| FixEdit { file: one.file, range: one.range, replacement: new.to_owned() };
    let mut edits: Vec<_> = snapshot.references(schema, symbol).into_iter().map(edit).collect();
    let mut warnings = Vec::new();
    if keep_database_names {
        let (kept, rest) = snapshot.keep_database_names(schema, symbol, new);
        edits.extend(kept);
        warnings = rest;
    }
    edits.sort_by_key(|edit| (edit.file, edit.range.start(), edit.range.end()));
    check_outcome(snapshot, schema, symbol, &edits)?;
    Ok(Renaming { edits, warnings })
}

/// The name at a place, if it can be changed.
fn nameable(snapshot: &Snapshot, file: FileId, offset: TextSize) -> Result<Occurrence, Refusal> {
    let refuse = |reason: &str| Err(Refusal(reason.to_owned()));
    match snapshot.name_at(file, offset) {
        None => refuse("There is no name here that the schema gives to something."),
        Some(Occurrence { symbol: Symbol::Variable(_), .. }) => {
            refuse("Variables of the environment are set outside of the schema.")
        }
        Some(Occurrence { symbol: Symbol::DatabaseSchema(_), .. }) => {
            refuse("This is a schema of the database, which must exist under that name.")
        }
        Some(name) => Ok(name),
    }
}

/// Whether something can be called so at all.
fn check_spelling(symbol: &Symbol, new: &str) -> Result<(), Refusal> {
    if matches!(symbol, Symbol::Relation { .. }) {
        let is_plain = !new.is_empty() && !new.contains(['"', '\\']) && !new.contains(char::is_control);
        let message =
            "The name of a relation cannot be empty, and has no quotes, backslashes or line breaks.";
        return if is_plain { Ok(()) } else { Err(Refusal(message.to_owned())) };
    }
    let mut characters = new.chars();
    let begins_well = characters.next().is_some_and(char::is_alphabetic);
    if begins_well && characters.all(|c| c.is_alphanumeric() || c == '_') {
        return Ok(());
    }
    Err(Refusal(format!(
        "`{new}` cannot be a name: names begin with a letter, and go on with letters, digits and `_`."
    )))
}

fn check_clashes(snapshot: &Snapshot, schema: SchemaId, symbol: &Symbol, new: &str) -> Result<(), Refusal> {
    let name = new.to_owned();
    let (other, place) = match symbol {
        Symbol::Type(_) => (Symbol::Type(name), "in this schema".to_owned()),
        Symbol::Field { owner, .. } => {
            (Symbol::Field { owner: owner.clone(), name }, format!("in `{owner}`"))
        }
        Symbol::EnumValue { owner, .. } => {
            (Symbol::EnumValue { owner: owner.clone(), name }, format!("in `{owner}`"))
        }
        Symbol::Generator(_) => (Symbol::Generator(name), "in this schema".to_owned()),
        _ => return Ok(()),
    };
    if snapshot.declarations(schema, &other).is_empty() {
        return Ok(());
    }
    Err(Refusal(format!("There is something called `{new}` {place} already.")))
}

/// Tries the edits on the block in which something is declared, and refuses them if it would have errors that it does not have
/// now. The rest of the schema is not looked at, as it only gets another name for the same.
fn check_outcome(
    snapshot: &Snapshot,
    schema: SchemaId,
    symbol: &Symbol,
    edits: &[FixEdit],
) -> Result<(), Refusal> {
    let block = match symbol {
        Symbol::Field { owner, .. } | Symbol::EnumValue { owner, .. } => Symbol::Type(owner.clone()),
        Symbol::Type(_) => symbol.clone(),
        _ => return Ok(()),
    };
    for place in snapshot.declarations(schema, &block) {
        let text = snapshot.text(place.file);
        let within = |edit: &&FixEdit| edit.file == place.file && place.whole.contains_range(edit.range);
        let moved = |edit: &FixEdit| FixEdit { range: edit.range - place.whole.start(), ..edit.clone() };
        let edits: Vec<_> = edits.iter().filter(within).map(moved).collect();
        let before = &text[place.whole];
        let known = errors(snapshot, place.file, before);
        for found in errors(snapshot, place.file, &with_edits(before, &edits)) {
            if !known.iter().any(|known| known.rule.code == found.rule.code) {
                return Err(Refusal(format!("The schema would be wrong: {}", found.message)));
            }
        }
    }
    Ok(())
}

/// The errors of a text that is checked with nothing but the datasource of the schema that it is from.
fn errors(snapshot: &Snapshot, file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(snapshot.dialect(file));
    let (datasource, provider) = (snapshot.datasource_name(file), snapshot.provider(file));
    if let (Some(name), Some(provider)) = (datasource, provider) {
        workspace
            .add_file(schema, &format!("datasource {name} {{\n  provider = \"{}\"\n}}\n", provider.id()));
    }
    let copy = workspace.add_file(schema, text);
    let mut found = workspace.snapshot().diagnostics(copy);
    found.retain(|found| found.severity() == Severity::Error);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{with_cursors, workspace};

    /// The schema after the name at the cursor has become another one; or why that is refused.
    fn renamed_with(text: &str, new: &str, keep: bool) -> String {
        let (snapshot, file, cursors) = with_cursors(text);
        match rename(&snapshot, file, cursors[0], new, keep) {
            Ok(renaming) => {
                let warnings: String =
                    renaming.warnings.iter().map(|warning| format!("warning: {warning}\n")).collect();
                with_edits(&snapshot.text(file), &renaming.edits) + &warnings
            }
            Err(Refusal(reason)) => format!("refused: {reason}"),
        }
    }

    fn renamed(text: &str, new: &str) -> String {
        renamed_with(text, new, true)
    }

    #[test]
    fn a_field_is_renamed_everywhere_and_keeps_its_column() {
        let schema = "model A {\n  one<|>  Int // @map(\"x\") in a comment\n  two  Int  @relation @db.Integer\n  bs B[]\n\n  @@id([one(sort: Desc), two])\n  \
                      @@index([two, one])\n}\nmodel B {\n  id Int @id\n  x Int\n  y Int\n  a A @relation(fields: [x, y], references: [one, two])\n}\n";
        insta::assert_snapshot!(renamed(schema, "first"), @r#"
        model A {
          first  Int @map("one") // @map("x") in a comment
          two  Int  @relation @db.Integer
          bs B[]

          @@id([first(sort: Desc), two])
          @@index([two, first])
        }
        model B {
          id Int @id
          x Int
          y Int
          a A @relation(fields: [x, y], references: [first, two])
        }
        "#);
        insta::assert_snapshot!(renamed(&schema.replace("<|>", "").replace("two, one", "two, o<|>ne"), "bs"), @"refused: There is something called `bs` in `A` already.");
    }

    #[test]
    fn map_stands_where_the_layout_puts_it() {
        let datasource = "datasource db {\n  provider = \"postgresql\"\n}\n";
        for (field, expected) in [
            ("x<|> Int @default(1) @db.Integer // c", "y Int @default(1) @map(\"x\") @db.Integer // c"),
            ("x<|> Int @db.Integer @unique", "y Int @map(\"x\") @db.Integer @unique"),
            ("x<|> Int @map(\"z\")", "y Int @map(\"z\")"),
            ("x<|> Int @unique @map(\"y\") @ignore", "y Int @unique @ignore"),
            ("x<|> Int /// doc", "y Int @map(\"x\") /// doc"),
        ] {
            let schema = |field: &str| format!("{datasource}model A {{\n  id Int @id\n  {field}\n}}\n");
            assert_eq!(renamed(&schema(field), "y"), schema(expected));
        }
    }

    #[test]
    fn a_model_is_renamed_in_types_and_keeps_its_table() {
        let schema = "model User<|> {\n  id Int @id\n  posts Post[]\n  me User? @relation(\"me\", fields: [id], references: [id])\n  us User[] @relation(\"me\")\n}\r\n\
                      model Post {\n  id Int @id\n  user User[]\n}\nview V {\n  id Int @unique\n  user User\n}\n";
        insta::assert_snapshot!(renamed(schema, "Person"), @r#"
        model Person {
          id Int @id
          posts Post[] @relation("PostToUser")
          me Person? @relation("me", fields: [id], references: [id])
          us Person[] @relation("me")

          @@map("User")
        }
        model Post {
          id Int @id
          user Person[] @relation("PostToUser")
        }
        view V {
          id Int @unique
          user Person
        }
        warning: The table that keeps `User.posts` has the columns A and B in alphabetical order of the models, and `Person` changes that order: exchange the two columns in the database.
        "#);
        insta::assert_snapshot!(renamed_with(schema, "Person", false), @r#"
        model Person {
          id Int @id
          posts Post[]
          me Person? @relation("me", fields: [id], references: [id])
          us Person[] @relation("me")
        }
        model Post {
          id Int @id
          user Person[]
        }
        view V {
          id Int @unique
          user Person
        }
        "#);
        insta::assert_snapshot!(renamed(schema, "Human"), @r#"
        model Human {
          id Int @id
          posts Post[] @relation("PostToUser")
          me Human? @relation("me", fields: [id], references: [id])
          us Human[] @relation("me")

          @@map("User")
        }
        model Post {
          id Int @id
          user Human[] @relation("PostToUser")
        }
        view V {
          id Int @unique
          user Human
        }
        warning: The table that keeps `User.posts` has the columns A and B in alphabetical order of the models, and `Human` changes that order: exchange the two columns in the database.
        "#);
        insta::assert_snapshot!(renamed_with("model A<|> {\r\n  id Int @id\r\n  @@map(\"B\")\r\n  // end\r\n}\r\n", "B", true), @"
        model B {
          id Int @id
          // end
        }
        ");
    }

    #[test]
    fn enums_values_and_composite_types() {
        let schema = "datasource db {\n  provider = \"mongodb\"\n}\nenum Role {\n  ADMIN<|> // boss\n  USER\n}\ntype T {\n  role Role\n}\nmodel A {\n  id String @id @map(\"_id\")\n  t T\n  role Role @default(ADMIN)\n  \
                      roles Role[] @default([USER, ADMIN])\n}\n";
        insta::assert_snapshot!(renamed(schema, "BOSS"), @r#"
        datasource db {
          provider = "mongodb"
        }
        enum Role {
          BOSS @map("ADMIN") // boss
          USER
        }
        type T {
          role Role
        }
        model A {
          id String @id @map("_id")
          t T
          role Role @default(BOSS)
          roles Role[] @default([USER, BOSS])
        }
        "#);
        let plain = schema.replace("<|>", "");
        insta::assert_snapshot!(renamed(&plain.replace("enum Role", "enum R<|>ole"), "Rank"), @r#"
        datasource db {
          provider = "mongodb"
        }
        enum Rank {
          ADMIN // boss
          USER

          @@map("Role")
        }
        type T {
          role Rank
        }
        model A {
          id String @id @map("_id")
          t T
          role Rank @default(ADMIN)
          roles Rank[] @default([USER, ADMIN])
        }
        "#);
        insta::assert_snapshot!(renamed(&plain.replace("type T", "type T<|>"), "Deep"), @r#"
        datasource db {
          provider = "mongodb"
        }
        enum Role {
          ADMIN // boss
          USER
        }
        type Deep {
          role Role
        }
        model A {
          id String @id @map("_id")
          t Deep
          role Role @default(ADMIN)
          roles Role[] @default([USER, ADMIN])
        }
        "#);
    }

    #[test]
    fn relations_and_datasources() {
        let schema = "datasource db {\n  provider = \"postgresql\"\n}\nmodel A {\n  id Int @id @db.Integer\n  bId Int @unique\n  b B @relation(\"<|>old\", fields: [bId], references: [id])\n}\n\
                      model B {\n  id Int @id @db.Integer\n  a A? @relation(\"old\")\n}\n";
        insta::assert_snapshot!(renamed(schema, "new name"), @r#"
        datasource db {
          provider = "postgresql"
        }
        model A {
          id Int @id @db.Integer
          bId Int @unique
          b B @relation("new name", fields: [bId], references: [id])
        }
        model B {
          id Int @id @db.Integer
          a A? @relation("new name")
        }
        "#);
        insta::assert_snapshot!(renamed(&schema.replace("<|>", "").replace("@db", "@d<|>b"), "pg").lines().next().unwrap_or_default(), @"datasource pg {");
        let table = "model A {\n  id Int @id\n  bs B[] @relation(\"old<|>\")\n}\nmodel B {\n  id Int @id\n  as A[] @relation(\"old\")\n}\n";
        insta::assert_snapshot!(renamed(table, "new"), @r#"
        model A {
          id Int @id
          bs B[] @relation("new")
        }
        model B {
          id Int @id
          as A[] @relation("new")
        }
        warning: The relation is kept in the table `_old`, which is called after it: rename the table in the database.
        "#);
    }

    #[test]
    fn what_would_break_is_refused() {
        let schema = "model A {\n  id Int @id\n  x Int\n  aId Int\n  b A @relation(\"r\", fields: [aId], references: [id])\n  c A[] @relation(\"r\")\n}\nenum E {\n  v\n}\n";
        for (at, new) in [
            ("model <|>A", "E"),
            ("model <|>A", "Int"),
            ("model <|>A", "9x"),
            ("model <|>A", "async"),
            ("model <|>A", ""),
            ("<|>x Int", "id"),
            ("<|>x Int", "a b"),
            ("<|>x Int", "a٣"),
            ("<|>x Int", "_x"),
            ("I<|>nt @id", "Text"),
            ("mod<|>el A", "view"),
            ("\"<|>r\", f", "a\"b"),
        ] {
            let plain = at.replace("<|>", "");
            let answer = renamed(&schema.replacen(&plain, at, 1), new);
            assert!(answer.starts_with("refused: "), "{at} {new}: {answer}");
        }
    }

    #[test]
    fn a_name_can_be_changed_from_another_file() {
        let (snapshot, files) = workspace(&[&[
            "model A {\n  id Int @id\n}\n",
            "model B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n}\n",
        ]]);
        let edits = rename(&snapshot, files[1], 38.into(), "C", true).expect("edits").edits;
        assert_eq!(edits.iter().map(|edit| edit.file).collect::<Vec<_>>(), [files[0], files[0], files[1]]);
    }

    #[test]
    fn the_present_name_is_offered() {
        let (snapshot, file, cursors) = with_cursors("model Us<|>er {\n  id I<|>nt @id\n}\n");
        assert_eq!(
            prepare_rename(&snapshot, file, cursors[0]),
            Ok((TextRange::new(6.into(), 10.into()), "User".to_owned()))
        );
        assert!(prepare_rename(&snapshot, file, cursors[1]).is_err());
    }
}
