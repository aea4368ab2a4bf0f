import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseNotice } from './index.ts'
import type { Notice } from './index.ts'

const DATA = join(import.meta.dirname, '../../../../shared/data/notices')
const absent = !existsSync(join(DATA, 'cases.json'))
const note = absent ? ' (skipped: ../shared/data/notices is absent)' : ''

type Case = {
  id: string
  eml: string
  reference_expected: { maintenance_id: string; start: number; end: number }[]
  adjudicated: {
    windows?: [number, number][]
    start?: number
    end?: number
    conflict?: boolean
    window_optional?: boolean
  } | null
}

const seconds = (text: string): number => Date.parse(text) / 1_000
const key = (windows: [number, number][]): string =>
  [...new Set(windows.map((one) => one.join('/')))].toSorted().join(' ')

/** The number and the windows, backups among them or left out. */
function isRight({ reference_expected, adjudicated }: Case, notices: readonly Notice[]): boolean {
  const ids = new Set(reference_expected.map((one) => one.maintenance_id))
  return [...ids].every((id) => {
    const notice = notices.find((one) => one.maintenance_id === id)
    if (notice === undefined) return false
    const expected = reference_expected
      .filter((one) => one.maintenance_id === id)
      .map((one): [number, number] => [one.start, one.end])
    const want = key(
      adjudicated?.windows ??
        (adjudicated?.start === undefined ? expected : [[adjudicated.start, adjudicated.end ?? 0]]),
    )
    const pairs = notice.windows.map((one): [number, number] => [seconds(one.start), seconds(one.end)])
    const primary = notice.windows
      .filter((one) => !one.backup)
      .map((one): [number, number] => [seconds(one.start), seconds(one.end)])
    return (
      want === key(pairs) ||
      want === key(primary) ||
      (adjudicated?.window_optional === true && pairs.length === 0) ||
      (adjudicated?.conflict === true && notice.needs_review)
    )
  })
}

describe('the given notices', () => {
  it.skipIf(absent)(
    `of 20 providers: number and windows right in 66 of 69, and never wrong without asking${note}`,
    () => {
      const cases = JSON.parse(readFileSync(join(DATA, 'cases.json'), 'utf8')) as Case[]
      const scored = cases.map((one) => ({ one, notices: parseNotice(readFileSync(join(DATA, one.eml))) }))
      const wrong = scored.filter(({ one, notices }) => !isRight(one, notices))
      expect(scored).toHaveLength(69)
      expect(
        wrong
          .filter(({ notices }) => !notices.some((notice) => notice.needs_review))
          .map(({ one }) => one.id),
      ).toEqual([])
      expect(wrong.length).toBeLessThanOrEqual(3)
      expect(
        scored.filter(({ notices }) => !notices.some((notice) => notice.needs_review)).length,
      ).toBeGreaterThanOrEqual(55)
    },
  )

  it.skipIf(absent)(`in Japanese and difficult encodings: 12 of 12${note}`, () => {
    const files = readdirSync(join(DATA, 'japanese'))
    const read = files.map((file) => parseNotice(readFileSync(join(DATA, 'japanese', file))))
    expect(files).toHaveLength(12)
    for (const [notice] of read) {
      expect(notice).toMatchObject({
        maintenance_id: 'KOJI-2026-00123',
        status: 'CONFIRMED',
        needs_review: false,
        objects: [{ id: 'L1234567' }, { id: 'L7654321' }],
      })
      expect(notice?.windows[0]).toEqual({
        start: '2026-12-02T16:00:00Z',
        end: '2026-12-02T20:00:00Z',
        backup: false,
      })
    }
  })
})
