import { clockTime, zoneName } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { MarginNote } from '../../../web/note.tsx'
import { PopulationLine } from '../../../web/population.tsx'
import type { State } from '../../../web/state.tsx'
import type { WallPage } from '../wall/page.ts'
import { words } from './words.ts'

type Control = WallPage['controls'][number]

const RANK: Record<State, number> = { fail: 0, stale: 1, unknown: 2, waived: 3, pass: 4, na: 5 }

/** The control that hurts most, as the margin says it. */
export function ControlNote({ controls, at, zone }: { controls: Control[]; at: string; zone: string }) {
  const say = useSay()
  const worst = controls.toSorted((one, other) => RANK[stateOf(one)] - RANK[stateOf(other)])[0]
  if (worst === undefined) return null
  const because = worst.because.find(({ verdict }) => verdict === worst.verdict) ?? worst.because[0]
  return (
    <MarginNote
      state={stateOf(worst)}
      finding={because && say(because.text)}
      meta={
        <>
          <PopulationLine population={controls.flatMap(({ population }) => population)} />
          {say({ ja: '\u00a0・ ', en: '\u00a0· ' })}
          <time dateTime={at}>{say(words.judgedAt(`${clockTime(at, zone)} ${zoneName(at, zone)}`))}</time>
        </>
      }
    />
  )
}

function stateOf({ verdict, freshness }: Control): State {
  if (verdict === 'not-applicable') return 'na'
  return freshness === 'stale' && verdict !== 'fail' ? 'stale' : verdict
}
