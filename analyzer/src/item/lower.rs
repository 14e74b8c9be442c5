//! From syntax nodes to items.

use super::*;
use syntax::TextSize;
use syntax::node::{self, BodyMember, TypedNode};

/// How deep values and namespaces may be nested. What is deeper is left out.
const MAX_DEPTH: usize = 64;

/// Reads a block.
pub(crate) fn lower(block: node::Block) -> Item {
    lower_block(block, 0)
}

fn lower_block(block: node::Block, depth: usize) -> Item {
    let range = block.range();
    let name = block.name().map(|(text, range)| Name { text: text.to_owned(), range });
    let keyword = match block.keyword() {
        Some(keyword) => keyword.range(),
        None => TextRange::new(range.start(), name.as_ref().map_or(range.end(), |name| name.range.end())),
    };
    let mut item = Item {
        kind: block.kind(),
        range,
        keyword,
        name,
        fields: Vec::new(),
        values: Vec::new(),
        settings: Vec::new(),
        attributes: Vec::new(),
        blocks: Vec::new(),
        has_bad_lines: false,
    };
    for member in block.body().map(node::Body::members).unwrap_or_default() {
        lower_member(member, block, &mut item, depth);
    }
    item
}

/// Keeps of the last field only its name, if the line that it is on goes on with something that cannot be read. The name
/// spares those who use the field a second finding; the rest of the line was reported once.
fn spoil_last_field(item: &mut Item, block: node::Block, error: TextRange) {
    let Some(field) = item.fields.last_mut().filter(|field| field.range.end() <= error.start()) else {
        return;
    };
    if !has_line_break(block, field.range.end(), error) {
        field.ty = None;
        field.attributes.clear();
    }
}

/// Whether something stands on the first line of a block that has more lines.
fn is_behind_brace(block: node::Block, member: TextRange) -> bool {
    let (start, end) = (block.range().start(), TextRange::empty(block.range().end()));
    !has_line_break(block, start, member) && has_line_break(block, start, end)
}

/// Whether a line ends between a place in a block and something behind it.
fn has_line_break(block: node::Block, start: TextSize, behind: TextRange) -> bool {
    let between = TextRange::new(start, behind.start()) - block.range().start();
    block.text()[between].contains(['\n', '\r'])
}

fn lower_member(member: BodyMember, block: node::Block, item: &mut Item, depth: usize) {
    match member {
        BodyMember::Field(field) => item.fields.extend(lower_field(field)),
        BodyMember::NamedType(named) => item.fields.extend(lower_named_type(named)),
        BodyMember::EnumValue(value) => item.values.extend(lower_value(value)),
        BodyMember::Setting(setting) => item.settings.extend(lower_setting(setting)),
        BodyMember::BlockAttribute(attribute) => {
            item.attributes.extend(attribute_of(attribute.node(), attribute.name(), attribute.arguments()));
        }
        BodyMember::Block(block) if depth < MAX_DEPTH => item.blocks.push(lower_block(block, depth + 1)),
        BodyMember::Block(_) => {}
        BodyMember::DetachedAttribute(_) | BodyMember::DetachedValue(_) | BodyMember::Comment(_) => {}
        // What stands behind the opening brace does not exist for Prisma, whatever it is.
        BodyMember::Other(node) if is_behind_brace(block, node.range()) => {}
        BodyMember::Other(node) => {
            item.has_bad_lines = true;
            spoil_last_field(item, block, node.range());
        }
    }
}

fn lower_field(field: node::Field) -> Option<Field> {
    Some(Field {
        name: name(field.name()?),
        ty: field.ty().and_then(lower_type),
        attributes: attributes(field.attributes()),
        range: field.range(),
    })
}

fn lower_named_type(named: node::NamedType) -> Option<Field> {
    Some(Field {
        name: name(named.name()?),
        ty: named.ty().and_then(lower_type),
        attributes: attributes(named.attributes()),
        range: named.range(),
    })
}

fn lower_value(value: node::EnumValue) -> Option<EnumValue> {
    Some(EnumValue {
        name: name(value.name()?),
        attributes: attributes(value.attributes()),
        range: value.range(),
    })
}

fn lower_setting(setting: node::Setting) -> Option<Setting> {
    Some(Setting {
        key: name(setting.key()?),
        value: setting.value().and_then(|value| expression(value, 0)),
        range: setting.range(),
    })
}

fn lower_type(ty: node::Type) -> Option<Type> {
    let path = ty.name()?;
    let arity = if ty.list().is_some() || ty.legacy_list().is_some() {
        Arity::List
    } else if ty.optional().is_some() {
        Arity::Optional
    } else {
        Arity::Required
    };
    Some(Type {
        name: Name { text: path.text().to_owned(), range: path.range() },
        arity,
        is_unsupported: path.text() == "Unsupported" && ty.arguments().is_some(),
        unsupported: ty.arguments().and_then(unsupported_text),
        range: ty.range(),
    })
}

fn unsupported_text(arguments: node::Arguments) -> Option<String> {
    match arguments.arguments().first()?.value()? {
        node::Expression::String(string) => Some(text::decode(string.text(), |_| {})),
        _ => None,
    }
}

fn attributes(nodes: Vec<node::Attribute>) -> Vec<Attribute> {
    let lower =
        |attribute: node::Attribute| attribute_of(attribute.node(), attribute.name(), attribute.arguments());
    nodes.into_iter().filter(|attribute| !attribute.node().has_error()).filter_map(lower).collect()
}

fn attribute_of(
    node: node::Node,
    path: Option<node::Path>,
    arguments: Option<node::Arguments>,
) -> Option<Attribute> {
    let path = path?;
    Some(Attribute {
        name: Name { text: path.text().to_owned(), range: path.range() },
        arguments: arguments.map(|arguments| lower_arguments(arguments, 0)).unwrap_or_default(),
        trailing_comma: arguments.and_then(node::Arguments::trailing_comma).map(TypedNode::range),
        range: node.range(),
    })
}

fn lower_arguments(arguments: node::Arguments, depth: usize) -> Vec<Argument> {
    let lower = |argument: node::Argument| Argument {
        name: argument.name().map(name),
        value: argument.value().and_then(|value| expression(value, depth)),
        range: argument.range(),
    };
    arguments.arguments().into_iter().map(lower).collect()
}

fn expression(value: node::Expression, depth: usize) -> Option<Expression> {
    if depth > MAX_DEPTH {
        return None;
    }
    let inner = |value| expression(value, depth + 1);
    let kind = match value {
        node::Expression::String(string) => ExpressionKind::String(text::decode(string.text(), |_| {})),
        node::Expression::Number(number) => ExpressionKind::Number(number.text().to_owned()),
        node::Expression::Path(path) => ExpressionKind::Path(path.text().to_owned()),
        node::Expression::Array(array) => {
            ExpressionKind::Array(array.elements().into_iter().filter_map(inner).collect())
        }
        node::Expression::Object(object) => ExpressionKind::Object(
            object
                .members()
                .into_iter()
                .filter_map(|member| lower_object_member(member, depth + 1))
                .collect(),
        ),
        node::Expression::Call(call) => {
            let function = call.function()?;
            ExpressionKind::Call(Call {
                function: Name { text: function.text().to_owned(), range: function.range() },
                arguments: call
                    .arguments()
                    .map(|arguments| lower_arguments(arguments, depth + 1))
                    .unwrap_or_default(),
                trailing_comma: call
                    .arguments()
                    .and_then(node::Arguments::trailing_comma)
                    .map(TypedNode::range),
            })
        }
    };
    Some(Expression { kind, range: value.range() })
}

fn lower_object_member(member: node::Member, depth: usize) -> Option<Member> {
    Some(Member {
        key: name(member.key()?),
        value: member.value().and_then(|value| expression(value, depth)),
        range: member.range(),
    })
}

fn name(identifier: node::Identifier) -> Name {
    Name { text: identifier.text().to_owned(), range: identifier.range() }
}
