//! A block as written: its fields, attributes and values, without what they mean.
//!
//! Ranges are in bytes from the beginning of the block's text.

mod lower;
mod text;

pub(crate) use lower::lower;
pub use text::string_value;
pub(crate) use text::{EscapeError, decode};

use syntax::TextRange;
use syntax::node::BlockKind;

/// A piece of text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) range: TextRange,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) kind: BlockKind,
    /// From the keyword to the closing brace.
    pub(crate) range: TextRange,
    /// The keyword, or the whole header where keyword and name are written together.
    pub(crate) keyword: TextRange,
    pub(crate) name: Option<Name>,
    pub(crate) fields: Vec<Field>,
    pub(crate) values: Vec<EnumValue>,
    pub(crate) settings: Vec<Setting>,
    /// The `@@` attributes.
    pub(crate) attributes: Vec<Attribute>,
    /// The blocks of a namespace.
    pub(crate) blocks: Vec<Item>,
    /// Whether a line could not be read, so that a member may be missing here.
    pub(crate) has_bad_lines: bool,
}

impl Item {
    /// The `@@` attribute of that name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.text == name)
    }

    /// What a message about the whole block is put on: its name.
    pub(crate) fn name_range(&self) -> TextRange {
        self.name.as_ref().map_or(self.keyword, |name| name.range)
    }

    /// The name of the block in the database.
    pub(crate) fn database_name(&self) -> &str {
        let mapped = self.attribute("map").and_then(Attribute::mapped_name).and_then(Expression::as_string);
        mapped.unwrap_or_else(|| self.name.as_ref().map_or("", |name| &name.text))
    }
}

/// A field of a model, view or composite type, or a named type of Prisma 8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) ty: Option<Type>,
    pub(crate) attributes: Vec<Attribute>,
    /// Without a trailing comment.
    pub(crate) range: TextRange,
}

impl Field {
    /// The `@` attribute of that name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.text == name)
    }

    /// The name that the field is given in the database, if it is given one.
    pub(crate) fn mapped_name(&self) -> Option<&Expression> {
        self.attribute("map")?.mapped_name()
    }

    /// The name of the field in the database.
    pub(crate) fn database_name(&self) -> &str {
        self.mapped_name().and_then(Expression::as_string).unwrap_or(&self.name.text)
    }

    /// The name of its native type, if it has one.
    pub(crate) fn native_type(&self) -> Option<&str> {
        Some(self.attributes.iter().find_map(Attribute::native_type)?.1)
    }
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Type {
    /// The name without suffixes.
    pub(crate) name: Name,
    pub(crate) arity: Arity,
    /// Whether it is `Unsupported("…")`.
    pub(crate) is_unsupported: bool,
    /// What stands in `Unsupported("…")`.
    pub(crate) unsupported: Option<String>,
    /// With suffixes.
    pub(crate) range: TextRange,
}

/// How many values a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Arity {
    Required,
    Optional,
    List,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EnumValue {
    pub(crate) name: Name,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) range: TextRange,
}

impl EnumValue {
    /// The name of the value in the database.
    pub(crate) fn database_name(&self) -> &str {
        let map = self.attributes.iter().find(|attribute| attribute.name.text == "map");
        let mapped = map.and_then(Attribute::mapped_name).and_then(Expression::as_string);
        mapped.unwrap_or(&self.name.text)
    }
}

/// `key = value`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) key: Name,
    pub(crate) value: Option<Expression>,
    pub(crate) range: TextRange,
}

/// An attribute of a field, an enum value or a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The name without `@`, dots included.
    pub(crate) name: Name,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) trailing_comma: Option<TextRange>,
    pub(crate) range: TextRange,
}

impl Attribute {
    /// The argument of that name.
    pub(crate) fn named(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().rfind(|argument| argument.is_named(name))
    }

    /// What `@map` or `@@map` says.
    pub(crate) fn mapped_name(&self) -> Option<&Expression> {
        let is_name = |argument: &&Argument| argument.name.is_none() || argument.is_named("name");
        self.arguments.iter().find(is_name)?.value.as_ref()
    }

    /// The fields that a block attribute such as `@@index` lists, as elements.
    pub(crate) fn listed_fields(&self) -> &[Expression] {
        let is_fields = |argument: &&Argument| argument.name.is_none() || argument.is_named("fields");
        let value = self.arguments.iter().find(is_fields).and_then(|argument| argument.value.as_ref());
        value.map_or(&[], Expression::elements)
    }

    /// The datasource name and the type of a native type attribute such as `@db.Text`.
    pub(crate) fn native_type(&self) -> Option<(&str, &str)> {
        self.name.text.split_once('.')
    }
}

/// An argument of an attribute or a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Argument {
    pub(crate) name: Option<Name>,
    /// Missing in `name: `, and where the value could not be read.
    pub(crate) value: Option<Expression>,
    pub(crate) range: TextRange,
}

impl Argument {
    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.name.as_ref().is_some_and(|own| own.text == name)
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expression {
    pub(crate) kind: ExpressionKind,
    pub(crate) range: TextRange,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ExpressionKind {
    /// Without quotes, escapes resolved.
    String(String),
    /// As written.
    Number(String),
    /// A name, or names with dots between them.
    Path(String),
    Call(Call),
    Array(Vec<Expression>),
    Object(Vec<Member>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) function: Name,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) trailing_comma: Option<TextRange>,
}

/// `key: value` in an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) key: Name,
    pub(crate) value: Option<Expression>,
    pub(crate) range: TextRange,
}

impl Expression {
    /// The name, if it is a name (or names with dots).
    pub(crate) fn as_path(&self) -> Option<&str> {
        match &self.kind {
            ExpressionKind::Path(path) => Some(path),
            _ => None,
        }
    }

    /// The path of a field that a list names, perhaps with arguments: `title(sort: Desc)`.
    pub(crate) fn as_field(&self) -> Option<&str> {
        match &self.kind {
            ExpressionKind::Path(path) => Some(path),
            ExpressionKind::Call(call) => Some(&call.function.text),
            _ => None,
        }
    }

    pub(crate) fn as_string(&self) -> Option<&str> {
        match &self.kind {
            ExpressionKind::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_call(&self) -> Option<&Call> {
        match &self.kind {
            ExpressionKind::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The elements of an array; anything else counts as its only element.
    pub(crate) fn elements(&self) -> &[Expression] {
        match &self.kind {
            ExpressionKind::Array(elements) => elements,
            _ => std::slice::from_ref(self),
        }
    }

    /// What kind of value it is, for messages, with an article.
    pub(crate) fn kind_in_words(&self) -> &'static str {
        match self.kind {
            ExpressionKind::String(_) => "a string",
            ExpressionKind::Number(_) => "a number",
            ExpressionKind::Path(_) => "a name",
            ExpressionKind::Call(_) => "a function",
            ExpressionKind::Array(_) => "a list",
            ExpressionKind::Object(_) => "an object",
        }
    }
}
