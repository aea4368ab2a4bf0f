import type { LedgerFact } from '../../ledger/listing-routes.ts'
import type { Text } from '../../platform/text.ts'
import type { Named } from '../improvement/page.ts'
import type { ControlVerdict } from '../verdict.ts'
import type {
  AuditEvidence,
  AuditFact,
  Conclusion,
  EngagementState,
  Population,
  Report,
  Request,
  Sample,
  TestResult,
} from './engagement.ts'
import type { Item } from './population.ts'

/** What the screens of audits read; instants are ISO 8601 UTC. */
export type EngagementRow = {
  id: string
  title: string
  clauses: string[]
  from: string
  until: string
  zone: string
  state: EngagementState
  version: number
  opened_by: Named
  opened_at: string
  controls: number
  concluded: number
  sampled: number
  tested: number
  deviations: number
  requests: number
  /** Asked for and not answered. */
  unanswered: number
  overdue: number
  findings: number
}

export type EngagementList = { at: string; rows: EngagementRow[]; may_open: boolean }

export type ControlRow = Population & {
  sample?: Omit<Sample, 'by'> & { by: Named }
  sampled: number
  tested: number
  deviations: number
  /** With 95 % confidence at most so many of the population deviate, once the sample is tested. */
  at_most?: number
  conclusion?: Omit<Conclusion, 'by'> & { by: Named }
  finding?: string
}

export type RequestRow = Omit<Request, 'of' | 'by' | 'answers'> & {
  of: Named
  by: Named
  overdue: boolean
  answers: { by: Named; at: string; remark: string; evidence: AuditEvidence[] }[]
}

export type ReportRow = Omit<Report, 'by' | 'approval'> & {
  by: Named
  approved?: { by: Named; at: string }
}

/** `index`: where it stands in the ledger, once it is listed. */
export type StepRow = { type: AuditFact; by: Named; at: string; index?: number }

export type EngagementPage = EngagementRow & {
  criteria: string
  ledger: { origin: string; size: number; root: string }
  scope: ControlRow[]
  asked: RequestRow[]
  reports: ReportRow[]
  steps: StepRow[]
  auditors: Named[]
  reopened?: string
  /** Persons who have a role on this engagement alone, and until when. */
  admitted: { person: Named; role: string; from: string; until?: string; grant: string }[]
  may: { work: boolean; approve: boolean; admit: boolean }
}

export type SampledItem = Item & {
  sampled: boolean
  result?: TestResult
}

export type PopulationPage = Population & {
  reproduced: boolean
  recorded_sha256: string
  seed?: string
  list: SampledItem[]
}

export type ItemPage = {
  engagement: { id: string; title: string; state: EngagementState }
  control: string
  clause: string
  title: Text
  item: string
  kind: Population['kind']
  at: string
  /** Of a fact: what it says, as the ledger holds it, and its proof. */
  fact?: LedgerFact
  by?: Named
  /** Of a day: what the control said at its end. */
  verdict?: ControlVerdict
  test?: { result: TestResult; remark: string; evidence: AuditEvidence[]; by: Named; at: string }
  /** Its place among the sampled items, and its neighbours there. */
  place: number
  sampled: number
  previous?: string
  next?: string
  may: { work: boolean }
}

/** What somebody is asked for, with the engagement that it belongs to. */
export type MyRequest = RequestRow & { engagement: { id: string; title: string } }
