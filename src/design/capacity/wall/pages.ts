import { controlVerdictOf } from '../../../charter/conformance.ts'
import { pastOf } from '../../../charter/history.ts'
import { knownAtMoment, type Known, type Moment } from '../../../charter/known.ts'
import { emptyNetwork, type Network } from '../../../estate/network.ts'
import type { Resource } from '../../../estate/resource.ts'
import { personNames } from '../../../people/naming.ts'
import { civilAt } from '../../../platform/civil-time.ts'
import type { Context } from '../../../platform/context.ts'
import { Refusal } from '../../../platform/refusal.ts'
import type { Text } from '../../../platform/text.ts'
import { capacityControls, surgeControl, survivalControl } from '../control.ts'
import { declaredFrom, type Declared } from '../declared.ts'
import { chainOf } from '../exhaust/chain.ts'
import { dateOf, dayOf } from '../exhaust/civil-days.ts'
import { dailyPeaks, type Peaks } from '../exhaust/daily-peaks.ts'
import { usableOn } from '../exhaust/exhaustion.ts'
import { fanOf } from '../exhaust/fan.ts'
import { planStateOn, type Plan } from '../plan/plan.ts'
import { FORECAST_MADE, recordedIn } from '../recorded.ts'
import { nameOf } from '../resource-reasons.ts'
import { withPlans } from '../standing.ts'
import { surgesOf } from '../surge/surge.ts'
import { survivalOf } from '../survival-once.ts'
import { againstWhatCame } from './against.ts'
import { carriedUnder } from './carried-under.ts'
import type { LoadPage, PlanView, ResourcePage, WallPage } from './page.ts'
import { rowFor, seriesOf, wallOf, type WallRow } from './wall.ts'

type Looked = { known: Known; state: Declared; today: string; zone: string; at: string }

async function lookedAt(ctx: Context, moment: Moment): Promise<Looked> {
  const known = await knownAtMoment(ctx, moment)
  const zone = known.workspace.operator?.zone ?? 'UTC'
  const state = declaredFrom(known.facts)
  return { known, state, zone, today: civilAt(known.atMs, zone).date, at: new Date(known.atMs).toISOString() }
}

/** `GET /api/capacity`: every resource by the day on which to order. */
export async function wallPage(ctx: Context, moment: Moment): Promise<WallPage> {
  const { known, state, today, zone, at } = await lookedAt(ctx, moment)
  const rows = wallOf(state, today, zone)
  const persons = await namesOf(ctx, rows ?? [])
  return {
    at,
    zone,
    today,
    controls: capacityControls.map((control) => controlVerdictOf(control, known.facts, known.atMs)),
    resources: rows?.map((row) => shownRow(row, persons)) ?? null,
    names: failureNames(state.network, rows ?? []),
  }
}

/** `GET /api/capacity/resources/{id}`: one resource with all that led to its day, and its plans. */
export async function resourcePage(ctx: Context, id: string, moment: Moment): Promise<ResourcePage> {
  const { known, state, today, zone, at } = await lookedAt(ctx, moment)
  const bare = state.network?.resources.find((one) => one.id === id)
  const row = bare && rowFor(state, bare, today, zone)
  if (bare === undefined || row === undefined)
    throw new Refusal('missing', {
      ja: `資源 ${id} は登録されていません。`,
      en: `No resource ${id} is declared.`,
    })
  const resource = withPlans(state, bare, today)
  const series = seriesOf(state, id)
  const measured = series?.startMs === undefined ? undefined : dailyPeaks(series, zone, resource)
  const fan = fanOf(resource, series, zone, { days: fanDays(row), everyDays: 1 })
  const plans = Object.values(state.plans).filter((plan) => plan.resource === id)
  const persons = await namesOf(ctx, [row], plans)
  const made = known.received.filter(
    ({ fact }) => fact.type === FORECAST_MADE && recordedIn(fact).resource === id,
  )
  return {
    at,
    zone,
    today,
    row: shownRow(row, persons),
    names: failureNames(state.network, [row]),
    measured: measured === undefined ? null : shownPeaks(measured, resource),
    fan,
    limits: limitsOf(resource, measured),
    under_failure: carriedUnder(state, resource, row, { zone, days: fan.length }),
    chain: chainOf(row, resource),
    against:
      measured === undefined
        ? []
        : againstWhatCame(
            made.map(({ fact, at: atMs }) => ({ made: recordedIn(fact), atMs })),
            measured,
          ),
    plans: plans.map((plan) => shownPlan(plan, known, persons, today)).toSorted(newestFirst),
  }
}

const FAN_DAYS = { least: 300, most: 900, beyond: 60 }

/** As far as the day of exhaustion can be, and a little further; else most of a year. */
function fanDays({ exhausts, observed }: WallRow): number {
  const until = exhausts.upper ?? exhausts.median ?? exhausts.date
  if (until === null || observed === undefined) return FAN_DAYS.least
  const days = dayOf(until) - dayOf(observed) + FAN_DAYS.beyond
  return Math.min(FAN_DAYS.most, Math.max(FAN_DAYS.least, days))
}

/** Where what is usable changes: from the first measured day, and at each delivery. */
function limitsOf(resource: Resource, measured: Peaks | undefined): ResourcePage['limits'] {
  const usableAt = usableOn(resource)
  const first = dateOf(measured?.firstDay ?? 0)
  const days = new Set([first, ...resource.orders.map(({ delivered }) => delivered)])
  return [...days].toSorted().map((from) => ({ from, usable: usableAt(dayOf(from)) }))
}

function shownPeaks({ firstDay, stepDays, values }: Peaks, { ceiling }: Resource) {
  return {
    from: dateOf(firstDay),
    step_days: stepDays,
    peaks: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
    ceiling: ceiling ?? null,
  }
}

type Persons = ReadonlyMap<string, Text>

async function namesOf(
  ctx: Context,
  rows: readonly WallRow[],
  plans: readonly Plan[] = [],
): Promise<Persons> {
  const ofPlans = plans.flatMap(({ waiting, approved, earlier, came, withdrawn }) => [
    ...[waiting, approved, ...earlier].flatMap((one) => one?.contributors ?? []),
    ...[approved, ...earlier].flatMap((one) => (one === undefined ? [] : [one.approved_by])),
    ...[came, withdrawn].flatMap((one) => (one === undefined ? [] : [one.by])),
  ])
  return personNames(ctx, [...rows.flatMap(({ owner }) => owner ?? []), ...ofPlans])
}

function person(persons: Persons, id: string): { id: string; name: Text } {
  return { id, name: persons.get(id) ?? { ja: id, en: id } }
}

function shownRow({ owner, ...row }: WallRow, persons: Persons) {
  return { ...row, ...(owner !== undefined && { owner: person(persons, owner) }) }
}

function shownPlan(plan: Plan, { received }: Known, persons: Persons, today: string): PlanView {
  const version = <V extends { contributors: string[]; approved_by?: string }>({
    contributors,
    approved_by,
    ...rest
  }: V) => ({
    ...rest,
    contributors: contributors.map((id) => person(persons, id)),
    ...(approved_by !== undefined && { approved_by: person(persons, approved_by) }),
  })
  const { id, resource, waiting, approved, earlier, came, withdrawn } = plan
  return {
    id,
    resource,
    state: planStateOn(plan, today),
    ...(waiting !== undefined && { waiting: version(waiting) }),
    ...(approved !== undefined && { approved: version(approved) }),
    earlier: earlier.map(version),
    ...(came !== undefined && { came: { ...came, by: person(persons, came.by) } }),
    ...(withdrawn !== undefined && { withdrawn: { ...withdrawn, by: person(persons, withdrawn.by) } }),
    history: pastOf(received, 'capacity.plan.', id),
  }
}

function newestFirst(one: PlanView, other: PlanView): number {
  return (other.history.at(-1)?.index ?? 0) - (one.history.at(-1)?.index ?? 0)
}

/** One plan, as its approver reads it before he approves. */
export async function planPage(ctx: Context, id: string): Promise<PlanView> {
  const { known, state, today } = await lookedAt(ctx, {})
  const plan = Object.hasOwn(state.plans, id) ? state.plans[id] : undefined
  if (plan === undefined)
    throw new Refusal('missing', { ja: 'その増設計画はありません。', en: 'There is no such plan.' })
  return shownPlan(plan, known, await namesOf(ctx, [], [plan]), today)
}

function failureNames(network: Network | undefined, rows: readonly WallRow[]): Record<string, Text> {
  const wanted = new Set(
    rows.flatMap(({ under_failure, of }) => [under_failure?.failure, of]).filter((id) => id !== undefined),
  )
  return namesIn(network, (id) => wanted.has(id))
}

function namesIn(network: Network | undefined, chosen: (id: string) => boolean): Record<string, Text> {
  if (network === undefined) return {}
  const { nodes, links, risks, groups, resources } = network
  const named = [...nodes, ...links, ...risks, ...groups, ...resources].filter(
    ({ id, name }) => name !== undefined && chosen(id),
  )
  // A pool has no name of its own: it is called by the resource that it is.
  const pools = network.pools.flatMap(({ id }) => {
    const resource = resources.find(({ of, name }) => of === id && name !== undefined)
    return resource === undefined || !chosen(id) ? [] : [[id, nameOf(resource)] as const]
  })
  return Object.fromEntries([...pools, ...named.map((one) => [one.id, nameOf(one)] as const)])
}

const NOTHING = emptyNetwork()

/** `GET /api/capacity/load`: what every single failure does to the demands, and what comes back after it. */
export async function loadPage(ctx: Context, moment: Moment): Promise<LoadPage> {
  const { known, state, zone, at } = await lookedAt(ctx, moment)
  const { network } = state
  // Without any network there are no demands to route; that is not a network too large to be judged.
  const report = survivalOf(network ?? NOTHING)
  const procedures = network === undefined ? [] : surgesOf(network)
  const declared = new Map(network?.procedures.map((one) => [one.id, one]))
  return {
    at,
    zone,
    controls: [survivalControl, surgeControl].map((one) => controlVerdictOf(one, known.facts, known.atMs)),
    report: report ?? null,
    procedures: procedures.map((one) => ({ ...one, name: nameOf(declared.get(one.id) ?? one) })),
    names: namesIn(network, () => true),
  }
}
