import { isIPv4 } from 'node:net'
import { sql } from 'kysely'
import type { Config } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import type { Db, Tx } from '../../platform/database.ts'
import type { Peer } from '../../platform/http/permission.ts'
import { removeOwnerLinks } from './link-store.ts'

/** Whether the other end of the connection is this very machine, with nobody in between. Pure. */
export function isThisMachine({ address, proxied }: Peer): boolean {
  if (proxied || address === undefined) return false
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'))
}

/** Whether browsers reach us by a name of this machine for itself only; behind anything else a visitor may be anybody. */
function isPublished({ origin, trustedProxy }: Pick<Config, 'origin' | 'trustedProxy'>): boolean {
  if (trustedProxy !== undefined) return true
  return origin !== undefined && !['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname)
}

/** The made-up persons; `first` is whom a visitor is who has not chosen. */
export type DemoPersons = { first: string; all: readonly string[] }

/**
 * The persons of the demo, while this is one: it ends for good when anybody was ever entered by somebody real. Then nobody is let in
 * without signing in, not even from this machine. Undefined for whoever may not be taken for its visitor.
 */
export async function demoFor(ctx: Context, peer: Peer): Promise<DemoPersons | undefined> {
  if (isPublished(ctx.config) || !isThisMachine(peer)) return undefined
  return readDemo(ctx.db)
}

/** The same, whoever asks. */
export async function readDemo(db: Db): Promise<DemoPersons | undefined> {
  const { rows } = await sql<{ person: string; first: boolean }>`
    select person, first from sign_in.demo_person
    where not exists (
      select from people.person where id not in (select person from sign_in.demo_person))
    order by first desc, person`.execute(db)
  const first = rows[0]
  if (first === undefined || !first.first) return undefined
  return { first: first.person, all: rows.map(({ person }) => person) }
}

/** Whom one of the demo's people enters is made up as well: trying out the screens does not end the demo. */
export async function followDemo(tx: Tx, enteredBy: string, person: string): Promise<void> {
  await sql`insert into sign_in.demo_person (person, first)
    select ${person}, false where exists (select from sign_in.demo_person where person = ${enteredBy})`.execute(
    tx,
  )
}

/** Makes this installation a demo with these persons; a visitor is the first. No link makes an owner any more. */
export async function enterDemo(tx: Tx, persons: readonly string[]): Promise<void> {
  await removeOwnerLinks(tx)
  await sql`insert into sign_in.demo_person (person, first)
    select person, place = 1 from unnest(${[...persons]}::text[]) with ordinality as given (person, place)`.execute(
    tx,
  )
}
