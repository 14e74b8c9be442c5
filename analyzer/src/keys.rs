//! Keys: the ids, unique criteria and indexes of a model, whether they stand on a field or on a line of their own.

use crate::check::item_of_block;
use crate::db::{Block, Db};
use crate::item::{Argument, Attribute, Expression, Field, Item};
use syntax::TextRange;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// `@id`, `@@id`
    Id,
    /// `@unique`, `@@unique`
    Unique,
    /// `@@index`
    Index,
    /// `@@fulltext`
    Fulltext,
}

impl KeyKind {
    /// What an attribute is the key of, if it is a key.
    pub(crate) fn of(attribute: &Attribute) -> Option<Self> {
        Some(match attribute.name.text.as_str() {
            "id" => KeyKind::Id,
            "unique" => KeyKind::Unique,
            "index" => KeyKind::Index,
            "fulltext" => KeyKind::Fulltext,
            _ => return None,
        })
    }

    /// Whether no two rows have the same values in it.
    pub(crate) fn is_unique(self) -> bool {
        matches!(self, KeyKind::Id | KeyKind::Unique)
    }
}

/// An id, a unique criterion or an index, as written.
#[derive(Debug, Clone)]
pub(crate) struct Key<'a> {
    pub(crate) kind: KeyKind,
    pub(crate) attribute: &'a Attribute,
    /// The field that the attribute stands on; none if it stands on a line of its own.
    pub(crate) on: Option<&'a Field>,
    pub(crate) parts: Vec<KeyPart<'a>>,
}

/// A field in a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyPart<'a> {
    /// The name of the field, or a path into a composite type.
    pub(crate) path: &'a str,
    /// Such as `sort` and `length`. For a key on a field, everything that stands in its brackets.
    pub(crate) arguments: &'a [Argument],
    /// Where the part is named; for a key on a field its attribute.
    pub(crate) range: TextRange,
}

impl<'a> KeyPart<'a> {
    /// An argument that says more about this part of the key.
    pub(crate) fn argument(&self, name: &str) -> Option<&'a Argument> {
        self.arguments.iter().find(|argument| argument.is_named(name))
    }

    /// The field of its model that it names, if it names one and not a part of it.
    pub(crate) fn field<'i>(&self, item: &'i Item) -> Option<&'i Field> {
        item.fields.iter().rfind(|field| field.name.text == self.path)
    }
}

impl<'a> Key<'a> {
    /// The paths of its fields.
    pub(crate) fn paths(&self) -> Vec<&'a str> {
        self.parts.iter().map(|part| part.path).collect()
    }

    /// The argument that names it in the database.
    pub(crate) fn map(&self) -> Option<&'a Argument> {
        // `name` is the old word for `map` in an index.
        let is_index = matches!(self.kind, KeyKind::Index | KeyKind::Fulltext);
        self.attribute.named("map").or_else(|| self.attribute.named("name").filter(|_| is_index))
    }

    /// Whether it says that the rows are kept in its order, or that they are not.
    pub(crate) fn clustered(&self) -> Option<bool> {
        let value = self.attribute.named("clustered")?.value.as_ref()?.as_path()?;
        value.parse().ok()
    }
}

/// The keys of a model or view: those on fields first, in the order of the text.
pub(crate) fn keys(item: &Item) -> Vec<Key<'_>> {
    let on_fields = item.fields.iter().flat_map(|field| {
        field.attributes.iter().filter_map(move |attribute| {
            let kind = KeyKind::of(attribute)?;
            let part =
                KeyPart { path: &field.name.text, arguments: &attribute.arguments, range: attribute.range };
            Some(Key { kind, attribute, on: Some(field), parts: vec![part] })
        })
    });
    let on_block = item.attributes.iter().filter_map(|attribute| {
        let parts = attribute.listed_fields().iter().filter_map(part).collect();
        Some(Key { kind: KeyKind::of(attribute)?, attribute, on: None, parts })
    });
    on_fields.chain(on_block).collect()
}

fn part(element: &Expression) -> Option<KeyPart<'_>> {
    let arguments = element.as_call().map_or(&[][..], |call| &call.arguments);
    Some(KeyPart { path: element.as_field()?, arguments, range: element.range })
}

/// The id of a model or view.
pub(crate) fn id(item: &Item) -> Option<Key<'_>> {
    keys(item).into_iter().find(|key| key.kind == KeyKind::Id)
}

/// What other blocks need to know of the keys of a block. Without ranges, so that it stays the same while text moves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Criteria {
    /// The fields of the id.
    pub(crate) id: Option<Vec<String>>,
    /// The fields of each unique criterion, the id among them.
    pub(crate) unique: Vec<Vec<String>>,
}

#[salsa::tracked(returns(ref))]
pub(crate) fn criteria(db: &dyn Db, block: Block) -> Criteria {
    let keys = item_of_block(db, block).map(keys).unwrap_or_default();
    let fields = |key: &Key| key.paths().into_iter().map(str::to_owned).collect::<Vec<_>>();
    Criteria {
        id: keys.iter().find(|key| key.kind == KeyKind::Id).map(fields),
        unique: keys.iter().filter(|key| key.kind.is_unique()).map(fields).collect(),
    }
}
