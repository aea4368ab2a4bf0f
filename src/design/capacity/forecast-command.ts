import { stat } from 'node:fs/promises'
import path from 'node:path'
import { readBounded } from '../../estate/document.ts'
import { PEAK_KINDS } from '../../estate/resource.ts'
import { STORED_READINGS } from '../../estate/stored-series.ts'
import type { Command, CommandIo, CommandOptions } from '../../platform/command.ts'
import { isZone } from '../../platform/civil-time.ts'
import { readConfig } from '../../platform/config.ts'
import { createOutbound } from '../../platform/outbound.ts'
import { SERVER_OPTION } from '../../platform/remote.ts'
import { EXIT, InputError, type ExitStatus } from '../../platform/failure.ts'
import { dailyPeaks } from './exhaust/daily-peaks.ts'
import { readOutages, readSteps } from './forecast/condition-files.ts'
import type { Conditions } from './forecast/conditions.ts'
import { readSeries, type Series } from './forecast/csv-series.ts'
import { forecast } from './forecast/forecast.ts'
import { queryRange } from './forecast/prometheus.ts'
import { storedSeries } from './forecast/stored.ts'

const HORIZON_MAX = 10_000
const SEASON_MAX = 100_000

/** `kensho forecast <file>`: a JSON line a series, offline. Never gives 1; 2 where a series cannot be forecast. */
export const forecastCommand: Command = {
  name: 'forecast',
  args: '[file]',
  describe:
    'forecast each series of a CSV file, a Prometheus or the monitoring store, with intervals, one JSON line a series',
  options: [
    { flags: '--horizon <steps>', describe: 'how many steps ahead' },
    {
      flags: '--season <periods>',
      describe: 'seasons in steps, such as 24,168; found in the values otherwise',
    },
    { flags: '--levels <percents>', describe: 'levels of the intervals', default: '80,95' },
    { flags: '--outages <file>', describe: 'CSV of from,until: known outages, left out' },
    { flags: '--steps <file>', describe: 'CSV of date,amount: planned steps of demand' },
    { flags: '--ceiling <amount>', describe: 'the series cannot show more: forecasts are lower bounds then' },
    { flags: '--resets <when>', describe: 'monthly: a counter that is cleared on the first of each month' },
    { flags: '--calendar <country>', describe: 'japan: learn holidays, the turn of the year and of months' },
    { flags: '--zone <zone>', describe: 'the operator’s IANA time zone', default: 'Asia/Tokyo' },
    {
      flags: '--prometheus <url>',
      describe: 'instead of a file: a Prometheus (KENSHO_OUTBOUND_ALLOW if private)',
    },
    {
      flags: '--authorization <file>',
      describe:
        'with --prometheus: a file that only you may read, with the value of the header Authorization',
    },
    { flags: '--query <promql>', describe: 'with --prometheus: what to forecast' },
    {
      flags: '--store <series>',
      describe:
        'instead of a file: a series of the monitoring store, as ifHCInOctets{instance="r1",ifName="xe-0/0/0"}',
    },
    {
      flags: '--as <reading>',
      describe: `with --store: ${STORED_READINGS.join(', ')} (increase a second of a counter)`,
      default: 'value',
    },
    SERVER_OPTION,
    { flags: '--past <days>', describe: 'with --prometheus or --store: how far back', default: '90' },
    {
      flags: '--step <minutes>',
      describe: 'with --prometheus or --store: time between two values',
      default: '60',
    },
    {
      flags: '--peaks <kind>',
      describe: `forecast a value a day, of timestamp,value: ${PEAK_KINDS.join(', ')}`,
    },
    { flags: '--json', describe: 'JSON lines, which is also the only form' },
  ],
  run,
}

async function run(
  io: CommandIo,
  args: (string | string[] | undefined)[],
  options: Record<string, unknown>,
): Promise<ExitStatus> {
  const [horizon] = numbersOf('--horizon', options['horizon'], 1, HORIZON_MAX, true)
  if (horizon === undefined) throw new InputError('--horizon', {}, 'expected the number of steps to forecast')
  const levels = numbersOf('--levels', options['levels'], 1, 99.9, false)
  const seasons =
    options['season'] === undefined
      ? undefined
      : numbersOf('--season', options['season'], 1, SEASON_MAX, true)
  const conditions = await conditionsOf(io, options)
  let unknown = false
  const measured = await seriesOf(io, args[0], options)
  for (const series of peaksOf(measured, options['peaks'], conditions)) {
    const before = process.cpuUsage()
    const result = forecast(series, { horizon, levels, conditions, ...(seasons && { seasons }) })
    const { user, system } = process.cpuUsage(before)
    unknown ||= 'cannot_forecast' in result
    io.out(JSON.stringify({ ...result, cpu_ms: (user + system) / 1000 }))
  }
  return unknown ? EXIT.unknown : EXIT.done
}

async function seriesOf(io: CommandIo, file: unknown, options: Record<string, unknown>): Promise<Series[]> {
  const { prometheus, query, store } = options
  if (typeof store === 'string') {
    if (typeof file === 'string' || prometheus !== undefined)
      throw new InputError('--store', {}, 'expected one of a file, --prometheus and --store')
    return [await storedSeries(io, store, options as CommandOptions)]
  }
  if (typeof prometheus !== 'string') {
    if (options['authorization'] !== undefined)
      throw new InputError('--authorization', {}, 'expected with --prometheus only')
    if (typeof file !== 'string')
      throw new InputError('forecast', {}, 'expected one CSV file, --prometheus or --store')
    return readSeries(file, await textOf(io, file))
  }
  if (typeof file === 'string')
    throw new InputError('--prometheus', {}, `expected either a file or a Prometheus, found both`)
  if (typeof query !== 'string' || query.trim() === '')
    throw new InputError('--query', {}, 'expected a query with --prometheus')
  if (!URL.canParse(prometheus) || !/^https?:/u.test(prometheus))
    throw new InputError('--prometheus', {}, `expected a URL, found ${prometheus.slice(0, 60)}`)
  const [days = 0] = numbersOf('--past', options['past'], 1, 3_660, false)
  const [minutes = 0] = numbersOf('--step', options['step'], 1, 1_440, false)
  const stepMs = minutes * 60_000
  const untilMs = Math.floor(io.clock.now() / stepMs) * stepMs
  const outbound = createOutbound({ allow: readConfig(io.env).outboundAllow })
  const authorization = await authorizationOf(io, options['authorization'])
  return queryRange(outbound, {
    ...(authorization !== undefined && { authorization }),
    url: prometheus,
    query,
    fromMs: untilMs - Math.floor((days * 86_400_000) / stepMs) * stepMs,
    untilMs,
    stepMs,
  })
}

/** A value a day instead of all, on the operator's calendar, without what was measured in known outages. */
function peaksOf(
  measured: readonly Series[],
  kind: unknown,
  { zone, outages = [] }: Conditions,
): readonly Series[] {
  if (kind === undefined) return measured
  const peak = PEAK_KINDS.find((known) => known === kind)
  if (peak === undefined)
    throw new InputError(
      '--peaks',
      {},
      `expected one of ${PEAK_KINDS.join(', ')}, found ${JSON.stringify(kind)}`,
    )
  return measured.map((series) => {
    if (series.startMs === undefined || series.stepMs === undefined)
      throw new InputError('--peaks', {}, `expected instants (timestamp,value) in ${series.id}, found none`)
    if (series.stepMs > DAY_MS)
      throw new InputError('--peaks', {}, `expected at least a value a day in ${series.id}`)
    const { firstDay, values } = dailyPeaks(series, zone, { outages, peak })
    return { id: series.id, values, stepMs: DAY_MS, startMs: firstDay * DAY_MS, floating: true }
  })
}

const DAY_MS = 86_400_000

/** A secret comes from a file, never from the command line, which others on the machine can read. */
async function authorizationOf(io: CommandIo, file: unknown): Promise<string | undefined> {
  if (typeof file !== 'string') return undefined
  const text = (await textOf(io, file)).trim()
  if (((await stat(path.resolve(io.cwd, file))).mode & 0o077) !== 0)
    throw new InputError(file, {}, 'expected a file that only its owner may read (chmod 600)')
  if (!/^[\x21-\x7e][\x20-\x7e]{0,8191}$/u.test(text))
    throw new InputError(file, {}, 'expected one line, such as Bearer and a token')
  return text
}

async function textOf(io: CommandIo, file: string): Promise<string> {
  return new TextDecoder().decode(await readBounded(path.resolve(io.cwd, file), file))
}

async function conditionsOf(io: CommandIo, options: Record<string, unknown>): Promise<Conditions> {
  const { zone = 'Asia/Tokyo', calendar, outages, steps, ceiling, resets } = options
  if (typeof zone !== 'string' || !isZone(zone))
    throw new InputError('--zone', {}, 'expected an IANA time zone, such as Asia/Tokyo')
  if (calendar !== undefined && calendar !== 'japan')
    throw new InputError('--calendar', {}, `expected japan, found ${JSON.stringify(calendar)}`)
  if (resets !== undefined && resets !== 'monthly')
    throw new InputError('--resets', {}, `expected monthly, found ${JSON.stringify(resets)}`)
  if (resets !== undefined && options['peaks'] !== undefined && options['peaks'] !== 'maximum')
    throw new InputError(
      '--peaks',
      {},
      'expected maximum with --resets: of a counter only its highest value of a day',
    )
  const most = numbersOf('--ceiling', ceiling, 0, 1e100, false)[0]
  return {
    zone,
    japaneseCalendar: calendar === 'japan',
    ...(resets === 'monthly' && { resets }),
    ...(typeof outages === 'string' && { outages: readOutages(outages, await textOf(io, outages)) }),
    ...(typeof steps === 'string' && { steps: readSteps(steps, await textOf(io, steps)) }),
    ...(most !== undefined && { ceiling: most }),
  }
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
