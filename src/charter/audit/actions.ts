import { readHead } from '../../ledger/index.ts'
import { rootAt } from '../../ledger/reading.ts'
import { civilDay } from '../../platform/civil-time.ts'
import type { Context } from '../../platform/context.ts'
import { InputError } from '../../platform/failure.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import { assertKept } from '../attest-actions.ts'
import { CLAUSES } from '../clauses.ts'
import { composed } from '../composition.ts'
import { seeFinding } from '../improvement/actions.ts'
import { operatorZone } from '../improvement/recording.ts'
import { integratedEntries } from '../known-log.ts'
import { populationNow, recordedPopulation } from './drawing.ts'
import {
  AUDIT,
  countsOf,
  type AuditEvidence,
  type Effectiveness,
  type Engagement,
  type TestResult,
} from './engagement.ts'
import type { Opening } from './folding.ts'
import { DAYS_MAX, populationOf } from './population.ts'
import { audited, recorded } from './recording.ts'
import { attributeSize, sampleOf, type SampleRule } from './sampling.ts'
import { readEngagement } from './state.ts'

/** What an engagement is about; civil days in the operator's zone, the last one included. */
export type Scope = { title: string; clauses: string[]; from: string; through: string; criteria: string }

/** Opens an engagement: the populations of all controls in scope are computed and recorded with it. */
export async function openEngagement(ctx: Context, actor: Actor, scope: Scope): Promise<Engagement> {
  const zone = await operatorZone(ctx)
  const [fromMs, untilMs] = [civilDay(scope.from, zone).fromMs, civilDay(scope.through, zone).untilMs]
  assertPeriod(fromMs, untilMs, ctx.clock.now())
  const clauses = [...new Set(scope.clauses)]
  for (const [at, clause] of clauses.entries())
    if (!CLAUSES.some(({ id }) => id === clause))
      throw new InputError('body', { path: `clauses.${at}` }, `a clause of the charter, found ${clause}`)
  const head = await readHead(ctx.db)
  if (head === undefined)
    throw new Refusal('conflict', { ja: '台帳がまだありません。', en: 'There is no ledger yet.' })
  const { origin, size } = head
  const root = Buffer.from(await rootAt(ctx.db, size)).toString('base64')
  const entries = await integratedEntries(ctx.db)
  const period = { fromMs, untilMs, zone, size }
  const populations = composed()
    .controls.filter(({ clause }) => clauses.some((one) => clause === one || clause.startsWith(`${one}.`)))
    .map((control) => {
      const { list: _, ...population } = populationOf(control, entries, period)
      return population
    })
  const id = ctx.ids.next()
  const opening: Omit<Opening, 'id' | 'at'> = {
    title: scope.title,
    clauses,
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    zone,
    criteria: scope.criteria,
    ledger: { origin, size, root },
    populations,
  }
  return recorded(ctx, actor, id, () => ({ type: AUDIT.opened, body: opening }))
}

function assertPeriod(fromMs: number, untilMs: number, nowMs: number): void {
  if (fromMs >= untilMs) throw new InputError('body', { path: 'through' }, 'a day that is not before from')
  if (untilMs > nowMs)
    throw new InputError(
      'body',
      { path: 'through' },
      'a day that has ended: a population is that of a whole period',
    )
  if (untilMs - fromMs > DAYS_MAX * 86_400_000)
    throw new InputError('body', { path: 'from' }, `at most ${DAYS_MAX} days`)
}

/** How a sample is to be drawn; without a seed the ledger's root at the opening is one, which nobody chose. */
export type Draw = {
  control: string
  seed?: string | undefined
  rule:
    | { kind: 'chosen'; size: number; because: string }
    | { kind: 'attribute'; confidence: number; tolerable: number; expected: number }
}

/** Draws a sample. One that was drawn may grow by the same seed; it is never exchanged for another. */
export async function drawSample(ctx: Context, actor: Actor, id: string, draw: Draw): Promise<Engagement> {
  const { control } = draw
  const population = await populationNow(ctx, await readEngagement(ctx.db, id), control)
  if (!population.reproduced) throw new Refusal('conflict', NOT_REPRODUCED)
  const wanted = draw.rule.kind === 'chosen' ? draw.rule.size : attributeSize(population.items, draw.rule)
  const rule: SampleRule = { ...draw.rule, size: Math.min(wanted, population.items) }
  return audited(ctx, actor, id, (engagement) => {
    const before = engagement.samples.get(control)
    const seed = draw.seed ?? before?.seed ?? engagement.ledger.root
    if (before !== undefined && before.seed !== seed) throw new Refusal('conflict', ANOTHER_SEED)
    if (before !== undefined && before.items.length >= rule.size) throw new Refusal('conflict', NOT_LARGER)
    const ids = population.list.map((item) => item.id)
    const body = { control, seed, rule, items: sampleOf(ids, control, seed, rule.size) }
    return { type: AUDIT.sampled, body, clause: population.clause }
  })
}

export type Test = {
  control: string
  item: string
  result: TestResult
  remark: string
  evidence: AuditEvidence[]
}

/** Says what was found at a sampled item. Said again it replaces what was said; both stay in the ledger. */
export async function testItem(ctx: Context, actor: Actor, id: string, test: Test): Promise<Engagement> {
  await assertEvidence(ctx, test.evidence)
  return audited(ctx, actor, id, (engagement) => {
    const { clause } = recordedPopulation(engagement, test.control)
    if (engagement.samples.get(test.control)?.items.includes(test.item) !== true)
      throw new InputError(
        'body',
        { path: 'item' },
        `an item of the sample, found ${JSON.stringify(test.item)}`,
      )
    return { type: AUDIT.tested, body: test, clause }
  })
}

/** InputError unless files were kept and facts stand in the ledger. */
export async function assertEvidence(ctx: Context, evidence: readonly AuditEvidence[]): Promise<void> {
  const size = (await readHead(ctx.db))?.size ?? 0
  for (const [at, one] of evidence.entries())
    if ('sha256' in one) await assertKept(ctx, at, one.name, one.sha256)
    else if (one.fact >= size)
      throw new InputError(
        'body',
        { path: `evidence.${at}.fact` },
        `an index below ${size}, found ${one.fact}`,
      )
}

export type Concluding = {
  control: string
  design: Effectiveness
  design_reason: string
  operation: Effectiveness
  operation_reason: string
}

/** Concludes on a control. On its operation only once every sampled item was tested; deviations are counted, not said. */
export async function conclude(
  ctx: Context,
  actor: Actor,
  id: string,
  said: Concluding,
): Promise<Engagement> {
  return audited(ctx, actor, id, (engagement) => {
    const { clause } = recordedPopulation(engagement, said.control)
    const { sampled, tested, deviations } = countsOf(engagement, said.control)
    if (said.operation !== 'not-tested' && (sampled === 0 || tested < sampled))
      throw new Refusal('conflict', notTested(sampled, tested))
    return { type: AUDIT.concluded, body: { ...said, tested, deviations }, clause }
  })
}

/** Makes a conclusion a finding of the improvement module, from which an action is planned. */
export async function raiseFinding(
  ctx: Context,
  actor: Actor,
  id: string,
  { control, because }: { control: string; because: string },
): Promise<Engagement> {
  const before = await readEngagement(ctx.db, id)
  const { clause } = recordedPopulation(before, control)
  const conclusion = before.conclusions.get(control)
  if (conclusion?.design !== 'not-effective' && conclusion?.operation !== 'not-effective')
    throw new Refusal('conflict', NOTHING_TO_RAISE)
  return audited(ctx, actor, id, async (engagement, tx) => {
    if (engagement.findings.some((one) => one.control === control)) throw new Refusal('conflict', RAISED)
    const finding = await seeFinding(ctx, tx, actor, { clause, control, objects: [id], because })
    const { id: opened } = finding.finding
    return { type: AUDIT.raised, body: { control, finding: opened }, clause, before: [finding.fact] }
  })
}

function notTested(sampled: number, tested: number) {
  return {
    ja: `標本 ${sampled} 件のうち ${tested} 件しか確かめていません。運用について結論できるのは、すべてを確かめてからです。`,
    en: `Only ${tested} of ${sampled} sampled items were tested. Conclude on operation once all of them are.`,
  }
}

const NOT_REPRODUCED = {
  ja: '母集団が、監査を開いたときの記録と一致しません。統制の読む事実が変わった可能性があります。',
  en: 'The population is not the one that was recorded when the engagement was opened; what the control reads may have changed.',
}
const ANOTHER_SEED = {
  ja: '標本は既に選ばれています。別の種では選び直せません。同じ種で増やすことはできます。',
  en: 'A sample was drawn already. It cannot be drawn again from another seed; it can grow by the same one.',
}
const NOT_LARGER = {
  ja: '標本は既にその大きさ以上あります。',
  en: 'The sample is as large as that already.',
}
const NOTHING_TO_RAISE = {
  ja: '指摘にできるのは、設計または運用が有効でないと結論した統制です。',
  en: 'A finding is raised for a control that was concluded not to be effective, in design or operation.',
}
const RAISED = {
  ja: 'この統制の指摘は既に起こされています。',
  en: 'A finding was raised for this control already.',
}
