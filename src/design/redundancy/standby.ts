import type { Group } from '../../estate/network.ts'
import { fail, undo } from './closure.ts'
import { declarationOf, idOf } from './elements.ts'
import type { Prepared } from './prepare.ts'
import type { ServicePlan } from './service.ts'
import { breaksOf, isBroken, surveyOf } from './single-points.ts'
import type { Unproven } from './unproven.ts'
import { called, enumerated } from './wording.ts'

/** Of the failures that rest on an untested switch-over, so many are replayed to name the groups; the count is of all. */
const REPLAYED_MAX = 50

/** Between which instants (epoch milliseconds, half-open) a test must lie to count; without it any test does. */
export type TestPeriod = { fromMs: number; untilMs: number }

/**
 * Groups whose members take over from each other, and of which nobody has shown that they do, or not within the period.
 * Where all members carry the load at once (active-active, lag) there is no switch-over to test.
 */
export function isUntested({ kind, tested_at, needs, members }: Group, period?: TestPeriod): boolean {
  if (kind === 'active-active' || kind === 'lag' || new Set(members).size <= needs) return false
  if (tested_at === undefined) return true
  const testedMs = Date.parse(tested_at)
  return period !== undefined && !(testedMs >= period.fromMs && testedMs < period.untilMs)
}

/**
 * Which services stand only because a standby is taken to work that was never tested: a standby never tested is no
 * redundancy. Judged by letting such groups need all their members: what then becomes a single point rests on them.
 */
export function untestedStandbys(
  prepared: Prepared,
  plans: readonly ServicePlan[],
  period?: TestPeriod,
): Map<ServicePlan, Unproven[]> {
  const found = new Map<ServicePlan, Unproven[]>()
  const { dependencies, elements } = prepared
  const untested = elements.network.groups.flatMap((group, at) =>
    isUntested(group, period) && dependencies.slack[at]! > 0 ? [at] : [],
  )
  if (untested.length === 0 || plans.length === 0) return found
  const asDeclared = untested.map((at) => dependencies.slack[at]!)
  for (const at of untested) dependencies.slack[at] = 0
  try {
    const survey = surveyOf(prepared)
    const up = plans.filter((plan) => !isBroken(survey, plan))
    for (const [plan, breaks] of breaksOf(survey, up)) {
      const failing = breaks
        .map(({ element }) => element)
        .filter((element) => {
          const beyond = declarationOf(elements, element).beyond_boundary === true
          return !beyond && !plan.tolerated.has(element)
        })
      if (failing.length > 0) found.set(plan, [reasonOf(prepared, plan, failing, untested)])
    }
  } finally {
    untested.forEach((at, order) => {
      dependencies.slack[at] = asDeclared[order]!
    })
  }
  return found
}

function reasonOf(
  prepared: Prepared,
  plan: ServicePlan,
  failing: readonly number[],
  untested: readonly number[],
): Unproven {
  const { elements } = prepared
  const groups = groupsBehind(prepared, plan, failing, untested).map((at) => elements.firstGroup + at)
  const names = enumerated(groups.map((group) => called(elements, group)))
  const never = groups.some(
    (group) => elements.network.groups[group - elements.firstGroup]!.tested_at === undefined,
  )
  const things = enumerated(
    failing.map((element) => called(elements, element)),
    3,
  )
  return {
    text: {
      ja: `${names.ja} の切り替えは${never ? '一度も試されておらず' : '長く試されておらず'}、冗長とは数えません。切り替わらなければ、${things.ja} が失われるだけで停止します。`,
      en: `The switch-over of ${names.en} was ${never ? 'never tested' : 'not tested for too long'} and is not counted as redundancy; should it not work, losing ${things.en} alone takes it down.`,
    },
    objects: [...groups, ...failing].map((element) => idOf(elements, element)),
  }
}

/** The untested groups that lose a member by these failures, or that the service itself names as an end or a system. */
function groupsBehind(
  prepared: Prepared,
  plan: ServicePlan,
  failing: readonly number[],
  untested: readonly number[],
): number[] {
  const { dependencies, elements, failures } = prepared
  const behind = new Set<number>()
  const named = new Set([...plan.from, ...plan.to, ...plan.needs])
  for (const element of failing.slice(0, REPLAYED_MAX)) {
    const before = fail(dependencies, failures, element)
    for (const at of untested)
      if (failures.dead[elements.firstGroup + at] === 1 || named.has(elements.firstGroup + at)) behind.add(at)
    undo(dependencies, failures, before)
  }
  return [...behind].sort((one, other) => one - other)
}
