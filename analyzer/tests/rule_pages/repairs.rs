//! `docs/repairs.md`: which rules offer no repair, and why. Every other rule shows on its page that it offers one.

use super::{all_rules, diagnostics, fences, folder, with_marks};
use analyzer::Rule;
use std::collections::BTreeSet;

/// Whether the page of a rule shows a finding of it with a repair.
fn shows_repair(rule: &Rule) -> bool {
    fences(rule.page).iter().any(|fence| {
        let findings = diagnostics(fence.dialect, &with_marks(&fence.schema, &BTreeSet::new()));
        findings.iter().any(|found| *found.rule == *rule && !found.fixes.is_empty())
    })
}

/// The codes in the first columns of the tables of a page, each with the last column.
fn rows(page: &str) -> Vec<(&str, &str)> {
    page.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<(&str, &str)> {
    let (code, rest) = line.strip_prefix("| [`")?.split_once('`')?;
    Some((code, rest.trim_end_matches('|').rsplit('|').next()?.trim()))
}

#[test]
fn every_rule_shows_a_repair_or_is_listed_without_one() {
    let page = std::fs::read_to_string(folder().join("../repairs.md")).unwrap();
    let rows = rows(&page);
    let listed: BTreeSet<&str> = rows.iter().map(|(code, _)| *code).collect();
    assert_eq!(listed.len(), rows.len(), "a rule is listed twice");
    // Differences to a database are repaired by pulling, which the pages of the other rules know nothing of.
    let all: Vec<_> = all_rules().into_iter().filter(|rule| !rule.code.starts_with("drift-")).collect();
    let without: BTreeSet<&str> =
        all.iter().filter(|rule| !shows_repair(rule)).map(|rule| rule.code).collect();
    let wrong: Vec<_> = listed.symmetric_difference(&without).collect();
    assert!(wrong.is_empty(), "docs/repairs.md lists what has a repair, or not what has none: {wrong:#?}");
    assert!(rows.iter().all(|(_, why)| why.len() > 10), "every row says why");
    let count = format!("{} of the {} rules", all.len() - without.len(), all.len());
    assert!(page.contains(&count), "docs/repairs.md does not say {count:?}");
}
