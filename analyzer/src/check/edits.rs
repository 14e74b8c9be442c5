//! Small pieces of repairs: what to delete, and what to put where, so that nothing looks torn.

use super::{Checker, Finding, item_of_block};
use crate::diagnostic::Rule;
use crate::item::{Argument, Arity, Attribute, Expression, Field, Item, Type};
use crate::mapping::before_brace;
use ::syntax::{TextRange, TextSize};

/// What to put instead of a piece of a block's text.
pub(crate) type Edit = (TextRange, String);

impl Checker<'_> {
    /// The text of the block.
    pub(super) fn text(&self) -> &str {
        self.block.source(self.db).text()
    }

    /// What is written there.
    pub(super) fn written(&self, range: TextRange) -> &str {
        &self.text()[std::ops::Range::<usize>::from(range)]
    }

    /// Reports an argument that has to go, and offers to remove it.
    pub(crate) fn report_argument(
        &mut self,
        rule: &'static Rule,
        argument: &Argument,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.report_argument_at(rule, argument.range, argument, message)
    }

    /// Reports something about an argument, and offers to remove it.
    pub(super) fn report_argument_at(
        &mut self,
        rule: &'static Rule,
        range: TextRange,
        argument: &Argument,
        message: impl Into<String>,
    ) -> &mut Finding {
        let (block, removal) = (self.block, self.without_argument(argument));
        let name =
            argument.name.as_ref().map_or("the argument".to_owned(), |name| format!("`{}`", name.text));
        let finding = self.report(rule, range, message);
        finding.fix(format!("Remove {name}"), false, block, [removal])
    }

    /// Reports an attribute that has to go, and offers to remove it.
    pub(super) fn report_attribute(
        &mut self,
        rule: &'static Rule,
        attribute: &Attribute,
        message: impl Into<String>,
    ) -> &mut Finding {
        let (block, removal) = (self.block, self.without(attribute.range));
        let title = format!("Remove `{}{}`", sigil_of(attribute), attribute.name.text);
        self.report(rule, attribute.range, message).fix(title, false, block, [removal])
    }

    /// What to delete of the block so that a piece of it is gone and nothing looks torn: the blanks before it go with it,
    /// or its line if nothing else is there.
    pub(crate) fn removal(&self, range: TextRange) -> TextRange {
        removal(self.text(), range)
    }

    /// The edit that deletes an attribute, a field, a value or a setting.
    pub(super) fn without(&self, range: TextRange) -> Edit {
        (self.removal(range), String::new())
    }

    /// The edit that deletes an argument.
    pub(super) fn without_argument(&self, argument: &Argument) -> Edit {
        (argument_removal(self.text(), argument.range), String::new())
    }

    /// The edit that adds a block attribute as the last line of the block.
    pub(super) fn with_line(&self, line: &str) -> Option<Edit> {
        before_brace(item_of_block(self.db, self.block)?, self.text(), line)
    }
}

/// `@` or `@@`, as the attribute is written.
pub(super) fn sigil_of(attribute: &Attribute) -> &'static str {
    if attribute.name.range.start() - attribute.range.start() > 1.into() { "@@" } else { "@" }
}

/// The edit that adds something at the end of a field.
pub(super) fn appended(field: &Field, text: &str) -> Edit {
    (TextRange::empty(field.range.end()), format!(" {text}"))
}

/// The edit that makes a field hold one value that is always there. None for a list in the old form, which begins before its
/// name.
pub(super) fn required(ty: &Type) -> Option<Edit> {
    let mark = TextRange::new(ty.name.range.end(), ty.range.end());
    let length = match ty.arity {
        Arity::Required => 0,
        Arity::Optional => 1,
        Arity::List => 2,
    };
    (!ty.is_unsupported && length > 0 && mark.len() == TextSize::from(length)).then(|| (mark, String::new()))
}

/// The edits that leave only some arguments of an attribute; none of the attribute, if nothing is left of it.
pub(super) fn with_arguments_of(
    text: &str,
    attribute: &Attribute,
    is_kept: impl Fn(&Argument) -> bool,
) -> Edit {
    let kept: Vec<_> = attribute.arguments.iter().filter(|argument| is_kept(argument)).collect();
    if kept.is_empty() {
        return (removal(text, attribute.range), String::new());
    }
    let kept: Vec<_> =
        kept.iter().map(|argument| &text[std::ops::Range::<usize>::from(argument.range)]).collect();
    let range = TextRange::new(attribute.name.range.end(), attribute.range.end());
    (range, format!("({})", kept.join(", ")))
}

/// What to remove so that an element of a list is gone: it and a comma. None if it is the only one.
pub(super) fn element_removal(list: &Expression, at: usize) -> Option<TextRange> {
    match list.elements() {
        [_] => None,
        elements if at == 0 => Some(TextRange::new(elements[0].range.start(), elements[1].range.start())),
        elements => Some(TextRange::new(elements[at - 1].range.end(), elements[at].range.end())),
    }
}

/// A string literal that says a text.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The field of a block that is called so; of several the last one.
pub(super) fn field_called<'a>(item: &'a Item, name: &str) -> Option<&'a Field> {
    item.fields.iter().rfind(|field| field.name.text == name)
}

/// What to delete of a text so that a piece of it is gone: see [`Checker::removal`].
pub(crate) fn removal(text: &str, range: TextRange) -> TextRange {
    let (before, after) = (&text[..range.start().into()], &text[range.end().into()..]);
    let kept = before.trim_end_matches([' ', '\t']);
    let is_first = kept.is_empty() || kept.ends_with('\n');
    let is_alone = is_first && after.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
    let kept = if is_alone { without_documentation(kept) } else { kept };
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    let rest = after[blanks..].trim_start_matches('\r');
    let (start, end) = match rest.strip_prefix('\n') {
        // A blank line that parted it from what is before would part nothing any more.
        Some(below)
            if is_first
                && kept.ends_with("\n\n")
                && below.trim_start_matches([' ', '\t']).starts_with('}') =>
        {
            (kept.len() - 1, text.len() - below.len())
        }
        Some(below) if is_first => (kept.len(), text.len() - below.len()),
        _ if is_first => (before.len(), text.len() - after.len() + blanks),
        _ => (kept.len(), text.len() - after.len()),
    };
    TextRange::new(offset(start), offset(end))
}

/// The text without the lines at its end that document what comes next.
fn without_documentation(mut text: &str) -> &str {
    loop {
        let line = text.strip_suffix('\n').map(|rest| rest.rfind('\n').map_or(0, |at| at + 1));
        match line {
            Some(start) if text[start..].trim_start().starts_with("///") => text = &text[..start],
            _ => return text,
        }
    }
}

/// What to delete so that an argument is gone: the comma that parts it from another one goes with it, or the parentheses if
/// there is no other.
fn argument_removal(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let (before, after) = (text[..start].trim_end(), &text[end..]);
    let rest = after.trim_start();
    let (start, end) = match (before.strip_suffix([',', '(']), rest.chars().next()) {
        (Some(kept), _) if before.ends_with(',') => (kept.trim_end().len(), end),
        (Some(kept), Some(')')) => (kept.len(), text.len() - rest.len() + 1),
        (_, Some(',')) => (start, text.len() - rest[1..].trim_start().len()),
        _ => (start, end),
    };
    TextRange::new(offset(start), offset(end))
}

fn offset(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(u32::MAX.into())
}

#[cfg(test)]
mod tests {
    use super::{argument_removal, offset, removal};
    use ::syntax::TextRange;

    /// The text without its piece between `<` and `>`, and without what goes with it.
    fn cut(marked: &str, what_goes: impl Fn(&str, TextRange) -> TextRange) -> String {
        let (start, end) = (marked.find('<').unwrap(), marked.find('>').unwrap() - 1);
        let mut text = marked.replace(['<', '>'], "");
        let range = what_goes(&text, TextRange::new(offset(start), offset(end)));
        text.replace_range(std::ops::Range::<usize>::from(range), "");
        text
    }

    fn without(marked: &str) -> String {
        cut(marked, removal)
    }

    #[test]
    fn an_argument_goes_with_its_comma() {
        assert_eq!(cut("@a(<b: 1>, c: 2)", argument_removal), "@a(c: 2)");
        assert_eq!(cut("@a(b: 1, <c: 2>)", argument_removal), "@a(b: 1)");
        assert_eq!(cut("@a(b: 1 , <c: 2> , d)", argument_removal), "@a(b: 1 , d)");
        assert_eq!(cut("@a( <b: 1> ) @c", argument_removal), "@a @c");
        assert_eq!(cut("@@a([b(<c: 1>), d])", argument_removal), "@@a([b, d])");
    }

    #[test]
    fn what_is_removed_leaves_no_blanks() {
        assert_eq!(without("  name String <@ignore>\n"), "  name String\n");
        assert_eq!(without("  name String <@ignore> @map(\"n\")\n"), "  name String @map(\"n\")\n");
        assert_eq!(without("  name String <@ignore> // why\n"), "  name String // why\n");
        assert_eq!(without("{\n  a = 1\n  <b = 2>\n}\n"), "{\n  a = 1\n}\n");
        assert_eq!(without("{\r\n  <b = 2>  \r\n}\r\n"), "{\r\n}\r\n");
        assert_eq!(without("{\n  <b = 2> // why\n}\n"), "{\n  // why\n}\n");
        assert_eq!(without("{\n  // one\n  /// two\n  /// lines\n  <b Int>\n}\n"), "{\n  // one\n}\n");
    }

    #[test]
    fn a_blank_line_goes_with_the_last_line_of_a_block() {
        assert_eq!(without("{\n  a Int\n\n  <@@index([a])>\n}\n"), "{\n  a Int\n}\n");
        assert_eq!(without("{\n  a Int\n\n  <@@map(\"a\")>\n  @@id([a])\n}"), "{\n  a Int\n\n  @@id([a])\n}");
    }
}
