import { InputError } from '../../../platform/failure.ts'
import { OutboundError, type OutboundClient } from '../../../platform/outbound.ts'
import type { Series } from './csv-series.ts'

/** A range query: epoch milliseconds, half-open, and the time between two values. */
export type RangeQuery = {
  url: string
  query: string
  fromMs: number
  untilMs: number
  stepMs: number
  /** Value of the header Authorization; a secret. */
  authorization?: string
}

/** Prometheus itself refuses more values a series. */
const VALUES_MAX = 11_000
const SERIES_MAX = 1_000
const BODY_BYTES_MAX = 64 * 1024 * 1024

/**
 * Series from the query API of Prometheus (`/api/v1/query_range`), or of what speaks it, in as many requests as its
 * limit of values asks for. Steps without a value, and NaN, are gaps. InputError for what it refuses or does not answer.
 */
export async function queryRange(outbound: OutboundClient, range: RangeQuery): Promise<Series[]> {
  const { fromMs, untilMs, stepMs } = range
  const length = Math.ceil((untilMs - fromMs) / stepMs)
  const found = new Map<string, Float64Array>()
  for (let first = 0; first < length; first += VALUES_MAX) {
    const last = Math.min(length, first + VALUES_MAX) - 1
    const part = await oneRange(outbound, range, fromMs + first * stepMs, fromMs + last * stepMs)
    for (const { metric, values } of part) {
      const id = nameOf(metric)
      const series = found.get(id) ?? new Float64Array(length).fill(NaN)
      found.set(id, series)
      if (found.size > SERIES_MAX)
        throw new InputError(range.url, { path: 'query' }, `expected at most ${SERIES_MAX} series`)
      for (const [second, written] of values) {
        const slot = Math.round((second * 1000 - fromMs) / stepMs)
        const value = Number(written)
        if (slot >= 0 && slot < length && Number.isFinite(value)) series[slot] = value
      }
    }
  }
  if (found.size === 0)
    throw new InputError(range.url, { path: 'query' }, 'expected at least one series, found none')
  return Array.from(found, ([id, values]) => ({ id, values, stepMs, startMs: fromMs }))
}

type Answered = { metric: Record<string, string>; values: [number, string][] }

async function oneRange(
  outbound: OutboundClient,
  { url, query, stepMs, authorization }: RangeQuery,
  fromMs: number,
  untilMs: number,
): Promise<Answered[]> {
  const form = new URLSearchParams({
    query,
    start: String(fromMs / 1000),
    end: String(untilMs / 1000),
    step: String(stepMs / 1000),
  })
  const reply = await outbound
    .request({
      url: `${url.replace(/\/+$/u, '')}/api/v1/query_range`,
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        ...(authorization !== undefined && { authorization }),
      },
      body: form.toString(),
      timeoutMs: 60_000,
      bodyBytesMax: BODY_BYTES_MAX,
    })
    .catch((problem: unknown) => {
      if (!(problem instanceof OutboundError)) throw problem
      throw new InputError(url, {}, `expected a Prometheus that answers: ${problem.message}`)
    })
  return matrixIn(url, reply.status, new TextDecoder().decode(reply.body))
}

function matrixIn(url: string, status: number, body: string): Answered[] {
  if (status === 401 || status === 403)
    throw new InputError(
      url,
      {},
      `expected a Prometheus that lets us in, found status ${status}: see --authorization`,
    )
  const answer = parsed(body) as
    | { status?: unknown; error?: unknown; data?: { resultType?: unknown; result?: unknown } }
    | undefined
  if (answer?.status !== 'success') {
    const said = typeof answer?.error === 'string' ? answer.error.slice(0, 200) : `status ${status}`
    throw new InputError(url, { path: 'query' }, `expected a query that Prometheus answers, found ${said}`)
  }
  const { resultType, result } = answer.data ?? {}
  if (resultType !== 'matrix' || !Array.isArray(result) || !result.every(isAnswered))
    throw new InputError(url, { path: 'query' }, `expected a matrix of series, found ${String(resultType)}`)
  return result
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (problem) {
    if (problem instanceof SyntaxError) return undefined
    throw problem
  }
}

function isAnswered(value: unknown): value is Answered {
  if (typeof value !== 'object' || value === null) return false
  const { metric, values } = value as Partial<Answered>
  return (
    typeof metric === 'object' &&
    Array.isArray(values) &&
    values.every(
      (pair: unknown) => Array.isArray(pair) && typeof pair[0] === 'number' && typeof pair[1] === 'string',
    )
  )
}

/** `name{label="value",…}` with the labels in order, as Prometheus writes it. */
function nameOf({ __name__: name = '', ...labels }: Record<string, string>): string {
  const written = Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  return written.length === 0 && name !== '' ? name : `${name}{${written.join(',')}}`
}
