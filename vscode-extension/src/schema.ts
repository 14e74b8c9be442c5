/** Formatting of all files of a schema at once. */

import * as vscode from "vscode";
import type { Server } from "./client";
import type { Status } from "./status";

/** Formats every file of the schema that the open document belongs to, as one change that can be undone. */
export async function formatSchema(server: Server): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || server.client === undefined) return;
  const uri = server.client.code2ProtocolConverter.asUri(document.uri);
  const status = await server.client.sendRequest<Status | null>("prismaAnalyzer/status", { textDocument: { uri } });
  const files = status === null ? [document.uri] : status.files.map((file) => vscode.Uri.file(file));
  const edit = new vscode.WorkspaceEdit();
  for (const file of files) {
    const opened = await vscode.workspace.openTextDocument(file);
    const options = vscode.workspace.getConfiguration("editor", opened);
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      "vscode.executeFormatDocumentProvider",
      file,
      { tabSize: options.get<number>("tabSize", 2), insertSpaces: options.get<boolean>("insertSpaces", true) },
    );
    if (edits !== undefined && edits.length > 0) edit.set(file, edits);
  }
  await vscode.workspace.applyEdit(edit);
  const changed = edit.size === 1 ? "1 file" : `${edit.size} files`;
  vscode.window.setStatusBarMessage(edit.size === 0 ? "The schema was formatted already." : `Formatted ${changed}.`, 4000);
}
