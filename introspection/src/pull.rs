//! A catalog as schema text: new, or merged into the schema that there is.
//!
//! Tables become models, columns fields, foreign keys relations. Where the schema has something already, its name, its
//! comments and what only a client knows are kept; everything else is as the database has it.

mod composites;
mod draft;
mod existing;
mod fields;
mod keys;
mod models;
mod names;
mod place;
mod relations;
mod valid;
mod views;
mod warnings;

pub use place::{PulledFile, Target};
pub use views::ViewQuery;
pub use warnings::Warnings;

use analyzer::{SchemaId, Snapshot};
use catalog::{Catalog, EnumKey, Holds, Table, View};
use draft::Draft;
use existing::Existing;
use fields::{EnumValues, Fields, enum_values};
use names::{EnumSource, Names};
use providers::{Provider, RelationMode};
use relations::{Join, Relations, joins};
use std::collections::HashSet;

/// What has to be known for rendering, apart from the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The name of the datasource, which native types begin with.
    pub datasource: String,
    /// Who keeps relations intact. If it is Prisma, the database knows none.
    pub relation_mode: RelationMode,
    /// The schema of the database that a model without `@@schema` is in.
    pub default_schema: Option<String>,
    /// Whether models say which schema of the database they are in.
    pub with_schemas: bool,
    /// Whether views are rendered.
    pub views: bool,
    /// Whether partial indexes are rendered.
    pub partial_indexes: bool,
}

impl Options {
    /// For a schema that is made anew.
    pub fn new(catalog: &Catalog, with_schemas: bool, previews: &[String]) -> Self {
        let previews = |feature: &str| previews.iter().any(|one| one.eq_ignore_ascii_case(feature));
        Options {
            datasource: "db".to_owned(),
            relation_mode: RelationMode::ForeignKeys,
            default_schema: catalog.schemas.first().cloned().filter(|_| !with_schemas),
            with_schemas,
            views: previews("views"),
            partial_indexes: previews("partialIndexes"),
        }
    }

    /// As a schema says it.
    pub fn of(snapshot: &Snapshot, schema: SchemaId, catalog: &Catalog) -> Self {
        let file = snapshot.files(schema).first().copied();
        let with_schemas = file.is_some_and(|file| !snapshot.database_schemas(file).is_empty());
        Options {
            datasource: file
                .and_then(|file| snapshot.datasource_name(file))
                .unwrap_or_else(|| "db".to_owned()),
            relation_mode: file.map_or(RelationMode::ForeignKeys, |file| snapshot.relation_mode(file)),
            default_schema: catalog.schemas.first().cloned().filter(|_| !with_schemas),
            with_schemas,
            views: snapshot.previews(schema, "views"),
            partial_indexes: snapshot.previews(schema, "partialIndexes"),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// The files whose text is another one now.
    pub files: Vec<PulledFile>,
    /// What a schema cannot say, and what was kept.
    pub warnings: Warnings,
    /// The queries of the views.
    pub views: Vec<ViewQuery>,
}

/// Renders a catalog into a target.
pub fn pull(catalog: &Catalog, target: &Target<'_>, options: &Options) -> Pulled {
    let inventory = target.inventory();
    let existing = Existing { blocks: &inventory, default_schema: options.default_schema.as_deref() };
    let mut warnings = Warnings::default();
    let drafts = drafts(catalog, &existing, options, &mut warnings);
    let files = place::place(target, &existing, drafts);
    let files = valid::made_valid(target, files, &mut warnings);
    Pulled { files, warnings, views: views::queries(catalog, options) }
}

/// The blocks to write, each with the block of the schema whose place it takes.
fn drafts<'a>(
    catalog: &Catalog,
    existing: &Existing<'a>,
    options: &Options,
    warnings: &mut Warnings,
) -> Vec<place::Placed<'a>> {
    let joins: Vec<Join<'_>> = match options.relation_mode {
        RelationMode::ForeignKeys => joins(catalog),
        RelationMode::Prisma => Vec::new(),
    };
    let is_model = |table: &&Table| {
        let is_join = joins.iter().any(|join| std::ptr::eq(join.table, *table));
        !is_join && !catalog.is_of_tool(table)
    };
    let tables: Vec<&Table> = catalog.tables.iter().filter(is_model).collect();
    let views: Vec<&View> = views::shown(catalog, options).collect();
    let enums = enum_sources(catalog, &tables, &views);
    let names = Names::new(catalog, &tables, &views, &enums, existing);
    for (kind, name) in &names.renamed {
        warnings.renamed(kind, name);
    }
    let values: EnumValues = enums
        .iter()
        .map(|source| (source.key.clone(), enum_values(source.values, existing.enumeration(catalog, source))))
        .collect();
    let relations = match options.relation_mode {
        RelationMode::ForeignKeys => Relations::new(catalog, &tables, &joins, &names, existing, warnings),
        RelationMode::Prisma => Relations::default(),
    };
    let fields = Fields { catalog, options, names: &names, values: &values, existing };
    let mut drafts = composites::drafts(&fields);
    drafts.extend(models::drafts(&fields, &tables, &relations, warnings));
    drafts.extend(views.iter().map(|view| views::draft(&fields, view, warnings)));
    drafts.extend(enum_drafts(&fields, &enums, warnings));
    drafts
}

/// The enums that a schema can have: with at least one value that can have a name. Each is pulled once, however many columns
/// of MySQL share the one of the schema.
fn enum_sources<'a>(catalog: &'a Catalog, tables: &[&'a Table], views: &[&'a View]) -> Vec<EnumSource<'a>> {
    let is_listed =
        |schema: &Option<String>| schema.as_ref().is_none_or(|schema| catalog.schemas.contains(schema));
    let types = catalog.enums.iter().filter(|one| is_listed(&one.schema)).map(|one| EnumSource {
        key: EnumKey::Type(one.schema.clone(), one.name.clone()),
        values: &one.values,
        comment: one.comment.is_some(),
    });
    let of_tables = tables.iter().flat_map(|table| table.columns.iter().map(|column| (&table.name, column)));
    let of_views = views.iter().flat_map(|view| view.columns.iter().map(|column| (&view.name, column)));
    let of_columns = of_tables.chain(of_views).filter_map(|(table, column)| {
        let Holds::Enum(key @ EnumKey::Column(..)) = catalog.field_type(table, column).holds else {
            return None;
        };
        Some(EnumSource { key, values: &column.column_type.values, comment: false })
    });
    let can_be_named = |source: &EnumSource<'_>| {
        source.values.iter().any(|value| value.is_empty() || !names::sanitised(value).is_empty())
    };
    types.chain(of_columns).filter(can_be_named).collect()
}

fn enum_drafts<'a>(
    fields: &Fields<'_, 'a>,
    enums: &[EnumSource<'_>],
    warnings: &mut Warnings,
) -> Vec<place::Placed<'a>> {
    let mut drafts: Vec<place::Placed<'a>> = Vec::new();
    let mut taken = HashSet::new();
    for source in enums {
        let Some(name) = fields.names.of_enum(&source.key) else { continue };
        if drafts.iter().any(|placed| placed.draft.name == name) {
            continue;
        }
        let known = fields.existing.enumeration(fields.catalog, source);
        // Columns of two tables may make the same name of an enum; only one can be mapped to it.
        let is_taken = !taken.insert(database_name(&source.key));
        drafts.push(place::Placed {
            draft: enum_draft(fields, source, (name, is_taken), known, warnings),
            existing: known,
        });
    }
    drafts
}

fn enum_draft(
    fields: &Fields<'_, '_>,
    source: &EnumSource<'_>,
    (name, is_taken): (&str, bool),
    known: Option<&analyzer::InventoryBlock>,
    warnings: &mut Warnings,
) -> Draft {
    let values = &fields.values[&source.key];
    let mut lines = Vec::new();
    for value in source.values {
        let member =
            known.and_then(|block| block.members.iter().find(|member| member.database_name == *value));
        let own = values.get(value).and_then(Option::as_deref);
        let map = fields::mapped(own, value, fields::has(member, "@map")).unwrap_or_default();
        let line = match own {
            Some(own) => format!("{own} {map}"),
            None => {
                warnings.value_name(name, value);
                format!("// {} {map}", value.replace(['\n', '\r'], " "))
            }
        };
        if let Some(member) = member.filter(|member| member.attribute("@map").is_some()) {
            warnings.kept_value(name, &member.name);
        }
        let field = draft::Field { comments: Vec::new(), text: line.trim_end().to_owned(), trailing: None };
        lines.push(field.with_comments(member));
    }
    let map = enum_map(source, (name, is_taken), known).map(|map| format!("@{map}"));
    if known.is_some() && map.is_some() {
        warnings.kept_name("enum", name);
    }
    let mut documentation = Vec::new();
    if source.comment {
        warnings.comment(&format!("enum {name}"));
        if known.is_none() {
            documentation
                .push("The enum has a comment in the database, which a schema cannot say.".to_owned());
        }
    }
    let schema = match &source.key {
        EnumKey::Type(schema, _) if fields.options.with_schemas => schema.as_ref(),
        _ => None,
    };
    let schema = schema.map(|schema| format!("@@schema({})", fields::quoted(schema)));
    Draft {
        keyword: "enum",
        name: name.to_owned(),
        documentation,
        fields: lines,
        loose_comments: known.map(|block| block.loose_comments.clone()).unwrap_or_default(),
        attributes: map.into_iter().chain(schema).collect(),
        is_comment: false,
    }
}

/// The `@map` of an enum, without which it would be another one.
fn enum_map(
    source: &EnumSource<'_>,
    (name, is_taken): (&str, bool),
    known: Option<&analyzer::InventoryBlock>,
) -> Option<String> {
    let is_type = matches!(source.key, EnumKey::Type(..));
    let is_written = known.is_some_and(|block| block.is_mapped);
    match known {
        // What belongs to a column has no name of its own in the database; the schema's is as good as any.
        Some(block) if !is_type => fields::mapped(Some(name), &block.database_name, is_written),
        _ => fields::mapped(Some(name), &database_name(&source.key), is_written)
            .filter(|_| is_type || !is_taken),
    }
}

/// What an enum is called in the database; for one that only a column has, what it would be.
fn database_name(key: &EnumKey) -> String {
    match key {
        EnumKey::Type(_, name) => name.clone(),
        EnumKey::Column(table, column) => format!("{table}_{column}"),
    }
}

/// Whether a provider has enums of its own that go when the database has none of them.
fn has_enums(provider: Provider) -> bool {
    provider != Provider::Sqlite
}
