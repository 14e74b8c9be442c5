/** The extension: it starts the server and hands over to it. What a schema means, only the server knows. */

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { explain, registerPages } from "./explain";
import { registerLenses } from "./lenses";
import { findServer } from "./server";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("prisma-analyzer", { log: true });
  const start = () => startServer(context, output);
  const register = (name: string, command: () => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(`prismaAnalyzer.${name}`, command));
  context.subscriptions.push(output, registerPages(context));
  register("restartServer", async () => {
    await stopServer();
    await start();
  });
  register("showOutput", () => output.show());
  register("explainFinding", explain);
  context.subscriptions.push(registerLenses());
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("prismaAnalyzer.server.path")) {
        await stopServer();
        await start();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stopServer();
}

async function startServer(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): Promise<void> {
  const command = await findServer(context);
  if (command === undefined) {
    await tellThatThereIsNoServer();
    return;
  }
  output.info(`The server is ${command}.`);
  const server: ServerOptions = { command, args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: "prisma" }],
    outputChannel: output,
    synchronize: { configurationSection: "prismaAnalyzer" },
  };
  client = new LanguageClient("prismaAnalyzer", "prisma-analyzer", server, options);
  try {
    await client.start();
  } catch (problem) {
    output.error(`The server did not start: ${String(problem)}`);
    const show = "Show output";
    const answer = await vscode.window.showErrorMessage(`The server ${command} did not start.`, show);
    if (answer === show) output.show();
  }
}

async function stopServer(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function tellThatThereIsNoServer(): Promise<void> {
  const open = "Open settings";
  const answer = await vscode.window.showErrorMessage(
    "The program prisma-analyzer was not found. Install it on PATH, or set prismaAnalyzer.server.path.",
    open,
  );
  if (answer === open) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "prismaAnalyzer.server.path");
  }
}
