import type { Text } from '../../platform/text.ts'
import { zoneName } from '../../web/civil.ts'

function format(at: string, locale: string, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(new Date(at))
}

/** `21:40:07` in the operator's zone. */
export function secondsTime(at: string, zone: string): string {
  return format(at, 'en-GB', zone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
}

/** The day in the operator's zone, with the zone: `2026年11月22日 日曜 JST`, `Sunday 22 November 2026, JST`. */
export function dayLine(at: string, zone: string): Text {
  const day = { year: 'numeric', month: 'long', day: 'numeric' } as const
  const weekday = (locale: string) => format(at, locale, zone, { weekday: 'long' })
  const name = zoneName(at, zone)
  return {
    ja: `${format(at, 'ja-JP', zone, day)} ${weekday('ja-JP').replace('曜日', '曜')} ${name}`,
    en: `${weekday('en-GB')} ${format(at, 'en-GB', zone, day)}, ${name}`,
  }
}

/** Day, time to the second and zone: `2026年11月22日 21:40:07 JST`, `22 November 2026, 21:40:07 JST`. */
export function momentLine(at: string, zone: string): Text {
  const day = (locale: string) => format(at, locale, zone, { year: 'numeric', month: 'long', day: 'numeric' })
  const time = `${secondsTime(at, zone)} ${zoneName(at, zone)}`
  return { ja: `${day('ja-JP')} ${time}`, en: `${day('en-GB')}, ${time}` }
}
