import assert from "node:assert/strict";
import { test } from "node:test";
import { label, page, type Status } from "../../src/status";

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
  assert.equal(label(null, "off"), "Prisma");
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
