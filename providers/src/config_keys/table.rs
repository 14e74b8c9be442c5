//! The table of configuration keys.

use super::Block::*;
use super::Status::*;
use super::ValueKind::*;
use super::{Block, ConfigKey, KnownValue, Status, ValueKind};
use crate::capabilities::Capability;
use crate::dialect::Dialect;

/// Every key that is known: its block and name, what may be given, how Prisma 6 and Prisma 7 take it.
#[rustfmt::skip]
pub const CONFIG_KEYS: &[ConfigKey] = &[
    key(Datasource, "provider",             String,          Required, Required, "The kind of database.").only(PROVIDERS),
    key(Datasource, "url",                  StringOrEnv,     Required, MovedToConfigFile("datasource.url"), "Where the database is, and how to log in. (SQLite may do without it, in Prisma 6, by the preview feature schemaEngineDriverAdapters.)"),
    key(Datasource, "directUrl",            StringOrEnv,     Optional, MovedToConfigFile("datasource.url"), "Where the database itself is, for the command line, when url leads to a connection pool."),
    key(Datasource, "shadowDatabaseUrl",    StringOrEnv,     Optional, MovedToConfigFile("datasource.shadowDatabaseUrl"), "Where the empty database is in which migrations are tried out."),
    key(Datasource, "relationMode",         String,          Optional, Optional, "Who keeps relations intact.").only(RELATION_MODES),
    key(Datasource, "referentialIntegrity", String,          RenamedTo("relationMode"), RenamedTo("relationMode"), "Old spelling of relationMode.").only(RELATION_MODES),
    key(Datasource, "schemas",              Strings,         Optional, Optional, "The database schemas that models and enums are spread over.").needs(Capability::MultiSchema),
    key(Datasource, "extensions",           Extensions,      Optional, Optional, "The extensions of the database that the schema counts on.").needs(Capability::ExtensionsProperty).preview("postgresqlExtensions"),
    key(Datasource, "previewFeatures",      PreviewFeatures, BelongsInto(Generator), BelongsInto(Generator), "Preview features; they belong into a generator."),

    key(Generator, "provider",               StringOrEnv,     Required, Required, "The program that generates.").known(GENERATORS),
    key(Generator, "output",                 StringOrEnv,     Optional, Optional, "The folder to generate into, relative to the schema.").required_by(&["prisma-client"]),
    key(Generator, "previewFeatures",        PreviewFeatures, Optional, Optional, "What to try out before it is stable."),
    key(Generator, "runtime",                String,          Optional, Optional, "Where the generated client will run.").read_by(&["prisma-client"]).only(RUNTIMES).ignoring_case().lenient(),
    key(Generator, "moduleFormat",           String,          Optional, Optional, "The kind of JavaScript modules to generate.").read_by(&["prisma-client"]).only(MODULE_FORMATS).ignoring_case().lenient(),
    key(Generator, "generatedFileExtension", String,          Optional, Optional, "What the names of generated files end in.").read_by(&["prisma-client"]).only(GENERATED_EXTENSIONS).lenient(),
    key(Generator, "importFileExtension",    String,          Optional, Optional, "What the names of files end in when generated code imports them.").read_by(&["prisma-client"]).only(IMPORT_EXTENSIONS).lenient(),
    key(Generator, "compilerBuild",          String,          Unknown,  Optional, "Which build of the query compiler to use.").read_by(CLIENTS).only(COMPILER_BUILDS).lenient(),
    key(Generator, "engineType",             String,          Optional, Ignored,  "How the client runs queries.").read_by(CLIENTS).known(ENGINE_TYPES),
    key(Generator, "binaryTargets",          StringsOrEnv,    Optional, Ignored,  "The platforms to fetch query engines for.").read_by(CLIENTS).known(BINARY_TARGETS),
];

const CLIENTS: &[&str] = &["prisma-client", "prisma-client-js"];

const PROVIDERS: &[KnownValue] = &[
    value("postgresql", "PostgreSQL."),
    value("mysql", "MySQL or MariaDB."),
    value("sqlite", "SQLite."),
    value("sqlserver", "Microsoft SQL Server."),
    value("mongodb", "MongoDB."),
    value("cockroachdb", "CockroachDB."),
    value("postgres", "Another spelling of postgresql.").alias_of("postgresql"),
];

const RELATION_MODES: &[KnownValue] = &[
    value("foreignKeys", "The database keeps relations intact, by foreign keys."),
    value("prisma", "Prisma keeps relations intact, without foreign keys; their fields want an index."),
];

const GENERATORS: &[KnownValue] = &[
    value("prisma-client", "The client in TypeScript, generated among one's own sources."),
    value("prisma-client-js", "The client as it used to be, in JavaScript, generated into node_modules."),
];

const RUNTIMES: &[KnownValue] = &[
    value("nodejs", "Node.js."),
    value("deno", "Deno."),
    value("bun", "Bun; the same as nodejs.").alias_of("nodejs"),
    value("workerd", "Cloudflare Workers."),
    value("cloudflare", "Another spelling of workerd.").alias_of("workerd"),
    value("vercel-edge", "Vercel's edge runtime."),
    value("edge-light", "Another spelling of vercel-edge.").alias_of("vercel-edge"),
    value("react-native", "React Native.").until(Dialect::Prisma6),
];

const MODULE_FORMATS: &[KnownValue] = &[
    value("esm", "ECMAScript modules."),
    value("cjs", "CommonJS."),
    value("commonjs", "Another spelling of cjs.").alias_of("cjs"),
];

const GENERATED_EXTENSIONS: &[KnownValue] = &[value("ts", ""), value("mts", ""), value("cts", "")];

const IMPORT_EXTENSIONS: &[KnownValue] = &[
    value("", "None."),
    value("ts", ""),
    value("mts", ""),
    value("cts", ""),
    value("js", ""),
    value("mjs", ""),
    value("cjs", ""),
];

const COMPILER_BUILDS: &[KnownValue] =
    &[value("fast", "Larger, and faster at work."), value("small", "Smaller, and slower at work.")];

const ENGINE_TYPES: &[KnownValue] = &[
    value("library", "The query engine as a library in the client's process.").until(Dialect::Prisma6),
    value("binary", "The query engine as a process of its own.").until(Dialect::Prisma6),
    value("client", "No query engine: the client itself, with a driver adapter.").until(Dialect::Prisma6),
];

const BINARY_TARGETS: &[KnownValue] =
    &[value("native", "The platform that generates; others go by their names.").until(Dialect::Prisma6)];

// What follows is the vocabulary of the tables.

const fn key(
    block: Block,
    name: &'static str,
    kind: ValueKind,
    prisma6: Status,
    prisma7: Status,
    summary: &'static str,
) -> ConfigKey {
    ConfigKey {
        block,
        name,
        kind,
        prisma6,
        prisma7,
        needs: None,
        preview: None,
        generators: &[],
        required_by: &[],
        values: &[],
        open: true,
        ignores_case: false,
        lenient: false,
        summary,
    }
}

impl ConfigKey {
    /// These values are known; there may be others.
    const fn known(self, values: &'static [KnownValue]) -> ConfigKey {
        ConfigKey { values, ..self }
    }

    /// There are no other values than these.
    const fn only(self, values: &'static [KnownValue]) -> ConfigKey {
        ConfigKey { values, open: false, ..self }
    }

    const fn ignoring_case(self) -> ConfigKey {
        ConfigKey { ignores_case: true, ..self }
    }

    const fn lenient(self) -> ConfigKey {
        ConfigKey { lenient: true, ..self }
    }

    const fn needs(self, capability: Capability) -> ConfigKey {
        ConfigKey { needs: Some(capability), ..self }
    }

    const fn preview(self, feature: &'static str) -> ConfigKey {
        ConfigKey { preview: Some(feature), ..self }
    }

    const fn read_by(self, generators: &'static [&'static str]) -> ConfigKey {
        ConfigKey { generators, ..self }
    }

    const fn required_by(self, generators: &'static [&'static str]) -> ConfigKey {
        ConfigKey { required_by: generators, ..self }
    }
}

const fn value(value: &'static str, summary: &'static str) -> KnownValue {
    KnownValue { value, until: Dialect::Prisma8, alias_of: None, summary }
}

impl KnownValue {
    const fn until(self, dialect: Dialect) -> KnownValue {
        KnownValue { until: dialect, ..self }
    }

    const fn alias_of(self, value: &'static str) -> KnownValue {
        KnownValue { alias_of: Some(value), ..self }
    }
}
