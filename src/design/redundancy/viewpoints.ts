import type { Text } from '../../platform/text.ts'
import type { Network, NetworkNode } from '../../estate/network.ts'
import type { Reason } from './sentences.ts'

/** What the estate knows of a viewpoint beside availability: of how many nodes, and which stand out. */
export type Viewpoint = { known: number; total: number; worst: string[] }

/**
 * Viewpoints beside availability, of the nodes inside the responsibility boundary: how long a repair takes (the slowest
 * stand out), which cannot be upgraded in service, and which let a fault of their own spread.
 */
export type Viewpoints = {
  repair: Viewpoint & { hours_max: number }
  in_service_upgrade: Viewpoint
  fault_isolation: Viewpoint
}

const WORST_MAX = 20

/** Undefined where the estate knows none of it. */
export function viewpointsOf(network: Network): Viewpoints | undefined {
  const own = network.nodes.filter((node) => node.beyond_boundary !== true)
  const repairs = own.filter(({ repair_hours }) => repair_hours !== undefined)
  const hours_max = Math.max(0, ...repairs.map(({ repair_hours }) => repair_hours!))
  const seen = (known: NetworkNode[], worst: NetworkNode[]): Viewpoint => ({
    known: known.length,
    total: own.length,
    worst: worst.slice(0, WORST_MAX).map(({ id }) => id),
  })
  const upgrades = own.filter(({ in_service_upgrade }) => in_service_upgrade !== undefined)
  const isolating = own.filter(({ isolates_faults }) => isolates_faults !== undefined)
  if (repairs.length + upgrades.length + isolating.length === 0) return undefined
  return {
    repair: {
      ...seen(
        repairs,
        repairs.filter(({ repair_hours }) => repair_hours === hours_max),
      ),
      hours_max,
    },
    in_service_upgrade: seen(
      upgrades,
      upgrades.filter(({ in_service_upgrade }) => in_service_upgrade === false),
    ),
    fault_isolation: seen(
      isolating,
      isolating.filter(({ isolates_faults }) => isolates_faults === false),
    ),
  }
}

/** What informs beside the verdict; each with how many are known of how many. */
export function viewpointReasons(viewpoints: Viewpoints): Reason[] {
  const { repair, in_service_upgrade, fault_isolation } = viewpoints
  const share = ({ known, total }: Viewpoint): Text => ({
    ja: `（${total} 台中 ${known} 台について既知）`,
    en: ` (known of ${known} of ${total} nodes)`,
  })
  const reasons: Reason[] = []
  if (repair.known > 0)
    reasons.push({
      text: {
        ja: `修理には最長 ${repair.hours_max} 時間かかります${share(repair).ja}。`,
        en: `A repair takes up to ${repair.hours_max} hours${share(repair).en}.`,
      },
      objects: repair.worst,
    })
  if (in_service_upgrade.worst.length > 0)
    reasons.push({
      text: {
        ja: `止めずに更新できない機器があります${share(in_service_upgrade).ja}。`,
        en: `There are nodes that cannot be upgraded in service${share(in_service_upgrade).en}.`,
      },
      objects: in_service_upgrade.worst,
    })
  if (fault_isolation.worst.length > 0)
    reasons.push({
      text: {
        ja: `自らの故障を周りに広げる機器があります${share(fault_isolation).ja}。`,
        en: `There are nodes that let a fault of their own spread${share(fault_isolation).en}.`,
      },
      objects: fault_isolation.worst,
    })
  return reasons
}
