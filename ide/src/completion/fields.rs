//! The first word of a line in a model, view or composite type: a field, or an attribute of the block.

use super::{Ask, CompletionItem, CompletionKind, attributes};
use analyzer::TypeKind;
use syntax::Keyword;

/// Names of fields that models often have, with their types.
const USUAL: [(&str, &str); 6] = [
    ("createdAt", "DateTime @default(now())"),
    ("updatedAt", "DateTime @updatedAt"),
    ("name", "String"),
    ("email", "String @unique"),
    ("title", "String"),
    ("description", "String?"),
];

/// What a line can begin with.
pub(super) fn first_words(ask: &Ask) -> Vec<CompletionItem> {
    let mut items = Vec::new();
    if ask.place.block != Keyword::Type {
        items.extend(attributes::of_block(ask).into_iter().map(|item| CompletionItem {
            label: format!("@@{}", item.label),
            snippet: format!("@@{}", item.snippet),
            rank: item.rank.max(4),
            ..item
        }));
    }
    let Some(facts) = ask.snapshot.describe_type(ask.schema, &ask.place.name) else { return items };
    let is_there = |name: &str| facts.members.iter().any(|member| member == name);
    if ask.place.block == Keyword::Model
        && !facts.keys.iter().any(|key| key.starts_with("@@id"))
        && !is_there("id")
    {
        items.push(field("id", "Int @id @default(autoincrement())", 0));
    }
    // Relations that want a column for what they refer with.
    for member in &facts.members {
        let Some(relation) = ask.snapshot.describe_field(ask.schema, &ask.place.name, member) else {
            continue;
        };
        let named = relation.signature.split("fields:").nth(1).and_then(|rest| rest.split(['[', ']']).nth(1));
        let lacking = named.into_iter().flat_map(|names| names.split(',')).map(str::trim);
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        for name in lacking.filter(|name| is_name(name) && !is_there(name)) {
            items.push(field(name, &id_type(ask, &relation.signature), 0));
        }
    }
    items.extend(USUAL.iter().filter(|(name, _)| !is_there(name)).map(|(name, rest)| field(name, rest, 3)));
    items
}

fn field(name: &str, rest: &str, rank: u8) -> CompletionItem {
    CompletionItem::new(name, CompletionKind::Field).detail(rest).snippet(format!("{name} {rest}")).rank(rank)
}

/// The type of the id that a relation field refers to.
fn id_type(ask: &Ask, signature: &str) -> String {
    let ty = signature.split_whitespace().nth(1).unwrap_or_default();
    let suffix = if ty.ends_with('?') { "?" } else { "" };
    let target = ty.trim_end_matches('?');
    let id = ask.snapshot.describe_field(ask.schema, target, "id");
    let scalar = id.and_then(|id| id.signature.split_whitespace().nth(1).map(str::to_owned));
    format!("{}{suffix}", scalar.unwrap_or_else(|| "Int".to_owned()))
}

/// What kind of type the field at a place has, and its name without suffix.
pub(super) fn field_type(ask: &Ask) -> Option<(String, Option<TypeKind>)> {
    let (_, ty) = ask.place.field.as_ref()?;
    let name = ty.split(['?', '[', '(', '!']).next().unwrap_or(ty).to_owned();
    let kind = ask.snapshot.type_kind(ask.file, &name);
    Some((name, kind))
}

/// The fields of a block that fulfil a condition, as items.
pub(super) fn fields_of(ask: &Ask, owner: &str, listed: &[String], wants: Wanted) -> Vec<CompletionItem> {
    let Some(facts) = ask.snapshot.describe_type(ask.schema, owner) else { return Vec::new() };
    let mut items = Vec::new();
    for (index, member) in facts.members.iter().enumerate() {
        let Some(field) = ask.snapshot.describe_field(ask.schema, owner, member) else { continue };
        let ty = field.signature.split_whitespace().nth(1).unwrap_or_default();
        let kind = ask.snapshot.type_kind(ask.file, ty.trim_end_matches(['?', '[', ']']));
        let is_relation = matches!(kind, Some(TypeKind::Model | TypeKind::View));
        let is_key = field.keys.iter().any(|key| key.starts_with("@@id") || key.starts_with("@@unique"));
        let rank = match wants {
            Wanted::Referenced if is_key => 0,
            Wanted::Referring if member.ends_with("Id") => 0,
            _ => u8::try_from(index).unwrap_or(u8::MAX - 1).saturating_add(1),
        };
        if !is_relation && !listed.contains(member) {
            items.push(CompletionItem::new(member, CompletionKind::Field).detail(ty).rank(rank));
        }
    }
    items
}

/// What fields are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Fields for a key.
    Any,
    /// Fields that a relation refers with.
    Referring,
    /// Fields that a relation refers to.
    Referenced,
}
