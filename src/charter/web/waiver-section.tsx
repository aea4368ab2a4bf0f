import { useQuery } from '@tanstack/react-query'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { waiversOfQuery, type Then } from './clause-query.ts'
import { words } from './clause-words.ts'
import { Nothing, Trouble } from './section-parts.tsx'
import { WaiverEntry } from './waiver-entry.tsx'

/** The waivers of a clause: what waits, what is in force, what is over. */
export function WaiverSection({ clause, then }: { clause: string; then: Then }) {
  const say = useSay()
  const query = useQuery(waiversOfQuery(clause, then))
  const all = (query.data?.items ?? []).filter((one) => one.clause === clause)
  const over = all.filter(({ state }) => state === 'expired' || state === 'withdrawn')
  const current = all.filter((one) => !over.includes(one))
  return (
    <section className="part" aria-labelledby="waivers-title">
      <h2 id="waivers-title">{say(words.waivers)}</h2>
      <p className="meta unprinted">
        <Link href={paths.waivers({ clause })}>{say(words.allWaivers)}</Link>
      </p>
      <Trouble query={query} />
      {query.data !== undefined && current.length === 0 && <Nothing is={words.noWaivers} />}
      {current.map((one) => (
        <WaiverEntry key={one.id} waiver={one} past={then !== undefined} />
      ))}
      {over.length > 0 && (
        <details className="older">
          <summary>{say(words.older(over.length))}</summary>
          {over.map((one) => (
            <WaiverEntry key={one.id} waiver={one} past={then !== undefined} />
          ))}
        </details>
      )}
    </section>
  )
}
