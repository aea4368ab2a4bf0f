import type { Context } from '../../../platform/context.ts'
import { standingReply } from '../../../platform/http/reply.ts'
import type { Text } from '../../../platform/text.ts'
import { Busy, Intake, type Taken } from '../intake.ts'
import { Refused, type RefusedReason } from '../refused.ts'
import { countRefused, upsertKinds } from '../store.ts'
import { ProtobufError } from './protobuf.ts'
import { readSnappy, SnappyError } from './snappy.ts'
import { readWriteRequest, type WriteRequest } from './write-request.ts'

export const BODY_BYTES_MAX = 8 * 1024 * 1024
const PLAIN_BYTES_MAX = 32 * 1024 * 1024
/** Bodies that are being read at a time. */
const READING_MAX = 16
const RETRY_AFTER_S = 5
const PROTOBUF = /^application\/x-protobuf(?:\s*;\s*proto=prometheus\.WriteRequest)?\s*$/iu

const BUSY: Text = {
  ja: '受け付けた値がまだ書き込まれていません。しばらくして再送してください。',
  en: 'What was taken is still being written. Send this again later.',
}

/** One intake a process; its database is what it is known by. */
const intakes = new WeakMap<object, Intake>()
let reading = 0

function intakeOf(ctx: Context): Intake {
  const known = intakes.get(ctx.db) ?? new Intake(ctx)
  intakes.set(ctx.db, known)
  return known
}

/**
 * Answers one request of Prometheus remote write 1.0. 204 after everything is committed; 400 where part of it is not
 * kept and never will be, the rest being committed; 415 for another protocol or encoding, 413 for what is larger than is
 * taken; 503 with Retry-After while too much waits. That is not 429, which Prometheus by default takes for final.
 */
export async function receiveWrite(ctx: Context, raw: Request): Promise<Response> {
  const encoding = raw.headers.get('content-encoding')?.trim().toLowerCase()
  if (encoding !== 'snappy' || !PROTOBUF.test(raw.headers.get('content-type') ?? ''))
    return standingReply(415)
  const intake = intakeOf(ctx)
  if (intake.isBusy || reading >= READING_MAX) return comeAgain()
  reading += 1
  let request: WriteRequest
  try {
    const body = new Uint8Array(await raw.arrayBuffer())
    request = readWriteRequest(readSnappy(body, PLAIN_BYTES_MAX))
  } catch (problem) {
    if (problem instanceof SnappyError && problem.tooLarge) return standingReply(413)
    if (!(problem instanceof SnappyError || problem instanceof ProtobufError)) throw problem
    return await turnDown(ctx, problem)
  } finally {
    reading -= 1
  }
  try {
    const taken = await intake.take(request)
    if (request.kinds.size > 0) await upsertKinds(ctx.db, request.kinds)
    if (!taken.refused.isEmpty) await countRefused(ctx.db, taken.refused, ctx.clock.now())
    return answerTo(taken)
  } catch (problem) {
    if (problem instanceof Busy) return comeAgain()
    throw problem
  }
}

async function turnDown(ctx: Context, problem: Error): Promise<Response> {
  const refused = new Refused()
  const kind = problem instanceof SnappyError ? 'snappy' : 'prometheus.WriteRequest'
  refused.add('unreadable', () => `${kind}: ${problem.message}`)
  await countRefused(ctx.db, refused, ctx.clock.now())
  return complaint(`a ${kind} that can be read; ${problem.message}`, 0, { unreadable: 1 })
}

function answerTo({ written, refused }: Taken): Response {
  const [first] = refused.counts
  if (first === undefined) return new Response(null, { status: 204, headers: writtenHeader(written) })
  const counts = Object.fromEntries(Array.from(refused.counts, ([reason, { values }]) => [reason, values]))
  return complaint(first[1].example, written, counts)
}

/** In the form of every InputError, with what was kept all the same. */
function complaint(
  expected: string,
  written: number,
  refused: Partial<Record<RefusedReason, number>>,
): Response {
  const error = { file: 'body', place: {}, expected }
  return Response.json({ error, written, refused }, { status: 400, headers: writtenHeader(written) })
}

function writtenHeader(written: number): Record<string, string> {
  return { 'x-prometheus-remote-write-samples-written': String(written) }
}

function comeAgain(): Response {
  const headers = { 'retry-after': String(RETRY_AFTER_S) }
  return Response.json({ error: { kind: 'unavailable', text: BUSY } }, { status: 503, headers })
}
