//! Semantic tokens: what the words of a file are, so that an editor can colour them by what they mean.

mod painter;

use analyzer::{FileId, Snapshot, TextRange, TypeKind};
use painter::{Painted, Painter};
use std::ops::BitOr;
use syntax::node::TypedNode;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `model`, `enum` …, and `true`, `false` and `null`.
    Keyword,
    /// The name of a datasource, a generator or a namespace.
    Namespace,
    /// A model.
    Class,
    /// A view or a composite type.
    Interface,
    /// An enum.
    Enum,
    /// A value of an enum, or a word of the language such as `Cascade`.
    EnumMember,
    /// A field, or a key of a configuration.
    Property,
    /// A scalar type, or a type that is not known.
    Type,
    /// An attribute with its `@` or `@@`.
    Decorator,
    /// The name of an argument.
    Parameter,
    /// A function.
    Function,
    /// A string with its quotes.
    String,
    /// A number.
    Number,
    /// A comment, or what Prisma reads over.
    Comment,
}

/// More about a token: any of the constants, joined with `|`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Modifiers(u32);

impl Modifiers {
    /// Nothing more.
    pub const NONE: Self = Self(0);
    /// What has this name is defined here.
    pub const DECLARATION: Self = Self(1);
    /// The client knows nothing of it: `@ignore`, `@@ignore`.
    pub const READONLY: Self = Self(1 << 1);
    /// Its documentation begins a line with `@deprecated`.
    pub const DEPRECATED: Self = Self(1 << 2);
    /// It belongs to the language.
    pub const DEFAULT_LIBRARY: Self = Self(1 << 3);
    /// It is documentation: `///`.
    pub const DOCUMENTATION: Self = Self(1 << 4);

    /// The bits: the constants have one each, in their order, the lowest first.
    pub fn bits(self) -> u32 {
        self.0
    }

    fn when(self, condition: bool) -> Self {
        if condition { self } else { Self::NONE }
    }
}

impl BitOr for Modifiers {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A word, or a line of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it is, in bytes of the file; not empty, and on one line.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
    /// More about it.
    pub modifiers: Modifiers,
}

/// The tokens of a file that a range of bytes touches, in the order of the text. They do not overlap. Signs such as brackets are no
/// tokens, neither is what cannot be read.
pub fn semantic_tokens(snapshot: &Snapshot, file: FileId, range: TextRange) -> Vec<Token> {
    let painted = snapshot.map_trees(file, range, |start, tree| {
        let mut painter = Painter::new(tree.text());
        tree.root().node().descendants().for_each(|node| painter.visit(node));
        painter.into_tokens().into_iter().map(|painted| painted.at(start)).collect::<Vec<_>>()
    });
    let is_touched = |token: &Token| token.range.intersect(range).is_some();
    let resolved = painted.into_iter().flatten().map(|painted| match painted {
        Painted::Token(token) => token,
        Painted::NameOfType(range, name) => of_type(snapshot.type_kind(file, &name), range),
    });
    resolved.filter(is_touched).collect()
}

/// The token of a name that stands for a type.
fn of_type(kind: Option<TypeKind>, range: TextRange) -> Token {
    let (kind, modifiers) = match kind {
        Some(TypeKind::Scalar) => (TokenKind::Type, Modifiers::DEFAULT_LIBRARY),
        Some(TypeKind::Model) => (TokenKind::Class, Modifiers::NONE),
        Some(TypeKind::View | TypeKind::CompositeType) => (TokenKind::Interface, Modifiers::NONE),
        Some(TypeKind::Enum) => (TokenKind::Enum, Modifiers::NONE),
        None => (TokenKind::Type, Modifiers::NONE),
    };
    Token { range, kind, modifiers }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schema;
    use analyzer::TextSize;
    use insta::assert_snapshot;

    fn show(text: &str, token: Token) -> String {
        let names = ["declaration", "readonly", "deprecated", "defaultLibrary", "documentation"];
        let is_set = |(bit, _): &(usize, _)| token.modifiers.bits() & (1 << bit) != 0;
        let modifiers: String =
            names.iter().enumerate().filter(is_set).map(|(_, name)| format!(" {name}")).collect();
        format!("{} {:?}{modifiers}\n", &text[token.range], token.kind)
    }

    fn tokens(text: &str) -> String {
        let (snapshot, file) = schema(text);
        let tokens = semantic_tokens(&snapshot, file, TextRange::up_to(TextSize::of(text)));
        tokens.into_iter().map(|token| show(text, token)).collect()
    }

    #[test]
    fn blocks_and_types_say_what_they_are() {
        assert_snapshot!(tokens(
            r#"
model User {
  id   Int     @id
  role Role?
  at   Address
  all  Users[]
  x    Foo
  y    Unsupported("box")
}
view Users {
}
type Address {
}
enum Role {
  ADMIN
}
"#
        ), @r#"
        model Keyword
        User Class declaration
        id Property declaration
        Int Type defaultLibrary
        @id Decorator
        role Property declaration
        Role Enum
        at Property declaration
        Address Interface
        all Property declaration
        Users Interface
        x Property declaration
        Foo Type
        y Property declaration
        Unsupported Type defaultLibrary
        "box" String
        view Keyword
        Users Interface declaration
        type Keyword
        Address Interface declaration
        enum Keyword
        Role Enum declaration
        ADMIN EnumMember declaration
        "#);
    }

    #[test]
    fn values_mean_what_their_place_says() {
        assert_snapshot!(tokens(
            r#"
model A {
  id   Int  @id @default(autoincrement())
  role Role @default(ADMIN) @db.VarChar(-1.5)
  b    B    @relation("x", fields: [bId], references: [id], onDelete: Cascade)
  is   Boolean @default(true)
  @@index([id(sort: Desc), c.d(ops: raw("x")), bId], type: Gin, map: "m")
}
"#
        ), @r#"
        model Keyword
        A Class declaration
        id Property declaration
        Int Type defaultLibrary
        @id Decorator
        @default Decorator
        autoincrement Function defaultLibrary
        role Property declaration
        Role Type
        @default Decorator
        ADMIN EnumMember
        @db.VarChar Decorator
        -1.5 Number
        b Property declaration
        B Type
        @relation Decorator
        "x" String
        fields Parameter
        bId Property
        references Parameter
        id Property
        onDelete Parameter
        Cascade EnumMember defaultLibrary
        is Property declaration
        Boolean Type defaultLibrary
        @default Decorator
        true Keyword
        @@index Decorator
        id Property
        sort Parameter
        Desc EnumMember defaultLibrary
        c.d Property
        ops Parameter
        raw Function defaultLibrary
        "x" String
        bId Property
        type Parameter
        Gin EnumMember defaultLibrary
        map Parameter
        "m" String
        "#);
    }

    #[test]
    fn configuration_has_keys_and_values() {
        assert_snapshot!(tokens(
            r#"
datasource db {
  url        = env("X")
  extensions = [postgis(version: "2"), vector]
}
generator client {
  strict = true
}
"#
        ), @r#"
        datasource Keyword
        db Namespace declaration
        url Property
        env Function defaultLibrary
        "X" String
        extensions Property
        postgis Function defaultLibrary
        version Parameter
        "2" String
        vector EnumMember defaultLibrary
        generator Keyword
        client Namespace declaration
        strict Property
        true Keyword
        "#);
    }

    #[test]
    fn what_is_ignored_or_deprecated_is_marked() {
        assert_snapshot!(tokens(
            r#"
/// @deprecated use B
model A {
  a Int @ignore
  /// About b.
  /// @deprecated
  b Int // c
  c Int /// @deprecated
  d Int
}
modelB {
  d Int
  @@ignore
}
"#
        ), @"
        /// @deprecated use B Comment documentation
        model Keyword
        A Class declaration deprecated
        a Property declaration readonly
        Int Type defaultLibrary
        @ignore Decorator
        /// About b. Comment documentation
        /// @deprecated Comment documentation
        b Property declaration deprecated
        Int Type defaultLibrary
        // c Comment
        c Property declaration deprecated
        Int Type defaultLibrary
        /// @deprecated Comment documentation
        d Property declaration
        Int Type defaultLibrary
        model Keyword
        B Class declaration readonly
        d Property declaration readonly
        Int Type defaultLibrary
        @@ignore Decorator
        ");
    }

    #[test]
    fn comments_are_split_into_lines() {
        assert_snapshot!(tokens("/* é\r\n\r\n  two */\r\nmodel A { ignored\n}"), @"
        /* é Comment
          two */ Comment
        model Keyword
        A Class declaration
        ignored Comment
        ");
    }

    #[test]
    fn broken_lines_are_left_out() {
        assert_snapshot!(tokens("model A {\n  a b c ( \"\n  d Int @\n  e String @map(\n\nmodel {"), @"
        a Property declaration
        b Type
        d Property declaration
        Int Type defaultLibrary
        e Property declaration
        String Type defaultLibrary
        @map Decorator
        model Property declaration
        ");
    }

    #[test]
    fn a_range_gives_what_it_touches() {
        let text = "model A {\n  a Int\n  b Int\n}\nmodel B {\n  c Int\n}\n";
        let (snapshot, file) = schema(text);
        let range = TextRange::new(21.into(), 33.into());
        let tokens = semantic_tokens(&snapshot, file, range);
        let words: Vec<_> = tokens.into_iter().map(|token| &text[token.range]).collect();
        assert_eq!(words, ["b", "Int", "model"]);
    }
}
