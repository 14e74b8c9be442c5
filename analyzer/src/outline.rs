//! The blocks and members of a file, as an outline.

use crate::check::item_of_block;
use crate::db::{Block, Db};
use crate::item::{Attribute, EnumValue, Expression, Field, Item, Name, Setting};
use crate::keys::KeyKind;
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
    /// An id, a unique criterion or an index on a line of its own, such as `@@index([a, b])`.
    Key,
}

/// An entry of an outline. Ranges are in bytes of the file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// What it is.
    pub kind: OutlineKind,
    /// Its name; empty when it has none.
    pub name: String,
    /// More about it as written: the type of a field, the value of a property, the fields of a key. One line.
    pub detail: String,
    /// The name that it is given in the database with `@map` or `@@map`.
    pub database_name: Option<String>,
    /// Whether the client knows nothing of it: `@ignore`, `@@ignore`.
    pub is_ignored: bool,
    /// The whole entry.
    pub range: TextRange,
    /// Its name; lies within `range`.
    pub name_range: TextRange,
    /// What it contains.
    pub children: Vec<Outline>,
}

/// The outline of a block whose text begins at `start`.
pub(crate) fn outline(db: &dyn Db, block: Block, start: TextSize) -> Option<Outline> {
    let text = block.source(db).text();
    item_of_block(db, block).map(|item| of_item(item, Source { text, start }))
}

/// The text of a block, and where it begins in its file.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
    start: TextSize,
}

impl Source<'_> {
    /// An entry without children.
    fn entry(self, kind: OutlineKind, name: &Name, range: TextRange) -> Outline {
        Outline {
            kind,
            name: name.text.clone(),
            detail: String::new(),
            database_name: None,
            is_ignored: false,
            // A block that is not closed goes on to the next one, blank lines and all.
            range: TextRange::at(range.start(), TextSize::of(self.text[range].trim_end())) + self.start,
            name_range: name.range + self.start,
            children: Vec::new(),
        }
    }

    /// What is written in a range, on one line.
    fn written(self, range: TextRange) -> String {
        self.text[range].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn field(self, field: &Field) -> Outline {
        Outline {
            detail: field.ty.as_ref().map(|ty| self.written(ty.range)).unwrap_or_default(),
            database_name: field.mapped_name().and_then(Expression::as_string).map(str::to_owned),
            is_ignored: field.attribute("ignore").is_some(),
            ..self.entry(OutlineKind::Field, &field.name, field.range)
        }
    }

    fn value(self, value: &EnumValue) -> Outline {
        let mapped = value.attributes.iter().find(|attribute| attribute.name.text == "map");
        Outline {
            database_name: mapped.and_then(mapped_name),
            ..self.entry(OutlineKind::EnumValue, &value.name, value.range)
        }
    }

    fn setting(self, setting: &Setting) -> Outline {
        Outline {
            detail: setting.value.as_ref().map(|value| self.written(value.range)).unwrap_or_default(),
            ..self.entry(OutlineKind::Property, &setting.key, setting.range)
        }
    }

    /// The keys among the block attributes.
    fn key(self, attribute: &Attribute) -> Option<Outline> {
        KeyKind::of(attribute)?;
        let fields: Vec<_> = attribute.listed_fields().iter().filter_map(Expression::as_field).collect();
        Some(Outline {
            name: format!("@@{}", attribute.name.text),
            detail: format!("[{}]", fields.join(", ")),
            ..self.entry(OutlineKind::Key, &attribute.name, attribute.range)
        })
    }
}

fn mapped_name(attribute: &Attribute) -> Option<String> {
    Some(attribute.mapped_name()?.as_string()?.to_owned())
}

fn of_item(item: &Item, source: Source) -> Outline {
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
    let mut children: Vec<_> = item.fields.iter().map(|field| source.field(field)).collect();
    children.extend(item.values.iter().map(|value| source.value(value)));
    children.extend(item.settings.iter().map(|setting| source.setting(setting)));
    children.extend(item.attributes.iter().filter_map(|attribute| source.key(attribute)));
    // Nested as deep as items are, which is not deep.
    children.extend(item.blocks.iter().map(|inner| of_item(inner, source)));
    children.sort_by_key(|child| child.range.start());
    let keyword = Name { text: item.kind.keyword().to_owned(), range: item.keyword };
    Outline {
        database_name: item.attribute("map").and_then(mapped_name),
        is_ignored: item.attribute("ignore").is_some(),
        children,
        ..source.entry(kind, item.name.as_ref().unwrap_or(&keyword), item.range)
    }
}
