//! The language server.
//!
//! The way of a message: [`transport`] reads it and polls its handler once, before the next message is
//! read; the handler converts it and hands it to the [`session`], which owns all state and does one thing
//! after the other. So what a client sends takes effect in the order in which it was sent.

mod client;
mod convert;
mod databases;
mod document;
mod edits;
mod framing;
mod handlers;
mod log;
mod message;
mod parent;
mod place;
mod publish;
mod session;
mod settings;
mod tokens;
mod transport;
mod watch;
mod written;

use client::ClientFacts;
use databases::Databases;
use session::SessionHandle;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::notification::{Notification, WorkDoneProgressCancel};
use tower_lsp_server::ls_types::request::{
    GotoDeclarationParams, GotoDeclarationResponse, GotoImplementationParams, GotoImplementationResponse,
    GotoTypeDefinitionParams, GotoTypeDefinitionResponse,
};
use tower_lsp_server::ls_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams,
    DocumentLink, DocumentLinkParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
    ExecuteCommandParams, FoldingRange, FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse,
    Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams,
    Location, PrepareRenameResponse, ReferenceParams, RenameParams, SelectionRange, SelectionRangeParams,
    SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, SignatureHelp,
    SignatureHelpParams, TextDocumentPositionParams, TextEdit, Uri, WorkDoneProgressCancelParams,
    WorkspaceEdit, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp_server::{Client, LanguageServer, LspService};

/// What the handlers share.
struct Server {
    client: Client,
    session: SessionHandle,
    databases: Databases,
    /// What the client said about itself; unset before `initialize`.
    facts: OnceLock<Arc<ClientFacts>>,
    /// The `initializationOptions`, which later settings are laid over.
    options: Mutex<serde_json::Value>,
    /// The documents that completions were asked for, by the numbers that stand for them in items.
    completed: Mutex<Vec<Uri>>,
    /// The semantic tokens that the client has, to send it only what changes.
    tokens: Mutex<tokens::LastTokens>,
    logs: Mutex<Option<log::Mirror>>,
    was_shut_down: Arc<AtomicBool>,
}

impl Server {
    /// What the client said about itself. Before `initialize`, a client that can do nothing optional.
    fn facts(&self) -> Arc<ClientFacts> {
        self.facts.get().cloned().unwrap_or_default()
    }

    /// The user does not want to wait any longer.
    async fn work_done_progress_cancel(&self, params: WorkDoneProgressCancelParams) {
        self.databases.stop(&params.token);
    }

    /// The `initializationOptions`.
    fn options(&self) -> serde_json::Value {
        self.options.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(handlers::initialize::handle(self, params))
    }

    async fn initialized(&self, _: InitializedParams) {
        handlers::initialized::handle(self);
    }

    async fn shutdown(&self) -> Result<()> {
        self.was_shut_down.store(true, Ordering::SeqCst);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        handlers::did_open::handle(self, params);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        handlers::did_change::handle(self, params);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        handlers::did_close::handle(self, params);
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        self.session.send(session::Event::DiskChanged);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        handlers::did_change_configuration::handle(self, params);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        handlers::did_change_watched_files::handle(self, &params);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        handlers::did_change_workspace_folders::handle(self, params);
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        handlers::definition::definition(self, params.text_document_position_params).await
    }

    async fn goto_declaration(
        &self,
        params: GotoDeclarationParams,
    ) -> Result<Option<GotoDeclarationResponse>> {
        handlers::definition::definition(self, params.text_document_position_params).await
    }

    async fn goto_type_definition(
        &self,
        params: GotoTypeDefinitionParams,
    ) -> Result<Option<GotoTypeDefinitionResponse>> {
        handlers::definition::type_definition(self, params.text_document_position_params).await
    }

    async fn goto_implementation(
        &self,
        params: GotoImplementationParams,
    ) -> Result<Option<GotoImplementationResponse>> {
        handlers::definition::implementation(self, params.text_document_position_params).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        handlers::completion::resolve(self, item).await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        handlers::signature_help::handle(self, params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<serde_json::Value>> {
        handlers::execute_command::handle(self, params).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        handlers::hover::handle(self, params).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        handlers::inlay_hint::handle(self, params).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        handlers::code_action::resolve(self, action).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        handlers::code_lens::handle(self, params).await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        handlers::code_lens::resolve(self, lens).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        handlers::references::handle(self, params).await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        handlers::references::highlight(self, params).await
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        handlers::rename::prepare(self, params).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        handlers::rename::handle(self, params).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        handlers::workspace_symbol::handle(self, params).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        handlers::folding_range::handle(self, params).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        handlers::selection_range::handle(self, params).await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        handlers::semantic_tokens::full(self, params).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        handlers::semantic_tokens::delta(self, params).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        handlers::semantic_tokens::range(self, params).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        handlers::document_link::handle(self, params).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        handlers::code_action::handle(self, params).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        handlers::formatting::document(self, params).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        handlers::formatting::range(self, params).await
    }

    async fn on_type_formatting(
        &self,
        params: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        handlers::formatting::on_type(self, params).await
    }
}

/// Runs the server until the client is done with it, and gives the exit status: 0 after a `shutdown`,
/// 1 when the client went away without one.
pub(crate) fn run() -> i32 {
    let logs = log::start();
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(problem) => {
            tracing::error!("the server could not start: {problem}");
            return 1;
        }
    };
    let was_shut_down = Arc::new(AtomicBool::new(false));
    let output = transport::Output::start(was_shut_down.clone());
    let (service, socket) = LspService::build(|client| {
        let databases = Databases::new(client.clone());
        Server {
            session: session::start(output.clone(), runtime.handle().clone(), databases.clone()),
            client,
            databases,
            facts: OnceLock::new(),
            options: Mutex::new(serde_json::Value::Null),
            completed: Mutex::default(),
            tokens: Mutex::default(),
            logs: Mutex::new(Some(logs)),
            was_shut_down: was_shut_down.clone(),
        }
    })
    .custom_method(written::COMPLETION, handlers::completion::handle)
    .custom_method(written::DOCUMENT_SYMBOL, handlers::document_symbol::handle)
    .custom_method(handlers::diagram::METHOD, handlers::diagram::handle)
    .custom_method(handlers::status::METHOD, handlers::status::handle)
    .custom_method(WorkDoneProgressCancel::METHOD, Server::work_done_progress_cancel)
    .finish();
    transport::serve(service, socket, runtime.handle(), output);
    // The runtime is left running: waiting for questions that are being answered would only take time.
    std::mem::forget(runtime);
    transport::exit_status(&was_shut_down)
}
