import type { Tx } from '../platform/database.ts'
import { holdsHimself, rolesOf } from './organisation.ts'
import { peoplePolicy } from './policy.ts'
import { conflict } from './refusals.ts'
import { readOrganisation, readOwnRoles } from './store.ts'

const PERMISSION = 'people.grant'

/**
 * Throws unless, after what this transaction did, somebody can grant roles without an end in sight: else nobody could
 * ever again.
 */
export async function assertStillManaged(tx: Tx, atMs: number): Promise<void> {
  const roles = new Map([...rolesOf([peoplePolicy]), ...(await readOwnRoles(tx))])
  const all = await readOrganisation(tx, atMs)
  const persons = all.persons.filter(({ untilMs }) => untilMs === undefined)
  const grants = all.grants.filter(({ untilMs }) => untilMs === undefined)
  const organisation = { ...all, persons, grants, roles }
  if (persons.some(({ id }) => holdsHimself(organisation, id, PERMISSION, undefined, atMs))) return
  throw conflict({
    ja: '役割を与えられる人がいなくなるため、できません。先に別の人に役割を与えてください。',
    en: 'Nobody would be left who can grant roles. Give that role to somebody else first.',
  })
}
