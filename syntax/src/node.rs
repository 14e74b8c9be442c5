//! Typed nodes over the syntax tree. Each type is a kind of node of the grammar, each method one of its fields.

mod walk;

use crate::tree::range;
use std::collections::HashMap;
use std::num::NonZeroU16;
use std::sync::LazyLock;
use text_size::TextRange;

/// The numbers of the grammar's fields: looking a field up by its name would compare it with many names each time.
static FIELD_IDS: LazyLock<HashMap<String, NonZeroU16>> = LazyLock::new(|| {
    let language = tree_sitter::Language::from(grammar::LANGUAGE);
    let ids = (1..).map_while(NonZeroU16::new).take(language.field_count());
    ids.filter_map(|id| Some((language.field_name_for_id(id.get())?.to_owned(), id))).collect()
});

/// A node of a syntax tree, with the text that it was parsed from.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    node: tree_sitter::Node<'t>,
    source: &'t str,
}

impl<'t> Node<'t> {
    pub(crate) fn new(node: tree_sitter::Node<'t>, source: &'t str) -> Self {
        Node { node, source }
    }

    /// The name that the grammar gives to nodes of this kind.
    pub fn kind(self) -> &'t str {
        self.node.kind()
    }

    /// The bytes of the node in its tree's text.
    pub fn range(self) -> TextRange {
        range(self.node)
    }

    /// The node as written.
    pub fn text(self) -> &'t str {
        &self.source[self.node.byte_range()]
    }

    /// Whether the node holds something that the grammar could not read, or lacks something.
    pub fn has_error(self) -> bool {
        self.node.has_error()
    }

    /// The nodes right below that have a name in the grammar, comments and errors among them.
    pub fn children(self) -> Vec<Node<'t>> {
        let mut cursor = self.node.walk();
        self.node.named_children(&mut cursor).map(|node| Node { node, source: self.source }).collect()
    }

    /// The node around this one.
    pub fn parent(self) -> Option<Node<'t>> {
        Some(Node { node: self.node.parent()?, source: self.source })
    }

    fn field(self, name: &str) -> Option<Node<'t>> {
        let node = self.node.child_by_field_id(FIELD_IDS.get(name)?.get())?;
        (!node.is_missing()).then_some(Node { node, source: self.source })
    }

    fn fields(self, name: &str) -> Vec<Node<'t>> {
        let Some(field) = FIELD_IDS.get(name) else { return Vec::new() };
        let mut cursor = self.node.walk();
        let nodes = self.node.children_by_field_id(*field, &mut cursor);
        nodes.filter(|node| !node.is_missing()).map(|node| Node { node, source: self.source }).collect()
    }
}

/// A kind of node.
pub trait TypedNode<'t>: Copy {
    /// The node as this kind, if it is of this kind.
    fn cast(node: Node<'t>) -> Option<Self>;
    /// The node without its type.
    fn node(self) -> Node<'t>;
    /// The bytes of the node in its tree's text.
    fn range(self) -> TextRange {
        self.node().range()
    }
    /// The node as written.
    fn text(self) -> &'t str {
        self.node().text()
    }
}

macro_rules! node_types {
    ($($(#[$doc:meta])* $type:ident = $kind:literal {
        $($(#[$field_doc:meta])* $method:ident: $shape:ident $field:literal $target:ident,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $type<'t>(Node<'t>);

        impl<'t> TypedNode<'t> for $type<'t> {
            fn cast(node: Node<'t>) -> Option<Self> {
                (node.kind() == $kind).then_some($type(node))
            }
            fn node(self) -> Node<'t> {
                self.0
            }
        }

        impl<'t> $type<'t> {
            $(node_types!(@method [$(#[$field_doc])*] $method $shape $field $target);)*
        }
    )*};
    (@method [$($doc:tt)*] $method:ident one $field:literal $target:ident) => {
        $($doc)*
        pub fn $method(self) -> Option<$target<'t>> {
            self.0.field($field).and_then($target::cast)
        }
    };
    (@method [$($doc:tt)*] $method:ident many $field:literal $target:ident) => {
        $($doc)*
        pub fn $method(self) -> Vec<$target<'t>> {
            self.0.fields($field).into_iter().filter_map($target::cast).collect()
        }
    };
}

node_types! {
    /// A whole tree.
    SourceFile = "source_file" {}
    /// `name Type? @attribute`
    Field = "field" {
        /// The name.
        name: one "name" Identifier,
        /// The `:` that belongs to no field any more.
        colon: one "colon" Token,
        /// The type.
        ty: one "type" Type,
        /// The attributes, in order.
        attributes: many "attribute" Attribute,
    }
    /// `NAME @attribute`
    EnumValue = "enum_value" {
        /// The name.
        name: one "name" Identifier,
        /// Prisma 8: what stands behind `=`.
        literal: one "literal" Expression,
        /// The attributes, in order.
        attributes: many "attribute" Attribute,
    }
    /// `key = value`
    Setting = "setting" {
        /// The key.
        key: one "key" Identifier,
        /// The value.
        value: one "value" Expression,
    }
    /// Prisma 8: the value of the setting on the line before.
    DetachedValue = "detached_value" {}
    /// Prisma 8: `Name = Type @attribute` in a `types` block.
    NamedType = "named_type" {
        /// The name.
        name: one "name" Identifier,
        /// The type.
        ty: one "type" Type,
        /// The attributes, in order.
        attributes: many "attribute" Attribute,
    }
    /// Prisma 8: attributes of the member on the line before.
    DetachedAttribute = "detached_attribute" {
        /// The attributes, in order.
        attributes: many "attribute" Attribute,
    }
    /// A type with its suffixes: `String[]`, `Unsupported("x")?`.
    Type = "type" {
        /// Prisma 8: what stands before `:`.
        space: one "space" Identifier,
        /// The name without suffixes.
        name: one "name" Path,
        /// The parentheses of `Unsupported("x")`, and of the constructors of Prisma 8.
        arguments: one "arguments" Arguments,
        /// The `[]`.
        list: one "list" Token,
        /// The `?`.
        optional: one "optional" Token,
        /// The `!` that was removed from the language.
        legacy_required: one "legacy_required" Token,
        /// The `[` of the old form `[Type]`.
        legacy_list: one "legacy_list" Token,
    }
    /// `@name(arguments)`
    Attribute = "attribute" {
        /// The name without `@`.
        name: one "name" Path,
        /// The parentheses and what is between them.
        arguments: one "arguments" Arguments,
    }
    /// `@@name(arguments)`
    BlockAttribute = "block_attribute" {
        /// The name without `@@`.
        name: one "name" Path,
        /// The parentheses and what is between them.
        arguments: one "arguments" Arguments,
    }
    /// `(…)`
    Arguments = "arguments" {
        /// The arguments, in order.
        arguments: many "argument" Argument,
        /// A comma behind the last argument.
        trailing_comma: one "trailing_comma" Token,
    }
    /// `value` or `name: value`
    Argument = "argument" {
        /// The name.
        name: one "name" Identifier,
        /// The value.
        value: one "value" Expression,
    }
    /// `function(arguments)`
    Call = "call" {
        /// The name of the function.
        function: one "function" Path,
        /// The parentheses and what is between them.
        arguments: one "arguments" Arguments,
    }
    /// `[a, b]`
    Array = "array" {
        /// The elements, in order.
        elements: many "element" Expression,
        /// A comma behind the last element.
        trailing_comma: one "trailing_comma" Token,
    }
    /// `{ a: 1 }`
    Object = "object" {
        /// The members, in order.
        members: many "member" Member,
        /// A comma behind the last member.
        trailing_comma: one "trailing_comma" Token,
    }
    /// `key: value` in an object.
    Member = "member" {
        /// The key.
        key: one "key" Identifier,
        /// The value.
        value: one "value" Expression,
    }
    /// `a.b.c`, also a single name.
    Path = "path" {
        /// The names between the dots.
        segments: many "segment" Identifier,
    }
    /// A name.
    Identifier = "identifier" {}
    /// A number.
    Number = "number" {}
    /// A string with its quotes.
    StringLiteral = "string" {
        /// The escape sequences, in order.
        escapes: many "escape" EscapeSequence,
    }
    /// A backslash with what it escapes.
    EscapeSequence = "escape_sequence" {}
}

impl<'t> SourceFile<'t> {
    pub(crate) fn root(node: Node<'t>) -> Self {
        // The root of a text that cannot be read at all is an ERROR node; it has the same children.
        SourceFile(node)
    }

    /// The blocks and removed type aliases, in order.
    pub fn blocks(self) -> Vec<Block<'t>> {
        self.0.children().into_iter().filter_map(Block::cast).collect()
    }
}

/// A mark without a name of its own, such as `?`.
#[derive(Clone, Copy)]
pub struct Token<'t>(Node<'t>);

impl<'t> TypedNode<'t> for Token<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        Some(Token(node))
    }
    fn node(self) -> Node<'t> {
        self.0
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// `model`
    Model,
    /// `view`
    View,
    /// `type`
    CompositeType,
    /// `enum`
    Enum,
    /// `datasource`
    Datasource,
    /// `generator`
    Generator,
    /// Prisma 8: `types`
    Types,
    /// Prisma 8: `namespace`
    Namespace,
    /// Prisma 8: a block that begins with any other word.
    Extension,
    /// `type X = Y`, removed from the language.
    TypeAlias,
}

impl BlockKind {
    const KINDS: [(&'static str, BlockKind); 10] = [
        ("model", BlockKind::Model),
        ("view", BlockKind::View),
        ("composite_type", BlockKind::CompositeType),
        ("enum", BlockKind::Enum),
        ("datasource", BlockKind::Datasource),
        ("generator", BlockKind::Generator),
        ("types", BlockKind::Types),
        ("namespace", BlockKind::Namespace),
        ("extension_block", BlockKind::Extension),
        ("type_alias", BlockKind::TypeAlias),
    ];

    /// The keyword of such a block; empty for an extension block.
    pub fn keyword(self) -> &'static str {
        match self {
            BlockKind::CompositeType | BlockKind::TypeAlias => "type",
            BlockKind::Extension => "",
            _ => Self::KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name),
        }
    }
}

/// A block of any kind.
#[derive(Clone, Copy)]
pub struct Block<'t> {
    node: Node<'t>,
    kind: BlockKind,
}

impl<'t> TypedNode<'t> for Block<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        let (_, kind) = BlockKind::KINDS.into_iter().find(|(name, _)| *name == node.kind())?;
        Some(Block { node, kind })
    }
    fn node(self) -> Node<'t> {
        self.node
    }
}

impl<'t> Block<'t> {
    /// What the block is.
    pub fn kind(self) -> BlockKind {
        self.kind
    }

    /// The first word. Missing where it is written together with the name.
    pub fn keyword(self) -> Option<Token<'t>> {
        self.node.field("keyword").map(Token)
    }

    /// The name, as text and range. Where it is written together with the keyword, that is cut off.
    pub fn name(self) -> Option<(&'t str, TextRange)> {
        if let Some(name) = self.node.field("name") {
            return Some((name.text(), name.range()));
        }
        let glued = self.node.field("glued_header")?;
        let length = self.kind.keyword().len();
        let range = glued.range();
        let start = range.start() + text_size::TextSize::try_from(length).ok()?;
        Some((&glued.text()[length..], TextRange::new(start, range.end())))
    }

    /// The braces and what is between them.
    pub fn body(self) -> Option<Body<'t>> {
        self.node.field("body").map(Body)
    }
}

/// The body of a block.
#[derive(Clone, Copy)]
pub struct Body<'t>(Node<'t>);

impl<'t> TypedNode<'t> for Body<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        node.kind().ends_with("_body").then_some(Body(node))
    }
    fn node(self) -> Node<'t> {
        self.0
    }
}

impl<'t> Body<'t> {
    /// What stands behind the `{` on its line, and is not a comment.
    pub fn ignored(self) -> Option<Token<'t>> {
        self.0.field("ignored").map(Token)
    }

    /// Where the `}` would be, if it is missing.
    pub fn unclosed(self) -> Option<Token<'t>> {
        self.0.field("unclosed").map(Token)
    }

    /// What the body is made of, in order, comments and errors among it.
    pub fn members(self) -> Vec<BodyMember<'t>> {
        self.0.children().into_iter().map(BodyMember::of).collect()
    }
}

/// A member of a body.
#[derive(Clone, Copy)]
pub enum BodyMember<'t> {
    /// A field.
    Field(Field<'t>),
    /// An enum value.
    EnumValue(EnumValue<'t>),
    /// `key = value`
    Setting(Setting<'t>),
    /// A named type of Prisma 8.
    NamedType(NamedType<'t>),
    /// `@@name`
    BlockAttribute(BlockAttribute<'t>),
    /// Attributes on a line of their own.
    DetachedAttribute(DetachedAttribute<'t>),
    /// A value on a line of its own.
    DetachedValue(DetachedValue<'t>),
    /// A block inside a namespace.
    Block(Block<'t>),
    /// A comment.
    Comment(Comment<'t>),
    /// An `ERROR`, `...`, a conflict mark, and what else has no meaning.
    Other(Node<'t>),
}

impl<'t> BodyMember<'t> {
    fn of(node: Node<'t>) -> Self {
        match node.kind() {
            "field" => BodyMember::Field(Field(node)),
            "enum_value" => BodyMember::EnumValue(EnumValue(node)),
            "setting" => BodyMember::Setting(Setting(node)),
            "named_type" => BodyMember::NamedType(NamedType(node)),
            "block_attribute" => BodyMember::BlockAttribute(BlockAttribute(node)),
            "detached_attribute" => BodyMember::DetachedAttribute(DetachedAttribute(node)),
            "detached_value" => BodyMember::DetachedValue(DetachedValue(node)),
            _ => match (Block::cast(node), Comment::cast(node)) {
                (Some(block), _) => BodyMember::Block(block),
                (_, Some(comment)) => BodyMember::Comment(comment),
                _ => BodyMember::Other(node),
            },
        }
    }
}

/// A comment of any form.
#[derive(Clone, Copy)]
pub struct Comment<'t>(Node<'t>);

impl<'t> TypedNode<'t> for Comment<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        matches!(node.kind(), "doc_comment" | "comment" | "block_comment").then_some(Comment(node))
    }
    fn node(self) -> Node<'t> {
        self.0
    }
}

impl<'t> Comment<'t> {
    /// The documentation that the comment holds: none for `//`.
    pub fn documentation(self) -> Option<&'t str> {
        let text = self.0.text();
        match self.0.kind() {
            "doc_comment" => Some(text[3..].trim_start()),
            "block_comment" => Some(text[2..text.len() - 2].trim()),
            _ => None,
        }
    }
}

/// A value.
#[derive(Clone, Copy)]
pub enum Expression<'t> {
    /// `f(x)`
    Call(Call<'t>),
    /// `[a, b]`
    Array(Array<'t>),
    /// `{ a: 1 }`
    Object(Object<'t>),
    /// `1.5`
    Number(Number<'t>),
    /// `"text"`
    String(StringLiteral<'t>),
    /// `a.b`, `true`
    Path(Path<'t>),
}

impl<'t> TypedNode<'t> for Expression<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        Some(match node.kind() {
            "call" => Expression::Call(Call(node)),
            "array" => Expression::Array(Array(node)),
            "object" => Expression::Object(Object(node)),
            "number" => Expression::Number(Number(node)),
            "string" => Expression::String(StringLiteral(node)),
            "path" => Expression::Path(Path(node)),
            _ => return None,
        })
    }
    fn node(self) -> Node<'t> {
        match self {
            Expression::Call(node) => node.0,
            Expression::Array(node) => node.0,
            Expression::Object(node) => node.0,
            Expression::Number(node) => node.0,
            Expression::String(node) => node.0,
            Expression::Path(node) => node.0,
        }
    }
}
