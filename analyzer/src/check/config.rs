//! Datasources and generators: their keys, and what they say about the whole schema.

use super::edits::Edit;
use super::expect::{dialect_name, mismatch};
use super::rule::rules;
use super::{Checker, Finding, datasource, environment, extensions, item_of_block, preview_features};
use crate::db::{Block, Db, Schema};
use crate::item::{Expression, ExpressionKind, Item, Setting};
use crate::mapping::before_brace;
use crate::missing::behind;
use crate::similarity::most_similar;
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::config_keys::{self, ConfigKey, Status, ValueKind};
use providers::referential_actions::default_relation_mode;
use providers::{Dialect, Provider, RelationMode};
use std::collections::BTreeSet;

rules! {
    PROVIDER_MISSING: Error "config-provider-missing" "A datasource or generator without a provider",
    PROVIDER_ENV: Error "datasource-provider-env" "A provider that is taken from the environment",
    PROVIDER_EMPTY: Error "datasource-provider-empty" "An empty provider",
    PROVIDER_UNKNOWN: Error "datasource-provider-unknown" "A provider that does not exist",
    PROPERTY_REMOVED: Error "datasource-property-removed" "A key of the datasource that has moved to `prisma.config.ts`",
    PROPERTY_UNKNOWN: Error "datasource-property-unknown" "A key that a datasource does not have",
    URL_MISSING: Error "datasource-url-missing" "A datasource without a URL",
}

/// What the datasource and the generators say about the whole schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Settings {
    /// None without a datasource, or if it is not known.
    pub(crate) provider: Option<Provider>,
    /// The name of the datasource, which native types begin with.
    pub(crate) datasource_name: Option<String>,
    pub(crate) has_datasource: bool,
    /// The database schemas that the datasource lists, if it does.
    pub(crate) schemas: Option<Vec<String>>,
    /// The relation mode that the datasource chooses; none if it leaves that to the database.
    chosen_relation_mode: Option<RelationMode>,
    /// The preview features that the generators ask for, in lower case.
    preview_features: BTreeSet<String>,
}

impl Settings {
    /// Whether it is known what the database can do. Without a datasource it is; with a provider that does not exist it is
    /// not, and then nothing should be said that depends on it.
    pub(crate) fn is_provider_clear(&self) -> bool {
        self.provider.is_some() || !self.has_datasource
    }

    /// Who keeps relations intact.
    pub(crate) fn relation_mode(&self) -> RelationMode {
        self.chosen_relation_mode.unwrap_or_else(|| default_relation_mode(self.provider))
    }

    /// Whether a generator asks for a preview feature.
    pub(crate) fn previews(&self, feature: &str) -> bool {
        self.preview_features.contains(&feature.to_lowercase())
    }
}

/// What the configuration of a schema says.
#[salsa::tracked(returns(ref))]
pub(crate) fn settings(db: &dyn Db, schema: Schema) -> Settings {
    let mut settings = Settings::default();
    for item in schema.config(db).iter().filter_map(|block| item_of_block(db, *block)) {
        match item.kind {
            // Of several datasources the first one counts.
            BlockKind::Datasource if !settings.has_datasource => {
                settings.has_datasource = true;
                settings.provider = provider_of(item);
                settings.datasource_name = item.name.as_ref().map(|name| name.text.clone());
                settings.schemas = setting(item, "schemas").map(strings);
                settings.chosen_relation_mode = datasource::relation_mode(item);
            }
            BlockKind::Generator => {
                let features = setting(item, "previewFeatures").map(strings).unwrap_or_default();
                settings.preview_features.extend(features.iter().map(|feature| feature.to_lowercase()));
            }
            _ => {}
        }
    }
    settings
}

/// The strings of a list, or a single one.
fn strings(setting: &Setting) -> Vec<String> {
    let elements = setting.value.iter().flat_map(Expression::elements);
    elements.filter_map(Expression::as_string).map(str::to_owned).collect()
}

pub(super) fn provider_of(datasource: &Item) -> Option<Provider> {
    Provider::from_name(setting(datasource, "provider")?.value.as_ref()?.as_string()?)
}

pub(super) fn setting<'a>(item: &'a Item, key: &str) -> Option<&'a Setting> {
    item.settings.iter().rfind(|setting| setting.key.text == key)
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    let block = match item.kind {
        BlockKind::Datasource => config_keys::Block::Datasource,
        BlockKind::Generator => config_keys::Block::Generator,
        _ => return,
    };
    // A key without a value was reported already; what follows from it is not.
    let is_whole = item.settings.iter().all(|setting| setting.value.is_some());
    missing_keys(checker, item, block);
    if block == config_keys::Block::Datasource && is_whole && !provider(checker, item) {
        return;
    }
    for setting in &item.settings {
        let Some(value) = &setting.value else { continue };
        match config_keys::find(block, &setting.key.text) {
            Some(known) if !known.lenient => key(checker, setting, value, known),
            None if block == config_keys::Block::Datasource => unknown_key(checker, setting, block),
            // Generators may have any key.
            _ => environment::check_all(checker, value),
        }
    }
    if block == config_keys::Block::Datasource {
        datasource::check(checker, item);
    }
}

fn missing_keys(checker: &mut Checker, item: &Item, block: config_keys::Block) {
    if setting(item, "provider").is_none() && !item.has_bad_lines {
        let range = item.name.as_ref().map_or(item.keyword, |name| name.range);
        let example = if block == config_keys::Block::Datasource { "postgresql" } else { "prisma-client" };
        let message = format!(
            "This {} has no provider. Add one, such as `provider = \"{example}\"`.",
            item.kind.keyword()
        );
        let offers = match block {
            config_keys::Block::Datasource => likely_providers(item).iter().map(|it| it.id()).collect(),
            config_keys::Block::Generator if item.settings.is_empty() => vec!["prisma-client-js"],
            config_keys::Block::Generator => vec!["prisma-client", "prisma-client-js"],
        };
        let edit = |name: &str| new_setting(item, checker.text(), &format!("provider = \"{name}\""));
        let edits: Vec<_> = offers.into_iter().filter_map(|name| Some((name, edit(name)?))).collect();
        let own = checker.block;
        let finding = checker.report(&PROVIDER_MISSING, range, message);
        for (name, edit) in edits {
            finding.fix(format!("Add `provider = \"{name}\"`"), false, own, [edit]);
        }
        return;
    }
    let needs_url = block == config_keys::Block::Datasource && checker.dialect == Dialect::Prisma6;
    let may_lack_url = datasource::may_lack_url(checker.db, checker.schema, item);
    if needs_url && setting(item, "url").is_none() && !item.has_bad_lines && !may_lack_url {
        let range = item.name.as_ref().map_or(item.keyword, |name| name.range);
        let line = "url = env(\"DATABASE_URL\")";
        let (own, edit) = (checker.block, new_setting(item, checker.text(), line));
        let message = format!("This datasource has no URL. Add one, such as `{line}`.");
        let finding = checker.report(&URL_MISSING, range, message);
        finding.fix(format!("Add `{line}`"), false, own, edit);
    }
}

/// The edit that adds a line to a datasource or generator.
fn new_setting(item: &Item, text: &str, line: &str) -> Option<Edit> {
    match item.settings.last() {
        Some(last) => behind(text, last.range, line).map(|(at, text)| (TextRange::empty(at), text)),
        None => before_brace(item, text, line),
    }
}

/// The providers that a datasource may mean: the one that its URL is for, or else all.
fn likely_providers(datasource: &Item) -> Vec<Provider> {
    let url = setting(datasource, "url").and_then(|url| url.value.as_ref()?.as_string());
    let fits = |provider: &&Provider| {
        let mut prefixes = provider.url_prefixes().iter();
        url.is_none_or(|url| prefixes.any(|prefix| url.starts_with(prefix)))
    };
    Provider::ALL.iter().filter(fits).copied().collect()
}

/// Offers the providers that may be meant.
fn offer_providers(finding: &mut Finding, block: Block, value: TextRange, item: &Item) {
    for provider in likely_providers(item) {
        let name = format!("\"{}\"", provider.id());
        finding.fix(format!("Write {name}"), false, block, [(value, name)]);
    }
}

/// Checks the provider of a datasource. False if nothing else can be said of the datasource.
fn provider(checker: &mut Checker, item: &Item) -> bool {
    let Some(value) = setting(item, "provider").and_then(|setting| setting.value.as_ref()) else {
        return false;
    };
    let block = checker.block;
    match &value.kind {
        ExpressionKind::Call(call) if call.function.text == "env" => {
            let message = "The provider decides what the schema means, so it cannot come from the environment. Write it as a string.";
            let finding = checker.report(&PROVIDER_ENV, value.range, message);
            offer_providers(finding, block, value.range, item);
        }
        ExpressionKind::String(name) if name.is_empty() => {
            let message = "The provider is empty. Write one, such as \"postgresql\".";
            let finding = checker.report(&PROVIDER_EMPTY, value.range, message);
            offer_providers(finding, block, value.range, item);
        }
        ExpressionKind::String(name) => {
            if Provider::from_name(name).is_some() {
                return true;
            }
            let known = Provider::ALL.map(Provider::id);
            let near = other_name(name).or_else(|| most_similar(name, known));
            let message = format!("There is no provider \"{name}\". Use one of {}.", known.join(", "));
            let finding = checker.report(&PROVIDER_UNKNOWN, value.range, message);
            match near {
                Some(near) => finding.did_you_mean(block, value.range, Some(format!("\"{near}\""))),
                None => offer_providers(finding, block, value.range, item),
            }
        }
        _ => mismatch(checker, value, "a string"),
    }
    false
}

/// Names that people use for databases, which are not those of providers.
fn other_name(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "mssql" => "sqlserver",
        "mariadb" => "mysql",
        "cockroach" => "cockroachdb",
        "mongo" => "mongodb",
        "pg" | "postgre" | "prisma+postgres" => "postgresql",
        _ => return None,
    })
}

fn key(checker: &mut Checker, setting: &Setting, value: &Expression, known: &ConfigKey) {
    let block = checker.block;
    match known.status(checker.dialect) {
        Status::MovedToConfigFile(place) => {
            let message = format!(
                "{} wants `{}` in prisma.config.ts, not in the schema. Remove it here, and set `{place}` there.",
                dialect_name(checker.dialect),
                known.name
            );
            let removal = checker.removal(setting.range);
            let finding = checker.report(&PROPERTY_REMOVED, setting.range, message);
            finding.fix(format!("Remove `{}`", known.name), false, block, [(removal, String::new())]);
            return;
        }
        Status::BelongsInto(_) => return datasource::misplaced(checker, setting),
        Status::Unknown if known.block == config_keys::Block::Datasource => {
            return unknown_key(checker, setting, known.block);
        }
        _ => {}
    }
    let settings = settings(checker.db, checker.schema);
    let is_lacking = settings.is_provider_clear() && !known.is_available(settings.provider);
    if is_lacking && known.kind == ValueKind::Extensions {
        return unknown_key(checker, setting, known.block);
    }
    match known.kind {
        _ if known.name == "provider" && known.block == config_keys::Block::Datasource => {}
        ValueKind::String | ValueKind::StringOrEnv => string(checker, value, known.kind),
        ValueKind::Strings | ValueKind::StringsOrEnv | ValueKind::PreviewFeatures => {
            value.elements().iter().for_each(|element| string(checker, element, known.kind));
            if known.kind == ValueKind::PreviewFeatures {
                preview_features::check(checker, setting, value);
            }
        }
        ValueKind::Extensions => extensions::check(checker, setting, value, known),
    }
}

fn string(checker: &mut Checker, value: &Expression, kind: ValueKind) {
    match (&value.kind, environment::env_call(value)) {
        (ExpressionKind::String(_), _) => {}
        (_, Some(call)) if kind.allows_env() => environment::check(checker, call, value.range),
        _ if kind.allows_env() => mismatch(checker, value, "a string or `env(\"NAME\")`"),
        _ => mismatch(checker, value, "a string"),
    }
}

fn unknown_key(checker: &mut Checker, setting: &Setting, block: config_keys::Block) {
    let own = checker.block;
    let name = &setting.key;
    let dialect = checker.dialect;
    let provider = settings(checker.db, checker.schema).provider;
    let is_open = |known: &&ConfigKey| {
        let is_taken = matches!(known.status(dialect), Status::Required | Status::Optional);
        is_taken && known.is_available(provider)
    };
    let names: Vec<_> = config_keys::in_block(block).filter(is_open).map(|known| known.name).collect();
    let near = most_similar(&name.text, names.iter().copied());
    let message = format!("A datasource has no `{}`. It has: {}.", name.text, names.join(", "));
    let without = checker.without(setting.range);
    let finding = checker.report(&PROPERTY_UNKNOWN, name.range, message);
    finding.did_you_mean(own, name.range, near.map(str::to_owned));
    finding.fix(format!("Remove `{}`", name.text), false, own, [without]);
}
