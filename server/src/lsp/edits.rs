//! Edits of several files, as the client wants them.

use super::client::ClientFacts;
use super::convert;
use super::session::View;
use analyzer::{FileId, FixEdit};
use std::collections::BTreeMap;
use tower_lsp_server::ls_types::{
    CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Range, ResourceOp, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
};

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

/// Edits of the schema of a document, and a new file with a text. None for a client that cannot create files.
pub(super) fn with_new_file(
    view: &View,
    edits: &[FixEdit],
    uri: Uri,
    text: String,
    facts: &ClientFacts,
) -> Option<WorkspaceEdit> {
    let edited = workspace_edit(view, edits, facts)?;
    let DocumentChanges::Edits(edited) = edited.document_changes.filter(|_| facts.creates_files)? else {
        return None;
    };
    let create = CreateFile {
        uri: uri.clone(),
        options: Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) }),
        annotation_id: None,
    };
    let text_document = OptionalVersionedTextDocumentIdentifier { uri, version: None };
    let fill =
        TextDocumentEdit { text_document, edits: vec![OneOf::Left(TextEdit::new(Range::default(), text))] };
    let operations = [DocumentChangeOperation::Op(ResourceOp::Create(create))]
        .into_iter()
        .chain([fill].into_iter().chain(edited).map(DocumentChangeOperation::Edit));
    let changes = DocumentChanges::Operations(operations.collect());
    Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
}
