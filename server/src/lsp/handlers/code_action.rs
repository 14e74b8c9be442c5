//! `textDocument/codeAction`: the repairs of findings, and what concerns a whole schema.

mod database;
mod moves;

use crate::lsp::edits::workspace_edit;
use crate::lsp::session::View;
use crate::lsp::{Server, client::ClientFacts, convert};
use analyzer::{Diagnostic, FileId, FixEdit, TextRange, with_edits};
use formatter::Options;
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Uri, WorkspaceEdit,
};

pub(in crate::lsp) use moves::MOVE;

/// All repairs that cannot change what was meant.
pub(in crate::lsp) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.prisma-analyzer");
/// What the relations of a schema lack.
pub(in crate::lsp) const COMPLETE: CodeActionKind =
    CodeActionKind::new("source.completeRelations.prisma-analyzer");

/// What can be done about a range of a document.
pub(in crate::lsp) async fn handle(
    server: &Server,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let facts = server.facts();
    if !facts.code_actions {
        return Ok(None);
    }
    let asked = server.session.ask(params.text_document.uri, move |view| {
        let only = params.context.only.as_deref();
        // Nobody gets these without asking for them: they look at the whole schema, and are asked for at every move of a cursor.
        let asks_for =
            |kind: &CodeActionKind| only.is_some_and(|only| only.iter().any(|one| includes(one, kind)));
        let range = convert::offsets(&view.text, params.range, facts.unit);
        let mut actions = Vec::new();
        if only.is_none() || asks_for(&CodeActionKind::QUICKFIX) {
            actions = quick_fixes(view, &range, &facts);
        }
        if only.is_none() || asks_for(&CodeActionKind::REFACTOR_REWRITE) {
            actions.extend(rewrites(view, &range, &facts));
        }
        if only.is_none() || asks_for(&MOVE) {
            actions.extend(moves::move_block(view, range.start, &facts));
            actions.extend(moves::to_config(view, range.start, &facts));
        }
        if asks_for(&FIX_ALL) {
            actions.extend(fix_all(view, &facts));
        }
        if asks_for(&COMPLETE) {
            actions.extend(complete(view, &facts));
        }
        actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
    });
    asked.await
}

/// An action with its edit. The only one without is what takes over everything from a database; its data is the document.
pub(in crate::lsp) async fn resolve(server: &Server, action: CodeAction) -> Result<CodeAction> {
    let facts = server.facts();
    let uri = action.data.as_ref().and_then(|data| Uri::from_str(data.as_str()?).ok());
    let Some(uri) = uri.filter(|_| action.edit.is_none()) else { return Ok(action) };
    let asked = server.session.ask(uri, move |view| database::everything(view, &facts));
    Ok(CodeAction { edit: asked.await?.flatten(), ..action })
}

/// Whether a kind of action is another one, or more general.
fn includes(general: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(general.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn quick_fixes(view: &View, range: &Range<usize>, facts: &ClientFacts) -> Vec<CodeAction> {
    let touches =
        |other: TextRange| usize::from(other.start()) <= range.end && range.start <= usize::from(other.end());
    let findings = view.snapshot.diagnostics(view.file);
    let mut actions = Vec::new();
    let mut misses_side = false;
    for found in findings.iter().filter(|found| touches(found.range)) {
        misses_side |= found.rule.code == "relation-missing-opposite";
        for (at, fix) in found.fixes.iter().enumerate() {
            let edit = workspace_edit(view, &fix.edits, facts);
            actions.extend(edit.map(|edit| CodeAction {
                diagnostics: Some(vec![shown(view, found, facts)]),
                is_preferred: Some(at == 0 && fix.is_safe),
                ..action(fix.title.clone(), CodeActionKind::QUICKFIX, edit)
            }));
        }
    }
    let touched: Vec<_> = findings.iter().filter(|found| touches(found.range)).collect();
    actions.extend(database::repairs(view, &touched, facts));
    if let Some(fix) = misses_side.then(|| view.snapshot.add_missing_sides(view.file)).flatten() {
        let edit = workspace_edit(view, &fix.edits, facts);
        actions.extend(edit.map(|edit| action(fix.title, CodeActionKind::QUICKFIX, edit)));
    }
    actions
}

fn rewrites(view: &View, range: &Range<usize>, facts: &ClientFacts) -> Vec<CodeAction> {
    let rewrites = view.snapshot.rewrites(view.file, convert::text_range(range.clone())).into_iter();
    let shown = |rewrite: analyzer::Fix| {
        let edit = workspace_edit(view, &rewrite.edits, facts)?;
        Some(action(rewrite.title, CodeActionKind::REFACTOR_REWRITE, edit))
    };
    rewrites.filter_map(shown).collect()
}

fn action(title: String, kind: CodeActionKind, edit: WorkspaceEdit) -> CodeAction {
    CodeAction { title, kind: Some(kind), edit: Some(edit), ..CodeAction::default() }
}

fn shown(view: &View, found: &Diagnostic, facts: &ClientFacts) -> tower_lsp_server::ls_types::Diagnostic {
    convert::diagnostic(found, &view.text, facts.unit, None)
}

fn fix_all(view: &View, facts: &ClientFacts) -> Option<CodeAction> {
    let findings = view.snapshot.diagnostics(view.file);
    let fixes = analyzer::compatible_safe_fixes(&findings);
    let edits: Vec<_> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    let edit = workspace_edit(view, &edits, facts).filter(|_| !edits.is_empty())?;
    Some(action("Apply all safe repairs".to_owned(), FIX_ALL, edit))
}

fn complete(view: &View, facts: &ClientFacts) -> Option<CodeAction> {
    let parts = view.snapshot.missing_relation_parts(view.snapshot.schema(view.file)?);
    let mut by_file: BTreeMap<FileId, Vec<&FixEdit>> = BTreeMap::new();
    parts.iter().for_each(|part| by_file.entry(part.file).or_default().push(part));
    let mut edits = Vec::new();
    for (file, parts) in by_file {
        let text = view.snapshot.text(file);
        let completed = with_edits(&text, parts);
        let options = Options { dialect: view.snapshot.dialect(file), ..Options::default() };
        let changes = formatter::edits_between(&text, &formatter::format(&completed, &options));
        edits.extend(changes.into_iter().map(|edit| FixEdit {
            file,
            range: convert::text_range(edit.range),
            replacement: edit.replacement,
        }));
    }
    let edit = workspace_edit(view, &edits, facts).filter(|_| !edits.is_empty())?;
    Some(action("Complete the relations".to_owned(), COMPLETE, edit))
}
