import { expect, it } from 'vitest'
import { foldNotice, maintenancesOf, type NoticeLog } from './notice-log.ts'
import { scriptOf } from './sequences.oracle.ts'

const DAY_MS = 86_400_000
const T0 = Date.parse('2026-12-01T00:00:00Z')
const SCRIPTS = 300

it(`${SCRIPTS} scripted lives of maintenances each end as one maintenance with the right final state`, () => {
  const wrong: string[] = []
  let mails = 0
  let maintenances = 0
  for (let seed = 1; seed <= SCRIPTS; seed += 1) {
    const { facts, expected, what } = scriptOf(seed)
    const found = maintenancesOf(facts.reduce<NoticeLog>(foldNotice, undefined)).map((one) => ({
      number: one.number,
      status: one.status,
      days: one.windows.map(({ fromMs }) => (fromMs - T0) / DAY_MS),
      objects: one.objects.map(({ id }) => id ?? '').toSorted((a, b) => (a < b ? -1 : 1)),
      certainty: one.certainty,
    }))
    const wanted = expected
      .map((one) => ({ ...one, certainty: one.status === 'TENTATIVE' ? 'tentative' : 'certain' }))
      .toSorted((one, other) => (one.number < other.number ? -1 : 1))
    const sorted = found.toSorted((one, other) => (one.number < other.number ? -1 : 1))
    if (JSON.stringify(sorted) !== JSON.stringify(wanted))
      wrong.push(`${seed} (${what}): expected ${JSON.stringify(wanted)}, found ${JSON.stringify(sorted)}`)
    mails += facts.length
    maintenances += expected.length
  }
  expect(wrong.slice(0, 5)).toEqual([])
  expect(mails).toBeGreaterThan(1000)
  expect(maintenances).toBeGreaterThan(SCRIPTS)
})
