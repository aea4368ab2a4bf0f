import type { Text } from '../../../platform/text.ts'
import type { SourceKind } from '../document/item.ts'
import { zonesOfPlaces } from '../time/place.ts'
import { DAY_MS, resolveSpan } from '../time/resolve.ts'
import type { Doubt, Setting, WallSpan } from '../time/resolve.ts'
import { instantsOf, UTC } from '../time/zone.ts'
import type { Zone } from '../time/zone.ts'
import type { Context } from './context.ts'
import { chooseOrder } from './order.ts'
import { reason } from './reason.ts'
import type { WindowFound } from './window-state.ts'
import { atInstant, withAssumedZone } from './zone-choice.ts'
import type { Assumed, Side, Walled } from './zone-choice.ts'

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
  /** The same windows read the other way, where two ways are possible. */
  rivals: { readings: Reading[]; because: Text; order: boolean }[]
  /** The order of day and month is open. */
  orderDoubt: Text | undefined
  notes: Text[]
  /** Words under a name of time that no window came of. */
  dropped: string[]
  /** How the dates of the letter are read. */
  setting: Setting
}

/** Settles order, year and zone of all windows of a letter together. */
export function settle(found: readonly WindowFound[], context: Context): Settled {
  const choice = chooseOrder(found, context)
  const setting: Setting = {
    order: choice.order,
    sentMs: context.sentMs,
    anchors: choice.anchors,
    nightly: false,
  }
  const first = instants(found, setting, context, 'usual')
  const settled: Settled = {
    readings: first.readings,
    rivals: [],
    orderDoubt: undefined,
    notes: first.notes,
    dropped: found
      .filter((one) => one.rank <= 2 && resolveSpan(one.span, setting) === undefined)
      .map((one) => one.text),
    setting,
  }
  if (choice.asked && choice.because !== undefined) settled.notes.push(reason.orderBy(choice.because))
  if (!choice.certain && found.length > 0) {
    settled.orderDoubt = reason.orderOpen(
      orderName(choice.order),
      orderName(choice.rival ?? (choice.order === 'mdy' ? 'dmy' : 'mdy')),
    )
    if (choice.rival !== undefined) {
      const { readings } = instants(found, { ...setting, order: choice.rival }, context, 'usual')
      settled.rivals.push({ readings, because: settled.orderDoubt, order: true })
    }
  }
  const [because] = first.readings.flatMap((one) => one.doubts)
  if (because !== undefined) {
    const { readings } = instants(found, { ...setting, nightly: true }, context, 'other')
    settled.rivals.push({ readings, because, order: false })
  }
  return settled
}

function orderName(order: Setting['order']): string {
  return order === 'mdy' ? 'MM/DD' : order === 'dmy' ? 'DD/MM' : 'YY/MM/DD'
}

function instants(
  found: readonly WindowFound[],
  setting: Setting,
  context: Context,
  side: Side,
): { readings: Reading[]; notes: Text[] } {
  const walled: Walled[] = found.flatMap((one) =>
    (resolveSpan(one.span, setting) ?? []).map((wall) => ({
      found: one,
      wall: withDuration(one, wall),
      startZones: wall.startZones ?? one.zones ?? context.stated,
      endZones: wall.endZones ?? one.zones ?? context.stated,
    })),
  )
  const zoned = walled
    .filter((one) => isZoned(one.startZones))
    .map((one) => toReading(one, walled, context, side))
  const readings = aligned(zoned, walled)
  let paired = false
  for (const one of walled.filter((each) => !isZoned(each.startZones))) {
    const twin = explainedBy(one, zoned, context)
    if (twin === undefined) {
      readings.push(toReading(withAssumedZone(one, context, zoned.length > 0, side), walled, context, side))
      continue
    }
    paired = true
    const { source, rank, row, backup, previous, actual, text } = one.found
    readings.push({ ...twin, source, rank, row, backup, previous, actual, text, zone: '' })
  }
  return {
    readings: readings.filter((one) => Number.isFinite(one.startMs) && Number.isFinite(one.endMs)),
    notes: paired ? [reason.pair()] : [],
  }
}

/** A twin in another zone may have left out its own date: it is the one that makes both the same, where one does. */
function aligned(zoned: readonly Reading[], walled: readonly Walled[]): Reading[] {
  const twins = walled.filter((one) => isZoned(one.startZones)).map(({ found }) => found.twin === true)
  const mains = zoned.filter((_, index) => !twins[index])
  return zoned.map((one, index) => {
    if (!twins[index]) return one
    const twin = mains.find(
      (main) =>
        isWholeDays(main.startMs - one.startMs) &&
        isWholeDays(main.endMs - one.endMs) &&
        main.text === one.text,
    )
    return twin === undefined ? one : { ...one, startMs: twin.startMs, endMs: twin.endMs }
  })
}

function isWholeDays(ms: number): boolean {
  return ms % DAY_MS === 0 && Math.abs(ms) <= DAY_MS
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

const HOUR_MS = 3_600_000

/**
 * A window without zone that is one with a zone, seen from another place: as long, whole quarters of an hour apart. It
 * must call itself local, stand in another document, or lie in the zone of a place or of the sender; otherwise it may
 * be a window of its own.
 */
function explainedBy(open: Walled, zoned: readonly Reading[], context: Context): Reading | undefined {
  const length = open.wall.endWall - open.wall.startWall
  const local = open.startZones?.some((zone) => zone.kind === 'local') ?? false
  return zoned.find((one) => {
    const offset = open.wall.startWall - one.startMs
    if (
      one.endMs - one.startMs !== length ||
      one.backup !== open.found.backup ||
      offset % (HOUR_MS / 4) !== 0
    )
      return false
    if (offset < -12 * HOUR_MS || offset > 14 * HOUR_MS) return false
    if (local || offset === 0 || one.source !== open.found.source || open.found.rank > 2) return true
    return (
      offset === (context.sentOffsetMin ?? 0) * 60_000 ||
      zonesOfPlaces(context.text).some((place) => offsetOf(place.id, one.startMs) === offset)
    )
  })
}

function offsetOf(id: string, instantMs: number): number | undefined {
  const near = [-14, 0, 14].flatMap((hours) =>
    instantsOf(instantMs + hours * HOUR_MS, { kind: 'iana', id, name: id }).map(
      (ms) => instantMs + hours * HOUR_MS - ms,
    ),
  )
  return near[1] ?? near[0]
}

const DOUBTS: Readonly<Record<Doubt, Text>> = {
  'year-inferred': reason.yearInferred(),
  'weekday-mismatch': reason.weekday(),
  'meridian-inferred': reason.meridian(),
  'no-time': reason.noTime(),
  'nightly-or-through': reason.nightly(),
  'last-night': reason.lastNight(),
  'no-end': reason.noEnd(),
}

function toReading(one: Assumed, all: readonly Walled[], context: Context, side: Side): Reading {
  const doubts = one.wall.doubts.map((doubt) => DOUBTS[doubt])
  const notes = one.note === undefined ? [] : [one.note]
  if (one.found.sameHours) notes.push(reason.backupSameTime())
  if (one.doubt !== undefined) doubts.push(one.doubt)
  if (one.found.noEnd && one.found.minutes !== undefined)
    (one.found.minutesNamed === true ? notes : doubts).push(reason.noEndDuration())
  const startMs = atInstant(one.wall.startWall, one.startZones ?? [UTC], one, all, context, side, doubts)
  const endMs = atInstant(
    one.wall.endWall,
    one.endZones ?? one.startZones ?? [UTC],
    one,
    all,
    context,
    side,
    doubts,
  )
  const { backup, previous, next, actual, rank, source, row, text } = one.found
  const zone = one.startZones?.[0]?.name ?? ''
  const dateOnly = one.wall.doubts.includes('no-time')
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
    zone,
    dateOnly,
    doubts: unique(doubts),
    notes,
  }
}

export function unique(texts: readonly Text[]): Text[] {
  return [...new Map(texts.map((text) => [text.en, text])).values()]
}

export function daysBetween(aMs: number, bMs: number): number {
  return (aMs - bMs) / DAY_MS
}
