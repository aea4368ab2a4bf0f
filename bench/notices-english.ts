/** 500 English notices of invented carriers in many layouts, each with its truth. Nothing in them is copied. */
import { isoInstant, MONTHS, pad, seeded, writeMail } from './notices-mail.ts'
import type { Generated, Part, Random, Truth } from './notices-mail.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const LONG_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const LONG_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

type Zone = { written: string; offsetMin: number }
const ZONES: readonly Zone[] = [
  { written: 'UTC', offsetMin: 0 },
  { written: 'GMT', offsetMin: 0 },
  { written: 'UTC', offsetMin: 0 },
  { written: 'CEST', offsetMin: 120 },
  { written: 'JST', offsetMin: 540 },
  { written: 'SGT', offsetMin: 480 },
  { written: 'HKT', offsetMin: 480 },
  { written: 'UTC+3', offsetMin: 180 },
  { written: 'GMT+08:00', offsetMin: 480 },
  { written: 'EDT', offsetMin: -240 },
  { written: 'PDT', offsetMin: -420 },
  { written: 'AEST', offsetMin: 600 },
]

/** A way to write a day. `plain`: without anything that only some readers settle. */
type DateStyle = (wall: Date) => string
const DATES: readonly DateStyle[] = [
  (d) => `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`,
  (d) => `${pad(d.getUTCDate())}-${MONTHS[d.getUTCMonth()]}-${d.getUTCFullYear()}`,
  (d) => `${d.getUTCDate()} ${LONG_MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`,
  (d) => `${LONG_MONTHS[d.getUTCMonth()]} ${d.getUTCDate()}, ${d.getUTCFullYear()}`,
  (d) =>
    `${LONG_DAYS[d.getUTCDay()]}, ${LONG_MONTHS[d.getUTCMonth()]} ${d.getUTCDate()}${ordinal(d.getUTCDate())}, ${d.getUTCFullYear()}`,
  (d) =>
    `${LONG_DAYS[d.getUTCDay()]?.slice(0, 3)} ${pad(d.getUTCDate())} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`,
  (d) =>
    `${pad(d.getUTCDate())}/${pad(d.getUTCMonth() + 1)}/${d.getUTCFullYear()} (${LONG_DAYS[d.getUTCDay()]?.slice(0, 3)})`,
  (d) => `${pad(d.getUTCDate())} ${MONTHS[d.getUTCMonth()]?.toUpperCase()} ${d.getUTCFullYear()}`,
  (d) => `${pad(d.getUTCDate())}.${pad(d.getUTCMonth() + 1)}.${d.getUTCFullYear()}`,
  (d) => `${d.getUTCFullYear()}/${pad(d.getUTCMonth() + 1)}/${pad(d.getUTCDate())}`,
]

function ordinal(day: number): string {
  if (day % 10 === 1 && day !== 11) return 'st'
  if (day % 10 === 2 && day !== 12) return 'nd'
  return day % 10 === 3 && day !== 13 ? 'rd' : 'th'
}

type TimeStyle = (wall: Date) => string
const TIMES: readonly TimeStyle[] = [
  (d) => `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`,
  (d) => `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`,
  (d) => `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:00`,
  (d) =>
    `${((d.getUTCHours() + 11) % 12) + 1}:${pad(d.getUTCMinutes())} ${d.getUTCHours() < 12 ? 'AM' : 'PM'}`,
  (d) =>
    `${pad(((d.getUTCHours() + 11) % 12) + 1)}:${pad(d.getUTCMinutes())}${d.getUTCHours() < 12 ? 'am' : 'pm'}`,
]

type Plan = {
  random: Random
  id: string
  objects: { id: string; impact: string; phrase: string }[]
  status: string
  zone: Zone
  windows: { startMs: number; endMs: number; backup: boolean }[]
  date: DateStyle
  time: TimeStyle
  sentMs: number
  impactPhrase: string
}

const IMPACTS: readonly (readonly [string, string])[] = [
  ['OUTAGE', 'Service outage up to 30 minutes'],
  ['OUTAGE', 'Hard down'],
  ['OUTAGE', 'Service interruption'],
  ['OUTAGE', 'Downtime of 2 x 15 minutes'],
  ['NO-IMPACT', 'No impact expected'],
  ['NO-IMPACT', 'None'],
  ['NO-IMPACT', 'Non service affecting'],
  ['REDUCED-REDUNDANCY', 'Loss of redundancy'],
  ['REDUCED-REDUNDANCY', 'Service at risk'],
  ['REDUCED-REDUNDANCY', 'Reduced resiliency'],
  ['DEGRADED', 'Increased latency'],
  ['DEGRADED', 'Degraded performance'],
]

const ID_STYLES: readonly ((random: Random) => string)[] = [
  (r) => `CHG${pad(r.int(100))}${10_000 + r.int(90_000)}`,
  (r) => `${1_000_000 + r.int(8_999_999)}`,
  (r) => `PW-${2020 + r.int(9)}-${1_000 + r.int(9_000)}`,
  (r) => `MW${100_000 + r.int(900_000)}`,
  (r) => `TT-${10_000_000 + r.int(89_999_999)}-${1 + r.int(3)}`,
  (r) => `NMC/${20_000 + r.int(70_000)}/26`,
  (r) => `CR-${100_000 + r.int(800_000)}`,
]
const OBJECT_STYLES: readonly ((random: Random) => string)[] = [
  (r) => `CIR-${100_000 + r.int(900_000)}`,
  (r) => `${10_000_000 + r.int(80_000_000)}`,
  (r) => `LON/TYO/IPL-${10_000 + r.int(80_000)}`,
  (r) => `WL${1_000 + r.int(9_000)}.${100 + r.int(900)}-A`,
  (r) => `IC-${300_000 + r.int(90_000)}`,
  (r) => `ETH${1_000_000 + r.int(8_000_000)}`,
  (r) => `SVC_${4_000 + r.int(5_000)}_${10 + r.int(80)}`,
]

const STATUSES: readonly (readonly [string, string, string])[] = [
  [
    'CONFIRMED',
    'Planned Maintenance Notification',
    'Please be informed that we will perform planned maintenance as described below.',
  ],
  ['CONFIRMED', 'Scheduled Work', 'In order to improve our services we will carry out works on our network.'],
  ['CONFIRMED', 'REMINDER: Network Maintenance', 'This is a reminder of the maintenance below.'],
  [
    'CONFIRMED',
    'Emergency Maintenance',
    'Our supplier has informed us about urgent works. Please see the details below.',
  ],
  [
    'CANCELLED',
    'CANCELLED: Planned Maintenance',
    'Please note that the maintenance below has been cancelled.',
  ],
  [
    'CANCELLED',
    'Cancellation of Planned Works',
    'We would like to inform you that the planned work described below was cancelled.',
  ],
  [
    'RE-SCHEDULED',
    'Rescheduled Maintenance',
    'The maintenance below has been rescheduled. Please note the new date.',
  ],
  [
    'RE-SCHEDULED',
    'Postponed: Planned Works',
    'The planned works have been postponed to the dates given below.',
  ],
  [
    'COMPLETED',
    'COMPLETED Maintenance Notification',
    'The maintenance below has been completed successfully.',
  ],
  ['COMPLETED', 'End of Maintenance', 'We are pleased to inform you that the work below has been completed.'],
  ['IN-PROCESS', 'Maintenance Started', 'The maintenance below has started.'],
  [
    'TENTATIVE',
    'Tentative Maintenance',
    'The maintenance below is tentatively scheduled and will be confirmed later.',
  ],
]

/** `shiftDays` moves everything in time; `dates` writes all dates in one numeric order without weekdays. */
export type EnglishOptions = { shiftDays?: number; dates?: 'mdy' | 'dmy' }

const NUMERIC: Record<'mdy' | 'dmy', DateStyle> = {
  mdy: (d) => `${pad(d.getUTCMonth() + 1)}/${pad(d.getUTCDate())}/${d.getUTCFullYear()}`,
  dmy: (d) => `${pad(d.getUTCDate())}/${pad(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`,
}

function makePlan(random: Random, options: EnglishOptions): { plan: Plan; subject: string; opening: string } {
  const [status, subject, opening] = random.pick(STATUSES)
  const zone = random.pick(ZONES)
  // Summer only, so that abbreviations of summer time are right.
  const base = Date.UTC(2026, 4 + random.int(4), 1 + random.int(28)) + (options.shiftDays ?? 0) * DAY
  const startMs = base + (random.int(24) * 60 + random.pick([0, 0, 0, 30])) * MINUTE
  const lengthMs = random.pick([2, 3, 4, 5, 6, 8]) * 60 * MINUTE
  const past = status === 'COMPLETED' || status === 'IN-PROCESS'
  const sentMs = past
    ? startMs + (status === 'COMPLETED' ? lengthMs : 0) + 10 * MINUTE
    : startMs - (3 + random.int(30)) * DAY
  const windows = [{ startMs, endMs: startMs + lengthMs, backup: false }]
  if (random.chance(0.15))
    windows.push({ startMs: startMs + DAY, endMs: startMs + DAY + lengthMs, backup: false })
  if (random.chance(0.2))
    windows.push({ startMs: startMs + 7 * DAY, endMs: startMs + 7 * DAY + lengthMs, backup: true })
  const style = random.pick(OBJECT_STYLES)
  const [impact, phrase] = random.pick(IMPACTS)
  const objects = Array.from({ length: 1 + random.int(4) }, () => ({ id: style(random), impact, phrase }))
  const distinct = [...new Map(objects.map((one) => [one.id, one])).values()]
  const plan: Plan = {
    random,
    id: random.pick(ID_STYLES)(random),
    objects: distinct,
    status,
    zone,
    windows,
    date: numericOr(options, random.pick(DATES)),
    time: random.pick(TIMES),
    sentMs,
    impactPhrase: phrase,
  }
  return { plan, subject, opening }
}

function numericOr(options: EnglishOptions, style: DateStyle): DateStyle {
  return options.dates === undefined ? style : NUMERIC[options.dates]
}

const wallOf = (plan: Plan, ms: number): Date => new Date(ms + plan.zone.offsetMin * MINUTE)
const point = (plan: Plan, ms: number): string =>
  `${plan.date(wallOf(plan, ms))} ${plan.time(wallOf(plan, ms))}`
const zoned = (plan: Plan, ms: number): string => `${point(plan, ms)} ${plan.zone.written}`

/** The window as one expression. */
function span(plan: Plan, window: Plan['windows'][number]): string {
  const start = wallOf(plan, window.startMs)
  const end = wallOf(plan, window.endMs)
  const sameDay = plan.date(start) === plan.date(end)
  const zone = plan.zone.written
  const styles = [
    `${point(plan, window.startMs)} - ${point(plan, window.endMs)} ${zone}`,
    `${zoned(plan, window.startMs)} to ${zoned(plan, window.endMs)}`,
    `${point(plan, window.startMs)} until ${point(plan, window.endMs)} (${zone})`,
    sameDay
      ? `${plan.date(start)}, ${plan.time(start)} - ${plan.time(end)} ${zone}`
      : `${point(plan, window.startMs)} ~ ${point(plan, window.endMs)} ${zone}`,
    sameDay
      ? `${plan.time(start)} to ${plan.time(end)} ${zone}, ${plan.date(start)}`
      : `${zoned(plan, window.startMs)} through ${zoned(plan, window.endMs)}`,
  ]
  return plan.random.pick(styles)
}

type Layout = (plan: Plan) => { text: string; html: string }
type Names = {
  id: string
  object: string
  impact: string
  window: string
  start: string
  end: string
  backup: string
}
const NAMES: readonly Names[] = [
  {
    id: 'Maintenance ID',
    object: 'Circuit ID',
    impact: 'Impact',
    window: 'Maintenance Window',
    start: 'Start',
    end: 'End',
    backup: 'Backup Window',
  },
  {
    id: 'Ticket Number',
    object: 'Service ID',
    impact: 'Expected Impact',
    window: 'Window',
    start: 'Start Time',
    end: 'End Time',
    backup: 'Alternate Window',
  },
  {
    id: 'Change Number',
    object: 'Affected Circuits',
    impact: 'Service Impact',
    window: 'Scheduled Date/Time',
    start: 'Planned Start',
    end: 'Planned End',
    backup: 'Contingency Window',
  },
  {
    id: 'Reference',
    object: 'Affected Service(s)',
    impact: 'Impact Type',
    window: 'Date and Time',
    start: 'Start Date/Time',
    end: 'End Date/Time',
    backup: 'Fallback Date',
  },
  {
    id: 'Work Order #',
    object: 'Circuit(s)',
    impact: 'Impact to Service',
    window: 'Work Period',
    start: 'Begin',
    end: 'Finish',
    backup: 'Reserve Window',
  },
  {
    id: 'Planned Work Reference',
    object: 'Service Number',
    impact: 'Customer Impact',
    window: 'Schedule',
    start: 'Commencement',
    end: 'Completion',
    backup: 'Backup Date',
  },
  {
    id: 'Event ID',
    object: 'Impacted Services',
    impact: 'Outage Type',
    window: 'Outage Window',
    start: 'Event Start',
    end: 'Event End',
    backup: 'Backup Maintenance Window',
  },
]

function fieldsOf(plan: Plan, names: Names): [string, string][] {
  const separate = plan.random.chance(0.5)
  const fields: [string, string][] = [[names.id, plan.id]]
  const main = plan.windows.filter((one) => !one.backup)
  for (const [index, window] of main.entries()) {
    const number = main.length > 1 ? ` ${index + 1}` : ''
    if (separate)
      fields.push(
        [`${names.start}${number}`, zoned(plan, window.startMs)],
        [`${names.end}${number}`, zoned(plan, window.endMs)],
      )
    else fields.push([`${names.window}${number}`, span(plan, window)])
  }
  for (const window of plan.windows.filter((one) => one.backup))
    fields.push([names.backup, span(plan, window)])
  fields.push(
    ['Location', plan.random.pick(['Rotterdam exchange', 'Cable landing station', 'Core site 4'])],
    ['Reason', plan.random.pick(['Fibre repair', 'Software upgrade', 'Power works'])],
  )
  fields.push([names.impact, plan.impactPhrase])
  return fields
}

const esc = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const list = (plan: Plan): string => plan.objects.map((one) => one.id).join(', ')

/** Label and value a line. */
const colonList: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const mark = plan.random.pick([': ', ' : ', ':\t', ' = ', ':   '])
  const bullet = plan.random.pick(['', '', '- ', '* ', '> '].slice(0, 4))
  const fields = [...fieldsOf(plan, names), [names.object, list(plan)] as [string, string]]
  const text = fields.map(([label, value]) => `${bullet}${label}${mark}${value}`).join('\n')
  return {
    text,
    html: `<div>${fields.map(([label, value]) => `<b>${esc(label)}</b>: ${esc(value)}<br>`).join('\n')}</div>`,
  }
}

/** Two columns, then the circuits in a table of their own. */
const twoTables: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const fields = fieldsOf(plan, names)
  const columns = plan.random.pick([
    ['Customer', names.object, 'A Location', 'Z Location', 'Impact'],
    [names.object, 'Bandwidth', 'Impact'],
    ['Account', names.object, 'Service Type', 'Impact'],
  ])
  const cell = (column: string, one: Plan['objects'][number]): string =>
    column === names.object
      ? one.id
      : column === 'Impact'
        ? one.phrase
        : column === 'Bandwidth'
          ? '10 Gbps'
          : column === 'Account'
            ? '40012345'
            : column === 'Customer'
              ? 'Kensho Mobile KK'
              : column === 'Service Type'
                ? 'Wavelength'
                : 'Tokyo, Japan'
  const th = plan.random.chance(0.5) ? 'th' : 'td'
  const html =
    `<table border=1>${fields.map(([label, value]) => `<tr><td>${esc(label)}</td><td>${esc(value)}</td></tr>`).join('')}</table><p>Affected services:</p>` +
    `<table><tr>${columns.map((column) => `<${th}>${esc(column)}</${th}>`).join('')}</tr>${plan.objects.map((one) => `<tr>${columns.map((column) => `<td>${esc(cell(column, one))}</td>`).join('')}</tr>`).join('')}</table>`
  const rows = [
    columns.join('\t'),
    ...plan.objects.map((one) => columns.map((column) => cell(column, one)).join('\t')),
  ]
  return {
    html,
    text: `${fields.map(([label, value]) => `${label}\t${value}`).join('\n')}\n\nAffected services:\n\n${rows.join('\n')}`,
  }
}

/** Windows in a table under a header, circuits as a list under a heading. */
const windowTable: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const zone = plan.zone.written
  const main = plan.windows.filter((one) => !one.backup)
  const backup = plan.windows.filter((one) => one.backup)
  const header = [`${names.start} (${zone})`, `${names.end} (${zone})`]
  const row = (one: Plan['windows'][number]): string =>
    `<tr><td>${point(plan, one.startMs)}</td><td>${point(plan, one.endMs)}</td></tr>`
  const head = `<tr>${header.map((one) => `<th>${one}</th>`).join('')}</tr>`
  const html =
    `<p><strong>${names.id}:</strong> ${plan.id}</p><table>${head}${main.map(row).join('')}</table>` +
    (backup.length > 0
      ? `<p><b>${names.backup}</b></p><table>${head}${backup.map(row).join('')}</table>`
      : '') +
    `<p><strong>${names.impact}</strong>: ${plan.impactPhrase}</p><p>${names.object}:</p><ul>${plan.objects.map((one) => `<li>${one.id}</li>`).join('')}</ul>`
  const line = (one: Plan['windows'][number]): string =>
    `${point(plan, one.startMs)}\t${point(plan, one.endMs)}`
  const text = [
    `${names.id}: ${plan.id}`,
    '',
    header.join('\t'),
    ...main.map(line),
    ...(backup.length > 0 ? ['', names.backup, header.join('\t'), ...backup.map(line)] : []),
    '',
    `${names.impact}: ${plan.impactPhrase}`,
    `${names.object}:`,
    ...plan.objects.map((one) => `  ${one.id}`),
  ].join('\n')
  return { html, text }
}

/** Sentences, and the circuits listed below one. */
const prose: Layout = (plan) => {
  const [first, ...more] = plan.windows.filter((one) => !one.backup)
  const backup = plan.windows.find((one) => one.backup)
  const when = first === undefined ? '' : `from ${zoned(plan, first.startMs)} to ${zoned(plan, first.endMs)}`
  const lines = [
    `${plan.random.pick(['Reference', 'Ticket', 'Maintenance reference'])}: ${plan.id}`,
    '',
    `Our engineers will work on the optical network ${when}.`,
    ...more.map(
      (one) => `A second slot is planned from ${zoned(plan, one.startMs)} to ${zoned(plan, one.endMs)}.`,
    ),
    ...(backup === undefined
      ? []
      : [`Backup: from ${zoned(plan, backup.startMs)} to ${zoned(plan, backup.endMs)}.`]),
    '',
    `Impact: ${plan.impactPhrase}`,
    '',
    plan.random.pick([
      'The following services will be affected:',
      'Your circuits listed below are affected:',
      'Affected circuits:',
    ]),
    '',
    ...plan.objects.map((one) => one.id),
  ]
  return {
    text: lines.join('\n'),
    html: lines.map((line) => (line === '' ? '' : `<p>${esc(line)}</p>`)).join('\n'),
  }
}

/** Local time and UTC side by side. */
const localAndUtc: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const utc: Plan = { ...plan, zone: { written: 'UTC', offsetMin: 0 } }
  const local: Plan = { ...plan, zone: { written: '', offsetMin: plan.zone.offsetMin } }
  const lines = [`${names.id}: ${plan.id}`]
  for (const window of plan.windows) {
    if (window.backup) lines.push('', names.backup)
    lines.push(
      `LOCAL: ${point(local, window.startMs)} - ${point(local, window.endMs)}`,
      `UTC: ${point(utc, window.startMs)} - ${point(utc, window.endMs)}`,
    )
  }
  lines.push('', `${names.impact}: ${plan.impactPhrase}`, `${names.object}: ${list(plan)}`)
  return { text: lines.join('\n'), html: `<div>${lines.map((line) => `${esc(line)}<br>`).join('')}</div>` }
}

/** Date and time under labels of their own. */
const apart: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const lines = [`${names.id}: ${plan.id}`]
  for (const window of plan.windows) {
    const start = wallOf(plan, window.startMs)
    const end = wallOf(plan, window.endMs)
    const prefix = window.backup ? 'Backup ' : ''
    lines.push(
      `${prefix}Start Date: ${plan.date(start)}`,
      `${prefix}Start Time: ${plan.time(start)} ${plan.zone.written}`,
      `${prefix}End Date: ${plan.date(end)}`,
      `${prefix}End Time: ${plan.time(end)} ${plan.zone.written}`,
    )
  }
  lines.push(`${names.impact}: ${plan.impactPhrase}`, `${names.object}: ${list(plan)}`)
  return {
    text: lines.join('\n'),
    html: `<table>${lines.map((line) => `<tr><td>${esc(line.slice(0, line.indexOf(':')))}</td><td>${esc(line.slice(line.indexOf(':') + 2))}</td></tr>`).join('')}</table>`,
  }
}

/** Columns lined up by blanks. */
const aligned: Layout = (plan) => {
  const names = plan.random.pick(NAMES)
  const fields = [...fieldsOf(plan, names), [names.object, list(plan)] as [string, string]]
  const text = fields.map(([label, value]) => `${label.padEnd(30)}${value}`).join('\n')
  return { text, html: `<pre>${esc(text)}</pre>` }
}

const LAYOUTS: readonly Layout[] = [
  colonList,
  colonList,
  twoTables,
  twoTables,
  windowTable,
  prose,
  localAndUtc,
  apart,
  aligned,
]

function truthOf(plan: Plan): Truth {
  return {
    id: plan.id,
    status: plan.status,
    windows: plan.windows.map((one) => ({
      start: isoInstant(one.startMs),
      end: isoInstant(one.endMs),
      backup: one.backup,
    })),
    objects: plan.objects.map((one) => ({ id: one.id, impact: one.impact })),
  }
}

export function englishNotices(count: number, seed = 20_261_120, options: EnglishOptions = {}): Generated[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, index) => {
    const { plan, subject, opening } = makePlan(random, options)
    const layout = random.pick(LAYOUTS)
    const { text, html } = layout(plan)
    const closing = random.pick([
      'Kind regards,\nNetwork Operations Centre',
      'If you have any questions, please contact noc@carrier.example or +44 20 7946 0000.',
      'We apologize for any inconvenience this may cause.',
    ])
    const whole = `${random.pick(['Dear Customer,', 'Dear Sir or Madam,', 'Hello,'])}\n\n${opening}\n\n${text}\n\n${closing}\n`
    const page = `<html><body><p>Dear Customer,</p><p>${opening}</p>${html}<p>${closing.replace(/\n/g, '<br>')}</p></body></html>`
    const kind = random.pick(['text', 'html', 'both'])
    const parts: Part[] = []
    if (kind !== 'html')
      parts.push({
        type: 'text/plain',
        text: whole,
        encoding: random.pick(['8bit', 'base64', 'quoted-printable']),
      })
    if (kind !== 'text')
      parts.push({
        type: 'text/html',
        text: page,
        encoding: random.pick(['8bit', 'base64', 'quoted-printable']),
      })
    const title = random.pick([
      `${subject} ${plan.id}`,
      `${subject} [${plan.id}]`,
      `${subject} - ref ${plan.id}`,
      subject,
    ])
    const bytes = writeMail(
      {
        subject: title,
        from: 'NOC <noc@carrier.example>',
        sentMs: plan.sentMs,
        offsetMin: 0,
        multipart: 'alternative',
      },
      parts,
    )
    return { name: `en-${index}-${layout.name}-${kind}`, bytes, truth: truthOf(plan) }
  })
}
