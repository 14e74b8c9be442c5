//! What Prisma does without being told, beside the fields where it does.

use analyzer::{Action, ActualColumn, Cardinality, FileId, Snapshot, Storage, TextRange, TextSize};

/// Which hints are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InlayHintKinds {
    /// The native types of columns that the schema names none for.
    pub column_types: bool,
    /// What happens to rows whose relation does not say it.
    pub referential_actions: bool,
    /// The tables of many-to-many relations that are not in the schema.
    pub join_tables: bool,
    /// The names of keys, indexes and foreign keys in the database.
    pub constraint_names: bool,
    /// How many rows belong together.
    pub cardinalities: bool,
    /// What the columns of a database that was looked at really are, where the schema says otherwise.
    pub database: bool,
}

impl Default for InlayHintKinds {
    fn default() -> Self {
        InlayHintKinds {
            column_types: true,
            referential_actions: true,
            join_tables: true,
            constraint_names: false,
            cardinalities: false,
            database: true,
        }
    }
}

/// A hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// Behind which byte of the file it stands.
    pub at: TextSize,
    /// What it says, as one would write it where that is possible.
    pub label: String,
}

/// The hints for a range of a file, in the order of the text.
pub fn inlay_hints(
    snapshot: &Snapshot,
    file: FileId,
    range: TextRange,
    kinds: InlayHintKinds,
) -> Vec<InlayHint> {
    let Some(schema) = snapshot.schema(file) else { return Vec::new() };
    let datasource = snapshot.datasource_name(file);
    let mut hints = Vec::new();
    for place in snapshot.fields_in(file, range) {
        let Some(facts) = snapshot.describe_field(schema, &place.owner, &place.name) else { continue };
        let mut hint = |label: String| hints.push(InlayHint { at: place.range.end(), label });
        let actual = kinds.database.then(|| snapshot.actual_column(schema, &place.owner, &place.name));
        if let Some(label) = actual.flatten().as_ref().and_then(difference) {
            hint(label);
        }
        if let Some(column) = facts.column.filter(|column| kinds.column_types && !column.is_written)
            && let (Some(native), Some(datasource)) = (column.native_type, &datasource)
            && !facts.signature.contains("Unsupported(")
        {
            hint(format!("@{datasource}.{native}"));
        }
        let Some(relation) = facts.relation else { continue };
        if kinds.cardinalities {
            hint(cardinality(relation.cardinality).to_owned());
        }
        match relation.storage {
            Storage::Table(table) if kinds.join_tables => hint(format!("table {table}")),
            Storage::Columns(key)
                if kinds.referential_actions && key.owner == place.owner && relation.keeps =>
            {
                let actions = actions(&key.on_delete, &key.on_update);
                if !actions.is_empty() {
                    hint(actions);
                }
            }
            _ => {}
        }
    }
    if kinds.constraint_names {
        let derived = snapshot.constraints_in(file, range).into_iter().filter(|one| one.is_derived);
        hints.extend(
            derived.map(|one| InlayHint { at: one.range.end(), label: format!("map: \"{}\"", one.name) }),
        );
    }
    hints.sort_by_key(|hint| hint.at);
    hints
}

/// What a column is where that is something else than its field says.
fn difference(column: &ActualColumn) -> Option<String> {
    let null = if column.is_nullable { "NULL" } else { "NOT NULL" };
    let default = column.default.as_deref().unwrap_or("no default");
    let parts = [
        (column.has_other_type, column.column_type.as_str()),
        (column.has_other_nullability, null),
        (column.has_other_default, default),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(differs, _)| *differs).map(|(_, part)| part).collect();
    (!parts.is_empty()).then(|| format!("actually {}", parts.join(" ")))
}

fn cardinality(cardinality: Cardinality) -> &'static str {
    match cardinality {
        Cardinality::OneToOne => "one-to-one",
        Cardinality::OneToMany => "one-to-many",
        Cardinality::ManyToMany => "many-to-many",
    }
}

/// What happens where the schema does not say it.
fn actions(on_delete: &Action, on_update: &Action) -> String {
    let actions = [("onDelete", on_delete), ("onUpdate", on_update)];
    let silent = actions.iter().filter(|(_, action)| !action.is_written);
    silent.map(|(name, action)| format!("{name}: {}", action.action.name())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{connected, schema};

    const SCHEMA: &str = r#"datasource db {
  provider = "postgresql"
}
model User {
  id    Int    @id
  email String @unique // mail
  posts Post[]
  tags  Tag[]
}
model Post {
  id     Int  @id @db.Integer
  at     DateTime? @unique(map: "when")
  geo    Unsupported("point")?
  userId Int
  user   User @relation(fields: [userId], references: [id], onDelete: Cascade)
}
model Tag {
  id    String @id @db.Uuid
  users User[]
}
"#;

    /// The schema with the hints of some kinds in it.
    fn shown(kinds: InlayHintKinds) -> String {
        let (snapshot, file) = schema(SCHEMA);
        let whole = TextRange::up_to(snapshot.len(file));
        let mut text = SCHEMA.to_owned();
        for hint in inlay_hints(&snapshot, file, whole, kinds).into_iter().rev() {
            text.insert_str(hint.at.into(), &format!(" «{}»", hint.label));
        }
        text
    }

    #[test]
    fn what_is_on_by_default() {
        insta::assert_snapshot!(shown(InlayHintKinds::default()), @r#"
        datasource db {
          provider = "postgresql"
        }
        model User {
          id    Int    @id «@db.Integer»
          email String @unique «@db.Text» // mail
          posts Post[]
          tags  Tag[] «table _TagToUser»
        }
        model Post {
          id     Int  @id @db.Integer
          at     DateTime? @unique(map: "when") «@db.Timestamp(3)»
          geo    Unsupported("point")?
          userId Int «@db.Integer»
          user   User @relation(fields: [userId], references: [id], onDelete: Cascade) «onUpdate: Cascade»
        }
        model Tag {
          id    String @id @db.Uuid
          users User[] «table _TagToUser»
        }
        "#);
    }

    #[test]
    fn what_is_off_by_default() {
        let kinds = InlayHintKinds {
            column_types: false,
            referential_actions: false,
            join_tables: false,
            constraint_names: true,
            cardinalities: true,
            database: false,
        };
        insta::assert_snapshot!(shown(kinds), @r#"
        datasource db {
          provider = "postgresql"
        }
        model User {
          id    Int    @id «map: "User_pkey"»
          email String @unique «map: "User_email_key"» // mail
          posts Post[] «one-to-many»
          tags  Tag[] «many-to-many»
        }
        model Post {
          id     Int  @id «map: "Post_pkey"» @db.Integer
          at     DateTime? @unique(map: "when")
          geo    Unsupported("point")?
          userId Int
          user   User @relation(fields: [userId], references: [id], onDelete: Cascade) «one-to-many» «map: "Post_userId_fkey"»
        }
        model Tag {
          id    String @id «map: "Tag_pkey"» @db.Uuid
          users User[] «many-to-many»
        }
        "#);
    }

    #[test]
    fn what_is_otherwise_in_the_database() {
        let text = "datasource db {\n  provider = \"postgresql\"\n}\nmodel User {\n  id    Int    @id\n  email String?\n  age   Int    @default(1)\n  name  String\n  gone  Int\n}\n";
        let columns = ["id int4", "email varchar(20)", "age int4 = 2", "name text"];
        let (snapshot, file, _) = connected(text, &[("User", &columns)]);
        let kinds = InlayHintKinds { column_types: false, ..InlayHintKinds::default() };
        let hints = inlay_hints(&snapshot, file, TextRange::up_to(snapshot.len(file)), kinds);
        let line = |hint: &InlayHint| {
            let before = text[..usize::from(hint.at)].lines().last().unwrap_or_default();
            format!("{} «{}»", before.trim(), hint.label)
        };
        let shown: Vec<_> = hints.iter().map(line).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        email String? «actually varchar(20) NOT NULL»
        age   Int    @default(1) «actually DEFAULT 2»
        ");
        let off = InlayHintKinds { database: false, ..kinds };
        assert_eq!(inlay_hints(&snapshot, file, TextRange::up_to(snapshot.len(file)), off), []);
    }

    #[test]
    fn only_the_range_is_looked_at() {
        let (snapshot, file) = schema(SCHEMA);
        let at = u32::try_from(SCHEMA.find("email").expect("it is there")).expect("small");
        let hints =
            inlay_hints(&snapshot, file, TextRange::at(at.into(), 5.into()), InlayHintKinds::default());
        assert_eq!(hints.iter().map(|hint| hint.label.as_str()).collect::<Vec<_>>(), ["@db.Text"]);
    }
}
