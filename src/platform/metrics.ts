import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type pg from 'pg'

const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What kensho says of itself at /metrics. One registry a process; nothing is registered globally. */
export type Metrics = {
  registry: Registry
  /** `route` is the declared path, never the requested one, so that the number of series is bounded. */
  observeRequest: (method: string, route: string, status: number, tookMs: number) => void
  observeJob: (job: string, outcome: 'done' | 'failed', tookMs: number) => void
  setLeading: (name: string, leading: boolean) => void
  watchPool: (pool: pg.Pool) => void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'kensho_' })
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
    registry,
    observeRequest: (method, route, status, tookMs) => {
      requests.observe({ method, route, status: String(status) }, tookMs / 1000)
    },
    observeJob: (job, outcome, tookMs) => {
      jobs.inc({ job, outcome })
      jobSeconds.observe({ job }, tookMs / 1000)
    },
    setLeading: (name, now) => leading.set({ name }, now ? 1 : 0),
    watchPool: (pool) => watchPool(registry, pool),
  }
}

function watchPool(registry: Registry, pool: pg.Pool): void {
  const gauge = new Gauge({
    name: 'kensho_database_connections',
    help: 'Connections of the pool by state; `waiting` are requests without one',
    labelNames: ['state'],
    registers: [registry],
    collect: () => {
      gauge.set({ state: 'idle' }, pool.idleCount)
      gauge.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      gauge.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
}
