//! What stands between the brackets of a body, of arguments or of a list.

use analyzer::{TextRange, TextSize};
use syntax::node::Node;

/// Whether a node begins with a bracket and, if it is closed, ends with one.
pub(crate) fn has_brackets(node: Node) -> bool {
    matches!(node.kind(), "arguments" | "array" | "object") || node.kind().ends_with("_body")
}

/// What stands between the brackets of such a node, blanks included. Of one that is not closed, what stands behind its bracket
/// without the blanks at the end, because those belong to nothing.
pub(crate) fn between_brackets(node: Node) -> TextRange {
    let start = node.range().start();
    let Some(rest) = node.text().strip_prefix(['{', '(', '[']) else { return TextRange::empty(start) };
    let inner = rest.strip_suffix(['}', ')', ']']).unwrap_or(rest.trim_end());
    TextRange::at(start + TextSize::of('{'), TextSize::of(inner))
}
