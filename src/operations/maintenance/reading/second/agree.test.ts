import { describe, expect, it } from 'vitest'
import { parseNotice } from '../../parse-notice.ts'
import { clausesOf, says } from './clauses.ts'
import { standsAmongOthers } from './date-voice.ts'
import { impactVoices, spareIsLost } from './impact-voice.ts'
import { bearsOut, plainVoices } from './state-voice.ts'

describe('the second reader', () => {
  it('cuts clauses without cutting times, names and numbers', () => {
    expect(
      clausesOf('Start 10.30 at a.example. It ends\nlater! 中止です。以上').map(({ text }) => text),
    ).toEqual(['start 10.30 at a.example', 'it ends', 'later', '中止です', '以上'])
    expect(clausesOf(`${'x'.repeat(3_000_000)}. y`).map(({ text }) => text.length)).toEqual([2000, 1])
    expect(clausesOf('CONFIDENTIAL and protected from disclosure')).toEqual([])
    expect(says(['it', "won't", 'take', 'place'], "won't take place")).toBe(true)
    expect(says(['cancellation'], 'cancel*') && !says(['cancellation'], 'cancel')).toBe(true)
  })

  it.each([
    ['we are scrapping it altogether', ['CANCELLED']],
    ['if it has to be cancelled, we will write again', []],
    ['cancellation policy applies', []],
    ['der Termin wurde verschoben', ['RE-SCHEDULED']],
    ['everything is back to normal', ['COMPLETED']],
    ['it has not been cancelled', ['CANCELLED']],
    ['荒天の場合は中止します', []],
    ['白紙に戻しました', ['CANCELLED']],
    ['無事終わりました', ['COMPLETED']],
    ['設定変更を実施いたします', []],
  ])('hears what %s says of the state', (text, voices) => {
    expect([...plainVoices(clausesOf(text))]).toEqual(voices)
  })

  it('takes no update of a device for a change of the plan', () => {
    expect(bearsOut('RE-SCHEDULED', clausesOf('Firmware update of the edge switch'))).toBe(false)
    expect(bearsOut('RE-SCHEDULED', clausesOf('the window was changed'))).toBe(true)
  })

  it.each([
    ['internet access not available for 10 minutes', ['OUTAGE']],
    ['no outage is expected', ['NO-IMPACT']],
    ['latency rises', ['DEGRADED']],
    ['ご利用いただけません', ['OUTAGE']],
    ['冗長性が失われます', ['REDUCED-REDUNDANCY']],
  ])('hears what %s says of the service', (text, voices) => {
    expect([...impactVoices(clausesOf(text))]).toEqual(voices)
  })

  it('knows one of two ways from both', () => {
    expect(spareIsLost(clausesOf('the protection path will be down'))).toBe(true)
    expect(spareIsLost(clausesOf('protected traffic is not affected'))).toBe(false)
  })

  it('asks where a date stands only as that of something else', () => {
    const startMs = [Date.UTC(2027, 8, 12, 1)]
    expect(standsAmongOthers(startMs, clausesOf('Old: 12 September 2027 01:00'))).toBe(true)
    expect(
      standsAmongOthers(startMs, clausesOf('Old: 12 September 2027\nStart: 12 September 2027 01:00')),
    ).toBe(false)
    expect(standsAmongOthers(startMs, clausesOf('moved from 12 September 2027 to 14 September 2027'))).toBe(
      false,
    )
    expect(standsAmongOthers(startMs, clausesOf('回答期限:2027年9月12日'))).toBe(true)
    expect(standsAmongOthers(startMs, clausesOf('next Sunday'))).toBe(false)
  })

  it('puts to a person what only one of the readers makes of a mail', () => {
    const read = (more: string) =>
      parseNotice(
        Buffer.from(
          `From: noc@carrier.example\nSubject: Maintenance CHG-100\nDate: Wed, 01 Sep 2027 10:00:00 +0000\n\nMaintenance ID: CHG-100\nStart: 2027-09-12 01:00 UTC\nEnd: 2027-09-12 03:00 UTC\nCircuit ID: KD-1\nImpact: outage\n${more}`,
        ),
      )[0]
    expect(read('')).toMatchObject({ status: 'CONFIRMED', needs_review: false })
    const doubted = read('We are scrapping this one altogether.')
    expect(doubted).toMatchObject({ status: 'CONFIRMED', needs_review: true })
    expect(doubted?.reasons[0]?.en).toBe('A second reading hears CANCELLED where CONFIRMED was read.')
    expect(doubted?.reasons[0]?.ja).toContain('CANCELLED')
  })
})
