import { describe, expect, it } from 'vitest'
import { plainText } from '../document/plain.ts'
import { scanTimes } from './expression.ts'
import { resolveSpan } from './resolve.ts'
import { scanTokens } from './token.ts'
import { instantsOf, isOutOfSeason, matchZone } from './zone.ts'
import { zonesOfPlaces } from './place.ts'

const SENT = Date.UTC(2026, 10, 20, 1)
const wall = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')

function windows(text: string, order: 'mdy' | 'dmy' | 'ymd' = 'mdy'): string[] {
  const { spans } = scanTimes(plainText(text))
  return spans
    .flatMap((span) => resolveSpan(span, { order, sentMs: SENT, anchors: [] }) ?? [])
    .map((one) => {
      const zone = one.endZones?.map((each) => each.name).join('|')
      return `${wall(one.startWall)} / ${wall(one.endWall)}${zone === undefined ? '' : ` ${zone}`}${one.doubts.length > 0 ? ` ?${one.doubts.join()}` : ''}`
    })
}

const NIGHT = '2026-12-03 01:00 / 2026-12-03 05:00'

describe('one window in many notations', () => {
  it.each([
    ['２０２６年１２月３日（木）午前１時００分～５時００分', NIGHT],
    ['令和8年12月2日(水) 25:00 ～ 29:00', NIGHT],
    ['R8.12.3 1:00-5:00', NIGHT],
    ['12月3日(木) 1時〜5時', NIGHT],
    ['12/3(木) 1:00-5:00', NIGHT],
    ['二〇二六年十二月三日 午前一時から午前五時まで', NIGHT],
    ['2026/12/3 1:00 ? 5:00', NIGHT],
    ['3 Dec 2026 01:00 - 05:00', NIGHT],
    ['Thu 03-Dec-2026 01:00:00 to Thu 03-Dec-2026 05:00:00', NIGHT],
    ['December 3rd, 2026 between 1 AM and 5 AM', NIGHT],
    ['1:00 - 5:00 AM, Dec 3 2026', NIGHT],
    ['20261203 0100 to 20261203 0500', NIGHT],
    ['2026-12-03T01:00:00/2026-12-03T05:00:00', NIGHT],
    ['le 3 décembre 2026 de 01h00 à 05h00', NIGHT],
    ['3. Dezember 2026, 01:00 Uhr bis 05:00 Uhr', NIGHT],
    ['3 de diciembre de 2026 01:00 a 05:00', NIGHT],
    ['3 Aralık 2026 01:00 - 05:00', NIGHT],
    ['0100-0500 UTC on 3 December 2026', `${NIGHT} UTC`],
    ['01:00 AM ET to 05:00 AM ET, Thursday, December 3rd, 2026', `${NIGHT} ET`],
    ['3rd of December 2026 at 01:00 until 05:00 UK time', `${NIGHT} UK time`],
    ['Thu 3 Dec 2026 01:00 to 05:00 (UTC+9)', `${NIGHT} UTC+09:00`],
    ['3 Dec 2026 01:00 - 05:00 CST (Central Standard Time)', `${NIGHT} CST`],
    ['2026-12-03 01:00 +0900 - 2026-12-03 05:00 +0900', `${NIGHT} UTC+09:00`],
  ])('%s', (text, expected) => {
    expect(windows(text)).toEqual([expected])
  })
})

describe('ends that are not written out', () => {
  it.each([
    ['2026年12月3日 23:00～翌5:00', ['2026-12-03 23:00 / 2026-12-04 05:00']],
    ['2026年12月3日 23:00～4:00', ['2026-12-03 23:00 / 2026-12-04 04:00']],
    ['12月31日 23:00 ~ 1月1日 5:00', ['2026-12-31 23:00 / 2027-01-01 05:00']],
    ['10:00 - 2:00 AM 3 Dec 2026', ['2026-12-03 22:00 / 2026-12-04 02:00']],
    ['午後10時～5時 2026年12月3日', ['2026-12-03 22:00 / 2026-12-04 05:00']],
    ['2026年12月3日 午前10時～3時', ['2026-12-03 10:00 / 2026-12-03 15:00 ?meridian-inferred']],
    ['December 3-4, 2026 from 22:00 to 04:00 UTC', ['2026-12-03 22:00 / 2026-12-04 04:00 UTC']],
    ['3 Dec 2026 - 5 Dec 2026, 22:00 - 04:00', ['2026-12-03 22:00 / 2026-12-05 04:00 ?nightly-or-through']],
    ['3 Dec 2026 - 5 Dec 2026', ['2026-12-03 00:00 / 2026-12-06 00:00 ?no-time']],
  ])('%s', (text, expected) => {
    expect(windows(text)).toEqual(expected)
  })

  it('makes a window of each night where the text says so', () => {
    expect(windows('3 Dec 2026 - 5 Dec 2026, 22:00 - 04:00 each night')).toEqual([
      '2026-12-03 22:00 / 2026-12-04 04:00 ?last-night',
      '2026-12-04 22:00 / 2026-12-05 04:00 ?last-night',
      '2026-12-05 22:00 / 2026-12-06 04:00 ?last-night',
    ])
    expect(windows('12月3日、4日、5日 各日 午前1時~5時')).toHaveLength(3)
    expect(windows('15, 16, 17 and 18 December 2026 22:00 - 23:00 UTC')).toHaveLength(4)
  })
})

describe('what contradicts itself', () => {
  it('says when the weekday belongs to another date', () => {
    expect(windows('2026年12月3日(金) 1:00~5:00')).toEqual([`${NIGHT} ?weekday-mismatch`])
  })

  it('reads numeric dates both ways and fixed ones one way', () => {
    expect(windows('04/12/2026 01:00 - 05:00', 'dmy')).toEqual(['2026-12-04 01:00 / 2026-12-04 05:00'])
    expect(windows('04/12/2026 01:00 - 05:00', 'mdy')).toEqual(['2026-04-12 01:00 / 2026-04-12 05:00'])
    expect(windows('05/05/2026 01:00 - 05:00', 'mdy')).toEqual(windows('05/05/2026 01:00 - 05:00', 'dmy'))
    expect(windows('2026-12-04 01:00 - 05:00', 'dmy')).toEqual(['2026-12-04 01:00 / 2026-12-04 05:00'])
  })

  it('does not join the first of two windows with the date of the second', () => {
    expect(
      windows(
        '16th June 2026, 00:00 Hrs to 06:00 Hrs IST (15th June 2026 18:30 GMT to 16th June 2026 00:30 GMT)',
      ),
    ).toEqual(['2026-06-16 00:00 / 2026-06-16 06:00 IST|IST|IST', '2026-06-15 18:30 / 2026-06-16 00:30 GMT'])
  })
})

describe('what is no time', () => {
  it.each([
    '192.168.156.3',
    '2001:db8:0:1:ffff::1',
    'KOJI-2026-00123',
    'version 1.2.3',
    'you may 30 days',
    'EQ-GL-20211027-00621',
    '24 hours',
    '約3時間30分',
    '一時的な断',
    'xe-1/0/3',
  ])('%s', (text) => {
    expect(
      scanTokens(plainText(text)).filter((token) => token.kind === 'date' || token.kind === 'time'),
    ).toEqual([])
  })

  it('goes past letters beyond the basic plane', () => {
    expect(scanTokens('𐀀𐀀 𐀀 2026-12-03 𐀀').map((token) => token.kind)).toEqual(['date'])
  })

  it('reads durations apart from times', () => {
    const minutes = ['8 Days 23 Hours 58 Minutes', '8h10m0s', '約3時間30分', 'up to 60 minutes'].map(
      (text) => scanTimes(plainText(text)).durations[0]?.minutes,
    )
    expect(minutes).toEqual([12_958, 490, 210, 60])
  })
})

describe('zones', () => {
  it('reads names, abbreviations with their several meanings, and offsets', () => {
    const names = [
      'GMT+08:00',
      'UTC',
      'Asia/Tokyo',
      '日本時間',
      'Eastern',
      'heure de Paris',
      'Tokyo time',
    ].map((text) => matchZone(text, true)?.options[0])
    expect(names.every((zone) => zone !== undefined)).toBe(true)
    expect(matchZone('IST', true)?.options).toHaveLength(3)
    expect(matchZone('est', true)).toBeUndefined()
    expect(matchZone('-05:00', true)).toBeUndefined()
    // The dash of a range, and no offset.
    for (const text of ['UTC - 9 November 2026', 'GMT -9 Nov 2026', 'UTC - 9th of May'])
      expect(matchZone(text, true)?.options).toMatchObject([{ kind: 'fixed', offsetMin: 0 }])
    expect(matchZone('UTC -9 hours', true)?.options[0]).toMatchObject({ offsetMin: -540 })
  })

  it('knows the two hours of a clock put back, the missing one, and standard time out of season', () => {
    const berlin = { kind: 'iana', id: 'Europe/Berlin', name: 'Berlin' } as const
    expect(instantsOf(Date.UTC(2026, 9, 25, 2, 30), berlin)).toHaveLength(2)
    expect(instantsOf(Date.UTC(2026, 2, 29, 2, 30), berlin)).toHaveLength(0)
    const est = matchZone('EST', true)?.options[0]
    expect(est !== undefined && isOutOfSeason(Date.UTC(2026, 6, 1), est)).toBe(true)
    expect(est !== undefined && isOutOfSeason(Date.UTC(2026, 0, 1), est)).toBe(false)
  })

  it('finds the zone of places', () => {
    expect(zonesOfPlaces('customers in the San Jose, CA metro area')[0]?.id).toBe('America/Los_Angeles')
    expect(zonesOfPlaces('東京～大阪間')[0]?.id).toBe('Asia/Tokyo')
    expect(zonesOfPlaces('the CA of the company')).toEqual([])
  })
})
