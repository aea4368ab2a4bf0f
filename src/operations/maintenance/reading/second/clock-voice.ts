import { hears, type Clause } from './clauses.ts'
import { clocksOf, type Clock } from './clock-scan.ts'
import { datesIn, names, numbersIn, OTHER, OTHER_PIECES } from './date-voice.ts'
import { lengthsOf } from './lengths.ts'
import { tokensIn } from './tokens.ts'
import { zonesOfCities, type Offsets } from './zone-names.ts'

/** Windows as the first reader has them, epoch milliseconds. */
export type Span = { startMs: number; endMs: number; backup: boolean }

/** What a mail says of times, in all its clauses. */
export type TimesHeard = {
  lines: { clause: Clause; clocks: Clock[]; isLocal: boolean }[]
  zones: Offsets[]
  isLocal: boolean
  /** Zones of the cities it names, where it speaks of local time. */
  cities: Offsets[]
  /** The mail is written in Japanese. */
  isJapanese: boolean
  /** Lengths in minutes that it speaks of. */
  lengths: ReadonlySet<number>
}

const CLOCKS_MAX = 4_000

export function hearTimes(clauses: readonly Clause[]): TimesHeard {
  const lines: TimesHeard['lines'] = []
  const zones = new Set<Offsets>()
  const lengths = new Set<number>()
  let count = 0
  let isLocal = false
  let isJapanese = false
  for (const clause of clauses) {
    if (count > CLOCKS_MAX) break
    const tokens = tokensIn(clause)
    const found = clocksOf(tokens)
    for (const zone of found.zones) zones.add(zone)
    for (const minutes of lengthsOf(tokens)) lengths.add(minutes)
    isLocal ||= found.isLocal
    isJapanese ||= hasKana(clause.text)
    count += found.clocks.length
    if (found.clocks.length > 0) lines.push({ clause, clocks: found.clocks, isLocal: found.isLocal })
  }
  // Without a word for the half of the day anywhere, hours are those of the whole day.
  if (!lines.some(({ clocks }) => clocks.some((clock) => clock.halved)))
    for (const { clocks } of lines) for (const clock of clocks) clock.halfOpen = false
  const cities =
    isLocal && zones.size === 0 ? clauses.flatMap((clause) => zonesOfCities(tokensIn(clause))) : []
  return { lines, zones: [...zones], isLocal, cities, isJapanese, lengths }
}

function hasKana(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code > 0x3040 && code < 0x30fb) return true
  }
  return false
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
const JAPAN = [540]
/** All offsets that any country keeps. */
const EVERY_OFFSET = Array.from({ length: 105 }, (_, index) => (index - 48) * 15)

/**
 * Windows whose hours no clock time of the mail bears out: neither in a zone that the mail names nor, where it names
 * none or speaks of local time, in any zone at all.
 */
export function unborne(heard: TimesHeard, windows: readonly Span[]): Span | undefined {
  return windows.find((window) => bearingOffsets(heard, window).length === 0)
}

/** The offsets in which the clock times of the mail bear a window out; the day of it follows from them. */
export function bearingOffsets(heard: TimesHeard, window: Span): number[] {
  return offsetsNamed(heard, window.startMs).filter((offset) => isBorneBy(heard, window, offset))
}

/** All offsets in which any clock times of the mail come to a window: that of a zone, and those of its twins. */
export function anyOffsets(heard: TimesHeard, window: Span): number[] {
  return EVERY_OFFSET.filter((offset) => isBorneBy(heard, window, offset))
}

/** The offsets in which the mail may speak at that moment. */
function offsetsNamed(heard: TimesHeard, atMs: number): readonly number[] {
  const { zones, isLocal, isJapanese, cities } = heard
  if (zones.length === 0 && isJapanese && !isLocal) return JAPAN
  if (cities.length > 0) return cities.flatMap((zone) => zone(atMs))
  // Local time beside times of a zone is the same hours told twice.
  const zoned = heard.lines.some(
    ({ clause, clocks }) => clocks.some((one) => one.plain && one.zones.length > 0) && !isAside(clause),
  )
  if (zones.length > 0 && zoned) return [...new Set(zones.flatMap((zone) => zone(atMs)))]
  return zones.length === 0 || isLocal ? EVERY_OFFSET : [...new Set(zones.flatMap((zone) => zone(atMs)))]
}

/** Both ends are told by the clock, or one of them and the length between. */
function isBorneBy(heard: TimesHeard, { startMs, endMs }: Span, offset: number): boolean {
  const minutes = (endMs - startMs) / MINUTE_MS
  const start = isTold(heard, startMs, offset)
  // Its end may be told in the other zone.
  const end = isTold(heard, endMs, offset) || isToldElsewhere(heard, endMs)
  return (start && end) || ((start || end) && heard.lengths.has(minutes))
}

function isTold({ lines }: TimesHeard, ms: number, offset: number): boolean {
  const minute = wallMinute(ms, offset)
  return lines.some(({ clocks }) =>
    clocks.some(
      (clock) =>
        isAt(clock, minute) &&
        (clock.zones.length === 0 || clock.zones.some((zone) => zone(ms).includes(offset))),
    ),
  )
}

/** The moment by a clock time that names its zone, whichever that is. */
function isToldElsewhere({ lines }: TimesHeard, ms: number): boolean {
  return lines.some(
    ({ clause, clocks }) =>
      !isAside(clause) &&
      clocks.some((clock) =>
        clock.zones.some((zone) => zone(ms).some((offset) => isAt(clock, wallMinute(ms, offset)))),
      ),
  )
}

function wallMinute(ms: number, offset: number): number {
  return (((ms / MINUTE_MS + offset) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
}

/** A half of the day left open is both; 23:59 ends a day as 24:00 does. */
function isAt(clock: Clock, minute: number): boolean {
  return (
    isNear(clock.minute, minute) || (clock.halfOpen && isNear((clock.minute + 720) % DAY_MINUTES, minute))
  )
}

function isNear(a: number, b: number): boolean {
  const apart = Math.abs(a - b)
  return apart <= 1 || apart >= DAY_MINUTES - 1
}

/** Words of clock times that are not those of the work: when somebody answers, wrote, decides. */
const ASIDE = ['tel', 'phone', 'telephone', 'call', 'contact*', 'noc', 'office', 'business', 'support', 'desk', 'hotline', 'monday to friday', 'weekdays', 'working', 'opening', 'hours of', 'generated', 'updated', 'date', 'subject', 'posted', 'printed', 'approved', 'booked', 'escalat*', 'notified', 'logged', 'wrote', 'written', 'at the time of', 'replies', 'respon*', 'answer*', 'comment*', 'before'] // prettier-ignore
const ASIDE_PIECES = ['電話', '平日', '営業', '受付', '問い合わせ', '問合せ', '連絡先', '窓口', '日時:', '更新', '作成', '記載', '対応時間', '送付'] // prettier-ignore
const PLAN = ['plan', 'planned', 'scheduled']
const PLAN_PIECES = ['予定', '計画']
const ALL_ASIDE = [...OTHER, ...ASIDE]
const ALL_ASIDE_PIECES = [...OTHER_PIECES, ...ASIDE_PIECES]
/** Parts of a window may be told apart for what happens in them. */
const WITHIN = ['outage*', 'down', 'downtime', 'interrupt*', 'switch*', 'step*', 'phase*', 'impact*', 'affect*', 'cut*', 'expect*', 'reboot*', 'traffic', 'loss', 'flap*', 'work'] // prettier-ignore
const WITHIN_PIECES = ['断', '停止', '影響', '切替', '切り替え', '再起動', '手順'] // prettier-ignore

/** A clock time that says of itself to be one and is neither an end of a window nor anything else that can be told. */
export function unexplainedClock(
  heard: TimesHeard,
  windows: readonly Span[],
  sentMs: readonly number[],
  isOver = false,
): string | undefined {
  const [first] = windows
  if (first === undefined) return undefined
  const offsets = EVERY_OFFSET.filter((offset) => windows.every((one) => isBorneBy(heard, one, offset)))
  const ends = windows.flatMap((one) => [one.startMs, one.endMs])
  const sentMinutes = sentMs.flatMap((ms) => EVERY_OFFSET.map((offset) => Math.floor(wallMinute(ms, offset))))
  for (const { clause, clocks } of heard.lines) {
    // What is over was done at other hours than those planned: only the plan must be accounted for.
    if (isOver && !hears(clause, PLAN, PLAN_PIECES)) continue
    if (isAside(clause) || isOfAnotherDay(clause, windows, offsets)) continue
    const isPart = hears(clause, WITHIN, WITHIN_PIECES)
    for (const clock of clocks) {
      if (!clock.plain) continue
      const usable =
        clock.zones.length === 0 ? offsets : clock.zones.flatMap((zone) => ends.flatMap((ms) => zone(ms)))
      const told = usable.some(
        (offset) =>
          ends.some((ms) => isAt(clock, wallMinute(ms, offset))) ||
          (isPart && windows.some((one) => isInside(clock, one, offset))),
      )
      if (!told && !sentMinutes.some((minute) => isNear(clock.minute, minute))) return clause.text
    }
  }
  return undefined
}

export function isAside(clause: Clause): boolean {
  return hears(clause, ALL_ASIDE, ALL_ASIDE_PIECES)
}

/** A date stands with it, and it is that of no window: what lies ahead on other days is looked for among the dates. */
function isOfAnotherDay(clause: Clause, windows: readonly Span[], offsets: readonly number[]): boolean {
  const numbers = numbersIn(clause.text)
  if (datesIn(clause, numbers) === 0) return false
  return !windows.some(({ startMs, endMs }) =>
    [startMs, endMs].some((ms) =>
      [0, ...offsets].some((offset) => names(new Date(ms + offset * MINUTE_MS), clause, numbers)),
    ),
  )
}

function isInside(clock: Clock, { startMs, endMs }: Span, offset: number): boolean {
  const after = (clock.minute - wallMinute(startMs, offset) + DAY_MINUTES) % DAY_MINUTES
  return after <= (endMs - startMs) / MINUTE_MS
}
