//! Which queries an edit runs, and that editing gives what reading anew gives.

use super::*;
use std::sync::Mutex;

/// A workspace that remembers which queries ran.
struct Watched {
    workspace: Workspace,
    file: FileId,
    ran: Arc<Mutex<Vec<String>>>,
}

impl Watched {
    fn new(text: &str) -> Self {
        let ran: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = ran.clone();
        let db = Database::with_events(move |event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind {
                log.lock().unwrap().push(format!("{database_key:?}"));
            }
        });
        let mut workspace = Workspace::with_database(db);
        let schema = workspace.add_schema(Dialect::Prisma7);
        let file = workspace.add_file(schema, text);
        let watched = Watched { workspace, file, ran };
        watched.diagnostics();
        watched
    }

    fn diagnostics(&self) -> usize {
        self.workspace.snapshot().diagnostics(self.file).len()
    }

    /// Replaces `old`, which the text has once, and answers how often each query ran until the findings were there.
    fn edit(&mut self, old: &str, new: &str) -> BTreeMap<String, usize> {
        let text = self.workspace.snapshot().text(self.file);
        let start = text.find(old).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old}");
        self.ran.lock().unwrap().clear();
        self.workspace.edit(self.file, text_range(start..start + old.len()), new);
        self.diagnostics();
        let mut count = BTreeMap::new();
        for query in self.ran.lock().unwrap().iter() {
            *count.entry(query.split('(').next().unwrap_or_default().to_owned()).or_insert(0) += 1;
        }
        count
    }
}

/// A schema of models, each of which has a relation to the one before.
fn models(count: usize) -> String {
    let model = |n: usize| {
        let relation = match n {
            0 => String::new(),
            n => format!(
                "  previous Model{} @relation(fields: [previousId], references: [id])\n  previousId Int\n",
                n - 1
            ),
        };
        format!(
            "model Model{n} {{\n  id Int @id\n  name{n} String\n{relation}  next Model{}[]\n}}\n\n",
            n + 1
        )
    };
    let head = "datasource db {\n  provider = \"postgresql\"\n}\n\n";
    let last = format!(
        "model Model{count} {{\n  id Int @id\n  previous Model{} @relation(fields: [previousId], references: [id])\n  previousId Int\n}}\n",
        count - 1
    );
    head.to_owned() + &(0..count).map(model).collect::<String>() + &last
}

fn queries(count: &BTreeMap<String, usize>) -> Vec<(&str, usize)> {
    count.iter().map(|(name, count)| (name.as_str(), *count)).collect()
}

#[test]
fn typing_in_a_model_runs_the_queries_of_that_model_only() {
    let mut watched = Watched::new(&models(1_000));
    assert_eq!(watched.diagnostics(), 0);
    // A new field type: the model itself, and those who look at its fields.
    let ran = watched.edit("name500 String", "name500 Strin");
    assert_eq!(watched.diagnostics(), 1);
    for (query, count) in queries(&ran) {
        assert!(count <= 3, "{query} ran {count} times: {ran:?}");
    }
    // The first edit of a block makes it less durable, and those who look at it run once more for that.
    watched.edit("  name501 String\n", "  name501 String // a comment\n");
    // From then on nothing but the model itself can notice a comment.
    let ran = watched.edit("// a comment", "// a longer comment");
    assert_eq!(ran.get("findings_of_block"), Some(&1), "{ran:?}");
    assert_eq!(ran.get("lowered"), Some(&1), "{ran:?}");
}

#[test]
fn a_line_at_the_top_runs_no_query_of_a_block() {
    let mut watched = Watched::new(&models(1_000));
    let ran = watched.edit("datasource db {", "// about the database\n\ndatasource db {");
    assert_eq!(ran, BTreeMap::new());
}

#[test]
fn a_new_name_concerns_only_those_who_ask_for_it() {
    let mut watched = Watched::new(&models(1_000));
    let ran = watched.edit("model Model500 {", "model Model500x {");
    assert_eq!(watched.diagnostics(), 2, "the models before and after it lose what they refer to");
    for (query, count) in queries(&ran) {
        assert!(count <= 6, "{query} ran {count} times: {ran:?}");
    }
}

#[test]
fn typing_in_a_composite_type_searches_for_cycles_only_when_what_it_contains_changes() {
    let part = |n: usize| format!("type T{n} {{\n  part T{}\n  name{n} String\n}}\n\n", n + 1);
    let head = "datasource db {\n  provider = \"mongodb\"\n}\n\n";
    let text =
        head.to_owned() + &(0..999).map(part).collect::<String>() + "type T999 {\n  name999 String\n}\n";
    let mut watched = Watched::new(&text);
    assert_eq!(watched.diagnostics(), 0);
    watched.edit("  name500 String\n", "  name500 String // a comment\n");
    let ran = watched.edit("name500 String", "name500 Int");
    assert_eq!(ran.get("cycles"), None, "{ran:?}");
    assert_eq!(ran.get("findings_of_block"), Some(&1), "{ran:?}");
    let ran = watched.edit("name500 Int", "name500 T500");
    assert_eq!(watched.diagnostics(), 1);
    assert_eq!(ran.get("cycles"), Some(&1), "{ran:?}");
    assert!(ran["parts"] <= 1, "{ran:?}");
    watched.edit("name999 String", "name999 T0");
    assert_eq!(watched.diagnostics(), 1001);
}

#[test]
fn a_finding_stays_at_its_place_while_text_moves() {
    let mut watched = Watched::new("model A {\n  id Int @id\n  b Foo\n}\n");
    watched.edit("model A", "// one\n// two\n\nmodel A");
    let snapshot = watched.workspace.snapshot();
    let [diagnostic] = &snapshot.diagnostics(watched.file)[..] else { panic!() };
    assert_eq!(&snapshot.text(watched.file)[diagnostic.range], "Foo");
}

/// Edits a schema in many ways, and compares each time with a workspace that reads the text anew.
#[test]
fn editing_gives_what_reading_anew_gives() {
    let pieces = [
        "}",
        "{",
        "\n",
        "model A {\n",
        "  id Int @id\n",
        "/*",
        "*/",
        "@",
        "Foo",
        "enum B {\n X\n}\n",
        "é",
        "",
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    let mut watched = Watched::new(&models(5));
    for _ in 0..600 {
        let text = watched.workspace.snapshot().text(watched.file);
        let start = text.floor_char_boundary(random(text.len() + 1));
        let end = text.floor_char_boundary((start + random(12)).min(text.len())).max(start);
        watched.workspace.edit(watched.file, text_range(start..end), pieces[random(pieces.len())]);

        let snapshot = watched.workspace.snapshot();
        let edited = snapshot.text(watched.file);
        let mut anew = Workspace::new();
        let schema = anew.add_schema(Dialect::Prisma7);
        let file = anew.add_file(schema, &edited);
        let codes = |diagnostics: Vec<crate::Diagnostic>| {
            diagnostics
                .into_iter()
                .map(|found| {
                    (
                        u32::from(found.range.start()),
                        u32::from(found.range.end()),
                        found.rule.code,
                        found.message,
                    )
                })
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(
            codes(snapshot.diagnostics(watched.file)),
            codes(anew.snapshot().diagnostics(file)),
            "{edited}"
        );
        assert_eq!(snapshot.outline(watched.file), anew.snapshot().outline(file), "{edited}");
    }
}

#[test]
fn replacing_the_whole_text_keeps_what_is_the_same() {
    let mut watched = Watched::new(&models(100));
    let text = watched.workspace.snapshot().text(watched.file).replace("name50 String", "name50 Int");
    watched.ran.lock().unwrap().clear();
    watched.workspace.set_text(watched.file, &text);
    watched.diagnostics();
    assert!(watched.ran.lock().unwrap().len() < 20, "{:?}", watched.ran);
    assert_eq!(watched.workspace.snapshot().text(watched.file), text);
}

#[test]
fn files_of_a_schema_see_each_other() {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let a = workspace.add_file(schema, "model A {\n  id Int @id\n  b E\n}\n");
    assert_eq!(workspace.snapshot().diagnostics(a).len(), 1);
    let b = workspace.add_file(schema, "enum E {\n  X\n}\n");
    assert_eq!(workspace.snapshot().diagnostics(a).len(), 0);
    workspace.remove_file(b);
    assert_eq!(workspace.snapshot().diagnostics(a).len(), 1);
    assert_eq!(workspace.snapshot().files(schema), [a]);
    workspace.remove_schema(schema);
    assert_eq!(workspace.snapshot().diagnostics(a).len(), 0);
}

#[test]
fn the_first_of_two_with_one_name_is_the_one_above() {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let text = "enum A {\n  X\n}\n\nenum B {\n  X\n}\n";
    let file = workspace.add_file(schema, text);
    // `B` becomes `A` above the first `A`, by moving that one down.
    workspace.edit(file, text_range(0..15), "");
    workspace.edit(file, text_range(6..7), "A");
    let end = workspace.snapshot().text(file).len();
    workspace.edit(file, text_range(end..end), "\nenum A {\n  X\n}\n");
    let snapshot = workspace.snapshot();
    let [diagnostic] = &snapshot.diagnostics(file)[..] else { panic!() };
    assert!(usize::from(diagnostic.range.start()) > 15);
    assert_eq!(diagnostic.related[0].range, text_range(6..7));
}

#[test]
fn an_edit_stops_questions() {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, &models(200));
    let snapshot = workspace.snapshot();
    let (started, wait) = std::sync::mpsc::channel();
    let asking = std::thread::spawn(move || {
        let answer = snapshot.ask(|snapshot| {
            started.send(()).unwrap();
            loop {
                snapshot.diagnostics(file);
                snapshot.db.unwind_if_revision_cancelled();
            }
        });
        drop(snapshot);
        answer
    });
    wait.recv().unwrap();
    workspace.edit(file, text_range(0..0), "// x\n");
    let answer: Result<(), _> = asking.join().unwrap();
    assert_eq!(answer, Err(Cancelled));
}

#[test]
fn names_in_the_database_are_compared_when_one_changes() {
    let mut watched = Watched::new(&models(1_000));
    watched.edit("  name500 String\n", "  name500 String // a comment\n");
    let ran = watched.edit("name500 String", "name500 Int");
    assert_eq!(ran.get("shared_keys"), None, "{ran:?}");
    let ran = watched.edit("name500 Int", "name500 Int @unique");
    assert_eq!((ran.get("shared_keys"), ran.get("clashes")), (Some(&1), None), "{ran:?}");
    assert_eq!(ran.get("keys_of_run"), Some(&1), "{ran:?}");
    let ran = watched.edit("name500 Int @unique", "name500 Int @unique(map: \"Model7_pkey\")");
    assert_eq!(watched.diagnostics(), 2);
    assert_eq!(ran.get("findings_across"), Some(&2), "{ran:?}");
}

#[test]
fn cycles_are_searched_when_a_relation_changes() {
    let head = "datasource db {\n  provider = \"postgresql\"\n";
    let mut watched = Watched::new(&models(1_000).replace(head, &head.replace("postgresql", "sqlserver")));
    watched.edit("  name500 String\n", "  name500 String // a comment\n");
    let ran = watched.edit("name500 String", "name500 Int");
    assert_eq!(ran.get("problems"), None, "{ran:?}");
    let relation = "back Model600 @relation(\"back\", fields: [backId], references: [id])\n  backId Int\n";
    watched.edit("  name600 String\n", "  name600 String\n  forth Model500[] @relation(\"back\")\n");
    let ran = watched.edit("name500 Int", &format!("name500 Int\n  {relation}"));
    assert_eq!(ran.get("problems"), Some(&1), "{ran:?}");
    // Every relation from 501 to 600 is a part of the circle, and the new one; and 500 has two ways to 499.
    assert_eq!(watched.diagnostics(), 103);
}
