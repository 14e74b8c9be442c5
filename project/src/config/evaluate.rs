//! The value that a JavaScript or TypeScript file exports, as far as it is constant.

use crate::paths;
use analyzer::TextRange;
use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, BindingPattern, CallExpression, Declaration, ExportDefaultDeclarationKind, Expression,
    ImportDeclarationSpecifier, NewExpression, ObjectExpression, ObjectPropertyKind, Program, Statement,
    TemplateLiteral, VariableDeclaration,
};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType, Span};
use std::collections::HashMap;
use std::path::Path;
use std::thread;

/// A configuration is not longer than this, in bytes.
const MOST_TEXT: usize = 64 * 1024;
/// The parser goes down as deep as the text does. So much is reserved for it, and hardly any of it used.
const STACK: usize = 512 * 1024 * 1024;
/// How deep an expression is followed, also through names.
const MOST_DEPTH: usize = 64;

/// A value, with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// There is none.
    Nothing,
    /// A text.
    Text(String, TextRange),
    /// A variable of the environment, perhaps with a fallback.
    Variable(String, TextRange),
    /// An object.
    Object(Object, TextRange),
    /// A list.
    List(Vec<Value>, TextRange),
    /// A function of a module: where it comes from, and its name.
    Import(String, String, TextRange),
    /// Something that is only known when the code runs.
    Unknown(TextRange),
}

/// The members of an object. The last one with a name counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Object {
    members: Vec<(String, Value)>,
    /// Something unknown is spread into the object.
    spread: Option<TextRange>,
}

impl Value {
    /// A member of an object.
    pub(super) fn get(&self, name: &str) -> Value {
        match self {
            Value::Object(object, _) => {
                let member = object.members.iter().rev().find(|(key, _)| key == name);
                let unknown = || object.spread.map_or(Value::Nothing, Value::Unknown);
                member.map_or_else(unknown, |(_, value)| value.clone())
            }
            Value::Unknown(range) => Value::Unknown(*range),
            _ => Value::Nothing,
        }
    }

    /// The texts of a list.
    pub(super) fn texts(&self) -> Vec<String> {
        let Value::List(values, _) = self else { return Vec::new() };
        let text = |value: &Value| match value {
            Value::Text(text, _) => Some(text.clone()),
            _ => None,
        };
        values.iter().filter_map(text).collect()
    }

    /// Where the value stands.
    pub(super) fn range(&self) -> TextRange {
        match self {
            Value::Nothing => TextRange::default(),
            Value::Text(_, range)
            | Value::Variable(_, range)
            | Value::Object(_, range)
            | Value::List(_, range)
            | Value::Import(_, _, range)
            | Value::Unknown(range) => *range,
        }
    }

    fn at(self, at: TextRange) -> Value {
        match self {
            Value::Nothing => Value::Nothing,
            Value::Text(text, _) => Value::Text(text, at),
            Value::Variable(name, _) => Value::Variable(name, at),
            Value::Object(object, _) => Value::Object(object, at),
            Value::List(values, _) => Value::List(values, at),
            Value::Import(module, name, _) => Value::Import(module, name, at),
            Value::Unknown(_) => Value::Unknown(at),
        }
    }
}

/// What was found out about a file.
pub(super) struct Evaluated {
    /// What the file exports.
    pub(super) value: Value,
    /// What the parser complains about first, without a full stop.
    pub(super) syntax_error: Option<(String, TextRange)>,
    /// The module that the function comes from which makes the configuration, if it is not Prisma's.
    pub(super) foreign: Option<(String, TextRange)>,
}

/// The value that a file exports by default. `folder` is the folder in which it would be run.
pub(super) fn exported(file: &Path, folder: &Path, text: &str) -> Evaluated {
    let nothing = |problem: &str| Evaluated {
        value: Value::Unknown(TextRange::default()),
        syntax_error: Some((problem.to_owned(), TextRange::default())),
        foreign: None,
    };
    if text.len() > MOST_TEXT {
        return nothing("it is larger than a configuration ever is");
    }
    let work = || evaluate(file, folder, text);
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.ok().and_then(|thread| thread.join().ok())
    })
    .unwrap_or_else(|| nothing("there is something in it that the parser does not understand"))
}

fn evaluate(file: &Path, folder: &Path, text: &str) -> Evaluated {
    let source_type = SourceType::from_path(file).unwrap_or_default();
    // `module.exports` and `import` may both stand in any of these files.
    let source_type = source_type.with_module(true);
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, source_type).parse();
    let syntax_error = parsed.diagnostics.first().map(|problem| {
        let span = problem.labels.first();
        let size = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let start = span.map_or(0, |label| label.offset()).min(size);
        let end = span.map_or(0, |label| label.offset() + label.len()).clamp(start, size);
        (problem.message.trim_end_matches('.').to_owned(), TextRange::new(start.into(), end.into()))
    });
    let mut module = Module { file, folder, constants: HashMap::new(), imports: HashMap::new() };
    module.take(&parsed.program);
    let expression = exported_expression(&parsed.program);
    let value = expression.map_or(Value::Nothing, |expression| module.value(expression, 0));
    let foreign = expression.and_then(|expression| module.foreign(expression));
    Evaluated { value, syntax_error, foreign }
}

fn range(span: Span) -> TextRange {
    TextRange::new(span.start.into(), span.end.into())
}

/// The expression behind `export default`, `export =` or `module.exports =`.
fn exported_expression<'a>(program: &'a Program<'a>) -> Option<&'a Expression<'a>> {
    program.body.iter().find_map(|statement| match statement {
        Statement::ExportDefaultDeclaration(export) => match &export.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(_)
            | ExportDefaultDeclarationKind::ClassDeclaration(_)
            | ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => None,
            declaration => declaration.as_expression(),
        },
        Statement::TSExportAssignment(export) => Some(&export.expression),
        Statement::ExpressionStatement(statement) => match &statement.expression {
            Expression::AssignmentExpression(assignment) => {
                let target = assignment.left.span();
                let written = program.source_text.get(target.start as usize..target.end as usize)?;
                matches!(written, "module.exports" | "exports.default" | "module.exports.default")
                    .then_some(&assignment.right)
            }
            _ => None,
        },
        _ => None,
    })
}

/// What the names in a file stand for.
struct Module<'a> {
    file: &'a Path,
    folder: &'a Path,
    constants: HashMap<&'a str, &'a Expression<'a>>,
    /// Names from other modules: the module, and the name there (`*` for all of it).
    imports: HashMap<&'a str, (&'a str, &'a str)>,
}

impl<'a> Module<'a> {
    fn take(&mut self, program: &'a Program<'a>) {
        for statement in &program.body {
            match statement {
                Statement::ImportDeclaration(import) => {
                    let module = import.source.value.as_str();
                    for specifier in import.specifiers.iter().flatten() {
                        let (local, imported) = match specifier {
                            ImportDeclarationSpecifier::ImportSpecifier(one) => {
                                (one.local.name.as_str(), one.imported.name().as_str())
                            }
                            ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => {
                                (one.local.name.as_str(), "*")
                            }
                            ImportDeclarationSpecifier::ImportNamespaceSpecifier(one) => {
                                (one.local.name.as_str(), "*")
                            }
                        };
                        self.imports.insert(local, (module, imported));
                    }
                }
                Statement::VariableDeclaration(declaration) => self.take_constants(declaration),
                Statement::ExportDeclaration(export) => {
                    if let Declaration::VariableDeclaration(declaration) = &export.declaration {
                        self.take_constants(declaration);
                    }
                }
                _ => {}
            }
        }
    }

    /// Takes over what `const` declares, and what `require` gives.
    fn take_constants(&mut self, declaration: &'a VariableDeclaration<'a>) {
        if !declaration.kind.is_const() {
            return;
        }
        for one in &declaration.declarations {
            let Some(value) = &one.init else { continue };
            let required = required_module(value);
            match (&one.id, required) {
                (BindingPattern::BindingIdentifier(name), Some(module)) => {
                    self.imports.insert(name.name.as_str(), (module, "*"));
                }
                (BindingPattern::BindingIdentifier(name), None) => {
                    self.constants.insert(name.name.as_str(), value);
                }
                (BindingPattern::ObjectPattern(pattern), Some(module)) => {
                    for property in &pattern.properties {
                        if let BindingPattern::BindingIdentifier(name) = &property.value
                            && let Some(key) = property.key.name()
                            && let Some(key) = known_name(&key)
                        {
                            self.imports.insert(name.name.as_str(), (module, key));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The module whose function makes the configuration, if it is not Prisma's.
    fn foreign(&self, expression: &'a Expression<'a>) -> Option<(String, TextRange)> {
        let mut expression = expression.get_inner_expression();
        for _ in 0..MOST_DEPTH {
            match expression {
                Expression::Identifier(name) => {
                    expression = self.constants.get(name.name.as_str())?.get_inner_expression();
                }
                Expression::CallExpression(call) => {
                    let Value::Import(module, _, at) = self.value(&call.callee, 0) else { return None };
                    return (!is_prismas(&module)).then_some((module, at));
                }
                _ => return None,
            }
        }
        None
    }

    fn value(&self, expression: &Expression<'_>, depth: usize) -> Value {
        let expression = expression.get_inner_expression();
        let at = range(expression.span());
        if depth > MOST_DEPTH {
            return Value::Unknown(at);
        }
        let value = |inner: &Expression<'_>| self.value(inner, depth + 1);
        match expression {
            Expression::StringLiteral(text) => Value::Text(text.value.to_string(), at),
            Expression::TemplateLiteral(template) => self.template(template, depth),
            Expression::Identifier(name) => self.name(name.name.as_str(), at, depth),
            Expression::ObjectExpression(object) => self.object(object, depth),
            Expression::ArrayExpression(array) => {
                let element = |element: &_| {
                    let element: &oxc_ast::ast::ArrayExpressionElement<'_> = element;
                    element.as_expression().map_or(Value::Unknown(at), value)
                };
                Value::List(array.elements.iter().map(element).collect(), at)
            }
            Expression::BinaryExpression(sum) if sum.operator.as_str() == "+" => {
                concatenated([value(&sum.left), value(&sum.right)], at)
            }
            Expression::LogicalExpression(either) => {
                fallback(value(&either.left), either.operator.as_str(), at)
            }
            Expression::StaticMemberExpression(member) => {
                self.member(&member.object, member.property.name.as_str(), at, depth)
            }
            Expression::ComputedMemberExpression(member) => match value(&member.expression) {
                Value::Text(name, _) => self.member(&member.object, &name, at, depth),
                _ => Value::Unknown(at),
            },
            Expression::ChainExpression(chain) => match chain.expression.as_member_expression() {
                Some(member) if member.static_property_name().is_some() => {
                    let name = member.static_property_name().unwrap_or_default();
                    self.member(member.object(), name, at, depth)
                }
                _ => Value::Unknown(at),
            },
            Expression::CallExpression(call) => self.call(call, depth),
            Expression::NewExpression(new) => self.new_url(new, depth),
            _ => Value::Unknown(at),
        }
    }

    fn name(&self, name: &str, at: TextRange, depth: usize) -> Value {
        let text = |path: &Path| Value::Text(path.to_string_lossy().into_owned(), at);
        if let Some(value) = self.constants.get(name) {
            // What is wrong with it is to be seen where it is used.
            return self.value(value, depth + 1).at(at);
        }
        match (self.imports.get(name), name) {
            (Some((module, imported)), _) => Value::Import((*module).to_owned(), (*imported).to_owned(), at),
            (None, "__dirname") => text(self.file.parent().unwrap_or(self.file)),
            (None, "__filename") => text(self.file),
            (None, "undefined") => Value::Nothing,
            (None, "process") => Value::Import("process".to_owned(), "*".to_owned(), at),
            (None, "URL" | "String") => Value::Import("global".to_owned(), name.to_owned(), at),
            _ => Value::Unknown(at),
        }
    }

    fn template(&self, template: &TemplateLiteral<'_>, depth: usize) -> Value {
        let at = range(template.span);
        let mut parts = Vec::new();
        for (index, quasi) in template.quasis.iter().enumerate() {
            let text = quasi.value.cooked.as_ref().unwrap_or(&quasi.value.raw);
            parts.push(Value::Text(text.to_string(), at));
            if let Some(expression) = template.expressions.get(index) {
                parts.push(self.value(expression, depth + 1));
            }
        }
        concatenated(parts, at)
    }

    fn object(&self, object: &ObjectExpression<'_>, depth: usize) -> Value {
        let mut result = Object::default();
        for property in &object.properties {
            match property {
                ObjectPropertyKind::ObjectProperty(property) => {
                    let value = self.value(&property.value, depth + 1);
                    match property.key.static_name() {
                        Some(name) => result.members.push((name.to_string(), value)),
                        None => result.spread = Some(range(property.span)),
                    }
                }
                ObjectPropertyKind::SpreadProperty(spread) => match self.value(&spread.argument, depth + 1) {
                    Value::Object(other, _) => {
                        result.members.extend(other.members);
                        result.spread = result.spread.or(other.spread);
                    }
                    Value::Nothing => {}
                    _ => result.spread = Some(range(spread.span)),
                },
            }
        }
        Value::Object(result, range(object.span))
    }

    /// `object.name`
    fn member(&self, object: &Expression<'_>, name: &str, at: TextRange, depth: usize) -> Value {
        let text = |path: &Path| Value::Text(path.to_string_lossy().into_owned(), at);
        if let Expression::ImportMeta(_) = object.get_inner_expression() {
            return match name {
                "dirname" | "dir" => text(self.file.parent().unwrap_or(self.file)),
                "filename" | "path" => text(self.file),
                "url" => url::Url::from_file_path(self.file)
                    .map_or(Value::Unknown(at), |url| Value::Text(url.into(), at)),
                _ => Value::Unknown(at),
            };
        }
        match self.value(object, depth + 1) {
            Value::Import(module, inner, _) => match (module.as_str(), inner.as_str(), name) {
                ("process" | "node:process", "env", _) => Value::Variable(name.to_owned(), at),
                (_, "*" | "posix" | "win32", _) => Value::Import(module, name.to_owned(), at),
                _ => Value::Unknown(at),
            },
            // What `new URL(…)` made.
            Value::Text(text, _) if matches!(name, "pathname" | "href") && text.starts_with("file:") => {
                match name {
                    "href" => Value::Text(text, at),
                    _ => path_of_url(&text, at),
                }
            }
            object @ Value::Object(..) => object.get(name).at(at),
            _ => Value::Unknown(at),
        }
    }

    fn call(&self, call: &CallExpression<'_>, depth: usize) -> Value {
        let at = range(call.span);
        let argument = |argument: &Argument<'_>| {
            argument.as_expression().map_or(Value::Unknown(at), |one| self.value(one, depth + 1))
        };
        let mut arguments: Vec<_> = call.arguments.iter().map(argument).collect();
        if let Some(module) = required_call(call) {
            return Value::Import(module.to_owned(), "*".to_owned(), at);
        }
        if let Expression::StaticMemberExpression(member) = call.callee.get_inner_expression()
            && matches!(member.property.name.as_str(), "toString" | "trim")
            && let text @ Value::Text(..) = self.value(&member.object, depth + 1)
        {
            return text.at(at);
        }
        let Value::Import(module, function, _) = self.value(&call.callee, depth + 1) else {
            return Value::Unknown(at);
        };
        let module = module.strip_prefix("node:").unwrap_or(&module);
        match (module, function.as_str(), arguments.as_slice()) {
            (_, "env", [Value::Text(name, _)]) if is_prismas(module) => Value::Variable(name.clone(), at),
            // A configuration of another kind may still say where the schema is.
            (_, "defineConfig", [_, ..]) => arguments.swap_remove(0),
            ("path" | "path/posix" | "path/win32", "join" | "resolve" | "normalize", _) => {
                self.joined(&arguments, function == "resolve", at)
            }
            ("path" | "path/posix" | "path/win32", "dirname", [Value::Text(path, _)]) => {
                let folder = Path::new(path).parent().unwrap_or(Path::new(""));
                Value::Text(folder.to_string_lossy().into_owned(), at)
            }
            ("url", "fileURLToPath", [Value::Text(url, _)]) => path_of_url(url, at),
            // Prisma looks for the configuration where it runs.
            ("process", "cwd", []) => Value::Text(self.folder.to_string_lossy().into_owned(), at),
            ("global", "String", [Value::Text(..) | Value::Variable(..)]) => arguments.swap_remove(0).at(at),
            _ => Value::Unknown(at),
        }
    }

    /// `path.join` and `path.resolve`.
    fn joined(&self, arguments: &[Value], is_resolved: bool, at: TextRange) -> Value {
        let mut path = if is_resolved { self.folder.to_path_buf() } else { std::path::PathBuf::new() };
        for argument in arguments {
            let Value::Text(text, _) = argument else { return Value::Unknown(at) };
            let relative = text.trim_start_matches(['/', '\\']);
            let stays = is_resolved || path.as_os_str().is_empty();
            path.push(if stays { text.as_str() } else { relative });
        }
        Value::Text(paths::normal(&path).to_string_lossy().into_owned(), at)
    }

    /// `new URL("./file", import.meta.url)`
    fn new_url(&self, new: &NewExpression<'_>, depth: usize) -> Value {
        let at = range(new.span);
        let is_url = matches!(self.value(&new.callee, depth + 1), Value::Import(_, name, _) if name == "URL");
        let argument = |index: usize| new.arguments.get(index).and_then(Argument::as_expression);
        let value = |index| argument(index).map_or(Value::Nothing, |one| self.value(one, depth + 1));
        let url = match (is_url, value(0), value(1)) {
            (true, Value::Text(url, _), Value::Nothing) => url::Url::parse(&url).ok(),
            (true, Value::Text(path, _), Value::Text(base, _)) => {
                url::Url::parse(&base).and_then(|base| base.join(&path)).ok()
            }
            _ => None,
        };
        url.map_or(Value::Unknown(at), |url| Value::Text(url.into(), at))
    }
}

fn is_prismas(module: &str) -> bool {
    matches!(module, "prisma/config" | "@prisma/config")
}

fn path_of_url(url: &str, at: TextRange) -> Value {
    let path = url::Url::parse(url).ok().and_then(|url| url.to_file_path().ok());
    path.map_or(Value::Unknown(at), |path| Value::Text(path.to_string_lossy().into_owned(), at))
}

/// Texts one after the other.
fn concatenated(parts: impl IntoIterator<Item = Value>, at: TextRange) -> Value {
    let mut whole = String::new();
    let mut variable = None;
    for part in parts {
        match part {
            Value::Text(text, _) => whole.push_str(&text),
            Value::Variable(name, _) if variable.is_none() => variable = Some(name),
            _ => return Value::Unknown(at),
        }
    }
    match variable {
        None => Value::Text(whole, at),
        // `${process.env.X}` is nothing but the variable.
        Some(name) if whole.is_empty() => Value::Variable(name, at),
        Some(_) => Value::Unknown(at),
    }
}

/// `left ?? right` and `left || right`: a variable with a fallback is still that variable.
fn fallback(left: Value, operator: &str, at: TextRange) -> Value {
    match (left, operator) {
        (Value::Variable(name, _), "??" | "||") => Value::Variable(name, at),
        (Value::Text(text, _), "??") => Value::Text(text, at),
        (Value::Text(text, _), "||") if !text.is_empty() => Value::Text(text, at),
        _ => Value::Unknown(at),
    }
}

fn required_module<'a>(expression: &'a Expression<'a>) -> Option<&'a str> {
    match expression.get_inner_expression() {
        Expression::CallExpression(call) => required_call(call),
        _ => None,
    }
}

/// The module in `require("module")`.
fn required_call<'a>(call: &'a CallExpression<'a>) -> Option<&'a str> {
    let is_require = matches!(&call.callee, Expression::Identifier(name) if name.name == "require");
    match call.arguments.first().and_then(Argument::as_expression) {
        Some(Expression::StringLiteral(module)) if is_require => Some(module.value.as_str()),
        _ => None,
    }
}

/// The names that matter when they are taken out of a module.
fn known_name(name: &str) -> Option<&'static str> {
    ["join", "resolve", "normalize", "dirname", "env", "defineConfig", "fileURLToPath", "URL", "cwd"]
        .into_iter()
        .find(|known| *known == name)
}
