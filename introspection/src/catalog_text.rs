//! Reading what catalogs give as text only.

use crate::catalog::Action;

/// The numbers in the first parentheses of a type: `numeric(10,2)` has 10 and 2. Empty where there is anything else in them.
pub(crate) fn numbers_in_parentheses(text: &str) -> Vec<u32> {
    let inside =
        text.split_once('(').and_then(|(_, behind)| behind.split_once(')')).map(|(inside, _)| inside);
    let numbers = inside.map(|inside| inside.split(',').map(|number| number.trim().parse().ok()).collect());
    numbers.flatten().unwrap_or_default()
}

/// A referential action in the words of SQL.
pub(crate) fn action(text: &str) -> Action {
    match text {
        "RESTRICT" => Action::Restrict,
        "CASCADE" => Action::Cascade,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

#[cfg(test)]
mod tests {
    use super::numbers_in_parentheses;

    #[test]
    fn arguments_are_numbers() {
        assert_eq!(numbers_in_parentheses("character varying(20)[]"), [20]);
        assert_eq!(numbers_in_parentheses("NUMERIC( 10 , 2 )"), [10, 2]);
        assert_eq!(numbers_in_parentheses("timestamp(3) with time zone"), [3]);
        assert_eq!(numbers_in_parentheses("geometry(Point,4326)"), Vec::<u32>::new());
        assert_eq!(numbers_in_parentheses("text"), Vec::<u32>::new());
    }
}
