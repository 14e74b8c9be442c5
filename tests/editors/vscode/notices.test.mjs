// What the extension says when its server cannot be started, and when Prisma's own extension is there as well:
//   node notices.test.mjs URL FOLDER PICTURES
// The folder's settings name a server that does not exist.

import assert from "node:assert/strict";
import { Workbench } from "./workbench.mjs";

const [url, folder, pictures] = process.argv.slice(2);
const isOfServer = (message) => message.includes("/nowhere/prisma-analyzer did not start");
const isOfOther = (message) => message.includes("Prisma's own extension is enabled");

const workbench = await Workbench.open({ url, folder, file: "base.prisma", pictures });
const notices = await workbench.until("the notices", () => workbench.notifications(), (all) => all.some(isOfServer) && all.some(isOfOther));
// Nothing else is said, by the client's library for one.
assert.equal(notices.length, 2, notices.join("\n"));
const offered = (await workbench.page.locator(".notifications-toasts .monaco-button").allInnerTexts()).join(" ");
for (const word of ["Try again", "Open settings", "Keep both", "The other one"]) assert.ok(offered.includes(word), offered);
await workbench.picture("notices");
console.log("ok: it says that the server cannot be started, and that there is another extension");

// What was said is kept in the browser, where VS Code writes it down after a while.
await workbench.until("the memory of it", () => workbench.isStored("toldAboutOfficialExtension"));
await workbench.page.reload({ waitUntil: "domcontentloaded" });
await workbench.until("the notice", () => workbench.notifications(), (all) => all.some(isOfServer));
await workbench.page.waitForTimeout(1000);
assert.ok(!(await workbench.notifications()).some(isOfOther));
console.log("ok: it tells of the other extension only once");
await workbench.close();
