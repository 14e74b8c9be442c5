//! What there is to know of the things in a schema, as plain data: for showing it to people.

use crate::check::{Constraint, FieldType, constraints, item_of_block, resolve, settings};
use crate::db::{Block, Db};
use crate::item::{Arity, Field, Item};
use crate::keys::{self, KeyKind};
use crate::mapping::{implicit_other, is_column};
use crate::relations::{
    Cardinality, OtherSide, RelationField, effective_actions, name_of, other_side, relation_fields,
};
use providers::constraint_names::ConstraintKind;
use providers::native_types::default_native_type;
use providers::referential_actions::ReferentialAction;
use providers::{Provider, RelationMode};
use syntax::{TextRange, TextSize};

/// A model, view, composite type or enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockFacts {
    /// `model`, `view`, `type` or `enum`.
    pub keyword: &'static str,
    /// The name.
    pub name: String,
    /// What the `///` comments above it say.
    pub documentation: String,
    /// The name of the table, view or enum in the database; nothing for composite types, which have none.
    pub database_name: Option<String>,
    /// The names of its fields or values.
    pub members: Vec<String>,
    /// The ids, unique criteria and indexes, as attributes: `@@index([a, b])`.
    pub keys: Vec<String>,
    /// The relations: the field, the model on the other side, and how many rows belong together.
    pub relations: Vec<(String, String, Cardinality)>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFacts {
    /// As written, without comments.
    pub signature: String,
    /// What the `///` comments above it or behind it say.
    pub documentation: String,
    /// The column that it is; nothing for relations, and in composite types.
    pub column: Option<Column>,
    /// The ids, unique criteria and indexes that it takes part in.
    pub keys: Vec<String>,
    /// The relation that it is.
    pub relation: Option<RelationFacts>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in the database.
    pub name: String,
    /// Its native type, as written after `@db.`; nothing where that is not known.
    pub native_type: Option<String>,
    /// Whether the schema names the native type, and it is not just what the database takes for the type of the field.
    pub is_written: bool,
    /// Whether it may be empty.
    pub is_nullable: bool,
    /// Whether it holds a list.
    pub is_list: bool,
    /// What the field defaults to, as written.
    pub default: Option<String>,
}

/// A relation, from one of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationFacts {
    /// How many rows belong together.
    pub cardinality: Cardinality,
    /// The model that the field leads to.
    pub target: String,
    /// The field on the other side.
    pub other: String,
    /// Whether this side keeps it. In a many-to-many relation neither does.
    pub keeps: bool,
    /// The name, if it has one.
    pub name: Option<String>,
    /// How it is kept.
    pub storage: Storage,
}

/// How a relation is kept in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// By columns of one side that refer to columns of the other.
    Columns(ForeignKey),
    /// By a table that is not in the schema.
    Table(String),
    /// It does not say.
    Unknown,
}

/// Columns that refer to columns of another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The model that has the columns.
    pub owner: String,
    /// The columns, and those that they refer to.
    pub columns: Vec<(String, String)>,
    /// What happens when a row that is referred to is deleted.
    pub on_delete: Action,
    /// What happens when the columns that are referred to change.
    pub on_update: Action,
    /// The name of the foreign key in the database; nothing where Prisma itself keeps relations intact.
    pub constraint: Option<String>,
}

/// What happens to rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// What happens.
    pub action: ReferentialAction,
    /// Whether the schema says so; else it is the default.
    pub is_written: bool,
}

/// Something in a model that has a name in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstraintFacts {
    /// What it is.
    pub kind: ConstraintKind,
    /// The name in the database.
    pub name: String,
    /// Whether Prisma makes the name.
    pub is_derived: bool,
    /// The attribute that it comes from, in bytes of the block's text.
    pub range: TextRange,
}

/// What is known of a block that declares a type.
pub(crate) fn block_facts(db: &dyn Db, block: Block) -> Option<BlockFacts> {
    let item = item_of_block(db, block)?;
    let text = block.source(db).text();
    let has_name = item.kind != syntax::node::BlockKind::CompositeType;
    let fields = item.fields.iter().map(|field| field.name.text.clone());
    let values = item.values.iter().map(|value| value.name.text.clone());
    let relation = |field: &RelationField| match other_side(db, block, field) {
        OtherSide::Field { cardinality, .. } => {
            Some((field.name.clone(), name_of(db, field.target).to_owned(), cardinality))
        }
        _ => None,
    };
    Some(BlockFacts {
        keyword: item.kind.keyword(),
        name: item.name.as_ref()?.text.clone(),
        documentation: documentation_above(text, item.range.start()),
        database_name: has_name.then(|| item.database_name().to_owned()),
        members: fields.chain(values).collect(),
        keys: keys::keys(item).iter().map(|key| key_text(key)).collect(),
        relations: relation_fields(db, block).iter().filter_map(relation).collect(),
    })
}

/// What is known of a field of a block.
pub(crate) fn field_facts(db: &dyn Db, block: Block, name: &str) -> Option<FieldFacts> {
    let item = item_of_block(db, block)?;
    let text = block.source(db).text();
    let field = item.fields.iter().find(|field| field.name.text == name)?;
    let has_columns = item.kind != syntax::node::BlockKind::CompositeType;
    let keys = keys::keys(item).into_iter();
    let keys = keys.filter(|key| key.parts.iter().any(|part| part.path.split('.').next() == Some(name)));
    let relation = relation_fields(db, block).iter().find(|relation| relation.name == name);
    Some(FieldFacts {
        signature: text[std::ops::Range::<usize>::from(field.range)]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        documentation: documentation_of(text, field.range),
        column: (has_columns && is_column(db, block, field)).then(|| column(db, block, field)),
        keys: keys.map(|key| key_text(&key)).collect(),
        relation: relation.and_then(|relation| relation_facts(db, block, relation)),
    })
}

/// What is known of a value of an enum: what it is called in the database, and its documentation.
pub(crate) fn value_facts(db: &dyn Db, block: Block, name: &str) -> Option<(String, String)> {
    let item = item_of_block(db, block)?;
    let value = item.values.iter().find(|value| value.name.text == name)?;
    let documentation = documentation_of(block.source(db).text(), value.range);
    Some((value.database_name().to_owned(), documentation))
}

/// The column of a field that is one.
pub(crate) fn column(db: &dyn Db, block: Block, field: &Field) -> Column {
    let text = block.source(db).text();
    let piece = |range: TextRange| text[std::ops::Range::<usize>::from(range)].to_owned();
    let arity = field.ty.as_ref().map_or(Arity::Required, |ty| ty.arity);
    let written = field.attributes.iter().find(|attribute| attribute.native_type().is_some());
    let after_dot = |written: String| written.split_once('.').map(|(_, native)| native.to_owned());
    let provider = settings(db, block.schema(db)).provider;
    let default_type = match resolve(db, block.schema(db), field.ty.as_ref()) {
        FieldType::Scalar(scalar) => {
            default_native_type(provider, scalar).map(|(_, written)| written.to_owned())
        }
        FieldType::Unsupported => field.ty.as_ref().and_then(|ty| ty.unsupported.clone()),
        _ => None,
    };
    let default = field.attribute("default").and_then(|default| default.arguments.first());
    Column {
        name: field.database_name().to_owned(),
        native_type: written.and_then(|attribute| after_dot(piece(attribute.range))).or(default_type),
        is_written: written.is_some(),
        is_nullable: arity == Arity::Optional,
        is_list: arity == Arity::List,
        default: default.and_then(|argument| argument.value.as_ref()).map(|value| piece(value.range)),
    }
}

/// What is known of the relation that a field is; nothing if its other side is not clear.
pub(crate) fn relation_facts(db: &dyn Db, block: Block, field: &RelationField) -> Option<RelationFacts> {
    let OtherSide::Field { other, cardinality, keeps } = other_side(db, block, field) else { return None };
    let storage = if implicit_other(db, block, field).is_some() {
        Storage::Table(join_table(db, block, field))
    } else if keeps || (cardinality == Cardinality::ManyToMany && field.has_fields()) {
        foreign_key(db, block, field)
    } else {
        foreign_key(db, field.target, other)
    };
    Some(RelationFacts {
        cardinality,
        target: name_of(db, field.target).to_owned(),
        other: other.name.clone(),
        keeps,
        name: field.relation_name.clone(),
        storage,
    })
}

/// The table that keeps a many-to-many relation which the schema has no model for.
pub(crate) fn join_table(db: &dyn Db, block: Block, field: &RelationField) -> String {
    let (own, target) = (name_of(db, block), name_of(db, field.target));
    let derived = || if own <= target { format!("{own}To{target}") } else { format!("{target}To{own}") };
    format!("_{}", field.relation_name.clone().unwrap_or_else(derived))
}

fn foreign_key(db: &dyn Db, block: Block, field: &RelationField) -> Storage {
    let (Some(fields), Some(references)) = (&field.fields, &field.references) else {
        return Storage::Unknown;
    };
    let settings = settings(db, block.schema(db));
    let (provider, mode) = (settings.provider, settings.relation_mode());
    let (on_delete, on_update) = effective_actions(db, block, field, provider, mode);
    let column = |block: Block, name: &String| {
        let item = item_of_block(db, block);
        let field = item.and_then(|item| item.fields.iter().find(|field| field.name.text == *name));
        field.map_or(name.as_str(), Field::database_name).to_owned()
    };
    let columns = fields.iter().zip(references);
    Storage::Columns(ForeignKey {
        owner: name_of(db, block).to_owned(),
        columns: columns.map(|(own, other)| (column(block, own), column(field.target, other))).collect(),
        on_delete: Action { action: on_delete, is_written: field.on_delete.is_some() },
        on_update: Action { action: on_update, is_written: field.on_update.is_some() },
        constraint: constraint_of(db, block, field, provider, mode),
    })
}

/// The name of the foreign key of a relation field.
fn constraint_of(
    db: &dyn Db,
    block: Block,
    field: &RelationField,
    provider: Option<Provider>,
    mode: RelationMode,
) -> Option<String> {
    if provider.is_none_or(|provider| provider == Provider::MongoDb) || mode == RelationMode::Prisma {
        return None;
    }
    let item = item_of_block(db, block)?;
    let relation = item.fields.iter().find(|own| own.name.text == field.name)?.attribute("relation")?;
    let constraints = constraints(db, block.schema(db), item, settings(db, block.schema(db)));
    let is_it =
        |one: &Constraint| one.kind == ConstraintKind::ForeignKey && relation.range.contains_range(one.range);
    constraints.into_iter().find(is_it).map(|one| one.name)
}

/// What has a name in the database in a model; nothing where Prisma makes no such names.
pub(crate) fn constraint_facts(db: &dyn Db, block: Block) -> Vec<ConstraintFacts> {
    let settings = settings(db, block.schema(db));
    let Some(item) = item_of_block(db, block) else { return Vec::new() };
    let Some(provider) = settings.provider else { return Vec::new() };
    let has_keys = settings.relation_mode() == RelationMode::ForeignKeys;
    let facts = |one: Constraint| ConstraintFacts {
        kind: one.kind,
        name: one.name,
        is_derived: one.is_derived,
        range: one.attribute,
    };
    let exists = |one: &Constraint| match one.kind {
        ConstraintKind::ForeignKey => has_keys && provider != Provider::MongoDb,
        ConstraintKind::PrimaryKey => {
            matches!(provider, Provider::PostgreSql | Provider::CockroachDb | Provider::SqlServer)
        }
        _ => true,
    };
    constraints(db, block.schema(db), item, settings).into_iter().filter(exists).map(facts).collect()
}

/// A key as an attribute with its fields.
fn key_text(key: &keys::Key) -> String {
    let name = match key.kind {
        KeyKind::Id => "id",
        KeyKind::Unique => "unique",
        KeyKind::Index => "index",
        KeyKind::Fulltext => "fulltext",
    };
    format!("@@{name}([{}])", key.paths().join(", "))
}

/// The documentation of a member of a block: above it, and behind it on its line.
fn documentation_of(text: &str, range: TextRange) -> String {
    let above = documentation_above(text, range.start());
    let rest = text[usize::from(range.end())..].lines().next().unwrap_or_default().trim();
    let behind = rest.strip_prefix("///").map(str::trim).unwrap_or_default();
    [above.as_str(), behind].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What the `///` lines right above a place say.
fn documentation_above(text: &str, at: TextSize) -> String {
    let before = &text[..usize::from(at)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let lines = before[..line_start].lines().rev();
    let mut documentation: Vec<_> = lines
        .map_while(|line| line.trim().strip_prefix("///"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end())
        .collect();
    documentation.reverse();
    documentation.join("\n")
}

/// The fields of a block: where each stands in the block's text, and its name.
pub(crate) fn fields_of(db: &dyn Db, block: Block) -> Vec<(TextRange, String)> {
    let item: Option<&Item> = item_of_block(db, block);
    item.into_iter()
        .flat_map(|item| &item.fields)
        .map(|field| (field.range, field.name.text.clone()))
        .collect()
}
