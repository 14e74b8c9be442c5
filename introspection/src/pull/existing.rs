//! The schema that there is, asked for what belongs to something in the database.

use super::names::EnumSource;
use analyzer::{FileId, InventoryBlock, InventoryKind, InventoryMember, MemberRole, Storage};
use catalog::{Catalog, EnumKey, ForeignKey, Table};

/// The models, views and enums that there are. Empty where the schema is made anew.
pub(crate) struct Existing<'a> {
    pub(crate) blocks: &'a [(FileId, InventoryBlock)],
    /// The schema of the database that blocks without `@@schema` are in.
    pub(crate) default_schema: Option<&'a str>,
}

/// A relation of the schema that belongs to a foreign key or to a join table.
pub(crate) struct KnownRelation<'a> {
    /// What the schema calls the relation.
    pub(crate) name: Option<&'a str>,
    /// The field that keeps it; for join tables that of the model which column `A` leads to.
    pub(crate) forward: &'a InventoryMember,
    /// The name of the field on the other side.
    pub(crate) back: &'a str,
    /// What `map` says.
    pub(crate) map: Option<&'a str>,
}

impl<'a> Existing<'a> {
    /// The model or view of a table or view.
    pub(crate) fn table(&self, schema: Option<&str>, name: &str) -> Option<&'a InventoryBlock> {
        let is_it = |block: &&InventoryBlock| {
            block.kind != InventoryKind::Enum && block.database_name == name && self.is_in(block, schema)
        };
        self.blocks.iter().map(|(_, block)| block).find(is_it)
    }

    fn is_in(&self, block: &InventoryBlock, schema: Option<&str>) -> bool {
        let own = block.database_schema.as_deref().or(self.default_schema);
        schema.is_none() || own.is_none() || own == schema
    }

    /// The field of a column.
    pub(crate) fn column(&self, block: &'a InventoryBlock, column: &str) -> Option<&'a InventoryMember> {
        let is_column = |member: &&InventoryMember| {
            matches!(member.role, MemberRole::Column { .. } | MemberRole::Unknown)
                && member.database_name == column
        };
        block.members.iter().find(is_column)
    }

    /// The enum that belongs to one of the database: by its name, or where it belongs to a column, by the field's type.
    pub(crate) fn enumeration(
        &self,
        catalog: &Catalog,
        source: &EnumSource<'_>,
    ) -> Option<&'a InventoryBlock> {
        match &source.key {
            EnumKey::Type(schema, name) => self
                .enums()
                .find(|block| block.database_name == *name && self.is_in(block, schema.as_deref())),
            EnumKey::Column(table, column) => {
                let of_table = catalog.tables.iter().find(|one| one.name == *table).map(|one| &one.schema);
                let of_view = catalog.views.iter().find(|one| one.name == *table).map(|one| &one.schema);
                let schema = of_table.or(of_view)?.as_deref();
                let field = self.column(self.table(schema, table)?, column)?;
                let block = self.enums().find(|block| block.name == field.type_name)?;
                // A value more or less is still the same enum; another set of values is not.
                let known =
                    |value: &String| block.members.iter().any(|member| member.database_name == *value);
                source.values.iter().any(known).then_some(block)
            }
        }
    }

    /// All enums.
    pub(crate) fn enums(&self) -> impl Iterator<Item = &'a InventoryBlock> {
        self.blocks.iter().map(|(_, block)| block).filter(|block| block.kind == InventoryKind::Enum)
    }

    /// The names of enums that no database has and that stay all the same (SQLite has none).
    pub(crate) fn other_types(&self) -> impl Iterator<Item = String> {
        self.enums().map(|block| block.name.clone())
    }

    /// The relation that belongs to a foreign key.
    pub(crate) fn relation(&self, table: &Table, key: &ForeignKey) -> Option<KnownRelation<'a>> {
        let block = self.table(table.schema.as_deref(), &table.name)?;
        let target = self.table(key.referenced_schema.as_deref(), &key.referenced_table)?;
        block.members.iter().find_map(|member| {
            let MemberRole::Relation { facts: Some(facts), map } = &member.role else { return None };
            let Storage::Columns(storage) = &facts.storage else { return None };
            let same = storage.columns.len() == key.columns.len()
                && storage
                    .columns
                    .iter()
                    .zip(key.columns.iter().zip(&key.referenced_columns))
                    .all(|((own, other), (column, referenced))| own == column && other == referenced);
            let is_forward =
                facts.target == target.name && member.attributes.iter().any(|text| text.contains("fields"));
            (same && is_forward).then(|| KnownRelation {
                name: facts.name.as_deref(),
                forward: member,
                back: &facts.other,
                map: map.as_deref(),
            })
        })
    }

    /// The relation that belongs to a join table.
    pub(crate) fn join(&self, table: &str, first: &Table, second: &Table) -> Option<KnownRelation<'a>> {
        let block = self.table(first.schema.as_deref(), &first.name)?;
        let target = self.table(second.schema.as_deref(), &second.name)?;
        block.members.iter().find_map(|member| {
            let MemberRole::Relation { facts: Some(facts), .. } = &member.role else { return None };
            let is_it = facts.storage == Storage::Table(table.to_owned()) && facts.target == target.name;
            is_it.then(|| KnownRelation {
                name: facts.name.as_deref(),
                forward: member,
                back: &facts.other,
                map: None,
            })
        })
    }
}
