import { controlVerdictOf } from '../../charter/conformance.ts'
import { knownAtMoment } from '../../charter/known.ts'
import { momentOf, momentQuery } from '../../charter/moment-query.ts'
import { steadyNetwork } from '../../estate/steady-network.ts'
import { defineRoute } from '../../platform/http/route.ts'
import { reportOn, singlePointsControl } from './control.ts'
import type { RedundancyPage } from './page.ts'
import { redundancyPageSchema } from './page-schema.ts'

const page = defineRoute({
  method: 'get',
  path: '/api/redundancy',
  permission: 'redundancy.read',
  summary: {
    ja: '2.1 の判定と、判定したネットワークの全体',
    en: 'Clause 2.1: its verdict, and the network that was judged',
  },
  query: momentQuery,
  reply: redundancyPageSchema,
  handler: async (ctx, { query }): Promise<RedundancyPage> => {
    const { atMs, workspace, facts } = await knownAtMoment(ctx, momentOf(query))
    const declared = steadyNetwork(workspace, atMs)
    const { name, nodes, links, risks, groups, services, findings } = declared
    return {
      at: new Date(atMs).toISOString(),
      control: controlVerdictOf(singlePointsControl, facts, atMs),
      network: { name, nodes, links, risks, groups, services },
      findings,
      report: reportOn(declared, atMs),
    }
  },
})

export const redundancyRoutes = [page]
