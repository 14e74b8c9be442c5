//! `check --fix`: applies the repairs that cannot change what was meant.

use analyzer::{FileId, Workspace, compatible_safe_fixes, with_edits};

/// A repair can make room for another one, but not without end.
const MOST_ROUNDS: usize = 10;

/// Applies the safe repairs of a schema's findings until there are none left, and gives how many there were.
pub(super) fn apply(workspace: &mut Workspace, files: &[FileId]) -> usize {
    let mut applied = 0;
    for _ in 0..MOST_ROUNDS {
        let snapshot = workspace.snapshot();
        let findings: Vec<_> = files.iter().flat_map(|file| snapshot.diagnostics(*file)).collect();
        let fixes = compatible_safe_fixes(&findings);
        if fixes.is_empty() {
            break;
        }
        applied += fixes.len();
        let edits =
            |file: FileId| fixes.iter().flat_map(|fix| &fix.edits).filter(move |edit| edit.file == file);
        let text = |file: FileId| with_edits(&snapshot.text(file), edits(file));
        let texts: Vec<_> = files.iter().map(|file| (*file, text(*file))).collect();
        // The workspace waits until nobody looks at it any more.
        drop(snapshot);
        texts.iter().for_each(|(file, text)| workspace.set_text(*file, text));
    }
    applied
}
