import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/database.ts'
import type { Policy } from '../platform/http/permission.ts'
import { readWaiting, type WaitingApproval } from './approval-request.ts'
import { mayApprove } from './may-approve.ts'
import { openedContact } from './naming.ts'
import { rolesOf } from './organisation.ts'
import { holdsAt } from './period.ts'
import { readPerson } from './person-store.ts'
import { peoplePolicy } from './policy.ts'
import { mayDo } from './standing.ts'
import { readOrganisation, readOwnRoles } from './store.ts'

/** All who are here at one instant, for work that looks at everybody: read once, asked for each. */
export type Everybody = {
  /** Pseudonymous ids, in order, and since when each is here (epoch milliseconds). */
  persons: { id: string; fromMs: number }[]
  /** What waits and this person could approve. */
  waitsFor: (person: string) => WaitingApproval[]
  mayDo: (person: string, permission: string) => boolean
}

/** `policies` are those of the permissions that will be asked for. */
export async function everybody(db: Db, policies: readonly Policy[], atMs: number): Promise<Everybody> {
  const waiting = await readWaiting(db)
  const roles = new Map([...(await readOwnRoles(db)), ...rolesOf([...policies, peoplePolicy])])
  const organisation = { ...(await readOrganisation(db, atMs)), roles }
  const here = organisation.persons.filter((person) => holdsAt(person, atMs))
  return {
    persons: here
      .map(({ id, fromMs }) => ({ id, fromMs }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    waitsFor: (person) =>
      waiting.filter(
        (what) => mayApprove(organisation, what, { person, byToken: false, digest: what.digest }, atMs).may,
      ),
    mayDo: (person, permission) => mayDo(organisation, person, permission, undefined, atMs),
  }
}

/** Where a person's mail goes; undefined where no address is known, or it was erased. */
export async function mailAddress(ctx: Context, db: Db, person: string): Promise<string | undefined> {
  return openedContact(ctx, person, (await readPerson(db, person))?.contact ?? null).mail
}
