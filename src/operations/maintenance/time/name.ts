/** Names of months and weekdays in the languages that carriers write in, from the runtime's own locale data. */

const LOCALES = [
  'en',
  'de',
  'fr',
  'es',
  'pt',
  'it',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'tr',
  'id',
] as const

/** Short forms that are words of their own in English: only a full date with a year makes them a month. */
const WORDS = new Set([
  'mar',
  'may',
  'mai',
  'set',
  'out',
  'ago',
  'sat',
  'sun',
  'fri',
  'mon',
  'wed',
  'do',
  'so',
  'di',
])

export type NameTables = {
  /** Month 1 to 12 by folded name. */
  months: ReadonlyMap<string, number>
  /** Sunday 0 to Saturday 6 by folded name. */
  weekdays: ReadonlyMap<string, number>
  /** Names of months that are English; the others need a year beside them when short. */
  english: ReadonlySet<string>
}

let tables: NameTables | undefined

export function nameTables(): NameTables {
  tables ??= build()
  return tables
}

/** Lower case without marks and dots: `Février.` becomes `fevrier`. */
export function foldName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/ı/g, 'i').toLowerCase().replace(/\.$/, '')
}

function build(): NameTables {
  const months = new Map<string, number>()
  const weekdays = new Map<string, number>()
  const english = new Set<string>()
  for (const locale of LOCALES) {
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, {
        day: 'numeric',
        month: style,
        weekday: style,
        timeZone: 'UTC',
      })
      for (let month = 1; month <= 12; month += 1) {
        const name = partOf(format, Date.UTC(2024, month - 1, 15), 'month')
        if (name.length < 3 || /\d/.test(name)) continue
        if (!months.has(name)) months.set(name, month)
        if (locale === 'en') english.add(name)
      }
      for (let day = 0; day < 7; day += 1) {
        const name = partOf(format, Date.UTC(2024, 0, 7 + day), 'weekday')
        if (name.length >= 2 && !weekdays.has(name)) weekdays.set(name, day)
      }
    }
  }
  for (const [name, month] of [
    ['sept', 9],
    ['juni', 6],
    ['juli', 7],
  ] as const)
    months.set(name, month)
  for (const [name, day] of [
    ['tues', 2],
    ['weds', 3],
    ['thur', 4],
    ['thurs', 4],
  ] as const)
    weekdays.set(name, day)
  for (const name of months.keys()) weekdays.delete(name)
  english.add('sept')
  return { months, weekdays, english }
}

function partOf(format: Intl.DateTimeFormat, ms: number, type: 'month' | 'weekday'): string {
  return foldName(format.formatToParts(ms).find((part) => part.type === type)?.value ?? '').replace(
    /-feira$/,
    '',
  )
}

/** True for short names that are also words, so that `set 24` or `out 5` is no date. */
export function isAmbiguousName(folded: string, english: ReadonlySet<string>): boolean {
  return WORDS.has(folded) || (folded.length <= 4 && !english.has(folded))
}
