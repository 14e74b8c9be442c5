//! The lines of a block with their names, types and attributes beneath each other.

use crate::row::Row;

/// A line of a block that is about to be written.
pub(crate) enum Entry<'t> {
    /// An empty line. The rows before and behind it are not aligned with each other.
    Blank,
    /// A comment that stands by itself.
    Comment(Comment<'t>),
    /// A row, and the comment behind it.
    Row(Row<'t>, Option<&'t str>),
    /// A block attribute that stays where it is, and the comment behind it.
    Attribute(String, Option<&'t str>),
    /// Text that stays as it is, margins included, without the line break at its end.
    AsWritten(&'t str),
}

/// A comment that stands by itself.
#[derive(Clone, Copy)]
pub(crate) struct Comment<'t> {
    /// The comment.
    pub(crate) text: &'t str,
    /// The blanks before it, if it was the first on its line.
    pub(crate) margin: &'t str,
}

/// Writes the lines, each with a line feed at its end. Texts keep the line breaks that are within them.
pub(crate) fn write(entries: &[Entry], indent: usize, out: &mut String) {
    for group in entries.split_inclusive(|entry| matches!(entry, Entry::Blank)) {
        // As the official formatter has it, bytes are counted and not characters.
        let (mut name_width, mut middle_width) = (0, 0);
        for entry in group {
            if let Entry::Row(row, _) = entry {
                name_width = name_width.max(row.name.len());
                middle_width = middle_width.max(row.middle.len());
            }
        }
        for entry in group {
            match entry {
                Entry::Blank => out.push('\n'),
                Entry::Comment(comment) => comment.write(indent, out),
                Entry::Row(row, comment) => {
                    push_blanks(out, indent);
                    push_row(row, name_width, middle_width, out);
                    end_line(*comment, out);
                }
                Entry::Attribute(text, comment) => {
                    push_blanks(out, indent);
                    out.push_str(text);
                    end_line(*comment, out);
                }
                Entry::AsWritten(text) => {
                    out.push_str(text);
                    out.push('\n');
                }
            }
        }
    }
}

fn push_row(row: &Row, name_width: usize, middle_width: usize, out: &mut String) {
    out.push_str(row.name);
    if !row.middle.is_empty() {
        push_blanks(out, name_width + 1 - row.name.len());
        out.push_str(&row.middle);
    }
    if !row.last.is_empty() {
        push_blanks(out, middle_width + 1 - row.middle.len());
        out.push_str(&row.last);
    }
}

/// Ends a line, with a comment if there is one.
pub(crate) fn end_line(comment: Option<&str>, out: &mut String) {
    if let Some(comment) = comment {
        out.push(' ');
        out.push_str(comment);
    }
    out.push('\n');
}

/// Writes a number of blanks.
pub(crate) fn push_blanks(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

impl Comment<'_> {
    /// Writes the comment on lines of its own. The lines of a block comment keep their places to each other.
    pub(crate) fn write(self, indent: usize, out: &mut String) {
        push_blanks(out, indent);
        if !self.text.contains(['\n', '\r']) {
            out.push_str(self.text);
            out.push('\n');
            return;
        }
        // A starred comment has a star at the beginning of each line: `/**`, ` * text`, ` */`.
        let is_starred = |line: &str| line.is_empty() || line.starts_with('*');
        let has_stars = lines(self.text).skip(1).all(|line| is_starred(line.trim_start()));
        for (index, line) in lines(self.text).enumerate() {
            if index == 0 {
                out.push_str(line);
            } else if has_stars {
                let line = line.trim_start();
                push_blanks(out, if line.is_empty() { 0 } else { indent + 1 });
                out.push_str(line);
            } else if let Some(line) = line.strip_prefix(self.margin).filter(|line| !line.is_empty()) {
                push_blanks(out, indent);
                out.push_str(line);
            } else {
                out.push_str(line);
            }
            out.push('\n');
        }
    }
}

/// The lines of a text without their line breaks: LF, CR LF or CR.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let length = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&text[end + length..]);
        Some(&text[..end])
    })
}
