/**
 * How much of what a first reader could get wrong the second one notices: every mail that is answered without a person is
 * read rightly, then one value of the reading is spoiled (an hour, a zone, a day, a number, a circuit), and the second
 * reader is asked about it.
 *   node bench/notices-second.ts [name of a spoiling: lists what it let pass]
 * Exits 64 when no mail was answered at all.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseNotice } from '../src/operations/maintenance/index.ts'
import { readMail } from '../src/operations/maintenance/mail/message.ts'
import type { Notice } from '../src/operations/maintenance/notice.ts'
import { readEvidence } from '../src/operations/maintenance/reading/evidence.ts'
import { readLayers } from '../src/operations/maintenance/reading/layer.ts'
import { speakersOf } from '../src/operations/maintenance/reading/letters.ts'
import { disagreements, type FirstReading } from '../src/operations/maintenance/reading/second/agree.ts'
import { madeNotices } from './notices-made.ts'

const GIVEN = join(import.meta.dirname, '../../shared/data/notices/eml')
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A reading with one thing wrong; undefined where this one has no such thing to spoil. */
type Spoiling = (reading: FirstReading) => Partial<FirstReading> | undefined

function moved(reading: FirstReading, startMs: number, endMs: number): Partial<FirstReading> | undefined {
  const [first, ...others] = reading.windows
  if (first === undefined) return undefined
  return {
    windows: [{ ...first, startMs: first.startMs + startMs, endMs: first.endMs + endMs }, ...others],
  }
}

function withDayAsMonth(reading: FirstReading): Partial<FirstReading> | undefined {
  const [first] = reading.windows
  const start = new Date(first?.startMs ?? 0)
  const [day, month] = [start.getUTCDate(), start.getUTCMonth() + 1]
  if (first === undefined || day > 12 || day === month) return undefined
  const swapped = new Date(start)
  swapped.setUTCMonth(day - 1, month)
  return moved(reading, swapped.getTime() - first.startMs, swapped.getTime() - first.startMs)
}

const SPOILINGS: Readonly<Record<string, Spoiling>> = {
  'an hour later': (one) => moved(one, HOUR_MS, HOUR_MS),
  'an hour earlier': (one) => moved(one, -HOUR_MS, -HOUR_MS),
  'twelve hours later': (one) => moved(one, 12 * HOUR_MS, 12 * HOUR_MS),
  'Japan time as UTC': (one) => moved(one, 9 * HOUR_MS, 9 * HOUR_MS),
  'end an hour later': (one) => moved(one, 0, HOUR_MS),
  'end a day later': (one) => moved(one, 0, DAY_MS),
  'a day later': (one) => moved(one, DAY_MS, DAY_MS),
  'a day earlier': (one) => moved(one, -DAY_MS, -DAY_MS),
  'a week later': (one) => moved(one, 7 * DAY_MS, 7 * DAY_MS),
  'a year later': (one) => moved(one, 365 * DAY_MS, 365 * DAY_MS),
  'day and month swapped': withDayAsMonth,
  'last window lost': ({ windows }) => (windows.length > 1 ? { windows: windows.slice(0, -1) } : undefined),
  'spare window as certain': ({ windows }) =>
    windows.some(({ backup }) => backup)
      ? { windows: windows.map((one) => ({ ...one, backup: false })) }
      : undefined,
  'last circuit lost': ({ objects }) => (objects.length > 1 ? { objects: objects.slice(0, -1) } : undefined),
  'circuit cut short': ({ objects }) => {
    const [first, ...others] = objects
    if (first === undefined || first.id.length < 6) return undefined
    return { objects: [{ ...first, id: first.id.slice(0, -2) }, ...others] }
  },
  'number as circuit': ({ objects, id }) => {
    const [first] = objects
    return first === undefined || id === '' ? undefined : { objects: [{ ...first, id }] }
  },
  'circuit as number': ({ objects }) => (objects[0] === undefined ? undefined : { id: objects[0].id }),
}

function readingOf({ status, objects, maintenance_id, account, windows }: Notice): FirstReading {
  return {
    status,
    objects,
    id: maintenance_id,
    account,
    windows: windows.map(({ start, end, backup }) => ({
      startMs: Date.parse(start),
      endMs: Date.parse(end),
      backup,
    })),
    amongOthers: false,
  }
}

function mails(): { name: string; bytes: Uint8Array }[] {
  const given = existsSync(GIVEN) ? readdirSync(GIVEN) : []
  return [
    ...given.map((name) => ({ name, bytes: readFileSync(join(GIVEN, name)) })),
    ...madeNotices().map(({ name, bytes }) => ({ name, bytes })),
  ]
}

function main(list: string | undefined): number {
  const counts = new Map<string, { noticed: number; of: number }>()
  let answered = 0
  for (const { name, bytes } of mails()) {
    const [notice, second] = parseNotice(bytes)
    const evidence = readLayers(readMail(bytes)).map((layer) => readEvidence(layer))
    const stated = evidence.some(({ layer }) => layer.events.some((event) => event.bcop))
    // What a maintenance calendar states is not read by either.
    if (notice === undefined || second !== undefined || notice.needs_review || stated) continue
    answered += 1
    const { newer } = speakersOf(evidence)
    const reading = readingOf(notice)
    for (const [spoiling, spoil] of Object.entries(SPOILINGS)) {
      const spoiled = spoil(reading)
      if (spoiled === undefined) continue
      const count = counts.get(spoiling) ?? { noticed: 0, of: 0 }
      count.of += 1
      if (disagreements(newer, { ...reading, ...spoiled }).length > 0) count.noticed += 1
      else if (spoiling === list) console.log(`  passed: ${name}`)
      counts.set(spoiling, count)
    }
  }
  console.log(`${answered} mails answered without a person; of their spoiled readings were noticed:`)
  for (const [spoiling, { noticed, of }] of counts)
    console.log(`  ${spoiling.padEnd(24)}${noticed}/${of} (${((100 * noticed) / of).toFixed(0)} %)`)
  return answered === 0 ? 64 : 0
}

process.exitCode = main(process.argv[2])
