import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import { number } from '../../../web/message.ts'
import type { LoadAfter, Overload } from '../what-if.ts'
import type { Naming } from './naming.ts'
import { words } from './words.ts'

const ROWS_MAX = 8

/** What a failure overloads: each with its load by capacity before and after. Unknown is said, never passed over. */
export function LoadNote({ load, naming }: { load: LoadAfter | undefined; naming: Naming }) {
  const say = useSay()
  if (load === undefined) return null
  return (
    <section className="load-note">
      <h3>{say(words.overloads)}</h3>
      {load.known ? (
        <Known load={load} naming={naming} />
      ) : (
        <p className="state-unknown">
          {say(load.too_large === true ? words.loadTooLarge : words.loadUnknown)}
        </p>
      )}
    </section>
  )
}

function Known({ load, naming }: { load: LoadAfter; naming: Naming }) {
  const say = useSay()
  const { overloaded, unserved, unknown_capacity } = load
  return (
    <>
      {overloaded.length === 0 && unserved === 0 && <p>{say(words.noOverload)}</p>}
      {overloaded.length > 0 && (
        <ul>
          {overloaded.slice(0, ROWS_MAX).map((row) => (
            <li key={`${row.id} ${row.direction ?? ''}`}>
              <span>
                {say(naming.of(row.id))}
                {row.direction === undefined
                  ? ''
                  : ` ${say(row.direction === 'forward' ? words.there : words.backAgain)}`}
              </span>
              <span className="percent">{say(shareOf(row))}</span>
            </li>
          ))}
        </ul>
      )}
      {overloaded.length > ROWS_MAX && (
        <p className="soft">{say(words.more(overloaded.length - ROWS_MAX))}</p>
      )}
      {unserved > 0 && <p className="state-fail">{say(words.unserved(unserved))}</p>}
      {unknown_capacity > 0 && (
        <p className="state-unknown">{say(words.unknownCapacity(unknown_capacity))}</p>
      )}
    </>
  )
}

function shareOf({ load, capacity, steady_load }: Overload): Text {
  const percent = (value: number): string =>
    capacity === 0 ? '∞' : `${number(Math.round((value / capacity) * 100))}%`
  const text = `${percent(steady_load)} → ${percent(load)}`
  return { ja: text, en: text }
}
