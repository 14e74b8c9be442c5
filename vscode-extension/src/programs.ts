/** Runs of the program in a terminal: checking everything, and pulling a schema from a database. */

import { relative } from "node:path";
import * as vscode from "vscode";
import { tellOfTrust } from "./database";
import { findServer } from "./server";

/** Checks all schemas of the workspace; findings in closed files join those in open ones in the Problems view. */
export async function checkWorkspace(context: vscode.ExtensionContext): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  if (folder === undefined) {
    await vscode.window.showInformationMessage("There is no folder open to look for schemas in.");
    return;
  }
  await run(context, folder, "check", ["check"]);
}

/** Shows what pulling the database's schema would change, and offers to do it. */
export async function pull(context: vscode.ExtensionContext): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "prisma" || document.uri.scheme !== "file") {
    await vscode.window.showInformationMessage("Open a file of the schema that is to be pulled.");
    return;
  }
  if (!vscode.workspace.isTrusted) {
    await tellOfTrust();
    return;
  }
  await document.save();
  const folder = vscode.workspace.getWorkspaceFolder(document.uri) ?? folderOf(document.uri);
  const url = vscode.workspace.getConfiguration("prismaAnalyzer", document).get<string | null>("database.url");
  // Not as an argument, which others could read: it may hold a password.
  const env: Record<string, string> = url ? { PRISMA_ANALYZER_URL: url } : {};
  const file = relative(folder.uri.fsPath, document.uri.fsPath);
  const status = await run(context, folder, "pull (preview)", ["pull", "--diff", "--check", file], env);
  if (status === 0) {
    await vscode.window.showInformationMessage("The schema says already what is in the database.");
    return;
  }
  // 1 says that there are differences, as with all programs that compare.
  if (status !== 1) {
    await vscode.window.showErrorMessage("The database could not be pulled; the terminal says why.");
    return;
  }
  const write = "Write the changes";
  const answer = await vscode.window.showInformationMessage("The terminal shows what pulling changes.", write);
  if (answer === write) await run(context, folder, "pull", ["pull", file], env);
}

function folderOf(file: vscode.Uri): vscode.WorkspaceFolder {
  const uri = vscode.Uri.joinPath(file, "..");
  return { uri, name: "", index: 0 };
}

/** Runs the program in a terminal, without a shell, and gives its exit status; nothing if it did not run. */
async function run(
  context: vscode.ExtensionContext,
  folder: vscode.WorkspaceFolder,
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<number | undefined> {
  const program = await findServer(context);
  if (program === undefined) {
    await vscode.window.showErrorMessage("The program prisma-analyzer was not found.");
    return undefined;
  }
  const task = new vscode.Task(
    { type: "prisma-analyzer", command: name },
    vscode.TaskScope.Workspace,
    name,
    "prisma-analyzer",
    new vscode.ProcessExecution(program, args, { cwd: folder.uri.fsPath, env }),
    "$prisma-analyzer",
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true, panel: vscode.TaskPanelKind.Dedicated };
  const execution = await vscode.tasks.executeTask(task);
  return await new Promise((resolve) => {
    const ends = vscode.tasks.onDidEndTaskProcess((end) => {
      if (end.execution !== execution) return;
      ends.dispose();
      resolve(end.exitCode);
    });
  });
}
