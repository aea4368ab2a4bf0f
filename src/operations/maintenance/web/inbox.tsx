import { useQuery } from '@tanstack/react-query'
import { instantLine } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { StateMark, type State } from '../../../web/state.tsx'
import { Unread } from '../../../web/unread.tsx'
import { inboxQuery, type MailSummary } from './maintenance-query.ts'
import { words } from './words.ts'

type MailState = keyof typeof words.mailStates

const MARK: Record<MailState, State> = {
  review: 'unknown',
  waiting: 'unknown',
  password: 'unknown',
  failed: 'fail',
  decided: 'pass',
  read: 'pass',
}

function stateOf({ failure, waits_for, read, readings }: MailSummary): MailState {
  if (failure !== undefined) return 'failed'
  if (waits_for === 'password') return 'password'
  if (!read) return 'waiting'
  if (readings.some((one) => one.decision === undefined && isOpen(one))) return 'review'
  return readings.some(({ decision }) => decision !== undefined) ? 'decided' : 'read'
}

/** A reading that is certain of nothing until a person has decided. */
function isOpen({ notice, provider, authentication }: MailSummary['readings'][number]): boolean {
  return notice.needs_review || provider === null || !authentication.aligned
}

/** The mails that came in, newest first, each with whether somebody has to look. */
export function Inbox({ zone }: { zone: string }) {
  const say = useSay()
  const query = useQuery(inboxQuery)
  if (query.data === undefined) return <Unread query={query} />
  const { mails, more } = query.data
  if (mails.length === 0) return <p className="soft inbox-none">{say(words.noMails)}</p>
  return (
    <section aria-labelledby="inbox-title" className="inbox">
      <h2 id="inbox-title">{say(words.inbox)}</h2>
      <ul className="mail-list">
        {mails.map((mail) => (
          <MailLine key={mail.sha256} mail={mail} zone={zone} />
        ))}
      </ul>
      {more && <p className="soft">{say(words.more)}</p>}
    </section>
  )
}

function MailLine({ mail, zone }: { mail: MailSummary; zone: string }) {
  const say = useSay()
  const state = stateOf(mail)
  return (
    <li>
      <MailStateWord mail={mail} />
      <div>
        <Link
          href={paths.maintenance({ mail: mail.sha256 })}
          className={state === 'review' ? 'mail-subject open' : 'mail-subject'}
        >
          {mail.subject === '' ? say(words.noSubject) : mail.subject}
        </Link>
        <p className="soft">
          {mail.sender} <span className="mail-time">{say(instantLine(mail.received_at, zone))}</span>
        </p>
      </div>
    </li>
  )
}

/** Mark and word of how far a mail is read. */
export function MailStateWord({ mail }: { mail: MailSummary }) {
  const say = useSay()
  const state = stateOf(mail)
  return (
    <span className={`mail-state state-${MARK[state]}`}>
      <StateMark state={MARK[state]} /> {say(words.mailStates[state])}
    </span>
  )
}
