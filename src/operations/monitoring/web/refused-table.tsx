import { instantLine } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { number } from '../../../web/message.ts'
import type { ListedPage } from '../page-schema.ts'
import { words } from './words.ts'

/** What was sent and is not kept, by reason, each with one of its values: nothing is dropped in silence. */
export function RefusedTable({ page: { refused, zone } }: { page: ListedPage }) {
  const say = useSay()
  return (
    <section className="refused">
      <h2>{say(words.refused)}</h2>
      {refused.length === 0 ? (
        <p className="soft">{say(words.refusedNone)}</p>
      ) : (
        <ul>
          {refused.map(({ reason, values, last_at, example }) => (
            <li key={reason}>
              <b>
                {say(words.reasons[reason])} {number(values)}
              </b>
              <span className="soft">
                {say(words.lastAt)} {say(instantLine(last_at, zone))}
              </span>
              <code>{example}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
