//! Repairs of differences between a schema and its database.

use super::{action, shown};
use crate::lsp::client::ClientFacts;
use crate::lsp::edits::workspace_edit;
use crate::lsp::session::View;
use analyzer::Diagnostic;
use introspection::take_over::{self, EVERYTHING, TakeOver};
use tower_lsp_server::ls_types::{CodeAction, CodeActionKind, WorkspaceEdit};

/// The repairs of the differences among some findings.
pub(super) fn repairs(view: &View, findings: &[&Diagnostic], facts: &ClientFacts) -> Vec<CodeAction> {
    let mut actions: Vec<CodeAction> = Vec::new();
    let drift: Vec<_> = findings.iter().filter(|found| found.rule.code.starts_with("drift-")).collect();
    for found in &drift {
        let taking = take_over::Taking::of_finding(&view.snapshot, view.file, found);
        for TakeOver { title, edits } in taking.map(|taking| taking.repairs(found)).unwrap_or_default() {
            if actions.iter().any(|action| action.title == title) {
                continue;
            }
            let edit = workspace_edit(view, &edits, facts);
            actions.extend(edit.map(|edit| CodeAction {
                diagnostics: Some(vec![shown(view, found, facts)]),
                ..action(title, CodeActionKind::QUICKFIX, edit)
            }));
        }
    }
    actions.extend((!drift.is_empty()).then(|| take_everything(view, facts)).flatten());
    actions
}

/// What takes over everything. It takes long where there is much, so its edit is found when somebody chooses it, if the client can wait
/// for that.
fn take_everything(view: &View, facts: &ClientFacts) -> Option<CodeAction> {
    if facts.resolves_actions {
        let page = view.pages.iter().find(|page| page.file == view.file)?;
        return Some(CodeAction {
            title: EVERYTHING.to_owned(),
            kind: Some(CodeActionKind::QUICKFIX),
            data: Some(page.uri.as_str().into()),
            ..CodeAction::default()
        });
    }
    let edit = everything(view, facts)?;
    Some(action(EVERYTHING.to_owned(), CodeActionKind::QUICKFIX, edit))
}

/// The edit of what takes over everything.
pub(super) fn everything(view: &View, facts: &ClientFacts) -> Option<WorkspaceEdit> {
    let found = take_over::Taking::everything(&view.snapshot, view.file)?;
    workspace_edit(view, &found.edits, facts)
}
