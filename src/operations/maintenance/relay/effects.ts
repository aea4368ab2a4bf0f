import { saidWindow } from '../../../charter/instant.ts'
import type { Known } from '../../../charter/known.ts'
import type { Workspace } from '../../../estate/workspace-content.ts'
import { ImpactEngine } from '../impact/impact.ts'
import { segmentsOf } from '../impact/segments.ts'
import type { Finding, Outage } from '../impact/window.ts'
import { plannedWindows, type Maintenance, type PlannedWindow } from '../maintenance.ts'
import type { RelayEffect } from './relay.ts'

const DAY_MS = 86_400_000
const HORIZON_MS = 400 * DAY_MS

type Prepared = { engine: ImpactEngine; fromMs: number; untilMs: number }
const prepared = new WeakMap<Workspace, Prepared>()

/**
 * What each maintenance does to services over the next 400 days, by its key: from what is certain alone, all that is
 * announced taken together.
 */
export function effectsByMaintenance(
  { workspace, atMs }: Known,
  maintenances: readonly Maintenance[],
): Map<string, RelayEffect[]> {
  const windows = plannedWindows(maintenances.filter(({ certainty }) => certainty === 'certain'))
  const coming = windows.filter(({ untilMs, backup }) => untilMs > atMs && !backup)
  const effects = new Map<string, RelayEffect[]>()
  if (coming.length === 0) return effects
  const { engine } = preparedFor(workspace, atMs)
  const { findings } = engine.impact(coming.map(outageOf).filter(({ takes }) => takes.length > 0))
  const keys = new Map(coming.map(({ id, maintenance }) => [id, maintenance]))
  const zone = workspace.estate.zone ?? 'UTC'
  for (const finding of findings)
    for (const key of new Set(finding.outages.map((id) => keys.get(id)))) {
      if (key === undefined) continue
      const known = effects.get(key) ?? []
      known.push(effectOf(finding, zone))
      effects.set(key, known)
    }
  return effects
}

function outageOf({ id, fromMs, untilMs, objects }: PlannedWindow): Outage {
  // What only loses its own redundancy, or nothing, goes on working: it is not taken.
  const hit = objects.filter(({ impact }) => impact === 'OUTAGE' || impact === 'DEGRADED')
  const takes = [...new Set(hit.map((object) => object.id).filter((one) => one !== null))]
  return { id, fromMs, untilMs, takes, surety: 'certain' }
}

function effectOf({ kind, service, fromMs, untilMs, failures }: Finding, zone: string): RelayEffect {
  const when = saidWindow(fromMs, untilMs, zone)
  const alone = failures.slice(0, 3).join(', ')
  const because =
    kind === 'down'
      ? { ja: `${when.ja}、${service} が使えません。`, en: `${service} is down ${when.en}.` }
      : kind === 'redundancy'
        ? {
            ja: `${when.ja}、${alone} の故障だけで ${service} が止まります。`,
            en: `${when.en} the failure of ${alone} alone takes ${service} down.`,
          }
        : {
            ja: `${when.ja}、${service} の経路の容量が足りなくなるおそれがあります。`,
            en: `${when.en} the way of ${service} may carry more than it can.`,
          }
  const effect = kind === 'redundancy' ? 'redundancy-lost' : kind
  return {
    service,
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    effect,
    because,
  }
}

/** A workspace does not change, so its networks over time are prepared once, and again when a day has passed. */
function preparedFor(workspace: Workspace, atMs: number): Prepared {
  const known = prepared.get(workspace)
  if (known !== undefined && atMs >= known.fromMs && atMs < known.fromMs + DAY_MS) return known
  const untilMs = atMs + HORIZON_MS
  const fresh = {
    engine: new ImpactEngine(segmentsOf(workspace, atMs, untilMs), workspace.estate.zone ?? 'UTC'),
    fromMs: atMs,
    untilMs,
  }
  prepared.set(workspace, fresh)
  return fresh
}
