//! Workspaces as they lie on disk, in `tests/projects`, and what must be found in each. The tests of the command line and
//! those of the language server share them.

use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A workspace, and what must be found in it.
#[allow(dead_code, reason = "each of the two tests looks at other parts")]
pub(crate) struct Layout {
    /// The folder in `tests/projects`.
    pub(crate) name: &'static str,
    /// The schemas: their files, and the version of Prisma with the beginning of the reason.
    pub(crate) schemas: &'static [(&'static [&'static str], &'static str)],
    /// The findings that are not in the file with the unknown type: file and code.
    pub(crate) findings: &'static [(&'static str, &'static str)],
    /// The file with a field of the type `Extra`, which nothing declares.
    pub(crate) lacking: &'static str,
    /// Another file of a schema.
    pub(crate) other: &'static str,
    /// A file that is not there, and belongs to the schema of the lacking one.
    pub(crate) third: Option<&'static str>,
}

/// All workspaces.
pub(crate) const LAYOUTS: &[Layout] = &[
    Layout {
        name: "bun-monorepo",
        schemas: &[
            (&["apps/docs/example.prisma"], "Prisma 7 (7.1.0 is locked: bun.lock)"),
            (&["apps/web/prisma/schema.prisma"], "Prisma 7 (7.1.0 is locked: bun.lock)"),
        ],
        findings: &[],
        lacking: "apps/web/prisma/schema.prisma",
        other: "apps/docs/example.prisma",
        third: Some("apps/web/prisma/extra.prisma"),
    },
    Layout {
        name: "prisma-6-folder",
        schemas: &[(
            &[
                "src/prisma/schema/auth.prisma",
                "src/prisma/schema/file.prisma",
                "src/prisma/schema/product.prisma",
                "src/prisma/schema/schema.prisma",
                "src/prisma/schema/todo.prisma",
            ],
            "Prisma 6 (^6.19.0 is asked for: package.json)",
        )],
        findings: &[("prisma.config.ts", "project-config-foreign")],
        lacking: "src/prisma/schema/product.prisma",
        other: "src/prisma/schema/todo.prisma",
        third: Some("src/prisma/schema/extra.prisma"),
    },
    Layout {
        name: "two-versions",
        schemas: &[
            (&["new/prisma/schema.prisma"], "Prisma 7 (7 is asked for: new/package.json)"),
            (&["old/prisma/schema.prisma"], "Prisma 6 (6.19.0 is locked: old/package-lock.json)"),
        ],
        findings: &[("new/prisma/schema.prisma", "datasource-property-removed")],
        lacking: "old/prisma/schema.prisma",
        other: "new/prisma/schema.prisma",
        third: Some("old/prisma/models/extra.prisma"),
    },
    Layout {
        name: "computed-path",
        schemas: &[
            (&["db/other.prisma"], "Prisma 7 (~7.0.1 is asked for: package.json)"),
            (
                &["db/schema/main.prisma", "db/schema/models/a.prisma"],
                "Prisma 7 (~7.0.1 is asked for: package.json)",
            ),
        ],
        findings: &[("db/other.prisma", "project-file-outside")],
        lacking: "db/schema/models/a.prisma",
        other: "db/schema/main.prisma",
        third: Some("db/schema/extra.prisma"),
    },
    Layout {
        name: "no-config",
        schemas: &[(
            &["prisma/models/a.prisma", "prisma/schema.prisma"],
            "Prisma 6 (the datasource has a `url`, as up to Prisma 6)",
        )],
        findings: &[],
        lacking: "prisma/models/a.prisma",
        other: "prisma/schema.prisma",
        third: Some("prisma/extra.prisma"),
    },
    Layout {
        name: "two-databases",
        schemas: &[
            (&["prisma-post-database/schema.prisma"], "Prisma 7 (^7.0.0 is asked for: package.json)"),
            (&["prisma-user-database/schema.prisma"], "Prisma 7 (^7.0.0 is asked for: package.json)"),
        ],
        findings: &[
            ("prisma-post-database/prisma.config.ts", "project-schema-missing"),
            ("prisma-user-database/prisma.config.ts", "project-schema-missing"),
        ],
        lacking: "prisma-post-database/schema.prisma",
        other: "prisma-user-database/schema.prisma",
        third: Some("prisma-post-database/extra.prisma"),
    },
];

impl Layout {
    /// The workspace in a folder of its own, which is gone when the test ends.
    pub(crate) fn copy(&self) -> TempDir {
        copy(self.name)
    }
}

/// A workspace in a folder of its own.
pub(crate) fn copy(name: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/projects").join(name);
    assert!(from.is_dir(), "{} is not there", from.display());
    // What the tests are about may have any name, `.gitignore` too.
    copy_into(&from, folder.path());
    folder
}

fn copy_into(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            copy_into(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a file");
        }
    }
}

/// Asserts that no file is there which a configuration leaves when its code runs.
pub(crate) fn assert_nothing_ran(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        assert!(!path.ends_with("EXECUTED"), "{} was made by the code of a configuration", path.display());
        if path.is_dir() {
            assert_nothing_ran(&path);
        }
    }
}
