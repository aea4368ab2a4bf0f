/**
 * Generated tamperings of a log of 100,000 facts: `node bench/ledger-tamper.ts [--cases 10000] [--facts 100000]
 * [--seed 3] [--part 0/1] [--whole 20] [--verifier 10]`.
 *
 * Seven of ten are made by SQL as a superuser who can compute every hash but holds no key (entries, leaf hashes, tiles,
 * head, checkpoints, table of origins; change, delete, insert, reorder, truncate, fork, rollback) and judged by
 * `verifyLog` with the key file and the last checkpoint; three of ten are made in an export file and judged by
 * `verifyExport`. Each must be detected, and the range that the report names must hold the first entry that was touched.
 * Exits 1 otherwise.
 *
 * What a tampering has demonstrably not touched is not audited ten thousand times: the audit goes on from what one of
 * the whole, untouched log has found at the last multiple of 4,096 entries before. That is taken only where PostgreSQL
 * says that no row of a run, bulk, tile or checkpoint up to there was written by the transaction that tampered and none
 * is missing; in a file, where all bytes up to there are the same. Every 20th case (`--whole`) is audited from its first
 * entry too, and both reports must be equal; so is each that has no such place before it. Every tenth export
 * (`--verifier`; 1 for all) is judged by verify.mjs as well, always whole: the range that it names must hold the entry too.
 *
 * The same seed gives the same cases; `--part 1/4` does the second quarter of them. SIGTERM ends it after the case at
 * hand, and what was done is told.
 */
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { AuditedPrefix, FirstBad } from '../src/ledger/audit.ts'
import { verifyLog } from '../src/ledger/audit-database.ts'
import type { KeptCheckpoint } from '../src/ledger/audit-database.ts'
import { verifyExport } from '../src/ledger/audit-export.ts'
import type { ExportPrefix } from '../src/ledger/audit-export.ts'
import { exportLog } from '../src/ledger/export.ts'
import type { Fact } from '../src/ledger/fact.ts'
import { keyFilePath, readKeyFile } from '../src/ledger/key-file.ts'
import { checkpointPath } from '../src/ledger/publisher.ts'
import { fillLedger, scratchLedger } from '../src/ledger/scratch-ledger.ts'
import { copyLog } from '../src/ledger/log-copy.ts'
import type { LogCopy } from '../src/ledger/log-copy.ts'
import { asSuperuser, drawTampering } from '../src/ledger/tampering.ts'
import type { Tampering } from '../src/ledger/tampering.ts'
import { copyExport, drawExportTampering } from '../src/ledger/tampering-export.ts'
import type { Tx } from '../src/platform/database.ts'
import { drawFrom } from '../src/platform/random.ts'

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    facts: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '3' },
    part: { type: 'string', default: '0/1' },
    whole: { type: 'string', default: '20' },
    verifier: { type: 'string', default: '10' },
  },
})

const KEEP_ENTRIES = 4096
/** The one-file verifier has no types: it is a program of its own. */
type Verifier = {
  main: (words: string[], out: (text: string) => void, err: (text: string) => void) => number
}
const verifier = (await import(new URL('../verify.mjs', import.meta.url).href)) as Verifier
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
// Ten thousand files of the log's size are written: in memory where there is a place for it.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'kensho-tamper-'))
const tallies = new Map<string, Tally>()
const missed: string[] = []
let [byVerifier, whole, alsoWhole] = [0, 0, 0]
const ending = new AbortController()
const stopped = ending.signal
process.once('SIGTERM', () => ending.abort())
try {
  await run()
  tell()
} finally {
  rmSync(folder, { recursive: true })
  await ledger.drop()
}

async function run(): Promise<void> {
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
  const prefixes: AuditedPrefix[] = []
  const keep = { every: KEEP_ENTRIES, take: (prefix: AuditedPrefix) => void prefixes.push(prefix) }
  const untouched = await verifyLog(ledger.ctx.db, { vkeys, checkpoints: kept, keep })
  if (!untouched.ok) throw new Error('the log does not verify before anything was touched')
  const places = offsetsOf(exported.bytes, exported.headerBytes, prefixes)
  const bulks = copy.runs.filter(({ bulk }) => bulk).length
  console.log(
    `${untouched.size} entries, ${copy.runs.length} runs (${bulks} pointing to bulks), ${copy.checkpoints.length} checkpoints`,
  )
  for (let n = PART; n < CASES && !stopped.aborted; n += PARTS) {
    // Each case has its own seed, so that any of them can be run alone.
    const draw = drawFrom(SEED * 1_000_003 + n)
    const both = Math.floor(n / 10) % Number(options.whole) === 0
    if (n % 10 < 7) {
      const tampering = drawTampering(copy, draw)
      const before = prefixes.findLast(({ tree }) => tree.size <= tampering.touched)
      const report = await inRolledBack(tampering, async (tx) => {
        const after = before && (await isUntouched(tx, copy, before.tree.size)) ? before : undefined
        const audit = (from?: AuditedPrefix) =>
          verifyLog(tx, { vkeys, checkpoints: kept, ...(from && { after: from }) })
        return judged(n, both, after, audit)
      })
      note(n, tampering.kind, tampering.touched, report)
    } else {
      const case_ = drawExportTampering(exported, draw)
      const path = join(folder, 'tampered')
      writeFileSync(path, case_.bytes)
      const after = places.findLast(({ offsetBytes }) => sameUntil(case_.bytes, exported.bytes, offsetBytes))
      const report = await judged(n, both, after, (from) =>
        verifyExport(path, vkeys, kept, from).catch((error: Error) => ({
          ok: false,
          refused: error.message,
        })),
      )
      note(n, `export: ${case_.kind}`, case_.touched, report)
      if (Math.floor(n / 10) % Number(options.verifier) === 0)
        alsoByVerifier(n, path, vkeys, case_.kind, case_.touched)
    }
    if ((n + 1) % 500 < PARTS)
      console.error(`${n + 1} of ${CASES}, ${Math.round((performance.now() - startedMs) / 1000)} s`)
  }
}

type Judgement = { ok: boolean; first_bad?: FirstBad }

/** From the last untouched place on; and, for some cases and where there is none, from the first entry. */
async function judged<P>(
  n: number,
  both: boolean,
  after: P | undefined,
  audit: (after?: P) => Promise<Judgement>,
): Promise<Judgement> {
  if (after === undefined) {
    whole++
    return await audit()
  }
  const report = await audit(after)
  if (!both) return report
  alsoWhole++
  const all = await audit()
  if (!isDeepStrictEqual(report, all))
    missed.push(
      `case ${n}: from its place on ${JSON.stringify(report)}, from the first entry ${JSON.stringify(all)}`,
    )
  return report
}

/** Whether this transaction has left everything about the entries before `size` as it was. */
async function isUntouched(tx: Tx, copy: LogCopy, size: number): Promise<boolean> {
  const { rows } = await sql<{ runs: number; tiles: number; checkpoints: number; written: number }>`
    with mine as (select pg_current_xact_id()::xid as xid),
      runs as (select run.xmin = xid as mine, source from ledger.run, mine where first_index < ${size}),
      tiles as (select tile.xmin = xid as mine from ledger.tile, mine where (index + 1) * 256 ^ (level + 1) <= ${size}),
      checkpoints as (select checkpoint.xmin = xid as mine from ledger.checkpoint, mine where size <= ${size})
    select (select count(*)::integer from runs) as runs, (select count(*)::integer from tiles) as tiles,
      (select count(*)::integer from checkpoints) as checkpoints,
      (select count(*)::integer from (select mine from runs union all select mine from tiles
        union all select mine from checkpoints union all select bulk.xmin = xid from ledger.bulk, mine
          where bulk.id in (select source from runs)) as rows where mine) as written`.execute(tx)
  const expected = {
    runs: copy.runs.filter(({ first }) => first < size).length,
    tiles: Math.floor(size / 256) + Math.floor(size / 65_536),
    checkpoints: copy.checkpoints.filter((checkpoint) => checkpoint.size <= size).length,
    written: 0,
  }
  return isDeepStrictEqual({ ...rows[0] }, expected)
}

/** Where in the file the entry stands that follows each prefix. */
function offsetsOf(bytes: Buffer, headerBytes: number, prefixes: readonly AuditedPrefix[]): ExportPrefix[] {
  let [line, offsetBytes] = [0, headerBytes]
  return prefixes.map((prefix) => {
    for (; line < prefix.tree.size; line++) offsetBytes = bytes.indexOf(0x0a, offsetBytes) + 1
    // No tiles stand in a file: only its checkpoints confirm what comes before.
    return { prefix: { ...prefix, confirmed: 0 }, offsetBytes }
  })
}

function sameUntil(one: Buffer, other: Buffer, end: number): boolean {
  return one.length >= end && one.compare(other, 0, end, 0, end) === 0
}

async function inRolledBack(tampering: Tampering, audit: (tx: Tx) => Promise<Judgement>): Promise<Judgement> {
  const done: { report?: Judgement } = {}
  const stop = new Error('rolled back')
  await ledger.ctx.db
    .transaction()
    .execute(async (tx) => {
      await asSuperuser(tx, () => tampering.apply(tx))
      done.report = await audit(tx)
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

/** The one-file verifier, on the whole file. */
function alsoByVerifier(
  n: number,
  path: string,
  vkeys: readonly string[],
  kind: string,
  touched: number | undefined,
): void {
  const checkpoint = checkpointPath(ledger.ctx.config)
  let told = ''
  const words = [path, '--key', vkeys[0] ?? '', '--checkpoint', checkpoint, '--json']
  const status = verifier.main(
    words,
    (text) => (told += text),
    () => undefined,
  )
  byVerifier++
  const bad = status === 1 ? (JSON.parse(told) as { first_bad: FirstBad }).first_bad : undefined
  const { index = -1, until = index + 1 } = bad ?? {}
  const named = touched === undefined || (index <= touched && touched < until)
  // A file that is no export any more is refused as such, with no entry to name.
  if (!(status === 1 && named) && !(status === 64 && touched === undefined))
    missed.push(`case ${n}, ${kind} at ${touched}: verify.mjs ended with ${status}: ${told}`)
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
  console.log(
    `${total} tamperings (${byVerifier} also by verify.mjs), ${missed.length} missed or misplaced or judged otherwise`,
  )
  console.log(
    `${whole} judged from the first entry, ${total - whole} from an untouched place before; ${alsoWhole} both ways`,
  )
  for (const line of missed.slice(0, 20)) console.log(line)
  if (missed.length > 0) process.exitCode = 1
}
