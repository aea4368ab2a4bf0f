import type { Text } from '../../../platform/text.ts'
import type { Model, Prepared } from '../model.ts'
import { nameOf } from '../rows.ts'
import type { ConcurrentFlow } from './concurrent-flow.ts'

export type FlowReport = {
  /** Factor that a flow was found for; null where it cannot be told. */
  lambda: number | null
  /** Factor that nothing can exceed. */
  upper_bound: number | null
  /** `upper_bound / lambda - 1`; 0 where both are 0. */
  gap: number | null
  /** Links (with the direction) and pools that prove the bound, heaviest first. */
  tight: { id: string; direction?: 'forward' | 'backward' }[]
  passes: number
  because: Text[]
}

/** The answer for a network; what is not known is said and never taken for endless. */
export function flowReport(prepared: Prepared, solve: (model: Model) => ConcurrentFlow): FlowReport {
  const { network, model } = prepared
  const unknown = unknownOf(prepared)
  if (unknown !== undefined)
    return { lambda: null, upper_bound: null, gap: null, tight: [], passes: 0, because: [unknown] }
  const { lambda, upperBound, passes, tight } = solve(model)
  const arcs = 2 * network.links.length
  const named = tight.map((at) =>
    at < arcs ? nameOf(prepared, at) : { id: network.pools[(at - arcs) >> 1]!.id },
  )
  return {
    lambda,
    upper_bound: upperBound,
    gap: lambda > 0 ? upperBound / lambda - 1 : 0,
    tight: named,
    passes,
    because: [sentence(lambda, upperBound, named[0]?.id)],
  }
}

function unknownOf({ network, model }: Prepared): Text | undefined {
  if (model.traffic.destinations.length === 0)
    return {
      ja: '需要（demands）が一つもないため、どれだけ増えてよいかは判定できません。',
      en: 'There are no demands, so by how much they may grow cannot be told.',
    }
  const without = network.links.filter(
    ({ capacity }, at) => capacity === undefined && model.topology.tail[2 * at]! >= 0,
  )
  if (without.length === 0) return undefined
  return {
    ja: `リンク ${network.links.length} 本のうち ${without.length} 本は容量が不明なため、判定できません。`,
    en: `The capacity of ${without.length} of ${network.links.length} links is unknown, so nothing can be told.`,
  }
}

function sentence(lambda: number, bound: number, tightest: string | undefined): Text {
  const [low, high] = [lambda, bound].map((value) => Number(value.toPrecision(4)))
  if (lambda === 0)
    return {
      ja: '道のない需要があるため、どれだけ減らしてもすべては運べません。',
      en: 'Some demand has no way at all, so not any part of all demands can be carried.',
    }
  return {
    ja: `経路を最善に選べば、すべての需要を ${low} 倍まで運べます。${high} 倍を超えることはできません${tightest === undefined ? '' : `（${tightest} など）`}。`,
    en: `Routed in the best way, all demands can be carried times ${low}. More than ${high} is impossible${tightest === undefined ? '' : ` (${tightest} and others)`}.`,
  }
}
