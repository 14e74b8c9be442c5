//! From the nodes of a syntax tree to tokens.

use super::{Modifiers, Token, TokenKind};
use crate::lines::is_alone;
use analyzer::{TextRange, TextSize};
use syntax::node::{
    Argument, Attribute, Block, BlockAttribute, BlockKind, BodyMember, Call, EnumValue, Field, Member,
    NamedType, Node, Path, Setting, Type, TypedNode,
};

/// A token of a segment.
pub(super) enum Painted {
    /// It is known what it is.
    Token(Token),
    /// What it is depends on what has that name in the schema.
    NameOfType(TextRange, String),
}

impl Painted {
    fn range(&self) -> TextRange {
        match self {
            Painted::Token(token) => token.range,
            Painted::NameOfType(range, _) => *range,
        }
    }

    /// The same in a file in which the segment begins at a place.
    pub(super) fn at(self, start: TextSize) -> Self {
        match self {
            Painted::Token(token) => Painted::Token(Token { range: token.range + start, ..token }),
            Painted::NameOfType(range, name) => Painted::NameOfType(range + start, name),
        }
    }
}

/// Takes the nodes of one tree, each before what is in it.
pub(super) struct Painter<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// Which of the tokens are names of types.
    types: Vec<usize>,
    /// The name of the attribute that the nodes are in, or the last one before them.
    attribute: &'a str,
    /// The arguments around a node, the innermost last: where each ends, and its name.
    arguments: Vec<(TextSize, &'a str)>,
    /// Whether the client knows nothing of the block that the nodes are in.
    is_block_ignored: bool,
    /// Whether what comes next is documented as deprecated.
    is_deprecated: bool,
    /// The token of the member whose line it may still be.
    member: Option<usize>,
}

impl<'a> Painter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Painter {
            text,
            tokens: Vec::new(),
            types: Vec::new(),
            attribute: "",
            arguments: Vec::new(),
            is_block_ignored: false,
            is_deprecated: false,
            member: None,
        }
    }

    /// What was found, in the order of the text. Comments over several lines are several tokens.
    pub(super) fn into_tokens(self) -> Vec<Painted> {
        let mut painted: Vec<_> = self.tokens.into_iter().map(Painted::Token).collect();
        for index in self.types {
            let range = painted[index].range();
            painted[index] = Painted::NameOfType(range, self.text[range].to_owned());
        }
        painted.sort_by_key(|painted| painted.range().start());
        let mut end = TextSize::new(0);
        let mut tokens = Vec::with_capacity(painted.len());
        for painted in painted {
            if painted.range().start() < end {
                continue;
            }
            end = painted.range().end();
            match painted {
                Painted::Token(token) if token.kind == TokenKind::Comment => {
                    let lines = lines(&self.text[token.range], token.range.start());
                    tokens.extend(lines.map(|range| Painted::Token(Token { range, ..token })));
                }
                painted => tokens.push(painted),
            }
        }
        tokens
    }

    /// Looks at a node, apart from the nodes in it.
    pub(super) fn visit(&mut self, node: Node<'a>) {
        let start = node.range().start();
        while self.arguments.pop_if(|(end, _)| *end <= start).is_some() {}
        match node.kind() {
            "string" => self.add(node.range(), TokenKind::String, Modifiers::NONE),
            "number" => self.add(node.range(), TokenKind::Number, Modifiers::NONE),
            "doc_comment" => {
                if is_deprecation(node.text()) {
                    self.deprecate(node);
                }
                self.add(node.range(), TokenKind::Comment, Modifiers::DOCUMENTATION);
            }
            "comment" | "block_comment" | "ignored_text" | "conflict_other_side" | "ellipsis" => {
                self.add(node.range(), TokenKind::Comment, Modifiers::NONE);
            }
            "argument" => self.visit_argument(node),
            "path" => self.visit_path(node),
            "call" => self.visit_call(node),
            "type" => self.visit_type(node),
            "attribute" | "block_attribute" => self.visit_attribute(node),
            "field" | "enum_value" | "named_type" => self.visit_member(node),
            "setting" | "member" => self.visit_key(node),
            "detached_value" => {
                let function = node.children().first().map(|function| function.range());
                self.add_some(function, TokenKind::Function, Modifiers::DEFAULT_LIBRARY);
            }
            _ => {
                if let Some(block) = Block::cast(node) {
                    self.visit_block(block);
                }
            }
        }
    }

    fn add(&mut self, range: TextRange, kind: TokenKind, modifiers: Modifiers) {
        self.tokens.push(Token { range, kind, modifiers });
    }

    fn add_some(&mut self, range: Option<TextRange>, kind: TokenKind, modifiers: Modifiers) {
        if let Some(range) = range {
            self.add(range, kind, modifiers);
        }
    }

    /// Takes notice of a comment that deprecates the member on whose line it is, or else what comes next.
    fn deprecate(&mut self, comment: Node) {
        if is_alone(self.text, comment.range()) {
            self.is_deprecated = true;
        } else if let Some(token) = self.member.and_then(|index| self.tokens.get_mut(index)) {
            token.modifiers = token.modifiers | Modifiers::DEPRECATED;
        }
    }

    fn visit_block(&mut self, block: Block<'a>) {
        let name = block.name().map(|(_, range)| range);
        let keyword = match (block.keyword(), name) {
            (Some(keyword), _) => Some(keyword.range()),
            // Keyword and name are written together.
            (None, Some(name)) => Some(TextRange::new(block.range().start(), name.start())),
            (None, None) => None,
        };
        self.add_some(keyword, TokenKind::Keyword, Modifiers::NONE);
        self.is_block_ignored = is_ignored_block(block);
        let kind = match block.kind() {
            BlockKind::Model => TokenKind::Class,
            BlockKind::View | BlockKind::CompositeType | BlockKind::TypeAlias => TokenKind::Interface,
            BlockKind::Enum => TokenKind::Enum,
            BlockKind::Datasource | BlockKind::Generator | BlockKind::Namespace => TokenKind::Namespace,
            BlockKind::Types | BlockKind::Extension => TokenKind::Type,
        };
        let modifiers = self.of_declaration(self.is_block_ignored);
        self.member = None;
        self.add_some(name, kind, modifiers);
    }

    /// The modifiers of something that is defined here.
    fn of_declaration(&mut self, is_ignored: bool) -> Modifiers {
        let is_deprecated = std::mem::take(&mut self.is_deprecated);
        Modifiers::DECLARATION
            | Modifiers::READONLY.when(is_ignored)
            | Modifiers::DEPRECATED.when(is_deprecated)
    }

    fn visit_member(&mut self, node: Node<'a>) {
        let (name, kind, attributes) = if let Some(field) = Field::cast(node) {
            (field.name(), TokenKind::Property, field.attributes())
        } else if let Some(value) = EnumValue::cast(node) {
            (value.name(), TokenKind::EnumMember, Vec::new())
        } else if let Some(named) = NamedType::cast(node) {
            (named.name(), TokenKind::Type, Vec::new())
        } else {
            return;
        };
        let is_ignore = |attribute: &Attribute| is_called(attribute.name(), "ignore");
        let modifiers = self.of_declaration(self.is_block_ignored || attributes.iter().any(is_ignore));
        self.member = Some(self.tokens.len());
        self.add_some(name.map(TypedNode::range), kind, modifiers);
    }

    fn visit_key(&mut self, node: Node<'a>) {
        self.is_deprecated = false;
        // What a setting says is in no attribute.
        self.attribute = if node.kind() == "setting" { "" } else { self.attribute };
        let key = Setting::cast(node).and_then(Setting::key).or(Member::cast(node).and_then(Member::key));
        self.add_some(key.map(TypedNode::range), TokenKind::Property, Modifiers::NONE);
    }

    fn visit_type(&mut self, node: Node<'a>) {
        let Some(name) = Type::cast(node).and_then(Type::name) else { return };
        self.types.push(self.tokens.len());
        // What it is, the schema knows.
        self.add(name.range(), TokenKind::Type, Modifiers::NONE);
    }

    fn visit_attribute(&mut self, node: Node<'a>) {
        self.is_deprecated = false;
        let on_field = Attribute::cast(node).and_then(Attribute::name);
        let Some(name) = on_field.or(BlockAttribute::cast(node).and_then(BlockAttribute::name)) else {
            return;
        };
        self.attribute = name.text();
        let with_sign = TextRange::new(node.range().start(), name.range().end());
        self.add(with_sign, TokenKind::Decorator, Modifiers::NONE);
    }

    fn visit_argument(&mut self, node: Node<'a>) {
        let name = Argument::cast(node).and_then(Argument::name);
        self.arguments.push((node.range().end(), name.map_or("", TypedNode::text)));
        self.add_some(name.map(TypedNode::range), TokenKind::Parameter, Modifiers::NONE);
    }

    fn visit_call(&mut self, node: Node<'a>) {
        let Some(function) = Call::cast(node).and_then(Call::function) else { return };
        if self.is_list_of_fields() {
            self.add(function.range(), TokenKind::Property, Modifiers::NONE);
        } else {
            self.add(function.range(), TokenKind::Function, Modifiers::DEFAULT_LIBRARY);
        }
    }

    /// A path is a value, unless something around it was named by it.
    fn visit_path(&mut self, node: Node<'a>) {
        // What is named by a path begins with it, and was looked at just before.
        let range = node.range();
        if self.tokens.last().is_some_and(|last| last.range.intersect(range).is_some_and(|it| !it.is_empty()))
        {
            return;
        }
        let (kind, modifiers) = match node.text() {
            "true" | "false" | "null" => (TokenKind::Keyword, Modifiers::NONE),
            _ if self.is_list_of_fields() => (TokenKind::Property, Modifiers::NONE),
            _ if self.attribute == "default" => (TokenKind::EnumMember, Modifiers::NONE),
            _ => (TokenKind::EnumMember, Modifiers::DEFAULT_LIBRARY),
        };
        self.add(range, kind, modifiers);
    }

    /// Whether names are fields here, as in `@@index([a, b])`.
    fn is_list_of_fields(&self) -> bool {
        match self.arguments.last() {
            Some((_, "fields" | "references")) => true,
            Some((_, "")) => {
                self.arguments.len() == 1
                    && matches!(self.attribute, "id" | "unique" | "index" | "fulltext" | "shardKey")
            }
            _ => false,
        }
    }
}

fn is_called(path: Option<Path>, name: &str) -> bool {
    path.is_some_and(|path| path.text() == name)
}

fn is_ignored_block(block: Block) -> bool {
    let members = block.body().map(|body| body.members()).unwrap_or_default();
    members.iter().any(|member| match member {
        BodyMember::BlockAttribute(attribute) => is_called(attribute.name(), "ignore"),
        _ => false,
    })
}

/// Whether a line of documentation says that what it is about should not be used any more.
fn is_deprecation(comment: &str) -> bool {
    let word = comment.trim_start_matches('/').split_whitespace().next();
    word.is_some_and(|word| word.trim_end_matches([':', '.', ',']) == "@deprecated")
}

/// The lines of a text that begins at a place, without those that are blank.
fn lines(text: &str, start: TextSize) -> impl Iterator<Item = TextRange> {
    text.split_inclusive(['\n', '\r'])
        .scan(start, |start, line| {
            let content = line.trim_end();
            let range = TextRange::at(*start, TextSize::of(content));
            *start += TextSize::of(line);
            Some(range)
        })
        .filter(|range| !range.is_empty())
}
