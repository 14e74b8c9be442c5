//! `textDocument/codeLens` and `codeLens/resolve`. What a lens says is found out when it is shown.

use super::execute_command::{CONNECT, DISCONNECT, REFRESH};
use crate::lsp::databases::State;
use crate::lsp::session::View;
use crate::lsp::{Server, convert};
use crate::text::Unit;
use analyzer::{FileId, TextRange};
use ide::{Lens, LensKind};
use serde_json::{Value, json};
use std::str::FromStr;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{CodeLens, CodeLensParams, Command, Location, Uri};

/// The lenses of a document, as far as they are wanted.
pub(in crate::lsp) async fn handle(server: &Server, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    let unit = server.facts().unit;
    let uri = params.text_document.uri.clone();
    let asked = server.session.ask(params.text_document.uri, move |view| {
        let mut lenses = if view.settings.database_lens { of_database(view, &uri, unit) } else { Vec::new() };
        if !view.settings.code_lens {
            return lenses;
        }
        let shown = |lens: ide::CodeLens| {
            let kind = match lens.kind {
                LensKind::References => "references",
                LensKind::OtherSide => "otherSide",
            };
            CodeLens {
                range: convert::range(&view.text, lens.range, unit),
                command: None,
                data: Some(json!({ "uri": uri.as_str(), "kind": kind })),
            }
        };
        lenses.extend(ide::code_lenses(&view.snapshot, view.file).into_iter().map(shown));
        lenses
    });
    asked.await
}

/// What can be done with the connection to the database, at the datasource.
fn of_database(view: &View, uri: &Uri, unit: Unit) -> Vec<CodeLens> {
    let Some(range) = ide::connection_lens(&view.snapshot, view.file).filter(|_| view.about.is_some()) else {
        return Vec::new();
    };
    let lens = |title: &str, command: &str| CodeLens {
        range: convert::range(&view.text, range, unit),
        command: Some(Command {
            title: title.to_owned(),
            command: command.to_owned(),
            arguments: Some(vec![json!({ "uri": uri.as_str() })]),
        }),
        data: None,
    };
    match view.database.state {
        State::Off => vec![lens("Connect to the database", CONNECT)],
        // What goes on is shown by the client.
        State::Connecting => Vec::new(),
        State::Connected => vec![lens("Read the database again", REFRESH), lens("Disconnect", DISCONNECT)],
        State::Stale => {
            vec![
                lens("The database has probably changed: read it again", REFRESH),
                lens("Disconnect", DISCONNECT),
            ]
        }
        State::Error => {
            vec![lens("The database cannot be read: try again", REFRESH), lens("Disconnect", DISCONNECT)]
        }
    }
}

/// A lens with its title and its command, which the editor carries out.
pub(in crate::lsp) async fn resolve(server: &Server, lens: CodeLens) -> Result<CodeLens> {
    let unit = server.facts().unit;
    let data = lens.data.clone().unwrap_or(Value::Null);
    let kind = if data["kind"] == "otherSide" { LensKind::OtherSide } else { LensKind::References };
    let Some(uri) = data["uri"].as_str().and_then(|uri| Uri::from_str(uri).ok()) else { return Ok(lens) };
    let start = lens.range.start;
    let asked = server.session.ask(uri.clone(), move |view| {
        let offset = convert::size(convert::offset(&view.text, start, unit));
        let location = |file: FileId, range: TextRange| {
            let page = view.pages.iter().find(|page| page.file == file)?;
            Some(Location::new(page.uri.clone(), convert::range(&page.text, range, unit)))
        };
        let found = ide::resolve_lens(&view.snapshot, view.file, offset, kind)?;
        Some(match found {
            Lens::References(places) => {
                let locations: Vec<_> =
                    places.iter().filter_map(|one| location(one.file, one.range)).collect();
                let title = match locations.len() {
                    1 => "1 reference".to_owned(),
                    count => format!("{count} references"),
                };
                let arguments = vec![json!(uri.as_str()), json!(start), json!(locations)];
                Command {
                    title,
                    command: "prismaAnalyzer.showReferences".to_owned(),
                    arguments: Some(arguments),
                }
            }
            Lens::OtherSide(name, place) => {
                let there = location(place.file, place.name)?;
                let arguments = vec![json!(there.uri.as_str()), json!(there.range.start)];
                Command {
                    title: format!("↔ {name}"),
                    command: "prismaAnalyzer.goTo".to_owned(),
                    arguments: Some(arguments),
                }
            }
        })
    });
    let command = asked.await?.flatten();
    Ok(CodeLens { command: command.or(lens.command), ..lens })
}
