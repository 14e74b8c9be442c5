//! Names: who may be called what, and who is called the same.

use super::rule::rules;
use super::{Checker, item_of_block};
use crate::db::Namespace;
use crate::diagnostic::Rule;
use crate::item::{Attribute, Item, Name};
use crate::names::Symbol;
use ::syntax::node::BlockKind;
use ::syntax::{Keyword, TextRange};
use providers::name_limits::is_reserved;
use providers::scalar_types::ScalarType;
use std::collections::HashMap;
use unicode_general_category::{GeneralCategory, get_general_category};

rules! {
    DUPLICATE_TYPE: Error "name-duplicate-type" "Two models, views, enums or composite types with one name",
    DUPLICATE_DATASOURCE: Error "name-duplicate-datasource" "Two datasources with one name",
    DUPLICATE_GENERATOR: Error "name-duplicate-generator" "Two generators with one name",
    DUPLICATE_FIELD: Error "name-duplicate-field" "Two fields of a block with one name",
    DUPLICATE_ENUM_VALUE: Error "name-duplicate-enum-value" "Two values of an enum with one name",
    DUPLICATE_CONFIG_KEY: Error "name-duplicate-config-key" "A key that a datasource or generator has twice",
    RESERVED_SCALAR: Error "name-reserved-scalar" "A block that is called as a scalar type is",
    RESERVED_MODEL: Error "name-reserved-model" "A model or view with a name that the generated client cannot have",
    RESERVED_ENUM: Error "name-reserved-enum" "An enum with a name that the generated client cannot have",
    STARTS_WITH_DIGIT: Error "name-starts-with-digit" "A name that begins with a digit",
    STARTS_WITH_UNDERSCORE: Error "name-starts-with-underscore" "A name that begins with an underscore",
    HAS_DASH: Error "name-has-dash" "A name with a dash in it",
    INVALID_CHARACTER: Error "name-invalid-character" "A name with a character in it that is no letter, digit or underscore",
}

pub(super) fn check(checker: &mut Checker, item: &Item) {
    if let Some(name) = &item.name {
        check_block_name(checker, item, name);
    }
    check_members(checker, item);
}

fn check_block_name(checker: &mut Checker, item: &Item, name: &Name) {
    duplicate_block(checker, item, name);
    if ScalarType::from_name(&name.text).is_some() {
        let message = format!(
            "`{}` is a scalar type, so nothing else can be called so. Choose another name.",
            name.text
        );
        checker.report(&RESERVED_SCALAR, name.range, message);
    }
    let reserved = match item.kind {
        BlockKind::Model | BlockKind::View => Some(&RESERVED_MODEL),
        BlockKind::Enum => Some(&RESERVED_ENUM),
        _ => None,
    };
    if let Some(rule) = reserved
        && is_reserved(&name.text)
    {
        let what = item.kind.keyword();
        let message = format!(
            "`{}` is a word of the generated client's language. Choose another name for the {what}.",
            name.text
        );
        let finding = checker.report(rule, name.range, message);
        finding.help(format!("`@@map(\"{}\")` keeps the name in the database", name.text));
    }
    if matches!(item.kind, BlockKind::Model | BlockKind::View | BlockKind::Enum | BlockKind::CompositeType) {
        check_characters(checker, name, Some(("@@map", Symbol::Type(name.text.clone()))));
    }
}

fn duplicate_block(checker: &mut Checker, item: &Item, name: &Name) {
    let (namespace, rule): (_, &'static Rule) = match item.kind {
        BlockKind::Model | BlockKind::View | BlockKind::Enum | BlockKind::CompositeType => {
            (Namespace::Types, &DUPLICATE_TYPE)
        }
        BlockKind::Datasource => (Namespace::Datasources, &DUPLICATE_DATASOURCE),
        BlockKind::Generator => (Namespace::Generators, &DUPLICATE_GENERATOR),
        _ => return,
    };
    let declarations = checker.db.declarations(checker.schema, namespace, &name.text);
    let is_known = |keyword| keyword != Keyword::Other;
    let mut same = declarations.blocks(checker.db).iter().copied();
    let header = |block: crate::db::Block| block.header(checker.db).as_ref().map(|header| header.keyword);
    let Some(first) = same.find(|&block| header(block).is_some_and(is_known)) else { return };
    if first == checker.block {
        return;
    }
    let db = checker.db;
    let keyword = item_of_block(db, first).map_or("block", |first| first.kind.keyword());
    let message =
        format!("A {keyword} called `{}` exists already. Rename or remove one of the two.", name.text);
    let first_name = item_of_block(db, first).and_then(|first| first.name.as_ref()).map(|name| name.range);
    let (block, whole) = (checker.block, TextRange::up_to(::syntax::TextSize::of(checker.text())));
    let title = format!("Remove this {}", item.kind.keyword());
    let finding = checker.report(rule, name.range, message);
    finding.fix(title, false, block, [(whole, String::new())]);
    if let Some(range) = first_name {
        finding.related(first, range, format!("the first `{}`", name.text));
    }
}

fn check_members(checker: &mut Checker, item: &Item) {
    let what = match item.kind {
        BlockKind::View => "view",
        BlockKind::CompositeType => "composite type",
        BlockKind::Model => "model",
        BlockKind::Enum => "enum",
        kind => kind.keyword(),
    };
    let fields = item.fields.iter().map(|field| (&field.name, field.range));
    duplicates(checker, fields, &DUPLICATE_FIELD, |name| {
        format!("This {what} has a field `{name}` already. Rename or remove one of the two.")
    });
    let values = item.values.iter().map(|value| (&value.name, value.range));
    duplicates(checker, values, &DUPLICATE_ENUM_VALUE, |name| {
        format!("This enum has a value `{name}` already. Remove one of the two.")
    });
    let keys = item.settings.iter().map(|setting| (&setting.key, setting.range));
    duplicates(checker, keys, &DUPLICATE_CONFIG_KEY, |name| {
        format!("This {what} has a key `{name}` already. Only the last one counts; remove the others.")
    });

    let is_composite = item.kind == BlockKind::CompositeType;
    let owner = item.name.as_ref().map_or("", |name| &name.text);
    for field in &item.fields {
        // Prisma itself lets names in composite types pass.
        if !is_composite || field.name.text.starts_with('_') || !is_plain(&field.name.text) {
            check_characters_of_member(checker, owner, &field.name, is_composite);
        }
        if !is_composite {
            check_attributes(checker, &field.attributes);
        }
    }
    for value in &item.values {
        let symbol = Symbol::EnumValue { owner: owner.to_owned(), name: value.name.text.clone() };
        check_characters(checker, &value.name, Some(("@map", symbol)));
        check_attributes(checker, &value.attributes);
    }
    check_attributes(checker, &item.attributes);
}

fn check_attributes(checker: &mut Checker, attributes: &[Attribute]) {
    for attribute in attributes {
        check_characters(checker, &attribute.name, None);
    }
}

fn duplicates<'a>(
    checker: &mut Checker,
    members: impl Iterator<Item = (&'a Name, TextRange)>,
    rule: &'static Rule,
    message: impl Fn(&str) -> String,
) {
    let mut first: HashMap<&str, TextRange> = HashMap::new();
    for (name, whole) in members {
        if let Some(&range) = first.get(name.text.as_str()) {
            let (block, without) = (checker.block, checker.without(whole));
            let finding = checker.report(rule, name.range, message(&name.text));
            finding.related(block, range, format!("the first `{}`", name.text));
            finding.fix("Remove this line", false, block, [without]);
        } else {
            first.insert(&name.text, name.range);
        }
    }
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

fn check_characters_of_member(checker: &mut Checker, owner: &str, name: &Name, is_composite: bool) {
    let is_lenient = is_composite && is_plain(&name.text) && !name.text.starts_with('_');
    if !is_lenient {
        let symbol = Symbol::Field { owner: owner.to_owned(), name: name.text.clone() };
        check_characters(checker, name, Some(("@map", symbol)));
    }
}

/// Checks that a name is letters, digits and underscores, and begins with a letter. Attribute names may have dots. `map` is
/// the attribute that keeps the name in the database, if there is one.
pub(super) fn check_characters(checker: &mut Checker, name: &Name, map: Option<(&str, Symbol)>) {
    let text = &name.text;
    let better = better_name(text);
    let is_good = !better.is_empty();
    let help = map.as_ref().map(|(map, _)| match is_good {
        false => format!("`{map}(\"{text}\")` keeps the name in the database"),
        true => format!("call it `{better}` and add `{map}(\"{text}\")`"),
    });
    let rename = map.map(|(_, symbol)| symbol).zip(Some(better).filter(|_| is_good));
    let finding = if text.starts_with('_') {
        let message = format!("A name must begin with a letter, but `{text}` begins with an underscore.");
        checker.report(&STARTS_WITH_UNDERSCORE, name.range, message)
    } else if text.starts_with(char::is_numeric) {
        let message = format!("A name must begin with a letter, but `{text}` begins with a digit.");
        checker.report(&STARTS_WITH_DIGIT, name.range, message)
    } else if let Some(bad) = text.chars().find(|&c| !is_name_character(c) && c != '-' && c != '.') {
        let message = format!("`{bad}` cannot be part of a name. Names are made of letters, digits and `_`.");
        checker.report(&INVALID_CHARACTER, name.range, message).rename = rename;
        return;
    } else if text.contains('-') {
        checker.report(&HAS_DASH, name.range, "Names have no dashes. Write `_` instead.")
    } else {
        return;
    };
    finding.help = help;
    finding.rename = rename;
}

/// A name as like to a bad one as it can be; empty if nothing is left of it.
fn better_name(text: &str) -> String {
    let plain: String = text.chars().map(|c| if is_name_character(c) { c } else { '_' }).collect();
    let plain = plain.trim_start_matches(|c: char| !c.is_alphabetic());
    // A sign at the end leaves nothing.
    if text.ends_with('_') { plain.to_owned() } else { plain.trim_end_matches('_').to_owned() }
}

fn is_name_character(c: char) -> bool {
    use GeneralCategory::{LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter};
    c.is_ascii_alphanumeric()
        || c == '_'
        || matches!(
            get_general_category(c),
            UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
        )
}
