//! The fields that a relation refers with, against those that it refers to.

use super::config::{Settings, settings};
use super::edits::{appended, field_called, required};
use super::relations::Side;
use super::rule::rules;
use super::{Checker, FieldType, item_of_block, shape};
use crate::db::Block;
use crate::item::{Arity, Field, Type};
use crate::keys::{criteria, keys};
use crate::mapping::before_brace;
use crate::relations::name_of;
use ::syntax::{TextRange, TextSize};
use providers::capabilities::has;
use providers::{Capability, Provider, RelationMode};

rules! {
    FIELD_COUNT: Error "relation-field-count" "A relation that refers with more or fewer fields than it refers to",
    TYPE_MISMATCH: Error "relation-type-mismatch" "A relation that refers with a field of one type to a field of another",
    ARITY_MISMATCH: Error "relation-arity-mismatch" "A required relation that refers with an optional field",
    REFERENCES_NOT_UNIQUE: Error "relation-references-not-unique" "A relation that refers to fields which several rows can share",
    REFERENCES_ORDER: Error "relation-references-order" "A relation that refers to the fields of a criterion in another order",
    MISSING_INDEX: Warning "relation-missing-index" "A relation without a foreign key whose fields have no index",
    NATIVE_TYPE_MISMATCH: Warning "relation-native-type-mismatch" "A relation between fields with different native types, in MongoDB",
}

pub(super) fn check(checker: &mut Checker, side: &Side) {
    let settings = settings(checker.db, checker.schema);
    if settings.provider == Some(Provider::MongoDb) {
        native_types(checker, side);
    }
    if side.relation.arity == Arity::List {
        return;
    }
    count(checker, side);
    types(checker, side);
    arity(checker, side);
    unique(checker, side, settings);
    index(checker, side, settings);
}

/// The fields that a relation refers with, each with the one that it refers to.
fn pairs<'a>(side: &'a Side) -> impl Iterator<Item = (&'a str, &'a str)> {
    let fields = side.relation.fields.iter().flatten().map(String::as_str);
    fields.zip(side.relation.references.iter().flatten().map(String::as_str))
}

fn count(checker: &mut Checker, side: &Side) {
    let (Some(fields), Some(references)) = (&side.relation.fields, &side.relation.references) else { return };
    if fields.len() != references.len() && !fields.is_empty() && !references.is_empty() {
        let message = format!(
            "`fields` and `references` belong together one by one, but there are {} and {}.",
            fields.len(),
            references.len()
        );
        checker.report(&FIELD_COUNT, side.argument_range("references"), message);
    }
}

fn types(checker: &mut Checker, side: &Side) {
    let db = checker.db;
    let (own, other) = (shape(db, checker.block), shape(db, side.relation.target));
    for (from, to) in pairs(side) {
        let (Some(from), Some(to)) = (own.field(from), other.field(to)) else { continue };
        let is_column = |ty| !matches!(ty, FieldType::Unknown | FieldType::Model(_));
        let is_same =
            from.ty == to.ty && (from.ty != FieldType::Unsupported || from.native_type == to.native_type);
        if is_column(from.ty) && is_column(to.ty) && !is_same {
            let message = format!(
                "`{}` and `{}` have different types, so they can never be equal.",
                from.name, to.name
            );
            let Some(target_item) = item_of_block(db, side.relation.target) else { continue };
            let (block, target) = (checker.block, side.relation.target);
            let places = [(block, side.item, &from.name), (target, target_item, &to.name)];
            let edit = same_type(checker, side, &from.name, target, &to.name);
            let finding = checker.report(&TYPE_MISMATCH, side.argument_range("references"), message);
            if let Some((title, edit)) = edit {
                finding.fix(title, false, block, [edit]);
            }
            for (block, item, name) in places {
                let field = item.fields.iter().rfind(|field| field.name.text == *name);
                if let Some(ty) = field.and_then(|field| field.ty.as_ref()) {
                    finding.related(block, ty.range, format!("the type of `{name}`"));
                }
            }
        }
    }
}

/// The edit that gives a field the type, and the native type, of another one.
fn same_type(
    checker: &Checker,
    side: &Side,
    name: &str,
    target: Block,
    wanted: &str,
) -> Option<(String, (TextRange, String))> {
    let own = field_called(side.item, name)?;
    let other = field_called(item_of_block(checker.db, target)?, wanted)?;
    let text = target.source(checker.db).text();
    let native = |field: &Field| {
        field.attributes.iter().find(|attribute| attribute.native_type().is_some()).map(|native| native.range)
    };
    let ty = own.ty.as_ref()?;
    let plain = |ty: &Type| TextRange::at(ty.range.start(), ty.range.len() - suffix(ty));
    let written = &text[std::ops::Range::<usize>::from(plain(other.ty.as_ref()?))];
    let suffix = checker.written(TextRange::new(plain(ty).end(), ty.range.end()));
    let new_native = native(other).map(|range| format!(" {}", &text[std::ops::Range::<usize>::from(range)]));
    let end = native(own).map_or(ty.range.end(), |range| range.end());
    // Attributes between the type and the native type would go with it.
    if native(own).is_some_and(|range| own.attributes.first().is_some_and(|first| first.range != range)) {
        return None;
    }
    // A default of another type would fit no more.
    if own.attribute("default").is_some() {
        return None;
    }
    let range = TextRange::new(ty.range.start(), end);
    let title = format!("Give `{name}` the type of `{wanted}`");
    Some((title, (range, format!("{written}{suffix}{}", new_native.unwrap_or_default()))))
}

/// How long the suffix of a type is, in bytes.
fn suffix(ty: &Type) -> TextSize {
    match ty.arity {
        Arity::Required => 0.into(),
        Arity::Optional => 1.into(),
        Arity::List => 2.into(),
    }
}

fn arity(checker: &mut Checker, side: &Side) {
    if side.relation.arity != Arity::Required {
        return;
    }
    let (db, block) = (checker.db, checker.block);
    let own = shape(db, block);
    let is_optional = |name: &&String| own.field(name).is_some_and(|field| field.arity == Arity::Optional);
    let Some(name) = side.relation.fields.iter().flatten().find(is_optional) else { return };
    let message = format!(
        "`{name}` may be empty, so the relation may be too. Write `{}?`, or make `{name}` required.",
        name_of(db, side.relation.target)
    );
    let range = side.field.ty.as_ref().map_or(side.field.name.range, |ty| ty.range);
    let end = TextRange::empty(range.end());
    let finding = checker.report(&ARITY_MISMATCH, range, message);
    finding.fix("Make the relation optional", false, block, [(end, "?".to_owned())]);
    if let Some(field) = side.item.fields.iter().find(|field| field.name.text == *name) {
        let names: Vec<_> = side.relation.fields.iter().flatten().filter(is_optional).cloned().collect();
        let fields = names.iter().filter_map(|name| field_called(side.item, name));
        let edits = fields.filter_map(|field| required(field.ty.as_ref()?));
        let title = format!("Make `{}` required", names.join("` and `"));
        finding.fix(title, false, block, edits);
        finding.related(block, field.name.range, "this field may be empty");
    }
}

fn unique(checker: &mut Checker, side: &Side, settings: &Settings) {
    let Some(references) = side.relation.references.as_ref().filter(|references| !references.is_empty())
    else {
        return;
    };
    let db = checker.db;
    let target = side.relation.target;
    let other = shape(db, target);
    let is_column = |name: &String| {
        other.field(name).is_some_and(|field| !matches!(field.ty, FieldType::Model(_) | FieldType::Unknown))
    };
    if other.has_bad_lines || !references.iter().all(is_column) {
        return;
    }
    let criteria = &criteria(db, target).unique;
    let sorted = |fields: &Vec<String>| {
        let mut fields = fields.clone();
        fields.sort();
        fields
    };
    let wanted = sorted(references);
    let matching: Vec<_> = criteria.iter().filter(|fields| sorted(fields) == wanted).collect();
    let range = side.argument_range("references");
    let name = name_of(db, target);
    match &matching[..] {
        [] => not_unique(checker, side, references),
        [first, ..]
            if settings.is_provider_clear()
                && !has(settings.provider, Capability::ReferencesInAnyOrder)
                && !matching.contains(&references) =>
        {
            let message = format!(
                "The database wants these fields in the order of the criterion of `{name}`: `[{}]`.",
                first.join(", ")
            );
            let edits = reordered(side, first);
            let block = checker.block;
            let finding = checker.report(&REFERENCES_ORDER, range, message);
            if let Some(edits) = edits {
                finding.fix("Put them into this order", true, block, edits);
            }
        }
        _ => {}
    }
}

/// The edits that put what a relation refers to into another order, and what it refers with into the same.
fn reordered(side: &Side, order: &[String]) -> Option<Vec<(TextRange, String)>> {
    let (fields, references) = (side.relation.fields.as_ref()?, side.relation.references.as_ref()?);
    let place = |name: &str| Some(side.arguments(&[name]).first()?.value.as_ref()?.range);
    let field =
        |reference: &String| Some(fields.get(references.iter().position(|own| own == reference)?)?.as_str());
    let new_fields = order.iter().map(field).collect::<Option<Vec<_>>>()?;
    Some(vec![
        (place("fields")?, format!("[{}]", new_fields.join(", "))),
        (place("references")?, format!("[{}]", order.join(", "))),
    ])
}

fn not_unique(checker: &mut Checker, side: &Side, references: &[String]) {
    let db = checker.db;
    let target = side.relation.target;
    let name = name_of(db, target);
    let range = side.argument_range("references");
    let Some(item) = item_of_block(db, target) else { return };
    match references {
        [single] => {
            let message = format!(
                "Several rows of `{name}` can have the same `{single}`. Refer to its id, or add `@unique` to `{single}`."
            );
            let finding = checker.report(&REFERENCES_NOT_UNIQUE, range, message);
            if let Some(field) = item.fields.iter().rfind(|field| field.name.text == *single) {
                finding.related(target, field.name.range, "this field is not unique");
                let title = format!("Add `@unique` to `{name}.{single}`");
                finding.fix(title, false, target, [appended(field, "@unique")]);
            }
        }
        _ => {
            let fields = references.join(", ");
            let message = format!(
                "Several rows of `{name}` can have the same values here. Refer to its id, or add `@@unique([{fields}])` to it."
            );
            let line = format!("@@unique([{fields}])");
            let edit = before_brace(item, target.source(db).text(), &line);
            let finding = checker.report(&REFERENCES_NOT_UNIQUE, range, message);
            finding.related(target, item.name_range(), "these fields are not unique together");
            if let Some(edit) = edit.filter(|_| !references.is_empty()) {
                finding.fix(format!("Add `{line}` to `{name}`"), false, target, [edit]);
            }
        }
    }
}

fn index(checker: &mut Checker, side: &Side, settings: &Settings) {
    let Some(fields) = side.relation.fields.as_ref().filter(|fields| !fields.is_empty()) else { return };
    if settings.relation_mode() != RelationMode::Prisma
        || !settings.is_provider_clear()
        || !has(settings.provider, Capability::MissingRelationIndexWarning)
        || side.item.has_bad_lines
    {
        return;
    }
    let begins =
        |paths: Vec<&str>| paths.len() >= fields.len() && paths.iter().zip(fields).all(|(a, b)| a == b);
    if !keys(side.item).iter().any(|key| begins(key.paths())) {
        let message = format!(
            "Without a foreign key there is no index for this relation, and looking it up reads the whole table. Add `@@index([{}])`.",
            fields.join(", ")
        );
        let line = format!("@@index([{}])", fields.join(", "));
        let edit = checker.with_line(&line);
        let block = checker.block;
        let finding = checker.report(&MISSING_INDEX, side.range(), message);
        if let Some(edit) = edit {
            finding.fix(format!("Add `{line}`"), false, block, [edit]);
        }
    }
}

fn native_types(checker: &mut Checker, side: &Side) {
    let db = checker.db;
    let block = checker.block;
    let (own, other) = (shape(db, block), shape(db, side.relation.target));
    for (from, to) in pairs(side) {
        let (Some(from_shape), Some(to_shape)) = (own.field(from), other.field(to)) else { continue };
        if from_shape.native_type == to_shape.native_type {
            continue;
        }
        let Some(field) = side.item.fields.iter().rfind(|field| field.name.text == from) else { continue };
        let native = |ty: &Option<String>| ty.as_ref().map_or("none".to_owned(), |ty| format!("`{ty}`"));
        let message = format!(
            "`{from}` refers to `{to}`, and MongoDB compares values of one type only. Give both the same native type: here it is {}, there {}.",
            native(&from_shape.native_type),
            native(&to_shape.native_type)
        );
        let edit = same_type(checker, side, from, side.relation.target, to);
        let finding = checker.report(&NATIVE_TYPE_MISMATCH, field.name.range, message);
        finding.related(block, side.range(), "this relation compares them");
        if let Some((title, edit)) = edit {
            finding.fix(title, false, block, [edit]);
        }
    }
}
