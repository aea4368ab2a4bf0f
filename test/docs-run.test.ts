import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commandsIn, documents, fenceIn, ROOT } from './doc-commands.ts'
import { startKensho, type Running } from './story/running.ts'

/** What the documents leave to the reader. */
const CHANGE = `
id: change-2026-118
requester: p-engineer
digest: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
from: 2036-12-01T01:00+09:00
until: 2036-12-01T05:00+09:00
takes_down: [access-1]
`
/** One line takes at most so long, a start of Node and a whole charter included. */
const LINE_MS_MAX = 60_000
const ALL_MS_MAX = 570_000

let kensho: Running
let folder = ''
let token = ''
beforeAll(async () => {
  kensho = await startKensho()
  folder = mkdtempSync(path.join(tmpdir(), 'kensho-docs-'))
  mkdirSync(path.join(folder, 'workspace'))
  mkdirSync(path.join(folder, 'bin'))
  symlinkSync(path.join(ROOT, 'bin/kensho'), path.join(folder, 'bin/kensho'))
  cpSync(path.join(ROOT, 'verify.mjs'), path.join(folder, 'verify.mjs'))
  const network = fenceIn('docs/en/start.md', 'yaml')
  expect(network).toBe(fenceIn('docs/ja/start.md', 'yaml'))
  for (const name of ['network.yaml', 'workspace/network.yaml'])
    writeFileSync(path.join(folder, name), network)
  writeFileSync(path.join(folder, 'change.yaml'), CHANGE)
  const kept = await fetch(`${kensho.url}/api/ledger/checkpoint`)
  writeFileSync(path.join(folder, 'kept.txt'), await kept.text())
  const made = await fetch(`${kensho.url}/api/people/me/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: kensho.url },
    body: JSON.stringify({
      label: 'documents',
      permissions: [
        'charter.read',
        'charter.ask',
        'ledger.read',
        'estate.apply',
        'estate.read',
        'improvement.find',
      ],
      until: new Date(Date.now() + 86_400_000).toISOString(),
    }),
  })
  expect(made.status, await made.clone().text()).toBe(201)
  token = ((await made.json()) as { secret?: string; token?: string }).secret ?? ''
})
afterAll(async () => {
  await kensho?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Lines that speak of the network of the second page come after it has been applied. */
const inOrder = (one: string, other: string): number => rank(one) - rank(other)
const rank = (line: string): number =>
  /kensho apply .*--dry-run/.test(line) ? 0 : / apply /.test(line) ? 1 : line.startsWith('curl') ? 2 : 3

it(
  'every command of the documents does what it should: none is misunderstood, none fails',
  { timeout: ALL_MS_MAX },
  async () => {
    const lines = [
      ...new Set(
        documents()
          .flatMap(commandsIn)
          .filter(({ runBy, why }) => runBy === undefined && why === undefined)
          .map(({ line }) => line),
      ),
    ].toSorted(inOrder)
    const failed: string[] = []
    for (const line of lines) {
      const { status, out, err } = await typed(line)
      const isAnswer =
        !line.startsWith('curl') || /^[{[]|^\S+\/ledger\/|^[\w,]+\r?\n/.test(out.replace('\uFEFF', ''))
      const allowed = / (check|redundancy|gate|verdicts) /.test(`${line} `) ? [0, 1, 2] : [0]
      if (!allowed.includes(status) || !isAnswer)
        failed.push(`${line} → ${status}: ${(err || out).slice(0, 300)}`)
    }
    expect(failed).toEqual([])
    expect(lines.length).toBeGreaterThan(20)
    console.log(`documents: ${lines.length} different commands run, 0 failed`)
  },
)

function typed(line: string): Promise<{ status: number; out: string; err: string }> {
  const command = line
    .replaceAll(/\bDIR\b/g, 'workspace')
    .replaceAll(/--server URL/g, `--server ${kensho.url}`)
    .replaceAll(/\bNEW\b/g, path.join(folder, 'restored'))
    .replace(/^kensho /, 'bin/kensho ')
  const env = {
    ...process.env,
    KENSHO_URL: kensho.url,
    KENSHO_TOKEN: token,
    KENSHO_DATA: kensho.data,
    KENSHO_LOG: 'warn',
  }
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', command], { cwd: folder, env, timeout: LINE_MS_MAX })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => (out += String(chunk)))
    child.stderr.on('data', (chunk) => (err += String(chunk)))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status: status ?? -1, out, err }))
  })
}
