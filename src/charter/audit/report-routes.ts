import { z } from '@hono/zod-openapi'
import type { GivenApproval } from '../../people/index.ts'
import { defineRoute } from '../../platform/http/route.ts'
import type { Json } from '../../platform/text.ts'
import { writeXlsx } from '../../platform/xlsx.ts'
import { words } from '../improvement/routes.ts'
import { engagementSchema } from './page-schema.ts'
import { approveReport, handIn, reopen, signedReport } from './report-actions.ts'
import { reportDocument } from './report-document.ts'
import { reportFor } from './report-reading.ts'
import { reportWorkbook } from './report-workbook.ts'
import { pageFor, params } from './routes.ts'

const MAKING_MS_MAX = 120_000
const query = z.object({
  language: z.enum(['ja', 'en']).default('ja'),
  version: z.coerce.number().int().min(1).max(1000).optional(),
})

const pdf = defineRoute({
  method: 'get',
  path: '/api/audit/engagements/{id}/report.pdf',
  permission: 'audit.read',
  object: 'id',
  summary: {
    ja: '監査報告書の PDF。提出前は草稿と記される',
    en: 'The report as PDF; marked as a draft until it is handed in',
  },
  params,
  query,
  timeoutMs: MAKING_MS_MAX,
  reply: z.unknown(),
  handler: async (ctx, { params: { id }, query: { language, version } }) => {
    const { writePdf } = await import('../../platform/pdf/write-pdf.ts')
    const bytes = await writePdf(reportDocument(await reportFor(ctx, id, version), language))
    return kept(bytes, 'application/pdf', `audit-report-${language}.pdf`)
  },
})

const xlsx = defineRoute({
  method: 'get',
  path: '/api/audit/engagements/{id}/report.xlsx',
  permission: 'audit.read',
  object: 'id',
  summary: { ja: '監査の記録一式を XLSX で', en: 'The working papers as XLSX' },
  params,
  query,
  timeoutMs: MAKING_MS_MAX,
  reply: z.unknown(),
  handler: async (ctx, { params: { id }, query: { language, version } }) => {
    const bytes = await writeXlsx(reportWorkbook(await reportFor(ctx, id, version), language))
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    return kept(bytes, type, `audit-report-${language}.xlsx`)
  },
})

function kept(bytes: Buffer, type: string, name: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
}

const signed = defineRoute({
  method: 'get',
  path: '/api/audit/engagements/{id}/signed',
  permission: 'audit.read',
  object: 'id',
  summary: {
    ja: '報告書として署名される内容そのもの（JSON）',
    en: 'Exactly what is signed as the report (JSON)',
  },
  params,
  query: z.object({ version: query.shape.version }),
  reply: z.looseObject({}),
  handler: async (ctx, { params: { id }, query: { version } }) => {
    const { signed: content } = await signedReport(ctx, id, version)
    return { ...content }
  },
})

const hand = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/report',
  permission: 'audit.work',
  object: 'id',
  summary: { ja: '報告書を提出する。承認を待つ', en: 'Hand the report in; it waits for approval' },
  params,
  body: z.strictObject({ summary: words }),
  status: 201,
  reply: engagementSchema,
  handler: async (ctx, request) => {
    const { id } = request.params
    await handIn(ctx, request.actor, id, request.body.summary)
    return pageFor(ctx, request, id)
  },
})

const approve = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/approve',
  permission: 'audit.approve-report',
  object: 'id',
  summary: {
    ja: '報告書を承認する。監査した人・依頼に答えた人にはできない',
    en: 'Sign the report off; not who audited, nor who answered',
  },
  params,
  body: z.strictObject({
    digest: z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected a SHA-256 in lower-case hexadecimal' }),
    assertion: z.record(z.string(), z.unknown()).optional(),
  }),
  reply: engagementSchema,
  handler: async (ctx, request) => {
    const { id } = request.params
    const { digest, assertion } = request.body
    const given: GivenApproval = { digest, ...(assertion && { assertion: assertion as Json }) }
    await approveReport(ctx, request.actor, id, given)
    return pageFor(ctx, request, id)
  },
})

const again = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/reopen',
  permission: 'audit.work',
  object: 'id',
  summary: {
    ja: '理由を添えて開き直す。承認済みの版は残り、次は新しい版になる',
    en: 'Open it again with the reason; an approved version stays, the next is a new one',
  },
  params,
  body: z.strictObject({ because: words }),
  reply: engagementSchema,
  handler: async (ctx, request) => {
    const { id } = request.params
    await reopen(ctx, request.actor, id, request.body.because)
    return pageFor(ctx, request, id)
  },
})

/** Reports: as documents, handed in, signed off, and opened again. */
export const reportRoutes = [pdf, xlsx, signed, hand, approve, again]
