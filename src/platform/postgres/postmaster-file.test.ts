import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePostmaster, parsePostmasterFile } from './postmaster-file.ts'
import type { ClusterFacts } from './postmaster-file.ts'
import type { ProcessFacts } from './process-table.ts'

const written = `14991
/data/postgres/cluster
1795000000
5432
/data/postgres/socket

   458764         3
ready   
`

const postgres: ProcessFacts = {
  pid: 14991,
  state: 'S',
  started: 'boot:100',
  uid: 101,
  arguments: ['/usr/lib/postgresql/15/bin/postgres', '-D', '/data/postgres/cluster'],
}

/** A postmaster that runs in its folder; each case changes what its lesson is about. */
const running: ClusterFacts = {
  file: { pid: 14991, port: 5432, socketFolder: '/data/postgres/socket', status: 'ready' },
  process: postgres,
  processIsDead: false,
  processIsPostmaster: true,
  processIsHere: true,
  uid: 101,
  clusterPaths: ['/data/postgres/cluster', '/run/kensho-1/cluster'],
}
const stranger: ProcessFacts = { ...postgres, uid: 1000, arguments: ['/usr/bin/vim', 'notes'] }

const judge = (change: Partial<ClusterFacts>) => judgePostmaster({ ...running, ...change }).act

describe('postmaster.pid', () => {
  it('is read as PostgreSQL writes it, complete or while starting', () => {
    expect(parsePostmasterFile(written)).toEqual(running.file)
    expect(parsePostmasterFile('7\n/d\n1\n5432\n')).toEqual({
      pid: 7,
      port: 5432,
      socketFolder: '',
      status: '',
    })
    expect(parsePostmasterFile('-7\n/d\n')?.pid).toBe(-7)
  })

  it('says nothing when it is empty or no such file', () => {
    for (const content of ['', '\n', '0\n', 'abc\n', '1.5\n'])
      expect(parsePostmasterFile(content), content).toBeNull()
  })
})

describe('what to do about a postmaster.pid', () => {
  it('adopts a live server of this folder', () => {
    expect(judge({})).toBe('adopt')
    expect(judge({ file: { ...(running.file as object), status: 'starting' } as never })).toBe('adopt')
    expect(judge({ processIsHere: null })).toBe('adopt')
    const inside = { ...postgres, arguments: ['postgres', '-D', '/run/kensho-1/cluster'] }
    expect(judge({ processIsHere: null, process: inside })).toBe('adopt')
  })

  it('removes it when its process is a zombie, a stranger with the same number, or a backend', () => {
    expect(
      judge({
        processIsDead: true,
        processIsHere: null,
        process: { ...postgres, state: 'Z', arguments: [] },
      }),
    ).toBe('remove')
    expect(judge({ processIsHere: false })).toBe('remove')
    expect(judge({ processIsHere: false, process: stranger, processIsPostmaster: false })).toBe('remove')
    expect(judge({ processIsHere: null, process: stranger, processIsPostmaster: false })).toBe('remove')
    expect(
      judge({ processIsPostmaster: false, process: { ...postgres, arguments: ['postgres: walwriter '] } }),
    ).toBe('remove')
    expect(judge({ file: 'unreadable' })).toBe('remove')
  })

  it('starts when nothing claims the folder, and leaves a plainly dead pid to PostgreSQL', () => {
    expect(judge({ file: 'absent', process: null })).toBe('start')
    expect(judge({ process: null })).toBe('start')
  })

  it('waits for a server that is stopping', () => {
    expect(judge({ file: { ...(running.file as object), status: 'stopping' } as never })).toBe('wait')
  })

  it('refuses what it cannot see, and single-user mode', () => {
    expect(judge({ process: 'hidden' })).toBe('refuse')
    expect(
      judge({ processIsHere: null, process: { ...postgres, arguments: ['postgres', '-D', '/moved'] } }),
    ).toBe('refuse')
    expect(judge({ file: { ...(running.file as object), pid: -14991 } as never })).toBe('refuse')
  })

  it('never takes the file from a living postmaster of this folder or of an unknown one (1000 random facts)', () => {
    const facts = fc.record({
      pid: fc.constantFrom(14991, -14991),
      status: fc.constantFrom('starting', 'stopping', 'ready', 'standby', '') as fc.Arbitrary<'ready'>,
      here: fc.constantFrom(true, null),
      folder: fc.constantFrom('/data/postgres/cluster', '/run/kensho-1/cluster', '/moved'),
      state: fc.constantFrom('R', 'S', 'D', 'T', 't'),
    })
    let checked = 0
    fc.assert(
      fc.property(facts, ({ pid, status, here, folder, state }) => {
        checked++
        const file = { pid, status, port: 5432, socketFolder: '/s' }
        const process = { ...postgres, state, arguments: ['postgres', '-D', folder] }
        const { act } = judgePostmaster({ ...running, file, process, processIsHere: here })
        expect(['adopt', 'wait', 'refuse']).toContain(act)
      }),
      { numRuns: 1000 },
    )
    expect(checked).toBe(1000)
  })
})
