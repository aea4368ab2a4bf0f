import type { Text } from '../../../platform/text.ts'
import type { SourceKind } from '../document/item.ts'
import { zonesOfPlaces } from '../time/place.ts'
import { DAY_MS, resolveSpan } from '../time/resolve.ts'
import type { Doubt, Setting, WallSpan } from '../time/resolve.ts'
import { instantsOf, isOutOfSeason, UTC } from '../time/zone.ts'
import type { Zone } from '../time/zone.ts'
import { isJapanese } from './context.ts'
import type { Context } from './context.ts'
import { chooseOrder } from './order.ts'
import { reason } from './reason.ts'
import type { WindowFound } from './window-state.ts'

/** A window as instants. `doubts` ask for a person, `notes` explain. */
export type Reading = {
  startMs: number
  endMs: number
  backup: boolean
  previous: boolean
  next: boolean
  actual: boolean
  rank: number
  source: SourceKind
  row: number | undefined
  text: string
  /** Name of the zone in which it is written. */
  zone: string
  dateOnly: boolean
  doubts: Text[]
  notes: Text[]
}

export type Settled = {
  readings: Reading[]
  /** The windows under the other order of day and month, when that stays possible. */
  rival: Reading[] | undefined
  doubts: Text[]
  notes: Text[]
}

type Walled = {
  found: WindowFound
  wall: WallSpan
  startZones: Zone[] | undefined
  endZones: Zone[] | undefined
}

/** Settles order, year and zone of all windows of a letter together. */
export function settle(found: readonly WindowFound[], context: Context): Settled {
  const choice = chooseOrder(found, context)
  const setting: Setting = { order: choice.order, sentMs: context.sentMs, anchors: choice.anchors }
  const first = instants(found, setting, context)
  const doubts: Text[] = []
  const notes = [...first.notes]
  if (choice.asked && choice.because !== undefined) notes.push(reason.orderBy(choice.because))
  if (choice.certain || found.length === 0)
    return { readings: first.readings, rival: undefined, doubts, notes }
  const other =
    choice.rival === undefined
      ? undefined
      : instants(found, { ...setting, order: choice.rival }, context).readings
  doubts.push(
    reason.orderOpen(
      orderName(choice.order),
      orderName(choice.rival ?? (choice.order === 'mdy' ? 'dmy' : 'mdy')),
    ),
  )
  return { readings: first.readings, rival: other, doubts, notes }
}

function orderName(order: Setting['order']): string {
  return order === 'mdy' ? 'MM/DD' : order === 'dmy' ? 'DD/MM' : 'YY/MM/DD'
}

function instants(
  found: readonly WindowFound[],
  setting: Setting,
  context: Context,
): { readings: Reading[]; notes: Text[] } {
  const walled: Walled[] = found.flatMap((one) =>
    (resolveSpan(one.span, setting) ?? []).map((wall) => ({
      found: one,
      wall: withDuration(one, wall),
      startZones: wall.startZones ?? one.zones ?? context.stated,
      endZones: wall.endZones ?? one.zones ?? context.stated,
    })),
  )
  const notes: Text[] = []
  const zoned = walled.filter((one) => isZoned(one.startZones)).map((one) => toReading(one, walled, context))
  const open = walled.filter((one) => !isZoned(one.startZones))
  const explained = open.map((one) => explainedBy(one, zoned))
  const readings = [...zoned]
  for (const [index, one] of open.entries()) {
    const twin = explained[index]
    if (twin === undefined) continue
    readings.push({
      ...twin,
      source: one.found.source,
      rank: one.found.rank,
      row: one.found.row,
      backup: one.found.backup,
      previous: one.found.previous,
      actual: one.found.actual,
      text: one.found.text,
      zone: '',
    })
    if (!notes.some((note) => note.en === reason.pair().en)) notes.push(reason.pair())
  }
  const left = open.filter((_, index) => explained[index] === undefined)
  readings.push(
    ...left.map((one) => toReading(withAssumedZone(one, context, zoned.length > 0), walled, context)),
  )
  return {
    readings: readings.filter((one) => Number.isFinite(one.startMs) && Number.isFinite(one.endMs)),
    notes,
  }
}

function withDuration(found: WindowFound, wall: WallSpan): WallSpan {
  if (!found.noEnd) return wall
  const minutes = found.minutes
  if (minutes === undefined || minutes <= 0)
    return { ...wall, endWall: wall.startWall, doubts: [...wall.doubts, 'no-end'] }
  return { ...wall, endWall: wall.startWall + minutes * 60_000 }
}

function isZoned(zones: Zone[] | undefined): boolean {
  return zones !== undefined && zones.some((zone) => zone.kind !== 'local')
}

/** A window without zone that is the same as one with zone, seen from another place: same length, whole quarters apart. */
function explainedBy(open: Walled, zoned: readonly Reading[]): Reading | undefined {
  const length = open.wall.endWall - open.wall.startWall
  return zoned.find((one) => {
    const offset = open.wall.startWall - one.startMs
    return (
      one.endMs - one.startMs === length &&
      one.backup === open.found.backup &&
      offset % 900_000 === 0 &&
      offset >= -12 * 3_600_000 &&
      offset <= 14 * 3_600_000
    )
  })
}

type Assumed = Walled & { doubt?: Text; note?: Text }

/** The zone of a window that names none. Certain only for local time of one named place, and for Japanese notices. */
function withAssumedZone(one: Walled, context: Context, othersZoned: boolean): Assumed {
  const saysLocal = one.startZones?.some((zone) => zone.kind === 'local') ?? false
  const use = (zone: Zone, extra: { doubt?: Text; note?: Text }): Assumed => ({
    ...one,
    startZones: [zone],
    endZones: [zone],
    ...extra,
  })
  const places =
    zonesOfPlaces(context.places).length > 0 ? zonesOfPlaces(context.places) : zonesOfPlaces(context.text)
  const [place, second] = places
  if (
    !othersZoned &&
    isJapanese(context.text) &&
    (context.sentOffsetMin === undefined || context.sentOffsetMin === 540 || context.sentOffsetMin === 0)
  ) {
    return use({ kind: 'iana', id: 'Asia/Tokyo', name: 'JST' }, { note: reason.zoneByLanguage() })
  }
  if (saysLocal && place !== undefined) {
    const zone: Zone = { kind: 'iana', id: place.id, name: place.id }
    return use(
      zone,
      second === undefined || sameOffset(place.id, second.id, one.wall.startWall)
        ? { note: reason.zoneByPlace(place.id, place.place) }
        : { doubt: reason.zoneByPlace(place.id, place.place) },
    )
  }
  if (place !== undefined)
    return use(
      { kind: 'iana', id: place.id, name: place.id },
      { doubt: reason.zoneByPlace(place.id, place.place) },
    )
  return use(UTC, { doubt: reason.zoneAssumed('UTC') })
}

function sameOffset(a: string, b: string, wallMs: number): boolean {
  const [first] = instantsOf(wallMs, { kind: 'iana', id: a, name: a })
  const [second] = instantsOf(wallMs, { kind: 'iana', id: b, name: b })
  return first === second
}

const DOUBTS: Readonly<Record<Doubt, Text>> = {
  'year-inferred': reason.yearInferred(),
  'weekday-mismatch': reason.weekday(),
  'meridian-inferred': reason.meridian(),
  'no-time': reason.noTime(),
  'nightly-or-through': reason.nightly(),
  'no-end': reason.noEnd(),
}

function toReading(one: Assumed, all: readonly Walled[], context: Context): Reading {
  const doubts = one.wall.doubts.map((doubt) => DOUBTS[doubt])
  const notes = one.note === undefined ? [] : [one.note]
  if (one.found.sameHours) notes.push(reason.backupSameTime())
  if (one.doubt !== undefined) doubts.push(one.doubt)
  if (one.found.noEnd && one.found.minutes !== undefined) doubts.push(reason.noEndDuration())
  const startMs = atInstant(one.wall.startWall, one.startZones ?? [UTC], one, all, context, doubts)
  const endMs = atInstant(
    one.wall.endWall,
    one.endZones ?? one.startZones ?? [UTC],
    one,
    all,
    context,
    doubts,
  )
  const { backup, previous, next, actual, rank, source, row, text } = one.found
  return {
    startMs,
    endMs,
    backup,
    previous,
    next,
    actual,
    rank,
    source,
    row,
    text,
    zone: one.startZones?.[0]?.name ?? '',
    dateOnly: one.wall.doubts.includes('no-time'),
    doubts: unique(doubts),
    notes,
  }
}

function atInstant(
  wallMs: number,
  zones: Zone[],
  one: Walled,
  all: readonly Walled[],
  context: Context,
  doubts: Text[],
): number {
  const zone = chooseZone(zones, one, all, context, doubts)
  if (isOutOfSeason(wallMs, zone) && !isConfirmed(one, zone, all)) {
    // `EST` in July beside a UTC time: when Eastern summer time gives that UTC time, it was meant.
    const seasonal: Zone = {
      kind: 'iana',
      id: zone.kind === 'fixed' ? (zone.seasonal ?? 'UTC') : 'UTC',
      name: zone.name,
    }
    const [meant] = instantsOf(wallMs, seasonal)
    if (meant !== undefined && isConfirmed(one, seasonal, all)) return meant
    doubts.push(reason.zoneSeason(zone.name))
  }
  const options = instantsOf(wallMs, zone)
  if (options.length !== 1) doubts.push(reason.zoneGap())
  return options[0] ?? (zone.kind === 'iana' ? (instantsOf(wallMs + 3_600_000, zone)[0] ?? wallMs) : wallMs)
}

/** Of what an abbreviation may mean: what another zoned statement confirms, then what header or places support. */
function chooseZone(
  zones: Zone[],
  one: Walled,
  all: readonly Walled[],
  context: Context,
  doubts: Text[],
): Zone {
  const real = zones.filter((zone) => zone.kind !== 'local')
  const [usual] = real
  if (usual === undefined) return UTC
  if (real.length === 1) return usual
  const confirmed = real.find((zone) => isConfirmed(one, zone, all))
  if (confirmed !== undefined) return confirmed
  const offset = (zone: Zone): number =>
    (one.wall.startWall - (instantsOf(one.wall.startWall, zone)[0] ?? 0)) / 60_000
  const byHeader =
    context.sentOffsetMin === undefined || context.sentOffsetMin === 0
      ? undefined
      : real.find((zone) => Math.abs(offset(zone) - (context.sentOffsetMin ?? 0)) <= 60)
  if (byHeader !== undefined) return byHeader
  const places = zonesOfPlaces(context.text)
  const byPlace = real.filter((zone) =>
    places.some((place) => offset({ kind: 'iana', id: place.id, name: place.id }) === offset(zone)),
  )
  if (byPlace.length === 1 && byPlace[0] !== undefined) return byPlace[0]
  doubts.push(reason.zoneOpen(usual.name))
  return usual
}

/** Another statement with a certain zone gives the same instants. */
function isConfirmed(one: Walled, zone: Zone, all: readonly Walled[]): boolean {
  const [start] = instantsOf(one.wall.startWall, zone)
  return all.some((other) => {
    const [certain] = other.startZones ?? []
    if (
      other === one ||
      certain === undefined ||
      certain.kind === 'local' ||
      (other.startZones?.length ?? 0) !== 1
    )
      return false
    if (certain.name === zone.name || (certain.kind === 'fixed' && certain.seasonal !== undefined))
      return false
    return instantsOf(other.wall.startWall, certain)[0] === start
  })
}

export function unique(texts: readonly Text[]): Text[] {
  return [...new Map(texts.map((text) => [text.en, text])).values()]
}

export function daysBetween(aMs: number, bMs: number): number {
  return (aMs - bMs) / DAY_MS
}
