import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useKeys, type Key } from '../../../web/keys.tsx'
import { useSay } from '../../../web/language.tsx'
import { join } from '../../../web/message.ts'
import { elementOf } from '../elements.ts'
import type { RedundancyPage } from '../page.ts'
import type { Prepared } from '../prepare.ts'
import type { LoadAfter } from '../what-if.ts'
import { coursesOf } from './drawing.ts'
import { aftermathOf, failureOf, type Failure } from './failure.ts'
import { Legend } from './legend.tsx'
import type { Naming } from './naming.ts'
import { Picture } from './picture.tsx'
import { useRedundancyPlace } from './place.ts'
import { ReplayPanel } from './replay-panel.tsx'
import { failingScene, steadyScene } from './scene.ts'
import { nameOfService, ServiceList } from './service-list.tsx'
import { ServicePanel } from './service-panel.tsx'
import { workAt } from './timeline.tsx'
import { MannerChoice, mannerOf } from './manner-choice.tsx'
import { useDrawing } from './use-drawing.ts'
import { loadQuery, timelineQuery } from './what-if-query.ts'
import { words } from './words.ts'

type StudyProps = { page: RedundancyPage; naming: Naming; ready: Prepared }

/** The picture with what is chosen in it, and beside it the services, or the replay of one failure. */
export function Study({ page, naming, ready }: StudyProps) {
  const say = useSay()
  const { place } = useRedundancyPlace()
  // What changes at each reading is only the time: network and report stay the same objects while they say the same.
  const { network, report } = page
  const failing = useFailing()
  const failure = useMemo(() => {
    const known = failing.filter((id) => elementOf(ready.elements, id) >= 0)
    return failureOf({ network, report }, ready, naming, ...known)
  }, [network, report, ready, naming, failing])
  const at = place.at === '' ? undefined : place.at
  const load = useQuery(loadQuery(failure?.ids ?? [], at)).data
  const [stepped, setStepped] = useState<{ of: string; step: number }>()
  const step =
    failure === undefined
      ? 0
      : stepped?.of === failure.id
        ? Math.min(stepped.step, failure.steps.length)
        : failure.steps.length
  const singles = useMemo(() => singlesOf(report), [report])
  const chosen = report.services.find(({ id }) => id === place.service)
  useStudyKeys(
    singles,
    failure,
    step,
    (next) => failure !== undefined && setStepped({ of: failure.id, step: next }),
  )
  const isUnknown = place.fail !== undefined && place.fail !== '' && naming.kindOf(place.fail) === undefined
  return (
    <div className="study">
      <figure>
        <Drawn
          {...{ page, naming, failure, step, load }}
          singles={chosen === undefined ? singles : singlesOf({ services: [chosen] })}
        />
        <figcaption id="picture-sentence">
          {isUnknown && <span className="state-stale">{say(words.unknownThing(place.fail ?? ''))} </span>}
          {say(sentenceOf(page, failure, singles.length))}
        </figcaption>
        <Legend
          failure={failure}
          hasBeyond={network.nodes.some((node) => node.beyond_boundary === true)}
          hasSingles={singles.length > 0}
          hasOver={(load?.overloaded.length ?? 0) > 0}
        />
      </figure>
      <aside>
        {failure === undefined ? (
          chosen === undefined ? (
            <ServiceList services={page.report.services} naming={naming} />
          ) : (
            <ServicePanel key={chosen.id} service={chosen} naming={naming} />
          )
        ) : (
          <ReplayPanel
            failure={failure}
            load={load}
            naming={naming}
            nodes={network.nodes.length}
            step={step}
            onStep={(next) => setStepped({ of: failure.id, step: next })}
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
  load: LoadAfter | undefined
}

function Drawn({ page, naming, failure, step, singles, load }: DrawnProps) {
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
    const over = new Set(step < failure.steps.length ? [] : load?.overloaded.map(({ id }) => id))
    return failingScene(network, drawing, courses, failure, aftermathOf(network, failure, step), over)
  }, [network, drawing, courses, failure, step, singles, load])
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
        sentence={say(sentenceOf(page, failure, singles.length))}
        onPick={(id) => goWith({ fail: id ?? '', also: '', service: '' })}
      />
    </>
  )
}

/** What is imagined to fail, and what announced work has out of service at the instant that is looked at. */
function useFailing(): string[] {
  const { place } = useRedundancyPlace()
  const { data } = useQuery(timelineQuery)
  const at = place.at
  return useMemo(() => {
    const work = at === undefined || at === '' ? [] : workAt(data?.work ?? [], at)
    const ids = [place.fail, place.also, ...work.flatMap(({ takes_down }) => takes_down)]
    return [...new Set(ids)].filter((id): id is string => id !== undefined && id !== '')
  }, [place.fail, place.also, at, data])
}

/** Every single point of any service, once, in the order of the report. */
export function singlesOf(report: Pick<RedundancyPage['report'], 'services'>): string[] {
  return [...new Set(report.services.flatMap((service) => service.single_points.map((point) => point.id)))]
}

/** The sentence under the picture: the same for those who see it and those who do not. */
function sentenceOf({ network }: RedundancyPage, failure: Failure | undefined, singles: number) {
  if (failure === undefined) return words.steady(network.nodes.length, network.links.length, singles)
  const stops = failure.stopped.map(({ service }) => nameOfService(service))
  if (stops.length > 0)
    return words.stops(
      failure.name,
      stops.length > 3 ? join([...stops.slice(0, 3), words.more(stops.length - 3)]) : join(stops),
    )
  const others = failure.steps.reduce((sum, step) => sum + step.dies.length, 0)
  return words.harmless(failure.name, others)
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
      const here = failure === undefined ? -1 : singles.indexOf(failure.ids[0] ?? '')
      const next =
        here === -1 ? (by === 1 ? 0 : singles.length - 1) : (here + by + singles.length) % singles.length
      goWith({ fail: singles[next] ?? '', also: '', service: '' })
    }
    const go = (by: 1 | -1): void => {
      if (failure !== undefined) onStep(Math.min(failure.steps.length, Math.max(1, step + by)))
    }
    return [
      { key: 'j', does: words.nextSingle, press: () => walk(1) },
      { key: 'k', does: words.previousSingle, press: () => walk(-1) },
      { key: 'l', does: words.stepOn, press: () => go(1) },
      { key: 'h', does: words.stepBack, press: () => go(-1) },
      { key: 'Escape', does: words.back, press: () => goWith({ fail: '', also: '', service: '' }) },
    ]
    // goWith and onStep are made anew at each drawing; what they close over is listed.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [singles, failure, step])
  useKeys(keys)
}
