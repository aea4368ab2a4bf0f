import { describe, expect, it } from 'vitest'
import { madeNotices } from '../../../bench/notices-made.ts'
import { parseNotice } from './index.ts'
import type { Notice } from './index.ts'

type Truth = ReturnType<typeof madeNotices>[number]['truth'][number]

const told = (windows: Notice['windows'], objects: readonly { id: string; impact: string }[]): string =>
  JSON.stringify([
    windows.map((one) => `${one.start}/${one.end}/${one.backup}`).toSorted(),
    objects.map((one) => `${one.id}=${one.impact}`).toSorted(),
  ])

function isRight(truth: Truth, notice: Notice | undefined): boolean {
  return (
    notice?.maintenance_id === truth.id &&
    notice.status === truth.status &&
    told(notice.windows, notice.objects) === told(truth.windows, truth.objects)
  )
}

describe('mails made in styles of no known provider', () => {
  it('none is answered wrongly without asking, and at most one in twenty-five is wrong at all', () => {
    const scored = madeNotices().map(({ name, truth, asks, bytes }) => {
      const notices = parseNotice(bytes)
      const review = notices.some((one) => one.needs_review)
      const right =
        notices.length === truth.length &&
        truth.every((one) =>
          isRight(
            one,
            notices.find((notice) => notice.maintenance_id === one.id),
          ),
        )
      return { name, review, asks: asks === true, right: asks === true ? review : right }
    })
    expect(scored.length).toBeGreaterThanOrEqual(569)
    expect(scored.filter((one) => !one.right && !one.review).map((one) => one.name)).toEqual([])
    expect(scored.filter((one) => !one.right).length).toBeLessThanOrEqual(scored.length / 25)
    const settled = scored.filter((one) => !one.asks)
    expect(settled.filter((one) => !one.review).length).toBeGreaterThanOrEqual(settled.length * 0.88)
  })
})
