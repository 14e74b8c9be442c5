//! `initialize`.

use super::{code_action, did_change_workspace_folders, execute_command};
use crate::lsp::client::ClientFacts;
use crate::lsp::place::Place;
use crate::lsp::settings::Settings;
use crate::lsp::{Server, parent, session::Event, tokens};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use tower_lsp_server::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, CompletionOptions,
    DeclarationCapability, DocumentLinkOptions, DocumentOnTypeFormattingOptions, ExecuteCommandOptions,
    FoldingRangeProviderCapability, HoverProviderCapability, ImplementationProviderCapability,
    InitializeParams, InitializeResult, OneOf, RenameOptions, SaveOptions, SelectionRangeProviderCapability,
    SemanticTokensFullOptions, SemanticTokensOptions, SemanticTokensServerCapabilities, ServerCapabilities,
    ServerInfo, SignatureHelpOptions, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, TypeDefinitionProviderCapability,
    WorkDoneProgressOptions, WorkspaceFolder, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

/// The client says what it can do, and is told what the server can do.
pub(in crate::lsp) fn handle(server: &Server, params: InitializeParams) -> InitializeResult {
    let facts = Arc::new(ClientFacts::read(&params));
    // Older clients name one folder, and no others.
    #[expect(deprecated)]
    let root = params.root_uri.as_ref();
    let root = root.and_then(|uri| Place::of(uri).path().map(Path::to_path_buf));
    // `initialize` is let through only once.
    let _ = server.facts.set(facts.clone());
    *server.options.lock().unwrap_or_else(PoisonError::into_inner) =
        params.initialization_options.unwrap_or_default();
    if let Some(process) = params.process_id {
        parent::watch(process);
    }
    if let Some(logs) = server.logs.lock().unwrap_or_else(PoisonError::into_inner).take() {
        tokio::spawn(logs.tell(server.client.clone()));
    }
    let roots = roots(params.workspace_folders.as_deref(), root);
    server.session.send(Event::Started {
        facts: *facts,
        settings: Settings::read([&server.options()]),
        roots,
    });
    InitializeResult {
        capabilities: capabilities(&facts),
        server_info: Some(ServerInfo {
            name: "prisma-analyzer".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        offset_encoding: None,
    }
}

/// The folders of the workspace.
fn roots(folders: Option<&[WorkspaceFolder]>, root: Option<PathBuf>) -> Vec<PathBuf> {
    match folders {
        Some(folders) if !folders.is_empty() => did_change_workspace_folders::paths(folders),
        _ => root.into_iter().collect(),
    }
}

fn capabilities(facts: &ClientFacts) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(facts.encoding()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            ..WorkspaceServerCapabilities::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        declaration_provider: Some(DeclarationCapability::Simple(true)),
        type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some(["@", "\"", ".", "(", "[", " "].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(["(", ",", "["].map(str::to_owned).to_vec()),
            ..SignatureHelpOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(true) }),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        rename_provider: Some(if facts.prepares_rename {
            OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        } else {
            OneOf::Left(true)
        }),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
            SemanticTokensOptions {
                legend: tokens::legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                ..SemanticTokensOptions::default()
            },
        )),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: execute_command::COMMANDS.map(str::to_owned).to_vec(),
            ..ExecuteCommandOptions::default()
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::REFACTOR_REWRITE,
                code_action::MOVE,
                code_action::FIX_ALL,
                code_action::COMPLETE,
            ]),
            resolve_provider: Some(true),
            ..CodeActionOptions::default()
        })),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: "\n".to_owned(),
            more_trigger_character: None,
        }),
        ..ServerCapabilities::default()
    }
}
