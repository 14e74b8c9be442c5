/** The page of the finding under the cursor. */

import { execFile } from "node:child_process";
import { basename } from "node:path/posix";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { findServer } from "./server";

/** Pages are documents of their own: `prisma-analyzer-rule:/CODE.md`. */
const SCHEME = "prisma-analyzer-rule";

/** Makes the pages of rules readable. */
export function registerPages(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => page(context, basename(uri.path, ".md")),
  });
}

async function page(context: vscode.ExtensionContext, code: string): Promise<string> {
  const server = await findServer(context);
  if (server === undefined) return "The program prisma-analyzer was not found.";
  const { stdout } = await promisify(execFile)(server, ["explain", code]);
  return stdout;
}

/** Shows the page of the finding under the cursor, or of the first one on its line. */
export async function explain(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const code = editor && findingAt(editor);
  if (code === undefined) {
    await vscode.window.showInformationMessage("There is no finding of prisma-analyzer on this line.");
    return;
  }
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${code}.md` });
  // As a document and not as a preview: previews are slow to open, and do not work in every place that VS Code runs in.
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  });
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
