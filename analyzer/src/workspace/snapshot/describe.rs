//! What there is to know of the things in a schema.

use super::{Snapshot, size};
use crate::check::{item_of_block, settings};
use crate::db::Namespace;
use crate::describe::{
    BlockFacts, ConstraintFacts, FieldFacts, block_facts, constraint_facts, field_facts, fields_of,
    value_facts,
};
use crate::workspace::{FileId, SchemaId};
use providers::{Provider, RelationMode};
use syntax::TextRange;
use syntax::node::BlockKind;

/// A field where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPlace {
    /// The block that it is in.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// All of it, without comments, in bytes of the file's text.
    pub range: TextRange,
}

impl Snapshot {
    /// What is known of the type with a name; of several, the last one.
    pub fn describe_type(&self, schema: SchemaId, name: &str) -> Option<BlockFacts> {
        block_facts(&self.db, *self.blocks_called(schema, Namespace::Types, name).last()?)
    }

    /// What is known of a field.
    pub fn describe_field(&self, schema: SchemaId, owner: &str, field: &str) -> Option<FieldFacts> {
        field_facts(&self.db, *self.blocks_called(schema, Namespace::Types, owner).last()?, field)
    }

    /// What an enum value is called in the database, and its documentation.
    pub fn describe_value(&self, schema: SchemaId, owner: &str, value: &str) -> Option<(String, String)> {
        value_facts(&self.db, *self.blocks_called(schema, Namespace::Types, owner).last()?, value)
    }

    /// The database that the schema of a file is for.
    pub fn provider(&self, file: FileId) -> Option<Provider> {
        let (_, block) = self.blocks_of(file).next()?;
        settings(&self.db, block.schema(&self.db)).provider
    }

    /// The name of the datasource of a file's schema, which native types begin with.
    pub fn datasource_name(&self, file: FileId) -> Option<String> {
        let (_, block) = self.blocks_of(file).next()?;
        settings(&self.db, block.schema(&self.db)).datasource_name.clone()
    }

    /// Who keeps the relations of a file's schema intact.
    pub fn relation_mode(&self, file: FileId) -> RelationMode {
        let block = self.blocks_of(file).next().map(|(_, block)| block.schema(&self.db));
        block.map_or(RelationMode::ForeignKeys, |schema| settings(&self.db, schema).relation_mode())
    }

    /// The schemas of the database that the datasource of a file's schema lists.
    pub fn database_schemas(&self, file: FileId) -> Vec<String> {
        let block = self.blocks_of(file).next().map(|(_, block)| block.schema(&self.db));
        block.and_then(|schema| settings(&self.db, schema).schemas.clone()).unwrap_or_default()
    }

    /// Whether a generator of a schema asks for a preview feature.
    pub fn previews(&self, schema: SchemaId, feature: &str) -> bool {
        let block = self.layout.blocks(schema).next().map(|block| block.schema(&self.db));
        block.is_some_and(|schema| settings(&self.db, schema).previews(feature))
    }

    /// The fields in a range of a file, in the order of the text.
    pub fn fields_in(&self, file: FileId, range: TextRange) -> Vec<FieldPlace> {
        let mut fields = Vec::new();
        for (start, block) in self.blocks_touching(file, range) {
            let Some(owner) = item_of_block(&self.db, block).and_then(|item| item.name.as_ref()) else {
                continue;
            };
            let places = fields_of(&self.db, block).into_iter().map(|(place, name)| FieldPlace {
                owner: owner.text.clone(),
                name,
                range: place + size(start),
            });
            fields.extend(places.filter(|field| field.range.intersect(range).is_some()));
        }
        fields
    }

    /// The names in the database of the keys, indexes and foreign keys in a range of a file; their ranges are in bytes of the
    /// file's text.
    pub fn constraints_in(&self, file: FileId, range: TextRange) -> Vec<ConstraintFacts> {
        let mut found = Vec::new();
        for (start, block) in self.blocks_touching(file, range) {
            let is_table = item_of_block(&self.db, block).is_some_and(|item| item.kind == BlockKind::Model);
            let facts = if is_table { constraint_facts(&self.db, block) } else { Vec::new() };
            found.extend(
                facts.into_iter().map(|fact| ConstraintFacts { range: fact.range + size(start), ..fact }),
            );
        }
        found.retain(|fact| fact.range.intersect(range).is_some());
        found
    }

    fn blocks_touching(&self, file: FileId, range: TextRange) -> Vec<(usize, crate::db::Block)> {
        let ends = |start: usize, block: crate::db::Block| size(start + block.source(&self.db).text().len());
        let blocks = self.blocks_of(file).skip_while(|(start, block)| ends(*start, *block) < range.start());
        blocks.take_while(|(start, _)| size(*start) <= range.end()).collect()
    }
}
