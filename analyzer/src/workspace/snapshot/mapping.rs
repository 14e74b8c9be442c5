//! Names in the database, for renaming.

use super::{Snapshot, size};
use crate::FixEdit;
use crate::check::item_of_block;
use crate::db::Namespace;
use crate::mapping::{join_tables, keep_names, names_table};
use crate::names::Symbol;
use crate::workspace::SchemaId;
use syntax::node::BlockKind;

impl Snapshot {
    /// The edits that keep the names in the database when something is called `new` from now on; and, in sentences, what changes
    /// there all the same.
    pub fn keep_database_names(
        &self,
        schema: SchemaId,
        symbol: &Symbol,
        new: &str,
    ) -> (Vec<FixEdit>, Vec<String>) {
        if let Symbol::Relation { name, between } = symbol {
            let block = self.blocks_called(schema, Namespace::Types, &between.0).last().copied();
            return match block {
                Some(block) if names_table(&self.db, block, name) => {
                    let warning = "is called after it: rename the table in the database.";
                    (
                        Vec::new(),
                        vec![format!("The relation is kept in the table `_{name}`, which {warning}")],
                    )
                }
                _ => Default::default(),
            };
        }
        let (mut edits, mut warnings) = (Vec::new(), Vec::new());
        for block in self.declaring_blocks(schema, symbol) {
            let kept = keep_names(&self.db, block, symbol, new);
            warnings.extend(kept.warnings);
            for (block, range, replacement) in kept.edits {
                if let Some((file, start)) = self.layout.place(schema, block) {
                    edits.push(FixEdit { file, range: range + size(start), replacement });
                }
            }
        }
        // Both sides of a relation of a model with itself are the same model.
        edits.dedup();
        (edits, warnings)
    }

    /// What tables, columns, enums and their values are called in the database, as `table` and `table.column`, sorted; of the
    /// tables that keep many-to-many relations, the columns with the tables that they refer to. Fields of composite types come
    /// without the type, whose name is nowhere in the database.
    pub fn database_names(&self, schema: SchemaId) -> Vec<String> {
        let mut names = Vec::new();
        for block in self.layout.blocks(schema) {
            let Some(item) = item_of_block(&self.db, block) else { continue };
            let table = match item.kind {
                BlockKind::Model | BlockKind::View | BlockKind::Enum => item.database_name(),
                BlockKind::CompositeType => "",
                _ => continue,
            };
            names.push(table.to_owned());
            names.extend(join_tables(&self.db, block));
            names.extend(item.values.iter().map(|value| format!("{table}.{}", value.database_name())));
            let columns =
                item.fields.iter().filter(|field| crate::mapping::is_column(&self.db, block, field));
            names.extend(columns.map(|field| format!("{table}.{}", field.database_name())));
        }
        names.sort();
        names
    }
}
