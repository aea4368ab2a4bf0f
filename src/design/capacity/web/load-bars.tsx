import { useSay } from '../../../web/language.tsx'
import type { LoadPage } from '../wall/page.ts'
import { amount, named, share } from './civil-words.ts'
import { loadRows } from './load-rows.ts'
import { loadWords } from './load-words.ts'
import { words } from './words.ts'

const SHOWN = 15
/** A little beyond full, so that what overflows is seen to. */
const SCALE = 1.25

type BarsProps = { report: NonNullable<LoadPage['report']>; names: LoadPage['names'] }

/** What is fullest under its worst failure, at rest and then. */
export function LoadBars({ report, names }: BarsProps) {
  const say = useSay()
  const rows = loadRows(report)
    .filter(({ worst }) => worst.utilisation !== null)
    .toSorted((one, other) => (other.worst.utilisation ?? 0) - (one.worst.utilisation ?? 0))
    .slice(0, SHOWN)
  const most = Math.max(SCALE, ...rows.map(({ worst }) => worst.utilisation ?? 0))
  const at = (utilisation: number): string => `${(100 * utilisation) / most}%`
  return (
    <section className="capacity-part" aria-labelledby="bars-title">
      <h2 id="bars-title">{say(loadWords.picture)}</h2>
      <p className="meta">{say(loadWords.pictureSays(rows.length))}</p>
      <ol className="load-bars">
        {rows.map((row) => {
          const worst = row.worst.utilisation ?? 0
          return (
            <li key={`${row.id} ${row.direction ?? ''}`}>
              <span>
                {say(named(names, row.id))}{' '}
                <span className="meta">
                  {say(row.direction === undefined ? loadWords.pool : loadWords[row.direction])}
                </span>
              </span>
              <span className="load-bar" aria-hidden="true">
                <i className={worst > 1 ? 'worst over' : 'worst'} style={{ width: at(worst) }} />
                <i className="rest" style={{ width: at(row.utilisation ?? 0) }} />
                <i className="full" style={{ left: at(1) }} />
              </span>
              <span>
                <span className="figures">
                  <b>{row.utilisation === null ? '—' : share(row.utilisation)} → </b>
                  <span className={worst > 1 ? 'over' : undefined}>{share(worst)}</span>{' '}
                  <span className="soft">
                    {amount(row.worst.load)} /{' '}
                    {row.capacity === null ? say(words.unknown) : amount(row.capacity)}
                  </span>
                </span>
                {row.worst.failure !== null && worst > (row.utilisation ?? 0) && (
                  <span className="meta">
                    {'\u2003'}
                    {say(named(names, row.worst.failure))}
                  </span>
                )}
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
