//! The mark of a Prisma 8 contract.

/// Whether a text is a Prisma 8 contract: its first line that is not blank is `// use prisma-next`.
pub fn is_contract(text: &str) -> bool {
    text.split(['\n', '\r']).find(|line| !is_blank_line(line)).is_some_and(says_contract)
}

/// Whether a line has nothing but space, and perhaps a byte order mark.
pub fn is_blank_line(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').trim().is_empty()
}

/// Whether a line is the comment `// use prisma-next`.
pub fn says_contract(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim();
    line.strip_prefix("//").is_some_and(|comment| comment.split_whitespace().eq(["use", "prisma-next"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells() {
        assert!(is_contract("\u{feff}\r\n  //  use prisma-next \n"));
        assert!(!is_contract("model A {}\n// use prisma-next"));
        assert!(!is_contract("// use prisma-nextish"));
        assert!(!is_contract(""));
    }
}
