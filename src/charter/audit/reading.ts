import { ledgerFactAt } from '../../ledger/listing-routes.ts'
import { readGrants } from '../../people/right-store.ts'
import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/refusal.ts'
import { namesOf } from '../improvement/naming.ts'
import type { Named } from '../improvement/page.ts'
import { conformanceAt } from '../known.ts'
import { populationNow, recordedPopulation } from './drawing.ts'
import { asListed } from './population.ts'
import { countsOf, testKey, type Engagement, type Population, type Request } from './engagement.ts'
import type {
  ControlRow,
  EngagementPage,
  EngagementRow,
  ItemPage,
  PopulationPage,
  RequestRow,
} from './page.ts'
import { upperLimit } from './sampling.ts'
import { readIndices, readSaid } from './store.ts'
import { readEngagement } from './state.ts'

type Name = (id: string) => Named
const CONFIDENCE = 95

/** Names of everybody who appears in some engagements. */
export async function namesIn(ctx: Context, engagements: readonly Engagement[]): Promise<Name> {
  return namesOf(
    ctx,
    new Set(
      engagements.flatMap(({ auditors, answerers, requests, reports, opened_by }) => [
        opened_by,
        ...auditors,
        ...answerers,
        ...requests.map(({ of }) => of),
        ...reports.flatMap(({ approval }) => approval?.approver ?? []),
      ]),
    ),
  )
}

export function rowOf(engagement: Engagement, name: Name, nowMs: number): EngagementRow {
  const { id, title, clauses, from, until, zone, state, version, populations, requests } = engagement
  const counts = populations.map(({ control }) => countsOf(engagement, control))
  const sum = (part: 'sampled' | 'tested' | 'deviations') => counts.reduce((all, one) => all + one[part], 0)
  return {
    id,
    title,
    clauses,
    from,
    until,
    zone,
    state,
    version,
    opened_by: name(engagement.opened_by),
    opened_at: engagement.opened_at,
    controls: populations.length,
    concluded: engagement.conclusions.size,
    sampled: sum('sampled'),
    tested: sum('tested'),
    deviations: sum('deviations'),
    requests: requests.length,
    unanswered: requests.filter((one) => one.state === 'asked').length,
    overdue: requests.filter((one) => isOverdue(one, nowMs)).length,
    findings: engagement.findings.length,
  }
}

function isOverdue({ state, due }: Request, nowMs: number): boolean {
  return state === 'asked' && Date.parse(due) <= nowMs
}

/** Everything of one engagement. `may` is what the reader may do with it. */
export async function engagementPage(
  ctx: Context,
  id: string,
  may: EngagementPage['may'],
): Promise<EngagementPage> {
  const engagement = await readEngagement(ctx.db, id)
  const name = await namesIn(ctx, [engagement])
  const nowMs = ctx.clock.now()
  const indices = await readIndices(ctx.db, id)
  const steps = (await readSaid(ctx.db, id)).map(({ fact }, at) => ({
    type: fact.type as EngagementPage['steps'][number]['type'],
    by: name(fact.by),
    at: (fact.body as { at: string }).at,
    ...(indices[at] !== undefined && { index: indices[at] }),
  }))
  return {
    ...rowOf(engagement, name, nowMs),
    criteria: engagement.criteria,
    ledger: engagement.ledger,
    scope: engagement.populations.map((population) => controlRow(engagement, population, name)),
    asked: engagement.requests.map((request) => requestRow(request, name, nowMs)),
    reports: engagement.reports.map(({ by, approval, ...report }) => ({
      ...report,
      by: name(by),
      ...(approval && { approved: { by: name(approval.approver), at: approval.approved_at } }),
    })),
    steps,
    auditors: engagement.auditors.map(name),
    ...(engagement.reopened !== undefined && { reopened: engagement.reopened }),
    admitted: await admittedTo(ctx, id),
    may,
  }
}

function controlRow(engagement: Engagement, population: Population, name: Name): ControlRow {
  const { control, items } = population
  const counts = countsOf(engagement, control)
  const sample = engagement.samples.get(control)
  const conclusion = engagement.conclusions.get(control)
  const finding = engagement.findings.find((one) => one.control === control)
  const whole = counts.sampled > 0 && counts.tested === counts.sampled
  return {
    ...population,
    ...counts,
    ...(sample && { sample: { ...sample, by: name(sample.by) } }),
    ...(whole && { at_most: upperLimit(items, counts.sampled, counts.deviations, CONFIDENCE) }),
    ...(conclusion && { conclusion: { ...conclusion, by: name(conclusion.by) } }),
    ...(finding && { finding: finding.finding }),
  }
}

export function requestRow(request: Request, name: Name, nowMs: number): RequestRow {
  return {
    ...request,
    of: name(request.of),
    by: name(request.by),
    overdue: isOverdue(request, nowMs),
    answers: request.answers.map((answer) => ({ ...answer, by: name(answer.by) })),
  }
}

async function admittedTo(ctx: Context, id: string): Promise<EngagementPage['admitted']> {
  const grants = (await readGrants(ctx.db)).filter(({ object }) => object === id)
  const name = await namesOf(ctx, new Set(grants.map(({ person }) => person)))
  return grants.map((grant) => ({
    person: name(grant.person),
    role: grant.role,
    from: new Date(grant.fromMs).toISOString(),
    ...(grant.untilMs !== undefined && { until: new Date(grant.untilMs).toISOString() }),
    grant: grant.id,
  }))
}

/** A control's population, computed anew and compared with what was recorded. */
export async function populationPage(ctx: Context, id: string, control: string): Promise<PopulationPage> {
  const engagement = await readEngagement(ctx.db, id)
  const recorded = recordedPopulation(engagement, control)
  const { list, reproduced, ...population } = await populationNow(ctx, engagement, control)
  const sample = engagement.samples.get(control)
  const sampled = new Set(sample?.items)
  return {
    ...population,
    reproduced,
    recorded_sha256: recorded.sha256,
    ...(sample && { seed: sample.seed }),
    list: list.map((item) => {
      const test = engagement.tests.get(testKey(control, item.id))
      return { ...item, sampled: sampled.has(item.id), ...(test && { result: test.result }) }
    }),
  }
}

/** One sampled item with everything that decides it. */
export async function itemPage(
  ctx: Context,
  { id, control, item }: { id: string; control: string; item: string },
  mayWork: boolean,
): Promise<ItemPage> {
  const engagement = await readEngagement(ctx.db, id)
  const { clause, title, kind } = recordedPopulation(engagement, control)
  // One goes on from item to item as the table lists them.
  const items = asListed(engagement.samples.get(control)?.items ?? [], kind)
  const place = items.indexOf(item)
  if (place < 0)
    throw new Refusal('missing', {
      ja: 'この標本にその項目はありません。',
      en: 'There is no such item in this sample.',
    })
  const name = await namesIn(ctx, [engagement])
  const test = engagement.tests.get(testKey(control, item))
  const content =
    kind === 'facts' ? await factAt(ctx, Number(item)) : await dayOf(ctx, engagement, control, item)
  return {
    engagement: { id, title: engagement.title, state: engagement.state },
    control,
    clause,
    title,
    item,
    kind,
    ...content,
    ...(test && { test: { ...test, by: name(test.by) } }),
    place: place + 1,
    sampled: items.length,
    ...(place > 0 && { previous: items[place - 1]! }),
    ...(place + 1 < items.length && { next: items[place + 1]! }),
    may: { work: mayWork },
  }
}

async function factAt(ctx: Context, index: number): Promise<Pick<ItemPage, 'at' | 'fact' | 'by'>> {
  const fact = await ledgerFactAt(ctx, index)
  const { by } = (JSON.parse(fact.leaf) as { fact: { by: string } }).fact
  const name = await namesOf(ctx, [by])
  return { at: fact.recordedAt, fact, by: name(by) }
}

async function dayOf(
  ctx: Context,
  engagement: Engagement,
  control: string,
  day: string,
): Promise<Pick<ItemPage, 'at' | 'verdict'>> {
  const { list } = await populationNow(ctx, engagement, control)
  const { at } = list.find((item) => item.id === day)!
  const atMs = Date.parse(at)
  const { clauses } = await conformanceAt(ctx, { atMs, knownMs: atMs })
  const verdict = clauses.flatMap(({ controls }) => controls).find((one) => one.id === control)
  return { at, ...(verdict && { verdict }) }
}

/** The indices of facts that a reader of an engagement may have proved to him: sampled, pointed to, and its own steps. */
export async function provableIn(ctx: Context, engagement: Engagement): Promise<Set<number>> {
  const pointed = evidenceIn(engagement).flatMap((one) => ('fact' in one ? [one.fact] : []))
  const sampled = engagement.populations.flatMap(({ control, kind }) =>
    kind === 'facts' ? (engagement.samples.get(control)?.items ?? []).map(Number) : [],
  )
  return new Set([...pointed, ...sampled, ...(await readIndices(ctx.db, engagement.id))])
}

export function evidenceIn({ tests, requests }: Engagement) {
  return [
    ...[...tests.values()].flatMap(({ evidence }) => evidence),
    ...requests.flatMap(({ answers }) => answers.flatMap(({ evidence }) => evidence)),
  ]
}
