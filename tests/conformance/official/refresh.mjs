// Asks Prisma's schema engine about every schema of the rule pages and of docs/differences.md, and writes what it says to verdicts.jsonl.
//
//   cd tests/conformance/official && npm install && node refresh.mjs
//
// The tests compare our findings with that file, so that they need neither Node nor the engine. Only places and severities
// are kept, no texts.
import { createRequire } from 'node:module'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const docs = path.join(here, '../../../docs')
const require = createRequire(import.meta.url)

// Where the engine panics it leaves its message here.
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: () => {} }

function load(version) {
  const name = `prisma-schema-${version}`
  for (const file of Object.keys(require.cache)) if (file.includes(name)) delete require.cache[file]
  const folder = path.join(path.dirname(require.resolve(`${name}/package.json`)), 'src')
  return require(path.join(folder, readdirSync(folder).find((file) => file.endsWith('.js'))))
}

// From a place in UTF-16 units to one in bytes.
const bytes = (text, unit) => Buffer.byteLength(text.slice(0, unit))

function ask(version, text) {
  try {
    return JSON.parse(load(version).lint(JSON.stringify([['schema.prisma', text]]))).map((finding) => ({
      severity: finding.is_warning ? 'warning' : 'error',
      start: bytes(text, finding.start),
      end: bytes(text, finding.end),
    }))
  } catch {
    return 'crashed'
  }
}

const verdicts = []
const rules = readdirSync(path.join(docs, 'rules')).filter((name) => name.endsWith('.md')).sort()
for (const file of [...rules, 'differences.md']) {
  const page = readFileSync(path.join(docs, rules.includes(file) ? 'rules' : '.', file), 'utf8')
  for (const [, version, text] of page.matchAll(/^```prisma(?:,(\d))?\n([\s\S]*?)^```$/gm)) {
    if (version === '8') continue
    verdicts.push({ page: file, prisma: version ?? '7', schema: text, findings: ask(version ?? '7', text) })
  }
}
writeFileSync(path.join(here, 'verdicts.jsonl'), verdicts.map((row) => JSON.stringify(row)).join('\n') + '\n')
