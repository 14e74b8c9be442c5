//! Relations: the fields of a model that lead to another one, and which of them belong together.
//!
//! What is known of a relation field here has no ranges, so that it stays the same while text moves.

use crate::check::{FieldType, item_of_block, resolve, shape};
use crate::db::{Block, Db};
use crate::item::{Argument, Arity, Attribute, Expression, Field};
use providers::referential_actions::{ReferentialAction, default_on_delete, default_on_update};
use providers::{Provider, RelationMode};

/// A relation field as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RelationField {
    pub(crate) name: String,
    /// The model or view that it leads to.
    pub(crate) target: Block,
    pub(crate) arity: Arity,
    /// The name of the relation, if it has one.
    pub(crate) relation_name: Option<String>,
    /// The fields that it refers with.
    pub(crate) fields: Option<Vec<String>>,
    /// The fields that it refers to.
    pub(crate) references: Option<Vec<String>>,
    pub(crate) on_delete: Option<ReferentialAction>,
    pub(crate) on_update: Option<ReferentialAction>,
}

impl RelationField {
    /// Whether it says which fields it refers with.
    pub(crate) fn has_fields(&self) -> bool {
        self.fields.as_ref().is_some_and(|fields| !fields.is_empty())
    }

    /// Whether it says which fields it refers to.
    pub(crate) fn has_references(&self) -> bool {
        self.references.as_ref().is_some_and(|references| !references.is_empty())
    }

    /// Whether it says what happens when the other side is deleted or changed.
    pub(crate) fn has_actions(&self) -> bool {
        self.on_delete.is_some() || self.on_update.is_some()
    }
}

/// How many rows of each side belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cardinality {
    /// At most one on each side.
    OneToOne,
    /// One on one side, any number on the other.
    OneToMany,
    /// Any number on both sides.
    ManyToMany,
}

/// What is on the other side of a relation field.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OtherSide<'db> {
    /// Nothing.
    Missing,
    /// It cannot be told which of several fields it is, on one side or on both.
    Ambiguous,
    Field {
        other: &'db RelationField,
        cardinality: Cardinality,
        /// Whether the field that was asked for is the one that keeps the relation, or should. In a many-to-many relation
        /// neither is.
        keeps: bool,
    },
}

/// The relation fields of a block, in order.
#[salsa::tracked(returns(ref))]
pub(crate) fn relation_fields(db: &dyn Db, block: Block) -> Vec<RelationField> {
    let schema = block.schema(db);
    let relation = |field: &Field| match resolve(db, schema, field.ty.as_ref()) {
        FieldType::Model(target) => Some(relation_field(field, target)),
        _ => None,
    };
    item_of_block(db, block).map(|item| item.fields.iter().filter_map(relation).collect()).unwrap_or_default()
}

fn relation_field(field: &Field, target: Block) -> RelationField {
    let attribute = relation_attribute(field);
    let names = |argument: &str| {
        let value = attribute?.named(argument)?.value.as_ref()?;
        Some(value.elements().iter().filter_map(Expression::as_path).map(str::to_owned).collect())
    };
    let action =
        |argument: &str| ReferentialAction::from_name(attribute?.named(argument)?.value.as_ref()?.as_path()?);
    RelationField {
        name: field.name.text.clone(),
        target,
        arity: field.ty.as_ref().map_or(Arity::Required, |ty| ty.arity),
        relation_name: attribute.and_then(relation_name),
        fields: names("fields"),
        references: names("references"),
        on_delete: action("onDelete"),
        on_update: action("onUpdate"),
    }
}

/// The `@relation` of a field.
pub(crate) fn relation_attribute(field: &Field) -> Option<&Attribute> {
    field.attributes.iter().find(|attribute| attribute.name.text == "relation")
}

fn relation_name(attribute: &Attribute) -> Option<String> {
    let is_name = |argument: &&Argument| argument.name.is_none() || argument.is_named("name");
    let mut names = attribute.arguments.iter().filter(is_name);
    let name = names.next()?.value.as_ref()?.as_string()?;
    // With its name and without it: Prisma takes neither. An empty name was reported.
    (names.next().is_none() && !name.is_empty()).then(|| name.to_owned())
}

/// The name of a relation field's relation, and none if that is what Prisma calls a relation without a name.
fn chosen_name<'a>(db: &dyn Db, block: Block, field: &'a RelationField) -> Option<&'a str> {
    let name = field.relation_name.as_deref()?;
    let (own, target) = (name_of(db, block), name_of(db, field.target));
    let (first, second) = if own <= target { (own, target) } else { (target, own) };
    let is_derived = name.strip_prefix(first).and_then(|rest| rest.strip_prefix("To"));
    (is_derived != Some(second)).then_some(name)
}

/// The name of a block; empty without one.
pub(crate) fn name_of(db: &dyn Db, block: Block) -> &str {
    block.header(db).as_ref().map_or("", |header| &header.name)
}

/// The fields of a relation field's own block that lead to the same block by a relation of the same name, in order, with
/// the field itself. In a self relation two are right, if they have a name; else one.
pub(crate) fn rivals<'db>(
    db: &'db dyn Db,
    block: Block,
    field: &RelationField,
) -> impl Iterator<Item = &'db RelationField> {
    let (target, name) = (field.target, chosen_name(db, block, field).map(str::to_owned));
    let fields = relation_fields(db, block).iter();
    fields.filter(move |other| other.target == target && chosen_name(db, block, other) == name.as_deref())
}

/// Whether it is not clear which field of a relation is meant.
pub(crate) fn is_ambiguous(db: &dyn Db, block: Block, field: &RelationField) -> bool {
    let is_named_self = field.target == block && field.relation_name.is_some();
    rivals(db, block, field).count() > if is_named_self { 2 } else { 1 }
}

/// What is on the other side of a relation field.
pub(crate) fn other_side<'db>(db: &'db dyn Db, block: Block, field: &RelationField) -> OtherSide<'db> {
    if is_ambiguous(db, block, field) {
        return OtherSide::Ambiguous;
    }
    let is_other = |other: &&RelationField| {
        let is_itself = field.target == block && other.name == field.name;
        other.target == block && other.relation_name == field.relation_name && !is_itself
    };
    let Some(other) = relation_fields(db, field.target).iter().find(is_other) else {
        return OtherSide::Missing;
    };
    if is_ambiguous(db, field.target, other) {
        return OtherSide::Ambiguous;
    }
    let (cardinality, keeps) = match (field.arity == Arity::List, other.arity == Arity::List) {
        (true, true) => (Cardinality::ManyToMany, false),
        (true, false) => (Cardinality::OneToMany, false),
        (false, true) => (Cardinality::OneToMany, true),
        (false, false) => (Cardinality::OneToOne, keeps_one_to_one(db, block, field, other)),
    };
    OtherSide::Field { other, cardinality, keeps }
}

/// Which side of a one-to-one relation keeps it: the one that must have a value; else the one that says which fields it
/// refers with; else the first by name.
fn keeps_one_to_one(db: &dyn Db, block: Block, field: &RelationField, other: &RelationField) -> bool {
    let required = |field: &RelationField| field.arity == Arity::Required;
    match (required(field), required(other)) {
        (true, false) => true,
        (false, true) => false,
        _ if field.has_fields() != other.has_fields() => field.has_fields(),
        _ => (name_of(db, block), &field.name) < (name_of(db, field.target), &other.name),
    }
}

/// What happens to the rows on this side of a relation when the row is deleted, and when it is changed, that they refer to.
pub(crate) fn effective_actions(
    db: &dyn Db,
    block: Block,
    field: &RelationField,
    provider: Option<Provider>,
    mode: RelationMode,
) -> (ReferentialAction, ReferentialAction) {
    let own = shape(db, block);
    let is_required = |name: &String| own.field(name).is_some_and(|field| field.arity == Arity::Required);
    let required = match &field.fields {
        Some(fields) if fields.iter().any(|name| own.field(name).is_some()) => fields.iter().any(is_required),
        _ => field.arity == Arity::Required,
    };
    let on_delete = field.on_delete.unwrap_or_else(|| default_on_delete(provider, mode, required));
    (on_delete, field.on_update.unwrap_or_else(default_on_update))
}
