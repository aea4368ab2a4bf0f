import type { Announced } from './announced.ts'
import type { Group } from './grouping.ts'
import { isOver, type Maintenance, type MaintenanceWindow, type Plausible } from './maintenance.ts'
import type { ReadObject } from './notice-facts.ts'
import type { NoticeStatus } from './notice.ts'

/** So many undecided readings of one maintenance are shown; those of known senders come first. */
const PLAUSIBLE_MAX = 50

type Standing = {
  status: NoticeStatus
  windows: MaintenanceWindow[]
  objects: ReadObject[]
}

/**
 * What holds after all that was said of one maintenance. What is certain follows from trusted and settled readings
 * alone, in the order in which they were issued; any other reading changes nothing of it and is plausible beside it,
 * until a person decides or a newer certain notice makes it moot. So a cancellation that nobody vouches for frees
 * nothing.
 */
export function standingOf(group: Group): Maintenance {
  const readings = inForce(group.readings)
  const certain = readings.filter(({ trusted, settled }) => trusted && settled)
  const standing = certain.length === 0 ? undefined : certain.reduce(after, start(certain[0]!))
  const sinceMs = certain.at(-1)?.stampMs ?? Number.NEGATIVE_INFINITY
  const open = readings
    .filter((reading) => !(reading.trusted && reading.settled) && reading.stampMs >= sinceMs)
    .filter((reading) => standing === undefined || !repeats(standing, reading))
  const newest = certain.at(-1) ?? open.find(({ trusted }) => trusted) ?? open.at(-1) ?? group.readings[0]!
  const account = group.readings.find((reading) => reading.account !== undefined)?.account
  const status = standing?.status ?? newest.status
  return {
    key: group.key,
    provider: group.provider,
    number: group.readings.find(({ number }) => number !== '')?.number ?? '',
    ...(account !== undefined && { account }),
    status,
    certainty: standing === undefined ? 'review' : status === 'TENTATIVE' ? 'tentative' : 'certain',
    windows: standing === undefined || isOver(status) ? [] : standing.windows,
    objects: standing?.objects ?? newest.objects,
    plausible: open
      .toSorted((one, other) => Number(other.trusted) - Number(one.trusted) || other.stampMs - one.stampMs)
      .slice(0, PLAUSIBLE_MAX)
      .map(plausible),
    readings: group.readings.map(({ mail, index, stampMs, trusted }) => ({ mail, index, stampMs, trusted })),
  }
}

/** Of one UID only the highest SEQUENCE holds, whatever the stamps say; a stranger's does not supersede a known one's. */
function inForce(readings: readonly Announced[]): Announced[] {
  const highest = new Map<string, number>()
  for (const { edition, trusted } of readings)
    if (edition !== undefined && edition.uid !== '' && trusted)
      highest.set(edition.uid, Math.max(edition.sequence, highest.get(edition.uid) ?? 0))
  return readings.filter(
    ({ edition, trusted }) =>
      edition === undefined || !trusted || edition.sequence >= (highest.get(edition.uid) ?? 0),
  )
}

function start({ status }: Announced): Standing {
  return { status, windows: [], objects: [] }
}

function after(standing: Standing, reading: Announced): Standing {
  const { status, windows, objects, edition, decided } = reading
  const whole = edition !== undefined || (decided && objects.length > 0)
  return {
    status,
    windows: windows.length > 0 ? windows : standing.windows,
    objects: objects.length === 0 ? standing.objects : whole ? objects : merged(standing.objects, objects),
  }
}

/** A mail that names fewer circuits than an earlier one may be only about those: none is dropped. */
function merged(before: readonly ReadObject[], now: readonly ReadObject[]): ReadObject[] {
  const all = new Map<string, ReadObject>()
  for (const object of [...before, ...now]) all.set(object.id ?? `?${object.said}`, object)
  return [...all.values()]
}

/** Whether a reading says nothing that is not certain already. */
function repeats(standing: Standing, reading: Announced): boolean {
  if (isOver(reading.status) || isOver(standing.status)) return reading.status === standing.status
  const has = (window: MaintenanceWindow): boolean =>
    standing.windows.some(({ fromMs, untilMs }) => fromMs === window.fromMs && untilMs === window.untilMs)
  const named = new Set(standing.objects.map(({ id, said }) => id ?? `?${said}`))
  return (
    [...reading.windows, ...reading.otherWindows].every(has) &&
    reading.objects.every(({ id, said }) => named.has(id ?? `?${said}`))
  )
}

function plausible(reading: Announced): Plausible {
  const { mail, index, status, objects, reasons, receivedMs } = reading
  const windows = [...reading.windows]
  for (const other of reading.otherWindows)
    if (!windows.some(({ fromMs, untilMs }) => fromMs === other.fromMs && untilMs === other.untilMs))
      windows.push(other)
  return { mail, index, status, windows, objects, because: reasons, receivedMs }
}
