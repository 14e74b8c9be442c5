//! Ids, unique criteria and indexes.

use super::{ID, INDEX_MISSING, INDEX_UNKNOWN, Pair};
use crate::check::{Checker, settings};
use crate::item::{Expression, Field};
use crate::keys::{Key, KeyKind, keys};
use catalog::{Index, IndexColumn, Product};

pub(super) fn check(checker: &mut Checker<'_>, pair: &Pair<'_>) {
    let declared = keys(pair.item);
    check_id(checker, pair, &declared);
    let found: Vec<&Index> = pair.table.indexes.iter().filter(|index| is_plain(checker, index)).collect();
    for key in declared.iter().filter(|key| key.kind != KeyKind::Id) {
        let columns = columns(pair, key);
        let is_it = |index: &&&Index| names(&index.columns) == columns && is_alike(key, index);
        if found.iter().find(is_it).is_none() && !is_the_id(pair, key, &columns) {
            let what = if key.kind == KeyKind::Unique { "unique index" } else { "index" };
            let message = format!(
                "The table `{}` in the database has no {what} on {}.",
                pair.item.database_name(),
                listed(&columns)
            );
            checker.report(&INDEX_MISSING, key.attribute.range, message);
        }
    }
    for index in found {
        let columns = names(&index.columns);
        let is_it = |key: &&Key<'_>| {
            key.kind != KeyKind::Id && columns == self::columns(pair, key) && is_alike(key, index)
        };
        if declared.iter().any(|key| is_it(&key)) || !is_of_interest(pair, index, &columns) {
            continue;
        }
        let what = if index.unique { "unique index" } else { "index" };
        let message = format!(
            "The table in the database has the {what} `{}` on {}, which the model does not have.",
            index.name,
            listed(&columns)
        );
        checker.report(&INDEX_UNKNOWN, pair.item.name_range(), message);
    }
}

fn check_id(checker: &mut Checker<'_>, pair: &Pair<'_>, declared: &[Key<'_>]) {
    let found = pair.table.primary_key.as_ref().map(|key| names(&key.columns)).unwrap_or_default();
    let id = declared.iter().find(|key| key.kind == KeyKind::Id);
    let own = id.map(|key| columns(pair, key)).unwrap_or_default();
    // A key on a column that can have no field cannot be written.
    if own == found || found.iter().any(|column| !pair.can_have_field(column)) {
        return;
    }
    let message = match (&own[..], &found[..]) {
        (_, []) => "The table in the database has no primary key.".to_owned(),
        (_, found) => format!("The primary key of the table in the database is {}.", listed(found)),
    };
    checker.report(&ID, id.map_or(pair.item.name_range(), |key| key.attribute.range), message);
}

/// Whether a schema can say that there is such an index.
fn is_plain(checker: &Checker<'_>, index: &Index) -> bool {
    let partial = settings(checker.db, checker.schema).previews("partialIndexes");
    let has_names = !index.columns.is_empty() && index.columns.iter().all(|column| column.name.is_some());
    has_names && !index.has_repeated_columns() && (index.predicate.is_none() || partial)
}

fn names(columns: &[IndexColumn]) -> Vec<&str> {
    columns.iter().filter_map(|column| column.name.as_deref()).collect()
}

/// The columns of a key.
fn columns<'a>(pair: &Pair<'a>, key: &Key<'a>) -> Vec<&'a str> {
    key.parts.iter().map(|part| part.field(pair.item).map_or(part.path, Field::database_name)).collect()
}

/// Whether an index is of the kind that a key asks for.
fn is_alike(key: &Key<'_>, index: &Index) -> bool {
    let is_words = index.method == "fulltext";
    let ty = key
        .attribute
        .named("type")
        .and_then(|argument| argument.value.as_ref())
        .and_then(Expression::as_path);
    let same_method = ty.is_none_or(|ty| ty.eq_ignore_ascii_case(&index.method));
    match key.kind {
        KeyKind::Id => false,
        KeyKind::Unique => index.unique,
        KeyKind::Index => !index.unique && !is_words && same_method,
        KeyKind::Fulltext => is_words,
    }
}

/// Whether a unique criterion is the primary key, which is unique anyway.
fn is_the_id(pair: &Pair<'_>, key: &Key<'_>, columns: &[&str]) -> bool {
    let id = pair.table.primary_key.as_ref().map(|key| names(&key.columns));
    key.kind == KeyKind::Unique && id.as_deref() == Some(columns)
}

/// Whether it matters that the model does not have an index.
fn is_of_interest(pair: &Pair<'_>, index: &Index, columns: &[&str]) -> bool {
    let product = pair.actual.catalog.server.product;
    let is_mysql = matches!(product, Product::MySql | Product::MariaDb);
    // MySQL makes an index for each foreign key, and Prisma does not ask for it to be written down.
    let is_of_key = pair.table.foreign_keys.iter().any(|key| key.columns == columns);
    let can_be_written = columns.iter().all(|column| pair.can_have_field(column));
    // A model can have no more than one unique criterion on a field, and no index twice.
    let is_second = index.unique
        && columns.len() == 1
        && pair.table.primary_key.as_ref().is_some_and(|key| names(&key.columns) == columns);
    can_be_written && !is_second && !(is_mysql && is_of_key && !index.unique)
}

fn listed(columns: &[&str]) -> String {
    columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}
