import type { Context } from '../../platform/context.ts'
import type { Text } from '../../platform/text.ts'
import { charterName } from '../check.ts'
import { editionInForce } from '../edition.ts'
import { namesOf } from '../improvement/naming.ts'
import { knownAtMoment } from '../known.ts'
import {
  AUDIT,
  testKey,
  type AuditFact,
  type Conclusion,
  type Engagement,
  type Report,
  type Sample,
  type Tested,
} from './engagement.ts'
import { signedReport } from './report-actions.ts'
import { readEngagement } from './state.ts'
import { readIndices, readSaid } from './store.ts'

/** What a report is made of: as it was signed, or, before that, as the engagement stands. */
export type ReportContent = {
  operator: Text
  engagement: Omit<Engagement, 'samples' | 'tests' | 'conclusions' | 'reports' | 'state'>
  samples: ReadonlyMap<string, Sample>
  tests: ReadonlyMap<string, Tested>
  conclusions: ReadonlyMap<string, Conclusion>
  summary: string
  /** Absent: a draft. */
  report?: Report
  /** The facts of the engagement, with where they stand in the ledger. */
  steps: { type: AuditFact; by: string; at: string; index?: number }[]
  /** Of the last thing that is in it, epoch milliseconds: the same content gives the same document. */
  madeMs: number
  name: (person: string) => Text
}

/** What ends the part of the history that a version tells. */
const SIGNING = new Set<string>([AUDIT.reported, AUDIT.approved])

/** The report of a version; without one the newest that was handed in, or a draft where the engagement is open. */
export async function reportFor(ctx: Context, id: string, version?: number): Promise<ReportContent> {
  const engagement = await readEngagement(ctx.db, id)
  const draft = version === undefined && engagement.state === 'open'
  const { report, signed } = draft
    ? { report: undefined, signed: undefined }
    : await signedReport(ctx, id, version)
  const indices = await readIndices(ctx.db, id)
  const untilMs = Date.parse(report?.approval?.approved_at ?? report?.at ?? engagement.opened_at)
  const said = await readSaid(ctx.db, id)
  const last = said.findLastIndex(
    ({ fact: { type, body } }) => SIGNING.has(type) && body['version'] === report?.version,
  )
  const steps = said.slice(0, last < 0 ? said.length : last + 1).map(({ fact }, at) => ({
    type: fact.type as AuditFact,
    by: fact.by,
    at: (fact.body as { at: string }).at,
    ...(indices[at] !== undefined && { index: indices[at] }),
  }))
  const { samples, tests, conclusions } = signed ?? engagement
  const people = [...engagement.auditors, ...engagement.answerers, ...engagement.requests.map(({ of }) => of)]
  const approver = report?.approval?.approver
  const name = await namesOf(ctx, new Set(approver === undefined ? people : [...people, approver]))
  const { workspace, facts, atMs } = await knownAtMoment(ctx, {})
  return {
    operator: workspace.operator?.name ?? charterName(workspace, editionInForce(facts, atMs)),
    engagement: signed ?? engagement,
    samples: new Map(samples),
    tests: new Map(tests),
    conclusions: new Map(conclusions),
    summary: signed?.summary ?? '',
    ...(report && { report }),
    steps,
    madeMs: draft ? Date.parse(steps.at(-1)?.at ?? engagement.opened_at) : untilMs,
    name: (person) => name(person).name,
  }
}

/** The sampled items of a control with what was found at each, in the order in which they were drawn. */
export function testedItems(
  { samples, tests }: Pick<ReportContent, 'samples' | 'tests'>,
  control: string,
): { item: string; test: Tested | undefined }[] {
  return (samples.get(control)?.items ?? []).map((item) => ({
    item,
    test: tests.get(testKey(control, item)),
  }))
}
