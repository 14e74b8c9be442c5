/** What is known about a schema, as texts. Knows no editor. */

/** The answer to `prismaAnalyzer/status`. */
export interface Status {
  files: string[];
  reason: string;
  prisma: { name: string; reason: string };
  config: string | null;
  database: { provider: string | null; url: string | null; state?: DatabaseState; detail?: string | null };
  notes: string[];
}

/** Whether the schema is compared with a database. */
export type DatabaseState = "off" | "connecting" | "connected" | "stale" | "error";

/** What the server says about a database. */
export interface DatabaseStatus {
  uri: string;
  state: DatabaseState;
  detail?: string | null;
}

const IN_WORDS: Record<DatabaseState, string> = {
  off: "not connected",
  connecting: "connecting",
  connected: "connected",
  stale: "connected, but the database may have changed: migrations did",
  error: "cannot be read",
};

/** The state of a database in words. */
export function inWords(state: DatabaseState): string {
  return IN_WORDS[state];
}

/** What was said about databases. It is said of one document, and holds for all files of its schema. */
export class Databases {
  private readonly told = new Map<string, DatabaseStatus>();

  /** Something is said, of a document with a path. */
  take(path: string, status: DatabaseStatus): void {
    // The last one stays the last one.
    this.told.delete(path);
    this.told.set(path, status);
  }

  /** What was last said of one of these files. */
  of(files: readonly string[]): DatabaseStatus | undefined {
    return [...this.told].filter(([path]) => files.includes(path)).at(-1)?.[1];
  }

  /** There is another server, which knows of no connection. */
  forget(): void {
    this.told.clear();
  }
}

/** What the status bar says: short, with icons. */
export function label(status: Status | null, state: DatabaseState): string {
  const version = status === null ? "Prisma" : status.prisma.name;
  const mark = { off: "", connecting: " $(sync~spin)", connected: " $(database)", stale: " $(history)", error: " $(warning)" }[state];
  return `${version}${mark}`;
}

/** The same for those who hear it. */
export function spoken(status: Status | null, state: DatabaseState): string {
  const version = status === null ? "Prisma" : status.prisma.name;
  return `${version}, database ${inWords(state)}`;
}

/** Everything that is known, as Markdown. */
export function page(status: Status | null, state: DatabaseState, detail: string | null | undefined): string {
  if (status === null) {
    return "This document is no file on disk, and is checked by itself.\n";
  }
  const rows = [
    `**${status.prisma.name}**: ${status.prisma.reason}`,
    `**Schema**: ${count(status.files.length, "file")}, ${status.reason}`,
    ...(status.config === null ? [] : [`**Configuration**: \`${status.config}\``]),
    `**Database**: ${database(status, state, detail)}`,
    ...status.notes.map((note) => `**Note**: ${note}`),
  ];
  return rows.map((row) => `- ${row}\n`).join("");
}

function database(status: Status, state: DatabaseState, detail: string | null | undefined): string {
  const parts = [
    status.database.provider ?? "no provider",
    ...(status.database.url === null ? [] : [`its URL from ${status.database.url}`]),
    inWords(state) + (detail ? ` (${detail})` : ""),
  ];
  return parts.join(", ");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
