import type { Change } from '../../charter/gate.ts'
import type { WeekHour } from '../../platform/zone-clock.ts'
import { worse, type NetworkImpact } from './impact/impact.ts'
import type { Moment } from './impact/moments.ts'
import type { Finding, Outage } from './impact/window.ts'

export type Question = {
  /** The network without the change's additions, and with them. */
  before: NetworkImpact
  after: NetworkImpact
  moment: Moment
  /** Hours of the moment, one of each class of the network with the change's additions. */
  hours: readonly WeekHour[]
  change: Change
}

/** What a change makes worse at a moment, that neither it nor the notices do alone. */
export type WorsenedAt = {
  /** `loads-unknown`: so much would have to be routed that what carries too much was not found out. */
  kind: Finding['kind'] | 'loads-unknown'
  /** Empty with `loads-unknown`: it concerns all of them. */
  service: string
  certain: boolean
  /** Outages that it rests on. */
  outages: string[]
  /** What the service is left with; what carries too much, with `capacity`. */
  remaining: string[]
}

/** Elements out of work in the four situations that are compared, by number; the change's own in the second two. */
type Sets = { without: number[]; withNotices: number[]; withChange: number[]; withBoth: number[] }

export function worsenedBy(question: Question): WorsenedAt[] {
  const { moment } = question
  const sure = (outage: Outage): boolean => outage.standing === true || outage.surety === 'certain'
  const certain = worsenedWith(question, moment.outages.filter(sure), true)
  const all = worsenedWith(question, moment.outages, false)
  const known = new Set(certain.map(keyOf))
  return [...certain, ...all.filter((one) => !known.has(keyOf(one)))]
}

function keyOf({ kind, service }: WorsenedAt): string {
  return `${kind} ${service}`
}

function worsenedWith(question: Question, outages: readonly Outage[], certain: boolean): WorsenedAt[] {
  const { before, after, change } = question
  const notices = outages.filter(({ standing }) => standing !== true)
  if (notices.length === 0) return []
  const standing = outages.filter((one) => one.standing === true).flatMap(({ takes }) => takes)
  const left = standing.filter((id) => !change.restores.includes(id))
  const taken = notices.flatMap(({ takes }) => takes)
  const sets: Sets = {
    without: numbers(before, standing),
    withNotices: numbers(before, [...standing, ...taken]),
    withChange: numbers(after, [...left, ...change.takes_down]),
    withBoth: numbers(after, [...left, ...taken, ...change.takes_down]),
  }
  const found = [...standingsWorsened(question, sets), ...loadsWorsened(question, sets)]
  return found.map(({ rests, ...one }) => {
    const named = notices.filter(({ takes }) => takes.some((id) => rests.has(after.failures.number(id))))
    return {
      ...one,
      certain: certain && one.kind !== 'loads-unknown',
      outages: (named.length > 0 ? named : notices).map(({ id }) => id),
    }
  })
}

function numbers({ failures }: NetworkImpact, ids: readonly string[]): number[] {
  const found = ids.map((id) => failures.number(id)).filter((element) => element >= 0)
  return [...new Set(found)].sort((one, other) => one - other)
}

type Found = Omit<WorsenedAt, 'certain' | 'outages'> & { rests: ReadonlySet<number> }

function standingsWorsened({ before, after }: Question, sets: Sets): Found[] {
  const found: Found[] = []
  const asked = new Set(before.standings.services)
  for (const service of after.standings.touchedBy(sets.withBoth)) {
    if (!asked.has(service)) continue
    const [then, now] = [before.standings.of(service), after.standings.of(service)]
    const both = now.under(sets.withBoth)
    const lost = worse(then.under(sets.withNotices).found, both.found)
    if (lost === undefined) continue
    const alone = now.under(sets.withChange).found
    // What the change does without any notice is 2.1's to say.
    const byChange = worse(then.under(sets.without).found, alone)
    if (byChange?.kind === lost.kind && lost.points.every((point) => byChange.points.includes(point)))
      continue
    const points = lost.points.filter((point) => !alone.points.includes(point))
    if (
      lost.kind === 'redundancy' &&
      (points.length === 0 || replaced(before, after, then.under(sets.withNotices).found.points, points))
    )
      continue
    const remaining = points.map((point) => after.failures.id(point))
    found.push({ kind: lost.kind, service, remaining, rests: new Set(both.failed) })
  }
  return found
}

/** Where a service rested on one thing before, and now on another that the change adds, it is no less redundant. */
function replaced(
  before: NetworkImpact,
  after: NetworkImpact,
  was: readonly number[],
  points: readonly number[],
): boolean {
  return was.length > 0 && points.every((point) => before.failures.number(after.failures.id(point)) < 0)
}

function loadsWorsened({ before, after, hours }: Question, sets: Sets): Found[] {
  const found = new Map<string, Found>()
  for (const place of hours) {
    // What is added may have demands of its own, so each network numbers its classes itself.
    const hour = after.loads.classOf(place)
    const both = after.loads.under(sets.withBoth, hour)
    if (both === undefined) {
      const kind = 'loads-unknown'
      found.set('', { kind, service: '', remaining: [], rests: new Set(sets.withBoth) })
      continue
    }
    const alone = after.loads.under(sets.withChange, hour)
    const notices = before.loads.under(sets.withNotices, before.loads.classOf(place))
    for (const [service, { elements }] of both) {
      if (alone?.has(service) === true || notices?.has(service) === true || found.has(service)) continue
      const remaining = [...new Set(elements.map((element) => after.loads.nameOf(element)))]
      found.set(service, { kind: 'capacity', service, remaining, rests: new Set(sets.withBoth) })
    }
  }
  return [...found.values()]
}
