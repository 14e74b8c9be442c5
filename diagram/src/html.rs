//! A diagram as a page: the drawing, with a script of its own to move it, to enlarge it and to search in it.
//!
//! The page loads nothing, and its content security policy lets nothing run but its own script. It also works inside an
//! editor: where the editor offers `acquireVsCodeApi`, clicks are told to the editor, and new drawings are taken from it.

use crate::svg::{STYLE, escaped, svg};
use crate::{Diagram, Locate};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const PAGE_STYLE: &str = include_str!("../assets/page.css");
const SCRIPT: &str = include_str!("../assets/page.js");

/// Makes a page with a title.
pub fn html(diagram: &Diagram, title: &str, locate: Locate) -> String {
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {} {}; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(PAGE_STYLE),
        hash(STYLE)
    );
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{PAGE_STYLE}</style>\n</head>\n<body>\n{}\
         <main id=\"sheet\">\n{}</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        escaped(title),
        include_str!("../assets/toolbar.html"),
        svg(diagram, locate)
    )
}

/// How a policy names a text that may run or apply.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{BLOG, diagram};

    #[test]
    fn nothing_else_may_run_and_nothing_is_loaded() {
        let page = html(&diagram(&[BLOG]), "A & B", &|_| None);
        assert!(page.contains("<title>A &amp; B</title>"));
        assert!(page.contains("default-src 'none'; script-src 'sha256-"));
        assert!(!page.contains("unsafe"));
        assert!(!page.contains("src=") && !page.contains("@import") && !page.contains("url("));
        // Neither inline handlers nor inline styles would be let through.
        assert!(!page.contains("onclick=") && !page.contains("style=\""));
        assert_eq!(
            page.matches("https://").count() + page.matches("http://").count(),
            page.matches("http://www.w3.org/2000/svg").count()
        );
    }

    #[test]
    fn a_hash_is_what_browsers_compute() {
        assert_eq!(hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }
}
