//! Attributes of fields and what they say together about a model.

use super::attributes::{Site, sigil};
use super::edits::{appended, field_called, required};
use super::expect::Given;
use super::rule::rules;
use super::{Checker, FieldType, resolve};
use crate::item::{Arity, Attribute, Field, Item};
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::attributes::Place;
use providers::scalar_types::ScalarType;
use std::collections::HashMap;

rules! {
    ID_ON_RELATION: Error "id-on-relation" "A relation field that is the id",
    ID_NOT_REQUIRED: Error "id-not-required" "An id that is optional or a list",
    ID_DEFINED_TWICE: Error "id-defined-twice" "A model with two id fields",
    ID_FIELD_AND_BLOCK: Error "id-field-and-block" "A model with an id field and an id for the block",
    UNIQUE_ON_RELATION: Error "unique-on-relation" "A relation field that is unique",
    MAP_ON_RELATION: Error "map-on-relation" "A relation field with a name in the database",
    RELATION_ON_SCALAR: Error "relation-on-scalar" "`@relation` on a field that is no relation",
    DEFAULT_ON_RELATION: Error "default-on-relation" "A relation field with a default",
    UPDATED_AT_TYPE: Error "updatedat-type" "`@updatedAt` on a field that is no `DateTime`",
    UPDATED_AT_LIST: Error "updatedat-list" "`@updatedAt` on a list",
    IGNORE_ON_UNSUPPORTED: Error "ignore-on-unsupported" "`@ignore` on a field of an unsupported type",
    IGNORE_REDUNDANT: Error "ignore-redundant" "`@ignore` on a field of a model that is ignored",
    SHARD_KEY_TWICE: Error "shardkey-twice" "A model with two shard key fields",
    SHARD_KEY_FIELD_AND_BLOCK: Error "shardkey-field-and-block" "A model with a shard key field and one for the block",
    SHARD_KEY_NOT_REQUIRED: Error "shardkey-not-required" "A shard key that is optional or a list",
    MAP_DUPLICATE_FIELD: Error "map-duplicate-field" "Two fields with one name in the database",
    MAP_CLASHES_WITH_FIELD: Error "map-clashes-with-field" "A name in the database that another field has in the schema",
    MAP_DUPLICATE_COMPOSITE: Error "map-duplicate-composite-field" "Two fields of a composite type with one name in the database",
    COMPOSITE_FIELD_ATTRIBUTE: Error "composite-field-attribute" "An attribute that fields of composite types cannot have",
    COMPOSITE_BLOCK_MAP: Error "composite-block-map" "`@@map` in a composite type",
    COMPOSITE_BLOCK_UNIQUE: Error "composite-block-unique" "`@@unique` in a composite type",
    COMPOSITE_BLOCK_INDEX: Error "composite-block-index" "`@@index` in a composite type",
    COMPOSITE_BLOCK_FULLTEXT: Error "composite-block-fulltext" "`@@fulltext` in a composite type",
    COMPOSITE_BLOCK_ID: Error "composite-block-id" "`@@id` in a composite type",
    COMPOSITE_BLOCK_ATTRIBUTE: Error "composite-block-attribute" "A block attribute in a composite type",
    VIEW_PK: Error "view-pk" "A view with an id",
    VIEW_INDEX: Error "view-index" "A view with an index",
}

fn is_ignored(item: &Item) -> bool {
    item.attributes.iter().any(|attribute| attribute.name.text == "ignore")
}

/// An attribute that is known at its place only as a mistake.
pub(super) fn misplaced(checker: &mut Checker, site: &Site, attribute: &Attribute) {
    let name = attribute.name.text.as_str();
    let is_relation = matches!(site.place, Place::ModelRelation | Place::ViewRelation);
    let range = attribute.range;
    match name {
        "id" if is_relation => {
            let message = "A relation cannot be the id. Use the scalar fields that it refers with.";
            report_on_relation(checker, site, &ID_ON_RELATION, attribute, message);
        }
        "unique" if is_relation => {
            let message =
                "A relation cannot be unique itself. Make the scalar fields unique that it refers with.";
            report_on_relation(checker, site, &UNIQUE_ON_RELATION, attribute, message);
        }
        "map" if is_relation => {
            let message = "A relation field is no column, so it has no name in the database. Put `@map` on the scalar field that it refers with.";
            checker.report_attribute(&MAP_ON_RELATION, attribute, message);
        }
        "default" if is_relation => {
            let message =
                "A relation cannot have a default. Give one to the scalar field that it refers with.";
            checker.report_attribute(&DEFAULT_ON_RELATION, attribute, message);
        }
        "relation" => {
            let ty = site.field.and_then(|field| field.ty.as_ref()).map_or("", |ty| ty.name.text.as_str());
            let message = format!(
                "`{ty}` is no model, so this field is no relation. Use a model as its type, or remove `@relation`."
            );
            checker.report_attribute(&RELATION_ON_SCALAR, attribute, &message);
        }
        "id" => {
            let message = "Views have no id. Use a unique criterion, `@unique` or `@@unique`.";
            let block = checker.block;
            let finding = checker.report(&VIEW_PK, range, message);
            let edit = (attribute.name.range, "unique".to_owned());
            finding.fix(format!("Write `{}unique`", sigil(site)), false, block, [edit]);
        }
        "index" | "fulltext" => {
            let message = "Views have no indexes. Remove this attribute.";
            checker.report_attribute(&VIEW_INDEX, attribute, message);
        }
        _ => {
            let message = format!("`{}{name}` cannot stand here.", sigil(site));
            checker.report(&super::attributes::UNKNOWN, range, message);
        }
    }
}

/// Reports a key on a relation field, and offers to put it on the scalar fields that the relation refers with.
fn report_on_relation(
    checker: &mut Checker,
    site: &Site,
    rule: &'static crate::diagnostic::Rule,
    attribute: &Attribute,
    message: &str,
) {
    let block = checker.block;
    let name = attribute.name.text.as_str();
    let names = foreign_key(site.field);
    let without = checker.without(attribute.range);
    let line = (!names.is_empty()).then(|| format!("@@{name}([{}])", names.join(", ")));
    let instead = match (&names[..], &line) {
        ([single], _) => {
            let field = field_called(site.item, single).filter(|field| field.attribute(name).is_none());
            field.map(|field| appended(field, &format!("@{name}")))
        }
        (_, Some(line)) => checker.with_line(line),
        _ => None,
    };
    let finding = checker.report(rule, attribute.range, message);
    if let Some(line) = line {
        finding.help(format!("write `{line}` in the model"));
    }
    match instead {
        Some(instead) => {
            let title = format!("Put it on `{}`", names.join(", "));
            finding.fix(title, false, block, [without, instead]);
        }
        None => {
            finding.fix(format!("Remove `@{name}`"), false, block, [without]);
        }
    }
}

/// The fields that a relation refers with.
fn foreign_key(field: Option<&Field>) -> Vec<&str> {
    let relation = field.and_then(|field| field.attribute("relation"));
    let fields = relation.and_then(|relation| relation.named("fields")?.value.as_ref());
    fields.iter().flat_map(|fields| fields.elements()).filter_map(|element| element.as_path()).collect()
}

pub(super) fn id_field(checker: &mut Checker, site: &Site, given: &Given) {
    let arity = site.field.and_then(|field| field.ty.as_ref()).map_or(Arity::Required, |ty| ty.arity);
    if arity != Arity::Required && !is_ignored(site.item) {
        let suffix = if arity == Arity::List { "[]" } else { "?" };
        let message = format!("An id must always have a value. Remove `{suffix}` from the type.");
        let block = checker.block;
        let finding = checker.report(&ID_NOT_REQUIRED, given.attribute.range, message);
        if let Some(edit) = site.field.and_then(|field| required(field.ty.as_ref()?)) {
            finding.fix(format!("Remove `{suffix}`"), false, block, [edit]);
        }
    }
}

pub(super) fn updated_at(checker: &mut Checker, site: &Site, given: &Given) {
    let range = given.attribute.range;
    if site.field_type != FieldType::Scalar(ScalarType::DateTime) {
        let message = "`@updatedAt` sets a time, so the field must be a `DateTime`.";
        let block = checker.block;
        let plain =
            site.field.filter(|field| field.attributes.len() == 1).and_then(|field| field.ty.as_ref());
        let finding = checker.report_attribute(&UPDATED_AT_TYPE, given.attribute, message);
        if let Some(ty) = plain.filter(|ty| !ty.is_unsupported) {
            let edit = (ty.name.range, ScalarType::DateTime.name().to_owned());
            finding.fix("Make the field a `DateTime`", false, block, [edit]);
        }
    }
    let ty = site.field.and_then(|field| field.ty.as_ref());
    if let Some(ty) = ty.filter(|ty| ty.arity == Arity::List) {
        let message = "`@updatedAt` sets one time, so the field cannot be a list.";
        let block = checker.block;
        let finding = checker.report(&UPDATED_AT_LIST, range, message);
        if let Some(edit) = required(ty) {
            finding.fix("Remove `[]`", false, block, [edit]);
        }
    }
}

pub(super) fn ignore_field(checker: &mut Checker, site: &Site, given: &Given) {
    let block = checker.block;
    let range = given.attribute.range;
    let removal = checker.removal(range);
    if site.field_type == FieldType::Unsupported {
        let message = "A field of an unsupported type is left out of the client anyway. Remove `@ignore`.";
        let finding = checker.report(&IGNORE_ON_UNSUPPORTED, range, message);
        finding.fix("Remove `@ignore`", true, block, [(removal, String::new())]);
    }
    if is_ignored(site.item) && !site.field_type.is_relation() {
        let message = "The whole block is left out of the client by `@@ignore`. Remove `@ignore` here.";
        let finding = checker.report(&IGNORE_REDUNDANT, range, message);
        finding.fix("Remove `@ignore`", true, block, [(removal, String::new())]);
    }
}

pub(super) fn shard_key_field(checker: &mut Checker, site: &Site, given: &Given) {
    let arity = site.field.and_then(|field| field.ty.as_ref()).map_or(Arity::Required, |ty| ty.arity);
    if arity != Arity::Required && !is_ignored(site.item) {
        let message = "A shard key must always have a value. Remove the suffix of the type.";
        let block = checker.block;
        let edit = site.field.and_then(|field| required(field.ty.as_ref()?));
        let finding = checker.report(&SHARD_KEY_NOT_REQUIRED, given.attribute.range, message);
        if let Some(edit) = edit {
            finding.fix("Make the field required", false, block, [edit]);
        }
    }
}

/// What the attributes of the fields and those of the block say together.
pub(super) fn check(checker: &mut Checker, item: &Item) {
    if !matches!(item.kind, BlockKind::Model | BlockKind::View) {
        return;
    }
    let scalars = scalar_fields(checker, item);
    if item.kind == BlockKind::Model {
        one_criterion(checker, item, &scalars, "id", &ID_DEFINED_TWICE, &ID_FIELD_AND_BLOCK);
    }
    one_criterion(checker, item, &scalars, "shardKey", &SHARD_KEY_TWICE, &SHARD_KEY_FIELD_AND_BLOCK);
    mapped_names(checker, &scalars, &MAP_DUPLICATE_FIELD, &MAP_CLASHES_WITH_FIELD);
}

fn scalar_fields<'a>(checker: &Checker, item: &'a Item) -> Vec<&'a Field> {
    let is_scalar = |field: &&Field| {
        let ty = resolve(checker.db, checker.schema, field.ty.as_ref());
        !ty.is_relation() && ty != FieldType::Unknown
    };
    item.fields.iter().filter(is_scalar).collect()
}

/// At most one `@id` field, or else one `@@id`.
fn one_criterion(
    checker: &mut Checker,
    item: &Item,
    fields: &[&Field],
    name: &str,
    twice: &'static crate::diagnostic::Rule,
    both: &'static crate::diagnostic::Rule,
) {
    let block = checker.block;
    let on_field = |field: &&Field| Some((single(&field.attributes, name)?.range, field.name.text.clone()));
    let mut marks = fields.iter().filter_map(on_field);
    let Some((first, first_name)) = marks.next() else { return };
    for (other, other_name) in marks {
        let message = format!(
            "Only one field can be marked with `@{name}`. For several fields together write `@@{name}([a, b])`."
        );
        let (one, two) = (checker.without(first), checker.without(other));
        let line = format!("@@{name}([{first_name}, {other_name}])");
        let together = checker.with_line(&line);
        let finding = checker.report(twice, other, message);
        finding.related(block, first, "the first one");
        finding.fix(format!("Remove this `@{name}`"), false, block, [two.clone()]);
        if let Some(together) = together.filter(|_| item.attribute(name).is_none()) {
            finding.fix(format!("Write `{line}` instead"), false, block, [one, two, together]);
        }
    }
    if let Some(on_block) = single(&item.attributes, name) {
        let message = format!(
            "A model has either a field with `@{name}`, or `@@{name}` for several fields. Remove one of the two."
        );
        let without = checker.without(first);
        let finding = checker.report_attribute(both, on_block, message);
        finding.related(block, first, "the field");
        finding.fix(format!("Remove `@{name}` from `{first_name}`"), false, block, [without]);
    }
}

/// The attribute of that name, if there is exactly one.
fn single<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    let mut same = attributes.iter().filter(|attribute| attribute.name.text == name);
    same.next().filter(|_| same.next().is_none())
}

/// The name that a field has in the database, as far as `@map` says one.
fn mapped_name(field: &Field) -> Option<(&str, TextRange)> {
    let map = single(&field.attributes, "map")?;
    let argument =
        map.arguments.iter().find(|argument| argument.name.is_none() || argument.is_named("name"))?;
    let value = argument.value.as_ref()?;
    Some((value.as_string()?, value.range))
}

fn mapped_names(
    checker: &mut Checker,
    fields: &[&Field],
    duplicate: &'static crate::diagnostic::Rule,
    clash: &'static crate::diagnostic::Rule,
) {
    let block = checker.block;
    let mut taken: HashMap<&str, TextRange> = HashMap::new();
    let plain: HashMap<&str, &Field> =
        fields.iter().map(|field| (field.name.text.as_str(), *field)).collect();
    let mut mapped_before: Vec<&str> = Vec::new();
    for field in fields {
        let Some((name, range)) = mapped_name(field) else { continue };
        let map = field.attribute("map").map(|attribute| checker.without(attribute.range));
        let before = checker.findings.len();
        if let Some(first) = taken.get(name) {
            let message = format!("Another field is called `{name}` in the database already.");
            checker.report(duplicate, range, message).related(block, *first, "the other field's name");
        } else if let Some(other) = plain.get(name)
            && other.name.range != field.name.range
            && !mapped_before.contains(&name)
        {
            let message =
                format!("There is a field `{name}`, so no other field can be called so in the database.");
            checker.report(clash, range, message).related(block, other.name.range, "the field of that name");
        }
        if let (Some(finding), Some(map)) = (checker.findings.get_mut(before), map) {
            finding.fix("Remove `@map`", false, block, [map]);
        }
        taken.entry(name).or_insert(range);
        mapped_before.push(&field.name.text);
    }
}

const NOT_ON_COMPOSITE_FIELDS: [&str; 3] = ["relation", "unique", "id"];

/// Whether an attribute is one that fields of composite types are known not to have.
pub(super) fn is_composite_mistake(site: &Site, attribute: &Attribute) -> bool {
    site.place == Place::CompositeField && NOT_ON_COMPOSITE_FIELDS.contains(&attribute.name.text.as_str())
}

/// Composite types have few attributes.
pub(super) fn composite_attributes(checker: &mut Checker, item: &Item) {
    let fields = scalar_fields(checker, item);
    mapped_names(checker, &fields, &MAP_DUPLICATE_COMPOSITE, &MAP_DUPLICATE_COMPOSITE);
    for attribute in &item.attributes {
        let (rule, advice) = match attribute.name.text.as_str() {
            "map" => (&COMPOSITE_BLOCK_MAP, "it is no collection, so it has no name in the database"),
            "unique" => (&COMPOSITE_BLOCK_UNIQUE, "put it into the model that uses the type"),
            "index" => (&COMPOSITE_BLOCK_INDEX, "put it into the model that uses the type"),
            "fulltext" => (&COMPOSITE_BLOCK_FULLTEXT, "put it into the model that uses the type"),
            "id" => (&COMPOSITE_BLOCK_ID, "only models have ids"),
            _ => (&COMPOSITE_BLOCK_ATTRIBUTE, "remove it"),
        };
        let message = format!("A composite type cannot have `@@{}`: {advice}.", attribute.name.text);
        checker.report_attribute(rule, attribute, &message);
    }
    for attribute in item.fields.iter().flat_map(|field| &field.attributes) {
        let name = attribute.name.text.as_str();
        if NOT_ON_COMPOSITE_FIELDS.contains(&name) {
            let message =
                format!("Fields of composite types cannot have `@{name}`. Remove it, or make this a model.");
            checker.report_attribute(&COMPOSITE_FIELD_ATTRIBUTE, attribute, &message);
        }
    }
}
