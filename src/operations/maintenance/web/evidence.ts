/** What a piece of a mail says: the maintenance's number, a line's id, or a time of one of the windows. */
export type Evidence = 'number' | 'object' | 'time'

/** A mail's text in pieces, each with its place in the text; those without evidence are plain. */
export type Piece = { at: number; text: string; evidence?: Evidence }

/** What was read of a mail, as far as its letters can show it. */
export type Readable = {
  number: string
  objects: readonly string[]
  /** Beginnings and ends of all readings, ISO 8601 UTC. */
  instants: readonly string[]
}

const PIECES_MAX = 2000
const HALF_DAY_MS = 43_200_000

/**
 * Dates in any notation, with the day of the month in one of the groups, and clock times. Only letters that follow each
 * other are sought, so that the time stays linear in the text.
 */
const DATE =
  /\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?|\d{1,2}[-/.月]\s?\d{1,2}日?(?:[-/.]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)?[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}/g
const CLOCK = /\d{1,2}[:：]\d{2}|\d{1,2}\s?時(?:\s?\d{1,2}\s?分)?/g

/**
 * Marks in a mail's text what a reading rests on: ids as they are written, dates on whose day a window begins or ends in
 * some zone, and clock times in the lines with such dates. It shows where to look; it is no proof.
 */
export function piecesOf(text: string, readable: Readable): Piece[] {
  const marks: { from: number; until: number; evidence: Evidence }[] = []
  for (const id of readable.objects) markAll(text, id, 'object', marks)
  markAll(text, readable.number, 'number', marks)
  const days = daysOf(readable.instants)
  let at = 0
  for (const line of text.split('\n')) {
    const dates = [...line.matchAll(DATE)].filter((found) => hasDay(found[0], days))
    const clocks = dates.length > 0 ? [...line.matchAll(CLOCK)] : []
    for (const found of [...dates, ...clocks])
      marks.push({ from: at + found.index, until: at + found.index + found[0].length, evidence: 'time' })
    at += line.length + 1
  }
  return cut(text, marks)
}

function markAll(
  text: string,
  sought: string,
  evidence: Evidence,
  marks: { from: number; until: number; evidence: Evidence }[],
): void {
  if (sought.length < 3) return
  const [haystack, needle] = [text.toUpperCase(), sought.toUpperCase()]
  if (haystack.length !== text.length) return
  for (
    let at = haystack.indexOf(needle);
    at >= 0 && marks.length < PIECES_MAX;
    at = haystack.indexOf(needle, at + 1)
  )
    marks.push({ from: at, until: at + needle.length, evidence })
}

/** Month and day of some instants by every clock on earth. */
function daysOf(instants: readonly string[]): Set<string> {
  const days = new Set<string>()
  for (const written of instants) {
    const ms = Date.parse(written)
    if (!Number.isFinite(ms)) continue
    for (const shift of [-HALF_DAY_MS, 0, HALF_DAY_MS]) {
      const day = new Date(ms + shift)
      days.add(`${day.getUTCMonth() + 1} ${day.getUTCDate()}`)
    }
  }
  return days
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const

function hasDay(written: string, days: ReadonlySet<string>): boolean {
  const numbers = [...written.matchAll(/\d+/g)].map((found) => Number(found[0]))
  const month = MONTHS.findIndex((name) => written.toLowerCase().includes(name))
  if (month >= 0) return numbers.some((day) => days.has(`${month + 1} ${day}`))
  return numbers.some((one, at) =>
    numbers.some((other, place) => at !== place && days.has(`${one} ${other}`)),
  )
}

function cut(text: string, marks: readonly { from: number; until: number; evidence: Evidence }[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { from, until, evidence } of marks.toSorted(
    (one, other) => one.from - other.from || other.until - one.until,
  )) {
    if (from < at || pieces.length >= PIECES_MAX) continue
    if (from > at) pieces.push({ at, text: text.slice(at, from) })
    pieces.push({ at: from, text: text.slice(from, until), evidence })
    at = until
  }
  if (at < text.length) pieces.push({ at, text: text.slice(at) })
  return pieces
}
