import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { fixedClock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import { drawFrom } from '../platform/random.ts'
import { verifyLog } from './audit-database.ts'
import type { AuditReport, KeptCheckpoint } from './audit-database.ts'
import { keyFilePath, readKeyFile } from './key-file.ts'
import { checkpointPath } from './publisher.ts'
import { fillLedger, scratchLedger } from './scratch-ledger.ts'
import type { ScratchLedger } from './scratch-ledger.ts'
import { copyLog } from './log-copy.ts'
import type { LogCopy } from './log-copy.ts'
import { asSuperuser, drawTampering } from './tampering.ts'
import type { Tampering } from './tampering.ts'

const SEED = 20_261_123
const BATCHES = [1, 7, 256, 300, 2, 90, 512, 33, 1, 1, 64, 200]
const clock = fixedClock(Date.parse('2026-11-22T00:00:00Z'))

let ledger: ScratchLedger
let copy: LogCopy
let vkeys: string[]
let kept: KeptCheckpoint[]
beforeAll(async () => {
  ledger = await scratchLedger({ now: () => (clock.advance(1000), clock.now()) })
  await fillLedger(
    ledger,
    BATCHES,
    (n) => ({ type: 'garden.plant.planted', by: 'p-1', body: { n, name: `plant ${n}` } }),
    2,
  )
  copy = await copyLog(ledger.ctx.db)
  vkeys = readKeyFile(keyFilePath(ledger.ctx.config)).map(({ vkey }) => vkey)
  const from = { ja: '控え', en: 'the copy' }
  kept = [{ note: readFileSync(checkpointPath(ledger.ctx.config), 'utf8'), from }]
})
afterAll(() => ledger.drop())

const ROLLED_BACK = new Error('rolled back')

/** Audits the log as it is within a transaction that tampers with it. */
async function auditTampered(tampering: Tampering): Promise<AuditReport> {
  let report: AuditReport | undefined
  const work = async (tx: Tx) => {
    await asSuperuser(tx, () => tampering.apply(tx))
    report = await verifyLog(tx, { vkeys, checkpoints: kept })
    throw ROLLED_BACK
  }
  await ledger.ctx.db
    .transaction()
    .execute(work)
    .catch((error: unknown) => {
      if (error !== ROLLED_BACK) throw error
    })
  if (!report) throw new Error('no report was made')
  return report
}

describe('the audit of the database', () => {
  it('finds nothing where nothing is', async () => {
    const report = await verifyLog(ledger.ctx.db, { vkeys, checkpoints: kept })
    expect(report).toMatchObject({ ok: true, size: 1468 })
    expect(report.first_bad).toBeUndefined()
  })

  it('detects 130 generated tamperings of all kinds and names the entry', async () => {
    const draw = drawFrom(SEED)
    const kinds = new Map<string, number>()
    let exact = 0
    const missed: string[] = []
    for (let n = 0; n < 130; n++) {
      const tampering = drawTampering(copy, draw)
      const { ok, first_bad } = await auditTampered(tampering)
      const { index = -1, until = index + 1 } = first_bad ?? {}
      const named = !ok && index <= tampering.touched && tampering.touched < until
      if (!named)
        missed.push(
          `${n} ${tampering.kind} at ${tampering.touched}: ${ok ? 'not seen' : `named ${index} to ${until}`}`,
        )
      if (index === tampering.touched) exact++
      kinds.set(tampering.kind, (kinds.get(tampering.kind) ?? 0) + 1)
    }
    expect(missed).toEqual([])
    expect(kinds.size).toBe(22)
    expect(exact).toBeGreaterThan(50)
  })
})
