import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Organisation } from './organisation.ts'
import type { TokenRights } from './standing.ts'

/** What decides on one person's rights, and no more of the organisation: he and those who delegate to him. */
export type Standing = Omit<Organisation, 'superiors' | 'roles'> & {
  ownRoles: ReadonlyMap<string, ReadonlySet<string>>
  /** Of the token that he comes through; undefined where there is none (any more). */
  token?: TokenRights
}

/** In one question, since it is asked at every request. */
export async function readStanding(
  db: Db,
  person: string,
  token: string | undefined,
  atMs: number,
): Promise<Standing> {
  const at = new Date(atMs)
  const { rows } = await sql<{ standing: Raw }>`
    with delegated as (
      select delegator, delegate, permissions, from_at, until_at from people.delegation
      where delegate = ${person} and from_at <= ${at} and until_at > ${at}),
    involved as (select ${person}::text as id union select delegator from delegated),
    given as (
      select person, role, object, from_at, until_at from people.role_grant
      where person in (select id from involved) and from_at <= ${at} and (until_at is null or until_at > ${at}))
    select json_build_object(
      'persons', (select json_agg(json_build_object('id', id, 'kind', kind, ${ENDS}))
        from people.person where id in (select id from involved)),
      'grants', (select json_agg(json_build_object('person', person, 'role', role, 'object', object, ${ENDS}))
        from given),
      'delegations', (select json_agg(json_build_object('delegator', delegator, 'delegate', delegate,
        'permissions', permissions, ${ENDS})) from delegated),
      'roles', (select json_agg(json_build_object('id', id, 'permissions', permissions))
        from people.role where id in (select role from given)),
      'token', (select json_build_object('owner', owner, 'permissions', permissions, ${ENDS})
        from people.token where id = ${token ?? null} and owner = ${person})
    ) as standing`.execute(db)
  return standingOf(rows[0]!.standing)
}

const ENDS = sql.raw(
  `'fromMs', extract(epoch from from_at) * 1000, 'untilMs', extract(epoch from until_at) * 1000`,
)

type Ends = { fromMs: number; untilMs: number | null }
type Raw = {
  persons: (Ends & { id: string; kind: 'employee' | 'outsourced' })[] | null
  grants: (Ends & { person: string; role: string; object: string | null })[] | null
  delegations: (Ends & { delegator: string; delegate: string; permissions: string[] })[] | null
  roles: { id: string; permissions: string[] }[] | null
  token: (Ends & { owner: string; permissions: string[] }) | null
}

function standingOf({ persons, grants, delegations, roles, token }: Raw): Standing {
  return {
    persons: (persons ?? []).map(ended),
    grants: (grants ?? []).map(({ object, ...grant }) =>
      ended(object === null ? grant : { ...grant, object }),
    ),
    delegations: (delegations ?? []).map(ended),
    ownRoles: new Map((roles ?? []).map(({ id, permissions }) => [id, new Set(permissions)])),
    ...(token !== null && { token: ended(token) }),
  }
}

/** JSON has null where nothing has ended yet; a period has nothing there. */
function ended<T extends Ends>({ untilMs, ...rest }: T): Omit<T, 'untilMs'> & { untilMs?: number } {
  return untilMs === null ? rest : { ...rest, untilMs }
}
