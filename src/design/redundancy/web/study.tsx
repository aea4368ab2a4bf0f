import { useMemo, useState } from 'react'
import { useKeys, type Key } from '../../../web/keys.tsx'
import { useSay } from '../../../web/language.tsx'
import { join } from '../../../web/message.ts'
import type { RedundancyPage } from '../page.ts'
import type { Prepared } from '../prepare.ts'
import { coursesOf } from './drawing.ts'
import { aftermathOf, failureOf, type Failure } from './failure.ts'
import { Legend } from './legend.tsx'
import type { Naming } from './naming.ts'
import { Picture } from './picture.tsx'
import { useRedundancyPlace } from './place.ts'
import { ReplayPanel } from './replay-panel.tsx'
import { failingScene, steadyScene } from './scene.ts'
import { nameOfService, ServiceList } from './service-list.tsx'
import { MannerChoice, mannerOf } from './manner-choice.tsx'
import { useDrawing } from './use-drawing.ts'
import { words } from './words.ts'

type StudyProps = { page: RedundancyPage; naming: Naming; ready: Prepared }

/** The picture with what is chosen in it, and beside it the services, or the replay of one failure. */
export function Study({ page, naming, ready }: StudyProps) {
  const say = useSay()
  const { place } = useRedundancyPlace()
  // What changes at each reading is only the time: network and report stay the same objects while they say the same.
  const { network, report } = page
  const failure = useMemo(
    () =>
      place.fail === undefined || place.fail === ''
        ? undefined
        : failureOf({ network, report }, ready, naming, place.fail),
    [network, report, ready, naming, place.fail],
  )
  const [at, setAt] = useState<{ of: string; step: number }>()
  const step =
    failure === undefined
      ? 0
      : at?.of === failure.id
        ? Math.min(at.step, failure.steps.length)
        : failure.steps.length
  const singles = useMemo(() => singlesOf(report), [report])
  useStudyKeys(
    singles,
    failure,
    step,
    (next) => failure !== undefined && setAt({ of: failure.id, step: next }),
  )
  const isUnknown =
    place.fail !== undefined &&
    place.fail !== '' &&
    failure === undefined &&
    naming.kindOf(place.fail) !== 'service'
  return (
    <div className="study">
      <figure>
        <Drawn page={page} naming={naming} failure={failure} step={step} singles={singles} />
        <figcaption id="picture-sentence">
          {isUnknown && <span className="state-stale">{say(words.unknownThing(place.fail ?? ''))} </span>}
          {say(sentenceOf(page, failure, naming, singles.length))}
        </figcaption>
        <Legend
          failure={failure}
          hasBeyond={network.nodes.some((node) => node.beyond_boundary === true)}
          hasSingles={singles.length > 0}
        />
      </figure>
      <aside>
        {failure === undefined ? (
          <ServiceList services={page.report.services} naming={naming} />
        ) : (
          <ReplayPanel
            failure={failure}
            naming={naming}
            nodes={network.nodes.length}
            step={step}
            onStep={(next) => setAt({ of: failure.id, step: next })}
          />
        )}
      </aside>
    </div>
  )
}

type DrawnProps = {
  page: RedundancyPage
  naming: Naming
  failure: Failure | undefined
  step: number
  singles: readonly string[]
}

function Drawn({ page, naming, failure, step, singles }: DrawnProps) {
  const say = useSay()
  const { place, goWith } = useRedundancyPlace()
  const { network } = page
  const { drawing, hasFailed } = useDrawing(network, mannerOf(network, place.view))
  const courses = useMemo(
    () => (drawing === undefined ? new Map() : coursesOf(network, drawing)),
    [network, drawing],
  )
  const scene = useMemo(() => {
    if (drawing === undefined) return undefined
    if (failure === undefined) return steadyScene(network, drawing, courses, singles)
    return failingScene(network, drawing, courses, failure, aftermathOf(network, failure, step))
  }, [network, drawing, courses, failure, step, singles])
  if (drawing === undefined || scene === undefined) {
    return (
      <div className="frame waiting">
        <p className="quiet-wait">{say(words.drawing)}</p>
      </div>
    )
  }
  return (
    <>
      {hasFailed && <p className="soft">{say(words.cannotDraw)}</p>}
      <Picture
        network={network}
        drawing={drawing}
        courses={courses}
        scene={scene}
        naming={naming}
        choice={
          <MannerChoice
            network={network}
            chosen={place.view}
            onChoose={(view) => goWith({ view }, { replace: true })}
          />
        }
        sentence={say(sentenceOf(page, failure, naming, singles.length))}
        onPick={(id) => goWith({ fail: id ?? '' })}
      />
    </>
  )
}

/** Every single point of any service, once, in the order of the report. */
export function singlesOf(report: RedundancyPage['report']): string[] {
  return [...new Set(report.services.flatMap((service) => service.single_points.map((point) => point.id)))]
}

/** The sentence under the picture: the same for those who see it and those who do not. */
function sentenceOf(
  { network }: RedundancyPage,
  failure: Failure | undefined,
  naming: Naming,
  singles: number,
) {
  if (failure === undefined) return words.steady(network.nodes.length, network.links.length, singles)
  const stops = failure.stopped.map(({ service }) => nameOfService(service))
  if (stops.length > 0)
    return words.stops(
      naming.of(failure.id),
      stops.length > 3 ? join([...stops.slice(0, 3), words.more(stops.length - 3)]) : join(stops),
    )
  const others = failure.steps.reduce((sum, step) => sum + step.dies.length, 0)
  return words.harmless(naming.of(failure.id), others)
}

/** j and k walk through the single points, h and l through the steps, Escape goes back to the steady state. */
function useStudyKeys(
  singles: readonly string[],
  failure: Failure | undefined,
  step: number,
  onStep: (step: number) => void,
): void {
  const { goWith } = useRedundancyPlace()
  const keys = useMemo((): Key[] => {
    const walk = (by: 1 | -1): void => {
      if (singles.length === 0) return
      const here = failure === undefined ? -1 : singles.indexOf(failure.id)
      const next =
        here === -1 ? (by === 1 ? 0 : singles.length - 1) : (here + by + singles.length) % singles.length
      goWith({ fail: singles[next] ?? '' })
    }
    const go = (by: 1 | -1): void => {
      if (failure !== undefined) onStep(Math.min(failure.steps.length, Math.max(1, step + by)))
    }
    return [
      { key: 'j', does: words.nextSingle, press: () => walk(1) },
      { key: 'k', does: words.previousSingle, press: () => walk(-1) },
      { key: 'l', does: words.stepOn, press: () => go(1) },
      { key: 'h', does: words.stepBack, press: () => go(-1) },
      { key: 'Escape', does: words.back, press: () => goWith({ fail: '' }) },
    ]
    // goWith and onStep are made anew at each drawing; what they close over is listed.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [singles, failure, step])
  useKeys(keys)
}
