import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import { join, same } from '../../../web/message.ts'
import { StateMark, type State } from '../../../web/state.tsx'
import type { MaintenanceImpact } from '../impact/routes.ts'
import { words } from './words.ts'

export type Interval = MaintenanceImpact['intervals'][number]
type Kind = 'down' | 'redundancy_lost' | 'below_capacity'

const KINDS: readonly Kind[] = ['down', 'redundancy_lost', 'below_capacity']
const STATE: Record<Kind, State> = { down: 'fail', redundancy_lost: 'stale', below_capacity: 'stale' }
const NAMES_MAX = 3

/** What is lost in one interval, a line a service: mark, word, service, and why. */
export function Losses({ interval, names }: { interval: Interval; names: MaintenanceImpact['names'] }) {
  const say = useSay()
  const textOf = (id: string): Text => names[id] ?? same(id)
  const listed = (ids: readonly string[]): Text => join(ids.map(textOf))
  return (
    <ul className="losses">
      {KINDS.flatMap((kind) =>
        interval[kind].map((one) => {
          const alone = one.failures.slice(0, NAMES_MAX)
          const over = [...new Set((one.overloaded ?? []).map(({ id }) => id))]
          const why: Text | undefined =
            kind === 'redundancy_lost'
              ? words.remains(listed(alone), one.failures.length)
              : kind === 'below_capacity' && over.length > 0
                ? words.overloads(listed(over), alone.length === 0 ? undefined : listed(alone))
                : one.witness
          return (
            <li key={`${kind} ${one.service}`} className={`state-${STATE[kind]}`}>
              <StateMark state={STATE[kind]} /> <b>{say(words.kinds[kind])}</b>
              {!interval.certain && <span className="not-certain">{say(words.notCertain)}</span>}{' '}
              <span className="loss-service">{say(textOf(one.service))}</span>
              {why !== undefined && <span className="loss-why">{say(why)}</span>}
            </li>
          )
        }),
      )}
    </ul>
  )
}

/** The worst of an interval, for its bar. */
export function worstOf(interval: Interval): Kind {
  return KINDS.find((kind) => interval[kind].length > 0) ?? 'below_capacity'
}

/** The keys of all maintenances that an interval rests on. */
export function maintenancesOf(interval: Interval): string[] {
  return [...new Set(KINDS.flatMap((kind) => interval[kind].flatMap((one) => one.maintenances)))]
}
