//! Attributes: which ones may stand where, and how often. What each of them means is checked by its family's file.

use super::expect::{self, Given};
use super::rule::rules;
use super::{Checker, FieldType, availability, defaults, field_lists, models, partial_indexes, resolve};
use crate::item::{Attribute, EnumValue, Field, Item};
use crate::similarity::most_similar;
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::attributes::{self as table, NATIVE_TYPE_PLACES, Place};

rules! {
    UNKNOWN: Error "attr-unknown" "An attribute that does not exist, or not at this place",
    DUPLICATE: Error "attr-duplicate" "An attribute that may stand once and stands several times",
    DUPLICATE_NATIVE: Error "attr-duplicate-native" "A field with more than one native type",
}

/// Where an attribute stands.
pub(super) struct Site<'a> {
    pub(super) item: &'a Item,
    /// None for attributes of the block.
    pub(super) field: Option<&'a Field>,
    pub(super) field_type: FieldType,
    pub(super) place: Place,
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    let (own, field, relation) = match item.kind {
        BlockKind::Model => (Some(Place::Model), Place::ModelField, Place::ModelRelation),
        BlockKind::View => (Some(Place::View), Place::ViewField, Place::ViewRelation),
        BlockKind::CompositeType => (None, Place::CompositeField, Place::CompositeField),
        BlockKind::Enum => (Some(Place::Enum), Place::EnumValue, Place::EnumValue),
        _ => return,
    };
    for member in &item.fields {
        let field_type = resolve(checker.db, checker.schema, member.ty.as_ref());
        // Of a field whose type is not known nothing can be said.
        if field_type != FieldType::Unknown {
            let place = if field_type.is_relation() { relation } else { field };
            let site = Site { item, field: Some(member), field_type, place };
            check_attributes(checker, &site, &member.attributes);
        }
    }
    for value in &item.values {
        check_enum_value(checker, item, value);
    }
    if let Some(place) = own {
        let site = Site { item, field: None, field_type: FieldType::Unknown, place };
        check_attributes(checker, &site, &item.attributes);
        models::check(checker, item);
    } else {
        models::composite_attributes(checker, item);
    }
}

fn check_enum_value(checker: &mut Checker, item: &Item, value: &EnumValue) {
    let site = Site { item, field: None, field_type: FieldType::Unknown, place: Place::EnumValue };
    check_attributes(checker, &site, &value.attributes);
}

fn check_attributes(checker: &mut Checker, site: &Site, attributes: &[Attribute]) {
    let mut native = None;
    for attribute in attributes {
        if attribute.native_type().is_some() {
            check_native(checker, site, attribute, &mut native);
            continue;
        }
        let Some(known) = table::find(site.place, &attribute.name.text) else {
            if !models::is_composite_mistake(site, attribute) {
                unknown(checker, site, attribute);
            }
            continue;
        };
        let is_same = |other: &&Attribute| other.name.text == attribute.name.text;
        if !known.repeatable
            && let Some(first) =
                attributes.iter().find(is_same).filter(|first| first.range != attribute.range)
        {
            duplicate(checker, sigil(site), first, attribute);
            continue;
        }
        if known.misplaced.contains(&site.place) {
            models::misplaced(checker, site, attribute);
            continue;
        }
        if let Some(given) = expect::read(checker, attribute, known, sigil(site)) {
            availability::check(checker, site, &given, known);
            check_meaning(checker, site, &given);
        }
    }
}

fn duplicate(checker: &mut Checker, sigil: &str, first: &Attribute, second: &Attribute) {
    let (block, removal) = (checker.block, checker.removal(second.range));
    let name = format!("{sigil}{}", second.name.text);
    let text = block.source(checker.db).text();
    let is_same = text[std::ops::Range::from(first.range)] == text[std::ops::Range::from(second.range)];
    let message = format!("`{name}` may stand only once here. Remove one of the two.");
    let finding = checker.report(&DUPLICATE, second.range, message);
    finding.shows_at(block, first.range, "the first one");
    finding.fix(format!("Remove this `{name}`"), is_same, block, [(removal, String::new())]);
}

/// The rules of each attribute.
fn check_meaning(checker: &mut Checker, site: &Site, given: &Given) {
    let is_block = site.place.is_block();
    match given.attribute.name.text.as_str() {
        "id" if !is_block => models::id_field(checker, site, given),
        "default" => defaults::check(checker, site, given),
        "updatedAt" => models::updated_at(checker, site, given),
        "ignore" if !is_block => models::ignore_field(checker, site, given),
        "shardKey" if !is_block => models::shard_key_field(checker, site, given),
        "relation" => field_lists::relation(checker, site, given),
        "id" | "unique" | "index" | "fulltext" | "shardKey" if is_block => {
            field_lists::block(checker, site, given)
        }
        _ => {}
    }
    if let Some(condition) = given.value("where") {
        partial_indexes::check(checker, site, given.attribute, condition);
    }
}

pub(super) fn sigil(site: &Site) -> &'static str {
    if site.place.is_block() { "@@" } else { "@" }
}

fn check_native<'a>(
    checker: &mut Checker,
    site: &Site,
    attribute: &'a Attribute,
    first: &mut Option<&'a Attribute>,
) {
    let is_scalar = matches!(site.field_type, FieldType::Scalar(_));
    if !is_scalar || !NATIVE_TYPE_PLACES.contains(&site.place) {
        let message = "Only fields of a built-in type can have a native type. Remove this attribute.";
        checker.report_attribute(&UNKNOWN, attribute, message);
        return;
    }
    let block = checker.block;
    match first {
        Some(first) => {
            let message = "A field has at most one native type. Remove the others.";
            checker.report_attribute(&DUPLICATE_NATIVE, attribute, message).related(
                block,
                first.range,
                "the first one",
            );
        }
        None => *first = Some(attribute),
    }
}

fn unknown(checker: &mut Checker, site: &Site, attribute: &Attribute) {
    let block = checker.block;
    let (sigil, name) = (sigil(site), &attribute.name);
    let known_here: Vec<_> = table::at(site.place).map(|known| known.name).collect();
    let elsewhere = table::named(site.place.is_block(), &name.text).is_some();
    let message = if elsewhere {
        format!("`{sigil}{}` cannot stand here. Possible are: {}.", name.text, listed(sigil, &known_here))
    } else if known_here.is_empty() {
        format!("There is no attribute `{sigil}{}`.", name.text)
    } else {
        format!(
            "There is no attribute `{sigil}{}`. Here can stand: {}.",
            name.text,
            listed(sigil, &known_here)
        )
    };
    let near = most_similar(&name.text, known_here);
    let with_sigil = TextRange::new(attribute.range.start(), name.range.end());
    let finding = checker.report_attribute(&UNKNOWN, attribute, message);
    finding.did_you_mean(block, with_sigil, near.map(|near| format!("{sigil}{near}")));
    // What was probably meant comes first.
    finding.fixes.reverse();
}

fn listed(sigil: &str, names: &[&str]) -> String {
    names.iter().map(|name| format!("`{sigil}{name}`")).collect::<Vec<_>>().join(", ")
}
