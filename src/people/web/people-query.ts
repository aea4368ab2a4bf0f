import { queryOptions } from '@tanstack/react-query'
import type { Text } from '../../platform/text.ts'
import { read } from '../../web/fetching.ts'
import { zoneQuery as operatorZoneQuery } from '../../web/zone-query.ts'

const EVERY_MS = 15_000

export type Who = { person: string; name: Text; kind: SessionKind | 'token' | 'visitor' }
export type SessionKind = 'passkey' | 'password' | 'oidc' | 'link' | 'demo'

/** As whom the page is open, and how one can come in. */
export type Standing = {
  me: Who | null
  owned: boolean
  demo: { person: string; name: Text }[] | null
  provider: string | null
}

export const standingQuery = queryOptions({
  queryKey: ['sign-in'],
  queryFn: ({ signal }) => read<Standing>('/api/sign-in', signal),
  refetchInterval: EVERY_MS,
})

export type Waiting = {
  kind: string
  id: string
  digest: string
  title: Text
  link: string
  since: string
  /** By when it is to be approved. */
  due?: string
  on_behalf_of?: string
}

export type Me = {
  person?: { id: string; name: Text; kind: 'employee' | 'outsourced' }
  via?: 'session' | 'token' | 'demo'
  roles: { role: string; object?: string }[]
  permissions: string[]
  /** Those of them that a token may carry. */
  for_tokens: string[]
  approvals: Waiting[]
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => read<Me>('/api/people/me', signal),
  refetchInterval: EVERY_MS,
})

export type Methods = {
  login?: string
  password_set_at: string | null
  passkeys: { id: string; label: string; added_at: string; used_at: string | null; backed_up: boolean }[]
  identities: { issuer: string; bound_at: string }[]
}

export const methodsQuery = queryOptions({
  queryKey: ['me', 'methods'],
  queryFn: ({ signal }) => read<Methods>('/api/people/me/methods', signal),
})

export type SessionLine = {
  id: string
  kind: SessionKind
  since: string
  seen_at: string
  until: string
  address: string | null
  agent: string | null
  current: boolean
}

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => read<{ sessions: SessionLine[] }>('/api/people/me/sessions', signal),
  refetchInterval: EVERY_MS,
})

type Named = { id: string; name: Text }
type Period = { from: string; until?: string }
export type PersonLine = Named & Period & { kind: 'employee' | 'outsourced'; erased?: string }
export type SuperiorLine = Period & { id: string; person: Named; superior: Named }
export type TeamLine = Named & { members: { person: Named; from: string }[] }
export type GrantLine = Period & { id: string; person: Named; role: string; object?: string }
export type DelegationLine = Period & { id: string; delegator: Named; delegate: Named; permissions: string[] }
export type TokenLine = Period & { id: string; owner: Named; label: string; permissions: string[] }
export type RoleLine = { id: string; name: Text }

const PERSONS_MAX = 200

export type Organisation = {
  persons: PersonLine[]
  /** There are more persons than are shown. */
  more: boolean
  superiors: SuperiorLine[]
  teams: TeamLine[]
  roles: RoleLine[]
}

/** What everybody may see of the organisation. */
export const organisationQuery = queryOptions({
  queryKey: ['organisation'],
  queryFn: async ({ signal }): Promise<Organisation> => {
    const [persons, superiors, teams, roles] = await Promise.all([
      read<{ persons: PersonLine[]; next?: string }>(`/api/people/persons?limit=${PERSONS_MAX}`, signal),
      read<{ superiors: SuperiorLine[] }>('/api/people/superiors', signal),
      read<{ teams: TeamLine[] }>('/api/people/teams', signal),
      read<{ roles: RoleLine[] }>('/api/people/roles', signal),
    ])
    return {
      persons: persons.persons,
      more: persons.next !== undefined,
      superiors: superiors.superiors,
      teams: teams.teams,
      roles: roles.roles,
    }
  },
  refetchInterval: EVERY_MS,
})

/** What the roles are called. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => read<{ roles: RoleLine[] }>('/api/people/roles', signal),
})

/** Who has which rights: for those who may read it. */
export const rightsQuery = queryOptions({
  queryKey: ['rights'],
  queryFn: async ({ signal }) => {
    const [grants, delegations, tokens] = await Promise.all([
      read<{ grants: GrantLine[] }>('/api/people/grants', signal),
      read<{ delegations: DelegationLine[] }>('/api/people/delegations', signal),
      read<{ tokens: TokenLine[] }>('/api/people/tokens', signal),
    ])
    return { ...grants, ...delegations, ...tokens }
  },
  refetchInterval: EVERY_MS,
})

/** One's own tokens, ended ones as well. */
export const ownTokensQuery = queryOptions({
  queryKey: ['me', 'tokens'],
  queryFn: ({ signal }) => read<{ tokens: TokenLine[] }>('/api/people/me/tokens', signal),
})

/** Who is not signed in is not told the zone, however often it is asked. */
export const zoneQuery = { ...operatorZoneQuery, retry: false }
