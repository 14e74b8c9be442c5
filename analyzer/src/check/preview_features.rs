//! The preview features that a generator asks for.

use super::config::setting;
use super::config::settings;
use super::edits::{Edit, element_removal};
use super::rule::rules;
use super::{Checker, Fix, Place, item_of_block};
use crate::db::Block;
use crate::item::{Expression, ExpressionKind, Item, Setting};
use crate::missing::behind;
use crate::similarity::most_similar;
use ::syntax::TextRange;
use ::syntax::node::BlockKind;
use providers::preview_features::{State, listed, state};

rules! {
    UNKNOWN: Error "preview-unknown" "A preview feature that does not exist",
    STABILISED: Warning "preview-stabilised" "A preview feature that is part of the language by now",
    DEPRECATED: Warning "preview-deprecated" "A preview feature that will go away",
    RENAMED: Warning "preview-renamed" "A preview feature that has another name now",
}

/// Checks the list of preview features.
pub(super) fn check(checker: &mut Checker, setting: &Setting, list: &Expression) {
    let provider = settings(checker.db, checker.schema).provider;
    let dialect = checker.dialect;
    let block = checker.block;
    for (at, element) in list.elements().iter().enumerate() {
        let Some(name) = element.as_string() else { continue };
        let removal = element_removal(list, at).unwrap_or_else(|| checker.removal(setting.range));
        match state(name, dialect, provider) {
            State::Active | State::Hidden => {}
            State::Unknown => {
                let known: Vec<_> = listed(dialect, provider).map(|feature| feature.name).collect();
                let near = most_similar(name, known.iter().copied());
                let message =
                    format!("There is no preview feature \"{name}\". There are: {}.", known.join(", "));
                let finding = checker.report(&UNKNOWN, element.range, message);
                finding.did_you_mean(block, element.range, near.map(|near| format!("\"{near}\"")));
                finding.fix(format!("Remove \"{name}\""), false, block, [(removal, String::new())]);
            }
            State::Stabilised => {
                let message = format!(
                    "\"{name}\" is no preview any more: it works without being asked for. Remove it."
                );
                let finding = checker.report(&STABILISED, element.range, message);
                finding.fix(format!("Remove \"{name}\""), true, block, [(removal, String::new())]);
            }
            State::Deprecated => {
                let message =
                    format!("\"{name}\" still works, but will be gone in a coming version. Do without it.");
                let finding = checker.report(&DEPRECATED, element.range, message);
                finding.fix(format!("Remove \"{name}\""), false, block, [(removal, String::new())]);
            }
            State::Renamed(to) => {
                let message = format!("\"{name}\" is called \"{to}\" now.");
                let finding = checker.report(&RENAMED, element.range, message);
                finding.fix(
                    format!("Change to \"{to}\""),
                    true,
                    block,
                    [(element.range, format!("\"{to}\""))],
                );
            }
        }
    }
}

/// A repair that asks for preview features in the first generator.
pub(super) fn ask_for(checker: &Checker, features: &[&str]) -> Option<Fix> {
    let db = checker.db;
    let generator = |block: &Block| {
        let item = item_of_block(db, *block).filter(|item| item.kind == BlockKind::Generator)?;
        Some((*block, item))
    };
    let (block, item) = checker.schema.config(db).iter().find_map(generator)?;
    let (range, text) = asking_for(item, block.source(db).text(), features)?;
    let title = format!("Ask for the preview feature {}", quoted_list(features));
    Some(Fix { title, is_safe: false, edits: vec![(Place { block, range }, text)] })
}

/// The edit of a generator that asks for more preview features.
fn asking_for(generator: &Item, text: &str, features: &[&str]) -> Option<Edit> {
    let quoted = quoted_list(features);
    let Some(setting) = setting(generator, "previewFeatures") else {
        let line = format!("previewFeatures = [{quoted}]");
        let (at, text) = behind(text, generator.settings.last()?.range, &line)?;
        return Some((TextRange::empty(at), text));
    };
    let value = setting.value.as_ref()?;
    match (&value.kind, value.elements().last()) {
        (ExpressionKind::Array(_), Some(last)) => {
            Some((TextRange::empty(last.range.end()), format!(", {quoted}")))
        }
        (ExpressionKind::Array(_), None) => Some((value.range, format!("[{quoted}]"))),
        _ => None,
    }
}

fn quoted_list(features: &[&str]) -> String {
    features.iter().map(|feature| format!("\"{feature}\"")).collect::<Vec<_>>().join(", ")
}
