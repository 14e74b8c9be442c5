//! What fields that are added for relations are called.

/// With its first letter in upper case.
pub(crate) fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// With its first letter in lower case.
pub(super) fn uncapitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The name of a field that holds one row of a model: its name in camel case. A word begins behind an underscore or a digit,
/// and where an upper-case letter follows a lower-case one; so the capitals of an abbreviation are one word.
pub(crate) fn single_name(model: &str) -> String {
    let mut name = String::with_capacity(model.len());
    let mut last_lower = false;
    let mut is_new_word = false;
    for letter in model.chars() {
        if letter == '_' {
            is_new_word = !name.is_empty();
        } else if letter.is_numeric() {
            name.push(letter);
            is_new_word = true;
        } else if is_new_word || (last_lower && letter.is_uppercase()) {
            name.extend(letter.to_uppercase());
            is_new_word = false;
        } else {
            name.extend(letter.to_lowercase());
            last_lower = letter.is_lowercase();
        }
    }
    name
}

/// The name of a field that holds a list of rows of a model: its name in camel case and in the plural.
pub fn list_name(model: &str) -> String {
    pluralizer::pluralize(&single_name(model), 2, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_camel_case() {
        let models =
            ["User", "user_profile", "UserProfile", "AbcDEf", "HTTPServer", "APIKey", "_Log", "Étage"];
        let names = ["user", "userProfile", "userProfile", "abcDEf", "httpserver", "apikey", "log", "étage"];
        assert_eq!(models.map(single_name), names);
    }

    #[test]
    fn lists_are_in_the_plural() {
        let models = ["Category", "Person", "Child", "Sheep", "Series", "News", "Data", "Address", "Leaf"];
        let names =
            ["categories", "people", "children", "sheep", "series", "news", "data", "addresses", "leaves"];
        assert_eq!(models.map(list_name), names);
        let models =
            ["Bus", "Datum", "Index", "Users", "Quiz", "Analysis", "Hero", "Photo", "OrderItem2", "A"];
        let names = [
            "buses",
            "data",
            "indices",
            "users",
            "quizzes",
            "analyses",
            "heroes",
            "photos",
            "orderItem2s",
            "as",
        ];
        assert_eq!(models.map(list_name), names);
    }
}
