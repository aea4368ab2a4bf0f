import { useEffect, useMemo, useRef, useState } from 'react'
import { announce } from '../../web/announce.tsx'
import { useKeys } from '../../web/keys.tsx'
import { useSay } from '../../web/language.tsx'
import { Link, useGo } from '../../web/link.tsx'
import { number, same } from '../../web/message.ts'
import { paths } from '../../web/paths.ts'
import { StateMark } from '../../web/state.tsx'
import type { LedgerFacts } from '../listing-routes.ts'
import { FactMeta } from './fact-meta.tsx'
import { wordsOf } from './fact-words.ts'
import { useLedgerPlace } from './ledger-place.ts'
import { dayLine, secondsTime } from './when.ts'
import { words } from './words.ts'

type Listed = LedgerFacts['facts'][number]

/** The facts of a page, day by day, the newest first; before them those that still wait. */
export function FactList({ page, zone }: { page: LedgerFacts; zone: string }) {
  const say = useSay()
  const { place, hrefWith } = useLedgerPlace()
  const fresh = useFresh(page)
  useRowKeys()
  const days = useMemo(() => byDay(page.facts, zone), [page.facts, zone])
  const behind = (page.head?.size ?? 0) - page.listed
  return (
    <>
      {place.before === undefined && <Pending pending={page.pending} />}
      {behind > 0 && <p className="ledger-behind">{say(words.listing(behind))}</p>}
      {days.map(({ day, facts }) => (
        <section key={day.en} className="ledger-day">
          <h3>{say(day)}</h3>
          <ol>
            {facts.map((fact) => (
              <Row key={fact.index} fact={fact} zone={zone} fresh={fresh.has(fact.index)} />
            ))}
          </ol>
        </section>
      ))}
      <p className="ledger-pages unprinted">
        {place.before !== undefined && <Link href={hrefWith({})}>{say(words.newest)}</Link>}
        {page.next !== null && <Link href={hrefWith({ before: String(page.next) })}>{say(words.older)}</Link>}
      </p>
    </>
  )
}

function Row({ fact, zone, fresh }: { fact: Listed; zone: string; fresh: boolean }) {
  const say = useSay()
  return (
    <li className={fresh ? 'ledger-row fresh' : 'ledger-row'}>
      <time dateTime={fact.at}>{secondsTime(fact.at, zone)}</time>
      <div>
        <p className="happened">
          <Link className="to-fact" href={paths.ledger({ fact: String(fact.index) })}>
            <Happened type={fact.type} />
          </Link>
          {fresh && <span className="fresh-word">{say(words.fresh)}</span>}
        </p>
        <FactMeta fact={fact} />
      </div>
      <span className="index">{number(fact.index)}</span>
    </li>
  )
}

function Happened({ type }: { type: string }) {
  const say = useSay()
  const plain = wordsOf(type)
  return plain === undefined ? <code>{type}</code> : <>{say(plain)}</>
}

/** What was written but not yet integrated: dashed, without index and time, because it has none. */
function Pending({ pending }: { pending: LedgerFacts['pending'] }) {
  const say = useSay()
  if (pending.count === 0) return null
  const count = pending.more ? `${number(pending.count)}+` : number(pending.count)
  return (
    <section className="ledger-day ledger-pending">
      <h3>
        <StateMark state="unknown" /> {say(words.pendingTitle)}
      </h3>
      <p className="why">{say(words.pendingWhy(same(count)))}</p>
      <ol>
        {pending.facts.map((fact) => (
          <li key={fact.id} className="ledger-row">
            <span />
            <div>
              <p className="happened">
                <Happened type={fact.type} />
              </p>
              <FactMeta fact={fact} />
            </div>
            <span className="index">—</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function byDay(facts: readonly Listed[], zone: string) {
  const days: { day: ReturnType<typeof dayLine>; facts: Listed[] }[] = []
  for (const fact of facts) {
    const day = dayLine(fact.at, zone)
    const last = days.at(-1)
    if (last?.day.en === day.en) last.facts.push(fact)
    else days.push({ day, facts: [fact] })
  }
  return days
}

/** Indices of the facts that came while the reader looked on; they are also announced. */
function useFresh(page: LedgerFacts): ReadonlySet<number> {
  const say = useSay()
  const seen = useRef(page.listed)
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set())
  useEffect(() => {
    const arrived = page.facts.filter(({ index }) => index >= seen.current)
    if (page.listed <= seen.current) return
    seen.current = page.listed
    if (arrived.length === 0) return
    setFresh((before) => new Set([...before, ...arrived.map(({ index }) => index)]))
    announce(say(words.arrived(arrived.length)))
  }, [page, say])
  return fresh
}

/** j and k walk from fact to fact, o opens the one at hand. */
function useRowKeys(): void {
  const go = useGo()
  const keys = useMemo(
    () => [
      { key: 'j', does: words.nextKey, press: () => walk(1) },
      { key: 'k', does: words.previousKey, press: () => walk(-1) },
      {
        key: 'o',
        does: words.openKey,
        press: () => {
          const link = document.activeElement?.closest('.ledger-row')?.querySelector('a.to-fact')
          const href = link?.getAttribute('href')
          if (typeof href === 'string') go(href)
        },
      },
    ],
    // The router does not change while the page lives.
    // oxlint-disable-next-line react/exhaustive-deps
    [],
  )
  useKeys(keys)
}

function walk(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('.ledger-row a.to-fact')]
  const row = document.activeElement?.closest('.ledger-row')
  const here = row == null ? -1 : links.findIndex((link) => row.contains(link))
  const next = links[here === -1 ? (by === 1 ? 0 : links.length - 1) : here + by]
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'nearest' })
}
