//! `workspace/executeCommand`: connecting a schema to its database, looking again, and letting go of it.
//!
//! A database is only asked where the user said so, by one of these commands. What was read goes to the session like any other
//! change; nothing else waits for it.

use crate::database::DatabaseUrl;
use crate::lsp::Server;
use crate::lsp::session::{Event, View};
use analyzer::SchemaId;
use project::{Project, RealDisk};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::env;
use std::path::Path;
use std::sync::Arc;
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::notification::Notification;
use tower_lsp_server::ls_types::{ExecuteCommandParams, Uri};

const CONNECT: &str = "prismaAnalyzer.database.connect";
const REFRESH: &str = "prismaAnalyzer.database.refresh";
const DISCONNECT: &str = "prismaAnalyzer.database.disconnect";

/// What the protocol calls a request that was understood and could not be done.
const REQUEST_FAILED: i64 = -32803;

/// The names of the commands.
pub(in crate::lsp) const COMMANDS: [&str; 3] = [CONNECT, REFRESH, DISCONNECT];

/// A document of the schema that is meant.
#[derive(Debug, Deserialize)]
struct Argument {
    uri: Uri,
}

/// `prismaAnalyzer/databaseStatus`: how the database of a document's schema is doing.
enum DatabaseStatus {}

impl Notification for DatabaseStatus {
    type Params = DatabaseState;
    const METHOD: &'static str = "prismaAnalyzer/databaseStatus";
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct DatabaseState {
    uri: Uri,
    /// `off`, `connecting`, `connected` or `error`.
    state: String,
    /// Where the URL comes from, or what went wrong; nothing secret.
    detail: Option<String>,
}

/// Runs a command.
pub(in crate::lsp) async fn handle(server: &Server, params: ExecuteCommandParams) -> Result<Option<Value>> {
    let argument = params.arguments.into_iter().next().unwrap_or_default();
    let Ok(Argument { uri }) = serde_json::from_value(argument) else {
        return Err(Error::invalid_params("the command needs an object with the `uri` of a document"));
    };
    match params.command.as_str() {
        CONNECT | REFRESH => connect(server, uri).await,
        DISCONNECT => disconnect(server, uri).await,
        _ => return Err(Error::method_not_found()),
    }?;
    Ok(None)
}

/// What has to be known before a database is asked.
struct Plan {
    schema: SchemaId,
    url: std::result::Result<DatabaseUrl, String>,
    /// The schemas of the database that are wanted.
    wanted: Vec<String>,
}

fn plan(view: &View) -> Option<Plan> {
    let schema = view.snapshot.schema(view.file)?;
    let about = view.about.as_ref();
    let folder = about.and_then(|about| about.files.first()).and_then(|file| file.parent());
    let here = folder.map(Path::to_path_buf).or_else(|| env::current_dir().ok()).unwrap_or_default();
    let url = match (&view.settings.database_url, about) {
        (Some(url), _) => Ok(DatabaseUrl::given(&url.0, "prismaAnalyzer.database.url", &here)),
        (None, Some(about)) => {
            DatabaseUrl::of(&Project::new(&RealDisk, view.project_settings.clone()), about, &here)
        }
        (None, None) => Err("the document is no file, so nothing says where its database is".to_owned()),
    };
    Some(Plan { schema, url, wanted: view.snapshot.database_schemas(view.file) })
}

async fn connect(server: &Server, uri: Uri) -> Result<()> {
    let Some(Plan { schema, url, wanted }) = server.session.ask(uri.clone(), plan).await?.flatten() else {
        return Err(Error::invalid_params("the document is not open"));
    };
    let url = match url {
        Ok(url) => url,
        Err(problem) => return fail(server, uri, problem).await,
    };
    tell(server, &uri, "connecting", Some(url.shown.clone())).await;
    match url.read(wanted).await {
        Ok(catalog) => {
            server.session.send(Event::Database { schema, catalog: Some(Arc::new(catalog)) });
            tell(server, &uri, "connected", Some(url.shown.clone())).await;
            Ok(())
        }
        Err(problem) => fail(server, uri, problem.to_string()).await,
    }
}

async fn disconnect(server: &Server, uri: Uri) -> Result<()> {
    let asked = server.session.ask(uri.clone(), |view| view.snapshot.schema(view.file));
    if let Some(schema) = asked.await?.flatten() {
        server.session.send(Event::Database { schema, catalog: None });
    }
    tell(server, &uri, "off", None).await;
    Ok(())
}

/// A database that cannot be read costs one notice, and what was known of it stays.
async fn fail(server: &Server, uri: Uri, problem: String) -> Result<()> {
    tell(server, &uri, "error", Some(problem.clone())).await;
    Err(Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: problem.into(), data: None })
}

async fn tell(server: &Server, uri: &Uri, state: &str, detail: Option<String>) {
    let state = DatabaseState { uri: uri.clone(), state: state.to_owned(), detail };
    server.client.send_notification::<DatabaseStatus>(state).await;
}
