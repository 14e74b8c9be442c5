//! The extensions of the database that a datasource lists.

use super::Checker;
use super::config::settings;
use super::edits::quoted;
use super::preview_features::ask_for;
use super::rule::rules;
use crate::item::{Call, Expression, ExpressionKind, Setting};
use crate::similarity::most_similar;
use providers::config_keys::{ConfigKey, EXTENSION_ARGUMENTS};

rules! {
    ELEMENT: Error "datasource-extensions-element" "An extension that is not written as a name",
    ARG_UNKNOWN: Error "datasource-extensions-arg-unknown" "An argument that extensions do not take",
    ARG_UNNAMED: Error "datasource-extensions-arg-unnamed" "An argument of an extension without its name",
    ARG_TWICE: Error "datasource-extensions-arg-twice" "An argument of an extension that is given twice",
    ARG_KIND: Error "datasource-extensions-arg-kind" "An argument of an extension that is no string",
    PREVIEW: Error "extensions-preview" "Extensions, which are still a preview feature",
    NAME: Error "extensions-name" "The name of an extension with characters that it cannot have",
}

/// Checks the list of extensions.
pub(super) fn check(checker: &mut Checker, setting: &Setting, list: &Expression, known: &ConfigKey) {
    let settings = settings(checker.db, checker.schema);
    if let Some(feature) = known.preview.filter(|feature| !settings.previews(feature)) {
        let message = format!(
            "Extensions are a preview feature. Add \"{feature}\" to the `previewFeatures` of a generator."
        );
        let fix = ask_for(checker, &[feature]);
        checker.report(&PREVIEW, setting.key.range, message).fixes.extend(fix);
    }
    list.elements().iter().for_each(|extension| element(checker, extension));
}

fn element(checker: &mut Checker, extension: &Expression) {
    match &extension.kind {
        ExpressionKind::Path(path) => name(checker, path, extension),
        ExpressionKind::Call(call) => {
            name(checker, &call.function.text, extension);
            arguments(checker, call);
        }
        _ => {
            let block = checker.block;
            let message = "An extension is written as a name without quotes, such as `citext` or `postgis(version: \"3.4\")`.";
            let finding = checker.report(&ELEMENT, extension.range, message);
            if let Some(text) = extension.as_string().filter(|text| is_name(text)) {
                finding.fix(
                    format!("Write `{text}` without quotes"),
                    true,
                    block,
                    [(extension.range, text.to_owned())],
                );
            }
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn name(checker: &mut Checker, text: &str, extension: &Expression) {
    if text.contains('-') || text.starts_with(|c: char| c.is_numeric()) {
        let block = checker.block;
        let message = "The name of an extension has no `-` and does not begin with a digit. Choose a name, and say with `map` what \
                       the extension is called in the database.";
        let finding = checker.report(&NAME, extension.range, message);
        if extension.as_path().is_some() {
            let plain = text.replace(|c: char| !c.is_alphanumeric(), "_");
            let mapped = format!("{plain}(map: \"{text}\")");
            finding.fix(format!("Write `{mapped}`"), true, block, [(extension.range, mapped)]);
        }
    }
}

fn arguments(checker: &mut Checker, call: &Call) {
    let block = checker.block;
    let names = EXTENSION_ARGUMENTS.map(|(name, _)| name);
    for (at, argument) in call.arguments.iter().enumerate() {
        let Some(name) = &argument.name else {
            let message = format!("Write the name of the argument before it: {}.", names.join(", "));
            let free = names.iter().filter(|name| call.arguments.iter().all(|other| !other.is_named(name)));
            let start = ::syntax::TextRange::empty(argument.range.start());
            let finding = checker.report(&ARG_UNNAMED, argument.range, message);
            for name in free {
                finding.fix(format!("Write `{name}:`"), false, block, [(start, format!("{name}: "))]);
            }
            continue;
        };
        let earlier = call.arguments[..at].iter().find(|earlier| earlier.is_named(&name.text));
        if !names.contains(&name.text.as_str()) {
            let near = most_similar(&name.text, names);
            let message =
                format!("Extensions have no argument `{}`. They have: {}.", name.text, names.join(", "));
            let finding = checker.report_argument_at(&ARG_UNKNOWN, name.range, argument, message);
            finding.did_you_mean(block, name.range, near.map(str::to_owned));
            // What was probably meant comes first.
            finding.fixes.reverse();
        } else if let Some(earlier) = earlier {
            let message = format!("`{}` is given twice. Remove one of the two.", name.text);
            let finding = checker.report_argument(&ARG_TWICE, argument, message);
            finding.related(block, earlier.range, "given here first");
        }
        if let Some(value) = argument.value.as_ref().filter(|value| value.as_string().is_none()) {
            let message = format!("This must be a string, but it is {}.", value.kind_in_words());
            let meant = quoted(checker.written(value.range));
            let finding = checker.report(&ARG_KIND, value.range, message);
            finding.fix(format!("Write `{meant}`"), false, block, [(value.range, meant)]);
        }
    }
}
