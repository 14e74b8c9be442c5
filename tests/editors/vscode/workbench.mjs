// VS Code's window in headless Chromium: what a person does there, and what a person sees.

import path from "node:path";
import { chromium } from "playwright-core";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"];
const PATIENCE = 60_000;

// Editors draw blanks as no-break spaces.
const plain = (text) => (text ?? "").replace(/\u00a0/g, " ").replace(/\u200b/g, "");
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

export async function browser() {
  return await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
}

export class Workbench {
  /** Opens a folder with a file of it. */
  static async open({ url, folder, file, colorScheme = "light", width = 1280, height = 800 }) {
    const workbench = new Workbench();
    workbench.browser = await browser();
    const context = await workbench.browser.newContext({ viewport: { width, height }, colorScheme });
    workbench.page = await context.newPage();
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
    const input = await this.quickInput("F1", `>${title}`);
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    const said = async () => plain(await row.getAttribute("aria-label").catch(() => ""));
    await this.until(`the command ${title}`, said, (label) => label.toLowerCase().includes(title.toLowerCase()), 15_000);
    await this.press("Enter");
    await input.waitFor({ state: "hidden" });
  }

  async openFile(name) {
    await this.quickInput("Control+P", name);
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    const said = async () => plain(await row.getAttribute("aria-label").catch(() => ""));
    await this.until(`the file ${name}`, said, (label) => label.includes(name), 15_000);
    await this.press("Enter");
    await this.until(`the tab of ${name}`, () => this.tab(), (tab) => tab === name);
  }

  /** Puts the cursor at a line and column from 1. */
  async goTo(line, column) {
    const input = await this.quickInput("Control+G", `:${line}:${column}`);
    await this.press("Enter");
    await input.waitFor({ state: "hidden" });
    await this.until("the cursor", () => this.cursor(), (at) => at === `${line}:${column}`);
  }

  async quickInput(key, text) {
    const input = this.page.locator(".quick-input-widget input.input").first();
    await this.press(key);
    await input.waitFor({ state: "visible" });
    await input.fill(text);
    return input;
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
    return await this.until("suggestions", () => rows.evaluateAll((all) => all.map((row) => row.querySelector(".label-name")?.textContent)), (all) => all.length > 0, 15_000);
  }

  async statusBar() {
    return plain((await this.page.locator(".part.statusbar .statusbar-item").allInnerTexts()).join(" | "));
  }

  async notifications() {
    return (await this.page.locator(".notification-list-item-message").allInnerTexts()).map(plain);
  }

  async screenshot(file) {
    // Animations and the blinking cursor settle.
    await pause(400);
    await this.page.screenshot({ path: file });
  }
}
