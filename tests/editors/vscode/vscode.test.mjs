// The extension in VS Code, as a person uses it: one window, one step after the other.
//   node vscode.test.mjs URL FOLDER PICTURES STATE
// FOLDER is a copy of `schema/` that may be changed, STATE the folder that code-server keeps everything in. A step that fails leaves a
// picture of the window.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Workbench } from "./workbench.mjs";

const [url, folder, pictures, state] = process.argv.slice(2);
// A page that shows a schema.
writeFileSync(path.join(folder, "notes.md"), "# Notes\n\n```prisma\nmodel Note {\n  id Int @id\n}\n```\n");
const read = (name) => readFileSync(path.join(folder, name), "utf8");
const workbench = await Workbench.open({ url, folder, file: "base.prisma", pictures });
const { page } = workbench;
const step = (title, run) => workbench.step(title, run);
const picture = (name) => workbench.picture(name);
const squiggle = () => workbench.until("a squiggle", () => workbench.squiggles());

await step("a broken schema has a squiggle", async () => {
  await squiggle();
  assert.match(await workbench.text(), /email Strng/);
  await picture("finding");
});

/** How long it took from each start of a server to its first findings, as the output says. */
function startTimes() {
  const logs = path.join(state, "user-data", "logs");
  const outputs = readdirSync(logs, { recursive: true }).filter((name) => name.endsWith("prisma-analyzer.log"));
  const found = outputs.flatMap((name) => [...readFileSync(path.join(logs, name), "utf8").matchAll(/came after (\d+) ms/g)]);
  return found.map(([, time]) => Number(time));
}

/** The processes of the server that comes with the extension. */
function servers() {
  const programOf = (process) => {
    try {
      return readlinkSync(`/proc/${process}/exe`);
    } catch {
      return "";
    }
  };
  const program = path.join(state, "extensions");
  return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && programOf(entry).startsWith(program));
}

const anotherThan = (before) => workbench.until("another server", () => servers().find((one) => !before.includes(one)));

await step("a server that is started anew finds it again", async () => {
  const before = servers();
  assert.equal(before.length, 1, "there is one server");
  await workbench.command("prisma-analyzer: Restart the server");
  await anotherThan(before);
  await squiggle();
});

await step("from the start of a server to its first findings it takes less than a second", async () => {
  const times = await workbench.until("both times in the output", startTimes, (all) => all.length === 2);
  console.log(`   from the start of the server to the first findings: ${times.join(" ms, ")} ms`);
  // Where a machine does much else, one of the two may be late.
  assert.ok(Math.min(...times) < 1000, "it is slow");
});

await step("a server that is killed is started again", async () => {
  const before = servers();
  process.kill(Number(before[0]), "SIGKILL");
  await anotherThan(before);
  await squiggle();
});

await step("the status bar says the version of Prisma", async () => {
  await workbench.until("the status", () => workbench.statusBar(), (text) => text.includes("Prisma 7"));
});

await step("a finding is explained", async () => {
  await workbench.goTo(8, 10);
  await workbench.command("prisma-analyzer: Explain the finding under the cursor");
  const tab = page.locator(".tab[data-resource-name='type-unknown.md']");
  await tab.waitFor({ state: "visible" });
  await workbench.command("View: Close Editors in Other Groups");
  await workbench.until("the schema alone", () => page.locator(".editor-group-container").count(), (count) => count === 1);
});

await step("the whole workspace is checked by a task", async () => {
  await workbench.command("prisma-analyzer: Check all schemas of the workspace");
  const terminal = page.locator(".terminal-wrapper.active");
  await terminal.waitFor({ state: "visible" });
  // The terminal draws on a canvas; the task's end stands in its tab or its list.
  await workbench.until("the end of the task", () => page.locator(".part.panel").innerText(), (text) => /check/.test(text));
  await picture("check");
  await workbench.command("View: Hide Panel");
});

await step("the quick fix repairs it", async () => {
  await workbench.goTo(8, 10);
  const row = await workbench.repairs("String");
  await picture("repair");
  await row.click();
  await workbench.until("the repair", () => workbench.text(), (text) => text.includes("email String @unique"));
  await workbench.until("no squiggle", () => workbench.squiggles(), (count) => count === 0);
});

await step("keywords are coloured in Markdown, and types as what they are", async () => {
  await workbench.openFile("notes.md");
  await workbench.goTo(4, 2);
  const fenced = await workbench.scopes();
  for (const scope of ["storage.type.block.prisma", "meta.embedded.block.prisma", "text.html.markdown"]) assert.ok(fenced.includes(scope), fenced);
  await workbench.openFile("base.prisma");
  // The grammar cannot know that it is an enum.
  await workbench.goTo(10, 10);
  const type = await workbench.scopes();
  assert.match(type, /semantic token type *enum/);
  assert.match(type, /entity\.name\.type\.enum\.prisma|foreground.*enum/);
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
  await workbench.until("the file", () => read("base.prisma"), (text) => text.includes("  email String    @unique\n"));
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
  await workbench.until("the other file", isRenamed, Boolean);
  // What is in the database keeps its name.
  assert.match(read("base.prisma"), /@@map\("User"\)/);
});

await step("from a relation field to its other side", async () => {
  const line = read("base.prisma").split("\n").findIndex((text) => text.includes("posts")) + 1;
  await workbench.goTo(line, 4);
  await workbench.command("Go to Implementations");
  await workbench.until("the other file", () => workbench.tab(), (tab) => tab === "posts.prisma");
  await workbench.until("the field", () => workbench.cursor(), (at) => at?.startsWith("5:"));
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
  const frame = await workbench.until("the diagram", drawn, Boolean);
  const names = () => frame.locator(".entity").evaluateAll((all) => all.map((one) => one.dataset.name).sort());
  assert.deepEqual(await names(), ["Account", "Post", "Role", "Tag"]);
  await picture("diagram");

  await frame.locator(".entity[data-name=Tag] .name").click();
  await workbench.until("the file of the model", () => workbench.tab(), (tab) => tab === "posts.prisma");
  await workbench.until("the model", () => workbench.cursor(), (at) => at === "10:7");

  await workbench.press("End", "Enter");
  await workbench.type("color String");
  await workbench.until("the new field", () => frame.locator(".row[data-name=color]").count(), Boolean);

  await frame.locator("#keys").check();
  await workbench.until("only keys", () => frame.locator(".row[data-name=title]").count(), (count) => count === 0);

  await frame.locator("#file").check();
  await workbench.until("only what is in this file", names, (all) => all.join(" ") === "Account Post Tag" || all.join(" ") === "Post Tag");
  await frame.locator("#file").uncheck();
  await workbench.until("all files", names, (all) => all.length === 4);

  await frame.locator("#search").fill("Account");
  await frame.locator("#search").press("Escape");
  await frame.locator(".entity[data-name=Account] .name").click();
  await workbench.until("the file of the chosen model", () => workbench.tab(), (tab) => tab === "base.prisma");
  await frame.locator("#depth").selectOption("1");
  await workbench.until("what is near it", names, (all) => !all.includes("Tag") && all.includes("Post"));
  await frame.locator("#depth").selectOption("");
  await workbench.until("everything", names, (all) => all.length === 4);

  await workbench.command("Preferences: Toggle between Light/Dark Themes");
  const paper = () => frame.locator(".paper").evaluate((one) => getComputedStyle(one).fill);
  const isDark = (fill) => fill.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 80);
  await workbench.until("the dark theme", paper, isDark);
  await picture("diagram-dark");
  await workbench.command("Preferences: Toggle between Light/Dark Themes");
  await workbench.until("the light theme", paper, (fill) => !isDark(fill));

  await frame.locator("#save").click();
  // VS Code proposes a file beside the schema.
  await workbench.until("the question where to", () => page.locator(".quick-input-widget input.input").first().inputValue().catch(() => ""), (value) => value.endsWith("schema.svg"));
  await workbench.press("Enter");
  await workbench.until("the drawing in the file", () => existsSync(path.join(folder, "schema.svg")) && read("schema.svg"), (text) => text && /^<svg [^>]*class="schema"/.test(text));
});

await step("all files of the schema are laid out at once", async () => {
  // It was the diagram that had the keys.
  await workbench.focusEditor();
  await workbench.openFile("posts.prisma");
  // The new name has moved what stands behind it, in this file too.
  assert.match(read("posts.prisma"), /\n {2}author {4}Account {5}@relation/);
  await workbench.command("prisma-analyzer: Format all files of the schema");
  await workbench.until("the layout", () => workbench.text(), (text) => /\n {2}author {4}Account {2}@relation/.test(text));
  await workbench.command("File: Save All Files");
  await workbench.until("the file", () => read("posts.prisma"), (text) => /\n {2}author {4}Account {2}@relation/.test(text));
});

await step("a page says which version of Prisma is in force, and why", async () => {
  await workbench.command("prisma-analyzer: Show the status of the schema");
  const page = workbench.page.locator(".editor-group-container", { has: workbench.page.locator(".tab[data-resource-name='Status.md']") });
  await workbench.until("the reason", () => page.locator(".view-line").allInnerTexts(), (lines) => /Prisma 7.*nothing says otherwise/.test(lines.join(" ").replace(/\s+/g, " ")));
  await picture("status");
  await workbench.command("View: Close Editors in Other Groups");
});

await step("the walkthrough is there", async () => {
  await workbench.command("Welcome: Open Walkthrough...");
  await page.locator(".quick-input-widget input.input").first().fill("Get started with prisma-analyzer");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "Get started with prisma-analyzer" }).first().click();
  await workbench.until("its steps", () => page.locator(".getting-started-step").count(), (count) => count === 5);
  await picture("walkthrough");
});

await step("settings are heeded while everything runs", async () => {
  await workbench.openFile("base.prisma");
  await workbench.until("no squiggle", () => workbench.squiggles(), (count) => count === 0);
  mkdirSync(path.join(folder, ".vscode"), { recursive: true });
  writeFileSync(path.join(folder, ".vscode", "settings.json"), '{ "prismaAnalyzer.prismaVersion": "6", "prismaAnalyzer.codeLens.enable": true }');
  // Prisma 6 wants a URL in the datasource.
  await squiggle();
  await workbench.until("the version", () => workbench.statusBar(), (text) => text.includes("Prisma 6"));
  await workbench.openFile("posts.prisma");
  await workbench.until("lenses", () => page.locator(".codelens-decoration a").count());
  await picture("lenses");
});

await step("a server that ends again and again is given up, which is said, and started when asked", async () => {
  await workbench.openFile("base.prisma");
  const isGivenUp = (all) => all.some((one) => one.includes("ended again and again"));
  await workbench.until("the notice", async () => {
    for (const server of servers()) process.kill(Number(server), "SIGKILL");
    return await workbench.notifications();
  }, isGivenUp);
  assert.deepEqual(servers(), []);
  assert.equal((await workbench.notifications()).length, 1, "nothing else is said");
  await picture("given-up");
  await workbench.answer("Try again");
  await anotherThan([]);
  await workbench.until("the status", () => workbench.schemaStatus(), (said) => said.includes("Prisma 6"));
  await squiggle();
});

await workbench.close();
