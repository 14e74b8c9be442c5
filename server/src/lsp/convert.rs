//! From the analyzer's answers to LSP types.

use crate::text::{LineColumn, Text, Unit};
use analyzer::{Diagnostic, Outline, OutlineKind, Severity, TextRange, TextSize};
use tower_lsp_server::ls_types::{
    self as lsp, DiagnosticSeverity, DocumentSymbol, Location, NumberOrString, Position, Range,
    SymbolInformation, SymbolKind, SymbolTag, Uri,
};

/// From bytes to LSP positions of a text.
pub(super) fn range(text: &Text, range: TextRange, unit: Unit) -> Range {
    Range::new(position(text, range.start(), unit), position(text, range.end(), unit))
}

/// From an offset in bytes to an LSP position.
pub(super) fn position(text: &Text, offset: TextSize, unit: Unit) -> Position {
    let LineColumn { line, column } = text.line_column(offset.into(), unit);
    let clamp = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Position::new(clamp(line), clamp(column))
}

/// From offsets in bytes. Nobody has texts of 4 GiB: they were refused.
pub(super) fn text_range(range: std::ops::Range<usize>) -> TextRange {
    TextRange::new(size(range.start), size(range.end))
}

/// From an offset in bytes.
pub(super) fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// A replacement of a piece of a text.
pub(super) fn text_edit(text: &Text, at: TextRange, replacement: &str, unit: Unit) -> lsp::TextEdit {
    lsp::TextEdit { range: range(text, at, unit), new_text: replacement.to_owned() }
}

/// Edits of several documents: with their versions, if the client can read that.
pub(super) fn workspace_edit(
    documents: Vec<(Uri, Option<i32>, Vec<lsp::TextEdit>)>,
    with_versions: bool,
) -> lsp::WorkspaceEdit {
    if !with_versions {
        let changes = documents.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        return lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() };
    }
    let document = |(uri, version, edits): (Uri, Option<i32>, Vec<lsp::TextEdit>)| lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
    };
    let documents = documents.into_iter().map(document).collect();
    lsp::WorkspaceEdit {
        document_changes: Some(lsp::DocumentChanges::Edits(documents)),
        ..lsp::WorkspaceEdit::default()
    }
}

/// From an LSP position to bytes of a text, clamped into it.
pub(super) fn offset(text: &Text, position: Position, unit: Unit) -> usize {
    text.offset(LineColumn { line: position.line as usize, column: position.character as usize }, unit)
}

/// From LSP positions to bytes of a text. A range that ends before it starts is taken the other way round.
pub(super) fn offsets(text: &Text, range: Range, unit: Unit) -> std::ops::Range<usize> {
    let (one, other) = (offset(text, range.start, unit), offset(text, range.end, unit));
    one.min(other)..one.max(other)
}

/// A finding, with its related places already converted.
pub(super) fn diagnostic(
    found: &Diagnostic,
    text: &Text,
    unit: Unit,
    related: Option<Vec<lsp::DiagnosticRelatedInformation>>,
) -> lsp::Diagnostic {
    let message = match &found.help {
        Some(help) => format!("{}\n{help}", found.message),
        None => found.message.clone(),
    };
    lsp::Diagnostic {
        range: range(text, found.range, unit),
        severity: Some(severity(found.severity())),
        code: Some(NumberOrString::String(found.rule.code.to_owned())),
        source: Some("prisma-analyzer".to_owned()),
        message,
        related_information: related.filter(|places| !places.is_empty()),
        ..lsp::Diagnostic::default()
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// An outline with its children.
#[expect(deprecated, reason = "the field has to be given")]
pub(super) fn nested_symbols(outline: &[Outline], text: &Text, unit: Unit) -> Vec<DocumentSymbol> {
    outline
        .iter()
        .map(|entry| DocumentSymbol {
            name: shown_name(entry),
            detail: Some(entry.detail.clone()).filter(|detail| !detail.is_empty()),
            kind: symbol_kind(entry.kind),
            tags: symbol_tags(entry.is_ignored),
            deprecated: None,
            range: range(text, entry.range, unit),
            selection_range: range(text, within(entry.name_range, entry.range), unit),
            children: Some(nested_symbols(&entry.children, text, unit))
                .filter(|children| !children.is_empty()),
        })
        .collect()
}

/// An outline as a flat list, for clients that know no children: each entry before its children.
pub(super) fn flat_symbols(
    outline: &[Outline],
    text: &Text,
    unit: Unit,
    uri: &Uri,
) -> Vec<SymbolInformation> {
    let mut symbols = Vec::new();
    add_flat(outline, None, &mut |entry, container| {
        symbols.push(flat_symbol(entry, container, text, unit, uri))
    });
    symbols
}

fn add_flat(
    outline: &[Outline],
    container: Option<&Outline>,
    add: &mut dyn FnMut(&Outline, Option<&Outline>),
) {
    for entry in outline {
        add(entry, container);
        add_flat(&entry.children, Some(entry), add);
    }
}

#[expect(deprecated, reason = "the field has to be given")]
fn flat_symbol(
    entry: &Outline,
    container: Option<&Outline>,
    text: &Text,
    unit: Unit,
    uri: &Uri,
) -> SymbolInformation {
    SymbolInformation {
        name: shown_name(entry),
        kind: symbol_kind(entry.kind),
        tags: symbol_tags(entry.is_ignored),
        deprecated: None,
        location: Location::new(uri.clone(), range(text, entry.range, unit)),
        container_name: container.map(shown_name),
    }
}

/// Clients refuse symbols without a name.
fn shown_name(entry: &Outline) -> String {
    if entry.name.is_empty() { "(no name)".to_owned() } else { entry.name.clone() }
}

/// Clients refuse symbols whose name lies outside of them.
fn within(range: TextRange, outer: TextRange) -> TextRange {
    range.intersect(outer).unwrap_or(TextRange::empty(outer.start()))
}

/// How editors are told to show something struck through: there is no word of the protocol for what is ignored.
pub(super) fn symbol_tags(is_ignored: bool) -> Option<Vec<SymbolTag>> {
    is_ignored.then(|| vec![SymbolTag::DEPRECATED])
}

/// The protocol's word for a kind of symbol.
pub(super) fn symbol_kind(kind: OutlineKind) -> SymbolKind {
    match kind {
        OutlineKind::Model | OutlineKind::View => SymbolKind::CLASS,
        OutlineKind::CompositeType => SymbolKind::INTERFACE,
        OutlineKind::Enum => SymbolKind::ENUM,
        OutlineKind::Datasource => SymbolKind::STRUCT,
        OutlineKind::Generator => SymbolKind::FUNCTION,
        OutlineKind::Namespace => SymbolKind::NAMESPACE,
        OutlineKind::Extension => SymbolKind::OBJECT,
        OutlineKind::Field => SymbolKind::FIELD,
        OutlineKind::EnumValue => SymbolKind::ENUM_MEMBER,
        OutlineKind::Property => SymbolKind::PROPERTY,
        OutlineKind::Key => SymbolKind::KEY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn entry(kind: OutlineKind, name: &str, range: (u32, u32), children: Vec<Outline>) -> Outline {
        let range = TextRange::new(range.0.into(), range.1.into());
        Outline {
            kind,
            name: name.into(),
            detail: String::new(),
            database_name: None,
            is_ignored: false,
            range,
            name_range: range,
            children,
        }
    }

    #[test]
    fn outlines_become_symbols() {
        let text = Text::new("model A {\n  id Int\n}\n");
        let field = entry(OutlineKind::Field, "id", (12, 18), vec![]);
        let mut model = entry(OutlineKind::Model, "A", (0, 20), vec![field]);
        model.name_range = TextRange::new(25.into(), 26.into());
        let nested = nested_symbols(std::slice::from_ref(&model), &text, Unit::Utf16);
        assert_eq!(nested[0].kind, SymbolKind::CLASS);
        assert_eq!(nested[0].selection_range, Range::default(), "a name outside is drawn in");
        assert_eq!(
            nested[0].children.as_ref().map(|fields| fields[0].range.start),
            Some(Position::new(1, 2))
        );

        let uri = Uri::from_str("untitled:x").expect("a URI");
        let flat = flat_symbols(&[model], &text, Unit::Utf16, &uri);
        assert_eq!(flat.iter().map(|symbol| symbol.name.as_str()).collect::<Vec<_>>(), ["A", "id"]);
        assert_eq!(flat[1].container_name.as_deref(), Some("A"));
        assert_eq!(
            flat_symbols(&[entry(OutlineKind::Enum, "", (0, 1), vec![])], &text, Unit::Utf16, &uri)[0].name,
            "(no name)"
        );
    }
}
