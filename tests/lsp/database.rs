//! A schema beside a live database: differences are shown, taken over, and gone.

use crate::client::{Client, uri_of};
use crate::sqlite::run;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SCHEMA: &str = "datasource db {\n  provider = \"sqlite\"\n  url      = \"file:./app.db\"\n}\n\nmodel users {\n  id   Int     @id @default(autoincrement())\n  name String?\n}\n";
const CONNECT: &str = "prismaAnalyzer.database.connect";
const REFRESH: &str = "prismaAnalyzer.database.refresh";
const DISCONNECT: &str = "prismaAnalyzer.database.disconnect";

/// A folder with a schema for Prisma 6.
struct Project {
    folder: TempDir,
    schema: PathBuf,
    uri: String,
}

impl Project {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let schema = folder.path().join("schema.prisma");
        let package = r#"{"devDependencies": {"prisma": "6.19.0"}}"#;
        fs::write(folder.path().join("package.json"), package).expect("a file");
        fs::write(&schema, text).expect("a file");
        let uri = uri_of(&schema);
        Project { folder, schema, uri }
    }

    /// With an SQLite database.
    fn with_database(text: &str, sql: &str) -> Self {
        let project = Self::new(text);
        run(&project.database(), sql);
        project
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("app.db")
    }

    /// A client with the document open and its first findings read.
    fn opened(&self, settings: Value) -> Client {
        let mut client = Client::start();
        client.settings = settings;
        let capabilities = json!({
            "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
            "window": {"workDoneProgress": true},
            "workspace": {"configuration": true, "inlayHint": {"refreshSupport": true}},
        });
        client.initialize(
            json!({"processId": null, "rootUri": uri_of(self.folder.path()), "capabilities": capabilities}),
        );
        client.notify("initialized", json!({}));
        client.open(&self.uri, &fs::read_to_string(&self.schema).expect("a file"));
        client.published(&self.uri);
        client
    }
}

fn command(client: &mut Client, name: &str, uri: &str) -> Value {
    client.request("workspace/executeCommand", json!({"command": name, "arguments": [{"uri": uri}]}))
}

fn codes(published: &[Value]) -> Vec<String> {
    let last = published.last().map(|params| &params["diagnostics"]);
    let findings = last.and_then(Value::as_array).cloned().unwrap_or_default();
    findings.iter().map(|found| found["code"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Waits until a document has just these findings.
fn shows(client: &mut Client, uri: &str, expected: &[&str]) {
    client.published_when(uri, |params| codes(std::slice::from_ref(params)) == expected);
}

/// Waits until the database is in a state, and gives what is said about it.
fn state(client: &mut Client, state: &str) -> Value {
    let is_it = |message: &Value| {
        message["method"] == "prismaAnalyzer/databaseStatus" && message["params"]["state"] == state
    };
    client.wait_for(state, is_it)["params"]["detail"].clone()
}

/// What hints say that is in the database, in small letters: servers write types in one or the other.
fn hints(client: &mut Client, uri: &str) -> Vec<String> {
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let answer =
        client.request("textDocument/inlayHint", json!({"textDocument": {"uri": uri}, "range": range}));
    let hints = answer["result"].as_array().cloned().unwrap_or_default();
    let labels = hints.iter().map(|hint| hint["label"].as_str().unwrap_or_default().to_owned());
    labels.filter(|label| label.starts_with("actually")).map(|label| label.to_lowercase()).collect()
}

/// The edits of the repair with a title, at a place.
fn repair(client: &mut Client, uri: &str, (line, character): (u32, u32), title: &str) -> Vec<Value> {
    let at = json!({"line": line, "character": character});
    let params = json!({"textDocument": {"uri": uri}, "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    let offered = client.request("textDocument/codeAction", params);
    let offered = offered["result"].as_array().expect("a list").clone();
    let titles: Vec<_> = offered.iter().map(|one| one["title"].as_str().unwrap_or_default()).collect();
    let found = offered.iter().find(|one| one["title"] == title);
    let found = found.unwrap_or_else(|| panic!("`{title}` is not among {titles:?}"));
    found["edit"]["changes"][uri].as_array().expect("edits").clone()
}

/// A text after edits in lines and columns, none of which is in a line of another.
fn edited(text: &str, edits: &[Value]) -> String {
    let offset = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().expect("a line")).expect("small");
        let column = usize::try_from(place["character"].as_u64().expect("a column")).expect("small");
        text.split_inclusive('\n').take(line).map(str::len).sum::<usize>() + column
    };
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(offset(&edit["range"]["start"])));
    let mut after = text.to_owned();
    for edit in edits {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        after.replace_range(range, edit["newText"].as_str().expect("a text"));
    }
    after
}

/// Connects, changes the database, sees the difference as a hint and as a finding, repairs it, and sees it gone. `alter` runs
/// statements, and `name` is the type of the column that is called so.
fn a_difference_comes_and_goes(project: &Project, alter: impl Fn(&str), text: &str, name: &str) {
    let (uri, mut client) = (&project.uri, project.opened(Value::Null));
    let connected = command(&mut client, CONNECT, uri);
    assert_eq!(connected["error"], Value::Null, "{connected}");
    for known in ["connecting", "connected"] {
        let detail = state(&mut client, known);
        assert!(!detail.to_string().contains("s3cret"), "the servers' password is told: {detail}");
    }
    assert_eq!(codes(&client.published_until_quiet()), Vec::<String>::new());
    assert_eq!(hints(&mut client, uri), Vec::<String>::new());

    alter("alter table users add column born timestamp");
    command(&mut client, REFRESH, uri);
    client.wait_for("a request to ask for hints again", |message| {
        message["method"] == "workspace/inlayHint/refresh"
    });
    shows(&mut client, uri, &["drift-column-unknown"]);
    let repaired = edited(text, &repair(&mut client, uri, (5, 7), "Add `born` from the database"));
    client.change(uri, json!(2), json!([{ "text": repaired }]));
    shows(&mut client, uri, &[]);

    let other = repaired.replace("name String?", "name Int");
    client.change(uri, json!(3), json!([{ "text": other }]));
    shows(&mut client, uri, &["drift-type", "drift-nullability"]);
    assert_eq!(hints(&mut client, uri), [format!("actually {name} null")]);
    let repaired = edited(&other, &repair(&mut client, uri, (7, 7), "Take over `name` from the database"));
    client.change(uri, json!(4), json!([{ "text": repaired }]));
    shows(&mut client, uri, &[]);

    alter("alter table users drop column name");
    command(&mut client, REFRESH, uri);
    shows(&mut client, uri, &["drift-column-missing"]);
    command(&mut client, DISCONNECT, uri);
    shows(&mut client, uri, &[]);
}

#[test]
fn a_difference_to_sqlite_comes_and_goes() {
    let project = Project::with_database(SCHEMA, "create table users (id integer primary key, name text)");
    a_difference_comes_and_goes(&project, |sql| run(&project.database(), sql), SCHEMA, "text");
}

/// The same on a real server, with the type of a text there. Skipped, and said to be, where it is not installed; with
/// `REQUIRE_DATABASES`, that is a failure.
#[cfg(unix)]
#[allow(clippy::print_stderr, reason = "what is skipped must be seen")]
fn a_difference_to_a_server_comes_and_goes(kind: servers::Kind, id: &str, name: &str) {
    use servers::Kind;
    use sqlx::{AssertSqlSafe, Connection, MySqlConnection, PgConnection};
    let Some(server) = kind.start().expect("it starts where it is installed") else {
        assert!(std::env::var_os("REQUIRE_DATABASES").is_none(), "{kind:?} is not installed");
        return eprintln!("skipped: {kind:?} is not installed");
    };
    let run = |database: &str, sql: &str| {
        let (url, sql) = (server.url(database), AssertSqlSafe(sql.to_owned()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let ran = runtime.block_on(async {
            if kind == Kind::PostgreSql {
                sqlx::raw_sql(sql).execute(&mut PgConnection::connect(&url).await?).await.map(drop)
            } else {
                sqlx::raw_sql(sql).execute(&mut MySqlConnection::connect(&url).await?).await.map(drop)
            }
        });
        ran.expect("statements");
    };
    let (provider, first) =
        if kind == Kind::PostgreSql { ("postgresql", "postgres") } else { ("mysql", "mysql") };
    run(first, "create database app");
    run("app", &format!("create table users (id {id} primary key, name {name})"));
    let text = SCHEMA.replace("sqlite", provider).replace("file:./app.db", &server.url("app"));
    a_difference_comes_and_goes(&Project::new(&text), |sql| run("app", sql), &text, name);
}

#[cfg(unix)]
#[test]
fn a_difference_to_postgresql_comes_and_goes() {
    a_difference_to_a_server_comes_and_goes(servers::Kind::PostgreSql, "serial", "text");
}

#[cfg(unix)]
#[test]
fn a_difference_to_mysql_comes_and_goes() {
    a_difference_to_a_server_comes_and_goes(servers::Kind::MySql, "int auto_increment", "varchar(191)");
}

#[cfg(unix)]
#[test]
fn a_difference_to_mariadb_comes_and_goes() {
    a_difference_to_a_server_comes_and_goes(servers::Kind::MariaDb, "int auto_increment", "varchar(191)");
}

#[test]
fn a_setting_connects_by_itself_and_migrations_make_it_look_again() {
    let project = Project::with_database(SCHEMA, "create table users (id integer primary key, name text)");
    let migrations = project.folder.path().join("migrations");
    fs::create_dir(&migrations).expect("a folder");
    let mut client = project.opened(json!({"database": {"enable": true}}));
    let begun =
        |message: &Value| message["method"] == "$/progress" && message["params"]["value"]["kind"] == "begin";
    client.wait_for("progress", begun);
    let detail = state(&mut client, "connected");
    assert_eq!(detail, "file:./app.db (schema.prisma)");
    client.published_until_quiet();

    run(&project.database(), "alter table users add column born timestamp");
    let migration = migrations.join("1_born");
    fs::create_dir(&migration).expect("a folder");
    let change = json!({"uri": uri_of(&migration.join("migration.sql")), "type": 1});
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    state(&mut client, "stale");
    state(&mut client, "connected");
    let found = client.published_when(&project.uri, |params| params["diagnostics"][0] != Value::Null);
    assert_eq!(found["diagnostics"][0]["code"], "drift-column-unknown");

    // What is known stays known when the schema gets another file.
    fs::write(project.folder.path().join("other.prisma"), "model Other {\n  id Int @id\n}\n")
        .expect("a file");
    let status = client.request("prismaAnalyzer/status", json!({"textDocument": {"uri": project.uri}}));
    assert_eq!(status["result"]["database"]["state"], "connected", "{status}");

    client.settings = json!({"database": {"enable": false}});
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    state(&mut client, "off");
    shows(&mut client, &project.uri, &[]);
}

#[test]
fn a_lens_connects_and_lets_go() {
    let project = Project::with_database(SCHEMA, "create table users (id integer primary key, name text)");
    let mut client = project.opened(Value::Null);
    let lenses = |client: &mut Client| {
        let answer = client.request("textDocument/codeLens", json!({"textDocument": {"uri": project.uri}}));
        answer["result"].as_array().cloned().unwrap_or_default()
    };
    let offered = lenses(&mut client);
    let [lens] = &offered[..] else { panic!("one lens: {offered:?}") };
    let run = json!({"command": lens["command"]["command"], "arguments": lens["command"]["arguments"]});
    assert_eq!(lens["range"]["start"]["line"], 0);
    client.request("workspace/executeCommand", run);
    state(&mut client, "connected");
    let titles: Vec<_> = lenses(&mut client).iter().map(|lens| lens["command"]["title"].clone()).collect();
    assert_eq!(titles, ["Read the database again", "Disconnect"]);
}

#[test]
fn a_model_for_a_table_is_completed() {
    let project = Project::with_database(
        SCHEMA,
        "create table users (id integer primary key, name text); create table posts (id integer primary key, author_id integer not null references users (id))",
    );
    let mut client = project.opened(Value::Null);
    command(&mut client, CONNECT, &project.uri);
    shows(&mut client, &project.uri, &["drift-table-unknown"]);
    let text = format!("{SCHEMA}\nmo");
    client.change(&project.uri, json!(2), json!([{ "text": text }]));
    let params = json!({"textDocument": {"uri": project.uri}, "position": {"line": 10, "character": 2}});
    let answer = client.request("textDocument/completion", params);
    let items = answer["result"]["items"].as_array().expect("items").clone();
    let item = items.iter().find(|item| item["label"] == "model posts").expect("the model");
    let mut edits = item["additionalTextEdits"].as_array().cloned().unwrap_or_default();
    edits.push(item["textEdit"].clone());
    let completed = edited(&text, &edits);
    client.change(&project.uri, json!(3), json!([{ "text": completed }]));
    shows(&mut client, &project.uri, &[]);

    let repaired = edited(SCHEMA, &{
        client.change(&project.uri, json!(4), json!([{ "text": SCHEMA }]));
        shows(&mut client, &project.uri, &["drift-table-unknown"]);
        repair(&mut client, &project.uri, (0, 11), "Add a model for the table `posts`")
    });
    client.change(&project.uri, json!(5), json!([{ "text": repaired }]));
    shows(&mut client, &project.uri, &[]);
}

#[test]
fn everything_is_taken_over_when_somebody_chooses_it() {
    let sql = "create table users (id integer primary key, name text not null, age int); create table posts (id integer primary key)";
    let project = Project::with_database(SCHEMA, sql);
    let mut client = Client::ready_with(json!({"textDocument": {"codeAction": {
        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
        "dataSupport": true,
        "resolveSupport": {"properties": ["edit"]},
    }}}));
    client.open(&project.uri, SCHEMA);
    command(&mut client, CONNECT, &project.uri);
    client.published_when(&project.uri, |params| params["diagnostics"][0] != Value::Null);
    let at = json!({"line": 0, "character": 11});
    let params = json!({"textDocument": {"uri": project.uri}, "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    let offered = client.request("textDocument/codeAction", params)["result"].clone();
    let everything = offered.as_array().and_then(|offered| offered.last()).expect("actions").clone();
    assert_eq!(
        (&everything["title"], &everything["edit"]),
        (&json!("Take over everything from the database"), &Value::Null)
    );
    let resolved = client.request("codeAction/resolve", everything)["result"].clone();
    let edits = resolved["edit"]["changes"][&project.uri].as_array().expect("edits").clone();
    let after = edited(SCHEMA, &edits);
    client.change(&project.uri, json!(2), json!([{ "text": after }]));
    shows(&mut client, &project.uri, &[]);
}

#[test]
fn a_database_that_is_not_there_costs_one_notice() {
    let project = Project::new(SCHEMA);
    let mut client = project.opened(Value::Null);
    let refused = command(&mut client, CONNECT, &project.uri);
    let message = refused["error"]["message"].as_str().expect("a message");
    assert!(message.starts_with("There is no database"), "{message}");
    assert_eq!(state(&mut client, "error"), message);
    assert_eq!(files_in(project.folder.path()), 2, "nothing was made");
}

#[test]
fn a_setting_for_a_database_that_is_not_there_costs_one_notice() {
    let project = Project::new(SCHEMA);
    let mut client = project.opened(json!({"database": {"enable": true}}));
    let is_notice = |message: &Value| message["method"] == "window/showMessage";
    let notice = client.wait_for("a notice", is_notice);
    let message = notice["params"]["message"].as_str().expect("a message");
    assert!(message.starts_with("The database: There is no database"), "{message}");
    state(&mut client, "error");
    // Other edits, and another look at which files there are, do not bring it again.
    for version in 2..5 {
        client.change(&project.uri, json!(version), json!([{ "text": format!("{SCHEMA}// {version}\n") }]));
        client
            .notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": project.uri, "type": 2}]}));
        assert_eq!(codes(&client.published_until_quiet()), Vec::<String>::new());
    }
    let status = client.request("prismaAnalyzer/status", json!({"textDocument": {"uri": project.uri}}));
    assert_eq!(status["result"]["database"]["state"], "error", "{status}");
    assert_eq!(files_in(project.folder.path()), 2, "nothing was made");
}

#[test]
fn waiting_for_a_database_can_be_cancelled() {
    // Takes connections, and never says a word.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("an address").port();
    let url = format!("postgresql://me:secret@127.0.0.1:{port}/app?connect_timeout=60");
    let text = SCHEMA.replace("\"sqlite\"", "\"postgresql\"").replace("file:./app.db", &url);
    let project = Project::new(&text);
    let mut client = project.opened(Value::Null);
    let arguments = json!([{"uri": project.uri}]);
    let connecting =
        client.start_request("workspace/executeCommand", json!({"command": CONNECT, "arguments": arguments}));
    let progress = client.wait_for("progress", |message| {
        message["method"] == "$/progress" && message["params"]["value"]["kind"] == "begin"
    });
    let value = &progress["params"]["value"];
    assert_eq!(value["cancellable"], true);
    assert!(!progress.to_string().contains("secret"), "{progress}");
    client.notify("window/workDoneProgress/cancel", json!({"token": progress["params"]["token"]}));
    let answer = client.answer(&json!(connecting));
    assert_eq!(answer["error"]["code"], -32800, "{answer}");
    state(&mut client, "off");
    drop(silent);
}

fn files_in(folder: &Path) -> usize {
    fs::read_dir(folder).expect("a folder").count()
}
