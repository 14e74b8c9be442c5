//! What a bad line costs, and that no text makes the parser crash or dawdle.
//!
//! The mutations are random, but the same in each run.

use std::ops::Range;
use tree_sitter::{InputEdit, Node, Parser, Point, Tree};

/// Well-formed schemas, each of them written another way.
const SCHEMAS: [&str; 10] = [
    r#"datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
  schemas  = ["a", "b"]
}

generator client {
  provider        = "prisma-client"
  output          = "../generated"
  previewFeatures = ["views"]
}
"#,
    r#"/// People.
model User {
  id    Int    @id @default(autoincrement())
  email String @unique // login
  name  String?
  posts Post[]

  @@map("users")
}

model Post {
  id       Int  @id
  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
  authorId Int

  @@index([authorId(sort: Desc)], map: "by_author")
}
"#,
    r#"enum Role {
  USER
  ADMIN @map("admin")
  GUEST // nobody

  @@map("roles")
}

enum Color {
  RED
  GREEN
  BLUE
}
"#,
    r#"type Address {
  street String
  city   String @map("town")
  zip    Int?
}

model Shop {
  id      String  @id @map("_id") @db.ObjectId
  address Address
  others  Address[]
}
"#,
    r#"view Totals {
  id    Int     @unique
  total Decimal @db.Decimal(10, 2)
  note  Unsupported("tsvector")?
}
model M {
  a Int @id
  b Json @default("{}")
}"#,
    r"modelGlued {
  id Int @id
  at DateTime @default(now())
}
model Brace
{
  id Int @id
  b Int
  c Int
}
",
    "model A {\r\n  id Int @id\r\n  /* one\r\n     two */\r\n  b  String?\r\n  c  Int[]\r\n}\r\n\r\nmodel B {\r\n  id Int @id\r\n  x  Int\r\n}\r\n",
    r#"model Ü {
  größe Int @id
  名前 String @default("日本 {")
  x Int @default(dbgenerated("a \" }"))
}

model Z {
  id Int @id
  y Int
}
"#,
    r#"types {
  Email = String @db.VarChar(200)
  Name = String
  Id = Int
}

namespace auth {
  model Session {
    id Int @id
    token String
    user User
  }
}

policy_select own {
  table = Session
  using = raw("true")
  roles = [admin]
}
"#,
    r#"model L {
  id Int @id
  kind String @default("a")

  @@unique([
    id,
    kind, // both
  ])
  @@index([id])
  z Int
}

generator g {
  provider = "x"
  list = [
    "a",
    "b"
  ]
  last = true
}
"#,
];

/// Lines that are none, some for the beginning of a line and some for its end.
const JUNK: [&str; 48] = [
    "\"",
    "\"abc",
    "abc\"",
    "'",
    "`",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{ a: 1",
    "[1, 2",
    "])",
    "(((((((((((((((((((((((((",
    "[[[[[[[[[[[[[[[[[[[[[[1 2",
    "@",
    "@@",
    "@@@",
    "@x(",
    "@x(a:",
    "@x(a: [b, c(",
    "@@index([a, b(sort: Desc, ops: raw(\"x",
    "@default(\"",
    "@relation(fields: [a], references: [",
    "a Int @",
    "a Int @@id",
    "a Int?? x",
    "a Int @default(1 2) @",
    "a.b.c",
    ":",
    "= 1",
    "x = ",
    "x = [1,,2",
    "x = = y",
    ",",
    ";",
    "1 2 3",
    "-",
    "--",
    "/* x",
    "*/",
    "/",
    "\0",
    "a \0 b",
    "\u{feff}",
    "😀 Int",
    "a\u{0301}b \u{2028}",
    "@x([a(b(c(d(e(f(g(h(i(j(k(l",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// A character of any kind; line breaks only if asked for.
    fn character(&mut self, line_breaks: bool) -> char {
        match self.below(20) {
            0 => *self
                .of(&['é', '日', '😀', '\u{a0}', '\u{2028}', '\u{301}', '\u{feff}', '\0', '\t', '\u{7f}']),
            1 if line_breaks => *self.of(&['\n', '\n', '\r']),
            2..6 => *self.of(&[
                '"', '(', ')', '[', ']', '{', '}', '@', ',', ':', '=', '.', '?', '/', '*', '\\', '<', '>',
                '|', '!',
            ]),
            _ => char::from(b' ' + self.below(95) as u8),
        }
    }

    fn text(&mut self, length: usize, line_breaks: bool) -> String {
        (0..length).map(|_| self.character(line_breaks)).collect()
    }
}

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&grammar::LANGUAGE.into()).expect("the grammar is built for this tree-sitter");
    parser
}

fn parse(text: &str) -> Tree {
    parser().parse(text, None).expect("nothing stops the parser")
}

fn text_of<'a>(node: Node, text: &'a str) -> &'a str {
    &text[node.byte_range()]
}

/// All nodes of a tree, each before its children.
fn nodes(tree: &Tree) -> Vec<Node<'_>> {
    let mut all = vec![tree.root_node()];
    let mut next = 0;
    while next < all.len() {
        let node = all[next];
        let mut cursor = node.walk();
        all.extend(node.children(&mut cursor));
        next += 1;
    }
    all.sort_by_key(|node| (node.start_byte(), std::cmp::Reverse(node.end_byte())));
    all
}

const BLOCKS: [&str; 9] = [
    "model",
    "view",
    "composite_type",
    "enum",
    "datasource",
    "generator",
    "types",
    "namespace",
    "extension_block",
];
const MEMBERS: [&str; 5] = ["field", "enum_value", "setting", "named_type", "block_attribute"];

/// The blocks of a tree by kind and name.
fn blocks(tree: &Tree, text: &str) -> Vec<String> {
    let is_block = |node: &Node| node.is_named() && BLOCKS.contains(&node.kind());
    let name = |node: Node| {
        let name = node.child_by_field_name("name").or(node.child_by_field_name("glued_header"));
        format!("{} {}", node.kind(), name.map_or("", |name| text_of(name, text)))
    };
    nodes(tree).into_iter().filter(is_block).map(name).collect()
}

/// The texts of the members that stand outside of a range.
fn members(tree: &Tree, text: &str, except: &Range<usize>) -> Vec<String> {
    let is_member = |node: &Node| {
        MEMBERS.contains(&node.kind())
            && node.is_named()
            && node.parent().is_some_and(|parent| !parent.is_error())
            && (node.end_byte() <= except.start || node.start_byte() >= except.end)
    };
    nodes(tree).into_iter().filter(is_member).map(|node| text_of(node, text).to_owned()).collect()
}

/// The inner lines of blocks that stand for themselves: one member, and no part of a list or comment of several lines.
fn single_lines(tree: &Tree, text: &str) -> Vec<Range<usize>> {
    let is_single =
        |node: &Node| MEMBERS.contains(&node.kind()) && node.start_position().row == node.end_position().row;
    let line = |node: Node| {
        let start = text[..node.start_byte()].rfind('\n').map_or(0, |at| at + 1);
        let end = text[node.end_byte()..].find(['\r', '\n']).map_or(text.len(), |at| node.end_byte() + at);
        start..end
    };
    nodes(tree).into_iter().filter(is_single).map(line).collect()
}

/// Whether a line is more than a bad line: it opens or closes a block, or is a mark or a comment over several lines.
fn reaches_further(junk: &str, rest: &str) -> bool {
    let start = junk.trim_start_matches([' ', '\t', '\u{a0}']);
    let is_comment = junk.contains("/*") && rest.contains("*/");
    start.starts_with('}') || junk.contains('{') && opens_a_block(start) || is_comment
}

fn opens_a_block(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_alphanumeric() || !c.is_ascii())
        && BLOCKS.iter().chain(&["type"]).any(|keyword| line.starts_with(keyword))
}

#[test]
fn the_schemas_are_well_formed() {
    for schema in SCHEMAS {
        let tree = parse(schema);
        assert!(!tree.root_node().has_error(), "{schema}\n{}", tree.root_node().to_sexp());
    }
}

#[test]
fn a_bad_line_costs_nothing_around_it() {
    let mut random = Random(0x5EED);
    for round in 0..4000 {
        let schema = *random.of(&SCHEMAS);
        let tree = parse(schema);
        let line = random.of(&single_lines(&tree, schema)).clone();
        let junk = match random.below(4) {
            0 => (*random.of(&JUNK)).to_owned(),
            1 => format!("  {}", random.of(&JUNK)),
            2 => {
                let length = 1 + random.below(30);
                random.text(length, false)
            }
            _ => {
                let half = schema[line.clone()].chars().take(random.below(40)).collect::<String>();
                format!("{half}{}", random.of(&JUNK))
            }
        };
        if reaches_further(&junk, &schema[line.end..]) {
            continue;
        }
        let broken = format!("{}{junk}{}", &schema[..line.start], &schema[line.end..]);
        let after = parse(&broken);
        let kept = members(&after, &broken, &(line.start..line.start + junk.len()));
        assert_eq!(
            blocks(&tree, schema),
            blocks(&after, &broken),
            "round {round}: {junk:?} changes the blocks of\n{broken}\n{}",
            after.root_node().to_sexp()
        );
        assert_eq!(
            members(&tree, schema, &line),
            kept,
            "round {round}: {junk:?} spoils other lines of\n{broken}\n{}",
            after.root_node().to_sexp()
        );
    }
}

#[test]
fn a_stray_line_between_blocks_costs_nothing_around_it() {
    let mut random = Random(0xCAFE);
    for round in 0..2000 {
        let (above, below) = (SCHEMAS[1], *random.of(&SCHEMAS));
        let junk = if random.below(2) == 0 {
            (*random.of(&JUNK)).to_owned()
        } else {
            let length = 1 + random.below(30);
            random.text(length, false)
        };
        if junk.contains('{') || junk.contains("/*") && below.contains("*/") {
            continue;
        }
        let text = format!("{above}\n{junk}\n{below}");
        let tree = parse(&text);
        let expected = [blocks(&parse(above), above), blocks(&parse(below), below)].concat();
        assert_eq!(expected, blocks(&tree, &text), "round {round}: {junk:?}\n{}", tree.root_node().to_sexp());
    }
}

fn point(text: &str, offset: usize) -> Point {
    let row = text[..offset].matches('\n').count();
    Point::new(row, offset - text[..offset].rfind('\n').map_or(0, |at| at + 1))
}

fn boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The whole tree with all its positions and tokens.
fn dump(tree: &Tree) -> String {
    let line = |node: Node| format!("{} {:?} {}\n", node.kind(), node.byte_range(), node.is_missing());
    nodes(tree).into_iter().map(line).collect()
}

#[test]
fn a_reparse_equals_a_fresh_parse() {
    let mut random = Random(0xED17);
    for round in 0..300 {
        let mut parser = parser();
        let mut text = format!("{}{}", random.of(&SCHEMAS), random.of(&SCHEMAS));
        let mut tree = parser.parse(&text, None).expect("nothing stops the parser");
        for step in 0..12 {
            let start = boundary(&text, random.below(text.len() + 1));
            let end =
                boundary(&text, (start + random.below(12) * random.below(3)).min(text.len())).max(start);
            let length = random.below(8);
            let inserted = match random.below(4) {
                0 => (*random.of(&JUNK)).to_owned(),
                1 => "\n".to_owned(),
                _ => random.text(length, true),
            };
            let before = text.clone();
            text.replace_range(start..end, &inserted);
            tree.edit(&InputEdit {
                start_byte: start,
                old_end_byte: end,
                new_end_byte: start + inserted.len(),
                start_position: point(&before, start),
                old_end_position: point(&before, end),
                new_end_position: point(&text, start + inserted.len()),
            });
            tree = parser.parse(&text, Some(&tree)).expect("nothing stops the parser");
            let fresh = parse(&text);
            assert_eq!(
                dump(&fresh),
                dump(&tree),
                "round {round}, step {step}: {before:?} with {start}..{end} replaced by {inserted:?}"
            );
        }
    }
}

/// Parses a text that no one writes, and looks that the tree covers it.
fn survives(text: &str) {
    assert_eq!(parse(text).root_node().end_byte(), text.len());
}

const MEGABYTE: usize = 1 << 20;

#[test]
fn a_line_of_a_megabyte() {
    for piece in [
        "x", "x ", "@a ", "\"a\" ", "a.", "1.", "(", "a(", "[a, ", "}", "/*", "=", "😀", "\0", "\"\\",
        "a: b, ", "{}",
    ] {
        survives(&piece.repeat(MEGABYTE / piece.len()));
        let long = piece.repeat(MEGABYTE / 8 / piece.len());
        survives(&format!("model A {{\n  id Int @id\n  a {long}\n  b Int\n}}\n"));
        survives(&format!("model A {{\n  a Int @default([{long}])\n}}\n"));
    }
}

#[test]
fn many_lines() {
    let lines = [
        "x",
        "model A",
        "model A {",
        "}",
        "/*",
        "=======",
        "<<<<<<<",
        "|||||||",
        "...",
        "  @@index([",
        "a Int @x(",
        "\"",
        "[",
        "foo {",
        "",
        "namespace a {",
    ];
    for line in lines {
        for line_break in ["\n", "\r", "\r\n"] {
            let text = format!("{line}{line_break}").repeat(MEGABYTE / 8 / (line.len() + line_break.len()));
            survives(&text);
            survives(&format!("model A {{{line_break}{text}"));
        }
    }
}

#[test]
fn ten_thousand_brackets() {
    for (open, close) in [("[", "]"), ("(", ")"), ("{", "}"), ("a(", ")"), ("{a:", "}"), ("[\n", "]\n")] {
        let nested = format!("{}{}", open.repeat(10_000), close.repeat(10_000));
        survives(&nested);
        survives(&format!("model A {{\n  a Int @default({nested})\n  b Int\n}}\n"));
        survives(&format!("generator g {{\n  a = {}\n  b = 1\n}}\n", open.repeat(10_000)));
    }
}

#[test]
fn a_megabyte_of_anything() {
    let mut random = Random(0xF00D);
    survives(&random.text(MEGABYTE, true));
    let text = random.text(MEGABYTE / 2, true);
    survives(&format!("model A {{\n{text}"));
}
