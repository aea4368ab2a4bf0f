import { describe, expect, it } from 'vitest'
import { fixedClock } from './clock.ts'
import type { Command, CommandIo } from './command.ts'
import { runCommandLine } from './command-line.ts'
import { InputError } from './failure.ts'

const seen: unknown[] = []
const commands: Command[] = [
  {
    name: 'judge',
    args: '<file>',
    describe: 'judges',
    options: [{ flags: '--at <instant>', describe: 'instant' }],
    run: async (_io, [file], options) => {
      seen.push([file, options])
      if (file === 'bad.yaml')
        throw new InputError('bad.yaml', { line: 3, column: 7, path: 'nodes[0].id' }, 'expected\ntext')
      if (file === 'bug.yaml') throw new TypeError('ours')
      return 1
    },
  },
  { name: 'ledger verify', describe: 'verifies', run: async () => 2 },
]

async function run(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const io: CommandIo = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    clock: fixedClock(0),
    env: {},
    cwd: '/',
  }
  return { status: await runCommandLine(commands, ['notice parse', 'gate'], argv, io), out, err }
}

describe('the command line', () => {
  it('hands positionals and options to the command and returns its status', async () => {
    expect((await run('judge', 'a.yaml', '--at', 'now')).status).toBe(1)
    expect(seen.at(-1)).toEqual(['a.yaml', { at: 'now' }])
    expect((await run('ledger', 'verify')).status).toBe(2)
  })

  it.each([
    [['judge', 'bad.yaml'], 64, 'bad.yaml:3:7: nodes[0].id: expected text'],
    [['judge', 'bug.yaml'], 70, 'TypeError: ours'],
    [['judge'], 64, "error: missing required argument 'file'"],
    [['judge', 'a', '--nonsense'], 64, "error: unknown option '--nonsense'"],
    [['nonsense'], 64, "error: unknown command 'nonsense'"],
    [
      ['notice', 'parse', 'x.eml'],
      64,
      'kensho notice parse: not in this version; see kensho --help for what is',
    ],
    [['gate', 'change.json'], 64, 'kensho gate: not in this version; see kensho --help for what is'],
  ])('%j gives %i and says why', async (argv, status, message) => {
    const result = await run(...argv)
    expect(result.status).toBe(status)
    expect(result.err.join('\n')).toContain(message)
    expect(result.out).toEqual([])
    if (status === 64) expect(result.err).toHaveLength(1)
  })

  it('answers --help with status 0 on standard output', async () => {
    const { status, out } = await run('--help')
    expect(status).toBe(0)
    expect(out.join('\n')).toContain('judges')
  })
})
