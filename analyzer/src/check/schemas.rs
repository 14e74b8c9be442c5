//! Database schemas (`@@schema`), and the preview of views.

use super::config::{setting, settings};
use super::edits::quoted;
use super::preview_features::ask_for;
use super::rule::rules;
use super::{Checker, Fix, Place, item_of_block};
use crate::db::Block;
use crate::item::{Attribute, Expression, Item};
use crate::similarity::most_similar;
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::Capability;
use providers::capabilities::has;

rules! {
    UNKNOWN: Error "schema-unknown" "A database schema that the datasource does not list",
    UNSUPPORTED: Error "schema-unsupported" "A database schema in a database that has none",
    MISSING: Error "schema-missing" "A block without its database schema, where the datasource lists some",
    VIEW_PREVIEW: Error "view-preview" "A view, which is still a preview feature",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    if !matches!(item.kind, BlockKind::Model | BlockKind::View | BlockKind::Enum) {
        return;
    }
    let settings = settings(checker.db, checker.schema);
    let name = item.name.as_ref().map_or(item.keyword, |name| name.range);
    if item.kind == BlockKind::View && !settings.previews("views") {
        let message = "Views are a preview feature. Add \"views\" to the `previewFeatures` of a generator.";
        let fix = ask_for(checker, &["views"]);
        checker.report(&VIEW_PREVIEW, item.keyword, message).fixes.extend(fix);
    }
    if !settings.is_provider_clear() {
        return;
    }
    let is_supported = has(settings.provider, Capability::MultiSchema);
    let schemas = settings.schemas.as_deref();
    match item.attributes.iter().find(|attribute| attribute.name.text == "schema") {
        Some(attribute) => {
            let Some(value) = written_schema(attribute) else { return };
            if is_supported {
                listed(checker, value, schemas.unwrap_or_default())
            } else {
                unsupported(checker, attribute, value)
            }
        }
        None if is_supported && schemas.is_some_and(|schemas| !schemas.is_empty()) => {
            let list = schemas.unwrap_or_default().join(", ");
            let message = format!(
                "The datasource lists database schemas, so this block must say which it is in. Add `@@schema`, with one of {list}."
            );
            let block = checker.block;
            let lines = schemas.unwrap_or_default().iter().map(|name| format!("@@schema({})", quoted(name)));
            let edits: Vec<_> =
                lines.take(MOST_OFFERED).filter_map(|line| Some((checker.with_line(&line)?, line))).collect();
            let finding = checker.report(&MISSING, name, message);
            for (edit, line) in edits {
                finding.fix(format!("Add `{line}`"), false, block, [edit]);
            }
        }
        None => {}
    }
}

fn written_schema(attribute: &Attribute) -> Option<&Expression> {
    let is_map = |argument: &&crate::item::Argument| argument.name.is_none() || argument.is_named("map");
    let value = attribute.arguments.iter().find(is_map)?.value.as_ref()?;
    value.as_string().is_some().then_some(value)
}

fn listed(checker: &mut Checker, value: &Expression, schemas: &[String]) {
    let Some(name) = value.as_string().filter(|name| !schemas.iter().any(|schema| schema == name)) else {
        return;
    };
    let block = checker.block;
    let near = most_similar(name, schemas.iter().map(String::as_str));
    let message = format!(
        "The datasource does not list the schema \"{name}\". Add it to its `schemas`, or name another one."
    );
    let listing = list(checker, name);
    let finding = checker.report(&UNKNOWN, value.range, message);
    finding.did_you_mean(block, value.range, near.map(|near| format!("\"{near}\"")));
    finding.fixes.extend(listing);
}

/// A repair that adds a schema to those that the datasource lists.
fn list(checker: &Checker, name: &str) -> Option<Fix> {
    let db = checker.db;
    let datasource = |block: &Block| {
        let item = item_of_block(db, *block).filter(|item| item.kind == BlockKind::Datasource)?;
        Some((*block, item))
    };
    let (block, item) = checker.schema.config(db).iter().find_map(datasource)?;
    let (range, text) = match setting(item, "schemas") {
        Some(setting) => {
            let last = setting.value.as_ref()?.elements().last()?;
            (TextRange::empty(last.range.end()), format!(", {}", quoted(name)))
        }
        // Where one schema is listed, every block must say which it is in.
        None => return None,
    };
    let title = format!("Add \"{name}\" to the schemas of the datasource");
    Some(Fix { title, is_safe: false, edits: vec![(Place { block, range }, text)] })
}

/// So many schemas are offered.
const MOST_OFFERED: usize = 5;

fn unsupported(checker: &mut Checker, attribute: &Attribute, value: &Expression) {
    let message = "`@@schema` is for PostgreSQL, CockroachDB and SQL Server. Remove it.";
    let (block, without) = (checker.block, checker.without(attribute.range));
    let finding = checker.report(&UNSUPPORTED, value.range, message);
    finding.fix("Remove `@@schema`", false, block, [without]);
}
