//! The values of `enum('a','b')` and `set('a','b')`.

/// The values in the full text of a type. Empty for any other type.
pub(super) fn values(full: &str) -> Vec<String> {
    let inside = full.strip_prefix("enum(").or_else(|| full.strip_prefix("set("));
    let mut rest = inside.unwrap_or_default();
    let mut values = Vec::new();
    while let Some(at) = rest.find('\'') {
        let (value, behind) = quoted(&rest[at + 1..]);
        values.push(value);
        rest = behind;
    }
    values
}

/// The value up to the quote that closes it, and what follows. A quote in a value is doubled.
fn quoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut rest = text;
    while let Some((part, behind)) = rest.split_once('\'') {
        value.push_str(part);
        match behind.strip_prefix('\'') {
            Some(next) => {
                value.push('\'');
                rest = next;
            }
            None => return (value, behind),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn values_may_hold_quotes_and_commas() {
        assert_eq!(values("enum('a','it''s','b,c','','''')"), ["a", "it's", "b,c", "", "'"]);
        assert_eq!(values("set('x')"), ["x"]);
        assert_eq!(values("varchar(20)"), Vec::<String>::new());
    }
}
