import type { Text } from '../../../platform/text.ts'
import { zonesOfPlaces } from '../time/place.ts'
import type { WallSpan } from '../time/resolve.ts'
import { instantsOf, isOutOfSeason, UTC } from '../time/zone.ts'
import type { Zone } from '../time/zone.ts'
import { isJapanese } from './context.ts'
import type { Context } from './context.ts'
import { reason } from './reason.ts'
import type { WindowFound } from './window-state.ts'

/** A window in wall clock times with the zones written for its ends. */
export type Walled = {
  found: WindowFound
  wall: WallSpan
  startZones: Zone[] | undefined
  endZones: Zone[] | undefined
}

/** A window with the zone that was taken for it, and why. */
export type Assumed = Walled & { doubt?: Text; note?: Text }

/** Whether the usual reading is wanted, or the other one where two are possible. */
export type Side = 'usual' | 'other'

/** The zone of a window that names none. Certain only for local time of one named place, and for Japanese notices. */
export function withAssumedZone(one: Walled, context: Context, othersZoned: boolean, side: Side): Assumed {
  const saysLocal = one.startZones?.some((zone) => zone.kind === 'local') ?? false
  const use = (zone: Zone, extra: { doubt?: Text; note?: Text }): Assumed => ({
    ...one,
    startZones: [zone],
    endZones: [zone],
    ...extra,
  })
  const header = context.sentOffsetMin
  if (!othersZoned && isJapanese(context.text) && (header === undefined || header === 540 || header === 0)) {
    return use({ kind: 'iana', id: 'Asia/Tokyo', name: 'JST' }, { note: reason.zoneByLanguage() })
  }
  const named = zonesOfPlaces(context.places)
  const [place, second] = named.length > 0 ? named : zonesOfPlaces(context.text)
  if (place !== undefined) {
    const because = reason.zoneByPlace(place.id, place.place)
    const one_place = second === undefined || sameOffset(place.id, second.id, one.wall.startWall)
    if (saysLocal && one_place) return use(iana(place.id), { note: because })
    // Not said to be local: as likely the carrier's UTC.
    if (side === 'usual') return use(iana(place.id), { doubt: because })
    return use(saysLocal && second !== undefined ? iana(second.id) : UTC, { doubt: because })
  }
  if (side === 'other' && header !== undefined && header !== 0)
    return use(
      { kind: 'fixed', offsetMin: header, name: offsetName(header) },
      { doubt: reason.zoneAssumed(offsetName(header)) },
    )
  return use(UTC, { doubt: reason.zoneAssumed('UTC') })
}

function iana(id: string): Zone {
  return { kind: 'iana', id, name: id }
}

function offsetName(minutes: number): string {
  return `UTC${minutes < 0 ? '-' : '+'}${Math.abs(minutes) / 60}`
}

function sameOffset(a: string, b: string, wallMs: number): boolean {
  return instantsOf(wallMs, iana(a))[0] === instantsOf(wallMs, iana(b))[0]
}

/** One end of a window as an instant; what stands against it is added to `doubts`. */
export function atInstant(
  wallMs: number,
  zones: Zone[],
  one: Walled,
  all: readonly Walled[],
  context: Context,
  side: Side,
  doubts: Text[],
): number {
  const zone = chooseZone(zones, one, all, context, side, doubts)
  if (isOutOfSeason(wallMs, zone) && !isConfirmed(one, zone, all)) {
    // `EST` in July: where Eastern summer time gives a UTC time that stands beside it, that was meant.
    const seasonal = iana(zone.kind === 'fixed' ? (zone.seasonal ?? 'UTC') : 'UTC')
    const [meant] = instantsOf(wallMs, seasonal)
    if (meant !== undefined && isConfirmed(one, seasonal, all)) return meant
    doubts.push(reason.zoneSeason(zone.name))
    if (meant !== undefined && side === 'other') return meant
  }
  const options = instantsOf(wallMs, zone)
  if (options.length !== 1) doubts.push(reason.zoneGap())
  const picked = side === 'other' ? (options[1] ?? options[0]) : options[0]
  return picked ?? (zone.kind === 'iana' ? (instantsOf(wallMs + 3_600_000, zone)[0] ?? wallMs) : wallMs)
}

/** Of what an abbreviation may mean: what another zoned statement confirms, then what header or places support. */
function chooseZone(
  zones: Zone[],
  one: Walled,
  all: readonly Walled[],
  context: Context,
  side: Side,
  doubts: Text[],
): Zone {
  const real = zones.filter((zone) => zone.kind !== 'local')
  const [usual, second] = real
  if (usual === undefined) return UTC
  if (second === undefined) return usual
  const confirmed = real.find((zone) => isConfirmed(one, zone, all))
  if (confirmed !== undefined) return confirmed
  const offset = (zone: Zone): number =>
    (one.wall.startWall - (instantsOf(one.wall.startWall, zone)[0] ?? 0)) / 60_000
  const header = context.sentOffsetMin
  const byHeader =
    header === undefined || header === 0
      ? undefined
      : real.find((zone) => Math.abs(offset(zone) - header) <= 60)
  if (byHeader !== undefined) return byHeader
  const places = zonesOfPlaces(context.text)
  const byPlace = real.filter((zone) => places.some((place) => offset(iana(place.id)) === offset(zone)))
  if (byPlace.length === 1 && byPlace[0] !== undefined) return byPlace[0]
  if (usual.name === 'BST' && !SOUTH_ASIA.test(context.text)) return usual
  doubts.push(reason.zoneOpen(usual.name))
  return side === 'other' ? second : usual
}

/** Only there BST is no British Summer Time. */
const SOUTH_ASIA = /\bBangladesh\b|\bDhaka\b|\bChittagong\b|\+880\b/i

/** Another statement with a certain zone gives the same instants. */
function isConfirmed(one: Walled, zone: Zone, all: readonly Walled[]): boolean {
  const [start] = instantsOf(one.wall.startWall, zone)
  return all.some((other) => {
    const [certain, second] = other.startZones ?? []
    if (other === one || certain === undefined || second !== undefined || certain.kind === 'local')
      return false
    if (certain.name === zone.name || (certain.kind === 'fixed' && certain.seasonal !== undefined))
      return false
    const [instant] = instantsOf(other.wall.startWall, certain)
    const days = instant === undefined || start === undefined ? 1 : (instant - start) / 86_400_000
    return days === 0 || (other.found.twin === true && Math.abs(days) === 1)
  })
}
