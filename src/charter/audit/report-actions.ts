import { getBlob, putBlob } from '../../ledger/blob.ts'
import { canonicalBytes } from '../../ledger/canonical.ts'
import {
  approved,
  closeApproval,
  requestApproval,
  type Approvable,
  type GivenApproval,
} from '../../people/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Json } from '../../platform/text.ts'
import { digestOf } from '../digest.ts'
import { AUDIT, type Engagement, type Report } from './engagement.ts'
import { assertAuditor, audited, recorded, standing } from './recording.ts'
import { readEngagement } from './state.ts'

const KIND = 'charter.audit'

/** Everything that a report says, as it is signed: kept by its hash, and given again as it was. */
export type Signed = Omit<Engagement, 'samples' | 'tests' | 'conclusions' | 'reports' | 'state'> & {
  summary: string
  samples: [string, Engagement['samples'] extends Map<string, infer S> ? S : never][]
  tests: [string, Engagement['tests'] extends Map<string, infer T> ? T : never][]
  conclusions: [string, Engagement['conclusions'] extends Map<string, infer C> ? C : never][]
}

/** Hands a report in: every control in scope has a conclusion. It waits for somebody who took no part. */
export async function handIn(ctx: Context, actor: Actor, id: string, summary: string): Promise<Engagement> {
  return audited(ctx, actor, id, async (engagement, tx) => {
    const open = engagement.populations.filter(({ control }) => !engagement.conclusions.has(control))
    if (open.length > 0) throw new Refusal('conflict', unconcluded(open.length))
    const content = signedOf(engagement, summary) as unknown as { [key: string]: Json }
    const digest = digestOf(content)
    const sha256 = await putBlob(ctx.config, canonicalBytes(content))
    const { version } = engagement
    await requestApproval(
      ctx,
      tx,
      approvable({ ...engagement, auditors: [...engagement.auditors, actor.id] }, digest),
      linkOf(id),
    )
    return { type: AUDIT.reported, body: { version, digest, summary, sha256 } }
  })
}

function linkOf(id: string): string {
  return `/audits/${id}?part=report`
}

function signedOf(engagement: Engagement, summary: string): Signed {
  const { samples, tests, conclusions, reports: _reports, state: _state, ...rest } = engagement
  return { ...rest, summary, samples: [...samples], tests: [...tests], conclusions: [...conclusions] }
}

function approvable({ id, title, version, auditors, answerers }: Engagement, digest: string): Approvable {
  return {
    kind: KIND,
    id,
    digest,
    title: { ja: `監査報告書「${title}」第${version}版`, en: `Audit report “${title}”, version ${version}` },
    contributors: [...new Set([...auditors, ...answerers])],
  }
}

/** Signs the report off: nobody who audited or answered. */
export async function approveReport(
  ctx: Context,
  actor: Actor,
  id: string,
  given: GivenApproval,
): Promise<Engagement> {
  return recorded(ctx, actor, id, async (before, tx) => {
    const engagement = standing(before)
    const report = engagement.reports.at(-1)
    if (engagement.state !== 'reported' || report === undefined) throw new Refusal('conflict', NOT_HANDED_IN)
    const approval = await approved(ctx, tx, actor, approvable(engagement, report.digest), given)
    return { type: AUDIT.approved, body: { version: report.version, approval } }
  })
}

/** Opens it again: what was approved stays, and the next report is another version. */
export async function reopen(ctx: Context, actor: Actor, id: string, because: string): Promise<Engagement> {
  return recorded(ctx, actor, id, async (before, tx) => {
    const engagement = standing(before)
    assertAuditor(engagement, actor)
    if (engagement.state === 'open') throw new Refusal('conflict', OPEN)
    await closeApproval(tx, KIND, id)
    const version = engagement.version + (engagement.state === 'approved' ? 1 : 0)
    return { type: AUDIT.reopened, body: { version, because } }
  })
}

/** A report as it was signed, and what was signed: the newest, or that of a version. */
export async function signedReport(
  ctx: Context,
  id: string,
  version?: number,
): Promise<{ report: Report; signed: Signed }> {
  const { reports } = await readEngagement(ctx.db, id)
  const report = version === undefined ? reports.at(-1) : reports.find((one) => one.version === version)
  if (report === undefined)
    throw new Refusal('missing', {
      ja: 'その版の報告書はまだありません。',
      en: 'There is no report of that version yet.',
    })
  const bytes = await getBlob(ctx.config, report.sha256)
  return { report, signed: JSON.parse(bytes.toString('utf8')) as Signed }
}

function unconcluded(count: number) {
  return {
    ja: `結論のない統制が ${count} 件あります。確かめていないものも、そのように結論してください。`,
    en: `${count} control${count === 1 ? ' has' : 's have'} no conclusion. Say so of what was not tested, too.`,
  }
}

const NOT_HANDED_IN = {
  ja: '承認を待つ報告書がありません。',
  en: 'No report waits for approval.',
}
const OPEN = { ja: 'この監査は開いています。', en: 'This engagement is open.' }
