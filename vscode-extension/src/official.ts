/** The notice that Prisma's own extension does the same work. */

import * as vscode from "vscode";

const OFFICIAL = ["Prisma.prisma", "Prisma.prisma-insider"];
const WAS_TOLD = "toldAboutOfficialExtension";

/** Says once for each workspace that two extensions answer, and what to do about it. */
export async function tellAboutOfficial(context: vscode.ExtensionContext): Promise<void> {
  const official = OFFICIAL.find((id) => vscode.extensions.getExtension(id) !== undefined);
  if (official === undefined || context.workspaceState.get(WAS_TOLD) === true) return;
  await context.workspaceState.update(WAS_TOLD, true);
  const [theirs, ours] = ["The other one…", "prisma-analyzer…"];
  const answer = await vscode.window.showInformationMessage(
    "Prisma's own extension is enabled as well, so findings and completions come twice. Which one should be switched off for this " +
      "workspace? Its page has a gear with Disable (Workspace).",
    theirs,
    ours,
    "Keep both",
  );
  // No extension can disable another one; VS Code leaves that to the user.
  if (answer === theirs) await vscode.commands.executeCommand("extension.open", official);
  if (answer === ours) await vscode.commands.executeCommand("extension.open", context.extension.id);
}
