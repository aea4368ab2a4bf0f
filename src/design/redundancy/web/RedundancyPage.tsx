import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import './redundancy.css'
import { boardQuery } from '../../../charter/web/board-query.ts'
import { BehindLine } from '../../../web/behind.tsx'
import { clockTime, zoneName } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { MarginNote } from '../../../web/note.tsx'
import { paths } from '../../../web/paths.ts'
import { PopulationLine } from '../../../web/population.tsx'
import type { State } from '../../../web/state.tsx'
import { Unread } from '../../../web/unread.tsx'
import { Masthead } from '../../../web/masthead.tsx'
import { elementOf } from '../elements.ts'
import type { RedundancyPage as Page } from '../page.ts'
import { wordFor } from '../wording.ts'
import { prepared } from './failure.ts'
import { namingOf } from './naming.ts'
import { NoNetwork } from './no-network.tsx'
import { redundancyQuery } from './page-query.ts'
import { useRedundancyPlace } from './place.ts'
import { Findings, Reasons } from './reasons.tsx'
import { Study } from './study.tsx'
import { Tables } from './tables.tsx'
import { TimeSlider } from './timeline.tsx'
import { words } from './words.ts'
import { useTitle } from '../../../web/title.ts'

/** The page of clause 2.1: the network as drawn, what would stop which service, and why. */
export default function RedundancyPage() {
  const { place } = useRedundancyPlace()
  const query = useQuery(redundancyQuery(place.at === '' ? undefined : place.at))
  const zone = useQuery(boardQuery).data?.operator.zone
  const say = useSay()
  const title = `2.1 ${say(words.title)}`
  useTitle(title)
  if (query.data === undefined) return <Unread query={query} />
  const isEmpty = query.data.network.nodes.length === 0
  return (
    <>
      <BehindLine query={query} zone={zone ?? 'UTC'} />
      <article className="redundancy">
        <Head page={query.data} zone={zone} />
        {isEmpty ? <NoNetwork /> : <Judged page={query.data} />}
      </article>
    </>
  )
}

function Head({ page: { at, control }, zone }: { page: Page; zone: string | undefined }) {
  const say = useSay()
  const wording = useQuery(boardQuery).data?.entries.find((entry) => entry.id === '2.1')?.text
  const [first] = control.because
  const basis = control.basis === 'computed' ? words.computed : words.attested
  return (
    <header className="page-head">
      <div>
        <Masthead />
        <h1>
          <span className="number">2.1</span> {say(words.title)}
        </h1>
        {wording !== undefined && <p className="wording">{say(wording)}</p>}
        <p className="to-designs unprinted">
          <Link href={paths.drafts()}>{say(words.toDesigns)}</Link>
        </p>
      </div>
      <MarginNote
        state={stateOf(control)}
        finding={first === undefined ? undefined : say(first.text)}
        meta={
          <>
            <PopulationLine population={control.population} then={[basis]} />
            {zone !== undefined && (
              <>
                {say({ ja: '\u00a0・ ', en: '\u00a0· ' })}
                <time dateTime={at}>
                  {say(words.judgedAt(`${clockTime(at, zone)} ${zoneName(at, zone)}`))}
                </time>
              </>
            )}
          </>
        }
      />
    </header>
  )
}

function stateOf(control: Page['control']): State {
  if (control.verdict === 'not-applicable') return 'na'
  return control.freshness === 'stale' && control.verdict !== 'fail' ? 'stale' : control.verdict
}

function Judged({ page }: { page: Page }) {
  const { network } = page
  const naming = useMemo(() => namingOf(network), [network])
  const ready = useMemo(() => prepared(network), [network])
  const kindOfRisk = useCallback(
    (id: string) => wordFor(ready.elements, elementOf(ready.elements, id)),
    [ready],
  )
  return (
    <>
      <TimeSlider />
      <Study page={page} naming={naming} ready={ready} />
      <div className="below">
        <Reasons control={page.control} naming={naming} />
        <Findings findings={page.findings} naming={naming} />
        <Tables page={page} naming={naming} kindOfRisk={kindOfRisk} />
      </div>
    </>
  )
}
