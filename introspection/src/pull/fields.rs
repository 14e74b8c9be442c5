//! The fields of columns.

use super::Options;
use super::draft::Field;
use super::existing::Existing;
use super::names::{Key, Names};
use super::warnings::Warnings;
use analyzer::{InventoryBlock, InventoryMember, MemberRole};
use catalog::{Catalog, Column, EnumKey, FieldDefault, FieldType, Holds, Product, Value};
use providers::ScalarType;
use providers::constraint_names::{ConstraintKind, derived_name};
use std::collections::HashMap;

/// The values of the enums that are pulled, and what each is called; none for one that can have no name.
pub(crate) type EnumValues = HashMap<EnumKey, HashMap<String, Option<String>>>;

/// What is needed for making fields.
pub(crate) struct Fields<'f, 'a> {
    pub(crate) catalog: &'f Catalog,
    pub(crate) options: &'f Options,
    pub(crate) names: &'f Names,
    pub(crate) values: &'f EnumValues,
    pub(crate) existing: &'f Existing<'a>,
}

/// Functions that a client runs, so that the database cannot know of them.
const CLIENT_FUNCTIONS: [&str; 4] = ["cuid(", "uuid(", "nanoid(", "ulid("];

/// Whether a column's field may be without a value. The row id of SQLite always has one.
pub(crate) fn is_optional(column: &Column) -> bool {
    column.nullable && !column.auto_increment && !column.column_type.list
}

impl Fields<'_, '_> {
    /// The type that a field of a column has, as far as a schema can say it.
    pub(crate) fn field_type(&self, table: &Key, column: &Column) -> FieldType {
        let ty = self.catalog.field_type(&table.1, column);
        match &ty.holds {
            Holds::Enum(key) if self.names.of_enum(key).is_none() => {
                let name = match key {
                    EnumKey::Type(_, name) if ty.list => format!("_{name}"),
                    EnumKey::Type(_, name) => name.clone(),
                    EnumKey::Column(..) => column.column_type.full.clone(),
                };
                FieldType { holds: Holds::Unsupported(name), native: None, list: ty.list }
            }
            _ => ty,
        }
    }

    /// The field of a column of a table; `keys` are its `@id` and `@unique`.
    pub(crate) fn of_table(
        &self,
        table: &Key,
        model: &str,
        column: &Column,
        keys: Vec<String>,
        warnings: &mut Warnings,
    ) -> Field {
        let block = self.existing.table(table.0.as_deref(), &table.1);
        let known = block.and_then(|block| self.existing.column(block, &column.name));
        let ty = self.field_type(table, column);
        let kept = self.kept_enum(known, &ty);
        let suffix = match (ty.list, is_optional(column)) {
            (true, _) => "[]",
            (false, true) => "?",
            (false, false) => "",
        };
        let name = self.names.of_column(table, &column.name);
        let mut attributes = keys;
        attributes.extend(self.default(&ty, column, known, kept).map(|text| self.named(text, table, column)));
        if ty.holds == Holds::Scalar(ScalarType::DateTime) && has(known, "@updatedAt") {
            attributes.push("@updatedAt".to_owned());
        }
        attributes.extend(mapped(name, &column.name, has(known, "@map")));
        if has(known, "@ignore") {
            attributes.push("@ignore".to_owned());
        }
        attributes.extend(self.native(&ty));
        self.warn(model, (name.unwrap_or(&column.name), column), &ty, known, warnings);
        Field::new(name, &column.name, format!("{}{suffix}", self.type_text(&ty, kept)), attributes)
            .with_comments(known)
    }

    /// The field of a column of a view: the database does not know what is required there, nor what is unique.
    pub(crate) fn of_view(&self, view: &Key, name: &str, column: &Column, warnings: &mut Warnings) -> Field {
        let block = self.existing.table(view.0.as_deref(), &view.1);
        let known = block.and_then(|block| self.existing.column(block, &column.name));
        let ty = self.field_type(view, column);
        let nullable = column.nullable && !ty.list;
        let suffix = match known.filter(|_| nullable) {
            Some(known) => known.suffix,
            None if ty.list => "[]",
            None if nullable => "?",
            None => "",
        };
        let field = self.names.of_column(view, &column.name);
        let of_client = ["@id", "@unique", "@ignore"];
        let mut attributes: Vec<String> =
            of_client[..2].iter().filter_map(|one| known?.attribute(one)).map(str::to_owned).collect();
        if matches!(self.catalog.server.product.provider(), providers::Provider::MySql) {
            attributes.extend(self.default(&ty, column, known, None));
        }
        attributes.extend(mapped(field, &column.name, has(known, "@map")));
        attributes.extend(known.and_then(|known| known.attribute(of_client[2])).map(str::to_owned));
        attributes.extend(self.native(&ty));
        if let Holds::Unsupported(original) = &ty.holds {
            warnings.unsupported_type(name, field.unwrap_or(&column.name), original);
        }
        Field::new(field, &column.name, format!("{}{suffix}", self.type_text(&ty, None)), attributes)
            .with_comments(known)
    }

    /// The enum that a field has in the schema though its column is text (SQLite has no enums).
    fn kept_enum<'a>(
        &'a self,
        known: Option<&InventoryMember>,
        ty: &FieldType,
    ) -> Option<&'a InventoryBlock> {
        let known = known?;
        let is_enum = known.role == MemberRole::Column { is_enum: true };
        let is_text = ty.holds == Holds::Scalar(ScalarType::String)
            && self.catalog.server.product == catalog::Product::Sqlite;
        let block = self.existing.enums().find(|block| block.name == known.type_name)?;
        (is_enum && is_text).then_some(block)
    }

    pub(crate) fn type_text(&self, ty: &FieldType, kept: Option<&InventoryBlock>) -> String {
        match (&ty.holds, kept) {
            (_, Some(kept)) => kept.name.clone(),
            (Holds::Scalar(scalar), _) => scalar.name().to_owned(),
            (Holds::Enum(key), _) => self.names.of_enum(key).unwrap_or_default().to_owned(),
            (Holds::Composite(name), _) => name.clone(),
            (Holds::Unsupported(name), _) => format!("Unsupported({})", quoted(name)),
        }
    }

    pub(crate) fn native(&self, ty: &FieldType) -> Option<String> {
        let (Holds::Scalar(scalar), Some(native)) = (&ty.holds, &ty.native) else { return None };
        let provider = self.catalog.server.product.provider();
        let is_default = native.is_default_for(provider, *scalar);
        (!is_default).then(|| format!("@{}.{}", self.options.datasource, native.written()))
    }

    fn default(
        &self,
        ty: &FieldType,
        column: &Column,
        known: Option<&InventoryMember>,
        kept: Option<&InventoryBlock>,
    ) -> Option<String> {
        let found = self.catalog.field_default(ty, column);
        if let (Some(kept), Some(FieldDefault::Value(Value::Text(text)))) = (kept, &found) {
            let value = kept.members.iter().find(|member| member.database_name == *text)?;
            return Some(format!("@default({})", value.name));
        }
        let Some(found) = found else {
            let written = known?.attribute("@default")?;
            let inner = written.strip_prefix("@default(")?.trim_start();
            let of_client = CLIENT_FUNCTIONS.iter().any(|function| inner.starts_with(function));
            let is_text = ty.holds == Holds::Scalar(ScalarType::String) && !ty.list;
            return (of_client && is_text && column.default.is_none()).then(|| written.to_owned());
        };
        Some(format!("@default({})", self.default_text(ty, &found, column)))
    }

    /// A default with the name of its constraint, where servers have that and it is not the one that Prisma would choose.
    fn named(&self, default: String, table: &Key, column: &Column) -> String {
        let name = column.default.as_ref().and_then(|default| default.name.as_ref());
        let provider = self.catalog.server.product.provider();
        let derived = derived_name(Some(provider), ConstraintKind::Default, &table.1, &[&column.name]);
        match (name.filter(|name| **name != derived), default.strip_suffix(')')) {
            (Some(name), Some(inner)) => format!("{inner}, map: {})", quoted(name)),
            _ => default,
        }
    }

    /// What gives a column its next number. CockroachDB's `autoincrement()` is `unique_rowid()`; what counts there is a sequence.
    fn counting(&self, column: &Column) -> &'static str {
        let is_row_id = column.default.as_ref().is_some_and(|default| default.text.contains("unique_rowid"));
        match self.catalog.server.product {
            Product::CockroachDb if !is_row_id => "sequence()",
            Product::MongoDb => "auto()",
            _ => "autoincrement()",
        }
    }

    fn default_text(&self, ty: &FieldType, default: &FieldDefault, column: &Column) -> String {
        let expression = |text: &str| match text {
            "" => "dbgenerated()".to_owned(),
            _ => format!("dbgenerated({})", quoted(text)),
        };
        match default {
            FieldDefault::Autoincrement => self.counting(column).to_owned(),
            FieldDefault::Now => "now()".to_owned(),
            FieldDefault::Expression(text) => expression(text),
            FieldDefault::Value(value) => self.value_text(ty, value).unwrap_or_else(|| match value {
                // The value has no name in the schema.
                Value::EnumValue(name) => expression(name),
                _ => expression(column.default.as_ref().map_or("", |default| &default.text)),
            }),
        }
    }

    fn value_text(&self, ty: &FieldType, value: &Value) -> Option<String> {
        Some(match value {
            Value::Number(number) => number.clone(),
            Value::Boolean(truth) => truth.to_string(),
            Value::Text(text) => quoted(text),
            Value::EnumValue(name) => {
                let Holds::Enum(key) = &ty.holds else { return None };
                self.values.get(key)?.get(name)?.clone()?
            }
            Value::List(values) => {
                let values: Option<Vec<_>> = values.iter().map(|value| self.value_text(ty, value)).collect();
                format!("[{}]", values?.join(", "))
            }
        })
    }

    fn warn(
        &self,
        model: &str,
        (field, column): (&str, &Column),
        ty: &FieldType,
        known: Option<&InventoryMember>,
        warnings: &mut Warnings,
    ) {
        if let Holds::Unsupported(original) = &ty.holds {
            warnings.unsupported_type(model, field, original);
        }
        if ty.holds == Holds::Scalar(ScalarType::Json) && column.column_type.name == "mixed" {
            warnings.mixed_types(model, field, &column.column_type.full);
        }
        if known.is_some_and(|known| known.attribute("@map").is_some()) {
            warnings.kept_field_name(model, field);
        }
    }
}

pub(crate) fn has(known: Option<&InventoryMember>, attribute: &str) -> bool {
    known.is_some_and(|known| known.attribute(attribute).is_some())
}

/// `@map` for what is not called as in the database, and where it is written already.
pub(crate) fn mapped(name: Option<&str>, database_name: &str, is_written: bool) -> Option<String> {
    (is_written || name != Some(database_name)).then(|| format!("@map({})", quoted(database_name)))
}

/// A text as a schema writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// The values of an enum as lines, and the names that they get.
pub(crate) fn enum_values(
    values: &[String],
    known: Option<&InventoryBlock>,
) -> HashMap<String, Option<String>> {
    let known = |value: &str| {
        let member = known?.members.iter().find(|member| member.database_name == value)?;
        Some(member.name.clone())
    };
    let known =
        |value: &str| known(value).or_else(|| value.is_empty().then(|| "EMPTY_ENUM_VALUE".to_owned()));
    super::names::distinct(values.iter().map(String::as_str), known)
}
