//! A file as it is written, for questions about its syntax: the trees of its segments, and what the types in them are.

use super::{Snapshot, size};
use crate::check::{FieldType, resolve_name};
use crate::db::{Block, Schema};
use crate::workspace::FileId;
use syntax::{TextRange, TextSize, Tree};

/// What the name of a type stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TypeKind {
    /// A scalar type, or `Unsupported`.
    Scalar,
    /// A model.
    Model,
    /// A view.
    View,
    /// An enum.
    Enum,
    /// A composite type.
    CompositeType,
}

impl Snapshot {
    /// The length of a file's text in bytes.
    pub fn len(&self, file: FileId) -> TextSize {
        let runs = self.layout.files.get(&file).map(|layout| layout.runs.iter());
        size(runs.into_iter().flatten().map(|run| run.length).sum())
    }

    /// The segments of a file that a range of bytes touches, in order: their trees, and the byte of the file at which each
    /// begins. A segment is a top-level block with the comments above it, or what stands between two blocks; together they
    /// are the whole text.
    pub fn trees(&self, file: FileId, range: TextRange) -> Vec<(TextSize, Tree)> {
        let Some(layout) = self.layout.files.get(&file) else { return Vec::new() };
        let touches = |start: usize, length: usize| {
            start <= usize::from(range.end()) && usize::from(range.start()) <= start + length
        };
        let mut trees = Vec::new();
        for (mut start, run) in layout.runs_with_offsets().filter(|(start, run)| touches(*start, run.length))
        {
            for slot in &run.slots {
                if touches(start, slot.text.len()) {
                    let tree = match slot.block {
                        Some(block) => block.source(&self.db).tree(),
                        None => Tree::parse(slot.text.clone()),
                    };
                    trees.push((size(start), tree));
                }
                start += slot.text.len();
            }
        }
        trees
    }

    /// What the name of a type stands for in the schema of a file; nothing if nothing has that name.
    pub fn type_kind(&self, file: FileId, name: &str) -> Option<TypeKind> {
        if name == "Unsupported" {
            return Some(TypeKind::Scalar);
        }
        let kind = resolve_name(&self.db, self.schema_of_blocks(file)?, name)?;
        Some(match kind {
            FieldType::Scalar(_) | FieldType::Unsupported => TypeKind::Scalar,
            FieldType::Model(block) if self.is_view(block) => TypeKind::View,
            FieldType::Model(_) => TypeKind::Model,
            FieldType::Enum(_) => TypeKind::Enum,
            FieldType::Composite(_) => TypeKind::CompositeType,
            FieldType::Unknown => return None,
        })
    }

    fn is_view(&self, block: Block) -> bool {
        block.header(&self.db).as_ref().is_some_and(|header| header.keyword == syntax::Keyword::View)
    }

    /// What the blocks of a file are asked about; nothing for a file without any.
    fn schema_of_blocks(&self, file: FileId) -> Option<Schema> {
        let mut blocks = self.layout.files.get(&file)?.all_slots().filter_map(|slot| slot.block);
        Some(blocks.next()?.schema(&self.db))
    }
}
