import { afterAll, beforeAll, expect, it } from 'vitest'
import { charterReading } from '../../../charter/reading.ts'
import { knownFacts } from '../../../charter/known.ts'
import { applyWorkspace } from '../../../estate/actions.ts'
import type { ReadStored, StoredAsked } from '../../../estate/stored-series.ts'
import { integrated } from '../../../ledger/index.ts'
import { scratchLedger, type ScratchLedger } from '../../../ledger/scratch-ledger.ts'
import { ALL_MODULES } from '../../../modules.ts'
import { migrate } from '../../../platform/migrations.ts'
import { declaredFrom } from '../declared.ts'
import { recordForecasts } from '../jobs.ts'
import { exhaustionsOn } from '../standing.ts'
import { PEAKS_READ, type PeaksRead } from './peaks.ts'
import { readPeaks } from './read-peaks.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.parse('2026-10-23T03:00:00+09:00')

let nowMs = START_MS
let ledger: ScratchLedger
let leading: { stop: () => Promise<void> }
beforeAll(async () => {
  ledger = await scratchLedger({ now: () => nowMs })
  await migrate(ledger.database, ALL_MODULES, ledger.ctx.log)
  leading = ledger.lead()
}, 60_000)
afterAll(async () => {
  await leading?.stop()
  await ledger?.drop()
})

async function apply(resource: string): Promise<void> {
  const document = `
operator: { name: Test, zone: Asia/Tokyo }
nodes: [{ id: a }]
resources:
  - { id: band, owner: p-1, unit: Mbit/s, maximum: 3000, lead_time_days: 90, ${resource} }
`
  const files = [{ path: 'all.yaml', content: new TextEncoder().encode(document) }]
  const { fact } = await applyWorkspace(ledger.ctx, { id: 'p-1' }, files, {
    dryRun: false,
    reading: charterReading(),
  })
  if (fact !== undefined) await integrated(ledger.ctx, fact)
}

const asked: StoredAsked[] = []
/** Grows by 1 a day from 100, twice that at noon in Japan, from 400 days before the first look on. */
const store: ReadStored = (_ctx, wanted) => {
  asked.push(wanted)
  if (wanted.series !== 'load{line="a"}')
    return Promise.resolve({ cannot: { ja: 'ない', en: `no stored series is ${wanted.series}` } })
  const firstMs = Math.max(wanted.fromMs, Math.floor((START_MS - 400 * DAY_MS) / HOUR_MS) * HOUR_MS)
  const values = Float64Array.from({ length: (wanted.untilMs - firstMs) / wanted.stepMs }, (_, at) => {
    const local = firstMs + at * wanted.stepMs + 9 * HOUR_MS
    const day = Math.floor(local / DAY_MS) - Math.floor((START_MS + 9 * HOUR_MS) / DAY_MS) + 400
    return (Math.floor(local / HOUR_MS) % 24 === 12 ? 2 : 1) * (100 + day)
  })
  return Promise.resolve({ name: wanted.series, startMs: firstMs, stepMs: wanted.stepMs, values })
}

const read = async () => {
  const facts = (await knownFacts(ledger.ctx)).filter(({ type }) => type === PEAKS_READ)
  return facts.map(({ body }) => body as unknown as PeaksRead)
}
const look = async (expected: number) => {
  expect(await readPeaks(ledger.ctx, store)).toEqual({ read: expected })
}
const standing = async () => {
  const facts = await knownFacts(ledger.ctx)
  return exhaustionsOn(declaredFrom(facts), '2026-10-23', 'Asia/Tokyo')?.[0]
}

it('puts the peaks of days that are over into the ledger, and forecasts by them like by any history', async () => {
  await apply(`observed: { series: 'load{line="a"}', times: 8 }`)
  expect((await standing())?.cannot_forecast?.en).toMatch(/has not been read yet/)
  await look(1)
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(1)
  const [first] = (await read()) as [PeaksRead & { peaks: number[]; from: string }]
  expect(first).toMatchObject({
    resource: 'band',
    restated: true,
    of: { series: 'load{line="a"}', times: 8, peak: 'maximum' },
  })
  // The highest value of the last whole day, so many times, under that day; none of today.
  expect(first.peaks.at(-1)).toBe(2 * 499 * 8)
  expect(asked.at(-1)).toMatchObject({
    as: 'maximum',
    stepMs: HOUR_MS,
    untilMs: Date.parse('2026-10-23T00:00:00+09:00'),
  })
  await look(0)
  const forecast = await standing()
  expect(forecast).toMatchObject({ observed: '2026-10-22', late: true })
  expect(forecast?.cannot_forecast).toBeUndefined()
  expect(await recordForecasts(ledger.ctx)).toEqual({ made: 1 })
}, 60_000)

it('adds each day as it is over, and reads all anew when what is asked for changes', async () => {
  nowMs = START_MS + DAY_MS
  await look(1)
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(2)
  // Two of the days before are looked at once more.
  expect((await read())[1]).toMatchObject({
    restated: false,
    from: '2026-10-21',
    peaks: [7968, 7984, 8000],
  })
  await apply(`observed: { series: 'load{line="a"}', as: rate }, peak: p95`)
  await look(1)
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(3)
  expect((await read())[2]).toMatchObject({ restated: true, of: { as: 'rate', times: 1, peak: 'p95' } })
  expect(asked.at(-1)).toMatchObject({ as: 'rate', stepMs: HOUR_MS / 12 })
  await look(0)
})

it('says why there is nothing to read, once', async () => {
  await apply(`observed: { series: 'load{line="b"}' }`)
  await look(1)
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(4)
  await look(0)
  expect((await standing())?.cannot_forecast?.en).toBe(
    'The monitoring store cannot be read: no stored series is load{line="b"}',
  )
  await expect(apply(`observed: { series: x }, history: b.csv`)).rejects.toThrow()
})
