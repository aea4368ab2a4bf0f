import type { Fact } from '../../ledger/fact.ts'
import { groupsOf } from './grouping.ts'
import { isOver, windowMs, type Maintenance } from './maintenance.ts'
import {
  NOTICE_DECIDED,
  NOTICE_READ,
  OWN_PLANNED,
  PORTAL_READ,
  type NoticeDecided,
  type NoticeRead,
  type OwnPlanned,
  type PortalRead,
} from './notice-facts.ts'
import { announcedOnPage, readingsOf } from './announced.ts'
import { standingOf } from './standing.ts'

/** The fact types that say what maintenances there are. */
export const MAINTENANCE_FACTS = [NOTICE_READ, NOTICE_DECIDED, OWN_PLANNED, PORTAL_READ] as const

/**
 * Facts about maintenances, newest first as a chain: adding one copies nothing, and a chain never changes, so what
 * follows from it is computed once.
 */
export type NoticeLog = { fact: Fact; before: NoticeLog; count: number } | undefined

export function foldNotice(log: NoticeLog, fact: Fact): NoticeLog {
  const after = links.get(log ?? EMPTY) ?? new WeakMap<Fact, NonNullable<NoticeLog>>()
  links.set(log ?? EMPTY, after)
  const link = after.get(fact) ?? { fact, before: log, count: (log?.count ?? 0) + 1 }
  after.set(fact, link)
  return link
}

const EMPTY = {}
/** The same facts in the same order are the same chain, however often they are folded. */
const links = new WeakMap<object, WeakMap<Fact, NonNullable<NoticeLog>>>()

const known = new WeakMap<NonNullable<NoticeLog>, readonly Maintenance[]>()

/** All maintenances that a log speaks of, by key. Does not depend on the order of mails. */
export function maintenancesOf(log: NoticeLog): readonly Maintenance[] {
  if (log === undefined) return []
  const computed = known.get(log) ?? maintenancesIn(factsIn(log))
  known.set(log, computed)
  return computed
}

/** The facts of a log, oldest first. */
export function factsIn(log: NoticeLog): Fact[] {
  const facts: Fact[] = []
  for (let at = log; at !== undefined; at = at.before) facts.push(at.fact)
  return facts.reverse()
}

function maintenancesIn(facts: readonly Fact[]): Maintenance[] {
  const bodies = <T>(type: string): T[] =>
    facts.filter((fact) => fact.type === type).map((fact) => fact.body as unknown as T)
  const readings = readingsOf(bodies<NoticeRead>(NOTICE_READ), bodies<NoticeDecided>(NOTICE_DECIDED))
  const seen = bodies<PortalRead>(PORTAL_READ).map(announcedOnPage)
  const announced = groupsOf([...readings, ...seen]).map((group) => standingOf(group))
  const own = new Map(bodies<OwnPlanned>(OWN_PLANNED).map((plan) => [plan.id, plan]))
  return [...announced, ...[...own.values()].map(ownMaintenance)].toSorted((one, other) =>
    one.key < other.key ? -1 : 1,
  )
}

function ownMaintenance(plan: OwnPlanned): Maintenance {
  const over = isOver(plan.status)
  const stampMs = Date.parse(plan.stamp)
  return {
    key: `own/${plan.id}`,
    provider: 'own',
    number: plan.id,
    title: plan.title,
    status: plan.status,
    certainty: plan.status === 'TENTATIVE' ? 'tentative' : 'certain',
    windows: over ? [] : plan.windows.map(windowMs),
    objects: plan.objects,
    plausible: [],
    readings: [{ mail: '', index: 0, stampMs, trusted: true }],
  }
}
