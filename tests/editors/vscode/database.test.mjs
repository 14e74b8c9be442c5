// A schema and its database in VS Code: connected, compared, repaired, let go of, pulled; and left alone where the workspace is not trusted.
//   node database.test.mjs URL FOLDER PICTURES STATE
// FOLDER is a new folder, STATE the one that code-server keeps everything in.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { Workbench } from "./workbench.mjs";

const [url, folder, pictures, state] = process.argv.slice(2);
const user = path.join(state, "user-data", "User");
const settings = JSON.parse(readFileSync(path.join(user, "settings.json"), "utf8"));
const set = (more) => writeFileSync(path.join(user, "settings.json"), JSON.stringify({ ...settings, ...more }));

function schemaIn(name, provider, address, blocks) {
  const place = path.join(folder, name);
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, "schema.prisma"), `datasource db {\n  provider = "${provider}"\n  url      = "${address}"\n}\n\n${blocks}`);
  return place;
}

const shop = schemaIn("shop", "sqlite", "file:./shop.db", "model Item {\n  id   Int    @id @default(autoincrement())\n  name String\n}\n");
const text = () => readFileSync(path.join(shop, "schema.prisma"), "utf8");
const sql = (statement) =>
  execFileSync("python3", ["-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()", path.join(shop, "shop.db"), statement]);
sql('CREATE TABLE "Item" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL)');

let workbench = await Workbench.open({ url, folder: shop, file: "schema.prisma", pictures });
const says = (what) => workbench.until(`the status bar saying "${what}"`, () => workbench.schemaStatus(), (said) => said.includes(`database ${what}`));
const lens = (title) => workbench.page.locator(".codelens-decoration a", { hasText: title }).first().click();
const differences = (count) => workbench.until(`${count} differences`, () => workbench.squiggles("info"), (found) => found === count);

await workbench.step("a database is not connected to by itself", async () => {
  await says("not connected");
});

await workbench.step("a command connects", async () => {
  await workbench.command("prisma-analyzer: Connect to the database of the schema");
  await says("connected");
  await differences(0);
});

await workbench.step("a new column is found when the database is read again", async () => {
  sql('ALTER TABLE "Item" ADD COLUMN "price" INTEGER');
  await workbench.command("prisma-analyzer: Read the connected database again");
  await differences(1);
  await workbench.picture("difference");
});

await workbench.step("the repair takes it over, and the finding goes", async () => {
  await workbench.goTo(6, 8);
  const row = await workbench.repairs("Take over");
  await workbench.picture("difference-repair");
  await row.click();
  await workbench.until("the field", () => workbench.text(), (shown) => /\n {2}price Int\?/.test(shown));
  await differences(0);
});

await workbench.step("after disconnecting nothing is compared", async () => {
  await workbench.goTo(9, 3);
  await workbench.type("extra Int?");
  await workbench.press("Enter");
  await differences(1);
  await workbench.command("prisma-analyzer: Disconnect from the database");
  await says("not connected");
  await differences(0);
});

await workbench.step("the lens at the datasource connects, too", async () => {
  await workbench.picture("lens");
  await lens("Connect to the database");
  await says("connected");
  await differences(1);
  assert.deepEqual(await workbench.notifications(), []);
});

await workbench.step("when there is a new migration the database may have changed, and a click on the status reads it again", async () => {
  mkdirSync(path.join(shop, "migrations", "1_more"), { recursive: true });
  writeFileSync(path.join(shop, "migrations", "1_more", "migration.sql"), 'ALTER TABLE "Item" ADD COLUMN "more" TEXT;\n');
  await says("connected, but");
  await workbench.picture("stale");
  sql('ALTER TABLE "Item" ADD COLUMN "more" TEXT');
  await workbench.page.locator(".part.statusbar .statusbar-item[id*='prismaAnalyzer'] a").first().click();
  await workbench.until("the status bar saying nothing more of it", () => workbench.schemaStatus(), (said) => /database connected(?!, but)/.test(said));
  await differences(2);
  await workbench.command("prisma-analyzer: Disconnect from the database");
  await says("not connected");
});

await workbench.step("pulling shows what would change, and writes it when asked", async () => {
  sql('ALTER TABLE "Item" ADD COLUMN "color" TEXT');
  await workbench.command("prisma-analyzer: Pull the schema from its database");
  await workbench.until("the question", () => workbench.notifications(), (all) => all.some((one) => one.includes("what pulling changes")));
  assert.ok(!text().includes("color"), "nothing was written before");
  await workbench.picture("pull");
  await workbench.answer("Write the changes");
  await workbench.until("the new column in the file", text, (now) => /\n {2}color +String\?\n/.test(now));
  assert.ok(!text().includes("extra"), text());
  await workbench.until("the new column in the editor", () => workbench.text(), (shown) => /\n {2}color +String\?/.test(shown));
});

await workbench.step("a database that cannot be read is told of", async () => {
  writeFileSync(path.join(shop, "schema.prisma"), text().replace("file:./shop.db", "file:./none.db"));
  await workbench.until("the changed file", () => workbench.text(), (shown) => shown.includes("none.db"));
  await workbench.command("prisma-analyzer: Connect to the database of the schema");
  await says("cannot be read");
  await workbench.until("the reason", () => workbench.notifications(), (all) => all.some((one) => one.startsWith("The database:")));
  await workbench.picture("no-database");
});
await workbench.close();

// Somebody who lets all databases be connected to opens what is not trusted. A server of ours counts who comes.
let visits = 0;
const visited = createServer((socket) => {
  visits++;
  socket.destroy();
});
await new Promise((resolve) => visited.listen(0, "127.0.0.1", resolve));
const strange = schemaIn("strange", "postgresql", `postgresql://u:p@127.0.0.1:${visited.address().port}/db`, "model Item {\n  id Int @id\n  other Othr\n}\n");
set({ "security.workspace.trust.enabled": true, "prismaAnalyzer.database.enable": true });
workbench = await Workbench.open({ url, folder: strange, file: "schema.prisma", pictures });

await workbench.step("a workspace that is not trusted is checked, and its database left alone", async () => {
  await workbench.until("a squiggle", () => workbench.squiggles());
  const refused = (all) => all.some((one) => one.includes("workspaces that you trust"));
  const refusal = () => workbench.until("the refusal", () => workbench.notifications(), refused);
  await workbench.command("prisma-analyzer: Connect to the database of the schema");
  await refusal();
  await workbench.picture("untrusted");
  await workbench.command("Notifications: Clear All Notifications");
  await workbench.until("no notification", () => workbench.notifications(), (all) => all.length === 0);
  await lens("Connect to the database");
  await refusal();
  assert.match(await workbench.schemaStatus(), /database not connected/);
  assert.equal(visits, 0);
});

await workbench.step("when it becomes trusted, the database is asked", async () => {
  await workbench.answer("Manage trust");
  await workbench.page.locator(".workspace-trust-editor .monaco-button", { hasText: "Trust" }).first().click();
  // The user's settings let it be connected to without a further word.
  await workbench.until("somebody coming to the database", () => visits, Boolean);
  await workbench.command("View: Close All Editors");
  await workbench.openFile("schema.prisma");
  await says("cannot be read");
});
await workbench.close();
visited.close();
