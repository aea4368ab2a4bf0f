import { describe, expect, it } from 'vitest'
import { clausesOf } from './clauses.ts'
import { clocksOf } from './clock-scan.ts'
import { hearTimes, unborne, unexplainedClock, type Span } from './clock-voice.ts'
import { daysOf } from './day-scan.ts'
import { hearDays, spareWindow, undatedWindow, unexplainedDay } from './day-voice.ts'
import { lengthsOf } from './lengths.ts'
import { tokensOf } from './tokens.ts'

const AT = Date.UTC(2027, 6, 1)

function span(start: string, end: string): Span {
  return { startMs: Date.parse(`${start}Z`), endMs: Date.parse(`${end}Z`), backup: false }
}

describe('clock times as the second reader sees them', () => {
  it.each([
    ['22:00 utc', [22 * 60], [[0]]],
    ['between 9:30 pm and 11 pm et', [21 * 60 + 30, 23 * 60], [[-240], [-240]]],
    ['25時30分から27時', [90, 180], [[], []]],
    ['午後11時半', [23 * 60 + 30], [[]]],
    ['2027-09-12t01:00:00+09:00', [60], [[540]]],
    ['20270912t010000z', [60], [[0]]],
    ['2200 hrs (gmt+5:30)', [22 * 60], [[330]]],
    ['de 1h00 à 4h00 (heure de paris)', [60, 240], [[120], [120]]],
    ['02:00 - 04:00 europe/oslo', [120, 240], [[120], [120]]],
    ['fe80::12:34', [], []],
    ['circuit hkt-knz-01, ver 10.2', [], []],
    ['4時間の断', [], []],
  ])('reads %s', (text, minutes, zones) => {
    const { clocks } = clocksOf(tokensOf(text))
    expect(clocks.map(({ minute }) => minute)).toEqual(minutes)
    expect(clocks.map((clock) => clock.zones.flatMap((zone) => zone(AT)))).toEqual(zones)
  })

  it('counts lengths apart from times', () => {
    expect(lengthsOf(tokensOf('4 hours, 90 min, 1h30, 2時間半, 03:30 hours'))).toEqual(
      expect.arrayContaining([240, 90, 60 + 30, 150, 210]),
    )
    expect(lengthsOf(tokensOf('at 23:00'))).toEqual([])
  })

  it.each([
    ['start 22:00 utc end 02:00 utc', true],
    ['start 22:00 end 02:00 est', false],
    ['start 23:00 cet end 03:00 cet', true],
    ['start 22:00 utc, 4 hours', true],
    ['開始は7:00、終了は11:00', true],
    ['開始は22:00、終了は2:00', false],
    ['start 22:00 utc', false],
    ['local time in oslo: 23:00 to 03:00', true],
    ['local time in oslo: 22:00 to 02:00', false],
    ['10 pm to 2 am utc', true],
    ['start 22:00 utc, end 03:00 cet', true],
    ['start 22:00 utc, end 02:00 cet', false],
  ])('says of %s whether 22:00 to 02:00 UTC is borne out', (text, borne) => {
    const window = span('2027-01-12T22:00', '2027-01-13T02:00')
    expect(unborne(hearTimes(clausesOf(text)), [window]) === undefined).toBe(borne)
  })

  it.each([
    ['start 22:00 utc\nend 02:00 utc', undefined],
    ['start 22:00 utc\nend 02:00 utc\nbegin 23:30 utc', 'begin 23:30 utc'],
    ['start 22:00 utc\nend 02:00 utc\noutage 23:00 - 23:10 utc', undefined],
    ['start 22:00 utc\nend 02:00 utc\ncall us 09:00 - 17:00', undefined],
    ['start 22:00 utc\nend 02:00 utc\nstart (local) 07:00, end (local) 11:00', undefined],
    ['start 22:00 utc\nend 02:00 utc\n2027-01-12 15:45:38 gmt - created', undefined],
  ])('accounts for the times of %s', (text, left) => {
    const window = span('2027-01-12T22:00', '2027-01-13T02:00')
    expect(unexplainedClock(hearTimes(clausesOf(text)), [window], [])).toBe(left)
  })
})

describe('days as the second reader sees them', () => {
  const readings = (text: string): string[] =>
    daysOf(clausesOf(text)).flatMap((one) =>
      one.readings.map(({ year, month, day }) => `${year ?? ''}-${month}-${day}`),
    )

  it.each([
    ['12 September 2027', ['2027-9-12']],
    ['Sept 12th, 22:00', ['-9-12']],
    ['Mittwoch, 12. Mai 2027', ['2027-5-12']],
    ['12 - 14 janvier 2027', ['2027-1-14', '2027-1-12']],
    ['2027年1月12日(火)、13日(水)の2日間', ['2027-1-12', '2027-1-13']],
    ['R9.1.17 2:00', ['2027-1-17']],
    ['04/05/2027', ['2027-5-4', '2027-4-5']],
    ['maintenance 12 of circuit 7', []],
    ['20270912', ['2027-9-12']],
  ])('reads %s', (text, days) => {
    expect(readings(text)).toEqual(days)
  })

  it.each([
    ['12 January 2027 22:00 - 02:00 UTC', true],
    ['11 January 2027 22:00 - 02:00 UTC', false],
    ['each night from 10 to 14 January 2027, 22:00 - 02:00 UTC', true],
    ['tomorrow 22:00 - 02:00 UTC', true],
    ['2027年1月12日 31:00~35:00', false],
  ])('says of %s whether it names 12 January', (text, named) => {
    const clauses = clausesOf(text)
    const window = span('2027-01-12T22:00', '2027-01-13T02:00')
    const sent = [Date.UTC(2027, 0, 11)]
    const heard = hearTimes(clauses)
    expect(undatedWindow(heard, hearDays(clauses, heard), [window], sent) === undefined).toBe(named)
  })

  it.each([
    ['window 3 (only if needed): 12 January 2027 22:00 - 02:00 UTC', true],
    ['12 January 2027 22:00 - 02:00 UTC', false],
    ['2027年1月12日 22:00~2:00 UTC(予備日 1月14日)', false],
    ['本工事 1月11日 22:00~2:00 UTC、予備日 1月12日 同時刻', true],
  ])('says of %s whether its day is only a spare one', (text, spare) => {
    const clauses = clausesOf(text)
    const window = span('2027-01-12T22:00', '2027-01-13T02:00')
    const heard = hearTimes(clauses)
    expect(spareWindow(heard, hearDays(clauses, heard), [window]) === window).toBe(spare)
  })

  it('asks of a night that was not taken up, and of an end on another day in one of two zones', () => {
    const text = '12 January 2027 22:00 - 02:00 UTC\nand again 14 January 2027 22:00 - 02:00 UTC'
    const clauses = clausesOf(text)
    const heard = hearTimes(clauses)
    const said = hearDays(clauses, heard)
    const first = span('2027-01-12T22:00', '2027-01-13T02:00')
    const second = span('2027-01-14T22:00', '2027-01-15T02:00')
    expect(unexplainedDay(heard, said, [first])).toContain('14 january')
    expect(unexplainedDay(heard, said, [first, second])).toBeUndefined()
    const pair = clausesOf('2027年3月29日 16:00~19:00 UTC (日本時間 3月30日 1:00~4:00)')
    const long = span('2027-03-29T16:00', '2027-03-30T19:00')
    const told = hearTimes(pair)
    expect(undatedWindow(told, hearDays(pair, told), [long], [])).toBe(long)
  })
})
