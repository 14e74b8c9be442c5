//! What stands around a place already: an item brings only what is missing there, and where it would tear something apart
//! nothing is offered.

use super::{CompletionItem, CompletionKind, Context, Place};
use analyzer::TextSize;

/// The items as they fit into what stands before and behind the place. None if nothing can be written there.
pub(super) fn fitted(
    place: &Place,
    offset: TextSize,
    items: Vec<CompletionItem>,
) -> Option<Vec<CompletionItem>> {
    let at = |offset: TextSize| usize::from(offset - place.start);
    let (start, end) = (at(place.replaced.start()), at(place.replaced.end()));
    let before = place.text.get(..start)?;
    let rest = line_behind(&place.text, end);
    // In the mark of a comment.
    if before.ends_with('/') {
        return None;
    }
    // Nothing was typed yet of a word that is there.
    let is_untouched = offset == place.replaced.start() && start != end;
    if place.in_string {
        let has_strings = matches!(
            place.context,
            Context::Value { .. }
                | Context::Variable { .. }
                | Context::Argument(_)
                | Context::ExtensionValue { .. }
        );
        return has_strings.then_some(items);
    }
    let next = rest.trim_start().chars().next();
    let is_empty = start == end;
    match &place.context {
        Context::TopLevel | Context::Key | Context::FirstWord if is_untouched => None,
        context if is_empty && is_before_another(context, before, rest) => None,
        Context::Argument(_) | Context::ExtensionArgument { .. } | Context::ExtensionValue { .. }
            if !begins_value(before) =>
        {
            None
        }
        Context::Value { .. } if is_empty && !begins_value(before) => None,
        Context::Value { .. } if is_empty && next.is_some_and(|next| !matches!(next, ',' | ']' | '(')) => {
            None
        }
        context => Some(items.into_iter().filter_map(|item| fit(context, item, rest)).collect()),
    }
}

/// What stands on the line of a byte of a text behind it, without a comment.
pub(super) fn line_behind(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default().split(['\n', '\r']).next().unwrap_or_default();
    rest.split("//").next().unwrap_or_default()
}

/// Whether a place is in front of what can be completed, and not in a gap that it leaves: what is written there would be one
/// thing too many on its line.
fn is_before_another(context: &Context, before: &str, rest: &str) -> bool {
    let written = rest.trim();
    match context {
        Context::Key => !written.is_empty() && !written.starts_with('='),
        Context::FirstWord => !written.is_empty(),
        Context::TopLevel => written.trim_end_matches('{').split_whitespace().count() > 1,
        Context::Type { .. } => written.starts_with(|c: char| c.is_alphanumeric() || c == '_'),
        _ => before.ends_with('@') && rest.starts_with('@'),
    }
}

/// Whether something can begin behind a text: behind a bracket, a comma, a colon or an equals sign.
fn begins_value(before: &str) -> bool {
    before.trim_end().ends_with(['(', '[', '{', ',', ':', '='])
}

/// An item with what is missing behind it, and without what is there.
fn fit(context: &Context, item: CompletionItem, rest: &str) -> Option<CompletionItem> {
    let next = rest.trim_start().chars().next();
    let shortened = |mark: char| {
        let snippet = item.snippet.split(mark).next().unwrap_or_default().trim_end().to_owned();
        CompletionItem { snippet, asks_again: false, ..item.clone() }
    };
    match context {
        _ if next.is_none() => Some(item),
        // A whole relation belongs at the end of its line.
        _ if item.kind == CompletionKind::Snippet => None,
        Context::Type { .. } if rest.starts_with('(') => {
            (item.label == "Unsupported").then(|| shortened('('))
        }
        Context::Type { .. } if rest.starts_with(['?', '[']) => {
            (!item.label.ends_with(['?', ']'])).then_some(item)
        }
        // Behind the name of the datasource stands a native type.
        Context::FieldAttribute if rest.starts_with('.') => item.label.ends_with('.').then(|| shortened('.')),
        _ if rest.starts_with('(') && item.kind == CompletionKind::Argument => None,
        _ if rest.starts_with('(') => item.label.starts_with(is_letter).then(|| shortened('(')),
        Context::TopLevel => Some(CompletionItem { snippet: item.label.clone(), asks_again: false, ..item }),
        Context::Key => Some(shortened('=')),
        Context::FirstWord if item.label.starts_with('@') => None,
        Context::FirstWord => Some(shortened(' ')),
        Context::Argument(_) | Context::ExtensionArgument { .. } if next == Some(':') => Some(shortened(':')),
        Context::Argument(_) | Context::ExtensionArgument { .. }
            if !matches!(next, Some(')' | ']' | '}' | ',' | '.')) =>
        {
            Some(CompletionItem { snippet: format!("{}, ", item.snippet), ..item })
        }
        Context::FieldAttribute | Context::NativeType | Context::Type { .. }
            if !rest.starts_with([' ', '\t', '.']) =>
        {
            Some(CompletionItem { snippet: format!("{} ", item.snippet), ..item })
        }
        _ => Some(item),
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '@')
}
