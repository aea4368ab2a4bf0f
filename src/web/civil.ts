import type { Language, Text } from '../platform/text.ts'

const LOCALE: Record<Language, string> = { ja: 'ja-JP', en: 'en-GB' }

/**
 * An instant (ISO 8601 UTC) as a line in the operator's zone, with the zone written:
 * `11月22日 日曜 21:40 JST`, `Sunday 22 November, 21:40 JST`.
 */
export function instantLine(at: string, zone: string): Text {
  const day = { timeZone: zone, month: 'long', day: 'numeric' } as const
  const weekday = (language: Language) => part(at, language, { timeZone: zone, weekday: 'long' })
  return {
    ja: `${part(at, 'ja', day)} ${weekday('ja').replace('曜日', '曜')} ${clockTime(at, zone)} ${zoneName(at, zone)}`,
    en: `${weekday('en')} ${part(at, 'en', day)}, ${clockTime(at, zone)} ${zoneName(at, zone)}`,
  }
}

/** `21:40` in the operator's zone. */
export function clockTime(at: string, zone: string): string {
  return part(at, 'en', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

/** `JST`, or `GMT+9` where the zone has no letters. */
export function zoneName(at: string, zone: string): string {
  const named = (locale: string) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
      .formatToParts(new Date(at))
      .find((piece) => piece.type === 'timeZoneName')?.value ?? zone
  return ['ja-JP', 'en-US', 'en-GB'].map(named).find((name) => /^[A-Z]{2,5}$/.test(name)) ?? named('en-US')
}

/** A civil date `2026-10-01`: `2026年10月1日` or with `era` `令和8年10月1日`; `1 October 2026`. */
export function civilDate(date: string, era: boolean): Text {
  const noon = `${date}T12:00:00Z`
  const long = { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' } as const
  const ja = era
    ? new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { ...long, era: 'long' }).format(new Date(noon))
    : part(noon, 'ja', long)
  return { ja, en: part(noon, 'en', long) }
}

/** The date as a date stamp writes it: `26.10.1`, `1 OCT 26`. */
export function stampDate(date: string): Text {
  const [year = '', month = '', day = ''] = date.split('-')
  const name = part(`${date}T12:00:00Z`, 'en', { timeZone: 'UTC', month: 'short' }).slice(0, 3).toUpperCase()
  return {
    ja: `${year.slice(2)}.${Number(month)}.${Number(day)}`,
    en: `${Number(day)} ${name} ${year.slice(2)}`,
  }
}

function part(at: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE[language], options).format(new Date(at))
}
