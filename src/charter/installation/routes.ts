import { z } from '@hono/zod-openapi'
import { mailAddress } from '../../people/index.ts'
import { defineRoute } from '../../platform/http/route.ts'
import { sendLetter } from '../../platform/mail.ts'
import { Refusal } from '../../platform/refusal.ts'
import { causeOf, originOf } from '../notification/mailing.ts'
import { beginTrial, recordMailing } from '../notification/store.ts'
import { askedNow } from './asking.ts'
import { partsOf } from './part.ts'

const text = z.object({ ja: z.string(), en: z.string() })

const standing = defineRoute({
  method: 'get',
  path: '/api/installation',
  permission: 'installation.read',
  summary: {
    ja: '設置の各部がどうなっているか。秘密は含まない',
    en: 'How each part of the installation stands, without any secret',
  },
  reply: z
    .object({
      at: z.iso.datetime(),
      parts: z.array(
        z.object({
          id: z.string(),
          title: text,
          state: z.enum(['pass', 'fail', 'unknown', 'na']),
          says: text,
          variables: z.array(z.string()),
        }),
      ),
    })
    .openapi('Installation'),
  handler: async (ctx) => {
    const atMs = ctx.clock.now()
    return { at: new Date(atMs).toISOString(), parts: partsOf(ctx.config, await askedNow(ctx), atMs) }
  },
})

const tryMail = defineRoute({
  method: 'post',
  path: '/api/installation/try-mail',
  permission: 'installation.try-mail',
  summary: { ja: '自分あてに試しのメールを送る', en: 'Send a trial mail to oneself' },
  reply: z.object({ accepted: z.number().int() }).openapi('TriedMail'),
  timeoutMs: 60_000,
  handler: async (ctx, { actor }) => {
    if (!(await beginTrial(ctx.db, ctx.clock.now(), PAUSE_MS))) throw new Refusal('limited', TOO_SOON)
    if (ctx.config.mail === undefined) throw new Refusal('conflict', NO_SERVER)
    const to = await mailAddress(ctx, ctx.db, actor.id)
    if (to === undefined) throw new Refusal('conflict', NO_ADDRESS)
    try {
      const { accepted } = await sendLetter(ctx.config, {
        to,
        ...TRIAL,
        text: `${TRIAL.text}${originOf(ctx)}`,
      })
      await recordMailing(ctx.db, ctx.clock.now())
      return { accepted }
    } catch (problem) {
      const cause = causeOf(problem)
      await recordMailing(ctx.db, ctx.clock.now(), cause)
      throw new Refusal('unavailable', {
        ja: `メールを送れませんでした：${cause}`,
        en: `The mail could not be sent: ${cause}`,
      })
    }
  },
})

const TRIAL = {
  subject: 'kensho：試しのメール / a trial mail',
  text: 'このメールが読めれば、kensho からの知らせは届きます。\nIf you can read this, news from kensho reaches you.\n\n',
}

/** A trial is for a person who waits for it, not a way to send many. */
const PAUSE_MS = 5_000

const TOO_SOON = {
  ja: '直前に試したばかりです。少し待ってからもう一度どうぞ。',
  en: 'Somebody tried a moment ago: wait a little and try again.',
}
const NO_SERVER = {
  ja: 'メールサーバーが設定されていません（KENSHO_SMTP_URL、KENSHO_MAIL_FROM）。',
  en: 'No mail server is set (KENSHO_SMTP_URL, KENSHO_MAIL_FROM).',
}
const NO_ADDRESS = {
  ja: 'あなたのメールアドレスが登録されていません。人の登録を扱う人に頼んでください。',
  en: 'No mail address of yours is known: ask whoever enters persons.',
}

export const installationRoutes = [standing, tryMail]
