//! `textDocument/completion` and `completionItem/resolve`.

use crate::lsp::session::View;
use crate::lsp::written::Written;
use crate::lsp::{Server, client::ClientFacts, convert};
use ide::CompletionKind;
use introspection::take_over::{NewModel, Taking};
use project::{Project, RealDisk};
use serde::Serialize;
use std::sync::PoisonError;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    Command, CompletionItem, CompletionItemKind, CompletionParams, CompletionTextEdit, Documentation,
    InsertTextFormat, MarkupContent, MarkupKind, Range, TextEdit, Uri,
};

/// What can be written at a position.
pub(in crate::lsp) async fn handle(server: &Server, params: CompletionParams) -> Result<Option<Written>> {
    let facts = server.facts();
    let at = params.text_document_position;
    let number = number_of(server, &at.text_document.uri);
    let asked = server.session.ask(at.text_document.uri, move |view| {
        let offset = convert::size(convert::offset(&view.text, at.position, facts.unit));
        let mut found = ide::completions(&view.snapshot, view.file, offset)?;
        if found.wants_variables {
            found.add_variables(variables(view));
        }
        if found.wants_models {
            found.add_models(models(view));
        }
        let range = convert::range(&view.text, found.replaced, facts.unit);
        let replaced = Replaced { range, is_typed_word: found.replaces_typed_word };
        let item = |item: ide::CompletionItem| {
            let more =
                item.more.iter().map(|(at, text)| convert::text_edit(&view.text, *at, text, facts.unit));
            let more: Vec<_> = more.collect();
            let data = has_description(item.kind).then(|| number.into());
            CompletionItem {
                additional_text_edits: (!more.is_empty()).then_some(more),
                data,
                ..shown(item, replaced, &facts)
            }
        };
        let is_incomplete = found.is_incomplete;
        let items = found.items.into_iter().map(item).collect();
        let item_defaults = facts.default_edit_range.then_some(Defaults { edit_range: range });
        Some(Written::new(&List { is_incomplete, item_defaults, items }))
    });
    asked.await?.flatten().transpose()
}

/// A list of items. The library's own has no defaults.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List {
    is_incomplete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_defaults: Option<Defaults>,
    items: Vec<CompletionItem>,
}

/// What holds for items that do not say otherwise: long lists say it once.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Defaults {
    edit_range: Range,
}

/// The number that stands for a document in items: in a long list, its URI would be most of the text.
fn number_of(server: &Server, uri: &Uri) -> usize {
    let mut known = server.completed.lock().unwrap_or_else(PoisonError::into_inner);
    known.iter().position(|other| other == uri).unwrap_or_else(|| {
        known.push(uri.clone());
        known.len() - 1
    })
}

/// The document that a number stands for.
fn document(server: &Server, number: usize) -> Option<Uri> {
    server.completed.lock().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
}

/// The names of the variables that `.env` files set; what they are set to stays there.
fn variables(view: &View) -> Vec<String> {
    let project = Project::new(&RealDisk, view.project_settings.clone());
    view.about.as_ref().map(|about| project.variables_in_files(about)).unwrap_or_default()
}

/// Models for the tables of the database that have none, where the database was looked at.
fn models(view: &View) -> Vec<ide::WholeModel> {
    let taking = Taking::of_unknown_tables(&view.snapshot, view.file);
    let models = taking.map(|taking| taking.new_models());
    let model = |model: NewModel| {
        // Accepting an item can only edit the document itself.
        let here = model.elsewhere.into_iter().filter(|edit| edit.file == view.file);
        let more = here.map(|edit| (edit.range, edit.replacement)).collect();
        ide::WholeModel { name: model.name, table: model.table, text: model.text, more }
    };
    models.into_iter().flatten().map(model).collect()
}

/// What an item replaces.
#[derive(Clone, Copy)]
struct Replaced {
    range: Range,
    /// Whether it is what was typed of a word.
    is_typed_word: bool,
}

fn shown(item: ide::CompletionItem, replaced: Replaced, facts: &ClientFacts) -> CompletionItem {
    let is_plain = item.snippet == item.label;
    let new_text = if facts.snippets { item.snippet.clone() } else { item.plain_text() };
    // Without a format, a text is plain.
    let format = (facts.snippets && !is_plain).then_some(InsertTextFormat::SNIPPET);
    // A word in the place of what was typed of it needs no edit: every client writes a label so. Long lists are half as long then.
    let is_word = is_plain && item.label.chars().all(|c| c.is_alphanumeric() || c == '_');
    let has_default = (is_plain && facts.default_edit_range) || (is_word && replaced.is_typed_word);
    let range = replaced.range;
    let again = || Command {
        title: "Suggest".to_owned(),
        command: "editor.action.triggerSuggest".to_owned(),
        arguments: None,
    };
    CompletionItem {
        commit_characters: commit_characters(&item, is_word, facts),
        sort_text: Some(format!("{:03}{}", item.rank, item.label)),
        kind: Some(kind(item.kind)),
        detail: Some(item.detail).filter(|detail| !detail.is_empty()),
        documentation: documentation(item.documentation, facts),
        text_edit: (!has_default).then_some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        insert_text_format: format,
        command: (item.asks_again && facts.snippets && facts.is_vs_code).then(again),
        label: item.label,
        ..CompletionItem::default()
    }
}

/// What takes an item. Of one that brings brackets or a suffix with it, a character behind it would be one too many.
fn commit_characters(item: &ide::CompletionItem, is_word: bool, facts: &ClientFacts) -> Option<Vec<String>> {
    let characters = item.kind.commit_characters();
    (facts.commit_characters && is_word && !characters.is_empty())
        .then(|| characters.iter().map(|&character| character.to_owned()).collect())
}

fn documentation(text: String, facts: &ClientFacts) -> Option<Documentation> {
    let markup = |value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
    (!text.is_empty())
        .then(|| if facts.markdown_completion { markup(text) } else { Documentation::String(text) })
}

/// Whether an item is described when somebody looks at it, and not before. Its label is then the name of a type, and its `data` the
/// number of the document that it is for.
fn has_description(kind: CompletionKind) -> bool {
    matches!(kind, CompletionKind::Model | CompletionKind::Enum | CompletionKind::CompositeType)
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Keyword => CompletionItemKind::KEYWORD,
        CompletionKind::Scalar => CompletionItemKind::TYPE_PARAMETER,
        CompletionKind::Model => CompletionItemKind::CLASS,
        CompletionKind::Enum => CompletionItemKind::ENUM,
        CompletionKind::CompositeType => CompletionItemKind::STRUCT,
        CompletionKind::Field => CompletionItemKind::FIELD,
        CompletionKind::EnumValue => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Attribute | CompletionKind::Argument | CompletionKind::Key => {
            CompletionItemKind::PROPERTY
        }
        CompletionKind::Function => CompletionItemKind::FUNCTION,
        CompletionKind::Value => CompletionItemKind::CONSTANT,
        CompletionKind::Snippet => CompletionItemKind::SNIPPET,
    }
}

/// An item with its description.
pub(in crate::lsp) async fn resolve(server: &Server, item: CompletionItem) -> Result<CompletionItem> {
    let facts = server.facts();
    let number = item.data.as_ref().and_then(|data| usize::try_from(data.as_u64()?).ok());
    let Some(uri) = number.and_then(|number| document(server, number)) else { return Ok(item) };
    let name = item.label.clone();
    let asked = server.session.ask(uri, move |view| ide::describe_type(&view.snapshot, view.file, &name));
    let text = asked.await?.flatten().unwrap_or_default();
    Ok(CompletionItem { documentation: documentation(text, &facts).or(item.documentation.clone()), ..item })
}
