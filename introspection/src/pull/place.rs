//! Where blocks are written: in the place of those that there are, and new ones behind them.

use super::draft::Draft;
use super::existing::Existing;
use super::has_enums;
use analyzer::{FileId, InventoryBlock, InventoryKind, SchemaId, Snapshot};
use formatter::{LineEnding, Options as Layout};
use providers::{Dialect, Provider};
use std::ops::Range;

/// What a catalog is rendered into.
pub enum Target<'a> {
    /// Text of its own: a datasource for the provider, and what there is.
    New {
        /// The database.
        provider: Provider,
        /// The schemas of the database that the datasource lists; empty for none.
        schemas: &'a [String],
        /// The preview features that are asked for.
        previews: &'a [String],
    },
    /// A schema that there is.
    Schema {
        /// Where it is.
        snapshot: &'a Snapshot,
        /// Which it is.
        schema: SchemaId,
        /// Whether all but datasource and generators is forgotten.
        force: bool,
        /// The file that new blocks go to; none if that is still to be made. With one file it is that.
        new_blocks: Option<FileId>,
    },
}

/// A file whose text is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulledFile {
    /// The file; none for a new one.
    pub file: Option<FileId>,
    /// Its whole text.
    pub text: String,
}

/// A block that is to be written, and the one whose place it takes.
pub(crate) struct Placed<'a> {
    pub(crate) draft: Draft,
    pub(crate) existing: Option<&'a InventoryBlock>,
}

impl Target<'_> {
    /// The models, views and enums that count as being there.
    pub(crate) fn inventory(&self) -> Vec<(FileId, InventoryBlock)> {
        match self {
            Target::Schema { snapshot, schema, force: false, .. } => snapshot.inventory(*schema),
            _ => Vec::new(),
        }
    }

    /// What the schema is written for.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Target::New { .. } => Dialect::Prisma7,
            Target::Schema { snapshot, schema, .. } => {
                let file = snapshot.files(*schema).first().copied();
                file.map_or(Dialect::Prisma7, |file| snapshot.dialect(file))
            }
        }
    }
}

/// The texts that come of the drafts.
pub(crate) fn place(
    target: &Target<'_>,
    existing: &Existing<'_>,
    drafts: Vec<Placed<'_>>,
) -> Vec<PulledFile> {
    let layout = Layout { dialect: target.dialect(), ..Layout::default() };
    match target {
        Target::New { provider, schemas, previews } => {
            let header = header(*provider, schemas, previews);
            let text =
                joined(std::iter::once(header).chain(drafts.iter().map(|placed| whole(&placed.draft))));
            vec![PulledFile { file: None, text: formatter::format(&text, &layout) }]
        }
        Target::Schema { snapshot, schema, force, new_blocks } => {
            let files = snapshot.files(*schema);
            let mut drafts = drafts;
            // What is written as a comment may be there already, and no block can tell.
            let is_there = |text: &str| files.iter().any(|file| snapshot.text(*file).contains(text));
            // Neither is told of the types of nested documents. Those that there are stay as they are.
            let is_type =
                |draft: &Draft| draft.keyword == "type" && is_there(&format!("type {} {{", draft.name));
            drafts.retain(|placed| !is_type(&placed.draft));
            drafts.retain(|placed| *force || !(placed.draft.is_comment && is_there(&placed.draft.text())));
            let gone = if *force { snapshot.inventory(*schema) } else { Vec::new() };
            let new_blocks = if let [only] = files[..] { Some(only) } else { *new_blocks };
            let provider = files.first().and_then(|file| snapshot.provider(*file));
            let mut written = Vec::new();
            for file in &files {
                let text = snapshot.text(*file);
                let mut edits = edits(*file, existing, &drafts, &text, provider);
                edits
                    .extend(gone.iter().filter(|(of, _)| of == file).map(|(_, block)| removal(block, &text)));
                if new_blocks == Some(*file) {
                    edits.extend(insertions(*file, existing, &drafts, text.len()));
                }
                // What is new has line feeds, and must not decide for the rest.
                let layout = Layout { line_ending: LineEnding::of(&text), ..layout };
                let after = formatter::format(&applied(&text, edits), &layout);
                if after != text {
                    written.push(PulledFile { file: Some(*file), text: after });
                }
            }
            let new: Vec<_> = drafts.iter().filter(|placed| placed.existing.is_none()).collect();
            if new_blocks.is_none() && !new.is_empty() {
                let text = joined(new.iter().map(|placed| whole(&placed.draft)));
                written.push(PulledFile { file: None, text: formatter::format(&text, &layout) });
            }
            written
        }
    }
}

/// The datasource of a schema that is made anew.
fn header(provider: Provider, schemas: &[String], previews: &[String]) -> String {
    let list = |words: &[String]| {
        words.iter().map(|word| super::fields::quoted(word)).collect::<Vec<_>>().join(", ")
    };
    let mut text = String::new();
    if !previews.is_empty() {
        text = format!(
            "generator client {{\nprovider = \"prisma-client\"\npreviewFeatures = [{}]\n}}\n\n",
            list(previews)
        );
    }
    text += &format!("datasource db {{\nprovider = \"{}\"\n", provider.id());
    if !schemas.is_empty() {
        text += &format!("schemas = [{}]\n", list(schemas));
    }
    text + "}"
}

fn whole(draft: &Draft) -> String {
    format!("{}{}", draft.documentation_text(), draft.text())
}

fn joined(blocks: impl Iterator<Item = String>) -> String {
    let mut text = blocks.collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

/// What is done to the blocks of a file: written anew, or taken out with what stands above them.
fn edits(
    file: FileId,
    existing: &Existing<'_>,
    drafts: &[Placed<'_>],
    text: &str,
    provider: Option<Provider>,
) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    for (_, block) in existing.blocks.iter().filter(|(of, _)| *of == file) {
        let takes_its_place =
            |placed: &&Placed<'_>| placed.existing.is_some_and(|one| std::ptr::eq(one, block));
        match drafts.iter().find(takes_its_place) {
            Some(placed) => {
                let above = &text[Range::<usize>::from(block.comments)];
                let mut new = placed.draft.clone();
                new.documentation.retain(|line| !above.contains(line.as_str()));
                edits.push((block.range.into(), whole(&new)));
            }
            // No database of this provider has enums, so none can tell that this one is gone.
            None if block.kind == InventoryKind::Enum && !provider.is_none_or(has_enums) => {}
            None => edits.push(removal(block, text)),
        }
    }
    edits
}

fn removal(block: &InventoryBlock, text: &str) -> (Range<usize>, String) {
    let start = usize::from(block.comments.start());
    let end = usize::from(block.range.end());
    let newline = text[end..].find('\n').filter(|at| text[end..end + at].trim().is_empty());
    (start..newline.map_or(end, |at| end + at + 1), String::new())
}

/// New blocks, behind the last one of their kind.
fn insertions(
    file: FileId,
    existing: &Existing<'_>,
    drafts: &[Placed<'_>],
    end: usize,
) -> Vec<(Range<usize>, String)> {
    let last = |kind: InventoryKind| {
        let of_kind = existing.blocks.iter().filter(|(of, block)| *of == file && block.kind == kind);
        of_kind.map(|(_, block)| usize::from(block.range.end())).max()
    };
    let models = last(InventoryKind::Model).unwrap_or(end);
    let views = last(InventoryKind::View).unwrap_or(models);
    let enums = last(InventoryKind::Enum).unwrap_or(end);
    let new = drafts.iter().filter(|placed| placed.existing.is_none());
    let insertion = |placed: &Placed<'_>| {
        let at = match placed.draft.keyword {
            "view" => views,
            "enum" => enums,
            _ => models,
        };
        (at..at, format!("\n\n{}\n", whole(&placed.draft)))
    };
    new.map(insertion).collect()
}

/// The text after edits that do not overlap; those at one place stay in their order.
fn applied(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut after, mut at) = (String::with_capacity(text.len()), 0);
    for (range, replacement) in edits {
        let start = range.start.max(at);
        after.push_str(&text[at..start]);
        after.push_str(&replacement);
        at = range.end.max(at);
    }
    after + &text[at..]
}
