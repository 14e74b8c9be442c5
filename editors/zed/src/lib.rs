//! Starts prisma-analyzer in Zed: the program that the settings name, or the one on PATH.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree, serde_json};

struct PrismaAnalyzer;

impl zed::Extension for PrismaAnalyzer {
    fn new() -> Self {
        PrismaAnalyzer
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let set = LspSettings::for_worktree(id.as_ref(), worktree)?.binary.and_then(|binary| binary.path);
        let command = set.or_else(|| worktree.which("prisma-analyzer")).ok_or(
            "The program prisma-analyzer was not found. Install it on PATH, or set lsp.prisma-analyzer.binary.path.",
        )?;
        Ok(Command { command, args: vec!["lsp".to_owned()], env: worktree.shell_env() })
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(Some(serde_json::json!({ "prismaAnalyzer": settings.unwrap_or_default() })))
    }
}

zed::register_extension!(PrismaAnalyzer);
