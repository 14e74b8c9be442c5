//! Rules about the whole schema: which blocks they concern, and what they say of each.
//!
//! They stand apart from the rules about one block so that a block does not depend on all others: an edit that changes no
//! name in the database and no relation asks nothing of them.

use super::{Checker, Finding, cascades, database_names, item_of_block, native_types};
use crate::db::{Block, Db, Schema};
use std::collections::HashSet;

/// The blocks that a rule about the whole schema says something of.
#[salsa::tracked(returns(ref))]
pub(crate) fn concerned(db: &dyn Db, schema: Schema) -> HashSet<Block> {
    let clashes = database_names::clashes(db, schema).keys();
    let cascades = cascades::problems(db, schema).keys();
    let without_datasource = native_types::without_datasource(db, schema).first();
    clashes.chain(cascades).chain(without_datasource).copied().collect()
}

/// What the rules about the whole schema say of a block.
#[salsa::tracked(returns(ref))]
pub(crate) fn findings_across(db: &dyn Db, block: Block) -> Vec<Finding> {
    let schema = block.schema(db);
    let mut checker = Checker::new(db, block);
    if let Some(item) = item_of_block(db, block) {
        if let Some(clashes) = database_names::clashes(db, schema).get(&block) {
            database_names::check_across(&mut checker, item, clashes);
        }
        if let Some(problems) = cascades::problems(db, schema).get(&block) {
            cascades::check_across(&mut checker, item, problems);
        }
        let without_datasource = native_types::without_datasource(db, schema);
        if without_datasource.first() == Some(&block) {
            native_types::check_without_datasource(&mut checker, without_datasource);
        }
    }
    checker.findings
}
