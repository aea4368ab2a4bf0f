import { useQuery } from '@tanstack/react-query'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { rulesOfQuery, type Then } from './clause-query.ts'
import { words } from './clause-words.ts'
import { RuleVersionEntry } from './rule-version.tsx'
import { Nothing, Trouble } from './section-parts.tsx'

const SHOWN: readonly string[] = ['waiting', 'draft', 'in-force', 'not-yet', 'lapsed']
/** What waits for somebody first, then what is in force. */
const byState = (one: { state: string }, other: { state: string }) =>
  SHOWN.indexOf(one.state) - SHOWN.indexOf(other.state)

/** The rules that carry out a clause: what is in force, and what waits or is being written. */
export function RuleSection({ clause, then }: { clause: string; then: Then }) {
  const say = useSay()
  const query = useQuery(rulesOfQuery(clause, then))
  const all = (query.data?.items ?? []).filter((rule) => rule.clause === clause)
  const shown = all.filter(({ state }) => SHOWN.includes(state)).toSorted(byState)
  return (
    <section className="part" aria-labelledby="rules-title">
      <h2 id="rules-title">{say(words.rules)}</h2>
      <p className="meta unprinted">
        <Link href={paths.rules({ clause })}>{say(words.allRules)}</Link>
      </p>
      <Trouble query={query} />
      {query.data !== undefined && shown.length === 0 && (
        <Nothing is={words.noRules} todo={words.noRulesDo} />
      )}
      {shown.map((rule) => (
        <RuleVersionEntry
          key={`${rule.id} ${rule.version}`}
          rule={rule}
          versions={all.filter(({ id }) => id === rule.id)}
          past={then !== undefined}
        />
      ))}
    </section>
  )
}
