import { useMemo, useRef, useState, type FormEvent } from 'react'
import { announce } from '../../web/announce.tsx'
import { zoneName } from '../../web/civil.ts'
import { useKeys } from '../../web/keys.tsx'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import type { LedgerFacts } from '../listing-routes.ts'
import { KNOWN_TYPES, wordsOf } from './fact-words.ts'
import { saveFacts } from './facts-file.ts'
import { useLedgerPlace } from './ledger-place.ts'
import { words } from './words.ts'

const FIELDS = ['clause', 'by', 'object'] as const
const CHARACTERS_MAX = { clause: 16, by: 128, object: 256 } as const

type FiltersProps = { page: LedgerFacts; sought: boolean; zone: string }

/** Clause, person, object and kind, all in the address; how many were found, and all of them as CSV. */
export function Filters({ page, sought, zone }: FiltersProps) {
  const say = useSay()
  const { place, goWith } = useLedgerPlace()
  const given = { clause: place.clause ?? '', by: place.by ?? '', object: place.object ?? '' }
  // What is typed holds until the address changes: going back then shows what was sought there.
  const address = JSON.stringify(given)
  const [typed, setTyped] = useState<{ address: string; values: typeof given }>()
  const draft = typed?.address === address ? typed.values : given
  const first = useRef<HTMLInputElement>(null)
  const keys = useMemo(() => [{ key: 'f', does: words.filterKey, press: () => first.current?.focus() }], [])
  useKeys(keys)
  const seek = (event?: FormEvent) => {
    event?.preventDefault()
    setTyped(undefined)
    if (FIELDS.some((name) => draft[name].trim() !== given[name])) goWith(draft)
  }
  const types = useMemo(
    () =>
      [...new Set([...KNOWN_TYPES, ...page.facts.map(({ type }) => type), place.type ?? ''])].filter(Boolean),
    [page.facts, place.type],
  )
  return (
    <>
      <form className="ledger-filters unprinted" role="search" aria-label={say(words.filter)} onSubmit={seek}>
        {FIELDS.map((name) => (
          <label key={name}>
            <span>{say(words[name])}</span>
            <input
              ref={name === 'clause' ? first : undefined}
              name={name}
              value={draft[name]}
              maxLength={CHARACTERS_MAX[name]}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped({ address, values: { ...draft, [name]: event.target.value } })}
              onBlur={() => seek()}
            />
          </label>
        ))}
        <label className="wide">
          <span>{say(words.type)}</span>
          <select value={place.type ?? ''} onChange={(event) => goWith({ type: event.target.value })}>
            <option value="">{say(words.anyType)}</option>
            {types.map((type) => (
              <option key={type} value={type}>
                {say(wordsOf(type) ?? words.asIs(type))}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button">
          {say(words.seek)}
        </button>
      </form>
      <div className="ledger-found">
        <h2 id="facts-title" className="unseen">
          {say(words.facts)}
        </h2>
        <span role="status">{say(words.found(page.found.count, page.found.more, sought))}</span>
        <span className="soft">{say(words.zone(`${zoneName(page.at, zone)} (${zone})`))}</span>
        {sought && <Link href={paths.ledger()}>{say(words.clear)}</Link>}
        <SaveButton page={page} />
      </div>
    </>
  )
}

function SaveButton({ page }: { page: LedgerFacts }) {
  const say = useSay()
  const { place } = useLedgerPlace()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const save = async (): Promise<void> => {
    setBusy(true)
    const outcome = await saveFacts(place, say).catch(() => undefined)
    const sentence =
      outcome === undefined ? say(words.csvFailed) : outcome.cut ? say(words.csvCut(outcome.rows)) : ''
    setSaid(sentence)
    announce(sentence)
    setBusy(false)
  }
  return (
    <>
      <button
        type="button"
        className="button unprinted"
        disabled={busy || page.found.count === 0}
        onClick={() => void save()}
      >
        {say(busy ? words.csvBusy : words.csv)}
      </button>
      {said !== '' && <p className="said">{said}</p>}
    </>
  )
}
