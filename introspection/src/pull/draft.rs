//! Blocks of a schema as they are about to be written.

use analyzer::InventoryMember;
use std::fmt::Write;

/// What stands above a field that is written as a comment.
const NAMELESS: &str = "/// Left out, because a field cannot be called so: names consist of letters, digits and `_`, and begin with a letter.";

/// A line of a block.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// The comment lines above it.
    pub(crate) comments: Vec<String>,
    /// Without comments.
    pub(crate) text: String,
    /// The comment behind it.
    pub(crate) trailing: Option<String>,
}

impl Field {
    /// A field; one that can have no name is written as a comment.
    pub(crate) fn new(name: Option<&str>, database_name: &str, ty: String, attributes: Vec<String>) -> Self {
        let attributes = attributes.join(" ");
        let Some(name) = name else {
            let text = format!("// {database_name} {ty} {attributes}").trim_end().replace(['\n', '\r'], " ");
            return Field { comments: vec![NAMELESS.to_owned()], text, trailing: None };
        };
        let text = format!("{name} {ty} {attributes}").trim_end().to_owned();
        Field { comments: Vec::new(), text, trailing: None }
    }

    /// With the comments that the member of the schema has.
    pub(crate) fn with_comments(mut self, known: Option<&InventoryMember>) -> Self {
        if let Some(known) = known {
            self.comments.extend(known.comments.iter().cloned());
            self.trailing = known.trailing.clone();
        }
        self
    }
}

/// A block that is to be written.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// `model`, `view` or `enum`.
    pub(crate) keyword: &'static str,
    pub(crate) name: String,
    /// Lines of documentation that are added above it.
    pub(crate) documentation: Vec<String>,
    pub(crate) fields: Vec<Field>,
    /// The comments that stood above no member.
    pub(crate) loose_comments: Vec<String>,
    pub(crate) attributes: Vec<String>,
    /// Whether all of it is written as a comment.
    pub(crate) is_comment: bool,
}

impl Draft {
    /// The text from the keyword to the closing brace, not laid out.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{} {} {{\n", self.keyword, self.name);
        for field in &self.fields {
            // What is written as a comment was one the last time too.
            let own = field.text.starts_with("//");
            for comment in field.comments.iter().filter(|comment| own || !self.is_generated(comment)) {
                let _ = writeln!(text, "  {comment}");
            }
            let trailing = field.trailing.as_ref().map_or_else(String::new, |comment| format!(" {comment}"));
            let _ = writeln!(text, "  {}{trailing}", field.text);
        }
        for comment in self.loose_comments.iter().filter(|comment| !self.is_generated(comment)) {
            let _ = writeln!(text, "  {comment}");
        }
        if !self.attributes.is_empty() {
            text.push('\n');
        }
        for attribute in &self.attributes {
            let _ = writeln!(text, "  {attribute}");
        }
        text.push('}');
        if self.is_comment { commented(&text) } else { text }
    }

    /// Whether a comment is a line that is written as one.
    fn is_generated(&self, comment: &str) -> bool {
        comment == NAMELESS || self.fields.iter().any(|field| field.text == comment)
    }

    /// The lines that are added above it, each with its line break.
    pub(crate) fn documentation_text(&self) -> String {
        self.documentation.iter().map(|line| format!("/// {line}\n")).collect()
    }
}

fn commented(text: &str) -> String {
    text.lines().map(|line| format!("// {line}")).collect::<Vec<_>>().join("\n")
}
