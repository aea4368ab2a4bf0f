import { holdsAt, sharedPeriod, type Period } from './period.ts'
import { canonicalId } from './person.ts'

/** `superior` is above `person` for a while. A person may have several at a time. */
export type Superior = Period & { person: string; superior: string }

/** Whether one person is above another at an instant, directly or through others. Nobody is above himself. */
export function isAbove(
  superiors: readonly Superior[],
  superior: string,
  person: string,
  atMs: number,
): boolean {
  const now = superiors.filter((line) => holdsAt(line, atMs))
  return reaches(now, person, superior)
}

/** Goes up from a person, each line once, whatever circles the lines make. */
function reaches(lines: readonly Superior[], person: string, goal: string): boolean {
  const above = new Map<string, string[]>()
  for (const line of lines) {
    const id = canonicalId(line.person)
    above.set(id, [...(above.get(id) ?? []), canonicalId(line.superior)])
  }
  const seen = new Set<string>([canonicalId(person)])
  for (const id of seen)
    for (const next of above.get(id) ?? []) {
      if (next === canonicalId(goal) && next !== canonicalId(person)) return true
      seen.add(next)
    }
  return false
}

/**
 * Whether a line more would put somebody above himself at any instant of its time. Pure; asks at each instant at which
 * a line begins, since between two such instants nothing is added.
 */
export function closesCircle(superiors: readonly Superior[], added: Superior): boolean {
  if (canonicalId(added.person) === canonicalId(added.superior)) return true
  const touching = superiors.flatMap((line) => {
    const shared = sharedPeriod(line, added)
    return shared === undefined ? [] : [{ ...line, ...shared }]
  })
  const instants = new Set([added.fromMs, ...touching.map(({ fromMs }) => fromMs)])
  return [...instants].some((atMs) => isAbove(touching, added.person, added.superior, atMs))
}
