// VS Code's window in headless Chromium: what a person does there, and what a person sees.

import path from "node:path";
import { chromium } from "playwright-core";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"];
/** How long things may take, in milliseconds. What works is much faster, also where a machine has much else to do. */
const PATIENCE = 120_000;

// Editors draw blanks as no-break spaces.
const plain = (text) => (text ?? "").replace(/\u00a0/g, " ").replace(/\u200b/g, "");
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

export async function browser() {
  return await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
}

export class Workbench {
  /** Opens a folder with a file of it. */
  static async open({ url, folder, file, pictures, colorScheme = "light", width = 1280, height = 800 }) {
    const workbench = new Workbench();
    workbench.pictures = pictures;
    workbench.browser = await browser();
    const context = await workbench.browser.newContext({ viewport: { width, height }, colorScheme });
    workbench.page = await context.newPage();
    workbench.page.setDefaultTimeout(PATIENCE);
    const address = new URL(url);
    address.searchParams.set("folder", folder);
    const opened = `vscode-remote://${address.host}${path.join(folder, file)}`;
    address.searchParams.set("payload", JSON.stringify([["openFile", opened]]));
    await workbench.page.goto(address.href, { waitUntil: "domcontentloaded", timeout: PATIENCE });
    await workbench.page.waitForSelector(".editor-group-container .monaco-editor .view-line", { timeout: PATIENCE });
    return workbench;
  }

  async close() {
    await this.browser.close();
  }

  /** One step of a test. If it fails, a picture shows the window, and everything ends. */
  async step(title, run) {
    const start = Date.now();
    try {
      await run();
    } catch (problem) {
      console.error(`not ok: ${title}\n${problem.stack}`);
      await this.picture("failed").catch(() => {});
      console.error("notifications:", await this.notifications().catch(() => "none can be read"));
      await this.close();
      process.exit(1);
    }
    console.log(`ok: ${title} (${Date.now() - start} ms)`);
  }

  /** Asks again and again until the answer is a good one, and gives it. */
  async until(what, question, isGood = Boolean, patience = PATIENCE) {
    const end = Date.now() + patience;
    for (;;) {
      const answer = await question();
      if (isGood(answer)) return answer;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}; the last answer: ${JSON.stringify(answer)}`);
      await pause(50);
    }
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text) {
    await this.page.keyboard.type(text, { delay: 15 });
  }

  /** Runs a command by its title. */
  async command(title) {
    await this.pick("F1", `>${title}`, (row) => row.toLowerCase().includes(title.toLowerCase()));
  }

  async openFile(name) {
    await this.pick("Control+P", name, (row) => row.includes(name));
    await this.until(`the tab of ${name}`, () => this.tab(), (tab) => tab === name);
  }

  /** Puts the cursor at a line and column from 1. */
  async goTo(line, column) {
    await this.pick("Control+G", `:${line}:${column}`);
    await this.until("the cursor", () => this.cursor(), (at) => at === `${line}:${column}`);
  }

  /**
   * Opens the field at the top by a key, types, and takes the first row that is offered, if it is the right one. The field is filled while
   * the window is still at work on other things, and does not always hear of it; then it is tried anew.
   */
  async pick(key, text, isRight = () => true) {
    const input = this.page.locator(".quick-input-widget input.input").first();
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    const comes = (state, timeout) => input.waitFor({ state, timeout }).then(() => true, () => false);
    let said = "";
    for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
      await this.press(key);
      // It closes again when something else takes the focus.
      if ((await comes("visible", 5_000)) && (await input.fill(text, { timeout: 5_000 }).then(() => true, () => false))) {
        const soon = Date.now() + 10_000;
        do {
          await pause(50);
          said = plain(await row.getAttribute("aria-label", { timeout: 1_000 }).catch(() => ""));
        } while (!isRight(said) && Date.now() < soon);
        if (isRight(said)) {
          await this.press("Enter");
          for (const late = Date.now() + 5_000; Date.now() < late; await pause(50)) {
            // It is closed, or asks the next question.
            const isTaken = !(await input.isVisible()) || (await input.inputValue().catch(() => "")) !== text;
            if (isTaken) return;
          }
        }
      }
      await this.press("Escape");
      await comes("hidden", 5_000);
    }
    throw new Error(`waited in vain for ${text}; the first row says: ${said}`);
  }

  async focusEditor() {
    await this.command("View: Focus First Editor Group");
  }

  /** Offers the repairs at the cursor, and gives the one with these words. */
  async repairs(words) {
    const row = this.page.locator(".action-widget .monaco-list-row", { hasText: words }).first();
    // What is found at the place may still be on its way to the editor, which then has nothing to offer.
    for (let attempt = 0; attempt < 10; attempt++) {
      await this.press("Control+.");
      const isThere = await row.waitFor({ state: "visible", timeout: 6_000 }).then(() => true, () => false);
      if (isThere) return row;
      await this.press("Escape");
    }
    throw new Error(`no repair with the words ${words} is offered`);
  }

  async cursor() {
    const text = await this.page.locator("#status\\.editor\\.selection").innerText().catch(() => "");
    const found = /Ln (\d+), Col (\d+)/.exec(text);
    return found && `${found[1]}:${found[2]}`;
  }

  async tab() {
    return await this.page.locator(".editor-group-container.active .tab.active").getAttribute("data-resource-name").catch(() => null);
  }

  /** The lines of the editor that can be seen. */
  async text() {
    const lines = await this.page.locator(".editor-group-container.active .monaco-editor .view-line").evaluateAll((all) =>
      all.map((line) => [parseFloat(line.style.top), line.textContent]).sort((one, other) => one[0] - other[0]).map((line) => line[1]),
    );
    return lines.map(plain).join("\n");
  }

  /** How many squiggles of a kind can be seen: error, warning, info, hint. */
  async squiggles(kind = "error") {
    return await this.page.locator(`.editor-group-container.active .cdr.squiggly-${kind}`).count();
  }

  /** The suggestions at the cursor. */
  async suggestions() {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row");
    if ((await rows.count()) === 0) await this.press("Control+Space");
    return await this.until("suggestions", () => rows.evaluateAll((all) => all.map((row) => row.querySelector(".label-name")?.textContent)), (all) => all.length > 0);
  }

  /** What colours the token at the cursor: the scopes of the grammar, and what the server says it is. */
  async scopes() {
    await this.command("Developer: Inspect Editor Tokens and Scopes");
    const widget = this.page.locator(".token-inspect-widget");
    const said = await this.until("the scopes", async () => plain(await widget.innerText().catch(() => "")), (text) => text.includes("textmate scopes"));
    await this.press("Escape");
    return said.replace(/\s+/g, " ");
  }

  async statusBar() {
    return plain((await this.page.locator(".part.statusbar .statusbar-item").allInnerTexts()).join(" | "));
  }

  /** What the status bar's item of the extension says to those who hear it. */
  async schemaStatus() {
    const items = this.page.locator(".part.statusbar .statusbar-item[id*='prismaAnalyzer'] [aria-label]");
    return plain((await items.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))).join(" "));
  }

  async notifications() {
    return (await this.page.locator(".notification-list-item-message").allInnerTexts()).map(plain);
  }

  /** Presses a button of a notification. */
  async answer(button) {
    await this.page.locator(".notifications-toasts .monaco-button", { hasText: button }).first().click({ timeout: PATIENCE });
  }

  /** Whether VS Code has written down something with these words in its storage, which is the browser's. */
  async isStored(words) {
    return await this.page.evaluate(async (words) => {
      const answer = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const { name } of await indexedDB.databases()) {
        const database = await answer(indexedDB.open(name));
        try {
          for (const store of database.objectStoreNames) {
            const values = await answer(database.transaction(store).objectStore(store).getAll());
            if (values.some((value) => JSON.stringify(value ?? null).includes(words))) return true;
          }
        } finally {
          database.close();
        }
      }
      return false;
    }, words);
  }

  async picture(name) {
    // Animations and the blinking cursor settle.
    await pause(400);
    await this.page.screenshot({ path: path.join(this.pictures, `${name}.png`) });
  }
}
