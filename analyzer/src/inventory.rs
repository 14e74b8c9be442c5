//! What a schema has that stands for something in a database, with what only the schema knows of it: names, comments,
//! attributes. For comparing a schema with a database, and for merging what is there into what is written.

use crate::check::{FieldType, constraints, item_of_block, resolve, settings};
use crate::db::{Block, Db};
use crate::describe::{RelationFacts, relation_facts};
use crate::item::{Arity, Attribute, Expression, Field, Item};
use crate::keys::{Key, KeyKind, keys};
use crate::mapping::is_column;
use crate::relations::{relation_attribute, relation_fields};
use syntax::node::BlockKind;
use syntax::{TextRange, TextSize};

/// A model, view or enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryBlock {
    /// What it is.
    pub kind: InventoryKind,
    /// Its name in the schema.
    pub name: String,
    /// Its name in the database.
    pub database_name: String,
    /// What `@@schema` says.
    pub database_schema: Option<String>,
    /// From the keyword to the closing brace, in bytes.
    pub range: TextRange,
    /// Where its name stands, in bytes.
    pub name_range: TextRange,
    /// The comment lines right above it, in bytes; empty without any.
    pub comments: TextRange,
    /// Whether it has `@@ignore`.
    pub is_ignored: bool,
    /// Whether it has `@@map`.
    pub is_mapped: bool,
    /// Fields or values.
    pub members: Vec<InventoryMember>,
    /// Ids, unique criteria and indexes, in the order of the text.
    pub keys: Vec<InventoryKey>,
    /// The comment lines that stand above no member.
    pub loose_comments: Vec<String>,
}

/// What kind of thing something in an inventory is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InventoryKind {
    /// A model.
    Model,
    /// A view.
    View,
    /// An enum.
    Enum,
}

/// A field or an enum value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryMember {
    /// Its name in the schema.
    pub name: String,
    /// Its name in the database.
    pub database_name: String,
    /// What it is.
    pub role: MemberRole,
    /// The name of its type, without suffix. Empty for values.
    pub type_name: String,
    /// What stands behind the name of the type: nothing, `?` or `[]`.
    pub suffix: &'static str,
    /// Its attributes as written.
    pub attributes: Vec<String>,
    /// The comment lines above it, without indentation.
    pub comments: Vec<String>,
    /// The comment behind it.
    pub trailing: Option<String>,
    /// All of it without comments, in bytes.
    pub range: TextRange,
}

impl InventoryMember {
    /// The attribute of that name as written, such as `@default(now())`; `name` has its `@`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().map(String::as_str).find(|text| {
            text.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['(', ' ']))
        })
    }
}

/// What a member is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberRole {
    /// A field that is a column.
    Column {
        /// Whether its type is an enum.
        is_enum: bool,
    },
    /// A field that is a relation; what is known of it, if its other side is clear.
    Relation {
        /// What is known of it.
        facts: Option<RelationFacts>,
        /// What `map` says.
        map: Option<String>,
    },
    /// A field whose type is not known.
    Unknown,
    /// A value of an enum.
    Value,
}

/// An id, a unique criterion or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryKey {
    /// What it is called: `id`, `unique`, `index`, `fulltext`.
    pub kind: &'static str,
    /// Its name in the database, chosen or derived; none where keys have no name there.
    pub database_name: Option<String>,
    /// What `name` says: what the client calls it.
    pub client_name: Option<String>,
    /// The columns.
    pub columns: Vec<String>,
    /// All of it as written.
    pub text: String,
    /// Where it stands, in bytes.
    pub range: TextRange,
}

/// What stands for something in the database in a block, in bytes from the block's beginning.
pub(crate) fn inventory_of(db: &dyn Db, block: Block) -> Option<InventoryBlock> {
    let item = item_of_block(db, block)?;
    let kind = match item.kind {
        BlockKind::Model => InventoryKind::Model,
        BlockKind::View => InventoryKind::View,
        BlockKind::Enum => InventoryKind::Enum,
        _ => return None,
    };
    let text = block.source(db).text();
    let fields = item.fields.iter().map(|field| member_of_field(db, block, field, text));
    let values = item.values.iter().map(|value| InventoryMember {
        name: value.name.text.clone(),
        database_name: value.database_name().to_owned(),
        role: MemberRole::Value,
        type_name: String::new(),
        suffix: "",
        attributes: written(&value.attributes, text),
        comments: Vec::new(),
        trailing: None,
        range: value.range,
    });
    let mut members: Vec<_> = fields.chain(values).collect();
    let loose_comments = attach_comments(item, text, &mut members);
    let schema = item.attribute("schema").and_then(Attribute::mapped_name).and_then(Expression::as_string);
    Some(InventoryBlock {
        kind,
        name: item.name.as_ref()?.text.clone(),
        database_name: item.database_name().to_owned(),
        database_schema: schema.map(str::to_owned),
        range: item.range,
        name_range: item.name_range(),
        comments: comments_above(text, item.range.start()),
        is_ignored: item.attribute("ignore").is_some(),
        is_mapped: item.attribute("map").is_some(),
        members,
        keys: inventory_keys(db, block, item, text),
        loose_comments,
    })
}

fn member_of_field(db: &dyn Db, block: Block, field: &Field, text: &str) -> InventoryMember {
    let role = match resolve(db, block.schema(db), field.ty.as_ref()) {
        FieldType::Model(_) => MemberRole::Relation {
            facts: relation_fields(db, block)
                .iter()
                .find(|relation| relation.name == field.name.text)
                .and_then(|relation| relation_facts(db, block, relation)),
            map: relation_attribute(field)
                .and_then(|attribute| attribute.named("map")?.value.as_ref()?.as_string())
                .map(str::to_owned),
        },
        FieldType::Enum(_) => MemberRole::Column { is_enum: true },
        _ if is_column(db, block, field) => MemberRole::Column { is_enum: false },
        _ => MemberRole::Unknown,
    };
    InventoryMember {
        name: field.name.text.clone(),
        database_name: field.database_name().to_owned(),
        role,
        type_name: field.ty.as_ref().map_or_else(String::new, |ty| ty.name.text.clone()),
        suffix: match field.ty.as_ref().map(|ty| ty.arity) {
            Some(Arity::Optional) => "?",
            Some(Arity::List) => "[]",
            _ => "",
        },
        attributes: written(&field.attributes, text),
        comments: Vec::new(),
        trailing: None,
        range: field.range,
    }
}

fn piece(text: &str, range: TextRange) -> &str {
    &text[std::ops::Range::<usize>::from(range)]
}

fn written(attributes: &[Attribute], text: &str) -> Vec<String> {
    attributes.iter().map(|attribute| piece(text, attribute.range).to_owned()).collect()
}

fn inventory_keys(db: &dyn Db, block: Block, item: &Item, text: &str) -> Vec<InventoryKey> {
    let named = constraints(db, block.schema(db), item, settings(db, block.schema(db)));
    let key = |key: Key<'_>| InventoryKey {
        kind: match key.kind {
            KeyKind::Id => "id",
            KeyKind::Unique => "unique",
            KeyKind::Index => "index",
            KeyKind::Fulltext => "fulltext",
        },
        database_name: named
            .iter()
            .find(|one| one.attribute == key.attribute.range)
            .map(|one| one.name.clone()),
        client_name: key
            .attribute
            .named("name")
            .filter(|_| key.kind.is_unique())
            .and_then(|argument| argument.value.as_ref()?.as_string())
            .map(str::to_owned),
        columns: key
            .parts
            .iter()
            .map(|part| part.field(item).map_or(part.path, Field::database_name).to_owned())
            .collect(),
        text: piece(text, key.attribute.range).to_owned(),
        range: key.attribute.range,
    };
    keys(item).into_iter().map(key).collect()
}

/// Gives each member the comments above it and behind it; what is left stands above none.
fn attach_comments(item: &Item, text: &str, members: &mut [InventoryMember]) -> Vec<String> {
    let (mut pending, mut loose) = (Vec::new(), Vec::new());
    let Some(open) = piece(text, item.range).find('{') else { return loose };
    let (mut at, end) = (usize::from(item.range.start()) + open + 1, usize::from(item.range.end()));
    while at < end {
        let line_end = text[at..end].find('\n').map_or(end, |newline| at + newline + 1);
        let line = &text[at..line_end];
        let starts_here =
            |member: &&mut InventoryMember| (at..line_end).contains(&usize::from(member.range.start()));
        if let Some(member) = members.iter_mut().find(starts_here) {
            member.comments = std::mem::take(&mut pending);
            let behind = usize::from(member.range.end());
            let line_end = text[behind..end].find('\n').map_or(end, |newline| behind + newline + 1);
            let rest = text[behind..line_end].trim();
            member.trailing = rest.starts_with("//").then(|| rest.to_owned());
            at = line_end;
            continue;
        }
        let line = line.trim();
        if line.starts_with("//") || line.starts_with("/*") {
            pending.push(line.to_owned());
        } else if !line.is_empty() {
            loose.append(&mut pending);
        }
        at = line_end;
    }
    loose.append(&mut pending);
    loose
}

/// The comment lines right above a place.
fn comments_above(text: &str, at: TextSize) -> TextRange {
    let mut start = usize::from(at);
    loop {
        let before = &text[..start];
        let line_start =
            before.strip_suffix('\n').unwrap_or(before).rfind('\n').map_or(0, |newline| newline + 1);
        let is_comment = line_start < start && text[line_start..start].trim_start().starts_with("//");
        if !is_comment {
            return TextRange::new(TextSize::try_from(start).unwrap_or(at), at);
        }
        start = line_start;
    }
}
