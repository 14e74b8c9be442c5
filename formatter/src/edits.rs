//! From what a text becomes to the lines of it that change.

use crate::Style;
use crate::layout::Piece;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// A replacement of a piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the text that are replaced.
    pub range: Range<usize>,
    /// What comes in their place.
    pub replacement: String,
}

/// A piece with more lines than this is compared from both of its ends only: finding the shortest way takes too long.
const MOST_LINES: usize = 2_000;

/// The edits that make the outputs of the pieces. `offset` is where the text begins.
pub(crate) fn of(text: &str, pieces: &[Piece], style: Style, offset: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    for piece in pieces {
        let output = style.with_line_endings(&piece.output);
        let source = &text[piece.source.clone()];
        if source != output {
            push_edits(source, &output, piece.source.start + offset, &mut edits);
        }
    }
    // A blank line can go at the end of a piece and come at the beginning of the next.
    edits.retain(|edit| text[edit.range.start - offset..edit.range.end - offset] != edit.replacement);
    edits
}

fn push_edits(source: &str, output: &str, offset: usize, edits: &mut Vec<Edit>) {
    let old: Vec<_> = source.split_inclusive('\n').collect();
    let new: Vec<_> = output.split_inclusive('\n').collect();
    let same_start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[same_start..], &new[same_start..]);
    let same_end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_middle, new_middle) = (&old[..old.len() - same_end], &new[..new.len() - same_end]);
    let mut at = offset + source.len() - old.iter().map(|line| line.len()).sum::<usize>();
    if old_middle.len().max(new_middle.len()) > MOST_LINES {
        let length: usize = old_middle.iter().map(|line| line.len()).sum();
        push(Edit { range: at..at + length, replacement: new_middle.concat() }, edits);
        return;
    }
    for change in capture_diff_slices(Algorithm::Myers, old_middle, new_middle) {
        let length = old_middle[change.old_range()].iter().map(|line| line.len()).sum::<usize>();
        if !matches!(change, DiffOp::Equal { .. }) {
            let replacement = new_middle[change.new_range()].concat();
            push(Edit { range: at..at + length, replacement }, edits);
        }
        at += length;
    }
}

/// Adds an edit, to the last one if that ends where this one begins.
fn push(edit: Edit, edits: &mut Vec<Edit>) {
    match edits.last_mut() {
        Some(last) if last.range.end == edit.range.start => {
            last.range.end = edit.range.end;
            last.replacement.push_str(&edit.replacement);
        }
        _ => edits.push(edit),
    }
}
