import { expect, it } from 'vitest'
import type { Fact } from '../../ledger/fact.ts'
import { lessonsFor, lessonsIn, relationOf, taught } from './lesson.ts'
import { LESSON_APPROVED, NOTICE_DECIDED, NOTICE_READ } from './notice-facts.ts'
import type { Notice, NoticeWindow } from './notice.ts'

const window = (start: string, end: string): NoticeWindow => ({ start, end, backup: false })
const march = [window('2026-03-04T20:00:00Z', '2026-03-04T23:00:00Z')]
const april = [window('2026-04-03T20:00:00Z', '2026-04-03T23:00:00Z')]
const text = { ja: '', en: 'The order of day and month of 03/04/2026 is open.' }

function doubtful(given: NoticeWindow[], other: NoticeWindow[], en = text.en): Notice {
  return {
    maintenance_id: 'CHG-1',
    status: 'CONFIRMED',
    windows: given,
    objects: [],
    stamp: null,
    organizer: '',
    needs_review: true,
    confidence: 0.4,
    reasons: [{ ja: '', en }],
    competing: [{ windows: other, because: text }],
  }
}

function decision(lesson: boolean, approved: boolean): Fact[] {
  const notice = doubtful(march, april)
  const by = 'p-1'
  const facts: Fact[] = [
    {
      type: NOTICE_READ,
      by: 'system:maintenance',
      body: {
        mail: 'm',
        index: 0,
        sender: 'carrier.example',
        layout: 'l',
        notice,
      },
    },
    {
      type: NOTICE_DECIDED,
      by,
      body: {
        mail: 'm',
        index: 0,
        choice: { kind: 'competing', index: 0 },
        because: '',
        lesson,
        decided_at: '',
      },
    },
  ]
  if (approved) facts.push({ type: LESSON_APPROVED, by: 'p-2', body: { mail: 'm', index: 0 } })
  return facts
}

it('knows how one reading stands to another', () => {
  expect(relationOf(march, march)).toBe('same')
  expect(relationOf(march, april)).toBe('swap')
  expect(relationOf(march, [window('2026-03-04T11:00:00Z', '2026-03-04T14:00:00Z')])).toBe('shift -540')
  // Swapped in the zone of the mail: the evening of the 4th there is the 5th here.
  const [night, swapped] = [
    [window('2026-03-04T16:00:00Z', '2026-03-04T18:00:00Z')],
    [window('2026-05-02T16:00:00Z', '2026-05-02T18:00:00Z')],
  ]
  expect(relationOf(night, swapped)).toBe('swap')
  expect(relationOf(march, [window('2026-06-01T00:00:00Z', '2026-06-01T01:00:00Z')])).toBeUndefined()
})

it('the same doubt of the same sender and form is read as people decided, once another has approved it', () => {
  const later = doubtful(
    [window('2026-05-06T20:00:00Z', '2026-05-06T23:00:00Z')],
    [window('2026-06-05T20:00:00Z', '2026-06-05T23:00:00Z')],
    'The order of day and month of 05/06/2026 is open.',
  )
  const form = { sender: 'carrier.example', layout: 'l' }
  const read = (facts: Fact[], of = form): Notice => taught(later, lessonsFor(lessonsIn(facts), of))
  expect(read(decision(true, true))).toMatchObject({
    needs_review: false,
    windows: [{ start: '2026-06-05T20:00:00Z' }],
  })
  for (const facts of [decision(true, false), decision(false, true), []])
    expect(read(facts).needs_review).toBe(true)
  expect(read(decision(true, true), { ...form, layout: 'other' }).needs_review).toBe(true)
  expect(read(decision(true, true), { ...form, sender: 'other.example' }).needs_review).toBe(true)
})

it('another doubt stays a doubt', () => {
  const other = doubtful(march, april, 'The zone of the times is not said.')
  expect(taught(other, lessonsIn(decision(true, true))).needs_review).toBe(true)
})
