//! Where texts come in: schemas, their files, and edits.

mod layout;
mod snapshot;

pub use snapshot::{
    Cancelled, ConnectionLine, Declared, FieldPlace, Occurrence, Outline, OutlineKind, Snapshot, TypeKind,
    WholeBlock,
};

use crate::Dialect;
use crate::db::{Block, Database, Db, Namespace, Run, Schema, Source};
use crate::drift::Actual;
use catalog::Catalog;
use layout::{FileLayout, Layout, Slot};
use salsa::{Database as _, Durability, Setter};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;
use syntax::edit::{NewSegment, resplit};
use syntax::{Header, Keyword, SegmentKind, TextRange};

/// A file of a [`Workspace`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A schema of a [`Workspace`]: a set of files analysed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(u32);

/// All schemas, and the one place where they change.
#[derive(Debug)]
pub struct Workspace {
    db: Database,
    layout: Arc<Layout>,
    schemas: HashMap<SchemaId, SchemaState>,
    /// Blocks that stand in no file any more, to be used again.
    spare_blocks: Vec<Block>,
    next_id: u32,
}

#[derive(Debug)]
struct SchemaState {
    input: Schema,
    /// The names that more than one block has. Their order matters.
    clashing: BTreeSet<(Namespace, String)>,
}

impl Default for Workspace {
    fn default() -> Self {
        Self::new()
    }
}

impl Workspace {
    /// A workspace without schemas.
    pub fn new() -> Self {
        Self::with_database(Database::new())
    }

    pub(crate) fn with_database(db: Database) -> Self {
        Workspace {
            db,
            layout: Arc::default(),
            schemas: HashMap::new(),
            spare_blocks: Vec::new(),
            next_id: 0,
        }
    }

    /// Adds a schema without files.
    pub fn add_schema(&mut self, dialect: Dialect) -> SchemaId {
        let id = SchemaId(self.new_id());
        let input =
            Schema::builder(dialect, Vec::new(), None, Vec::new()).durability(Durability::HIGH).new(&self.db);
        self.schemas.insert(id, SchemaState { input, clashing: BTreeSet::new() });
        self.layout_mut().schemas.insert(id, Vec::new());
        id
    }

    /// Changes the dialect a schema is analysed under.
    pub fn set_dialect(&mut self, schema: SchemaId, dialect: Dialect) {
        let Some(state) = self.schemas.get(&schema) else { return };
        if state.input.dialect(&self.db) != dialect {
            let input = state.input;
            input.set_dialect(&mut self.db).with_durability(Durability::HIGH).to(dialect);
        }
    }

    /// Says what is in the database of a schema; none where that is not known (any more).
    pub fn set_database(&mut self, schema: SchemaId, catalog: Option<Arc<Catalog>>) {
        let Some(state) = self.schemas.get(&schema) else { return };
        let input = state.input;
        self.db.trigger_cancellation();
        let actual = catalog.map(|catalog| Arc::new(Actual::new(catalog)));
        input.set_database(&mut self.db).with_durability(Durability::HIGH).to(actual);
    }

    /// The schema that a file is a part of.
    pub fn schema_of(&self, file: FileId) -> Option<SchemaId> {
        self.layout.files.get(&file).map(|layout| layout.schema)
    }

    /// The files of the schema that a file is a part of, itself among them.
    pub fn files_beside(&self, file: FileId) -> Vec<FileId> {
        let layout = self.layout.files.get(&file);
        layout.and_then(|layout| self.layout.schemas.get(&layout.schema)).cloned().unwrap_or_default()
    }

    /// Removes a schema and its files.
    pub fn remove_schema(&mut self, schema: SchemaId) {
        for file in self.layout.schemas.get(&schema).cloned().unwrap_or_default() {
            self.remove_file(file);
        }
        if let Some(state) = self.schemas.remove(&schema) {
            self.db.forget_names(state.input);
        }
        let layout = self.layout_mut();
        layout.schemas.remove(&schema);
        layout.names.remove(&schema);
    }

    /// Adds a file at the end of a schema's files. The schema must exist.
    pub fn add_file(&mut self, schema: SchemaId, text: &str) -> FileId {
        let id = FileId(self.new_id());
        let layout = self.layout_mut();
        layout.files.insert(id, FileLayout { schema, runs: Vec::new() });
        layout.schemas.entry(schema).or_default().push(id);
        let segments = syntax::split(text).into_iter().map(|segment| NewSegment {
            text: text[segment.range].to_owned(),
            kind: segment.kind,
            is_open_ended: segment.is_open_ended,
        });
        self.replace_segments(id, 0..0, segments.collect(), Durability::HIGH);
        id
    }

    /// Replaces a file's whole text. What did not change is not analysed again.
    pub fn set_text(&mut self, file: FileId, text: &str) {
        let Some(old) = self.layout.text(file) else { return };
        let (a, b) = (old.as_bytes(), text.as_bytes());
        let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let start = old.floor_char_boundary(same).min(text.floor_char_boundary(same));
        let longest = a.len().min(b.len()) - start;
        let mut end = a.iter().rev().zip(b.iter().rev()).take(longest).take_while(|(a, b)| a == b).count();
        while !old.is_char_boundary(a.len() - end) || !text.is_char_boundary(b.len() - end) {
            end -= 1;
        }
        if start < a.len() - end || start < b.len() - end {
            self.edit(file, text_range(start..a.len() - end), &text[start..b.len() - end]);
        }
    }

    /// Replaces a piece of a file's text. The range is in bytes of the current text, on character boundaries, and within
    /// it.
    pub fn edit(&mut self, file: FileId, range: TextRange, replacement: &str) {
        let Some(layout) = self.layout.files.get(&file) else { return };
        let range = Range::<usize>::from(range);
        let (edited, start) = layout.segments_around(&range);
        let result = resplit(layout, edited, range.start - start..range.end - start, replacement);
        let (replaced, segments) = layout.trim(result);
        if !replaced.is_empty() || !segments.is_empty() {
            self.replace_segments(file, replaced, segments, Durability::LOW);
        }
    }

    /// Removes a file from its schema.
    pub fn remove_file(&mut self, file: FileId) {
        let Some(layout) = self.layout.files.get(&file) else { return };
        let (schema, count) = (layout.schema, layout.segment_count());
        self.replace_segments(file, 0..count, Vec::new(), Durability::HIGH);
        let layout = self.layout_mut();
        layout.files.remove(&file);
        if let Some(files) = layout.schemas.get_mut(&schema) {
            files.retain(|other| *other != file);
        }
    }

    /// A view of everything as it is now, for another thread.
    ///
    /// An edit waits until every snapshot is dropped, and stops the questions that are being answered; so ask them
    /// through [`Snapshot::ask`], and keep no snapshot longer than an answer takes.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.db.clone(), self.layout.clone())
    }

    fn new_id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id
    }

    /// The layout, for changing it. Waits for the snapshots first, so that it need not be copied.
    fn layout_mut(&mut self) -> &mut Layout {
        self.db.trigger_cancellation();
        Arc::make_mut(&mut self.layout)
    }

    /// Puts segments in the place of others. Blocks that are still there keep their identity.
    fn replace_segments(
        &mut self,
        file: FileId,
        replaced: Range<usize>,
        segments: Vec<NewSegment>,
        durability: Durability,
    ) {
        // Snapshots must be gone before the layout changes, or it would be copied.
        self.db.trigger_cancellation();
        let Some(layout) = self.layout.files.get(&file) else { return };
        let Some(schema) = self.schemas.get(&layout.schema).map(|state| state.input) else { return };
        let schema_id = layout.schema;
        let old = layout.slots(replaced.clone());
        let mut free: Vec<Option<Block>> = old.iter().map(|slot| slot.block).collect();
        let partners = partners(&old, &segments);
        let mut renamed = Renamed::default();

        let mut slots = Vec::with_capacity(segments.len());
        for (segment, partner) in segments.into_iter().zip(partners) {
            let partner = partner.filter(|_| segment.kind != SegmentKind::Gap);
            let block = partner.and_then(|index| free[index].take());
            slots.push(self.slot(schema, segment, block, durability, &mut renamed));
        }
        for block in free.into_iter().flatten() {
            renamed.lost(block.header(&self.db).as_ref());
            block.set_source(&mut self.db).with_durability(Durability::LOW).to(Source::Text("".into()));
            block.set_header(&mut self.db).with_durability(Durability::LOW).to(None);
            self.spare_blocks.push(block);
        }
        self.splice(file, replaced, slots, durability);
        self.update_names(schema_id, renamed, durability);
    }

    /// Makes the slot of a segment, in the given block if there is one.
    fn slot(
        &mut self,
        schema: Schema,
        segment: NewSegment,
        block: Option<Block>,
        durability: Durability,
        renamed: &mut Renamed,
    ) -> Slot {
        let text: Arc<str> = segment.text.into();
        let header = match &segment.kind {
            SegmentKind::Block(header) => Some(header.clone()),
            SegmentKind::Gap | SegmentKind::Stray => None,
        };
        let slot = |block| Slot {
            block,
            text: text.clone(),
            is_between_blocks: segment.kind.is_between_blocks(),
            is_open_ended: segment.is_open_ended,
        };
        if segment.kind == SegmentKind::Gap {
            return slot(None);
        }
        let Some(block) = block.or_else(|| self.spare_blocks.pop()) else {
            let source = Source::Text(text.clone());
            let builder = Block::builder(schema, header.clone(), source).durability(durability);
            let block = builder.new(&self.db);
            renamed.gained(header.as_ref(), block);
            return slot(Some(block));
        };
        if block.schema(&self.db) != schema {
            block.set_schema(&mut self.db).with_durability(Durability::LOW).to(schema);
        }
        if *block.header(&self.db) != header {
            renamed.lost(block.header(&self.db).as_ref());
            renamed.gained(header.as_ref(), block);
            block.set_header(&mut self.db).with_durability(durability).to(header);
        }
        if **block.source(&self.db).text() != *text {
            let source = Source::Tree(block.source(&self.db).tree().reparse(text.clone()));
            block.set_source(&mut self.db).with_durability(durability).to(source);
        }
        slot(Some(block))
    }

    /// Puts slots in the place of others, and keeps the runs of blocks at a good size.
    fn splice(&mut self, file: FileId, replaced: Range<usize>, slots: Vec<Slot>, durability: Durability) {
        let db = &self.db;
        let Some(layout) = Arc::make_mut(&mut self.layout).files.get_mut(&file) else { return };
        let changed =
            layout.splice(replaced, slots, || Run::builder(Vec::new()).durability(Durability::HIGH).new(db));
        let (schema, is_same) = (layout.schema, changed.is_same);
        for run in changed.runs {
            let blocks: Vec<_> = run.slots.iter().filter_map(|slot| slot.block).collect();
            if *run.input.blocks(&self.db) != blocks {
                run.input.set_blocks(&mut self.db).with_durability(durability).to(blocks);
            }
        }
        let Some(input) = self.schemas.get(&schema).map(|state| state.input).filter(|_| !is_same) else {
            return;
        };
        let runs = self.layout.runs(schema).map(|run| run.input).collect();
        input.set_runs(&mut self.db).with_durability(Durability::HIGH).to(runs);
    }

    /// Tells everyone who looked up a name that came, went or moved.
    fn update_names(&mut self, schema: SchemaId, renamed: Renamed, durability: Durability) {
        let Some(state) = self.schemas.get_mut(&schema) else { return };
        if renamed.names.is_empty() {
            return;
        }
        let mut names = renamed.names;
        // The order of blocks with one name may have changed too.
        for name in &state.clashing {
            names.entry(name.clone()).or_default();
        }
        for ((namespace, name), gained) in names {
            let declarations = self.db.declarations(state.input, namespace, &name);
            let is_still_called = |block: &Block| {
                let header = block.header(&self.db).as_ref();
                header.is_some_and(|header| {
                    header.name == name && Namespace::of(header.keyword) == Some(namespace)
                })
            };
            let mut blocks: Vec<_> =
                declarations.blocks(&self.db).iter().copied().filter(is_still_called).collect();
            blocks.extend(gained);
            if namespace == Namespace::Types {
                let names = Arc::make_mut(&mut self.layout).names.entry(schema).or_default();
                if blocks.is_empty() { names.remove(&name) } else { names.insert(&name) }
            }
            if blocks.len() > 1 {
                blocks = self.layout.blocks(schema).filter(|block| blocks.contains(block)).collect();
                state.clashing.insert((namespace, name));
            } else {
                state.clashing.remove(&(namespace, name));
            }
            if *declarations.blocks(&self.db) != blocks {
                declarations.set_blocks(&mut self.db).with_durability(durability).to(blocks);
            }
        }
        if renamed.config {
            let is_config = |block: &Block| {
                let keyword = block.header(&self.db).as_ref().map(|header| header.keyword);
                matches!(keyword, Some(Keyword::Datasource | Keyword::Generator))
            };
            let config: Vec<_> = self.layout.blocks(schema).filter(is_config).collect();
            if *state.input.config(&self.db) != config {
                state.input.set_config(&mut self.db).with_durability(Durability::HIGH).to(config);
            }
        }
    }
}

/// Names that blocks got or lost in an edit, with the blocks that got them.
#[derive(Default)]
struct Renamed {
    names: BTreeMap<(Namespace, String), Vec<Block>>,
    /// Whether a `datasource` or `generator` came or went.
    config: bool,
}

impl Renamed {
    fn lost(&mut self, header: Option<&Header>) {
        self.note(header);
    }

    fn gained(&mut self, header: Option<&Header>, block: Block) {
        if let Some(blocks) = self.note(header) {
            blocks.push(block);
        }
    }

    fn note(&mut self, header: Option<&Header>) -> Option<&mut Vec<Block>> {
        let header = header?;
        self.config |= matches!(header.keyword, Keyword::Datasource | Keyword::Generator);
        let namespace = Namespace::of(header.keyword)?;
        Some(self.names.entry((namespace, header.name.clone())).or_default())
    }
}

/// Which of the old slots each new segment goes on with: the one with the same first line, or else the one at the same
/// place if as many come as go.
fn partners(old: &[Slot], new: &[NewSegment]) -> Vec<Option<usize>> {
    if old.len() == new.len() {
        return (0..new.len()).map(Some).collect();
    }
    let mut taken = vec![false; old.len()];
    let same_text = |slot: &Slot, segment: &NewSegment| *slot.text == *segment.text;
    let same_first_line = |slot: &Slot, segment: &NewSegment| {
        slot.text.lines().next() == segment.text.lines().next()
            && slot.is_between_blocks == segment.kind.is_between_blocks()
    };
    new.iter()
        .map(|segment| {
            let free = |index: &usize| !taken[*index];
            let find = |same: &dyn Fn(&Slot, &NewSegment) -> bool| {
                (0..old.len()).filter(free).find(|&index| same(&old[index], segment))
            };
            let index = find(&same_text).or_else(|| find(&same_first_line))?;
            taken[index] = true;
            Some(index)
        })
        .collect()
}

fn text_range(range: Range<usize>) -> TextRange {
    let size = |offset: usize| syntax::TextSize::try_from(offset).unwrap_or(u32::MAX.into());
    TextRange::new(size(range.start), size(range.end))
}

#[cfg(test)]
mod tests;
