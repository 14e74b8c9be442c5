/** The extension: it starts the server and hands over to it. What a schema means, only the server knows. */

import * as vscode from "vscode";
import { Server } from "./client";
import { database } from "./database";
import { DiagramView } from "./diagram";
import { explain, registerPages } from "./explain";
import { registerLenses } from "./lenses";
import { tellAboutOfficial } from "./official";
import { checkWorkspace, pull } from "./programs";
import { formatSchema } from "./schema";
import { StatusItem } from "./statusItem";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("prisma-analyzer", { log: true });
  const own = (server = new Server(context, output));
  const status = new StatusItem(own);
  const diagram = new DiagramView(own, context.extensionUri);
  const commands: Record<string, () => unknown> = {
    restartServer: () => own.restart(),
    showOutput: () => output.show(),
    showStatus: () => status.show(),
    explainFinding: explain,
    formatSchema: () => formatSchema(own),
    checkWorkspace: () => checkWorkspace(context),
    showDiagram: () => diagram.show(),
    connectDatabase: () => database(own, "connect"),
    refreshDatabase: () => database(own, "refresh"),
    disconnectDatabase: () => database(own, "disconnect"),
    pullSchema: () => pull(context),
  };
  for (const [name, command] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`prismaAnalyzer.${name}`, command));
  }
  context.subscriptions.push(output, own, status, diagram, registerPages(context), registerLenses());
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("prismaAnalyzer.server.path")) await own.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => own.settingsChanged()),
  );
  await own.start();
  void tellAboutOfficial(context);
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
