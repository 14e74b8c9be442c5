//! Repairs of differences between a schema and its database.

use super::{action, shown};
use crate::lsp::client::ClientFacts;
use crate::lsp::edits::workspace_edit;
use crate::lsp::session::View;
use analyzer::Diagnostic;
use introspection::take_over::Taking;
use tower_lsp_server::ls_types::{CodeAction, CodeActionKind};

/// The repairs of the differences among some findings.
pub(super) fn repairs(view: &View, findings: &[&Diagnostic], facts: &ClientFacts) -> Vec<CodeAction> {
    let drift: Vec<_> = findings.iter().filter(|found| found.rule.code.starts_with("drift-")).collect();
    let Some(taking) = (!drift.is_empty()).then(|| Taking::new(&view.snapshot, view.file)).flatten() else {
        return Vec::new();
    };
    let mut actions: Vec<CodeAction> = Vec::new();
    for found in drift {
        for repair in taking.repairs(found) {
            if actions.iter().any(|action| action.title == repair.title) {
                continue;
            }
            let edit = workspace_edit(view, &repair.edits, facts);
            actions.extend(edit.map(|edit| CodeAction {
                diagnostics: Some(vec![shown(view, found, facts)]),
                ..action(repair.title, CodeActionKind::QUICKFIX, edit)
            }));
        }
    }
    actions
}
