import type { Text } from '../../../../platform/text.ts'
import { useSay } from '../../../../web/language.tsx'
import { StateMark, STATE_WORDS, type State } from '../../../../web/state.tsx'
import { nameOf } from '../../web/naming.ts'
import { words as networkWords } from '../../web/words.ts'
import type { DraftPage } from '../page.ts'
import { words } from './words.ts'

type Service = DraftPage['outcome']['services'][number]
type Point = Service['gained'][number]

const POINTS_MAX = 6
const SERVICES_MAX = 40

export function stateOf(verdict: Service['after']): State {
  return verdict === null || verdict === 'not-applicable' ? 'na' : verdict
}

/** What becomes of each service: verdict before and after, and the single points that come and go. */
export function OutcomeList({ page, onChoose }: { page: DraftPage; onChoose: (id: string) => void }) {
  const say = useSay()
  const { counts, services } = page.outcome
  const changed = services.filter(isChanged)
  const same = services.length - changed.length
  const shown = changed.length === 0 ? services : changed
  return (
    <section className="services" aria-labelledby="outcome-title">
      <h2 id="outcome-title">{say(words.outcome)}</h2>
      <p className="points-count" role="status">
        {say(words.points(counts.before.single_points, counts.after.single_points))}
      </p>
      <ul>
        {shown.slice(0, SERVICES_MAX).map((service) => (
          <OutcomeEntry key={service.id} service={service} onChoose={onChoose} />
        ))}
      </ul>
      {changed.length > 0 && same > 0 && <p className="soft">{say(words.unchanged(same))}</p>}
      {shown.length > SERVICES_MAX && <p className="soft">{say(words.more(shown.length - SERVICES_MAX))}</p>}
    </section>
  )
}

function isChanged({ before, after, gained, lost }: Service): boolean {
  return before !== after || gained.length + lost.length > 0
}

type Choosing = { onChoose: (id: string) => void }

function OutcomeEntry({ service, onChoose }: { service: Service } & Choosing) {
  const say = useSay()
  const { before, after, broken, gained, lost, kept } = service
  const [was, is] = [stateOf(before), stateOf(after)]
  const name =
    service.id === 'all-nodes' && service.name === undefined ? networkWords.assumedName : nameOf(service)
  return (
    <li>
      <StateMark state={is} />
      <div>
        <p className="service-name">
          {say(name)}
          <span className="turn">
            {before === null ? (
              say(words.isNew)
            ) : (
              <span className={`state-${was}`}>{say(STATE_WORDS[was])}</span>
            )}{' '}
            →{' '}
            {after === null ? (
              say(words.isGone)
            ) : (
              <span className={`state-${is}`}>{say(STATE_WORDS[is])}</span>
            )}
          </span>
        </p>
        {broken === true && <p className="state-fail">{say(words.isBroken)}</p>}
        <Points title={words.gained} points={gained} onChoose={onChoose} className="state-fail" />
        <Points title={words.lost} points={lost} onChoose={onChoose} className="state-pass" />
        <Points title={words.kept} points={kept} onChoose={onChoose} className="soft" />
      </div>
    </li>
  )
}

type PointsProps = { title: Text; points: readonly Point[]; className: string } & Choosing

function Points({ title, points, className, onChoose }: PointsProps) {
  const say = useSay()
  if (points.length === 0) return null
  return (
    <p className="points">
      <span className={className}>{say(title)}</span>
      {say({ ja: '：', en: ': ' })}
      {points.slice(0, POINTS_MAX).map((point, index) => (
        <span key={point.id}>
          {index > 0 && say({ ja: '、', en: ', ' })}
          <button type="button" className="as-link" onClick={() => onChoose(point.id)}>
            {say(nameOf(point))}
          </button>
        </span>
      ))}
      {points.length > POINTS_MAX && (
        <>
          {say({ ja: '、', en: ', ' })}
          {say(words.more(points.length - POINTS_MAX))}
        </>
      )}
    </p>
  )
}
