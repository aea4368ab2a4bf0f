import type { FormEvent, ReactNode } from 'react'
import './clause.css'
import { useSay } from '../../web/language.tsx'
import { Link, useGo } from '../../web/link.tsx'
import { words } from './clause-words.ts'

type FilterFormProps = {
  /** What is narrowed down to, as the address says it. */
  place: { find?: string | undefined }
  /** The address for what was chosen, by the names of the fields; empty where nothing was. */
  hrefOf: (chosen: (name: string) => string) => string
  /** The fields beside the search. */
  children: ReactNode
}

/** Filters that stand in the address: a choice narrows down at once, a text when it is sent. */
export function FilterForm({ place, hrefOf, children }: FilterFormProps) {
  const say = useSay()
  const go = useGo()
  const seek = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const chosen = (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    go(hrefOf(chosen))
  }
  return (
    <form
      className="list-filters unprinted"
      role="search"
      key={JSON.stringify(place)}
      onSubmit={seek}
      onChange={(event) => {
        if (event.target instanceof HTMLSelectElement) event.currentTarget.requestSubmit()
      }}
    >
      {children}
      <label>
        <span>{say(words.search)}</span>
        <input name="find" type="search" defaultValue={place.find ?? ''} maxLength={200} autoComplete="off" />
      </label>
      <button type="submit" className="button">
        {say(words.seek)}
      </button>
    </form>
  )
}

type PagesProps = {
  page: { total: number; offset: number; items: readonly unknown[] }
  /** How many rows a page has. */
  rows: number
  hrefOf: (from: string) => string
}

/** The way to the other pages of a list; nothing where there is one only. */
export function Pages({ page: { total, offset, items }, rows, hrefOf }: PagesProps) {
  const say = useSay()
  if (total <= rows && offset === 0) return null
  const end = offset + items.length
  return (
    <p className="pages unprinted">
      {offset > 0 && <Link href={hrefOf(String(Math.max(0, offset - rows)))}>{say(words.newer)}</Link>}
      <span>{say(words.range(Math.min(offset + 1, total), end, total))}</span>
      {end < total && <Link href={hrefOf(String(end))}>{say(words.olderPage)}</Link>}
    </p>
  )
}
