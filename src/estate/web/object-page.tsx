import { useQuery } from '@tanstack/react-query'
import type { Json } from '../../platform/text.ts'
import { NoAnswer } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { PageError } from '../../web/page-error.tsx'
import { paths } from '../../web/paths.ts'
import { QuietWait } from '../../web/quiet-wait.tsx'
import { instantLine } from '../../web/civil.ts'
import type { CatalogueObject, Mention } from '../catalogue.ts'
import { historyQuery, objectQuery } from './estate-query.ts'
import { kindWord, words } from './words.ts'
import { useTitle } from '../../web/title.ts'

/** One thing of the estate: what is said of it, how it hangs together with others, and what the ledger tells of it. */
export function ObjectPage({ id, zone }: { id: string; zone: string }) {
  const query = useQuery(objectQuery(id))
  const say = useSay()
  useTitle(`${id} ・ ${say(words.title)}`)
  if (query.data === undefined) {
    if (!query.isError) return <QuietWait />
    if (query.error instanceof NoAnswer && query.error.status === 404) return <Unknown id={id} />
    return <PageError error={query.error} reset={() => void query.refetch()} />
  }
  return <Known object={query.data} zone={zone} />
}

function Unknown({ id }: { id: string }) {
  const say = useSay()
  return (
    <article className="plain">
      <h1>
        <code>{id}</code>
      </h1>
      <p>{say(words.unknown)}</p>
      <p>
        <Link href={paths.estate()}>{say(words.back)}</Link>
      </p>
    </article>
  )
}

/** These can be imagined to fail: the page of clause 2.1 shows what goes with them. */
const FAILABLE = new Set(
  'sites rooms racks power_feeds ducts parties software equipment lines circuits nodes links risks'.split(
    ' ',
  ),
)

function Known({ object, zone }: { object: CatalogueObject; zone: string }) {
  const say = useSay()
  const { id, collection, name, name_en, fields, names, named_by } = object
  return (
    <article className="estate estate-object">
      <header className="estate-opening">
        <p className="standing">
          <Link href={paths.estate()}>{say(words.back)}</Link>
          <Link href={paths.estate({ kind: collection })}>{say(kindWord(collection))}</Link>
        </p>
        <h1>{say({ ja: name ?? id, en: name_en ?? name ?? id })}</h1>
        <p>
          <code>{id}</code> {!object.now && <span className="tag">{say(words.notNow)}</span>}
        </p>
        {FAILABLE.has(collection) && (
          <p className="unprinted">
            <Link className="button" href={paths.redundancy({ fail: id })}>
              {say(words.fails)}
            </Link>
          </p>
        )}
      </header>
      <div className="estate-columns">
        <section aria-labelledby="said">
          <h2 id="said">{say(words.said)}</h2>
          <dl className="estate-fields">
            {Object.entries(fields).map(([field, value]) => (
              <Field key={field} field={field} value={value} />
            ))}
          </dl>
        </section>
        <div>
          <Mentions title={say(words.names)} mentions={names} />
          <Mentions title={say(words.namedBy)} mentions={named_by} />
          <History id={id} zone={zone} />
        </div>
      </div>
    </article>
  )
}

function Field({ field, value }: { field: string; value: Json }) {
  return (
    <>
      <dt>
        <code>{field}</code>
      </dt>
      <dd>{typeof value === 'string' ? value : <code>{JSON.stringify(value, undefined, 1)}</code>}</dd>
    </>
  )
}

const SHOWN_MAX = 40

function Mentions({ title, mentions }: { title: string; mentions: readonly Mention[] }) {
  const say = useSay()
  const more = mentions.length - SHOWN_MAX
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {mentions.length === 0 && <p className="soft">{say(words.none)}</p>}
      <ul className="estate-mentions">
        {mentions.slice(0, SHOWN_MAX).map(({ id, collection, name, name_en, field }) => (
          <li key={`${field} ${id}`}>
            <Link href={paths.estate({ object: id })}>
              {say({ ja: name ?? id, en: name_en ?? name ?? id })}
            </Link>
            <span className="soft">
              {say(kindWord(collection))} ・ <code>{field}</code>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="soft">{say(words.more(more))}</p>}
    </section>
  )
}

function History({ id, zone }: { id: string; zone: string }) {
  const say = useSay()
  const facts = useQuery(historyQuery(id)).data?.facts
  if (facts === undefined) return null
  return (
    <section aria-label={say(words.history)}>
      <h2>{say(words.history)}</h2>
      {facts.length === 0 ? (
        <p className="soft">{say(words.noHistory)}</p>
      ) : (
        <>
          <ul className="estate-mentions">
            {facts.map(({ index, at, type }) => (
              <li key={index}>
                <Link href={paths.ledger({ fact: String(index) })}>
                  <code>{type}</code>
                </Link>
                <time className="soft" dateTime={at}>
                  {say(instantLine(at, zone))}
                </time>
              </li>
            ))}
          </ul>
          <p>
            <Link href={paths.ledger({ object: id })}>{say(words.allHistory)}</Link>
          </p>
        </>
      )}
    </section>
  )
}
