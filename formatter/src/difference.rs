//! What would change, as a unified difference.

use similar::{ChangeTag, TextDiff};
use std::io::{self, Write};
use std::time::Duration;

const BOLD: &str = "\x1b[1m";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const CYAN: &str = "\x1b[36m";
const PLAIN: &str = "\x1b[0m";

/// Prints the difference between two texts of a file. Colours are for `out` to keep or drop.
pub fn print(out: &mut impl Write, name: &str, before: &str, after: &str) -> io::Result<()> {
    // A rough difference of a huge file soon is worth more than the shortest one late.
    let difference = TextDiff::configure().timeout(Duration::from_secs(5)).diff_lines(before, after);
    writeln!(out, "{BOLD}--- {name}{PLAIN}")?;
    writeln!(out, "{BOLD}+++ {name}{PLAIN}")?;
    for hunk in difference.unified_diff().context_radius(3).iter_hunks() {
        writeln!(out, "{CYAN}{}{PLAIN}", hunk.header())?;
        for change in hunk.iter_changes() {
            let (sign, colour, end) = match change.tag() {
                ChangeTag::Delete => ('-', RED, PLAIN),
                ChangeTag::Insert => ('+', GREEN, PLAIN),
                ChangeTag::Equal => (' ', "", ""),
            };
            let line = change.value().trim_end_matches('\n');
            writeln!(out, "{colour}{sign}{line}{end}")?;
            if change.missing_newline() {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_shown_with_their_neighbours() {
        let mut out = anstream::StripStream::new(Vec::new());
        print(&mut out, "a.prisma", "model A {\n id Int", "model A {\n  id Int\n").expect("memory");
        insta::assert_snapshot!(String::from_utf8(out.into_inner()).expect("a text"), @r"
        --- a.prisma
        +++ a.prisma
        @@ -1,2 +1,2 @@
         model A {
        - id Int
        \ No newline at end of file
        +  id Int
        ");
    }
}
