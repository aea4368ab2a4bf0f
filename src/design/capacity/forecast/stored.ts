import { STORED_READINGS } from '../../../estate/stored-series.ts'
import type { CommandIo, CommandOptions } from '../../../platform/command.ts'
import { InputError } from '../../../platform/failure.ts'
import { ask } from '../../../platform/remote.ts'
import type { Series } from './csv-series.ts'

type Answered = { name: string; from: string; step_ms: number; values: (number | null)[] }

/**
 * One series of the monitoring store of a running kensho, which is asked over HTTP with KENSHO_TOKEN. Gaps are NaN.
 * InputError where the name means no series or several.
 */
export async function storedSeries(io: CommandIo, series: string, options: CommandOptions): Promise<Series> {
  const as = STORED_READINGS.find((known) => known === options['as'])
  if (as === undefined)
    throw new InputError(
      '--as',
      {},
      `expected one of ${STORED_READINGS.join(', ')}, found ${JSON.stringify(options['as'])}`,
    )
  const query = { series, as, days: String(options['past']), step_minutes: String(options['step']) }
  const answer = JSON.parse(
    await ask(io, options, { path: '/api/monitoring/values', query }, '--store'),
  ) as Answered
  return {
    id: answer.name,
    values: Float64Array.from(answer.values, (value) => value ?? NaN),
    stepMs: answer.step_ms,
    startMs: Date.parse(answer.from),
  }
}
