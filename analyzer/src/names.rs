//! What the names in a block mean, and where they are declared.

use crate::check::{FieldType, item_of_block, resolve, shape};
use crate::db::{Block, Db};
use crate::item::{Attribute, Expression, ExpressionKind, Field, Item, Name};
use crate::relations::name_of;
use syntax::node::BlockKind;
use syntax::{TextRange, TextSize};

/// What a name means in a schema. Two names that mean the same have the same symbol.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Symbol {
    /// A model, view, composite type or enum.
    Type(String),
    /// A field of a model, view or composite type.
    Field {
        /// The name of the block.
        owner: String,
        /// The name of the field.
        name: String,
    },
    /// A value of an enum.
    EnumValue {
        /// The name of the enum.
        owner: String,
        /// The name of the value.
        name: String,
    },
    /// A named relation.
    Relation {
        /// The name.
        name: String,
        /// The two models, in alphabetical order.
        between: (String, String),
    },
    /// A schema of the database, as in `@@schema`.
    DatabaseSchema(String),
    /// A datasource.
    Datasource(String),
    /// A generator.
    Generator(String),
    /// A variable of the environment.
    Variable(String),
}

impl Symbol {
    /// The name itself.
    pub fn name(&self) -> &str {
        match self {
            Symbol::Type(name)
            | Symbol::Field { name, .. }
            | Symbol::EnumValue { name, .. }
            | Symbol::Relation { name, .. }
            | Symbol::DatabaseSchema(name)
            | Symbol::Datasource(name)
            | Symbol::Generator(name)
            | Symbol::Variable(name) => name,
        }
    }
}

/// Whether a name stands where it is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The name is given here.
    Declaration,
    /// The name is used here.
    Use,
}

/// A name in a block. The range is in bytes from the beginning of the block's text, without quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameInBlock {
    pub(crate) range: TextRange,
    pub(crate) symbol: Symbol,
    pub(crate) role: Role,
}

/// Every name in a block that means something, in no order.
pub(crate) fn names_in(db: &dyn Db, block: Block) -> Vec<NameInBlock> {
    let Some(item) = item_of_block(db, block) else { return Vec::new() };
    let mut names = Names { db, block, item, found: Vec::new() };
    names.collect();
    names.found
}

struct Names<'db> {
    db: &'db dyn Db,
    block: Block,
    item: &'db Item,
    found: Vec<NameInBlock>,
}

impl Names<'_> {
    fn add(&mut self, range: TextRange, symbol: Symbol, role: Role) {
        self.found.push(NameInBlock { range, symbol, role });
    }

    fn collect(&mut self) {
        let item = self.item;
        if let Some(name) = &item.name {
            let symbol = match item.kind {
                BlockKind::Model | BlockKind::View | BlockKind::CompositeType | BlockKind::Enum => {
                    Symbol::Type
                }
                BlockKind::Datasource => Symbol::Datasource,
                BlockKind::Generator => Symbol::Generator,
                _ => return,
            };
            self.add(name.range, symbol(name.text.clone()), Role::Declaration);
        }
        item.fields.iter().for_each(|field| self.field(field));
        let owner = name_of(self.db, self.block).to_owned();
        for value in &item.values {
            let symbol = Symbol::EnumValue { owner: owner.clone(), name: value.name.text.clone() };
            self.add(value.name.range, symbol, Role::Declaration);
        }
        item.attributes.iter().for_each(|attribute| self.block_attribute(attribute));
        for setting in &item.settings {
            let Some(value) = &setting.value else { continue };
            if item.kind == BlockKind::Datasource && setting.key.text == "schemas" {
                self.strings(value, Symbol::DatabaseSchema, Role::Declaration);
            }
            self.variable(value);
        }
    }

    /// `env("NAME")`
    fn variable(&mut self, value: &Expression) {
        let call = value.as_call().filter(|call| call.function.text == "env");
        if let Some(name) = call.and_then(|call| call.arguments.first()?.value.as_ref()) {
            self.strings(name, Symbol::Variable, Role::Use);
        }
    }

    /// Strings, one or a list, that are names.
    fn strings(&mut self, value: &Expression, symbol: impl Fn(String) -> Symbol, role: Role) {
        for element in value.elements() {
            if let Some(text) = element.as_string().filter(|text| !text.is_empty()) {
                self.add(inside_quotes(element.range), symbol(text.to_owned()), role);
            }
        }
    }

    fn field(&mut self, field: &Field) {
        let db = self.db;
        let own = name_of(db, self.block).to_owned();
        let symbol = Symbol::Field { owner: own.clone(), name: field.name.text.clone() };
        self.add(field.name.range, symbol, Role::Declaration);
        let ty = resolve(db, self.block.schema(db), field.ty.as_ref());
        // A type that nobody declares is still the same everywhere.
        if let Some(written) = &field.ty
            && !matches!(ty, FieldType::Scalar(_) | FieldType::Unsupported)
        {
            self.add(written.name.range, Symbol::Type(written.name.text.clone()), Role::Use);
        }
        for attribute in &field.attributes {
            match (attribute.name.text.as_str(), ty) {
                ("default", FieldType::Enum(target)) => self.default_values(attribute, target),
                ("relation", FieldType::Model(target)) => self.relation(attribute, Some(target)),
                ("relation", _) => self.relation(attribute, None),
                _ => self.native_type(attribute),
            }
        }
    }

    /// The datasource in `@db.Text`.
    fn native_type(&mut self, attribute: &Attribute) {
        let Some((datasource, _)) = attribute.native_type() else { return };
        let schema = self.block.schema(self.db);
        if schema.config(self.db).iter().any(|block| is_datasource(self.db, *block, datasource)) {
            let range = part(attribute.name.range, 0, datasource.len());
            self.add(range, Symbol::Datasource(datasource.to_owned()), Role::Use);
        }
    }

    /// Enum values in `@default(VALUE)` and `@default([A, B])`.
    fn default_values(&mut self, attribute: &Attribute, target: Block) {
        let owner = name_of(self.db, target);
        let known = &shape(self.db, target).values;
        let values = attribute.arguments.iter().filter_map(|argument| argument.value.as_ref());
        for value in values.flat_map(Expression::elements) {
            if let Some(name) = value.as_path()
                && known.iter().any(|known| known == name)
            {
                let symbol = Symbol::EnumValue { owner: owner.to_owned(), name: name.to_owned() };
                self.add(value.range, symbol, Role::Use);
            }
        }
    }

    /// What `@relation` names. Where it leads to need not be known.
    fn relation(&mut self, attribute: &Attribute, target: Option<Block>) {
        for argument in &attribute.arguments {
            let Some(value) = &argument.value else { continue };
            match argument.name.as_ref().map(|name| name.text.as_str()) {
                Some("fields") => self.fields(value.elements(), self.block),
                None | Some("name") => {
                    let Some(target) = target else { continue };
                    let between = models_of_relation(self.db, self.block, target);
                    let symbol = |name| Symbol::Relation { name, between: between.clone() };
                    if value.as_string().is_some_and(|name| !name.is_empty()) {
                        self.strings(value, symbol, Role::Use);
                    }
                }
                Some("references") => {
                    if let Some(target) = target {
                        self.fields(value.elements(), target);
                    }
                }
                _ => {}
            }
        }
    }

    fn block_attribute(&mut self, attribute: &Attribute) {
        match attribute.name.text.as_str() {
            "id" | "unique" | "index" | "fulltext" | "shardKey" => {
                self.fields(attribute.listed_fields(), self.block);
                let condition = attribute.named("where").and_then(|argument| argument.value.as_ref());
                if let Some(Expression { kind: ExpressionKind::Object(members), .. }) = condition {
                    members.iter().for_each(|member| self.path(&member.key, self.block));
                }
            }
            "schema" => {
                let value = attribute.arguments.first().and_then(|argument| argument.value.as_ref());
                if let Some(value) = value {
                    self.strings(value, Symbol::DatabaseSchema, Role::Use);
                }
            }
            _ => {}
        }
    }

    /// Fields in a list, as names or with arguments.
    fn fields(&mut self, elements: &[Expression], owner: Block) {
        for element in elements {
            match &element.kind {
                ExpressionKind::Path(text) => {
                    self.path(&Name { text: text.clone(), range: element.range }, owner);
                }
                ExpressionKind::Call(call) => self.path(&call.function, owner),
                _ => {}
            }
        }
    }

    /// A field of a block, or of composite types in it: `address.street`.
    fn path(&mut self, path: &Name, owner: Block) {
        let (mut owner, mut start) = (owner, 0);
        let is_plain = path.text.len() == usize::from(path.range.len());
        for segment in path.text.split('.').take_while(|segment| !segment.is_empty()) {
            let fields = &shape(self.db, owner).fields;
            let field = fields.iter().find(|field| field.name == segment);
            // What nobody declares is still the same everywhere, with all that follows it.
            let name = if field.is_some() { segment } else { &path.text[start..] };
            let symbol = Symbol::Field { owner: name_of(self.db, owner).to_owned(), name: name.to_owned() };
            // With blanks around its dots, a path cannot be cut by its text.
            if is_plain {
                self.add(part(path.range, start, name.len()), symbol, Role::Use);
            }
            start += segment.len() + 1;
            match field.map(|field| field.ty) {
                Some(FieldType::Composite(next)) => owner = next,
                _ => return,
            }
        }
    }
}

/// The names of the models that a relation leads from and to, in alphabetical order.
pub(crate) fn models_of_relation(db: &dyn Db, own: Block, target: Block) -> (String, String) {
    let (own, target) = (name_of(db, own).to_owned(), name_of(db, target).to_owned());
    if own <= target { (own, target) } else { (target, own) }
}

fn is_datasource(db: &dyn Db, block: Block, name: &str) -> bool {
    let header = block.header(db).as_ref();
    header.is_some_and(|header| header.keyword == syntax::Keyword::Datasource && header.name == name)
}

fn inside_quotes(range: TextRange) -> TextRange {
    let quote = TextSize::from(1);
    if range.len() < quote + quote {
        range
    } else {
        TextRange::new(range.start() + quote, range.end() - quote)
    }
}

fn part(range: TextRange, start: usize, length: usize) -> TextRange {
    let size = |length: usize| TextSize::try_from(length).unwrap_or(range.len());
    TextRange::at(range.start() + size(start), size(length))
}

/// Where a name is declared in a block: the name, and all of what it names.
pub(crate) fn declarations_in(db: &dyn Db, block: Block, symbol: &Symbol) -> Vec<(TextRange, TextRange)> {
    let Some(item) = item_of_block(db, block) else { return Vec::new() };
    let whole = |name: TextRange| match symbol {
        Symbol::Field { .. } => {
            item.fields.iter().find(|field| field.name.range == name).map(|field| field.range)
        }
        Symbol::EnumValue { .. } => {
            item.values.iter().find(|value| value.name.range == name).map(|value| value.range)
        }
        Symbol::DatabaseSchema(_) => Some(name),
        _ => Some(item.range),
    };
    let names = names_in(db, block)
        .into_iter()
        .filter(|name| name.role == Role::Declaration && name.symbol == *symbol);
    names.filter_map(|name| Some((name.range, whole(name.range)?))).collect()
}

/// Whether a block can hold a name that means this, as far as its text tells.
pub(crate) fn may_name(text: &str, symbol: &Symbol) -> bool {
    match symbol {
        // The words that lead to a field of a composite type need not tell its type.
        Symbol::Relation { name, .. } | Symbol::DatabaseSchema(name) | Symbol::Variable(name) => {
            text.contains(name.as_str()) || text.contains('\\')
        }
        _ => text.contains(symbol.name()),
    }
}
