//! Edits of several files, as the client wants them.

use super::client::ClientFacts;
use super::convert;
use super::session::View;
use analyzer::{FileId, FixEdit};
use std::collections::BTreeMap;
use tower_lsp_server::ls_types::WorkspaceEdit;

/// Edits of the schema of a document; none if one is in a file that the client does not know.
pub(super) fn workspace_edit(view: &View, edits: &[FixEdit], facts: &ClientFacts) -> Option<WorkspaceEdit> {
    let mut by_file: BTreeMap<FileId, Vec<&FixEdit>> = BTreeMap::new();
    edits.iter().for_each(|edit| by_file.entry(edit.file).or_default().push(edit));
    let mut documents = Vec::new();
    for (file, edits) in by_file {
        let page = view.pages.iter().find(|page| page.file == file)?;
        let edits = edits
            .into_iter()
            .map(|edit| convert::text_edit(&page.text, edit.range, &edit.replacement, facts.unit));
        documents.push((page.uri.clone(), page.version, edits.collect()));
    }
    Some(convert::workspace_edit(documents, facts.document_changes))
}
