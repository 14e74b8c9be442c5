//! Keys and values of datasources and generators.

use super::{Ask, CompletionItem, CompletionKind};
use providers::capabilities::has;
use providers::config_keys::{self, Block, ConfigKey, EXTENSION_ARGUMENTS, Status, ValueKind};
use providers::extensions::{self, EXTENSIONS, Extension};
use providers::preview_features::{self, State};
use syntax::Keyword;

fn block(ask: &Ask) -> Block {
    if ask.place.block == Keyword::Datasource { Block::Datasource } else { Block::Generator }
}

/// The settings of the block that are there, with their values.
fn settings<'a>(ask: &'a Ask) -> impl Iterator<Item = (&'a str, &'a str)> {
    let lines = ask.place.text.lines();
    lines.filter_map(|line| line.split_once('=')).map(|(key, value)| (key.trim(), value.trim()))
}

/// The keys that are not there yet.
pub(super) fn keys(ask: &Ask) -> Vec<CompletionItem> {
    let generator =
        settings(ask).find(|(key, _)| *key == "provider").map_or("", |(_, value)| value.trim_matches('"'));
    let is_there = |key: &ConfigKey| settings(ask).any(|(name, _)| name == key.name);
    let is_allowed = |key: &&ConfigKey| {
        matches!(key.status(ask.dialect), Status::Required | Status::Optional)
            && key.needs.is_none_or(|capability| has(ask.provider, capability))
            && (key.generators.is_empty() || key.generators.contains(&generator))
            && !is_there(key)
    };
    let item = |key: &ConfigKey| {
        let value = match key.kind {
            ValueKind::String => "\"$0\"",
            ValueKind::StringOrEnv => "env(\"$0\")",
            _ => "[$0]",
        };
        let rank = match (key.name, key.status(ask.dialect)) {
            ("provider", _) => 0,
            (_, Status::Required) => 1,
            _ if key.required_by.contains(&generator) => 1,
            ("output", _) => 2,
            _ => 3,
        };
        CompletionItem::new(key.name, CompletionKind::Key)
            .documented(key.summary)
            .snippet(format!("{} = {value}", key.name))
            .rank(rank)
    };
    config_keys::in_block(block(ask)).filter(is_allowed).map(item).collect()
}

/// The values of a key.
pub(super) fn values(ask: &Ask, key: &str) -> Vec<CompletionItem> {
    let Some(key) = config_keys::find(block(ask), key) else { return Vec::new() };
    let line =
        ask.place.text[ask.place.member.min(ask.place.text.len())..].lines().next().unwrap_or_default();
    let quoted = |value: &str| if ask.place.in_string { value.to_owned() } else { format!("\"{value}\"") };
    let is_written = |value: &str| key.kind.is_list() && line.contains(&format!("\"{value}\""));
    if key.name == "previewFeatures" {
        let features =
            preview_features::listed(ask.dialect, ask.provider).filter(|feature| !is_written(feature.name));
        return features
            .map(|feature| {
                let is_deprecated = feature.state(ask.dialect, ask.provider) == State::Deprecated;
                let note = if is_deprecated { "going away" } else { "preview" };
                CompletionItem::new(feature.name, CompletionKind::Value)
                    .detail(note)
                    .documented(feature.effect)
                    .snippet(super::escaped(&quoted(feature.name)))
                    .rank(if is_deprecated { 8 } else { 3 })
            })
            .collect();
    }
    if key.kind == ValueKind::Extensions {
        return unlisted_extensions(ask, line);
    }
    let is_usual = |value: &&config_keys::KnownValue| value.alias_of.is_none() && !is_written(value.value);
    let known = key.known_values(ask.dialect).filter(is_usual).enumerate();
    let mut items: Vec<_> = known
        .map(|(index, value)| {
            CompletionItem::new(value.value, CompletionKind::Value)
                .documented(value.summary)
                .snippet(super::escaped(&quoted(value.value)))
                .rank(u8::try_from(index).unwrap_or(u8::MAX))
        })
        .collect();
    if key.kind.allows_env() && !ask.place.in_string {
        let env = CompletionItem::new("env", CompletionKind::Function);
        items.push(env.documented("A variable of the environment.").snippet("env(\"$0\")").rank(0));
        items.push(CompletionItem::new("\"\"", CompletionKind::Value).snippet("\"$0\"").rank(3));
    }
    items
}

/// The extensions that are not listed yet.
fn unlisted_extensions(ask: &Ask, line: &str) -> Vec<CompletionItem> {
    if ask.place.in_string {
        return Vec::new();
    }
    let is_listed =
        |name: &str| line.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name);
    let item = |extension: &Extension| {
        let written = extension.written();
        let name = written.split('(').next().unwrap_or_default().to_owned();
        (!is_listed(&name)).then(|| {
            CompletionItem::new(name, CompletionKind::Value)
                .documented(extension.summary)
                .snippet(super::escaped(&written))
        })
    };
    EXTENSIONS.iter().filter_map(item).collect()
}

/// The arguments of an extension that are not there yet.
pub(super) fn extension_arguments(ask: &Ask, given: &[String]) -> Vec<CompletionItem> {
    let open = EXTENSION_ARGUMENTS.iter().filter(|(name, _)| !given.iter().any(|known| known == name));
    let item = |(name, summary): &(&str, &str)| {
        CompletionItem::new(*name, CompletionKind::Argument)
            .documented(*summary)
            .snippet(format!("{name}: \"$0\""))
    };
    open.filter(|_| !ask.place.in_string).map(item).collect()
}

/// The values of an argument of an extension: of versions first the one that is in the database, if that is known.
pub(super) fn extension_values(ask: &Ask, written: &str, argument: &str) -> Vec<CompletionItem> {
    let known = extensions::find(written);
    let values = match argument {
        "version" => {
            let database = ask.snapshot.database(ask.schema);
            let installed = database.iter().flat_map(|catalog| &catalog.extensions).filter(|extension| {
                extension.name == written || known.is_some_and(|known| known.name == extension.name)
            });
            let installed = installed.map(|extension| (extension.version.clone(), "in the database"));
            let usual = known.into_iter().flat_map(|known| known.versions);
            installed.chain(usual.map(|version| ((*version).to_owned(), ""))).collect()
        }
        "schema" => ask.snapshot.database_schemas(ask.file).into_iter().map(|name| (name, "")).collect(),
        _ => Vec::new(),
    };
    let item = |(index, (value, detail)): (usize, (String, &str))| {
        let text = if ask.place.in_string { value.clone() } else { format!("\"{value}\"") };
        let rank = u8::try_from(index).unwrap_or(u8::MAX);
        let item = CompletionItem::new(value, CompletionKind::Value).detail(detail);
        item.snippet(super::escaped(&text)).rank(rank)
    };
    let mut items: Vec<CompletionItem> = Vec::new();
    for item in values.into_iter().enumerate().map(item) {
        if items.iter().all(|known| known.label != item.label) {
            items.push(item);
        }
    }
    items
}

/// The variable that a URL usually is in.
pub(super) fn variables(ask: &Ask, key: &str) -> Vec<CompletionItem> {
    let name = match key {
        "url" => "DATABASE_URL",
        "directUrl" => "DIRECT_URL",
        "shadowDatabaseUrl" => "SHADOW_DATABASE_URL",
        _ => return Vec::new(),
    };
    let text = if ask.place.in_string { name.to_owned() } else { format!("\"{name}\"") };
    vec![CompletionItem::new(name, CompletionKind::Value).snippet(text).rank(1)]
}
