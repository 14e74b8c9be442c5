//! What an edit does to the segments of a text: which of them go, and which come.

use crate::splitter::{SegmentKind, split};
use std::ops::Range;

/// The segments of a text as its owner keeps them.
pub trait Segments {
    /// How many there are.
    fn count(&self) -> usize;
    /// The text of a segment.
    fn text(&self, index: usize) -> &str;
    /// Whether a segment stands between blocks.
    fn is_between_blocks(&self, index: usize) -> bool;
    /// The first segment that holds something opened and never closed.
    fn first_open_ended(&self) -> Option<usize>;
}

/// The replacement of some segments by others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The segments that go, by index.
    pub replaced: Range<usize>,
    /// The segments that come, with their texts.
    pub segments: Vec<NewSegment>,
}

/// A segment with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSegment {
    /// The text.
    pub text: String,
    /// What the segment is.
    pub kind: SegmentKind,
    /// Whether something is opened and never closed in it.
    pub is_open_ended: bool,
}

/// Applies an edit that lies within some segments. `range` is in bytes from the beginning of the first of them.
///
/// Looks at these segments and their neighbours only, unless the edit opens or closes something (a comment, a
/// block) that reaches further. Segments next to each other may come out as they were.
pub fn resplit(
    old: &impl Segments,
    edited: Range<usize>,
    range: Range<usize>,
    replacement: &str,
) -> Replacement {
    // The segment before may take the edited text in: an unclosed block, or a gap.
    let mut first = edited.start.saturating_sub(1);
    if let Some(open) = old.first_open_ended() {
        first = first.min(open);
    }
    let before: usize = (first..edited.start).map(|index| old.text(index).len()).sum();
    let range = before + range.start..before + range.end;
    let mut last = edited.end;
    loop {
        last = (last + 1 + (last - edited.end) * 2).min(old.count());
        let mut text: String = (first..last).map(|index| old.text(index)).collect();
        text.replace_range(range.clone(), replacement);
        if let Some(found) = settled(old, first..last, edited.end, &text) {
            return found;
        }
    }
}

/// Splits the new text of some segments. None if what follows them may change the result.
fn settled(old: &impl Segments, window: Range<usize>, edited_end: usize, text: &str) -> Option<Replacement> {
    let segments = split(text);
    let with_text = |count: usize| {
        let new = |segment: &crate::Segment| NewSegment {
            text: text[segment.range.clone()].to_owned(),
            kind: segment.kind.clone(),
            is_open_ended: segment.is_open_ended,
        };
        segments[..count].iter().map(new).collect()
    };
    if window.end == old.count() {
        return Some(Replacement { replaced: window, segments: with_text(segments.len()) });
    }
    if segments.iter().any(|segment| segment.is_open_ended) || window.end <= edited_end {
        return None;
    }
    // The last segment of the window was not edited. If it begins where it began, so does all that follows.
    let last = window.end - 1;
    let start = text.len().checked_sub(old.text(last).len())?;
    let index = segments.iter().position(|segment| segment.range.start == start)?;
    let is_gap_after_gap =
        index > 0 && segments[index - 1].kind.is_between_blocks() && old.is_between_blocks(last);
    (!is_gap_after_gap).then(|| Replacement { replaced: window.start..last, segments: with_text(index) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Segment;

    struct Text {
        text: String,
        segments: Vec<Segment>,
    }

    impl Text {
        fn new(text: &str) -> Self {
            Text { text: text.to_owned(), segments: split(text) }
        }

        /// Replaces a piece of the text by its segments, and compares with splitting all of the new text.
        fn check(&self, range: Range<usize>, replacement: &str) -> Replacement {
            let at = |offset: usize| {
                let found = self.segments.iter().position(|segment| offset < segment.range.end);
                found.unwrap_or(self.segments.len().saturating_sub(1))
            };
            let edited = at(range.start)..(at(range.end) + 1).min(self.segments.len());
            let start = self.segments.get(edited.start).map_or(0, |segment| segment.range.start);
            let result = resplit(self, edited, range.start - start..range.end - start, replacement);

            let mut expected = self.text.clone();
            expected.replace_range(range.clone(), replacement);
            let old = |index: usize| (self.text(index).to_owned(), self.segments[index].kind.clone());
            let got: Vec<_> = (0..result.replaced.start)
                .map(old)
                .chain(result.segments.iter().map(|new| (new.text.clone(), new.kind.clone())))
                .chain((result.replaced.end..self.segments.len()).map(old))
                .collect();
            let wanted: Vec<_> = split(&expected)
                .into_iter()
                .map(|segment| (expected[segment.range].to_owned(), segment.kind))
                .collect();
            assert_eq!(got, wanted, "{range:?} → {replacement:?} in {:?}", self.text);
            result
        }
    }

    impl Segments for Text {
        fn count(&self) -> usize {
            self.segments.len()
        }
        fn text(&self, index: usize) -> &str {
            &self.text[self.segments[index].range.clone()]
        }
        fn is_between_blocks(&self, index: usize) -> bool {
            self.segments[index].kind.is_between_blocks()
        }
        fn first_open_ended(&self) -> Option<usize> {
            self.segments.iter().position(|segment| segment.is_open_ended)
        }
    }

    const SCHEMA: &str = "// head\n\ngenerator g {\n  provider = \"x\"\n}\n\n/// doc\nmodel A {\n  id Int @id\n}\n\nmodel B {\n  \
                          a String @default(\"}\")\n}\nenum C {\n  X\n}\n\n<<<<<<< a\n/* c */ model D {\n  id Int\n}\n";

    #[test]
    fn typing_in_a_block_replaces_its_neighbourhood_only() {
        let text = Text::new(SCHEMA);
        let at = SCHEMA.find("  a String").unwrap();
        let result = text.check(at..at, "  b Int\n");
        assert!(result.replaced.len() <= 2, "{result:?}");
    }

    /// Every piece of the alphabet at every place, and every deletion of a few bytes.
    #[test]
    fn any_edit_gives_what_splitting_anew_gives() {
        let text = Text::new(SCHEMA);
        for at in (0..=SCHEMA.len()).filter(|&at| SCHEMA.is_char_boundary(at)) {
            for piece in [
                "}",
                "{",
                "\n",
                "/*",
                "*/",
                "\"",
                "model E {\n",
                "=======\n",
                ">>>>>>> b\n",
                "// x",
                "\r",
                "é",
            ] {
                text.check(at..at, piece);
            }
            for length in [1, 2, 9, 40] {
                let end = (at + length).min(SCHEMA.len());
                text.check(at..end, "");
                text.check(at..end, "\n");
            }
        }
        Text::new("").check(0..0, "model A {\n}\n");
    }

    #[test]
    fn closing_a_comment_far_above_is_seen() {
        let text = Text::new("/* open\nmodel A {\n}\n\nmodel B {\n}\n\nmodel C {\n}\n");
        let at = text.text.find("model C").unwrap();
        text.check(at..at, "*/ ");
    }
}
