//! Indexes, as `listIndexes` tells them.

use mongodb::bson::{Bson, Document};

use crate::catalog::{Index, IndexColumn};

/// An index; none for that of `_id`, which every collection has.
pub(super) fn read(found: &Document) -> Option<Index> {
    let name = found.get_str("name").ok().filter(|name| *name != "_id_")?;
    let key = found.get_document("key").ok()?;
    // Words are found by one entry of the key, and their fields stand elsewhere.
    let weights = found.get_document("weights").ok();
    let method = match key.values().find_map(Bson::as_str) {
        None => "btree",
        Some("text") => "fulltext",
        Some(other) => other,
    };
    let columns = match weights {
        Some(weights) => weights.keys().map(|name| column(name, false)).collect(),
        None => key.iter().map(|(name, order)| column(name, is_descending(order))).collect(),
    };
    Some(Index {
        name: name.to_owned(),
        unique: found.get_bool("unique").unwrap_or_default(),
        method: method.to_owned(),
        columns,
        predicate: found.get_document("partialFilterExpression").ok().map(Document::to_string),
        ..Index::default()
    })
}

fn is_descending(order: &Bson) -> bool {
    match order {
        Bson::Int32(order) => *order < 0,
        Bson::Int64(order) => *order < 0,
        Bson::Double(order) => *order < 0.0,
        _ => false,
    }
}

fn column(name: &str, descending: bool) -> IndexColumn {
    IndexColumn { name: Some(name.to_owned()), descending, ..IndexColumn::default() }
}
