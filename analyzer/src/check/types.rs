//! Types of fields: what a name stands for.

use super::rule::rules;
use super::{Checker, Finding, item_of_block};
use crate::db::{Block, Db, Namespace, Schema};
use crate::item::{Arity, Expression, Field, Item, Type};
use crate::keys::keys;
use crate::missing::{default_value, new_enum, new_model};
use crate::similarity::most_similar;
use ::syntax::Keyword;
use ::syntax::node::BlockKind;
use providers::scalar_types::ScalarType;

rules! {
    UNKNOWN: Error "type-unknown" "A type that is neither built in nor defined in the schema",
    COMPOSITE_RELATION: Error "composite-relation-field" "A field of a composite type whose type is a model",
    ENUM_EMPTY: Error "enum-empty" "An enum without values",
}

/// What the type of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FieldType {
    Scalar(ScalarType),
    /// A model or a view.
    Model(Block),
    Enum(Block),
    Composite(Block),
    Unsupported,
    /// Nothing that is known. It was reported already, or will be.
    Unknown,
}

impl FieldType {
    /// Whether the field is a relation.
    pub(crate) fn is_relation(self) -> bool {
        matches!(self, FieldType::Model(_))
    }
}

/// What a type is.
pub(crate) fn resolve(db: &dyn Db, schema: Schema, ty: Option<&Type>) -> FieldType {
    match ty {
        None => FieldType::Unknown,
        Some(ty) if ty.is_unsupported => FieldType::Unsupported,
        Some(ty) => resolve_name(db, schema, &ty.name.text).unwrap_or(FieldType::Unknown),
    }
}

/// What is called so; none if nothing is.
pub(crate) fn resolve_name(db: &dyn Db, schema: Schema, name: &str) -> Option<FieldType> {
    if let Some(scalar) = ScalarType::from_name(name) {
        return Some(FieldType::Scalar(scalar));
    }
    // Of several blocks with one name the last one counts.
    let block = *db.declarations(schema, Namespace::Types, name).blocks(db).last()?;
    Some(match block.header(db).as_ref()?.keyword {
        Keyword::Model | Keyword::View => FieldType::Model(block),
        Keyword::Enum => FieldType::Enum(block),
        Keyword::Type => FieldType::Composite(block),
        _ => FieldType::Unknown,
    })
}

/// What other blocks need to know of a block. Without ranges, so that it stays the same while text moves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Shape {
    pub(crate) fields: Vec<FieldShape>,
    /// The values of an enum.
    pub(crate) values: Vec<String>,
    /// Whether a line could not be read, so that something may be missing here.
    pub(crate) has_bad_lines: bool,
    /// Whether the client knows nothing of it.
    pub(crate) is_ignored: bool,
}

/// A field as other blocks see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldShape {
    pub(crate) name: String,
    pub(crate) ty: FieldType,
    pub(crate) arity: Arity,
    /// The name of its native type, if it has one; of an unsupported type all that is known of it.
    pub(crate) native_type: Option<String>,
}

impl Shape {
    /// The field of that name; of several the last one.
    pub(crate) fn field(&self, name: &str) -> Option<&FieldShape> {
        self.fields.iter().rfind(|field| field.name == name)
    }
}

#[salsa::tracked(returns(ref))]
pub(crate) fn shape(db: &dyn Db, block: Block) -> Shape {
    let schema = block.schema(db);
    let Some(item) = item_of_block(db, block) else { return Shape::default() };
    let field = |field: &Field| FieldShape {
        name: field.name.text.clone(),
        ty: resolve(db, schema, field.ty.as_ref()),
        arity: field.ty.as_ref().map_or(Arity::Required, |ty| ty.arity),
        native_type: match &field.ty {
            Some(ty) if ty.is_unsupported => ty.unsupported.clone(),
            _ => field.native_type().map(str::to_owned),
        },
    };
    Shape {
        fields: item.fields.iter().map(field).collect(),
        values: item.values.iter().map(|value| value.name.text.clone()).collect(),
        has_bad_lines: item.has_bad_lines,
        is_ignored: item.attribute("ignore").is_some(),
    }
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    for field in &item.fields {
        // Types that only Prisma 8 understands were reported with the syntax.
        if let Some(ty) = field.ty.as_ref().filter(|ty| !ty.is_unsupported && !ty.name.text.contains('.')) {
            check_type(checker, item, field, ty);
        }
    }
    if item.kind == BlockKind::Enum && item.values.is_empty() && !item.has_bad_lines {
        let name = item.name.as_ref().map_or(item.keyword, |name| name.range);
        checker.report(
            &ENUM_EMPTY,
            name,
            "This enum has no values. Add one on a line of its own, or remove the enum.",
        );
    }
}

fn check_type(checker: &mut Checker, item: &Item, field: &Field, ty: &Type) {
    let name = &ty.name;
    match resolve_name(checker.db, checker.schema, &name.text) {
        None => unknown(checker, item, field, ty),
        Some(FieldType::Model(_)) if item.kind == BlockKind::CompositeType => {
            let message = format!(
                "`{}` is a model, and composite types cannot have relations. Use another composite type, or keep the \
                 model's id in a scalar field.",
                name.text
            );
            checker.report(&COMPOSITE_RELATION, name.range, message);
        }
        Some(_) => {}
    }
}

/// Offers to define the type that a field names.
fn define(finding: &mut Finding, block: Block, item: &Item, field: &Field, ty: &Type, text: &str) {
    let name = &ty.name.text;
    let model = (format!("Create the model `{name}`"), new_model(item, text, field, ty));
    let an_enum = (format!("Create the enum `{name}`"), Some(new_enum(item, field, ty)));
    let offers = match default_value(field) {
        // What has a default is no relation.
        Some(_) => vec![an_enum],
        None if field.attributes.is_empty() => vec![model, an_enum],
        // What the other attributes are for is not known.
        None => vec![],
    };
    for (title, edits) in offers {
        if let Some(edits) = edits {
            finding.fix(title, false, block, edits);
        }
    }
}

fn unknown(checker: &mut Checker, item: &Item, field: &Field, ty: &Type) {
    let name = &ty.name;
    let (db, block) = (checker.db, checker.block);
    let scalar = ScalarType::from_synonym(&name.text)
        .map(ScalarType::name)
        .or_else(|| most_similar(&name.text, ScalarType::ALL.iter().map(|scalar| scalar.name())));
    let kinds =
        if item.kind == BlockKind::CompositeType { "enum or composite type" } else { "model, enum or type" };
    let message =
        format!("Nothing is called `{}`. Define a {kinds} of that name, or use another type.", name.text);
    let finding = checker.report(&UNKNOWN, name.range, message);
    finding.misspelt = Some(name.text.clone());
    if item.kind == BlockKind::Model {
        define(finding, block, item, field, ty, block.source(db).text());
    }
    // Whether the field can be in a key is open until its type is known.
    for key in keys(item).iter().filter(|key| key.on.is_none()) {
        for part in key.parts.iter().filter(|part| part.path == field.name.text) {
            finding.shows_at(block, part.range, "its type is needed here");
        }
    }
    let relations =
        item.fields.iter().filter_map(|field| field.attribute("relation")?.named("fields")?.value.as_ref());
    for element in relations.flat_map(Expression::elements) {
        if element.as_path() == Some(&field.name.text) {
            finding.shows_at(block, element.range, "its type is needed here");
        }
    }
    finding.did_you_mean(block, name.range, scalar.map(str::to_owned));
}
