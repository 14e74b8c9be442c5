//! The types of documents in documents.

use super::draft::{Draft, Field};
use super::fields::{Fields, is_optional, mapped};
use super::names::distinct;
use super::place::Placed;
use catalog::Composite;

/// The blocks of the types. The inventory of a schema has none, so that none of them takes the place of another one.
pub(crate) fn drafts<'a>(fields: &Fields<'_, 'a>) -> Vec<Placed<'a>> {
    let draft = |one: &Composite| Placed { draft: draft(fields, one), existing: None };
    fields.catalog.composites.iter().map(draft).collect()
}

fn draft(fields: &Fields<'_, '_>, composite: &Composite) -> Draft {
    let names = distinct(composite.columns.iter().map(|column| column.name.as_str()), |_| None);
    let lines = composite.columns.iter().map(|column| {
        let ty = fields.catalog.field_type(&composite.name, column);
        let suffix = match (ty.list, is_optional(column)) {
            (true, _) => "[]",
            (false, true) => "?",
            (false, false) => "",
        };
        let name = names.get(&column.name).and_then(Option::as_deref);
        let attributes = mapped(name, &column.name, false).into_iter().chain(fields.native(&ty)).collect();
        Field::new(name, &column.name, format!("{}{suffix}", fields.type_text(&ty, None)), attributes)
    });
    Draft {
        keyword: "type",
        name: composite.name.clone(),
        documentation: Vec::new(),
        fields: lines.collect(),
        loose_comments: Vec::new(),
        attributes: Vec::new(),
        is_comment: false,
    }
}
