import path from 'node:path'
import { readBounded } from '../../estate/document.ts'
import type { Command } from '../../platform/command.ts'
import { EXIT, InputError } from '../../platform/failure.ts'
import { ask, SERVER_OPTION } from '../../platform/remote.ts'

/** `kensho monitoring import FILE --series NAME`: what was measured before the store was there. */
export const importCommand: Command = {
  name: 'monitoring import',
  args: '<file>',
  describe:
    'Add the past of a series to the monitoring store, from a CSV of timestamp,value. / 系列の過去を加える',
  options: [
    { flags: '--series <name>', describe: 'which series: ifHCInOctets{instance="r1",ifName="xe-0/0/0"}' },
    {
      flags: '--as <kind>',
      describe: 'value, or rate: the increase a second of a counter',
      default: 'value',
    },
    SERVER_OPTION,
    { flags: '--json', describe: 'the answer as JSON on standard output' },
  ],
  run: async (io, [file], options) => {
    const { series, as } = options
    if (typeof file !== 'string') throw new InputError('monitoring import', {}, 'expected one CSV file')
    if (typeof series !== 'string')
      throw new InputError('--series', {}, 'expected the name of the series with its labels')
    const content = await readBounded(path.resolve(io.cwd, file), file)
    const query = { series, as: String(as) }
    const body = { type: 'text/csv', content }
    const answer = await ask(io, options, { path: '/api/monitoring/history', query, body }, file)
    const { name, hours, standing } = JSON.parse(answer) as { name: string; hours: number; standing: number }
    io.out(
      options['json'] === true
        ? answer
        : `${name}: ${hours} hours added, ${standing} stood already or are too old`,
    )
    return EXIT.done
  },
}
