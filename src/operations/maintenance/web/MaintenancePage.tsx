import { useQuery } from '@tanstack/react-query'
import '../../../charter/web/clause.css'
import './maintenance.css'
import type { Text } from '../../../platform/text.ts'
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
import { RegisterView } from './register.tsx'
import { registerWords } from './register-words.ts'
import { StoryPage } from './story-page.tsx'
import { words } from './words.ts'
import { useTitle } from '../../../web/title.ts'

/** The page of clause 5.1: what is announced and what it takes away; the mails beside how they were read. */
export default function MaintenancePage() {
  const say = useSay()
  const query = useQuery(impactQuery)
  const place: MaintenancePlace = usePlace()
  const title = `5.1 ${say(words.title)}`
  useTitle(title)
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
          <StoryPage maintenance={place.key} impact={impact} form={place.form} />
        ) : place.view === 'register' ? (
          <RegisterView />
        ) : place.view === 'inbox' ? (
          <Inbox zone={impact.zone} />
        ) : (
          <Calendar impact={impact} from={place.from} form={place.form} />
        )}
      </article>
    </>
  )
}

const VIEWS: readonly { view?: string; word: Text }[] = [
  { word: words.calendar },
  { view: 'inbox', word: words.inbox },
  { view: 'register', word: registerWords.title },
]

function Opening({ place }: { place: MaintenancePlace }) {
  const say = useSay()
  const here = place.mail === undefined ? place.view : 'inbox'
  return (
    <header className="maintenance-opening">
      <Masthead />
      <h1>
        <span className="number">5.1</span>
        {say(words.title)}
      </h1>
      <p className="lead">{say(words.lead)}</p>
      <nav aria-label={say(words.views)} className="maintenance-views">
        {VIEWS.map(({ view, word }) => (
          <Link
            key={word.en}
            href={paths.maintenance(view === undefined ? {} : { view })}
            className="button"
            aria-current={view === here ? 'page' : undefined}
          >
            {say(word)}
          </Link>
        ))}
      </nav>
    </header>
  )
}
