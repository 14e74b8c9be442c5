//! How deletions and changes spread over relations: not in a circle, and in SQL Server not on two ways to one table.
//!
//! Each model gives a summary of the relations that spread them, each run of blocks collects these, and the graph is made of
//! the runs, so that an edit which changes no relation passes one run.

use super::config::{Settings, settings};
use super::rule::rules;
use super::{Checker, Fix, Place, item_of_block};
use crate::db::{Block, Db, Run, Schema};
use crate::item::Item;
use crate::missing::{NewLines, Part};
use crate::relations::{Cardinality, OtherSide, effective_actions, name_of, other_side, relation_fields};
use ::syntax::TextRange;
use fixedbitset::FixedBitSet;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use providers::capabilities::has;
use providers::{Capability, RelationMode};
use std::collections::{HashMap, VecDeque};

rules! {
    CYCLE_SELF: Error "relation-cycle-self" "A relation of a model to itself over which deletions or changes spread in a circle",
    CYCLE: Error "relation-cycle" "Relations over which deletions or changes spread in a circle",
    MULTIPLE_PATHS: Error "relation-multiple-cascade-paths" "Two ways on which deletions or changes spread to one model",
}

/// A relation over which a deletion or a change of the other side spreads to this one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Spread {
    field: String,
    to: Block,
}

/// Whether Prisma follows how deletions and changes spread.
fn is_followed(settings: &Settings) -> bool {
    let needed = match settings.relation_mode() {
        RelationMode::ForeignKeys => Capability::CycleDetectionInForeignKeysMode,
        RelationMode::Prisma => Capability::CycleDetectionInPrismaMode,
    };
    settings.is_provider_clear() && has(settings.provider, needed)
}

#[salsa::tracked(returns(ref))]
fn spreads_of_block(db: &dyn Db, block: Block) -> Vec<Spread> {
    let settings = settings(db, block.schema(db));
    let mut spreads = Vec::new();
    for field in relation_fields(db, block) {
        let OtherSide::Field { cardinality, keeps: true, .. } = other_side(db, block, field) else {
            continue;
        };
        let (on_delete, on_update) =
            effective_actions(db, block, field, settings.provider, settings.relation_mode());
        if cardinality != Cardinality::ManyToMany && (on_delete.modifies() || on_update.modifies()) {
            spreads.push(Spread { field: field.name.clone(), to: field.target });
        }
    }
    spreads
}

#[salsa::tracked(returns(ref))]
fn spreads_of_run(db: &dyn Db, run: Run) -> Vec<(Block, Vec<Spread>)> {
    let blocks = run.blocks(db).iter().map(|block| (*block, spreads_of_block(db, *block).clone()));
    blocks.filter(|(_, spreads)| !spreads.is_empty()).collect()
}

/// Models, and the relations that spread deletions and changes.
struct Graph<'db> {
    graph: DiGraph<Block, &'db str>,
    nodes: HashMap<Block, NodeIndex>,
}

fn graph(db: &dyn Db, schema: Schema) -> Graph<'_> {
    let mut graph = Graph { graph: DiGraph::new(), nodes: HashMap::new() };
    for (block, spreads) in schema.runs(db).iter().flat_map(|run| spreads_of_run(db, *run)) {
        let from = graph.node(*block);
        for spread in spreads {
            let to = graph.node(spread.to);
            graph.graph.add_edge(from, to, &spread.field);
        }
    }
    graph
}

impl Graph<'_> {
    fn node(&mut self, block: Block) -> NodeIndex {
        *self.nodes.entry(block).or_insert_with(|| self.graph.add_node(block))
    }

    /// For each model, those that can be reached from it by at least one relation.
    fn reachable(&self) -> Vec<FixedBitSet> {
        let count = self.graph.node_count();
        let mut reachable = vec![FixedBitSet::with_capacity(count); count];
        // In this order, what a group leads to comes before the group.
        for group in kosaraju_scc(&self.graph) {
            let mut found = FixedBitSet::with_capacity(count);
            for to in group.iter().flat_map(|node| self.graph.neighbors(*node)) {
                found.insert(to.index());
                found.union_with(&reachable[to.index()]);
            }
            group.iter().for_each(|node| reachable[node.index()].clone_from(&found));
        }
        reachable
    }

    /// The names of the relations on a shortest way between two models; none if that is a long way.
    fn path(&self, db: &dyn Db, from: NodeIndex, to: NodeIndex) -> Option<Vec<String>> {
        let mut came_from: HashMap<NodeIndex, (NodeIndex, &str)> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front().filter(|node| *node != to) {
            if came_from.len() > MOST_SEARCHED {
                return None;
            }
            for edge in self.graph.edges(node) {
                if edge.target() != from && !came_from.contains_key(&edge.target()) {
                    came_from.insert(edge.target(), (node, edge.weight()));
                    queue.push_back(edge.target());
                }
            }
        }
        let mut path = Vec::new();
        let mut at = to;
        while let Some((before, field)) = came_from.get(&at).filter(|_| at != from) {
            path.push(format!("{}.{field}", name_of(db, self.graph[*before])));
            at = *before;
        }
        path.reverse();
        (path.len() < MOST_SHOWN).then_some(path)
    }
}

/// So many models are looked at to find the way that a circle takes.
const MOST_SEARCHED: usize = 200;
/// So many relations of a circle are named.
const MOST_SHOWN: usize = 8;

/// What is wrong with a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    CycleSelf {
        field: String,
    },
    /// With the relations that the circle is made of, this one first; of a long one not all.
    Cycle {
        field: String,
        path: Vec<String>,
    },
    MultiplePaths {
        field: String,
        other: String,
    },
}

/// The relations that spread deletions and changes where they should not, by model.
#[salsa::tracked(returns(ref))]
pub(super) fn problems(db: &dyn Db, schema: Schema) -> HashMap<Block, Vec<Problem>> {
    let settings = settings(db, schema);
    let mut problems: HashMap<Block, Vec<Problem>> = HashMap::new();
    if !is_followed(settings) {
        return problems;
    }
    let graph = graph(db, schema);
    let reachable = graph.reachable();
    let has_multiple_path_check = settings.relation_mode() == RelationMode::ForeignKeys
        && has(settings.provider, Capability::MultipleCascadePathCheck);
    for node in graph.graph.node_indices() {
        let mut found = cycles(db, &graph, &reachable, node);
        if has_multiple_path_check {
            found.extend(multiple_paths(&graph, &reachable, node));
        }
        if !found.is_empty() {
            problems.insert(graph.graph[node], found);
        }
    }
    problems
}

fn cycles(db: &dyn Db, graph: &Graph, reachable: &[FixedBitSet], node: NodeIndex) -> Vec<Problem> {
    let mut found = Vec::new();
    for edge in graph.graph.edges(node) {
        let field = (*edge.weight()).to_owned();
        if edge.target() == node {
            found.push(Problem::CycleSelf { field });
        } else if reachable[edge.target().index()].contains(node.index()) {
            let mut path = vec![format!("{}.{field}", name_of(db, graph.graph[node]))];
            match graph.path(db, edge.target(), node) {
                Some(rest) => path.extend(rest),
                None => path.push("…".to_owned()),
            }
            found.push(Problem::Cycle { field, path });
        }
    }
    // The graph gives the newest relation first.
    found.reverse();
    found
}

fn multiple_paths(graph: &Graph, reachable: &[FixedBitSet], node: NodeIndex) -> Vec<Problem> {
    let edges: Vec<_> = graph.graph.edges(node).filter(|edge| edge.target() != node).collect();
    let meets = |a: NodeIndex, b: NodeIndex| {
        let (of_a, of_b) = (&reachable[a.index()], &reachable[b.index()]);
        a == b || of_a.contains(b.index()) || of_b.contains(a.index()) || !of_a.is_disjoint(of_b)
    };
    let mut found = Vec::new();
    for edge in edges.iter().rev() {
        let other =
            edges.iter().find(|other| other.id() != edge.id() && meets(edge.target(), other.target()));
        if let Some(other) = other {
            let field = (*edge.weight()).to_owned();
            found.push(Problem::MultiplePaths { field, other: (*other.weight()).to_owned() });
        }
    }
    found
}

/// Says which relations of a block spread deletions and changes where they should not.
pub(super) fn check_across(checker: &mut Checker, item: &Item, problems: &[Problem]) {
    let block = checker.block;
    let range = |name: &str| {
        let field = item.fields.iter().rfind(|field| field.name.text == *name)?;
        Some(field.attribute("relation").map_or(field.name.range, |attribute| attribute.range))
    };
    let remedy = "Write `onDelete: NoAction, onUpdate: NoAction`";
    for problem in problems {
        match problem {
            Problem::CycleSelf { field } => {
                let Some(range) = range(field) else { continue };
                let message =
                    format!("A deletion or change would spread in this table without end. {remedy}.");
                let fix = no_action(checker, item, field);
                checker.report(&CYCLE_SELF, range, message).fixes.extend(fix);
            }
            Problem::Cycle { field, path } => {
                let Some(range) = range(field) else { continue };
                let message = format!(
                    "A deletion or change would come back to where it began: {}. {remedy} on one of these relations.",
                    path.join(" → ")
                );
                let places = places(checker, path);
                let fix = no_action(checker, item, field);
                let finding = checker.report(&CYCLE, range, message);
                finding.fixes.extend(fix);
                for place in places {
                    finding.related(place.block, place.range, "another relation of the circle");
                }
            }
            Problem::MultiplePaths { field, other } => {
                let (Some(own), Some(there)) = (range(field), range(other)) else { continue };
                let message = format!(
                    "A deletion or change would reach this table on two ways, by `{field}` and by `{other}`. {remedy} on one of them."
                );
                let fix = no_action(checker, item, field);
                let finding = checker.report(&MULTIPLE_PATHS, own, message);
                finding.related(block, there, "the other way");
                finding.fixes.extend(fix);
            }
        }
    }
}

/// A repair that lets nothing spread over a relation.
fn no_action(checker: &Checker, item: &Item, field: &str) -> Option<Fix> {
    let block = checker.block;
    let relation = item.fields.iter().rfind(|own| own.name.text == *field)?.attribute("relation")?;
    let mut edits = Vec::new();
    let mut arguments = Vec::new();
    for name in ["onDelete", "onUpdate"] {
        match relation.named(name).and_then(|argument| argument.value.as_ref()) {
            Some(value) => edits.push((Place { block, range: value.range }, "NoAction".to_owned())),
            None => arguments.push(format!("{name}: NoAction")),
        }
    }
    if !arguments.is_empty() {
        let part = Part::Arguments { block, field: field.to_owned(), name: None, arguments };
        let insertions = part.insertions(checker.db, NewLines::BehindFields)?;
        let place = |at| Place { block, range: TextRange::empty(at) };
        edits.extend(insertions.into_iter().map(|(at, text)| (place(at), text)));
    }
    let title = "Let deletions and changes stop here".to_owned();
    Some(Fix { title, is_safe: false, edits })
}

/// Where the relations of a path stand, without the first.
fn places(checker: &Checker, path: &[String]) -> Vec<Place> {
    let place = |step: &String| {
        let (model, field) = step.split_once('.')?;
        let declared = checker.db.declarations(checker.schema, crate::db::Namespace::Types, model);
        let block = *declared.blocks(checker.db).last()?;
        let item = item_of_block(checker.db, block)?;
        let field = item.fields.iter().rfind(|own| own.name.text == field)?;
        Some(Place { block, range: field.name.range })
    };
    path.iter().skip(1).take(4).filter_map(place).collect()
}
