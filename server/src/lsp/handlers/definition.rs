//! `textDocument/definition`, `declaration`, `typeDefinition` and `implementation`: where a name leads to. The implementation of a
//! relation field is the field on the other side.

use crate::lsp::session::View;
use crate::lsp::{Server, client::ClientFacts, convert, place};
use crate::text::Text;
use analyzer::{Declared, FileId, Snapshot, TextSize};
use ide::Destination;
use project::{Disk, Project, RealDisk};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    GotoDefinitionResponse, Location, LocationLink, TextDocumentPositionParams,
};

/// What a place leads to.
type Question = fn(&Snapshot, FileId, TextSize) -> Option<Destination>;

/// Where the name at a position is declared.
pub(in crate::lsp) async fn definition(
    server: &Server,
    at: TextDocumentPositionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    go(server, at, ide::definition).await
}

/// The declaration of the type of what is at a position.
pub(in crate::lsp) async fn type_definition(
    server: &Server,
    at: TextDocumentPositionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    go(server, at, ide::type_definition).await
}

/// The other side of the relation at a position.
pub(in crate::lsp) async fn implementation(
    server: &Server,
    at: TextDocumentPositionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    go(server, at, ide::other_side).await
}

async fn go(
    server: &Server,
    at: TextDocumentPositionParams,
    question: Question,
) -> Result<Option<GotoDefinitionResponse>> {
    let facts = server.facts();
    let asked = server.session.ask(at.text_document.uri, move |view| {
        let offset = convert::offset(&view.text, at.position, facts.unit);
        let found = question(&view.snapshot, view.file, convert::size(offset))?;
        let places = found.places.iter().filter_map(|place| in_schema(view, place, &facts));
        let mut targets: Vec<_> = places.collect();
        targets.extend(found.variable.as_ref().and_then(|name| in_environment(view, name, &facts)));
        let origin = convert::range(&view.text, found.origin, facts.unit);
        (!targets.is_empty()).then(|| {
            if facts.location_links {
                let link = |target| LocationLink { origin_selection_range: Some(origin), ..target };
                GotoDefinitionResponse::Link(targets.into_iter().map(link).collect())
            } else {
                let location =
                    |target: LocationLink| Location::new(target.target_uri, target.target_selection_range);
                GotoDefinitionResponse::Array(targets.into_iter().map(location).collect())
            }
        })
    });
    Ok(asked.await?.flatten())
}

fn in_schema(view: &View, place: &Declared, facts: &ClientFacts) -> Option<LocationLink> {
    let page = view.pages.iter().find(|page| page.file == place.file)?;
    Some(LocationLink {
        origin_selection_range: None,
        target_uri: page.uri.clone(),
        target_range: convert::range(&page.text, place.whole, facts.unit),
        target_selection_range: convert::range(&page.text, place.name, facts.unit),
    })
}

/// The line of a `.env` file that sets a variable.
fn in_environment(view: &View, variable: &str, facts: &ClientFacts) -> Option<LocationLink> {
    let schema = view.about.as_ref()?;
    let project = Project::new(&RealDisk, view.project_settings.clone());
    let (file, range) = project.variable_in_files(schema, variable)?;
    let text = Text::new(&RealDisk.read(&file)?);
    let range = convert::range(&text, convert::text_range(range), facts.unit);
    Some(LocationLink {
        origin_selection_range: None,
        target_uri: place::uri_of(&file)?,
        target_range: range,
        target_selection_range: range,
    })
}
