import { describe, expect, it } from 'vitest'
import { chooseAccount, parsePasswd } from './account.ts'

const passwd = `root:x:0:0:root:/root:/bin/bash
# a comment
broken line
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
alice:x:1000:1000::/home/alice:/bin/bash
`
const users = parsePasswd(passwd)
const clusterFolder = '/data/postgres/cluster'
const choose = (runningUid: number, owner: { uid: number; gid: number } | null, known = users) =>
  chooseAccount({ runningUid, owner, clusterFolder, users: known })

describe('the user that PostgreSQL runs as', () => {
  it('reads four users of six lines', () => {
    expect(users.map((user) => `${user.name} ${user.uid}:${user.gid}`)).toEqual([
      'root 0:0',
      'nobody 65534:65534',
      'postgres 101:104',
      'alice 1000:1000',
    ])
  })

  it('is ourselves, unless we are root', () => {
    expect(choose(1000, null)).toBeNull()
    expect(choose(1000, { uid: 1000, gid: 1000 })).toBeNull()
  })

  it('as root is postgres, else nobody, and the owner of a folder that exists', () => {
    expect(choose(0, null)?.name).toBe('postgres')
    expect(
      choose(
        0,
        null,
        users.filter((user) => user.name !== 'postgres'),
      )?.name,
    ).toBe('nobody')
    expect(choose(0, { uid: 1000, gid: 1000 })).toEqual({ name: 'alice', uid: 1000, gid: 1000 })
    expect(choose(0, { uid: 4711, gid: 12 })).toEqual({ name: 'user 4711', uid: 4711, gid: 12 })
  })

  it('is refused with advice: nobody to become, a folder of root, a folder of somebody else', () => {
    expect(() => choose(0, null, [])).toThrow(/user "postgres" or "nobody"/)
    expect(() => choose(0, { uid: 0, gid: 0 })).toThrow(/chown -R postgres \/data\/postgres\/cluster/)
    expect(() => choose(1000, { uid: 101, gid: 104 })).toThrow(
      /belongs to postgres: start as postgres or as root/,
    )
  })
})
