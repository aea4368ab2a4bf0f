/** 500 Japanese notices of invented carriers: notations of dates, layouts, wordings and charsets vary, each with its truth. */
import { encodeText, isoInstant, pad, seeded, writeMail } from './notices-mail.ts'
import type { Generated, Part, Random, Truth } from './notices-mail.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const JST = 540
const WEEK = '日月火水木金土'

type Notation = {
  wide: boolean
  date: (d: Date) => string
  time: (d: Date) => string
  late: boolean
  join: string
}

const full = (text: string): string =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
const weekday = (d: Date): string => WEEK[d.getUTCDay()] ?? ''

const DATES: readonly ((d: Date) => string)[] = [
  (d) => `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日(${weekday(d)})`,
  (d) => `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日（${weekday(d)}）`,
  (d) => `令和${d.getUTCFullYear() - 2018}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日(${weekday(d)})`,
  (d) => `R${d.getUTCFullYear() - 2018}.${d.getUTCMonth() + 1}.${d.getUTCDate()}`,
  (d) => `${d.getUTCFullYear()}/${pad(d.getUTCMonth() + 1)}/${pad(d.getUTCDate())}(${weekday(d)})`,
  (d) => `${d.getUTCFullYear()}/${d.getUTCMonth() + 1}/${d.getUTCDate()}`,
  (d) => `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`,
  (d) => `${d.getUTCMonth() + 1}月${d.getUTCDate()}日(${weekday(d)})`,
  (d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}(${weekday(d)})`,
  (d) => `${d.getUTCFullYear()}年${pad(d.getUTCMonth() + 1)}月${pad(d.getUTCDate())}日 ${weekday(d)}曜日`,
]
const TIMES: readonly ((d: Date) => string)[] = [
  (d) => `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`,
  (d) => `${d.getUTCHours()}:${pad(d.getUTCMinutes())}`,
  (d) => `${d.getUTCHours()}時${pad(d.getUTCMinutes())}分`,
  (d) => (d.getUTCMinutes() === 0 ? `${d.getUTCHours()}時` : `${d.getUTCHours()}時${d.getUTCMinutes()}分`),
  (d) => `午${d.getUTCHours() < 12 ? '前' : '後'}${d.getUTCHours() % 12}時${pad(d.getUTCMinutes())}分`,
  (d) => `午${d.getUTCHours() < 12 ? '前' : '後'}${d.getUTCHours() % 12}:${pad(d.getUTCMinutes())}`,
]

type Window = { startMs: number; endMs: number; backup: boolean }
type Item = { id: string; impact: string; phrase: string }
type Plan = {
  random: Random
  id: string
  items: Item[]
  status: string
  windows: Window[]
  notation: Notation
  sentMs: number
  phrase: string
  place: string
}

const IMPACTS: readonly (readonly [string, string])[] = [
  ['OUTAGE', '最大30分程度の通信断'],
  ['OUTAGE', '作業時間中、サービスがご利用いただけません'],
  ['OUTAGE', '数秒程度の瞬断が2回発生します'],
  ['OUTAGE', '回線断(約60分)'],
  ['NO-IMPACT', '影響なし'],
  ['NO-IMPACT', 'お客様サービスへの影響はございません。'],
  ['NO-IMPACT', 'サービスへの影響はありません'],
  ['REDUCED-REDUNDANCY', '冗長性低下(片系運用となります)'],
  ['REDUCED-REDUNDANCY', '作業中は冗長構成が解除されます'],
  ['DEGRADED', '一時的な遅延が発生する場合があります'],
  ['DEGRADED', '通信品質の低下'],
]
const STATUSES: readonly (readonly [string, string, string])[] = [
  ['CONFIRMED', 'メンテナンス工事のお知らせ', '下記の通り、メンテナンス工事を実施いたします。'],
  [
    'CONFIRMED',
    '【重要】回線工事実施のご案内',
    '下記日程にて工事を実施させていただきますので、ご案内申し上げます。',
  ],
  [
    'CONFIRMED',
    '[再送]ネットワーク設備メンテナンスのお知らせ',
    '先日ご連絡いたしました作業につきまして、再度お知らせいたします。',
  ],
  ['CONFIRMED', '緊急メンテナンスのお知らせ', '設備故障の予防のため、緊急に作業を実施いたします。'],
  [
    'CANCELLED',
    '【中止】メンテナンス工事中止のお知らせ',
    '下記の工事につきまして、中止とさせていただきます。',
  ],
  ['CANCELLED', '工事取り止めのご連絡', 'ご案内しておりました下記の工事は取り止めとなりました。'],
  [
    'RE-SCHEDULED',
    '【延期】回線工事の延期について',
    '下記の工事を延期いたしますので、変更後の日程をお知らせいたします。',
  ],
  ['RE-SCHEDULED', '工事日程変更のお知らせ', '工事の日程を変更させていただきます。'],
  [
    'COMPLETED',
    '【完了】メンテナンス作業完了のお知らせ',
    '下記の作業は完了いたしました。ご協力ありがとうございました。',
  ],
  ['COMPLETED', '工事完了のご報告', '下記の工事が完了しましたのでご報告いたします。'],
  ['IN-PROCESS', 'メンテナンス作業開始のお知らせ', '下記の作業を開始いたしました。'],
  [
    'TENTATIVE',
    '【仮予定】回線工事の仮日程のご連絡',
    '下記は仮の日程です。確定次第、改めてご連絡いたします。',
  ],
]
const IDS: readonly ((r: Random) => string)[] = [
  (r) => `KJ${100_000 + r.int(900_000)}`,
  (r) => `M-2026-${1_000 + r.int(9_000)}`,
  (r) => `${20_260_000 + r.int(9_999)}-${pad(r.int(99))}`,
  (r) => `WK${pad(r.int(99))}-${10_000 + r.int(90_000)}`,
  (r) => `NW-MNT-${1_000 + r.int(9_000)}`,
  (r) => `${3_000_000 + r.int(5_000_000)}`,
]
const CIRCUITS: readonly ((r: Random) => string)[] = [
  (r) => `L${1_000_000 + r.int(9_000_000)}`,
  (r) => `C${100 + r.int(900)}-${1_000 + r.int(9_000)}-${10 + r.int(90)}`,
  (r) => `TKY-OSK-${1_000 + r.int(9_000)}`,
  (r) => `${40_000_000 + r.int(9_000_000)}`,
  (r) => `EW${10_000 + r.int(90_000)}A`,
  (r) => `VPN${10_000 + r.int(90_000)}`,
]

function notationOf(random: Random): Notation {
  return {
    wide: random.chance(0.25),
    date: random.pick(DATES),
    time: random.pick(TIMES),
    late: random.chance(0.2),
    join: random.pick([' ~ ', '~', '～', ' ～ ', '〜', ' - ', 'から', ' より ', '-']),
  }
}

function makePlan(random: Random): { plan: Plan; subject: string; opening: string } {
  const [status, subject, opening] = random.pick(STATUSES)
  const notation = notationOf(random)
  const hour = random.pick([0, 1, 2, 3, 22, 23, 10, 13])
  const base = Date.UTC(2026, 8 + random.int(6), 1 + random.int(28)) - JST * MINUTE
  const startMs = base + (hour * 60 + random.pick([0, 0, 0, 30])) * MINUTE
  const endMs = startMs + random.pick([2, 3, 4, 5, 6]) * 60 * MINUTE
  const past = status === 'COMPLETED' || status === 'IN-PROCESS'
  const sentMs = past
    ? (status === 'COMPLETED' ? endMs : startMs) + 5 * MINUTE
    : startMs - (4 + random.int(40)) * DAY
  const windows: Window[] = [{ startMs, endMs, backup: false }]
  if (random.chance(0.15)) windows.push({ startMs: startMs + DAY, endMs: endMs + DAY, backup: false })
  if (random.chance(0.3)) windows.push({ startMs: startMs + 7 * DAY, endMs: endMs + 7 * DAY, backup: true })
  const [impact, phrase] = random.pick(IMPACTS)
  const style = random.pick(CIRCUITS)
  const items = Array.from({ length: 1 + random.int(4) }, () => ({ id: style(random), impact, phrase }))
  const distinct = [...new Map(items.map((one) => [one.id, one])).values()]
  const place = random.pick(['東京都千代田区', '大阪北局', 'お客様拠点', '横浜データセンター'])
  return {
    plan: {
      random,
      id: random.pick(IDS)(random),
      items: distinct,
      status,
      windows,
      notation,
      sentMs,
      phrase,
      place,
    },
    subject,
    opening,
  }
}

const wall = (ms: number): Date => new Date(ms + JST * MINUTE)
const write = (plan: Plan, text: string): string =>
  plan.notation.wide ? full(text).replace(/:/g, '：').replace(/\(/g, '（').replace(/\)/g, '）') : text

/** One window; the small hours of the next day as 25時 where the notation does so. */
function span(plan: Plan, window: Window, withDate = true): string {
  const { date, time, late, join } = plan.notation
  const start = wall(window.startMs)
  const end = wall(window.endMs)
  const clock = time === TIMES[0] || time === TIMES[1]
  if (late && clock && start.getUTCHours() < 6) {
    const day = new Date(start.getTime() - DAY)
    const text = `${pad(start.getUTCHours() + 24)}:${pad(start.getUTCMinutes())}${join}${pad(end.getUTCHours() + 24)}:${pad(end.getUTCMinutes())}`
    if (end.getUTCHours() < 6 && start.getUTCDate() === end.getUTCDate())
      return write(plan, withDate ? `${date(day)} ${text}` : text)
  }
  const sameDay = start.getUTCDate() === end.getUTCDate()
  const next = plan.random.pick(['翌', '翌日', 'date', '翌日 '])
  const ending = sameDay ? time(end) : next === 'date' ? `${date(end)} ${time(end)}` : `${next}${time(end)}`
  const stop = join === 'から' || join === ' より ' ? 'まで' : ''
  return write(plan, `${withDate ? `${date(start)} ` : ''}${time(start)}${join}${ending}${stop}`)
}

function spareText(plan: Plan, window: Window): string {
  return plan.random.chance(0.5)
    ? span(plan, window)
    : write(plan, `${plan.notation.date(wall(window.startMs))} 同時刻`)
}

type Names = { id: string; name: string; when: string; impact: string; object: string; spare: string }
const NAMES: readonly Names[] = [
  {
    id: '工事番号',
    name: '工事件名',
    when: '工事日時',
    impact: '影響内容',
    object: '対象回線',
    spare: '予備日',
  },
  { id: '受付番号', name: '件名', when: '作業日時', impact: '影響', object: '回線番号', spare: '予備日程' },
  {
    id: '管理番号',
    name: '作業内容',
    when: '実施日時',
    impact: 'サービス影響',
    object: 'ご契約回線',
    spare: '予備日時',
  },
  {
    id: '作業番号',
    name: '作業概要',
    when: '作業予定日時',
    impact: '影響',
    object: '対象サービス',
    spare: '予備日',
  },
  {
    id: 'メンテナンス番号',
    name: '目的',
    when: 'メンテナンス日時',
    impact: '影響範囲',
    object: '影響回線',
    spare: '順延日',
  },
  {
    id: '案件番号',
    name: '工事内容',
    when: '日時',
    impact: 'お客様への影響',
    object: 'サービスID',
    spare: '予備日',
  },
  {
    id: '工事管理番号',
    name: '工事概要',
    when: '期間',
    impact: '通信影響',
    object: '回線ID',
    spare: '予備日',
  },
]

function fieldsOf(plan: Plan, names: Names): [string, string][] {
  const fields: [string, string][] = [
    [names.id, plan.id],
    [names.name, '伝送装置の更改に伴う切替'],
  ]
  const main = plan.windows.filter((one) => !one.backup)
  const spare = plan.windows.find((one) => one.backup)
  const inline = spare !== undefined && plan.random.chance(0.4)
  for (const [index, window] of main.entries()) {
    const number = main.length > 1 ? `${'①②③'[index]}` : ''
    const extra =
      inline && index === main.length - 1 && main.length === 1 ? `（予備日：${spareText(plan, spare)}）` : ''
    fields.push([`${names.when}${number}`, `${span(plan, window)}${extra}`])
  }
  if (spare !== undefined && !(inline && main.length === 1))
    fields.push([names.spare, main.length === 1 ? spareText(plan, spare) : span(plan, spare)])
  fields.push(['作業場所', plan.place], [names.impact, plan.phrase])
  return fields
}

type Layout = (plan: Plan) => { text: string; html: string }
const list = (plan: Plan): string =>
  plan.items.map((one) => one.id).join(plan.random.pick(['、', ', ', '，', ' / '].slice(0, 3)))

/** ■ラベル:値 */
const marked: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const mark = plan.random.pick(['■', '●', '・', '◆', '○', '　'])
  const width = plan.random.chance(0.5) ? 8 : 0
  const lines = [...fieldsOf(plan, names), [names.object, list(plan)] as [string, string]].map(
    ([label, value]) => `${mark}${label.padEnd(width, '　')}：${value}`,
  )
  return { text: lines.join('\n'), html: lines.map((line) => `${line}<br>`).join('\n') }
}

/** 【ラベル】値, or the value in the next line. */
const bracketed: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const below = plan.random.chance(0.5)
  const fields = [
    ...fieldsOf(plan, names),
    [names.object, below ? plan.items.map((one) => `　${one.id}`).join('\n') : list(plan)] as [
      string,
      string,
    ],
  ]
  const lines = fields.map(([label, value]) =>
    below ? `【${label}】\n${value.startsWith('　') ? value : `　${value}`}\n` : `【${label}】${value}`,
  )
  return { text: lines.join('\n'), html: `<pre>${lines.join('\n')}</pre>` }
}

/** 1. ラベル, numbered, value behind or below. */
const numbered: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const style = plan.random.pick([
    (n: number) => `${n}. `,
    (n: number) => `（${n}）`,
    (n: number) => `${full(String(n))}．`,
  ])
  const lines = [...fieldsOf(plan, names), [names.object, list(plan)] as [string, string]].map(
    ([label, value], index) => `${style(index + 1)}${label}\n　　${value}\n`,
  )
  return {
    text: lines.join('\n'),
    html: lines.map((line) => `<p>${line.replace(/\n/g, '<br>')}</p>`).join(''),
  }
}

/** Two columns and a table of circuits. */
const tables: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const fields = fieldsOf(plan, names)
  const columns = plan.random.pick([
    ['No.', '回線番号', '拠点', '影響'],
    ['回線ID', '品目', '影響内容'],
    ['お客様名', '対象回線', '影響'],
  ])
  const cell = (column: string, one: Item, index: number): string =>
    column === 'No.'
      ? String(index + 1)
      : /回線/.test(column)
        ? one.id
        : /影響/.test(column)
          ? one.phrase
          : column === 'お客様名'
            ? '株式会社ケンショウモバイル'
            : column === '品目'
              ? '1Gbps'
              : '東京本社'
  const html =
    `<table>${fields.map(([label, value]) => `<tr><td>${label}</td><td>${value}</td></tr>`).join('')}</table><p>対象回線は以下の通りです。</p>` +
    `<table><tr>${columns.map((column) => `<th>${column}</th>`).join('')}</tr>${plan.items.map((one, index) => `<tr>${columns.map((column) => `<td>${cell(column, one, index)}</td>`).join('')}</tr>`).join('')}</table>`
  const rows = [
    columns.join('\t'),
    ...plan.items.map((one, index) => columns.map((column) => cell(column, one, index)).join('\t')),
  ]
  return {
    html,
    text: `${fields.map(([label, value]) => `${label}\t${value}`).join('\n')}\n\n対象回線は以下の通りです。\n\n${rows.join('\n')}`,
  }
}

/** 開始日時 and 終了日時 apart. */
const startEnd: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const { date, time } = plan.notation
  const lines = [`${names.id}：${plan.id}`]
  for (const window of plan.windows) {
    const prefix = window.backup ? '予備日' : ''
    lines.push(
      `${prefix}開始日時：${write(plan, `${date(wall(window.startMs))} ${time(wall(window.startMs))}`)}`,
      `${prefix}終了日時：${write(plan, `${date(wall(window.endMs))} ${time(wall(window.endMs))}`)}`,
    )
  }
  lines.push(`${names.impact}：${plan.phrase}`, `${names.object}：${list(plan)}`)
  return {
    text: lines.join('\n'),
    html: `<table>${lines.map((line) => `<tr><th>${line.slice(0, line.indexOf('：'))}</th><td>${line.slice(line.indexOf('：') + 1)}</td></tr>`).join('')}</table>`,
  }
}

/** A sentence with the date, the rest below. */
const sentence: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const main = plan.windows.filter((one) => !one.backup)
  const spare = plan.windows.find((one) => one.backup)
  const lines = [
    ...main.map((one) => `${span(plan, one)}の間、当社設備の作業を行います。`),
    ...(spare === undefined ? [] : [`なお、予備日は${span(plan, spare)}です。`]),
    '',
    `${names.id}：${plan.id}`,
    `${names.impact}：${plan.phrase}`,
    `${names.object}：${list(plan)}`,
  ]
  return { text: lines.join('\n'), html: lines.map((line) => `<p>${line}</p>`).join('') }
}

const LAYOUTS: readonly Layout[] = [marked, marked, bracketed, numbered, tables, tables, startEnd, sentence]
const CHARSETS = ['utf-8', 'iso-2022-jp', 'shift_jis', 'euc-jp', 'mislabelled', 'unlabelled'] as const

function truthOf(plan: Plan): Truth {
  return {
    id: plan.id,
    status: plan.status,
    windows: plan.windows.map((one) => ({
      start: isoInstant(one.startMs),
      end: isoInstant(one.endMs),
      backup: one.backup,
    })),
    objects: plan.items.map((one) => ({ id: one.id, impact: one.impact })),
  }
}

/** Signs that only Unicode has, written as the older charsets do. */
const oldSigns = (text: string): string =>
  text.replace(/[①②③]/g, (sign) => `(${'①②③'.indexOf(sign) + 1})`).replace(/〜/g, '～')

export function japaneseNotices(count: number, seed = 20_260_401): Generated[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, index) => {
    const { plan, subject, opening } = makePlan(random)
    const layout = random.pick(LAYOUTS)
    const { text, html } = layout(plan)
    const kind = random.pick(['text', 'text', 'html', 'both'])
    const charset = kind === 'text' ? random.pick(CHARSETS) : 'utf-8'
    const greeting = random.pick([
      'お客様各位\n\n平素は格別のご高配を賜り、厚く御礼申し上げます。',
      '株式会社ケンショウモバイル　御中\n\nいつもお世話になっております。',
      '平素より弊社サービスをご利用いただき誠にありがとうございます。',
    ])
    const closing = random.pick([
      'ご迷惑をおかけいたしますが、何卒ご理解賜りますようお願い申し上げます。\n以上',
      'ご不明な点がございましたら、下記までお問い合わせください。\nTEL：03-0000-0000（受付時間 9:00～17:00）',
      '作業時間は前後する場合がございます。あらかじめご了承ください。',
    ])
    const whole = `${greeting}\n\n${opening}\n\n${random.chance(0.4) ? '　　　　　　　　　　記\n\n' : ''}${text}\n\n${closing}\n`
    const title = random.pick([
      `${subject}(${plan.id})`,
      `${subject} ${plan.id}`,
      `${subject}[${plan.id}]`,
      subject,
    ])
    const envelope = {
      subject: title,
      from: 'noc@carrier.example.jp',
      sentMs: plan.sentMs,
      offsetMin: JST,
      multipart: 'alternative' as const,
    }
    const parts: Part[] = []
    if (kind === 'text') parts.push(textPart(whole, charset))
    else {
      if (kind === 'both') parts.push({ type: 'text/plain', text: whole, encoding: 'base64' })
      parts.push({
        type: 'text/html',
        text: `<html><body>${greeting.replace(/\n/g, '<br>')}<p>${opening}</p>${html}<p>${closing.replace(/\n/g, '<br>')}</p></body></html>`,
        encoding: 'base64',
      })
    }
    return {
      name: `ja-${index}-${layout.name}-${kind}-${charset}`,
      bytes: writeMail(envelope, parts),
      truth: truthOf(plan),
    }
  })
}

function textPart(text: string, charset: (typeof CHARSETS)[number]): Part {
  const old = oldSigns(text)
  if (charset === 'mislabelled')
    return { type: 'text/plain; charset=us-ascii', bytes: encodeOld(old, 'iso-2022-jp'), encoding: '8bit' }
  if (charset === 'unlabelled')
    return { type: 'text/plain', bytes: encodeOld(old, 'shift_jis'), encoding: '8bit' }
  if (charset === 'utf-8') return { type: 'text/plain', text, encoding: 'base64' }
  return {
    type: `text/plain; charset=${charset}`,
    bytes: encodeOld(old, charset),
    encoding: charset === 'iso-2022-jp' ? '8bit' : 'base64',
  }
}

function encodeOld(text: string, charset: string): Uint8Array {
  return encodeText(text.replace(/\n/g, '\r\n'), charset)
}
