// The page that `prisma-analyzer diagram --format html` makes, in Chromium:
//   node diagram.test.mjs BINARY SCHEMA PICTURES

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { browser } from "../vscode/workbench.mjs";

const [binary, schema, pictures] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), "diagram-"));

/** So many models, most of which belong to one of a few. */
function large(count) {
  let text = 'datasource db {\n  provider = "sqlite"\n}\nmodel Tenant {\n  id Int @id\n';
  for (let index = 0; index < count; index++) text += `  m${index} M${index}[]\n`;
  text += "}\n";
  for (let index = 0; index < count; index++) {
    const parent = Math.floor(index / 3);
    text += `model M${index} {\n  id Int @id\n  name String\n  tenant Tenant @relation(fields: [tenantId], references: [id])\n  tenantId Int\n`;
    if (index > 0) text += `  parent M${parent} @relation("r${index}", fields: [parentId], references: [id])\n  parentId Int\n`;
    for (let child = Math.max(index * 3, 1); child < Math.min(index * 3 + 3, count); child++) text += `  c${child} M${child}[] @relation("r${child}")\n`;
    text += "}\n";
  }
  return text;
}

function page(name, source) {
  const file = path.join(folder, `${name}.html`);
  execFileSync(binary, ["diagram", "--schema", source, "--format", "html", "--output", file]);
  return file;
}

const chromium = await browser();

async function show(file, colorScheme) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, colorScheme });
  const shown = await context.newPage();
  shown.problems = [];
  shown.on("console", (message) => shown.problems.push(message.text()));
  shown.on("pageerror", (problem) => shown.problems.push(problem.message));
  shown.on("request", (request) => {
    if (!/^(file|blob):/.test(request.url())) shown.problems.push(`asked for ${request.url()}`);
  });
  await shown.goto(`file://${file}`);
  return shown;
}

const viewBox = (shown) => shown.locator("svg.schema").getAttribute("viewBox").then((text) => text.split(" ").map(Number));

async function test(title, run) {
  await run();
  console.log(`ok: ${title}`);
}

const small = page("small", schema);

for (const theme of ["light", "dark"]) {
  await test(`a page is shown, ${theme}, and loads nothing`, async () => {
    const shown = await show(small, theme);
    assert.equal(await shown.locator(".entity").count(), 4);
    const paper = await shown.locator(".paper").evaluate((one) => getComputedStyle(one).fill);
    assert.equal(paper, theme === "light" ? "rgb(255, 255, 255)" : "rgb(27, 31, 36)");
    await shown.screenshot({ path: path.join(pictures, `page-${theme}.png`) });
    assert.deepEqual(shown.problems, []);
  });
}

await test("the wheel enlarges, dragging moves, and everything can be shown again", async () => {
  const shown = await show(small, "light");
  const start = await viewBox(shown);
  await shown.mouse.move(640, 400);
  await shown.mouse.wheel(0, -300);
  await shown.waitForFunction((width) => Number(document.querySelector("svg").getAttribute("viewBox").split(" ")[2]) < width, start[2]);
  const near = await viewBox(shown);
  await shown.mouse.down();
  await shown.mouse.move(740, 450, { steps: 5 });
  await shown.mouse.up();
  const moved = await viewBox(shown);
  assert.ok(moved[0] < near[0] && moved[1] < near[1] && moved[2] === near[2], `${near} ${moved}`);
  await shown.locator("#fit").click();
  assert.deepEqual(await viewBox(shown), start);
});

await test("choosing a model shows what it is related to", async () => {
  const shown = await show(small, "light");
  await shown.locator(".entity[data-name=User] .name").click();
  const near = await shown.locator(".entity.near").evaluateAll((all) => all.map((one) => one.dataset.name).sort());
  assert.deepEqual(near, ["Post", "User"]);
});

await test("searching finds models and fields", async () => {
  const shown = await show(small, "light");
  await shown.locator("#search").fill("createdat");
  assert.equal(await shown.locator(".row.found").getAttribute("data-name"), "createdAt");
  assert.equal(await shown.locator("#count").innerText(), "1 found");
});

await test("the drawing is saved without what is marked in it", async () => {
  const shown = await show(small, "light");
  await shown.locator("#search").fill("user");
  const [download] = await Promise.all([shown.waitForEvent("download"), shown.locator("#save").click()]);
  const file = path.join(folder, "saved.svg");
  await download.saveAs(file);
  const text = readFileSync(file, "utf8");
  assert.ok(/^<svg [^>]*class="schema"/.test(text));
  for (const mark of [' found"', ' dimmed"', "data-file"]) assert.ok(!text.includes(mark), mark);
});

await test("200 models can be read", async () => {
  const source = path.join(folder, "large.prisma");
  writeFileSync(source, large(200));
  const before = Date.now();
  const file = page("large", source);
  console.log(`   drawn in ${Date.now() - before} ms`);
  const shown = await show(file, "light");
  await shown.screenshot({ path: path.join(pictures, "page-large.png") });
  await shown.locator("#search").fill("M77");
  await shown.locator("#search").press("Escape");
  // The found model is in the middle, and large enough to be read.
  const box = await shown.locator(".entity[data-name=M77]").boundingBox();
  assert.ok(box.height > 100 && box.x > 0 && box.y > 0 && box.x + box.width < 1280, JSON.stringify(box));
  await shown.screenshot({ path: path.join(pictures, "page-found.png") });
});

await chromium.close();
