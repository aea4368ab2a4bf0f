import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import '../../../../charter/web/clause.css'
import '../../web/redundancy.css'
import './drafts.css'
import { Problem } from '../../../../people/web/form.tsx'
import { useDays, useMay } from '../../../../charter/web/standing.ts'
import { BehindLine } from '../../../../web/behind.tsx'
import { DataTable, type Column } from '../../../../web/data-table.tsx'
import { useSay } from '../../../../web/language.tsx'
import { Link } from '../../../../web/link.tsx'
import { Masthead } from '../../../../web/masthead.tsx'
import { paths } from '../../../../web/paths.ts'
import { Unread } from '../../../../web/unread.tsx'
import { draftsQuery, openDraft, useDraftSending, type DraftRow } from './draft-query.ts'
import { DraftView } from './draft-view.tsx'
import { useDraftsPlace } from './place.ts'
import { STATE_TEXTS } from '../told.ts'
import { words } from './words.ts'
import { useTitle } from '../../../../web/title.ts'

/** The designs, or the one that is looked at. */
export default function DraftsPage() {
  const { place } = useDraftsPlace()
  return place.draft === undefined || place.draft === '' ? (
    <Drafts />
  ) : (
    <DraftView key={place.draft} id={place.draft} />
  )
}

function Drafts() {
  const say = useSay()
  const query = useQuery(draftsQuery)
  const { place, goWith } = useDraftsPlace()
  const { zone, day } = useDays()
  const title = say(words.title)
  useTitle(title)
  const columns = useMemo(() => columnsWith(day), [day])
  if (query.data === undefined) return <Unread query={query} />
  const { drafts } = query.data
  return (
    <>
      <BehindLine query={query} zone={zone} />
      <article className="redundancy designs">
        <header>
          <Masthead />
          <h1>
            <span className="number">2.1</span> {title}
          </h1>
          <p className="wording">{say(words.lead)}</p>
          <p>
            <Link href={paths.redundancy()}>{say(words.toNetwork)}</Link>
          </p>
        </header>
        {drafts.length === 0 ? (
          <p>{say(words.none)}</p>
        ) : (
          <DataTable
            columns={columns}
            rows={drafts}
            rowKey={({ id }) => id}
            caption={words.title}
            file="kensho-designs"
            find={place.find ?? ''}
            onFind={(find) => goWith({ find }, { replace: true })}
          />
        )}
        <StartForm />
      </article>
    </>
  )
}

function columnsWith(day: (at: string) => string): Column<DraftRow>[] {
  return [
    {
      title: words.columnTitle,
      cell: ({ title }) => title,
      show: ({ id, title }) => <Link href={paths.drafts({ draft: id })}>{title}</Link>,
    },
    {
      title: words.columnState,
      cell: ({ state }) => STATE_TEXTS[state],
      show: ({ state }) => <StateShown state={state} />,
    },
    { title: words.columnAuthor, cell: ({ author_name }) => author_name },
    { title: words.columnDay, cell: ({ created_at }) => day(created_at) },
    { title: words.columnVersions, kind: 'number', cell: ({ versions }) => versions },
  ]
}

function StateShown({ state }: { state: DraftRow['state'] }) {
  const say = useSay()
  return <span className={`standing-word is-${state}`}>{say(STATE_TEXTS[state])}</span>
}

function StartForm() {
  const say = useSay()
  const { goWith } = useDraftsPlace()
  const { may, why } = useMay()('redundancy.draft')
  const { busy, error, run } = useDraftSending('')
  if (!may) return <p className="soft">{why === undefined ? '' : say(why)}</p>
  return (
    <form
      className="sheet"
      aria-label={say(words.start)}
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        const text = (name: string): string => {
          const value = form.get(name)
          return typeof value === 'string' ? value.trim() : ''
        }
        void run(async () => goWith({ draft: await openDraft(text('title'), text('reason')), find: '' }))
      }}
    >
      <h2>{say(words.start)}</h2>
      <p className="lead-line">{say(words.startLead)}</p>
      <div className="fields">
        <div className="field wide">
          <label htmlFor="design-title">{say(words.name)}</label>
          <input
            id="design-title"
            name="title"
            required
            maxLength={200}
            autoComplete="off"
            aria-describedby="design-hint"
          />
          <p id="design-hint" className="hint">
            {say(words.nameHint)}
          </p>
        </div>
        <div className="field wide">
          <label htmlFor="design-reason">{say(words.reason)}</label>
          <textarea id="design-reason" name="reason" rows={2} maxLength={4000} />
        </div>
      </div>
      <Problem error={error} />
      <p className="sheet-foot">
        <button type="submit" className="button strong" disabled={busy}>
          {say(busy ? words.sending : words.begin)}
        </button>
      </p>
    </form>
  )
}
