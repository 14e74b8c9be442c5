//! The type of a field.

use super::around::line_behind;
use super::{Ask, CompletionItem, CompletionKind};
use analyzer::TypeKind;
use providers::native_types;
use providers::scalar_types::{supports_lists, supports_scalar};
use providers::{NativeType, ScalarType};
use syntax::Keyword;

/// So many whole relations are offered: more would hide the types, and each takes some looking around.
const MOST_RELATIONS: usize = 20;

/// The types that a field can have, and whether there are more once something is typed.
///
/// Whole relations are offered for models that the name of the field suggests, and for those that begin as what was typed.
pub(super) fn types(ask: &Ask, field: &str) -> (Vec<CompletionItem>, bool) {
    let mut items = Vec::new();
    let rest = line_behind(&ask.place.text, usize::from(ask.place.replaced.end() - ask.place.start));
    let native = native_type(ask, rest);
    let is_relation = rest.contains("@relation") || (rest.starts_with('[') && !supports_lists(ask.provider));
    for scalar in ScalarType::ALL
        .into_iter()
        .filter(|scalar| ask.provider.is_none() || supports_scalar(ask.provider, *scalar))
    {
        let item = CompletionItem::new(scalar.name(), CompletionKind::Scalar).documented(scalar.summary());
        let rank = match native {
            Some(native) if native.holds(scalar) => 0,
            Some(_) => 9,
            None if is_relation => 8,
            None => likelihood(field, scalar, rest),
        };
        items.push(item.rank(rank));
    }
    let unsupported = CompletionItem::new("Unsupported", CompletionKind::Scalar);
    items.push(
        unsupported
            .documented("A type of the database that Prisma has no type for.")
            .snippet("Unsupported(\"$0\")")
            .rank(9),
    );
    let field_in_singular = field.trim_end_matches('s').to_lowercase();
    let mut targets = Vec::new();
    for (name, kind) in ask.snapshot.type_names(ask.schema) {
        let (kind, rank) = match kind {
            TypeKind::Model | TypeKind::View if ask.place.block == Keyword::Type => continue,
            TypeKind::Model | TypeKind::View => (CompletionKind::Model, 3),
            TypeKind::Enum => (CompletionKind::Enum, 3),
            TypeKind::CompositeType => (CompletionKind::CompositeType, 3),
            TypeKind::Scalar => continue,
        };
        let is_alike = begins_with(&name, &field_in_singular);
        let rank = match kind {
            _ if is_alike => 0,
            CompletionKind::Model if is_relation && leads_here(ask, &name) => 1,
            _ if is_relation && kind != CompletionKind::Model => 7,
            _ if is_relation || shares_word(field, &name) => 2,
            _ => rank,
        };
        items.push(CompletionItem::new(&name, kind).rank(rank));
        if kind == CompletionKind::Model && ask.place.block == Keyword::Model {
            targets.push((!is_alike, name));
        }
    }
    let (relations, has_more) = relations(ask, field, targets);
    items.extend(relations);
    if !rest.starts_with('(') {
        items.extend(suffixed(ask));
    }
    (items, has_more)
}

/// Whether a name begins with a text in small letters, whatever its case.
fn begins_with(name: &str, beginning: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    beginning.chars().all(|letter| letters.next() == Some(letter))
}

/// Whole relations to some of the models, each given with whether the field's name does not suggest it, and whether there are
/// more once something, or something more, is typed.
fn relations(ask: &Ask, field: &str, targets: Vec<(bool, String)>) -> (Vec<CompletionItem>, bool) {
    let typed = typed(ask).to_lowercase();
    let first_letter = typed.chars().next().map(String::from).unwrap_or_default();
    let all = targets.len();
    let mut fitting: Vec<_> = targets
        .into_iter()
        .filter(|(is_other, name)| !is_other || (!typed.is_empty() && begins_with(name, &first_letter)))
        .collect();
    let is_cut = fitting.len() > MOST_RELATIONS;
    // What is typed on, and then deleted, is looked for among the items that are there: the first letter is enough.
    fitting.sort_by_key(|(is_other, name)| (*is_other, !begins_with(name, &typed)));
    let has_more = is_cut || (typed.is_empty() && fitting.len() < all);
    let item = |(is_other, name): (bool, String)| relation(ask, field, &name, if is_other { 6 } else { 1 });
    (fitting.into_iter().take(MOST_RELATIONS).filter_map(item).collect(), has_more)
}

/// What was typed of the type.
fn typed<'a>(ask: &'a Ask) -> &'a str {
    let range = ask.place.replaced - ask.place.start;
    ask.place.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
}

/// The native type that stands behind a type.
fn native_type(ask: &Ask, rest: &str) -> Option<&'static NativeType> {
    let datasource = ask.snapshot.datasource_name(ask.file)?;
    let (_, written) = rest.split_once(&format!("@{datasource}."))?;
    let name = written.split(|c: char| !c.is_alphanumeric()).next()?;
    native_types::find(ask.provider, name)
}

/// Whether a model has a field whose type is the one that the place is in.
fn leads_here(ask: &Ask, model: &str) -> bool {
    let Some(facts) = ask.snapshot.describe_type(ask.schema, model) else { return false };
    let leads = |member: &String| {
        let field = ask.snapshot.describe_field(ask.schema, model, member);
        field.is_some_and(|field| {
            let ty = field.signature.split_whitespace().nth(1).unwrap_or_default();
            ty.trim_end_matches(['?', '[', ']']) == ask.place.name
        })
    };
    facts.members.iter().any(leads)
}

/// Whether the name of a type ends in the last word of a field's name, or the other way round.
fn shares_word(field: &str, name: &str) -> bool {
    let last = |name: &str| {
        let start = name.rfind(char::is_uppercase).unwrap_or(0);
        name[start..].trim_end_matches('s').to_lowercase()
    };
    let (one, other) = (last(field), last(name));
    one.len() > 2 && one == other
}

/// How likely a scalar type is for a field of that name.
fn likelihood(field: &str, scalar: ScalarType, rest: &str) -> u8 {
    let name = field.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| rest.contains(word));
    // What follows says more than the name.
    let shown = match scalar {
        ScalarType::DateTime => has(&["@updatedAt", "now()"]),
        ScalarType::Int => has(&["autoincrement()"]),
        ScalarType::Boolean => has(&["@default(true)", "@default(false)"]),
        ScalarType::String => has(&["uuid(", "cuid(", "nanoid(", "ulid(", "@default(\""]),
        _ => false,
    };
    if shown || name.contains(&scalar.name().to_lowercase()) {
        return 0;
    }
    let is = |words: &[&str]| words.iter().any(|word| name.ends_with(word) || name.starts_with(word));
    let hint = match scalar {
        ScalarType::DateTime => name.ends_with("at") || is(&["date", "time"]),
        ScalarType::Boolean => ["is", "has", "can"].iter().any(|word| name.starts_with(word)),
        ScalarType::Int => name == "id" || is(&["count", "number", "age", "order"]),
        ScalarType::Decimal => is(&["price", "amount", "total"]),
        ScalarType::String => is(&["name", "email", "title", "url", "text"]),
        _ => false,
    };
    match (hint, scalar) {
        (true, _) => 0,
        (_, ScalarType::String | ScalarType::Int | ScalarType::Boolean | ScalarType::DateTime) => 2,
        _ => 4,
    }
}

/// The typed name of a type with what can follow it.
fn suffixed(ask: &Ask) -> Vec<CompletionItem> {
    let typed = typed(ask);
    let Some(kind) = ask.snapshot.type_kind(ask.file, typed) else { return Vec::new() };
    let has_lists = matches!(kind, TypeKind::Model | TypeKind::View | TypeKind::CompositeType)
        || supports_lists(ask.provider);
    let suffixes = if has_lists { &["?", "[]"][..] } else { &["?"] };
    suffixes
        .iter()
        .map(|suffix| CompletionItem::new(format!("{typed}{suffix}"), CompletionKind::Scalar).rank(1))
        .collect()
}

/// A whole relation to a model: with the scalar field that it needs, and the field on the other side.
fn relation(ask: &Ask, field: &str, target: &str, rank: u8) -> Option<CompletionItem> {
    let facts = ask.snapshot.describe_type(ask.schema, target)?;
    let own = ask.snapshot.describe_type(ask.schema, &ask.place.name)?;
    let id = facts.keys.iter().find_map(|key| key.strip_prefix("@@id([")?.strip_suffix("])"))?;
    if id.contains([',', '.']) || target == own.name {
        return None;
    }
    let ty = ask.snapshot.describe_field(ask.schema, target, id)?;
    let ty_name = ty.signature.split_whitespace().nth(1)?.to_owned();
    let mut letters = id.chars();
    let column = format!("{field}{}{}", letters.next()?.to_uppercase(), letters.as_str());
    if own.members.contains(&column) {
        return None;
    }
    let native = ty.signature.split_whitespace().find(|word| {
        word.starts_with(&format!("@{}.", ask.snapshot.datasource_name(ask.file).unwrap_or_default()))
    });
    let native = native.map(|native| format!(" {native}")).unwrap_or_default();
    let indent: String = ask.place.text
        [super::context::start_of_line(&ask.place.text, ask.place.member)..ask.place.member]
        .chars()
        .take_while(|c| c.is_whitespace())
        .collect();
    let has_other = facts.relations.iter().any(|(_, model, _)| *model == own.name);
    let back = (!has_other).then(|| back_relation(ask, &facts, &own.name)).flatten();
    let line_end = line_end(ask);
    let text = format!(
        "{target} @relation(fields: [{column}], references: [{id}]){line_end}{indent}{column} {ty_name}{native}"
    );
    let mut item = CompletionItem::new(format!("{target} (relation)"), CompletionKind::Snippet)
        .detail(format!("with {column} {ty_name}"))
        .documented("The relation with the field that it refers with, and the list on the other side if that is in this file.")
        .snippet(super::escaped(&text))
        .rank(rank);
    item.more.extend(back);
    Some(item)
}

/// The list on the other side, as a new last field.
fn back_relation(
    ask: &Ask,
    facts: &analyzer::BlockFacts,
    own: &str,
) -> Option<(analyzer::TextRange, String)> {
    let last = facts.members.last()?;
    let symbol = analyzer::Symbol::Field { owner: facts.name.clone(), name: last.clone() };
    let place =
        ask.snapshot.declarations(ask.schema, &symbol).into_iter().find(|place| place.file == ask.file)?;
    let name = analyzer::list_name(own);
    if facts.members.contains(&name) {
        return None;
    }
    Some((
        analyzer::TextRange::empty(ask.snapshot.end_of_line(ask.file, place.whole.end())),
        format!("{}  {name} {own}[]", line_end(ask)),
    ))
}

/// How the lines of the file end.
fn line_end(ask: &Ask) -> &'static str {
    if ask.place.text.contains("\r\n") { "\r\n" } else { "\n" }
}
