//! Symbols: the outline of a file, and finding a name in all schemas.

use analyzer::{FileId, Outline, OutlineKind, Snapshot, TextRange};
use frizbee::{CaseMatching, Config, Matcher, Scoring};
use std::cmp::Reverse;

/// The most symbols that a search gives. Nobody looks further down a list.
const MOST_FOUND: usize = 256;
/// The longest query in bytes that is looked for; no name is longer. What stands behind it does not count.
const LONGEST_QUERY: usize = 128;

/// A block, or a member of one, that a search has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// The file that it is in.
    pub file: FileId,
    /// What it is.
    pub kind: OutlineKind,
    /// Its name in the form that was found, because editors look for the query in it once more: `User`, `email`, `User.email`
    /// where the query has a dot, `User (users)` where the name in the database was found.
    pub name: String,
    /// The name of the block that it is a member of.
    pub container: Option<String>,
    /// Whether the client knows nothing of it.
    pub is_ignored: bool,
    /// Its name, in bytes of its file.
    pub range: TextRange,
}

/// The blocks of a file with their members: fields, enum values, keys and properties. Also those of blocks that are not closed.
pub fn document_symbols(snapshot: &Snapshot, file: FileId) -> Vec<Outline> {
    snapshot.outline(file)
}

/// The blocks, fields and enum values of all schemas whose name is like a query, the best first: they hold the letters of the
/// query in its order, in whatever case. A query with a dot is looked for in `Model.field`. The name in the database counts too.
/// At most 256; for an empty query, the first ones.
pub fn workspace_symbols(snapshot: &Snapshot, query: &str) -> Vec<WorkspaceSymbol> {
    let query: String = query.chars().filter(|c| !c.is_whitespace()).collect();
    let query = &query[..query.floor_char_boundary(LONGEST_QUERY)];
    let names = names(snapshot, query.contains('.'));
    let mut found: Vec<WorkspaceSymbol> = Vec::new();
    for index in ranked(&names, query) {
        let symbol = &names[index].1;
        // Found by its name in the schema and by that in the database; the better of the two came first.
        if !found.iter().any(|other| (other.file, other.range) == (symbol.file, symbol.range)) {
            found.push(symbol.clone());
        }
        if found.len() == MOST_FOUND {
            break;
        }
    }
    found
}

/// Which of the names are like a query, the best first.
fn ranked(names: &[(String, WorkspaceSymbol)], query: &str) -> Vec<usize> {
    if query.is_empty() {
        return (0..names.len()).collect();
    }
    // Whoever types small letters does not mean fields rather than models.
    let scoring = Scoring { matching_case_bonus: 0, exact_match_bonus: 0, ..Scoring::default() };
    let config = Config::default().casing(CaseMatching::Ignore).scoring(scoring);
    let words: Vec<_> = names.iter().map(|(word, _)| word.as_str()).collect();
    let mut matches = Matcher::new(query, &config).match_list(&words);
    // Of matches that are equally good, blocks come before members, short names before long ones.
    matches.sort_by_cached_key(|found| {
        let (word, symbol) = &names[found.index as usize];
        let is_exact = word.to_lowercase() == query.to_lowercase();
        (!is_exact, Reverse(found.score), symbol.container.is_some(), word.len(), found.index)
    });
    matches.into_iter().map(|found| found.index as usize).collect()
}

/// The names that can be found: the word to look for the query in, and the symbol.
fn names(snapshot: &Snapshot, is_qualified: bool) -> Vec<(String, WorkspaceSymbol)> {
    let files = snapshot.schemas().into_iter().flat_map(|schema| snapshot.files(schema));
    let mut names = Vec::new();
    for file in files {
        // The blocks of namespaces are themselves in a list of blocks.
        let mut blocks: Vec<_> = snapshot.outline(file);
        blocks.reverse();
        while let Some(block) = blocks.pop() {
            add(&mut names, file, &block, None);
            for member in &block.children {
                match member.kind {
                    OutlineKind::Field | OutlineKind::EnumValue => {
                        add(&mut names, file, member, Some((&block, is_qualified)));
                    }
                    OutlineKind::Property | OutlineKind::Key => {}
                    _ => blocks.push(member.clone()),
                }
            }
        }
    }
    names
}

fn add(
    names: &mut Vec<(String, WorkspaceSymbol)>,
    file: FileId,
    entry: &Outline,
    container: Option<(&Outline, bool)>,
) {
    let qualified = |name: &str, container: &str| match container {
        "" => name.to_owned(),
        container => format!("{container}.{name}"),
    };
    let container_name = container.filter(|(_, is_qualified)| *is_qualified);
    let name = qualified(&entry.name, container_name.map_or("", |(block, _)| &block.name));
    let symbol = WorkspaceSymbol {
        file,
        kind: entry.kind,
        name: name.clone(),
        container: container.map(|(block, _)| block.name.clone()),
        is_ignored: entry.is_ignored,
        range: entry.name_range,
    };
    let in_database = |entry: &Outline| entry.database_name.clone().unwrap_or_else(|| entry.name.clone());
    let database_name = qualified(
        &in_database(entry),
        &container_name.map_or(String::new(), |(block, _)| in_database(block)),
    );
    let shown = format!("{name} ({database_name})");
    let in_database = (database_name != name).then(|| WorkspaceSymbol { name: shown, ..symbol.clone() });
    names.push((name, symbol));
    names.extend(in_database.map(|symbol| (database_name, symbol)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{schema, workspace};
    use insta::assert_snapshot;

    fn outline(text: &str) -> String {
        let (snapshot, file) = schema(text);
        let mut lines = String::new();
        for block in document_symbols(&snapshot, file) {
            let mut line = |entry: &Outline, indent: &str| {
                let ignored = if entry.is_ignored { " (ignored)" } else { "" };
                let name = format!("{} {} {}", entry.name, &text[entry.name_range], entry.detail);
                lines += &format!("{indent}{:?} {}{ignored}\n", entry.kind, name.trim_end());
            };
            line(&block, "");
            block.children.iter().for_each(|member| line(member, "  "));
            lines += &format!("  {:?}\n", &text[block.range].lines().last().unwrap_or_default());
        }
        lines
    }

    fn found(schemas: &[&[&str]], query: &str) -> String {
        let (snapshot, _) = workspace(schemas);
        let show = |symbol: WorkspaceSymbol| format!("{:?} {}\n", symbol.kind, symbol.name);
        workspace_symbols(&snapshot, query).into_iter().map(show).collect()
    }

    #[test]
    fn blocks_have_their_members() {
        assert_snapshot!(outline(r#"
generator client {
  provider = "prisma-client"
}

model User {
  id    Int      @id
  spot  Unsupported("circle")?
  posts Post[]   @ignore

  @@unique([id, spot(sort: Desc)])
  @@map("users")
}

view Post {
  id Int
  @@ignore
}

enum Role {
  ADMIN @map("admin")
}
"#), @r#"
        Generator client client
          Property provider provider "prisma-client"
          "}"
        Model User User
          Field id id Int
          Field spot spot Unsupported("circle")?
          Field posts posts Post[] (ignored)
          Key @@unique unique [id, spot]
          "}"
        View Post Post (ignored)
          Field id id Int
          "}"
        Enum Role Role
          EnumValue ADMIN ADMIN
          "}"
        "#);
    }

    #[test]
    fn broken_headers_and_open_blocks_keep_their_names() {
        assert_snapshot!(outline("model A{\n  id Int @id\n\nmodel User { // c\n  a b c\n  id Int\n\nenum"), @r#"
        Model A A
          Field id id Int
          "  id Int @id"
        Model User User
          Field a a
          Field id id Int
          Field enum enum
          "enum"
        "#);
    }

    const SHOP: &[&str] = &[
        "model Account {\n  id Int @id\n  createdAt DateTime @map(\"created_at\")\n  @@map(\"users\")\n}\n",
        "enum UserRole {\n  USER\n}\nmodel UserPost {\n  user Account\n}\n",
    ];

    #[test]
    fn names_are_found_in_all_schemas() {
        assert_snapshot!(found(&[SHOP, &["view User {\n  id Int\n}\n"]], "user"), @"
        View User
        EnumValue USER
        Field user
        Model Account (users)
        Enum UserRole
        Model UserPost
        ");
    }

    #[test]
    fn fields_are_found_in_their_models() {
        assert_snapshot!(found(&[SHOP], "acc.created"), @"Field Account.createdAt");
        assert_snapshot!(found(&[SHOP], "users.created_at"), @"Field Account.createdAt (users.created_at)");
        assert_snapshot!(found(&[SHOP], "crdat"), @"Field createdAt");
        assert_snapshot!(found(&[SHOP], "usrl"), @"Enum UserRole");
        assert_snapshot!(found(&[SHOP], "zzz"), @"");
    }

    #[test]
    fn not_everything_is_shown() {
        let many: String = (0..300).map(|i| format!("model M{i} {{\n  id Int @id\n}}\n")).collect();
        let (snapshot, _) = workspace(&[&[&many]]);
        assert_eq!(workspace_symbols(&snapshot, "").len(), MOST_FOUND);
        assert_eq!(workspace_symbols(&snapshot, "m").len(), MOST_FOUND);
        assert_eq!(workspace_symbols(&snapshot, "M299")[0].name, "M299");
        assert_eq!(workspace_symbols(&snapshot, &"é".repeat(1000)), []);
    }
}
