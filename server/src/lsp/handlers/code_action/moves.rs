//! Moves of something to another file: a block to one of the schema, and what says where the database is to `prisma.config.ts`.

use super::action;
use crate::lsp::edits::{with_new_file, workspace_edit};
use crate::lsp::place::{Place, uri_of};
use crate::lsp::session::View;
use crate::lsp::{client::ClientFacts, convert};
use analyzer::{FixEdit, TextRange};
use project::{Disk, RealDisk, Reason};
use std::path::{Path, PathBuf};
use tower_lsp_server::ls_types::{CodeAction, CodeActionKind};

/// Moves of something to another place.
pub(in crate::lsp) const MOVE: CodeActionKind = CodeActionKind::new("refactor.move");

/// So many files are offered for a block.
const MOST_OFFERED: usize = 8;

/// Moves the block whose name a byte is in to another file of the schema, or to a new one.
pub(super) fn move_block(view: &View, at: usize, facts: &ClientFacts) -> Vec<CodeAction> {
    let Some(block) = view.snapshot.whole_block(view.file, convert::size(at)) else { return Vec::new() };
    let is_several = view.pages.len() > 1;
    let is_folder = view.about.as_ref().is_some_and(|about| matches!(about.reason, Reason::Folder(_)));
    if block.name.is_empty() || !(is_several || is_folder) {
        return Vec::new();
    }
    let text = view.text.content()[std::ops::Range::<usize>::from(block.range)].trim_end().to_owned();
    let deletion = FixEdit { file: view.file, range: block.removal, replacement: String::new() };
    let others = view.pages.iter().filter(|page| page.file != view.file).take(MOST_OFFERED);
    let to_other = |page: &crate::lsp::session::SchemaPage| {
        let old = page.text.content();
        let line_end = if old.contains("\r\n") { "\r\n" } else { "\n" };
        let kept = old.trim_end().len();
        let gap = if kept == 0 { String::new() } else { line_end.repeat(2) };
        let moved = text.replace("\r\n", "\n").replace('\n', line_end);
        let insertion = FixEdit {
            file: page.file,
            range: TextRange::new(convert::size(kept), convert::size(old.len())),
            replacement: format!("{gap}{moved}{line_end}"),
        };
        let path = Place::of(&page.uri);
        let name = path.path()?.file_name()?.to_string_lossy().into_owned();
        let edit = workspace_edit(view, &[deletion.clone(), insertion], facts)?;
        Some(action(format!("Move `{}` to {name}", block.name), MOVE, edit))
    };
    let mut actions: Vec<_> = others.filter_map(to_other).collect();
    actions.extend(to_new_file(view, &block.name, &text, &deletion, facts));
    actions
}

fn to_new_file(
    view: &View,
    name: &str,
    text: &str,
    deletion: &FixEdit,
    facts: &ClientFacts,
) -> Option<CodeAction> {
    let own = view.pages.iter().find(|page| page.file == view.file)?;
    let place = Place::of(&own.uri);
    let file_name = format!("{}.prisma", file_name(name));
    let path = place.path()?.parent()?.join(&file_name);
    if RealDisk.kind(&path).is_some() {
        return None;
    }
    let edit =
        with_new_file(view, std::slice::from_ref(deletion), uri_of(&path)?, format!("{text}\n"), facts)?;
    Some(action(format!("Move `{name}` to a new file {file_name}"), MOVE, edit))
}

/// What the file of a block is called: its name in small letters, with `-` between words.
fn file_name(block: &str) -> String {
    let mut name = String::new();
    let mut was_small = false;
    for letter in block.chars() {
        if letter.is_uppercase() && was_small {
            name.push('-');
        }
        was_small = letter.is_lowercase() || letter.is_numeric();
        name.extend(letter.to_lowercase());
    }
    name
}

/// Creates a `prisma.config.ts` that says where the database is, where there is none; in Prisma 7, the lines of the datasource
/// that said so go.
pub(super) fn to_config(view: &View, at: usize, facts: &ClientFacts) -> Option<CodeAction> {
    let lines = view.snapshot.connection_lines(view.file, convert::size(at));
    let about = view.about.as_ref().filter(|about| about.config.is_none() && !lines.is_empty())?;
    let own = view.pages.iter().find(|page| page.file == view.file)?;
    let place = Place::of(&own.uri);
    let folder = package_folder(place.path()?)?;
    let schema = match &about.files[..] {
        [file] => file.clone(),
        _ => place.path()?.parent()?.to_path_buf(),
    };
    let schema = schema.strip_prefix(&folder).ok()?.to_string_lossy().replace('\\', "/");
    let mut settings: Vec<(&str, &str)> = Vec::new();
    for line in &lines {
        settings.retain(|(key, _)| *key != line.config_key);
        settings.push((line.config_key, &line.value));
    }
    let text = config(&schema, &settings);
    let is_7 = view.snapshot.dialect(view.file) != analyzer::Dialect::Prisma6;
    let deletions = lines.iter().filter(|_| is_7);
    let deletions: Vec<_> = deletions
        .map(|line| FixEdit { file: view.file, range: line.removal, replacement: String::new() })
        .collect();
    let edit = with_new_file(view, &deletions, uri_of(&folder.join("prisma.config.ts"))?, text, facts)?;
    let title = if is_7 {
        "Move the URLs to a new prisma.config.ts"
    } else {
        "Create a prisma.config.ts with the URLs, for Prisma 7"
    };
    Some(action(title.to_owned(), MOVE, edit))
}

/// The text of a `prisma.config.ts`.
fn config(schema: &str, settings: &[(&str, &str)]) -> String {
    let has_env = settings.iter().any(|(_, value)| value.starts_with("env("));
    let lines: String = settings.iter().map(|(key, value)| format!("    {key}: {value},\n")).collect();
    let (dotenv, env) = if has_env { ("import \"dotenv/config\";\n", ", env") } else { ("", "") };
    format!(
        "{dotenv}import {{ defineConfig{env} }} from \"prisma/config\";\n\nexport default defineConfig({{\n  schema: \"{schema}\",\n  datasource: {{\n{lines}  }},\n}});\n"
    )
}

/// The folder of the package that a file belongs to, where Prisma looks for its configuration.
fn package_folder(file: &Path) -> Option<PathBuf> {
    let mut folders = file.ancestors().skip(1);
    folders.find(|folder| RealDisk.kind(&folder.join("package.json")).is_some()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_after_their_blocks() {
        let names = ["User", "UserAccount", "OrderItem2", "HTTPLog"].map(file_name);
        assert_eq!(names, ["user", "user-account", "order-item2", "httplog"]);
    }

    #[test]
    fn a_configuration_says_what_the_datasource_said() {
        let text = config("prisma/schema.prisma", &[("url", "env(\"DATABASE_URL\")")]);
        assert_eq!(
            text,
            "import \"dotenv/config\";\nimport { defineConfig, env } from \"prisma/config\";\n\nexport default defineConfig({\n  schema: \"prisma/schema.prisma\",\n  datasource: {\n    url: env(\"DATABASE_URL\"),\n  },\n});\n"
        );
    }
}
