import type { Text } from '../../platform/text.ts'
import type { SampleRule } from './sampling.ts'

/** What happened in audits, as facts. */
export const AUDIT = {
  opened: 'charter.audit.opened',
  sampled: 'charter.audit.sampled',
  tested: 'charter.audit.tested',
  requested: 'charter.audit.requested',
  answered: 'charter.audit.answered',
  settled: 'charter.audit.settled',
  concluded: 'charter.audit.concluded',
  raised: 'charter.audit.raised',
  reported: 'charter.audit.reported',
  approved: 'charter.audit.approved',
  reopened: 'charter.audit.reopened',
} as const
export type AuditFact = (typeof AUDIT)[keyof typeof AUDIT]

/**
 * What a control did in the period, each of which may be sampled: the facts that it reads, or, where none was received,
 * the civil days at whose end it stood.
 */
export type PopulationKind = 'facts' | 'days'
export type Population = {
  control: string
  clause: string
  title: Text
  kind: PopulationKind
  items: number
  /** Of the list of its items (population.ts): the same beginning of the ledger gives the same. */
  sha256: string
}

/** Evidence: a file that was uploaded, by its hash, or a fact of the ledger, by its index. */
export type AuditEvidence = { name: string; sha256: string } | { fact: number }

export type TestResult = 'holds' | 'deviates'
export type Tested = {
  result: TestResult
  remark: string
  evidence: AuditEvidence[]
  by: string
  at: string
}

export type Sample = { seed: string; rule: SampleRule; items: string[]; by: string; at: string }

export type Answer = { remark: string; evidence: AuditEvidence[]; by: string; at: string }
export type Request = {
  id: string
  what: string
  /** Who is asked; ISO 8601 UTC, the first instant at which it is late. */
  of: string
  due: string
  control?: string
  by: string
  at: string
  state: 'asked' | 'answered' | 'accepted' | 'withdrawn'
  answers: Answer[]
  /** What was said to the last answer, or why it is not asked any more. */
  remark?: string
}

export type Effectiveness = 'effective' | 'not-effective' | 'not-tested'
export type Conclusion = {
  design: Effectiveness
  design_reason: string
  operation: Effectiveness
  operation_reason: string
  /** As counted when it was concluded. */
  tested: number
  deviations: number
  by: string
  at: string
}

export type Report = {
  version: number
  digest: string
  summary: string
  by: string
  at: string
  /** Kept whole by this hash, so that it can be given again as it was signed. */
  sha256: string
  approval?: { approver: string; approved_at: string; digest: string }
}

export type EngagementState = 'open' | 'reported' | 'approved'

export type Engagement = {
  id: string
  title: string
  clauses: string[]
  /** ISO 8601 UTC, half-open. */
  from: string
  until: string
  zone: string
  criteria: string
  opened_by: string
  opened_at: string
  /** The beginning of the ledger that everything is computed from. */
  ledger: { origin: string; size: number; root: string }
  populations: Population[]
  samples: Map<string, Sample>
  /** By control and item. */
  tests: Map<string, Tested>
  requests: Request[]
  conclusions: Map<string, Conclusion>
  /** Findings of the improvement module, by control. */
  findings: { control: string; finding: string; by: string; at: string }[]
  reports: Report[]
  version: number
  state: EngagementState
  /** Why it was opened again, the last time. */
  reopened?: string
  /** Everybody who did something as an auditor, and everybody who answered. */
  auditors: string[]
  answerers: string[]
}

export function testKey(control: string, item: string): string {
  return JSON.stringify([control, item])
}

/** How many of a control's sampled items were tested, and how many of them deviate. */
export function countsOf(
  { samples, tests }: Pick<Engagement, 'samples' | 'tests'>,
  control: string,
): { sampled: number; tested: number; deviations: number } {
  const items = samples.get(control)?.items ?? []
  const results = items.flatMap((item) => tests.get(testKey(control, item)) ?? [])
  return {
    sampled: items.length,
    tested: results.length,
    deviations: results.filter(({ result }) => result === 'deviates').length,
  }
}
