//! Models: what is said of a table.

use super::draft::{Draft, Field};
use super::existing::Existing;
use super::fields::{Fields, mapped, quoted};
use super::keys::{Keys, has_named_keys};
use super::names::{is_taken, key_of, sanitised};
use super::place::Placed;
use super::relations::{RelationField, Relations};
use super::warnings::Warnings;
use analyzer::{InventoryBlock, InventoryMember, MemberRole};
use catalog::{ForeignKey, Table};
use providers::RelationMode;
use providers::constraint_names::{ConstraintKind, derived_name};
use providers::referential_actions::{default_on_delete, default_on_update};
use std::collections::{HashMap, HashSet};

const NO_KEY: &str =
    "No key tells every row of the table apart from all others, so the client cannot handle it.";
const EXPRESSIONS: &str = "The table has indexes on expressions, which a schema cannot say.";

/// The models of the tables, in order.
pub(crate) fn drafts<'a>(
    fields: &Fields<'_, 'a>,
    tables: &[&Table],
    relations: &Relations,
    warnings: &mut Warnings,
) -> Vec<Placed<'a>> {
    let mut found = Vec::new();
    for table in tables {
        let name = fields.names.of_table(&key_of(table)).unwrap_or_default();
        let keys = fields.keys(table, name, warnings);
        found.push((*table, name, keys));
    }
    let is_ignored = |table: &Table, keys: &Keys| {
        let known = fields.existing.table(table.schema.as_deref(), &table.name);
        !keys.is_usable || known.is_some_and(|block| block.is_ignored)
    };
    let ignored: HashSet<String> = found
        .iter()
        .filter(|(table, _, keys)| is_ignored(table, keys))
        .map(|(_, name, _)| (*name).to_owned())
        .collect();
    let models: HashMap<&str, &Table> = found.iter().map(|(table, name, _)| (*name, *table)).collect();
    let model = Models { fields, ignored: &ignored, models: &models };
    found.iter().map(|(table, name, keys)| model.draft(table, name, keys, relations, warnings)).collect()
}

struct Models<'m, 'a> {
    fields: &'m Fields<'m, 'a>,
    ignored: &'m HashSet<String>,
    models: &'m HashMap<&'m str, &'m Table>,
}

impl<'a> Models<'_, 'a> {
    fn draft(
        &self,
        table: &Table,
        name: &str,
        keys: &Keys,
        relations: &Relations,
        warnings: &mut Warnings,
    ) -> Placed<'a> {
        let known = self.fields.existing.table(table.schema.as_deref(), &table.name);
        let key = key_of(table);
        let mut lines: Vec<Field> = Vec::new();
        for column in table.columns.iter().filter(|column| self.fields.catalog.has_field(column)) {
            let own = keys.on_fields.get(&column.name).cloned().unwrap_or_default();
            if self.fields.names.of_column(&key, &column.name).is_none() {
                warnings.field_name(name, &column.name);
            }
            lines.push(self.fields.of_table(&key, name, column, own, warnings));
        }
        let found = relations.0.get(&key).map(Vec::as_slice).unwrap_or_default();
        lines.extend(found.iter().map(|relation| self.relation(table, name, relation)));
        lines.extend(self.kept_relations(name, known, warnings));
        let documentation = documentation(table, name, keys, known, warnings);
        let mut attributes = keys.on_block.clone();
        if let Some(map) = mapped(Some(name), &table.name, known.is_some_and(|block| block.is_mapped)) {
            attributes.push(format!("@{map}"));
            if known.is_some() {
                warnings.kept_name("model", name);
            }
        }
        if self.ignored.contains(name) && !table.columns.is_empty() {
            attributes.push("@@ignore".to_owned());
        }
        if let Some(schema) = table.schema.as_ref().filter(|_| self.fields.options.with_schemas) {
            attributes.push(format!("@@schema({})", quoted(schema)));
        }
        let draft = Draft {
            keyword: "model",
            name: name.to_owned(),
            documentation,
            fields: lines,
            loose_comments: known.map(|block| block.loose_comments.clone()).unwrap_or_default(),
            attributes,
            is_comment: table.columns.is_empty(),
        };
        Placed { draft, existing: known }
    }

    /// A relation field.
    fn relation(&self, table: &Table, model: &str, relation: &RelationField) -> Field {
        let known = relation.existing.as_ref().and_then(|field| member(self.fields.existing, model, field));
        let arguments = match &relation.keeps {
            Some((_, place, map)) => {
                self.arguments(table, relation, &table.foreign_keys[*place], map.as_deref())
            }
            None => relation.relation_name.as_ref().map(|name| quoted(name)).into_iter().collect(),
        };
        let mut attributes = Vec::new();
        if !arguments.is_empty() {
            attributes.push(format!("@relation({})", arguments.join(", ")));
        }
        let was_ignored = known.is_some_and(|known| known.attribute("@ignore").is_some());
        let is_opposite = self.ignored.contains(&relation.target) && !self.ignored.contains(model);
        if is_opposite || was_ignored {
            attributes.push("@ignore".to_owned());
        }
        let ty = format!("{}{}", relation.target, relation.suffix);
        Field::new(Some(&relation.name), &relation.name, ty, attributes).with_comments(known)
    }

    /// What `@relation` says in the field that keeps the relation.
    fn arguments(
        &self,
        table: &Table,
        relation: &RelationField,
        key: &ForeignKey,
        map: Option<&str>,
    ) -> Vec<String> {
        let names = self.fields.names;
        let own = names.of_columns(&key_of(table), &key.columns).unwrap_or_default();
        let other = names.of_columns(&relation.target_table, &key.referenced_columns).unwrap_or_default();
        let provider = self.fields.catalog.server.product.provider();
        let mut arguments: Vec<String> = relation.relation_name.iter().map(|name| quoted(name)).collect();
        arguments.push(format!("fields: [{}]", own.join(", ")));
        arguments.push(format!("references: [{}]", other.join(", ")));
        let column = |name: &String| table.columns.iter().find(|column| column.name == *name);
        let required =
            key.columns.iter().filter_map(column).any(|column| !super::fields::is_optional(column));
        let (on_delete, on_update) = (key.on_delete.referential(), key.on_update.referential());
        if on_delete != default_on_delete(Some(provider), RelationMode::ForeignKeys, required) {
            arguments.push(format!("onDelete: {}", on_delete.name()));
        }
        if on_update != default_on_update() {
            arguments.push(format!("onUpdate: {}", on_update.name()));
        }
        let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
        let derived = derived_name(Some(provider), ConstraintKind::ForeignKey, &table.name, &columns);
        let named = key
            .name
            .as_deref()
            .filter(|name| has_named_keys(self.fields.catalog.server.product) && *name != derived);
        if let Some(name) = map.or(named) {
            arguments.push(format!("map: {}", quoted(name)));
        }
        arguments
    }

    /// The relations of the schema that no foreign key tells of: to views, and all if Prisma keeps relations itself.
    fn kept_relations(
        &self,
        model: &str,
        known: Option<&InventoryBlock>,
        warnings: &mut Warnings,
    ) -> Vec<Field> {
        let by_prisma = self.fields.options.relation_mode == RelationMode::Prisma;
        let members = known.into_iter().flat_map(|block| &block.members);
        let kept: Vec<Field> = members
            .filter(|member| matches!(member.role, MemberRole::Relation { .. }))
            .filter(|member| {
                let to_view = self.fields.view_called(&member.type_name);
                to_view || (by_prisma && self.models.contains_key(member.type_name.as_str()))
            })
            .map(kept_field)
            .collect();
        if !kept.is_empty() {
            warnings.kept_relations(model);
        }
        kept
    }
}

/// A field as the schema has it.
pub(crate) fn kept_field(member: &InventoryMember) -> Field {
    let ty = format!("{}{}", member.type_name, member.suffix);
    Field::new(Some(&member.name), &member.name, ty, member.attributes.clone()).with_comments(Some(member))
}

fn member<'a>(existing: &Existing<'a>, model: &str, field: &str) -> Option<&'a InventoryMember> {
    let block = existing.blocks.iter().map(|(_, block)| block).find(|block| block.name == model)?;
    block.members.iter().find(|member| member.name == field)
}

/// The line above what is called otherwise because its name means something else in a schema.
pub(crate) fn renamed_for(kind: &str, database_name: &str, name: &str) -> Option<String> {
    let own = sanitised(database_name);
    let is_renamed = is_taken(&own) && name == format!("Renamed{own}");
    is_renamed.then(|| format!("The {kind} is called \"{own}\", which cannot be the name of a model."))
}

/// The lines above a model: most of them only above a new one.
fn documentation(
    table: &Table,
    name: &str,
    keys: &Keys,
    known: Option<&InventoryBlock>,
    warnings: &mut Warnings,
) -> Vec<String> {
    let mut lines: Vec<String> = renamed_for("table", &table.name, name).into_iter().collect();
    let mut note = |holds: bool, line: &str| {
        if holds {
            lines.push(line.to_owned());
        }
    };
    note(table.traits.partitioned, "The table is partitioned, which a schema cannot say.");
    note(table.traits.has_children, "Other tables inherit from the table, which a schema cannot say.");
    note(!table.checks.is_empty(), "The table has check constraints, which a schema cannot say.");
    note(!table.exclusions.is_empty(), "The table has exclusion constraints, which a schema cannot say.");
    note(
        table.columns.is_empty(),
        "No column of the table was seen: it has none, or the role may not see them.",
    );
    let is_keyless = !keys.is_usable && !table.columns.is_empty();
    note(is_keyless, NO_KEY);
    let commented = commented_things(table, name, warnings);
    note(commented, "The table or a column of it has a comment in the database, which a schema cannot say.");
    let deferrable = deferrable_things(table, name, warnings);
    note(deferrable, "The table has constraints that can be deferred, which a schema cannot say.");
    note(
        table.traits.row_security,
        "Policies decide who sees which rows of the table, which a schema cannot say.",
    );
    note(
        keys.has_null_order,
        "The table has indexes with null in an unusual place, which a schema cannot say.",
    );
    note(keys.has_expressions, EXPRESSIONS);
    warn(table, name, warnings);
    if is_keyless && known.is_none_or(|known| !known.is_ignored) {
        warnings.no_key(name);
    }
    if let Some(known) = known {
        lines.retain(|line| (line == NO_KEY && !known.is_ignored) || line == EXPRESSIONS);
    }
    lines
}

fn warn(table: &Table, name: &str, warnings: &mut Warnings) {
    if table.columns.is_empty() {
        warnings.no_columns(name);
    }
    if table.traits.partitioned {
        warnings.partitioned(name);
    }
    if table.traits.has_children {
        warnings.inherited(name);
    }
    if table.traits.row_security {
        warnings.row_security(name);
    }
    table.checks.iter().for_each(|check| warnings.check(name, &check.name));
    table.exclusions.iter().for_each(|exclusion| warnings.exclusion(name, exclusion));
}

fn commented_things(table: &Table, name: &str, warnings: &mut Warnings) -> bool {
    if table.comment.is_some() {
        warnings.comment(&format!("model {name}"));
    }
    let columns: Vec<_> = table.columns.iter().filter(|column| column.comment.is_some()).collect();
    columns.iter().for_each(|column| warnings.comment(&format!("field {name}.{}", column.name)));
    table.comment.is_some() || !columns.is_empty()
}

fn deferrable_things(table: &Table, name: &str, warnings: &mut Warnings) -> bool {
    let primary = table.primary_key.iter().filter(|key| key.deferrable).filter_map(|key| key.name.as_ref());
    let indexes = table.indexes.iter().filter(|index| index.deferrable).map(|index| &index.name);
    let keys = table.foreign_keys.iter().filter(|key| key.deferrable).filter_map(|key| key.name.as_ref());
    let found: Vec<_> = primary.chain(indexes).chain(keys).collect();
    found.iter().for_each(|constraint| warnings.deferrable(name, constraint));
    !found.is_empty()
}
