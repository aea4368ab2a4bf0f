import type { Network } from '../estate/network.ts'
import { COLLECTIONS } from '../estate/network-shape.ts'

/** A network with a part added to it; neither is changed. */
export function withAdded(network: Network, adds: Network | undefined): Network {
  if (adds === undefined) return network
  const both = { ...network }
  for (const key of COLLECTIONS)
    (both[key] as unknown[]) = [...(network[key] as unknown[]), ...(adds[key] as unknown[])]
  return both
}
