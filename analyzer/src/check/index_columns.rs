//! Which fields ids, unique criteria and indexes can cover: their native types, `length`, and operator classes.

use super::config::{Settings, settings};
use super::criteria::usual_type;
use super::edits::{Edit, appended};
use super::rule::rules;
use super::{Checker, FieldType, resolve};
use crate::item::{Argument, Arity, Field, Item};
use crate::keys::{Key, KeyKind, KeyPart, keys};
use ::syntax::node::BlockKind;
use ::syntax::{TextRange, TextSize};
use providers::capabilities::has;
use providers::index_methods::{self, ColumnType, IndexMethod};
use providers::native_types::{self, KeyRule, NativeType};
use providers::operator_classes::{self, OperatorClass};
use providers::{Capability, Provider, ScalarType};

rules! {
    LENGTH_TYPE: Error "index-length-type" "A `length` on a field that has no beginning",
    NEEDS_LENGTH: Error "index-native-type-needs-length" "An index over a long text or blob without a `length`",
    PK_NEEDS_LENGTH: Error "pk-native-type-needs-length" "An id that is a long text or blob without a `length`",
    NATIVE_TYPE: Error "index-native-type" "An index over a field whose native type has none",
    PK_NATIVE_TYPE: Error "pk-native-type" "An id whose native type cannot be one",
    PK_BYTES: Error "pk-bytes" "An id of type `Bytes`, in a database that does not allow that",
    OPS_NOT_ON_UNIQUE: Error "ops-not-on-unique" "An operator class in an index other than `@@index`",
    OPS_INDEX_TYPE: Error "ops-index-type" "An operator class of another index type",
    OPS_NATIVE_TYPE: Error "ops-native-type" "An operator class for another native type",
    OPS_NEEDS_NATIVE_TYPE: Error "ops-needs-native-type" "An operator class for a native type on a field without one",
    OPS_SCALAR_TYPE: Error "ops-scalar-type" "An operator class for another type",
    OPS_ARRAY: Error "ops-array" "An operator class for lists on a field that is no list",
    OPS_COCKROACH: Error "ops-cockroach" "An operator class in CockroachDB",
    NO_DEFAULT_OPS: Error "index-no-default-ops" "An index whose type has no operator class for a field",
    TYPE_FIELD_TYPE: Error "index-type-field-type" "An index whose type cannot hold a field",
    JSON_LAST: Error "index-json-last" "A `Json` field that is not the last of its index, in CockroachDB",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    let settings = settings(checker.db, checker.schema);
    if item.kind != BlockKind::Model || !settings.is_provider_clear() {
        return;
    }
    for key in &keys(item) {
        let columns: Vec<_> = key.parts.iter().filter_map(|part| column(checker, item, part)).collect();
        for column in &columns {
            length(checker, column, settings);
        }
        native_types(checker, key, &columns, settings.provider);
        operator_classes(checker, key, &columns, settings);
    }
}

/// A part of a key, with the field that it names.
struct Column<'a> {
    part: &'a KeyPart<'a>,
    field: &'a Field,
    ty: FieldType,
}

impl Column<'_> {
    fn is_list(&self) -> bool {
        self.field.ty.as_ref().is_some_and(|ty| ty.arity == Arity::List)
    }

    /// The type in the database, as far as it is written.
    fn column_type(&self) -> Option<ColumnType<'_>> {
        match self.ty {
            FieldType::Scalar(scalar) => {
                Some(self.field.native_type().map_or(ColumnType::Scalar(scalar), ColumnType::Native))
            }
            FieldType::Enum(_) => Some(ColumnType::Enum),
            _ => None,
        }
    }
}

fn column<'a>(checker: &Checker, item: &'a Item, part: &'a KeyPart<'a>) -> Option<Column<'a>> {
    let field = part.field(item)?;
    Some(Column { part, field, ty: resolve(checker.db, checker.schema, field.ty.as_ref()) })
}

fn length(checker: &mut Checker, column: &Column, settings: &Settings) {
    let FieldType::Scalar(scalar) = column.ty else { return };
    let Some(length) = column.part.argument("length") else { return };
    if has(settings.provider, Capability::IndexLength) && !index_methods::allows_length(scalar) {
        let message = "Only values of type `String` or `Bytes` have a beginning. Remove `length`.";
        checker.report_argument(&LENGTH_TYPE, length, message);
    }
}

fn native_types(checker: &mut Checker, key: &Key, columns: &[Column], provider: Option<Provider>) {
    for column in columns {
        let FieldType::Scalar(scalar) = column.ty else { continue };
        let is_reported = match column.field.native_type() {
            Some(name) => native_types::find(provider, name)
                .is_some_and(|native| native_type(checker, key, column, native, provider)),
            None => key.kind == KeyKind::Id && bytes(checker, column, scalar, provider),
        };
        // One field that cannot be in a key is enough to say that the key is not possible; all such fields are repaired.
        if is_reported {
            let repairs: Vec<_> =
                columns.iter().filter_map(|column| repaired(checker, key, column, provider)).collect();
            let (block, title) = (checker.block, repairs.first().map(|(title, _)| title.clone()));
            let edits = repairs.into_iter().map(|(_, edit)| edit);
            if let (Some(title), Some(finding)) = (title, checker.findings.last_mut())
                && finding.fixes.is_empty()
            {
                finding.fix(title, false, block, edits);
            }
            break;
        }
    }
}

/// What a native type says of a key, if a field with it cannot be in the key as it is.
fn broken_rule(key: &Key, column: &Column, native: &NativeType) -> Option<KeyRule> {
    let rule = match key.kind {
        KeyKind::Id => native.keys.id,
        KeyKind::Unique => native.keys.unique,
        KeyKind::Index => native.keys.index,
        KeyKind::Fulltext => native.keys.fulltext,
    };
    let attribute = column.field.attributes.iter().find(|attribute| attribute.native_type().is_some());
    let mut arguments = attribute.iter().flat_map(|attribute| &attribute.arguments);
    let is_max = arguments.any(|argument| {
        let word = argument.value.as_ref().and_then(|value| value.as_path());
        word.is_some_and(|word| word.eq_ignore_ascii_case("Max"))
    });
    let is_broken = match rule {
        KeyRule::NeedsLength => column.part.argument("length").is_none(),
        KeyRule::ForbiddenWhenMax => is_max,
        rule => rule == KeyRule::Forbidden,
    };
    is_broken.then_some(rule)
}

/// The edit that lets a field be in a key, if it cannot as it is.
fn repaired(
    checker: &Checker,
    key: &Key,
    column: &Column,
    provider: Option<Provider>,
) -> Option<(String, Edit)> {
    let FieldType::Scalar(scalar) = column.ty else { return None };
    let native = native_types::find(provider, column.field.native_type()?)?;
    match broken_rule(key, column, native)? {
        KeyRule::NeedsLength => with_length(checker, key, column),
        _ => other_native_type(checker, column, native, scalar, provider),
    }
}

/// Checks a field with a native type. True if something was reported.
fn native_type(
    checker: &mut Checker,
    key: &Key,
    column: &Column,
    native: &NativeType,
    provider: Option<Provider>,
) -> bool {
    let Some(broken) = broken_rule(key, column, native) else { return false };
    let is_id = key.kind == KeyKind::Id;
    let database = provider.map_or("The database", Provider::display_name);
    let (rule, message) = match broken {
        KeyRule::NeedsLength => (
            if is_id { &PK_NEEDS_LENGTH } else { &NEEDS_LENGTH },
            format!(
                "{database} cannot index the whole of a `{}`. Say how much of its beginning counts, such as `length: 100`.",
                native.name
            ),
        ),
        KeyRule::ForbiddenWhenMax => (
            if is_id { &PK_NATIVE_TYPE } else { &NATIVE_TYPE },
            format!("{database} has no index over a `{}(Max)`. Give it a length.", native.name),
        ),
        _ => (
            if is_id { &PK_NATIVE_TYPE } else { &NATIVE_TYPE },
            format!("{database} has no index over a `{}`. Choose another native type.", native.name),
        ),
    };
    let (block, field) = (checker.block, column.field.name.range);
    let finding = checker.report(rule, column.part.range, message);
    if key.on.is_none() {
        finding.related(block, field, "this field");
    }
    true
}

/// So long is the beginning of a text that is indexed, where nobody says how long.
const USUAL_LENGTH: u32 = 191;

/// The edit that lets a key cover the beginning of a field only.
fn with_length(checker: &Checker, key: &Key, column: &Column) -> Option<(String, Edit)> {
    let range = column.part.range;
    let written = checker.written(range);
    let length = format!("length: {USUAL_LENGTH}");
    let edit = match written.strip_suffix(')') {
        Some(open) if open.ends_with('(') => (range, format!("{open}{length})")),
        Some(open) => (range, format!("{open}, {length})")),
        None => (range, format!("{written}({length})")),
    };
    // An attribute without its own arguments may stand on other things.
    (key.on.is_none() || key.kind.is_unique()).then(|| (format!("Add `{length}`"), edit))
}

/// The edit that gives a field a native type which can be in a key: the same with a length, or else the usual one.
fn other_native_type(
    checker: &Checker,
    column: &Column,
    native: &NativeType,
    scalar: ScalarType,
    provider: Option<Provider>,
) -> Option<(String, Edit)> {
    let attribute = column.field.attributes.iter().find(|attribute| attribute.native_type().is_some())?;
    if native.keys.id == KeyRule::ForbiddenWhenMax {
        let written = format!("@{}({})", attribute.name.text, sized(native));
        return Some((format!("Write `{written}`"), (attribute.range, written)));
    }
    let (usual, arguments) = native_types::default_native_type(provider, scalar)?;
    let is_good = usual.keys.id != KeyRule::ForbiddenWhenMax || !arguments.contains("Max");
    (is_good && usual.name != native.name)
        .then(|| (format!("Remove `@{}`", attribute.name.text), checker.without(attribute.range)))
}

/// A length with which a native type of SQL Server fits into a key, which has at most 900 bytes there.
fn sized(native: &NativeType) -> u32 {
    if native.name.starts_with('N') { 450 } else { 900 }
}

/// Checks an id without a native type: the type that it gets may be one that cannot be indexed. True if something was
/// reported.
fn bytes(checker: &mut Checker, column: &Column, scalar: ScalarType, provider: Option<Provider>) -> bool {
    let Some((native, arguments)) = native_types::default_native_type(provider, scalar) else { return false };
    let is_forbidden = native.keys.id == KeyRule::ForbiddenWhenMax && arguments.contains("Max");
    if is_forbidden {
        let message = format!(
            "A `{}` without a native type is a `{}`, which cannot be an id. Give it a native type with a length.",
            scalar.name(),
            if arguments.starts_with(native.name) {
                arguments.to_owned()
            } else {
                format!("{}({arguments})", native.name)
            }
        );
        let datasource = settings(checker.db, checker.schema).datasource_name.as_deref().unwrap_or("db");
        let native = format!("@{datasource}.{}({})", native.name, sized(native));
        let (block, edit) = (checker.block, appended(column.field, &native));
        let finding = checker.report(&PK_BYTES, column.part.range, message);
        finding.fix(format!("Add `{native}`"), false, block, [edit]);
    }
    is_forbidden
}

fn operator_classes(checker: &mut Checker, key: &Key, columns: &[Column], settings: &Settings) {
    let provider = settings.provider;
    let written = key.attribute.named("type").and_then(|argument| argument.value.as_ref()?.as_path());
    let method = written.map_or(Some(index_methods::DEFAULT), IndexMethod::from_name);
    let Some(method) = method.filter(|method| index_methods::index_methods(provider).contains(method)) else {
        return;
    };
    for (at, column) in columns.iter().enumerate() {
        let ops = column.part.argument("ops");
        match ops.and_then(|ops| Some((ops, ops.value.as_ref()?))) {
            Some((ops, _)) if key.kind != KeyKind::Index => {
                let message = "Only `@@index` can have operator classes. Remove `ops`.";
                checker.report_argument(&OPS_NOT_ON_UNIQUE, ops, message);
            }
            Some((ops, value)) if has(provider, Capability::OperatorClasses) => {
                if let Some(name) = value.as_path() {
                    operator_class(checker, key, column, ops, name, method);
                }
            }
            // Where Prisma has no operator classes it overlooks them in indexes of the usual type.
            Some((ops, _)) if method != index_methods::DEFAULT => {
                let message = "CockroachDB chooses the operator class by itself. Remove `ops`.";
                checker.report_argument(&OPS_COCKROACH, ops, message);
                return;
            }
            Some(_) => {}
            None => without_class(checker, key, column, method, provider),
        }
        let is_json = column.ty == FieldType::Scalar(ScalarType::Json);
        if is_json && at + 1 < columns.len() && index_methods::json_comes_last(provider, method) {
            let message =
                "In an inverted index of CockroachDB the `Json` field comes last. Move it to the end.";
            let edits =
                [(column.part.range, columns.last()), (columns[columns.len() - 1].part.range, Some(column))];
            let edits: Vec<_> = edits
                .into_iter()
                .filter_map(|(range, other)| Some((range, checker.written(other?.part.range).to_owned())))
                .collect();
            let block = checker.block;
            let finding = checker.report(&JSON_LAST, column.part.range, message);
            finding.fix("Move it to the end", false, block, edits);
        }
    }
}

fn operator_class(
    checker: &mut Checker,
    key: &Key,
    column: &Column,
    ops: &Argument,
    name: &str,
    method: IndexMethod,
) {
    let Some(first) = operator_classes::named(name).next() else { return };
    let (block, range) = (checker.block, ops.range);
    let Some(class) = operator_classes::find(name, method) else {
        let message = format!(
            "`{name}` belongs to indexes of type `{}`, and this one has type `{}`.",
            first.method.name(),
            method.name()
        );
        let usual = usual_type(checker, key.attribute);
        let ty = key.attribute.named("type").and_then(|argument| Some(argument.value.as_ref()?.range));
        let finding = checker.report(&OPS_INDEX_TYPE, range, message);
        let title = format!("Make the index a `{}`", first.method.name());
        match ty {
            Some(ty) => finding.fix(title, false, block, [(ty, first.method.name().to_owned())]),
            None => {
                let end = TextRange::empty(key.attribute.range.end() - TextSize::from(1));
                finding.fix(title, false, block, [(end, format!(", type: {}", first.method.name()))])
            }
        };
        finding.fix("Make it an index of the usual type", false, block, usual);
        return;
    };
    let Some(ty) = column.column_type() else { return };
    if class.columns.include(ty, column.is_list()) {
        return;
    }
    let field = &column.field.name;
    let takes = takes(class);
    let (rule, message) = match ty {
        _ if class.columns.any_list => {
            (&OPS_ARRAY, format!("`{name}` is for lists, and `{}` is none.", field.text))
        }
        ColumnType::Native(native) => (
            &OPS_NATIVE_TYPE,
            format!("`{name}` is for fields of {takes}, and `{}` is a `{native}`.", field.text),
        ),
        _ if class.columns.scalars.is_empty() => (
            &OPS_NEEDS_NATIVE_TYPE,
            format!("`{name}` is for fields of {takes}, and `{}` has no native type.", field.text),
        ),
        _ => (&OPS_SCALAR_TYPE, format!("`{name}` is for fields of {takes}, which `{}` is not.", field.text)),
    };
    let field = field.range;
    let usual = usual_type(checker, key.attribute);
    let finding = checker.report(rule, range, message);
    finding.related(block, field, "this field");
    finding.fix("Make it an index of the usual type", false, block, usual);
}

/// What an operator class is for, in words.
fn takes(class: &OperatorClass) -> String {
    let scalars = class.columns.scalars.iter().map(|scalar| format!("`{}`", scalar.name()));
    let natives = class.columns.native_types.iter().map(|native| format!("`@db.{native}`"));
    format!("type {}", scalars.chain(natives).collect::<Vec<_>>().join(", "))
}

fn without_class(
    checker: &mut Checker,
    key: &Key,
    column: &Column,
    method: IndexMethod,
    provider: Option<Provider>,
) {
    let Some(columns) = index_methods::columns_without_class(provider, method) else { return };
    let Some(ty) = column.column_type() else { return };
    if columns.include(ty, column.is_list()) {
        return;
    }
    let (range, name, block) = (column.part.range, &column.field.name, checker.block);
    let usual = usual_type(checker, key.attribute);
    let finding = match ty {
        ColumnType::Native(native) if has(provider, Capability::OperatorClasses) => {
            let message = format!(
                "An index of type `{}` does not know by itself how to compare a `{native}`. Add `ops`, such as `ops: raw(\"…\")`.",
                method.name()
            );
            checker.report(&NO_DEFAULT_OPS, range, message)
        }
        _ => {
            let message = format!(
                "An index of type `{}` cannot hold `{}`, because of its type. Choose another type of index.",
                method.name(),
                name.text
            );
            checker.report(&TYPE_FIELD_TYPE, range, message)
        }
    };
    finding.related(block, name.range, "this field");
    finding.fix("Make it an index of the usual type", false, block, usual);
}
