//! What a schema file tells about itself: its datasources and generators.

use crate::config::Address;
use syntax::node::{BodyMember, Expression, TypedNode};
use syntax::{Keyword, SegmentKind, Tree, split};

/// What a schema file tells about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Whether it is a Prisma 8 contract.
    pub(crate) is_contract: bool,
    /// Its datasources, in order.
    pub(crate) datasources: Vec<Datasource>,
    /// What its generators say about where to put things, as written.
    pub(crate) outputs: Vec<String>,
}

/// A datasource as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Datasource {
    /// `provider`
    pub(crate) provider: Option<String>,
    /// `url`
    pub(crate) url: Option<Address>,
    /// `directUrl`
    pub(crate) direct_url: Option<Address>,
    /// `shadowDatabaseUrl`
    pub(crate) shadow_database_url: Option<Address>,
}

impl Facts {
    /// Whether a datasource has a URL, which it can no longer have since Prisma 7.
    pub(crate) fn has_url(&self) -> bool {
        self.datasources.iter().any(|datasource| datasource.url.is_some())
    }

    /// Reads a text.
    pub(crate) fn read(text: &str) -> Self {
        let mut facts = Facts { is_contract: syntax::is_contract(text), ..Facts::default() };
        // Most files of a large schema have neither.
        if facts.is_contract || !(text.contains("datasource") || text.contains("generator")) {
            return facts;
        }
        for segment in split(text) {
            let SegmentKind::Block(header) = &segment.kind else { continue };
            let settings = || settings(&text[segment.range.clone()]);
            match header.keyword {
                Keyword::Datasource => facts.datasources.push(Datasource::of(settings())),
                Keyword::Generator => facts.outputs.extend(output(settings())),
                _ => {}
            }
        }
        facts
    }
}

/// What a text tells that decides which files form a schema, or which version it is for. As long as this is the same, edits
/// of the text change neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Telling {
    /// Whether it is a Prisma 8 contract.
    pub is_contract: bool,
    /// For each datasource, whether it has a URL.
    datasources: Vec<bool>,
    outputs: Vec<String>,
}

impl Telling {
    /// Reads a text.
    pub fn read(text: &str) -> Self {
        let facts = Facts::read(text);
        let datasources = facts.datasources.iter().map(|datasource| datasource.url.is_some()).collect();
        Telling { is_contract: facts.is_contract, datasources, outputs: facts.outputs }
    }
}

/// What a line of a block may tell that decides which files form a schema, or which version it is for. Cheap enough to be
/// asked at every keystroke.
pub fn is_telling(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim_start();
    ["datasource", "url", "output"].iter().any(|word| line.starts_with(word))
}

impl Datasource {
    fn of(settings: Vec<(String, Address)>) -> Self {
        let mut datasource = Datasource::default();
        for (key, value) in settings {
            match key.as_str() {
                "provider" => datasource.provider = text(value),
                "url" => datasource.url = Some(value),
                "directUrl" => datasource.direct_url = Some(value),
                "shadowDatabaseUrl" => datasource.shadow_database_url = Some(value),
                _ => {}
            }
        }
        datasource
    }
}

fn text(value: Address) -> Option<String> {
    match value {
        Address::Text(text) => Some(text),
        Address::Variable(_) => None,
    }
}

fn output(settings: Vec<(String, Address)>) -> Option<String> {
    settings.into_iter().find_map(|(key, value)| match value {
        Address::Text(text) if key == "output" => Some(text),
        _ => None,
    })
}

/// The settings of a block whose values are texts or variables of the environment.
fn settings(block: &str) -> Vec<(String, Address)> {
    let tree = Tree::parse(block.into());
    let members =
        tree.root().blocks().into_iter().filter_map(|block| block.body()).flat_map(|body| body.members());
    let settings = members.filter_map(|member| match member {
        BodyMember::Setting(setting) => Some((setting.key()?.text().to_owned(), address(setting.value()?)?)),
        _ => None,
    });
    settings.collect()
}

fn address(value: Expression<'_>) -> Option<Address> {
    match value {
        Expression::String(text) => Some(Address::Text(unquoted(text.text()))),
        Expression::Call(call) if call.function()?.text() == "env" => {
            match call.arguments()?.arguments().first()?.value()? {
                Expression::String(name) => Some(Address::Variable(unquoted(name.text()))),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The escape sequences are those of JSON.
fn unquoted(literal: &str) -> String {
    serde_json::from_str(literal).unwrap_or_else(|_| literal.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datasources_and_outputs_are_found() {
        let facts = Facts::read(
            "\u{feff}datasource db{\n  provider = \"x\"\n  url = env(\"URL\")\n  directUrl=\"a\\\\b\"\n}\n\
             // datasource no {\n generator client {\r\n  output = \"../out\"\r\n}\nmodel datasources {}\n",
        );
        assert_eq!(facts.outputs, ["../out"]);
        assert_eq!(
            facts.datasources,
            [Datasource {
                provider: Some("x".into()),
                url: Some(Address::Variable("URL".into())),
                direct_url: Some(Address::Text("a\\b".into())),
                shadow_database_url: None
            }]
        );
    }

    #[test]
    fn contracts_have_no_datasource_of_ours() {
        let facts = Facts::read("// use prisma-next\ndatasource db {\n}\n");
        assert!(facts.is_contract && facts.datasources.is_empty());
    }

    #[test]
    fn lines_that_tell() {
        assert!(is_telling("\u{feff}  datasource db {") && is_telling("\turl = env(\"X\")"));
        assert!(!is_telling("  name String"));
    }
}
