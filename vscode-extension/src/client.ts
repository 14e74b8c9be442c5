/** The server's process: it is started, started again when it ends by itself, and told about when that does not help. */

import * as vscode from "vscode";
import {
  CloseAction,
  DidChangeConfigurationNotification,
  ErrorAction,
  LanguageClient,
  State,
  type ErrorHandler,
  type LanguageClientOptions,
  type Middleware,
  type ServerOptions,
} from "vscode-languageclient/node";
import { executeCommand, trusted } from "./database";
import { Patience } from "./patience";
import { findServer } from "./server";

/** Starts and stops the server, one at a time. */
export class Server implements vscode.Disposable {
  private readonly patience = new Patience();
  private readonly started = new vscode.EventEmitter<LanguageClient>();
  /** Happens whenever a server can be asked, also after it was started again. */
  readonly onStarted = this.started.event;
  private running: LanguageClient | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Whom to ask; nothing while there is no server. */
  get client(): LanguageClient | undefined {
    return this.running?.state === State.Running ? this.running : undefined;
  }

  async start(): Promise<void> {
    const command = await findServer(this.context);
    if (command === undefined) {
      void this.tellThatThereIsNone();
      return;
    }
    this.output.info(`The server is ${command}.`);
    const options = { ...this.options(), middleware: { ...MIDDLEWARE, ...this.firstFindings(Date.now()) } };
    const client = new QuietClient("prismaAnalyzer", "prisma-analyzer", how(command), options);
    this.running = client;
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.started.fire(client);
    });
    try {
      await client.start();
    } catch (problem) {
      this.output.error(`The server did not start: ${String(problem)}`);
      void this.tellOfFailure(`The server ${command} did not start: ${reason(problem)}`);
    }
  }

  async stop(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    // One that never started cannot be stopped, and that is no news.
    await running?.dispose().catch((problem: unknown) => this.output.info(`While stopping: ${String(problem)}`));
  }

  async restart(): Promise<void> {
    this.patience.renew();
    await this.stop();
    await this.start();
  }

  /** The server asks for its settings anew. */
  async settingsChanged(): Promise<void> {
    await this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  dispose(): void {
    this.started.dispose();
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: [{ language: "prisma" }],
      outputChannel: this.output,
      errorHandler: this.errorHandler(),
      // The library would show the bare message; who starts the client tells what happened.
      initializationFailedHandler: (problem: unknown) => {
        this.output.error(`The server could not be set up: ${reason(problem)}`);
        return false;
      },
      markdown: { supportHtml: false },
    };
  }

  /** Says in the output how long it took until something was found. */
  private firstFindings(start: number): Middleware {
    let isFirst = true;
    return {
      handleDiagnostics: (uri, findings, next) => {
        if (isFirst && findings.length > 0) {
          isFirst = false;
          this.output.info(`The first findings came after ${Date.now() - start} ms.`);
        }
        next(uri, findings);
      },
    };
  }

  private errorHandler(): ErrorHandler {
    return {
      error: () => ({ action: ErrorAction.Continue }),
      closed: async () => {
        const delay = this.patience.ended(Date.now());
        if (delay === undefined) {
          void this.tellOfFailure("The server ended again and again, and is not started any more.");
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        this.output.warn(`The server ended. It is started again in ${delay} ms.`);
        await new Promise((resolve) => setTimeout(resolve, delay));
        return { action: CloseAction.Restart, handled: true };
      },
    };
  }

  private async tellThatThereIsNone(): Promise<void> {
    const message =
      "The program prisma-analyzer was not found: this build of the extension does not contain it, and it is not on PATH. " +
      "Install it, or say in the settings where it is.";
    const answer = await vscode.window.showErrorMessage(message, "Open settings", "Try again");
    if (answer === "Open settings") await openSettings("prismaAnalyzer.server.path");
    if (answer === "Try again") await this.restart();
  }

  private async tellOfFailure(message: string): Promise<void> {
    const answer = await vscode.window.showErrorMessage(message, "Try again", "Show output", "Open settings");
    if (answer === "Try again") await this.restart();
    if (answer === "Show output") this.output.show();
    if (answer === "Open settings") await openSettings("prismaAnalyzer.server.path");
  }
}

/** What passes between editor and server, and is not left as it is. The server asks for its settings; they are not sent. */
const MIDDLEWARE: Middleware = {
  executeCommand,
  workspace: {
    configuration: async (params, token, next) => {
      const answers = await next(params, token);
      if (!Array.isArray(answers)) return answers;
      return answers.map((answer: unknown, index) => (params.items[index]?.section === "prismaAnalyzer" ? trusted(answer) : answer));
    },
  },
};

/** Failures of single requests go to the output and not into everybody's face; what matters is told once, by `Server`. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function how(command: string): ServerOptions {
  return { command, args: ["lsp"], options: { env: { ...process.env } } };
}

function reason(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}

/** Shows a setting. */
export async function openSettings(name: string): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openSettings", name);
}
