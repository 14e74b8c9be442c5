//! Clustered ids and indexes: the rows of a table are kept in one order only.

use super::Checker;
use super::config::settings;
use super::rule::rules;
use crate::item::Item;
use crate::keys::{Key, KeyKind, keys};
use ::syntax::node::BlockKind;
use ::syntax::{TextRange, TextSize};
use providers::Capability;
use providers::capabilities::has;

rules! {
    PK: Error "clustered-twice-pk" "A clustered id beside a clustered index",
    INDEX_PK: Error "clustered-twice-index-pk" "A clustered index beside a clustered id",
    INDEX: Error "clustered-twice-index" "Two clustered indexes",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    let settings = settings(checker.db, checker.schema);
    if item.kind != BlockKind::Model || !has(settings.provider, Capability::Clustered) {
        return;
    }
    let keys = keys(item);
    let range = |key: &Key| key.attribute.named("clustered").map_or(key.attribute.range, |it| it.range);
    let is_clustered_index = |key: &&Key| key.kind != KeyKind::Id && key.clustered() == Some(true);
    let indexes: Vec<TextRange> = keys.iter().filter(is_clustered_index).map(range).collect();
    // An id that does not say is clustered.
    let id = keys.iter().find(|key| key.kind == KeyKind::Id && key.clustered() != Some(false)).map(range);
    let block = checker.block;
    if let (Some(id), Some(first)) = (id, indexes.first()) {
        let message = "The rows of a table are kept in one order, and an index has it. Add `clustered: false` to the id.";
        let key = keys.iter().find(|key| key.kind == KeyKind::Id);
        let edit = key.map(|key| not_clustered(checker, key));
        let finding = checker.report(&PK, id, message);
        finding.related(block, *first, "the clustered index");
        finding.fix("Add `clustered: false`", false, block, edit);
    }
    for key in keys.iter().filter(is_clustered_index) {
        let index = &range(key);
        let Some(clustered) = key.attribute.named("clustered") else { continue };
        if let Some(id) = id {
            let message = "The rows of a table are kept in one order, that of the id. Remove `clustered: true`, or add `clustered: false` to the id.";
            checker.report_argument(&INDEX_PK, clustered, message).related(block, id, "the id");
        } else if let Some(other) = indexes.iter().find(|other| *other != index) {
            let message =
                "The rows of a table are kept in one order. Leave `clustered: true` on one index only.";
            let finding = checker.report_argument(&INDEX, clustered, message);
            finding.related(block, *other, "the other clustered index");
        }
    }
}

/// The edit that says of a key that the rows are not kept in its order.
fn not_clustered(checker: &Checker, key: &Key) -> (TextRange, String) {
    let attribute = key.attribute;
    let value = attribute.named("clustered").and_then(|argument| argument.value.as_ref());
    if let Some(value) = value {
        return (value.range, "false".to_owned());
    }
    let end = attribute.range.end();
    match attribute.arguments.last() {
        Some(last) => (TextRange::empty(last.range.end()), ", clustered: false".to_owned()),
        None if checker.written(attribute.range).ends_with("()") => {
            (TextRange::empty(end - TextSize::from(1)), "clustered: false".to_owned())
        }
        None => (TextRange::empty(end), "(clustered: false)".to_owned()),
    }
}
