//! Relations: the fields of a model that lead to another one, and which of them belong together.
//!
//! What is known of a relation field here has no ranges, so that it stays the same while text moves.

use crate::check::{FieldType, item_of_block, resolve};
use crate::db::{Block, Db};
use crate::item::{Argument, Arity, Attribute, Expression, Field};

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
    RelationField {
        name: field.name.text.clone(),
        target,
        arity: field.ty.as_ref().map_or(Arity::Required, |ty| ty.arity),
        relation_name: attribute.and_then(relation_name),
        fields: names("fields"),
        references: names("references"),
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

/// The fields of a block that lead to another one by a relation of some name. More than one is ambiguous.
pub(crate) fn fields_between<'db>(
    db: &'db dyn Db,
    from: Block,
    to: Block,
    relation_name: Option<&str>,
) -> impl Iterator<Item = &'db RelationField> {
    let fields = relation_fields(db, from).iter();
    fields.filter(move |field| field.target == to && field.relation_name.as_deref() == relation_name)
}

/// The field on the other side of a relation field.
pub(crate) fn opposite<'db>(
    db: &'db dyn Db,
    block: Block,
    field: &RelationField,
) -> Option<&'db RelationField> {
    let mut others = fields_between(db, field.target, block, field.relation_name.as_deref());
    others.find(|other| field.target != block || other.name != field.name)
}
