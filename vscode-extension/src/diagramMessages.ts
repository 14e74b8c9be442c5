/** What the page of a diagram says to the editor. Knows no editor. */

/** Which part of a schema is drawn. */
export interface Wanted {
  models: string[];
  depth: number;
  keysOnly: boolean;
  onlyThisFile: boolean;
}

/** Everything. */
export const WANT_ALL: Wanted = { models: [], depth: 0, keysOnly: false, onlyThisFile: false };

/** Go to a place; draw another part; save the drawing. */
export type FromPage =
  | { kind: "go"; file: string; line: number; column: number }
  | ({ kind: "want" } & Wanted)
  | { kind: "save"; svg: string };

/** Whether a message is one of these. Pages are not trusted to send what they should. */
export function isFromPage(message: unknown): message is FromPage {
  if (typeof message !== "object" || message === null) return false;
  const { kind, ...rest } = message as Record<string, unknown>;
  const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;
  switch (kind) {
    case "go":
      return typeof rest["file"] === "string" && isCount(rest["line"]) && isCount(rest["column"]);
    case "want": {
      const models = rest["models"];
      const areNames = Array.isArray(models) && models.every((name) => typeof name === "string");
      return areNames && isCount(rest["depth"]) && [rest["keysOnly"], rest["onlyThisFile"]].every((it) => typeof it === "boolean");
    }
    case "save":
      return typeof rest["svg"] === "string";
    default:
      return false;
  }
}
