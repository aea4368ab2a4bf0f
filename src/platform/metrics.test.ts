import type { Pool } from 'pg'
import { expect, it } from 'vitest'
import { createMetrics } from './metrics.ts'

it('adds up what several processes measured, and keeps pools apart', async () => {
  const server = createMetrics('server')
  server.observeRequest('GET', '/api/board', 200, 12)
  server.watchPool({ idleCount: 2, totalCount: 5, waitingCount: 1 } as Pool)
  const workers = [createMetrics('worker'), createMetrics('worker')]
  for (const worker of workers) {
    worker.observeJob('totals are right', 'done', 40)
    worker.observeJob('totals are right', 'failed', 40)
    worker.watchPool({ idleCount: 1, totalCount: 1, waitingCount: 0 } as Pool)
  }
  workers[0]?.setLeading('duties', true)
  workers[1]?.setLeading('duties', false)
  // As it travels: through JSON in the database.
  const others = JSON.parse(
    JSON.stringify(await Promise.all(workers.map((worker) => worker.snapshot()))),
  ) as Awaited<ReturnType<typeof server.snapshot>>[]
  const text = await server.text(others)
  const value = (series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')
        .at(-1),
    )
  expect(
    value('kensho_http_request_duration_seconds_count{method="GET",route="/api/board",status="200"}'),
  ).toBe(1)
  expect(
    value(
      'kensho_http_request_duration_seconds_bucket{le="0.01",method="GET",route="/api/board",status="200"}',
    ),
  ).toBe(0)
  expect(
    value(
      'kensho_http_request_duration_seconds_bucket{le="0.025",method="GET",route="/api/board",status="200"}',
    ),
  ).toBe(1)
  expect(value('kensho_jobs_total{job="totals are right",outcome="done"}')).toBe(2)
  expect(value('kensho_jobs_total{job="totals are right",outcome="failed"}')).toBe(2)
  expect(value('kensho_job_duration_seconds_count{job="totals are right"}')).toBe(4)
  expect(value('kensho_leading{name="duties"}')).toBe(1)
  expect(value('kensho_database_connections{zone="server",state="busy"}')).toBe(3)
  expect(value('kensho_database_connections{zone="worker",state="idle"}')).toBe(2)
  expect(value('kensho_process_resident_memory_bytes')).toBeGreaterThan(1e6)
})
