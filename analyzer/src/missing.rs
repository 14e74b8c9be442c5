//! What relations lack: the fields and arguments that make them whole, as text to insert.
//!
//! The same parts are offered as repairs of findings, and inserted all at once where a schema is completed.

mod blocks;
mod naming;

use crate::check::{FieldType, item_of_block, shape};
use crate::db::{Block, Db};
use crate::item::{Arity, Attribute, Field, Item};
use crate::keys::criteria;
use crate::relations::{Cardinality, OtherSide, RelationField, name_of, other_side, relation_fields};
use naming::uncapitalised;

pub(crate) use blocks::{default_value, new_enum, new_model};
pub use naming::list_name;
pub(crate) use naming::{capitalised, single_name};
use syntax::{TextRange, TextSize};

/// A part that a relation lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A field, on a line of its own.
    Line { block: Block, text: String },
    /// Arguments of the `@relation` of a field, which may have to be added too.
    Arguments {
        block: Block,
        field: String,
        /// The name of the relation, which stands first.
        name: Option<String>,
        /// Such as `fields: [userId]`.
        arguments: Vec<String>,
    },
}

/// What the scalar fields of a relation are named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// The model that they refer to, as Prisma's formatter does: `userId` for `author User`.
    ByModel,
    /// The relation field, as people do: `authorId` for `author User`.
    ByField,
}

/// What a relation lacks, seen from one of its fields. Nothing if nothing is missing, if another field of the relation is
/// the one to ask, or if it cannot be told what was meant.
pub(crate) fn missing_parts(db: &dyn Db, block: Block, relation: &RelationField, named: Named) -> Vec<Part> {
    let parts = match other_side(db, block, relation) {
        OtherSide::Ambiguous => None,
        OtherSide::Missing if relation.arity == Arity::List => keeping_field(db, block, relation),
        OtherSide::Missing => kept_relation(db, block, relation, named).and_then(|mut kept| {
            // The other side comes first, as it is what the reader looks for.
            kept.parts.insert(0, other_field(db, block, relation, &kept)?);
            Some(kept.parts)
        }),
        OtherSide::Field { cardinality: Cardinality::ManyToMany, .. } => None,
        OtherSide::Field { keeps: false, .. } => None,
        OtherSide::Field { other, .. } if other.has_fields() || other.has_references() => None,
        OtherSide::Field { .. } => kept_relation(db, block, relation, named).map(|kept| kept.parts),
    };
    parts.unwrap_or_default()
}

/// How a relation is kept: the parts that are missing for it.
struct Kept {
    parts: Vec<Part>,
    /// The fields that it refers with.
    fields: Vec<String>,
    /// The name of the relation.
    name: Option<String>,
}

/// What is missing on the side that keeps a relation.
fn kept_relation(db: &dyn Db, block: Block, relation: &RelationField, named: Named) -> Option<Kept> {
    let references = match &relation.references {
        // An empty list is a mistake of its own.
        Some(references) if references.is_empty() => return None,
        Some(references) => references.clone(),
        None => key(db, relation.target)?,
    };
    let fields = match &relation.fields {
        Some(fields) if fields.is_empty() => return None,
        Some(fields) => fields.clone(),
        None => {
            // Of several relations to one model each has scalar fields of its own.
            let is_like_it = |other: &&RelationField| other.target == relation.target && !other.has_fields();
            let is_only = relation_fields(db, block).iter().filter(is_like_it).count() == 1;
            let by_model = is_only && named == Named::ByModel;
            let stem = if by_model { name_of(db, relation.target) } else { &relation.name };
            references.iter().map(|name| foreign_name(stem, name)).collect()
        }
    };
    if fields.len() != references.len() {
        return None;
    }
    let mut arguments = Vec::new();
    // The two sides of a relation of a model to itself are only told apart from two relations by a name.
    let needs_name = relation.relation_name.is_none() && relation.target == block;
    let new_name = needs_name.then(|| relation.name.clone());
    if !relation.has_fields() {
        arguments.push(format!("fields: [{}]", fields.join(", ")));
    }
    if !relation.has_references() {
        arguments.push(format!("references: [{}]", references.join(", ")));
    }
    let mut parts = Vec::new();
    let name = relation.relation_name.clone().or_else(|| new_name.clone());
    if !arguments.is_empty() || new_name.is_some() {
        parts.push(Part::Arguments { block, field: relation.name.clone(), name: new_name, arguments });
    }
    for (field, reference) in fields.iter().zip(&references) {
        let is_optional = relation.arity == Arity::Optional;
        parts.extend(scalar_line(db, block, relation.target, field, reference, is_optional)?);
    }
    Some(Kept { parts, fields, name })
}

/// The field on the other side of a relation that this side keeps.
fn other_field(db: &dyn Db, block: Block, relation: &RelationField, kept: &Kept) -> Option<Part> {
    let is_unique = criteria(db, block).unique.contains(&kept.fields);
    let own = name_of(db, block);
    let (name, suffix) = if is_unique { (single_name(own), "?") } else { (list_name(own), "[]") };
    let name = free_name(db, block, relation, name)?;
    let attribute = kept.name.as_ref().map(|name| format!(" @relation(\"{name}\")")).unwrap_or_default();
    let ignore = if shape(db, block).is_ignored { " @ignore" } else { "" };
    Some(Part::Line { block: relation.target, text: format!("{name} {own}{suffix}{attribute}{ignore}") })
}

/// The field that keeps a relation of which only the list is there, with its scalar fields.
fn keeping_field(db: &dyn Db, block: Block, list: &RelationField) -> Option<Vec<Part>> {
    let references = key(db, block)?;
    let own = name_of(db, block);
    let usual_name = single_name(own);
    let name = free_name(db, block, list, usual_name.clone())?;
    // Of several relations each has scalar fields of its own.
    let stem = if name == usual_name { own } else { &name };
    let fields: Vec<_> = references.iter().map(|name| foreign_name(stem, name)).collect();
    let other = shape(db, list.target);
    let is_required = |name: &String| other.field(name).is_some_and(|field| field.arity == Arity::Required);
    let suffix = if fields.iter().any(is_required) { "" } else { "?" };
    let relation_name = list.relation_name.as_ref().map(|name| format!("\"{name}\", ")).unwrap_or_default();
    // Without a name the two sides of a relation of a model to itself would be two relations.
    if list.target == block && list.relation_name.is_none() {
        return None;
    }
    let mut parts = vec![Part::Line {
        block: list.target,
        text: format!(
            "{name} {own}{suffix} @relation({relation_name}fields: [{}], references: [{}])",
            fields.join(", "),
            references.join(", ")
        ),
    }];
    for (field, reference) in fields.iter().zip(&references) {
        parts.extend(scalar_line(db, list.target, block, field, reference, true)?);
    }
    Some(parts)
}

/// The fields that a relation to a model refers to: the first criterion whose fields always have values, or else the first.
pub(crate) fn key(db: &dyn Db, block: Block) -> Option<Vec<String>> {
    let shape = shape(db, block);
    let criteria = criteria(db, block);
    let id = criteria.id.iter();
    let mut keys = id.chain(&criteria.unique).filter(|fields| !fields.is_empty());
    let is_firm = |fields: &&Vec<String>| {
        let mut fields = fields.iter().map(|name| shape.field(name));
        fields.all(|field| field.is_some_and(|field| field.arity == Arity::Required))
    };
    keys.clone().find(is_firm).or_else(|| keys.next()).cloned()
}

/// What a scalar field is called that refers to a field of a model.
pub(crate) fn foreign_name(stem: &str, field: &str) -> String {
    uncapitalised(stem) + &capitalised(field)
}

/// A name for the field on the other side of a relation, if one is free.
fn free_name(db: &dyn Db, block: Block, relation: &RelationField, name: String) -> Option<String> {
    let lacks_it = |other: &&RelationField| {
        other.target == relation.target && matches!(other_side(db, block, other), OtherSide::Missing)
    };
    let is_only = relation_fields(db, block).iter().filter(lacks_it).count() == 1;
    let longer = format!("{name}By{}", capitalised(&single_name(&relation.name)));
    let names = [is_only.then_some(name), Some(longer)];
    names.into_iter().flatten().find(|name| shape(db, relation.target).field(name).is_none())
}

/// What the side of a many-to-many relation lacks where each side keeps the ids of the other: a list of them, and the arguments
/// that name it. None if nothing is missing, or the id of the other side has several fields.
pub(crate) fn embedded_parts(db: &dyn Db, block: Block, relation: &RelationField) -> Option<Vec<Part>> {
    let [id] = criteria(db, relation.target).id.as_deref()? else { return None };
    let mut lines = Vec::new();
    let mut arguments = Vec::new();
    if !relation.has_fields() {
        let single = pluralizer::pluralize(&relation.name, 1, false);
        let name = list_name(&foreign_name(&single, id));
        if shape(db, block).field(&name).is_none() {
            lines.push(Part::Line { block, text: embedded_line(db, relation.target, &name, id)? });
        }
        arguments.push(format!("fields: [{name}]"));
    }
    if !relation.has_references() {
        arguments.push(format!("references: [{id}]"));
    }
    if arguments.is_empty() {
        return None;
    }
    // The arguments come first: the line may be inserted at the same place.
    let arguments = Part::Arguments { block, field: relation.name.clone(), name: None, arguments };
    Some([arguments].into_iter().chain(lines).collect())
}

/// The line of a field that lists values of a field of another model.
pub(crate) fn embedded_line(db: &dyn Db, target: Block, name: &str, reference: &str) -> Option<String> {
    let field = item_of_block(db, target)?.fields.iter().rfind(|field| field.name.text == reference)?;
    let text = target.source(db).text();
    let native = field.attributes.iter().find(|attribute| attribute.native_type().is_some());
    let native = native.map(|native| format!(" {}", &text[std::ops::Range::<usize>::from(native.range)]));
    Some(format!("{name} {}[]{}", field.ty.as_ref()?.name.text, native.unwrap_or_default()))
}

/// A scalar field for a relation to refer with.
pub(crate) struct ForeignKey {
    pub(crate) name: String,
    /// Its line, unless the field is there.
    pub(crate) line: Option<(TextRange, String)>,
}

/// The scalar field that a relation field without one can refer with to the id of a model, by a name or by the usual one.
/// None if the id has several fields, or something else has the name.
pub(crate) fn new_foreign_key(
    db: &dyn Db,
    block: Block,
    target: Block,
    field: &Field,
    name: Option<String>,
) -> Option<ForeignKey> {
    let key = key(db, target)?;
    let [reference] = &key[..] else { return None };
    let name = name.unwrap_or_else(|| foreign_name(&field.name.text, reference));
    if name.contains('.') {
        return None;
    }
    let is_optional = field.ty.as_ref().is_some_and(|ty| ty.arity == Arity::Optional);
    let line = match scalar_line(db, block, target, &name, reference, is_optional)? {
        Some(Part::Line { text, .. }) => Some(behind(block.source(db).text(), field.range, &text)?),
        _ => None,
    };
    Some(ForeignKey { name, line: line.map(|(at, text)| (TextRange::empty(at), text)) })
}

/// The scalar field that refers to a field of another model, unless it is there. None if something else has its name.
fn scalar_line(
    db: &dyn Db,
    block: Block,
    target: Block,
    name: &str,
    reference: &str,
    is_optional: bool,
) -> Option<Option<Part>> {
    let wanted = shape(db, target).field(reference)?;
    if let Some(existing) = shape(db, block).field(name) {
        let is_right = existing.ty == wanted.ty && existing.arity != Arity::List;
        return is_right.then_some(None);
    }
    if matches!(wanted.ty, FieldType::Model(_) | FieldType::Composite(_) | FieldType::Unknown) {
        return None;
    }
    let item = item_of_block(db, target)?;
    let field = item.fields.iter().rfind(|field| field.name.text == reference)?;
    let text = target.source(db).text();
    let piece = |range: TextRange| &text[std::ops::Range::<usize>::from(range)];
    let ty = field.ty.as_ref()?;
    let ty = match ty.is_unsupported {
        true => piece(ty.range).trim_end_matches(['?', '[', ']']).to_owned(),
        false => ty.name.text.clone(),
    };
    let native = field.attributes.iter().find(|attribute| attribute.native_type().is_some());
    let native = native.map(|native| format!(" {}", piece(native.range))).unwrap_or_default();
    let suffix = if is_optional { "?" } else { "" };
    Some(Some(Part::Line { block, text: format!("{name} {ty}{suffix}{native}") }))
}

/// Where new lines of a block go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NewLines {
    /// Behind the last field: what a person would do.
    BehindFields,
    /// Before the closing brace: for a text that is laid out next.
    BeforeBrace,
}

impl Part {
    /// The block that the part belongs into.
    pub(crate) fn block(&self) -> Block {
        match self {
            Part::Line { block, .. } | Part::Arguments { block, .. } => *block,
        }
    }

    /// Where to insert what, in the text of the block.
    pub(crate) fn insertions(&self, db: &dyn Db, new_lines: NewLines) -> Option<Vec<(TextSize, String)>> {
        let block = self.block();
        let item = item_of_block(db, block)?;
        let text = block.source(db).text();
        match self {
            Part::Line { text: line, .. } => Some(vec![match new_lines {
                NewLines::BehindFields => behind_fields(item, text, line)?,
                NewLines::BeforeBrace => before_brace(item, text, line)?,
            }]),
            Part::Arguments { field, name, arguments, .. } => {
                let field = item.fields.iter().rfind(|own| own.name.text == *field)?;
                let attribute = field.attribute("relation");
                let name = name.as_ref().map(|name| format!("\"{name}\""));
                let first = attribute.and_then(|attribute| attribute.arguments.first());
                let arguments = arguments.iter().cloned();
                Some(match (first, name) {
                    (Some(first), Some(name)) => {
                        let arguments: Vec<_> = arguments.collect();
                        let name = (first.range.start(), format!("{name}, "));
                        let more = with_arguments(field, attribute, text, &arguments.join(", "));
                        if arguments.is_empty() { vec![name] } else { vec![name, more] }
                    }
                    (_, name) => {
                        let arguments: Vec<_> = name.into_iter().chain(arguments).collect();
                        vec![with_arguments(field, attribute, text, &arguments.join(", "))]
                    }
                })
            }
        }
    }
}

fn behind_fields(item: &Item, text: &str, line: &str) -> Option<(TextSize, String)> {
    behind(text, item.fields.last()?.range, line)
}

/// Where to insert what so that a new line stands below a member of a block, like it.
pub(crate) fn behind(text: &str, member: TextRange, line: &str) -> Option<(TextSize, String)> {
    let (start, end) = (usize::from(member.start()), usize::from(member.end()));
    let end = end + text[end..].find('\n')?;
    let (end, line_end) = if text[..end].ends_with('\r') { (end - 1, "\r\n") } else { (end, "\n") };
    let indent = &text[text[..start].rfind('\n').map_or(start, |at| at + 1)..start];
    Some((size(end), format!("{line_end}{indent}{line}")))
}

fn before_brace(item: &Item, text: &str, line: &str) -> Option<(TextSize, String)> {
    let brace = usize::from(item.range.end()).checked_sub(1).filter(|at| text[*at..].starts_with('}'))?;
    let line_start = text[..brace].rfind('\n').map_or(0, |at| at + 1);
    let is_alone = text[line_start..brace].trim().is_empty();
    Some(if is_alone {
        (size(line_start), format!("  {line}\n"))
    } else {
        (size(brace), format!("\n  {line}\n"))
    })
}

fn with_arguments(
    field: &Field,
    attribute: Option<&Attribute>,
    text: &str,
    arguments: &str,
) -> (TextSize, String) {
    let Some(attribute) = attribute else {
        let end = field.ty.as_ref().map_or(field.name.range, |ty| ty.range).end();
        return (end, format!(" @relation({arguments})"));
    };
    match attribute.arguments.last() {
        Some(last) => (last.range.end(), format!(", {arguments}")),
        None => {
            let end = usize::from(attribute.range.end());
            let has_parentheses = text[..end].ends_with(')');
            if has_parentheses {
                (size(end - 1), arguments.to_owned())
            } else {
                (attribute.range.end(), format!("({arguments})"))
            }
        }
    }
}

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(u32::MAX.into())
}
