//! What is understood of configurations, and what is not.

use super::*;

fn read(text: &str) -> Config {
    Config::read(Path::new("/repo/web/prisma.config.ts"), text)
}

/// What is said about the schema, and the codes of the notes.
fn schema(text: &str) -> String {
    let config = read(text);
    let mut said = match &config.schema {
        Said::Nothing => "nothing".to_owned(),
        Said::This(path, range) => format!("{path} at {:?}", &text[*range]),
        Said::Unknown => "unknown".to_owned(),
    };
    for note in &config.notes {
        said += &format!(", {} at {:?}", note.diagnostic.rule.code, &text[note.diagnostic.range]);
    }
    said
}

fn assert_schema(text: &str, path: &str) {
    let config = read(text);
    assert_eq!(config.schema.known().map(String::as_str), Some(path), "{text}");
    assert_eq!(config.notes, [], "{text}");
}

#[test]
fn every_form_of_export_is_found() {
    for text in [
        "import { defineConfig } from 'prisma/config'\nexport default defineConfig({ schema: 'a/b' })",
        "export default { schema: 'a/b' }",
        "import type { PrismaConfig } from 'prisma'\nexport default { schema: 'a/b' } satisfies PrismaConfig",
        "export default ({ schema: 'a/b' } as const) as any",
        "import * as prisma from 'prisma/config'; const config = prisma.defineConfig({ 'schema': `a/b` }); export default config;",
        "module.exports = { schema: 'a/b' }",
        "const { defineConfig } = require('@prisma/config'); module.exports = defineConfig({ schema: 'a/b' });",
        "import 'dotenv/config'; import { defineConfig as define } from 'prisma/config'; export default define({ ['schema']: 'a/b' });",
        "export = { schema: 'a/b' }",
        "const base = { schema: 'x', migrations: {} }; const rest = { schema: 'a/b' }; export default { ...base, ...rest };",
        "#!/usr/bin/env node\n\u{feff}export default { schema: 'a/b' }",
    ] {
        assert_schema(text, "a/b");
    }
}

#[test]
fn paths_may_be_put_together() {
    for (expression, path) in [
        ("path.join('a', 'b')", "a/b"),
        ("path.join(__dirname, 'a', '..', 'b')", "/repo/web/b"),
        ("path.resolve('a', 'b')", "/repo/web/a/b"),
        ("path.resolve('/x', './b')", "/x/b"),
        ("path.posix.join('a', 'b')", "a/b"),
        ("join(here, 'b')", "/repo/web/b"),
        ("`${folder}/schema`", "db/schema"),
        ("folder + '/' + 'schema'", "db/schema"),
        ("`${import.meta.dirname}/b`", "/repo/web/b"),
        ("path.dirname(import.meta.filename) + '/b'", "/repo/web/b"),
        ("fileURLToPath(new URL('./b', import.meta.url))", "/repo/web/b"),
        ("new URL('../b', import.meta.url).pathname", "/repo/b"),
        ("path.join(process.cwd(), 'b')", "/repo/web/b"),
        ("settings.paths.schema", "deep/schema"),
        ("settings['paths']?.schema", "deep/schema"),
        ("folder ?? 'x'", "db"),
        ("('a' as string)!", "a"),
    ] {
        let text = format!(
            "import path, {{ join }} from 'node:path'; import {{ fileURLToPath }} from 'url';\n\
             const here = __dirname; export const folder = 'db'; const settings = {{ paths: {{ schema: 'deep/schema' }} }};\n\
             export default {{ schema: {expression} }}"
        );
        assert_schema(&text, path);
    }
}

#[test]
fn what_only_running_tells_is_said_once() {
    for (text, said) in [
        (
            "export default { schema: find(), datasource: { url: read() } }",
            "unknown, project-config-not-static at \"find()\"",
        ),
        ("let a = 'x'; export default { schema: a }", "unknown, project-config-not-static at \"a\""),
        (
            "export default { ...(await load()) }",
            "unknown, project-config-not-static at \"...(await load())\"",
        ),
        ("export default load()", "unknown, project-config-not-static at \"load()\""),
        (
            "const a = b; const b = a; export default { schema: a }",
            "unknown, project-config-not-static at \"a\"",
        ),
        (
            "export default { schema: x ? 'a' : 'b' }",
            "unknown, project-config-not-static at \"x ? 'a' : 'b'\"",
        ),
        (
            "export default { schema: `${process.env.X}/b` }",
            "unknown, project-config-not-static at \"`${process.env.X}/b`\"",
        ),
        (
            "export default { ...load(), schema: 'a' }",
            "a at \"'a'\", project-config-not-static at \"...load()\"",
        ),
        ("const x = 1", "nothing"),
        ("", "nothing"),
        ("export default function () {}", "nothing"),
    ] {
        assert_eq!(schema(text), said, "{text}");
    }
}

#[test]
fn urls_are_texts_or_variables() {
    for (expression, address) in [
        ("env('URL')", Address::Variable("URL".into())),
        ("process.env.URL", Address::Variable("URL".into())),
        ("process.env['URL']!", Address::Variable("URL".into())),
        ("process.env.URL ?? 'file:./dev.db'", Address::Variable("URL".into())),
        ("`${process.env.URL}`", Address::Variable("URL".into())),
        ("'file:./dev.db'", Address::Text("file:./dev.db".into())),
    ] {
        let text = format!(
            "import {{ defineConfig, env }} from 'prisma/config';\n\
             export default defineConfig({{ datasource: {{ url: {expression}, shadowDatabaseUrl: env('SHADOW') }} }});"
        );
        let config = read(&text);
        assert_eq!(config.url.known(), Some(&address), "{expression}");
        assert!(config.variables().any(|name| name == "SHADOW"));
        assert_eq!(config.notes, []);
    }
    let foreign = read("import { env } from './my-env'; export default { datasource: { url: env('X') } }");
    assert_eq!(foreign.url, Said::Unknown, "somebody else's `env` may do anything");
}

#[test]
fn the_other_settings_are_read() {
    let config = read(
        "export default { migrations: { path: 'm', seed: `tsx seed.ts` }, views: { path: 'v' }, typedSql: { path: 's' },\n\
         tables: { external: ['users', 'x.y'] }, enums: { external: ['e'] }, experimental: { externalTables: true } }",
    );
    let known =
        [&config.migrations, &config.views, &config.typed_sql].map(|said| said.known().map(String::as_str));
    assert_eq!(known, [Some("m"), Some("v"), Some("s")]);
    assert_eq!(config.external_tables, ["users", "x.y"]);
    assert_eq!(config.external_enums, ["e"]);
}

#[test]
fn configurations_of_others_are_named() {
    let text = "import { defineConfig } from '@prisma/client/generator-helper'\nexport default defineConfig({ generator: {} })";
    assert_eq!(schema(text), "nothing, project-config-foreign at \"defineConfig\"");
}

#[test]
fn what_can_be_read_of_a_broken_file_is() {
    let broken = schema("export default { schema: 'a/b', datasource: { url: ");
    assert!(broken.contains("project-config-syntax"), "{broken}");
    assert!(schema("\u{0}\u{1}binary").contains("project-config-syntax"));
}

#[test]
fn a_folder_for_configurations_belongs_to_the_one_above() {
    let config = Config::read(Path::new("/repo/.config/prisma.ts"), "export default { schema: 'x' }");
    assert_eq!(config.folder, Path::new("/repo"));
}

#[test]
fn depth_and_size_do_no_harm() {
    for piece in [
        "(", "[", "!", "-", "a=>", "{a:", "`${", "new ", "a?", "f(", "...", "await ", "<a>", "if(1)", "{",
        "a??(", "class{x=",
    ] {
        let text = format!("export default {}", piece.repeat(50_000 / piece.len()));
        drop(read(&text));
    }
    let long = format!("export default {{ schema: {} 'x' }}", "'a' + ".repeat(9_000));
    assert_eq!(read(&long).schema, Said::Unknown);
    let huge = format!("// {}\nexport default {{ schema: 'x' }}", "x".repeat(100_000));
    assert!(schema(&huge).contains("project-config-syntax"));
}
