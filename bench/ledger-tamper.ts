/**
 * Generated tamperings of a log of 100,000 facts: `node bench/ledger-tamper.ts [--cases 10000] [--facts 100000]
 * [--seed 3] [--part 0/1]`.
 *
 * Seven of ten are made by SQL as a superuser who can compute every hash but holds no key (entries, leaf hashes, tiles,
 * head, checkpoints, table of origins; change, delete, insert, reorder, truncate, fork, rollback) and judged by
 * `verifyLog` with the key file and the last checkpoint; three of ten are made in an export file and judged by
 * `verifyExport`, every fiftieth of them also by verify.mjs. Each must be detected, and the range that the report names
 * must hold the first entry that was touched. Exits 1 otherwise.
 *
 * The same seed gives the same cases; `--part 1/4` does the second quarter of them. SIGTERM ends it after the case at
 * hand, and what was done is told. A case takes about 0.3 s of processor time: all of them some 50 minutes of one core.
 */
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { spawnSync } from 'node:child_process'
import type { FirstBad } from '../src/ledger/audit.ts'
import { verifyLog } from '../src/ledger/audit-database.ts'
import type { AuditReport, KeptCheckpoint } from '../src/ledger/audit-database.ts'
import { verifyExport } from '../src/ledger/audit-export.ts'
import { exportLog } from '../src/ledger/export.ts'
import type { Fact } from '../src/ledger/fact.ts'
import { keyFilePath, readKeyFile } from '../src/ledger/key-file.ts'
import { checkpointPath } from '../src/ledger/publisher.ts'
import { fillLedger, scratchLedger } from '../src/ledger/scratch-ledger.ts'
import { asSuperuser, copyLog, drawTampering } from '../src/ledger/tampering.ts'
import type { Tampering } from '../src/ledger/tampering.ts'
import { copyExport, drawExportTampering } from '../src/ledger/tampering-export.ts'
import { drawFrom } from '../src/platform/random.ts'

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    facts: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '3' },
    part: { type: 'string', default: '0/1' },
  },
})

const VERIFIER = join(import.meta.dirname, '../verify.mjs')
const CASES = Number(options.cases)
const SEED = Number(options.seed)
const [PART, PARTS] = options.part.split('/').map(Number) as [number, number]

/** Small, as a log that is checked ten thousand times should be; the form is that of any fact. */
function factOf(n: number): Fact {
  return {
    type: 'bench.fact.written',
    by: `p-${n % 89}`,
    objects: [`o-${n}`],
    body: { n, text: `fact number ${n}` },
  }
}

/** Batches of one to a thousand facts, so that runs and tiles are of all shapes. */
function batchSizes(total: number): number[] {
  const draw = drawFrom(SEED)
  const sizes: number[] = []
  for (let left = total; left > 0;) {
    const size = Math.min(left, draw(4) === 0 ? 1 + draw(5) : 1 + draw(1000))
    sizes.push(size)
    left -= size
  }
  return sizes
}

type Tally = { cases: number; exact: number; ranges: number[] }

const ledger = await scratchLedger()
const folder = mkdtempSync(join(tmpdir(), 'kensho-tamper-'))
const tallies = new Map<string, Tally>()
const missed: string[] = []
let byVerifier = 0
const ending = new AbortController()
const stopped = ending.signal
process.once('SIGTERM', () => ending.abort())
try {
  const startedMs = performance.now()
  await fillLedger(ledger, batchSizes(Number(options.facts)), factOf, 5)
  const file = join(folder, 'log.export')
  const out = openSync(file, 'w')
  await exportLog(ledger.ctx.db, (chunk) => Promise.resolve(void writeSync(out, chunk)))
  closeSync(out)
  const copy = await copyLog(ledger.ctx.db)
  const exported = copyExport(readFileSync(file))
  const vkeys = readKeyFile(keyFilePath(ledger.ctx.config)).map(({ vkey }) => vkey)
  const from = { ja: '控え', en: 'the copy' }
  const kept: KeptCheckpoint[] = [{ note: readFileSync(checkpointPath(ledger.ctx.config), 'utf8'), from }]
  const untouched = await verifyLog(ledger.ctx.db, { vkeys, checkpoints: kept })
  if (!untouched.ok) throw new Error('the log does not verify before anything was touched')
  console.log(`${untouched.size} entries, ${copy.runs.length} runs, ${copy.checkpoints.length} checkpoints`)
  for (let n = PART; n < CASES && !stopped.aborted; n += PARTS) {
    // Each case has its own seed, so that any of them can be run alone.
    const draw = drawFrom(SEED * 1_000_003 + n)
    if (n % 10 < 7) {
      const tampering = drawTampering(copy, draw)
      const report = await inRolledBack(tampering, () => ({ vkeys, checkpoints: kept }))
      note(n, tampering.kind, tampering.touched, report)
    } else {
      const case_ = drawExportTampering(exported, draw)
      const path = join(folder, 'tampered')
      writeFileSync(path, case_.bytes)
      const report = await verifyExport(path, vkeys, kept).catch((error: Error) => ({
        ok: false,
        refused: error.message,
      }))
      note(n, `export: ${case_.kind}`, case_.touched, report)
      if (n % 50 === 7) alsoByVerifier(n, path, vkeys)
    }
    if ((n + 1) % 500 < PARTS)
      console.error(`${n + 1} of ${CASES}, ${Math.round((performance.now() - startedMs) / 1000)} s`)
  }
  tell()
} finally {
  rmSync(folder, { recursive: true })
  await ledger.drop()
}

async function inRolledBack(
  tampering: Tampering,
  audit: () => { vkeys: string[]; checkpoints: KeptCheckpoint[] },
): Promise<AuditReport> {
  const done: { report?: AuditReport } = {}
  const stop = new Error('rolled back')
  await ledger.ctx.db
    .transaction()
    .execute(async (tx) => {
      await asSuperuser(tx, () => tampering.apply(tx))
      done.report = await verifyLog(tx, audit())
      throw stop
    })
    .catch((error: unknown) => {
      if (error !== stop) throw error
    })
  if (!done.report) throw new Error('no report was made')
  return done.report
}

function note(
  n: number,
  kind: string,
  touched: number | undefined,
  report: { ok: boolean; first_bad?: FirstBad },
): void {
  const tally = tallies.get(kind) ?? { cases: 0, exact: 0, ranges: [] }
  tallies.set(kind, tally)
  tally.cases++
  const bad = report.first_bad
  const [index, until] = [bad?.index ?? 0, bad?.until ?? (bad?.index ?? 0) + 1]
  const named = touched === undefined || (bad !== undefined && index <= touched && touched < until)
  // A file whose first line was changed is no export any more: refused, with no entry to name.
  const refused = bad === undefined && !report.ok && touched === undefined
  if (report.ok || !(named || refused))
    missed.push(`case ${n}, ${kind} at ${touched}: ${JSON.stringify(report)}`)
  if (touched !== undefined && index === touched) tally.exact++
  if (bad) tally.ranges.push(until - index)
}

function alsoByVerifier(n: number, path: string, vkeys: readonly string[]): void {
  const checkpoint = checkpointPath(ledger.ctx.config)
  const words = [VERIFIER, path, '--key', vkeys[0] ?? '', '--checkpoint', checkpoint]
  const { status } = spawnSync(process.execPath, words)
  byVerifier++
  if (status !== 1 && status !== 64) missed.push(`case ${n}: verify.mjs ended with ${status}`)
}

function tell(): void {
  let total = 0
  for (const [kind, { cases, exact, ranges }] of [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const sorted = ranges.toSorted((a, b) => a - b)
    const [median, widest] = [sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0]
    console.log(
      `${String(cases).padStart(6)}  ${kind}: first entry named exactly ${exact} times; range median ${median}, widest ${widest}`,
    )
    total += cases
  }
  console.log(`${total} tamperings (${byVerifier} also by verify.mjs), ${missed.length} missed or misplaced`)
  for (const line of missed.slice(0, 20)) console.log(line)
  if (missed.length > 0) process.exitCode = 1
}
