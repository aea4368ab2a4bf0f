import { afterAll, beforeAll, expect, it } from 'vitest'
import { charterReading } from '../../charter/reading.ts'
import { knownFacts } from '../../charter/known.ts'
import { applyWorkspace } from '../../estate/actions.ts'
import { integrated } from '../../ledger/index.ts'
import { scratchLedger, type ScratchLedger } from '../../ledger/scratch-ledger.ts'
import { ALL_MODULES } from '../../modules.ts'
import { migrate } from '../../platform/migrations.ts'
import { recordForecasts } from './jobs.ts'
import { FORECAST_MADE, recordedIn } from './recorded.ts'

const NOW_MS = Date.parse('2026-10-23T03:00:00+09:00')
const DAY_MS = 86_400_000

let ledger: ScratchLedger
let leading: { stop: () => Promise<void> }
beforeAll(async () => {
  ledger = await scratchLedger({ now: () => NOW_MS })
  await migrate(ledger.database, ALL_MODULES, ledger.ctx.log)
  leading = ledger.lead()
}, 60_000)
afterAll(async () => {
  await leading.stop()
  await ledger.drop()
})

const history = (days: number): string =>
  `timestamp,value\n${Array.from({ length: days }, (_none, day) => {
    const at = new Date(NOW_MS - (days - day) * DAY_MS)
    return `${at.toISOString()},${100 + 0.2 * day}`
  }).join('\n')}\n`

const document = `
operator: { name: Test, zone: Asia/Tokyo }
nodes: [{ id: a }]
resources:
  - { id: band, owner: p-1, unit: Gbit/s, maximum: 300, lead_time_days: 90, history: band.csv }
  - { id: dark, owner: p-1, unit: Gbit/s, maximum: 300 }
`

async function apply(days: number): Promise<void> {
  const files = [
    { path: 'all.yaml', content: new TextEncoder().encode(document) },
    { path: 'band.csv', content: new TextEncoder().encode(history(days)) },
  ]
  const options = { dryRun: false, reading: charterReading() }
  const { fact } = await applyWorkspace(ledger.ctx, { id: 'p-1' }, files, options)
  if (fact !== undefined) await integrated(ledger.ctx, fact)
}

async function recorded() {
  const facts = await knownFacts(ledger.ctx)
  return facts.filter(({ type }) => type === FORECAST_MADE)
}

it('puts a forecast of each resource into the ledger, once for each history that it had', async () => {
  await apply(500)
  expect(await recordForecasts(ledger.ctx)).toEqual({ made: 1 })
  await expect.poll(async () => (await recorded()).length, { timeout: 10_000 }).toBe(1)
  const [fact] = await recorded()
  expect(fact).toMatchObject({ by: 'system:capacity', clause: '2.2', objects: ['band'] })
  expect(recordedIn(fact!)).toMatchObject({ resource: 'band', usable: 300, late: false })
  expect(recordedIn(fact!).order_by).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(await recordForecasts(ledger.ctx)).toEqual({ made: 0 })
  await apply(520)
  expect(await recordForecasts(ledger.ctx)).toEqual({ made: 1 })
}, 60_000)
