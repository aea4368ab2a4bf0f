import { holdsAt, type Period } from './period.ts'

/** Employees, and outsourced staff, who have a superior of record here. */
export const PERSON_KINDS = ['employee', 'outsourced'] as const
export type PersonKind = (typeof PERSON_KINDS)[number]

/** A person as everything but names and contacts knows him: a pseudonymous id, and from when until when he is here. */
export type Person = Period & { id: string; kind: PersonKind }

/** Ids are written in one form only, so that no two of them look the same. */
export const PERSON_ID = /^[a-z0-9][a-z0-9-]{0,63}$/

/**
 * Whether two pseudonymous ids stand for one person. Ids that differ only in case, width or space around them are one:
 * what looks the same to a reader must not count as two people. Accounts are resolved to persons before they come here.
 */
export function samePerson(one: string, other: string): boolean {
  return canonicalId(one) === canonicalId(other)
}

export function canonicalId(id: string): string {
  return id.normalize('NFKC').trim().toLowerCase()
}

export function isHere(persons: readonly Person[], id: string, atMs: number): boolean {
  return persons.some((person) => samePerson(person.id, id) && holdsAt(person, atMs))
}
