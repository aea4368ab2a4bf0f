import { Worker } from 'node:worker_threads'
import type { Network } from '../../estate/network.ts'
import type { Text } from '../../platform/text.ts'
import type { FailureLoad, Growth, SurvivalReport, WorstLoad } from './load-report.ts'
import { loadsOf, routingFor } from './load-under.ts'
import { failureOf, prepare, type Failure, type Prepared } from './model.ts'
import { nothingDead, routeAll, ROUTING_CELLS_MAX, type Routing } from './routing.ts'
import { elementsOf, idsOf, linkRow, nameOf, poolRow, utilisationOf } from './rows.ts'
import { capacityAt, isOver, mergeWorst, sweep, type Sweep, type SweepTask, type Worst } from './sweep.ts'
import { hourOfWeekAt, type Hour } from './traffic.ts'

/** From this many (failure, destination) pairs on, more threads pay for their start. */
const PARALLEL_PAIRS_MIN = 200_000

type SingleFailure = Failure & Pick<FailureLoad, 'id' | 'kind' | 'risk_kind'>

/**
 * Loads at rest and under every single failure of a node, link or risk (by closure), with the worst failure of each
 * link and pool and by how much all demands may grow. Exact: equal to routing anew under every failure.
 */
export async function survive(
  network: Network,
  options: { at?: Hour; workers?: number } = {},
): Promise<SurvivalReport> {
  const work = begin(network, options.at)
  const turns = work.pairs < PARALLEL_PAIRS_MIN ? 1 : Math.max(1, options.workers ?? 1)
  const parts = turns === 1 ? [sweep(taskOf(work, 0, 1))] : await sweepInWorkers(work, turns)
  return reportOf(work, parts, options.at)
}

/** Pairs of failure and destination that are judged at once: some seconds of one core. */
const PAIRS_AT_ONCE_MAX = 1_000_000

/**
 * The same in this thread and at once, for who may not wait; undefined where the network is too large for that.
 * RangeError as for `survive`.
 */
export function surviveAtOnce(network: Network): SurvivalReport | undefined {
  const { nodes, links, risks, demands } = network
  const destinations = new Set(demands.map(({ to }) => to)).size
  const pairs = (nodes.length + links.length + risks.length) * destinations
  if (pairs > PAIRS_AT_ONCE_MAX || nodes.length * destinations > ROUTING_CELLS_MAX / 8) return undefined
  const work = begin(network, undefined)
  return reportOf(work, [sweep(taskOf(work, 0, 1))], undefined)
}

type Work = {
  prepared: Prepared
  failures: SingleFailure[]
  routing: Routing
  steady: Float64Array
  unservedAtRest: number
  pairs: number
}

function begin(network: Network, at: Hour | undefined): Work {
  const prepared = prepare(network, at)
  const { model } = prepared
  const failures = singleFailures(prepared)
  const routing = routingFor(prepared)
  const rest = routeAll(model.topology, model.traffic, nothingDead(model.topology), routing)
  const pairs = failures.length * model.traffic.destinations.length
  return {
    prepared,
    failures,
    routing,
    steady: loadsOf(prepared, rest.arc),
    unservedAtRest: rest.unserved,
    pairs,
  }
}

function taskOf({ prepared, failures, ...work }: Work, turn: number, turns: number): SweepTask {
  const { routing, steady, unservedAtRest } = work
  const bare = failures.map(({ arcs, nodes }) => ({ arcs, nodes }))
  return { model: prepared.model, routing, steady, unservedAtRest, failures: bare, turn, turns }
}

function singleFailures(prepared: Prepared): SingleFailure[] {
  const { network, deadAtRest } = prepared
  const stands = ({ id, beyond_boundary }: { id: string; beyond_boundary?: boolean }): boolean =>
    beyond_boundary !== true && !deadAtRest.has(id)
  const failing = ({ id }: { id: string }): Failure => {
    const { arcs, nodes } = failureOf(prepared, [id])
    return { arcs, nodes }
  }
  return [
    ...network.nodes.filter(stands).map((node) => ({ id: node.id, kind: 'node' as const, ...failing(node) })),
    ...network.links.filter(stands).map((link) => ({ id: link.id, kind: 'link' as const, ...failing(link) })),
    ...network.risks
      .filter(stands)
      .map((risk) => ({ id: risk.id, kind: 'risk' as const, risk_kind: risk.kind, ...failing(risk) })),
  ]
}

/** One thread for each share, this one for the first. A worker that dies rejects; nothing is then reported. */
async function sweepInWorkers(work: Work, turns: number): Promise<Sweep[]> {
  const others: Promise<Sweep>[] = []
  for (let turn = 1; turn < turns; turn += 1) {
    const worker = new Worker(new URL('./survive-worker.ts', import.meta.url), {
      workerData: taskOf(work, turn, turns),
    })
    others.push(
      new Promise<Sweep>((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.once('exit', (code) => reject(new Error(`a worker ended with status ${code} and no result`)))
      }),
    )
  }
  const own = new Promise<Sweep>((resolve) => setImmediate(() => resolve(sweep(taskOf(work, 0, turns)))))
  return Promise.all([own, ...others])
}

function reportOf(
  { prepared, failures, steady, unservedAtRest }: Work,
  parts: readonly Sweep[],
  at: Hour | undefined,
): SurvivalReport {
  const { network, model } = prepared
  const worst = mergeWorst(parts.map((part) => part.worst))
  const { links, pools } = elementsOf(prepared)
  const over = [...links, ...pools].filter((element) => isOver(steady[element]!, capacityAt(model, element)))
  const worstOf = (element: number): WorstLoad => worstLoad(prepared, failures, steady, worst, element)
  const swept = parts.flatMap((part) => part.failures).toSorted((a, b) => a.number - b.number)
  const alike = new Map<string, string[]>()
  return {
    links: links.map((element) => ({
      ...linkRow(prepared, element, steady[element]!),
      worst: worstOf(element),
    })),
    pools: pools.map((element) => ({
      ...poolRow(prepared, element, steady[element]!),
      worst: worstOf(element),
    })),
    failures: swept.map(({ number, unserved, lostAtEndpoint, overloaded }) => {
      const { id, kind, risk_kind } = failures[number]!
      const key = overloaded.join()
      const ids = alike.get(key) ?? idsOf(prepared, overloaded)
      alike.set(key, ids)
      return {
        id,
        kind,
        ...(risk_kind !== undefined && { risk_kind }),
        unserved,
        lost_at_endpoint: lostAtEndpoint,
        overloaded: ids,
      }
    }),
    steady: {
      unserved: unservedAtRest,
      lost_at_endpoint: model.lostAtRest,
      overloaded: idsOf(prepared, over),
    },
    growth: {
      steady: growthOf(prepared, steady),
      under_failure:
        failures.length === 0
          ? null
          : growthOf(prepared, worst.load, (element) => failures[worst.failure[element]!]?.id),
    },
    demands: {
      count: network.demands.length,
      volume: model.volume,
      hour_of_week: at === undefined ? null : hourOfWeekAt(at),
    },
    assumed_working: [...network.nodes, ...network.links, ...network.risks]
      .filter((element) => element.beyond_boundary === true)
      .map((element) => element.id),
    unknown: unknownsOf(prepared, failures.length),
  }
}

function worstLoad(
  { model }: Prepared,
  failures: readonly SingleFailure[],
  steady: Float64Array,
  worst: Worst,
  element: number,
): WorstLoad {
  const failure = failures[worst.failure[element]!]
  const load = failure === undefined ? steady[element]! : worst.load[element]!
  return { failure: failure?.id ?? null, load, utilisation: utilisationOf(load, capacityAt(model, element)) }
}

function growthOf(
  prepared: Prepared,
  load: Float64Array,
  failureAt?: (element: number) => string | undefined,
): Growth | null {
  let least = Infinity
  let at = -1
  load.forEach((amount, element) => {
    const factor = capacityAt(prepared.model, element) / amount
    if (!(amount > 0) || !(factor < least)) return
    least = factor
    at = element
  })
  if (at < 0) return null
  const failure = failureAt?.(at)
  return { factor: least, ...nameOf(prepared, at), ...(failure !== undefined && { failure }) }
}

function unknownsOf(prepared: Prepared, failureCount: number): Text[] {
  const { network, model } = prepared
  const unknown: Text[] = []
  const without = new Set(
    elementsOf(prepared)
      .links.filter((element) => Number.isNaN(model.capacity[element]!))
      .map((element) => network.links[element >> 1]!.id),
  ).size
  if (without > 0)
    unknown.push({
      ja: `リンク ${network.links.length} 本のうち ${without} 本は容量が不明で、過負荷になるか判定できません。`,
      en: `The capacity of ${without} of ${network.links.length} links is unknown: whether they overload cannot be told.`,
    })
  if (network.demands.length === 0)
    unknown.push({
      ja: '需要（demands）が一つもないため、容量が足りるかは判定できません。',
      en: 'There are no demands, so whether the capacity suffices cannot be told.',
    })
  if (failureCount === 0)
    unknown.push({
      ja: '故障させられる要素が一つもないため、故障時の容量は判定していません。',
      en: 'There is nothing that could fail, so nothing was judged under failure.',
    })
  const unread = network.findings.length
  if (unread > 0)
    unknown.push({
      ja: `取り込みで解決できなかった点が ${unread} 件あり、結果は完全ではありません。`,
      en: `The import left ${unread} points unresolved, so the result is not complete.`,
    })
  return unknown
}
