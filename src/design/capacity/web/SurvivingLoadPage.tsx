import { useQuery } from '@tanstack/react-query'
import { BehindLine } from '../../../web/behind.tsx'
import { useSay } from '../../../web/language.tsx'
import { number } from '../../../web/message.ts'
import { Unread } from '../../../web/unread.tsx'
import type { Text } from '../../../platform/text.ts'
import type { LoadPage } from '../wall/page.ts'
import { loadQuery } from './capacity-query.ts'
import { named } from './civil-words.ts'
import { ControlNote } from './control-note.tsx'
import { LoadBars } from './load-bars.tsx'
import { LoadTables } from './load-tables.tsx'
import { loadWords } from './load-words.ts'
import { Opening } from './opening.tsx'
import { Surges } from './surges.tsx'

/** What every single failure does to the demands, by how much they may grow, and what comes back after a failure. */
export default function SurvivingLoadPage() {
  const query = useQuery(loadQuery)
  const say = useSay()
  if (query.data === undefined) return <Unread query={query} />
  const page = query.data
  const { report } = page
  return (
    <>
      <BehindLine query={query} zone={page.zone} />
      <article className="capacity">
        <Opening here="load" note={<ControlNote {...page} />}>
          {report !== null && report.demands.count > 0 && (
            <p className="lead">{say(loadWords.lead(report.failures.length, report.demands.count))}</p>
          )}
        </Opening>
        {report === null ? (
          <p className="capacity-none">{say(loadWords.tooLarge)}</p>
        ) : report.demands.count === 0 ? (
          <NoDemands />
        ) : (
          <>
            <Factors report={report} names={page.names} />
            <LoadBars report={report} names={page.names} />
          </>
        )}
        <Surges page={page} />
        <LoadTables page={page} />
      </article>
    </>
  )
}

const EXAMPLE = `demands:
  - { from: internet, to: carrier-a-net, volume: 9000 }`

function NoDemands() {
  const say = useSay()
  return (
    <section className="capacity-none">
      <h2>{say(loadWords.noDemands)}</h2>
      <p>{say(loadWords.noDemandsWhy)}</p>
      <pre>
        <code>{EXAMPLE}</code>
      </pre>
    </section>
  )
}

type Report = NonNullable<LoadPage['report']>

function Factors({ report, names }: { report: Report; names: LoadPage['names'] }) {
  const say = useSay()
  const { steady, under_failure } = report.growth
  const bad = report.failures.filter(({ unserved, overloaded }) => unserved > 0 || overloaded.length > 0)
  const factor = (growth: typeof steady): string => (growth === null ? '—' : `×${growth.factor.toFixed(2)}`)
  const first = (growth: typeof steady): Text | undefined => {
    if (growth === null) return undefined
    const name = named(names, growth.id)
    const isAsAtRest = steady !== null && growth.factor >= steady.factor
    return growth.failure === undefined || isAsAtRest
      ? loadWords.first(name)
      : loadWords.firstWhen(name, named(names, growth.failure))
  }
  const shown = [
    [loadWords.steadyFactor, factor(steady), first(steady)],
    [loadWords.failureFactor, factor(under_failure), first(under_failure)],
  ] as const
  return (
    <section className="load-factors" aria-label={say(loadWords.factors)}>
      {shown.map(([word, value, then]) => (
        <div key={word.en}>
          <h2>
            {say(loadWords.factors)} · {say(word)}
          </h2>
          <p>{value}</p>
          {then !== undefined && <p className="meta">{say(then)}</p>}
        </div>
      ))}
      <div>
        <h2>{say(loadWords.badFailures)}</h2>
        <p className={bad.length > 0 ? 'overdue' : undefined}>
          {bad.length === 0 ? say(loadWords.noBad) : number(bad.length)}
        </p>
        {report.assumed_working.length > 0 && (
          <p className="meta">{say(loadWords.assumed(report.assumed_working.length))}</p>
        )}
      </div>
    </section>
  )
}
