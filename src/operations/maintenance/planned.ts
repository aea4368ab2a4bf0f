import type { PlannedWork } from '../../charter/planned.ts'
import type { Fact } from '../../ledger/fact.ts'
import { outagesOf, windowIdOf } from './impact/outages.ts'
import { plannedWindows } from './maintenance.ts'
import { foldNotice, maintenancesOf, MAINTENANCE_FACTS, type NoticeLog } from './notice-log.ts'

/** What carriers and we ourselves announced, for whoever draws the network through time. */
export function plannedMaintenance(facts: readonly Fact[]): PlannedWork[] {
  let log: NoticeLog
  const types: readonly string[] = MAINTENANCE_FACTS
  for (const fact of facts) if (types.includes(fact.type)) log = foldNotice(log, fact)
  const maintenances = maintenancesOf(log)
  const titles = new Map(maintenances.map(({ key, title }) => [key, title]))
  const windows = plannedWindows(maintenances)
  const takes = new Map<string, string[]>()
  for (const outage of outagesOf(windows))
    if (!outage.id.endsWith('~degraded')) takes.set(windowIdOf(outage.id), [...outage.takes])
  return windows.flatMap(({ id, maintenance, number, fromMs, untilMs, certainty, backup }) => {
    const takes_down = takes.get(id)
    if (takes_down === undefined) return []
    const name = number === '' ? maintenance : number
    const title = titles.get(maintenance) ?? { ja: `メンテナンス ${name}`, en: `Maintenance ${name}` }
    const certain = certainty === 'certain' && !backup
    const link = `/maintenance?key=${encodeURIComponent(maintenance)}`
    return [{ id, title, fromMs, untilMs, takes_down, certain, link }]
  })
}
