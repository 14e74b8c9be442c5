//! The last look at what was rendered: a schema that comes of a database is valid.
//!
//! What a database can do and a schema cannot say is known in most cases, and rendered accordingly. For the others the
//! analyzer is asked, and what it finds fault with is left out and told.

use super::place::{PulledFile, Target};
use super::warnings::Warnings;
use analyzer::{FileId, Severity, Workspace};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How often what is left is looked at again: leaving something out may leave something else without it.
const ROUNDS: usize = 4;

/// The files, without what no valid schema can say.
pub(crate) fn made_valid(
    target: &Target<'_>,
    mut files: Vec<PulledFile>,
    warnings: &mut Warnings,
) -> Vec<PulledFile> {
    for _ in 0..ROUNDS {
        let faults = faults(target, &files);
        let mut changed = false;
        let models = models(&files);
        for (at, places) in faults {
            let text = without(&files[at].text, &places, &models, warnings);
            changed |= text != files[at].text;
            files[at].text = text;
        }
        if !changed {
            break;
        }
    }
    files.retain(|file| !is_as_before(target, file));
    files
}

fn is_as_before(target: &Target<'_>, file: &PulledFile) -> bool {
    match (target, file.file) {
        (Target::Schema { snapshot, .. }, Some(id)) => snapshot.text(id) == file.text,
        _ => false,
    }
}

/// Where the errors are in the files that were written, by their place among them.
fn faults(target: &Target<'_>, files: &[PulledFile]) -> HashMap<usize, Vec<Range<usize>>> {
    let mut workspace = Workspace::new();
    let id = workspace.add_schema(target.dialect());
    let mut ids: HashMap<FileId, usize> = HashMap::new();
    if let Target::Schema { snapshot, schema, .. } = target {
        for file in snapshot.files(*schema) {
            if !files.iter().any(|written| written.file == Some(file)) {
                workspace.add_file(id, &snapshot.text(file));
            }
        }
    }
    for (at, file) in files.iter().enumerate() {
        ids.insert(workspace.add_file(id, &file.text), at);
    }
    let snapshot = workspace.snapshot();
    let mut faults: HashMap<usize, Vec<Range<usize>>> = HashMap::new();
    for (file, at) in ids {
        let errors =
            snapshot.diagnostics(file).into_iter().filter(|one| one.rule.severity == Severity::Error);
        let ranges: Vec<_> = errors.map(|one| Range::<usize>::from(one.range)).collect();
        if !ranges.is_empty() {
            faults.insert(at, ranges);
        }
    }
    faults
}

/// The names of the models in the files.
fn models(files: &[PulledFile]) -> HashSet<String> {
    let names = files.iter().flat_map(|file| file.text.lines()).filter_map(|line| {
        let mut words = line.strip_prefix("model ")?.split_whitespace();
        words.next()
    });
    names.map(str::to_owned).collect()
}

/// The text without the attributes and relation fields that something is wrong with.
fn without(text: &str, places: &[Range<usize>], models: &HashSet<String>, warnings: &mut Warnings) -> String {
    let mut after = String::with_capacity(text.len());
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let found = places.iter().find(|place| range.contains(&place.start));
        let Some(place) = found else {
            after.push_str(line);
            continue;
        };
        let trimmed = line.trim();
        let structural = ["@@map", "@@schema", "@@ignore"].iter().any(|name| trimmed.starts_with(name));
        if trimmed.starts_with("@@") && !structural {
            warnings.left_out(trimmed);
            continue;
        }
        match attribute_at(line, place.start - range.start) {
            Some(attribute) => {
                warnings.left_out(trimmed);
                after.push_str(line[..attribute.start].trim_end());
                after.push_str(&line[attribute.end..]);
            }
            // The other side of the relation falls in the next round.
            None if is_relation_field(trimmed, models) => warnings.left_out(trimmed),
            None => after.push_str(line),
        }
    }
    after
}

/// Whether a line is a field that leads to a model.
fn is_relation_field(line: &str, models: &HashSet<String>) -> bool {
    let ty = line.split_whitespace().nth(1);
    !line.starts_with("//") && ty.is_some_and(|ty| models.contains(ty.trim_end_matches(['?', '[', ']'])))
}

/// The attribute of a field that a place in its line is in; not one that the field cannot be without.
fn attribute_at(line: &str, at: usize) -> Option<Range<usize>> {
    let start = ["@id", "@unique", "@default", "@updatedAt"]
        .iter()
        .filter_map(|name| line.find(&format!(" {name}")).map(|start| start + 1))
        .filter(|start| *start <= at)
        .max()?;
    let end = end_of_attribute(line, start);
    (at < end).then_some(start..end)
}

/// Where an attribute ends: behind its brackets, if it has any.
fn end_of_attribute(line: &str, start: usize) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, character) in line[start..].char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth == 1 => return start + at + 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            c if c.is_whitespace() && !quoted && depth == 0 => return start + at,
            _ => {}
        }
    }
    line.trim_end().len()
}
