import type { Token } from './tokens.ts'

const HOUR_STEMS = [
  'h',
  'hour',
  'hr',
  'hrs',
  'std',
  'stunde',
  'heure',
  'hora',
  'ore',
  'ora',
  'uur',
  'tim',
  '時間',
]
const MINUTE_STEMS = ['m', 'min', 'mn', '分']
const DAY_STEMS = ['day', 'tag', 'jour', 'día', 'dia', '日間']
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'] // prettier-ignore

/** Lengths of time that a clause speaks of, in minutes: `4 hours`, `1h30`, `90 min`, `8時間`, `03:30 hours`. */
export function lengthsOf(tokens: readonly Token[]): number[] {
  const found: number[] = []
  for (const [at, token] of tokens.entries()) {
    const count = token.kind === 'number' ? Number(token.text) : NUMBERS.indexOf(token.text)
    // The minutes of a clock time count nothing.
    if (count < 0 || (tokens[at - 1]?.text === ':' && !token.spaced)) continue
    const tenths =
      tokens[at + 1]?.text === '.' && tokens[at + 2]?.kind === 'number'
        ? Number(`0.${tokens[at + 2]!.text}`)
        : 0
    const unitAt = tenths > 0 ? at + 3 : at + (tokens[at + 1]?.text === '-' ? 2 : 1)
    const unit = tokens[unitAt]
    if (tokens[at + 1]?.text === ':' && tokens[at + 2]?.kind === 'number' && ofHours(tokens[at + 3]?.text))
      found.push(count * 60 + Number(tokens[at + 2]!.text))
    if (unit?.kind !== 'word') continue
    const isOf = (stems: readonly string[]): boolean => stems.some((stem) => isUnit(unit.text, stem))
    if (isOf(HOUR_STEMS)) {
      found.push((count + tenths) * 60)
      // `1h30`, `1 hour 30 min`, `1 hour and 30 minutes`.
      const rest = tokens[unitAt + 1]?.text === 'and' ? tokens[unitAt + 2] : tokens[unitAt + 1]
      if (rest?.kind === 'number') found.push(count * 60 + Number(rest.text))
      if (unit.text.startsWith('時間半')) found.push(count * 60 + 30)
    } else if (isOf(MINUTE_STEMS)) found.push(count + tenths)
    else if (isOf(DAY_STEMS)) found.push(count * DAY_MINUTES)
  }
  return found
}

/** Short stems are whole words, except in a script that sets no blanks. */
function isUnit(word: string, stem: string): boolean {
  if (word === stem) return true
  return (stem.length > 2 || stem.charCodeAt(0) > 0x3000) && word.startsWith(stem)
}

function ofHours(unit: string | undefined): boolean {
  return unit !== undefined && (unit === 'h' || unit.startsWith('hour') || unit.startsWith('hr'))
}

const DAY_MINUTES = 1_440
