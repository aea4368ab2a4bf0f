import type { Text } from '../platform/text.ts'
import { number } from './message.ts'
import { useSay } from './language.tsx'

type Counted = { noun: Text; total: number; judged: number }

/** `役務 6 / 6 ・ 設備 158 / 158 ・ 計算`: a verdict never stands without how many were judged. */
export function PopulationLine({
  population,
  then = [],
}: {
  population: readonly Counted[]
  then?: readonly Text[]
}) {
  const say = useSay()
  // Beside something that was counted, what does not exist says nothing; alone it does.
  const counted = population.some(({ total }) => total > 0)
    ? population.filter(({ total }) => total > 0)
    : population
  const parts = counted.map(({ noun, total, judged }) => ({
    ja: `${noun.ja} ${number(judged)}\u00a0/\u00a0${number(total)}`,
    en: `${number(judged)}\u00a0/\u00a0${number(total)} ${noun.en}`,
  }))
  return <>{[...parts, ...then].map(say).join(say({ ja: '\u00a0・ ', en: '\u00a0· ' }))}</>
}
