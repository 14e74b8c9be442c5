//! What is really in the database, where that was looked at.

use super::Snapshot;
use crate::actual::{self, ActualColumn, ActualTable};
use crate::check::item_of_block;
use crate::db::{Block, Namespace};
use crate::drift::tables_without_model;
use crate::item::Item;
use crate::workspace::SchemaId;
use syntax::node::BlockKind;

impl Snapshot {
    /// The table or view that a model or view stands for.
    pub fn actual_table(&self, schema: SchemaId, name: &str) -> Option<ActualTable> {
        actual::table(&self.db, self.last_type(schema, name)?)
    }

    /// The column that a field stands for.
    pub fn actual_column(&self, schema: SchemaId, owner: &str, field: &str) -> Option<ActualColumn> {
        actual::column(&self.db, self.last_type(schema, owner)?, field)
    }

    /// The tables that no model stands for.
    pub fn unknown_tables(&self, schema: SchemaId) -> Vec<String> {
        let Some(block) = self.layout.blocks(schema).next() else { return Vec::new() };
        let tables = tables_without_model(&self.db, block.schema(&self.db)).iter();
        tables.map(|(_, name)| name.clone()).collect()
    }

    /// What the block of a schema called `name` can be called in the database: a model as a table that no model stands for, a
    /// view or an enum likewise.
    pub fn names_for_block(&self, schema: SchemaId, name: &str) -> Vec<String> {
        let Some(kind) =
            self.last_type(schema, name).and_then(|block| self.item(block)).map(|item| item.kind)
        else {
            return Vec::new();
        };
        let Some(catalog) = self.database(schema) else { return Vec::new() };
        let mut names: Vec<String> = match kind {
            BlockKind::Model => self.unknown_tables(schema),
            BlockKind::View => catalog.views.iter().map(|view| view.name.clone()).collect(),
            BlockKind::Enum => catalog.enums.iter().map(|one| one.name.clone()).collect(),
            _ => Vec::new(),
        };
        let others = self.layout.blocks(schema).filter_map(|block| self.item(block));
        let others =
            others.filter(|item| item.kind == kind && item.name.as_ref().is_some_and(|own| own.text != name));
        let taken: Vec<&str> = others.map(Item::database_name).collect();
        names.retain(|name| !taken.contains(&name.as_str()));
        names
    }

    /// The columns that a field can stand for, each with its type: those that no other field of its block stands for.
    pub fn columns_for_field(&self, schema: SchemaId, owner: &str, field: &str) -> Vec<(String, String)> {
        let block = self.last_type(schema, owner);
        block.map(|block| actual::columns_for(&self.db, block, field)).unwrap_or_default()
    }

    /// The values in the database that a value of an enum can stand for.
    pub fn values_for_value(&self, schema: SchemaId, owner: &str, value: &str) -> Vec<String> {
        let block = self.last_type(schema, owner);
        block.map(|block| actual::values_for(&self.db, block, value)).unwrap_or_default()
    }

    fn last_type(&self, schema: SchemaId, name: &str) -> Option<Block> {
        self.blocks_called(schema, Namespace::Types, name).last().copied()
    }

    fn item(&self, block: Block) -> Option<&Item> {
        item_of_block(&self.db, block)
    }
}
