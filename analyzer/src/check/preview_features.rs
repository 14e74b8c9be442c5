//! The preview features that a generator asks for.

use super::Checker;
use super::config::settings;
use super::rule::rules;
use crate::item::{Expression, Setting};
use crate::similarity::most_similar;
use ::syntax::TextRange;
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
        let removal = removal(list, at).unwrap_or_else(|| checker.removal(setting.range));
        match state(name, dialect, provider) {
            State::Active | State::Hidden => {}
            State::Unknown => {
                let known: Vec<_> = listed(dialect, provider).map(|feature| feature.name).collect();
                let near = most_similar(name, known.iter().copied());
                let message =
                    format!("There is no preview feature \"{name}\". There are: {}.", known.join(", "));
                let finding = checker.report(&UNKNOWN, element.range, message);
                finding.did_you_mean(block, element.range, near.map(|near| format!("\"{near}\"")));
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
                checker.report(&DEPRECATED, element.range, message);
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

/// What to remove so that an element of a list is gone: it and a comma. None if it is the only one.
pub(super) fn removal(list: &Expression, at: usize) -> Option<TextRange> {
    match list.elements() {
        [_] => None,
        elements if at == 0 => Some(TextRange::new(elements[0].range.start(), elements[1].range.start())),
        elements => Some(TextRange::new(elements[at - 1].range.end(), elements[at].range.end())),
    }
}
