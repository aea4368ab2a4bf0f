import { workspaceKnown } from '../estate/current.ts'
import type { Workspace } from '../estate/workspace-content.ts'
import type { Entry, Fact } from '../ledger/index.ts'
import type { Db } from '../platform/database.ts'
import type { Context } from '../platform/context.ts'
import { charterName, factsOf } from './check.ts'
import { claimsOf, DEMO } from './claims.ts'
import { composed, workspaceCollections } from './composition.ts'
import { conformanceOf } from './conformance.ts'
import { editionInForce } from './edition.ts'
import { WORKSPACE_APPLIED } from './fact-types.ts'
import { integratedEntries } from './known-log.ts'
import type { Conformance } from './verdict.ts'

/** Which facts and of which instant: both epoch milliseconds. */
export type Moment = {
  /** What is judged. Default: now. */
  atMs?: number
  /** What was received later does not count. Default: everything that is in the ledger. */
  knownMs?: number
}

/** What an installation knew at an instant, as it bears on an instant. */
export type Known = {
  atMs: number
  knownMs?: number
  facts: Fact[]
  workspace: Workspace
  /** Who applied the documents; undefined where nobody has. */
  appliedBy: string | undefined
  /** The facts of the ledger among them, with where they stand there. */
  received: readonly Entry[]
  /** When the newest of them was received, epoch milliseconds; 0 before the first. */
  headMs: number
}

/**
 * What an installation knew: the documents of the estate that stood applied then, as claims of who applied them, and
 * every fact of the ledger that verdicts read, in the order in which it was received.
 */
export async function knownAtMoment(
  ctx: Context,
  { atMs = ctx.clock.now(), knownMs }: Moment,
): Promise<Known> {
  const entries = await integratedEntries(ctx.db)
  const known = knownMs === undefined ? entries : entries.slice(0, countKnown(entries, knownMs))
  const { workspace, appliedBy } = await workspaceKnown(
    ctx.db,
    { integrated: revisionIn(known), newest: revisionIn(entries), knownMs },
    workspaceCollections(),
  )
  const received = withoutDemo(known)
  const rest = { workspace, appliedBy, received, headMs: known.at(-1)?.at ?? 0 }
  const held = { atMs, ...(knownMs !== undefined && { knownMs }), ...rest }
  return { ...held, facts: factsBearingOn(held, atMs) }
}

/** The same knowledge as it bears on another instant: the network of that instant stands in the place of this one's. */
export function factsBearingOn(
  { workspace, appliedBy, received }: Pick<Known, 'workspace' | 'appliedBy' | 'received'>,
  atMs: number,
): Fact[] {
  const declared = factsOf(workspace, atMs, { knownMs: Infinity, scope: 'installation' })
  return [
    ...(appliedBy === undefined ? declared : claimsOf(declared, appliedBy)),
    ...received.map(({ fact }) => fact),
  ]
}

/** The facts that verdicts read, as they were known at an instant (epoch milliseconds); by default all. */
export async function knownFacts(ctx: Context, knownMs?: number, atMs = knownMs): Promise<Fact[]> {
  const { facts } = await knownAtMoment(ctx, {
    ...(atMs !== undefined && { atMs }),
    ...(knownMs !== undefined && { knownMs }),
  })
  return facts
}

/** How the charter stands at any pair of instants: what board, API, command line, export and improvement all call. */
export async function conformanceAt(ctx: Context, moment: Moment = {}): Promise<Conformance> {
  return conformanceFrom(await knownAtMoment(ctx, moment))
}

type KnownThen = Pick<Known, 'atMs' | 'knownMs' | 'facts' | 'workspace'>

/** The same, of what was read already. */
export function conformanceFrom({ atMs, knownMs, facts, workspace }: KnownThen): Conformance {
  const edition = editionInForce(facts, atMs)
  const judged = conformanceOf(charterName(workspace, edition).en, composed().controls, facts, atMs)
  const titles = new Map(edition?.clauses.map(({ id, title }) => [id, title]))
  const clauses = judged.clauses.map((clause) => ({
    ...clause,
    title: titles.get(clause.id) ?? clause.title,
  }))
  const known = knownMs === undefined ? {} : { known: new Date(knownMs).toISOString() }
  return { ...judged, ...known, clauses }
}

/** Instants of entries never decrease, so what was known is a beginning of the log. */
function countKnown(entries: readonly Entry[], knownMs: number): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.at <= knownMs) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Once an operator's own documents have replaced those of the demo, nothing that was made up before counts for it: an
 * attestation of the demo would show what nobody has seen.
 */
function withoutDemo(entries: readonly Entry[]): readonly Entry[] {
  const own = endOfDemo(entries)
  return own === undefined ? entries : entries.slice(own)
}

/** Where the first documents of the operator's own stand that replaced the demo's; undefined without them. */
function endOfDemo(entries: readonly Entry[]): number | undefined {
  const applied = (entry: Entry): boolean => entry.fact.type === WORKSPACE_APPLIED
  const lastOfDemo = entries.findLastIndex((entry) => applied(entry) && entry.fact.by === DEMO)
  if (lastOfDemo < 0) return undefined
  const own = entries.findIndex((entry, at) => at > lastOfDemo && applied(entry))
  return own < 0 ? undefined : own
}

/** Since when what happens here is not made up, epoch milliseconds: when own documents replaced the demo's, else 0. */
export async function ownSinceMs(db: Db): Promise<number> {
  const entries = await integratedEntries(db)
  const own = endOfDemo(entries)
  return own === undefined ? 0 : entries[own]!.at
}

function revisionIn(entries: readonly Entry[]): bigint | undefined {
  const applied = entries.findLast(({ fact }) => fact.type === WORKSPACE_APPLIED)
  return applied === undefined ? undefined : BigInt((applied.fact.body as { revision: string }).revision)
}
