//! Changes of relations: new ones, their names, and tables of their own for them.

use crate::check::FieldType;
use crate::check::{Fix, Place, item_of_block, resolve_name, settings};
use crate::db::{Block, Db};
use crate::item::{Arity, Attribute, Field, Item};
use crate::keys::{KeyKind, keys};
use crate::mapping::implicit_other;
use crate::missing::{self, NewLines, Part, embedded_line};
use crate::relations::{Cardinality, OtherSide, RelationField, name_of, other_side, relation_fields};
use providers::capabilities::has;
use providers::{Capability, Provider};
use syntax::TextRange;

/// What can be made of the relation that a field is.
pub(super) fn of_field(db: &dyn Db, block: Block, field: &Field) -> Vec<Fix> {
    let Some(relation) = relation_fields(db, block).iter().find(|own| own.name == field.name.text) else {
        return from_scalar(db, block, field).into_iter().collect();
    };
    let OtherSide::Field { other, .. } = other_side(db, block, relation) else { return Vec::new() };
    let name = name_or_unname(db, block, relation, other);
    name.into_iter().chain(explicit(db, block, relation)).collect()
}

/// A repair made of parts.
fn of_parts(db: &dyn Db, title: String, parts: &[Part]) -> Option<Fix> {
    let mut edits = Vec::new();
    for part in parts {
        let block = part.block();
        let insertions = part.insertions(db, NewLines::BehindFields)?.into_iter();
        edits.extend(insertions.map(|(at, text)| (Place { block, range: TextRange::empty(at) }, text)));
    }
    (!edits.is_empty()).then_some(Fix { title, is_safe: false, edits })
}

/// The name that Prisma gives a relation without one.
fn derived_name(db: &dyn Db, block: Block, target: Block) -> String {
    let (own, target) = (name_of(db, block), name_of(db, target));
    if own <= target { format!("{own}To{target}") } else { format!("{target}To{own}") }
}

/// Gives both sides of a relation the name that it has anyway, or removes one that nothing needs.
fn name_or_unname(db: &dyn Db, block: Block, relation: &RelationField, other: &RelationField) -> Option<Fix> {
    let target = relation.target;
    let derived = derived_name(db, block, target);
    let sides = [(block, &relation.name), (target, &other.name)];
    let Some(name) = &relation.relation_name else {
        let part = |(block, field): (Block, &String)| Part::Arguments {
            block,
            field: field.clone(),
            name: Some(derived.clone()),
            arguments: Vec::new(),
        };
        return of_parts(db, format!("Name the relation \"{derived}\""), &sides.map(part));
    };
    let is_only = relation_fields(db, block).iter().filter(|own| own.target == target).count() == 1;
    // The table of a relation that has one is called after it.
    let names_table = implicit_other(db, block, relation).is_some() && *name != derived;
    if !is_only || target == block || names_table {
        return None;
    }
    let mut edits = Vec::new();
    for (block, field) in sides {
        let item = item_of_block(db, block)?;
        let attribute = item.fields.iter().find(|own| own.name.text == *field)?.attribute("relation")?;
        let (range, text) = without_name(block.source(db).text(), attribute);
        edits.push((Place { block, range }, text));
    }
    Some(Fix { title: format!("Remove the name \"{name}\" of the relation"), is_safe: false, edits })
}

/// The edit that leaves the arguments of a `@relation` but its name.
fn without_name(text: &str, attribute: &Attribute) -> (TextRange, String) {
    let kept =
        attribute.arguments.iter().filter(|argument| !argument.is_named("name") && argument.name.is_some());
    let kept: Vec<_> = kept.map(|argument| &text[std::ops::Range::<usize>::from(argument.range)]).collect();
    if kept.is_empty() {
        return (super::with_blanks_before(text, attribute.range), String::new());
    }
    (attribute.range, format!("@relation({})", kept.join(", ")))
}

/// Makes a model of the table in which Prisma keeps a many-to-many relation. Its rows stay: table, columns and indexes are
/// called as they were.
fn explicit(db: &dyn Db, block: Block, relation: &RelationField) -> Option<Fix> {
    let other = implicit_other(db, block, relation)?;
    let target = relation.target;
    if target == block {
        return None;
    }
    let table = relation.relation_name.clone().unwrap_or_else(|| derived_name(db, block, target));
    let is_first = (name_of(db, block), &relation.name) < (name_of(db, target), &other.name);
    let (a, b) = if is_first { (block, target) } else { (target, block) };
    let model = format!("{}On{}", name_of(db, b), plural(name_of(db, a)));
    if resolve_name(db, block.schema(db), &model).is_some() {
        return None;
    }
    let text = join_model(db, a, b, &model, &table)?;
    let item = item_of_block(db, block)?;
    let own_text = block.source(db).text();
    let line_end = if own_text.contains("\r\n") { "\r\n" } else { "\n" };
    let text = format!("\n\n{text}").replace('\n', line_end);
    let mut edits = vec![(Place { block, range: TextRange::empty(item.range.end()) }, text)];
    for (block, field) in [(block, relation), (target, other)] {
        let item = item_of_block(db, block)?;
        let field = item.fields.iter().find(|own| own.name.text == field.name)?;
        let place = |range| Place { block, range };
        edits.push((place(field.ty.as_ref()?.range), format!("{model}[]")));
        if let Some(attribute) = field.attribute("relation") {
            let removed = super::with_blanks_before(block.source(db).text(), attribute.range);
            edits.push((place(removed), String::new()));
        }
    }
    Some(Fix { title: format!("Make a model `{model}` of the relation's table"), is_safe: false, edits })
}

fn plural(model: &str) -> String {
    missing::capitalised(&missing::list_name(model))
}

/// The model for a table that refers with its column `A` to one model and with `B` to another.
fn join_model(db: &dyn Db, a: Block, b: Block, model: &str, table: &str) -> Option<String> {
    let mut lines = String::new();
    let mut columns = Vec::new();
    for (block, column) in [(a, "A"), (b, "B")] {
        let [id] = crate::keys::criteria(db, block).id.as_deref()? else { return None };
        let name = missing::single_name(name_of(db, block));
        let key = missing::foreign_name(&name, id);
        let list = embedded_line(db, block, &key, id)?;
        let (field, native) = list.split_once("[]")?;
        let target = name_of(db, block);
        lines += &format!(
            "  {name} {target} @relation(fields: [{key}], references: [{id}], onDelete: Cascade, onUpdate: Cascade, map: \"_{table}_{column}_fkey\")\n  {field} @map(\"{column}\"){native}\n"
        );
        columns.push(key);
    }
    let settings = settings(db, a.schema(db));
    let lines = match has(settings.provider, Capability::NamedForeignKeys) {
        true => lines,
        false => lines
            .replace(&format!(", map: \"_{table}_A_fkey\""), "")
            .replace(&format!(", map: \"_{table}_B_fkey\""), ""),
    };
    let list = columns.join(", ");
    // PostgreSQL has had a primary key in these tables since Prisma 6, the others a unique index.
    let key = match settings.provider {
        Some(Provider::PostgreSql) => format!("@@id([{list}], map: \"_{table}_AB_pkey\")"),
        _ => format!("@@unique([{list}], map: \"_{table}_AB_unique\")"),
    };
    let index = format!("@@index([{}], map: \"_{table}_B_index\")", columns.last()?);
    Some(format!("model {model} {{\n{lines}\n  {key}\n  {index}\n  @@map(\"_{table}\")\n}}"))
}

/// Makes a relation of a field that is called after a model and has the type of its id: `userId` refers to `User`.
fn from_scalar(db: &dyn Db, block: Block, field: &Field) -> Option<Fix> {
    let is_used = relation_fields(db, block)
        .iter()
        .any(|own| own.fields.iter().flatten().any(|name| *name == field.name.text));
    let ty = field.ty.as_ref().filter(|ty| ty.arity != Arity::List && !is_used)?;
    let name = &field.name.text;
    let stem =
        name.strip_suffix("Id").or_else(|| name.strip_suffix("_id")).filter(|stem| !stem.is_empty())?;
    let FieldType::Model(target) = resolve_name(db, block.schema(db), &missing::capitalised(stem))? else {
        return None;
    };
    let [id] = crate::keys::criteria(db, target).id.as_deref()? else { return None };
    let other = item_of_block(db, target)?.fields.iter().find(|own| own.name.text == *id)?;
    let is_same = other.ty.as_ref()?.name.text == ty.name.text && other.native_type() == field.native_type();
    let is_free = item_of_block(db, block)?.fields.iter().all(|own| own.name.text != stem);
    if !is_same || !is_free || related(db, block, target) {
        return None;
    }
    let suffix = if ty.arity == Arity::Optional { "?" } else { "" };
    let model = name_of(db, target);
    let line = format!("{stem} {model}{suffix} @relation(fields: [{name}], references: [{id}])");
    let (at, text) = missing::behind(block.source(db).text(), field.range, &line)?;
    let is_unique =
        crate::keys::criteria(db, block).unique.iter().any(|fields| fields == std::slice::from_ref(name));
    let back = back_line(db, block, target, is_unique)?;
    let mut fix = of_parts(db, format!("Make it a relation to `{model}`"), &[back])?;
    fix.edits.insert(0, (Place { block, range: TextRange::empty(at) }, text));
    Some(fix)
}

/// Whether two models have a relation already. More than one needs names.
fn related(db: &dyn Db, one: Block, other: Block) -> bool {
    let leads = |from, to| relation_fields(db, from).iter().any(|field| field.target == to);
    one == other || leads(one, other) || leads(other, one)
}

/// The field of a model that leads back to another one; none if something is called so.
fn back_line(db: &dyn Db, from: Block, to: Block, is_single: bool) -> Option<Part> {
    let own = name_of(db, from);
    let (name, suffix) =
        if is_single { (missing::single_name(own), "?") } else { (missing::list_name(own), "[]") };
    let is_free = item_of_block(db, to)?.fields.iter().all(|field| field.name.text != name);
    is_free.then(|| Part::Line { block: to, text: format!("{name} {own}{suffix}") })
}

/// New relations between two models that have none.
pub(super) fn between(db: &dyn Db, first: Block, second: Block) -> Vec<Fix> {
    let is_model = |block: Block| {
        item_of_block(db, block).is_some_and(|item| item.kind == syntax::node::BlockKind::Model)
    };
    if !is_model(first) || !is_model(second) || related(db, first, second) {
        return Vec::new();
    }
    let (one, two) = (name_of(db, first), name_of(db, second));
    let has_lists = has(settings(db, first.schema(db)).provider, Capability::ImplicitManyToMany);
    let has_id = |block| crate::keys::criteria(db, block).id.as_ref().is_some_and(|id| id.len() == 1);
    let lists = || Some(vec![back_line(db, second, first, false)?, back_line(db, first, second, false)?]);
    let many = (has_lists && has_id(first) && has_id(second)).then(lists).flatten();
    let offers = [
        (format!("Relate: one `{one}` has many `{two}`"), kept(db, first, second, false)),
        (format!("Relate: one `{two}` has many `{one}`"), kept(db, second, first, false)),
        (format!("Relate: one `{one}` has one `{two}`"), kept(db, first, second, true)),
        (format!("Relate: many `{one}` have many `{two}`"), many),
    ];
    offers.into_iter().filter_map(|(title, parts)| of_parts(db, title, &parts?)).collect()
}

/// The parts of a relation in which one model has one or many of another, which keeps it.
fn kept(db: &dyn Db, one: Block, keeper: Block, is_single: bool) -> Option<Vec<Part>> {
    let references = missing::key(db, one)?;
    let model = name_of(db, one);
    let name = missing::single_name(model);
    let keys: Vec<_> = references.iter().map(|reference| missing::foreign_name(&name, reference)).collect();
    let item = item_of_block(db, keeper)?;
    let is_taken = |name: &String| item.fields.iter().any(|field| field.name.text == *name);
    if is_taken(&name) || keys.iter().any(is_taken) || (is_single && keys.len() > 1) {
        return None;
    }
    let line = format!(
        "{name} {model} @relation(fields: [{}], references: [{}])",
        keys.join(", "),
        references.join(", ")
    );
    let mut parts = vec![Part::Line { block: keeper, text: line }];
    for (key, reference) in keys.iter().zip(&references) {
        let list = embedded_line(db, one, key, reference)?;
        let (field, native) = list.split_once("[]")?;
        let unique = if is_single { " @unique" } else { "" };
        parts.push(Part::Line { block: keeper, text: format!("{field}{unique}{native}") });
    }
    parts.push(back_line(db, keeper, one, is_single)?);
    Some(parts)
}

/// An index for the fields that each relation of a model refers with, where there is none.
pub(super) fn indexes(db: &dyn Db, block: Block, item: &Item) -> Option<Fix> {
    let mut lines = Vec::new();
    for relation in relation_fields(db, block).iter().filter(|relation| relation.has_fields()) {
        let is_list = matches!(
            other_side(db, block, relation),
            OtherSide::Field { cardinality: Cardinality::ManyToMany, .. }
        );
        let fields = relation.fields.as_deref().unwrap_or_default();
        let begins =
            |paths: Vec<&str>| paths.len() >= fields.len() && paths.iter().zip(fields).all(|(a, b)| a == b);
        let line = format!("@@index([{}])", fields.join(", "));
        let is_indexed = keys(item).iter().any(|key| key.kind != KeyKind::Fulltext && begins(key.paths()));
        if !is_list && !is_indexed && !lines.contains(&line) {
            lines.push(line);
        }
    }
    let text = block.source(db).text();
    let mut insertion = crate::mapping::before_brace(item, text, lines.first()?)?;
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    for line in &lines[1..] {
        insertion.1 += &format!("  {line}{line_end}");
    }
    let title = match lines.len() {
        1 => format!("Add `{}`", lines[0]),
        _ => "Add indexes for the relations".to_owned(),
    };
    Some(Fix { title, is_safe: false, edits: vec![(Place { block, range: insertion.0 }, insertion.1)] })
}
