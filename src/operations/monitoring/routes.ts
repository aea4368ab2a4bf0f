import { z } from '@hono/zod-openapi'
import { knownAtMoment } from '../../charter/known.ts'
import { OBSERVED_READINGS } from '../../estate/resource.ts'
import { STORED_READINGS } from '../../estate/stored-series.ts'
import { InputError } from '../../platform/failure.ts'
import { defineRoute } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/refusal.ts'
import { importHistory } from './history/import-history.ts'
import { onSteps } from './grid.ts'
import { BODY_BYTES_MAX, receiveWrite } from './remote-write/receive.ts'
import { listSeries, readHours, readSeriesById } from './reading.ts'
import { listedSchema, seriesPageSchema, storedSchema, valuesSchema } from './page-schema.ts'
import { readStored } from './read-stored.ts'
import { readRefused } from './store.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const LISTED_MAX = 1_000
const REFUSED_DAYS = 7
const PICTURE_DAYS = 7
const HISTORY_BYTES_MAX = 16 * 1024 * 1024
const NO_SERIES = { ja: 'その系列はありません。', en: 'There is no such series.' }

const write = defineRoute({
  method: 'post',
  path: '/api/v1/write',
  permission: 'monitoring.write',
  summary: {
    ja: 'Prometheus remote write 1.0 を受ける。書き込みが確定してから答える',
    en: 'Takes Prometheus remote write 1.0; answers after it is committed',
  },
  upload: ['application/x-protobuf'],
  reply: z.undefined(),
  status: 204,
  bodyBytesMax: BODY_BYTES_MAX,
  handler: (ctx, { raw }) => receiveWrite(ctx, raw),
})

const list = defineRoute({
  method: 'get',
  path: '/api/monitoring/series',
  permission: 'monitoring.read',
  summary: {
    ja: '保存された系列と、受け付けなかった値',
    en: 'Stored series, and what was not taken',
  },
  query: z.object({ find: z.string().max(1000).default('') }),
  reply: listedSchema,
  handler: async (ctx, { query }) => {
    const nowMs = ctx.clock.now()
    const { valueDays, hourDays, seriesMax } = ctx.config.monitoring
    const when = { nowMs, sinceMs: nowMs - valueDays * DAY_MS, limit: LISTED_MAX }
    const { total, found, series } = await listSeries(ctx.db, query.find, when)
    const refused = await readRefused(ctx.db, nowMs - REFUSED_DAYS * DAY_MS)
    const { workspace } = await knownAtMoment(ctx, {})
    return {
      at: new Date(nowMs).toISOString(),
      zone: workspace.operator?.zone ?? 'UTC',
      bounds: { series: seriesMax, value_days: valueDays, hour_days: hourDays },
      total,
      found,
      series: series.map(shownSeries),
      refused: refused.map(({ lastMs, ...row }) => ({ ...row, last_at: new Date(lastMs).toISOString() })),
    }
  },
})

type Stored = NonNullable<Awaited<ReturnType<typeof readSeriesById>>>

function shownSeries({ firstMs, lastMs, last, kind, ...rest }: Stored): z.input<typeof storedSchema> {
  return {
    ...rest,
    kind: kind ?? null,
    first_at: new Date(firstMs).toISOString(),
    last_at: lastMs === undefined ? null : new Date(lastMs).toISOString(),
    last: last ?? null,
  }
}

const one = defineRoute({
  method: 'get',
  path: '/api/monitoring/series/{id}',
  permission: 'monitoring.read',
  summary: {
    ja: '一つの系列と、その最近の値（五分ごと）',
    en: 'One series with its last days, a value each five minutes',
  },
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  query: z.object({
    as: z.enum(STORED_READINGS).default('value'),
    days: z.coerce.number().int().min(1).max(400).default(PICTURE_DAYS),
  }),
  reply: seriesPageSchema,
  handler: async (ctx, { params, query: { as, days } }) => {
    const nowMs = ctx.clock.now()
    const sinceMs = nowMs - ctx.config.monitoring.valueDays * DAY_MS
    const series = await readSeriesById(ctx.db, params.id, { nowMs, sinceMs })
    if (series === undefined) throw new Refusal('missing', NO_SERIES)
    const untilMs = nowMs
    const fromMs = Math.floor((nowMs - days * DAY_MS) / HOUR_MS) * HOUR_MS
    const hours = await readHours(ctx.db, series.id, fromMs, untilMs)
    const stepMs = days <= PICTURE_DAYS && as !== 'maximum' ? HOUR_MS / 12 : HOUR_MS
    const { workspace } = await knownAtMoment(ctx, {})
    return {
      at: new Date(nowMs).toISOString(),
      zone: workspace.operator?.zone ?? 'UTC',
      series: shownSeries(series),
      as,
      from: new Date(fromMs).toISOString(),
      step_ms: stepMs,
      values: nullForGaps(onSteps(hours, { fromMs, untilMs, stepMs, as })),
    }
  },
})

function nullForGaps(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value))
}

const values = defineRoute({
  method: 'get',
  path: '/api/monitoring/values',
  permission: 'monitoring.read',
  summary: {
    ja: '名とラベルで一つの系列を選び、その値を等間隔で読む（予測用）',
    en: 'The values, at equal steps, of the one series that a name and labels mean: what forecasts read',
  },
  query: z.object({
    series: z.string().min(1).max(4_000),
    as: z.enum(STORED_READINGS).default('value'),
    days: z.coerce.number().min(1).max(3_660).default(90),
    step_minutes: z.coerce.number().int().min(5).max(1_440).default(60),
  }),
  reply: valuesSchema,
  handler: async (ctx, { query }) => {
    const stepMs = query.step_minutes * 60_000
    const untilMs = Math.floor(ctx.clock.now() / HOUR_MS) * HOUR_MS
    const fromMs = untilMs - Math.floor((query.days * DAY_MS) / HOUR_MS) * HOUR_MS
    const asked = { series: query.series, as: query.as, fromMs, untilMs, stepMs }
    const found = await readStored(ctx, asked)
    if ('cannot' in found) throw new InputError('series', { path: query.series }, found.cannot.en)
    return {
      name: found.name,
      from: new Date(found.startMs).toISOString(),
      step_ms: found.stepMs,
      values: nullForGaps(found.values),
    }
  },
})

const history = defineRoute({
  method: 'post',
  path: '/api/monitoring/history',
  permission: 'monitoring.write',
  summary: {
    ja: '系列の過去を CSV（timestamp,value）から加える。すでにある時間は変えない',
    en: 'Add the past of a series from CSV (timestamp,value); hours that stand already stay',
  },
  query: z.object({ series: z.string().min(1).max(4_000), as: z.enum(OBSERVED_READINGS).default('value') }),
  upload: ['text/csv'],
  reply: z
    .object({ name: z.string(), hours: z.number().int(), standing: z.number().int() })
    .openapi('HistoryImported'),
  status: 201,
  bodyBytesMax: HISTORY_BYTES_MAX,
  handler: async (ctx, { query: { series, as }, raw }) => importHistory(ctx, series, as, await raw.text()),
})

export const monitoringRoutes = [write, list, one, values, history]
