import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import './notification.css'
import { Problem, useDoing } from '../../../people/web/form.tsx'
import { useWhen } from '../../../people/web/zone.ts'
import { announce } from '../../../web/announce.tsx'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Link, usePlace } from '../../../web/link.tsx'
import { Masthead } from '../../../web/masthead.tsx'
import { paths, type NewsPlace } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import { FilterForm, Pages } from '../../web/filter-form.tsx'
import { KINDS } from '../news.ts'
import type { NewsItem } from '../routes.ts'
import { newsAddress, newsQuery, PAGE_ROWS, type NewsPage as Page } from './notification-query.ts'
import { KIND_WORDS, words } from './words.ts'
import { useTitle } from '../../../web/title.ts'

/** What one is to know, the newest first. */
export default function NewsPage() {
  const say = useSay()
  const place: NewsPlace = usePlace()
  const query = useQuery(newsQuery(place))
  const title = say(words.title)
  useTitle(title)
  return (
    <article className="news">
      <Masthead />
      <h1>{title}</h1>
      <p className="lead">{say(words.lead)}</p>
      <Filters place={place} />
      {query.data === undefined ? <Unread query={query} /> : <Items page={query.data} place={place} />}
    </article>
  )
}

function Filters({ place }: { place: NewsPlace }) {
  const say = useSay()
  return (
    <FilterForm
      place={place}
      hrefOf={(chosen) => paths.news({ state: chosen('state'), kind: chosen('kind'), find: chosen('find') })}
    >
      <label>
        <span>{say(words.state)}</span>
        <select name="state" defaultValue={place.state ?? ''}>
          <option value="">{say(words.open)}</option>
          <option value="all">{say(words.all)}</option>
        </select>
      </label>
      <label>
        <span>{say(words.kind)}</span>
        <select name="kind" defaultValue={place.kind ?? ''}>
          <option value="">{say(words.anyKind)}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {say(KIND_WORDS[kind])}
            </option>
          ))}
        </select>
      </label>
    </FilterForm>
  )
}

function Items({ page, place }: { page: Page; place: NewsPlace }) {
  const say = useSay()
  const marking = useMarking()
  const isNarrow = place.kind !== undefined || place.find !== undefined
  return (
    <>
      <p className="list-found">
        <span role="status">{say(words.count(page.total))}</span>
        {page.open > 0 && (
          <button
            type="button"
            className="button unprinted"
            disabled={marking.busy}
            onClick={() => marking.mark(undefined, true)}
          >
            {say(words.readAll)}
          </button>
        )}
        {marking.last !== undefined && (
          <button
            type="button"
            className="button unprinted"
            disabled={marking.busy}
            onClick={() => marking.mark(marking.last, false)}
          >
            {say(words.undo)}
          </button>
        )}
        <a className="button unprinted" href={newsAddress(place, 'csv')} download="notifications.csv">
          {say(words.csv)}
        </a>
        <Link href={paths.settings()}>{say(words.settings)}</Link>
      </p>
      <Problem error={marking.error} />
      {page.items.length === 0 && (
        <p className="nothing-there">
          {say(isNarrow ? words.noMatch : words.none)}{' '}
          {!isNarrow && <span className="soft">{say(words.noneDo)}</span>}
        </p>
      )}
      <ol className="news-items">
        {page.items.map((item) => (
          <Item key={item.key} item={item} busy={marking.busy} mark={marking.mark} />
        ))}
      </ol>
      <Pages page={page} rows={PAGE_ROWS} hrefOf={(from) => paths.news({ ...place, from })} />
    </>
  )
}

type Mark = (keys: string[] | undefined, read: boolean) => void

/** Marks as read or unread; what was marked last can be taken back. */
function useMarking() {
  const say = useSay()
  const client = useQueryClient()
  const { busy, error, run } = useDoing()
  const [last, setLast] = useState<string[]>()
  const mark: Mark = (keys, read) =>
    void run(async () => {
      const { keys: changed } = await send<{ keys: string[] }>('/api/notifications/read', {
        ...(keys !== undefined && { keys }),
        read,
      })
      // Taking back goes by key, of which one request takes no more.
      setLast(read && changed.length > 0 && changed.length <= 500 ? changed : undefined)
      if (read) announce(say(words.marked(changed.length)))
      await client.invalidateQueries({ queryKey: ['notifications'] })
    })
  return { busy, error, last, mark }
}

function Item({ item, busy, mark }: { item: NewsItem; busy: boolean; mark: Mark }) {
  const say = useSay()
  const when = useWhen()
  const { key, kind, text, link, since, read, settled, mailed } = item
  const isOpen = !read && !settled
  return (
    <li className={isOpen ? 'is-open' : ''}>
      <div>
        <p className="news-text">
          <Link href={link} onClick={() => !read && mark([key], true)}>
            {say(text)}
          </Link>
        </p>
        <p className="meta soft">
          {say(KIND_WORDS[kind])} ・ <time dateTime={since}>{when(since)}</time>
          {settled && ` ・ ${say(words.settled)}`}
          {read && ` ・ ${say(words.wasRead)}`}
          {mailed !== undefined && ` ・ ${say(words.mailed)}`}
        </p>
      </div>
      <button type="button" className="button unprinted" disabled={busy} onClick={() => mark([key], !read)}>
        {say(read ? words.unread : words.read)}
        <span className="unseen">: {say(text)}</span>
      </button>
    </li>
  )
}
