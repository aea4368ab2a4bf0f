import type { Command } from '../platform/command.ts'
import { statusOf } from './cli.ts'
import { instantOption } from './instant-option.ts'
import { languageOf, printed } from './printed.ts'
import { ask, SERVER_OPTION } from './remote.ts'
import type { Conformance } from './verdict.ts'

/** `kensho verdicts`: how a server's charter stands, for any pair of instants; statuses as of `kensho check`. */
export const verdictsCommand: Command = {
  name: 'verdicts',
  describe: 'How the charter of a server stands. / サーバの憲章の判定を見る',
  options: [
    SERVER_OPTION,
    { flags: '--at <instant>', describe: 'judge as at this instant (ISO 8601 with offset); default: now' },
    { flags: '--known <instant>', describe: 'count only what was received by then; default: everything' },
    { flags: '--json', describe: 'the conformance as JSON on standard output' },
    { flags: '--lang <language>', describe: 'ja or en; default: the environment’s' },
  ],
  run: async (io, _, options) => {
    const query = { at: isoOption('--at', options['at']), known: isoOption('--known', options['known']) }
    const conformance = JSON.parse(await ask(io, options, { path: '/api/verdicts', query })) as Conformance
    if (options['json'] === true) io.out(JSON.stringify(conformance))
    else for (const line of printed(conformance, languageOf(options['lang'], io.env))) io.out(line)
    return statusOf(conformance)
  },
}

/** Read here first, so that what is no instant is told as the option that it came by. */
export function isoOption(flag: string, written: string | boolean | undefined): string | undefined {
  const ms = instantOption(flag, written)
  return ms === undefined ? undefined : new Date(ms).toISOString()
}
