import { useQuery } from '@tanstack/react-query'
import './ledger.css'
import { BehindLine } from '../../web/behind.tsx'
import { useSay } from '../../web/language.tsx'
import { Unread } from '../../web/unread.tsx'
import { Masthead } from '../../web/masthead.tsx'
import { zoneQuery } from '../../web/zone-query.ts'
import type { LedgerFacts } from '../listing-routes.ts'
import { FactList } from './fact-list.tsx'
import { FactPage } from './fact-page.tsx'
import { factsQuery } from './facts-query.ts'
import { Filters } from './filters.tsx'
import { KeepElsewhere, LogHead } from './log-head.tsx'
import { useLedgerPlace } from './ledger-place.ts'
import { Closed, NoMatch, Young } from './nothing-there.tsx'
import { words } from './words.ts'
import { useTitle } from '../../web/title.ts'

/** The ledger: the facts as they arrive, the head of the log beside them; or one fact with its proof. */
export default function LedgerPage() {
  const { place } = useLedgerPlace()
  const zone = useQuery(zoneQuery).data?.operator.zone ?? 'UTC'
  return place.fact === undefined ? <List zone={zone} /> : <FactPage index={place.fact} zone={zone} />
}

function List({ zone }: { zone: string }) {
  const { place } = useLedgerPlace()
  const query = useQuery(factsQuery(place))
  const say = useSay()
  const title = say(words.title)
  useTitle(title)
  if (query.data === undefined) return <Unread query={query} />
  return (
    <>
      <BehindLine query={query} zone={zone} />
      <article className="ledger">
        <Opening />
        <div className="ledger-columns">
          <Facts page={query.data} zone={zone} />
          {query.data.head !== null && (
            <aside className="ledger-margin">
              <LogHead head={query.data.head} zone={zone} />
              <KeepElsewhere head={query.data.head} />
            </aside>
          )}
        </div>
      </article>
    </>
  )
}

function Opening() {
  const say = useSay()
  return (
    <header className="ledger-opening">
      <Masthead />
      <h1>{say(words.title)}</h1>
      <p className="lead">{say(words.lead)}</p>
    </header>
  )
}

function Facts({ page, zone }: { page: LedgerFacts; zone: string }) {
  const { place } = useLedgerPlace()
  const sought = [place.type, place.clause, place.by, place.object].some((value) => (value ?? '') !== '')
  if (page.head === null) return <Closed />
  const none = page.facts.length === 0 && page.pending.facts.length === 0
  return (
    <section className="ledger-facts" aria-labelledby="facts-title">
      <Filters page={page} sought={sought} zone={zone} />
      {none && sought ? <NoMatch /> : <FactList page={page} zone={zone} />}
      {!sought && page.head.size <= 1 && <Young />}
    </section>
  )
}
