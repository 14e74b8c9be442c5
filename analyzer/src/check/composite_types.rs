//! Composite types: that each has fields, and that none contains itself.

use super::config::settings;
use super::rule::rules;
use super::{Checker, FieldType, resolve, shape};
use crate::db::{Block, Db, Run, Schema};
use crate::item::{Arity, Field, Item};
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::scalar_types;
use std::collections::{HashMap, HashSet};

rules! {
    CYCLE: Error "composite-cycle" "A composite type that contains itself, without end",
    EMPTY: Error "composite-empty" "A composite type without fields",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    if item.kind != BlockKind::CompositeType {
        return;
    }
    item.fields.iter().for_each(|field| contains_itself(checker, field));
    let provider = settings(checker.db, checker.schema).provider;
    let is_empty = item.fields.is_empty() && !item.has_bad_lines;
    if is_empty && scalar_types::supports_composite_types(provider) {
        let name = item.name.as_ref().map_or(item.keyword, |name| name.range);
        checker.report(&EMPTY, name, "This type has no fields. Add one, or remove the type.");
    }
}

fn contains_itself(checker: &mut Checker, field: &Field) {
    let Some(ty) = field.ty.as_ref().filter(|ty| ty.arity == Arity::Required) else { return };
    let FieldType::Composite(part) = resolve(checker.db, checker.schema, Some(ty)) else { return };
    let block = checker.block;
    let cycles = cycles(checker.db, checker.schema);
    let (Some(own), Some(other)) = (cycles.get(&block), cycles.get(&part)) else { return };
    if own != other {
        return;
    }
    let message = if part == block {
        format!(
            "Each `{0}` contains a `{0}`, so no value could ever end. Make this field optional or a list.",
            ty.name.text
        )
    } else {
        format!(
            "`{}` contains this type again, so no value could ever end. Make this field optional or a list.",
            ty.name.text
        )
    };
    let end = TextRange::empty(ty.range.end());
    let finding = checker.report(&CYCLE, ty.range, message);
    finding.fix("Make the field optional", false, block, [(end, "?".to_owned())]);
}

/// The composite types that every value of this one contains.
#[salsa::tracked(returns(ref))]
fn parts(db: &dyn Db, block: Block) -> Vec<Block> {
    let is_composite =
        block.header(db).as_ref().is_some_and(|header| header.keyword == ::syntax::Keyword::Type);
    if !is_composite {
        return Vec::new();
    }
    let required = shape(db, block).fields.iter().filter(|field| field.arity == Arity::Required);
    let composite = required.filter_map(|field| match field.ty {
        FieldType::Composite(part) => Some(part),
        _ => None,
    });
    composite.collect()
}

/// The composite types of a run that contain others.
#[salsa::tracked(returns(ref))]
fn parts_of_run(db: &dyn Db, run: Run) -> Vec<(Block, Vec<Block>)> {
    let blocks = run.blocks(db).iter().map(|block| (*block, parts(db, *block).clone()));
    blocks.filter(|(_, parts)| !parts.is_empty()).collect()
}

/// The composite types that contain themselves, each with one type of its cycle that stands for all of them.
#[salsa::tracked(returns(ref))]
fn cycles(db: &dyn Db, schema: Schema) -> HashMap<Block, Block> {
    let all = schema.runs(db).iter().flat_map(|run| parts_of_run(db, *run));
    let mut forward: HashMap<Block, &[Block]> = HashMap::new();
    let mut backward: HashMap<Block, Vec<Block>> = HashMap::new();
    let mut order = Vec::new();
    for (block, parts) in all {
        order.push(*block);
        forward.insert(*block, parts);
        parts.iter().for_each(|part| backward.entry(*part).or_default().push(*block));
    }
    let forward = |block: Block| forward.get(&block).copied().unwrap_or_default();
    let backward = |block: Block| backward.get(&block).map_or(&[][..], Vec::as_slice);
    // Who comes last when all are visited forwards is first to gather, backwards, those of its cycle (Kosaraju).
    let mut visited = HashSet::new();
    let mut finished = Vec::new();
    for block in order {
        visit(block, forward, &mut visited, &mut finished);
    }
    let mut gathered = HashSet::new();
    let mut cycles = HashMap::new();
    for block in finished.into_iter().rev() {
        let mut members = Vec::new();
        visit(block, backward, &mut gathered, &mut members);
        if members.len() > 1 || forward(block).contains(&block) {
            cycles.extend(members.into_iter().map(|member| (member, block)));
        }
    }
    cycles
}

/// Visits what can be reached from a block and was not visited; a block is finished after all that it leads to.
fn visit<'a>(
    start: Block,
    next: impl Fn(Block) -> &'a [Block],
    visited: &mut HashSet<Block>,
    finished: &mut Vec<Block>,
) {
    if !visited.insert(start) {
        return;
    }
    let mut path = vec![(start, next(start).iter())];
    while let Some((block, rest)) = path.last_mut() {
        match rest.next() {
            Some(part) if visited.insert(*part) => path.push((*part, next(*part).iter())),
            Some(_) => {}
            None => {
                finished.push(*block);
                path.pop();
            }
        }
    }
}
