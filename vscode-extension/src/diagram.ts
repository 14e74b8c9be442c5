/** The diagram of a schema, beside its text. The server draws it; its page runs no script but its own. */

import * as vscode from "vscode";
import type { Server } from "./client";
import { type FromPage, isFromPage, type Wanted, WANT_ALL } from "./diagramMessages";

/** How long typing must rest before the diagram is drawn again, in milliseconds. */
const REST = 300;
/** How long it is waited for the focus, in milliseconds. */
const LONGEST_FOCUS = 500;

export class DiagramView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  /** The document whose schema is shown. */
  private document: vscode.Uri | undefined;
  private wanted: Wanted = WANT_ALL;
  private timer: NodeJS.Timeout | undefined;
  private readonly all: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly extension: vscode.Uri,
  ) {
    this.all = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === "prisma") this.redrawSoon();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.document.languageId === "prisma") this.follow(editor.document.uri);
      }),
    ];
  }

  /** Shows the diagram of the schema that the open document belongs to. */
  async show(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId === "prisma") this.document = editor.document.uri;
    if (this.document === undefined) {
      await vscode.window.showInformationMessage("Open a file of the schema that is to be shown.");
      return;
    }
    if (this.panel === undefined) this.open();
    this.wanted = WANT_ALL;
    const content = await this.draw(true);
    if (content !== undefined && this.panel !== undefined) this.panel.webview.html = content;
    this.panel?.reveal(undefined, true);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
    vscode.Disposable.from(...this.all).dispose();
  }

  private open(): void {
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("prismaAnalyzer.diagram", "Schema diagram", where, {
      enableScripts: true,
      retainContextWhenHidden: true,
      // It loads nothing at all, not even from the extension.
      localResourceRoots: [],
    });
    const icon = (theme: string) => vscode.Uri.joinPath(this.extension, "images", `schema-${theme}.svg`);
    panel.iconPath = { light: icon("light"), dark: icon("dark") };
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromPage(message)) void this.take(message);
    });
    this.panel = panel;
  }

  private async take(message: FromPage): Promise<void> {
    switch (message.kind) {
      case "go": {
        const place = new vscode.Position(message.line, message.column);
        const uri = this.server.client?.protocol2CodeConverter.asUri(message.file) ?? vscode.Uri.parse(message.file, true);
        const viewColumn = vscode.ViewColumn.One;
        if (this.panel !== undefined) await untilActive(this.panel);
        await vscode.window.showTextDocument(uri, { viewColumn, selection: new vscode.Range(place, place) });
        break;
      }
      case "want":
        this.wanted = message;
        await this.redraw(true);
        break;
      case "save":
        await save(message.svg, this.document);
        break;
    }
  }

  private follow(document: vscode.Uri): void {
    const before = this.document;
    this.document = document;
    if (before?.toString() !== document.toString()) this.redrawSoon();
  }

  private redrawSoon(): void {
    clearTimeout(this.timer);
    if (this.panel !== undefined) this.timer = setTimeout(() => void this.redraw(false), REST);
  }

  private async redraw(isOther: boolean): Promise<void> {
    const svg = await this.draw(false);
    if (svg !== undefined) await this.panel?.webview.postMessage({ kind: "drawing", svg, isOther });
  }

  private async draw(page: boolean): Promise<string | undefined> {
    const { client } = this.server;
    if (client === undefined || this.document === undefined) return undefined;
    const uri = client.code2ProtocolConverter.asUri(this.document);
    const { models, depth, keysOnly, onlyThisFile } = this.wanted;
    try {
      const params = { textDocument: { uri }, page, models, depth, keysOnly, onlyThisFile };
      return (await client.sendRequest<{ content: string } | null>("prismaAnalyzer/diagram", params))?.content;
    } catch {
      // It was edited meanwhile, and is drawn again soon.
      this.redrawSoon();
      return undefined;
    }
  }
}

/**
 * The click that asks for a text also gives the page the focus, which VS Code notices a little later. Who shows the text before that
 * loses the focus to the page again.
 */
async function untilActive(panel: vscode.WebviewPanel): Promise<void> {
  if (panel.active) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      changes.dispose();
      resolve();
    };
    const timer = setTimeout(end, LONGEST_FOCUS);
    const changes = panel.onDidChangeViewState(() => {
      if (panel.active) end();
    });
  });
}

async function save(svg: string, beside: vscode.Uri | undefined): Promise<void> {
  const defaultUri = beside && vscode.Uri.joinPath(beside, "..", "schema.svg");
  const target = await vscode.window.showSaveDialog({ ...(defaultUri && { defaultUri }), filters: { SVG: ["svg"] } });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(svg));
}
