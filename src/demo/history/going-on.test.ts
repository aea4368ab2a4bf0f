import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conformanceAt } from '../../charter/known.ts'
import { actionList, findingList } from '../../charter/improvement/listing.ts'
import { shownState } from '../../charter/shown-state.ts'
import { applyWorkspace } from '../../estate/actions.ts'
import { charterReading } from '../../charter/reading.ts'
import { scratchLedger, type ScratchLedger } from '../../ledger/scratch-ledger.ts'
import { ALL_MODULES } from '../../modules.ts'
import { migrate } from '../../platform/migrations.ts'
import { attestedClauses, seedDemo } from '../seed.ts'
import { DAY } from './calendar.ts'
import { goOn } from './going-on.ts'

let nowMs = Date.parse('2026-11-23T02:00:00Z')
let ledger: ScratchLedger
let leading: ReturnType<ScratchLedger['lead']>

beforeAll(async () => {
  ledger = await scratchLedger({ now: () => nowMs })
  await migrate(ledger.database, ALL_MODULES, ledger.ctx.log)
  await seedDemo(ledger.ctx, 'demo')
  leading = ledger.lead()
})
afterAll(async () => {
  await leading.stop()
  await ledger.drop()
})

/** What is written before this fact has its place before it. */
async function inTheLog(): Promise<void> {
  await ledger.record({ type: 'garden.plant.planted', by: 'p', body: {} })
}

/** The clauses with controls of their own that do not simply hold, and how each stands. */
async function standing(): Promise<Record<string, string>> {
  const { clauses } = await conformanceAt(ledger.ctx)
  const judged = clauses.filter(({ controls }) => controls.length > 0)
  expect(judged.length).toBeGreaterThan(25)
  return Object.fromEntries(
    judged.map((one) => [one.id, shownState(one)]).filter(([, state]) => state !== 'pass'),
  )
}

describe('the demo operator after its first start', () => {
  it('stands for eight weeks as it stood on the first day, and writes nothing twice', async () => {
    const first = await standing()
    expect(first).toMatchObject({ '2.1': 'fail', '4.2.2': 'fail', '3.2.3.3': 'stale', '4.5.1': 'waived' })
    let looks = 0
    let notices = 0
    for (let day = 1; day <= 56; day++) {
      nowMs += DAY
      const gone = await goOn(ledger.ctx, attestedClauses())
      await inTheLog()
      looks += gone.looks
      notices += gone.notices
      expect(await standing(), `after ${day} days`).toEqual(first)
    }
    expect(looks).toBeGreaterThan(30)
    expect(notices).toBe(2)
    expect(await goOn(ledger.ctx, attestedClauses())).toEqual({ looks: 0, notices: 0 })
  })

  it('is left alone once the documents are somebody’s own', async () => {
    nowMs += 30 * DAY
    const content = Buffer.from(
      'operator: { name: { ja: 会社, en: Company }, zone: Asia/Tokyo }\nnodes: [{ id: a }]\n',
    )
    const own = [{ path: 'network.yaml', content }]
    const all = { offset: 0, limit: 100 }
    expect((await actionList(ledger.ctx, all)).total).toBe(4)
    await applyWorkspace(ledger.ctx, { id: 'demo-owner' }, own, { dryRun: false, reading: charterReading() })
    await inTheLog()
    expect(await goOn(ledger.ctx, attestedClauses())).toEqual({ looks: 0, notices: 0 })
    expect((await actionList(ledger.ctx, all)).total).toBe(0)
    expect((await findingList(ledger.ctx, all)).total).toBe(0)
  })
})
