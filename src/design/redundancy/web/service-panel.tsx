import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { number } from '../../../web/message.ts'
import { StateWord } from '../../../web/state.tsx'
import { Unread } from '../../../web/unread.tsx'
import type { ServiceReport } from '../report.ts'
import type { Naming } from './naming.ts'
import { useRedundancyPlace } from './place.ts'
import { nameOfService, stateOfService } from './service-list.tsx'
import { serviceQuery } from './what-if-query.ts'
import { words } from './words.ts'

const PAIRS_SHOWN = 12

/** One service: its single points, and the pairs that stop it only together; each leads to its replay. */
export function ServicePanel({ service, naming }: { service: ServiceReport; naming: Naming }) {
  const say = useSay()
  const { place, hrefWith } = useRedundancyPlace()
  const query = useQuery(serviceQuery(service.id, place.at === '' ? undefined : place.at))
  const points = [...service.single_points, ...(service.tolerated ?? [])]
  return (
    <section className="replay service-panel">
      <p className="over-title">{say(words.services)}</p>
      <h2>
        {say(nameOfService(service))} <span className="mono">{service.id}</span>
      </h2>
      <p>
        <StateWord state={stateOfService(service)} />
      </p>
      {service.broken === true && <p>{say(words.broken)}</p>}
      <h3>{say(words.columnSingles)}</h3>
      {points.length === 0 ? (
        <p className="soft">{say(words.sound)}</p>
      ) : (
        <ul className="point-list">
          {points.map((point) => (
            <li key={point.id}>
              <Link href={hrefWith({ fail: point.id, service: '' })} keepScroll>
                {say(naming.of(point.id))}
              </Link>
              <p className="soft">{say(point.witness.text)}</p>
            </li>
          ))}
        </ul>
      )}
      <h3>{say(words.pairs)}</h3>
      {query.data === undefined ? <Unread query={query} /> : <Pairs report={query.data} naming={naming} />}
      <p className="says">
        <Link href={hrefWith({ service: '' })} keepScroll>
          {say(words.allOfThem)}
        </Link>
      </p>
    </section>
  )
}

function Pairs({ report, naming }: { report: ServiceReport; naming: Naming }) {
  const say = useSay()
  const { hrefWith } = useRedundancyPlace()
  const [isAll, setAll] = useState(false)
  const pairs = report.minimal_pairs ?? []
  const bound = report.smallest_failure_set
  return (
    <>
      {pairs.length === 0 && report.broken !== true && <p className="soft">{say(words.noPairs)}</p>}
      {bound !== undefined && <p className="soft">{say(words.bounds(bound.at_least, bound.at_most))}</p>}
      <ul className="point-list">
        {(isAll ? pairs : pairs.slice(0, PAIRS_SHOWN)).map(([one, other]) => (
          <li key={`${one} ${other}`}>
            <Link href={hrefWith({ fail: one, also: other, service: '' })} keepScroll>
              {say(naming.of(one))} ＋ {say(naming.of(other))}
            </Link>
          </li>
        ))}
      </ul>
      {!isAll && pairs.length > PAIRS_SHOWN && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          {say(words.allPairs(number(pairs.length)))}
        </button>
      )}
      {report.minimal_pairs_cut_off === true && <p className="state-unknown">{say(words.pairsCut)}</p>}
    </>
  )
}
