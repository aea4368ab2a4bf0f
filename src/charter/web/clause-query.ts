import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { PersonLine } from '../../people/web/people-query.ts'
import type { Text } from '../../platform/text.ts'
import { read, readText } from '../../web/fetching.ts'
import type { StandingAttestation } from '../attestation-standing.ts'
import type { Past } from '../history.ts'
import type { ActionList, FindingList } from '../improvement/page.ts'
import type { DifferenceLine } from '../line-difference.ts'
import type { Page } from '../listing.ts'
import type { RuleVersion } from '../rule-versions.ts'
import type { Conformance } from '../verdict.ts'
import type { StandingWaiver } from '../waiver-standing.ts'

const EVERY_MS = 15_000
const ROWS_MAX = 500
const NAMES_PAGES_MAX = 10

/** The instant that is looked at: what was in effect then, by what was known then. Undefined: now. */
export type Then = string | undefined

/** Everything of a clause is read again while it is the present; the past does not change. */
function pace(then: Then) {
  return then === undefined
    ? { refetchInterval: EVERY_MS, placeholderData: keepPreviousData }
    : { staleTime: Infinity, placeholderData: keepPreviousData }
}

export function momentIn(then: Then): Record<string, string> {
  return then === undefined ? {} : { at: then, known: then }
}

function address(path: string, query: Record<string, string>): string {
  return `${path}?${new URLSearchParams(query).toString()}`
}

/** The verdicts of all clauses as they were at an instant in the past. */
export function verdictsQuery(then: string) {
  return queryOptions({
    queryKey: ['verdicts', then],
    queryFn: ({ signal }) => read<Conformance>(address('/api/verdicts', momentIn(then)), signal),
    ...pace(then),
  })
}

function listOf<Row>(kind: 'rules' | 'attestations' | 'waivers', clause: string, then: Then) {
  const query = address(`/api/charter/${kind}`, { clause, limit: String(ROWS_MAX), ...momentIn(then) })
  return queryOptions({
    queryKey: ['charter', query],
    queryFn: ({ signal }) => read<Page<Row>>(query, signal),
    ...pace(then),
  })
}

export const rulesOfQuery = (clause: string, then: Then) => listOf<RuleVersion>('rules', clause, then)
export const attestationsOfQuery = (clause: string, then: Then) =>
  listOf<StandingAttestation>('attestations', clause, then)
export const waiversOfQuery = (clause: string, then: Then) => listOf<StandingWaiver>('waivers', clause, then)

/** What happened to one thing of the charter, and under which index the ledger proves it. */
export function pastQuery(kind: 'rules' | 'attestations' | 'waivers', id: string) {
  return queryOptions({
    queryKey: ['charter', 'past', kind, id],
    queryFn: ({ signal }) =>
      read<{ history: Past[] }>(`/api/charter/${kind}/${encodeURIComponent(id)}`, signal),
  })
}

/** Every version of a rule, the oldest first. */
export function ruleQuery(id: string) {
  return queryOptions({
    queryKey: ['charter', 'rule', id],
    queryFn: ({ signal }) =>
      read<{ versions: RuleVersion[] }>(`/api/charter/rules/${encodeURIComponent(id)}`, signal),
    refetchInterval: EVERY_MS,
    retry: false,
  })
}

export function waiverQuery(id: string) {
  return queryOptions({
    queryKey: ['charter', 'waiver', id],
    queryFn: ({ signal }) =>
      read<{ waiver: StandingWaiver }>(`/api/charter/waivers/${encodeURIComponent(id)}`, signal),
    refetchInterval: EVERY_MS,
    retry: false,
  })
}

export function findingsQuery(clause: string) {
  return queryOptions({
    queryKey: ['findings', clause],
    queryFn: ({ signal }) =>
      read<FindingList>(address('/api/improvement/findings', { clause, limit: '100' }), signal),
    refetchInterval: EVERY_MS,
  })
}

export function actionsQuery(clause: string) {
  return queryOptions({
    queryKey: ['actions', clause],
    queryFn: ({ signal }) =>
      read<ActionList>(address('/api/improvement/actions', { clause, limit: '100' }), signal),
    refetchInterval: EVERY_MS,
  })
}

type Version = { id: string; version: string }

function versionPath({ id, version }: Version): string {
  return `/api/charter/rules/${encodeURIComponent(id)}/versions/${encodeURIComponent(version)}`
}

/** The private text of a version, Markdown. It belongs to its SHA-256, so it never changes. */
export function ruleTextQuery(of: Version & { sha256: string }) {
  return queryOptions({
    queryKey: ['rule-text', of.sha256],
    queryFn: ({ signal }) => readText(`${versionPath(of)}/text`, signal),
    staleTime: Infinity,
  })
}

export function differenceQuery(of: Version & { digest: string }, from: string) {
  return queryOptions({
    queryKey: ['rule-difference', of.digest, from],
    queryFn: ({ signal }) =>
      read<{ lines: DifferenceLine[] }>(
        `${versionPath(of)}/difference?from=${encodeURIComponent(from)}`,
        signal,
      ),
  })
}

/** Persons by their pseudonymous ids, as many as there are up to two thousand. */
export const personsQuery = queryOptions({
  queryKey: ['persons', 'names'],
  queryFn: async ({ signal }) => {
    const persons: PersonLine[] = []
    let after: string | undefined
    for (let page = 0; page < NAMES_PAGES_MAX; page++) {
      const answer: { persons: PersonLine[]; next?: string } = await read(
        address('/api/people/persons', { limit: '200', ...(after !== undefined && { after }) }),
        signal,
      )
      persons.push(...answer.persons)
      after = answer.next
      if (after === undefined) break
    }
    return persons
  },
  staleTime: 60_000,
  retry: false,
})

export type Naming = (person: string) => Text
