//! `workspace/didChangeConfiguration`, and asking for the settings.

use crate::lsp::settings::{PRISMA_SECTION, SECTION, Settings};
use crate::lsp::{Server, session::Event};
use serde_json::{Value, json};
use tower_lsp_server::ls_types::{ConfigurationItem, DidChangeConfigurationParams};

/// Settings changed. Some clients send them along, others want to be asked.
pub(in crate::lsp) fn handle(server: &Server, params: DidChangeConfigurationParams) {
    if server.facts().configuration {
        fetch_settings(server, params.settings);
    } else {
        server.session.send(Event::Configured(Settings::read([&server.options(), &params.settings])));
    }
}

/// Asks for the settings; they are laid over those that the client has sent.
pub(in crate::lsp) fn fetch_settings(server: &Server, sent: Value) {
    let (client, session, options) = (server.client.clone(), server.session.clone(), server.options());
    tokio::spawn(async move {
        let item = |section: &str| ConfigurationItem { scope_uri: None, section: Some(section.to_owned()) };
        let fetched = match client.configuration(vec![item(SECTION), item(PRISMA_SECTION)]).await {
            Ok(answers) => {
                let mut answers = answers.into_iter();
                let mut next = || answers.next().unwrap_or_default();
                json!({ SECTION: next(), PRISMA_SECTION: next() })
            }
            Err(problem) => {
                tracing::info!("the client did not give its settings: {problem}");
                Value::Null
            }
        };
        session.send(Event::Configured(Settings::read([&options, &sent, &fetched])));
    });
}
