//! A file as it is written, for questions about its syntax: the trees of its segments, and what the types in them are.

use super::{Snapshot, size};
use crate::check::{FieldType, resolve_name};
use crate::db::{Block, Schema, Source};
use crate::workspace::FileId;
use rayon::prelude::*;
use salsa::Database as _;
use syntax::{TextRange, TextSize, Tree};

/// How many segments are looked at before it is asked whether an edit waits. Takes about a millisecond.
const BETWEEN_LOOKS: usize = 32;

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

    /// Asks a question about the syntax of each segment of a file that a range of bytes touches, in parallel; gives the answers in
    /// the order of the text. A segment is a top-level block with the comments above it, or what stands between two blocks;
    /// together they are the whole text. The question is given the byte of the file at which the segment begins, and its tree.
    pub fn map_trees<T: Send>(
        &self,
        file: FileId,
        range: TextRange,
        question: impl Fn(TextSize, &Tree) -> T + Sync,
    ) -> Vec<T> {
        let sources = self.sources(file, range);
        let mut answers = Vec::with_capacity(sources.len());
        for sources in sources.chunks(BETWEEN_LOOKS) {
            // Parsing asks the database nothing, and would not notice that an edit waits.
            self.db.unwind_if_revision_cancelled();
            let asked = sources.par_iter().map(|(start, source)| question(*start, &source.tree()));
            answers.par_extend(asked);
        }
        answers
    }

    /// The segments of a file that a range touches, and where each begins.
    fn sources(&self, file: FileId, range: TextRange) -> Vec<(TextSize, Source)> {
        let Some(layout) = self.layout.files.get(&file) else { return Vec::new() };
        let touches = |start: usize, length: usize| {
            start <= usize::from(range.end()) && usize::from(range.start()) <= start + length
        };
        let mut sources = Vec::new();
        for (mut start, run) in layout.runs_with_offsets().filter(|(start, run)| touches(*start, run.length))
        {
            for slot in &run.slots {
                if touches(start, slot.text.len()) {
                    let source = match slot.block {
                        Some(block) => block.source(&self.db).clone(),
                        None => Source::Text(slot.text.clone()),
                    };
                    sources.push((size(start), source));
                }
                start += slot.text.len();
            }
        }
        sources
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Cancelled, Workspace};
    use providers::Dialect;
    use std::sync::mpsc;
    use std::time::Duration;

    fn whole(snapshot: &Snapshot, file: FileId) -> TextRange {
        TextRange::up_to(snapshot.len(file))
    }

    #[test]
    fn segments_are_the_whole_text_in_order() {
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let text = "// a\n\nmodel A {\n}\n\n\nstray\nenum B {\n}\n";
        let file = workspace.add_file(schema, text);
        workspace.edit(file, TextRange::empty(16.into()), "  id Int\n");
        let snapshot = workspace.snapshot();
        let texts = |range| {
            let of_tree = |start: TextSize, tree: &Tree| (u32::from(start), tree.text().to_string());
            snapshot.map_trees(file, range, of_tree)
        };
        let all = texts(whole(&snapshot, file));
        let written: String = all.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(written, snapshot.text(file));
        assert!(all.windows(2).all(|pair| pair[0].0 + pair[0].1.len() as u32 == pair[1].0), "{all:?}");
        assert_eq!(texts(TextRange::empty(10.into())), all[1..2]);
    }

    #[test]
    fn types_are_what_the_schema_says() {
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let file = workspace.add_file(schema, "model A {\n}\n");
        workspace.add_file(schema, "view B {\n}\ntype C {\n}\nenum D {\n}\n");
        let empty = workspace.add_file(schema, "");
        let snapshot = workspace.snapshot();
        let kinds = ["A", "B", "C", "D", "Int", "Unsupported"].map(|name| snapshot.type_kind(file, name));
        let expected = [
            TypeKind::Model,
            TypeKind::View,
            TypeKind::CompositeType,
            TypeKind::Enum,
            TypeKind::Scalar,
            TypeKind::Scalar,
        ];
        assert_eq!(kinds, expected.map(Some));
        assert_eq!(snapshot.type_kind(file, "E"), None);
        assert_eq!(snapshot.type_kind(empty, "A"), None, "a file without blocks names no types");
    }

    #[test]
    fn an_edit_stops_a_question_about_syntax() {
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let file = workspace.add_file(schema, &"model A {\n}\n\n".repeat(1_000));
        let snapshot = workspace.snapshot();
        let (sender, has_begun) = mpsc::channel();
        let asked = std::thread::spawn(move || {
            snapshot.ask(|snapshot| {
                let slow = |_, _: &Tree| {
                    let _ = sender.send(());
                    std::thread::sleep(Duration::from_millis(1));
                };
                snapshot.map_trees(file, whole(snapshot, file), slow).len()
            })
        });
        has_begun.recv().unwrap();
        workspace.edit(file, TextRange::empty(0.into()), "\n");
        assert_eq!(asked.join().unwrap(), Err(Cancelled));
    }
}
