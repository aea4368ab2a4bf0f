import { civilDate, instantLine } from '../../../../web/civil.ts'
import { dayOf } from '../../../../charter/web/civil-input.ts'
import { useSay, useSpoken } from '../../../../web/language.tsx'
import { Link } from '../../../../web/link.tsx'
import { paths } from '../../../../web/paths.ts'
import { Seal } from '../../../../web/seal.tsx'
import { STATE_WORDS } from '../../../../web/state.tsx'
import type { DraftPage } from '../page.ts'
import { draftPath } from './draft-query.ts'
import { stateOf } from './outcome-list.tsx'
import { EVENT_TEXTS } from '../told.ts'
import { words } from './words.ts'

/** Where a version is had as a document to be reviewed. */
function packHref(id: string, language: string, version?: number): string {
  const query = new URLSearchParams({
    lang: language,
    ...(version !== undefined && { version: String(version) }),
  })
  return `${draftPath(id, 'pack')}?${query.toString()}`
}

/** The versions that were kept, each with its review pack. */
export function Versions({ page, zone }: { page: DraftPage; zone: string }) {
  const say = useSay()
  const { language } = useSpoken()
  const { id } = page.draft
  return (
    <>
      {page.versions.length === 0 && <p className="soft">{say(words.noVersions)}</p>}
      <ul className="versions">
        {page.versions.map((version) => (
          <li key={version.number}>
            <p className="service-name">
              {say(words.version(version.number))}{' '}
              <span className={`state-${stateOf(version.verdict.after)}`}>
                {say(STATE_WORDS[stateOf(version.verdict.after)])}
              </span>
            </p>
            {version.note !== '' && <p>{version.note}</p>}
            <p className="meta">
              {say(version.saved_by)} ・{' '}
              <time dateTime={version.saved_at}>{say(instantLine(version.saved_at, zone))}</time>
            </p>
            <p className="digest mono">{version.digest}</p>
            <p>
              <a href={packHref(id, language, version.number)}>{say(words.pack)}</a>
            </p>
          </li>
        ))}
      </ul>
      <p>
        <a href={packHref(id, language)}>{say(words.packAsItStands)}</a>
      </p>
    </>
  )
}

/** What happened to it, with the seal of who approved; each step is a fact of the ledger. */
export function Past({ page, zone, era }: { page: DraftPage; zone: string; era: boolean }) {
  const say = useSay()
  const approval = page.events.findLast(({ kind }) => kind === 'approved')
  const isSealed = approval !== undefined && ['approved', 'applied'].includes(page.draft.state)
  return (
    <>
      {isSealed && (
        <div className="design-seal">
          <Seal
            office={words.office}
            name={approval.name}
            date={dayOf(approval.at, zone)}
            approves={say(words.approvedWhat(approval.digest ?? ''))}
          />
          <p className="soft">{say(civilDate(dayOf(approval.at, zone), era))}</p>
        </div>
      )}
      <ol className="past">
        {page.events.map((event) => (
          <li key={`${event.kind} ${event.at}`}>
            <p>
              {say(event.name)} ・ {say(EVENT_TEXTS[event.kind])}
              {event.version !== undefined && ` ・ ${say(words.version(event.version))}`}
            </p>
            {event.note !== undefined && event.note !== '' && <p>{event.note}</p>}
            <p className="meta">
              <time dateTime={event.at}>{say(instantLine(event.at, zone))}</time>
            </p>
          </li>
        ))}
      </ol>
      <p>
        <Link href={paths.ledger({ object: page.draft.id })}>{say(words.inLedger)}</Link>
      </p>
    </>
  )
}
