//! From documents to columns: which fields there are, and what they hold. Documents are added one after the other, and only
//! names and types are kept of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use mongodb::bson::{Bson, Document};

use crate::catalog::{Column, ColumnType, Composite, IndexColumn, PrimaryKey, Table};

/// What documents of one place look like.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    documents: usize,
    /// In the order in which they were first seen.
    fields: Vec<Field>,
    places: HashMap<String, usize>,
}

/// What a field of these documents holds.
#[derive(Debug, Clone, Default)]
struct Field {
    name: String,
    /// How often it holds a single value, null not counted.
    values: usize,
    /// How often it holds a list.
    lists: usize,
    /// The types of the values, or of the elements of the lists, as BSON calls them.
    kinds: BTreeSet<&'static str>,
    /// What the documents look like that are its values or elements.
    inner: Shape,
}

impl Shape {
    /// Takes a document into account.
    pub(super) fn add(&mut self, document: &Document) {
        self.documents += 1;
        for (name, value) in document {
            let place = *self.places.entry(name.clone()).or_insert_with(|| {
                self.fields.push(Field { name: name.clone(), ..Field::default() });
                self.fields.len() - 1
            });
            self.fields[place].add(value);
        }
    }
}

impl Field {
    fn add(&mut self, value: &Bson) {
        match value {
            Bson::Null | Bson::Undefined => {}
            Bson::Array(elements) => {
                self.lists += 1;
                elements.iter().for_each(|element| self.add_single(element));
            }
            value => {
                self.values += 1;
                self.add_single(value);
            }
        }
    }

    fn add_single(&mut self, value: &Bson) {
        self.kinds.extend(kind(value));
        if let Bson::Document(document) = value {
            self.inner.add(document);
        }
    }

    /// The one type that all values have, or can be read as; `mixed` where there is none.
    fn kind(&self) -> &'static str {
        let kinds: Vec<&str> = self.kinds.iter().copied().collect();
        match kinds[..] {
            // Null, or lists without elements: it may be anything.
            [] => "mixed",
            [_] => self.kinds.first().copied().unwrap_or("mixed"),
            ["int", "long"] => "long",
            ["double", "int"] | ["double", "long"] | ["double", "int", "long"] => "double",
            _ => "mixed",
        }
    }
}

/// What BSON calls the type of a value. None for null.
fn kind(value: &Bson) -> Option<&'static str> {
    Some(match value {
        Bson::Null | Bson::Undefined => return None,
        Bson::Double(_) => "double",
        Bson::String(_) | Bson::Symbol(_) => "string",
        Bson::Document(_) => "object",
        Bson::Array(_) => "array",
        Bson::Binary(_) => "binData",
        Bson::ObjectId(_) => "objectId",
        Bson::Boolean(_) => "bool",
        Bson::DateTime(_) => "date",
        Bson::Int32(_) => "int",
        Bson::Int64(_) => "long",
        Bson::Timestamp(_) => "timestamp",
        Bson::Decimal128(_) => "decimal",
        Bson::RegularExpression(_) => "regex",
        Bson::JavaScriptCode(_) | Bson::JavaScriptCodeWithScope(_) => "javascript",
        Bson::MaxKey | Bson::MinKey | Bson::DbPointer(_) => "other",
    })
}

/// The types of nested documents, as they are found.
#[derive(Debug, Default)]
pub(super) struct Composites {
    pub(super) found: Vec<Composite>,
    taken: HashSet<String>,
}

impl Composites {
    /// None yet; their names will differ from those of the collections.
    pub(super) fn new(collections: &[String]) -> Composites {
        Composites { found: Vec::new(), taken: collections.iter().cloned().collect() }
    }

    /// A name that nothing has yet.
    fn free(&mut self, wish: &str) -> String {
        let mut name = wish.to_owned();
        let mut number = 1;
        while !self.taken.insert(name.clone()) {
            number += 1;
            name = format!("{wish}{number}");
        }
        name
    }
}

/// The collection of documents that look like that. Every document has an `_id`, also where there are no documents.
pub(super) fn table(name: &str, shape: &Shape, composites: &mut Composites) -> Table {
    let mut columns = columns(&in_words(name), shape, composites);
    match columns.iter().position(|column| column.name == "_id") {
        Some(at) => {
            let id = columns.remove(at);
            columns.insert(0, id);
        }
        None => columns.insert(0, identifier()),
    }
    columns[0].nullable = false;
    // What is not an ObjectId is made by whoever writes the document.
    columns[0].auto_increment = columns[0].column_type.name == "objectId";
    let id = IndexColumn { name: Some("_id".to_owned()), ..IndexColumn::default() };
    Table {
        name: name.to_owned(),
        columns,
        primary_key: Some(PrimaryKey { columns: vec![id], ..PrimaryKey::default() }),
        ..Table::default()
    }
}

fn identifier() -> Column {
    let kind = "objectId".to_owned();
    let column_type = ColumnType { full: kind.clone(), name: kind, ..ColumnType::default() };
    Column { name: "_id".to_owned(), column_type, ..Column::default() }
}

/// The columns of documents; `path` is what they are called in words put together.
fn columns(path: &str, shape: &Shape, composites: &mut Composites) -> Vec<Column> {
    shape.fields.iter().map(|field| column(path, field, shape.documents, composites)).collect()
}

fn column(path: &str, field: &Field, documents: usize, composites: &mut Composites) -> Column {
    // A field that is a list here and a single value there is neither.
    let list = field.lists > 0 && field.values == 0;
    let kind = if field.lists > 0 && field.values > 0 { "mixed" } else { field.kind() };
    let mut kinds: Vec<&str> = field.kinds.iter().copied().collect();
    kinds.extend((field.lists > 0 && field.values > 0).then_some("list"));
    let composite = (kind == "object" && !field.inner.fields.is_empty())
        .then(|| composite(&format!("{path}{}", in_words(&field.name)), &field.inner, composites));
    let column_type = ColumnType {
        full: if kinds.is_empty() { "null".to_owned() } else { kinds.join(" or ") },
        name: kind.to_owned(),
        list,
        composite,
        ..ColumnType::default()
    };
    let nullable = !list && field.values + field.lists < documents;
    Column { name: field.name.clone(), column_type, nullable, ..Column::default() }
}

/// Makes a type of its own for nested documents, and answers its name. It stands behind those that are in it.
fn composite(path: &str, shape: &Shape, composites: &mut Composites) -> String {
    let name = composites.free(path);
    let columns = columns(&name, shape, composites);
    composites.found.push(Composite { name: name.clone(), columns });
    name
}

/// A name as words put together: `shipping_address` is `ShippingAddress`. Only what a schema can have in a name is left.
fn in_words(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: String =
        words.map(|word| format!("{}{}", word[..1].to_ascii_uppercase(), &word[1..])).collect();
    if words.starts_with(|c: char| c.is_ascii_alphabetic()) { words } else { format!("Field{words}") }
}
