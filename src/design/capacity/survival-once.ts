import type { Network } from '../../estate/network.ts'
import type { SurvivalReport } from './load-report.ts'
import { surviveAtOnce } from './survive.ts'

const reports = new WeakMap<Network, { report: SurvivalReport | undefined }>()

/** A declared network does not change, so it is judged once however often the board is read. */
export function survivalOf(network: Network): SurvivalReport | undefined {
  const known = reports.get(network)
  if (known !== undefined) return known.report
  const report = network.demands.length === 0 ? NO_DEMANDS : surviveAtOnce(network)
  reports.set(network, { report })
  return report
}

/** Without demands there is nothing to route, however large the network. */
const NO_DEMANDS: SurvivalReport = {
  links: [],
  pools: [],
  failures: [],
  steady: { unserved: 0, lost_at_endpoint: 0, overloaded: [] },
  growth: { steady: null, under_failure: null },
  demands: { count: 0, volume: 0, hour_of_week: null },
  assumed_working: [],
  unknown: [
    {
      ja: '需要（demands）が一つもないため、容量が足りるかは判定できません。',
      en: 'There are no demands, so whether the capacity suffices cannot be told.',
    },
  ],
}
