//! What is wrong with a schema. One file for each family of rules; each rule stands beside the function that reports it.

mod across;
mod attributes;
mod autoincrement;
mod availability;
mod cascades;
mod clustering;
mod composite_types;
mod config;
mod criteria;
mod database_names;
mod datasource;
mod defaults;
mod edits;
mod environment;
mod expect;
mod extensions;
mod field_lists;
mod foreign_keys;
mod fulltext;
mod index_columns;
mod many_to_many;
mod models;
mod mongodb;
mod names;
mod native_types;
mod one_to_many;
mod one_to_one;
mod partial_indexes;
mod preview_features;
mod provider_types;
mod referential_actions;
mod relations;
pub(crate) mod rule;
mod schemas;
mod syntax;
mod types;
mod unreadable;
mod views;

pub(crate) use across::{concerned, findings_across};
pub(crate) use config::settings;
pub(crate) use database_names::{Constraint, constraints};
pub(crate) use edits::removal;
pub(crate) use types::{FieldType, Shape, resolve, resolve_name, shape};

use crate::db::{Block, Db, Run, Schema};
use crate::diagnostic::Rule;
use crate::item::{self, Item};
use crate::names::Symbol;
use ::syntax::TextRange;
use ::syntax::node::Block as BlockNode;
use providers::Dialect;
use std::sync::LazyLock;

/// The rules about what a block says, by family. A block that breaks none of them can be understood.
const RULES_OF_WORDING: &[&[&Rule]] = &[
    syntax::RULES,
    names::RULES,
    types::RULES,
    expect::RULES,
    attributes::RULES,
    models::RULES,
    field_lists::RULES,
    partial_indexes::RULES,
    defaults::RULES,
];

/// The rules about what a schema means, and whether the database has that, by family.
const RULES_OF_MEANING: &[&[&Rule]] = &[
    config::RULES,
    datasource::RULES,
    environment::RULES,
    extensions::RULES,
    preview_features::RULES,
    composite_types::RULES,
    native_types::RULES,
    provider_types::RULES,
    schemas::RULES,
    availability::RULES,
    criteria::RULES,
    autoincrement::RULES,
    mongodb::RULES,
    relations::RULES,
    one_to_one::RULES,
    one_to_many::RULES,
    many_to_many::RULES,
    foreign_keys::RULES,
    referential_actions::RULES,
    cascades::RULES,
    index_columns::RULES,
    clustering::RULES,
    fulltext::RULES,
    views::RULES,
    database_names::RULES,
];

/// Whether a rule is about what a block says, and not about what it means.
pub(crate) fn is_of_wording(rule: &Rule) -> bool {
    RULES_OF_WORDING.iter().any(|family| family.iter().any(|of_wording| of_wording.code == rule.code))
}

/// Every rule there is, by code.
pub fn rules() -> &'static [&'static Rule] {
    static RULES: LazyLock<Vec<&Rule>> = LazyLock::new(|| {
        let mut rules = [RULES_OF_WORDING, RULES_OF_MEANING].concat().concat();
        rules.sort_by_key(|rule| rule.code);
        rules
    });
    &RULES
}

/// Something that is wrong in a block. Ranges are in bytes from the beginning of the block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) rule: &'static Rule,
    pub(crate) message: String,
    pub(crate) range: TextRange,
    pub(crate) help: Option<String>,
    pub(crate) related: Vec<Related>,
    pub(crate) fixes: Vec<Fix>,
    /// A name that nothing has; names like it are looked for when the finding is shown.
    pub(crate) misspelt: Option<String>,
    /// A name that what is called so cannot have, and a better one; where else the name stands is looked for when the finding
    /// is shown.
    pub(crate) rename: Option<(Symbol, String)>,
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Related {
    pub(crate) place: Place,
    pub(crate) message: String,
    /// Whether the mistake shows there too. Else the place explains the finding.
    pub(crate) is_same_mistake: bool,
}

/// A place in some block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) block: Block,
    pub(crate) range: TextRange,
}

/// A repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fix {
    pub(crate) title: String,
    pub(crate) is_safe: bool,
    pub(crate) edits: Vec<(Place, String)>,
}

impl Finding {
    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn related(
        &mut self,
        block: Block,
        range: TextRange,
        message: impl Into<String>,
    ) -> &mut Self {
        let place = Place { block, range };
        self.related.push(Related { place, message: message.into(), is_same_mistake: false });
        self
    }

    /// Adds a place where the same mistake shows, so that it need not be reported there again.
    pub(crate) fn shows_at(
        &mut self,
        block: Block,
        range: TextRange,
        message: impl Into<String>,
    ) -> &mut Self {
        let place = Place { block, range };
        self.related.push(Related { place, message: message.into(), is_same_mistake: true });
        self
    }

    /// Adds what was probably meant, if that is known: as help, and as a repair.
    pub(crate) fn did_you_mean(&mut self, block: Block, range: TextRange, meant: Option<String>) {
        if let Some(meant) = meant {
            self.help(format!("did you mean `{meant}`?"));
            self.fix(format!("Change to `{meant}`"), false, block, [(range, meant)]);
        }
    }

    /// Adds a repair that replaces pieces of one block. Without any it is none.
    pub(crate) fn fix(
        &mut self,
        title: impl Into<String>,
        is_safe: bool,
        block: Block,
        edits: impl IntoIterator<Item = (TextRange, String)>,
    ) -> &mut Self {
        let edits: Vec<_> = edits.into_iter().map(|(range, text)| (Place { block, range }, text)).collect();
        if !edits.is_empty() {
            self.fixes.push(Fix { title: title.into(), is_safe, edits });
        }
        self
    }
}

/// A check at work: what it looks at, and what it found.
pub(crate) struct Checker<'db> {
    pub(crate) db: &'db dyn Db,
    pub(crate) schema: Schema,
    pub(crate) dialect: Dialect,
    pub(crate) block: Block,
    pub(crate) findings: Vec<Finding>,
}

impl<'db> Checker<'db> {
    pub(crate) fn new(db: &'db dyn Db, block: Block) -> Self {
        let schema = block.schema(db);
        Checker { db, schema, dialect: schema.dialect(db), block, findings: Vec::new() }
    }

    /// Reports a finding. Help, related places and repairs can be added to what it answers.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        range: TextRange,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.findings.push(Finding {
            rule,
            message: message.into(),
            range,
            help: None,
            related: Vec::new(),
            fixes: Vec::new(),
            misspelt: None,
            rename: None,
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

/// A block as written, and what its syntax gives to say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lowered {
    item: Option<Item>,
    syntax: Vec<Finding>,
}

#[salsa::tracked(returns(ref))]
pub(crate) fn lowered(db: &dyn Db, block: Block) -> Lowered {
    let tree = block.source(db).tree();
    let header = block.header(db);
    let node = tree.root().blocks().into_iter().next().filter(|_| header.is_some());
    let item = node.map(item::lower);
    let mut checker = Checker::new(db, block);
    syntax::check(&mut checker, &tree, node.map(BlockNode::kind));
    Lowered { item, syntax: checker.findings }
}

/// A block as written; none for text between blocks.
pub(crate) fn item_of_block(db: &dyn Db, block: Block) -> Option<&Item> {
    lowered(db, block).item.as_ref()
}

/// Everything there is to say about a block.
#[salsa::tracked(returns(ref))]
pub(crate) fn findings_of_block(db: &dyn Db, block: Block) -> Vec<Finding> {
    let lowered = lowered(db, block);
    let mut checker = Checker::new(db, block);
    if let Some(item) = &lowered.item
        && checker.dialect != Dialect::Prisma8
    {
        names::check(&mut checker, item);
        types::check(&mut checker, item);
        attributes::check(&mut checker, item);
        config::check(&mut checker, item);
        native_types::check(&mut checker, item);
        provider_types::check(&mut checker, item);
        composite_types::check(&mut checker, item);
        schemas::check(&mut checker, item);
        criteria::check(&mut checker, item);
        autoincrement::check(&mut checker, item);
        mongodb::check(&mut checker, item);
        relations::check(&mut checker, item);
        index_columns::check(&mut checker, item);
        clustering::check(&mut checker, item);
        fulltext::check(&mut checker, item);
        views::check(&mut checker, item);
        database_names::check(&mut checker, item);
    }
    let mut findings = lowered.syntax.clone();
    findings.append(&mut checker.findings);
    findings
}

/// The blocks of a run that there is something to say about.
#[salsa::tracked(returns(ref))]
pub(crate) fn findings_of_run(db: &dyn Db, run: Run) -> Vec<Block> {
    let blocks = run.blocks(db).iter();
    blocks.copied().filter(|block| !findings_of_block(db, *block).is_empty()).collect()
}
