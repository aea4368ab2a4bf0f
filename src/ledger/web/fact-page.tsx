import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useKeys } from '../../web/keys.tsx'
import { useSay } from '../../web/language.tsx'
import { Link, useGo } from '../../web/link.tsx'
import { PageError } from '../../web/page-error.tsx'
import { paths } from '../../web/paths.ts'
import { QuietWait } from '../../web/quiet-wait.tsx'
import { Masthead } from '../../web/masthead.tsx'
import type { Fact } from '../fact.ts'
import type { LedgerFact } from '../listing-routes.ts'
import { CommandLine } from '../../web/command-line.tsx'
import { wordsOf } from './fact-words.ts'
import { factQuery } from './facts-query.ts'
import { Hash } from './hash.tsx'
import { JsonText } from './json-text.tsx'
import { Proof } from './proof.tsx'
import { momentLine } from './when.ts'
import { words } from './words.ts'
import { useTitle } from '../../web/title.ts'

/** One fact: what it says, who and when, and the proof that it is in the ledger. */
export function FactPage({ index, zone }: { index: string; zone: string }) {
  const query = useQuery(factQuery(index))
  const here = Number(index)
  const isLast = query.data !== undefined && here + 1 >= query.data.size
  useNeighbourKeys(here, isLast)
  if (query.data !== undefined) return <Shown key={index} given={query.data} zone={zone} isLast={isLast} />
  if (!query.isError) return <QuietWait />
  return (
    <div className="ledger">
      <Neighbours index={0} isLast />
      <PageError error={query.error} reset={() => void query.refetch()} />
    </div>
  )
}

function Shown({ given, zone, isLast }: { given: LedgerFact; zone: string; isLast: boolean }) {
  const say = useSay()
  // What is shown is read from the very text that is hashed.
  const fact = useMemo(() => (JSON.parse(given.leaf) as { fact: Fact }).fact, [given.leaf])
  const plain = wordsOf(fact.type)
  const title = `${say(words.nth(given.index))} ${say(plain ?? words.asIs(fact.type))}`
  useTitle(title)
  return (
    <article className="ledger ledger-fact">
      <header className="ledger-opening">
        <Masthead />
        <Neighbours index={given.index} isLast={isLast} />
        <h1>
          <span className="number">{say(words.nth(given.index))}</span>{' '}
          {plain === undefined ? <code>{fact.type}</code> : say(plain)}
        </h1>
      </header>
      <div className="ledger-columns">
        <section>
          <Terms given={given} fact={fact} zone={zone} />
          <h2>{say(words.body)}</h2>
          {Object.keys(fact.body).length === 0 ? (
            <p className="soft">{say(words.noBody)}</p>
          ) : (
            <JsonText value={fact.body} label={say(words.body)} />
          )}
          <Without given={given} />
        </section>
        <aside className="ledger-margin">
          <Proof given={given} />
        </aside>
      </div>
    </article>
  )
}

/** j and k go one fact back or on, as in the list, which has the newest above; u goes back to it. */
function useNeighbourKeys(index: number, isLast: boolean): void {
  const go = useGo()
  const keys = useMemo(() => {
    const to = (other: number) => () => {
      if (other >= 0 && !(isLast && other > index)) go(paths.ledger({ fact: String(other) }))
    }
    return [
      { key: 'j', does: words.earlier, press: to(index - 1) },
      { key: 'k', does: words.newer, press: to(index + 1) },
      { key: 'u', does: words.back, press: () => go(paths.ledger()) },
    ]
    // The router does not change while the page lives.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [index, isLast])
  useKeys(keys)
}

/** The same as links. */
function Neighbours({ index, isLast }: { index: number; isLast: boolean }) {
  const say = useSay()
  return (
    <nav className="ledger-neighbours unprinted" aria-label={say(words.title)}>
      <Link href={paths.ledger()}>{say(words.back)}</Link>
      {index > 0 && <Link href={paths.ledger({ fact: String(index - 1) })}>{say(words.earlier)}</Link>}
      {!isLast && <Link href={paths.ledger({ fact: String(index + 1) })}>{say(words.newer)}</Link>}
    </nav>
  )
}

function Terms({ given, fact, zone }: { given: LedgerFact; fact: Fact; zone: string }) {
  const say = useSay()
  return (
    <dl className="ledger-terms">
      <dt>{say(words.recorded)}</dt>
      <dd>
        <time dateTime={given.recordedAt}>{say(momentLine(given.recordedAt, zone))}</time>
      </dd>
      {fact.effective !== undefined && (
        <>
          <dt>{say(words.effective)}</dt>
          <dd>
            <time dateTime={fact.effective}>{say(momentLine(fact.effective, zone))}</time>
          </dd>
        </>
      )}
      <dt>{say(words.who)}</dt>
      <dd>
        <Link href={paths.ledger({ by: fact.by })}>
          <code>{fact.by}</code>
        </Link>
      </dd>
      {fact.clause !== undefined && (
        <>
          <dt>{say(words.clause)}</dt>
          <dd>
            <Link href={paths.ledger({ clause: fact.clause })}>
              <code>{fact.clause}</code>
            </Link>
          </dd>
        </>
      )}
      {(fact.objects?.length ?? 0) > 0 && (
        <>
          <dt>{say(words.object)}</dt>
          <dd>
            <Objects objects={fact.objects ?? []} />
          </dd>
        </>
      )}
      <dt>{say(words.type)}</dt>
      <dd>
        <Link href={paths.ledger({ type: fact.type })}>
          <code>{fact.type}</code>
        </Link>
      </dd>
      <dt>{say(words.leafHash)}</dt>
      <dd>
        <Hash value={given.hash} />
      </dd>
      <dt>{say(words.bytes)}</dt>
      <dd>{say(words.bytesOf(new TextEncoder().encode(given.leaf).length))}</dd>
    </dl>
  )
}

const OBJECTS_SHOWN = 12

/** The objects, each a way to all facts about it; the first few, the others on demand. */
function Objects({ objects }: { objects: readonly string[] }) {
  const say = useSay()
  const links = (some: readonly string[]) => (
    <span className="objects-of">
      {some.map((object) => (
        <Link key={object} href={paths.ledger({ object })}>
          <code>{object}</code>
        </Link>
      ))}
    </span>
  )
  const rest = objects.slice(OBJECTS_SHOWN)
  return (
    <>
      {links(objects.slice(0, OBJECTS_SHOWN))}
      {rest.length > 0 && (
        <details className="rest-of">
          <summary>{say(words.more(rest.length))}</summary>
          {links(rest)}
        </details>
      )}
    </>
  )
}

const LOCAL = 'http://localhost:7350'

/** The commands that check this fact without us, as they are to be typed here. */
function Without({ given }: { given: LedgerFact }) {
  const say = useSay()
  const file = `fact-${given.index}.proof`
  const server = location.origin === LOCAL ? '' : ` --server ${location.origin}`
  return (
    <section aria-labelledby="without-title" className="ledger-without">
      <h2 id="without-title">{say(words.without)}</h2>
      <p>{say(words.withoutWhy)}</p>
      {given.checkpoint === null ? (
        <p className="soft">{say(words.withoutLater)}</p>
      ) : (
        <>
          <CommandLine line={`bin/kensho ledger prove ${given.index} --out ${file}${server}`} />
          <CommandLine line={`node verify.mjs ${file}`} />
          <p className="ledger-actions unprinted">
            <a className="button" href={`/api/ledger/entries/${given.index}/proof`} download={file}>
              {say(words.proofFile)}
            </a>
          </p>
        </>
      )}
    </section>
  )
}
