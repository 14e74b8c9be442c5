//! What comes of pulling a database, and whether it is as it has to be.

use analyzer::{Dialect, Severity, Workspace};
use introspection::Catalog;
use introspection::pull::{Options, Target, pull};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An example of `docs/differences.md`.
pub(crate) struct Example {
    /// What makes the database.
    pub(crate) sql: String,
    /// The blocks that are pulled.
    pub(crate) pulled: String,
}

/// The examples that are made on this kind of database.
pub(crate) fn examples(kind: &str) -> Vec<Example> {
    let page = include_str!("../../../docs/differences.md").replace("\r\n", "\n");
    let fenced = |text: &str, fence: &str| {
        let rest = text.split_once(&format!("```{fence}\n"))?.1;
        Some(rest.split_once("```")?.0.to_owned())
    };
    let mut examples = Vec::new();
    for part in page.split("```sql ").skip(1) {
        let part = format!("```sql {part}");
        let Some(sql) = fenced(&part, &format!("sql {kind}")) else { continue };
        let official = fenced(&part, "prisma officially pulled").expect("what is official");
        let pulled = fenced(&part, "prisma pulled").expect("what is pulled");
        assert_ne!(official, pulled, "this is no difference");
        examples.push(Example { sql, pulled });
    }
    assert!(!examples.is_empty(), "{kind}");
    examples
}

/// Scripts that make odd databases, by name.
pub(crate) fn odd_scripts(kind: &str) -> Vec<(String, String)> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "odd", kind].iter().collect();
    let read = |path: &Path| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).expect("a script"))
    };
    let files = std::fs::read_dir(folder).expect("scripts").map(|entry| entry.expect("a file").path());
    let mut scripts: Vec<_> = files.map(|path| read(&path)).collect();
    scripts.sort();
    assert!(!scripts.is_empty(), "{kind}");
    scripts
}

/// The words behind `-- previews:` or `-- schemas:` in the first line of a script.
pub(crate) fn words(sql: &str, key: &str) -> Vec<String> {
    let line = sql.lines().next().and_then(|line| line.strip_prefix(&format!("-- {key}:")));
    line.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// The blocks of the schema that is pulled, after a look at whether it is valid and laid out, nothing changes when it is
/// pulled again, and it has no drift.
pub(crate) fn pulled(name: &str, catalog: Catalog, schemas: &[String], previews: &[String]) -> String {
    let catalog = Arc::new(catalog);
    let target = Target::New { provider: catalog.server.product.provider(), schemas, previews };
    let options = Options::new(&catalog, !schemas.is_empty(), previews);
    let text = pull(&catalog, &target, &options).files.remove(0).text;
    assert_eq!(formatter::format(&text, &formatter::Options::default()), text, "{name}: the layout");

    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(Dialect::Prisma7);
    let file = workspace.add_file(schema, &text);
    workspace.set_database(schema, Some(catalog.clone()));
    let snapshot = workspace.snapshot();
    let errors: Vec<_> = snapshot
        .diagnostics(file)
        .into_iter()
        .filter(|found| found.rule.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}\n{text}");
    let drift: Vec<_> = snapshot.drift(file).into_iter().map(|found| found.message).collect();
    assert!(drift.is_empty(), "{name}: {drift:#?}\n{text}");
    let options = Options::of(&snapshot, schema, &catalog);
    let target = Target::Schema { snapshot: &snapshot, schema, force: false, new_blocks: Some(file) };
    let again = pull(&catalog, &target, &options);
    assert!(again.files.is_empty(), "{name}: pulled again:\n{}\nnot\n{text}", again.files[0].text);
    let blocks = text.split_inclusive("\n}\n").skip_while(|block| {
        let block = block.trim_start();
        block.starts_with("generator") || block.starts_with("datasource")
    });
    blocks.collect::<String>().trim_start().to_owned()
}
