import { z } from '@hono/zod-openapi'
import { InputError } from '../platform/failure.ts'
import { defineRoute } from '../platform/http/route.ts'
import { integrated } from '../ledger/index.ts'
import { applyWorkspace, type WorkspaceReading } from './actions.ts'
import type { SentFile } from './workspace-files.ts'

const SENT_BYTES_MAX = 256_000_000
const FILES_MAX = 10_000
const APPLY_MS_MAX = 120_000

const path = z
  .string()
  .min(1)
  .max(1024)
  .refine((value) => !value.split('/').some((part) => part === '' || part === '.' || part === '..'), {
    error: 'expected a path inside the folder, with / between its parts',
  })

const fileSchema = z.object({
  path,
  content_base64: z.base64(),
})

const differenceSchema = z
  .object({
    added: z.array(z.object({ collection: z.string(), id: z.string() })),
    changed: z.array(
      z.object({
        collection: z.string(),
        id: z.string(),
        field: z.string(),
        before: z.string(),
        after: z.string(),
      }),
    ),
    removed: z.array(z.object({ collection: z.string(), id: z.string() })),
  })
  .openapi('Difference')

/** The estate's routes, reading workspaces with what modules above add to them. */
export function estateRoutes(reading: WorkspaceReading) {
  const apply = defineRoute({
    method: 'post',
    path: '/api/estate/apply',
    permission: 'estate.apply',
    summary: {
      ja: '作業場の文書をそのまま設備とする。dry_run では差分だけを返す',
      en: 'Make these documents the estate; with dry_run only the difference is told',
    },
    body: z.object({ files: z.array(fileSchema).min(1).max(FILES_MAX), dry_run: z.boolean().default(false) }),
    reply: z
      .object({ revision: z.string().optional(), written: z.boolean(), difference: differenceSchema })
      .openapi('Applied'),
    bodyBytesMax: SENT_BYTES_MAX,
    timeoutMs: APPLY_MS_MAX,
    handler: async (ctx, { actor, body }) => {
      const files = body.files.map(sentFile)
      const { fact, ...applied } = await applyWorkspace(ctx, actor, files, { dryRun: body.dry_run, reading })
      // Said to be done only when the ledger holds it.
      if (fact !== undefined) await integrated(ctx, fact)
      return applied
    },
  })
  return [apply]
}

function sentFile(file: z.infer<typeof fileSchema>): SentFile {
  const content = Buffer.from(file.content_base64, 'base64')
  if (content.length === 0) throw new InputError(file.path, {}, 'expected a document, found an empty file')
  return { path: file.path, content }
}
