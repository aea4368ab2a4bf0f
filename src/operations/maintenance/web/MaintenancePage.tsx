import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import './maintenance.css'
import { BehindLine } from '../../../web/behind.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link, usePlace } from '../../../web/link.tsx'
import { paths, type MaintenancePlace } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import { Masthead } from '../../../web/masthead.tsx'
import { Calendar } from './calendar.tsx'
import { Inbox } from './inbox.tsx'
import { MailPage } from './mail-page.tsx'
import { impactQuery } from './maintenance-query.ts'
import { StoryPage } from './story-page.tsx'
import { words } from './words.ts'

/** The page of clause 5.1: what is announced and what it takes away; the mails beside how they were read. */
export default function MaintenancePage() {
  const say = useSay()
  const query = useQuery(impactQuery)
  const place: MaintenancePlace = usePlace()
  const title = `5.1 ${say(words.title)}`
  useEffect(() => {
    document.title = title
  }, [title])
  if (query.data === undefined) return <Unread query={query} />
  const impact = query.data
  return (
    <>
      <BehindLine query={query} zone={impact.zone} />
      <article className="maintenance">
        <Opening place={place} />
        {place.mail !== undefined ? (
          <MailPage sha256={place.mail} zone={impact.zone} />
        ) : place.key !== undefined ? (
          <StoryPage maintenance={place.key} impact={impact} />
        ) : place.view === 'inbox' ? (
          <Inbox zone={impact.zone} />
        ) : (
          <Calendar impact={impact} from={place.from} />
        )}
      </article>
    </>
  )
}

function Opening({ place }: { place: MaintenancePlace }) {
  const say = useSay()
  const inInbox = place.view === 'inbox' || place.mail !== undefined
  return (
    <header className="maintenance-opening">
      <Masthead />
      <h1>
        <span className="number">5.1</span>
        {say(words.title)}
      </h1>
      <p className="lead">{say(words.lead)}</p>
      <nav aria-label={say(words.views)} className="maintenance-views">
        <Link href={paths.maintenance()} className="button" aria-current={inInbox ? undefined : 'page'}>
          {say(words.calendar)}
        </Link>
        <Link
          href={paths.maintenance({ view: 'inbox' })}
          className="button"
          aria-current={inInbox ? 'page' : undefined}
        >
          {say(words.inbox)}
        </Link>
      </nav>
    </header>
  )
}
