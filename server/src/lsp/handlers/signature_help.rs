//! `textDocument/signatureHelp`.

use crate::lsp::{Server, convert};
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    Documentation, ParameterInformation, ParameterLabel, SignatureHelp, SignatureHelpParams,
    SignatureInformation,
};

/// The parameters of what is being filled at a position.
pub(in crate::lsp) async fn handle(
    server: &Server,
    params: SignatureHelpParams,
) -> Result<Option<SignatureHelp>> {
    let unit = server.facts().unit;
    let at = params.text_document_position_params;
    let asked = server.session.ask(at.text_document.uri, move |view| {
        let offset = convert::size(convert::offset(&view.text, at.position, unit));
        let found = ide::signature_help(&view.snapshot, view.file, offset)?;
        let parameter = |(label, text): (String, String)| ParameterInformation {
            label: ParameterLabel::Simple(label),
            documentation: (!text.is_empty()).then_some(Documentation::String(text)),
        };
        let active = found.active.and_then(|index| u32::try_from(index).ok());
        let signature = SignatureInformation {
            label: found.label,
            documentation: Some(Documentation::String(found.documentation)),
            parameters: Some(found.parameters.into_iter().map(parameter).collect()),
            active_parameter: active,
        };
        Some(SignatureHelp {
            signatures: vec![signature],
            active_signature: Some(0),
            active_parameter: active,
        })
    });
    Ok(asked.await?.flatten())
}
