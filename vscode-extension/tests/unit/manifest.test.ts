import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const sources = ["extension", "lenses"].map((name) => readFileSync(`src/${name}.ts`, "utf8")).join("\n");

test("every command of the manifest is carried out", () => {
  for (const { command } of manifest.contributes.commands) {
    const name = command.replace("prismaAnalyzer.", "");
    assert.match(sources, new RegExp(`\\b${name}:`), command);
  }
});

test("every setting says what it does, and what it is by default", () => {
  for (const [name, setting] of Object.entries<Record<string, unknown>>(manifest.contributes.configuration.properties)) {
    assert.ok(setting["description"] ?? setting["markdownDescription"], name);
    assert.ok("default" in setting && "scope" in setting && "type" in setting, name);
  }
});

test("what decides which program runs and what is connected to is the user's, not the workspace's", () => {
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  for (const name of ["server.path", "database.enable", "database.url"]) {
    assert.ok(restricted.includes(`prismaAnalyzer.${name}`), name);
  }
});

test("every file that is named is there", () => {
  const { languages, grammars, snippets, walkthroughs } = manifest.contributes;
  const named = [
    manifest.icon,
    ...languages.flatMap((it: any) => [it.configuration, it.icon.light, it.icon.dark]),
    ...grammars.map((it: any) => it.path),
    ...snippets.map((it: any) => it.path),
    ...walkthroughs.flatMap((it: any) => it.steps.map((step: any) => step.media.markdown)),
  ];
  for (const file of named) assert.ok(existsSync(file), file);
});

test("every switch of the server can be set", () => {
  const source = readFileSync("../server/src/lsp/settings.rs", "utf8");
  const switches = [...source.matchAll(/^ +\("(\w+)", "(\w+)", &mut /gm)];
  assert.ok(switches.length > 5);
  for (const [, group, name] of switches) {
    assert.ok(`prismaAnalyzer.${group}.${name}` in manifest.contributes.configuration.properties, `${group}.${name}`);
  }
});
