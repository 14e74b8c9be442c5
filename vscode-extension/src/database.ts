/** The connection to a database, which the server holds. */

import * as vscode from "vscode";
import { openSettings, type Server } from "./client";

/** What can be done with the connection of a schema. The names are the ends of the server's commands. */
export type Deed = "connect" | "refresh" | "disconnect";

export async function database(server: Server, deed: Deed): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "prisma") {
    await vscode.window.showInformationMessage("Open a file of the schema whose database is meant.");
    return;
  }
  if (!vscode.workspace.isTrusted && deed !== "disconnect") {
    await vscode.window.showInformationMessage("Databases are only connected to in workspaces that you trust.");
    return;
  }
  if (deed === "connect" && !(await allowed(document.uri))) return;
  const { client } = server;
  if (client === undefined) return;
  try {
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    const command = `prismaAnalyzer.database.${deed}`;
    await client.sendRequest("workspace/executeCommand", { command, arguments: [{ uri }] });
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem);
    await vscode.window.showErrorMessage(`The database: ${message}`);
  }
}

/** Nothing is connected to before somebody said that it may be. */
async function allowed(document: vscode.Uri): Promise<boolean> {
  const settings = vscode.workspace.getConfiguration("prismaAnalyzer", document);
  if (settings.get<boolean>("database.enable", false)) return true;
  const answer = await vscode.window.showInformationMessage(
    "May prisma-analyzer connect to the databases of this workspace? It only reads how they are made, with the URL that the " +
      "schema's project or the setting prismaAnalyzer.database.url names.",
    "Allow for this workspace",
    "Open settings",
  );
  if (answer === "Open settings") await openSettings("prismaAnalyzer.database");
  if (answer !== "Allow for this workspace") return false;
  await settings.update("database.enable", true, vscode.ConfigurationTarget.Workspace);
  return true;
}
