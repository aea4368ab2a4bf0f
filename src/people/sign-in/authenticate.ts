import type { Context } from '../../platform/context.ts'
import type { Actor, Authenticate, Peer } from '../../platform/http/permission.ts'
import { readCookie } from './cookie.ts'
import { demoFor } from './demo.ts'
import { hashOfSecret } from './secret.ts'
import { holds, isSecure, SEEN_EVERY_MS } from './session.ts'
import { markSeen, readSession } from './store.ts'
import { tokenOf } from '../token-store.ts'

/**
 * Who a request comes from. A bearer token decides alone, valid or not; then the session in the cookie; and in the demo,
 * from this machine, the demo's quality owner. Read from PostgreSQL at each request, so that what was ended is ended
 * everywhere at once.
 */
export function authenticateWith(ctx: Context): Authenticate {
  return async (request, peer) => {
    const authorization = request.headers.get('authorization')
    if (authorization !== null) return ofToken(ctx, authorization)
    return (await ofSession(ctx, request, peer)) ?? (await ofDemo(ctx, peer))
  }
}

const SECRET_CHARACTERS_MAX = 200

async function ofToken(ctx: Context, authorization: string): Promise<Actor | undefined> {
  const secret = /^Bearer (\S+)$/i.exec(authorization)?.[1]
  if (secret === undefined || secret.length > SECRET_CHARACTERS_MAX) return undefined
  const token = await tokenOf(ctx.db, secret, ctx.clock.now())
  return token && { id: token.owner, via: { kind: 'token', id: token.id } }
}

async function ofSession(ctx: Context, request: Request, peer: Peer): Promise<Actor | undefined> {
  const id = readCookie(request.headers.get('cookie'), 'session', isSecure(ctx))
  const sha256 = id === undefined ? undefined : hashOfSecret(id)
  const nowMs = ctx.clock.now()
  const session = sha256 && (await readSession(ctx.db, sha256, nowMs))
  if (!session || !holds(session, nowMs)) return undefined
  const isDemo = session.kind === 'demo'
  if (isDemo && (await demoFor(ctx, peer))?.all.includes(session.person) !== true) return undefined
  if (nowMs - session.seenAtMs >= SEEN_EVERY_MS) await markSeen(ctx.db, session.name, nowMs)
  return { id: session.person, via: { kind: isDemo ? 'demo' : 'session', id: session.name } }
}

async function ofDemo(ctx: Context, peer: Peer): Promise<Actor | undefined> {
  const demo = await demoFor(ctx, peer)
  return demo && { id: demo.first, via: { kind: 'demo', id: 'visitor' } }
}
