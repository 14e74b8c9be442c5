import assert from "node:assert/strict";
import { test } from "node:test";
import { isFromPage } from "../../src/diagramMessages";

test("what a page should send is taken", () => {
  assert.ok(isFromPage({ kind: "go", file: "file:///a.prisma", line: 3, column: 0 }));
  assert.ok(isFromPage({ kind: "want", models: ["A"], depth: 1, keysOnly: false, onlyThisFile: true }));
  assert.ok(isFromPage({ kind: "save", svg: "<svg/>" }));
});

test("anything else is not", () => {
  const others = [
    null,
    "go",
    {},
    { kind: "run", command: "x" },
    { kind: "go", file: "a", line: -1, column: 0 },
    { kind: "go", file: "a", line: "1", column: 0 },
    { kind: "want", models: "A", depth: 1, keysOnly: false, onlyThisFile: true },
    { kind: "want", models: [1], depth: 1, keysOnly: false, onlyThisFile: true },
    { kind: "save" },
  ];
  for (const other of others) assert.equal(isFromPage(other), false, JSON.stringify(other));
});
