//! What can be written at a place: one file for each kind of place (`context` finds out which it is).
//!
//! Only what is valid there is offered, for the database and version of the schema, and without what is there already.

mod arguments;
mod around;
mod attributes;
mod blocks;
mod config;
mod context;
mod defaults;
mod fields;
mod names;
mod types;

use analyzer::{Dialect, FileId, Provider, SchemaId, Snapshot, TextRange, TextSize};
pub(crate) use context::{Argument, Context, Place};

/// What an item is, for its icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// A keyword of the language.
    Keyword,
    /// A scalar type.
    Scalar,
    /// A model or view.
    Model,
    /// An enum.
    Enum,
    /// A composite type.
    CompositeType,
    /// A field.
    Field,
    /// An enum value.
    EnumValue,
    /// An attribute.
    Attribute,
    /// The name of an argument.
    Argument,
    /// A function.
    Function,
    /// A value that is a word, such as `Cascade`.
    Value,
    /// A key of a configuration block.
    Key,
    /// More than a word.
    Snippet,
}

impl CompletionKind {
    /// The characters that take the item and are written behind it. Only where nothing else than an item can be meant.
    pub fn commit_characters(self) -> &'static [&'static str] {
        match self {
            CompletionKind::Scalar
            | CompletionKind::Model
            | CompletionKind::Enum
            | CompletionKind::CompositeType => &["?", "["],
            CompletionKind::EnumValue | CompletionKind::Value => &[",", ")"],
            _ => &[],
        }
    }
}

/// Something that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// What is shown, and compared with what was typed.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A word or two beside the label.
    pub detail: String,
    /// A sentence about it, in Markdown.
    pub documentation: String,
    /// What is written, as a snippet: `$0` is where the cursor goes, `${1:name}` a place to fill.
    pub snippet: String,
    /// Smaller numbers come first.
    pub rank: u8,
    /// Whether something is to be completed in it right away.
    pub asks_again: bool,
    /// Edits elsewhere in the file, in bytes.
    pub more: Vec<(TextRange, String)>,
}

impl CompletionItem {
    fn new(label: impl Into<String>, kind: CompletionKind) -> Self {
        let label = label.into();
        CompletionItem {
            snippet: escaped(&label),
            label,
            kind,
            detail: String::new(),
            documentation: String::new(),
            rank: 5,
            asks_again: false,
            more: Vec::new(),
        }
    }

    fn rank(self, rank: u8) -> Self {
        CompletionItem { rank, ..self }
    }

    fn detail(self, detail: impl Into<String>) -> Self {
        CompletionItem { detail: detail.into(), ..self }
    }

    fn documented(self, documentation: impl Into<String>) -> Self {
        CompletionItem { documentation: documentation.into(), ..self }
    }

    /// What is written, where that is not the label.
    fn snippet(self, snippet: impl Into<String>) -> Self {
        let snippet = snippet.into();
        let asks_again = ["[$0]", "($0)", "\"$0\"", ": $0"].iter().any(|place| snippet.contains(place));
        CompletionItem { snippet, asks_again, ..self }
    }

    /// What is written, for clients that know no snippets.
    pub fn plain_text(&self) -> String {
        let mut plain = String::new();
        let mut rest = self.snippet.as_str();
        while let Some(at) = rest.find(['$', '\\']) {
            plain.push_str(&rest[..at]);
            let mark = &rest[at..];
            rest = if let Some(escaped) = mark.strip_prefix('\\') {
                plain.extend(escaped.chars().next());
                escaped.get(1..).unwrap_or_default()
            } else if let Some(place) = mark.strip_prefix("${") {
                let (inside, after) = place.split_once('}').unwrap_or((place, ""));
                plain.push_str(inside.split_once(':').map_or("", |(_, text)| text));
                after
            } else {
                mark[1..].trim_start_matches(|c: char| c.is_ascii_digit())
            };
        }
        plain + rest
    }
}

/// A text as it stands in a snippet.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// What can be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    /// What is replaced: the word or string around the place, in bytes of the file.
    pub replaced: TextRange,
    /// The items, the most likely first.
    pub items: Vec<CompletionItem>,
    /// Whether what is replaced is what was typed of a word, and nothing behind the place or in a string.
    pub replaces_typed_word: bool,
    /// Whether there are more items once something is typed.
    pub is_incomplete: bool,
    /// Whether the place is that of a variable of the environment: see [`Completions::add_variables`].
    pub wants_variables: bool,
    /// Whether a whole block can stand at the place: see [`Completions::add_models`].
    pub wants_models: bool,
    /// Whether the place is in a string.
    in_string: bool,
}

/// A model that can be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeModel {
    /// Its name.
    pub name: String,
    /// The table that it is for.
    pub table: String,
    /// All of it as text.
    pub text: String,
    /// Edits elsewhere in the file, in bytes.
    pub more: Vec<(TextRange, String)>,
}

impl Completions {
    /// Adds variables of the environment, whose names stand in files that are no schemas, the most likely first.
    pub fn add_variables(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            if self.items.iter().all(|item| item.label != name) {
                let text = if self.in_string { name.clone() } else { format!("\"{name}\"") };
                let item = CompletionItem::new(name, CompletionKind::Value).snippet(escaped(&text));
                self.items.push(item.detail(".env").rank(2));
            }
        }
    }

    /// Adds models for tables of a database, which the schema does not name.
    pub fn add_models(&mut self, models: impl IntoIterator<Item = WholeModel>) {
        for model in models {
            let item = CompletionItem::new(format!("model {}", model.name), CompletionKind::Snippet);
            let item = item.detail(format!("for the table `{}`", model.table)).snippet(escaped(&model.text));
            self.items.push(CompletionItem { more: model.more, ..item.rank(3) });
        }
    }
}

/// What is known of a place beside what stands there.
struct Ask<'a> {
    snapshot: &'a Snapshot,
    file: FileId,
    schema: SchemaId,
    dialect: Dialect,
    provider: Option<Provider>,
    place: &'a Place,
}

/// What can be written at a place; nothing where nothing can be completed, as in a comment.
pub fn completions(snapshot: &Snapshot, file: FileId, offset: TextSize) -> Option<Completions> {
    let schema = snapshot.schema(file)?;
    let place = Place::find(snapshot, file, offset)?;
    let (dialect, provider) = (snapshot.dialect(file), snapshot.provider(file));
    // Prisma 8 contracts are another language.
    if dialect == Dialect::Prisma8 {
        return None;
    }
    let ask = Ask { snapshot, file, schema, dialect, provider, place: &place };
    let mut is_incomplete = false;
    let items = match &place.context {
        Context::TopLevel => blocks::keywords(&ask),
        Context::Key => config::keys(&ask),
        Context::Value { key } => config::values(&ask, key),
        Context::Variable { key } => config::variables(&ask, key),
        Context::ExtensionArgument { given } => config::extension_arguments(&ask, given),
        Context::ExtensionValue { extension, argument } => {
            config::extension_values(&ask, extension, argument)
        }
        Context::FirstWord => fields::first_words(&ask),
        Context::Type { field } => {
            let (items, has_more) = types::types(&ask, field);
            is_incomplete = has_more;
            items
        }
        Context::FieldAttribute => attributes::of_field(&ask),
        Context::NativeType => attributes::native_types(&ask),
        Context::BlockAttribute => attributes::of_block(&ask),
        // Nobody can guess a number.
        Context::NativeArguments { .. } => return None,
        Context::Argument(argument) => arguments::arguments(&ask, argument),
    };
    let mut items = around::fitted(&place, offset, items)?;
    items.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
    let wants_variables = matches!(place.context, Context::Variable { .. });
    let wants_models = place.context == Context::TopLevel && place.is_alone_on_line();
    let in_string = place.in_string;
    let is_word = place.word().chars().all(|c| c.is_alphanumeric() || c == '_');
    let replaces_typed_word = is_word && !in_string && place.replaced.end() <= offset;
    Some(Completions {
        replaced: place.replaced,
        replaces_typed_word,
        items,
        is_incomplete,
        wants_variables,
        wants_models,
        in_string,
    })
}

#[cfg(test)]
mod tests;
