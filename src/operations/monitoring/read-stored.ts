import type { StoredAsked, StoredFound } from '../../estate/stored-series.ts'
import type { Context } from '../../platform/context.ts'
import { finestMs, onSteps } from './grid.ts'
import { readHours, seriesSelected } from './reading.ts'
import { readSelector } from './selector.ts'

/** So many are named where a selector means several. */
const NAMED_MAX = 3

/** The store as a source of what is forecast (estate/stored-series.ts). InputError where the name cannot be read. */
export async function readStored(ctx: Context, asked: StoredAsked): Promise<StoredFound> {
  const selector = readSelector('series', asked.series)
  const { as, stepMs, fromMs, untilMs } = asked
  const finest = finestMs(as)
  if (stepMs % finest !== 0) {
    const minutes = finest / 60_000
    return cannot(
      `刻みは ${minutes} 分の倍数でなければなりません。`,
      `a step of a multiple of ${minutes} minutes is expected`,
    )
  }
  const found = await seriesSelected(ctx.db, selector, NAMED_MAX + 1)
  const [series] = found
  if (series === undefined)
    return cannot(`監視の保存系列に ${asked.series} はありません。`, `no stored series is ${asked.series}`)
  if (found.length > 1) {
    const named = found.slice(0, NAMED_MAX).map(({ name }) => name)
    const more = found.length > NAMED_MAX
    return cannot(
      `${asked.series} は一つの系列を指していません（${named.join('、')}${more ? ' ほか' : ''}）。`,
      `${asked.series} means several stored series (${named.join(', ')}${more ? ' and more' : ''}); name one by its labels`,
    )
  }
  if (series.kind === 'counter' && as !== 'rate')
    return cannot(
      `${series.name} は増え続ける計数です。増加率（rate）で読んでください。`,
      `${series.name} is a counter, which only grows; read it as rate`,
    )
  const hours = await readHours(ctx.db, series.id, fromMs, untilMs)
  const values = onSteps(hours, { fromMs, untilMs, stepMs, as })
  const first = values.findIndex((value) => !Number.isNaN(value))
  if (first < 0)
    return cannot(`${series.name} には期間内の値がありません。`, `${series.name} has no values in that time`)
  // Before the first value there is nothing, which is no gap.
  return { name: series.name, startMs: fromMs + first * stepMs, stepMs, values: values.slice(first) }
}

function cannot(ja: string, en: string): StoredFound {
  return { cannot: { ja, en } }
}
