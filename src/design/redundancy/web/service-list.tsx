import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { join } from '../../../web/message.ts'
import { STATE_WORDS, STATES, StateMark, type State } from '../../../web/state.tsx'
import { Strip } from '../../../web/strip.tsx'
import type { ServiceReport, SinglePoint } from '../report.ts'
import { nameOf, type Naming } from './naming.ts'
import { useRedundancyPlace } from './place.ts'
import { words } from './words.ts'

const SERVICES_MAX = 12
const POINTS_MAX = 8
const NAMES_MAX = 3

export function stateOfService(service: ServiceReport): State {
  return service.verdict === 'not-applicable' ? 'na' : service.verdict
}

export function nameOfService(service: ServiceReport): Text {
  return service.assumed === true ? words.assumedName : nameOf(service)
}

/** Every service with its verdict and what stops it, the worst first. */
export function ServiceList({ services, naming }: { services: readonly ServiceReport[]; naming: Naming }) {
  const say = useSay()
  const { hrefWith } = useRedundancyPlace()
  const ordered = STATES.flatMap((state) => services.filter((service) => stateOfService(service) === state))
  return (
    <section className="services">
      <h2>{say(words.services)}</h2>
      <Strip states={ordered.map(stateOfService)} noun={say(words.services)} />
      <ul>
        {ordered.slice(0, SERVICES_MAX).map((service) => (
          <ServiceEntry key={service.id} service={service} naming={naming} />
        ))}
      </ul>
      {ordered.length > SERVICES_MAX && (
        <p className="says">
          <Link href={hrefWith({ table: 'services' })} keepScroll>
            {say(words.allServices(ordered.length))}
          </Link>
        </p>
      )}
    </section>
  )
}

function ServiceEntry({ service, naming }: { service: ServiceReport; naming: Naming }) {
  const say = useSay()
  const { hrefWith } = useRedundancyPlace()
  const state = stateOfService(service)
  return (
    <li>
      <StateMark state={state} />
      <div>
        <p className="service-name">
          <Link href={hrefWith({ service: service.id, fail: '', also: '' })} keepScroll>
            {say(nameOfService(service))}
          </Link>{' '}
          <span className={`state-${state}`}>{say(STATE_WORDS[state])}</span>
        </p>
        {service.assumed === true && <p className="soft">{say(words.noServices)}</p>}
        {service.broken === true && <p>{say(words.broken)}</p>}
        {service.verdict === 'pass' && <p className="soft">{say(words.sound)}</p>}
        <Points title={words.stoppedBy} points={service.single_points} naming={naming} />
        <Unproven reasons={service.unproven ?? []} />
        <Points title={words.toleratedBy} points={service.tolerated ?? []} naming={naming} isSoft />
        <Beyond ids={service.beyond_boundary ?? []} naming={naming} />
      </div>
    </li>
  )
}

/** The first reason in words; the others are listed with the reasons of the verdict. */
function Unproven({ reasons: [first, ...others] }: { reasons: readonly { text: Text }[] }) {
  const say = useSay()
  if (first === undefined) return null
  return (
    <p>
      {say(first.text)} {others.length > 0 && <span className="soft">{say(words.more(others.length))}</span>}
    </p>
  )
}

type PointsProps = { title: Text; points: readonly SinglePoint[]; naming: Naming; isSoft?: boolean }

function Points({ title, points, naming, isSoft }: PointsProps) {
  const say = useSay()
  const { hrefWith } = useRedundancyPlace()
  if (points.length === 0) return null
  return (
    <p className={isSoft === true ? 'soft points' : 'points'}>
      {say(title)}
      {say({ ja: '：', en: ': ' })}
      {points.slice(0, POINTS_MAX).map((point, index) => (
        <span key={point.id}>
          {index > 0 && say({ ja: '、', en: ', ' })}
          <Link href={hrefWith({ fail: point.id })} keepScroll>
            {say(naming.of(point.id))}
          </Link>
        </span>
      ))}
      {points.length > POINTS_MAX && (
        <Link href={hrefWith({ table: tableOf(points), find: '' })} keepScroll>
          {say({ ja: '、', en: ', ' })}
          {say(words.more(points.length - POINTS_MAX))}
        </Link>
      )}
    </p>
  )
}

/** The table in which the first of the points stands. */
function tableOf(points: readonly SinglePoint[]): string {
  return `${points[0]?.kind ?? 'node'}s`
}

function Beyond({ ids, naming }: { ids: readonly string[]; naming: Naming }) {
  const say = useSay()
  if (ids.length === 0) return null
  const names = join([
    ...ids.slice(0, NAMES_MAX).map(naming.of),
    ...(ids.length > NAMES_MAX ? [words.more(ids.length - NAMES_MAX)] : []),
  ])
  return <p className="soft">{say(words.beyond(names))}</p>
}
