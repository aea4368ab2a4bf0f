import { readFileSync } from 'node:fs'
import { InputError } from '../failure.ts'

/** The user that PostgreSQL runs as. */
export type Account = { uid: number; gid: number; name: string }

/** Users of the system as in /etc/passwd; lines that are not `name:x:uid:gid:…` are no users. Pure. */
export function parsePasswd(content: string): Account[] {
  const accounts: Account[] = []
  for (const line of content.split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) continue
    accounts.push({ name, uid: Number(uid), gid: Number(gid) })
  }
  return accounts
}

/** What the choice of the account depends on. `owner` is who owns an existing cluster folder. */
export type AccountFacts = {
  runningUid: number
  owner: { uid: number; gid: number } | null
  clusterFolder: string
  users: Account[]
}

/**
 * PostgreSQL refuses to run as root, so as root it runs as another user that already exists: the owner of an
 * existing cluster, else `postgres`, else `nobody`. Null means: as ourselves. Throws InputError when there is no
 * such user, or when the cluster belongs to root or to somebody whom we cannot become. Pure.
 */
export function chooseAccount(facts: AccountFacts): Account | null {
  const { owner, clusterFolder } = facts
  if (facts.runningUid !== 0) {
    if (owner && owner.uid !== facts.runningUid) {
      const name = facts.users.find((user) => user.uid === owner.uid)?.name ?? `user ${owner.uid}`
      throw new InputError(
        clusterFolder,
        {},
        `a folder of this user, it belongs to ${name}: start as ${name} or as root`,
      )
    }
    return null
  }
  if (owner?.uid === 0) {
    const user = unprivileged(facts.users)?.name ?? 'USER'
    throw new InputError(
      clusterFolder,
      {},
      `a folder of an ordinary user, since PostgreSQL refuses to run as root: chown -R ${user} ${clusterFolder}`,
    )
  }
  if (owner) {
    const known = facts.users.find((user) => user.uid === owner.uid)
    return known ?? { name: `user ${owner.uid}`, ...owner }
  }
  const user = unprivileged(facts.users)
  if (!user) {
    throw new InputError(
      clusterFolder,
      {},
      'a system with a user "postgres" or "nobody": PostgreSQL refuses to run as root',
    )
  }
  return user
}

function unprivileged(users: Account[]): Account | undefined {
  return (
    users.find((user) => user.name === 'postgres' && user.uid !== 0) ??
    users.find((user) => user.name === 'nobody' && user.uid !== 0)
  )
}

export function systemUsers(): Account[] {
  return parsePasswd(readFileSync('/etc/passwd', 'utf8'))
}
