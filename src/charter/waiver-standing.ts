import type { Fact } from '../ledger/fact.ts'
import { requestsIn, waiverContent, WAIVER_REQUESTED, WAIVER_WITHDRAWN, waiversIn } from './waiver.ts'
import type { RequestedWaiver, Waiver, WaiverContent } from './waiver.ts'

/** Where a waiver stands at an instant; only one that is in force waives anything. */
export type WaiverState = 'waiting' | 'not-yet' | 'in-force' | 'expired' | 'withdrawn'

/** A waiver as lists show it. `digest` is what an approver signs, while it waits. */
export type StandingWaiver = WaiverContent & {
  state: WaiverState
  digest?: string
  contributors?: string[]
  approved_by?: string
  approved_at?: string
}

/** Every waiver that was asked for, with where it stands at an instant (epoch milliseconds); the newest first. */
export function standingWaivers(facts: readonly Fact[], atMs: number): StandingWaiver[] {
  const waiting = requestsIn(facts)
  const granted = waiversIn(facts)
  const asked = facts.filter(({ type }) => type === WAIVER_REQUESTED)
  const withdrawn = asked
    .map(({ body }) => body as unknown as RequestedWaiver)
    .filter(
      ({ id }) =>
        !waiting.some((one) => one.id === id) &&
        !granted.some((one) => one.id === id) &&
        facts.some(({ type, body }) => type === WAIVER_WITHDRAWN && body['id'] === id),
    )
  return [
    ...withdrawn.map((one) => ({ ...waiverContent(one), state: 'withdrawn' as const })),
    ...granted.map((one) => ({ ...ofGranted(one), state: stateOf(facts, one, atMs) })),
    ...waiting.map((one) => ({ ...one, state: 'waiting' as const })),
  ].toReversed()
}

function ofGranted(waiver: Waiver): WaiverContent & Pick<StandingWaiver, 'approved_by' | 'approved_at'> {
  const { approved_by, approved_at } = waiver
  return { ...waiverContent(waiver), approved_by, ...(approved_at !== undefined && { approved_at }) }
}

function stateOf(facts: readonly Fact[], { id, from, until }: Waiver, atMs: number): WaiverState {
  if (atMs < Date.parse(until)) return atMs < Date.parse(from) ? 'not-yet' : 'in-force'
  return facts.some(({ type, body }) => type === WAIVER_WITHDRAWN && body['id'] === id)
    ? 'withdrawn'
    : 'expired'
}
