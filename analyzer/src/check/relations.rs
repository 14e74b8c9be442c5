//! Relations: that they have two sides which belong together. What each kind of relation asks of its sides stands beside.

use super::edits::{Edit, with_arguments_of};
use super::rule::rules;
use super::{
    Checker, FieldType, Fix, Place, foreign_keys, item_of_block, many_to_many, one_to_many, one_to_one,
    referential_actions, shape,
};
use crate::db::{Block, Db};
use crate::diagnostic::Rule;
use crate::item::{Argument, Field, Item};
use crate::missing::{Named, NewLines, Part, capitalised, list_name, missing_parts};
use crate::relations::{
    Cardinality, OtherSide, RelationField, is_ambiguous, name_of, other_side, relation_fields, rivals,
};
use ::syntax::TextRange;
use ::syntax::node::BlockKind;

rules! {
    MISSING_OPPOSITE: Error "relation-missing-opposite" "A relation field without a field on the other side",
    IGNORED_MODEL: Error "relation-ignored-model" "A relation to a model that the client does not know",
    AMBIGUOUS: Error "relation-ambiguous" "Several relations without a name between two models",
    MISNAMED: Error "relation-misnamed" "Several relations of one name between two models",
    AMBIGUOUS_SELF: Error "relation-ambiguous-self" "Two fields of one relation of a model to itself, without a name",
    UNNAMED_SELF: Error "relation-unnamed-self" "Several relations without a name of a model to itself",
    MISNAMED_SELF: Error "relation-misnamed-self" "More than two fields with one relation name in a relation of a model to itself",
}

/// A relation field under examination, from its own side.
pub(super) struct Side<'a> {
    /// The block that it stands in.
    pub(super) item: &'a Item,
    pub(super) field: &'a Field,
    pub(super) relation: &'a RelationField,
}

impl Side<'_> {
    /// The `@relation`, or the name of the field without one.
    pub(super) fn range(&self) -> TextRange {
        self.field.attribute("relation").map_or(self.field.name.range, |attribute| attribute.range)
    }

    /// An argument of `@relation`, or the next best.
    pub(super) fn argument_range(&self, name: &str) -> TextRange {
        let attribute = self.field.attribute("relation");
        let argument = attribute.and_then(|attribute| attribute.named(name));
        argument.map_or_else(|| self.range(), |argument| argument.range)
    }

    /// The arguments of `@relation` with these names.
    pub(super) fn arguments(&self, names: &[&str]) -> Vec<&Argument> {
        let arguments = self.field.attribute("relation").map_or(&[][..], |attribute| &attribute.arguments);
        arguments.iter().filter(|argument| names.iter().any(|name| argument.is_named(name))).collect()
    }

    /// The edit that removes arguments of `@relation`, and `@relation` too if nothing else is in it.
    pub(super) fn without(&self, checker: &Checker, names: &[&str]) -> Option<Edit> {
        let attribute = self.field.attribute("relation").filter(|_| !self.arguments(names).is_empty())?;
        let is_kept = |argument: &Argument| !names.iter().any(|name| argument.is_named(name));
        Some(with_arguments_of(checker.text(), attribute, is_kept))
    }

    /// The argument that says what happens to the rows of this side.
    pub(super) fn action_range(&self) -> TextRange {
        let name = if self.relation.on_delete.is_some() { "onDelete" } else { "onUpdate" };
        self.argument_range(name)
    }
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    if !matches!(item.kind, BlockKind::Model | BlockKind::View) {
        return;
    }
    let db = checker.db;
    let own = checker.block;
    for relation in relation_fields(db, own) {
        let Some(field) = item.fields.iter().rfind(|field| field.name.text == relation.name) else {
            continue;
        };
        let side = Side { item, field, relation };
        ignored_model(checker, &side);
        referential_actions::check(checker, &side);
        match other_side(db, own, relation) {
            // Where more than one pair is possible, nothing can be said of any.
            OtherSide::Ambiguous => ambiguous(checker, &side),
            OtherSide::Missing => {
                missing_opposite(checker, &side);
                foreign_keys::check(checker, &side);
            }
            OtherSide::Field { other, cardinality, keeps } => {
                let before = checker.findings.len();
                match cardinality {
                    Cardinality::OneToOne => one_to_one::check(checker, &side, other, keeps),
                    Cardinality::OneToMany => one_to_many::check(checker, &side, other, keeps),
                    Cardinality::ManyToMany => many_to_many::check(checker, &side, other),
                }
                name_other_side(checker, before, relation.target, other);
                foreign_keys::check(checker, &side);
            }
        }
    }
}

/// Adds the other side of a relation to what was found of how its sides belong together.
fn name_other_side(checker: &mut Checker, first: usize, target: Block, other: &RelationField) {
    if first == checker.findings.len() {
        return;
    }
    let item = item_of_block(checker.db, target);
    let field = item.and_then(|item| item.fields.iter().rfind(|field| field.name.text == other.name));
    let Some(range) = field.map(|field| field.name.range) else { return };
    for finding in &mut checker.findings[first..] {
        finding.related(target, range, "the other side of the relation");
    }
}

/// Says once for each group of fields that cannot be told apart what they lack.
fn ambiguous(checker: &mut Checker, side: &Side) {
    let (db, own) = (checker.db, checker.block);
    let mut rivals = rivals(db, own, side.relation);
    if !is_ambiguous(db, own, side.relation) || rivals.next().is_none_or(|first| first != side.relation) {
        return;
    }
    let others: Vec<_> = rivals.collect();
    let target = name_of(db, side.relation.target);
    let is_named = side.relation.relation_name.is_some();
    let (rule, message): (&'static Rule, _) = match (side.relation.target == own, is_named) {
        (true, true) => (
            &MISNAMED_SELF,
            "A relation has two sides, and more fields than two have this relation name. Give each pair its own.".to_owned(),
        ),
        (true, false) if others.len() == 1 => (
            &AMBIGUOUS_SELF,
            format!("It is not clear whether the fields with type `{target}` are two sides of one relation. Give both the same name: `@relation(\"…\")`."),
        ),
        (true, false) => (
            &UNNAMED_SELF,
            format!("It is not clear which of the fields with type `{target}` belong together. Give the two sides of each relation a name: `@relation(\"…\")`."),
        ),
        (false, true) => (
            &MISNAMED,
            format!("Several relations to `{target}` have this name. Give each its own."),
        ),
        (false, false) => (
            &AMBIGUOUS,
            format!("There are several relations to `{target}`. Give each a name, the same on both sides: `@relation(\"…\")`."),
        ),
    };
    let names = if rule.code == AMBIGUOUS_SELF.code { one_name(db, own, side, &others) } else { None };
    let finding = checker.report(rule, side.field.name.range, message);
    finding.fixes.extend(names);
    for other in others {
        if let Some(field) = side.item.fields.iter().rfind(|field| field.name.text == other.name) {
            finding.related(own, field.name.range, "and this field");
        }
    }
}

/// A repair that gives two fields of a model with its own type one name, so that they are two sides of a relation.
fn one_name(db: &dyn Db, own: Block, side: &Side, others: &[&RelationField]) -> Option<Fix> {
    let [other] = others else { return None };
    let keeper = if side.relation.has_fields() { &side.relation.name } else { &other.name };
    let name = format!("{}{}", name_of(db, own), capitalised(keeper));
    let part = |field: &str| Part::Arguments {
        block: own,
        field: field.to_owned(),
        name: Some(name.clone()),
        arguments: Vec::new(),
    };
    fix(db, format!("Give both the name \"{name}\""), &[part(&side.relation.name), part(&other.name)])
}

fn missing_opposite(checker: &mut Checker, side: &Side) {
    let db = checker.db;
    let target = side.relation.target;
    // A field there whose type is not known may be the one that is looked for.
    let target_shape = shape(db, target);
    let is_unclear = target_shape.has_bad_lines
        || target_shape.fields.iter().any(|field| field.ty == FieldType::Unknown)
        || target == checker.block && side.item.has_bad_lines;
    let Some(name) = side.item.name.as_ref().filter(|_| !is_unclear) else { return };
    let Some(target_item) = item_of_block(db, target) else { return };
    let parts = missing_parts(db, checker.block, side.relation, Named::ByField);
    let line = parts.iter().find_map(|part| match part {
        Part::Line { block, text } if *block == target => Some(text.clone()),
        _ => None,
    });
    let line = line.unwrap_or_else(|| {
        let attribute = side.relation.relation_name.as_ref().map(|name| format!(" @relation(\"{name}\")"));
        format!("{} {}[]{}", list_name(&name.text), name.text, attribute.unwrap_or_default())
    });
    let message = format!(
        "A relation has a field on both sides. Add one to `{}`, such as `{line}`.",
        name_of(db, target)
    );
    let range = target_item.name_range();
    let finding = checker.report(&MISSING_OPPOSITE, side.field.name.range, message);
    finding.related(target, range, "the field is missing here");
    let title = format!("Add the field to `{}`", name_of(db, target));
    finding.fixes.extend(fix(db, title, &parts));
}

/// A repair that adds what a relation lacks.
pub(super) fn fix(db: &dyn Db, title: String, parts: &[Part]) -> Option<Fix> {
    let mut edits = Vec::new();
    for part in parts {
        let block = part.block();
        let insertions = part.insertions(db, NewLines::BehindFields)?.into_iter();
        edits.extend(insertions.map(|(at, text)| (Place { block, range: TextRange::empty(at) }, text)));
    }
    (!edits.is_empty()).then_some(Fix { title, is_safe: false, edits })
}

/// A repair that adds the fields and arguments that a relation lacks on the side that keeps it.
pub(super) fn completion(checker: &Checker, side: &Side) -> Option<Fix> {
    let parts = missing_parts(checker.db, checker.block, side.relation, Named::ByField);
    fix(checker.db, "Complete the relation".to_owned(), &parts)
}

fn ignored_model(checker: &mut Checker, side: &Side) {
    let db = checker.db;
    let is_known = !shape(db, side.relation.target).is_ignored;
    if is_known || side.field.attribute("ignore").is_some() || side.item.attribute("ignore").is_some() {
        return;
    }
    let message = format!(
        "The client does not know `{}`, which is ignored, so it cannot know this field. Add `@ignore`.",
        name_of(db, side.relation.target)
    );
    let block = checker.block;
    let end = TextRange::empty(side.field.range.end());
    let range = side.field.ty.as_ref().map_or(side.field.name.range, |ty| ty.range);
    checker.report(&IGNORED_MODEL, range, message).fix(
        "Add `@ignore`",
        true,
        block,
        [(end, " @ignore".to_owned())],
    );
}
