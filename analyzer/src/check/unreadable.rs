//! Lines that cannot be read.

use super::syntax::size;
use super::syntax::{
    COMMENT_UNCLOSED, INVALID_CONFIG_LINE, INVALID_ENUM_LINE, INVALID_FIELD_LINE, INVALID_HEADER,
    INVALID_LINE,
};
use super::{Checker, Finding};
use ::syntax::node::{BlockKind, TypedNode};
use ::syntax::tree::SyntaxError;
use ::syntax::{TextRange, TextSize, Tree};
use std::ops::Range;

/// Reports what the grammar could not read, once for each line.
pub(super) fn report_errors(checker: &mut Checker, tree: &Tree, kind: Option<BlockKind>) {
    let text: &str = tree.text();
    let block = tree.root().blocks().into_iter().next().filter(|_| kind.is_some());
    let header = block.map(|block| usize::from(block.range().start()));
    let mut last_line = None;
    // Brackets that the bad lines before opened and did not close: their continuation is the same mistake.
    let mut open_brackets = 0;
    for SyntaxError { range, missing } in tree.errors() {
        for line in lines_of(text, range) {
            let start = line.start;
            if last_line.as_ref().is_some_and(|last: &Range<usize>| last.start == start) {
                continue;
            }
            last_line = Some(line.clone());
            let whole_line = text[line.clone()].trim();
            let is_continuation = open_brackets > 0;
            open_brackets = (open_brackets + unbalanced(whole_line)).max(0);
            if is_continuation || whole_line.is_empty() {
                continue;
            }
            if header.is_some_and(|header| line.contains(&header)) {
                invalid_header(checker, text, range);
            } else {
                report_line(checker, text, line, range, missing.as_deref(), kind);
            }
        }
    }
}

/// How many brackets a line opens and does not close.
fn unbalanced(line: &str) -> i32 {
    line.bytes()
        .map(|byte| i32::from(matches!(byte, b'[' | b'(')) - i32::from(matches!(byte, b']' | b')')))
        .sum()
}

/// The lines that a range touches, without line breaks.
fn lines_of(text: &str, range: TextRange) -> Vec<Range<usize>> {
    let is_break = |c| c == '\n' || c == '\r';
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let mut lines = Vec::new();
    let mut at = text[..start].rfind(is_break).map_or(0, |at| at + 1);
    loop {
        let line_end = text[at..].find(is_break).map_or(text.len(), |length| at + length);
        lines.push(at..line_end);
        at = line_end + 1;
        if at >= end || at >= text.len() {
            return lines;
        }
    }
}

fn report_line(
    checker: &mut Checker,
    text: &str,
    line: Range<usize>,
    error: TextRange,
    missing: Option<&str>,
    kind: Option<BlockKind>,
) {
    let content = text[line.clone()].trim();
    let start = line.start + text[line.clone()].find(content).unwrap_or_default();
    let whole = TextRange::at(size(start), size(content.len()));
    let narrow = error.intersect(whole).filter(|range| !range.is_empty());
    let range = match narrow {
        Some(range) => trimmed(text, range),
        // Something is missing: point at the last character before it.
        None => last_character(text, whole, error.start()),
    };
    let own = checker.block;
    if content.starts_with("/*") {
        let end = TextRange::empty(whole.end());
        let finding =
            checker.report(&COMMENT_UNCLOSED, range, "This comment has no end. Write `*/` behind it.");
        finding.fix("Add `*/` at the end of the line", false, own, [(end, " */".to_owned())]);
        return;
    }
    if let Some(missing) = missing {
        let rule = rule_for(kind);
        let finding = checker.report(rule, range, format!("`{missing}` is missing here."));
        as_comment(finding, own, whole);
        return;
    }
    match kind {
        Some(kind) => bad_line(checker, kind, range, whole),
        None => {
            let message = "This line begins nothing. Outside of blocks stand only blocks and comments.";
            let finding = checker.report(&INVALID_LINE, whole, message);
            as_comment(finding, own, whole);
        }
    }
}

/// Offers to keep a line that cannot be read as a comment.
fn as_comment(finding: &mut Finding, block: crate::db::Block, line: TextRange) {
    finding.fix(
        "Make the line a comment",
        false,
        block,
        [(TextRange::empty(line.start()), "// ".to_owned())],
    );
}

fn invalid_header(checker: &mut Checker, text: &str, error: TextRange) {
    let message = "This does not belong here. A block begins with its keyword, its name and `{`, such as `model User {`.";
    let range = trimmed(text, error);
    // The whole word, not only the character at which it goes wrong.
    let rest = &text[usize::from(range.end())..];
    let word = rest.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(rest.len());
    let whole = TextRange::new(range.start(), range.end() + size(word));
    let (own, removal) = (checker.block, checker.removal(whole));
    // What is too much stands behind a keyword and a name.
    let before = &text[..usize::from(whole.start())];
    let is_behind = before.rsplit('\n').next().is_some_and(|line| line.split_whitespace().count() > 1);
    let unquoted = text[whole].trim_matches('"').to_owned();
    let is_name = unquoted.chars().all(|c| c.is_alphanumeric() || c == '_') && !unquoted.is_empty();
    let is_quoted = unquoted.len() < usize::from(whole.len());
    let finding = checker.report(&INVALID_HEADER, whole, message);
    if is_quoted && is_name {
        finding.fix("Remove the quotes", true, own, [(whole, unquoted)]);
    } else if is_behind {
        finding.fix("Remove it", false, own, [(removal, String::new())]);
    }
}

fn last_character(text: &str, line: TextRange, at: TextSize) -> TextRange {
    let before = &text[usize::from(line.start())..usize::from(at.clamp(line.start(), line.end()))];
    let trimmed = before.trim_end();
    let length = trimmed.chars().next_back().map_or(0, char::len_utf8);
    TextRange::at(line.start() + size(trimmed.len() - length), size(length))
}

fn trimmed(text: &str, range: TextRange) -> TextRange {
    let inner = &text[range];
    let start = inner.len() - inner.trim_start().len();
    TextRange::at(range.start() + size(start), size(inner.trim().len()))
}

fn rule_for(kind: Option<BlockKind>) -> &'static crate::diagnostic::Rule {
    match kind {
        None => &INVALID_LINE,
        Some(BlockKind::Enum) => &INVALID_ENUM_LINE,
        Some(BlockKind::Datasource | BlockKind::Generator) => &INVALID_CONFIG_LINE,
        Some(_) => &INVALID_FIELD_LINE,
    }
}

pub(super) fn bad_line(checker: &mut Checker, kind: BlockKind, range: TextRange, line: TextRange) {
    let message = match kind {
        BlockKind::Enum => {
            "This is not understood. A line of an enum is one value, perhaps with attributes, or `@@attribute`."
        }
        BlockKind::Datasource | BlockKind::Generator => {
            "This is not understood. A line here is `key = value`, with the value on the same line."
        }
        _ => "This is not understood. A line here is `name Type`, perhaps with attributes, or `@@attribute`.",
    };
    let block = checker.block;
    let is_comma = &block.source(checker.db).text()[range] == ",";
    let db = checker.db;
    let finding = checker.report(rule_for(Some(kind)), range, message);
    if is_comma {
        finding.fix("Remove the comma", true, block, [(range, String::new())]);
    }
    match equals_sign(block.source(db).text(), line) {
        Some(colon) if matches!(kind, BlockKind::Datasource | BlockKind::Generator) => {
            finding.fix("Write `=`", true, block, [(colon, " =".to_owned())]);
        }
        _ => as_comment(finding, block, line),
    }
}

/// The colon between a key and its value, where an equals sign belongs.
fn equals_sign(text: &str, line: TextRange) -> Option<TextRange> {
    let line_text = &text[line];
    let colon = line_text.find(':').filter(|at| line_text[*at..].len() > 1)?;
    let is_key = line_text[..colon].chars().all(|c| c.is_alphanumeric() || c == '_') && colon > 0;
    is_key.then(|| TextRange::at(line.start() + size(colon), size(1)))
}
