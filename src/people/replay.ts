import type { Fact } from '../ledger/fact.ts'
import { canonicalText } from '../ledger/canonical.ts'
import type { Json } from '../platform/text.ts'

/**
 * A row as it is kept: members by name; instants are ISO 8601 UTC, what is not there is absent. Rows are named by kind
 * and id: person, superior, grant, delegation, token, role, team, member.
 */
export type KeptRow = { [name: string]: Json | undefined }
type Kept = ReadonlyMap<string, KeptRow>

/** Every fact that changes who is there, who is above whom and who may do what. */
export const PEOPLE_FACTS = [
  'people.person.entered',
  'people.person.amended',
  'people.person.left',
  'people.person.erased',
  'people.superior.named',
  'people.superior.ended',
  'people.grant.given',
  'people.grant.withdrawn',
  'people.delegation.given',
  'people.delegation.revoked',
  'people.token.issued',
  'people.token.revoked',
  'people.role.defined',
  'people.team.formed',
  'people.team.joined',
  'people.team.left',
] as const
type PeopleFact = (typeof PEOPLE_FACTS)[number]

type Rows = Map<string, KeptRow>
type Body = { [name: string]: Json }
type Step = (rows: Rows, body: Body, object: string) => void

const STEPS: Record<PeopleFact, Step> = {
  'people.person.entered': (rows, { kind, name, from }, id) => rows.set(`person ${id}`, { kind, name, from }),
  'people.person.amended': (rows, { kind, name }, id) => amend(rows, `person ${id}`, { kind, name }),
  'people.person.left': (rows, { until }, id) => leave(rows, id, textOf(until)),
  'people.person.erased': (rows, _, id) => amend(rows, `person ${id}`, { name: undefined, erased: true }),
  'people.superior.named': (rows, { line, ...row }) => rows.set(`superior ${textOf(line)}`, row),
  'people.superior.ended': (rows, { line, until }) => end(rows, `superior ${textOf(line)}`, textOf(until)),
  'people.grant.given': (rows, { grant, ...row }) => rows.set(`grant ${textOf(grant)}`, row),
  'people.grant.withdrawn': (rows, { grant, until }) => end(rows, `grant ${textOf(grant)}`, textOf(until)),
  'people.delegation.given': (rows, { delegation, ...row }) =>
    rows.set(`delegation ${textOf(delegation)}`, row),
  'people.delegation.revoked': (rows, { delegation, until }) =>
    end(rows, `delegation ${textOf(delegation)}`, textOf(until)),
  'people.token.issued': (rows, { token, ...row }) => rows.set(`token ${textOf(token)}`, row),
  'people.token.revoked': (rows, { token, until }) => end(rows, `token ${textOf(token)}`, textOf(until)),
  'people.role.defined': (rows, { role, ...row }) => rows.set(`role ${textOf(role)}`, row),
  'people.team.formed': (rows, { team, ...row }) => rows.set(`team ${textOf(team)}`, row),
  'people.team.joined': (rows, { team, person, from }) =>
    rows.set(memberOf(team, person, rows), { team, person, from }),
  'people.team.left': (rows, { team, person, until }) =>
    end(rows, memberOf(team, person, rows, 0), textOf(until)),
}

/** Takes one fact into the rows that the earlier ones left; others than those of people pass by. */
export function replay(rows: Rows, { type, objects, body }: Fact): void {
  if (Object.hasOwn(STEPS, type)) STEPS[type as PeopleFact](rows, body, objects?.[0] ?? '')
}

/** The facts say ids and instants as texts. */
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : canonicalText(value ?? null)
}

function amend(rows: Rows, key: string, changes: KeptRow): void {
  rows.set(key, { ...rows.get(key), ...changes })
}

/** What would only begin later never begins: then both ends are the beginning. */
function end(rows: Rows, key: string, until: string): void {
  const from = textOf(rows.get(key)?.['from'] ?? until)
  amend(rows, key, { until: from > until ? from : until })
}

function leave(rows: Rows, person: string, until: string): void {
  end(rows, `person ${person}`, until)
  for (const [key, row] of rows) {
    const his =
      (key.startsWith('grant ') && row['person'] === person) ||
      (key.startsWith('delegation ') && [row['delegator'], row['delegate']].includes(person)) ||
      (key.startsWith('token ') && row['owner'] === person)
    if (his && (row['until'] === undefined || textOf(row['until']) > until)) end(rows, key, until)
  }
}

/** A person may be in a team several times, one after the other: the count says which. */
function memberOf(team: Json | undefined, person: Json | undefined, rows: Rows, more = 1): string {
  const name = `member ${textOf(team)} ${textOf(person)} `
  const before = [...rows.keys()].filter((key) => key.startsWith(name)).length
  return `${name}${before + more}`
}

export type Difference = { row: string; because: 'only-in-tables' | 'only-in-ledger' | 'differs' }

/** Where the rows that are kept and those that the facts say are not the same, by name. Pure. */
export function differencesOf(kept: Kept, said: Kept): Difference[] {
  const found: Difference[] = []
  for (const row of [...new Set([...kept.keys(), ...said.keys()])].sort()) {
    const [here, there] = [kept.get(row), said.get(row)]
    if (there === undefined) found.push({ row, because: 'only-in-tables' })
    else if (here === undefined) found.push({ row, because: 'only-in-ledger' })
    else if (canonicalText(here as Json) !== canonicalText(there as Json))
      found.push({ row, because: 'differs' })
  }
  return found
}
