//! What the words of the language mean: keywords, types, attributes, arguments, functions, settings and their values.

use super::{Hover, fence, names, page};
use analyzer::{Dialect, FileId, Provider, Snapshot, TextRange, TextSize};
use providers::config_keys::{self, Status};
use providers::preview_features::{self, State};
use providers::{
    IndexMethod, ReferentialAction, ScalarType, attributes, functions, native_types, operator_classes,
};
use syntax::Tree;
use syntax::node::{Block, BlockKind, Node, TypedNode};

/// The public reference of the language.
const REFERENCE: &str = "https://www.prisma.io/docs/orm/reference/prisma-schema-reference";

/// What there is to say about a word.
pub(super) fn hover(
    snapshot: &Snapshot,
    file: FileId,
    offset: TextSize,
    about: Option<&str>,
) -> Option<Hover> {
    let (dialect, provider) = (snapshot.dialect(file), snapshot.provider(file));
    let found = snapshot.map_trees(file, TextRange::empty(offset), |start, tree| {
        let word = Word::at(tree, offset.checked_sub(start)?)?;
        let markdown = word.describe(dialect, provider)?;
        Some((word.node.range() + start, markdown, word.is_datasource().then(|| word.block_name())))
    });
    let (range, markdown, datasource) = found.into_iter().flatten().next()?;
    let markdown = match datasource.flatten() {
        Some(name) => page(vec![markdown, names::datasource(snapshot, file, &name, about)]),
        None => markdown,
    };
    Some(Hover { range, markdown })
}

/// A word with what is around it, from the outside to the inside.
struct Word<'t> {
    node: Node<'t>,
    path: Vec<Node<'t>>,
}

impl<'t> Word<'t> {
    fn at(tree: &'t Tree, offset: TextSize) -> Option<Self> {
        let path = tree.root().node().path_to(offset);
        let node = *path.last()?;
        // Keywords have no name in the tree, and so no node in the path.
        if let Some(block) = path.iter().rev().find_map(|node| Block::cast(*node))
            && let Some(keyword) =
                block.keyword().filter(|keyword| keyword.range().contains_inclusive(offset))
        {
            return Some(Word { node: keyword.node(), path });
        }
        Some(Word { node, path })
    }

    fn text(&self) -> &'t str {
        self.node.text()
    }

    /// The nearest node of a kind around the word.
    fn around(&self, kind: &str) -> Option<Node<'t>> {
        self.path.iter().rev().copied().find(|node| node.kind() == kind)
    }

    fn block(&self) -> Option<Block<'t>> {
        self.path.iter().rev().find_map(|node| Block::cast(*node))
    }

    fn block_name(&self) -> Option<String> {
        self.block()?.name().map(|(name, _)| name.to_owned())
    }

    fn is_keyword(&self) -> bool {
        self.block().and_then(Block::keyword).is_some_and(|keyword| keyword.range() == self.node.range())
    }

    fn is_datasource(&self) -> bool {
        self.is_keyword() && self.block().is_some_and(|block| block.kind() == BlockKind::Datasource)
    }

    fn describe(&self, dialect: Dialect, provider: Option<Provider>) -> Option<String> {
        if self.is_keyword() {
            return keyword(self.block()?.kind());
        }
        if matches!(self.node.kind(), "comment" | "doc_comment" | "block_comment") {
            return None;
        }
        if self
            .block()
            .is_some_and(|block| matches!(block.kind(), BlockKind::Datasource | BlockKind::Generator))
        {
            return self.setting(dialect, provider);
        }
        self.function().or_else(|| self.in_attribute(provider)).or_else(|| self.scalar_type(provider))
    }

    /// `String`
    fn scalar_type(&self, provider: Option<Provider>) -> Option<String> {
        self.around("type")?;
        let word = self.text();
        if word == "Unsupported" {
            let text = "A type of the database that Prisma has no type for. Its fields are not in the generated client.";
            return Some(page(vec![text.to_owned(), link("unsupported")]));
        }
        let scalar = ScalarType::from_name(word)?;
        let native = native_types::default_native_type(provider, scalar);
        let native = native.zip(provider).map(|((_, native), provider)| {
            format!("In {}: `{native}`, unless a native type says otherwise.", provider.display_name())
        });
        Some(page(vec![scalar.summary().to_owned(), native.unwrap_or_default(), link(&word.to_lowercase())]))
    }

    /// `now()`
    fn function(&self) -> Option<String> {
        let call = self.around("call")?;
        let name = call
            .children()
            .into_iter()
            .next()
            .filter(|name| name.range().contains_range(self.node.range()))?;
        let function = functions::find(name.text())?;
        Some(page(vec![
            fence(&format!("{}()", function.name)),
            function.summary.to_owned(),
            link(function.name),
        ]))
    }

    fn in_attribute(&self, provider: Option<Provider>) -> Option<String> {
        let block_attribute = self.around("block_attribute");
        let node = block_attribute.or_else(|| self.around("attribute"))?;
        let written = node.children().into_iter().find(|child| child.kind() == "path")?;
        let name = written.text();
        if written.range().contains_range(self.node.range()) {
            return match name.split_once('.') {
                Some((_, native)) => native_type(native, provider),
                None => attribute(name, block_attribute.is_some()),
            };
        }
        let attribute = attributes::named(block_attribute.is_some(), name)?;
        let argument = self.around("argument");
        let is_name = argument.is_some_and(|argument| {
            argument.range().start() == self.node.range().start()
                && argument.text()[self.text().len()..].trim_start().starts_with(':')
        });
        if is_name {
            let parameter = attribute.parameter(self.text())?;
            return Some(page(vec![
                format!("`{}` of `{}{name}`", parameter.name, sign(block_attribute.is_some())),
                parameter.summary.to_owned(),
            ]));
        }
        value(self.text())
    }

    fn setting(&self, dialect: Dialect, provider: Option<Provider>) -> Option<String> {
        let setting = self.around("setting")?;
        let key_node = setting.children().into_iter().next()?;
        let block = match self.block()?.kind() {
            BlockKind::Datasource => config_keys::Block::Datasource,
            _ => config_keys::Block::Generator,
        };
        let key = config_keys::find(block, key_node.text())?;
        if key_node.range() == self.node.range() {
            let note = match key.status(dialect) {
                Status::MovedToConfigFile(place) => {
                    format!("Since Prisma 7 it stands in `prisma.config.ts`, as `{place}`.")
                }
                Status::RenamedTo(name) => format!("It is called `{name}` now."),
                Status::Ignored => "Nothing reads it any more.".to_owned(),
                _ => String::new(),
            };
            return Some(page(vec![
                fence(&format!("{} = …", key.name)),
                key.summary.to_owned(),
                note,
                link(anchor(block)),
            ]));
        }
        let written = self.text().trim_matches('"');
        if key.name == "previewFeatures" {
            return preview_feature(written, dialect, provider);
        }
        let value = key.known_value(written, dialect)?;
        let summary = if value.summary.is_empty() { key.summary } else { value.summary };
        Some(page(vec![format!("`{}`", value.alias_of.unwrap_or(value.value)), summary.to_owned()]))
    }
}

fn anchor(block: config_keys::Block) -> &'static str {
    match block {
        config_keys::Block::Datasource => "datasource",
        config_keys::Block::Generator => "generator",
    }
}

fn link(anchor: &str) -> String {
    format!("[Reference]({REFERENCE}#{})", anchor.to_lowercase())
}

fn keyword(kind: BlockKind) -> Option<String> {
    let (text, anchor) = match kind {
        BlockKind::Model => {
            ("A table or collection of the database, as the generated client knows it.", "model")
        }
        BlockKind::View => {
            ("A view of the database: rows that the database computes, and that can only be read.", "view")
        }
        BlockKind::CompositeType => ("A structure that is kept inside of the documents of a model.", "type"),
        BlockKind::Enum => ("A set of values, one of which a field holds.", "enum"),
        BlockKind::Datasource => ("The database that the schema is for.", "datasource"),
        BlockKind::Generator => ("What is generated from the schema, and where it is put.", "generator"),
        _ => return None,
    };
    Some(page(vec![text.to_owned(), link(anchor)]))
}

fn sign(is_block: bool) -> &'static str {
    if is_block { "@@" } else { "@" }
}

fn attribute(name: &str, is_block: bool) -> Option<String> {
    let attribute = attributes::named(is_block, name)?;
    let parameters = attribute.parameters.iter().filter(|parameter| parameter.alias_of.is_none());
    let list: Vec<_> =
        parameters.map(|parameter| format!("- `{}`: {}", parameter.name, parameter.summary)).collect();
    let code = fence(&format!("{}{name}", sign(is_block)));
    Some(page(vec![code, attribute.summary.to_owned(), list.join("\n"), link(name)]))
}

fn native_type(name: &str, provider: Option<Provider>) -> Option<String> {
    let native = native_types::find(provider, name)?;
    let scalars: Vec<_> = native.scalars.iter().map(|scalar| format!("`{}`", scalar.name())).collect();
    let arguments = native.arguments.iter().map(|argument| {
        format!(
            "- `{}`: {} to {}{}",
            argument.name,
            argument.min,
            argument.max,
            if argument.required { "" } else { ", may be left out" }
        )
    });
    let arguments: Vec<_> = arguments.collect();
    let database = provider.map_or(String::new(), |provider| format!(" of {}", provider.display_name()));
    let fields = format!("For fields of the type {}", scalars.join(", "));
    Some(page(vec![format!("`{name}`{database}: {}", native.summary), fields, arguments.join("\n")]))
}

/// A value that is a word of the language.
fn value(word: &str) -> Option<String> {
    let summary = match word {
        "Asc" => "From the smallest to the largest.",
        "Desc" => "From the largest to the smallest.",
        _ => ReferentialAction::from_name(word)
            .map(ReferentialAction::summary)
            .or_else(|| IndexMethod::from_name(word).map(IndexMethod::summary))
            .or_else(|| {
                operator_classes::named(word)
                    .next()
                    .map(|_| "An operator class: how the index compares the values of the column.")
            })?,
    };
    Some(page(vec![format!("`{word}`"), summary.to_owned()]))
}

fn preview_feature(written: &str, dialect: Dialect, provider: Option<Provider>) -> Option<String> {
    let feature = preview_features::find(written)?;
    let state = match feature.state(dialect, provider) {
        State::Active | State::Hidden => "A preview feature that can be asked for.".to_owned(),
        State::Deprecated => "A preview feature that will go away.".to_owned(),
        State::Stabilised => "No preview any more: it is always there, and need not be asked for.".to_owned(),
        State::Renamed(name) => format!("It is called `{name}` now."),
        State::Unknown => "This version of Prisma does not know it.".to_owned(),
    };
    Some(page(vec![format!("`{}`", feature.name), feature.effect.to_owned(), state]))
}
