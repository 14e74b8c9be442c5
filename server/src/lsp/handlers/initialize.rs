//! `initialize`.

use super::code_action;
use crate::lsp::client::ClientFacts;
use crate::lsp::settings::Settings;
use crate::lsp::{Server, parent, session::Event, tokens};
use std::sync::{Arc, PoisonError};
use tower_lsp_server::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, DocumentLinkOptions,
    DocumentOnTypeFormattingOptions, FoldingRangeProviderCapability, InitializeParams, InitializeResult,
    OneOf, SaveOptions, SelectionRangeProviderCapability, SemanticTokensFullOptions, SemanticTokensOptions,
    SemanticTokensServerCapabilities, ServerCapabilities, ServerInfo, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
};

/// The client says what it can do, and is told what the server can do.
pub(in crate::lsp) fn handle(server: &Server, params: InitializeParams) -> InitializeResult {
    let facts = Arc::new(ClientFacts::read(&params));
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
    server.session.send(Event::Started { facts: *facts, settings: Settings::read([&server.options()]) });
    InitializeResult {
        capabilities: capabilities(&facts),
        server_info: Some(ServerInfo {
            name: "prisma-analyzer".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        offset_encoding: None,
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
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                code_action::FIX_ALL,
                code_action::COMPLETE,
            ]),
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
