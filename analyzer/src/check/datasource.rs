//! Datasources: how many there are, their relation mode, database schemas and URLs.

use super::config::{provider_of, setting, settings};
use super::edits::element_removal;
use super::environment::env_call;
use super::preview_features::ask_for;
use super::rule::rules;
use super::{Checker, Place, item_of_block};
use crate::db::{Block, Db, Schema};
use crate::item::{Expression, Item, Setting};
use crate::similarity::most_similar;
use ::syntax::node::BlockKind;
use ::syntax::{TextRange, TextSize};
use providers::capabilities::has;
use providers::referential_actions::relation_modes;
use providers::{Capability, Dialect, Provider, RelationMode};
use std::collections::HashMap;

rules! {
    MULTIPLE: Error "config-multiple-datasources" "More than one datasource",
    RELATION_MODE_UNKNOWN: Error "datasource-relation-mode-unknown" "A relation mode that does not exist",
    RELATION_MODE_UNSUPPORTED: Error "datasource-relation-mode-unsupported" "Foreign keys in a database that has none",
    RELATION_MODE_TWICE: Error "datasource-relation-mode-twice" "A relation mode under its old name and its new one",
    REFERENTIAL_INTEGRITY: Warning "datasource-referential-integrity" "The relation mode under its old name",
    PREVIEW_FEATURES: Error "datasource-preview-features" "Preview features in a datasource",
    SCHEMAS_UNSUPPORTED: Error "datasource-schemas-unsupported" "A list of schemas for a database that has none",
    SCHEMAS_EMPTY: Error "datasource-schemas-empty" "An empty list of schemas",
    SCHEMAS_DUPLICATE: Error "datasource-schemas-duplicate" "A schema that is listed twice",
    SHADOW_SAME_AS_URL: Error "datasource-shadow-same-as-url" "A shadow database that is the database itself",
    SHADOW_SAME_AS_DIRECT: Error "datasource-shadow-same-as-direct" "A shadow database that is the direct connection to the database itself",
}

const RELATION_MODE: &str = "relationMode";
const REFERENTIAL_INTEGRITY_KEY: &str = "referentialIntegrity";

/// The relation mode that a datasource chooses, under either name.
pub(super) fn relation_mode(datasource: &Item) -> Option<RelationMode> {
    let value = |key| setting(datasource, key)?.value.as_ref();
    match (value(RELATION_MODE), value(REFERENTIAL_INTEGRITY_KEY)) {
        (Some(mode), None) | (None, Some(mode)) => RelationMode::from_name(mode.as_string()?),
        _ => None,
    }
}

/// The datasources that are whole, with their names.
#[salsa::tracked(returns(ref))]
fn whole_datasources(db: &dyn Db, schema: Schema) -> Vec<(Block, String)> {
    let whole = |block: &Block| {
        let item = item_of_block(db, *block).filter(|item| item.kind == BlockKind::Datasource)?;
        is_whole(db, schema, item)
            .then(|| (*block, item.name.as_ref().map_or_else(String::new, |name| name.text.clone())))
    };
    schema.config(db).iter().filter_map(whole).collect()
}

fn is_whole(db: &dyn Db, schema: Schema, item: &Item) -> bool {
    let has_values = item.settings.iter().all(|setting| setting.value.is_some());
    let is_url = |value: &Expression| value.as_string().is_some() || env_call(value).is_some();
    let url = setting(item, "url").and_then(|setting| setting.value.as_ref());
    let has_url = match url {
        _ if schema.dialect(db) != Dialect::Prisma6 => true,
        Some(url) => is_url(url),
        None => may_lack_url(db, schema, item),
    };
    has_values && has_url && provider_of(item).is_some()
}

/// Whether a generator asks for the preview feature by which SQLite does without a URL.
pub(super) fn may_lack_url(db: &dyn Db, schema: Schema, datasource: &Item) -> bool {
    provider_of(datasource) == Some(Provider::Sqlite)
        && settings(db, schema).previews("schemaEngineDriverAdapters")
}

/// Checks a datasource whose provider is known.
pub(super) fn check(checker: &mut Checker, item: &Item) {
    let Some(provider) = provider_of(item) else { return };
    only_one(checker, item);
    relation_modes_of(checker, item, provider);
    if let Some(setting) = setting(item, "schemas")
        && let Some(value) = &setting.value
    {
        schemas(checker, setting, value, provider);
    }
    if checker.dialect == Dialect::Prisma6 {
        shadow_database(checker, item);
    }
}

fn only_one(checker: &mut Checker, item: &Item) {
    let datasources = whole_datasources(checker.db, checker.schema);
    let Some(((first, first_name), others)) = datasources.split_first() else { return };
    let block = checker.block;
    let is_other = others.iter().any(|(other, _)| *other == block);
    // Two of one name are reported as such.
    let Some(name) = item.name.as_ref().filter(|name| is_other && name.text != *first_name) else { return };
    let place = item_of_block(checker.db, *first).and_then(|first| first.name.as_ref());
    let message =
        format!("A schema has one datasource, and `{first_name}` is that already. Remove one of the two.");
    let whole = TextRange::up_to(TextSize::of(checker.text()));
    let finding = checker.report(&MULTIPLE, name.range, message);
    finding.fix("Remove this datasource", false, block, [(whole, String::new())]);
    if let Some(place) = place {
        finding.related(*first, place.range, "the first one");
    }
}

/// Reports preview features in the wrong block.
pub(super) fn misplaced(checker: &mut Checker, setting: &Setting) {
    let message = "Preview features are asked for in a generator. Move this line there.";
    let block = checker.block;
    let (range, nothing) = checker.without(setting.range);
    let elements = setting.value.iter().flat_map(Expression::elements);
    let features: Vec<_> = elements.filter_map(Expression::as_string).collect();
    let moved = ask_for(checker, &features);
    let finding = checker.report(&PREVIEW_FEATURES, setting.key.range, message);
    match moved {
        Some(mut moved) => {
            moved.title = "Move it to the generator".to_owned();
            moved.edits.push((Place { block, range }, nothing));
            finding.fixes.push(moved);
        }
        None => {
            finding.fix("Remove `previewFeatures`", false, block, [(range, nothing)]);
        }
    }
}

fn relation_modes_of(checker: &mut Checker, item: &Item, provider: Provider) {
    let block = checker.block;
    let (new, old) = (setting(item, RELATION_MODE), setting(item, REFERENTIAL_INTEGRITY_KEY));
    if let Some(old) = old {
        let message = "This is called `relationMode` now.";
        let finding = checker.report(&REFERENTIAL_INTEGRITY, old.key.range, message);
        if new.is_none() {
            let rename = [(old.key.range, RELATION_MODE.to_owned())];
            finding.fix("Rename it to `relationMode`", true, block, rename);
        }
    }
    match (new, old) {
        (Some(new), Some(old)) => {
            let message = "The relation mode is given by `relationMode` already. Remove this line.";
            let removal = checker.removal(old.range);
            let finding = checker.report(&RELATION_MODE_TWICE, old.key.range, message);
            finding.related(block, new.range, "given here too");
            finding.fix("Remove `referentialIntegrity`", false, block, [(removal, String::new())]);
        }
        (Some(only), None) | (None, Some(only)) => {
            if let Some(value) = &only.value {
                relation_mode_value(checker, only, value, provider);
            }
        }
        (None, None) => {}
    }
}

fn relation_mode_value(checker: &mut Checker, setting: &Setting, value: &Expression, provider: Provider) {
    let Some(name) = value.as_string() else { return };
    let block = checker.block;
    let allowed = relation_modes(Some(provider));
    let names: Vec<_> = allowed.iter().map(|mode| format!("\"{}\"", mode.name())).collect();
    match RelationMode::from_name(name) {
        None => {
            let message = format!("There is no relation mode \"{name}\". Use {}.", names.join(" or "));
            let near = most_similar(name, allowed.iter().map(|mode| mode.name()));
            let finding = checker.report(&RELATION_MODE_UNKNOWN, value.range, message);
            finding.did_you_mean(block, value.range, near.map(|near| format!("\"{near}\"")));
        }
        Some(mode) if !allowed.contains(&mode) => {
            let message = format!(
                "{} has no foreign keys, so the relation mode can only be {}. Remove this line.",
                provider.display_name(),
                names.join(" or ")
            );
            let removal = checker.removal(setting.range);
            let finding = checker.report(&RELATION_MODE_UNSUPPORTED, value.range, message);
            finding.fix(format!("Remove `{}`", setting.key.text), true, block, [(removal, String::new())]);
        }
        Some(_) => {}
    }
}

fn schemas(checker: &mut Checker, setting: &Setting, value: &Expression, provider: Provider) {
    let names: Option<Vec<_>> = value.elements().iter().map(Expression::as_string).collect();
    // What is no string was reported.
    let Some(names) = names else { return };
    let block = checker.block;
    let without = checker.without(setting.range);
    if !has(Some(provider), Capability::MultiSchema) {
        let message = format!("{} has no `schemas`. Remove this line.", provider.display_name());
        let finding = checker.report(&SCHEMAS_UNSUPPORTED, value.range, message);
        finding.fix("Remove `schemas`", false, block, [without]);
        return;
    }
    if names.is_empty() {
        let message =
            "This list is empty. Name the database schemas that models and enums are in, or remove the line.";
        let finding = checker.report(&SCHEMAS_EMPTY, value.range, message);
        finding.fix("Remove `schemas`", false, block, [without]);
    }
    let mut last = HashMap::new();
    for (at, (name, element)) in names.iter().zip(value.elements()).enumerate().rev() {
        match last.get(name) {
            None => {
                last.insert(name, element.range);
            }
            Some(other) => {
                let message = format!("The schema \"{name}\" is listed twice. Remove one of the two.");
                let finding = checker.report(&SCHEMAS_DUPLICATE, element.range, message);
                finding.related(block, *other, "the other one");
                let removal = element_removal(value, at).map(|range| (range, String::new()));
                finding.fix("Remove this one", true, block, removal);
            }
        }
    }
}

/// Migrations empty the shadow database, so it must be another one.
fn shadow_database(checker: &mut Checker, item: &Item) {
    let block = checker.block;
    let value = |key| setting(item, key).and_then(|setting| setting.value.as_ref());
    let Some((shadow, place)) =
        value("shadowDatabaseUrl").and_then(|value| Some((place_of(value)?, value.range)))
    else {
        return;
    };
    if shadow.is_empty() {
        return;
    }
    for (key, rule) in [("directUrl", &SHADOW_SAME_AS_DIRECT), ("url", &SHADOW_SAME_AS_URL)] {
        let Some(same) = value(key).filter(|value| place_of(value) == Some(shadow)) else { continue };
        let message = format!(
            "`{key}` and `shadowDatabaseUrl` are the same, but migrations empty the shadow database. Give it a database of its own."
        );
        let without = setting(item, "shadowDatabaseUrl").map(|setting| checker.without(setting.range));
        let finding = checker.report(rule, same.range, message);
        finding.related(block, place, "the shadow database");
        finding.fix("Remove `shadowDatabaseUrl`", false, block, without);
    }
}

/// What a URL says, or the variable that it comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Url<'a> {
    Text(&'a str),
    Variable(&'a str),
}

impl Url<'_> {
    fn is_empty(self) -> bool {
        self == Url::Text("")
    }
}

fn place_of(value: &Expression) -> Option<Url<'_>> {
    if let Some(text) = value.as_string() {
        return Some(Url::Text(text));
    }
    let [argument] = &env_call(value)?.arguments[..] else { return None };
    Some(Url::Variable(argument.value.as_ref()?.as_string()?))
}
