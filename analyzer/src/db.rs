//! The database: what goes in, and how an analysis finds it.
//!
//! A schema is a set of blocks. Each block is an input of its own, so that typing in one block can change nothing but
//! that block and what was found out from it. Where a block lies in its file is not in the database: ranges are relative to
//! the block, and moving text invalidates nothing.
//!
//! Two more tricks keep a keystroke cheap in a large schema. Blocks that nobody types in have a high
//! *durability*, so that what depends on them alone is not even verified after an edit. And a name is looked up
//! through an input of its own ([`Declarations`]), so that a new name concerns only those who ask for it.

use crate::drift::Actual;
use dashmap::DashMap;
use providers::Dialect;
use salsa::Durability;
use std::sync::Arc;
use syntax::{Header, Keyword, Tree};

/// What queries are asked of.
#[salsa::db]
pub(crate) trait Db: salsa::Database {
    /// Who is called `name`. Asking makes the answer depend on later changes of it.
    fn declarations(&self, schema: Schema, namespace: Namespace, name: &str) -> Declarations;
}

/// A schema: blocks from any number of files, analysed together.
#[salsa::input(debug)]
pub(crate) struct Schema {
    #[returns(copy)]
    pub(crate) dialect: Dialect,
    /// The `datasource` and `generator` blocks, in order.
    #[returns(ref)]
    pub(crate) config: Vec<Block>,
    /// What is in its database, where that was looked at.
    #[returns(ref)]
    pub(crate) database: Option<Arc<Actual>>,
    /// All blocks, in order. What concerns the whole schema is collected for each run first, so that an edit passes one
    /// run and the list of runs, and not every block.
    #[returns(ref)]
    pub(crate) runs: Vec<Run>,
}

/// A top-level block, or the text between two blocks.
#[salsa::input(debug)]
pub(crate) struct Block {
    #[returns(copy)]
    pub(crate) schema: Schema,
    /// What its first line says; none for text between blocks.
    #[returns(ref)]
    pub(crate) header: Option<Header>,
    #[returns(ref)]
    pub(crate) source: Source,
}

/// Some blocks in a row. What is found in them is collected here, so that collecting over a large schema passes a few of
/// these, and not every block.
#[salsa::input(debug)]
pub(crate) struct Run {
    #[returns(ref)]
    pub(crate) blocks: Vec<Block>,
}

/// Who is called by one name in one namespace of a schema.
#[salsa::input(debug)]
pub(crate) struct Declarations {
    /// In the order of the text.
    #[returns(ref)]
    pub(crate) blocks: Vec<Block>,
}

/// The text of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A block as it was found: parsed when it is first needed, and the tree is not kept.
    Text(Arc<str>),
    /// A block that was edited: its tree is kept for the next edit.
    Tree(Tree),
}

impl Source {
    pub(crate) fn text(&self) -> &Arc<str> {
        match self {
            Source::Text(text) => text,
            Source::Tree(tree) => tree.text(),
        }
    }

    pub(crate) fn tree(&self) -> Tree {
        match self {
            Source::Text(text) => Tree::parse(text.clone()),
            Source::Tree(tree) => tree.clone(),
        }
    }
}

/// Names of different namespaces do not clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Namespace {
    /// Models, views, composite types and enums.
    Types,
    Datasources,
    Generators,
}

impl Namespace {
    /// The namespace that a block's name is in.
    pub(crate) fn of(keyword: Keyword) -> Option<Self> {
        match keyword {
            Keyword::Model | Keyword::View | Keyword::Type | Keyword::Enum | Keyword::Other => {
                Some(Namespace::Types)
            }
            Keyword::Datasource => Some(Namespace::Datasources),
            Keyword::Generator => Some(Namespace::Generators),
            Keyword::Types | Keyword::Namespace => None,
        }
    }
}

type Names = DashMap<(Schema, Namespace, Box<str>), Declarations>;

/// The database. Clones share everything; a clone is a view for another thread.
#[salsa::db]
#[derive(Clone)]
pub(crate) struct Database {
    storage: salsa::Storage<Self>,
    names: Arc<Names>,
}

impl Database {
    pub(crate) fn new() -> Self {
        Database { storage: salsa::Storage::default(), names: Arc::default() }
    }

    /// A database that tells of everything it does.
    #[cfg(test)]
    pub(crate) fn with_events(on_event: impl Fn(salsa::Event) + Send + Sync + 'static) -> Self {
        Database { storage: salsa::Storage::new(Some(Box::new(on_event))), names: Arc::default() }
    }

    /// Forgets the names of a schema that is gone.
    pub(crate) fn forget_names(&self, schema: Schema) {
        self.names.retain(|(owner, _, _), _| *owner != schema);
    }
}

#[salsa::db]
impl salsa::Database for Database {}

#[salsa::db]
impl Db for Database {
    fn declarations(&self, schema: Schema, namespace: Namespace, name: &str) -> Declarations {
        let key = (schema, namespace, Box::from(name));
        if let Some(found) = self.names.get(&key) {
            return *found;
        }
        let new = || Declarations::builder(Vec::new()).durability(Durability::HIGH).new(self);
        *self.names.entry(key).or_insert_with(new)
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("names", &self.names.len()).finish_non_exhaustive()
    }
}
