//! What the client said about itself in `initialize`.

use crate::text::Unit;
use tower_lsp_server::ls_types::{InitializeParams, MarkupKind, PositionEncodingKind, ResourceOperationKind};

/// What matters of a client's capabilities. The default is a client that can do nothing optional.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ClientFacts {
    /// What columns count.
    pub(super) unit: Unit,
    /// Whether findings may name related places.
    pub(super) related_places: bool,
    /// Whether actions can be given, and not only names of commands.
    pub(super) code_actions: bool,
    /// Whether the edit of an action can be found when it is chosen.
    pub(super) resolves_actions: bool,
    /// Whether edits can say which version of a document they are for.
    pub(super) document_changes: bool,
    /// Whether edits can create files.
    pub(super) creates_files: bool,
    /// Whether symbols may have children.
    pub(super) nested_symbols: bool,
    /// Whether only whole lines can be folded.
    pub(super) folds_lines: bool,
    /// Whether links to places may say what they lead from.
    pub(super) location_links: bool,
    /// Whether completions may have places to fill.
    pub(super) snippets: bool,
    /// Whether completions may have characters that take them.
    pub(super) commit_characters: bool,
    /// Whether a list of completions can say once what all of them replace.
    pub(super) default_edit_range: bool,
    /// Whether what is said about a completion may be Markdown.
    pub(super) markdown_completion: bool,
    /// Whether the client knows the commands of VS Code.
    pub(super) is_vs_code: bool,
    /// Whether descriptions may be Markdown.
    pub(super) markdown_hover: bool,
    /// Whether it is asked what can be renamed before somebody types a name.
    pub(super) prepares_rename: bool,
    /// Whether settings can be asked for.
    pub(super) configuration: bool,
    /// Whether notice of changed settings can be asked for.
    pub(super) register_configuration: bool,
    /// Whether notice of files that changed on disk can be asked for.
    pub(super) register_watched_files: bool,
    /// Whether it can be told how something long goes on.
    pub(super) shows_progress: bool,
    /// Whether it can be told to ask for inlay hints again.
    pub(super) refreshes_hints: bool,
    /// Whether it can be told to ask for lenses again.
    pub(super) refreshes_lenses: bool,
}

impl ClientFacts {
    /// Reads the capabilities.
    pub(super) fn read(params: &InitializeParams) -> Self {
        let workspace = params.capabilities.workspace.as_ref();
        let document = params.capabilities.text_document.as_ref();
        let offered =
            params.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let items = document.and_then(|document| document.completion.as_ref()?.completion_item.as_ref());
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        let publishing = document.and_then(|document| document.publish_diagnostics.as_ref());
        let changed_settings = workspace.and_then(|workspace| workspace.did_change_configuration.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        Self {
            unit: choose_unit(offered.unwrap_or_default()),
            related_places: publishing.and_then(|publishing| publishing.related_information) == Some(true),
            code_actions: document
                .and_then(|document| document.code_action.as_ref()?.code_action_literal_support.as_ref())
                .is_some(),
            resolves_actions: document.and_then(|document| document.code_action.as_ref()).is_some_and(
                |can| {
                    let resolved = can.resolve_support.as_ref().map(|resolve| resolve.properties.as_slice());
                    can.data_support == Some(true)
                        && resolved.unwrap_or_default().iter().any(|name| name == "edit")
                },
            ),
            document_changes: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes)
                == Some(true),
            creates_files: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref()?.resource_operations.as_ref())
                .is_some_and(|known| known.contains(&ResourceOperationKind::Create)),
            nested_symbols: symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support)
                == Some(true),
            folds_lines: document.and_then(|document| document.folding_range.as_ref()?.line_folding_only)
                == Some(true),
            location_links: document.and_then(|document| document.definition.as_ref()?.link_support)
                == Some(true),
            snippets: items.and_then(|items| items.snippet_support) == Some(true),
            commit_characters: items.and_then(|items| items.commit_characters_support) == Some(true),
            default_edit_range: document
                .and_then(|document| {
                    document.completion.as_ref()?.completion_list.as_ref()?.item_defaults.as_ref()
                })
                .is_some_and(|known| known.iter().any(|name| name == "editRange")),
            markdown_completion: items
                .and_then(|items| items.documentation_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            is_vs_code: params.client_info.as_ref().is_some_and(|info| {
                info.name.starts_with("Visual Studio Code") || info.name == "code-server"
            }),
            markdown_hover: document
                .and_then(|document| document.hover.as_ref()?.content_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            prepares_rename: document.and_then(|document| document.rename.as_ref()?.prepare_support)
                == Some(true),
            configuration: workspace.and_then(|workspace| workspace.configuration) == Some(true),
            register_configuration: changed_settings.and_then(|what| what.dynamic_registration) == Some(true),
            register_watched_files: watched.and_then(|what| what.dynamic_registration) == Some(true),
            shows_progress: params.capabilities.window.as_ref().and_then(|window| window.work_done_progress)
                == Some(true),
            refreshes_hints: workspace.and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support)
                == Some(true),
            refreshes_lenses: workspace.and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support)
                == Some(true),
        }
    }

    /// The name of the agreed encoding.
    pub(super) fn encoding(&self) -> PositionEncodingKind {
        match self.unit {
            Unit::Utf8 => PositionEncodingKind::UTF8,
            Unit::Utf16 => PositionEncodingKind::UTF16,
            Unit::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

/// The first encoding the client lists that is known here. UTF-16 is what every client can do.
fn choose_unit(offered: &[PositionEncodingKind]) -> Unit {
    let known = offered.iter().find_map(|encoding| match encoding.as_str() {
        "utf-8" => Some(Unit::Utf8),
        "utf-16" => Some(Unit::Utf16),
        "utf-32" => Some(Unit::Utf32),
        _ => None,
    });
    known.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_first_choice_wins() {
        assert_eq!(choose_unit(&[]), Unit::Utf16);
        assert_eq!(choose_unit(&[PositionEncodingKind::new("ebcdic")]), Unit::Utf16);
        assert_eq!(choose_unit(&[PositionEncodingKind::UTF32, PositionEncodingKind::UTF8]), Unit::Utf32);
        assert_eq!(choose_unit(&[PositionEncodingKind::UTF8, PositionEncodingKind::UTF16]), Unit::Utf8);
    }
}
