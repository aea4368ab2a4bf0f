import { emptyNetwork } from '../../../estate/network.ts'
import type { Text } from '../../../platform/text.ts'
import { join, number, plural } from '../../../web/message.ts'
import type { RedundancyPage } from '../page.ts'
import { prepare, type Prepared } from '../prepare.ts'
import { reachedFrom } from '../replay.ts'
import type { ServiceReport, Witness } from '../report.ts'
import { takesDownOf } from '../takes-down.ts'
import type { Naming } from './naming.ts'

/** One step of a replay: what dies in it, and why. */
export type Step = { title: Text; dies: string[] }

/** A service that stops, what is lost in it, and whether the operator tolerates this. */
export type Stopped = { service: ServiceReport; witness: Witness; tolerated: boolean }

/** What follows if one thing fails: computed by the same function as the verdict, replayed in steps. */
export type Failure = {
  /** What failed, as one word for it all. */
  id: string
  /** Everything that fails at once. */
  ids: readonly string[]
  name: Text
  steps: Step[]
  stopped: Stopped[]
  alreadyDown: ServiceReport[]
}

type PageNetwork = RedundancyPage['network']

/** Makes a network of the page ready for questions. */
export function prepared(network: PageNetwork): Prepared {
  return prepare({ ...emptyNetwork(), ...network })
}

/** What follows if these fail at once; undefined where the network holds nothing of one of them. */
export function failureOf(
  page: Pick<RedundancyPage, 'network' | 'report'>,
  ready: Prepared,
  naming: Naming,
  ...ids: readonly string[]
): Failure | undefined {
  const takedown = takesDownOf(ready, ids)
  if (takedown.unresolved.length > 0 || ids.length === 0) return undefined
  const reports = new Map(page.report.services.map((service) => [service.id, service]))
  return {
    id: ids.join('\n'),
    ids,
    name: join(ids.map(naming.of), { ja: ' と ', en: ' and ' }),
    steps: stepsOf(page.network, naming, takedown.dies),
    stopped: takedown.services.flatMap((stopped): Stopped[] => {
      const service = reports.get(stopped.id)
      if (service === undefined) return []
      const tolerated = (service.tolerated ?? []).some((point) => ids.length === 1 && point.id === ids[0])
      return [{ service, witness: stopped.witness, tolerated }]
    }),
    alreadyDown: takedown.already_down.flatMap((down) => reports.get(down) ?? []),
  }
}

type Sort = 'failed' | 'rides' | 'ends' | 'short' | 'members'

/**
 * The deaths as steps that a person can follow: by generation (what dies of what died before), and within one by the
 * reason. A step that has one cause names it.
 */
function stepsOf(network: PageNetwork, naming: Naming, dies: Witness['dies']): Step[] {
  const ends = new Map(network.links.map((link) => [link.id, [link.from, link.to]]))
  const groups = new Map(network.groups.map((group) => [group.id, new Set(group.members)]))
  const generation = new Map<string, number>()
  const steps = new Map<string, { sort: Sort; causes: Set<string>; dies: string[] }>()
  for (const { id, because } of dies) {
    const own = id === because ? 0 : (generation.get(because) ?? 0) + 1
    generation.set(id, own)
    const sort: Sort =
      id === because
        ? 'failed'
        : groups.get(id)?.has(because) === true
          ? 'short'
          : groups.get(because)?.has(id) === true
            ? 'members'
            : ends.get(id)?.includes(because) === true
              ? 'ends'
              : 'rides'
    const key = `${own} ${sort}`
    const step = steps.get(key) ?? { sort, causes: new Set(), dies: [] }
    step.causes.add(because)
    step.dies.push(id)
    steps.set(key, step)
  }
  return [...steps]
    .toSorted(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map(([, step]) => ({ title: titleOf(step, naming), dies: step.dies }))
}

function titleOf(
  { sort, causes, dies }: { sort: Sort; causes: Set<string>; dies: string[] },
  naming: Naming,
): Text {
  const [cause = ''] = causes
  const by = causes.size === 1 ? naming.of(cause) : undefined
  const count = number(dies.length)
  const one = dies.length === 1
  switch (sort) {
    case 'failed': {
      const names = join(dies.map(naming.of), { ja: ' と ', en: ' and ' })
      return { ja: `${names.ja} が失われる`, en: `${names.en} ${one ? 'is' : 'are'} lost` }
    }
    case 'rides':
      return {
        ja: `${by === undefined ? 'それら' : ` ${by.ja} `}に載っている ${count} 件が失われる`.trim(),
        en: `${one ? '1 thing that rides' : `${count} things that ride`} on ${by?.en ?? 'them'} ${one ? 'is' : 'are'} lost`,
      }
    case 'ends':
      return {
        ja: `${by === undefined ? 'それら' : ` ${by.ja} `}につながる回線 ${count} 本が切れる`.trim(),
        en: `${plural(dies.length, 'link')} that ${one ? 'ends' : 'end'} at ${by?.en ?? 'them'} ${one ? 'is' : 'are'} cut`,
      }
    case 'short':
      return {
        ja: `冗長グループ ${count} 組が、必要な数を下回る`,
        en: `${plural(dies.length, 'group')} ${one ? 'has' : 'have'} fewer members left than needed`,
      }
    case 'members':
      return {
        ja: `${by === undefined ? 'それら' : ` ${by.ja} `}に属する ${count} 件も使えなくなる`.trim(),
        en: `${one ? '1 member' : `${count} members`} of ${by?.en ?? 'them'} ${one ? 'is' : 'are'} no longer of use`,
      }
  }
}

/** How the network looks after the first `steps` steps of a failure; after all of them, also what is still reached. */
export type Aftermath = {
  dead: ReadonlySet<string>
  /** What died in the last step shown. */
  latest: ReadonlySet<string>
  /** Nodes that the first lost endpoint still reaches; missing while the replay runs, or where it is dead itself. */
  reached?: ReadonlySet<string>
  /** Endpoints that are lost, by service. */
  lost: ReadonlySet<string>
}

export function aftermathOf(network: PageNetwork, failure: Failure, steps: number): Aftermath {
  const shown = failure.steps.slice(0, steps)
  const dead = new Set(shown.flatMap((step) => step.dies))
  const latest = new Set(shown.at(-1)?.dies)
  if (steps < failure.steps.length) return { dead, latest, lost: new Set() }
  const stops = failure.stopped.filter(({ tolerated }) => !tolerated)
  const losts = (stops.length > 0 ? stops : failure.stopped).map(({ witness }) => witness.lost)
  const lost = new Set(losts.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])))
  const [first] = losts
  if (first === undefined || dead.has(first.from)) return { dead, latest, lost }
  const reached = reachedFrom({ ...emptyNetwork(), ...network }, dead, first.from)
  return { dead, latest, lost, reached }
}
