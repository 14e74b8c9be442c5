//! Finding the parts of a `CREATE` statement, which is all that SQLite keeps of some things.

/// What stands behind the first `keyword` that is outside parentheses, quotes and comments. None where there is none.
///
/// SQLite keeps a statement as it was written, so that a name or a comment may hold any word.
pub(super) fn behind<'a>(statement: &'a str, keyword: &str) -> Option<&'a str> {
    let mut depth = 0_usize;
    let mut rest = statement;
    while let Some(first) = rest.chars().next() {
        let length = token(rest, first);
        match first {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && rest[..length].eq_ignore_ascii_case(keyword) => {
                return Some(rest[length..].trim().trim_end_matches(';').trim_end());
            }
            _ => {}
        }
        rest = &rest[length..];
    }
    None
}

/// The bytes of the first token: a comment, a quoted text, a word, or a single character.
fn token(text: &str, first: char) -> usize {
    let until =
        |start: usize, end: &str| text[start..].find(end).map_or(text.len(), |at| start + at + end.len());
    match first {
        '-' if text.starts_with("--") => until(2, "\n"),
        '/' if text.starts_with("/*") => until(2, "*/"),
        // A doubled quote ends one quoted text and begins another, which comes to the same.
        '\'' => until(1, "'"),
        '"' => until(1, "\""),
        '`' => until(1, "`"),
        '[' => until(1, "]"),
        _ if is_word(first) => text.find(|next| !is_word(next)).unwrap_or(text.len()),
        _ => first.len_utf8(),
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn conditions_are_found_behind_their_word() {
        for (statement, condition) in [
            ("CREATE INDEX i ON t (a) WHERE a > 0", Some("a > 0")),
            ("create index i on t(a)where(a)", Some("(a)")),
            (
                "CREATE INDEX \"where x\" ON [where y] (`where`) /* where */ -- where\n wHeRe \"b\" = 'it''s where'",
                Some("\"b\" = 'it''s where'"),
            ),
            ("CREATE INDEX i ON t (coalesce(a, (SELECT 1 WHERE 1)), \"a\"\"where\") WHERE b;", Some("b")),
            ("CREATE INDEX i ON t (nowhere, where_to)", None),
            ("CREATE INDEX i ON t (a) -- where", None),
            ("CREATE INDEX i ON t ('open", None),
        ] {
            assert_eq!(behind(statement, "where"), condition, "{statement}");
        }
        assert_eq!(behind("CREATE VIEW \"as\" (a, b) AS SELECT 1 AS a, 2", "as"), Some("SELECT 1 AS a, 2"));
    }
}
