//! Ids, unique criteria and indexes.

use super::fields::{Fields, is_optional, quoted};
use super::names::key_of;
use super::warnings::Warnings;
use analyzer::{InventoryBlock, InventoryKey};
use catalog::{Holds, Index, IndexColumn, PrimaryKey, Product, Table};
use providers::Capability;
use providers::capabilities::has;
use providers::constraint_names::{ConstraintKind, derived_name};
use providers::index_methods::{ColumnType, IndexMethod, columns_without_class, index_methods};
use providers::operator_classes;
use std::collections::HashMap;

/// What the keys of a table are in a schema.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// `@id` and `@unique` by column.
    pub(crate) on_fields: HashMap<String, Vec<String>>,
    /// `@@id`, `@@unique`, `@@index`, `@@fulltext`.
    pub(crate) on_block: Vec<String>,
    /// Whether a row can be told apart from all others.
    pub(crate) is_usable: bool,
    /// Whether there are indexes on expressions.
    pub(crate) has_expressions: bool,
    /// Whether null stands elsewhere in an index than it does by default.
    pub(crate) has_null_order: bool,
}

impl Fields<'_, '_> {
    /// The keys of a table.
    pub(crate) fn keys(&self, table: &Table, model: &str, warnings: &mut Warnings) -> Keys {
        let mut keys = Keys::default();
        let block = self.existing.table(table.schema.as_deref(), &table.name);
        self.primary_key(table, block, &mut keys);
        let mut on_block = Vec::new();
        for index in &table.indexes {
            look_at(index, model, &mut keys, warnings);
            if !self.is_shown(index, model, warnings) {
                continue;
            }
            let Some(fields) = self.names.of_columns(&key_of(table), &names_of(&index.columns)) else {
                continue;
            };
            keys.is_usable |= index.unique && self.identifies(table, &index.columns);
            if let ([column], true) = (&index.columns[..], index.unique) {
                let name = column.name.clone().unwrap_or_default();
                let own = keys.on_fields.entry(name).or_default();
                // Of several criteria on one field only one can be shown.
                if !own.iter().any(|one| one.starts_with("@unique")) {
                    own.push(self.unique(index, column, table));
                }
                continue;
            }
            on_block.push((index, self.block_key(index, &fields, table, block)));
        }
        keys.on_block.extend(in_order(on_block, block));
        keys
    }

    fn primary_key(&self, table: &Table, block: Option<&InventoryBlock>, keys: &mut Keys) {
        let Some(primary) = &table.primary_key else { return };
        let columns = names_of(&primary.columns);
        let Some(fields) = self.names.of_columns(&key_of(table), &columns) else { return };
        keys.is_usable |= self.identifies(table, &primary.columns);
        let map = primary
            .name
            .as_ref()
            .and_then(|name| self.map(ConstraintKind::PrimaryKey, table, &columns, name));
        if let [column] = &primary.columns[..] {
            let arguments = joined([map, length(column), self.sort_of_id(column), unclustered(primary)]);
            keys.on_fields.entry(columns[0].clone()).or_default().push(with_arguments("@id", &arguments));
            return;
        }
        let parts = primary
            .columns
            .iter()
            .zip(fields)
            .map(|(column, field)| part(field, [length(column), self.sort_of_id(column), None]));
        let list = format!("[{}]", parts.collect::<Vec<_>>().join(", "));
        let known = block.and_then(|block| block.keys.iter().find(|key| key.kind == "id"));
        let name = known.and_then(client_name);
        let arguments = joined([Some(list), name, map, unclustered(primary)]);
        keys.on_block.push(format!("@@id({arguments})"));
    }

    /// `sort` in an id, where the provider has that.
    fn sort_of_id(&self, column: &IndexColumn) -> Option<String> {
        let provider = Some(self.catalog.server.product.provider());
        sort(column).filter(|_| has(provider, Capability::PrimaryKeySort))
    }

    /// Whether a schema can say that there is an index.
    fn is_shown(&self, index: &Index, model: &str, warnings: &mut Warnings) -> bool {
        if index.columns.is_empty() || index.columns.iter().any(|column| column.name.is_none()) {
            return false;
        }
        // What is no B-tree there has no kind of index in a schema.
        let is_kind = match self.catalog.server.product {
            Product::SqlServer => index.method == "btree",
            Product::MongoDb => matches!(index.method.as_str(), "btree" | "fulltext"),
            _ => true,
        };
        if !is_kind {
            return false;
        }
        if index.has_repeated_columns() {
            warnings.left_out(&format!("the index {} of {model}: it has a column twice", index.name));
            return false;
        }
        if index.predicate.is_some() && !self.options.partial_indexes {
            warnings.partial_index(model, &index.name);
            return false;
        }
        true
    }

    /// Whether no two rows can have the same values in these columns, and all rows have values there.
    fn identifies(&self, table: &Table, columns: &[IndexColumn]) -> bool {
        let key = key_of(table);
        columns.iter().filter_map(|one| one.name.as_ref()).all(|name| {
            let column = table.columns.iter().find(|column| column.name == *name);
            column.is_some_and(|column| {
                let ty = self.field_type(&key, column);
                !is_optional(column) && !ty.list && !matches!(ty.holds, Holds::Unsupported(_))
            })
        })
    }

    fn unique(&self, index: &Index, column: &IndexColumn, table: &Table) -> String {
        let map = self.map(ConstraintKind::Unique, table, &names_of(&index.columns), &index.name);
        let arguments = joined([map, length(column), sort(column), predicate(index), clustered(index)]);
        with_arguments("@unique", &arguments)
    }

    fn block_key(
        &self,
        index: &Index,
        fields: &[&str],
        table: &Table,
        block: Option<&InventoryBlock>,
    ) -> String {
        let (attribute, kind) = match (index.unique, index.method.as_str()) {
            (true, _) => ("@@unique", ConstraintKind::Unique),
            (false, "fulltext") => ("@@fulltext", ConstraintKind::Index),
            (false, _) => ("@@index", ConstraintKind::Index),
        };
        let provider = Some(self.catalog.server.product.provider());
        let method = method(&index.method).filter(|method| index_methods(provider).contains(method));
        let parts = index.columns.iter().zip(fields).map(|(column, field)| {
            let ops = method.and_then(|method| self.operator_class(table, column, method));
            let length = length(column).filter(|_| index.method != "spatial");
            part(field, [ops, length, sort(column)])
        });
        let list = format!("[{}]", parts.collect::<Vec<_>>().join(", "));
        let known = known(block, index).filter(|_| index.unique);
        let map = self.map(kind, table, &names_of(&index.columns), &index.name);
        let shown_method = method.filter(|method| *method != IndexMethod::BTree);
        let ty = shown_method.map(|method| format!("type: {}", method.name()));
        let arguments =
            joined([Some(list), known.and_then(client_name), map, ty, predicate(index), clustered(index)]);
        format!("{attribute}({arguments})")
    }

    /// `map`, where the name is not the one that Prisma would choose.
    fn map(&self, kind: ConstraintKind, table: &Table, columns: &[String], name: &str) -> Option<String> {
        let provider = self.catalog.server.product.provider();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let derived = derived_name(Some(provider), kind, &table.name, &columns);
        (derived != name).then(|| format!("map: {}", quoted(name)))
    }

    /// `ops`, where it has to be said.
    fn operator_class(&self, table: &Table, column: &IndexColumn, method: IndexMethod) -> Option<String> {
        let class = column.operator_class.as_ref()?;
        if matches!(method, IndexMethod::BTree | IndexMethod::Hash) {
            return None;
        }
        let name = column.name.as_ref()?;
        let of_table = table.columns.iter().find(|one| one.name == *name)?;
        let ty = self.field_type(&key_of(table), of_table);
        let native = self.native_name(&ty);
        let kind = match (&ty.holds, &native) {
            (Holds::Scalar(_), Some(native)) => ColumnType::Native(native),
            (Holds::Scalar(scalar), None) => ColumnType::Scalar(*scalar),
            (Holds::Enum(_), _) => ColumnType::Enum,
            (Holds::Composite(_) | Holds::Unsupported(_), _) => ColumnType::Unsupported,
        };
        let provider = Some(self.catalog.server.product.provider());
        let takes =
            columns_without_class(provider, method).is_none_or(|columns| columns.include(kind, ty.list));
        if class.is_default && takes {
            return None;
        }
        let plain = class.name.replace('_', "").to_ascii_lowercase();
        let known = operator_classes::of_method(method)
            .find(|one| one.name.to_ascii_lowercase() == plain && one.columns.include(kind, ty.list));
        match known {
            Some(known) => Some(format!("ops: {}", known.name)),
            None => Some(format!("ops: raw({})", quoted(&class.name))),
        }
    }

    /// The native type that is written on a field.
    fn native_name(&self, ty: &catalog::FieldType) -> Option<&'static str> {
        let (Holds::Scalar(scalar), Some(native)) = (&ty.holds, &ty.native) else { return None };
        let provider = self.catalog.server.product.provider();
        (!native.is_default_for(provider, *scalar)).then_some(native.name)
    }
}

/// Notes what is special about an index.
fn look_at(index: &Index, model: &str, keys: &mut Keys, warnings: &mut Warnings) {
    if index.columns.iter().any(|column| column.name.is_none()) {
        keys.has_expressions = true;
        warnings.expression_index(model, &index.name);
        return;
    }
    if index.method != "btree" {
        return;
    }
    for column in &index.columns {
        if column.nulls_first.is_some_and(|first| first != column.descending) {
            keys.has_null_order = true;
            warnings.null_order(&index.name, column.name.as_deref().unwrap_or_default());
        }
    }
}

/// The kind of an index, where a provider has several.
fn method(name: &str) -> Option<IndexMethod> {
    IndexMethod::ALL.into_iter().find(|method| method.name().eq_ignore_ascii_case(name))
}

fn names_of(columns: &[IndexColumn]) -> Vec<String> {
    columns.iter().filter_map(|column| column.name.clone()).collect()
}

fn length(column: &IndexColumn) -> Option<String> {
    column.length.map(|length| format!("length: {length}"))
}

fn sort(column: &IndexColumn) -> Option<String> {
    column.descending.then(|| "sort: Desc".to_owned())
}

fn predicate(index: &Index) -> Option<String> {
    index.predicate.as_ref().map(|condition| format!("where: raw({})", quoted(condition)))
}

/// `clustered`, where an index is that, which it is not by default.
fn clustered(index: &Index) -> Option<String> {
    (index.clustered == Some(true)).then(|| "clustered: true".to_owned())
}

/// `clustered`, where a primary key is not that, which it is by default.
fn unclustered(key: &PrimaryKey) -> Option<String> {
    (key.clustered == Some(false)).then(|| "clustered: false".to_owned())
}

fn client_name(key: &InventoryKey) -> Option<String> {
    key.client_name.as_ref().map(|name| format!("name: {}", quoted(name)))
}

fn part(field: &str, arguments: [Option<String>; 3]) -> String {
    with_arguments(field, &joined(arguments))
}

fn with_arguments(name: &str, arguments: &str) -> String {
    if arguments.is_empty() { name.to_owned() } else { format!("{name}({arguments})") }
}

fn joined<const N: usize>(arguments: [Option<String>; N]) -> String {
    arguments.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The key of the schema that an index is: by its name, or where names tell nothing by its columns.
fn known<'a>(block: Option<&'a InventoryBlock>, index: &Index) -> Option<&'a InventoryKey> {
    let keys = &block?.keys;
    let is_unique = |key: &&InventoryKey| (key.kind == "unique") == index.unique && key.kind != "id";
    let by_name = keys.iter().filter(is_unique).find(|key| key.database_name.as_deref() == Some(&index.name));
    by_name.or_else(|| keys.iter().filter(is_unique).find(|key| key.columns == names_of(&index.columns)))
}

/// The keys in the order in which the schema has them, new ones last; indexes of words behind the others.
fn in_order(keys: Vec<(&Index, String)>, block: Option<&InventoryBlock>) -> Vec<String> {
    let place = |index: &Index| {
        let known = known(block, index).and_then(|key| block?.keys.iter().position(|one| one == key));
        (known.is_none(), known, index.method == "fulltext")
    };
    let mut keys: Vec<_> = keys.into_iter().map(|(index, text)| (place(index), text)).collect();
    keys.sort_by_key(|(place, _)| *place);
    keys.into_iter().map(|(_, text)| text).collect()
}

/// Whether a server knows names of foreign keys.
pub(crate) fn has_named_keys(product: Product) -> bool {
    product != Product::Sqlite
}
