//! Links: what a click in a file can open.

use analyzer::{FileId, Snapshot, TextRange, TextSize, string_value};
use linkify::{LinkFinder, LinkKind};
use syntax::Tree;
use syntax::node::{Block, BlockKind, BodyMember, Expression, Node, Setting, TypedNode};

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A page: `https://…` or `http://…`.
    Url(String),
    /// A file or folder, with its path as written: absolute, or from the folder that the file of the link is in.
    Path(String),
    /// Where a variable of the environment is set.
    Variable(String),
}

/// A piece of text that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// The text, in bytes of the file. Of a string, what is between the quotes.
    pub range: TextRange,
    /// Where it leads.
    pub target: LinkTarget,
}

/// The links of a file, in the order of the text: URLs in comments and strings, the folder that a generator writes to, and the file of an
/// SQLite database. Whether there is such a page or file is not known.
pub fn document_links(snapshot: &Snapshot, file: FileId) -> Vec<DocumentLink> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let whole = TextRange::up_to(snapshot.len(file));
    let found = snapshot.map_trees(file, whole, |start, tree| {
        let links = links_of(tree, &finder).into_iter();
        links.map(|link| DocumentLink { range: link.range + start, ..link }).collect::<Vec<_>>()
    });
    let mut links: Vec<_> = found.into_iter().flatten().collect();
    let variables = snapshot.variables(file).into_iter();
    links.extend(variables.map(|(range, name)| DocumentLink { range, target: LinkTarget::Variable(name) }));
    links.sort_by_key(|link| link.range.start());
    links
}

/// The links of a segment.
fn links_of(tree: &Tree, finder: &LinkFinder) -> Vec<DocumentLink> {
    let mut links = Vec::new();
    for node in tree.root().node().descendants() {
        match node.kind() {
            "string" | "comment" | "doc_comment" | "block_comment" => links.extend(urls(node, finder)),
            "datasource" | "generator" => links.extend(Block::cast(node).into_iter().flat_map(paths)),
            _ => {}
        }
    }
    // The paths of a block were found before what stands above them in it.
    links.sort_by_key(|link| link.range.start());
    links
}

fn urls<'t>(node: Node<'t>, finder: &LinkFinder) -> impl Iterator<Item = DocumentLink> + use<'t> {
    let text = match node.kind() {
        // Nobody escapes anything in a URL, apart from the quotes around it.
        "string" => node.text().split('\\').next().unwrap_or_default(),
        _ => node.text(),
    };
    let links: Vec<_> = if text.contains("://") { finder.links(text).collect() } else { Vec::new() };
    links.into_iter().filter_map(move |link| {
        let url = link.as_str();
        let scheme = url.split("://").next().unwrap_or_default();
        // A database is not opened by a click.
        let is_page = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        let start = node.range().start() + TextSize::try_from(link.start()).ok()?;
        let range = TextRange::at(start, TextSize::of(url));
        is_page.then(|| DocumentLink { range, target: LinkTarget::Url(url.to_owned()) })
    })
}

/// The paths that the settings of a block name.
fn paths(block: Block) -> Vec<DocumentLink> {
    let members = block.body().map(|body| body.members()).unwrap_or_default();
    let settings = members.into_iter().filter_map(|member| match member {
        BodyMember::Setting(setting) => Some(setting),
        _ => None,
    });
    settings.filter_map(|setting| path(block.kind(), setting)).collect()
}

fn path(kind: BlockKind, setting: Setting) -> Option<DocumentLink> {
    let Some(Expression::String(string)) = setting.value() else { return None };
    let value = string_value(string.text());
    let path = match (kind, setting.key()?.text()) {
        (BlockKind::Generator, "output") if !value.contains("://") => value.as_str(),
        (BlockKind::Datasource, "url" | "directUrl" | "shadowDatabaseUrl") => database_file(&value)?,
        _ => return None,
    };
    let inner = string.text().strip_prefix('"')?.strip_suffix('"')?;
    let range = TextRange::at(string.range().start() + TextSize::of('"'), TextSize::of(inner));
    (!path.is_empty()).then(|| DocumentLink { range, target: LinkTarget::Path(path.to_owned()) })
}

/// The path in the URL of an SQLite database: `file:./dev.db?connection_limit=1`, `file:///var/dev.db`.
fn database_file(url: &str) -> Option<&str> {
    let path = url.strip_prefix("file:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    path.split('?').next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schema;
    use insta::assert_snapshot;

    fn links(text: &str) -> String {
        let (snapshot, file) = schema(text);
        let show = |link: DocumentLink| format!("{:?} {:?}\n", &text[link.range], link.target);
        document_links(&snapshot, file).into_iter().map(show).collect()
    }

    #[test]
    fn urls_end_where_a_reader_thinks_they_do() {
        assert_snapshot!(links(
            r#"// see https://example.com/a_(b)?c=d#e, (http://example.com/é).
/// [docs](https://example.com/docs) "https://example.com"
/* <HTTPS://example.com/x>
   ftp://example.com mail@example.com */
model A {
  id String @default("https://example.com/\"") // https://example.com/1
}
"#
        ), @r#"
        "https://example.com/a_(b)?c=d#e" Url("https://example.com/a_(b)?c=d#e")
        "http://example.com/é" Url("http://example.com/é")
        "https://example.com/docs" Url("https://example.com/docs")
        "https://example.com" Url("https://example.com")
        "HTTPS://example.com/x" Url("HTTPS://example.com/x")
        "https://example.com/" Url("https://example.com/")
        "https://example.com/1" Url("https://example.com/1")
        "#);
    }

    #[test]
    fn settings_name_paths() {
        assert_snapshot!(links(
            r#"generator client {
  // https://example.com
  output = "../generated\\client"
  other  = "x"
}
datasource db {
  output    = "x"
  url       = "file:./dev.db?connection_limit=1"
  directUrl = "file:///var/dev.db"
  shadowDatabaseUrl = "postgresql://a:b@localhost/c"
}
generator empty {
  output = ""
"#
        ), @r#"
        "https://example.com" Url("https://example.com")
        "../generated\\\\client" Path("../generated\\client")
        "file:./dev.db?connection_limit=1" Path("./dev.db")
        "file:///var/dev.db" Path("/var/dev.db")
        "#);
    }
}
