// The extension in VS Code, as a person uses it: one window, one step after the other.
//   node vscode.test.mjs URL FOLDER PICTURES STATE
// FOLDER is a copy of `schema/` that may be changed, STATE the folder that code-server keeps everything in. A step that fails leaves a
// picture of the window.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import { Workbench } from "./workbench.mjs";

const [url, folder, pictures, state] = process.argv.slice(2);
const read = (name) => readFileSync(path.join(folder, name), "utf8");
const workbench = await Workbench.open({ url, folder, file: "base.prisma" });
const { page } = workbench;

async function step(title, run) {
  const start = Date.now();
  try {
    await run();
  } catch (problem) {
    await workbench.screenshot(path.join(pictures, "failed.png"));
    console.error(`not ok: ${title}\n${problem.stack}`);
    console.error("notifications:", await workbench.notifications());
    await workbench.close();
    process.exit(1);
  }
  console.log(`ok: ${title} (${Date.now() - start} ms)`);
}

const picture = (name) => workbench.screenshot(path.join(pictures, `${name}.png`));
const squiggle = () => workbench.until("a squiggle", () => workbench.squiggles());

await step("a broken schema has a squiggle", async () => {
  await squiggle();
  assert.match(await workbench.text(), /email Strng/);
  await picture("finding");
});

await step("the server has started and found it in less than a second", async () => {
  const logs = path.join(state, "user-data", "logs");
  const output = () => readdirSync(logs, { recursive: true }).filter((name) => name.endsWith("prisma-analyzer.log"));
  const times = () => output().flatMap((name) => [...readFileSync(path.join(logs, name), "utf8").matchAll(/came after (\d+) ms/g)]);
  const [[, time]] = await workbench.until("the time in the output", times, (all) => all.length > 0, 15_000);
  console.log(`   from the start of the server to the first findings: ${time} ms`);
  assert.ok(Number(time) < 1000, time);
});

await step("a server that is started anew finds it again", async () => {
  await workbench.command("prisma-analyzer: Restart the server");
  await page.waitForTimeout(500);
  await squiggle();
});

await step("a server that is killed is started again", async () => {
  const extensions = path.join(state, "extensions");
  const programOf = (process) => {
    try {
      return readlinkSync(`/proc/${process}/exe`);
    } catch {
      return "";
    }
  };
  const servers = () => readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && programOf(entry).startsWith(extensions));
  const [first] = servers();
  assert.ok(first, "there is a server");
  process.kill(Number(first), "SIGKILL");
  await workbench.until("another server", () => servers().some((other) => other !== first), Boolean, 15_000);
  await squiggle();
});

await step("the status bar says the version of Prisma", async () => {
  await workbench.until("the status", () => workbench.statusBar(), (text) => text.includes("Prisma 7"), 15_000);
});

await step("a finding is explained", async () => {
  await workbench.goTo(8, 10);
  await workbench.command("prisma-analyzer: Explain the finding under the cursor");
  const tab = page.locator(".tab[data-resource-name='type-unknown.md']");
  await tab.waitFor({ state: "visible", timeout: 15_000 });
  await workbench.command("View: Close Editors in Other Groups");
  await workbench.until("the schema alone", () => page.locator(".editor-group-container").count(), (count) => count === 1, 15_000);
});

await step("the whole workspace is checked by a task", async () => {
  await workbench.command("prisma-analyzer: Check all schemas of the workspace");
  const terminal = page.locator(".terminal-wrapper.active");
  await terminal.waitFor({ state: "visible", timeout: 15_000 });
  // The terminal draws on a canvas; the task's end stands in its tab or its list.
  await workbench.until("the end of the task", () => page.locator(".part.panel").innerText(), (text) => /check/.test(text), 15_000);
  await picture("check");
  await workbench.command("View: Hide Panel");
});

await step("the quick fix repairs it", async () => {
  await workbench.goTo(8, 10);
  await page.waitForTimeout(300);
  await workbench.press("Control+.");
  const row = page.locator(".action-widget .monaco-list-row", { hasText: "String" }).first();
  await row.waitFor({ state: "visible", timeout: 15_000 });
  await picture("repair");
  await row.click();
  await workbench.until("the repair", () => workbench.text(), (text) => text.includes("email String @unique"));
  await workbench.until("no squiggle", () => workbench.squiggles(), (count) => count === 0);
});

await step("types are completed", async () => {
  await workbench.goTo(11, 15);
  await workbench.press("Enter");
  await workbench.type("born Date");
  const offered = await workbench.suggestions();
  assert.ok(offered.includes("DateTime"), offered.join(" "));
  await picture("completion");
  await workbench.press("Enter");
  await workbench.until("the type", () => workbench.text(), (text) => text.includes("born DateTime"));
  await workbench.type("?");
});

await step("the document is formatted", async () => {
  await workbench.press("Control+Shift+I");
  // Hints stand between the words on the screen, so the file tells.
  await workbench.until("the layout", () => workbench.text(), (text) => text.includes("  email String    @unique"));
  await workbench.press("Control+S");
  await workbench.until("the file", () => read("base.prisma"), (text) => text.includes("  email String    @unique\n"), 15_000);
  assert.match(read("base.prisma"), /\n {2}born {2}DateTime\?\n/);
});

await step("a name is changed in both files", async () => {
  await workbench.goTo(6, 8);
  await workbench.press("F2");
  const input = page.locator(".rename-box input");
  await input.waitFor({ state: "visible" });
  await input.fill("Account");
  await workbench.press("Enter");
  await workbench.until("the new name", () => workbench.text(), (text) => text.includes("model Account {"));
  await workbench.command("File: Save All Files");
  const isRenamed = () => /author +Account +@relation/.test(read("posts.prisma"));
  await workbench.until("the other file", isRenamed, Boolean, 15_000);
  // What is in the database keeps its name.
  assert.match(read("base.prisma"), /@@map\("User"\)/);
});

await step("from a relation field to its other side", async () => {
  const line = read("base.prisma").split("\n").findIndex((text) => text.includes("posts")) + 1;
  await workbench.goTo(line, 4);
  await workbench.command("Go to Implementations");
  await workbench.until("the other file", () => workbench.tab(), (tab) => tab === "posts.prisma", 15_000);
  await workbench.until("the field", () => workbench.cursor(), (at) => at?.startsWith("5:"), 15_000);
});

await step("the diagram shows the schema and leads to it", async () => {
  await workbench.openFile("base.prisma");
  await workbench.command("prisma-analyzer: Show the schema as a diagram");
  const drawn = async () => {
    for (const frame of page.frames()) {
      const count = await frame.locator("svg.schema .entity").count().catch(() => 0);
      if (count > 0) return frame;
    }
    return undefined;
  };
  const frame = await workbench.until("the diagram", drawn, Boolean, 20_000);
  const names = () => frame.locator(".entity").evaluateAll((all) => all.map((one) => one.dataset.name).sort());
  assert.deepEqual(await names(), ["Account", "Post", "Role", "Tag"]);
  await picture("diagram");

  await frame.locator(".entity[data-name=Tag] .name").click();
  await workbench.until("the file of the model", () => workbench.tab(), (tab) => tab === "posts.prisma", 15_000);
  await workbench.until("the model", () => workbench.cursor(), (at) => at === "10:7", 15_000);

  await workbench.press("End", "Enter");
  await workbench.type("color String");
  await workbench.until("the new field", () => frame.locator(".row[data-name=color]").count(), Boolean, 15_000);

  await frame.locator("#keys").check();
  await workbench.until("only keys", () => frame.locator(".row[data-name=title]").count(), (count) => count === 0, 15_000);
});

await workbench.close();
