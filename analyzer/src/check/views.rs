//! The unique criteria of views: they are no indexes, so there is nothing to adjust.

use super::Checker;
use super::rule::rules;
use crate::item::Item;
use crate::keys::{KeyKind, keys};
use ::syntax::node::BlockKind;

rules! {
    MAP: Error "view-unique-map" "A unique criterion of a view with a name in the database",
    CLUSTERED: Error "view-unique-clustered" "A clustered unique criterion of a view",
    ARGUMENTS: Error "view-unique-args" "A unique criterion of a view with an order, a length or an operator class",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    if item.kind != BlockKind::View {
        return;
    }
    let why = "The database knows no unique criteria of views: they only tell the client how to find a row.";
    for key in keys(item).iter().filter(|key| key.kind == KeyKind::Unique) {
        if let Some(map) = key.map() {
            checker.report(&MAP, map.range, format!("{why} Remove `map`."));
        }
        if let Some(clustered) = key.attribute.named("clustered") {
            checker.report(&CLUSTERED, clustered.range, format!("{why} Remove `clustered`."));
        }
        for part in &key.parts {
            let argument = ["sort", "length", "ops"].iter().find_map(|name| part.argument(name));
            if let Some(argument) = argument {
                let name = argument.name.as_ref().map_or("", |name| &name.text);
                checker.report(&ARGUMENTS, argument.range, format!("{why} Remove `{name}`."));
            }
        }
    }
}
