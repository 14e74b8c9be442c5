//! The settings of the server.

use analyzer::Dialect;
use ide::InlayHintKinds;
use serde_json::Value;

/// The section the settings stand under.
pub(super) const SECTION: &str = "prismaAnalyzer";
/// The section of Prisma's own extension, of which `enableDiagnostics` is heeded.
pub(super) const PRISMA_SECTION: &str = "prisma";

/// What a user can set. Anything absent, null or malformed means the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settings {
    /// What schemas are written for (`prismaVersion`), whatever their project says. `auto` means what it says.
    pub(super) dialect: Option<Dialect>,
    /// Schemas (`schema`): files or folders, from the folders of the workspace.
    pub(super) schemas: Vec<String>,
    /// Folders that belong to no schema (`exclude`): patterns as in `.gitignore`, from the folders of the workspace.
    pub(super) exclude: Vec<String>,
    /// Whether findings are shown (`diagnostics.enable`).
    pub(super) diagnostics: bool,
    /// Whether formatting a document also completes its relations (`format.complete`).
    pub(super) complete: bool,
    /// Whether what is renamed keeps its name in the database (`rename.keepDatabaseNames`).
    pub(super) keep_database_names: bool,
    /// Which inlay hints are shown (`inlayHints.…`).
    pub(super) inlay_hints: InlayHintKinds,
    /// Whether lenses are shown (`codeLens.enable`).
    pub(super) code_lens: bool,
    /// Whether a lens at the datasource connects to its database (`codeLens.database`).
    pub(super) database_lens: bool,
    /// Whether the databases of schemas are looked at when these are opened (`database.enable`).
    pub(super) database: bool,
    /// The database (`database.url`), if it is not the one that the project names. May hold a password.
    pub(super) database_url: Option<Secret>,
}

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(pub(super) String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("****")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            dialect: None,
            schemas: Vec::new(),
            exclude: Vec::new(),
            diagnostics: true,
            complete: false,
            keep_database_names: true,
            inlay_hints: InlayHintKinds::default(),
            code_lens: false,
            database_lens: true,
            database: false,
            database_url: None,
        }
    }
}

impl Settings {
    /// Reads settings from several values; what a later one says wins. A value has the settings at its top,
    /// or under the section, or under the section of Prisma's extension.
    pub(super) fn read<'a>(values: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut settings = Self::default();
        for value in values {
            settings.take_prisma(&value[PRISMA_SECTION]);
            settings.take(value);
            settings.take(&value[SECTION]);
        }
        settings
    }

    fn take(&mut self, value: &Value) {
        let version = &value["prismaVersion"];
        match version.as_str().map(str::trim).or(version.as_u64().and_then(as_digit)) {
            Some("6") => self.dialect = Some(Dialect::Prisma6),
            Some("7") => self.dialect = Some(Dialect::Prisma7),
            Some("auto") => self.dialect = None,
            _ => {}
        }
        self.schemas = texts(&value["schema"]).unwrap_or(std::mem::take(&mut self.schemas));
        self.exclude = texts(&value["exclude"]).unwrap_or(std::mem::take(&mut self.exclude));
        let url = value["database"]["url"].as_str().or(value["database.url"].as_str());
        if let Some(url) = url {
            self.database_url = Some(Secret(url.trim().to_owned())).filter(|url| !url.0.is_empty());
        }
        let hints = &mut self.inlay_hints;
        for (group, name, switch) in [
            ("diagnostics", "enable", &mut self.diagnostics),
            ("format", "complete", &mut self.complete),
            ("rename", "keepDatabaseNames", &mut self.keep_database_names),
            ("codeLens", "enable", &mut self.code_lens),
            ("codeLens", "database", &mut self.database_lens),
            ("database", "enable", &mut self.database),
            ("inlayHints", "columnTypes", &mut hints.column_types),
            ("inlayHints", "referentialActions", &mut hints.referential_actions),
            ("inlayHints", "joinTables", &mut hints.join_tables),
            ("inlayHints", "constraintNames", &mut hints.constraint_names),
            ("inlayHints", "cardinalities", &mut hints.cardinalities),
            ("inlayHints", "database", &mut hints.database),
        ] {
            // The dot may also be part of the name: some clients send settings flat.
            for given in [&value[group][name], &value[format!("{group}.{name}")]] {
                *switch = given.as_bool().unwrap_or(*switch);
            }
        }
    }

    fn take_prisma(&mut self, value: &Value) {
        self.diagnostics = value["enableDiagnostics"].as_bool().unwrap_or(self.diagnostics);
    }
}

/// One text or several, blank ones left out; nothing for other values.
fn texts(value: &Value) -> Option<Vec<String>> {
    let texts: Vec<_> = match value {
        Value::String(text) => vec![text.as_str()],
        Value::Array(texts) => texts.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    Some(texts.into_iter().filter(|text| !text.trim().is_empty()).map(str::to_owned).collect())
}

fn as_digit(number: u64) -> Option<&'static str> {
    match number {
        6 => Some("6"),
        7 => Some("7"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Settings {
        Settings::read([&value])
    }

    #[test]
    fn nothing_means_the_defaults() {
        for value in [
            json!(null),
            json!({}),
            json!([1]),
            json!("x"),
            json!({"prismaAnalyzer": null, "prisma": null}),
            json!({"prismaAnalyzer": {"prismaVersion": {}, "diagnostics": {"enable": "no"}}}),
            json!({"prismaVersion": 5, "diagnostics": false}),
        ] {
            assert_eq!(read(value.clone()), Settings::default(), "{value}");
        }
    }

    #[test]
    fn versions_are_strings_or_numbers() {
        assert_eq!(read(json!({"prismaVersion": "6"})).dialect, Some(Dialect::Prisma6));
        assert_eq!(read(json!({"prismaAnalyzer": {"prismaVersion": 6}})).dialect, Some(Dialect::Prisma6));
        assert_eq!(read(json!({"prismaVersion": 7})).dialect, Some(Dialect::Prisma7));
    }

    #[test]
    fn schemas_are_one_path_or_several() {
        assert_eq!(read(json!({"schema": "db"})).schemas, ["db"]);
        assert_eq!(read(json!({"prismaAnalyzer": {"schema": ["a", 1, "", "b"]}})).schemas, ["a", "b"]);
        assert!(read(json!({"schema": null})).schemas.is_empty());
        assert_eq!(read(json!({"exclude": ["**/old"]})).exclude, ["**/old"]);
    }

    #[test]
    fn diagnostics_can_be_switched_off() {
        assert!(!read(json!({"diagnostics": {"enable": false}})).diagnostics);
        assert!(!read(json!({"prisma": {"enableDiagnostics": false}})).diagnostics);
        let ours_wins = json!({"prisma": {"enableDiagnostics": false}, "prismaAnalyzer": {"diagnostics": {"enable": true}}});
        assert!(read(ours_wins).diagnostics);
    }

    #[test]
    fn later_values_win() {
        let (first, second) =
            (json!({"prismaVersion": 6, "diagnostics": {"enable": false}}), json!({"prismaVersion": 7}));
        let settings = Settings::read([&first, &second]);
        assert_eq!(
            settings,
            Settings { diagnostics: false, dialect: Some(Dialect::Prisma7), ..Settings::default() }
        );
        assert_eq!(Settings::read([&first, &json!({"prismaVersion": "auto"})]).dialect, None);
    }

    #[test]
    fn databases_are_only_looked_at_where_somebody_says_so() {
        assert!(!Settings::default().database);
        assert!(read(json!({"prismaAnalyzer": {"database": {"enable": true}}})).database);
        let flat = read(json!({"database.enable": true, "database.url": " file:./a.db "}));
        assert!(flat.database);
        assert_eq!(flat.database_url, Some(Secret("file:./a.db".to_owned())));
    }

    #[test]
    fn formatting_can_complete_relations() {
        assert!(read(json!({"prismaAnalyzer": {"format": {"complete": true}}})).complete);
        assert!(read(json!({"format.complete": true})).complete);
    }
}
