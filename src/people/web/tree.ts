import type { GrantLine, PersonLine, SuperiorLine } from './people-query.ts'

/** A person with those directly below; `again`: stands elsewhere in the chart too, with all below there. */
export type Branch = { person: PersonLine; again: boolean; below: Branch[] }

type Period = { from: string; until?: string }

/** Whether something holds at an instant, half-open. */
export function holdsAt({ from, until }: Period, at: string): boolean {
  return from <= at && (until === undefined || at < until)
}

/**
 * The chart of superiors at an instant (ISO 8601 UTC): whoever has nobody above comes first. Who has several superiors
 * stands under each, but with those below only once. Persons in a circle, which the server refuses, come at the end.
 */
export function chartOf(
  persons: readonly PersonLine[],
  superiors: readonly SuperiorLine[],
  at: string,
): Branch[] {
  const here = new Map(persons.filter((person) => holdsAt(person, at)).map((person) => [person.id, person]))
  const lines = superiors.filter(
    (line) => holdsAt(line, at) && here.has(line.person.id) && here.has(line.superior.id),
  )
  const below = new Map<string, PersonLine[]>()
  for (const { superior, person } of lines) {
    const found = here.get(person.id)
    if (found) below.set(superior.id, [...(below.get(superior.id) ?? []), found])
  }
  const isBelow = new Set(lines.map(({ person }) => person.id))
  const placed = new Set<string>()
  const branch = (person: PersonLine): Branch => {
    const again = placed.has(person.id)
    placed.add(person.id)
    return { person, again, below: again ? [] : (below.get(person.id) ?? []).map(branch) }
  }
  const tops = [...here.values()].filter(({ id }) => !isBelow.has(id)).map(branch)
  const rest = [...here.values()].filter(({ id }) => !placed.has(id))
  return [...tops, ...rest.flatMap((person) => (placed.has(person.id) ? [] : [branch(person)]))]
}

/** The roles that a person has at an instant. */
export function rolesAt(grants: readonly GrantLine[], person: string, at: string): GrantLine[] {
  return grants.filter((grant) => grant.person.id === person && holdsAt(grant, at))
}
