//! The blocks and members of a file, as an outline.

use crate::check::item_of_block;
use crate::db::{Block, Db};
use crate::item::{Arity, Attribute, Field, Item, Name, Type};
use syntax::node::BlockKind;
use syntax::{TextRange, TextSize};

/// What an entry of an outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutlineKind {
    /// A `model` block.
    Model,
    /// A `view` block.
    View,
    /// A `type` block (composite type).
    CompositeType,
    /// An `enum` block.
    Enum,
    /// A `datasource` block.
    Datasource,
    /// A `generator` block.
    Generator,
    /// A Prisma 8 `namespace` block.
    Namespace,
    /// Any other Prisma 8 block.
    Extension,
    /// A field of a model, view or composite type, or a named type.
    Field,
    /// A value of an enum.
    EnumValue,
    /// A `key = value` line.
    Property,
    /// A block attribute such as `@@index`.
    BlockAttribute,
}

/// An entry of an outline. Ranges are in bytes of the file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// What it is.
    pub kind: OutlineKind,
    /// Its name; empty when it has none.
    pub name: String,
    /// More about it, such as a field's type as written.
    pub detail: String,
    /// The whole entry.
    pub range: TextRange,
    /// Its name; lies within `range`.
    pub name_range: TextRange,
    /// What it contains.
    pub children: Vec<Outline>,
}

/// The outline of a block whose text begins at `start`.
pub(crate) fn outline(db: &dyn Db, block: Block, start: TextSize) -> Option<Outline> {
    item_of_block(db, block).map(|item| of_item(item, start))
}

fn of_item(item: &Item, start: TextSize) -> Outline {
    let kind = match item.kind {
        BlockKind::Model => OutlineKind::Model,
        BlockKind::View => OutlineKind::View,
        BlockKind::CompositeType | BlockKind::TypeAlias => OutlineKind::CompositeType,
        BlockKind::Enum => OutlineKind::Enum,
        BlockKind::Datasource => OutlineKind::Datasource,
        BlockKind::Generator => OutlineKind::Generator,
        BlockKind::Namespace => OutlineKind::Namespace,
        BlockKind::Types | BlockKind::Extension => OutlineKind::Extension,
    };
    let (name, name_range) = match &item.name {
        Some(name) => (name.text.clone(), name.range),
        None => (item.kind.keyword().to_owned(), item.keyword),
    };
    let entry = |kind, name: &Name, detail: String, range: TextRange| Outline {
        kind,
        name: name.text.clone(),
        detail,
        range: range + start,
        name_range: name.range + start,
        children: Vec::new(),
    };
    let field = |field: &Field| {
        entry(OutlineKind::Field, &field.name, type_as_written(field.ty.as_ref()), field.range)
    };
    let attribute = |attribute: &Attribute| Outline {
        name: format!("@@{}", attribute.name.text),
        ..entry(OutlineKind::BlockAttribute, &attribute.name, String::new(), attribute.range)
    };
    let mut children: Vec<_> = item.fields.iter().map(field).collect();
    let value = |name: &Name, range| entry(OutlineKind::EnumValue, name, String::new(), range);
    children.extend(item.values.iter().map(|own| value(&own.name, own.range)));
    let setting = |name: &Name, range| entry(OutlineKind::Property, name, String::new(), range);
    children.extend(item.settings.iter().map(|own| setting(&own.key, own.range)));
    children.extend(item.attributes.iter().map(attribute));
    children.extend(item.blocks.iter().map(|inner| of_item(inner, start)));
    children.sort_by_key(|child| child.range.start());
    Outline {
        kind,
        name,
        detail: String::new(),
        range: item.range + start,
        name_range: name_range + start,
        children,
    }
}

fn type_as_written(ty: Option<&Type>) -> String {
    let Some(ty) = ty else { return String::new() };
    let suffix = match ty.arity {
        Arity::Required => "",
        Arity::Optional => "?",
        Arity::List => "[]",
    };
    format!("{}{suffix}", ty.name.text)
}
