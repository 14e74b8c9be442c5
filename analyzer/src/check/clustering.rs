//! Clustered ids and indexes: the rows of a table are kept in one order only.

use super::Checker;
use super::config::settings;
use super::rule::rules;
use crate::item::Item;
use crate::keys::{Key, KeyKind, keys};
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
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
        checker.report(&PK, id, message).related(block, *first, "the clustered index");
    }
    for index in &indexes {
        if let Some(id) = id {
            let message = "The rows of a table are kept in one order, that of the id. Remove `clustered: true`, or add `clustered: false` to the id.";
            checker.report(&INDEX_PK, *index, message).related(block, id, "the id");
        } else if let Some(other) = indexes.iter().find(|other| *other != index) {
            let message =
                "The rows of a table are kept in one order. Leave `clustered: true` on one index only.";
            checker.report(&INDEX, *index, message).related(block, *other, "the other clustered index");
        }
    }
}
