import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import type { Peer } from '../../platform/http/permission.ts'
import { newSecret } from './secret.ts'
import { endSessionsOf, insertSession, type Session, type SessionKind } from './store.ts'

const HOUR_MS = 3_600_000

/** However busy, a session ends then. */
export const SESSION_MS_MAX = 7 * 24 * HOUR_MS
/** Left alone for so long, it ends: a shift and its handover. */
export const IDLE_MS_MAX = 12 * HOUR_MS
/** Being seen is written down this often at most. */
export const SEEN_EVERY_MS = 60_000

const AGENT_CHARACTERS_MAX = 300

/** Whether a session still holds. Pure. */
export function holds(session: Pick<Session, 'seenAtMs' | 'expiresAtMs'>, nowMs: number): boolean {
  return nowMs < session.expiresAtMs && nowMs - session.seenAtMs < IDLE_MS_MAX
}

/** Whether it is open over TLS, as browsers see it: decides on the cookie. */
export function isSecure(ctx: Context): boolean {
  return ctx.config.origin?.startsWith('https:') ?? ctx.config.tls !== undefined
}

/** Begins a session. The id is for the cookie of this one browser and is kept nowhere. */
export async function beginSession(
  ctx: Context,
  tx: Tx,
  who: { person: string; kind: SessionKind; peer: Peer; agent: string | null; confirmed?: boolean },
): Promise<{ id: string; name: string }> {
  const { text: id, sha256 } = newSecret()
  const nowMs = ctx.clock.now()
  const name = ctx.ids.next()
  await insertSession(tx, sha256, {
    name,
    person: who.person,
    kind: who.kind,
    createdAtMs: nowMs,
    seenAtMs: nowMs,
    expiresAtMs: nowMs + SESSION_MS_MAX,
    confirmedAtMs: who.confirmed === true ? nowMs : undefined,
    address: who.peer.address,
    agent: who.agent?.slice(0, AGENT_CHARACTERS_MAX),
  })
  return { id, name }
}

/** Why sessions end before their time. */
export type Ended = 'signed-out' | 'revoked' | 'method-changed' | 'role-changed' | 'left' | 'erased'

/**
 * Ends all sessions of a person but, where named, the one in use: called where a way of signing in, a role or the
 * membership changes, in the same transaction. In force in every process from its commit on: each request looks.
 */
export async function endSessions(
  ctx: Context,
  tx: Tx,
  person: string,
  because: Ended,
  except?: string,
): Promise<number> {
  return endSessionsOf(tx, person, except === undefined ? {} : { except }, ctx.clock.now(), because)
}
