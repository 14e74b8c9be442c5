//! What is really in the database for the names of a schema, where that was looked at.

use analyzer::{ActualColumn, ActualConstraint, ActualTable, SchemaId, Snapshot};

/// How many keys and indexes of a table are listed.
const MOST_CONSTRAINTS: usize = 12;

/// What there is of the table or view of a block; empty where that is not known.
pub(super) fn table(snapshot: &Snapshot, schema: SchemaId, name: &str) -> String {
    let Some(table) = snapshot.actual_table(schema, name) else { return String::new() };
    let mut lines = vec![format!("**In the database**: {}", size(&table))];
    lines.extend(table.comment.map(quoted));
    let shown = table.constraints.iter().take(MOST_CONSTRAINTS);
    let mut list: Vec<_> = shown.map(|one| format!("- {}", constraint(one))).collect();
    if table.constraints.len() > MOST_CONSTRAINTS {
        list.push(format!("- and {} more", table.constraints.len() - MOST_CONSTRAINTS));
    }
    lines.push(list.join("\n"));
    super::page(lines)
}

/// What there is of the column of a field; empty where that is not known.
pub(super) fn column(snapshot: &Snapshot, schema: SchemaId, owner: &str, name: &str, column: &str) -> String {
    let Some(actual) = snapshot.actual_column(schema, owner, name) else { return String::new() };
    let table = snapshot.actual_table(schema, owner);
    let constraints = table.map(|table| table.constraints).unwrap_or_default();
    let its = constraints.iter().filter(|one| one.columns.iter().any(|name| name == column));
    let list: Vec<_> = its.map(|one| format!("- {}", constraint(one))).collect();
    super::page(vec![
        format!("**In the database**: {}", described(&actual)),
        actual.comment.map(quoted).unwrap_or_default(),
        list.join("\n"),
    ])
}

/// Such as: `varchar(20)`, may be null, `DEFAULT now()`.
fn described(column: &ActualColumn) -> String {
    let null = if column.is_nullable { "may be null" } else { "never null" };
    let default = column.default.as_ref().map(|default| format!(", `{default}`")).unwrap_or_default();
    format!("`{}`, {null}{default}", column.column_type)
}

/// Such as: about 12,000 rows, 3.4 MB.
fn size(table: &ActualTable) -> String {
    let rows = table.rows.map(|rows| match rows {
        1 => "about 1 row".to_owned(),
        rows => format!("about {} rows", grouped(rows)),
    });
    let parts: Vec<_> = rows.into_iter().chain(table.bytes.map(bytes)).collect();
    if parts.is_empty() { "its size is not known".to_owned() } else { parts.join(", ") }
}

/// A number with commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of bytes, in a unit that leaves few digits.
#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
fn bytes(bytes: u64) -> String {
    let mut size = bytes as f64;
    let mut units = ["bytes", "kB", "MB", "GB"].into_iter().peekable();
    while let Some(unit) = units.next() {
        if size < 1000.0 || units.peek().is_none() {
            return if unit == "bytes" { format!("{bytes} bytes") } else { format!("{size:.1} {unit}") };
        }
        size /= 1000.0;
    }
    String::new()
}

fn constraint(one: &ActualConstraint) -> String {
    let name = one.name.as_ref().map(|name| format!(" `{name}`")).unwrap_or_default();
    format!("{}{name}: `{}`", one.kind, one.on.replace('`', "'"))
}

/// A comment of the database, which is somebody's text and no Markdown of ours.
fn quoted(comment: String) -> String {
    comment.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(
            [0, 999, 1_000, 3_400_000, 7_000_000_000_000].map(bytes),
            ["0 bytes", "999 bytes", "1.0 kB", "3.4 MB", "7000.0 GB"]
        );
        assert_eq!([0, 12, 123, 1_234, 1_234_567].map(grouped), ["0", "12", "123", "1,234", "1,234,567"]);
    }
}
