import { useMemo, useState } from 'react'
import { useKeys } from '../../../web/keys.tsx'
import { useSay } from '../../../web/language.tsx'
import { useGo, usePlace } from '../../../web/link.tsx'
import { number, type Say } from '../../../web/message.ts'
import { paths, type CapacityPlace } from '../../../web/paths.ts'
import { saveFile } from '../../../web/save-file.ts'
import type { WallPage, WallRowView } from '../wall/page.ts'
import { spanOf, TimeScale } from './time-line.tsx'
import { wallCsv } from './wall-csv.ts'
import { WallLegend, WallRow } from './wall-row.tsx'
import { words } from './words.ts'

const STATES = ['late', 'soon', 'ordered', 'open', 'never', 'unknown'] as const

type WallProps = { page: WallPage; resources: WallRowView[] }

/** The wall: filters in the address, one time axis for all rows, and what is shown as a file. */
export function Wall({ page, resources }: WallProps) {
  const say = useSay()
  const go = useGo()
  const place: CapacityPlace = usePlace()
  const shown = useMemo(() => resources.filter((row) => fits(row, place, say)), [resources, place, say])
  const span = useMemo(() => spanOf(resources, page.today), [resources, page.today])
  const change = (next: CapacityPlace): void => go(paths.capacity({ ...place, ...next }), { replace: true })
  useRowKeys(shown)
  return (
    <section className="wall" aria-label={say(words.wallLabel)}>
      <Filters resources={resources} shown={shown} place={place} change={change} today={page.today} />
      {shown.length === 0 ? (
        <p className="capacity-none">
          {say(words.noneFound)}{' '}
          <button type="button" className="button" onClick={() => go(paths.capacity(), { replace: true })}>
            {say(words.clear)}
          </button>
        </p>
      ) : (
        <>
          <WallLegend />
          <div className="wall-head" aria-hidden="true">
            <TimeScale span={span} />
          </div>
          <ol className="wall-rows">
            {shown.map((row) => (
              <WallRow key={row.id} row={row} span={span} today={page.today} names={page.names} />
            ))}
          </ol>
        </>
      )}
    </section>
  )
}

/** j and k go from row to row, Enter opens one as any link does. */
function useRowKeys(shown: readonly WallRowView[]): void {
  const [keys] = useState(() => {
    const step = (by: number) => () => {
      const links = [...document.querySelectorAll<HTMLElement>('.wall-rows h2 a')]
      const at = links.findIndex((link) => link === document.activeElement)
      links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
    }
    return [
      { key: 'j', does: words.nextKey, press: step(1) },
      { key: 'k', does: words.previousKey, press: step(-1) },
    ]
  })
  useKeys(shown.length > 0 ? keys : NO_KEYS)
}

const NO_KEYS: never[] = []

function fits(row: WallRowView, { find = '', state, owner }: CapacityPlace, say: Say): boolean {
  const sought = find.normalize('NFKC').toLowerCase()
  const text = [
    row.id,
    row.name.ja,
    row.name.en,
    row.kind ?? '',
    row.owner === undefined ? '' : say(row.owner.name),
  ]
  return (
    (state === undefined || row.state === state) &&
    (owner === undefined || row.owner?.id === owner) &&
    text.join(' ').normalize('NFKC').toLowerCase().includes(sought)
  )
}

type FilterProps = {
  resources: WallRowView[]
  shown: WallRowView[]
  place: CapacityPlace
  change: (next: CapacityPlace) => void
  today: string
}

function Filters({ resources, shown, place, change, today }: FilterProps) {
  const say = useSay()
  const owners = new Map(
    resources.flatMap(({ owner }) => (owner === undefined ? [] : [[owner.id, owner.name]])),
  )
  const states = STATES.filter((state) => resources.some((row) => row.state === state))
  const isNarrowed = shown.length < resources.length
  return (
    <div className="wall-tools unprinted">
      <input
        type="search"
        value={place.find ?? ''}
        onChange={(event) => change({ find: event.target.value })}
        placeholder={say(words.filter)}
        aria-label={say(words.filter)}
      />
      <div className="wall-states" role="group" aria-label={say(words.filter)}>
        {states.map((state) => (
          <button
            key={state}
            type="button"
            className="button"
            aria-pressed={place.state === state}
            onClick={() => change({ state: place.state === state ? '' : state })}
          >
            {say(words.states[state])} {number(resources.filter((row) => row.state === state).length)}
          </button>
        ))}
      </div>
      {owners.size > 1 && (
        <select
          aria-label={say(words.owner)}
          value={place.owner ?? ''}
          onChange={(event) => change({ owner: event.target.value })}
        >
          <option value="">{say(words.everyOwner)}</option>
          {[...owners].map(([id, name]) => (
            <option key={id} value={id}>
              {say(name)}
            </option>
          ))}
        </select>
      )}
      <span className="count" role="status">
        {isNarrowed && say(words.found(shown.length, resources.length))}
      </span>
      <button
        type="button"
        className="button"
        disabled={shown.length === 0}
        onClick={() => saveFile(`kensho-2.2-${today}.csv`, wallCsv(shown, say))}
      >
        {say(words.saveCsv)}
      </button>
    </div>
  )
}
