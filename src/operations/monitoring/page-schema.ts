import { z } from '@hono/zod-openapi'
import { STORED_READINGS } from '../../estate/stored-series.ts'
import { REFUSED } from './refused.ts'

const instant = z.iso.datetime()

export const storedSchema = z
  .object({
    id: z.number().int(),
    name: z.string(),
    metric: z.string(),
    labels: z.record(z.string(), z.string()),
    kind: z.string().nullable(),
    first_at: instant,
    values: z.number().int(),
    last_at: instant.nullable(),
    last: z.number().nullable(),
    ended: z.boolean(),
  })
  .openapi('StoredSeries')

export const listedSchema = z
  .object({
    at: instant,
    zone: z.string(),
    bounds: z.object({
      series: z.number().int(),
      value_days: z.number().int(),
      hour_days: z.number().int(),
    }),
    total: z.number().int(),
    found: z.number().int(),
    series: z.array(storedSchema),
    refused: z.array(
      z.object({
        reason: z.enum(REFUSED),
        values: z.number().int(),
        last_at: instant,
        example: z.string(),
      }),
    ),
  })
  .openapi('StoredSeriesList')

export const seriesPageSchema = z
  .object({
    at: instant,
    zone: z.string(),
    series: storedSchema,
    as: z.enum(STORED_READINGS),
    from: instant,
    step_ms: z.number().int(),
    values: z.array(z.number().nullable()),
  })
  .openapi('StoredSeriesPage')

export const valuesSchema = z
  .object({
    name: z.string(),
    from: instant,
    step_ms: z.number().int(),
    values: z.array(z.number().nullable()),
  })
  .openapi('StoredValues')

export type ListedPage = z.infer<typeof listedSchema>
export type SeriesPage = z.infer<typeof seriesPageSchema>
export type ShownSeries = z.infer<typeof storedSchema>
