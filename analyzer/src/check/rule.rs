//! How rules are written down.

/// Defines the rules of a family, each a static value, and the list `RULES` of them. The page of a rule is
/// `docs/rules/CODE.md`.
macro_rules! rules {
    ($($name:ident: $severity:ident $code:literal $summary:literal,)*) => {
        $(
            #[doc = $summary]
            pub(crate) static $name: $crate::diagnostic::Rule = $crate::diagnostic::Rule {
                code: $code,
                severity: $crate::diagnostic::Severity::$severity,
                summary: $summary,
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rules/", $code, ".md")),
            };
        )*
        /// The rules of this family.
        pub(crate) const RULES: &[&$crate::diagnostic::Rule] = &[$(&$name),*];
    };
}

pub(crate) use rules;
