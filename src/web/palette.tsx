import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useContext, useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useSay } from './language.tsx'
import { useGo } from './link.tsx'
import { number, plural } from './message.ts'
import { ScreensContext, type Screens } from './screen.ts'
import { screensThatSay, type Found } from './search.ts'
import type { Text } from '../platform/text.ts'

const CHARACTERS_MAX = 100
const FOUND_MAX = 60

/** Search over everything: what each module finds of the words, one list, by keyboard or hand. */
export default function Palette({ close }: { close: () => void }) {
  const say = useSay()
  const go = useGo()
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useId()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const { found, isBusy } = useFound(typed)
  useEffect(() => dialog.current?.showModal(), [])
  const here = Math.min(chosen, found.length - 1)
  useScrolledTo(`${list}-${here}`)
  const open = ({ href }: Found) => {
    close()
    go(href)
  }
  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0 && found.length > 0) {
      event.preventDefault()
      setChosen((here + by + found.length) % found.length)
    }
    const one = found[here]
    // While characters are being composed, Enter only ends the composition.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || one === undefined) return
    event.preventDefault()
    // What stands there was found for other words.
    if (!isBusy) open(one)
  }
  return (
    <dialog
      className="palette"
      ref={dialog}
      aria-label={say(SEARCH)}
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <input
        type="search"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${here}` : undefined}
        aria-label={say(SEARCH)}
        placeholder={say(WHAT)}
        value={typed}
        maxLength={CHARACTERS_MAX}
        autoComplete="off"
        spellCheck={false}
        onKeyDown={press}
        onChange={(event) => {
          setTyped(event.target.value)
          setChosen(0)
        }}
      />
      <p className="palette-said" role="status">
        {say(typed.trim() === '' ? HOW : isBusy ? LOOKING : countOf(found.length))}
      </p>
      <ul id={list} role="listbox" aria-label={say(RESULTS)}>
        {found.map((one, place) => (
          <Option
            key={`${one.kind.en} ${one.href} ${one.title.en}`}
            id={`${list}-${place}`}
            found={one}
            here={place === here}
            open={() => open(one)}
          />
        ))}
      </ul>
    </dialog>
  )
}

/** Keeps what is chosen in sight. */
function useScrolledTo(id: string): void {
  useEffect(() => {
    document.getElementById(id)?.scrollIntoView({ block: 'nearest' })
  }, [id])
}

const SEARCH: Text = { ja: '探す', en: 'Search' }
const WHAT: Text = {
  ja: '画面・項・指針・規則・免除・処置・監査・設備・工事・事実・人',
  en: 'Screens, clauses, guidelines, rules, waivers, actions, audits, the estate, works, facts, persons',
}
const HOW: Text = {
  ja: '↑ ↓ で選び、Enter で開きます。Esc で閉じます。',
  en: '↑ ↓ to choose, Enter to open, Esc to close.',
}
const LOOKING: Text = { ja: '探しています…', en: 'Looking …' }
const RESULTS: Text = { ja: '見つかったもの', en: 'What was found' }

function countOf(count: number): Text {
  if (count === 0)
    return {
      ja: '見つかりません。ID の一部や、別の言い方で試してください。',
      en: 'Nothing found. Try part of an id, or another word.',
    }
  return { ja: `${number(count)} 件`, en: plural(count, 'thing') }
}

type OptionProps = { id: string; found: Found; here: boolean; open: () => void }

function Option({ id, found, here, open }: OptionProps) {
  const say = useSay()
  return (
    // The keys are heard where the words are typed, as a combobox has it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <li id={id} role="option" aria-selected={here} tabIndex={-1} data-href={found.href} onClick={open}>
      <span className="kind">{say(found.kind)}</span> <span>{say(found.title)}</span>{' '}
      {found.more !== undefined && <span className="mono">{found.more}</span>}
    </li>
  )
}

/** Modules answer in the order in which the rail names them. */
function railOrder({ screens }: Screens): number {
  return Math.min(...screens.map(({ rail }) => rail?.order ?? Number.MAX_SAFE_INTEGER))
}

/** What every module finds; one that cannot be asked leaves the others their say. */
function useFound(typed: string): { found: Found[]; isBusy: boolean } {
  const client = useQueryClient()
  const all = useContext(ScreensContext)
  const words = useDeferredValue(typed.trim())
  const query = useQuery({
    queryKey: ['search', words],
    queryFn: async ({ signal }) => {
      const searches = await Promise.all(
        all
          .toSorted((one, other) => railOrder(one) - railOrder(other))
          .flatMap(({ search }) => (search === undefined ? [] : [search()])),
      )
      const answers = await Promise.allSettled(searches.map((one) => one.search(words, { client, signal })))
      const screens = screensThatSay(
        words,
        all.flatMap((one) => one.screens),
      )
      return [
        ...screens,
        ...answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
      ].slice(0, FOUND_MAX)
    },
    enabled: words !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  return { found: words === '' ? [] : (query.data ?? []), isBusy: query.isFetching || words !== typed.trim() }
}
