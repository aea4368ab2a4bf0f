import type { UseQueryResult } from '@tanstack/react-query'
import { clockTime, zoneName } from './civil.ts'
import { useSay } from './language.tsx'
import { StateMark } from './state.tsx'

/** Says that what is shown is no longer the present: the last reading failed. Without it the old would look live. */
export function BehindLine({ query, zone }: { query: UseQueryResult<{ at: string }>; zone: string }) {
  const say = useSay()
  if (!query.isError || query.data === undefined) return null
  const from = `${clockTime(query.data.at, zone)} ${zoneName(query.data.at, zone)}`
  return (
    <p className="behind" role="status">
      <StateMark state="stale" />
      {say({
        ja: `いまの内容を読めません。${from} 時点の内容を表示しています。`,
        en: `The present state cannot be read. This is how things stood at ${from}.`,
      })}
    </p>
  )
}
