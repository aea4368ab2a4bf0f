import type { Fact } from '../../ledger/fact.ts'
import {
  AUDIT,
  testKey,
  type Answer,
  type Conclusion,
  type Engagement,
  type Report,
  type Request,
  type Sample,
  type Tested,
} from './engagement.ts'

type Said = { by: string; at: string }

/** The engagement after one more fact; undefined for a fact of none. Facts come in their order. */
export function engagementAfter(
  before: Engagement | undefined,
  { type, by, body }: Fact,
): Engagement | undefined {
  const said = body as never
  if (type === AUDIT.opened) return opened(by, said)
  if (before === undefined) return undefined
  const change = CHANGES[type]
  if (change === undefined) return before
  const { at } = body as { at: string }
  const after = change(before, { ...(body as object), by, at } as never)
  const who = type === AUDIT.answered ? 'answerers' : type === AUDIT.approved ? undefined : 'auditors'
  return who === undefined || after[who].includes(by) ? after : { ...after, [who]: [...after[who], by] }
}

/** What an opening says; the rest of an engagement begins empty. */
export type Opening = Pick<
  Engagement,
  'id' | 'title' | 'clauses' | 'from' | 'until' | 'zone' | 'criteria' | 'ledger' | 'populations'
> & { at: string }

function opened(by: string, { at, ...opening }: Opening): Engagement {
  return {
    ...opening,
    opened_by: by,
    opened_at: at,
    samples: new Map(),
    tests: new Map(),
    requests: [],
    conclusions: new Map(),
    findings: [],
    reports: [],
    version: 1,
    state: 'open',
    auditors: [by],
    answerers: [],
  }
}

const CHANGES: { readonly [type: string]: (engagement: Engagement, said: never) => Engagement } = {
  [AUDIT.sampled]: (engagement, { control, seed, rule, items, by, at }: SampleSaid) => ({
    ...engagement,
    samples: new Map(engagement.samples).set(control, { seed, rule, items, by, at }),
  }),
  [AUDIT.tested]: (engagement, { control, item, result, remark, evidence, by, at }: TestSaid) => ({
    ...engagement,
    tests: new Map(engagement.tests).set(testKey(control, item), { result, remark, evidence, by, at }),
  }),
  [AUDIT.requested]: (engagement, { request, what, of, due, control, by, at }: RequestSaid) => ({
    ...engagement,
    requests: [
      ...engagement.requests,
      {
        id: request,
        what,
        of,
        due,
        ...(control !== undefined && { control }),
        by,
        at,
        state: 'asked',
        answers: [],
      },
    ],
  }),
  [AUDIT.answered]: (engagement, { request, remark, evidence, by, at }: AnswerSaid) =>
    withRequest(engagement, request, (one) => ({
      ...one,
      state: 'answered',
      answers: [...one.answers, { remark, evidence, by, at }],
    })),
  [AUDIT.settled]: (engagement, { request, as, remark }: SettledSaid) =>
    withRequest(engagement, request, (one) => ({ ...one, state: as === 'returned' ? 'asked' : as, remark })),
  [AUDIT.concluded]: (engagement, said: ConclusionSaid) => ({
    ...engagement,
    conclusions: new Map(engagement.conclusions).set(said.control, conclusionIn(said)),
  }),
  [AUDIT.raised]: (engagement, { control, finding, by, at }: RaisedSaid) => ({
    ...engagement,
    findings: [...engagement.findings, { control, finding, by, at }],
  }),
  [AUDIT.reported]: (engagement, { version, digest, summary, sha256, by, at }: ReportSaid) => ({
    ...engagement,
    state: 'reported',
    // Of one version, what was handed in last is what waits.
    reports: [
      ...engagement.reports.filter((one) => one.version !== version),
      { version, digest, summary, sha256, by, at },
    ],
  }),
  [AUDIT.approved]: (engagement, { version, approval }: ApprovedSaid) => ({
    ...engagement,
    state: 'approved',
    reports: engagement.reports.map((one) => (one.version === version ? { ...one, approval } : one)),
  }),
  [AUDIT.reopened]: (engagement, { version, because }: ReopenedSaid) => ({
    ...engagement,
    state: 'open',
    version,
    reopened: because,
  }),
}

type SampleSaid = Said & Pick<Sample, 'seed' | 'rule' | 'items'> & { control: string }
type TestSaid = Tested & { control: string; item: string }
type RequestSaid = Said & { request: string; what: string; of: string; due: string; control?: string }
type AnswerSaid = Answer & { request: string }
type SettledSaid = { request: string; as: 'accepted' | 'returned' | 'withdrawn'; remark: string }
type ConclusionSaid = Conclusion & { control: string }
type RaisedSaid = Said & { control: string; finding: string }
type ReportSaid = Omit<Report, 'approval'>
type ApprovedSaid = { version: number; approval: NonNullable<Report['approval']> }
type ReopenedSaid = { version: number; because: string }

/** The conclusion alone, without what it was said of. */
function conclusionIn(said: ConclusionSaid): Conclusion {
  const { design, design_reason, operation, operation_reason, tested, deviations, by, at } = said
  return { design, design_reason, operation, operation_reason, tested, deviations, by, at }
}

function withRequest(engagement: Engagement, id: string, change: (request: Request) => Request): Engagement {
  return {
    ...engagement,
    requests: engagement.requests.map((request) => (request.id === id ? change(request) : request)),
  }
}
