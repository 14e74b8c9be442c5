/** The item in the status bar: which version of Prisma is in force and why, and how the database is doing. */

import * as vscode from "vscode";
import type { Server } from "./client";
import type { DatabaseState, DatabaseStatus, Status } from "./status";
import { Databases, label, page, spoken } from "./status";

/** The page of the command "Show status" is a document of its own. */
const SCHEME = "prisma-analyzer-status";

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("prismaAnalyzer.status", vscode.StatusBarAlignment.Right, 90);
  private readonly databases = new Databases();
  private readonly pageChanged = new vscode.EventEmitter<vscode.Uri>();
  private readonly all: vscode.Disposable[];
  private text = page(null, "off", null);

  constructor(private readonly server: Server) {
    this.item.name = "Prisma schema";
    const refresh = () => void this.refresh();
    this.all = [
      this.item,
      this.pageChanged,
      vscode.window.onDidChangeActiveTextEditor(refresh),
      vscode.workspace.onDidSaveTextDocument(refresh),
      vscode.workspace.onDidChangeConfiguration(refresh),
      // Findings are published after whatever could change the answer.
      vscode.languages.onDidChangeDiagnostics(refresh),
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
        onDidChange: this.pageChanged.event,
        provideTextDocumentContent: () => `# Status\n\n${this.text}`,
      }),
      server.onStarted((client) => {
        this.databases.forget();
        client.onNotification("prismaAnalyzer/databaseStatus", (status: DatabaseStatus) => {
          this.databases.take(client.protocol2CodeConverter.asUri(status.uri).fsPath, status);
          refresh();
        });
        refresh();
      }),
    ];
  }

  /** Shows everything that is known, in a document beside. */
  async show(): Promise<void> {
    await this.refresh();
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: SCHEME, path: "/Status.md" }));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  dispose(): void {
    vscode.Disposable.from(...this.all).dispose();
  }

  private async refresh(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== "prisma") {
      // Output and search views are no reason to hide it; other files are.
      if (document === undefined || document.uri.scheme === "file") this.item.hide();
      return;
    }
    const { client } = this.server;
    if (client === undefined) {
      this.item.text = "$(error) Prisma";
      this.item.tooltip = "The server of prisma-analyzer does not run.";
      this.item.accessibilityInformation = { label: this.item.tooltip };
      this.item.command = "prismaAnalyzer.showOutput";
      this.item.show();
      return;
    }
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    try {
      const status = await client.sendRequest<Status | null>("prismaAnalyzer/status", { textDocument: { uri } });
      this.display(status, document.uri.fsPath);
    } catch {
      // It was edited meanwhile; the next findings ask again.
    }
  }

  private display(status: Status | null, path: string): void {
    const told = this.databases.of([...(status?.files ?? []), path]);
    const state: DatabaseState = told?.state ?? status?.database.state ?? "off";
    this.text = page(status, state, told?.detail ?? status?.database.detail);
    this.item.text = label(status, state);
    this.item.accessibilityInformation = { label: spoken(status, state) };
    this.item.tooltip = new vscode.MarkdownString(state === "stale" ? `${this.text}\nA click reads the database again.` : this.text);
    this.item.command = state === "stale" ? "prismaAnalyzer.refreshDatabase" : "prismaAnalyzer.showStatus";
    this.item.show();
    this.pageChanged.fire(vscode.Uri.from({ scheme: SCHEME, path: "/Status.md" }));
  }
}
