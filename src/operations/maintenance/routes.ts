import { z } from '@hono/zod-openapi'
import { approvalSchema, givenApproval } from '../../charter/approval-schema.ts'
import { knownAtMoment, ownSinceMs } from '../../charter/known.ts'
import { getBlob } from '../../ledger/blob.ts'
import { integrated } from '../../ledger/index.ts'
import type { Context } from '../../platform/context.ts'
import { InputError } from '../../platform/failure.ts'
import { defineRoute } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/refusal.ts'
import { approveLesson, decideNotice, planOwn } from './actions.ts'
import { knownMaintenances } from './known-maintenances.ts'
import { readingsByMail } from './inbox.ts'
import { MAIL_TAKEN_BYTES_MAX, takeMail } from './intake/receive.ts'
import { shownMail } from './mail/shown.ts'
import type { Maintenance } from './maintenance.ts'
import {
  choiceSchema,
  maintenanceSchema,
  mailSummarySchema,
  noticeWindowSchema,
  readObjectSchema,
  sha256Schema,
  textSchema,
} from './page-schema.ts'
import { listMails, readMailRow, type StoredMail } from './store.ts'

const PAGE_MAX = 100
const TAKE_MS_MAX = 120_000
const NO_MAIL = { ja: 'そのメールはありません。', en: 'There is no such mail.' }
const NO_MAINTENANCE = { ja: 'そのメンテナンスはありません。', en: 'There is no such maintenance.' }

/** What an installation knows of maintenances now. */
async function standing(ctx: Context) {
  const known = await knownAtMoment(ctx, {})
  return { ...known, maintenances: knownMaintenances(known) }
}

const upload = defineRoute({
  method: 'post',
  path: '/api/maintenance/mails',
  permission: 'maintenance.receive',
  summary: {
    ja: 'メール（.eml）をそのまま登録する。同じものは一度だけ数える',
    en: 'Hand in a mail (.eml) as it is; the same one counts once',
  },
  upload: ['message/rfc822', 'application/octet-stream'],
  reply: z.object({ sha256: z.string(), fresh: z.boolean() }).openapi('MailTaken'),
  status: 202,
  bodyBytesMax: MAIL_TAKEN_BYTES_MAX,
  timeoutMs: TAKE_MS_MAX,
  handler: async (ctx, { actor, raw }) => {
    if (raw.body === null) throw new InputError('body', {}, 'expected a mail, found nothing')
    const channel = actor.via?.kind === 'token' ? 'api' : 'upload'
    const { sha256, fact } = await takeMail(ctx, { content: raw.body, channel, by: actor.id })
    if (fact !== undefined) await integrated(ctx, fact)
    return { sha256, fresh: fact !== undefined }
  },
})

const inbox = defineRoute({
  method: 'get',
  path: '/api/maintenance/mails',
  permission: 'maintenance.read',
  summary: { ja: '受信した通知と、その読み', en: 'The mails that came in, with their readings' },
  query: z.object({ before: z.iso.datetime().optional(), before_sha256: sha256Schema.optional() }),
  reply: z.object({ mails: z.array(mailSummarySchema), more: z.boolean() }).openapi('NoticeInbox'),
  handler: async (ctx, { query }) => {
    const before =
      query.before === undefined
        ? undefined
        : { receivedMs: Date.parse(query.before), sha256: query.before_sha256 ?? '' }
    const rows = await listMails(ctx.db, PAGE_MAX + 1, await ownSinceMs(ctx.db), before)
    const { facts, maintenances } = await standing(ctx)
    const shown = rows.slice(0, PAGE_MAX)
    const readings = readingsByMail(facts, maintenances, new Set(shown.map(({ sha256 }) => sha256)))
    const mails = shown.map((row) => ({ ...summaryOf(row), readings: readings.get(row.sha256) ?? [] }))
    return { mails, more: rows.length > PAGE_MAX }
  },
})

function summaryOf(row: StoredMail) {
  return {
    sha256: row.sha256,
    received_at: new Date(row.receivedMs).toISOString(),
    channel: row.channel,
    size_bytes: row.sizeBytes,
    sender: row.sender,
    subject: row.subject,
    read: row.round > 0,
    ...(row.waitsFor !== undefined && { waits_for: row.waitsFor }),
    ...(row.failure !== undefined && { failure: row.failure }),
  }
}

const mail = defineRoute({
  method: 'get',
  path: '/api/maintenance/mails/{sha256}',
  permission: 'maintenance.read',
  summary: { ja: '一通の原文と、その読み', en: 'One mail as it came, beside its readings' },
  params: z.object({ sha256: sha256Schema }),
  reply: mailSummarySchema
    .extend({
      shown: z.object({
        subject: z.string(),
        from: z.string(),
        sent: z.iso.datetime().nullable(),
        text: z.string(),
        attachments: z.array(z.object({ name: z.string(), type: z.string(), sizeBytes: z.number().int() })),
      }),
    })
    .openapi('NoticeMailWhole'),
  handler: async (ctx, { params }) => {
    const row = await readMailRow(ctx.db, params.sha256)
    if (row === undefined) throw new Refusal('missing', NO_MAIL)
    const { facts, maintenances } = await standing(ctx)
    const readings = readingsByMail(facts, maintenances, new Set([row.sha256])).get(row.sha256) ?? []
    return { ...summaryOf(row), readings, shown: shownMail(await getBlob(ctx.config, row.sha256)) }
  },
})

const decide = defineRoute({
  method: 'post',
  path: '/api/maintenance/mails/{sha256}/decisions',
  permission: 'maintenance.decide',
  summary: {
    ja: '通知の読みを決める。lesson では同じ書式の読み方として承認を求める',
    en: 'Decide what a notice says; with lesson it is put forward as how to read such mails',
  },
  params: z.object({ sha256: sha256Schema }),
  body: z.object({
    index: z.number().int().min(0).max(10_000),
    choice: choiceSchema,
    because: z.string().min(1).max(2000),
    lesson: z.boolean().default(false),
  }),
  reply: z.object({ decided: z.literal(true) }).openapi('NoticeDecided'),
  status: 201,
  handler: async (ctx, { actor, params, body }) => {
    const { index, ...decision } = body
    await integrated(ctx, await decideNotice(ctx, actor, { mail: params.sha256, index }, decision))
    return { decided: true as const }
  },
})

const lesson = defineRoute({
  method: 'post',
  path: '/api/maintenance/mails/{sha256}/lessons/{index}/approval',
  permission: 'people.approve',
  summary: { ja: '決定から学ぶことを承認する', en: 'Approve what a decision teaches' },
  params: z.object({ sha256: sha256Schema, index: z.coerce.number().int().min(0).max(10_000) }),
  body: approvalSchema,
  reply: z.object({ approved: z.literal(true) }).openapi('LessonApproved'),
  status: 201,
  handler: async (ctx, { actor, params, body }) => {
    const place = { mail: params.sha256, index: params.index }
    const fact = await approveLesson(ctx, actor, place, givenApproval(body))
    await integrated(ctx, fact)
    return { approved: true as const }
  },
})

const list = defineRoute({
  method: 'get',
  path: '/api/maintenance/maintenances',
  permission: 'maintenance.read',
  summary: {
    ja: 'メンテナンスの一覧。from と until に掛かるもの',
    en: 'Maintenances with a window between from and until; without them all',
  },
  query: z.object({ from: z.iso.datetime().optional(), until: z.iso.datetime().optional() }),
  reply: z
    .object({ at: z.iso.datetime(), zone: z.string(), maintenances: z.array(maintenanceSchema) })
    .openapi('Maintenances'),
  handler: async (ctx, { query }) => {
    const { maintenances, workspace, atMs } = await standing(ctx)
    const [fromMs, untilMs] = [Date.parse(query.from ?? ''), Date.parse(query.until ?? '')]
    const within = maintenances.filter((one) => touches(one, fromMs, untilMs))
    return {
      at: new Date(atMs).toISOString(),
      zone: workspace.estate.zone ?? 'UTC',
      maintenances: within.map((one) => ({ ...one })),
    }
  },
})

/** What has no window is listed with those that have one: nothing that is open may disappear from sight. */
function touches({ windows, plausible }: Maintenance, fromMs: number, untilMs: number): boolean {
  const all = [...windows, ...plausible.flatMap((one) => one.windows)]
  if (all.length === 0) return true
  return all.some((one) => !(one.untilMs <= fromMs) && !(one.fromMs >= untilMs))
}

const story = defineRoute({
  method: 'get',
  path: '/api/maintenance/maintenance',
  permission: 'maintenance.read',
  summary: { ja: '一件のメンテナンスの経過', en: "One maintenance's story" },
  query: z.object({ key: z.string().min(1).max(1000) }),
  reply: z
    .object({ maintenance: maintenanceSchema, mails: z.array(mailSummarySchema) })
    .openapi('MaintenanceStory'),
  handler: async (ctx, { query }) => {
    const { facts, maintenances } = await standing(ctx)
    const maintenance = maintenances.find(({ key }) => key === query.key)
    if (maintenance === undefined) throw new Refusal('missing', NO_MAINTENANCE)
    const wanted = new Set(maintenance.readings.map((one) => one.mail).filter((sha256) => sha256 !== ''))
    const readings = readingsByMail(facts, maintenances, wanted)
    const mails = []
    for (const sha256 of [...wanted].slice(0, PAGE_MAX)) {
      const row = await readMailRow(ctx.db, sha256)
      if (row !== undefined) mails.push({ ...summaryOf(row), readings: readings.get(sha256) ?? [] })
    }
    return { maintenance, mails }
  },
})

const own = defineRoute({
  method: 'post',
  path: '/api/maintenance/own',
  permission: 'maintenance.decide',
  summary: { ja: '自社の作業を知らせる、または変える', en: 'Announce own work, or change it' },
  body: z.object({
    id: z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/, 'expected an id of letters, digits, dots and dashes'),
    title: textSchema,
    status: z.enum(['TENTATIVE', 'CONFIRMED', 'CANCELLED', 'IN-PROCESS', 'COMPLETED', 'RE-SCHEDULED']),
    windows: z.array(noticeWindowSchema).max(150),
    objects: z.array(readObjectSchema).max(200),
  }),
  reply: z.object({ planned: z.literal(true) }).openapi('OwnPlanned'),
  status: 201,
  handler: async (ctx, { actor, body }) => {
    await integrated(ctx, await planOwn(ctx, actor, body))
    return { planned: true as const }
  },
})

export const maintenanceRoutes = [upload, inbox, mail, decide, lesson, list, story, own]
