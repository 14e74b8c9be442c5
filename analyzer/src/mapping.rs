//! What keeps the names in the database while a name in the schema changes.

use crate::check::{FieldType, item_of_block, resolve};
use crate::db::{Block, Db};
use crate::item::{Attribute, Expression, Field, Item};
use crate::missing::{NewLines, Part};
use crate::names::Symbol;
use crate::relations::{Cardinality, OtherSide, RelationField, name_of, other_side, relation_fields};
use syntax::node::BlockKind;
use syntax::{TextRange, TextSize};

/// An edit of a block: what to put where in its text.
type Edit = (Block, TextRange, String);

/// What keeps names, and what nothing can keep.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) edits: Vec<Edit>,
    /// What changes in the database all the same, in sentences.
    pub(crate) warnings: Vec<String>,
}

/// The attributes of a field that the layout puts before `@map`.
const BEFORE_MAP: [&str; 7] = ["id", "unique", "default", "updatedAt", "index", "fulltext", "map"];

/// The edits that keep the names in the database when something in a block gets another name: `@map` or `@@map` is added,
/// or removed where the new name is what it says; relations that are kept in a table called after the models get the name of
/// that table.
pub(crate) fn keep_names(db: &dyn Db, block: Block, symbol: &Symbol, new: &str) -> Kept {
    let Some(item) = item_of_block(db, block) else { return Kept::default() };
    let text = block.source(db).text();
    let in_block = |edits: Vec<(TextRange, String)>| {
        edits.into_iter().map(|(range, text)| (block, range, text)).collect::<Vec<Edit>>()
    };
    match symbol {
        Symbol::Type(_) => {
            let mut kept = keep_tables(db, block, new);
            let old = item.name.as_ref().map_or("", |name| &name.text);
            kept.edits.splice(0..0, in_block(map_block(item, text, old, new)));
            kept
        }
        Symbol::Field { name, .. } => {
            let warnings = order_warning(db, block, name, new).into_iter().collect();
            let field = item.fields.iter().find(|field| field.name.text == *name);
            let column = field.filter(|field| is_column(db, block, field));
            let edits = column.map(|field| map_member(text, &field.attributes, field.range.end(), name, new));
            Kept { edits: in_block(edits.unwrap_or_default()), warnings }
        }
        Symbol::EnumValue { name, .. } => {
            let value = item.values.iter().find(|value| value.name.text == *name);
            let edits = value.map(|value| map_member(text, &value.attributes, value.range.end(), name, new));
            Kept { edits: in_block(edits.unwrap_or_default()), warnings: Vec::new() }
        }
        _ => Kept::default(),
    }
}

/// Whether a field is a column, and not a relation.
pub(crate) fn is_column(db: &dyn Db, block: Block, field: &Field) -> bool {
    !matches!(resolve(db, block.schema(db), field.ty.as_ref()), FieldType::Model(_) | FieldType::Unknown)
}

/// `@@map("old")` for a block that has none; and none for one that is called as its `@@map` says.
pub(crate) fn map_block(item: &Item, text: &str, old: &str, new: &str) -> Vec<(TextRange, String)> {
    if item.kind == BlockKind::CompositeType {
        return Vec::new();
    }
    match item.attribute("map") {
        Some(map) if mapped_to(map) == Some(new) => vec![(whole_line(text, map.range), String::new())],
        Some(_) => Vec::new(),
        None => before_brace(item, text, &format!("@@map(\"{old}\")")).into_iter().collect(),
    }
}

/// `@map("old")` for a field or value that has none; and none for one that is called as its `@map` says.
pub(crate) fn map_member(
    text: &str,
    attributes: &[Attribute],
    end: TextSize,
    old: &str,
    new: &str,
) -> Vec<(TextRange, String)> {
    match attributes.iter().find(|attribute| attribute.name.text == "map") {
        Some(map) if mapped_to(map) == Some(new) => {
            let blanks = text[..usize::from(map.range.start())].len()
                - text[..usize::from(map.range.start())].trim_end_matches([' ', '\t']).len();
            let blanks = TextSize::try_from(blanks).unwrap_or_default();
            vec![(TextRange::new(map.range.start() - blanks, map.range.end()), String::new())]
        }
        Some(_) => Vec::new(),
        None => {
            let next =
                attributes.iter().find(|attribute| !BEFORE_MAP.contains(&attribute.name.text.as_str()));
            vec![match next {
                Some(next) => (TextRange::empty(next.range.start()), format!("@map(\"{old}\") ")),
                None => (TextRange::empty(end), format!(" @map(\"{old}\")")),
            }]
        }
    }
}

fn mapped_to(map: &Attribute) -> Option<&str> {
    map.arguments.first()?.value.as_ref().and_then(Expression::as_string)
}

/// The line of something that stands alone on it, with its line break; else just the thing.
pub(crate) fn whole_line(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let is_alone = text[line_start..start].trim().is_empty() && text[end..line_end].trim().is_empty();
    if !is_alone {
        return range;
    }
    let size = |at: usize| TextSize::try_from(at).unwrap_or(range.end());
    TextRange::new(size(line_start), size(line_end))
}

/// A new last line of a block, as the layout has it: below an empty line, unless another block attribute is above.
pub(crate) fn before_brace(item: &Item, text: &str, line: &str) -> Option<(TextRange, String)> {
    let brace = usize::from(item.range.end()).checked_sub(1).filter(|at| text[*at..].starts_with('}'))?;
    let line_end = if text[..brace].contains("\r\n") { "\r\n" } else { "\n" };
    let above = text[..brace].trim_end();
    let members =
        item.fields.iter().map(|field| field.range).chain(item.values.iter().map(|value| value.range));
    let last = members.last();
    let indent = last.map_or("  ", |last| {
        let start = usize::from(last.start());
        &text[text[..start].rfind('\n').map_or(start, |at| at + 1)..start]
    });
    let indent = if indent.trim().is_empty() { indent } else { "  " };
    let is_first_attribute = item.attributes.is_empty();
    let blank = if is_first_attribute && last.is_some() { line_end } else { "" };
    let range = TextRange::new(TextSize::of(above), TextSize::try_from(brace).ok()?);
    Some((range, format!("{line_end}{blank}{indent}{line}{line_end}")))
}

/// Relations of a model that are kept in a table of their own, which is called after the two models.
fn keep_tables(db: &dyn Db, block: Block, new: &str) -> Kept {
    let own = name_of(db, block);
    let mut kept = Kept::default();
    for field in relation_fields(db, block) {
        let Some(other) = implicit_other(db, block, field) else { continue };
        let target = name_of(db, field.target);
        // The columns of the table are called `A` and `B`, in the order of the models' names.
        if field.target != block && (own < target) != (new < target) {
            kept.warnings.push(format!(
                "The table that keeps `{own}.{}` has the columns A and B in alphabetical order of the models, and `{new}` changes that order: \
                 exchange the two columns in the database.",
                field.name
            ));
        }
        if field.relation_name.is_some() {
            continue;
        }
        let (first, second) = if own <= target { (own, target) } else { (target, own) };
        let name = format!("{first}To{second}");
        kept.edits.extend(name_relation(db, block, &field.name, &name));
        kept.edits.extend(name_relation(db, field.target, &other.name, &name));
    }
    kept
}

fn name_relation(db: &dyn Db, block: Block, field: &str, name: &str) -> Vec<Edit> {
    let part = Part::Arguments {
        block,
        field: field.to_owned(),
        name: Some(name.to_owned()),
        arguments: Vec::new(),
    };
    let insertions = part.insertions(db, NewLines::BehindFields).unwrap_or_default();
    insertions.into_iter().map(|(at, text)| (block, TextRange::empty(at), text)).collect()
}

/// In a relation of a model with itself, the names of the two fields decide which column of its table is which.
fn order_warning(db: &dyn Db, block: Block, name: &str, new: &str) -> Option<String> {
    let field = relation_fields(db, block).iter().find(|field| field.name == name && field.target == block);
    let other = implicit_other(db, block, field?)?;
    let changes = (name < other.name.as_str()) != (new < other.name.as_str());
    changes.then(|| {
        format!(
            "The table that keeps `{name}` has the columns A and B in alphabetical order of the two fields, and `{new}` changes that order: \
             exchange the two columns in the database."
        )
    })
}

/// The other side of a relation that is kept in a table of its own which the schema does not show.
pub(crate) fn implicit_other<'db>(
    db: &'db dyn Db,
    block: Block,
    field: &RelationField,
) -> Option<&'db RelationField> {
    match other_side(db, block, field) {
        OtherSide::Field { other, cardinality: Cardinality::ManyToMany, .. } => {
            (!field.has_fields() && !other.has_fields()).then_some(other)
        }
        _ => None,
    }
}

/// Whether a relation name names a table: of a many-to-many relation that the schema has no model for.
pub(crate) fn names_table(db: &dyn Db, block: Block, name: &str) -> bool {
    let named =
        relation_fields(db, block).iter().filter(|field| field.relation_name.as_deref() == Some(name));
    named.into_iter().any(|field| implicit_other(db, block, field).is_some())
}

/// The columns of the tables that keep the many-to-many relations of a model, each with the table that it refers to:
/// `_PostToTag.A -> posts`.
pub(crate) fn join_tables(db: &dyn Db, block: Block) -> Vec<String> {
    let table_of = |block: Block| item_of_block(db, block).map_or("", Item::database_name);
    let mut columns = Vec::new();
    for field in relation_fields(db, block) {
        let Some(other) = implicit_other(db, block, field) else { continue };
        let (own, target) = (name_of(db, block), name_of(db, field.target));
        let is_first = (own, &field.name) < (target, &other.name);
        let derived = || if own <= target { format!("{own}To{target}") } else { format!("{target}To{own}") };
        let name = field.relation_name.clone().unwrap_or_else(derived);
        columns.push(format!("_{name}.{} -> {}", if is_first { "A" } else { "B" }, table_of(block)));
    }
    columns
}
