//! Changes that somebody may want: they are offered, and never applied by themselves.

use super::{Snapshot, size};
use crate::check::{self, Place, item_of_block};
use crate::db::Block;
use crate::missing::{Named, NewLines, missing_parts};
use crate::relations::{OtherSide, other_side, relation_fields};
use crate::rewrite::{is_in_header, map_block_to_snake_case, relate, rewrites};
use crate::workspace::{FileId, SchemaId};
use crate::{Fix, FixEdit};
use providers::config_keys::{self, Status};
use syntax::{Keyword, TextRange, TextSize};

/// A block of a file, with the comments that document it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeBlock {
    /// Its keyword.
    pub keyword: Keyword,
    /// Its name.
    pub name: String,
    /// Its text with the comments above it, in bytes of the file.
    pub range: TextRange,
    /// What to delete so that it is gone: blank lines go with it.
    pub removal: TextRange,
}

/// A line of a datasource that says where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionLine {
    /// The key in `datasource` of a `prisma.config.ts` for it.
    pub config_key: &'static str,
    /// The value as written: a string, or `env("NAME")`.
    pub value: String,
    /// What to delete so that the line is gone, in bytes of the file.
    pub removal: TextRange,
}

impl Snapshot {
    /// The lines of the datasource around a byte of a file that belong into a `prisma.config.ts` since Prisma 7, if the byte is
    /// in one of them. Of two for one key the last one counts, which goes around a pool of connections.
    pub fn connection_lines(&self, file: FileId, offset: TextSize) -> Vec<ConnectionLine> {
        let Some((start, block)) = self.block_at(file, offset) else { return Vec::new() };
        let Some(item) = item_of_block(&self.db, block) else { return Vec::new() };
        let text = block.source(&self.db).text();
        let line = |setting: &crate::item::Setting| {
            let known = config_keys::find(config_keys::Block::Datasource, &setting.key.text)?;
            let Status::MovedToConfigFile(place) = known.status(crate::Dialect::Prisma7) else { return None };
            let value = text[std::ops::Range::<usize>::from(setting.value.as_ref()?.range)].to_owned();
            let removal = check::removal(text, setting.range) + size(start);
            let line = ConnectionLine { config_key: place.rsplit('.').next()?, value, removal };
            Some((setting.range + size(start), line))
        };
        if item.kind != syntax::node::BlockKind::Datasource {
            return Vec::new();
        }
        let lines: Vec<_> = item.settings.iter().filter_map(line).collect();
        match lines.iter().any(|(range, _)| range.contains_inclusive(offset)) {
            true => lines.into_iter().map(|(_, line)| line).collect(),
            false => Vec::new(),
        }
    }

    /// Other ways to write what stands at a byte of a file, and small changes of it; for a range from one model to another, new
    /// relations between the two.
    pub fn rewrites(&self, file: FileId, range: TextRange) -> Vec<Fix> {
        let Some(schema) = self.schema(file) else { return Vec::new() };
        let Some((start, block)) = self.block_at(file, range.start()) else { return Vec::new() };
        let Some(at) = range.start().checked_sub(size(start)) else { return Vec::new() };
        let mut found: Vec<_> = self.absolute_fixes(schema, rewrites(&self.db, block, at)).collect();
        if item_of_block(&self.db, block).is_some_and(|item| is_in_header(item, at)) {
            found.extend(self.map_file(file));
        }
        if !range.is_empty()
            && let [first, second] = self.models_within(file, range)[..]
        {
            found.extend(self.absolute_fixes(schema, relate(&self.db, first, second)));
        }
        found
    }

    fn absolute_fixes(&self, schema: SchemaId, fixes: Vec<check::Fix>) -> impl Iterator<Item = Fix> {
        fixes.into_iter().filter_map(move |fix| {
            let edits = fix.edits.into_iter().map(|(place, replacement)| {
                let (file, range) = self.absolute(schema, place)?;
                Some(FixEdit { file, range, replacement })
            });
            Some(Fix { title: fix.title, is_safe: false, edits: edits.collect::<Option<Vec<_>>>()? })
        })
    }

    /// The models that a range touches.
    fn models_within(&self, file: FileId, range: TextRange) -> Vec<Block> {
        let is_model =
            |block: Block| block.header(&self.db).as_ref().is_some_and(|it| it.keyword == Keyword::Model);
        let touched = |(start, block): &(usize, Block)| {
            let length = TextSize::of(&**block.source(&self.db).text());
            size(*start) < range.end() && range.start() < size(*start) + length
        };
        self.blocks_of(file)
            .filter(touched)
            .map(|(_, block)| block)
            .filter(|block| is_model(*block))
            .collect()
    }

    /// Maps all names of a file to snake_case.
    fn map_file(&self, file: FileId) -> Option<Fix> {
        let blocks = self.blocks_of(file).filter(|(_, block)| block.header(&self.db).is_some());
        let mut edits = Vec::new();
        let mut count = 0;
        for (start, block) in blocks {
            let of_block = map_block_to_snake_case(&self.db, block);
            count += usize::from(!of_block.is_empty());
            let edit = |(range, replacement)| FixEdit { file, range: range + size(start), replacement };
            edits.extend(of_block.into_iter().map(edit));
        }
        let title = "Map all names of this file to snake_case".to_owned();
        (count > 1).then_some(Fix { title, is_safe: false, edits })
    }

    /// Adds the other sides of all relations that a file has fields of, and what else they lack.
    pub fn add_missing_sides(&self, file: FileId) -> Option<Fix> {
        let schema = self.schema(file)?;
        let mut edits = Vec::new();
        let mut count = 0;
        for (_, block) in self.blocks_of(file) {
            for relation in relation_fields(&self.db, block) {
                if !matches!(other_side(&self.db, block, relation), OtherSide::Missing) {
                    continue;
                }
                let parts = missing_parts(&self.db, block, relation, Named::ByField);
                count += usize::from(!parts.is_empty());
                for part in parts {
                    let block = part.block();
                    for (at, replacement) in part.insertions(&self.db, NewLines::BehindFields)? {
                        let place = Place { block, range: TextRange::empty(at) };
                        let (file, range) = self.absolute(schema, place)?;
                        edits.push(FixEdit { file, range, replacement });
                    }
                }
            }
        }
        // Two relations to one model would both want the usual name.
        let title = "Add the other sides of all relations in this file".to_owned();
        (count > 1).then_some(Fix { title, is_safe: false, edits })
    }

    /// The block whose name a byte of a file is in.
    pub fn whole_block(&self, file: FileId, offset: TextSize) -> Option<WholeBlock> {
        let (start, block) = self.block_at(file, offset)?;
        let item = item_of_block(&self.db, block)?;
        let header = block.header(&self.db).as_ref()?;
        is_in_header(item, offset.checked_sub(size(start))?).then(|| {
            let length = TextSize::of(&**block.source(&self.db).text());
            let range = TextRange::at(size(start), length);
            let removal = self.with_blank_lines(file, range);
            WholeBlock { keyword: header.keyword, name: header.name.clone(), range, removal }
        })
    }
}
