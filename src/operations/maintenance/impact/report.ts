import type { Text } from '../../../platform/text.ts'
import { loadUnder } from '../../../design/capacity/index.ts'
import { takesDownOf } from '../../../design/redundancy/index.ts'
import { isOver, plannedWindows, type Maintenance } from '../maintenance.ts'
import type { Impact, ImpactEngine } from './impact.ts'
import { unknownObjects, windowIdOf } from './outages.ts'
import type { Finding, Outage } from './window.ts'

/** So many findings are shown with what a person replays; the others with what was found only. */
const WITNESSES_MAX = 2000
const LOADS_MAX = 200

/** What is shown of one finding. */
export type Shown = {
  service: string
  maintenances: string[]
  /** What takes it down alone, or the failure after which something carries too much. */
  failures: string[]
  overloaded?: { id: string; direction?: string; load: number; capacity: number | null }[]
  witness?: Text
}

/** Stretches of time with what is lost in them. */
export type ShownInterval = {
  from: string
  until: string
  /** Follows from certain notices alone. */
  certain: boolean
  down: Shown[]
  redundancy_lost: Shown[]
  below_capacity: Shown[]
}

export type ImpactReport = {
  maintenances: {
    key: string
    provider: string
    number: string
    title?: Text
    status: Maintenance['status']
    certainty: Maintenance['certainty']
    windows: { from: string; until: string; certainty: string; backup: boolean }[]
  }[]
  intervals: ShownInterval[]
  /** What the estate does not know of what notices name. */
  unresolved: { maintenance: string; said: string[] }[]
  /** Maintenances of which no window could be read: nobody knows when. */
  without_window: string[]
  /** Times of which loads could not be judged. */
  without_loads: { from: string; until: string }[]
  without_standing: string[]
  loads_judged: boolean
  /** What the loads of the hours rest on. */
  loads: Impact['loads']
}

/** What the loads of hours rest on, in words. */
export function loadGroundText({ forecast, by_profile, not_forecast }: Impact['loads']): Text {
  const open = by_profile + not_forecast.length
  return {
    ja: `時間帯の負荷：需要 ${forecast} 件は実績からの予測、${open} 件は実績がないか足りないため登録された波形による。`,
    en: `Loads of the hours: ${forecast} demands by the forecast of what was measured, ${open} by their declared profile, for want of enough measured.`,
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

export function reportOf(
  engine: ImpactEngine,
  impact: Impact,
  outages: readonly Outage[],
  maintenances: readonly Maintenance[],
  zone: string,
): ImpactReport {
  const windows = plannedWindows(maintenances)
  const keyOfWindow = new Map(windows.map(({ id, maintenance }) => [id, maintenance]))
  const unresolved = new Map<string, Set<string>>()
  const open = (maintenance: string, ids: readonly string[]): void => {
    if (ids.length > 0) unresolved.set(maintenance, new Set([...(unresolved.get(maintenance) ?? []), ...ids]))
  }
  for (const window of windows) open(window.maintenance, unknownObjects(window))
  for (const { outage, ids } of impact.unresolved) open(keyOfWindow.get(windowIdOf(outage)) ?? '', ids)
  return {
    maintenances: maintenances.map(({ key, provider, number, title, status, certainty }) => ({
      key,
      provider,
      number,
      ...(title !== undefined && { title }),
      status,
      certainty,
      windows: windows
        .filter(({ maintenance }) => maintenance === key)
        .map((one) => ({
          from: iso(one.fromMs),
          until: iso(one.untilMs),
          certainty: one.certainty,
          backup: one.backup,
        })),
    })),
    intervals: intervalsOf(impact.findings, new Witnesses(engine, outages, keyOfWindow, zone)),
    unresolved: Array.from(unresolved, ([maintenance, said]) => ({ maintenance, said: [...said] })),
    without_window: maintenances
      .filter((one) => !isOver(one.status) && !windows.some(({ maintenance }) => maintenance === one.key))
      .map(({ key }) => key),
    without_loads: impact.withoutLoads.map(({ fromMs, untilMs }) => ({
      from: iso(fromMs),
      until: iso(untilMs),
    })),
    without_standing: impact.withoutStanding,
    loads_judged: impact.loadsJudged,
    loads: impact.loads,
  }
}

function intervalsOf(findings: readonly Finding[], witnesses: Witnesses): ShownInterval[] {
  const groups = Map.groupBy(findings, ({ fromMs, untilMs, certain }) => `${fromMs} ${untilMs} ${certain}`)
  return Array.from(groups.values(), (group): ShownInterval => {
    const { fromMs, untilMs, certain } = group[0]!
    const of = (kind: Finding['kind']): Shown[] =>
      group.filter((one) => one.kind === kind).map((one) => witnesses.shown(one))
    return {
      from: iso(fromMs),
      until: iso(untilMs),
      certain,
      down: of('down'),
      redundancy_lost: of('redundancy'),
      below_capacity: of('capacity'),
    }
  })
}

/** What a person replays to see that a finding holds: the public functions of 2.1 and 2.2, asked about this one case. */
class Witnesses {
  readonly #engine: ImpactEngine
  readonly #outages: Map<string, Outage>
  readonly #keyOfWindow: ReadonlyMap<string, string>
  readonly #zone: string
  #witnessed = 0
  #loaded = 0

  constructor(
    engine: ImpactEngine,
    outages: readonly Outage[],
    keyOfWindow: ReadonlyMap<string, string>,
    zone: string,
  ) {
    this.#engine = engine
    this.#outages = new Map(outages.map((outage) => [outage.id, outage]))
    this.#keyOfWindow = keyOfWindow
    this.#zone = zone
  }

  shown(finding: Finding): Shown {
    const { service, outages, failures } = finding
    const keys = outages.map((id) => this.#keyOfWindow.get(windowIdOf(id)) ?? id)
    const taken = outages.flatMap((id) => this.#outages.get(id)?.takes ?? [])
    const shown = { service, maintenances: [...new Set(keys)], failures }
    return finding.kind === 'capacity'
      ? { ...shown, ...this.#load(finding, taken) }
      : { ...shown, ...this.#loss(finding, taken) }
  }

  #loss({ service, fromMs, failures }: Finding, taken: readonly string[]): Pick<Shown, 'witness'> {
    this.#witnessed += 1
    if (this.#witnessed > WITNESSES_MAX) return {}
    const { failures: cases } = this.#engine.networkAt(fromMs)
    const { services } = takesDownOf(cases.prepared, [...taken, ...failures.slice(0, 1)])
    const found = services.find(({ id }) => id === service)
    return found === undefined ? {} : { witness: found.witness.text }
  }

  #load(
    { fromMs, failures, overloaded }: Finding,
    taken: readonly string[],
  ): Pick<Shown, 'overloaded' | 'witness'> {
    this.#loaded += 1
    if (this.#loaded > LOADS_MAX) return {}
    const hour = { instantMs: fromMs, zone: this.#zone }
    const { links, pools } = loadUnder(this.#engine.networkInHour(fromMs), [...taken, ...failures], hour)
    const rows = [...links, ...pools]
      .filter(({ id, load, capacity }) => overloaded.includes(id) && capacity !== null && load > capacity)
      .map(({ load, capacity, id, ...row }) => ({
        id,
        ...('direction' in row && { direction: row.direction }),
        load,
        capacity,
      }))
    const worst = rows[0]
    if (worst === undefined) return { overloaded: rows }
    const after = failures[0]
    return {
      overloaded: rows,
      witness: {
        ja: `${after === undefined ? '' : `さらに ${after} が失われると、`}${worst.id} に流れる量は ${worst.load} で、容量 ${worst.capacity} を超えます。`,
        en: `${after === undefined ? '' : `Without ${after} as well, `}${worst.id} carries ${worst.load}, more than its capacity of ${worst.capacity}.`,
      },
    }
  }
}
