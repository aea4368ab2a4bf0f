import type { Fact } from '../ledger/fact.ts'
import type { Json, Text } from '../platform/text.ts'
import type { Network } from '../estate/network.ts'
import { historyFacts } from '../estate/history.ts'
import { manifestSha256 } from '../estate/workspace-files.ts'
import { steadyNetwork } from '../estate/steady-network.ts'
import type { Workspace } from '../estate/workspace.ts'
import { knownAt } from './as-of.ts'
import { charterFacts } from './charter-documents.ts'
import { addedDocuments } from './composition.ts'
import { charterHead, type CharterHead } from './head.ts'
import { conformanceOf } from './conformance.ts'
import type { Control } from './control.ts'
import { msOf } from './instant.ts'
import { scopeFact, type Scope } from './scope.ts'
import type { Conformance } from './verdict.ts'

export type Judging = {
  /** Epoch milliseconds; what was received later does not count. Default: the instant that is judged. */
  knownMs?: number
  /** The folder that was read, as given; empty for documents that came by themselves. */
  root?: string
  /** What the workspace stands for; by default a folder, or one network file. */
  scope?: Scope['kind']
}

/** What a workspace declares, as facts: the only thing that verdicts read. */
export function factsOf(workspace: Workspace, atMs: number, judging: Judging = {}): Fact[] {
  const { knownMs = atMs, root = '', scope } = judging
  const kind = scope ?? (workspace.network === undefined ? 'workspace' : 'network-file')
  const zone = workspace.operator?.zone ?? 'UTC'
  const rules = workspace.other['rules']?.length ?? 0
  return [
    scopeFact({ kind, zone, rules }),
    ...networkFacts(workspace, atMs),
    ...stateFacts(workspace),
    ...historyFacts(workspace.histories),
    ...knownAt(charterFacts(workspace, root), knownMs),
    ...addedDocuments().flatMap(({ facts }) => knownAt(facts(workspace, root), knownMs)),
  ]
}

function networkFacts(workspace: Workspace, atMs: number): Fact[] {
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

/** A departure from the steady state, as the fact holds it; instants are ISO 8601 UTC. */
export type DeclaredState = {
  id: string
  of: string
  is: 'down' | 'degraded' | 'in-maintenance'
  because?: string
  owner?: string
  from?: string
  until?: string
}

function stateFacts({ estate }: Workspace): Fact[] {
  if (estate.states.length === 0) return []
  const zone = estate.zone
  const iso = (written: string): string => new Date(msOf(written, zone ?? 'UTC') ?? 0).toISOString()
  const states = estate.states.map(({ valid_from, valid_to, because, owner, ...state }): DeclaredState => ({
    ...state,
    ...(because !== undefined && { because }),
    ...(owner !== undefined && { owner }),
    ...(valid_from !== undefined && { from: iso(valid_from) }),
    ...(valid_to !== undefined && { until: iso(valid_to) }),
  }))
  const body: { [key: string]: Json } = { zone: zone ?? 'UTC', states }
  return [{ type: 'estate.states.declared', by: 'system:estate', body }]
}

/** Nothing declared is no evidence: the clauses that need a network then stay unknown. */
function isEmpty(network: Network): boolean {
  return network.nodes.length === 0 && network.links.length === 0 && network.services.length === 0
}

/** Judges a workspace at an instant, without a server: the same function that the server calls. */
export function check(
  workspace: Workspace,
  controls: readonly Control[],
  atMs: number,
  judging: Judging = {},
): Conformance {
  return conformanceOf(charterName(workspace).en, controls, factsOf(workspace, atMs, judging), atMs)
}

/** The charter's name in a verdict: whose it is and in which edition; `head` is as documents say where nothing else is. */
export function charterName(
  workspace: Workspace,
  head: Pick<CharterHead, 'title' | 'edition'> = charterHead(workspace.charter),
): Text {
  const operator = workspace.operator?.name
  const edition = { ja: `第${head.edition}版`, en: `edition ${head.edition}` }
  return {
    ja: [operator?.ja, head.title.ja, edition.ja].filter(Boolean).join(' '),
    en: [operator?.en, head.title.en, edition.en].filter(Boolean).join(', '),
  }
}
