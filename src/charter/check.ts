import type { Network } from '../estate/network.ts'
import { manifestSha256 } from '../estate/workspace-files.ts'
import { steadyNetwork } from '../estate/steady-network.ts'
import type { Workspace } from '../estate/workspace.ts'
import type { Fact } from '../ledger/fact.ts'
import type { Text } from '../platform/text.ts'
import { charterHead } from './head.ts'
import { conformanceOf } from './conformance.ts'
import type { Control } from './control.ts'
import type { Conformance } from './verdict.ts'

/** What a workspace declares, as facts: the only thing that verdicts read. */
export function factsOf(workspace: Workspace, atMs: number): Fact[] {
  const network = steadyNetwork(workspace, atMs)
  if (isEmpty(network)) return []
  return [
    {
      type: 'estate.network.declared',
      by: 'system:estate',
      body: {
        network: network,
        source: workspace.files.length === 1 ? workspace.files[0]!.path : 'workspace',
        sha256: manifestSha256(workspace.files),
      },
    },
  ]
}

/** Nothing declared is no evidence: the clauses that need a network then stay unknown. */
function isEmpty(network: Network): boolean {
  return network.nodes.length === 0 && network.links.length === 0 && network.services.length === 0
}

/** Judges a workspace at an instant, without a server: the same function that the server calls. */
export function check(workspace: Workspace, controls: readonly Control[], atMs: number): Conformance {
  return conformanceOf(nameOf(workspace).en, controls, factsOf(workspace, atMs), atMs)
}

/** The charter's name in a verdict: whose it is and in which edition. */
function nameOf(workspace: Workspace): Text {
  const head = charterHead(workspace.charter)
  const operator = workspace.operator?.name
  const edition = { ja: `第${head.edition}版`, en: `edition ${head.edition}` }
  return {
    ja: [operator?.ja, head.title.ja, edition.ja].filter(Boolean).join(' '),
    en: [operator?.en, head.title.en, edition.en].filter(Boolean).join(', '),
  }
}
