import { useQuery } from '@tanstack/react-query'
import { instantLine } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import type { InboxReading } from '../inbox.ts'
import { piecesOf } from './evidence.ts'
import { MailStateWord } from './inbox.tsx'
import { mailQuery, type MailWhole } from './maintenance-query.ts'
import { ReadingView } from './reading-view.tsx'
import { words } from './words.ts'

/** One mail as it came, beside how it was read. */
export function MailPage({ sha256, zone }: { sha256: string; zone: string }) {
  const say = useSay()
  const query = useQuery(mailQuery(sha256))
  if (query.data === undefined) return <Unread query={query} />
  const mail = query.data
  return (
    <section aria-labelledby="mail-title" className="mail-page">
      <p>
        <Link href={paths.maintenance({ view: 'inbox' })}>{say(words.back)}</Link>
      </p>
      <h2 id="mail-title">{mail.subject === '' ? say(words.noSubject) : mail.subject}</h2>
      <p className="soft">
        {mail.shown.from === '' ? mail.sender : mail.shown.from} ・ {say(instantLine(mail.received_at, zone))}
      </p>
      <MailStateWord mail={mail} />
      <div className="mail-columns">
        <div className="mail-letter">
          <h3>{say(words.mailText)}</h3>
          <p className="soft">{say(words.marks)}</p>
          <Letter mail={mail} />
          {mail.shown.attachments.length > 0 && (
            <p className="soft">
              {say(words.attachments)} {mail.shown.attachments.map(({ name }) => name).join(', ')}
            </p>
          )}
        </div>
        <div>
          {mail.readings.map((reading, at) => (
            <ReadingView
              key={`${reading.index}`}
              reading={reading}
              zone={zone}
              title={say(words.reading(at + 1, mail.readings.length))}
            />
          ))}
        </div>
      </div>
    </section>
  )
}

/** The letters of the mail with what the readings rest on marked; wide ones scroll, also by keyboard. */
function Letter({ mail }: { mail: MailWhole }) {
  const say = useSay()
  const pieces = piecesOf(mail.shown.text, {
    number: mail.readings[0]?.notice.maintenance_id ?? '',
    objects: mail.readings.flatMap(({ objects }) => objects.map(({ said }) => said)),
    instants: mail.readings.flatMap(instantsOf),
  })
  return (
    <pre className="letter" tabIndex={0} aria-label={say(words.mailText)}>
      {pieces.map(({ at, text, evidence }) =>
        evidence === undefined ? (
          <span key={at}>{text}</span>
        ) : (
          <mark key={at} className={`evidence ${evidence}`}>
            {text}
          </mark>
        ),
      )}
    </pre>
  )
}

function instantsOf({ notice }: InboxReading): string[] {
  return [notice, ...notice.competing].flatMap(({ windows }) =>
    windows.flatMap(({ start, end }) => [start, end]),
  )
}
