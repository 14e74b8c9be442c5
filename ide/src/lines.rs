//! Questions about the lines of a text.

use analyzer::TextRange;

/// Whether nothing stands before a range on its line.
pub(crate) fn is_alone(text: &str, range: TextRange) -> bool {
    let before = &text[TextRange::up_to(range.start())];
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    line.trim().is_empty()
}
