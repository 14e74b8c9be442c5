//! Where answers come from: a view of a workspace at one moment.

mod actual;
mod describe;
mod inventory;
mod mapping;
mod names;
mod rewrites;
mod trees;

use super::layout::{Layout, RunLayout};
use super::{FileId, SchemaId};
use crate::Dialect;
use crate::check::{
    Finding, Place, concerned, findings_across, findings_of_block, findings_of_run, is_of_wording,
};
use crate::db::{Block, Database};
use crate::diagnostic::{Diagnostic, Fix, FixEdit, Related, Severity};
use crate::drift::{drift_of_block, drift_of_run};
use crate::missing::{Named, NewLines, missing_parts};
use crate::names::Symbol;
use crate::outline;
use crate::relations::relation_fields;
use catalog::Catalog;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use syntax::{TextRange, TextSize};

pub use crate::outline::{Outline, OutlineKind};
pub use describe::FieldPlace;
pub use names::{Declared, Occurrence};
pub use rewrites::{ConnectionLine, WholeBlock};
pub use trees::TypeKind;

/// So many bad names of a file are looked for everywhere, to offer better ones: each time all of the schema is searched.
const MOST_RENAMED: usize = 20;

/// An answer was not found because an edit came in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// A view of a workspace at one moment. Cheap to make and to clone.
#[derive(Clone)]
pub struct Snapshot {
    // Fields are dropped in this order: an edit that waits for the database then finds the layout unshared.
    layout: Arc<Layout>,
    pub(super) db: Database,
}

impl Snapshot {
    pub(super) fn new(db: Database, layout: Arc<Layout>) -> Self {
        Snapshot { layout, db }
    }

    /// Runs a question; an edit that comes in makes it stop with `Err(Cancelled)`.
    pub fn ask<T>(&self, question: impl FnOnce(&Self) -> T) -> Result<T, Cancelled> {
        salsa::Cancelled::catch(AssertUnwindSafe(|| question(self))).map_err(|_| Cancelled)
    }

    /// All schemas, the oldest first.
    pub fn schemas(&self) -> Vec<SchemaId> {
        let mut schemas: Vec<_> = self.layout.schemas.keys().copied().collect();
        schemas.sort();
        schemas
    }

    /// The files of a schema, in order.
    pub fn files(&self, schema: SchemaId) -> Vec<FileId> {
        self.layout.schemas.get(&schema).cloned().unwrap_or_default()
    }

    /// The schema that a file is a part of; none for a file that is gone.
    pub fn schema(&self, file: FileId) -> Option<SchemaId> {
        Some(self.layout.files.get(&file)?.schema)
    }

    /// What a file's schema is written for; the newest for a file without any text.
    pub fn dialect(&self, file: FileId) -> Dialect {
        let mut runs = self.layout.files.get(&file).into_iter().flat_map(|layout| &layout.runs);
        let block = runs.find_map(|run| run.input.blocks(&self.db).first());
        block.map_or(Dialect::Prisma7, |block| block.schema(&self.db).dialect(&self.db))
    }

    /// The text of a file; empty for a file that is gone.
    pub fn text(&self, file: FileId) -> String {
        self.layout.text(file).unwrap_or_default()
    }

    /// Everything the analyzer has to say about a file, in the order of the text.
    pub fn diagnostics(&self, file: FileId) -> Vec<Diagnostic> {
        let Some(layout) = self.layout.files.get(&file) else { return Vec::new() };
        let mut diagnostics = Vec::new();
        let mut renames = 0;
        for (offset, run) in layout.runs_with_offsets() {
            let of_blocks = findings_of_run(&self.db, run.input).iter();
            let of_blocks = of_blocks.map(|block| (*block, findings_of_block(&self.db, *block)));
            let across = self.concerned(run).map(|block| (block, findings_across(&self.db, block)));
            for (block, findings) in of_blocks.chain(across) {
                let start = offset + run.offset_of(block).unwrap_or_default();
                diagnostics.extend(findings.iter().map(|finding| {
                    let mut diagnostic = self.diagnostic(layout.schema, finding, start);
                    if let Some(name) = &finding.misspelt {
                        self.suggest(layout.schema, file, name, &mut diagnostic);
                    }
                    if let Some((symbol, better)) = finding.rename.as_ref().filter(|_| renames < MOST_RENAMED)
                    {
                        renames += 1;
                        diagnostic.fixes.extend(self.renaming(layout.schema, symbol, better));
                    }
                    diagnostic
                }));
            }
        }
        if self.has_database(layout.schema) {
            diagnostics.extend(self.drift(file));
        }
        diagnostics.sort_by_key(|diagnostic| diagnostic.range.start());
        diagnostics
    }

    /// How a file differs from what is in the database, in the order of the text; nothing where that was not looked at.
    pub fn drift(&self, file: FileId) -> Vec<Diagnostic> {
        let Some(layout) = self.layout.files.get(&file) else { return Vec::new() };
        let mut diagnostics = Vec::new();
        for (offset, run) in layout.runs_with_offsets() {
            for block in drift_of_run(&self.db, run.input) {
                let start = offset + run.offset_of(*block).unwrap_or_default();
                let findings = drift_of_block(&self.db, *block).iter();
                diagnostics.extend(findings.map(|finding| self.diagnostic(layout.schema, finding, start)));
            }
        }
        diagnostics.sort_by_key(|diagnostic| diagnostic.range.start());
        diagnostics
    }

    /// Whether it is known what is in the database of a schema.
    pub fn has_database(&self, schema: SchemaId) -> bool {
        self.database(schema).is_some()
    }

    /// What is in the database of a schema, where that was looked at.
    pub fn database(&self, schema: SchemaId) -> Option<Arc<Catalog>> {
        let block = self.layout.blocks(schema).next()?;
        block.schema(&self.db).database(&self.db).as_ref().map(|actual| actual.catalog.clone())
    }

    /// The edits that give each relation of a schema what it lacks: a field on the other side, the arguments that say how it
    /// is kept, and the scalar fields that these name. None if something cannot be understood, because then it is not known
    /// what is missing. The text should be laid out afterwards.
    pub fn missing_relation_parts(&self, schema: SchemaId) -> Vec<FixEdit> {
        let blocks = self.layout.blocks(schema);
        let is_clear = |block: &Block| {
            let mut findings = findings_of_block(&self.db, *block).iter();
            !findings.any(|it| it.rule.severity == Severity::Error && is_of_wording(it.rule))
        };
        if !self.layout.blocks(schema).all(|block| is_clear(&block)) {
            return Vec::new();
        }
        let relations = blocks
            .flat_map(|block| relation_fields(&self.db, block).iter().map(move |relation| (block, relation)));
        let parts =
            relations.flat_map(|(block, relation)| missing_parts(&self.db, block, relation, Named::ByModel));
        let edits = parts.flat_map(|part| {
            let block = part.block();
            let insertions = part.insertions(&self.db, NewLines::BeforeBrace).unwrap_or_default();
            insertions.into_iter().filter_map(move |(at, replacement)| {
                let place = Place { block, range: TextRange::empty(at) };
                let (file, range) = self.absolute(schema, place)?;
                Some(FixEdit { file, range, replacement })
            })
        });
        edits.collect()
    }

    /// The blocks of a run that a rule about the whole schema says something of.
    fn concerned(&self, run: &RunLayout) -> impl Iterator<Item = Block> {
        let blocks = run.input.blocks(&self.db);
        let concerned = blocks.first().map(|block| concerned(&self.db, block.schema(&self.db)));
        let concerned = concerned.filter(|concerned| !concerned.is_empty());
        concerned
            .into_iter()
            .flat_map(|concerned| blocks.iter().copied().filter(|block| concerned.contains(block)))
    }

    /// The blocks of a file with their members, for an outline.
    pub fn outline(&self, file: FileId) -> Vec<Outline> {
        let Some(layout) = self.layout.files.get(&file) else { return Vec::new() };
        let mut outline = Vec::new();
        for (offset, run) in layout.runs_with_offsets() {
            for (start, block) in blocks_with_offsets(run) {
                outline.extend(outline::outline(&self.db, block, size(offset + start)));
            }
        }
        outline
    }

    /// Makes the ranges of a finding absolute.
    fn diagnostic(&self, schema: SchemaId, finding: &Finding, start: usize) -> Diagnostic {
        let related = |related: &crate::check::Related| {
            let (file, range) = self.absolute(schema, related.place)?;
            let (message, is_same_mistake) = (related.message.clone(), related.is_same_mistake);
            Some(Related { file, range, message, is_same_mistake })
        };
        let edit = |(place, replacement): &(Place, String)| {
            let (file, range) = self.absolute(schema, *place)?;
            let is_whole = replacement.is_empty()
                && place.range.len() == TextSize::of(&**place.block.source(&self.db).text());
            let range = if is_whole { self.with_blank_lines(file, range) } else { range };
            Some(FixEdit { file, range, replacement: replacement.clone() })
        };
        let fix = |fix: &crate::check::Fix| {
            let edits = fix.edits.iter().map(edit).collect::<Option<Vec<_>>>()?;
            Some(Fix { title: fix.title.clone(), is_safe: fix.is_safe, edits })
        };
        Diagnostic {
            rule: finding.rule,
            message: finding.message.clone(),
            range: finding.range + size(start),
            help: finding.help.clone(),
            related: finding.related.iter().filter_map(related).collect(),
            fixes: finding.fixes.iter().filter_map(fix).collect(),
        }
    }

    /// A block with the blank lines that part it from what is before it, or from what is behind it if it is the first.
    fn with_blank_lines(&self, file: FileId, range: TextRange) -> TextRange {
        let text = self.text(file);
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let kept = text[..usize::from(range.start())].trim_end_matches(is_blank);
        if kept.is_empty() {
            let rest = text[usize::from(range.end())..].trim_start_matches(is_blank);
            return TextRange::new(range.start(), size(text.len() - rest.len()));
        }
        let line_break = text[kept.len()..].find('\n').map_or(0, |at| at + 1);
        TextRange::new(size(kept.len() + line_break).min(range.start()), range.end())
    }

    /// Adds the name that a misspelt one is most like. Done here and not in a query: a query that looks at all names would
    /// run again whenever any of them changes.
    fn suggest(&self, schema: SchemaId, file: FileId, name: &str, diagnostic: &mut Diagnostic) {
        let Some(near) = self.layout.names.get(&schema).and_then(|names| names.most_similar(name)) else {
            return;
        };
        diagnostic.help = Some(format!("did you mean `{near}`?"));
        let edit = FixEdit { file, range: diagnostic.range, replacement: near.to_owned() };
        let fix = Fix { title: format!("Change to `{near}`"), is_safe: false, edits: vec![edit] };
        diagnostic.fixes.insert(0, fix);
    }

    /// A repair that gives something a better name everywhere and keeps its name in the database, if nothing is called so. Done
    /// here and not in a query, because other blocks name it too.
    fn renaming(&self, schema: SchemaId, symbol: &Symbol, better: &str) -> Option<Fix> {
        let namesake = match symbol {
            Symbol::Field { owner, .. } => Symbol::Field { owner: owner.clone(), name: better.to_owned() },
            Symbol::EnumValue { owner, .. } => {
                Symbol::EnumValue { owner: owner.clone(), name: better.to_owned() }
            }
            _ => Symbol::Type(better.to_owned()),
        };
        if !self.declarations(schema, &namesake).is_empty() {
            return None;
        }
        let (mut edits, _) = self.keep_database_names(schema, symbol, better);
        let places = self.references(schema, symbol).into_iter();
        edits.extend(places.map(|place| FixEdit {
            file: place.file,
            range: place.range,
            replacement: better.to_owned(),
        }));
        Some(Fix { title: format!("Rename it to `{better}`"), is_safe: false, edits })
    }

    fn absolute(&self, schema: SchemaId, place: Place) -> Option<(FileId, TextRange)> {
        let (file, start) = self.layout.place(schema, place.block)?;
        Some((file, place.range + size(start)))
    }
}

fn blocks_with_offsets(run: &RunLayout) -> impl Iterator<Item = (usize, Block)> {
    run.slots
        .iter()
        .scan(0, |offset, slot| {
            let start = *offset;
            *offset += slot.text.len();
            Some((start, slot.block))
        })
        .filter_map(|(start, block)| Some((start, block?)))
}

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(u32::MAX.into())
}
