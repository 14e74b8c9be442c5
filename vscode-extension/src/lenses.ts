/** What a click on a lens does. The server says where it leads. */

import * as vscode from "vscode";

interface Position {
  line: number;
  character: number;
}

interface Location {
  uri: string;
  range: { start: Position; end: Position };
}

export function registerLenses(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("prismaAnalyzer.showReferences", showReferences),
    vscode.commands.registerCommand("prismaAnalyzer.goTo", goTo),
  );
}

async function showReferences(uri: string, position: Position, locations: Location[]): Promise<void> {
  const shown = locations.map(
    ({ uri, range }) => new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(at(range.start), at(range.end))),
  );
  await vscode.commands.executeCommand("editor.action.showReferences", vscode.Uri.parse(uri), at(position), shown);
}

async function goTo(uri: string, position: Position): Promise<void> {
  const place = at(position);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(place, place) });
}

function at({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character);
}
