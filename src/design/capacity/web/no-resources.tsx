import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { useSay } from '../../../web/language.tsx'
import { words } from './words.ts'

const EXAMPLE = `resources:
  - id: band-tokyo
    owner: p-0001
    unit: Mbit/s
    maximum: 10000
    reserve: 1000
    lead_time_days: 60
    history: band-tokyo.csv`

/** Nothing that could run out was declared: what to write, and how to send it. */
export function NoResources() {
  const say = useSay()
  return (
    <section className="capacity-none">
      <h2>{say(words.emptyTitle)}</h2>
      <p>{say(words.emptyWhy)}</p>
      <ol>
        <li>
          {say(words.emptyWrite)}
          <pre>
            <code>{EXAMPLE}</code>
          </pre>
        </li>
        <li>
          {say(words.emptyApply)}
          <pre>
            <code>{say(words.applyLine)}</code>
          </pre>
        </li>
      </ol>
      <p>
        <Link href={paths.monitoring()}>{say(words.stored.look)}</Link>
      </p>
    </section>
  )
}
