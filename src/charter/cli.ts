import type { Command } from '../platform/command.ts'
import { EXIT, type ExitStatus } from '../platform/failure.ts'
import { readTarget } from '../estate/workspace.ts'
import { workspaceCollections } from './composition.ts'
import { check } from './check.ts'
import { unwaivedVerdict } from './conformance.ts'
import type { Control } from './control.ts'
import { instantOption } from './instant-option.ts'
import { languageOf, printed } from './printed.ts'
import type { Conformance, Verdict } from './verdict.ts'

const STATUS: Record<Verdict, ExitStatus> = {
  fail: EXIT.violation,
  unknown: EXIT.unknown,
  pass: EXIT.done,
  'not-applicable': EXIT.done,
}

/** Waived failures do not count. */
export function statusOf(conformance: Conformance): ExitStatus {
  return STATUS[unwaivedVerdict(conformance)]
}

/** `kensho check`: judges a workspace folder or one network file, offline. Waived failures do not count for its status. */
export function checkCommand(controls: readonly Control[]): Command {
  return {
    name: 'check',
    args: '<target>',
    describe:
      'Judge a workspace folder, or one network file, without a server. / 作業場かネットワークの一ファイルを、サーバなしで判定する',
    options: [
      { flags: '--at <instant>', describe: 'judge as at this instant (ISO 8601 with offset); default: now' },
      {
        flags: '--known <instant>',
        describe: 'count only what was received by then; default: now, or --at where that is later',
      },
      { flags: '--json', describe: 'the conformance as JSON on standard output' },
      { flags: '--lang <language>', describe: 'ja or en; default: the environment’s' },
    ],
    run: async (io, [target], options) => {
      const nowMs = io.clock.now()
      const atMs = instantOption('--at', options['at']) ?? nowMs
      const knownMs = instantOption('--known', options['known']) ?? Math.max(nowMs, atMs)
      const workspace = await readTarget(target as string, workspaceCollections())
      const conformance = check(workspace, controls, atMs, { knownMs, root: target as string })
      if (options['json'] === true) io.out(JSON.stringify(conformance))
      else for (const line of printed(conformance, languageOf(options['lang'], io.env))) io.out(line)
      return statusOf(conformance)
    },
  }
}
