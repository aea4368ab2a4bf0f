import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import './clause.css'
import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { Link, usePlace } from '../../web/link.tsx'
import type { CharterListPlace } from '../../web/paths.ts'
import { QuietWait } from '../../web/quiet-wait.tsx'
import { PageError } from '../../web/page-error.tsx'
import { Masthead } from '../../web/masthead.tsx'
import { boardQuery } from './board-query.ts'
import { words, STANDING_WORDS } from './clause-words.ts'
import { FilterForm, Pages } from './filter-form.tsx'
import { listAddress, listQuery, PAGE_ROWS } from './listing-query.ts'
import { Nothing } from './section-parts.tsx'
import { useTitle } from '../../web/title.ts'

type ListingProps<Row> = {
  kind: 'rules' | 'waivers'
  title: Text
  lead: Text
  none: Text
  todo: Text
  /** The states that one can narrow down to. */
  states: readonly string[]
  hrefOf: (place: CharterListPlace) => string
  renderRow: (row: Row, all: readonly Row[]) => ReactNode
}

/** A list of the charter: filters that stand in the address, page by page, and all that was found as CSV. */
export function Listing<Row>({
  kind,
  title,
  lead,
  none,
  todo,
  states,
  hrefOf,
  renderRow,
}: ListingProps<Row>) {
  const say = useSay()
  const place: CharterListPlace = usePlace()
  const query = useQuery(listQuery<Row>(kind, place))
  const said = say(title)
  useTitle(said)
  const isNarrow = (place.clause ?? place.state ?? place.find ?? '') !== ''
  return (
    <article className="charter-list">
      <Masthead />
      <h1>{said}</h1>
      <p className="lead">{say(lead)}</p>
      <Filters place={place} states={states} hrefOf={hrefOf} />
      {query.data === undefined && (query.isError ? <PageError error={query.error} /> : <QuietWait />)}
      {query.data !== undefined && (
        <>
          <p className="list-found">
            <span role="status">{say(words.count(query.data.total))}</span>
            {isNarrow && <Link href={hrefOf({})}>{say(words.clear)}</Link>}
            <a className="button unprinted" href={listAddress(kind, place, 'csv')} download={`${kind}.csv`}>
              {say(words.csv)}
            </a>
          </p>
          {query.data.items.length === 0 &&
            (isNarrow ? <Nothing is={words.noMatch} /> : <Nothing is={none} todo={todo} />)}
          <h2 className="unseen">{said}</h2>
          {query.data.items.map((row) => renderRow(row, query.data.items))}
          <Pages page={query.data} rows={PAGE_ROWS} hrefOf={(from) => hrefOf({ ...place, from })} />
        </>
      )}
    </article>
  )
}

type FiltersProps = {
  place: CharterListPlace
  states: readonly string[]
  hrefOf: (place: CharterListPlace) => string
}

function Filters({ place, states, hrefOf }: FiltersProps) {
  const say = useSay()
  const { data: board } = useQuery(boardQuery)
  return (
    <FilterForm
      place={place}
      hrefOf={(chosen) => hrefOf({ clause: chosen('clause'), state: chosen('state'), find: chosen('find') })}
    >
      <label>
        <span>{say(words.clause)}</span>
        <select name="clause" defaultValue={place.clause ?? ''}>
          <option value="">{say(words.anyClause)}</option>
          {board?.entries.map(({ id, title }) => (
            <option key={id} value={id}>
              {id} {say(title)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{say(words.state)}</span>
        <select name="state" defaultValue={place.state ?? ''}>
          <option value="">{say(words.anyState)}</option>
          {states.map((state) => (
            <option key={state} value={state}>
              {say(STANDING_WORDS[state] ?? { ja: state, en: state })}
            </option>
          ))}
        </select>
      </label>
    </FilterForm>
  )
}
