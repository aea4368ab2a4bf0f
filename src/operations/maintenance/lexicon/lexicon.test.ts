import { describe, expect, it } from 'vitest'
import { plainText } from '../document/plain.ts'
import { impactOf } from './impact.ts'
import { classify } from './label.ts'
import { statusOfSentence, statusOfSubject, statusOfValue } from './status.ts'

describe('labels', () => {
  it.each([
    [
      'id',
      'Maintenance Ticket #|Scheduled Maintenance Window #|Work order number|Change Number|Our Reference|■工事番号|受付番号|メンテナンスID|Vorgangsnummer|Número de ticket',
    ],
    [
      'object',
      'Circuit Id|Circuit(s) Affected|Service Serial #|Order ID(s) impacted|SLID/CCSD|Impacted Assets|対象回線|回線番号|ご契約回線|Betroffene Leitung|Servicios afectados|Peer AS',
    ],
    [
      'start',
      'Start|Event Start Date/Time|Planned Start (UTC)|開始日時|Beginn|Data/hora de início|Başlangıç',
    ],
    ['end', 'End time|Estimated End|終了日時|Ende|Data/hora de término|Bitiş'],
    ['window', 'Maintenance Window|1st Activity Date|UTC|LOCAL|工事日時|作業時間|予備日|変更後|When|Span'],
    ['duration', 'Expected Outage/Downtime|Maximum Duration|所要時間'],
    ['impact', 'Expected Impact|Expected Impact to your Service|影響内容|Business Risk'],
    ['status', 'Activity Status|ステータス|通知種別'],
    ['account', 'Account #|Customer Name|お客様番号'],
    ['place', 'A Location Address|Site Address|作業場所'],
    ['sent', 'Date Notice Sent|発行日'],
    ['other', 'Reason for Maintenance|Service Type|Contact Number|工事件名|Order Number|Bandwidth'],
  ] as const)('%s', (role, labels) => {
    const list = labels.split('|')
    expect(list.filter((label) => classify(plainText(label)).role !== role)).toEqual([])
  })

  it('tells backups, changes and zones by the name', () => {
    expect(classify('Backup Start Date (GMT)')).toMatchObject({
      role: 'start',
      backup: true,
      zones: [{ name: 'GMT' }],
    })
    expect(classify('予備日')).toMatchObject({ role: 'window', backup: true })
    expect(classify('変更前')).toMatchObject({ previous: true })
    expect(classify('Revised window')).toMatchObject({ role: 'window', next: true })
    expect(classify('This is a sentence about the maintenance, and no label').role).toBe('unknown')
  })
})

describe('state', () => {
  it.each([
    [
      'CANCELLED',
      'The maintenance listed below has been cancelled.|One of our providers has cancelled the maintenance.|下記の工事につきまして、中止とさせていただきます。|Please note Cancellation of Maintenance Notification',
    ],
    [
      'RE-SCHEDULED',
      'Be advised that this maintenance has been rescheduled.|Please note revised Primary dates below|工事の日程を変更させていただきます。',
    ],
    [
      'COMPLETED',
      'The maintenance below has been completed.|Work on the services below was completed successfully.|The maintenance is now over.|下記の作業は完了いたしました。',
    ],
    [
      'IN-PROCESS',
      'The scheduled maintenance work has begun.|The below activity will be commencing momentarily.|下記の作業を開始いたしました。',
    ],
    ['TENTATIVE', 'The work is tentatively scheduled for June.|下記は仮の日程です。'],
  ] as const)('%s', (status, sentences) => {
    const list = sentences.split('|')
    expect(list.filter((sentence) => statusOfSentence(sentence) !== status)).toEqual([])
  })

  it('makes no statement of conditions, promises and requests', () => {
    const sentences = [
      'If the work is cancelled, we will inform you.',
      'When the maintenance is completed, traffic will be re-routed.',
      'The work may be postponed.',
      '中止となる場合がございます。',
      '作業が完了しましたらご連絡いたします。',
      'Service may be interrupted until the work is completed.',
    ]
    expect(sentences.map((sentence) => statusOfSentence(sentence))).toEqual(sentences.map(() => undefined))
  })

  it('reads subjects and values by their strongest word', () => {
    expect(statusOfSubject('Maintenance update: completed')).toBe('COMPLETED')
    expect(statusOfSubject('【中止】工事のお知らせ')).toBe('CANCELLED')
    expect(statusOfSubject('Network Maintenance Notification')).toBeUndefined()
    expect(statusOfValue('Scheduled')).toBe('CONFIRMED')
  })
})

describe('impact', () => {
  it.each([
    [
      'NO-IMPACT',
      'No impact to your service|None|None expected|Non service affecting|There will be no interruption to your services|影響なし|お客様のサービスに影響はございません。|瞬断なし',
    ],
    [
      'REDUCED-REDUNDANCY',
      'Loss of redundancy to your service|No outage, but loss of protection|Service at risk|冗長性低下|片系運用となります',
    ],
    ['DEGRADED', 'Increased latency|Degraded performance|一時的な遅延が発生します|通信品質の低下'],
    [
      'OUTAGE',
      'Hard Down - up to 5 hours|There will be service interruptions|Protected traffic is not affected, unprotected will be down|最大30分程度の通信断|数秒の瞬断',
    ],
  ] as const)('%s', (impact, phrases) => {
    const list = phrases.split('|')
    expect(list.filter((phrase) => impactOf(phrase) !== impact)).toEqual([])
  })

  it('says nothing where nothing is said', () => {
    expect(impactOf('300 Mins')).toBeUndefined()
    expect(impactOf('')).toBeUndefined()
  })
})
