//! What things of a database are called in a schema.

use super::existing::Existing;
use catalog::{Catalog, Column, EnumKey, Table, View};
use providers::capabilities::has;
use providers::name_limits::is_reserved;
use providers::{Capability, ScalarType};
use std::collections::{HashMap, HashSet};

/// A table, view or enum: its schema and name, as a table of names is asked for it.
pub(crate) type Key = (Option<String>, String);

/// The names of everything that is pulled.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Tables and views.
    tables: HashMap<Key, String>,
    enums: HashMap<EnumKey, String>,
    /// The name of each column's field by table; none for a column that can have no field.
    columns: HashMap<Key, HashMap<String, Option<String>>>,
    /// What was called otherwise because several things would have had one name: the kind and the name.
    pub(crate) renamed: Vec<(&'static str, String)>,
}

/// An enum with the columns' values or the type's.
pub(crate) struct EnumSource<'a> {
    pub(crate) key: EnumKey,
    pub(crate) values: &'a [String],
    pub(crate) comment: bool,
}

/// The name of a thing with everything taken out that a name in a schema may not have.
pub(crate) fn sanitised(name: &str) -> String {
    let name = name.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).collect()
}

/// The name of a model, view or enum: sanitised, and not one that means something else in a schema.
pub(crate) fn type_name(name: &str) -> String {
    let name = sanitised(name);
    if is_taken(&name) { format!("Renamed{name}") } else { name }
}

/// Whether models cannot have a name because it means something else.
pub(crate) fn is_taken(name: &str) -> bool {
    is_reserved(name) || ScalarType::from_name(name).is_some()
}

pub(crate) fn key_of(table: &Table) -> Key {
    (table.schema.clone(), table.name.clone())
}

pub(crate) fn key_of_view(view: &View) -> Key {
    (view.schema.clone(), view.name.clone())
}

/// Something that wants a name of its own at the top level of a schema.
struct Claim {
    kind: &'static str,
    /// The name if nobody else wants it.
    wish: String,
    /// The name in the schema that there is.
    existing: Option<String>,
    /// The schema of the database, where the server has several.
    schema: Option<String>,
    database_name: String,
}

impl Names {
    /// Names for tables, views and enums; those that a schema knows already keep theirs.
    pub(crate) fn new(
        catalog: &Catalog,
        tables: &[&Table],
        views: &[&View],
        enums: &[EnumSource<'_>],
        existing: &Existing<'_>,
    ) -> Self {
        // The name of the database is another one on every server, and no part of a name.
        let has_schemas = has(Some(catalog.server.product.provider()), Capability::MultiSchema);
        let table = |kind, schema: &Option<String>, name: &String| Claim {
            kind,
            wish: type_name(name),
            existing: existing.table(schema.as_deref(), name).map(|block| block.name.clone()),
            schema: schema.clone().filter(|_| has_schemas),
            database_name: name.clone(),
        };
        let enums_claim = |source: &EnumSource<'_>| {
            let (schema, name) = match &source.key {
                EnumKey::Type(schema, name) => (schema.clone(), name.clone()),
                EnumKey::Column(table, column) => (None, format!("{table}_{column}")),
            };
            Claim {
                kind: "enum",
                wish: type_name(&name),
                existing: existing.enumeration(catalog, source).map(|block| block.name.clone()),
                schema,
                database_name: name,
            }
        };
        let claims: Vec<Claim> = tables
            .iter()
            .map(|one| table("model", &one.schema, &one.name))
            .chain(views.iter().map(|one| table("view", &one.schema, &one.name)))
            .chain(enums.iter().map(enums_claim))
            .collect();
        let (names, renamed) = settled(&claims, existing);
        let mut names = names.into_iter();
        let mut own = Names { renamed, ..Names::default() };
        own.tables.extend(tables.iter().map(|one| key_of(one)).zip(names.by_ref()));
        own.tables.extend(views.iter().map(|one| key_of_view(one)).zip(names.by_ref()));
        for (source, name) in enums.iter().zip(names) {
            own.enums.insert(source.key.clone(), name);
        }
        let columns = tables.iter().map(|one| (key_of(one), &one.columns));
        for (key, columns) in columns.chain(views.iter().map(|one| (key_of_view(one), &one.columns))) {
            let fields = columns.iter().filter(|column| catalog.has_field(column));
            let fields = column_names(&key, fields, existing);
            own.columns.insert(key, fields);
        }
        own
    }

    /// The name of the model or view of a table or view.
    pub(crate) fn of_table(&self, key: &Key) -> Option<&str> {
        self.tables.get(key).map(String::as_str)
    }

    /// The name of an enum; none for one that is not pulled.
    pub(crate) fn of_enum(&self, key: &EnumKey) -> Option<&str> {
        self.enums.get(key).map(String::as_str)
    }

    /// The name of a column's field; none for a column that can have no field.
    pub(crate) fn of_column(&self, table: &Key, column: &str) -> Option<&str> {
        self.columns.get(table)?.get(column)?.as_deref()
    }

    /// The names of the fields of several columns, if all of them have one.
    pub(crate) fn of_columns(&self, table: &Key, columns: &[String]) -> Option<Vec<&str>> {
        columns.iter().map(|column| self.of_column(table, column)).collect()
    }
}

/// One name for each claim, all different, and which of them are not what was wished.
fn settled(claims: &[Claim], existing: &Existing<'_>) -> (Vec<String>, Vec<(&'static str, String)>) {
    let mut wishes: HashMap<&str, usize> = HashMap::new();
    for claim in claims {
        *wishes.entry(claim.existing.as_deref().unwrap_or(&claim.wish)).or_default() += 1;
    }
    let mut taken: HashSet<String> = claims.iter().filter_map(|claim| claim.existing.clone()).collect();
    taken.extend(existing.other_types());
    taken.extend(
        claims
            .iter()
            .filter(|claim| wishes.get(claim.wish.as_str()) == Some(&1))
            .map(|claim| claim.wish.clone()),
    );
    let keepers = keepers(claims, &taken);
    taken.extend(keepers.iter().map(|at| claims[*at].wish.clone()));
    let mut renamed = Vec::new();
    let mut names = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        if let Some(name) = &claim.existing {
            names.push(name.clone());
            continue;
        }
        let is_alone = wishes.get(claim.wish.as_str()) == Some(&1) && !claim.wish.is_empty();
        if keepers.contains(&at) || (is_alone && !existing.other_types().any(|name| name == claim.wish)) {
            names.push(claim.wish.clone());
            continue;
        }
        let prefixed =
            claim.schema.as_ref().map(|schema| sanitised(&format!("{schema}_{}", claim.database_name)));
        let wish = prefixed.filter(|name| !name.is_empty()).unwrap_or_else(|| fallback(claim));
        let name = free(&wish, |name| taken.contains(name));
        taken.insert(name.clone());
        renamed.push((claim.kind, name.clone()));
        names.push(name);
    }
    (names, renamed)
}

/// The claims of what is called just so in the database: where there is no schema to put before a name, it keeps it.
fn keepers(claims: &[Claim], taken: &HashSet<String>) -> HashSet<usize> {
    let mut kept: HashSet<&str> = HashSet::new();
    let mut keepers = HashSet::new();
    for (at, claim) in claims.iter().enumerate() {
        let is_exact = claim.schema.is_none() && claim.wish == claim.database_name;
        let is_free = claim.existing.is_none() && !claim.wish.is_empty() && !taken.contains(&claim.wish);
        if is_exact && is_free && kept.insert(&claim.wish) {
            keepers.insert(at);
        }
    }
    keepers
}

/// A name for what has none that a schema could write.
fn fallback(claim: &Claim) -> String {
    match (claim.wish.is_empty(), claim.kind) {
        (false, _) => claim.wish.clone(),
        (true, "enum") => "Enum1".to_owned(),
        (true, _) => "Model1".to_owned(),
    }
}

/// The name itself if it is free, else with the first number that makes it so.
pub(crate) fn free(wish: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(wish) {
        return wish.to_owned();
    }
    let stem = wish.strip_suffix('1').filter(|stem| matches!(*stem, "Model" | "Enum"));
    let numbered = |number: usize| match stem {
        Some(stem) => format!("{stem}{number}"),
        None => format!("{wish}_{number}"),
    };
    (2..).map(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

fn column_names<'a>(
    key: &Key,
    columns: impl Iterator<Item = &'a Column> + Clone,
    existing: &Existing<'_>,
) -> HashMap<String, Option<String>> {
    let block = existing.table(key.0.as_deref(), &key.1);
    let known =
        |column: &str| block.and_then(|block| existing.column(block, column)).map(|field| field.name.clone());
    distinct(columns.map(|column| column.name.as_str()), known)
}

/// A name for each of several things of one block, all different; none where nothing is left of a name.
pub(crate) fn distinct<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
    known: impl Fn(&str) -> Option<String>,
) -> HashMap<String, Option<String>> {
    let mut found: HashMap<String, Option<String>> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    // Those whose names are kept come first, then those that can keep their own, then those that must change.
    for name in names.clone() {
        if let Some(own) = known(name).or_else(|| (sanitised(name) == name).then(|| name.to_owned()))
            && taken.insert(own.clone())
        {
            found.insert(name.to_owned(), Some(own));
        }
    }
    for name in names {
        if found.contains_key(name) {
            continue;
        }
        let wish = sanitised(name);
        let own = (!wish.is_empty()).then(|| free(&wish, |name| taken.contains(name)));
        taken.extend(own.clone());
        found.insert(name.to_owned(), own);
    }
    found
}
