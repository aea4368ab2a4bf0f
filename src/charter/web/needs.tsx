import { useQuery } from '@tanstack/react-query'
import { meQuery, type Waiting } from '../../people/web/people-query.ts'
import type { Text } from '../../platform/text.ts'
import { dayOf } from './civil-input.ts'
import { civilDate } from '../../web/civil.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { useScreenOfClause } from '../../web/screen.ts'
import { STATE_WORDS, StateMark } from '../../web/state.tsx'
import type { Board } from '../board.ts'
import { isSilent, needsOf, type Clause, type Need } from './chapters.ts'
import { Reason } from './clause-note.tsx'
import { openActionsQuery, type OpenAction } from './open-actions-query.ts'
import { words } from './words.ts'

const NEEDS_MAX = 5
/** So that what waits for approval does not hide what does not hold. */
const APPROVALS_BESIDE_NEEDS_MAX = 2

/** What needs whoever looks: what waits for his approval, then what does not hold, at most a handful. */
export function Needs({ clauses, board }: { clauses: readonly Clause[]; board: Board }) {
  const say = useSay()
  const { data: me } = useQuery(meQuery)
  const { data: actions = [] } = useQuery(openActionsQuery)
  const needs = needsOf(clauses)
  const waits = (me?.approvals ?? []).toSorted((one, other) => Math.sign(dueMs(one) - dueMs(other)) || 0)
  const approvals = waits.slice(0, Math.max(APPROVALS_BESIDE_NEEDS_MAX, NEEDS_MAX - needs.length))
  const shown = needs.slice(0, NEEDS_MAX - approvals.length)
  const left = needs.length - shown.length
  const moreWait = waits.length - approvals.length
  const waiting = clauses.filter(isSilent).length
  return (
    <section className="needs">
      <h2>{say(words.needsMe)}</h2>
      {approvals.length + needs.length === 0 && <p className="meta">{say(words.nothingNeeded)}</p>}
      <ul>
        {approvals.map((one) => (
          <ApprovalLine key={`${one.kind} ${one.id}`} waiting={one} board={board} />
        ))}
        {moreWait > 0 && (
          <li>
            <span />
            <p className="meta">
              <Link href={paths.approvals()}>{say(words.moreWait(moreWait))}</Link>
            </p>
          </li>
        )}
        {shown.map((need) => (
          <NeedLine
            key={`${need.clause.entry.id} ${need.because?.text.en ?? ''}`}
            need={need}
            action={actions.find(({ clauses: of }) => of.includes(need.clause.entry.id))}
            board={board}
          />
        ))}
      </ul>
      {left > 0 && <p className="meta">{say(words.more(left))}</p>}
      {waiting > 0 && <p className="meta">{say(words.waiting(waiting))}</p>}
    </section>
  )
}

function ApprovalLine({ waiting, board }: { waiting: Waiting; board: Board }) {
  const say = useSay()
  const { since, due } = waiting
  const isLate = due !== undefined && Date.parse(due) <= Date.parse(board.at)
  const when =
    due === undefined
      ? words.since(dayText(since, board))
      : (isLate ? words.approvalLate : words.approveBy)(dayText(due, board))
  return (
    <li>
      <svg className="mark to-seal" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M2.2 6h11.6M2.2 10h11.6" stroke="currentColor" strokeWidth="1.2" />
      </svg>
      <div>
        <p>
          <Link href={paths.approvals()}>{say(waiting.title)}</Link>
        </p>
        <p className={isLate ? 'meta overdue' : 'meta'}>
          {say(words.waitsForMe)} {say({ ja: '・ ', en: '· ' })}
          {say(when)}
        </p>
      </div>
    </li>
  )
}

type NeedProps = { need: Need; action: OpenAction | undefined; board: Board }

function NeedLine({ need: { clause, state, because, more, alike }, action, board }: NeedProps) {
  const say = useSay()
  const screen = useScreenOfClause()(clause.entry.id)
  const page = paths.clausePage(clause.entry.id)
  return (
    <li>
      <StateMark state={state} />
      <div>
        <p>
          <span className="unseen">{say(STATE_WORDS[state])}: </span>
          {because === undefined ? (
            <Link href={page}>{say(STATE_WORDS[state])}</Link>
          ) : (
            <Reason clause={clause} because={because} screen={screen} otherwise={page} />
          )}
        </p>
        <p className="meta">
          <Link href={page}>
            <span className="mono">{clause.entry.id}</span> {say(clause.entry.title)}
          </Link>
          {alike > 0 && ` ${say(words.alike(alike))}`}
          {alike === 0 && more > 0 && ` ${say(words.more(more))}`}
        </p>
        {action !== undefined && (
          <p className={action.overdue ? 'meta overdue' : 'meta'}>
            {say((action.overdue ? words.wasDue : words.due)(lastDayText(action.due, board)))}
          </p>
        )}
      </div>
    </li>
  )
}

/** What has no last day comes after what has. */
function dueMs({ due }: Waiting): number {
  return due === undefined ? Infinity : Date.parse(due)
}

function dayText(at: string, { operator: { zone, era } }: Board): Text {
  return civilDate(dayOf(at, zone), era)
}

/** The last day that ends at an instant: a deadline is the end of its day. */
function lastDayText(until: string, board: Board): Text {
  return dayText(new Date(Date.parse(until) - 1).toISOString(), board)
}
