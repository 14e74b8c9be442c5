//! Folding: what an editor can hide behind the line on which it begins.

use crate::brackets::{between_brackets, has_brackets};
use crate::lines::is_alone;
use analyzer::{FileId, Snapshot, TextRange};
use syntax::Tree;
use syntax::node::{Node, TypedNode};

/// What kind of text is folded. Editors can fold all of a kind at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoldKind {
    /// What stands between brackets.
    Brackets,
    /// A comment of several lines, or comments on lines that follow each other.
    Comment,
    /// From `// region` to `// endregion`.
    Region,
}

/// Text of several lines that can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// What it is.
    pub kind: FoldKind,
    /// What is hidden, in bytes of the file. Between brackets, it does not hold the brackets. It begins and ends on different
    /// lines.
    pub range: TextRange,
}

/// What can be folded in a file, in the order of the text; what is folded around something comes before it.
pub fn folding_ranges(snapshot: &Snapshot, file: FileId) -> Vec<Fold> {
    let whole = TextRange::up_to(snapshot.len(file));
    let found = snapshot.map_trees(file, whole, |start, tree| {
        let (folds, marks) = folds_and_marks(tree);
        let folds = folds.into_iter().map(|fold| Fold { range: fold.range + start, ..fold });
        let marks = marks.into_iter().map(|(mark, range)| (mark, range + start));
        (folds.collect::<Vec<_>>(), marks.collect::<Vec<_>>())
    });
    let mut folds = Vec::new();
    // The places of `// region` that have found no end yet. Regions can hold several blocks.
    let mut open_regions = Vec::new();
    for (of_segment, marks) in found {
        folds.extend(of_segment);
        for (mark, range) in marks {
            match mark {
                RegionMark::Start => open_regions.push(range),
                RegionMark::End => {
                    let region =
                        |start: TextRange| Fold { kind: FoldKind::Region, range: start.cover(range) };
                    folds.extend(open_regions.pop().map(region));
                }
            }
        }
    }
    folds.sort_by_key(|fold| (fold.range.start(), std::cmp::Reverse(fold.range.end())));
    folds
}

/// What can be folded in a segment, and the marks of regions in it.
fn folds_and_marks(tree: &Tree) -> (Vec<Fold>, Vec<(RegionMark, TextRange)>) {
    let mut folds = Vec::new();
    let mut marks = Vec::new();
    // Comments that follow each other: their form, and where they are.
    let mut runs: Vec<(&str, TextRange)> = Vec::new();
    for node in tree.root().node().descendants() {
        let (kind, range) = (node.kind(), node.range());
        let is_line = matches!(kind, "comment" | "doc_comment");
        if has_brackets(node) {
            folds.push(Fold { kind: FoldKind::Brackets, range: between_brackets(node) });
        } else if let Some(mark) = region_mark(node) {
            marks.push((mark, range));
        } else if kind == "block_comment" || is_line && is_alone(tree.text(), range) {
            match runs.last_mut() {
                Some((other, run)) if is_line && *other == kind && is_next_line(tree, *run, range) => {
                    *run = run.cover(range);
                }
                _ => runs.push((kind, range)),
            }
        }
    }
    folds.extend(runs.into_iter().map(|(_, range)| Fold { kind: FoldKind::Comment, range }));
    folds.retain(|fold| tree.text()[fold.range].contains(['\n', '\r']));
    (folds, marks)
}

/// Whether there is one line break between two ranges, and nothing else but blanks.
fn is_next_line(tree: &Tree, range: TextRange, next: TextRange) -> bool {
    let between = &tree.text()[TextRange::new(range.end(), next.start())];
    between.trim().is_empty() && between.replace("\r\n", "\n").matches(['\n', '\r']).count() == 1
}

#[derive(Clone, Copy)]
enum RegionMark {
    Start,
    End,
}

/// What a comment such as `// region Name`, `//#region` or `// #endregion` marks.
fn region_mark(node: Node) -> Option<RegionMark> {
    let text = node.text().strip_prefix("//").filter(|_| node.kind() == "comment")?.trim_start();
    match text.strip_prefix('#').unwrap_or(text).split_whitespace().next()? {
        "region" => Some(RegionMark::Start),
        "endregion" => Some(RegionMark::End),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schema;
    use insta::assert_snapshot;

    /// The kinds, and the first and the last line of each fold.
    fn folds(text: &str) -> String {
        let (snapshot, file) = schema(text);
        let show = |fold: Fold| {
            let mut lines = text[fold.range].lines();
            let (first, last) = (lines.next().unwrap_or_default(), lines.next_back().unwrap_or_default());
            let line = text[..fold.range.start().into()].lines().count().max(1);
            format!("{:?} at {line}: {first:?} to {last:?}\n", fold.kind)
        };
        folding_ranges(&snapshot, file).into_iter().map(show).collect()
    }

    #[test]
    fn blocks_and_lists_fold() {
        assert_snapshot!(folds(r#"
model User {
  id Int @id

  @@index(
    [
      id,
      name
    ],
    map: "x"
  )
}
enum Short { }
type Address {
  street String
"#), @r#"
        Brackets at 2: "" to "  )"
        Brackets at 5: "" to "  "
        Brackets at 6: "" to "    "
        Brackets at 14: "" to "  street String"
        "#);
    }

    #[test]
    fn comments_fold() {
        assert_snapshot!(folds(r#"// one
// two
/// doc
/// doc
model A { // behind a brace
  // a
  // run
  id Int // behind
  // another

  // run
  /*
   * block
   */
}
"#), @r#"
        Comment at 1: "// one" to "// two"
        Comment at 2: "/// doc" to "/// doc"
        Brackets at 5: " // behind a brace" to "   */"
        Comment at 6: "// a" to "  // run"
        Comment at 12: "/*" to "   */"
        "#);
    }

    #[test]
    fn regions_hold_anything() {
        assert_snapshot!(folds(r#"// region Users
model A {
  id Int
  //#region inner
  a Int
  // #endregion
}

// regional
// endregion
// endregion
// region open
"#), @r#"
        Region at 1: "// region Users" to "// endregion"
        Brackets at 2: "" to "  // #endregion"
        Region at 4: "//#region inner" to "  // #endregion"
        "#);
    }

    #[test]
    fn line_breaks_of_any_form_count() {
        assert_snapshot!(folds("// a\r\n// b\r\nmodel A {\r\n  id Int\r\n}\r"), @r#"
        Comment at 1: "// a" to "// b"
        Brackets at 3: "" to "  id Int"
        "#);
        assert_snapshot!(folds(""), @"");
        assert_snapshot!(folds("model A {\n"), @"");
    }
}
