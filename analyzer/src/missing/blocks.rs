//! Blocks that a type names and nobody defined: what they would look like.

use super::naming::{list_name, single_name};
use super::{behind, foreign_name, with_arguments};
use crate::item::{Arity, Expression, Field, Item, Type};
use crate::keys;
use syntax::TextRange;

/// The edits of a block that define the type of one of its fields behind it.
pub(crate) type Edits = Vec<(TextRange, String)>;

/// An enum that the type of a field can be: with its default as the first value.
pub(crate) fn new_enum(item: &Item, field: &Field, ty: &Type) -> Edits {
    let value = default_value(field).unwrap_or("Value");
    let text = format!("\n\nenum {} {{\n  {value}\n}}", ty.name.text);
    vec![(TextRange::empty(item.range.end()), text)]
}

/// The name that a field defaults to.
pub(crate) fn default_value(field: &Field) -> Option<&str> {
    let value = field.attribute("default")?.arguments.first()?.value.as_ref();
    let path = value.map(Expression::elements)?.first()?.as_path()?;
    (path != "true" && path != "false").then_some(path)
}

/// A model that the type of a field can be, with the relation that the field makes. The new model has an id like that of
/// the block. None if the block has no id to refer to.
pub(crate) fn new_model(item: &Item, whole: &str, field: &Field, ty: &Type) -> Option<Edits> {
    let own = &item.name.as_ref()?.text;
    let new = &ty.name.text;
    let id = keys::id(item)?.parts.first()?.field(item)?;
    let piece = |range: TextRange| &whole[std::ops::Range::<usize>::from(range)];
    let id_type = &id.ty.as_ref()?.name.text;
    let native = id.attributes.iter().find(|attribute| attribute.native_type().is_some());
    let native = native.map(|native| format!(" {}", piece(native.range))).unwrap_or_default();
    let attributes: String =
        id.attributes.iter().map(|attribute| format!(" {}", piece(attribute.range))).collect();
    let id_line = format!("  {} {id_type}{attributes}\n", id.name.text);
    let scalar = |of: &str, suffix: &str| {
        let name = foreign_name(of, &id.name.text);
        (name.clone(), format!("{name} {id_type}{suffix}{native}"))
    };
    let relation = |scalar: &str| format!("fields: [{scalar}], references: [{}]", id.name.text);
    let mut edits = Vec::new();
    let lines = if ty.arity == Arity::List {
        let (name, line) = scalar(own, "");
        format!("  {} {own} @relation({})\n  {line}\n", single_name(own), relation(&name))
    } else {
        let suffix = if ty.arity == Arity::Optional { "?" } else { "" };
        let (name, line) = scalar(new, suffix);
        if item.fields.iter().any(|field| field.name.text == name) {
            return None;
        }
        let (at, text) = with_arguments(field, None, whole, &relation(&name));
        edits.push((TextRange::empty(at), text));
        let (at, text) = behind(whole, field.range, &line)?;
        edits.push((TextRange::empty(at), text));
        format!("  {} {own}[]\n", list_name(own))
    };
    edits.push((TextRange::empty(item.range.end()), format!("\n\nmodel {new} {{\n{id_line}{lines}}}")));
    Some(edits)
}
