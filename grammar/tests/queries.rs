//! The queries that editors use.

use grammar::{
    FOLDS_QUERY, HIGHLIGHTS_QUERY, INDENTS_QUERY, INJECTIONS_QUERY, LOCALS_QUERY, TAGS_QUERY,
    TEXTOBJECTS_QUERY,
};
use insta::assert_snapshot;
use std::cmp::Reverse;
use std::ops::Range;
use tree_sitter::{Parser, Query, QueryCursor, StreamingIterator};

const MODELS: &str = r#"
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

/// People.
model User {
  id    Int    @id @default(autoincrement())
  email String @unique @db.VarChar(10) // login
  roles Role[] @default([USER])
  posts Post[]

  @@index([email(sort: Desc), id], map: "by\nmail")
}

model Post {
  author User  @relation(fields: [by], references: [id], onDelete: Cascade)
  by     Int?  @default(dbgenerated("floor(1)"))
  where  Unsupported("point")
}

enum Role {
  /// Default.
  USER @map("user")
}
"#;

fn query(source: &str) -> Query {
    match Query::new(&grammar::LANGUAGE.into(), source) {
        Ok(query) => query,
        Err(error) => panic!("{error}"),
    }
}

/// A node that a pattern captures.
struct Capture {
    bytes: Range<usize>,
    row: usize,
    /// The number of the pattern in its query.
    pattern: usize,
    name: String,
}

/// All captures in the order of the text, a node before its children.
fn captures(source: &str, text: &str) -> Vec<Capture> {
    let query = query(source);
    let mut parser = Parser::new();
    parser.set_language(&grammar::LANGUAGE.into()).expect("the grammar is built for this tree-sitter");
    let tree = parser.parse(text, None).expect("nothing stops the parser");
    assert!(!tree.root_node().has_error(), "{}", tree.root_node().to_sexp());
    let mut found = Vec::new();
    let mut cursor = QueryCursor::new();
    let mut matches = cursor.matches(&query, tree.root_node(), text.as_bytes());
    while let Some(one) = matches.next() {
        found.extend(one.captures().iter().map(|capture| Capture {
            bytes: capture.node.byte_range(),
            row: capture.node.start_position().row,
            pattern: one.pattern_index,
            name: query.capture_names()[capture.index as usize].to_owned(),
        }));
    }
    found.retain(|capture| !capture.name.starts_with('_'));
    found.sort_by_key(|capture| (capture.bytes.start, Reverse(capture.bytes.end), Reverse(capture.pattern)));
    found
}

/// A line for each capture: its line in the text, its name, and the first line of what is captured.
fn listing(source: &str, text: &str) -> String {
    let mut found = captures(source, text);
    found.sort_by(|a, b| {
        (a.bytes.start, Reverse(a.bytes.end), &a.name).cmp(&(b.bytes.start, Reverse(b.bytes.end), &b.name))
    });
    found.dedup_by(|a, b| a.bytes == b.bytes && a.name == b.name);
    let line = |capture: Capture| {
        let text = &text[capture.bytes];
        let cut = if text.contains('\n') { " …" } else { "" };
        format!("{} {} {}{cut}\n", capture.row, capture.name, text.lines().next().unwrap_or_default())
    };
    found.into_iter().map(line).collect()
}

/// Line by line what each word is highlighted as: of the captures of one node, the one of the last pattern.
fn highlights(text: &str) -> String {
    let mut found = captures(HIGHLIGHTS_QUERY, text);
    found.retain(|capture| capture.name != "spell" && !capture.name.starts_with("punctuation"));
    found.dedup_by(|a, b| a.bytes == b.bytes);
    let mut lines = String::new();
    let mut row = usize::MAX;
    for capture in found {
        lines += if capture.row == row { "  " } else { "\n" };
        row = capture.row;
        lines += &format!("{} {}", capture.name, text[capture.bytes].trim_end());
    }
    lines
}

#[test]
fn every_query_fits_the_grammar() {
    for source in [
        HIGHLIGHTS_QUERY,
        FOLDS_QUERY,
        INDENTS_QUERY,
        LOCALS_QUERY,
        INJECTIONS_QUERY,
        TAGS_QUERY,
        TEXTOBJECTS_QUERY,
    ] {
        assert!(query(source).pattern_count() > 0);
    }
}

#[test]
fn highlights_of_a_schema() {
    assert_snapshot!(highlights(MODELS), @r#"

    keyword datasource  module db
    property provider  operator =  string "postgresql"
    property url  operator =  function.builtin env  string "DATABASE_URL"
    comment.documentation /// People.
    keyword.type model  type User
    variable.member id  type.builtin Int  attribute @  attribute id  attribute @  attribute default  function.builtin autoincrement
    variable.member email  type.builtin String  attribute @  attribute unique  attribute @  module db  attribute VarChar  number 10  comment // login
    variable.member roles  type Role  attribute @  attribute default  constant USER
    variable.member posts  type Post
    attribute @@  attribute index  variable.member email  variable.parameter sort  constant.builtin Desc  variable.member id  variable.parameter map  string "by\nmail"  string.escape \n
    keyword.type model  type Post
    variable.member author  type User  attribute @  attribute relation  variable.parameter fields  variable.member by  variable.parameter references  variable.member id  variable.parameter onDelete  constant.builtin Cascade
    variable.member by  type.builtin Int  attribute @  attribute default  function.builtin dbgenerated  string "floor(1)"
    variable.member where  type.builtin Unsupported  string "point"
    keyword.type enum  type Role
    comment.documentation /// Default.
    constant USER  attribute @  attribute map  string "user"
    "#);
}

#[test]
fn highlights_of_values() {
    let text = r#"generator g {
  a = true
  b = [false, x]
  c = { d: null, e: f.g(1) }
  h = ""
}
model true {
  null true @default(null)
  x auth.User @a.b.c(i: Asc, sort: Asc)
  @@index(x, where: { y: false })
}
"#;
    assert_snapshot!(highlights(text), @r#"

    keyword generator  module g
    property a  operator =  boolean true
    property b  operator =  boolean false  constant x
    property c  operator =  property d  constant.builtin null  property e  module f  function.call g  number 1
    property h  operator =  string ""
    keyword.type model  type true
    variable.member null  type true  attribute @  attribute default  constant.builtin null
    variable.member x  module auth  type User  attribute @  module a  module b  attribute c  variable.parameter i  constant Asc  variable.parameter sort  constant.builtin Asc
    attribute @@  attribute index  variable.member x  variable.parameter where  property y  boolean false
    "#);
}

#[test]
fn highlights_of_prisma_8() {
    let text = r#"types {
  Email = String @db.VarChar(9)
  V = pg:vector(3)
}
namespace auth {
  policy own {
    on = User
  }
}
datasource db {
  url =
    env("X")
}
"#;
    assert_snapshot!(highlights(text), @r#"

    keyword types
    type Email  operator =  type.builtin String  attribute @  module db  attribute VarChar  number 9
    type V  operator =  module pg  type vector  number 3
    keyword namespace  module auth
    keyword policy  type own
    property on  operator =  constant User
    keyword datasource  module db
    property url  operator =
    function.builtin env  string "X"
    "#);
}

#[test]
fn highlights_of_odd_lines() {
    let text = r"modelA { junk
  ...
<<<<<<< a
  b: Int!
=======
  b [Int]?
>>>>>>> b
} /* c */
type T = Int
";
    assert_snapshot!(highlights(text), @"

    type modelA  comment junk
    comment ...
    comment.error <<<<<<< a
    variable.member b  type.builtin Int
    comment =======
      b [Int]?
    >>>>>>> b
    comment /* c */
    keyword.type type  type T  operator =  type.builtin Int
    ");
}

#[test]
fn folds() {
    let text = r"// a
// b
model A {
  /* c
     d */
  a Int @x(
    b,
    c
  )
}

generator g {
  a = [
    1
  ]
}
";
    assert_snapshot!(listing(FOLDS_QUERY, text), @"
    0 fold // a
    1 fold // b
    2 fold { …
    3 fold /* c …
    5 fold ( …
    11 fold { …
    12 fold [ …
    ");
}

#[test]
fn indents() {
    let text = r"model A {
  @@index([
    a
  ])
}
";
    assert_snapshot!(listing(INDENTS_QUERY, text), @"
    0 indent.begin { …
    1 indent.begin ([ …
    1 indent.begin [ …
    3 indent.branch ]
    3 indent.end ]
    3 indent.branch )
    3 indent.end )
    4 indent.branch }
    4 indent.end }
    ");
}

#[test]
fn locals() {
    assert_snapshot!(listing(LOCALS_QUERY, MODELS), @"
    0 local.scope  …
    1 local.definition.namespace db
    7 local.definition.type User
    7 local.scope { …
    8 local.definition.field id
    8 local.reference Int
    9 local.definition.field email
    9 local.reference String
    9 local.reference db
    10 local.definition.field roles
    10 local.reference Role
    11 local.definition.field posts
    11 local.reference Post
    13 local.reference email
    13 local.reference id
    16 local.definition.type Post
    16 local.scope { …
    17 local.definition.field author
    17 local.reference User
    17 local.reference by
    18 local.definition.field by
    18 local.reference Int
    19 local.definition.field where
    19 local.reference Unsupported
    22 local.definition.enum Role
    22 local.scope { …
    24 local.definition.constant USER
    ");
}

#[test]
fn injections() {
    let text = r#"/// a
model A {
  b Unsupported("point") @default(dbgenerated("now() + \"x\"")) // c
  d String @default("no")
  @@index([d(ops: raw("gin_ops"))])
}
"#;
    assert_snapshot!(listing(INJECTIONS_QUERY, text), @"
    0 injection.content /// a
    2 injection.content point
    2 injection.content now() + 
    2 injection.content x
    2 injection.content // c
    4 injection.content gin_ops
    ");
}

#[test]
fn tags() {
    assert_snapshot!(listing(TAGS_QUERY, MODELS), @r#"
    1 definition.module datasource db { …
    1 name db
    3 reference.call env("DATABASE_URL")
    3 name env
    6 doc /// People.
    7 definition.class model User { …
    7 name User
    8 definition.field id    Int    @id @default(autoincrement())
    8 name id
    8 reference.call autoincrement()
    8 name autoincrement
    9 definition.field email String @unique @db.VarChar(10)
    9 name email
    10 definition.field roles Role[] @default([USER])
    10 name roles
    10 reference.class Role[]
    10 name Role
    11 definition.field posts Post[]
    11 name posts
    11 reference.class Post[]
    11 name Post
    16 definition.class model Post { …
    16 name Post
    17 definition.field author User  @relation(fields: [by], references: [id], onDelete: Cascade)
    17 name author
    17 name User
    17 reference.class User
    18 definition.field by     Int?  @default(dbgenerated("floor(1)"))
    18 name by
    18 reference.call dbgenerated("floor(1)")
    18 name dbgenerated
    19 definition.field where  Unsupported("point")
    19 name where
    22 definition.class enum Role { …
    22 name Role
    23 doc /// Default.
    24 definition.constant USER @map("user")
    24 name USER
    "#);
}

#[test]
fn textobjects() {
    let text = r#"model A {
  a B @relation(fields: [x, y], onDelete: Cascade)
  @@index([x])
}
generator g {
  b = "1" // c
}
"#;
    assert_snapshot!(listing(TEXTOBJECTS_QUERY, text), @r#"
    0 class.outer model A { …
    1 class.inner a B @relation(fields: [x, y], onDelete: Cascade)
    1 statement.outer a B @relation(fields: [x, y], onDelete: Cascade)
    1 attribute.outer @relation(fields: [x, y], onDelete: Cascade)
    1 attribute.inner fields: [x, y]
    1 parameter.inner fields: [x, y]
    1 parameter.outer fields: [x, y]
    1 parameter.inner x
    1 parameter.outer x
    1 parameter.outer ,
    1 parameter.inner y
    1 parameter.outer y
    1 parameter.outer ,
    1 attribute.inner onDelete: Cascade
    1 parameter.inner onDelete: Cascade
    1 parameter.outer onDelete: Cascade
    2 attribute.outer @@index([x])
    2 class.inner @@index([x])
    2 statement.outer @@index([x])
    2 attribute.inner [x]
    2 parameter.inner [x]
    2 parameter.outer [x]
    2 parameter.inner x
    2 parameter.outer x
    4 class.outer generator g { …
    5 assignment.outer b = "1"
    5 class.inner b = "1"
    5 statement.outer b = "1"
    5 assignment.lhs b
    5 assignment.inner "1"
    5 assignment.rhs "1"
    5 class.inner // c
    5 comment.outer // c
    "#);
}

/// Zed has captures of its own for some things; its files lie with what else it needs.
#[test]
fn the_queries_of_zed_fit_the_grammar() {
    for (name, source) in [
        ("brackets", include_str!("../../editors/zed/languages/prisma/brackets.scm")),
        ("indents", include_str!("../../editors/zed/languages/prisma/indents.scm")),
        ("outline", include_str!("../../editors/zed/languages/prisma/outline.scm")),
    ] {
        let query = query(source);
        let mut parser = Parser::new();
        parser.set_language(&grammar::LANGUAGE.into()).expect("the grammar");
        let tree = parser.parse(MODELS, None).expect("a tree");
        let mut cursor = QueryCursor::new();
        let found = cursor.matches(&query, tree.root_node(), MODELS.as_bytes()).count();
        assert!(found > 5, "{name}: {found}");
    }
}
