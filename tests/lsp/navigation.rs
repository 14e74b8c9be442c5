//! Going from name to name, and renaming, over the files of a schema.

use crate::client::{Client, uri_of};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const MAIN: &str = "datasource db {\n  provider = \"postgresql\"\n  url = env(\"URL\")\n}\n";
const USER: &str = "model User {\n  id Int @id\n  posts Post[] // 😀\n}\n";
const POST: &str = "model Post {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\n";

struct Files {
    folder: TempDir,
    client: Client,
}

impl Files {
    fn new(capabilities: Value) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [("main.prisma", MAIN), ("user.prisma", USER), ("post.prisma", POST)] {
            fs::create_dir_all(folder.path().join("s")).expect("a folder");
            fs::write(folder.path().join("s").join(name), text).expect("a file");
        }
        fs::write(folder.path().join("s/.env"), "# secret\nURL=postgres://me:secret@host/db\n")
            .expect("a file");
        let mut files = Self { folder, client: Client::ready_with(capabilities) };
        let user = files.uri("user.prisma");
        files.client.open(&user, USER);
        files.client.published(&user);
        files
    }

    fn uri(&self, name: &str) -> String {
        let root = fs::canonicalize(self.folder.path()).expect("a folder");
        uri_of(&root.join("s").join(name))
    }

    /// The answer to a question about a position in a file.
    fn ask(&mut self, method: &str, name: &str, at: (u32, u32), more: Value) -> Value {
        let mut params = json!({
            "textDocument": {"uri": self.uri(name)},
            "position": {"line": at.0, "character": at.1},
        });
        if let (Some(params), Value::Object(more)) = (params.as_object_mut(), more) {
            params.extend(more);
        }
        self.client.request(method, params)
    }
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}})
}

#[test]
fn names_lead_to_other_files() {
    let mut files = Files::new(json!({"textDocument": {"definition": {"linkSupport": true}}}));
    let answer = files.ask("textDocument/definition", "user.prisma", (2, 9), json!({}));
    let link = &answer["result"][0];
    assert_eq!(link["targetUri"], files.uri("post.prisma").as_str());
    assert_eq!(link["originSelectionRange"], range(2, 8, 12));
    assert_eq!(link["targetSelectionRange"], range(0, 6, 10));
    assert_eq!(link["targetRange"]["end"], json!({"line": 4, "character": 1}));
    let answer = files.ask("textDocument/typeDefinition", "user.prisma", (2, 3), json!({}));
    assert_eq!(answer["result"][0]["targetSelectionRange"], range(0, 6, 10));
    let answer = files.ask("textDocument/implementation", "user.prisma", (2, 3), json!({}));
    assert_eq!(answer["result"][0]["targetSelectionRange"], range(3, 2, 6));
    let answer = files.ask("textDocument/declaration", "user.prisma", (0, 1), json!({}));
    assert_eq!(answer["result"], Value::Null);
}

#[test]
fn clients_without_links_get_locations() {
    let mut files = Files::new(json!({}));
    let answer = files.ask("textDocument/definition", "user.prisma", (2, 9), json!({}));
    assert_eq!(answer["result"][0], json!({"uri": files.uri("post.prisma"), "range": range(0, 6, 10)}));
}

#[test]
fn variables_lead_to_the_line_that_sets_them() {
    let mut files = Files::new(json!({}));
    let main = files.uri("main.prisma");
    files.client.open(&main, MAIN);
    let answer = files.ask("textDocument/definition", "main.prisma", (2, 14), json!({}));
    assert_eq!(answer["result"][0], json!({"uri": files.uri(".env"), "range": range(1, 0, 3)}));
    let links = files.client.request("textDocument/documentLink", json!({"textDocument": {"uri": main}}));
    assert_eq!(links["result"][0]["target"], format!("{}#L2", files.uri(".env")));
    assert!(!links.to_string().contains("secret") && !answer.to_string().contains("secret"));
}

#[test]
fn references_and_highlights_are_found() {
    let mut files = Files::new(json!({}));
    let with = |declaration: bool| json!({"context": {"includeDeclaration": declaration}});
    let answer = files.ask("textDocument/references", "user.prisma", (1, 3), with(true));
    let user = json!({"uri": files.uri("user.prisma"), "range": range(1, 2, 4)});
    let post = json!({"uri": files.uri("post.prisma"), "range": range(3, 53, 55)});
    assert_eq!(answer["result"], json!([post, user]));
    let answer = files.ask("textDocument/references", "user.prisma", (1, 3), with(false));
    assert_eq!(answer["result"], json!([post]));
    let answer = files.ask("textDocument/documentHighlight", "user.prisma", (1, 3), json!({}));
    assert_eq!(answer["result"], json!([{"range": range(1, 2, 4), "kind": 3}]));
}

#[test]
fn a_name_is_changed_in_all_files() {
    let mut files = Files::new(json!({
        "workspace": {"workspaceEdit": {"documentChanges": true}},
        "textDocument": {"rename": {"prepareSupport": true}},
    }));
    let answer = files.ask("textDocument/prepareRename", "user.prisma", (0, 8), json!({}));
    assert_eq!(answer["result"], json!({"range": range(0, 6, 10), "placeholder": "User"}));
    let answer = files.ask("textDocument/rename", "user.prisma", (0, 8), json!({"newName": "Person"}));
    let changes = answer["result"]["documentChanges"].as_array().expect("changes");
    let find = |name: &str| {
        let uri = files.uri(name);
        changes
            .iter()
            .find(|change| change["textDocument"]["uri"] == uri.as_str())
            .expect("the file is changed")
    };
    assert_eq!(find("user.prisma")["textDocument"]["version"], 1);
    assert_eq!(find("user.prisma")["edits"][0], json!({"range": range(0, 6, 10), "newText": "Person"}));
    let map = find("user.prisma")["edits"][1]["newText"].as_str().expect("a text");
    assert_eq!(map, "\n\n  @@map(\"User\")\n");
    assert_eq!(find("post.prisma")["edits"], json!([{"range": range(3, 7, 11), "newText": "Person"}]));
}

#[test]
fn what_cannot_be_renamed_is_refused_with_a_reason() {
    let mut files = Files::new(json!({}));
    for (method, at, more) in [
        ("textDocument/prepareRename", (1, 6), json!({})),
        ("textDocument/rename", (0, 8), json!({"newName": "Post"})),
        ("textDocument/rename", (0, 8), json!({"newName": "no name"})),
    ] {
        let answer = files.ask(method, "user.prisma", at, more);
        assert_eq!(answer["error"]["code"], -32803, "{answer}");
        assert!(
            answer["error"]["message"].as_str().is_some_and(|message| message.ends_with('.')),
            "{answer}"
        );
    }
}

#[test]
fn the_setting_for_names_in_the_database_is_heeded() {
    let folder = tempfile::tempdir().expect("a folder");
    let uri = uri_of(&folder.path().join("a.prisma"));
    let mut client = Client::start();
    let options = json!({"prismaAnalyzer": {"rename": {"keepDatabaseNames": false}}});
    client.initialize(json!({"processId": null, "capabilities": {}, "initializationOptions": options}));
    client.notify("initialized", json!({}));
    client.open(&uri, USER);
    let at =
        json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 8}, "newName": "Person"});
    let answer = client.request("textDocument/rename", at);
    assert_eq!(answer["result"]["changes"][&uri], json!([{"range": range(0, 6, 10), "newText": "Person"}]));
}

#[test]
fn hovers_say_what_applies_and_why() {
    let markdown = json!({"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}});
    let mut files = Files::new(markdown);
    let answer = files.ask("textDocument/hover", "user.prisma", (2, 3), json!({}));
    assert_eq!(answer["result"]["range"], range(2, 2, 7));
    let text = answer["result"]["contents"]["value"].as_str().expect("a text");
    assert!(text.contains("One-to-many relation: `User.posts` ↔ `Post.user`"), "{text}");
    assert!(text.contains("on delete, Restrict (the default)"), "{text}");
    let main = files.uri("main.prisma");
    files.client.open(&main, MAIN);
    let answer = files.ask("textDocument/hover", "main.prisma", (0, 3), json!({}));
    let text = answer["result"]["contents"]["value"].as_str().expect("a text");
    assert!(text.contains("PostgreSQL") && text.contains("Prisma 6 (the datasource has a `url`"), "{text}");
    assert!(text.contains("3 files: the datasource is in main.prisma."), "{text}");
}

#[test]
fn hovers_are_plain_where_clients_want_that() {
    let mut files = Files::new(json!({}));
    let answer = files.ask("textDocument/hover", "user.prisma", (1, 6), json!({}));
    assert_eq!(answer["result"]["contents"]["kind"], "plaintext");
    assert!(!answer.to_string().contains('`'), "{answer}");
    assert_eq!(files.ask("textDocument/hover", "user.prisma", (4, 0), json!({}))["result"], Value::Null);
}

#[test]
fn hints_stand_behind_fields() {
    let mut files = Files::new(json!({}));
    let params = json!({"textDocument": {"uri": files.uri("user.prisma")}, "range": {
        "start": {"line": 0, "character": 0}, "end": {"line": 2, "character": 0},
    }});
    let answer = files.client.request("textDocument/inlayHint", params);
    let hint = json!({"position": {"line": 1, "character": 12}, "label": "@db.Integer", "paddingLeft": true});
    assert_eq!(answer["result"], json!([hint]));
}

#[test]
fn lenses_are_shown_where_they_are_asked_for() {
    let mut files = Files::new(json!({"workspace": {"configuration": true}}));
    let params = json!({"textDocument": {"uri": files.uri("user.prisma")}});
    assert_eq!(files.client.request("textDocument/codeLens", params.clone())["result"], json!([]));
    files.client.settings = json!({"codeLens": {"enable": true}});
    files.client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    let lenses = (0..50).find_map(|_| {
        let answer = files.client.request("textDocument/codeLens", params.clone());
        answer["result"].as_array().filter(|lenses| !lenses.is_empty()).cloned()
    });
    let lenses = lenses.expect("lenses, as soon as the settings are there");
    assert_eq!(lenses.len(), 2);
    let title = |lens: Value| lens["result"]["command"]["title"].clone();
    assert_eq!(title(files.client.request("codeLens/resolve", lenses[0].clone())), "1 reference");
    let resolved = files.client.request("codeLens/resolve", lenses[1].clone());
    assert_eq!(resolved["result"]["command"]["arguments"][0], files.uri("post.prisma").as_str());
    assert_eq!(title(resolved), "↔ Post.user");
}
