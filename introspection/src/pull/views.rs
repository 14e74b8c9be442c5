//! Views: what is said of them, and their queries.

use super::Options;
use super::draft::Draft;
use super::fields::{Fields, mapped, quoted};
use super::models::{kept_field, renamed_for};
use super::names::key_of_view;
use super::place::Placed;
use super::warnings::Warnings;
use analyzer::{InventoryKind, MemberRole};
use catalog::{Catalog, View};

const COMMENTED: &str =
    "The view or a column of it has a comment in the database, which a schema cannot say.";

/// The query of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewQuery {
    /// The schema of the database that it is in, where there are any.
    pub schema: Option<String>,
    /// Its name in the database.
    pub name: String,
    /// The query, as the server prints it.
    pub query: String,
}

/// The queries of the views that are rendered.
pub(crate) fn queries(catalog: &Catalog, options: &Options) -> Vec<ViewQuery> {
    let query = |view: &View| {
        Some(ViewQuery {
            schema: view.schema.clone(),
            name: view.name.clone(),
            query: view.definition.clone()?,
        })
    };
    shown(catalog, options).filter_map(query).collect()
}

/// The views that are rendered: those that are asked for and have columns.
pub(crate) fn shown<'c>(catalog: &'c Catalog, options: &Options) -> impl Iterator<Item = &'c View> {
    let wanted = options.views;
    catalog.views.iter().filter(move |view| wanted && !view.materialized && !view.columns.is_empty())
}

/// A view. The database does not know what of it is a key, nor what it is related to; the schema may.
pub(crate) fn draft<'a>(fields: &Fields<'_, 'a>, view: &View, warnings: &mut Warnings) -> Placed<'a> {
    let key = key_of_view(view);
    let name = fields.names.of_table(&key).unwrap_or_default();
    let known = fields.existing.table(view.schema.as_deref(), &view.name);
    let mut lines = Vec::new();
    for column in &view.columns {
        if fields.names.of_column(&key, &column.name).is_none() {
            warnings.field_name(name, &column.name);
        }
        lines.push(fields.of_view(&key, name, column, warnings));
    }
    let members = known.into_iter().flat_map(|block| &block.members);
    let relations: Vec<_> =
        members.filter(|member| matches!(member.role, MemberRole::Relation { .. })).map(kept_field).collect();
    if !relations.is_empty() {
        warnings.kept_relations(name);
    }
    lines.extend(relations);
    let mut attributes: Vec<String> = known
        .into_iter()
        .flat_map(|block| &block.keys)
        .filter(|key| key.text.starts_with("@@"))
        .map(|key| key.text.clone())
        .collect();
    if let Some(map) = mapped(Some(name), &view.name, known.is_some_and(|block| block.is_mapped)) {
        attributes.push(format!("@{map}"));
        if known.is_some() {
            warnings.kept_name("view", name);
        }
    }
    if known.is_some_and(|block| block.is_ignored) {
        attributes.push("@@ignore".to_owned());
    }
    if let Some(schema) = view.schema.as_ref().filter(|_| fields.options.with_schemas) {
        attributes.push(format!("@@schema({})", quoted(schema)));
    }
    let commented = view.comment.is_some() || view.columns.iter().any(|column| column.comment.is_some());
    if commented {
        warnings.comment(&format!("view {name}"));
    }
    let mut documentation: Vec<String> = renamed_for("view", &view.name, name).into_iter().collect();
    if commented {
        documentation.push(COMMENTED.to_owned());
    }
    if known.is_some() {
        documentation.clear();
    }
    let draft = Draft {
        keyword: "view",
        name: name.to_owned(),
        documentation,
        fields: lines,
        loose_comments: known.map(|block| block.loose_comments.clone()).unwrap_or_default(),
        attributes,
        is_comment: false,
    };
    Placed { draft, existing: known }
}

impl Fields<'_, '_> {
    /// Whether the schema has a view of that name whose view is still there.
    pub(crate) fn view_called(&self, name: &str) -> bool {
        let block = self.existing.blocks.iter().map(|(_, block)| block).find(|block| block.name == name);
        block.is_some_and(|block| {
            block.kind == InventoryKind::View
                && self.catalog.views.iter().any(|view| view.name == block.database_name)
        })
    }
}
