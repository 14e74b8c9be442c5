//! Lists of fields: those of `@@id`, `@@unique`, `@@index` and the like, and those of `@relation`.

use super::attributes::Site;
use super::edits::{element_removal, field_called, quoted, required};
use super::expect::{self, Given, as_quoted};
use super::rule::rules;
use super::{Checker, FieldType, Shape, item_of_block, shape};
use crate::db::Block;
use crate::item::{Argument, Arity, Call, Expression, ExpressionKind};
use crate::keys::{Key, criteria, keys};
use crate::missing::new_foreign_key;
use crate::similarity::most_similar;
use ::syntax::TextRange;
use providers::operator_classes;

rules! {
    UNKNOWN: Error "fields-unknown" "A list that names a field that does not exist",
    NOT_SCALAR: Error "fields-not-scalar" "A list that names a relation field",
    REPEATED: Error "fields-repeated" "A list that names a field twice",
    ELEMENT_KIND: Error "fields-element-kind" "A list of fields with something in it that is no field",
    NOT_REQUIRED: Error "fields-not-required" "An id or shard key with a field that is optional or a list",
    EMPTY: Error "fields-empty" "An empty list of fields",
    CLIENT_NAME_IS_FIELD: Error "client-name-is-field" "A name for the client that a field has",
    INDEX_NAME_AND_MAP: Error "index-name-and-map" "An index with both `name` and `map`",
    RELATION_FIELDS_UNKNOWN: Error "relation-fields-unknown" "A relation that refers with a field that does not exist",
    RELATION_FIELDS_NOT_SCALAR: Error "relation-fields-not-scalar" "A relation that refers with a relation field",
    RELATION_REFERENCES_UNKNOWN: Error "relation-references-unknown" "A relation that refers to a field that does not exist",
    RELATION_REFERENCES_NOT_SCALAR: Error "relation-references-not-scalar" "A relation that refers to a relation field",
    SORT_INVALID_ELEMENT: Error "sort-invalid-element" "A field of an index with a sort order that does not exist",
    OPS_UNKNOWN: Error "ops-unknown" "An operator class that does not exist",
    OPS_KIND: Error "ops-kind" "An operator class that is no name",
    OPS_RAW_COUNT: Error "ops-raw-arg-count" "`raw` with no argument, or with several",
    OPS_RAW_KIND: Error "ops-raw-arg-kind" "`raw` with an argument that is no string",
}

/// A field that a list names: the path, and the arguments behind it.
struct Element<'a> {
    path: &'a str,
    call: Option<&'a Call>,
    range: TextRange,
}

/// Checks the list of `@@id`, `@@unique`, `@@index`, `@@fulltext` or `@@shardKey`.
pub(super) fn block(checker: &mut Checker, site: &Site, given: &Given) {
    let name = given.attribute.name.text.as_str();
    names_of_block(checker, site, given);
    let Some(list) = given.value("fields") else { return };
    if matches!(&list.kind, ExpressionKind::Array(elements) if elements.is_empty()) {
        let message = format!("`@@{name}` needs at least one field. Name one between the brackets.");
        let block = checker.block;
        let without = checker.without(given.attribute.range);
        let tells_apart = |key: &Key| key.kind.is_unique() && key.attribute.range != given.attribute.range;
        let is_needed = name != "index" && !keys(site.item).iter().any(tells_apart);
        let finding = checker.report(&EMPTY, list.range, message);
        if !is_needed {
            finding.fix(format!("Remove `@@{name}`"), false, block, [without]);
        }
        return;
    }
    let is_key = matches!(name, "id" | "shardKey");
    let elements = elements(checker, list, name != "shardKey");
    let own = shape(checker.db, checker.block);
    repeated(checker, list, &elements);
    for element in &elements {
        let found = match find_path(checker, own, element.path, !is_key) {
            Found::Field(ty, arity) => Some((ty, arity)),
            Found::Nothing(owner) => {
                unknown(checker, &UNKNOWN, element, owner, None);
                None
            }
            Found::Unclear => None,
        };
        let Some((ty, arity)) = found else { continue };
        if ty.is_relation() {
            relation_in_list(checker, site, name, element);
        } else if is_key && arity != Arity::Required && !is_ignored(site) {
            let message = format!("`{}` must always have a value to be part of `@@{name}`.", element.path);
            let edit = field_called(site.item, element.path).and_then(|field| required(field.ty.as_ref()?));
            let block = checker.block;
            let finding = checker.report(&NOT_REQUIRED, element.range, message);
            if let Some(edit) = edit {
                finding.fix(format!("Make `{}` required", element.path), false, block, [edit]);
            }
        }
    }
    let calls = elements.iter().filter_map(|element| element.call);
    calls.for_each(|call| arguments(checker, call, name));
}

fn is_ignored(site: &Site) -> bool {
    site.item.attributes.iter().any(|attribute| attribute.name.text == "ignore")
}

fn names_of_block(checker: &mut Checker, site: &Site, given: &Given) {
    let attribute = given.attribute;
    match attribute.name.text.as_str() {
        "index" => {
            if let (Some(name), Some(_)) = (attribute.named("name"), attribute.named("map")) {
                let message = "`name` is the old word for `map`. Keep only `map`.";
                checker.report_argument(&INDEX_NAME_AND_MAP, name, message);
            }
        }
        "id" | "unique" => {
            let Some((name, range)) = given.string("name") else { return };
            if let Some(field) = site.item.fields.iter().find(|field| field.name.text == name) {
                let block = checker.block;
                let field = field.name.range;
                let message = format!(
                    "A field is called `{name}` already, and the client would have two of that name."
                );
                let finding = match attribute.named("name") {
                    Some(argument) => {
                        checker.report_argument_at(&CLIENT_NAME_IS_FIELD, range, argument, message)
                    }
                    None => checker.report(&CLIENT_NAME_IS_FIELD, range, message),
                };
                finding.related(block, field, "the field");
            }
        }
        _ => {}
    }
}

/// The fields that a list names. What is no field is reported.
fn elements<'a>(checker: &mut Checker, list: &'a Expression, with_arguments: bool) -> Vec<Element<'a>> {
    let mut found = Vec::new();
    for element in list.elements() {
        match &element.kind {
            ExpressionKind::Path(path) => found.push(Element { path, call: None, range: element.range }),
            ExpressionKind::Call(call) if with_arguments => {
                found.push(Element {
                    path: &call.function.text,
                    call: Some(call),
                    range: call.function.range,
                });
            }
            _ => {
                let message =
                    format!("This must be the name of a field, but it is {}.", element.kind_in_words());
                let block = checker.block;
                let finding = checker.report(&ELEMENT_KIND, element.range, message);
                if let Some(text) = element.as_string() {
                    finding.fix("Remove the quotes", false, block, [(element.range, text.to_owned())]);
                }
            }
        }
    }
    found
}

fn repeated(checker: &mut Checker, list: &Expression, elements: &[Element]) {
    let block = checker.block;
    for (at, element) in elements.iter().enumerate() {
        if let Some(first) = elements[..at].iter().find(|first| first.path == element.path) {
            let message = format!("`{}` is in this list already. Name it once.", element.path);
            let written = list.elements().iter().position(|own| own.range.contains_range(element.range));
            let removal = written.and_then(|at| element_removal(list, at));
            let finding = checker.report(&REPEATED, element.range, message);
            finding.related(block, first.range, "named here first");
            if let Some(removal) = removal {
                finding.fix("Name it once", false, block, [(removal, String::new())]);
            }
        }
    }
}

/// What a path leads to.
enum Found {
    Field(FieldType, Arity),
    /// To nothing, in this block.
    Nothing(Owner),
    /// That cannot be known, because of a mistake elsewhere.
    Unclear,
}

/// Whose field is missing.
#[derive(Clone, Copy)]
enum Owner {
    Own,
    Other(Block),
}

/// Follows a path from the fields of a block into composite types.
fn find_path(checker: &Checker, start: &Shape, path: &str, into_composites: bool) -> Found {
    let mut segments = path.split('.');
    let first = segments.next().unwrap_or_default();
    let Some(field) = start.field(first) else {
        return if start.has_bad_lines { Found::Unclear } else { Found::Nothing(Owner::Own) };
    };
    let mut found = (field.ty, field.arity);
    for segment in segments {
        match found.0 {
            FieldType::Unknown => return Found::Unclear,
            FieldType::Composite(block) if into_composites => {
                let inner = shape(checker.db, block);
                let Some(field) = inner.field(segment) else {
                    return if inner.has_bad_lines {
                        Found::Unclear
                    } else {
                        Found::Nothing(Owner::Other(block))
                    };
                };
                found = (field.ty, field.arity);
            }
            _ => return Found::Nothing(Owner::Own),
        }
    }
    if found.0 == FieldType::Unknown { Found::Unclear } else { Found::Field(found.0, found.1) }
}

fn unknown(
    checker: &mut Checker,
    rule: &'static crate::diagnostic::Rule,
    element: &Element,
    owner: Owner,
    model: Option<&str>,
) {
    let db = checker.db;
    let block = checker.block;
    let fields = match owner {
        Owner::Own => shape(db, block),
        Owner::Other(other) => shape(db, other),
    };
    let written = element.path.rsplit('.').next().unwrap_or_default();
    let near = most_similar(written, fields.fields.iter().map(|field| field.name.as_str()));
    let owner_name = model.map(str::to_owned).or_else(|| match owner {
        Owner::Own => None,
        Owner::Other(other) => item_of_block(db, other)?.name.as_ref().map(|name| name.text.clone()),
    });
    let message = match owner_name {
        Some(name) => format!("`{name}` has no field `{written}`."),
        None => format!("This block has no field `{}`.", element.path),
    };
    let finding = checker.report(rule, element.range, message);
    let path = element.path.strip_suffix(written).unwrap_or_default();
    finding.did_you_mean(block, element.range, near.map(|near| format!("{path}{near}")));
}

fn relation_in_list(checker: &mut Checker, site: &Site, attribute: &str, element: &Element) {
    let block = checker.block;
    let foreign_key = foreign_key(site, element.path);
    let message = format!(
        "`{}` is a relation, and no column of its own. Name the scalar fields that it refers with.",
        element.path
    );
    let finding = checker.report(&NOT_SCALAR, element.range, message);
    if let Some(key) = foreign_key {
        finding.help(format!("write `@@{attribute}([{key}])`"));
        finding.fix(format!("Name `{key}` instead"), false, block, [(element.range, key)]);
    }
}

/// The fields that a relation field refers with, between commas.
fn foreign_key(site: &Site, field: &str) -> Option<String> {
    let field = site.item.fields.iter().find(|own| own.name.text == field)?;
    let relation = field.attributes.iter().find(|attribute| attribute.name.text == "relation")?;
    let fields = relation.named("fields")?.value.as_ref()?;
    let names: Vec<_> = fields.elements().iter().filter_map(Expression::as_path).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Checks the arguments behind a field of a list: `title(sort: Desc, length: 10)`.
fn arguments(checker: &mut Checker, call: &Call, attribute: &str) {
    let first = |name: &str| call.arguments.iter().find(|argument| argument.is_named(name));
    if let Some(sort) = first("sort").and_then(|argument| argument.value.as_ref()) {
        expect::one_of(checker, sort, &SORT_INVALID_ELEMENT, "sort order", &["Asc", "Desc"]);
    }
    if let Some(length) = first("length").and_then(|argument| argument.value.as_ref()) {
        expect::integer(checker, length);
    }
    if let Some(ops) = first("ops").and_then(|argument| argument.value.as_ref())
        && matches!(attribute, "index" | "unique")
    {
        operator_class(checker, argument_of(call, ops), ops);
    }
}

fn argument_of<'a>(call: &'a Call, value: &Expression) -> Option<&'a Argument> {
    call.arguments.iter().find(|argument| argument.range.contains_range(value.range))
}

/// Reports an operator class that cannot be one, and offers to remove it.
fn bad_class(
    checker: &mut Checker,
    rule: &'static crate::diagnostic::Rule,
    argument: Option<&Argument>,
    range: TextRange,
    message: impl Into<String>,
    meant: Option<String>,
) {
    let block = checker.block;
    let without = argument.map(|argument| checker.without_argument(argument));
    let finding = checker.report(rule, range, message);
    if let Some(meant) = meant {
        finding.fix(format!("Write `{meant}`"), false, block, [(range, meant)]);
    }
    if let Some(without) = without {
        finding.fix("Remove `ops`", false, block, [without]);
    }
}

fn operator_class(checker: &mut Checker, argument: Option<&Argument>, ops: &Expression) {
    match &ops.kind {
        ExpressionKind::Path(name) => {
            if operator_classes::named(name).next().is_none() {
                let block = checker.block;
                let near =
                    most_similar(name, operator_classes::OPERATOR_CLASSES.iter().map(|class| class.name));
                let message = format!(
                    "There is no operator class `{name}`. For one that Prisma does not know write `raw(\"{name}\")`."
                );
                let finding = checker.report(&OPS_UNKNOWN, ops.range, message);
                finding.did_you_mean(block, ops.range, near.map(str::to_owned));
                let raw = format!("raw({})", quoted(name));
                finding.fix(format!("Write `{raw}`"), false, block, [(ops.range, raw)]);
            }
        }
        ExpressionKind::Call(call) if call.function.text == "raw" => match &call.arguments[..] {
            [argument] if argument.value.as_ref().is_some_and(|value| value.as_string().is_some()) => {}
            [name] => {
                let message = "`raw` takes the name of an operator class as a string.";
                let meant = name.value.as_ref().and_then(as_quoted);
                bad_class(
                    checker,
                    &OPS_RAW_KIND,
                    argument.filter(|_| meant.is_none()),
                    name.range,
                    message,
                    meant,
                );
            }
            _ => {
                let message = "`raw` takes one argument: the name of an operator class, as a string.";
                bad_class(checker, &OPS_RAW_COUNT, argument, ops.range, message, None);
            }
        },
        ExpressionKind::Call(call) => {
            let message = format!(
                "There is no function `{}` here. For an operator class that Prisma does not know write `raw(\"…\")`.",
                call.function.text
            );
            bad_class(checker, &OPS_UNKNOWN, argument, ops.range, message, None);
        }
        _ => {
            let message =
                format!("An operator class is a name, or `raw(\"…\")`, but this is {}.", ops.kind_in_words());
            let raw = ops.as_string().map(|name| format!("raw({})", quoted(name)));
            bad_class(checker, &OPS_KIND, argument, ops.range, message, raw);
        }
    }
}

/// Checks the lists of a `@relation`.
pub(super) fn relation(checker: &mut Checker, site: &Site, given: &Given) {
    let FieldType::Model(other) = site.field_type else { return };
    let db = checker.db;
    if let Some(fields) = given.value("fields") {
        let rules = (&RELATION_FIELDS_UNKNOWN, &RELATION_FIELDS_NOT_SCALAR);
        let before = checker.findings.len();
        relation_list(checker, fields, shape(db, checker.block), Owner::Own, rules);
        offer_foreign_key(checker, site, other, before);
    }
    if let Some(references) = given.value("references") {
        let rules = (&RELATION_REFERENCES_UNKNOWN, &RELATION_REFERENCES_NOT_SCALAR);
        let before = checker.findings.len();
        relation_list(checker, references, shape(db, other), Owner::Other(other), rules);
        offer_id(checker, references, other, before);
    }
}

/// Offers a new scalar field for each of the last findings about what a relation refers with.
fn offer_foreign_key(checker: &mut Checker, site: &Site, other: Block, first: usize) {
    let (db, block) = (checker.db, checker.block);
    let Some(field) = site.field.filter(|_| checker.findings.len() == first + 1) else { return };
    let finding = &checker.findings[first];
    let (rule, range) = (finding.rule, finding.range);
    if ![RELATION_FIELDS_UNKNOWN.code, RELATION_FIELDS_NOT_SCALAR.code].contains(&rule.code) {
        return;
    }
    let name = (rule.code == RELATION_FIELDS_UNKNOWN.code).then(|| checker.written(range).to_owned());
    let Some(key) = new_foreign_key(db, block, other, field, name) else { return };
    let edits =
        key.line.into_iter().chain((checker.written(range) != key.name).then(|| (range, key.name.clone())));
    let edits: Vec<_> = edits.collect();
    checker.findings[first].fix(format!("Refer with a field `{}`", key.name), false, block, edits);
}

/// Offers the id instead of the only field that a relation refers to.
fn offer_id(checker: &mut Checker, references: &Expression, other: Block, first: usize) {
    let block = checker.block;
    let Some([id]) = criteria(checker.db, other).id.as_deref() else { return };
    let finding = checker.findings.get_mut(first).filter(|_| references.elements().len() == 1);
    let Some(finding) = finding.filter(|finding| references.range.contains_range(finding.range)) else {
        return;
    };
    let title = format!("Change to `{id}`");
    if finding.fixes.iter().all(|fix| fix.title != title) {
        finding.fix(title, false, block, [(finding.range, id.clone())]);
    }
}

type Rules = (&'static crate::diagnostic::Rule, &'static crate::diagnostic::Rule);

fn relation_list(checker: &mut Checker, list: &Expression, shape: &Shape, owner: Owner, rules: Rules) {
    let mut elements = Vec::new();
    for element in list.elements() {
        match &element.kind {
            ExpressionKind::Path(path) => elements.push(Element { path, call: None, range: element.range }),
            _ => expect::mismatch(checker, element, "the name of a field"),
        }
    }
    repeated(checker, list, &elements);
    for element in &elements {
        match shape.field(element.path) {
            None if shape.has_bad_lines => {}
            None => unknown(checker, rules.0, element, owner, None),
            Some(field) if field.ty.is_relation() => {
                let message = format!(
                    "`{}` is a relation itself. Relations refer with and to scalar fields.",
                    element.path
                );
                checker.report(rules.1, element.range, message);
            }
            Some(_) => {}
        }
    }
}
