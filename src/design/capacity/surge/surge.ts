import type { Network } from '../../../estate/network.ts'
import type { Procedure } from '../../../estate/resource.ts'
import type { Text } from '../../../platform/text.ts'
import { closureOf, deathsOf, type Closure } from '../closure.ts'
import { surgeCourse, type SurgeCourse } from './queue.ts'

/** What happens: the servers and sessions of what failed are gone, or all are there again. */
export type SurgeEvent = {
  failure: string
  kind: 'node' | 'link' | 'risk'
  event: 'fails' | 'returns'
  /** Sessions that come at once, and requests that they make. */
  sessions: number
  requests: number
  /** Requests a second that the servers which are there can answer. */
  capacity_per_s: number
  base_per_s: number
  peak_per_s: number
  drained_after_s: number | null
  retries: number
  wasted: number
  verdict: 'pass' | 'fail'
}

export type ProcedureReport = {
  id: string
  kind?: string
  drained_within_s: number
  /** At rest: what comes by what can be answered; null where there is no server. */
  utilisation: number | null
  verdict: 'pass' | 'fail' | 'unknown'
  /** Events by how long they take to drain, longest first. */
  events: SurgeEvent[]
  because: Text[]
}

/** Events that one procedure is judged on; where there are more, those beyond are not known. */
const EVENTS_MAX = 5_000

/**
 * For every procedure and every single failure that its sessions or servers ride on: what comes back at once when it
 * happens and when it returns, and how long that takes to drain. Pure. A procedure without sessions is unknown, never
 * passed: nothing says what would come back.
 */
export function surgesOf(network: Network): ProcedureReport[] {
  const known = reports.get(network)
  if (known !== undefined) return known
  const closure = closureOf(network)
  const found = network.procedures.map((procedure) => reportOf(network, closure, procedure))
  reports.set(network, found)
  return found
}

/** A declared network does not change, so its surges are reckoned once however often they are asked for. */
const reports = new WeakMap<Network, ProcedureReport[]>()

function reportOf(network: Network, closure: Closure, procedure: Procedure): ProcedureReport {
  const { id, kind, drained_within_s } = procedure
  const total = sumOf(procedure.servers, () => true)
  const events = eventsOf(network, closure, procedure)
  const head = { id, ...(kind !== undefined && { kind }), drained_within_s }
  const utilisation = total > 0 ? procedure.base_per_s / total : null
  const unknown = Object.keys(procedure.sessions).length === 0 || events.length >= EVENTS_MAX
  const fails = events.filter(({ verdict }) => verdict === 'fail')
  const atRest = procedure.base_per_s >= total
  const verdict = atRest || fails.length > 0 ? 'fail' : unknown ? 'unknown' : 'pass'
  return {
    ...head,
    utilisation,
    verdict,
    events,
    because: reasonsOf(procedure, events, fails, { unknown, atRest }),
  }
}

function eventsOf(network: Network, closure: Closure, procedure: Procedure): SurgeEvent[] {
  const touched = new Set([...Object.keys(procedure.servers), ...Object.keys(procedure.sessions)])
  const candidates = [
    ...network.nodes.map((node) => ({ ...node, kind: 'node' as const })),
    ...network.links.map((link) => ({ ...link, kind: 'link' as const })),
    ...network.risks.map(({ id, beyond_boundary }) => ({ id, beyond_boundary, kind: 'risk' as const })),
  ].filter(({ beyond_boundary }) => beyond_boundary !== true)
  const known = new Map<string, Omit<SurgeEvent, 'failure' | 'kind'>[]>()
  const events: SurgeEvent[] = []
  for (const { id, kind } of candidates) {
    const dead = deathsOf(closure, [id])
    const hit = [...touched].filter((node) => dead.has(node))
    if (hit.length === 0) continue
    // Different risks often take the same nodes: their courses are the same.
    const key = hit.toSorted().join('\u0000')
    const courses = known.get(key) ?? bothWays(procedure, new Set(hit))
    known.set(key, courses)
    events.push(...courses.map((course) => ({ failure: id, kind, ...course })))
    if (events.length >= EVENTS_MAX) break
  }
  return events.toSorted((a, b) => (b.drained_after_s ?? Infinity) - (a.drained_after_s ?? Infinity))
}

function bothWays(procedure: Procedure, dead: ReadonlySet<string>): Omit<SurgeEvent, 'failure' | 'kind'>[] {
  const sessions = sumOf(procedure.sessions, (node) => dead.has(node))
  const left = sumOf(procedure.servers, (node) => !dead.has(node))
  const all = sumOf(procedure.servers, () => true)
  const serversLeft = Object.keys(procedure.servers).filter((node) => !dead.has(node)).length
  const rows = [
    { event: 'fails' as const, perS: left, servers: serversLeft },
    { event: 'returns' as const, perS: all, servers: Object.keys(procedure.servers).length },
  ]
  return rows.map(({ event, perS, servers }) => {
    const course = surgeCourse({
      requests: sessions * procedure.per_session,
      spreadS: procedure.spread_s,
      baseS: procedure.base_per_s,
      perS,
      timeoutS: procedure.timeout_s,
      retryS: procedure.retry_s,
      queueMax: procedure.queue_max === undefined ? Infinity : procedure.queue_max * servers,
    })
    return {
      event,
      sessions,
      requests: sessions * procedure.per_session,
      ...courseRow(procedure, perS, course),
    }
  })
}

function courseRow(procedure: Procedure, perS: number, course: SurgeCourse) {
  const inTime = course.drainedAfterS !== null && course.drainedAfterS <= procedure.drained_within_s
  return {
    capacity_per_s: perS,
    base_per_s: procedure.base_per_s,
    peak_per_s: course.peakPerS,
    drained_after_s: course.drainedAfterS,
    retries: course.retries,
    wasted: course.wasted,
    verdict: inTime ? ('pass' as const) : ('fail' as const),
  }
}

function sumOf(amounts: Record<string, number>, chosen: (node: string) => boolean): number {
  let sum = 0
  for (const [node, amount] of Object.entries(amounts)) if (chosen(node)) sum += amount
  return sum
}

function reasonsOf(
  { id, base_per_s, drained_within_s }: Procedure,
  events: readonly SurgeEvent[],
  fails: readonly SurgeEvent[],
  { unknown, atRest }: { unknown: boolean; atRest: boolean },
): Text[] {
  const because: Text[] = []
  if (atRest)
    because.push({
      ja: `${id}: 平常時の毎秒 ${base_per_s} 件を処理できる能力がありません。`,
      en: `${id}: the servers cannot answer even the ${base_per_s} requests a second at rest.`,
    })
  for (const { failure, event, sessions, drained_after_s } of fails.slice(0, REASONS_MAX)) {
    const when =
      event === 'fails' ? { ja: 'が故障すると', en: 'fails' } : { ja: 'が復旧すると', en: 'returns' }
    const sessionCount = Math.round(sessions)
    because.push(
      drained_after_s === null
        ? {
            ja: `${id}: ${failure} ${when.ja}、${sessionCount} セッションの再接続が再試行を呼び、自然には収まりません。`,
            en: `${id}: when ${failure} ${when.en}, the ${sessionCount} sessions that come back cause retries that do not subside by themselves.`,
          }
        : {
            ja: `${id}: ${failure} ${when.ja}、${sessionCount} セッションの再接続が収まるまで ${Math.round(drained_after_s)} 秒かかり、許容の ${drained_within_s} 秒を超えます。`,
            en: `${id}: when ${failure} ${when.en}, the ${sessionCount} sessions that come back take ${Math.round(drained_after_s)} s to drain, more than the ${drained_within_s} s allowed.`,
          },
    )
  }
  if (unknown && events.length >= EVENTS_MAX)
    because.push({
      ja: `${id}: 故障が ${EVENTS_MAX} 通りを超えるため、残りは判定していません。`,
      en: `${id}: there are more than ${EVENTS_MAX} events, and those beyond were not judged.`,
    })
  else if (unknown)
    because.push({
      ja: `${id}: どの装置が何セッションを収容しているか不明なため、再接続の集中を判定できません。`,
      en: `${id}: how many sessions live on which node is unknown, so what would come back at once cannot be told.`,
    })
  if (because.length === 0)
    because.push({
      ja: `${id}: ${events.length} 通りの故障と復旧のすべてで ${drained_within_s} 秒以内に収まります。`,
      en: `${id}: all ${events.length} failures and returns drain within ${drained_within_s} s.`,
    })
  return because
}

const REASONS_MAX = 20
