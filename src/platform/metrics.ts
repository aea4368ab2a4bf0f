import { AggregatorRegistry, Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Pool } from 'pg'

const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** The parts of kensho that run as processes of their own. */
export type Zone = 'up' | 'server' | 'worker'

type Snapshot = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

/** What kensho says of itself. One registry a process; nothing is registered globally. */
export type Metrics = {
  /** `route` is the declared path, never the requested one, so that the number of series is bounded. */
  observeRequest: (method: string, route: string, status: number, tookMs: number) => void
  observeJob: (job: string, outcome: 'done' | 'failed', tookMs: number) => void
  setLeading: (name: string, leading: boolean) => void
  watchPool: (pool: Pool) => void
  /** All measurements as JSON, for another process to add to its own. */
  snapshot: () => Promise<Snapshot>
  /** Prometheus text of this process and the snapshots of others, summed over equal labels. */
  text: (others?: readonly Snapshot[]) => Promise<string>
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

export function createMetrics(zone: Zone): Metrics {
  const registry = new Registry()
  // Memory, event loop and the like only once: summed over processes they would say nothing.
  if (zone === 'server') collectDefaultMetrics({ register: registry, prefix: 'kensho_' })
  const requests = new Histogram({
    name: 'kensho_http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS_BUCKETS,
    registers: [registry],
  })
  const jobs = new Counter({
    name: 'kensho_jobs_total',
    help: 'Runs of background jobs by outcome',
    labelNames: ['job', 'outcome'],
    registers: [registry],
  })
  const jobSeconds = new Histogram({
    name: 'kensho_job_duration_seconds',
    help: 'Time that a run of a background job took',
    labelNames: ['job'],
    buckets: [...SECONDS_BUCKETS, 60, 300],
    registers: [registry],
  })
  const leading = new Gauge({
    name: 'kensho_leading',
    help: '1 while this process leads',
    labelNames: ['name'],
    registers: [registry],
  })
  return {
    observeRequest: (method, route, status, tookMs) => {
      requests.observe({ method, route, status: String(status) }, tookMs / 1000)
    },
    observeJob: (job, outcome, tookMs) => {
      jobs.inc({ job, outcome })
      jobSeconds.observe({ job }, tookMs / 1000)
    },
    setLeading: (name, now) => leading.set({ name }, now ? 1 : 0),
    watchPool: (pool) => watchPool(registry, zone, pool),
    snapshot: () => registry.getMetricsAsJSON(),
    text: async (others = []) => {
      const own = await registry.getMetricsAsJSON()
      return AggregatorRegistry.aggregate([own, ...others]).metrics()
    },
  }
}

function watchPool(registry: Registry, zone: Zone, pool: Pool): void {
  const gauge = new Gauge({
    name: 'kensho_database_connections',
    help: 'Connections of the pool by state; `waiting` are requests without one',
    labelNames: ['zone', 'state'],
    registers: [registry],
    collect: () => {
      gauge.set({ zone, state: 'idle' }, pool.idleCount)
      gauge.set({ zone, state: 'busy' }, pool.totalCount - pool.idleCount)
      gauge.set({ zone, state: 'waiting' }, pool.waitingCount)
    },
  })
}
