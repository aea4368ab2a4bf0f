import path from 'node:path'
import { readBounded } from '../../estate/document.ts'
import type { Command, CommandIo } from '../../platform/command.ts'
import { EXIT, InputError, type ExitStatus } from '../../platform/failure.ts'
import { readSeries } from './forecast/csv-series.ts'
import { forecast } from './forecast/forecast.ts'

const HORIZON_MAX = 10_000
const SEASON_MAX = 100_000

/** `kensho forecast <file>`: a JSON line a series, offline. Never gives 1; 2 where a series cannot be forecast. */
export const forecastCommand: Command = {
  name: 'forecast',
  args: '<file>',
  describe: 'forecast each series of a CSV file with intervals, one JSON line a series',
  options: [
    { flags: '--horizon <steps>', describe: 'how many steps ahead' },
    {
      flags: '--season <periods>',
      describe: 'seasons in steps, such as 24,168; found in the values otherwise',
    },
    { flags: '--levels <percents>', describe: 'levels of the intervals', default: '80,95' },
    { flags: '--json', describe: 'JSON lines, which is also the only form' },
  ],
  run,
}

async function run(
  io: CommandIo,
  args: (string | string[] | undefined)[],
  options: Record<string, unknown>,
): Promise<ExitStatus> {
  const [file] = args
  if (typeof file !== 'string') throw new InputError('forecast', {}, 'expected one CSV file')
  const [horizon] = numbersOf('--horizon', options['horizon'], 1, HORIZON_MAX, true)
  if (horizon === undefined) throw new InputError('--horizon', {}, 'expected the number of steps to forecast')
  const levels = numbersOf('--levels', options['levels'], 1, 99.9, false)
  const seasons =
    options['season'] === undefined
      ? undefined
      : numbersOf('--season', options['season'], 1, SEASON_MAX, true)
  const bytes = await readBounded(path.resolve(io.cwd, file), file)
  let unknown = false
  for (const series of readSeries(file, new TextDecoder().decode(bytes))) {
    const before = process.cpuUsage()
    const result = forecast(series, { horizon, levels, ...(seasons && { seasons }) })
    const { user, system } = process.cpuUsage(before)
    unknown ||= 'cannot_forecast' in result
    io.out(JSON.stringify({ ...result, cpu_ms: (user + system) / 1000 }))
  }
  return unknown ? EXIT.unknown : EXIT.done
}

function numbersOf(option: string, given: unknown, least: number, most: number, whole: boolean): number[] {
  if (typeof given !== 'string') return []
  const numbers = given.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  const good = numbers.every(
    (number) => number >= least && number <= most && (!whole || Number.isInteger(number)),
  )
  if (!good || numbers.length > 20)
    throw new InputError(
      option,
      {},
      `expected ${whole ? 'whole numbers' : 'numbers'} from ${least} to ${most}, with commas between, found ${JSON.stringify(given.slice(0, 60))}`,
    )
  return [...new Set(numbers)].toSorted((a, b) => a - b)
}
