import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import '../../../ledger/web/ledger.css'
import { CommandLine } from '../../../web/command-line.tsx'
import { JsonText } from '../../../ledger/web/json-text.tsx'
import { Proof } from '../../../ledger/web/proof.tsx'
import type { Json } from '../../../platform/text.ts'
import { useKeys } from '../../../web/keys.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link, useGo, useParameter, usePlace } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import type { ItemPage as Item } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { auditPath, itemQuery } from './audit-query.ts'
import { EvidenceList } from './evidence.tsx'
import { Frame } from './frame.tsx'
import { TestForm } from './test-form.tsx'
import { useMoment } from './period.ts'
import { words } from './words.ts'

/** One sampled item: what it says, its proof, what was found. j and k go to the next and the previous one. */
export default function ItemPage() {
  const id = useParameter('id')
  const { control = '', item = '' } = usePlace()
  const query = useQuery(itemQuery(id, control, item))
  return query.data === undefined ? <Unread query={query} /> : <Shown key={item} item={query.data} />
}

function Shown({ item }: { item: Item }) {
  const say = useSay()
  const when = useMoment()
  const { engagement, control, title, kind, at, by, place, sampled, fact, may } = item
  useNeighbourKeys(item)
  return (
    <Frame title={say(words.item(item.item, kind))} under={<Neighbours item={item} />}>
      <p>
        {say(title)} <code>{control}</code> ・ {say(words.placeOf(place, sampled))}
      </p>
      <p className="soft">
        {when(at)}
        {by !== undefined && `, ${say(by.name)}`}
      </p>
      <div className="item-columns">
        <div>
          <Content item={item} />
          <section aria-labelledby="found-title">
            <h2 id="found-title">{say(words.found)}</h2>
            <Found item={item} />
            {may.work && engagement.state === 'open' && <TestForm item={item} />}
          </section>
        </div>
        {fact !== undefined && (
          <aside className="ledger-margin">
            <Proof given={fact} />
            <section>
              <h2>{say(words.verifyBy)}</h2>
              <p className="downloads">
                <a className="button" href={`${auditPath(engagement.id)}/proof?index=${fact.index}`} download>
                  {say(words.proofFile)}
                </a>
              </p>
              <CommandLine line={`node verify.mjs entry-${fact.index}.proof`} />
            </section>
          </aside>
        )}
      </div>
    </Frame>
  )
}

function Content({ item: { fact, verdict } }: { item: Item }) {
  const say = useSay()
  const said = useMemo(
    () => (fact === undefined ? undefined : (JSON.parse(fact.leaf) as { fact: Json }).fact),
    [fact],
  )
  if (said !== undefined)
    return (
      <section>
        <h2>{say(words.factSays)}</h2>
        <JsonText value={said} label={say(words.factSays)} />
      </section>
    )
  if (verdict === undefined) return null
  return (
    <section aria-labelledby="stood-title">
      <h2 id="stood-title">{say(words.stoodSo)}</h2>
      <p>
        <b>{say(VERDICTS[verdict.verdict])}</b>
      </p>
      <ul className="reasons">
        {verdict.because.map(({ text }) => (
          <li key={text.en}>{say(text)}</li>
        ))}
      </ul>
    </section>
  )
}

const VERDICTS = {
  pass: { ja: '適合', en: 'Pass' },
  fail: { ja: '不適合', en: 'Fail' },
  unknown: { ja: '不明', en: 'Unknown' },
  'not-applicable': { ja: '対象外', en: 'Not applicable' },
} as const

function Found({ item: { test, engagement } }: { item: Item }) {
  const say = useSay()
  const when = useMoment()
  if (test === undefined) return <p className="not-yet">{say(auditWords.noneYet)}</p>
  return (
    <div className="answer">
      <p className={test.result}>{say(auditWords.testResults[test.result])}</p>
      <p>{test.remark}</p>
      <EvidenceList id={engagement.id} evidence={test.evidence} />
      <p className="soft">
        {say(test.by.name)}, {when(test.at)}
      </p>
    </div>
  )
}

function Neighbours({ item: { engagement, control, previous, next } }: { item: Item }) {
  const say = useSay()
  const to = (other: string) => paths.auditItem(engagement.id, { control, item: other })
  return (
    <nav className="item-neighbours unprinted" aria-label={engagement.title}>
      <Link href={paths.audit(engagement.id, { part: 'scope', control })}>
        {engagement.title}: {say(words.backToControl)}
      </Link>
      {previous !== undefined && <Link href={to(previous)}>{say(words.before)}</Link>}
      {next !== undefined && <Link href={to(next)}>{say(words.after)}</Link>}
    </nav>
  )
}

function useNeighbourKeys({ engagement, control, previous, next }: Item): void {
  const go = useGo()
  const keys = useMemo(() => {
    const to = (other: string | undefined) => () => {
      if (other !== undefined) go(paths.auditItem(engagement.id, { control, item: other }))
    }
    return [
      { key: 'j', does: words.after, press: to(next) },
      { key: 'k', does: words.before, press: to(previous) },
      {
        key: 'u',
        does: words.backToControl,
        press: () => go(paths.audit(engagement.id, { part: 'scope', control })),
      },
    ]
    // The router does not change while the page lives.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [engagement.id, control, previous, next])
  useKeys(keys)
}
