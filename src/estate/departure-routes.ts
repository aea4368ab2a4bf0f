import { z } from '@hono/zod-openapi'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { WorkspaceReading } from './actions.ts'
import { declareDeparture, endOfDeparture } from './departure-actions.ts'
import { readDepartures } from './departure-store.ts'

const LISTED_MAX = 1000

const instant = z.iso.datetime({
  offset: true,
  error: 'expected an instant with its offset such as 2026-11-22T09:00:00+09:00',
})
const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { error: 'expected letters, digits, dot, dash or underscore' })
const recorded = z.object({ id: z.string(), index: z.number().int(), recorded_at: z.iso.datetime() })
const state = z.enum(['down', 'degraded', 'in-maintenance'])

const departure = z
  .object({
    id: z.string(),
    of: z.string(),
    is: state,
    because: z.string(),
    owner: z.string(),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    declared_by: z.string(),
    ended: z.iso.datetime().optional(),
  })
  .openapi('Departure')

/** Departures from the steady state, declared by those on duty without any document. */
export function departureRoutes(reading: WorkspaceReading): Route[] {
  const list = defineRoute({
    method: 'get',
    path: '/api/estate/departures',
    permission: 'estate.read',
    summary: {
      ja: '定常時からの逸脱（open=true で続いているものだけ）',
      en: 'Departures from the steady state (open=true: those that last)',
    },
    query: z.object({ open: z.enum(['true', 'false']).default('false') }),
    reply: z.object({ departures: z.array(departure) }),
    handler: async (ctx, { query }) => ({
      departures: await readDepartures(ctx.db, query.open === 'true', LISTED_MAX),
    }),
  })
  const declare = defineRoute({
    method: 'post',
    path: '/api/estate/departures',
    permission: 'estate.depart',
    summary: {
      ja: '故障・保守・移行による逸脱を、原因、責任者、復旧の期限とともに宣言する',
      en: 'Declare a departure by fault, maintenance or migration, with cause, owner and restoration deadline',
    },
    body: z.strictObject({
      id: id.optional(),
      of: z.string().min(1).max(256),
      is: state,
      because: z.string().trim().min(1).max(4000),
      owner: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: 'expected the pseudonymous id of a person' }),
      from: instant.optional(),
      until: instant,
    }),
    reply: recorded,
    status: 201,
    handler: (ctx, { actor, body }) => declareDeparture(ctx, actor, body, reading),
  })
  const end = defineRoute({
    method: 'post',
    path: '/api/estate/departures/{id}/end',
    permission: 'estate.depart',
    summary: { ja: '逸脱が終わり、定常に戻ったことを宣言する', en: 'Say that a departure is over' },
    params: z.object({ id: z.string().min(1).max(256) }),
    reply: recorded,
    handler: (ctx, { actor, params }) => endOfDeparture(ctx, actor, params.id),
  })
  return [list, declare, end]
}
