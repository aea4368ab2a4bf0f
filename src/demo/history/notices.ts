import { readMail, takeMail, type ResolveName } from '../../operations/maintenance/index.ts'
import type { PastStep } from '../../ledger/backfill.ts'
import { civilAt } from '../../platform/civil-time.ts'
import type { Context } from '../../platform/context.ts'
import { daysBefore, iso } from './calendar.ts'

const ZONE = 'Asia/Tokyo'
/** The night on which two providers work at once, counted in days from now. */
const NIGHT = 16
const DAY_NAMES = ['日', '月', '火', '水', '木', '金', '土'] as const
/** Of the made-up providers, whose mails come from here; anybody else's come from elsewhere. */
const THEIR_SERVER = '192.0.2.25'

type Sent = {
  daysAgo: number
  hour: number
  domain: string
  /** The server that delivered it; a forger's is another. */
  server: string
  subject: string
  /** `text/plain` unless it says otherwise. */
  kind?: string
  text: string
}

/**
 * What the providers wrote: two works of two providers that meet on one night and take the last access of data on
 * carrier C between them, which neither can know; one that takes away nothing; one that has to be read by a person; and a
 * cancellation that nobody vouches for, which therefore frees nothing.
 */
export function notices(nowMs: number): PastStep[] {
  return mails(nowMs).map((mail) => ({
    atMs: daysBefore(nowMs, mail.daysAgo, mail.hour),
    write: (ctx) => received(ctx, mail),
  }))
}

function mails(nowMs: number): Sent[] {
  const night = date(nowMs, NIGHT)
  const ours = { server: THEIR_SERVER }
  return [
    {
      ...ours,
      daysAgo: 9,
      hour: 14,
      domain: 'toshi-senro.example',
      subject: '【都市線路】伝送路設備工事のお知らせ TS-48213',
      text: `星空モバイル株式会社 御中

平素よりお世話になっております。都市線路 工事受付です。
下記のとおり伝送路設備の工事を実施いたします。

■工事番号　：TS-48213
■工事日時　：${night} 01:00 ～ 05:00
■対象回線　：C-TK-2207
■影響　　　：工事時間中、通信断
■作業内容　：東京 東管路内ケーブルの張り替え

ご不便をおかけいたしますが、よろしくお願い申し上げます。`,
    },
    {
      ...ours,
      daysAgo: 1,
      hour: 11,
      domain: 'nanto-hikari.example',
      subject: '回線保守作業のご案内（受付番号 NH2026-3307）',
      text: `お客様各位

南都光通信 保守センターでございます。
このたび、下記の回線につきまして保守作業を行います。

受付番号: NH2026-3307
作業日時: ${night} 02:00～04:00
対象回線番号: C-OS-2208
サービス影響: 上記時間帯に回線断が発生します
作業理由: 光増幅装置の交換

お問い合わせの際は受付番号をお知らせください。`,
    },
    {
      ...ours,
      daysAgo: 6,
      hour: 18,
      domain: 'alpha-transit.example',
      subject: 'Scheduled maintenance AT-90417',
      kind: 'text/calendar; method=PUBLISH; charset=utf-8',
      text: calendar(nowMs),
    },
    {
      ...ours,
      daysAgo: 0,
      hour: 0,
      domain: 'kaigan.example',
      subject: '作業延期のご連絡 KD-7702',
      text: `いつもお世話になっております。海岸伝送です。

先日ご連絡した東阪幹線の作業ですが、天候のため延期となりました。
新しい日程は、${shortDate(nowMs, 27)}か翌日の深夜を予定しています。決まり次第、あらためてご連絡します。
対象回線は KD-7702 です。`,
    },
    {
      daysAgo: 0,
      hour: 0,
      domain: 'toshi-senro.example',
      server: '198.51.100.77',
      subject: '【都市線路】工事中止のお知らせ TS-48213',
      text: `星空モバイル株式会社 御中

下記の工事は中止となりました。

■工事番号　：TS-48213
■工事日時　：${night} 01:00 ～ 05:00
■対象回線　：C-TK-2207
■状態　　　：中止`,
    },
  ]
}

function calendar(nowMs: number): string {
  const at = (hour: number) => stamp(daysBefore(nowMs, -NIGHT - 7, hour))
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Alpha Transit//Maintenance//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:AT-90417@alpha-transit.example',
    'SEQUENCE:0',
    `DTSTAMP:${stamp(daysBefore(nowMs, 6, 18))}`,
    `DTSTART:${at(1)}`,
    `DTEND:${at(4)}`,
    'SUMMARY:AT-90417 Router software upgrade in Tokyo',
    'X-MAINTNOTE-PROVIDER:alpha-transit.example',
    'X-MAINTNOTE-ACCOUNT:hoshizora',
    'X-MAINTNOTE-MAINTENANCE-ID:AT-90417',
    'X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=OUTAGE:AL-T-51',
    'X-MAINTNOTE-IMPACT:OUTAGE',
    'X-MAINTNOTE-STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')
}

/** As iCalendar writes an instant. */
function stamp(ms: number): string {
  return iso(ms).replaceAll(/[-:]|\.\d+/g, '')
}

function dayOf(nowMs: number, ahead: number) {
  const ms = daysBefore(nowMs, -ahead, 12)
  const [year = '', month = '', day = ''] = civilAt(ms, ZONE).date.split('-')
  return { year, month: Number(month), day: Number(day), name: DAY_NAMES[new Date(ms).getUTCDay()]! }
}

function date(nowMs: number, ahead: number): string {
  const { year, month, day, name } = dayOf(nowMs, ahead)
  return `${year}年${month}月${day}日(${name})`
}

function shortDate(nowMs: number, ahead: number): string {
  const { month, day } = dayOf(nowMs, ahead)
  return `${month}月${day}日`
}

async function received(ctx: Context, { domain, server, ...mail }: Sent): Promise<void> {
  const atMs = ctx.clock.now()
  const from = `noc@${domain}`
  const head = [
    `From: <${from}>`,
    'To: <notices@hoshizora.example>',
    `Subject: =?utf-8?B?${Buffer.from(mail.subject).toString('base64')}?=`,
    `Date: ${new Date(atMs - 60_000).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${atMs}.${mail.subject.length}@${domain}>`,
    'MIME-Version: 1.0',
    `Content-Type: ${mail.kind ?? 'text/plain; charset=utf-8'}`,
    'Content-Transfer-Encoding: base64',
  ].join('\r\n')
  const body = Buffer.from(mail.text.replaceAll(/\r?\n/g, '\r\n')).toString('base64')
  const content = Buffer.from(`${head}\r\n\r\n${(body.match(/.{1,76}/g) ?? []).join('\r\n')}\r\n`)
  const envelope = { remoteAddress: server, helo: `mail.${domain}`, mailFrom: from }
  const { sha256 } = await takeMail(ctx, { content, channel: 'smtp', envelope })
  await readMail(ctx, { sha256 }, theirNames)
}

/** The made-up world has a name service of its own: each provider sends from one server alone. */
const theirNames: ResolveName = (name, type) =>
  type === 'TXT' && /^[\w-]+\.example$/.test(name)
    ? Promise.resolve([[`v=spf1 ip4:${THEIR_SERVER} -all`]])
    : Promise.reject(Object.assign(new Error(`no ${type} for ${name}`), { code: 'ENOTFOUND' }))
