//! What there is to say about where a schema was found, as findings with rules and pages like all others.

use analyzer::{Diagnostic, Rule, Severity, TextRange};
use std::path::{Path, PathBuf};

/// A finding in a file, which need not be a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file.
    pub file: PathBuf,
    /// The finding. Its range is in bytes of the file's text.
    pub diagnostic: Diagnostic,
}

macro_rules! rules {
    ($($name:ident = $severity:ident $code:literal $summary:literal;)*) => {
        $(
            pub(crate) static $name: Rule = Rule {
                code: $code,
                severity: Severity::$severity,
                summary: $summary,
                page: include_str!(concat!("../../docs/rules/", $code, ".md")),
            };
        )*

        /// The rules of this crate.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    CONFIG_FOREIGN = Info "project-config-foreign" "A configuration that is not for Prisma";
    CONFIG_NOT_STATIC = Info "project-config-not-static" "A configuration that only says what it means when it runs";
    CONFIG_SYNTAX = Warning "project-config-syntax" "A configuration with a syntax error";
    SCHEMA_MISSING = Warning "project-schema-missing" "A configuration that names a schema which is not there";
    FILE_OUTSIDE = Hint "project-file-outside" "A file that is not a part of the configured schema";
    SCHEMA_AMBIGUOUS = Info "project-schema-ambiguous" "A file that could belong to several schemas";
}

pub(crate) fn new(
    rule: &'static Rule,
    file: &Path,
    range: TextRange,
    message: String,
    help: Option<String>,
) -> Note {
    let diagnostic = Diagnostic { rule, message, range, help, related: Vec::new(), fixes: Vec::new() };
    Note { file: file.to_path_buf(), diagnostic }
}
