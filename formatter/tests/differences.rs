//! What `DIFFERENCES.md` says is so.

use formatter::Options;

/// The schemas of a page that are marked with a word, in order.
fn schemas(page: &str, mark: &str) -> Vec<String> {
    let open = format!("```prisma {mark}\n");
    page.split(&open).skip(1).map(|rest| rest.split("```").next().unwrap_or("").to_owned()).collect()
}

#[test]
fn the_schemas_become_what_the_page_says() {
    let page = include_str!("../DIFFERENCES.md").replace("\r\n", "\n");
    let [before, official, after] = ["before", "official", "after"].map(|mark| schemas(&page, mark));
    assert!(!before.is_empty() && before.len() == official.len() && before.len() == after.len());
    for ((before, official), after) in before.iter().zip(&official).zip(&after) {
        assert_eq!(&formatter::format(before, &Options::default()), after);
        assert_ne!(official, after, "this is no difference");
    }
}
