//! What the analyzer has to say about a schema, as data.

use crate::FileId;
use text_size::TextRange;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The schema is not valid.
    Error,
    /// The schema is valid, but something is likely not what was meant.
    Warning,
    /// Something worth knowing.
    Info,
    /// Something that can be better; editors show it faintly.
    Hint,
}

/// A kind of finding. There is one static value for each rule, beside the check that reports it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The stable name of the rule, in kebab case.
    pub code: &'static str,
    /// How bad a finding of this rule is.
    pub severity: Severity,
    /// What the rule is about, in one line without a full stop.
    pub summary: &'static str,
    /// The rule's page in Markdown (`docs/rules/CODE.md`).
    pub page: &'static str,
}

/// One finding. Ranges are in bytes of the file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// What is wrong, and what to do.
    pub message: String,
    /// The narrowest piece of text that is to blame.
    pub range: TextRange,
    /// A further hint, shown on a line of its own.
    pub help: Option<String>,
    /// Other places that belong to the finding, such as an earlier definition.
    pub related: Vec<Related>,
    /// Mechanical repairs, the best first.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// How bad the finding is.
    pub fn severity(&self) -> Severity {
        self.rule.severity
    }
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The file of the place.
    pub file: FileId,
    /// The place, in bytes of that file's text.
    pub range: TextRange,
    /// What is there.
    pub message: String,
    /// Whether the mistake that the finding is about shows there too. Else the place explains the finding.
    pub is_same_mistake: bool,
}

/// A repair of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the repair does, in the imperative.
    pub title: String,
    /// Whether the repair can be applied without asking, because it cannot change what was meant.
    pub is_safe: bool,
    /// The edits, which do not overlap.
    pub edits: Vec<FixEdit>,
}

/// The best safe repair of each finding, as far as they do not get in each other's way.
pub fn compatible_safe_fixes(findings: &[Diagnostic]) -> Vec<&Fix> {
    let mut chosen: Vec<&Fix> = Vec::new();
    let safe = findings.iter().filter_map(|finding| finding.fixes.iter().find(|fix| fix.is_safe));
    for fix in safe {
        let edits = || chosen.iter().flat_map(|fix| &fix.edits);
        let is_free = fix.edits.iter().all(|edit| edits().all(|other| !edit.touches(other)));
        if is_free && !fix.edits.is_empty() {
            chosen.push(fix);
        }
    }
    chosen
}

/// One replacement of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixEdit {
    /// The file to edit.
    pub file: FileId,
    /// The text to replace, in bytes of the file's text.
    pub range: TextRange,
    /// The new text.
    pub replacement: String,
}

impl FixEdit {
    /// Whether two edits change the same place, or places side by side.
    fn touches(&self, other: &FixEdit) -> bool {
        self.file == other.file
            && self.range.start() <= other.range.end()
            && other.range.start() <= self.range.end()
    }
}

/// A text with some edits of it, which do not overlap. Those at one place come in their order.
pub fn with_edits<'a>(text: &str, edits: impl IntoIterator<Item = &'a FixEdit>) -> String {
    let mut edits: Vec<_> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    debug_assert!(edits.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()), "{edits:?}");
    let mut text = text.to_owned();
    // From the end on, so that what comes before stays where it was.
    for edit in edits.iter().rev() {
        text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.replacement);
    }
    text
}
