import { useQuery } from '@tanstack/react-query'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import type { ActionRow, FindingRow } from '../improvement/page.ts'
import { actionsQuery, findingsQuery } from './clause-query.ts'
import { words } from './clause-words.ts'
import { Objects } from './control-list.tsx'
import { Nothing, Standing, Trouble } from './section-parts.tsx'
import { useDays } from './standing.ts'

const ROWS_SHOWN = 10

/** What was found at fault, and what is done about it. */
export function ImprovementSection({ clause }: { clause: string }) {
  const say = useSay()
  const findings = useQuery(findingsQuery(clause))
  const actions = useQuery(actionsQuery(clause))
  const found = findings.data?.rows ?? []
  const planned = actions.data?.rows ?? []
  return (
    <section className="part" aria-labelledby="actions-title">
      <h2 id="actions-title">{say(words.actions)}</h2>
      <Trouble query={findings} />
      {findings.data !== undefined && found.length + planned.length === 0 && (
        <Nothing is={words.noFindings} />
      )}
      {planned.slice(0, ROWS_SHOWN).map((action) => (
        <ActionEntry key={action.id} action={action} />
      ))}
      {found.slice(0, ROWS_SHOWN).map((finding) => (
        <FindingEntry key={finding.id} finding={finding} />
      ))}
    </section>
  )
}

function ActionEntry({ action }: { action: ActionRow }) {
  const say = useSay()
  const { lastDay } = useDays()
  return (
    <article className={`entry action is-${action.state}`}>
      <header>
        <h3>
          <Link href={paths.improvement({ action: action.id })}>{action.what}</Link>
        </h3>
        <Standing state={action.state} />
      </header>
      <p className={action.overdue ? 'meta overdue' : 'meta'}>
        {say(words.due(lastDay(action.due), action.owner.name))}
        {action.overdue && ` ・ ${say(words.overdue)}`}
      </p>
    </article>
  )
}

function FindingEntry({ finding }: { finding: FindingRow }) {
  const say = useSay()
  const { day } = useDays()
  const by = finding.opened_by.id.startsWith('system:') ? words.kensho : finding.opened_by.name
  return (
    <article className={`entry finding is-${finding.state}`}>
      <header>
        <h3>
          <Link href={paths.improvement({ finding: finding.id })}>
            {finding.because.map((because) => say(because)).join(' ')}
          </Link>
        </h3>
        <Standing state={finding.state} />
      </header>
      <p className="meta">
        {say(words.found(day(finding.opened_at), by))}
        {finding.at_fault === false && ` ・ ${say(words.noLonger)}`}
      </p>
      <Objects objects={finding.objects} />
    </article>
  )
}
