import type { Tx } from '../platform/database.ts'
import { holdsHimself, rolesOf } from './organisation.ts'
import { peoplePolicy } from './policy.ts'
import { conflict } from './refusals.ts'
import { readOrganisation, readOwnRoles } from './store.ts'

const PERMISSION = 'people.grant'

/** Throws unless, after what this transaction did, somebody can still grant roles: else nobody ever could again. */
export async function assertStillManaged(tx: Tx, atMs: number): Promise<void> {
  const roles = new Map([...rolesOf([peoplePolicy]), ...(await readOwnRoles(tx))])
  const organisation = { ...(await readOrganisation(tx, atMs)), roles }
  const { persons } = organisation
  if (persons.some(({ id }) => holdsHimself(organisation, id, PERMISSION, undefined, atMs))) return
  throw conflict({
    ja: '役割を与えられる人がいなくなるため、できません。先に別の人に役割を与えてください。',
    en: 'Nobody would be left who can grant roles. Give that role to somebody else first.',
  })
}
