//! Relations against foreign keys and join tables.

use super::{ACTION, FOREIGN_KEY_MISSING, FOREIGN_KEY_UNKNOWN, JOIN_MISSING, Pair, can_be_named};
use crate::check::{Checker, settings};
use crate::describe::{ForeignKey as Declared, RelationFacts, Storage, relation_facts};
use crate::item::{Field, Item};
use crate::relations::{RelationField, name_of, relation_fields};
use catalog::{Action, ForeignKey, Product};
use providers::RelationMode;
use providers::referential_actions::ReferentialAction;
use syntax::TextRange;

pub(super) fn check(checker: &mut Checker<'_>, pair: &Pair<'_>) {
    if settings(checker.db, checker.schema).relation_mode() == RelationMode::Prisma {
        return;
    }
    let mut known: Vec<&ForeignKey> = Vec::new();
    for relation in relation_fields(checker.db, checker.block) {
        let Some(facts) = relation_facts(checker.db, checker.block, relation) else { continue };
        let Some(field) = pair.item.fields.iter().find(|field| field.name.text == relation.name) else {
            continue;
        };
        match &facts.storage {
            Storage::Columns(declared)
                if relation.has_fields() && declared.owner == name_of(checker.db, checker.block) =>
            {
                let target = crate::check::item_of_block(checker.db, relation.target);
                // A view can be referred to by nobody.
                if target.is_some_and(|target| target.kind != syntax::node::BlockKind::Model) {
                    continue;
                }
                let target = target.map_or("", Item::database_name);
                known.extend(check_key(checker, pair, field, declared, target));
            }
            Storage::Table(table)
                if pair.actual.table(None, table).is_none() && is_first(checker, &facts, relation) =>
            {
                let message =
                    format!("The table `{table}`, which would keep this relation, is not in the database.");
                checker.report(&JOIN_MISSING, field.name.range, message);
            }
            _ => {}
        }
    }
    unknown_keys(checker, pair, &known);
}

/// Whether a field is the side of its relation that is told of what both sides lack.
fn is_first(checker: &Checker<'_>, facts: &RelationFacts, field: &RelationField) -> bool {
    (name_of(checker.db, checker.block), &field.name) < (name_of(checker.db, field.target), &facts.other)
}

/// Compares a relation with its foreign key; gives the keys that are the relation's.
fn check_key<'a>(
    checker: &mut Checker<'_>,
    pair: &Pair<'a>,
    field: &Field,
    declared: &Declared,
    target: &str,
) -> Vec<&'a ForeignKey> {
    let is_it = |key: &&ForeignKey| {
        let columns = key.columns.iter().zip(&key.referenced_columns);
        key.referenced_table == target
            && key.columns.len() == declared.columns.len()
            && columns.zip(&declared.columns).all(|((own, other), pair)| *own == pair.0 && *other == pair.1)
    };
    let found: Vec<&ForeignKey> = pair.table.foreign_keys.iter().filter(is_it).collect();
    let Some(key) = found.first() else {
        let columns: Vec<_> = declared.columns.iter().map(|(own, _)| format!("`{own}`")).collect();
        let message = format!(
            "The table `{}` in the database has no foreign key from {} to `{target}`.",
            pair.item.database_name(),
            columns.join(", ")
        );
        checker.report(&FOREIGN_KEY_MISSING, field.name.range, message);
        return found;
    };
    let product = pair.actual.catalog.server.product;
    let range = |argument: &str| argument_range(field, argument);
    let wrong = [
        ("onDelete", declared.on_delete.action, key.on_delete),
        ("onUpdate", declared.on_update.action, key.on_update),
    ];
    for (argument, declared, actual) in wrong {
        if !is_same_action(declared, actual, product) {
            let message = format!(
                "The foreign key in the database has `{argument}: {}`, not `{}`.",
                actual.referential().name(),
                declared.name()
            );
            checker.report(&ACTION, range(argument), message);
        }
    }
    found
}

fn argument_range(field: &Field, argument: &str) -> TextRange {
    let relation = field.attribute("relation");
    let written = relation.and_then(|relation| relation.named(argument)).map(|argument| argument.range);
    written.or(relation.map(|relation| relation.name.range)).unwrap_or(field.name.range)
}

/// `NO ACTION` and `RESTRICT` mean the same to MySQL and MariaDB.
fn is_same_action(declared: ReferentialAction, actual: Action, product: Product) -> bool {
    let is_mysql = matches!(product, Product::MySql | Product::MariaDb);
    let refuses = |action| matches!(action, ReferentialAction::NoAction | ReferentialAction::Restrict);
    declared == actual.referential() || (is_mysql && refuses(declared) && refuses(actual.referential()))
}

/// Foreign keys that no relation stands for, as far as one could.
fn unknown_keys(checker: &mut Checker<'_>, pair: &Pair<'_>, known: &[&ForeignKey]) {
    for key in &pair.table.foreign_keys {
        let says_the_same = |other: &&&ForeignKey| {
            other.columns == key.columns
                && other.referenced_table == key.referenced_table
                && other.referenced_columns == key.referenced_columns
        };
        if known.iter().any(|other| says_the_same(&other)) || !can_be_related(pair, key) {
            continue;
        }
        let columns: Vec<_> = key.columns.iter().map(|column| format!("`{column}`")).collect();
        let message = format!(
            "The table in the database has a foreign key from {} to `{}`, which no relation stands for.",
            columns.join(", "),
            key.referenced_table
        );
        checker.report(&FOREIGN_KEY_UNKNOWN, pair.item.name_range(), message);
    }
}

/// Whether a relation could stand for a foreign key: its table is there, its columns have names and
/// equal types, and it refers to what tells rows apart.
fn can_be_related(pair: &Pair<'_>, key: &ForeignKey) -> bool {
    let Some(other) = pair.actual.table(key.referenced_schema.as_deref(), &key.referenced_table) else {
        return false;
    };
    key.columns.iter().all(|column| pair.can_have_field(column))
        && key.referenced_columns.iter().all(|column| can_be_named(column))
        && !pair.actual.catalog.is_of_tool(other)
        && pair.actual.catalog.holds_the_same(pair.table, other, key)
        && other.tells_rows_apart_by(&key.referenced_columns)
}
