// What the extension says when its server cannot be started, and when Prisma's own extension is there as well:
//   node notices.test.mjs URL FOLDER PICTURES
// The folder's settings name a server that does not exist.

import assert from "node:assert/strict";
import path from "node:path";
import { Workbench } from "./workbench.mjs";

const [url, folder, pictures] = process.argv.slice(2);
const open = () => Workbench.open({ url, folder, file: "base.prisma" });
const isOfServer = (message) => message.includes("/nowhere/prisma-analyzer did not start");
const isOfOther = (message) => message.includes("Prisma's own extension is enabled");

const first = await open();
const notices = await first.until("the notices", () => first.notifications(), (all) => all.some(isOfServer) && all.some(isOfOther), 30_000);
assert.equal(notices.filter(isOfOther).length, 1);
const offered = (await first.page.locator(".notifications-toasts .monaco-button").allInnerTexts()).join(" ");
for (const word of ["Try again", "Open settings", "Keep both", "Switch the other one off"]) assert.ok(offered.includes(word), offered);
await first.screenshot(path.join(pictures, "notices.png"));
console.log("ok: it says that the server cannot be started, and that there is another extension");
await first.close();

const second = await open();
await second.until("the notice", () => second.notifications(), (all) => all.some(isOfServer), 30_000);
await second.page.waitForTimeout(1000);
assert.ok(!(await second.notifications()).some(isOfOther));
console.log("ok: it tells of the other extension only once");
await second.close();
