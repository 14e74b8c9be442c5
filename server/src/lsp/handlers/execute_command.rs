//! `workspace/executeCommand`: connecting a schema to its database, looking again, and letting go of it.

use crate::lsp::Server;
use crate::lsp::databases::{Failure, News};
use crate::lsp::session::Event;
use serde::Deserialize;
use serde_json::Value;
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::{ExecuteCommandParams, Uri};

pub(in crate::lsp) const CONNECT: &str = "prismaAnalyzer.database.connect";
pub(in crate::lsp) const REFRESH: &str = "prismaAnalyzer.database.refresh";
pub(in crate::lsp) const DISCONNECT: &str = "prismaAnalyzer.database.disconnect";

/// What the protocol calls a request that was understood and could not be done.
const REQUEST_FAILED: i64 = -32803;

/// The names of the commands.
pub(in crate::lsp) const COMMANDS: [&str; 3] = [CONNECT, REFRESH, DISCONNECT];

/// A document of the schema that is meant.
#[derive(Debug, Deserialize)]
struct Argument {
    uri: Uri,
}

/// Runs a command.
pub(in crate::lsp) async fn handle(server: &Server, params: ExecuteCommandParams) -> Result<Option<Value>> {
    let argument = params.arguments.into_iter().next().unwrap_or_default();
    let Ok(Argument { uri }) = serde_json::from_value(argument) else {
        return Err(Error::invalid_params("the command needs an object with the `uri` of a document"));
    };
    match params.command.as_str() {
        CONNECT | REFRESH => {
            let token = params.work_done_progress_params.work_done_token;
            let looked = server.databases.look(&server.session, &uri, &server.facts(), token).await;
            looked.map_err(|failure| error(&failure))?;
        }
        DISCONNECT => server.session.send(Event::Database { uri, news: News::Off }),
        _ => return Err(Error::method_not_found()),
    }
    Ok(None)
}

fn error(failure: &Failure) -> Error {
    match failure {
        Failure::Unknown => Error::invalid_params("the document is not open"),
        Failure::Cancelled => Error::request_cancelled(),
        Failure::Nowhere(_) | Failure::Unreadable(_) => Error {
            code: ErrorCode::ServerError(REQUEST_FAILED),
            message: failure.message().to_owned().into(),
            data: None,
        },
    }
}
