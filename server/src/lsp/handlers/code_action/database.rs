//! Repairs of differences between a schema and its database: what the database has is taken over, as pulling would.

use super::{action, shown};
use crate::lsp::client::ClientFacts;
use crate::lsp::edits::workspace_edit;
use crate::lsp::session::View;
use analyzer::{Diagnostic, Dialect, FileId, FixEdit, InventoryBlock, TextRange, Workspace};
use introspection::pull::{Options, PulledFile, Target, pull};
use std::ops::Range;
use tower_lsp_server::ls_types::{CodeAction, CodeActionKind};

/// The repairs of the differences among some findings.
pub(super) fn repairs(view: &View, findings: &[&Diagnostic], facts: &ClientFacts) -> Vec<CodeAction> {
    let drift: Vec<_> = findings.iter().filter(|found| found.rule.code.starts_with("drift-")).collect();
    let Some(pulled) = (!drift.is_empty()).then(|| Taken::new(view)).flatten() else { return Vec::new() };
    let mut actions = Vec::new();
    let mut seen = Vec::new();
    for found in drift {
        for (title, edits) in pulled.repairs(view, found) {
            if seen.contains(&title) {
                continue;
            }
            let edit = workspace_edit(view, &edits, facts);
            actions.extend(edit.map(|edit| CodeAction {
                diagnostics: Some(vec![shown(view, found, facts)]),
                ..action(title.clone(), CodeActionKind::QUICKFIX, edit)
            }));
            seen.push(title);
        }
    }
    actions
}

/// The schema as it would be after pulling.
struct Taken {
    files: Vec<PulledFile>,
    /// What is in the files that would change: the file before, its text, and its blocks.
    blocks: Vec<(FileId, String, InventoryBlock)>,
}

impl Taken {
    fn new(view: &View) -> Option<Self> {
        let snapshot = &view.snapshot;
        let schema = snapshot.schema(view.file)?;
        let catalog = snapshot.database(schema)?;
        let options = Options::of(snapshot, schema, &catalog);
        // New blocks go to the document that is looked at.
        let target = Target::Schema { snapshot, schema, force: false, new_blocks: Some(view.file) };
        let files = pull(&catalog, &target, &options).files;
        let blocks = files.iter().filter_map(|file| Some((file.file?, file.text.clone())));
        let blocks = blocks.flat_map(|(file, text)| {
            let found = inventory(&text, snapshot.dialect(view.file));
            found.into_iter().map(move |block| (file, text.clone(), block))
        });
        Some(Taken { blocks: blocks.collect(), files })
    }

    /// The repairs of a finding, each with its title: the field, the whole block, everything.
    fn repairs(&self, view: &View, found: &Diagnostic) -> Vec<(String, Vec<FixEdit>)> {
        let mut repairs = Vec::new();
        let schema = view.snapshot.schema(view.file);
        let own = schema.map(|schema| view.snapshot.inventory(schema)).unwrap_or_default();
        let around =
            own.iter().find(|(file, block)| *file == view.file && block.range.contains_range(found.range));
        if let Some((_, block)) = around {
            repairs.extend(self.field(view, block, found));
            repairs.extend(self.block(view, block));
        }
        let everything: Vec<_> = self
            .files
            .iter()
            .filter_map(|file| Some((file.file?, &file.text)))
            .flat_map(|(file, text)| {
                let edits = formatter::edits_between(&view.snapshot.text(file), text);
                edits.into_iter().map(move |edit| FixEdit {
                    file,
                    range: crate::lsp::convert::text_range(edit.range),
                    replacement: edit.replacement,
                })
            })
            .collect();
        if !everything.is_empty() {
            repairs.push(("Take over everything from the database".to_owned(), everything));
        }
        repairs
    }

    fn pulled(&self, view: &View, block: &InventoryBlock) -> Option<&(FileId, String, InventoryBlock)> {
        self.blocks.iter().find(|(file, _, other)| {
            *file == view.file && other.name == block.name && other.kind == block.kind
        })
    }

    /// The field or value that a finding is about, as the database has it.
    fn field(
        &self,
        view: &View,
        block: &InventoryBlock,
        found: &Diagnostic,
    ) -> Option<(String, Vec<FixEdit>)> {
        let member = block.members.iter().find(|member| member.range.contains_range(found.range))?;
        let (file, text, pulled) = self.pulled(view, block)?;
        let after = pulled
            .members
            .iter()
            .find(|other| other.name == member.name && other.database_name == member.database_name)?;
        let replacement = words(&text[Range::<usize>::from(after.range)]);
        let title = format!("Take over `{}` from the database", member.name);
        Some((title, vec![FixEdit { file: *file, range: member.range, replacement }]))
    }

    /// The block that a finding is in, as the database has it.
    fn block(&self, view: &View, block: &InventoryBlock) -> Option<(String, Vec<FixEdit>)> {
        let (file, text, pulled) = self.pulled(view, block)?;
        let replacement = text[Range::<usize>::from(pulled.range)].to_owned();
        let title = format!("Take over all of `{}` from the database", block.name);
        let range: TextRange = block.range;
        Some((title, vec![FixEdit { file: *file, range, replacement }]))
    }
}

/// A field with single blanks: how it is aligned depends on its neighbours.
fn words(text: &str) -> String {
    let (mut words, mut quoted, mut escaped) = (String::with_capacity(text.len()), false, false);
    for character in text.chars() {
        let is_second_blank = character == ' ' && !quoted && words.ends_with(' ');
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        if !is_second_blank {
            words.push(character);
        }
    }
    words
}

fn inventory(text: &str, dialect: Dialect) -> Vec<InventoryBlock> {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(dialect);
    workspace.add_file(schema, text);
    workspace.snapshot().inventory(schema).into_iter().map(|(_, block)| block).collect()
}
