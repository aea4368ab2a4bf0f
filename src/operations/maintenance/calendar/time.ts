import { lookup } from '../../../platform/lookup.ts'
import { instantsOf, isIana } from '../time/zone.ts'
import type { Zone } from '../time/zone.ts'
import type { Component, Property } from './component.ts'

/** Names that Windows programs write as TZID (CLDR windowsZones, territory 001), those of carriers' usual places. */
const WINDOWS = lookup<string>({
  utc: 'UTC',
  'coordinated universal time': 'UTC',
  'gmt standard time': 'Europe/London',
  'greenwich standard time': 'Atlantic/Reykjavik',
  'w. europe standard time': 'Europe/Berlin',
  'romance standard time': 'Europe/Paris',
  'central europe standard time': 'Europe/Budapest',
  'central european standard time': 'Europe/Warsaw',
  'e. europe standard time': 'Europe/Chisinau',
  'fle standard time': 'Europe/Kiev',
  'gtb standard time': 'Europe/Bucharest',
  'turkey standard time': 'Europe/Istanbul',
  'israel standard time': 'Asia/Jerusalem',
  'russian standard time': 'Europe/Moscow',
  'arab standard time': 'Asia/Riyadh',
  'arabian standard time': 'Asia/Dubai',
  'pakistan standard time': 'Asia/Karachi',
  'india standard time': 'Asia/Kolkata',
  'se asia standard time': 'Asia/Bangkok',
  'china standard time': 'Asia/Shanghai',
  'singapore standard time': 'Asia/Singapore',
  'taipei standard time': 'Asia/Taipei',
  'tokyo standard time': 'Asia/Tokyo',
  'korea standard time': 'Asia/Seoul',
  'aus eastern standard time': 'Australia/Sydney',
  'e. australia standard time': 'Australia/Brisbane',
  'w. australia standard time': 'Australia/Perth',
  'new zealand standard time': 'Pacific/Auckland',
  'eastern standard time': 'America/New_York',
  'central standard time': 'America/Chicago',
  'mountain standard time': 'America/Denver',
  'us mountain standard time': 'America/Phoenix',
  'pacific standard time': 'America/Los_Angeles',
  'atlantic standard time': 'America/Halifax',
  'hawaiian standard time': 'Pacific/Honolulu',
  'alaskan standard time': 'America/Anchorage',
  'sa pacific standard time': 'America/Bogota',
  'e. south america standard time': 'America/Sao_Paulo',
  'argentina standard time': 'America/Buenos_Aires',
  'egypt standard time': 'Africa/Cairo',
  'south africa standard time': 'Africa/Johannesburg',
  'e. africa standard time': 'Africa/Nairobi',
  'w. central africa standard time': 'Africa/Lagos',
})

export type EventTime =
  | { ms: number; dateOnly: boolean }
  | { refused: 'floating' | 'zone' | 'format'; text: string }

/** Reads DTSTART and its kin. A TZID is resolved by its IANA or Windows name or a constant VTIMEZONE, else refused. */
export function readTime(property: Property, zones: readonly Component[]): EventTime {
  const match =
    /^\s*(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})?(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?\s*$/i.exec(
      property.value,
    )
  if (match === null) return { refused: 'format', text: property.value.slice(0, 60) }
  const wall = Date.UTC(
    Number(match[1]),
    Number(match[2]) - 1,
    Number(match[3]),
    Number(match[4] ?? 0),
    Number(match[5] ?? 0),
    Number(match[6] ?? 0),
  )
  if (!Number.isFinite(wall)) return { refused: 'format', text: property.value.slice(0, 60) }
  if (match[4] === undefined) return { ms: wall, dateOnly: true }
  const suffix = match[7]?.toUpperCase()
  if (suffix === 'Z') return { ms: wall, dateOnly: false }
  if (suffix !== undefined) return { ms: wall - offsetMinutes(suffix) * 60_000, dateOnly: false }
  const tzid = property.parameters.get('TZID')
  if (tzid === undefined) return { refused: 'floating', text: property.value.slice(0, 60) }
  const zone = zoneOf(tzid, zones)
  const [ms, second] = zone === undefined ? [] : instantsOf(wall, zone)
  if (ms === undefined || second !== undefined) return { refused: 'zone', text: tzid.slice(0, 60) }
  return { ms, dateOnly: false }
}

function zoneOf(tzid: string, zones: readonly Component[]): Zone | undefined {
  const name = tzid.trim().replace(/^\/[^/]+\/(?:[^/]+\/)?(?=[A-Z][a-z]+\/)/, '')
  if (isIana(name)) return { kind: 'iana', id: name, name }
  const windows = WINDOWS[name.toLowerCase()]
  if (windows !== undefined) return { kind: 'iana', id: windows, name }
  const stated = /^\(?(?:UTC|GMT)([+-]\d{2}:?\d{2})/i.exec(name)
  const constant = constantOffset(tzid, zones)
  if (constant !== undefined) return { kind: 'fixed', offsetMin: constant, name }
  return stated?.[1] === undefined || /London|Paris|Berlin|Eastern|Central|Mountain|Pacific/.test(name)
    ? undefined
    : { kind: 'fixed', offsetMin: offsetMinutes(stated[1]), name }
}

/** The offset of a VTIMEZONE whose parts all have the same one; zones with summer time need their name. */
function constantOffset(tzid: string, zones: readonly Component[]): number | undefined {
  const zone = zones.find(
    (one) =>
      one.name === 'VTIMEZONE' &&
      one.properties.some((property) => property.name === 'TZID' && property.value.trim() === tzid.trim()),
  )
  const offsets = new Set(
    (zone?.components ?? []).flatMap((part) =>
      part.properties
        .filter((property) => property.name === 'TZOFFSETTO')
        .map((property) => offsetMinutes(property.value.trim())),
    ),
  )
  const [only] = offsets
  return offsets.size === 1 && only !== undefined && Number.isFinite(only) ? only : undefined
}

function offsetMinutes(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})/.exec(text)
  if (match === null) return Number.NaN
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]))
}

/** `P1DT2H30M` in milliseconds; undefined when it is no duration. */
export function durationMs(value: string): number | undefined {
  const match =
    /^\s*\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?\s*$/i.exec(
      value,
    )
  if (match === null) return undefined
  const [, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
  return (
    (((Number(weeks) * 7 + Number(days)) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 +
    Number(seconds) * 1_000
  )
}
