import type { Text } from '../../../platform/text.ts'
import { DAY_MS, resolveSpan } from '../time/resolve.ts'
import type { Setting, WallSpan } from '../time/resolve.ts'
import type { DateToken } from '../time/lexeme.ts'
import { isJapanese } from './context.ts'
import type { Context } from './context.ts'
import type { WindowFound } from './window-state.ts'

/**
 * How numeric dates of a mail are to be read, from its own evidence: a date that leaves no choice, the weekday, an
 * unambiguous date elsewhere, what would end before it starts, and last how far ahead notices are sent.
 */
export type OrderChoice = {
  order: Setting['order']
  /** Days since the epoch of dates that need no order. */
  anchors: number[]
  /** True when there was something to decide. */
  asked: boolean
  certain: boolean
  because: Text | undefined
  /** The best of the other orders, when it stays possible. */
  rival: Setting['order'] | undefined
}

type Verdict = {
  order: Setting['order']
  walls: (WallSpan[] | undefined)[]
  hard: number
  weekdays: number
  anchored: number
  near: number
  plausible: number
}

/** As in the choice of windows: what lasts longer is a month misread. */
const LENGTH_MAX_MS = 21 * DAY_MS

export function chooseOrder(found: readonly WindowFound[], context: Context): OrderChoice {
  const near = fixedDays(context.dates)
  const anchors = [...near, ...fixedDays(context.sentDates)]
  const numeric = [...context.dates, ...context.sentDates].filter((date) =>
    date.readings.some((one) => one.order !== 'fixed'),
  )
  const open = numeric.filter((date) => date.readings.length > 1)
  const base = { anchors, asked: open.length > 0, rival: undefined }
  if (open.length === 0)
    return {
      ...base,
      order: numeric[0]?.readings[0]?.order === 'dmy' ? 'dmy' : 'mdy',
      certain: true,
      because: undefined,
    }
  const forced = new Set(
    numeric.filter((date) => date.readings.length === 1).map((date) => date.readings[0]?.order),
  )
  const [only] = forced
  if (forced.size === 1 && only !== undefined && only !== 'fixed') {
    return {
      ...base,
      order: only,
      certain: true,
      because: { ja: '同じ通知の別の日付', en: 'another date of the same mail' },
    }
  }
  if (
    isJapanese(context.text) &&
    open.every((date) => date.readings.every((one) => one.year === undefined))
  ) {
    return { ...base, order: 'mdy', certain: true, because: { ja: '日本語の表記', en: 'Japanese notation' } }
  }
  return decide(found, context, near, open, base)
}

function decide(
  found: readonly WindowFound[],
  context: Context,
  anchors: number[],
  open: readonly DateToken[],
  base: { anchors: number[]; asked: boolean; rival: undefined },
): OrderChoice {
  const orders = (['mdy', 'dmy', 'ymd'] as const).filter((order) =>
    open.some((date) => date.readings.some((one) => one.order === order)),
  )
  let verdicts = orders.map((order) => assess(order, found, context, anchors))
  // Where the header's date lies far from every reading, the moments that the letter mentions tell when it was written.
  if (context.mentionedMs.length > 0 && verdicts.every((one) => one.near === 0)) {
    const written = { ...context, sentMs: Math.max(...context.mentionedMs) }
    verdicts = orders.map((order) => assess(order, found, written, anchors))
  }
  const alive = keep(verdicts, (one) => -one.hard)
  const settled = (verdict: Verdict, because: Text): OrderChoice => ({
    ...base,
    order: verdict.order,
    certain: true,
    because,
  })
  const [first] = alive
  if (first === undefined) return { ...base, order: 'mdy', certain: false, because: undefined }
  if (sameResult(alive)) return { ...base, order: first.order, certain: true, because: undefined }
  if (alive.length === 1)
    return settled(first, { ja: '開始・終了・曜日の整合', en: 'start, end and weekdays fitting together' })
  const byWeekday = keep(alive, (one) => one.weekdays)
  if (byWeekday.length === 1 && byWeekday[0] !== undefined)
    return settled(byWeekday[0], { ja: '曜日', en: 'the weekday' })
  const byAnchor = keep(byWeekday, (one) => one.anchored)
  if (byAnchor.length === 1 && byAnchor[0] !== undefined)
    return settled(byAnchor[0], { ja: '同じ通知の明確な日付', en: 'an unambiguous date in the same mail' })
  return byLead(byAnchor, context, base)
}

/** Only one order lies ahead of the mail at all: certain. One lies much nearer: certain if the mail's locale agrees. */
function byLead(
  alive: readonly Verdict[],
  context: Context,
  base: { anchors: number[]; asked: boolean; rival: undefined },
): OrderChoice {
  const locale = localeOrder(context.text)
  const plausible = keep(alive, (one) => one.plausible)
  const [single] = plausible
  if (plausible.length === 1 && single !== undefined && single.plausible > 0) {
    return {
      ...base,
      order: single.order,
      certain: true,
      because: { ja: '送信日からの日数', en: 'the days since the mail was sent' },
    }
  }
  const near = keep(plausible, (one) => one.near)
  const best = near.length === 1 ? near[0] : (near.find((one) => one.order === locale) ?? near[0])
  if (best === undefined) return { ...base, order: 'mdy', certain: false, because: undefined }
  const rival = alive.find((one) => one.order !== best.order)?.order
  // What is urgent lies close ahead: no emergency is announced months before.
  const urgent = URGENT.test(context.text) && alive.every((one) => one === best || one.near === 0)
  const certain = near.length === 1 && best.near > 0 && (locale === best.order || urgent)
  return {
    ...base,
    order: best.order,
    certain,
    rival,
    because: certain
      ? { ja: '送信日からの日数と地域の表記', en: 'the days since the mail was sent and its locale' }
      : undefined,
  }
}

function keep(verdicts: readonly Verdict[], score: (verdict: Verdict) => number): Verdict[] {
  const best = Math.max(...verdicts.map(score))
  return verdicts.filter((verdict) => score(verdict) === best)
}

function assess(
  order: Setting['order'],
  found: readonly WindowFound[],
  context: Context,
  anchors: number[],
): Verdict {
  const setting: Setting = { order, sentMs: context.sentMs, anchors }
  const walls = found.map((one) => resolveSpan(one.span, setting))
  const verdict: Verdict = { order, walls, hard: 0, weekdays: 0, anchored: 0, near: 0, plausible: 0 }
  for (const [index, spans] of walls.entries()) {
    if (spans === undefined) {
      verdict.hard += 1
      continue
    }
    for (const wall of spans) weigh(verdict, wall, found[index]?.noEnd === true, context, anchors)
  }
  return verdict
}

function weigh(
  verdict: Verdict,
  wall: WallSpan,
  noEnd: boolean,
  context: Context,
  anchors: readonly number[],
): void {
  const length = wall.endWall - wall.startWall
  if (!noEnd && (length <= 0 || length > LENGTH_MAX_MS)) verdict.hard += 1
  if (wall.doubts.includes('weekday-mismatch')) verdict.hard += 1
  if (wall.weekdayAgrees) verdict.weekdays += 1
  if (anchors.includes(Math.floor(wall.startWall / DAY_MS))) verdict.anchored += 1
  if (context.sentMs === undefined) return
  const lead = (wall.startWall - context.sentMs) / DAY_MS
  if (lead >= -45 && lead <= 400) verdict.plausible += 1
  if (lead >= -10 && lead <= 62) verdict.near += 1
}

function sameResult(verdicts: readonly Verdict[]): boolean {
  const key = (verdict: Verdict): string =>
    JSON.stringify(verdict.walls.map((spans) => spans?.map((wall) => [wall.startWall, wall.endWall])))
  return new Set(verdicts.map(key)).size === 1
}

function fixedDays(dates: readonly DateToken[]): number[] {
  const days = new Set<number>()
  for (const date of dates) {
    const [one] = date.readings
    if (date.readings.length === 1 && one?.year !== undefined)
      days.add(Date.UTC(one.year, one.month - 1, one.day) / DAY_MS)
  }
  return [...days]
}

const URGENT = /\b(?:emergency|urgent|short notice|tomorrow|tonight)\b|緊急|至急/i
const AMERICAN =
  /\b(?:EST|EDT|CST|CDT|MST|MDT|PST|PDT|ET|CT|PT|eastern time|central time|pacific time|mountain time)\b|\bUSA\b|\b[A-Z][a-z]+, (?:A[LKZR]|C[AOT]|DE|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\b|\b1-8\d\d-|\b[1-9]-?\d{3}-\d{3}-\d{4}\b/
const ELSEWHERE =
  /\b(?:CET|CEST|BST|GMT|WET|EET|EEST|IST|SGT|HKT|AEST|AEDT|NZST|SAST|MSK|GST)\b|\+(?:44|33|49|39|34|31|32|46|47|45|48|61|64|65|852|91|971|353|351|41|43)\b|\b(?:Europe|London|Paris|Frankfurt|Amsterdam|Singapore|Sydney|Hong Kong|Mumbai)\b/

/** The order usual where the mail is from, when all signs point one way. */
function localeOrder(text: string): Setting['order'] | undefined {
  const american = AMERICAN.test(text)
  const elsewhere = ELSEWHERE.test(text)
  if (american === elsewhere) return undefined
  return american ? 'mdy' : 'dmy'
}
