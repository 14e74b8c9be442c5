//! What cannot be read, and what can be read but is not the language.

use super::Checker;
use super::edits::quoted;
use super::rule::rules;
use super::unreadable::{bad_line, report_errors};
use crate::item::EscapeError;
use crate::item::decode;
use crate::similarity::most_similar;
use ::syntax::node::{
    Argument, Attribute, Block, BlockKind, Body, BodyMember, Call, Expression, Field, Node, Type, TypedNode,
};
use ::syntax::{TextRange, TextSize, Tree};
use providers::Dialect;
use std::ops::Range;

rules! {
    INVALID_LINE: Error "syntax-invalid-line" "A line outside of blocks that begins nothing",
    INVALID_BLOCK: Error "syntax-invalid-block" "A block whose keyword does not exist, or that has no name",
    INVALID_HEADER: Error "syntax-invalid-header" "The first line of a block holds something that does not belong there",
    TYPE_ALIAS: Error "syntax-type-alias" "A type alias, which the language has no more",
    INVALID_FIELD_LINE: Error "syntax-invalid-field-line" "A line that is neither a field nor a block attribute",
    INVALID_ENUM_LINE: Error "syntax-invalid-enum-line" "A line of an enum that is not a value",
    INVALID_CONFIG_LINE: Error "syntax-invalid-config-line" "A line of a datasource or generator that is not `key = value`",
    FIELD_INCOMPLETE: Error "syntax-field-incomplete" "A field without a type",
    LEGACY_COLON: Error "syntax-legacy-colon" "A colon between a field's name and its type",
    LEGACY_BANG: Error "syntax-legacy-bang" "An exclamation mark behind a required type",
    LEGACY_LIST: Error "syntax-legacy-list" "A list written as `[Type]`",
    OPTIONAL_LIST: Error "syntax-optional-list" "A list that is optional",
    VALUE_MISSING: Error "config-value-missing" "A key without a value",
    UNCLOSED_BLOCK: Error "syntax-unclosed-block" "A block without its closing brace",
    BLOCK_ON_ONE_LINE: Error "syntax-block-on-one-line" "A block that ends on the line on which it begins",
    BRACE_ON_OWN_LINE: Error "syntax-brace-on-own-line" "An opening brace on the line after the block's name",
    IGNORED_TEXT: Info "syntax-ignored-text" "Text behind an opening brace, which Prisma does not read",
    CONFLICT: Error "syntax-conflict-marker" "A merge conflict that was not resolved",
    PLACEHOLDER: Error "syntax-placeholder" "Three dots that stand for something left out",
    LIST_OVER_LINES: Error "syntax-list-over-lines" "A list that goes over several lines",
    LIST_TRAILING_COMMA: Error "syntax-list-trailing-comma" "A comma behind the last element of a list",
    PRISMA_8_ONLY: Error "syntax-prisma-8-only" "Something that only Prisma 8 understands",
    UNKNOWN_ESCAPE: Error "string-unknown-escape" "A backslash before a character that needs none",
    BAD_UNICODE_ESCAPE: Error "string-bad-unicode-escape" "A `\\u` that does not give a character",
    COMMENT_UNCLOSED: Error "syntax-unclosed-comment" "A block comment without its end",
}

/// Checks the text of a segment: a block of the kind that its header says, or the text between blocks.
pub(super) fn check(checker: &mut Checker, tree: &Tree, kind: Option<BlockKind>) {
    let is_prisma_8 = checker.dialect == Dialect::Prisma8;
    let is_unknown_block = matches!(kind, Some(BlockKind::Extension)) && !is_prisma_8;
    for node in tree.root().node().children() {
        match Block::cast(node) {
            Some(block) => check_block(checker, block),
            None => check_other(checker, node),
        }
    }
    if !is_unknown_block {
        report_errors(checker, tree, kind);
    }
}

/// A node at the top level or in a body that is no member.
fn check_other(checker: &mut Checker, node: Node) {
    match node.kind() {
        "conflict_marker" if node.text().starts_with('<') => {
            checker.report(
                &CONFLICT,
                node.range(),
                "This merge conflict is not resolved. Keep one side, and delete the marks.",
            );
        }
        "ellipsis" => {
            let message = "`...` stands for something that was left out. Write it down, or delete the line.";
            let range = TextRange::at(node.range().start(), 3.into());
            let (own, removal) = (checker.block, checker.removal(node.range()));
            let finding = checker.report(&PLACEHOLDER, range, message);
            finding.fix("Remove this line", false, own, [(removal, String::new())]);
        }
        _ => {}
    }
}

fn check_block(checker: &mut Checker, block: Block) {
    let prisma_8 = checker.dialect == Dialect::Prisma8;
    if block.kind() == BlockKind::TypeAlias {
        let message =
            "Type aliases were removed from the language. Write the type at every field that uses the alias.";
        checker.report(&TYPE_ALIAS, block.range(), message);
        return;
    }
    let keyword = block.keyword().map_or(block.range(), TypedNode::range);
    if prisma_8 {
        block.body().into_iter().for_each(|body| check_body(checker, block, body));
        return;
    }
    match block.kind() {
        BlockKind::Extension => return unknown_block(checker, block, keyword),
        BlockKind::Types | BlockKind::Namespace => {
            let message = format!("`{}` blocks exist in Prisma 8 contracts only.", block.kind().keyword());
            checker.report(&PRISMA_8_ONLY, keyword, message);
            return;
        }
        _ => {}
    }
    if let Some(body) = block.body() {
        check_brace_line(checker, block, body);
        check_body(checker, block, body);
    }
}

/// A block that begins with a word that is no keyword, or has no name.
fn unknown_block(checker: &mut Checker, block: Block, keyword: TextRange) {
    let word = block.keyword().map_or("", TypedNode::text);
    let own = checker.block;
    if ::syntax::Keyword::CLASSIC.iter().any(|known| known.as_str() == word) {
        let message = format!("This {word} has no name. Write one between `{word}` and `{{`.");
        checker.report(&INVALID_BLOCK, keyword, message);
        return;
    }
    let known = ::syntax::Keyword::CLASSIC.iter().map(|keyword| keyword.as_str());
    let near = most_similar(word, known);
    let message = format!(
        "No block begins with `{word}`. Blocks are `model`, `view`, `type`, `enum`, `datasource` and `generator`."
    );
    let finding = checker.report(&INVALID_BLOCK, keyword, message);
    finding.did_you_mean(own, keyword, near.map(str::to_owned));
}

/// What stands on the line of the opening brace.
fn check_brace_line(checker: &mut Checker, block: Block, body: Body) {
    let own = checker.block;
    let open = TextRange::at(body.range().start(), 1.into());
    let header = TextRange::new(block.range().start(), open.end());
    let text = body.text();
    if body.unclosed().is_none() && !text.contains(['\n', '\r']) {
        let message = "A block cannot end on the line on which it begins. Put `}` and what is before it on lines of their own.";
        let finding = checker.report(&BLOCK_ON_ONE_LINE, header, message);
        let inside = text[1..text.len() - 1].trim();
        let lines = if inside.is_empty() { "{\n}".to_owned() } else { format!("{{\n  {inside}\n}}") };
        finding.fix("Put the block on several lines", inside.is_empty(), own, [(body.range(), lines)]);
        return;
    }
    let before_brace = &block.text()[..usize::from(open.start() - block.range().start())];
    if before_brace.contains(['\n', '\r']) {
        let message = "The `{` of a block belongs on the line of its name.";
        let name_end = before_brace.trim_end().len();
        let gap = TextRange::new(block.range().start() + size(name_end), open.start());
        let finding = checker.report(&BRACE_ON_OWN_LINE, open, message);
        finding.fix("Move `{` to the line before", true, own, [(gap, " ".to_owned())]);
    }
    if let Some(ignored) = body.ignored() {
        let message =
            "Prisma does not read what stands behind `{` on its line. Move it to a line of its own.";
        let gap = TextRange::new(open.end(), ignored.range().start());
        let finding = checker.report(&IGNORED_TEXT, ignored.range(), message);
        finding.fix("Move it to a line of its own", false, own, [(gap, "\n  ".to_owned())]);
    }
}

fn check_body(checker: &mut Checker, block: Block, body: Body) {
    if body.unclosed().is_some() {
        let open = TextRange::at(body.range().start(), 1.into());
        let header = TextRange::new(block.range().start(), open.end());
        let message = match block.name() {
            Some((name, _)) => {
                format!("The {} `{name}` is not closed. Add a line with `}}` at its end.", word_for(block))
            }
            None => format!("This {} is not closed. Add a line with `}}` at its end.", word_for(block)),
        };
        let (own, text) = (checker.block, checker.text());
        let end = text.trim_end().len();
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let edit = (TextRange::empty(size(end)), format!("{line_end}}}"));
        let finding = checker.report(&UNCLOSED_BLOCK, header, message);
        finding.fix("Add `}`", false, own, [edit]);
    }
    for member in body.members() {
        match member {
            BodyMember::Field(field) => check_field(checker, field),
            BodyMember::EnumValue(value) => {
                if let Some(literal) = value.literal() {
                    prisma_8_only(checker, literal.range(), "Values of enum members");
                }
                value.attributes().into_iter().for_each(|attribute| check_attribute(checker, attribute));
            }
            BodyMember::Setting(setting) => match setting.value() {
                Some(value) => check_expression(checker, value, Inside::Config),
                None if setting.node().has_error() => {}
                None => {
                    let key = setting.key().map_or(setting.range(), TypedNode::range);
                    let name = &checker_text(block, key);
                    let message = format!("`{name}` has no value. Write one behind `=`, or delete the line.");
                    let (own, removal) = (checker.block, checker.removal(setting.range()));
                    let finding = checker.report(&VALUE_MISSING, key, message);
                    finding.fix("Remove this line", false, own, [(removal, String::new())]);
                }
            },
            BodyMember::BlockAttribute(attribute) => {
                if matches!(block.kind(), BlockKind::Datasource | BlockKind::Generator) {
                    bad_line(checker, block.kind(), attribute.range(), attribute.range());
                } else if let Some(arguments) = attribute.arguments() {
                    arguments.arguments().into_iter().for_each(|argument| check_argument(checker, argument));
                    check_lines(checker, arguments.node());
                }
            }
            BodyMember::DetachedAttribute(attribute) => {
                prisma_8_only(checker, attribute.range(), "Attributes on a line of their own");
            }
            BodyMember::DetachedValue(value) => {
                prisma_8_only(checker, value.range(), "Values on a line of their own")
            }
            BodyMember::Block(inner) if checker.dialect == Dialect::Prisma8 => {
                inner.body().into_iter().for_each(|body| check_body(checker, inner, body));
            }
            BodyMember::Other(node) => check_other(checker, node),
            BodyMember::NamedType(_) | BodyMember::Block(_) | BodyMember::Comment(_) => {}
        }
    }
}

fn checker_text(block: Block, range: TextRange) -> String {
    block.text()[Range::<usize>::from(range - block.range().start())].to_owned()
}

fn word_for(block: Block) -> &'static str {
    match block.kind() {
        BlockKind::CompositeType => "composite type",
        BlockKind::Extension => "block",
        kind => kind.keyword(),
    }
}

fn check_field(checker: &mut Checker, field: Field) {
    let own = checker.block;
    field.attributes().into_iter().for_each(|attribute| check_attribute(checker, attribute));
    if checker.dialect == Dialect::Prisma8 {
        return;
    }
    if let Some(colon) = field.colon() {
        let message = "Between a field's name and its type stands a blank, not a colon.";
        let finding = checker.report(&LEGACY_COLON, colon.range(), message);
        let is_tight = field.name().is_some_and(|name| name.range().end() == colon.range().start())
            && field.ty().is_some_and(|ty| ty.range().start() == colon.range().end());
        let blank = if is_tight { " " } else { "" };
        finding.fix("Remove the colon", true, own, [(colon.range(), blank.to_owned())]);
        return;
    }
    let Some(ty) = field.ty() else {
        if !field.node().has_error()
            && let Some(name) = field.name()
        {
            let message = format!(
                "The field `{}` has no type. Write one behind its name, such as `String`.",
                name.text()
            );
            let ty = likely_type(name.text());
            let edit = (TextRange::empty(name.range().end()), format!(" {ty}"));
            let finding = checker.report(&FIELD_INCOMPLETE, name.range(), message);
            finding.fix(format!("Make it a `{ty}`"), false, own, [edit]);
        }
        return;
    };
    check_type(checker, ty);
}

/// What fields of such a name usually are.
fn likely_type(name: &str) -> &'static str {
    let is_time = name.len() > 2 && (name.ends_with("At") || name.ends_with("_at"));
    if is_time { "DateTime" } else { "String" }
}

fn check_type(checker: &mut Checker, ty: Type) {
    let own = checker.block;
    let Some(path) = ty.name() else { return };
    let name = path.text();
    if let Some(bang) = ty.legacy_required() {
        let message =
            "Types are required unless they end in `?`; the `!` is not part of the language any more.";
        let finding = checker.report(&LEGACY_BANG, bang.range(), message);
        finding.fix("Remove `!`", true, own, [(bang.range(), String::new())]);
    }
    if ty.legacy_list().is_some() {
        let message = format!("A list is written `{name}[]`, not `[{name}]`.");
        let finding = checker.report(&LEGACY_LIST, ty.range(), message);
        if ty.list().is_none() && ty.optional().is_none() {
            finding.fix(format!("Write `{name}[]`"), true, own, [(ty.range(), format!("{name}[]"))]);
        }
    }
    if let (Some(_), Some(optional)) = (ty.list(), ty.optional()) {
        let message = "A list cannot be optional: an empty list stands for nothing. Remove `?` or `[]`.";
        let finding = checker.report(&OPTIONAL_LIST, ty.range(), message);
        finding.fix("Remove `?`", false, own, [(optional.range(), String::new())]);
    }
    if ty.space().is_some() || name.contains('.') {
        prisma_8_only(checker, ty.range(), "Types with a qualified name");
    } else if let Some(arguments) = ty.arguments() {
        let single = match &arguments.arguments()[..] {
            [argument] if arguments.trailing_comma().is_none() && argument.name().is_none() => {
                argument.value()
            }
            _ => None,
        };
        match single {
            _ if name != "Unsupported" => prisma_8_only(checker, ty.range(), "Types with arguments"),
            Some(value @ Expression::String(_)) => check_expression(checker, value, Inside::Attribute),
            _ => {
                let message = "`Unsupported` takes the name of the database's type, as one string: `Unsupported(\"circle\")`.";
                let written = arguments.text().trim_start_matches('(').trim_end_matches(')');
                let meant = format!("({})", quoted(written));
                let finding = checker.report(&INVALID_FIELD_LINE, arguments.range(), message);
                if !written.contains(['"', '\n']) && !written.trim().is_empty() {
                    finding.fix(
                        format!("Write `Unsupported{meant}`"),
                        false,
                        own,
                        [(arguments.range(), meant)],
                    );
                }
            }
        }
    }
}

fn prisma_8_only(checker: &mut Checker, range: TextRange, what: &str) {
    if checker.dialect != Dialect::Prisma8 {
        checker.report(&PRISMA_8_ONLY, range, format!("{what} exist in Prisma 8 contracts only."));
    }
}

fn check_attribute(checker: &mut Checker, attribute: Attribute) {
    if let Some(arguments) = attribute.arguments() {
        arguments.arguments().into_iter().for_each(|argument| check_argument(checker, argument));
        check_lines(checker, arguments.node());
    }
}

/// Where an expression stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Attribute,
    Config,
}

fn check_argument(checker: &mut Checker, argument: Argument) {
    if let Some(value) = argument.value() {
        check_expression(checker, value, Inside::Attribute);
    }
}

/// Checks a value and what is in it, without recursion: values can be nested deeply.
fn check_expression(checker: &mut Checker, value: Expression, inside: Inside) {
    if inside == Inside::Config {
        check_lines(checker, value.node());
    }
    let mut todo = vec![value];
    while let Some(value) = todo.pop() {
        match value {
            Expression::String(_) => check_string(checker, value.text(), value.range()),
            Expression::Path(path) if path.text().starts_with(|c: char| c.is_ascii_digit()) => {
                let rule = if inside == Inside::Config { &INVALID_CONFIG_LINE } else { &INVALID_FIELD_LINE };
                checker.report(
                    rule,
                    path.range(),
                    format!("`{}` is neither a number nor a name.", path.text()),
                );
            }
            Expression::Number(_) | Expression::Path(_) => {}
            Expression::Array(array) => {
                trailing_comma(checker, array.trailing_comma().map(TypedNode::range));
                todo.extend(array.elements());
            }
            Expression::Object(object) => {
                if checker.dialect == Dialect::Prisma6 && inside == Inside::Config {
                    let message = "Prisma 6 knows no objects in a schema; they came with Prisma 7.";
                    checker.report(&INVALID_CONFIG_LINE, object.range(), message);
                    continue;
                }
                trailing_comma(checker, object.trailing_comma().map(TypedNode::range));
                todo.extend(object.members().into_iter().filter_map(|member| member.value()));
            }
            Expression::Call(call) => todo.extend(arguments_of(call).into_iter().filter_map(Argument::value)),
        }
    }
}

fn arguments_of(call: Call) -> Vec<Argument> {
    call.arguments().map(|arguments| arguments.arguments()).unwrap_or_default()
}

fn trailing_comma(checker: &mut Checker, comma: Option<TextRange>) {
    let own = checker.block;
    if let Some(comma) = comma
        && checker.dialect != Dialect::Prisma8
    {
        let finding =
            checker.report(&LIST_TRAILING_COMMA, comma, "A comma must be followed by one more element.");
        finding.fix("Remove the comma", true, own, [(comma, String::new())]);
    }
}

/// Reports a list that goes over several lines, once for its outermost brackets.
fn check_lines(checker: &mut Checker, node: Node) {
    if node.text().contains(['\n', '\r']) && checker.dialect != Dialect::Prisma8 {
        let own = checker.block;
        let text = node.text();
        let message = "What is between brackets must be on one line: Prisma reads line by line.";
        let finding = checker.report(&LIST_OVER_LINES, node.range(), message);
        if !text.contains("//") && !text.contains("/*") {
            finding.fix("Join the lines", true, own, [(node.range(), joined(text))]);
        }
    }
}

/// The text of a list on one line.
fn joined(text: &str) -> String {
    let mut joined = String::new();
    for line in text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()) {
        if joined.ends_with(',') && !line.starts_with([']', ')']) {
            joined.push(' ');
        }
        if joined.ends_with(',') && line.starts_with([']', ')']) {
            joined.pop();
        }
        joined.push_str(line);
    }
    joined
}

fn check_string(checker: &mut Checker, literal: &str, range: TextRange) {
    let own = checker.block;
    let mut errors = Vec::new();
    decode(literal, |error| errors.push(error));
    for error in errors {
        match error {
            EscapeError::Unknown(at) => {
                let escape = &literal[at.clone()];
                let place = inside(range, at);
                let message =
                    format!("`{escape}` is no escape. Write `\\\\` for a backslash, or leave it out.");
                let finding = checker.report(&UNKNOWN_ESCAPE, place, message);
                finding.fix("Double the backslash", false, own, [(place, format!("\\{escape}"))]);
            }
            EscapeError::Unicode(at) => {
                let message = "`\\u` takes four hexadecimal digits, and characters above U+FFFF take a pair of surrogates.";
                let (place, escape) = (inside(range, at.clone()), format!("\\{}", &literal[at]));
                let finding = checker.report(&BAD_UNICODE_ESCAPE, place, message);
                finding.fix("Double the backslash", false, own, [(place, escape)]);
            }
        }
    }
}

fn inside(range: TextRange, at: Range<usize>) -> TextRange {
    TextRange::new(range.start() + size(at.start), range.start() + size(at.end))
}

pub(super) fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(u32::MAX.into())
}
