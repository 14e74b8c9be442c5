//! Where the blocks of each file lie. Kept outside of the database, so that text that moves changes nothing in it.

use super::{FileId, SchemaId};
use crate::db::{Block, Run};
use crate::similarity::Dictionary;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use syntax::edit::{NewSegment, Replacement, Segments};

/// How many segments a run has when it is made.
const RUN_LENGTH: usize = 64;

/// All files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    pub(crate) files: HashMap<FileId, FileLayout>,
    /// The files of each schema, in order.
    pub(crate) schemas: HashMap<SchemaId, Vec<FileId>>,
    /// The names of the models, enums and types of each schema.
    pub(crate) names: HashMap<SchemaId, Dictionary>,
}

/// A file: runs of segments.
#[derive(Debug, Clone)]
pub(crate) struct FileLayout {
    pub(crate) schema: SchemaId,
    pub(crate) runs: Vec<Arc<RunLayout>>,
}

/// Some segments in a row.
#[derive(Debug, Clone)]
pub(crate) struct RunLayout {
    pub(crate) input: Run,
    pub(crate) slots: Vec<Slot>,
    /// In bytes.
    pub(crate) length: usize,
    is_open_ended: bool,
}

/// A segment of a file.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// None if there is nothing to say about the segment.
    pub(crate) block: Option<Block>,
    pub(crate) text: Arc<str>,
    pub(crate) is_between_blocks: bool,
    pub(crate) is_open_ended: bool,
}

impl Layout {
    /// The text of a file.
    pub(crate) fn text(&self, file: FileId) -> Option<String> {
        Some(self.files.get(&file)?.all_slots().map(|slot| &*slot.text).collect())
    }

    /// The runs of a schema, in order.
    pub(crate) fn runs(&self, schema: SchemaId) -> impl Iterator<Item = &RunLayout> {
        let files = self.schemas.get(&schema).into_iter().flatten();
        files.filter_map(|file| self.files.get(file)).flat_map(|file| file.runs.iter().map(|run| &**run))
    }

    /// The blocks of a schema, in order.
    pub(crate) fn blocks(&self, schema: SchemaId) -> impl Iterator<Item = Block> {
        self.runs(schema).flat_map(|run| run.slots.iter().filter_map(|slot| slot.block))
    }

    /// The file that a block of a schema is in, and where in it the block's text begins.
    pub(crate) fn place(&self, schema: SchemaId, block: Block) -> Option<(FileId, usize)> {
        let files = self.schemas.get(&schema)?.iter();
        files.filter_map(|id| Some((*id, self.files.get(id)?.offset_of(block)?))).next()
    }
}

impl FileLayout {
    pub(crate) fn all_slots(&self) -> impl Iterator<Item = &Slot> {
        self.runs.iter().flat_map(|run| &run.slots)
    }

    pub(crate) fn segment_count(&self) -> usize {
        self.runs.iter().map(|run| run.slots.len()).sum()
    }

    /// The runs, each with the byte at which it begins.
    pub(crate) fn runs_with_offsets(&self) -> impl Iterator<Item = (usize, &RunLayout)> {
        self.runs.iter().scan(0, |offset, run| {
            let start = *offset;
            *offset += run.length;
            Some((start, &**run))
        })
    }

    fn offset_of(&self, block: Block) -> Option<usize> {
        self.runs_with_offsets().find_map(|(start, run)| Some(start + run.offset_of(block)?))
    }

    /// The run and the index in it of a segment.
    fn find(&self, mut index: usize) -> (usize, usize) {
        for (at, run) in self.runs.iter().enumerate() {
            if index < run.slots.len() {
                return (at, index);
            }
            index -= run.slots.len();
        }
        (self.runs.len(), index)
    }

    fn slot(&self, index: usize) -> &Slot {
        let (run, index) = self.find(index);
        &self.runs[run].slots[index]
    }

    pub(crate) fn slots(&self, range: Range<usize>) -> Vec<Slot> {
        range.map(|index| self.slot(index).clone()).collect()
    }

    /// The segments that a range of bytes touches, and the byte at which the first of them begins.
    pub(crate) fn segments_around(&self, range: &Range<usize>) -> (Range<usize>, usize) {
        let (first, start) = self.segment_at(range.start);
        let (last, _) = self.segment_at(range.end);
        (first..(last + 1).min(self.segment_count()), start)
    }

    /// The segment that holds a byte, or the last one at the end of the text; and where it begins.
    fn segment_at(&self, offset: usize) -> (usize, usize) {
        let (mut index, mut start) = (0, 0);
        for run in &self.runs {
            if offset >= start + run.length {
                start += run.length;
                index += run.slots.len();
                continue;
            }
            for slot in &run.slots {
                if offset < start + slot.text.len() {
                    return (index, start);
                }
                start += slot.text.len();
                index += 1;
            }
        }
        let last = self.runs.last().and_then(|run| run.slots.last()).map_or(0, |slot| slot.text.len());
        (index.saturating_sub(1), start - last)
    }

    /// Leaves out of a replacement what stays as it is at its beginning and its end.
    pub(crate) fn trim(&self, replacement: Replacement) -> (Range<usize>, Vec<NewSegment>) {
        let Replacement { mut replaced, mut segments } = replacement;
        let same = |index: usize, new: &NewSegment| {
            let old = self.slot(index);
            *old.text == *new.text
                && old.is_open_ended == new.is_open_ended
                && old.is_between_blocks == new.kind.is_between_blocks()
        };
        let count = replaced.clone().zip(&segments).take_while(|(old, new)| same(*old, new)).count();
        segments.drain(..count);
        replaced.start += count;
        let count = replaced
            .clone()
            .rev()
            .zip(segments.iter().rev())
            .take_while(|(old, new)| same(*old, new))
            .count();
        segments.truncate(segments.len() - count);
        replaced.end -= count;
        (replaced, segments)
    }

    /// Puts slots in the place of others.
    pub(crate) fn splice(
        &mut self,
        replaced: Range<usize>,
        slots: Vec<Slot>,
        new_run: impl Fn() -> Run,
    ) -> ChangedRuns {
        let count = self.runs.len();
        let (first, start) = match self.find(replaced.start) {
            (run, 0) if run == self.runs.len() && run > 0 => (run - 1, self.runs[run - 1].slots.len()),
            found => found,
        };
        let mut changed_end = first + 1;
        let mut rest = replaced.len();
        if first == self.runs.len() {
            self.runs.push(Arc::new(RunLayout::new(new_run(), Vec::new())));
        }
        let run = Arc::make_mut(&mut self.runs[first]);
        let here = rest.min(run.slots.len() - start);
        run.slots.splice(start..start + here, slots);
        rest -= here;
        while rest > 0 {
            let run = Arc::make_mut(&mut self.runs[changed_end]);
            let here = rest.min(run.slots.len());
            run.slots.drain(..here);
            rest -= here;
            changed_end += 1;
        }
        let touched = changed_end - first;
        let changed = self.balance(first..changed_end, new_run);
        let is_same = self.runs.len() == count && changed.len() == touched;
        ChangedRuns { runs: self.runs[changed].to_vec(), is_same }
    }

    /// Cuts runs that are too long, and removes empty ones.
    fn balance(&mut self, range: Range<usize>, new_run: impl Fn() -> Run) -> Range<usize> {
        let mut balanced = Vec::new();
        for run in self.runs.drain(range.clone()) {
            if run.slots.is_empty() {
                continue;
            }
            if run.slots.len() <= 2 * RUN_LENGTH {
                balanced.push(Arc::new(RunLayout::new(run.input, run.slots.clone())));
                continue;
            }
            for (at, slots) in run.slots.chunks(RUN_LENGTH).enumerate() {
                let input = if at == 0 { run.input } else { new_run() };
                balanced.push(Arc::new(RunLayout::new(input, slots.to_vec())));
            }
        }
        let end = range.start + balanced.len();
        self.runs.splice(range.start..range.start, balanced);
        range.start..end
    }
}

/// What an edit did to the runs of a file.
pub(crate) struct ChangedRuns {
    /// Those whose segments are not what they were.
    pub(crate) runs: Vec<Arc<RunLayout>>,
    /// Whether they are still the same runs in the same order.
    pub(crate) is_same: bool,
}

impl RunLayout {
    fn new(input: Run, slots: Vec<Slot>) -> Self {
        let length = slots.iter().map(|slot| slot.text.len()).sum();
        let is_open_ended = slots.iter().any(|slot| slot.is_open_ended);
        RunLayout { input, slots, length, is_open_ended }
    }

    /// The byte at which a block begins, from the beginning of the run.
    pub(crate) fn offset_of(&self, block: Block) -> Option<usize> {
        let mut offset = 0;
        for slot in &self.slots {
            if slot.block == Some(block) {
                return Some(offset);
            }
            offset += slot.text.len();
        }
        None
    }
}

impl Segments for FileLayout {
    fn count(&self) -> usize {
        self.segment_count()
    }

    fn text(&self, index: usize) -> &str {
        &self.slot(index).text
    }

    fn is_between_blocks(&self, index: usize) -> bool {
        self.slot(index).is_between_blocks
    }

    fn first_open_ended(&self) -> Option<usize> {
        let mut before = 0;
        for run in &self.runs {
            if run.is_open_ended {
                return Some(before + run.slots.iter().position(|slot| slot.is_open_ended)?);
            }
            before += run.slots.len();
        }
        None
    }
}
