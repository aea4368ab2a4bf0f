import { describe, expect, it } from 'vitest'
import { readCalendar } from './event.ts'

const calendar = (lines: string[], before: string[] = []): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...before, 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join(
    '\r\n',
  )
const window = (lines: string[], before: string[] = []): string[] =>
  readCalendar(calendar(lines, before)).events.flatMap((event) =>
    event.windows.map((one) => `${new Date(one.startMs).toISOString()}/${new Date(one.endMs).toISOString()}`),
  )
const NIGHT = ['2026-12-02T16:00:00.000Z/2026-12-02T20:00:00.000Z']

describe('maintenance calendars (BCOP)', () => {
  it('reads what the standard names, with blanks after the colon, impacts by object and the primary number', () => {
    const { events } = readCalendar(
      calendar([
        'DTSTART:20261202T160000Z',
        'DTEND:20261202T200000Z',
        'DTSTAMP:20261120T010000Z',
        'UID:1',
        'SEQUENCE:2',
        'ORGANIZER;CN="A: B":mailto:noc@carrier.example',
        'X-MAINTNOTE-ACCOUNT: 42',
        'X-MAINTNOTE-MAINTENANCE-ID: SECOND',
        'X-MAINTNOTE-MAINTENANCE-ID;X-MAINTNOTE-PRECEDENCE=PRIMARY: FIRST',
        'X-MAINTNOTE-STATUS: TENTATIVE',
        'X-MAINTNOTE-IMPACT: REDUCED-REDUNDANCY',
        'X-MAINTNOTE-OBJECT-ID: A-1',
        'X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=NO-IMPACT: A-2',
        'X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=STRANGE:A-3',
      ]),
    )
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      bcop: true,
      maintenanceId: 'FIRST',
      account: '42',
      status: 'TENTATIVE',
      organizer: 'noc@carrier.example',
      sequence: 2,
      doubts: [],
    })
    expect(events[0]?.objects).toEqual([
      { id: 'A-1', impact: 'REDUCED-REDUNDANCY' },
      { id: 'A-2', impact: 'NO-IMPACT' },
      { id: 'A-3', impact: 'OUTAGE' },
    ])
  })

  it('keeps the highest SEQUENCE of a UID and takes METHOD:CANCEL for a cancellation', () => {
    const event = (sequence: number, status: string): string[] => [
      'BEGIN:VEVENT',
      'UID:1',
      `SEQUENCE:${sequence}`,
      'X-MAINTNOTE-MAINTENANCE-ID:M',
      `X-MAINTNOTE-STATUS:${status}`,
      'END:VEVENT',
    ]
    const both = [
      'BEGIN:VCALENDAR',
      ...event(3, 'CONFIRMED'),
      ...event(1, 'TENTATIVE'),
      'END:VCALENDAR',
    ].join('\n')
    expect(readCalendar(both).events.map((one) => one.status)).toEqual(['CONFIRMED'])
    expect(
      readCalendar(`BEGIN:VCALENDAR\nMETHOD:CANCEL\n${event(1, 'CONFIRMED').join('\n')}\nEND:VCALENDAR`)
        .events[0]?.status,
    ).toBe('CANCELLED')
  })
})

describe('times of calendars', () => {
  it.each([
    ['UTC', ['DTSTART:20261202T160000Z', 'DTEND:20261202T200000Z']],
    [
      'an IANA zone without VTIMEZONE',
      ['DTSTART;TZID=Asia/Tokyo:20261203T010000', 'DTEND;TZID=Asia/Tokyo:20261203T050000'],
    ],
    [
      'a Windows zone',
      ['DTSTART;TZID=Tokyo Standard Time:20261203T010000', 'DTEND;TZID=Tokyo Standard Time:20261203T050000'],
    ],
    ['DURATION', ['DTSTART:20261202T160000Z', 'DURATION:PT4H']],
    [
      'VALUE=DATE-TIME and folding',
      ['DTSTART;VALUE=DATE-TIME:20261202T16', ' 0000Z', 'DTEND;VALUE=DATE-TIME:20261202T200000Z'],
    ],
    [
      'broken folding of a text',
      ['DESCRIPTION:one', 'two without a blank', 'DTSTART:20261202T160000Z', 'DTEND:20261202T200000Z'],
    ],
  ])('%s', (_, lines) => {
    expect(window(lines)).toEqual(NIGHT)
  })

  it('takes a constant VTIMEZONE for an unknown name', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Custom',
      'BEGIN:STANDARD',
      'TZOFFSETTO:+0900',
      'END:STANDARD',
      'END:VTIMEZONE',
    ]
    expect(
      window(['DTSTART;TZID=Custom:20261203T010000', 'DTEND;TZID=Custom:20261203T050000'], zone),
    ).toEqual(NIGHT)
  })

  it.each([
    ['floating time', ['DTSTART:20261203T010000', 'DTEND:20261203T050000']],
    ['an unknown zone', ['DTSTART;TZID=Nowhere:20261203T010000', 'DTEND;TZID=Nowhere:20261203T050000']],
    [
      'a zone called like what objects inherit',
      ['DTSTART;TZID=constructor:20261203T010000', 'DTEND;TZID=constructor:20261203T050000'],
    ],
    ['an end before the start', ['DTSTART:20261203T010000Z', 'DTEND:20261203T000000Z']],
    ['no end', ['DTSTART:20261203T010000Z']],
    ['rubbish', ['DTSTART:tomorrow', 'DTEND:later']],
  ])('refuses %s and says so', (_, lines) => {
    const { events } = readCalendar(calendar(lines))
    expect(events[0]?.windows).toEqual([])
    expect(events[0]?.doubts).toHaveLength(1)
  })

  it('unrolls daily recurrences within bounds and leaves others to a person', () => {
    const night = ['DTSTART:20261202T160000Z', 'DTEND:20261202T200000Z']
    expect(window([...night, 'RRULE:FREQ=DAILY;COUNT=3'])).toHaveLength(3)
    expect(window([...night, 'RRULE:FREQ=DAILY;UNTIL=20261204T235959Z'])).toHaveLength(3)
    const odd = readCalendar(calendar([...night, 'RRULE:FREQ=MONTHLY;BYDAY=1MO'])).events[0]
    expect(odd?.windows).toHaveLength(1)
    expect(odd?.doubts).toHaveLength(1)
  })
})
