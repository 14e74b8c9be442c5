//! Which files form a schema, and which version applies, on disks that are made up.

use super::*;
use std::collections::BTreeMap;

const DATASOURCE: &str = "datasource db {\n  provider = \"sqlite\"\n}\n";
const WITH_URL: &str = "datasource db {\n  provider = \"sqlite\"\n  url = env(\"URL\")\n}\n";
const MODEL: &str = "model A {\n  id Int @id\n}\n";

/// Files by their paths. A text that begins with `-> ` is a link.
struct MadeUp {
    files: BTreeMap<PathBuf, String>,
    minds_case: bool,
}

impl MadeUp {
    fn new(files: &[(&str, &str)]) -> Self {
        let files =
            files.iter().map(|(path, text)| (Path::new("/repo").join(path), (*text).to_owned())).collect();
        MadeUp { files, minds_case: true }
    }

    fn key(&self, path: &Path) -> PathBuf {
        if self.minds_case {
            path.to_path_buf()
        } else {
            paths::folded(&path.to_string_lossy(), paths::Style::Posix).into()
        }
    }

    /// The path with its links resolved.
    fn resolved(&self, path: &Path) -> PathBuf {
        for above in path.ancestors() {
            if let Some(target) = self.files.get(above).and_then(|text| text.strip_prefix("-> ")) {
                let rest = path.strip_prefix(above).expect("below");
                return paths::normal(&above.parent().expect("a folder").join(target).join(rest));
            }
        }
        path.to_path_buf()
    }
}

impl Disk for MadeUp {
    fn read(&self, file: &Path) -> Option<String> {
        let key = self.key(&self.resolved(file));
        self.files.iter().find(|(path, _)| self.key(path) == key).map(|(_, text)| text.clone())
    }

    fn entries(&self, folder: &Path) -> Vec<Entry> {
        let folder = self.resolved(folder);
        let mut names = BTreeMap::new();
        for path in self.files.keys() {
            if let Ok(rest) = path.strip_prefix(&folder)
                && let Some(first) = rest.iter().next()
                && let Some(kind) = self.kind(&folder.join(first))
            {
                names.insert(first.to_owned(), kind);
            }
        }
        names.into_iter().map(|(name, kind)| Entry { name, kind }).collect()
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let path = self.key(&self.resolved(path));
        if self.files.keys().any(|file| self.key(file) == path) {
            return Some(Kind::File);
        }
        self.files.keys().any(|file| self.key(file).starts_with(&path)).then_some(Kind::Folder)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.key(&self.resolved(path))
    }
}

fn names(schema: &Schema) -> Vec<String> {
    schema.files.iter().map(|file| paths::shown(file, Path::new("/repo"))).collect()
}

/// The schema of a file: why, its files, the version and why, and the codes of the notes.
fn found(disk: &MadeUp, file: &str) -> String {
    let here = Path::new("/repo");
    let schema = Project::new(disk, Settings::default()).schema_of(&here.join(file));
    let mut found = format!(
        "{}: {}\n{}: {}",
        schema.reason.shown(here),
        names(&schema).join(" "),
        schema.version,
        schema.version.reason(here)
    );
    for note in &schema.notes {
        found += &format!("\n{} in {}", note.diagnostic.rule.code, paths::shown(&note.file, here));
    }
    found
}

fn files(disk: &MadeUp, file: &str) -> Vec<String> {
    names(&Project::new(disk, Settings::default()).schema_of(&Path::new("/repo").join(file)))
}

/// All schemas of a disk: the files of each.
fn all(disk: &MadeUp) -> Vec<String> {
    let schemas = Project::new(disk, Settings::default()).schemas_below(Path::new("/repo"));
    schemas.iter().map(|schema| names(schema).join(" ")).collect()
}

/// Asserts that these files are one schema, by whichever of them it is asked for.
fn assert_together(disk: &MadeUp, together: &[&str]) {
    for file in together {
        assert_eq!(files(disk, file), together, "asked for {file}");
    }
}

#[test]
fn the_default_layout() {
    let disk = MadeUp::new(&[
        ("prisma/schema.prisma", DATASOURCE),
        ("prisma/migrations/1/copy.prisma", DATASOURCE),
        (
            "prisma.config.ts",
            "import 'dotenv/config'; export default { schema: 'prisma/schema.prisma', datasource: { url: process.env.DATABASE_URL } }",
        ),
        (".env", "DATABASE_URL=\"postgres://me:secret@host/db\"\n"),
        ("package.json", r#"{"devDependencies": {"prisma": "^7.0.0"}}"#),
    ]);
    insta::assert_snapshot!(found(&disk, "prisma/schema.prisma"), @"
    named by prisma.config.ts: prisma/schema.prisma
    Prisma 7: ^7.0.0 is asked for: package.json
    ");
    let project = Project::new(&disk, Settings::default());
    let schema = project.schema_of(Path::new("/repo/prisma/schema.prisma"));
    assert_eq!(
        project.url_of(&schema).expect("a URL").shown(Path::new("/repo")),
        "DATABASE_URL from .env (prisma.config.ts)"
    );
    assert_eq!(all(&disk), ["prisma/schema.prisma"]);
}

#[test]
fn a_monorepo_has_the_version_of_each_package() {
    let lock = r#"{"workspaces": {"": {"name": "root"}, "apps/web": {"name": "web"}, "apps/old": {"name": "old"}},
        "packages": {"prisma": ["prisma@7.1.0"], "old/prisma": ["prisma@6.9.0"]}}"#;
    let disk = MadeUp::new(&[
        ("package.json", r#"{"workspaces": ["apps/*"]}"#),
        ("bun.lock", lock),
        ("apps/web/prisma/schema.prisma", DATASOURCE),
        ("apps/web/prisma.config.ts", "export default { schema: './prisma/schema.prisma' }"),
        ("apps/web/package.json", r#"{"devDependencies": {"prisma": "^7.0.0"}}"#),
        ("apps/old/prisma/schema.prisma", WITH_URL),
        ("apps/old/package.json", r#"{"devDependencies": {"prisma": "^6"}}"#),
        ("node_modules/prisma/package.json", r#"{"version": "7.2.0"}"#),
    ]);
    insta::assert_snapshot!(found(&disk, "apps/web/prisma/schema.prisma"), @"
    named by apps/web/prisma.config.ts: apps/web/prisma/schema.prisma
    Prisma 7: 7.2.0 is installed: node_modules/prisma/package.json
    ");
    insta::assert_snapshot!(found(&disk, "apps/old/prisma/schema.prisma"), @"
    the datasource is in apps/old/prisma/schema.prisma: apps/old/prisma/schema.prisma
    Prisma 6: 6.9.0 is locked: bun.lock
    ");
    assert_eq!(all(&disk), ["apps/old/prisma/schema.prisma", "apps/web/prisma/schema.prisma"]);
}

#[test]
fn a_folder_is_known_by_its_contents() {
    let disk = MadeUp::new(&[
        ("package.json", r#"{"dependencies": {"@prisma/client": "6.19.0"}}"#),
        (
            "prisma.config.ts",
            "import { defineConfig } from '@prisma/client/generator-helper'; export default defineConfig({ datasource: { provider: 'postgresql' } })",
        ),
        ("src/prisma/schema/auth.prisma", MODEL),
        ("src/prisma/schema/product.prisma", ""),
        (
            "src/prisma/schema/schema.prisma",
            "generator client {\n  output = \"../generated\"\n}\ndatasource db {\n}\n",
        ),
        ("src/prisma/generated/schema.prisma", DATASOURCE),
        ("src/prisma/migrations/1/x.prisma", MODEL),
    ]);
    assert_together(
        &disk,
        &[
            "src/prisma/schema/auth.prisma",
            "src/prisma/schema/product.prisma",
            "src/prisma/schema/schema.prisma",
        ],
    );
    insta::assert_snapshot!(found(&disk, "src/prisma/schema/auth.prisma"), @"
    the datasource is in src/prisma/schema/schema.prisma: src/prisma/schema/auth.prisma src/prisma/schema/product.prisma src/prisma/schema/schema.prisma
    Prisma 6: 6.19.0 is asked for: package.json
    project-config-foreign in prisma.config.ts
    ");
    assert_eq!(all(&disk).len(), 1);
    assert_eq!(files(&disk, "src/prisma/generated/schema.prisma"), ["src/prisma/generated/schema.prisma"]);
    assert_eq!(files(&disk, "src/prisma/migrations/1/x.prisma"), ["src/prisma/migrations/1/x.prisma"]);
}

#[test]
fn the_datasource_may_be_above_or_beside() {
    let disk = MadeUp::new(&[
        ("src/schema.prisma", DATASOURCE),
        ("src/modules/company/company.prisma", MODEL),
        (".git/x", ""),
    ]);
    assert_together(&disk, &["src/modules/company/company.prisma", "src/schema.prisma"]);
    let disk = MadeUp::new(&[
        ("prisma/base/db.prisma", DATASOURCE),
        ("prisma/models/a/a.prisma", MODEL),
        (".git/x", ""),
    ]);
    assert_together(&disk, &["prisma/base/db.prisma", "prisma/models/a/a.prisma"]);
    let disk = MadeUp::new(&[
        ("prisma/schema/a.prisma", MODEL),
        ("prisma/schema/b/b.prisma", MODEL),
        (".git/x", ""),
    ]);
    assert_together(&disk, &["prisma/schema/a.prisma", "prisma/schema/b/b.prisma"]);
}

#[test]
fn a_named_folder_is_exactly_that_folder() {
    let disk = MadeUp::new(&[
        ("prisma.config.ts", "export default { schema: 'prisma/schema' }"),
        ("prisma/schema/a.prisma", MODEL),
        ("prisma/schema/main.prisma", "datasource db {\n}\ngenerator g {\n  output = \"./client\"\n}\n"),
        ("prisma/schema/client/copy.prisma", MODEL),
        ("prisma/schema/.hidden/x.prisma", MODEL),
        ("prisma/schema/node_modules/p/x.prisma", MODEL),
        ("prisma/schema/ignored/x.prisma", MODEL),
        (".gitignore", "ignored/\n"),
        ("prisma/generated/copy.prisma", DATASOURCE),
        ("prisma/old.prisma", MODEL),
    ]);
    assert_together(&disk, &["prisma/schema/a.prisma", "prisma/schema/main.prisma"]);
    insta::assert_snapshot!(found(&disk, "prisma/old.prisma"), @"
    a file that belongs to no other schema: prisma/old.prisma
    Prisma 7: the newest, as nothing says otherwise
    project-file-outside in prisma/old.prisma
    ");
}

#[test]
fn a_schema_at_the_top_does_not_pull_in_packages() {
    let disk = MadeUp::new(&[
        ("schema.prisma", DATASOURCE),
        ("models/a.prisma", MODEL),
        ("node_modules/p/a.prisma", MODEL),
        ("packages/other/package.json", "{}"),
        ("packages/other/fragment.prisma", MODEL),
        (".git/x", ""),
    ]);
    assert_together(&disk, &["models/a.prisma", "schema.prisma"]);
    assert_eq!(files(&disk, "packages/other/fragment.prisma"), ["packages/other/fragment.prisma"]);
}

#[test]
fn two_schemas_side_by_side_stay_two() {
    let disk = MadeUp::new(&[
        ("prisma/a.prisma", DATASOURCE),
        ("prisma/b.prisma", DATASOURCE),
        ("prisma/c.prisma", MODEL),
        ("prisma/sub/d.prisma", MODEL),
        (".git/x", ""),
    ]);
    assert_eq!(all(&disk), ["prisma/a.prisma", "prisma/b.prisma", "prisma/c.prisma", "prisma/sub/d.prisma"]);
    insta::assert_snapshot!(found(&disk, "prisma/c.prisma"), @"
    a file that belongs to no other schema: prisma/c.prisma
    Prisma 7: the newest, as nothing says otherwise
    project-schema-ambiguous in prisma/c.prisma
    ");
}

#[test]
fn two_databases_have_a_configuration_each() {
    let config = |name: &str| {
        format!("export default {{ schema: '{name}/schema.prisma', datasource: {{ url: process.env.URL }} }}")
    };
    let (users, posts) = (config("prisma-user-database"), config("prisma-post-database"));
    let disk = MadeUp::new(&[
        ("package.json", r#"{"devDependencies": {"prisma": "7"}}"#),
        ("prisma-user-database/schema.prisma", DATASOURCE),
        ("prisma-user-database/prisma.config.ts", &users),
        ("prisma-post-database/schema.prisma", DATASOURCE),
        ("prisma-post-database/prisma.config.ts", &posts),
    ]);
    assert_eq!(all(&disk), ["prisma-post-database/schema.prisma", "prisma-user-database/schema.prisma"]);
    insta::assert_snapshot!(found(&disk, "prisma-user-database/schema.prisma"), @"
    the datasource is in prisma-user-database/schema.prisma: prisma-user-database/schema.prisma
    Prisma 7: 7 is asked for: package.json
    project-schema-missing in prisma-user-database/prisma.config.ts
    ");
    let project = Project::new(&disk, Settings::default());
    let schema = project.schema_of(Path::new("/repo/prisma-user-database/schema.prisma"));
    assert_eq!(
        project.url_of(&schema).expect("a URL").shown(Path::new("/repo")),
        "URL from the environment (prisma-user-database/prisma.config.ts)"
    );
}

#[test]
fn the_nearest_configuration_that_names_a_file_counts() {
    let disk = MadeUp::new(&[
        ("prisma.config.ts", "export default { schema: 'packages/db/schema' }"),
        ("packages/db/prisma.config.ts", "export default { schema: './other.prisma' }"),
        ("packages/db/other.prisma", DATASOURCE),
        ("packages/db/schema/a.prisma", MODEL),
        ("packages/db/schema/b.prisma", DATASOURCE),
    ]);
    assert_together(&disk, &["packages/db/schema/a.prisma", "packages/db/schema/b.prisma"]);
    assert_together(&disk, &["packages/db/other.prisma"]);
}

#[test]
fn a_named_file_is_a_schema_without_its_neighbours() {
    let disk = MadeUp::new(&[
        ("package.json", r#"{"prisma": {"schema": "db/main.prisma"}}"#),
        ("db/main.prisma", DATASOURCE),
        ("db/other.prisma", MODEL),
    ]);
    assert_together(&disk, &["db/main.prisma"]);
    insta::assert_snapshot!(found(&disk, "db/main.prisma"), @"
    named by package.json: db/main.prisma
    Prisma 7: the newest, as nothing says otherwise
    ");
    assert_eq!(files(&disk, "db/other.prisma"), ["db/other.prisma"]);
}

#[test]
fn a_computed_path_is_said_and_then_found_otherwise() {
    let disk = MadeUp::new(&[
        ("prisma.config.ts", "export default { schema: find() }"),
        ("prisma/schema.prisma", DATASOURCE),
        ("prisma/a.prisma", MODEL),
    ]);
    assert_together(&disk, &["prisma/a.prisma", "prisma/schema.prisma"]);
    insta::assert_snapshot!(found(&disk, "prisma/a.prisma"), @"
    the datasource is in prisma/schema.prisma: prisma/a.prisma prisma/schema.prisma
    Prisma 7: the newest, as nothing says otherwise
    project-config-not-static in prisma.config.ts
    ");
}

#[test]
fn fragments_and_contracts_are_alone() {
    let disk = MadeUp::new(&[
        ("app/prisma/schema.prisma", DATASOURCE),
        ("docs/fragment.prisma", MODEL),
        ("app/prisma/next.prisma", "// use prisma-next\nmodel A {\n}\n"),
        (".git/x", ""),
    ]);
    assert_eq!(files(&disk, "app/prisma/schema.prisma"), ["app/prisma/schema.prisma"]);
    assert_eq!(files(&disk, "docs/fragment.prisma"), ["docs/fragment.prisma"]);
    insta::assert_snapshot!(found(&disk, "app/prisma/next.prisma"), @"
    a contract is a schema of its own: app/prisma/next.prisma
    Prisma 8: the file begins with `// use prisma-next`
    ");
}

#[test]
fn what_a_package_asks_for_counts_before_it_is_installed() {
    let with = |range: &str| {
        let manifest = format!(r#"{{"dependencies": {{"prisma": "{range}"}}}}"#);
        let disk = MadeUp::new(&[
            ("schema.prisma", DATASOURCE),
            ("package.json", &manifest),
            ("package-lock.json", r#"{"packages": {"node_modules/prisma": {"version": "6.3.0"}}}"#),
            ("node_modules/prisma/package.json", r#"{"version": "6.2.0"}"#),
        ]);
        found(&disk, "schema.prisma").lines().nth(1).expect("a version").to_owned()
    };
    assert_eq!(with("^6.2.0"), "Prisma 6: 6.2.0 is installed: node_modules/prisma/package.json");
    assert_eq!(with("^6.3.0"), "Prisma 6: 6.3.0 is locked: package-lock.json");
    assert_eq!(with("^7.0.0"), "Prisma 7: ^7.0.0 is asked for: package.json");
    assert_eq!(with("latest"), "Prisma 7: latest is asked for: package.json");
    assert_eq!(with("github:x/y"), "Prisma 6: 6.2.0 is installed: node_modules/prisma/package.json");
}

#[test]
fn catalogs_are_looked_up() {
    let disk = MadeUp::new(&[
        (
            "pnpm-workspace.yaml",
            "packages:\n  - 'apps/*'\ncatalog:\n  prisma: ^6.1.0\ncatalogs:\n  next:\n    prisma: ^7.0.0\n",
        ),
        ("apps/a/package.json", r#"{"devDependencies": {"prisma": "catalog:"}}"#),
        ("apps/a/schema.prisma", DATASOURCE),
        ("apps/b/package.json", r#"{"devDependencies": {"prisma": "catalog:next"}}"#),
        ("apps/b/schema.prisma", DATASOURCE),
    ]);
    assert!(
        found(&disk, "apps/a/schema.prisma").contains("Prisma 6: ^6.1.0 is asked for: apps/a/package.json")
    );
    assert!(
        found(&disk, "apps/b/schema.prisma").contains("Prisma 7: ^7.0.0 is asked for: apps/b/package.json")
    );
}

#[test]
fn without_packages_the_datasource_tells() {
    let disk = MadeUp::new(&[("a/schema.prisma", WITH_URL), ("b/schema.prisma", DATASOURCE)]);
    assert!(found(&disk, "a/schema.prisma").contains("Prisma 6: the datasource has a `url`"));
    assert!(found(&disk, "b/schema.prisma").contains("Prisma 7: the newest"));
}

#[test]
fn settings_win() {
    let disk = MadeUp::new(&[
        ("x/a.prisma", MODEL),
        ("x/b.prisma", DATASOURCE),
        ("prisma.config.ts", "export default { schema: 'x/b.prisma' }"),
    ]);
    let settings =
        Settings { dialect: Some(Dialect::Prisma6), schemas: vec!["/repo/x".into()], exclude: Vec::new() };
    let schema = Project::new(&disk, settings).schema_of(Path::new("/repo/x/a.prisma"));
    assert_eq!(
        (names(&schema).len(), schema.version.dialect, schema.reason),
        (2, Dialect::Prisma6, Reason::Setting)
    );
}

#[test]
fn settings_exclude_folders() {
    let disk = MadeUp::new(&[
        ("prisma/schema/main.prisma", DATASOURCE),
        ("prisma/schema/drafts/x.prisma", MODEL),
        ("prisma/schema/old/deep/y.prisma", MODEL),
        ("prisma.config.ts", "export default { schema: 'prisma/schema' }"),
    ]);
    let exclude =
        [("/repo", "**/drafts"), ("/repo", "prisma/schema/old"), ("/elsewhere", "*"), ("/repo", "[")];
    let exclude = exclude.map(|(folder, pattern)| (folder.into(), pattern.to_owned())).to_vec();
    let project = Project::new(&disk, Settings { exclude, ..Settings::default() });
    assert_eq!(
        names(&project.schema_of(Path::new("/repo/prisma/schema/main.prisma"))),
        ["prisma/schema/main.prisma"]
    );
}

#[test]
fn a_file_that_is_not_on_disk_yet_joins() {
    let disk = MadeUp::new(&[("prisma/schema.prisma", DATASOURCE), (".git/x", "")]);
    assert_eq!(files(&disk, "prisma/new.prisma"), ["prisma/new.prisma", "prisma/schema.prisma"]);
}

#[test]
fn a_file_is_met_once_whatever_it_is_called() {
    let disk = MadeUp::new(&[
        ("prisma/schema.prisma", DATASOURCE),
        ("prisma/link", "-> ../shared"),
        ("shared/a.prisma", MODEL),
        (".git/x", ""),
    ]);
    assert_eq!(files(&disk, "prisma/schema.prisma"), ["prisma/link/a.prisma", "prisma/schema.prisma"]);
    assert_eq!(files(&disk, "prisma/link/a.prisma"), ["prisma/link/a.prisma", "prisma/schema.prisma"]);
    let around =
        MadeUp::new(&[("prisma/schema.prisma", DATASOURCE), ("prisma/around", "-> ."), (".git/x", "")]);
    assert_eq!(files(&around, "prisma/schema.prisma"), ["prisma/schema.prisma"]);
    let folded = MadeUp {
        minds_case: false,
        ..MadeUp::new(&[("prisma/Schema.prisma", DATASOURCE), ("prisma/a.prisma", MODEL), (".git/x", "")])
    };
    assert_eq!(files(&folded, "prisma/schema.prisma"), ["prisma/a.prisma", "prisma/schema.prisma"]);
}

#[test]
fn files_that_decide() {
    for file in [
        "a.prisma",
        "prisma.config.mts",
        "x/.config/prisma.ts",
        "package.json",
        "bun.lock",
        ".env.local",
        "pnpm-workspace.yaml",
    ] {
        assert!(is_decisive(Path::new(file)), "{file}");
    }
    for file in ["a.ts", "prisma.ts", "x.json"] {
        assert!(!is_decisive(Path::new(file)), "{file}");
    }
}

/// The layouts in a page: files that each begin with `--- PATH`.
fn layouts(page: &str) -> Vec<MadeUp> {
    let fences = page.split("\n```project\n").skip(1).map(|rest| rest.split("\n```").next().unwrap_or(rest));
    let files = |fence: &str| {
        let files = fence.split("--- ").skip(1).filter_map(|file| file.split_once('\n'));
        MadeUp::new(&files.collect::<Vec<_>>())
    };
    fences.map(files).collect()
}

#[test]
fn the_pages_of_the_rules_show_what_they_say() {
    for rule in RULES {
        assert!(rule.page.starts_with(&format!("# {}\n\n{}.\n", rule.code, rule.summary)), "{}", rule.code);
        let codes = |disk: &MadeUp| {
            let schemas = Project::new(disk, Settings::default()).schemas_below(Path::new("/repo"));
            let notes = schemas.into_iter().flat_map(|schema| schema.notes);
            notes.map(|note| note.diagnostic.rule.code).collect::<BTreeSet<_>>()
        };
        let found: Vec<_> = layouts(rule.page).iter().map(codes).collect();
        assert_eq!(found, [BTreeSet::from([rule.code]), BTreeSet::new()], "{}", rule.code);
    }
}
