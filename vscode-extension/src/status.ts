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
  stale: "connected, but the schema or the database has changed since",
  error: "cannot be read",
};

/** The state of a database in words. */
export function inWords(state: DatabaseState): string {
  return IN_WORDS[state];
}

/** What the status bar says: short, with icons. */
export function label(status: Status | null, state: DatabaseState): string {
  const version = status === null ? "Prisma" : status.prisma.name;
  const mark = { off: "", connecting: " $(sync~spin)", connected: " $(database)", stale: " $(history)", error: " $(warning)" }[state];
  return `${version}${mark}`;
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
