//! `initialized`.

use super::did_change_configuration::fetch_settings;
use crate::lsp::Server;
use serde_json::json;
use tower_lsp_server::ls_types::Registration;

/// What decides on the schemas of a workspace, and the migrations of their databases. Of a folder that is deleted, some clients
/// tell nothing but its own name.
const WATCHED: [&str; 11] = [
    "**/*.prisma",
    "**/prisma.config.{ts,mts,cts,js,mjs,cjs}",
    "**/.config/prisma.{ts,mts,cts,js,mjs,cjs}",
    "**/package.json",
    "**/{package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,yarn.lock,bun.lock}",
    "**/pnpm-workspace.yaml",
    "**/.gitignore",
    "**/.env",
    "**/.env.*",
    "**/{prisma,schema}",
    "**/migrations/**",
];

/// The client is ready for requests: settings are asked for, and notice of what changes. Everything works
/// without this message too, with the settings of `initialize`.
pub(in crate::lsp) fn handle(server: &Server) {
    let facts = server.facts();
    if facts.configuration {
        fetch_settings(server, serde_json::Value::Null);
    }
    let mut registrations = Vec::new();
    if facts.register_configuration {
        registrations.push(registration("workspace/didChangeConfiguration", None));
    }
    if facts.register_watched_files {
        let watchers: Vec<_> = WATCHED.iter().map(|pattern| json!({ "globPattern": pattern })).collect();
        let options = json!({ "watchers": watchers });
        registrations.push(registration("workspace/didChangeWatchedFiles", Some(options)));
    }
    if registrations.is_empty() {
        return;
    }
    let client = server.client.clone();
    tokio::spawn(async move {
        if let Err(problem) = client.register_capability(registrations).await {
            tracing::info!("the client does not give notice of changes: {problem}");
        }
    });
}

fn registration(method: &str, options: Option<serde_json::Value>) -> Registration {
    Registration { id: method.to_owned(), method: method.to_owned(), register_options: options }
}
