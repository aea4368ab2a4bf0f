import type { Context } from '../../platform/context.ts'
import type { Actor, Peer } from '../../platform/http/permission.ts'
import { signOut, type CameIn, type Visitor } from './come-in.ts'
import { clearCookie, writeCookie } from './cookie.ts'
import { isSecure, SESSION_MS_MAX } from './session.ts'

type Asking = { actor: Actor; peer: Peer; raw: Request }

export function visitorOf({ peer, raw }: Pick<Asking, 'peer' | 'raw'>): Visitor {
  return { peer, agent: raw.headers.get('user-agent') }
}

/** The answer that carries the new session's cookie. The session that this browser had before ends. */
export async function cameInReply(ctx: Context, { actor }: Asking, cameIn: CameIn): Promise<Response> {
  await signOut(ctx, actor)
  const cookie = writeCookie('session', cameIn.sessionId, isSecure(ctx), SESSION_MS_MAX / 1000)
  return Response.json({ person: cameIn.person }, { headers: { 'set-cookie': cookie } })
}

/** The answer that takes the cookie away. */
export function wentOutReply(ctx: Context): Response {
  return Response.json({}, { headers: { 'set-cookie': clearCookie('session', isSecure(ctx)) } })
}
