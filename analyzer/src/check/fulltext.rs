//! Full-text indexes: what `@@fulltext` says about its fields, and how many of them there are.

use super::Checker;
use super::config::settings;
use super::edits::Edit;
use super::rule::rules;
use crate::item::{Argument, Item};
use crate::keys::{Key, KeyKind, KeyPart, keys};
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::Capability;
use providers::capabilities::has;

rules! {
    LENGTH: Error "fulltext-length" "A full-text index over the beginning of a field",
    SORT: Error "fulltext-sort" "A full-text index with an order, in a database without that",
    MULTIPLE: Error "fulltext-multiple" "Two full-text indexes in a model, in a database that has one",
    NOT_ADJACENT: Error "fulltext-not-adjacent" "A full-text index with a sorted field between its texts",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    let provider = settings(checker.db, checker.schema).provider;
    if item.kind != BlockKind::Model || !has(provider, Capability::FullTextIndex) {
        return;
    }
    let keys = keys(item);
    let indexes: Vec<&Key> = keys.iter().filter(|key| key.kind == KeyKind::Fulltext).collect();
    let block = checker.block;
    for index in &indexes {
        // Where no index at all has a length, that was said.
        if let Some(length) =
            first_argument(index, "length").filter(|_| has(provider, Capability::IndexLength))
        {
            checker.report_argument(
                &LENGTH,
                length,
                "A full-text index covers the whole text. Remove `length`.",
            );
        }
        if let Some(sort) = first_argument(index, "sort").filter(|_| !has(provider, Capability::FullTextSort))
        {
            checker.report_argument(&SORT, sort, "A full-text index has no order. Remove `sort`.");
        }
        let other = indexes.iter().find(|other| other.attribute.range != index.attribute.range);
        if let Some(other) = other.filter(|_| !has(provider, Capability::FullTextMultiplePerModel)) {
            let message = "A collection has one full-text index. Put all fields into one.";
            let edits = merged(checker, index, other);
            let finding = checker.report(&MULTIPLE, index.attribute.range, message);
            finding.related(block, other.attribute.range, "the other one");
            finding.fix("Put all fields into the other one", false, block, edits);
        }
        if let Some(part) = parted(index) {
            let message = "In a full-text index the texts stand side by side. Move the sorted fields before or behind them.";
            let edit = texts_first(checker, index);
            let finding = checker.report(&NOT_ADJACENT, part.range, message);
            finding.fix("Move the sorted fields to the end", false, block, edit);
        }
    }
}

fn first_argument<'a>(key: &Key<'a>, name: &str) -> Option<&'a Argument> {
    key.parts.iter().find_map(|part| part.argument(name))
}

/// A text that a sorted field parts from the ones before it.
fn parted<'a>(key: &'a Key<'a>) -> Option<&'a KeyPart<'a>> {
    let is_text = |part: &&KeyPart| part.argument("sort").is_none();
    let mut rest = key.parts.iter().skip_while(|part| !is_text(part)).skip_while(is_text);
    rest.find(is_text)
}

/// The edits that put the fields of an index into another one.
fn merged(checker: &Checker, index: &Key, other: &Key) -> Vec<Edit> {
    let known = other.paths();
    let parts = index.parts.iter().filter(|part| !known.contains(&part.path));
    let more: String = parts.map(|part| format!(", {}", checker.written(part.range))).collect();
    let end = other.parts.last().map(|part| (TextRange::empty(part.range.end()), more));
    end.into_iter().chain([checker.without(index.attribute.range)]).collect()
}

/// The edit that puts the sorted fields of an index behind its texts.
fn texts_first(checker: &Checker, index: &Key) -> Option<Edit> {
    let (first, last) = (index.parts.first()?, index.parts.last()?);
    let is_sorted = |part: &&KeyPart| part.argument("sort").is_some();
    let texts = index.parts.iter().filter(|part| !is_sorted(part));
    let all = texts.chain(index.parts.iter().filter(is_sorted));
    let written: Vec<_> = all.map(|part| checker.written(part.range)).collect();
    Some((TextRange::new(first.range.start(), last.range.end()), written.join(", ")))
}
