//! `check --fix`: applies the repairs that cannot change what was meant.

use analyzer::{Diagnostic, FileId, Fix, FixEdit, Workspace};
use std::ops::Range;

/// A repair can make room for another one, but not without end.
const MOST_ROUNDS: usize = 10;

/// Applies the safe repairs of a schema's findings until there are none left, and gives how many there were.
pub(super) fn apply(workspace: &mut Workspace, files: &[FileId]) -> usize {
    let mut applied = 0;
    for _ in 0..MOST_ROUNDS {
        let snapshot = workspace.snapshot();
        let findings: Vec<_> = files.iter().flat_map(|file| snapshot.diagnostics(*file)).collect();
        let fixes = choose(&findings);
        if fixes.is_empty() {
            break;
        }
        applied += fixes.len();
        let texts: Vec<_> =
            files.iter().map(|file| (*file, edited(*file, &snapshot.text(*file), &fixes))).collect();
        // The workspace waits until nobody looks at it any more.
        drop(snapshot);
        texts.iter().for_each(|(file, text)| workspace.set_text(*file, text));
    }
    applied
}

/// The best safe repair of each finding, as far as they do not get in each other's way.
fn choose(findings: &[Diagnostic]) -> Vec<&Fix> {
    let mut chosen: Vec<&Fix> = Vec::new();
    let safe = findings.iter().filter_map(|finding| finding.fixes.iter().find(|fix| fix.is_safe));
    for fix in safe {
        let edits = || chosen.iter().flat_map(|fix| &fix.edits);
        let is_free = fix.edits.iter().all(|edit| edits().all(|other| !touches(edit, other)));
        if is_free && !fix.edits.is_empty() {
            chosen.push(fix);
        }
    }
    chosen
}

/// Whether two edits change the same place, or places side by side.
fn touches(one: &FixEdit, other: &FixEdit) -> bool {
    one.file == other.file && one.range.start() <= other.range.end() && other.range.start() <= one.range.end()
}

/// A file's text with the edits of some repairs.
fn edited(file: FileId, text: &str, fixes: &[&Fix]) -> String {
    let mut edits: Vec<_> =
        fixes.iter().flat_map(|fix| &fix.edits).filter(|edit| edit.file == file).collect();
    edits.sort_by_key(|edit| edit.range.start());
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(Range::<usize>::from(edit.range), &edit.replacement);
    }
    text
}
