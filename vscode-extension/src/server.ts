/** Which server to start. */

import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import * as vscode from "vscode";

const PROGRAM = process.platform === "win32" ? "prisma-analyzer.exe" : "prisma-analyzer";

/** The program that is set, or the one that comes with the extension, or the first one on PATH. */
export async function findServer(context: vscode.ExtensionContext): Promise<string | undefined> {
  const set = vscode.workspace.getConfiguration("prismaAnalyzer").get<string | null>("server.path");
  if (set) return set;
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const places = [context.asAbsolutePath(join("bin", PROGRAM)), ...folders.map((folder) => join(folder, PROGRAM))];
  for (const place of places) {
    if (await isProgram(place)) return place;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
