import type { Command } from '../platform/command.ts'
import { EXIT, InputError, type ExitStatus } from '../platform/failure.ts'
import { readTarget } from '../estate/workspace.ts'
import { check } from './check.ts'
import type { Control } from './control.ts'
import { languageOf, printed } from './printed.ts'
import type { Verdict } from './verdict.ts'

const STATUS: Record<Verdict, ExitStatus> = {
  fail: EXIT.violation,
  unknown: EXIT.unknown,
  pass: EXIT.done,
  'not-applicable': EXIT.done,
}

/** `kensho check`: judges a workspace folder or one network file, offline. */
export function checkCommand(controls: readonly Control[]): Command {
  return {
    name: 'check',
    args: '<target>',
    describe:
      'Judge a workspace folder, or one network file, without a server. / 作業場かネットワークの一ファイルを、サーバなしで判定する',
    options: [
      { flags: '--at <instant>', describe: 'judge as at this instant (ISO 8601 with offset); default: now' },
      { flags: '--json', describe: 'the conformance as JSON on standard output' },
      { flags: '--lang <language>', describe: 'ja or en; default: the environment’s' },
    ],
    run: async (io, [target], options) => {
      const atMs = options['at'] === undefined ? io.clock.now() : instantMs(options['at'])
      const workspace = await readTarget(target as string)
      const conformance = check(workspace, controls, atMs)
      if (options['json'] === true) io.out(JSON.stringify(conformance))
      else for (const line of printed(conformance, languageOf(options['lang'], io.env))) io.out(line)
      return STATUS[conformance.verdict]
    },
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

function instantMs(written: string | boolean): number {
  const ms = typeof written === 'string' && INSTANT.test(written) ? Date.parse(written) : Number.NaN
  if (Number.isNaN(ms))
    throw new InputError(
      '--at',
      {},
      `expected an instant with its offset such as 2026-11-22T09:00:00+09:00, found ${JSON.stringify(written)}`,
    )
  return ms
}
