import { z } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import { sqlState } from '../database.ts'
import { InputError } from '../failure.ts'
import type { Ids } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { RefusalKind } from '../refusal.ts'
import type { Text } from '../text.ts'

const textSchema = z.object({ ja: z.string(), en: z.string() })
const placeSchema = z.object({
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  path: z.string().optional(),
})

const inputErrorSchema = z.object({
  error: z.object({ file: z.string(), place: placeSchema, expected: z.string() }),
})
const refusalSchema = z.object({
  error: z.object({ kind: z.string(), text: textSchema, id: z.string().optional() }),
})
const errorSchema = z.union([inputErrorSchema, refusalSchema]).openapi('Error')

/** What every route may answer when it does not do what was asked: what is wrong with the input, or why not. */
export type ErrorReply = z.infer<typeof errorSchema>
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 503

const json = { 'application/json': { schema: errorSchema } }

/** The answers that all routes share, as the OpenAPI document lists them. */
export const errorReplies = {
  400: { description: 'The input cannot be read or used: file, place, what was expected', content: json },
  403: { description: 'The permission of this route is not granted', content: json },
  '4XX': { description: 'Not done: missing, in conflict, or too large', content: json },
  '5XX': { description: 'Our own failure, with the id under which it is logged', content: json },
}

const STATUS_OF_REFUSAL: { [Kind in RefusalKind]: ErrorStatus } = {
  forbidden: 403,
  missing: 404,
  conflict: 409,
  unavailable: 503,
  unauthenticated: 401,
  limited: 429,
}

const TEXT_OF_STATUS: { [status: number]: { kind: string; text: Text } } = {
  401: { kind: 'unauthenticated', text: { ja: 'サインインが必要です。', en: 'Sign in first.' } },
  403: { kind: 'forbidden', text: { ja: 'この操作は許可されていません。', en: 'This is not permitted.' } },
  404: { kind: 'missing', text: { ja: '見つかりません。', en: 'There is nothing here.' } },
  413: { kind: 'too-large', text: { ja: '送信内容が大きすぎます。', en: 'The request is too large.' } },
  415: {
    kind: 'media-type',
    text: { ja: 'この形式は受け付けません。', en: 'This media type is not accepted.' },
  },
  503: {
    kind: 'timeout',
    text: { ja: '時間内に終わりませんでした。', en: 'This did not finish in time.' },
  },
}

/** The five-character code of a database that refuses. */
const INSUFFICIENT_PRIVILEGE = '42501'

const FAILURE: Text = {
  ja: 'サーバー内部で問題が起きました。記録番号をお知らせください。',
  en: 'Something failed on our side. Please quote the id.',
}

/** A standing answer for a status: same words everywhere. */
export function standingReply(status: 401 | 403 | 404 | 413 | 415 | 503): Response {
  return Response.json({ error: TEXT_OF_STATUS[status] }, { status })
}

const TEXT_OF_TURNING_AWAY: { [Why in 'foreign-host' | 'foreign-origin']: Text } = {
  'foreign-host': {
    ja: 'このサーバーの名前ではありません。表示された URL か KENSHO_ORIGIN の名前で接続してください。',
    en: 'This server does not answer to that name. Use the printed URL or the name in KENSHO_ORIGIN.',
  },
  'foreign-origin': {
    ja: '変更は、このサーバー自身の画面からか、トークンつきでのみ受け付けます。',
    en: "Changes are taken only from this server's own pages (Origin) or with a bearer token.",
  },
}

/** The answer to a request that was turned away before any route saw it. */
export function turnedAway(why: 'foreign-host' | 'foreign-origin'): Response {
  return Response.json({ error: { kind: why, text: TEXT_OF_TURNING_AWAY[why] } }, { status: 403 })
}

/**
 * The answer for anything thrown. Input errors say where and what was expected, refusals say why; of anything else
 * the client learns only the id under which the whole error is in the log.
 */
export function replyToError(error: unknown, ids: Ids, log: Logger): Response {
  if (error instanceof InputError) {
    const { file, place, expected } = error
    return Response.json({ error: { file, place, expected } }, { status: 400 })
  }
  if (error instanceof Refusal) {
    const { kind, text } = error
    return Response.json({ error: { kind, text } }, { status: STATUS_OF_REFUSAL[kind] })
  }
  if (error instanceof HTTPException) {
    if (error.status === 400) return replyToError(new InputError('body', {}, 'JSON'), ids, log)
    if (error.status === 413 || error.status === 415) return standingReply(error.status)
  }
  const id = ids.next()
  if (sqlState(error) === INSUFFICIENT_PRIVILEGE) {
    // The checker granted what the database does not: rights have just changed, or one of the two errs.
    log.error({ err: error, id }, 'refused by the second fence')
    return standingReply(403)
  }
  log.error({ err: error, id }, 'request failed')
  return Response.json({ error: { kind: 'failure', text: FAILURE, id } }, { status: 500 })
}

/** A schema's complaint as an InputError: the part of the request, the path in it, what was expected. */
export function inputErrorOf(part: string, error: z.ZodError): InputError {
  const issue = error.issues[0]
  const path = (issue?.path ?? []).map(String).join('.')
  return new InputError(part, path === '' ? {} : { path }, issue?.message ?? 'valid input')
}
