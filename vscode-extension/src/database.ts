/** The connection to a database, which the server holds. */

import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import type { Server } from "./client";

/** What can be done with the connection of a schema. The names are the ends of the server's commands. */
export type Deed = "connect" | "refresh" | "disconnect";

/** The server's commands. The client library registers them with the editor, so the extension's own have other names. */
const COMMANDS = "prismaAnalyzer.database.";

/** Does it for the schema of the open document. */
export async function database(server: Server, deed: Deed): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "prisma") {
    await vscode.window.showInformationMessage("Open a file of the schema whose database is meant.");
    return;
  }
  const { client } = server;
  if (client === undefined) {
    await vscode.window.showInformationMessage("The server of prisma-analyzer does not run.");
    return;
  }
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  await vscode.commands.executeCommand(`${COMMANDS}${deed}`, { uri });
}

/**
 * All commands of the server pass here, whoever gave them: the palette, a lens, a key. In workspaces that are not trusted no database is
 * contacted, because the workspace decides where the URL leads.
 */
export const executeCommand: NonNullable<Middleware["executeCommand"]> = async (command, args, next) => {
  if (!command.startsWith(COMMANDS)) return await next(command, args);
  if (!vscode.workspace.isTrusted && command !== `${COMMANDS}disconnect`) {
    await tellOfTrust();
    return;
  }
  try {
    return await next(command, args);
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem);
    await vscode.window.showErrorMessage(`The database: ${message}`);
  }
};

/** Says why no database is contacted. */
export async function tellOfTrust(): Promise<void> {
  const manage = "Manage trust";
  const answer = await vscode.window.showInformationMessage("Databases are only connected to in workspaces that you trust.", manage);
  if (answer === manage) await vscode.commands.executeCommand("workbench.trust.manage");
}

/** The server's settings, under which it connects to nothing by itself as long as the workspace is not trusted. */
export function trusted(settings: unknown): unknown {
  if (vscode.workspace.isTrusted || typeof settings !== "object" || settings === null) return settings;
  const { database } = settings as { database?: object };
  return { ...settings, database: { ...database, enable: false } };
}
