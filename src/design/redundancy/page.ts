import type { ControlVerdict } from '../../charter/verdict.ts'
import type { Finding, Network } from '../../estate/network.ts'
import type { RedundancyReport } from './report.ts'

/** `GET /api/redundancy`: the page of clause 2.1, the network as drawn and what was found in it. */
export type RedundancyPage = {
  at: string
  control: ControlVerdict
  network: Pick<Network, 'name' | 'nodes' | 'links' | 'risks' | 'groups' | 'services'>
  findings: Finding[]
  report: RedundancyReport
}
