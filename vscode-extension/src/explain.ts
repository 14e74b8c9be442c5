/** The page of the finding under the cursor. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { findServer } from "./server";

const SCHEME = "prisma-analyzer-rule";

/** Shows the page of the finding under the cursor, or of the first one on its line. */
export async function explain(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const code = editor && findingAt(editor);
  if (code === undefined) {
    await vscode.window.showInformationMessage("There is no finding of prisma-analyzer on this line.");
    return;
  }
  const server = await findServer(context);
  if (server === undefined) return;
  try {
    const { stdout } = await promisify(execFile)(server, ["explain", code]);
    await show(code, stdout);
  } catch (problem) {
    output.error(`The page of ${code} cannot be shown: ${String(problem)}`);
    output.show();
  }
}

function findingAt(editor: vscode.TextEditor): string | undefined {
  const cursor = editor.selection.active;
  const findings = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter((finding) => finding.source === "prisma-analyzer" && finding.range.start.line <= cursor.line)
    .filter((finding) => finding.range.end.line >= cursor.line);
  const finding = findings.find((finding) => finding.range.contains(cursor)) ?? findings[0];
  return typeof finding?.code === "string" ? finding.code : undefined;
}

async function show(code: string, page: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${code}.md` });
  const provider: vscode.TextDocumentContentProvider = { provideTextDocumentContent: () => page };
  const registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider);
  try {
    await vscode.workspace.openTextDocument(uri);
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  } finally {
    registration.dispose();
  }
}
