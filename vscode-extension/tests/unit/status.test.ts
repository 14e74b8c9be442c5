import assert from "node:assert/strict";
import { test } from "node:test";
import { Databases, label, page, spoken, type DatabaseState, type Status } from "../../src/status";

const STATUS: Status = {
  files: ["/a/one.prisma", "/a/two.prisma"],
  reason: "the configuration says so",
  prisma: { name: "Prisma 7", reason: "prisma 7.1.0 is installed" },
  config: "/a/prisma.config.ts",
  database: { provider: "postgresql", url: "the variable DATABASE_URL" },
  notes: ["something odd"],
};

test("the status bar is short", () => {
  assert.equal(label(STATUS, "off"), "Prisma 7");
  assert.equal(label(STATUS, "connected"), "Prisma 7 $(database)");
  assert.equal(label(STATUS, "stale"), "Prisma 7 $(history)");
  assert.equal(label(null, "off"), "Prisma");
  assert.equal(spoken(STATUS, "connected"), "Prisma 7, database connected");
  assert.match(spoken(STATUS, "stale"), /may have changed/);
});

test("what is said of a database holds for all files of the schema, and the last word counts", () => {
  const databases = new Databases();
  const say = (path: string, state: DatabaseState) => databases.take(path, { uri: `file://${path}`, state });
  const stateOf = (...files: string[]) => databases.of(files)?.state;
  say("/a/one.prisma", "connected");
  say("/b/other.prisma", "error");
  assert.equal(stateOf(...STATUS.files), "connected");
  say("/a/two.prisma", "off");
  assert.equal(stateOf(...STATUS.files), "off");
  say("/a/one.prisma", "stale");
  assert.equal(stateOf(...STATUS.files), "stale");
  assert.equal(stateOf("/c/another.prisma"), undefined);
  databases.forget();
  assert.equal(stateOf(...STATUS.files), undefined);
});

test("the page says everything with its reasons", () => {
  const expected = [
    "- **Prisma 7**: prisma 7.1.0 is installed",
    "- **Schema**: 2 files, the configuration says so",
    "- **Configuration**: `/a/prisma.config.ts`",
    "- **Database**: postgresql, its URL from the variable DATABASE_URL, cannot be read (no answer)",
    "- **Note**: something odd",
    "",
  ];
  assert.equal(page(STATUS, "error", "no answer"), expected.join("\n"));
});

test("documents that are no files have a page too", () => {
  assert.match(page(null, "off", null), /no file on disk/);
});
