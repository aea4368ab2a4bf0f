import { useQuery } from '@tanstack/react-query'
import { instantLine } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import type { MaintenanceImpact } from '../impact/routes.ts'
import { momentLine } from './days.ts'
import { labelOf } from './label.ts'
import { MailStateWord } from './inbox.tsx'
import { Letters } from './letters.tsx'
import { Losses, maintenancesOf } from './losses.tsx'
import { storyQuery } from './maintenance-query.ts'
import { OwnWork } from './own-work.tsx'
import { Windows } from './reading-view.tsx'
import { words } from './words.ts'

/** One maintenance: how it stands, what it takes away, and every mail that spoke of it, oldest first. */
export function StoryPage({
  maintenance: key,
  impact,
  form,
}: {
  maintenance: string
  impact: MaintenanceImpact
  form: string | undefined
}) {
  const say = useSay()
  const query = useQuery(storyQuery(key))
  if (query.data === undefined) return <Unread query={query} />
  const { maintenance, mails } = query.data
  const { zone } = impact
  const intervals = impact.intervals.filter((interval) => maintenancesOf(interval).includes(key))
  const iso = (ms: number): string => new Date(ms).toISOString()
  const windows = maintenance.windows.map(({ fromMs, untilMs, backup }) => ({
    start: iso(fromMs),
    end: iso(untilMs),
    backup,
  }))
  const ordered = mails.toSorted((one, other) => (one.received_at < other.received_at ? -1 : 1))
  return (
    <section aria-labelledby="story-title" className="story">
      <p>
        <Link href={paths.maintenance()}>{say(words.calendar)}</Link>
      </p>
      <h2 id="story-title">{say(labelOf(impact, key))}</h2>
      <dl>
        <dt>{say(words.state)}</dt>
        <dd>
          {say(words.statuses[maintenance.status])}
          <span className="tag">{say(words.certainties[maintenance.certainty])}</span>
        </dd>
        <dt>{say(words.windows)}</dt>
        <dd>
          <Windows windows={windows} zone={zone} />
        </dd>
        <dt>{say(words.objects)}</dt>
        <dd>
          {maintenance.objects.length === 0 && say(words.noObjects)}
          <ul>
            {maintenance.objects.map(({ id, said, impact: effect }) => (
              <li key={`${said} ${id ?? ''}`}>
                {id === null ? (
                  <>
                    <code>{said}</code> <span className="soft">{say(words.notInEstate)}</span>
                  </>
                ) : (
                  say(impact.names[id] ?? { ja: id, en: id })
                )}{' '}
                {say(words.impacts[effect])}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      <h3>{say(words.effects)}</h3>
      {intervals.length === 0 && <p className="soft">{say(words.nothingLost)}</p>}
      {intervals.map((interval) => (
        <div key={`${interval.from} ${interval.until} ${String(interval.certain)}`} className="day-loss wide">
          <p className="day-time">
            {say(momentLine(interval.from, zone))} – {say(momentLine(interval.until, zone))}
          </p>
          <Losses interval={interval} names={impact.names} />
        </div>
      ))}
      <Letters maintenance={key} zone={zone} />
      {maintenance.provider === 'own' && (
        <OwnWork zone={zone} at={impact.at} open={form === 'own'} work={maintenance} />
      )}
      {ordered.length > 0 && <h3>{say(words.story)}</h3>}
      <ol className="mail-list">
        {ordered.map((mail) => (
          <li key={mail.sha256}>
            <MailStateWord mail={mail} />
            <div>
              <Link href={paths.maintenance({ mail: mail.sha256 })} className="mail-subject">
                {mail.subject === '' ? say(words.noSubject) : mail.subject}
              </Link>
              <p className="soft">
                {mail.sender} <span className="mail-time">{say(instantLine(mail.received_at, zone))}</span>
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
