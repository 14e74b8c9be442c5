//! Names in the database: tables, enums and constraints, written or derived, and where two must not be the same.
//!
//! Names in one block are compared there. For names that must differ in a whole database schema, each block gives a number
//! for each of its names, each run of blocks collects them, and only where a number occurs twice are names compared. So an
//! edit that changes no name passes one run.

use super::config::{Settings, settings};
use super::rule::rules;
use super::{Checker, FieldType, Place, item_of_block, resolve};
use crate::db::{Block, Db, Run, Schema};
use crate::item::{Arity, Expression, Field, Item};
use crate::keys::{Key, KeyKind, keys};
use ::syntax::node::BlockKind;
use ::syntax::{Keyword, TextRange};
use providers::Capability;
use providers::capabilities::has;
use providers::constraint_names::{ConstraintKind, Namespace, Scope, derived_name, namespaces};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

rules! {
    CONSTRAINT: Error "constraint-name-clash" "Two ids, indexes, foreign keys or defaults with one name in the database",
    MODEL: Error "map-duplicate-model" "Two models or views with one name in the database",
    ENUM: Error "map-duplicate-enum" "Two enums with one name in the database",
}

/// Something that has a name in the database and stands in a model.
pub(crate) struct Constraint {
    pub(crate) kind: ConstraintKind,
    pub(crate) name: String,
    /// Whether Prisma makes the name.
    pub(crate) is_derived: bool,
    /// Where the name is written, or else the attribute.
    pub(crate) range: TextRange,
    pub(crate) attribute: TextRange,
}

/// The ids, indexes, foreign keys and defaults of a model.
pub(crate) fn constraints(db: &dyn Db, schema: Schema, item: &Item, settings: &Settings) -> Vec<Constraint> {
    let named = |kind, map: Option<(&str, TextRange)>, columns: &[&str], attribute| match map {
        Some((name, range)) => {
            Constraint { kind, name: name.to_owned(), is_derived: false, range, attribute }
        }
        None => {
            let name = derived_name(settings.provider, kind, item.database_name(), columns);
            Constraint { kind, name, is_derived: true, range: attribute, attribute }
        }
    };
    let of_key = |key: &Key| {
        let kind = match key.kind {
            KeyKind::Id => ConstraintKind::PrimaryKey,
            KeyKind::Unique => ConstraintKind::Unique,
            KeyKind::Index | KeyKind::Fulltext => ConstraintKind::Index,
        };
        let columns: Vec<_> = key.paths().into_iter().flat_map(|path| columns(item, path)).collect();
        named(kind, key.map().and_then(text), &columns, key.attribute.range)
    };
    let mut constraints: Vec<_> = keys(item).iter().map(of_key).collect();
    for field in &item.fields {
        if let Some(relation) = field.attribute("relation")
            && let Some(fields) = relation.named("fields").and_then(|argument| argument.value.as_ref())
            && field.ty.as_ref().is_some_and(|ty| ty.arity != Arity::List)
            && matches!(resolve(db, schema, field.ty.as_ref()), FieldType::Model(_))
        {
            let paths = fields.elements().iter().filter_map(Expression::as_path);
            let columns: Vec<_> = paths.flat_map(|path| columns(item, path)).collect();
            let map = relation.named("map").and_then(text);
            constraints.push(named(ConstraintKind::ForeignKey, map, &columns, relation.range));
        }
        if let Some(default) = field.attribute("default")
            && let Some(map) = default.named("map").and_then(text)
        {
            constraints.push(named(ConstraintKind::Default, Some(map), &[], default.range));
        }
    }
    constraints
}

fn text(argument: &crate::item::Argument) -> Option<(&str, TextRange)> {
    Some((argument.value.as_ref()?.as_string()?, argument.range))
}

/// The names in the database that a path stands for.
fn columns<'a>(item: &'a Item, path: &'a str) -> impl Iterator<Item = &'a str> {
    path.split('.').enumerate().map(|(at, segment)| {
        let field = item.fields.iter().rfind(|field| at == 0 && field.name.text == segment);
        field.map_or(segment, Field::database_name)
    })
}

/// Whether two kinds of constraints must not have the same name there, and Prisma says so of the first one.
fn clash(namespace: &Namespace, kind: ConstraintKind, other: ConstraintKind) -> bool {
    namespace.reported_on.contains(&kind) && namespace.members.contains(&other)
}

/// Compares the names in one block.
pub(super) fn check(checker: &mut Checker, item: &Item) {
    let settings = settings(checker.db, checker.schema);
    if item.kind != BlockKind::Model || !settings.is_provider_clear() {
        return;
    }
    let block = checker.block;
    let constraints = constraints(checker.db, checker.schema, item, settings);
    let namespaces = namespaces(settings.provider);
    for (at, constraint) in constraints.iter().enumerate() {
        let is_clash = |(other_at, other): &(usize, &Constraint)| {
            let mut namespaces = namespaces.iter();
            *other_at != at
                && other.name == constraint.name
                && namespaces.any(|namespace| clash(namespace, constraint.kind, other.kind))
        };
        if let Some((_, other)) = constraints.iter().enumerate().find(is_clash) {
            let other = Place { block, range: other.range };
            report_constraint(checker, item, constraint, other);
        }
    }
}

fn report_constraint(checker: &mut Checker, item: &Item, constraint: &Constraint, other: Place) {
    let message = format!(
        "The database would have two constraints called `{}`. Give one of them another name, by `map`.",
        constraint.name
    );
    let attributes =
        item.fields.iter().flat_map(|field| &field.attributes).chain(&item.attributes).collect::<Vec<_>>();
    // Two of one name that say the same are one too many.
    let own = attributes.iter().find(|attribute| attribute.range == constraint.attribute);
    let is_same = other.block == checker.block
        && other.range != constraint.range
        && checker.written(other.range) == checker.written(constraint.attribute);
    if let Some(own) = own.filter(|_| is_same) {
        let finding = checker.report_attribute(&CONSTRAINT, own, message);
        finding.related(other.block, other.range, "the other one");
        return;
    }
    let map = attributes.into_iter().flat_map(|attribute| &attribute.arguments);
    // Without a name, Prisma derives one.
    let map = map.filter(|_| !constraint.is_derived && constraint.kind != ConstraintKind::Default);
    let map = map.into_iter().find(|argument| argument.range == constraint.range);
    let finding = match map {
        Some(map) => checker.report_argument(&CONSTRAINT, map, message),
        None => checker.report(&CONSTRAINT, constraint.range, message),
    };
    finding.related(other.block, other.range, "the other one");
}

/// What has a name in a whole database schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Named {
    Table,
    Enum,
    Constraint(ConstraintKind),
}

/// A name that must differ from others in its database schema. Without ranges, so that it stays the same while text moves.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct DatabaseName {
    what: Named,
    /// The database schema; empty for the one that is not named.
    schema: String,
    name: String,
    /// Whether the schema gives it; else it is what the block is called, or what Prisma derives.
    is_written: bool,
}

#[salsa::tracked(returns(ref))]
fn names_of_block(db: &dyn Db, block: Block) -> Vec<DatabaseName> {
    let schema = block.schema(db);
    let settings = settings(db, schema);
    let Some(item) = item_of_block(db, block).filter(|item| item.name.is_some()) else { return Vec::new() };
    let database_schema = item.attribute("schema").and_then(|attribute| {
        let value = attribute.arguments.first()?.value.as_ref()?;
        Some(value.as_string()?.to_owned())
    });
    let database_schema = database_schema.unwrap_or_default();
    let name = |what, name: &str, is_written| {
        let (schema, name) = (database_schema.clone(), name.to_owned());
        DatabaseName { what, schema, name, is_written }
    };
    let is_mapped = item.attribute("map").is_some();
    match item.kind {
        BlockKind::Enum if has(settings.provider, Capability::Enums) => {
            vec![name(Named::Enum, item.database_name(), is_mapped)]
        }
        BlockKind::Model | BlockKind::View => {
            let mut names = vec![name(Named::Table, item.database_name(), is_mapped)];
            if settings.is_provider_clear() {
                let constraints = constraints(db, schema, item, settings);
                let namespaces: Vec<_> = across_models(settings).collect();
                let is_known = |constraint: &&Constraint| {
                    namespaces.iter().any(|namespace| namespace.members.contains(&constraint.kind))
                };
                let known = constraints.iter().filter(is_known);
                names.extend(known.map(|it| name(Named::Constraint(it.kind), &it.name, !it.is_derived)));
            }
            names
        }
        _ => Vec::new(),
    }
}

fn across_models(settings: &Settings) -> impl Iterator<Item = &'static Namespace> {
    namespaces(settings.provider).iter().filter(|namespace| namespace.scope == Scope::DatabaseSchema)
}

/// One number for each name and each namespace that it is in. Names that must differ and do not have the same one.
fn keys_of_name(name: &DatabaseName, namespaces: &[&Namespace]) -> impl Iterator<Item = u64> {
    let key = move |namespace: usize| {
        let mut hasher = DefaultHasher::new();
        (namespace, &name.schema, &name.name).hash(&mut hasher);
        hasher.finish()
    };
    let is_in = move |namespace: &Namespace| match name.what {
        Named::Constraint(kind) => namespace.members.contains(&kind),
        Named::Table | Named::Enum => false,
    };
    let count = namespaces.len();
    let constraints = namespaces.iter().enumerate().filter(move |(_, it)| is_in(it)).map(|(at, _)| at);
    let table = (name.what == Named::Table).then_some(count);
    let an_enum = (name.what == Named::Enum).then_some(count + 1);
    constraints.chain(table).chain(an_enum).map(key).collect::<Vec<_>>().into_iter()
}

#[salsa::tracked(returns(ref))]
fn keys_of_block(db: &dyn Db, block: Block) -> Vec<u64> {
    let namespaces: Vec<_> = across_models(settings(db, block.schema(db))).collect();
    names_of_block(db, block).iter().flat_map(|name| keys_of_name(name, &namespaces)).collect()
}

#[salsa::tracked(returns(ref))]
fn keys_of_run(db: &dyn Db, run: Run) -> Vec<u64> {
    run.blocks(db).iter().flat_map(|block| keys_of_block(db, *block)).copied().collect()
}

/// The keys that more than one name has, sorted.
#[salsa::tracked(returns(ref))]
fn shared_keys(db: &dyn Db, schema: Schema) -> Vec<u64> {
    let mut keys: Vec<u64> = schema.runs(db).iter().flat_map(|run| keys_of_run(db, *run)).copied().collect();
    keys.sort_unstable();
    let mut shared: Vec<u64> =
        keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    shared.dedup();
    shared
}

/// The blocks that share a name with another one, or perhaps only a key.
fn suspects(db: &dyn Db, schema: Schema) -> Vec<Block> {
    let shared = shared_keys(db, schema);
    let is_shared = |keys: &[u64]| keys.iter().any(|key| shared.binary_search(key).is_ok());
    let runs = schema.runs(db).iter().filter(|run| !shared.is_empty() && is_shared(keys_of_run(db, **run)));
    let blocks = runs.flat_map(|run| run.blocks(db)).copied();
    blocks.filter(|block| is_shared(keys_of_block(db, *block))).collect()
}

/// A name that another block has too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clash {
    name: DatabaseName,
    other: Block,
    other_name: DatabaseName,
}

/// The names that more than one block has, by block.
#[salsa::tracked(returns(ref))]
pub(super) fn clashes(db: &dyn Db, schema: Schema) -> HashMap<Block, Vec<Clash>> {
    let namespaces: Vec<_> = across_models(settings(db, schema)).collect();
    let suspects = suspects(db, schema);
    let mut holders: HashMap<(&str, &str), Vec<(Block, &DatabaseName)>> = HashMap::new();
    for block in &suspects {
        for name in names_of_block(db, *block) {
            holders.entry((&name.schema, &name.name)).or_default().push((*block, name));
        }
    }
    let mut clashes: HashMap<Block, Vec<Clash>> = HashMap::new();
    for block in &suspects {
        // What Prisma derives for a view counts, but nobody can change it.
        let is_view = block.header(db).as_ref().is_some_and(|header| header.keyword == Keyword::View);
        for name in names_of_block(db, *block) {
            let holders = &holders[&(name.schema.as_str(), name.name.as_str())];
            let mut before = true;
            let is_clash = |(other, other_name): &&(Block, &DatabaseName)| {
                before &= other != block;
                other != block
                    && match (name.what, other_name.what) {
                        // The second one has the name that was taken, unless it is its own. Two blocks that are called the
                        // same are another mistake.
                        (Named::Table, Named::Table) | (Named::Enum, Named::Enum) => {
                            name.is_written && (before || !other_name.is_written)
                        }
                        (Named::Constraint(kind), Named::Constraint(other)) => {
                            !is_view && namespaces.iter().any(|namespace| clash(namespace, kind, other))
                        }
                        _ => false,
                    }
            };
            if let Some((other, other_name)) = holders.iter().filter(|_| holders.len() > 1).find(is_clash) {
                let clash = Clash { name: name.clone(), other: *other, other_name: (*other_name).clone() };
                clashes.entry(*block).or_default().push(clash);
            }
        }
    }
    clashes
}

/// Says which names of a block another block has too.
pub(super) fn check_across(checker: &mut Checker, item: &Item, clashes: &[Clash]) {
    for clash in clashes {
        let Some(other) = item_of_block(checker.db, clash.other) else { continue };
        let own = place(checker, checker.block, item, &clash.name);
        let there = place(checker, clash.other, other, &clash.other_name);
        let (Some(own), Some(there)) = (own, there) else { continue };
        let is_derived = !clash.name.is_written && !clash.other_name.is_written;
        match clash.name.what {
            Named::Table => table(checker, item, clash, &MODEL, own, there),
            Named::Enum => table(checker, item, clash, &ENUM, own, there),
            // Two tables of one name have constraints of one name.
            Named::Constraint(_) if is_derived && item.database_name() == other.database_name() => {}
            Named::Constraint(kind) => {
                let settings = settings(checker.db, checker.schema);
                let constraints = constraints(checker.db, checker.schema, item, settings);
                let is_it = |it: &&Constraint| it.kind == kind && it.name == clash.name.name;
                if let Some(constraint) = constraints.iter().find(is_it) {
                    report_constraint(checker, item, constraint, there);
                }
            }
        }
    }
}

fn table(
    checker: &mut Checker,
    item: &Item,
    clash: &Clash,
    rule: &'static crate::diagnostic::Rule,
    own: Place,
    there: Place,
) {
    let what = if clash.name.what == Named::Enum { "an enum" } else { "a table" };
    let message = format!("There is {what} called `{}` already. Map this to another name.", clash.name.name);
    let without = item.attribute("map").map(|map| checker.without(map.range));
    let block = checker.block;
    let finding = checker.report(rule, own.range, message);
    finding.related(there.block, there.range, "the other one");
    if let Some(without) = without {
        finding.fix("Remove `@@map`", false, block, [without]);
    }
}

/// Where a name is given, or the thing that it is derived for.
fn place(checker: &Checker, block: Block, item: &Item, name: &DatabaseName) -> Option<Place> {
    let range = match name.what {
        Named::Table | Named::Enum => item.attribute("map").map_or(item.name_range(), |map| map.range),
        Named::Constraint(kind) => {
            let settings = settings(checker.db, checker.schema);
            let constraints = constraints(checker.db, checker.schema, item, settings);
            constraints.iter().find(|own| own.kind == kind && own.name == name.name)?.range
        }
    };
    Some(Place { block, range })
}
