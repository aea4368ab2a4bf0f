import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { join } from '../../../web/message.ts'
import { StateMark } from '../../../web/state.tsx'
import type { LoadAfter } from '../what-if.ts'
import type { Failure, Step, Stopped } from './failure.ts'
import { LoadNote } from './load-note.tsx'
import type { Naming } from './naming.ts'
import { useRedundancyPlace } from './place.ts'
import { nameOfService } from './service-list.tsx'
import { words } from './words.ts'

type PanelProps = {
  failure: Failure
  naming: Naming
  /** What it overloads; undefined while that is computed. */
  load: LoadAfter | undefined
  nodes: number
  /** How many steps the picture shows. */
  step: number
  onStep: (step: number) => void
}

/** The witness of a failure: who stops, and step by step why, so that a person can check it. */
export function ReplayPanel({ failure, naming, load, nodes, step, onStep }: PanelProps) {
  const say = useSay()
  const { hrefWith } = useRedundancyPlace()
  const steps = failure.steps.length
  return (
    <section className="replay">
      <p className="over-title">{say(words.ifLost)}</p>
      <h2>
        {say(failure.name)} <span className="mono">{failure.ids.join(' + ')}</span>
      </h2>
      <Stops failure={failure} naming={naming} nodes={nodes} />
      <LoadNote load={load} naming={naming} />
      <div className="steps-head">
        <h3>{say(words.replay)}</h3>
        <div className="stepper unprinted">
          <button
            type="button"
            className="button"
            disabled={step <= 1}
            onClick={() => onStep(step - 1)}
            aria-label={say(words.stepBack)}
          >
            ←
          </button>
          <span role="status">{say(words.stepOf(step, steps))}</span>
          <button
            type="button"
            className="button"
            disabled={step >= steps}
            onClick={() => onStep(step + 1)}
            aria-label={say(words.stepOn)}
          >
            →
          </button>
        </div>
      </div>
      <ol className="steps">
        {failure.steps.map((one, index) => (
          <StepEntry
            key={one.title.en + String(index)}
            step={one}
            naming={naming}
            isShown={index < step}
            isNow={index === step - 1}
            onShow={() => onStep(index + 1)}
          />
        ))}
      </ol>
      <p className="says">
        <Link href={hrefWith({ fail: '', also: '', at: '' })} keepScroll>
          {say(words.back)}
        </Link>
      </p>
    </section>
  )
}

function Stops({ failure, naming, nodes }: { failure: Failure; naming: Naming; nodes: number }) {
  const say = useSay()
  return (
    <>
      {failure.stopped.length === 0 && <p className="none-stops">{say(words.noneStops)}</p>}
      <ul className="stops">
        {failure.stopped.map((stopped) => (
          <StopEntry key={stopped.service.id} stopped={stopped} naming={naming} nodes={nodes} />
        ))}
      </ul>
      {failure.alreadyDown.length > 0 && (
        <p className="soft">{say(words.alreadyDown(join(failure.alreadyDown.map(nameOfService))))}</p>
      )}
    </>
  )
}

function StopEntry({
  stopped: { service, witness, tolerated },
  naming,
  nodes,
}: {
  stopped: Stopped
  naming: Naming
  nodes: number
}) {
  const say = useSay()
  const from = naming.of(witness.lost.from)
  const lost: Text =
    witness.lost.to === undefined ? words.lostOne(from) : words.lostPair(from, naming.of(witness.lost.to))
  return (
    <li>
      <StateMark state={tolerated ? 'waived' : 'fail'} />
      <div>
        <p className="service-name">
          {say(nameOfService(service))}{' '}
          <span className={tolerated ? 'soft' : 'state-fail'}>
            {say(tolerated ? words.toleratedStop : words.stopped)}
          </span>
        </p>
        <p>
          {say(lost)}{' '}
          {witness.reachable.count > 0 && (
            <span className="soft">{say(words.stillReached(from, witness.reachable.count, nodes))}</span>
          )}
        </p>
      </div>
    </li>
  )
}

const NAMES_MAX = 6

type StepProps = { step: Step; naming: Naming; isShown: boolean; isNow: boolean; onShow: () => void }

function StepEntry({ step, naming, isShown, isNow, onShow }: StepProps) {
  const say = useSay()
  const names = [
    ...step.dies.slice(0, NAMES_MAX).map(naming.of),
    ...(step.dies.length > NAMES_MAX ? [words.more(step.dies.length - NAMES_MAX)] : []),
  ]
  // A step of one thing has already named it.
  const isNamed = step.dies.length === 1 && step.title.ja.startsWith(naming.of(step.dies[0] ?? '').ja)
  return (
    <li className={isShown ? 'shown' : ''} aria-current={isNow ? 'step' : undefined}>
      <button type="button" onClick={onShow}>
        {say(step.title)}
      </button>
      {!isNamed && <p className="soft">{say(join(names))}</p>}
    </li>
  )
}
