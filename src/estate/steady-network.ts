import type { Estate } from './estate.ts'
import { ESTATE_COLLECTIONS } from './estate-shape.ts'
import type { Network } from './network.ts'
import { instantMs, type Validity } from './validity.ts'
import { networkOf, type Workspace } from './workspace.ts'

type Span = { network: Network; fromMs: number; untilMs: number }

const spans = new WeakMap<Workspace, Span>()

/**
 * The network of a workspace in steady state at an instant. It stays the same object until something begins or ceases
 * to be valid, so that whoever judges a network once for each one given does not judge the same again at each look.
 */
export function steadyNetwork(workspace: Workspace, atMs: number): Network {
  const known = spans.get(workspace)
  if (known !== undefined && atMs >= known.fromMs && atMs < known.untilMs) return known.network
  const network = networkOf(workspace, atMs)
  const untilMs = workspace.network === undefined ? nextChangeMs(workspace.estate, atMs) : Infinity
  spans.set(workspace, { network, fromMs: atMs, untilMs })
  return network
}

/** The next instant at which something of the estate begins or ceases to be valid; infinity when nothing does. */
export function nextChangeMs(estate: Estate, atMs: number): number {
  const zone = estate.zone ?? 'UTC'
  let nextMs = Infinity
  for (const collection of ESTATE_COLLECTIONS) {
    for (const { valid_from, valid_to } of estate[collection] as Validity[]) {
      for (const written of [valid_from, valid_to]) {
        if (written === undefined) continue
        const ms = instantMs(written, zone)
        if (ms > atMs && ms < nextMs) nextMs = ms
      }
    }
  }
  return nextMs
}
