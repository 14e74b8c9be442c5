//! What a schema has that stands for something in a database.

use super::{Snapshot, size};
use crate::inventory::{InventoryBlock, inventory_of};
use crate::workspace::{FileId, SchemaId};

impl Snapshot {
    /// The models, views and enums of a schema with their files, in the order of the text; ranges are in bytes of the file.
    pub fn inventory(&self, schema: SchemaId) -> Vec<(FileId, InventoryBlock)> {
        self.files(schema).into_iter().flat_map(|file| self.inventory_in(file)).collect()
    }

    fn inventory_in(&self, file: FileId) -> Vec<(FileId, InventoryBlock)> {
        let blocks = self.blocks_of(file).filter_map(|(start, block)| {
            let mut found = inventory_of(&self.db, block)?;
            let start = size(start);
            found.range += start;
            found.name_range += start;
            found.comments += start;
            found.members.iter_mut().for_each(|member| member.range += start);
            found.keys.iter_mut().for_each(|key| key.range += start);
            Some((file, found))
        });
        blocks.collect()
    }
}
