//! A line of a block as the cells of a row: names, types, attributes and values with the blanks that belong between
//! their parts.
//!
//! Works on the marks of a line, one after the other and without recursion: values can be nested deeply.

use std::ops::Range;
use syntax::is_blank;

/// The cells of a row, and what decides its place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row<'t> {
    /// The name of a field or enum value, or the key of a setting.
    pub(crate) name: &'t str,
    /// The type of a field, the attributes of an enum value, or `= value`.
    pub(crate) middle: String,
    /// The attributes of a field.
    pub(crate) last: String,
}

/// A block attribute on its line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AttributeRow {
    /// Where it belongs among the block's attributes.
    pub(crate) rank: usize,
    /// The attribute.
    pub(crate) text: String,
}

/// The order in which attributes stand. All others follow, in the order in which they are written.
const ORDER: [&str; 9] =
    ["id", "unique", "default", "updatedAt", "index", "fulltext", "map", "relation", "ignore"];

/// Lays out `name Type @attribute`. None if Prisma cannot read it.
pub(crate) fn field(line: &str) -> Option<Row<'_>> {
    let mut marks = Marks::of(line);
    let name = marks.word()?;
    // `name: Type` was the language once.
    marks.pass(":");
    let middle = field_type(&mut marks)?;
    let mut attributes = attributes(&mut marks)?;
    attributes.sort_by_key(|attribute| attribute.rank);
    Some(Row { name, middle, last: joined(attributes) })
}

/// Lays out `NAME @attribute`. None if Prisma cannot read it.
pub(crate) fn enum_value(line: &str) -> Option<Row<'_>> {
    let mut marks = Marks::of(line);
    let name = marks.word()?;
    Some(Row { name, middle: joined(attributes(&mut marks)?), last: String::new() })
}

/// Lays out `key = value`. None if Prisma cannot read it.
pub(crate) fn setting(line: &str) -> Option<Row<'_>> {
    let mut marks = Marks::of(line);
    let name = marks.word()?;
    marks.pass("=").then_some(())?;
    let mut middle = String::from("=");
    if marks.peek().is_some() {
        middle.push(' ');
        value(&mut marks, &mut middle)?;
    }
    marks.is_at_end().then_some(Row { name, middle, last: String::new() })
}

/// Lays out `@@name(arguments)`. None if Prisma cannot read it.
pub(crate) fn block_attribute(line: &str) -> Option<AttributeRow> {
    let mut marks = Marks::of(line);
    marks.pass("@@").then_some(())?;
    let attribute = attribute(&mut marks, "@@")?;
    marks.is_at_end().then_some(attribute)
}

fn joined(attributes: Vec<AttributeRow>) -> String {
    let texts: Vec<_> = attributes.into_iter().map(|attribute| attribute.text).collect();
    texts.join(" ")
}

fn field_type(marks: &mut Marks) -> Option<String> {
    let is_old_list = marks.pass("[");
    let start = marks.peek()?.start;
    let name = marks.word()?;
    let mut end = start + name.len();
    if name == "Unsupported" && marks.pass("(") {
        marks.peek().filter(|mark| marks.line[mark.clone()].starts_with('"'))?;
        marks.next += 1;
        end = marks.peek()?.end;
        marks.pass(")").then_some(())?;
    }
    let mut text = marks.line[start..end].to_owned();
    if is_old_list {
        marks.pass("]").then_some(())?;
        text.push_str("[]");
    } else if marks.pass("[]") {
        text.push_str("[]");
        if marks.pass("?") {
            text.push('?');
        }
    } else if marks.pass("?") {
        text.push('?');
    } else {
        // `Type!` was the language once.
        marks.pass("!");
    }
    Some(text)
}

fn attributes(marks: &mut Marks) -> Option<Vec<AttributeRow>> {
    let mut attributes = Vec::new();
    while marks.pass("@") {
        attributes.push(attribute(marks, "@")?);
    }
    marks.is_at_end().then_some(attributes)
}

fn attribute(marks: &mut Marks, sign: &str) -> Option<AttributeRow> {
    let name = marks.path()?;
    let mut text = format!("{sign}{name}");
    if marks.peek_text() == Some("(") {
        value(marks, &mut text)?;
    }
    let rank = ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
    Some(AttributeRow { rank, text })
}

/// Writes one value with all that is in it, or one pair of parentheses.
fn value(marks: &mut Marks, out: &mut String) -> Option<()> {
    let mut open: Vec<&str> = Vec::new();
    loop {
        let mark = marks.peek_text()?;
        marks.next += 1;
        let mut begins_call = false;
        match mark {
            "(" | "[" => {
                open.push(mark);
                out.push_str(mark);
            }
            "{" => {
                open.push(mark);
                out.push_str("{ ");
            }
            ")" | "]" | "}" => {
                open.pop()?;
                out.push_str(if mark == "}" { " }" } else { mark });
            }
            "," => match (marks.peek_text()?, open.last()?) {
                (")", &"(") => {}
                (")" | "]" | "}", _) => return None,
                _ => out.push_str(", "),
            },
            ":" => out.push_str(": "),
            "[]" => out.push_str(mark),
            "@" | "@@" | "=" | "?" | "!" => return None,
            word => {
                begins_call = marks.peek_text() == Some("(");
                if !begins_call && !is_value(word) {
                    return None;
                }
                out.push_str(word);
            }
        }
        if open.is_empty() && !begins_call {
            return Some(());
        }
    }
}

/// Whether a word is a string, a number, or begins like a name.
fn is_value(word: &str) -> bool {
    let Some(first) = word.chars().next() else { return false };
    if first == '"' {
        return true;
    }
    let digits = word.strip_prefix('-').unwrap_or(word);
    if first == '-' || first.is_ascii_digit() {
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        return match digits.split_once('.') {
            Some((whole, fraction)) => all_digits(whole) && all_digits(fraction),
            None => all_digits(digits),
        };
    }
    first.is_alphanumeric()
}

/// The marks of a line without the blanks between them, read one after the other.
struct Marks<'t> {
    line: &'t str,
    marks: Vec<Range<usize>>,
    next: usize,
}

impl<'t> Marks<'t> {
    fn of(line: &'t str) -> Self {
        let mut marks = Vec::new();
        let mut position = 0;
        while let Some(c) = line[position..].chars().next() {
            let length = mark_length(&line[position..], c);
            if !is_blank(c) {
                marks.push(position..position + length);
            }
            position += length;
        }
        Marks { line, marks, next: 0 }
    }

    fn peek(&self) -> Option<Range<usize>> {
        self.marks.get(self.next).cloned()
    }

    fn peek_text(&self) -> Option<&'t str> {
        self.peek().map(|mark| &self.line[mark])
    }

    fn is_at_end(&self) -> bool {
        self.next == self.marks.len()
    }

    fn pass(&mut self, mark: &str) -> bool {
        let is_it = self.peek_text() == Some(mark);
        self.next += usize::from(is_it);
        is_it
    }

    /// Passes a name without dots.
    fn word(&mut self) -> Option<&'t str> {
        self.path().filter(|word| !word.contains('.'))
    }

    fn path(&mut self) -> Option<&'t str> {
        let word = self.peek_text().filter(|word| word.starts_with(char::is_alphanumeric))?;
        self.next += 1;
        Some(word)
    }
}

/// The length of the mark, or of the blank, that a text begins with.
fn mark_length(text: &str, first: char) -> usize {
    match first {
        '"' => {
            let mut is_escaped = false;
            let end = text[1..].find(|c| {
                let is_end = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                is_end
            });
            end.map_or(text.len(), |end| end + 2)
        }
        '[' if text.starts_with("[]") => 2,
        '@' if text.starts_with("@@") => 2,
        '(' | ')' | '[' | ']' | '{' | '}' | ',' | ':' | '=' | '@' | '?' | '!' => 1,
        c if is_blank(c) => c.len_utf8(),
        _ => text.find(|c: char| is_blank(c) || "\"()[]{},:=@?!".contains(c)).unwrap_or(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Option<String> {
        field(line).map(|row| format!("{} | {} | {}", row.name, row.middle, row.last))
    }

    #[test]
    fn fields_are_taken_apart() {
        insta::assert_snapshot!(
            cells(r#"a: Int ? @db.X @foo  @map( name :"b" )"#).unwrap_or_default(),
            @r#"a | Int? | @map(name: "b") @db.X @foo"#
        );
        insta::assert_snapshot!(
            cells(r#"a:[Int]@default(,)@db.VarChar( 10 ,)@id"#).unwrap_or_default(),
            @"a | Int[] | @id @default() @db.VarChar(10)"
        );
        insta::assert_snapshot!(
            cells(r#"a Unsupported( "x" ) ? @x(a:)"#).unwrap_or_default(),
            @r#"a | Unsupported( "x" )? | @x(a: )"#
        );
    }

    #[test]
    fn values_are_spaced() {
        let line = r#"@@index([ a (sort:Desc ,),b ],where:{x:true,y:{}},map : "a\"b , c")"#;
        insta::assert_snapshot!(
            block_attribute(line).map(|row| row.text).unwrap_or_default(),
            @r#"@@index([a(sort: Desc), b], where: { x: true, y: {  } }, map: "a\"b , c")"#
        );
    }

    #[test]
    fn what_prisma_cannot_read_is_no_row() {
        for line in [
            "a",
            "a:",
            "a b.c",
            "a Int[]!",
            "a [Int]?",
            "a Unsupported()",
            "a Int @default([1,])",
            "a Int @x(1a)",
        ] {
            assert_eq!(cells(line), None, "{line}");
        }
        assert_eq!(enum_value("A = 1"), None);
    }

    #[test]
    fn settings_are_spaced() {
        let text = |line| setting(line).map(|row| format!("{} {}", row.name, row.middle)).unwrap_or_default();
        assert_eq!(text(r#"url=env( "X" )"#), r#"url = env("X")"#);
        assert_eq!(text(r#"a =[ "x" , -1.5 ]"#), r#"a = ["x", -1.5]"#);
        assert_eq!(text("a="), "a =");
    }
}
