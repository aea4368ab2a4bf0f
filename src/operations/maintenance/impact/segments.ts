import { nextChangeMs, steadyNetwork } from '../../../estate/steady-network.ts'
import type { Workspace } from '../../../estate/workspace-content.ts'
import { loadGroundOf } from './forecast-loads.ts'
import type { Segment } from './impact.ts'

/** An estate that changes more often than this is judged up to there; the rest of the time is left out, and said so. */
const SEGMENTS_MAX = 400

/** The networks of a workspace over `[fromMs, untilMs)`, cut where something begins or ceases to be valid. */
export function segmentsOf(workspace: Workspace, fromMs: number, untilMs: number): Segment[] {
  const zone = workspace.operator?.zone ?? workspace.estate.zone ?? 'UTC'
  const measured = { histories: workspace.histories ?? {}, zone, nowMs: fromMs }
  const segments: Segment[] = []
  for (let atMs = fromMs; atMs < untilMs && segments.length < SEGMENTS_MAX;) {
    const nextMs = workspace.network === undefined ? nextChangeMs(workspace.estate, atMs) : untilMs
    const endMs = Math.min(nextMs, untilMs)
    const network = steadyNetwork(workspace, atMs)
    segments.push({ fromMs: atMs, untilMs: endMs, network, ground: loadGroundOf(network, measured) })
    atMs = endMs
  }
  return segments
}
