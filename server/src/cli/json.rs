//! Findings as JSON, for other programs.

use super::check::Checked;
use super::sources::Source;
use crate::text::Unit;
use analyzer::{Diagnostic, Severity, TextRange, TextSize};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Finding<'a> {
    file: &'a str,
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    start: Position,
    end: Position,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    message: &'a str,
    start: Position,
    end: Position,
}

/// A place in a text: the offset counts bytes from 0, the column counts characters from 1.
#[derive(Serialize)]
struct Position {
    offset: usize,
    line: usize,
    column: usize,
}

/// Prints all findings as one array.
pub(super) fn print_array(mut out: impl Write, all: &[Checked]) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &findings(all).collect::<Vec<_>>())?;
    writeln!(out)?;
    out.flush()
}

/// Prints each finding as an object on a line of its own.
pub(super) fn print_lines(mut out: impl Write, all: &[Checked]) -> io::Result<()> {
    for finding in findings(all) {
        serde_json::to_writer(&mut out, &finding)?;
        writeln!(out)?;
    }
    out.flush()
}

fn findings(all: &[Checked]) -> impl Iterator<Item = Finding<'_>> {
    all.iter()
        .flat_map(|checked| checked.all_findings().flat_map(move |(file, one)| rows(checked, file, one)))
}

/// A finding, and again for each further place where the same mistake shows: readers look findings up by their place.
fn rows<'a>(
    checked: &'a Checked,
    file: &'a Source,
    found: &'a Diagnostic,
) -> impl Iterator<Item = Finding<'a>> {
    let further = found.related.iter().filter(|place| place.is_same_mistake).filter_map(|place| {
        let other = &checked.schema.files[checked.index_of(place.file)?];
        let (start, end) = positions(other, place.range);
        let row = finding(checked, file, found);
        Some(Finding { file: &other.name, start, end, related: Vec::new(), ..row })
    });
    std::iter::once(finding(checked, file, found)).chain(further)
}

fn finding<'a>(checked: &'a Checked, file: &'a Source, found: &'a Diagnostic) -> Finding<'a> {
    let (start, end) = positions(file, found.range);
    let explaining = found.related.iter().filter(|place| !place.is_same_mistake);
    let related = explaining.filter_map(|place| {
        let file = &checked.schema.files[checked.index_of(place.file)?];
        let (start, end) = positions(file, place.range);
        Some(Related { file: &file.name, message: &place.message, start, end })
    });
    Finding {
        file: &file.name,
        code: found.rule.code,
        severity: severity(found.severity()),
        message: &found.message,
        start,
        end,
        help: found.help.as_deref(),
        related: related.collect(),
    }
}

fn positions(file: &Source, range: TextRange) -> (Position, Position) {
    (position(file, range.start()), position(file, range.end()))
}

fn position(file: &Source, offset: TextSize) -> Position {
    let offset = usize::from(offset);
    let at = file.text.line_column(offset, Unit::Utf32);
    Position { offset, line: at.line + 1, column: at.column + 1 }
}

/// The name of a severity in every output.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
        Severity::Hint => "hint",
    }
}
