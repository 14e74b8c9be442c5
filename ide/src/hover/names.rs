//! What the names of a schema stand for.

use super::{database, fence, page};
use analyzer::{
    BlockFacts, Cardinality, Column, FieldFacts, FileId, ForeignKey, Occurrence, RelationFacts, SchemaId,
    Snapshot, Storage, Symbol,
};

/// How many members of a block are listed.
const MOST_MEMBERS: usize = 12;

/// What a name stands for; nothing if nothing is known of it.
pub(super) fn describe(
    snapshot: &Snapshot,
    file: FileId,
    name: &Occurrence,
    about: Option<&str>,
) -> Option<String> {
    let schema = snapshot.schema(file)?;
    match &name.symbol {
        Symbol::Type(ty) => Some(block(snapshot, schema, &snapshot.describe_type(schema, ty)?)),
        Symbol::Field { owner, name } => {
            let facts = snapshot.describe_field(schema, owner, name)?;
            let column = facts.column.as_ref();
            let actual = column.map(|column| database::column(snapshot, schema, owner, name, &column.name));
            Some(page(vec![field(owner, name, &facts), actual.unwrap_or_default()]))
        }
        Symbol::EnumValue { owner, name } => {
            let (database_name, documentation) = snapshot.describe_value(schema, owner, name)?;
            let mapped = if database_name == *name {
                String::new()
            } else {
                format!("In the database: `{database_name}`")
            };
            Some(page(vec![fence(&format!("enum {owner} {{\n  {name}\n}}")), documentation, mapped]))
        }
        Symbol::Relation { name, between: (one, other) } => {
            let uses = snapshot.references(schema, &name_symbol(name, one, other)).len();
            Some(format!("The name of a relation between `{one}` and `{other}`, on {uses} of its sides."))
        }
        Symbol::DatabaseSchema(name) => Some(format!("The schema `{name}` of the database.")),
        Symbol::Datasource(name) => Some(datasource(snapshot, file, name, about)),
        Symbol::Generator(name) => Some(format!("The generator `{name}`.")),
        Symbol::Variable(name) => Some(format!(
            "The variable `{name}` of the environment. Its value is never read for this; *Go to Definition* shows the `.env` file \
             that sets it."
        )),
    }
}

/// What a type stands for.
pub(super) fn describe_type(snapshot: &Snapshot, file: FileId, name: &str) -> Option<String> {
    let schema = snapshot.schema(file)?;
    Some(block(snapshot, schema, &snapshot.describe_type(schema, name)?))
}

fn name_symbol(name: &str, one: &str, other: &str) -> Symbol {
    Symbol::Relation { name: name.to_owned(), between: (one.to_owned(), other.to_owned()) }
}

pub(super) fn datasource(snapshot: &Snapshot, file: FileId, name: &str, about: Option<&str>) -> String {
    let provider = match snapshot.provider(file) {
        Some(provider) => format!("The datasource `{name}`: {}.", provider.display_name()),
        None => format!("The datasource `{name}`."),
    };
    page(vec![provider, about.unwrap_or_default().to_owned()])
}

fn block(snapshot: &Snapshot, schema: SchemaId, facts: &BlockFacts) -> String {
    let shown = facts.members.iter().take(MOST_MEMBERS);
    let mut lines: Vec<_> = shown.map(|member| member_line(snapshot, schema, facts, member)).collect();
    if facts.members.len() > MOST_MEMBERS {
        lines.push(format!("  // and {} more", facts.members.len() - MOST_MEMBERS));
    }
    let code = format!("{} {} {{\n{}\n}}", facts.keyword, facts.name, lines.join("\n"));
    let relations = facts.relations.iter().map(|(field, model, cardinality)| {
        format!("- `{field}`: {} with `{model}`", words_for(*cardinality))
    });
    let relations: Vec<_> = relations.collect();
    page(vec![
        fence(&code),
        facts.documentation.clone(),
        summary(facts),
        keys(&facts.keys),
        relations.join("\n"),
        database::table(snapshot, schema, &facts.name),
    ])
}

fn member_line(snapshot: &Snapshot, schema: SchemaId, facts: &BlockFacts, member: &str) -> String {
    let field = snapshot.describe_field(schema, &facts.name, member);
    format!("  {}", field.map_or_else(|| member.to_owned(), |field| field.signature))
}

/// What a block is in the database, and how large it is.
fn summary(facts: &BlockFacts) -> String {
    let (thing, member) = match facts.keyword {
        "model" => ("Table", "field"),
        "view" => ("View", "field"),
        "enum" => ("Enum", "value"),
        _ => ("", "field"),
    };
    let count = match facts.members.len() {
        1 => format!("1 {member}"),
        count => format!("{count} {member}s"),
    };
    match &facts.database_name {
        Some(name) => format!("{thing} `{name}`, {count}"),
        None => format!("A composite type, kept inside of the rows that use it; {count}"),
    }
}

fn keys(keys: &[String]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" · ")
}

fn field(owner: &str, name: &str, facts: &FieldFacts) -> String {
    let mut parts = vec![fence(&facts.signature), facts.documentation.clone()];
    parts.extend(facts.column.as_ref().map(column));
    parts.push(keys(&facts.keys));
    parts.extend(facts.relation.as_ref().map(|facts| relation(owner, name, facts)));
    page(parts)
}

/// Such as: Column `email`: `VarChar(191)`, may be null.
fn column(column: &Column) -> String {
    let list = if column.is_list { "[]" } else { "" };
    let ty = column.native_type.as_ref().map(|native| {
        let default = if column.is_written { "" } else { " by default" };
        format!(": `{native}{list}`{default}")
    });
    let null = if column.is_nullable { ", may be null" } else { ", never null" };
    let default = column.default.as_ref().map(|value| format!(", defaults to `{value}`")).unwrap_or_default();
    format!("Column `{}`{}{null}{default}", column.name, ty.unwrap_or_default())
}

fn words_for(cardinality: Cardinality) -> &'static str {
    match cardinality {
        Cardinality::OneToOne => "one-to-one",
        Cardinality::OneToMany => "one-to-many",
        Cardinality::ManyToMany => "many-to-many",
    }
}

fn relation(owner: &str, name: &str, facts: &RelationFacts) -> String {
    let sides = format!(
        "{} relation: `{owner}.{name}` ↔ `{}.{}`{}",
        capitalized(words_for(facts.cardinality)),
        facts.target,
        facts.other,
        facts.name.as_ref().map(|name| format!(", called `{name}`")).unwrap_or_default()
    );
    let storage = match &facts.storage {
        Storage::Columns(key) => foreign_key(key),
        Storage::Table(table) => format!("Kept in the table `{table}`, with the columns `A` and `B`"),
        Storage::Unknown => String::new(),
    };
    page(vec![sides, storage])
}

fn foreign_key(key: &ForeignKey) -> String {
    let columns =
        key.columns.iter().map(|(own, other)| format!("`{own}` → `{other}`")).collect::<Vec<_>>().join(", ");
    let action = |action: &analyzer::Action| {
        let default = if action.is_written { "" } else { " (the default)" };
        format!("{}{default}: {}", action.action.name(), action.action.summary())
    };
    let constraint =
        key.constraint.as_ref().map(|name| format!(", foreign key `{name}`")).unwrap_or_default();
    format!(
        "Kept by `{}`: {columns}{constraint}\n\n- on delete, {}\n- on update, {}",
        key.owner,
        action(&key.on_delete),
        action(&key.on_update)
    )
}

fn capitalized(words: &str) -> String {
    let mut characters = words.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + characters.as_str())
        .unwrap_or_default()
}
