//! From what a text becomes to the pieces of it that change, as small as they can be: cursors, folds and breakpoints of an
//! editor stay where they are.

use crate::Style;
use crate::layout::Piece;
use similar::{Algorithm, capture_diff_slices};
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
    joined(edits)
        .into_iter()
        // A blank line can go at the end of a piece and come at the beginning of the next.
        .filter(|edit| text[edit.range.start - offset..edit.range.end - offset] != edit.replacement)
        .collect()
}

/// The edits from one text to another.
pub(crate) fn between(before: &str, after: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    push_edits(before, after, 0, &mut edits);
    joined(edits)
}

/// The edits, with those in one that touch each other.
fn joined(edits: Vec<Edit>) -> Vec<Edit> {
    let mut joined: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match joined.last_mut() {
            Some(last) if last.range.end == edit.range.start => {
                last.range.end = edit.range.end;
                last.replacement.push_str(&edit.replacement);
            }
            _ => joined.push(edit),
        }
    }
    joined
}

fn push_edits(source: &str, output: &str, offset: usize, edits: &mut Vec<Edit>) {
    let old: Vec<_> = source.split_inclusive('\n').collect();
    let new: Vec<_> = output.split_inclusive('\n').collect();
    if old.len().max(new.len()) > MOST_LINES {
        return push_middle(&old, &new, offset, edits);
    }
    // Lines that differ in blanks only belong together.
    let words = |line: &&str| line.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (old_words, new_words): (Vec<_>, Vec<_>) =
        (old.iter().map(words).collect(), new.iter().map(words).collect());
    let mut at = offset;
    for change in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
        let (old, new) = (&old[change.old_range()], &new[change.new_range()]);
        let length = length(old);
        if old.len() == new.len() {
            push_lines(old, new, at, edits);
        } else {
            edits.push(Edit { range: at..at + length, replacement: new.concat() });
        }
        at += length;
    }
}

fn length(lines: &[&str]) -> usize {
    lines.iter().map(|line| line.len()).sum()
}

/// Adds one edit for everything between the lines that are the same at both ends.
fn push_middle(old: &[&str], new: &[&str], offset: usize, edits: &mut Vec<Edit>) {
    let same_start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let at = offset + length(&old[..same_start]);
    let (old, new) = (&old[same_start..], &new[same_start..]);
    let same_end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - same_end], &new[..new.len() - same_end]);
    edits.push(Edit { range: at..at + length(old), replacement: new.concat() });
}

/// Adds what changes in lines that take the place of as many others.
fn push_lines(old: &[&str], new: &[&str], mut at: usize, edits: &mut Vec<Edit>) {
    for (old, new) in old.iter().zip(new) {
        match changed_gaps(old, new, at) {
            _ if old == new => {}
            Some(gaps) => edits.extend(gaps),
            None => edits.push(changed_piece(old, new, at)),
        }
        at += old.len();
    }
}

/// The blanks of a line that change, if nothing but blanks does.
fn changed_gaps(old: &str, new: &str, start: usize) -> Option<Vec<Edit>> {
    let (mut old_rest, mut new_rest) = (old, new);
    let mut gaps = Vec::new();
    loop {
        let gap = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
        let (old_gap, new_gap) = (gap(old_rest), gap(new_rest));
        let at = start + old.len() - old_rest.len();
        if old_rest[..old_gap] != new_rest[..new_gap] {
            gaps.push(Edit { range: at..at + old_gap, replacement: new_rest[..new_gap].to_owned() });
        }
        (old_rest, new_rest) = (&old_rest[old_gap..], &new_rest[new_gap..]);
        let word = |text: &str| text.find([' ', '\t']).unwrap_or(text.len());
        let (old_word, new_word) = (word(old_rest), word(new_rest));
        if old_rest[..old_word] != new_rest[..new_word] {
            return None;
        }
        if old_word == 0 {
            return (new_rest.is_empty() && old_rest.is_empty()).then_some(gaps);
        }
        (old_rest, new_rest) = (&old_rest[old_word..], &new_rest[new_word..]);
    }
}

/// The piece of a line that changes, without what is the same before and behind it.
fn changed_piece(old: &str, new: &str, start: usize) -> Edit {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>()
    };
    let before = same(&mut old.chars(), &mut new.chars());
    let after = same(&mut old[before..].chars().rev(), &mut new[before..].chars().rev());
    Edit {
        range: start + before..start + old.len() - after,
        replacement: new[before..new.len() - after].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, changed_gaps, changed_piece};
    use crate::{Options, edits, format};

    #[test]
    fn only_blanks_are_touched_where_only_they_change() {
        let gap = |range, replacement: &str| Edit { range, replacement: replacement.to_owned() };
        let gaps = changed_gaps("id Int @id\n", "  id   Int @id\n", 5);
        assert_eq!(gaps, Some(vec![gap(5..5, "  "), gap(7..8, "   ")]));
        assert_eq!(changed_gaps("a b \n", "a b\n", 0), None);
        assert_eq!(changed_gaps("a: b\n", "a b\n", 0), None);
        assert_eq!(changed_piece("  a: b\n", "  a b\n", 0), gap(3..4, ""));
    }

    #[test]
    fn what_is_right_is_not_touched() {
        let text =
            "model A {\n  id Int @id\n  name String\n  b  Boolean\n\n\n}\nmodel B {\n  id Int @id\n}\n";
        let mut edited = text.to_owned();
        let edits = edits(text, &Options::default());
        for edit in edits.iter().rev() {
            edited.replace_range(edit.range.clone(), &edit.replacement);
        }
        assert_eq!(edited, format(text, &Options::default()));
        assert!(
            edits.iter().all(|edit| !text[edit.range.clone()].contains(char::is_alphabetic)),
            "{edits:?}"
        );
    }
}
