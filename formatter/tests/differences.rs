//! What `docs/differences.md` says of the layout, and of completing relations, is so.

use formatter::{Dialect, Options, complete, format};

/// The schemas of a page that are marked with some words, in order.
fn schemas(page: &str, mark: &str) -> Vec<String> {
    let open = format!("```prisma {mark}\n");
    page.split(&open).skip(1).map(|rest| rest.split("```").next().unwrap_or("").to_owned()).collect()
}

/// Compares what becomes of the schemas of the page with what it says.
fn check(marks: [&str; 3], becomes: impl Fn(&str) -> String) {
    let page = include_str!("../../docs/differences.md").replace("\r\n", "\n");
    let [before, official, after] = marks.map(|mark| schemas(&page, mark));
    assert!(!before.is_empty() && before.len() == official.len() && before.len() == after.len());
    for ((before, official), after) in before.iter().zip(&official).zip(&after) {
        assert_eq!(&becomes(before), after);
        assert_ne!(official, after, "this is no difference");
    }
}

#[test]
fn schemas_are_laid_out_as_the_page_says() {
    check(["before", "official", "after"], |schema| format(schema, &Options::default()));
}

#[test]
fn relations_are_completed_as_the_page_says() {
    check(["incomplete", "officially completed", "completed"], |schema| {
        format(&complete(&[schema], Dialect::Prisma7)[0], &Options::default())
    });
}
