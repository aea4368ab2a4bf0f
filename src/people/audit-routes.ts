import { z } from '@hono/zod-openapi'
import { defineRoute } from '../platform/http/route.ts'
import { auditPeople } from './audit.ts'

const AUDIT_MS_MAX = 120_000

const audit = defineRoute({
  method: 'get',
  path: '/api/people/audit',
  permission: 'people.read-rights',
  summary: {
    ja: '人と権限の表が、台帳の記録どおりであるかを確かめる',
    en: 'Whether persons and rights are what the ledger says',
  },
  reply: z
    .object({
      facts: z.number().int(),
      rows: z.number().int(),
      differences: z.array(
        z.object({ row: z.string(), because: z.enum(['only-in-tables', 'only-in-ledger', 'differs']) }),
      ),
    })
    .openapi('PeopleAudit'),
  timeoutMs: AUDIT_MS_MAX,
  handler: (ctx) => auditPeople(ctx),
})

export const auditRoutes = [audit]
