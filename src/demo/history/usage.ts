import { readFileSync } from 'node:fs'
import type { SentFile } from '../../estate/workspace-files.ts'
import { forecastFact, plannedFacts, type RecordedForecast } from '../../design/capacity/index.ts'
import type { Fact } from '../../ledger/fact.ts'
import { DAY, daysBefore, iso } from './calendar.ts'

/** The day after the last on which the documents hold usage. */
const WRITTEN_FOR = Date.parse('2026-11-23T00:00:00+09:00')
const WEEK = 7
const FOLDER = /^capacity\//
const DATE = /\b20\d\d-\d\d-\d\d\b/g

/** Whole weeks, so that what was busy on Sundays stays so. */
function weeksSince(nowMs: number): number {
  return Math.floor(Math.max(0, nowMs - WRITTEN_FOR) / (WEEK * DAY))
}

function moved(text: string, weeks: number): string {
  if (weeks === 0) return text
  return text.replace(DATE, (date) => iso(Date.parse(`${date}T00:00:00Z`) + weeks * WEEK * DAY).slice(0, 10))
}

/**
 * The documents as they stood so many days before now: deadlines and usage are reckoned back from now, and no usage is
 * there that had not been measured yet. The first measured day always is, as a history without a row is none.
 */
export function usageUntil(files: readonly SentFile[], nowMs: number, daysAgo: number): SentFile[] {
  const weeks = weeksSince(nowMs)
  const until = iso(daysBefore(nowMs, daysAgo, 9)).slice(0, 10)
  return files.map((file) => {
    if (!FOLDER.test(file.path)) return file
    const text = moved(Buffer.from(file.content).toString('utf8'), weeks)
    return { ...file, content: Buffer.from(file.path.endsWith('.csv') ? cut(text, until) : text, 'utf8') }
  })
}

function cut(text: string, until: string): string {
  const [header = '', first = '', ...rows] = text.trimEnd().split('\n')
  return [header, first, ...rows.filter((row) => row.slice(0, until.length) < until), ''].join('\n')
}

type Made = { days_ago: number; made: RecordedForecast }

/** What was forecast in the year up to now: made by the same method from what had been measured by then. */
export function forecasts(nowMs: number): { atMs: number; facts: Fact[] }[] {
  const text = moved(readFileSync(new URL('./forecasts.json', import.meta.url), 'utf8'), weeksSince(nowMs))
  const days = Map.groupBy(JSON.parse(text) as Made[], ({ days_ago }) => days_ago)
  return [...days].map(([daysAgo, made]) => {
    const atMs = daysBefore(nowMs, daysAgo, 3)
    return { atMs, facts: made.map((one) => forecastFact(one.made, atMs)) }
  })
}

/** The plan of the year: more bandwidth of carrier B, put forward by one and approved by another. */
export function plans(nowMs: number): { atMs: number; fact: Fact }[] {
  const weeks = weeksSince(nowMs)
  const [proposedMs, approvedMs] = [daysBefore(nowMs, 16, 10), daysBefore(nowMs, 13, 15)]
  const { proposed, approved } = plannedFacts(
    {
      id: 'plan-b-2027',
      version: 1,
      resource: 'band-b',
      unit: { ja: 'Mbit/s', en: 'Mbit/s' },
      amount: 1500,
      order_on: moved('2026-11-12', weeks),
      delivered: moved('2027-01-20', weeks),
      cost: '月額 765 万円 / 7,650,000 JPY a month',
      reason:
        '年度末の最繁時に予備を割り込むため / At the busy hour of the end of the fiscal year the reserve would be used up',
      base: 8000,
      foreseen: null,
      contributors: ['demo-designer'],
    },
    { proposedMs, approvedMs, by: 'demo-designer', approver: 'demo-approver', method: 'demo' },
  )
  return [
    { atMs: proposedMs, fact: proposed },
    { atMs: approvedMs, fact: approved },
  ]
}
