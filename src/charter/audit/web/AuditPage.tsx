import { useQuery } from '@tanstack/react-query'
import { useSay } from '../../../web/language.tsx'
import { Link, useParameter, usePlace } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import type { EngagementPage } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { engagementQuery } from './audit-query.ts'
import { Frame, Progress } from './frame.tsx'
import { LedgerPart } from './ledger-part.tsx'
import { PeoplePart } from './people-part.tsx'
import { usePeriod } from './period.ts'
import { ReportPart } from './report-part.tsx'
import { RequestsPart } from './requests-part.tsx'
import { ScopePart } from './scope-part.tsx'
import { words } from './words.ts'

const PARTS = ['scope', 'requests', 'report', 'people', 'ledger'] as const
const SHOWN = {
  scope: ScopePart,
  requests: RequestsPart,
  report: ReportPart,
  people: PeoplePart,
  ledger: LedgerPart,
} as const

/** One engagement: how far it is, and its parts. */
export default function AuditPage() {
  const id = useParameter('id')
  const query = useQuery(engagementQuery(id))
  return query.data === undefined ? <Unread query={query} /> : <Engagement page={query.data} />
}

function Engagement({ page }: { page: EngagementPage }) {
  const say = useSay()
  const period = usePeriod()
  const { part: wanted } = usePlace()
  const chosen = PARTS.find((part) => part === wanted) ?? 'scope'
  const Part = SHOWN[chosen]
  const { id, title, clauses, criteria, state, version, controls, concluded, reopened } = page
  return (
    <Frame title={title} under={<Above />}>
      <p>
        {say(words.states[state])} ・ {say(auditWords.version(version))} ・ {period(page)}
      </p>
      {reopened !== undefined && <p className="soft">{say(words.reopened(reopened))}</p>}
      <dl className="audit-facts">
        <dt>{say(auditWords.clauses)}</dt>
        <dd>
          <span className="clauses-of">
            {clauses.map((clause) => (
              <Link key={clause} href={paths.clausePage(clause)}>
                {clause}
              </Link>
            ))}
          </span>
        </dd>
        <dt>{say(auditWords.criteria)}</dt>
        <dd>{criteria}</dd>
      </dl>
      <Progress done={concluded} all={controls} says={say(words.progress(concluded, controls))} />
      <p>
        {say(words.testedOf(page.tested, page.sampled, page.deviations))}{' '}
        {say(words.askedOf(page.unanswered, page.overdue))}
      </p>
      <nav className="parts unprinted" aria-label={say(words.part)}>
        {PARTS.map((part) => (
          <Link
            key={part}
            href={paths.audit(id, { part })}
            aria-current={part === chosen ? 'page' : undefined}
          >
            {say(words.parts[part])}
          </Link>
        ))}
      </nav>
      <Part page={page} />
    </Frame>
  )
}

function Above() {
  const say = useSay()
  return (
    <nav className="item-neighbours unprinted" aria-label={say(words.all)}>
      <Link href={paths.audits()}>{say(words.all)}</Link>
    </nav>
  )
}
