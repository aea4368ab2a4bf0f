import type { ClauseVerdict } from './verdict.ts'

/** The six states that a reader sees; web/state.tsx gives each its shape and word. */
export type ShownState = 'pass' | 'fail' | 'unknown' | 'stale' | 'waived' | 'na'

/**
 * The state that a reader sees. A waiver covers a failure until it ends; what fails, fails however old the evidence
 * is; what was judged once on evidence that has since expired shows that; unknown is never a pass.
 */
export function shownState(
  verdict: Pick<ClauseVerdict, 'verdict' | 'freshness' | 'waived' | 'controls'> | undefined,
): ShownState {
  if (verdict === undefined) return 'unknown'
  if (verdict.verdict === 'not-applicable') return 'na'
  if (verdict.waived) return 'waived'
  if (verdict.verdict === 'fail') return 'fail'
  if (verdict.freshness === 'stale' && verdict.controls.length > 0) return 'stale'
  return verdict.verdict
}
