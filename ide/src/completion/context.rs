//! Where a cursor is, found out from the text before it: that works in text that is half typed, too.

use analyzer::{FileId, Snapshot, TextRange, TextSize};
use syntax::{Keyword, SegmentKind, split};

/// A place, with what is around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The block around it.
    pub(crate) block: Keyword,
    /// The name of the block.
    pub(crate) name: String,
    /// The text of the block, from its first line on.
    pub(crate) text: String,
    /// Where the text of the block begins in the file.
    pub(crate) start: TextSize,
    /// Where in the text of the block the line or lines begin that the place is in.
    pub(crate) member: usize,
    /// The words of a field before the place: its name, its type with its suffix.
    pub(crate) field: Option<(String, String)>,
    /// The names of the attributes that stand on the field already.
    pub(crate) attributes: Vec<String>,
    /// Whether the place is in a string.
    pub(crate) in_string: bool,
    /// What can be completed.
    pub(crate) context: Context,
    /// The word or the text of the string around the place, in bytes of the file.
    pub(crate) replaced: TextRange,
}

/// What can be completed at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Context {
    /// The first word of a block.
    TopLevel,
    /// The key of a setting.
    Key,
    /// The value of a setting, or an element of it.
    Value { key: String },
    /// The variable in an `env(…)` that is the value of a setting.
    Variable { key: String },
    /// An argument of an extension, with the names of those that are there.
    ExtensionArgument { given: Vec<String> },
    /// The value of an argument of an extension.
    ExtensionValue { extension: String, argument: String },
    /// The first word of a line in a model, view or composite type.
    FirstWord,
    /// The type of a field.
    Type { field: String },
    /// An attribute of a field, with or without its `@`.
    FieldAttribute,
    /// What follows `@db.`
    NativeType,
    /// What follows `@@`
    BlockAttribute,
    /// Something in the parentheses of an attribute.
    Argument(Argument),
    /// A number in the parentheses of a native type, and its place among them.
    NativeArguments { name: String, index: usize },
}

/// A place in the parentheses of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Argument {
    /// The name of the attribute.
    pub(crate) attribute: String,
    /// Whether it is one of a block.
    pub(crate) is_block: bool,
    /// The name in front of the value that the place is in, if there is one.
    pub(crate) name: Option<String>,
    /// The names of the arguments that are there, and `""` for those without.
    pub(crate) given: Vec<String>,
    /// Whether the place is in a list, and what is in it.
    pub(crate) list: Option<Vec<String>>,
    /// A function, or a field with arguments, that the place is in the parentheses of.
    pub(crate) call: Option<Call>,
    /// The value of the argument `type`, if there is one: the method of an index.
    pub(crate) method: Option<String>,
}

/// A place in the parentheses of a function, or of a field in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    /// The name of the function or field.
    pub(crate) name: String,
    /// The name in front of the value that the place is in, if there is one.
    pub(crate) argument: Option<String>,
    /// The names of the arguments that are there.
    pub(crate) given: Vec<String>,
}

impl Place {
    /// The whole word that an item takes the place of; empty without one.
    pub(crate) fn word(&self) -> &str {
        let at = |offset: TextSize| usize::from(offset - self.start);
        self.text.get(at(self.replaced.start())..at(self.replaced.end())).unwrap_or_default()
    }

    /// Whether nothing stands behind the place on its line.
    pub(crate) fn is_alone_on_line(&self) -> bool {
        let end = usize::from(self.replaced.end() - self.start);
        self.text.get(end..).is_none_or(|rest| rest.lines().next().unwrap_or_default().trim().is_empty())
    }

    /// The first word of the line that the place is in: the name of a field or value.
    pub(crate) fn first_word(&self) -> &str {
        let line = self.text.get(self.member..).unwrap_or_default().trim_start();
        line.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
    }

    /// Finds out what can be completed at a byte of a file; nothing where nothing can.
    pub(crate) fn find(snapshot: &Snapshot, file: FileId, offset: TextSize) -> Option<Self> {
        let segments = snapshot
            .map_trees(file, TextRange::empty(offset), |start, tree| (start, tree.text().to_string()));
        let (start, text) =
            segments.into_iter().rev().find(|(start, _)| *start <= offset).unwrap_or_default();
        let at = usize::from(offset.checked_sub(start)?);
        let before = text.get(..at)?;
        let header = split(&text).into_iter().find_map(|segment| match segment.kind {
            SegmentKind::Block(header) if segment.range.contains(&at) || segment.range.end == at => {
                Some((header, segment.range.start))
            }
            _ => None,
        });
        let body = header.as_ref().and_then(|(_, from)| body_start(&text, *from));
        let tokens = tokens(before, body.filter(|body| *body <= at).unwrap_or_else(|| line_start(before)))?;
        let word = tokens.last().filter(|token| token.is_open_word(at));
        let replaced = word.map_or(at, |word| word.start + usize::from(word.kind == Kind::OpenString))
            ..end_of_word(&text, at, word);
        let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
        let mut place = Place {
            block: Keyword::Other,
            name: String::new(),
            start,
            member: line_start(before),
            field: None,
            attributes: Vec::new(),
            in_string: word.is_some_and(|word| word.kind == Kind::OpenString),
            context: Context::TopLevel,
            replaced: TextRange::new(size(replaced.start) + start, size(replaced.end) + start),
            text: String::new(),
        };
        match (header, body) {
            (Some((header, _)), Some(body)) if body <= at && !is_behind(&text, body, at) => {
                place.block = header.keyword;
                place.name = header.name;
                place.in_block(&tokens, body, at)?;
            }
            // Outside of blocks, only the first word of a line can be completed.
            _ if tokens.len() > 1 || (tokens.len() == 1 && word.is_none()) || place.in_string => return None,
            _ => {}
        }
        place.text = text;
        Some(place)
    }

    /// The member of the block that the place is in, and what can be completed there.
    fn in_block(&mut self, tokens: &[Token], body: usize, at: usize) -> Option<()> {
        let first = first_of_member(tokens);
        let tokens = &tokens[first..];
        self.member = tokens.first().map_or(at, |token| token.start).max(body);
        let is_typed = tokens.last().is_some_and(|token| token.is_open_word(at));
        let done = &tokens[..tokens.len() - usize::from(is_typed)];
        self.context = match self.block {
            Keyword::Datasource | Keyword::Generator => in_setting(done)?,
            Keyword::Model | Keyword::View | Keyword::Type => self.in_member(done)?,
            Keyword::Enum => self.in_enum(done)?,
            _ => return None,
        };
        Some(())
    }

    fn in_enum(&mut self, done: &[Token]) -> Option<Context> {
        match done {
            [first, ..] if first.text == "@@" => self.in_attributes(done),
            // The name of a value is nobody's to guess.
            [] => None,
            [_, rest @ ..] => self.in_attributes(rest),
        }
    }

    fn in_member(&mut self, done: &[Token]) -> Option<Context> {
        match done {
            [] => Some(Context::FirstWord),
            [first, ..] if first.text == "@@" || first.text == "@" => self.in_attributes(done),
            [name] if name.kind == Kind::Word => Some(Context::Type { field: name.text.clone() }),
            [name, ty, rest @ ..] if name.kind == Kind::Word && ty.kind == Kind::Word => {
                let suffix = rest.iter().take_while(|token| {
                    "[]?!".contains(token.text.as_str()) || ty.text == "Unsupported" && token.text != "@"
                });
                let count = suffix.count();
                let suffix: String = rest[..count].iter().map(|token| token.text.as_str()).collect();
                // Between the brackets of a list stands nothing, and in those of an unsupported type what nobody can guess.
                if suffix.matches(['[', '(']).count() > suffix.matches([']', ')']).count() {
                    return None;
                }
                self.field = Some((name.text.clone(), format!("{}{suffix}", ty.text)));
                self.in_attributes(&rest[count..])
            }
            _ => None,
        }
    }

    /// A place behind the type of a field, or in a block attribute.
    fn in_attributes(&mut self, done: &[Token]) -> Option<Context> {
        let mut frames: Vec<Frame> = Vec::new();
        let mut index = 0;
        while index < done.len() {
            let token = &done[index];
            match token.text.as_str() {
                "(" | "[" | "{" if token.kind == Kind::Mark => {
                    if let Some(around) = frames.last_mut() {
                        around.begin_value("");
                    }
                    frames.push(Frame::open(done, index));
                }
                ")" | "]" | "}" if token.kind == Kind::Mark => drop(frames.pop()),
                _ => {
                    if let Some(frame) = frames.last_mut() {
                        frame.take(done, index);
                    } else if token.kind == Kind::Word && index > 0 && done[index - 1].text.starts_with('@') {
                        let dotted = done.get(index + 1).is_some_and(|next| next.text == ".");
                        self.attributes.push(if dotted {
                            format!("{}.", token.text)
                        } else {
                            token.text.clone()
                        });
                    }
                }
            }
            index += 1;
        }
        if let [native] = frames.as_slice()
            && native.is_native
        {
            return Some(Context::NativeArguments { name: native.owner.clone(), index: native.commas });
        }
        if !frames.is_empty() {
            return argument(frames).map(Context::Argument);
        }
        match done {
            [.., at, name, dot] if at.text == "@" && name.kind == Kind::Word && dot.text == "." => {
                Some(Context::NativeType)
            }
            [.., last] if last.text == "@@" => Some(Context::BlockAttribute),
            [first, ..] if first.text == "@@" => None,
            _ => Some(Context::FieldAttribute),
        }
    }
}

/// An open parenthesis, bracket or brace.
struct Frame {
    mark: char,
    /// The word before it, with `@` or `@@` in front for attributes.
    owner: String,
    /// The name in front of the value that is being written.
    name: Option<String>,
    given: Vec<String>,
    elements: Vec<String>,
    method: Option<String>,
    is_after_comma: bool,
    commas: usize,
    /// Whether it is the parenthesis of a native type: `@db.VarChar(`.
    is_native: bool,
}

impl Frame {
    fn open(tokens: &[Token], index: usize) -> Self {
        let before = |back: usize| index.checked_sub(back).map_or("", |at| tokens[at].text.as_str());
        let is_name = index > 0 && tokens[index - 1].kind == Kind::Word;
        let mut owner = if is_name { before(1).to_owned() } else { String::new() };
        if is_name && before(2).starts_with('@') {
            owner = format!("{}{owner}", before(2));
        }
        Frame {
            mark: tokens[index].text.chars().next().unwrap_or('('),
            owner,
            name: None,
            given: Vec::new(),
            elements: Vec::new(),
            method: None,
            is_after_comma: true,
            commas: 0,
            is_native: is_name && before(2) == "." && before(4) == "@",
        }
    }

    fn take(&mut self, tokens: &[Token], index: usize) {
        let token = &tokens[index];
        let is_named = tokens.get(index + 1).is_some_and(|next| next.text == ":" && next.kind == Kind::Mark);
        match token.text.as_str() {
            "," if token.kind == Kind::Mark => {
                self.name = None;
                self.is_after_comma = true;
                self.commas += 1;
            }
            ":" if token.kind == Kind::Mark => {}
            text if token.kind == Kind::Word && is_named => {
                self.name = Some(text.to_owned());
                self.given.push(text.to_owned());
                self.is_after_comma = false;
            }
            text => {
                if self.name.as_deref() == Some("type") {
                    self.method = Some(text.to_owned());
                }
                self.begin_value(text.trim_matches('"'));
            }
        }
    }

    /// A value begins; behind a comma, it is one without a name.
    fn begin_value(&mut self, text: &str) {
        if std::mem::replace(&mut self.is_after_comma, false) {
            self.given.push(String::new());
            self.elements.push(text.to_owned());
        }
    }
}

/// What the open parentheses say about a place; nothing outside of all of them.
fn argument(frames: Vec<Frame>) -> Option<Argument> {
    let (attribute, inner) = frames.split_first()?;
    if !attribute.owner.starts_with('@') || attribute.mark != '(' {
        return None;
    }
    let list = inner.iter().find(|frame| frame.mark == '[');
    let call = inner.iter().rev().find(|frame| frame.mark == '(' && !frame.owner.is_empty());
    Some(Argument {
        attribute: attribute.owner.trim_start_matches('@').to_owned(),
        is_block: attribute.owner.starts_with("@@"),
        name: attribute.name.clone(),
        given: attribute.given.clone(),
        list: list.map(|frame| frame.elements.clone()),
        call: call.map(|frame| Call {
            name: frame.owner.clone(),
            argument: frame.name.clone(),
            given: frame.given.clone(),
        }),
        method: attribute.method.clone(),
    })
}

fn in_setting(done: &[Token]) -> Option<Context> {
    match done {
        [] => Some(Context::Key),
        [key, equals, rest @ ..] if key.kind == Kind::Word && equals.text == "=" => {
            let key = key.text.clone();
            let open = rest.iter().rposition(|token| token.kind == Kind::Mark && token.text == "(");
            let open = open.filter(|at| rest[*at..].iter().all(|token| token.text != ")"));
            let Some(open) = open else { return Some(Context::Value { key }) };
            let call = open.checked_sub(1).map(|at| rest[at].text.as_str());
            let named = rest[open..].windows(2).filter(|pair| pair[1].text == ":");
            match call {
                Some("env") if open + 1 == rest.len() => Some(Context::Variable { key }),
                Some(extension) if key == "extensions" => match rest {
                    [.., last] if matches!(last.text.as_str(), "(" | ",") => {
                        let given = named.map(|pair| pair[0].text.clone()).collect();
                        Some(Context::ExtensionArgument { given })
                    }
                    [.., name, colon] if colon.text == ":" => Some(Context::ExtensionValue {
                        extension: extension.to_owned(),
                        argument: name.text.clone(),
                    }),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

/// A piece of text that belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    start: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    String,
    /// A string that goes on behind the place.
    OpenString,
    Mark,
    LineBreak,
}

impl Token {
    /// Whether something is being typed in it.
    fn is_open_word(&self, at: usize) -> bool {
        match self.kind {
            Kind::OpenString => true,
            Kind::Word => self.start + self.text.len() == at,
            _ => false,
        }
    }
}

/// The tokens of a text from a byte on; nothing if it ends in a comment.
fn tokens(text: &str, from: usize) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = from;
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, kind) = match c {
            '\n' => (1, Kind::LineBreak),
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '/' if rest.starts_with("//") => {
                at += rest.find('\n')?;
                continue;
            }
            '/' if rest.starts_with("/*") => {
                at += rest.find("*/")? + 2;
                continue;
            }
            '"' => match string_length(rest) {
                Some(length) => (length, Kind::String),
                // A string ends with its line, but here somebody is typing in it.
                None if !rest.contains('\n') => (rest.len(), Kind::OpenString),
                None => (1, Kind::Mark),
            },
            '@' => (if rest.starts_with("@@") { 2 } else { 1 }, Kind::Mark),
            c if is_word(c) => (rest.find(|c| !is_word(c)).unwrap_or(rest.len()), Kind::Word),
            c => (c.len_utf8(), Kind::Mark),
        };
        tokens.push(Token { text: rest[..length].to_owned(), start: at, kind });
        at += length;
    }
    Some(tokens)
}

/// The length of a string with its quotes, if it ends on its line.
fn string_length(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The first token of the member that the last one belongs to: behind the last line break outside of all brackets.
fn first_of_member(tokens: &[Token]) -> usize {
    let (mut depth, mut first) = (0_usize, 0);
    for (index, token) in tokens.iter().enumerate() {
        match (token.kind, token.text.as_str()) {
            (Kind::Mark, "(" | "[" | "{") => depth += 1,
            (Kind::Mark, ")" | "]" | "}") => depth = depth.saturating_sub(1),
            // A bracket that is never closed must not swallow the rest of the block.
            (Kind::LineBreak, _) if depth == 0 || begins_member(&tokens[index + 1..]) => {
                depth = 0;
                first = index + 1;
            }
            _ => {}
        }
    }
    first
}

/// Whether a line looks like a member: an attribute of the block, or two words.
fn begins_member(line: &[Token]) -> bool {
    match line {
        [first, ..] if first.text == "@@" => true,
        [name, ty, ..] => name.kind == Kind::Word && ty.kind == Kind::Word,
        _ => false,
    }
}

/// Where the body of a block begins: behind its `{`.
fn body_start(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let code = line.split("//").next().unwrap_or(line);
        if let Some(brace) = code.find('{') {
            return Some(at + brace + 1);
        }
        at += line.len();
    }
    None
}

/// Whether a place is behind the closing brace of a block.
fn is_behind(text: &str, body: usize, at: usize) -> bool {
    let mut start = body;
    for line in text[body..].split_inclusive('\n') {
        if line.trim_start().starts_with('}') {
            return at > start + line.find('}').unwrap_or(0);
        }
        start += line.len();
    }
    false
}

/// Where the line of a byte begins.
pub(super) fn start_of_line(text: &str, at: usize) -> usize {
    line_start(&text[..at])
}

fn line_start(text: &str) -> usize {
    text.rfind('\n').map_or(0, |at| at + 1)
}

/// Where the word or string around a place ends.
fn end_of_word(text: &str, at: usize, word: Option<&Token>) -> usize {
    let rest = &text[at..];
    let length = match word {
        Some(word) if word.kind == Kind::OpenString => rest.find(['"', '\n', '\r']),
        // A string that begins right here is replaced as a word is.
        None if rest.starts_with('"') => string_length(rest),
        _ => rest.find(|c: char| !(c.is_alphanumeric() || c == '_')),
    };
    match (word, length) {
        // A string that nobody has closed yet is as long as what was typed of it.
        (Some(word), Some(length)) if word.kind == Kind::OpenString && !rest[length..].starts_with('"') => at,
        (_, length) => at + length.unwrap_or(rest.len()),
    }
}
