//! Constraints.

use std::collections::BTreeMap;

use sqlx::Row;
use sqlx::postgres::PgRow;

use super::indexes::Placed;
use crate::catalog::{Action, Check, ForeignKey, IndexColumn, PrimaryKey, Table};

/// Gives each table its constraints, and marks the indexes that belong to unique ones.
pub(super) fn add(
    rows: &[PgRow],
    tables: &mut BTreeMap<i64, Table>,
    indexes: &mut BTreeMap<i64, Placed>,
) -> Result<(), sqlx::Error> {
    for row in rows {
        let Some(table) = tables.get_mut(&row.try_get("relation")?) else { continue };
        let index = row.try_get::<Option<i64>, _>("index")?.and_then(|id| indexes.get_mut(&id));
        match row.try_get("kind")? {
            "p" => table.primary_key = Some(primary_key(row, index.as_deref())?),
            "u" => {
                if let Some(placed) = index {
                    placed.index.constraint = true;
                    placed.index.deferrable = row.try_get("deferrable")?;
                }
            }
            "f" => table.foreign_keys.push(foreign_key(row)?),
            "c" => table.checks.push(check(row)?),
            _ => table.exclusions.push(row.try_get("name")?),
        }
    }
    for table in tables.values_mut() {
        table.foreign_keys.sort_by(|one, other| one.name.cmp(&other.name));
        table.checks.sort_by(|one, other| one.name.cmp(&other.name));
        table.exclusions.sort();
    }
    Ok(())
}

fn primary_key(row: &PgRow, index: Option<&Placed>) -> Result<PrimaryKey, sqlx::Error> {
    let names: Vec<String> = row.try_get("columns")?;
    let plain = |name: String| IndexColumn {
        name: Some(name),
        expression: None,
        descending: false,
        nulls_first: None,
        length: None,
        operator_class: None,
    };
    Ok(PrimaryKey {
        name: row.try_get("name")?,
        columns: match index {
            Some(placed) => placed.index.columns.clone(),
            None => names.into_iter().map(plain).collect(),
        },
        included: index.map(|placed| placed.index.included.clone()).unwrap_or_default(),
        deferrable: row.try_get("deferrable")?,
        clustered: None,
    })
}

fn foreign_key(row: &PgRow) -> Result<ForeignKey, sqlx::Error> {
    Ok(ForeignKey {
        name: row.try_get("name")?,
        columns: row.try_get("columns")?,
        referenced_schema: row.try_get("other_schema")?,
        referenced_table: row.try_get::<Option<String>, _>("other_name")?.unwrap_or_default(),
        referenced_columns: row.try_get("other_columns")?,
        on_delete: action(row.try_get("on_delete")?),
        on_update: action(row.try_get("on_update")?),
        deferrable: row.try_get("deferrable")?,
    })
}

pub(crate) fn action(code: &str) -> Action {
    match code {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

fn check(row: &PgRow) -> Result<Check, sqlx::Error> {
    let definition: Option<String> = row.try_get("definition")?;
    Ok(Check { name: row.try_get("name")?, condition: condition(&definition.unwrap_or_default()).to_owned() })
}

/// The condition in `CHECK ((a > 0)) NO INHERIT NOT VALID`: `(a > 0)`.
pub(crate) fn condition(definition: &str) -> &str {
    let mut rest = definition.strip_prefix("CHECK (").unwrap_or(definition);
    for marker in [" NOT VALID", " NOT ENFORCED", " NO INHERIT"] {
        rest = rest.strip_suffix(marker).unwrap_or(rest);
    }
    rest.strip_suffix(')').unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::condition;

    #[test]
    fn conditions_stand_alone() {
        assert_eq!(condition("CHECK ((a > 0))"), "(a > 0)");
        assert_eq!(condition("CHECK ((a > 0)) NO INHERIT NOT VALID"), "(a > 0)");
        assert_eq!(condition("CHECK (ok)"), "ok");
    }
}
