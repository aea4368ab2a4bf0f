import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/refusal.ts'
import { conformanceAt } from '../known.ts'
import { isEffectDue, isOverdue, type Action } from './action.ts'
import { targetKey, targetsOf, type Finding } from './finding.ts'
import { namesOf } from './naming.ts'
import { faultsIn } from './openings.ts'
import type { ActionList, ActionPage, ActionRow, FindingList, FindingRow, Listed, Named } from './page.ts'
import { readAction, readOwnImprovement, type Improvement } from './state.ts'

/** What is asked of a list; what is left out does not narrow it. */
export type Wanted = {
  state?: string | undefined
  clause?: string | undefined
  control?: string | undefined
  owner?: string | undefined
  overdue?: boolean | undefined
  effect_due?: boolean | undefined
  q?: string | undefined
  offset: number
  limit: number
}

type Naming = (id: string) => Named

/** Findings, the newest first. */
export async function findingList(ctx: Context, wanted: Wanted): Promise<FindingList> {
  const state = await readOwnImprovement(ctx.db)
  const failing = new Set(faultsIn(await conformanceAt(ctx)).map(targetKey))
  const named = await namesOf(ctx, new Set(state.findings.map(({ opened_by }) => opened_by)))
  const rows = state.findings.toReversed().map((finding) => findingRow(finding, state, failing, named))
  const matches = (row: FindingRow): boolean =>
    (wanted.state === undefined || row.state === wanted.state) &&
    (wanted.clause === undefined || row.clause === wanted.clause) &&
    (wanted.control === undefined || row.control === wanted.control) &&
    says(wanted.q, [row.id, ...row.objects, ...row.because.flatMap(({ ja, en }) => [ja, en])])
  return listed(ctx, rows, matches, wanted)
}

function findingRow(
  finding: Finding,
  { actions }: Improvement,
  failing: ReadonlySet<string>,
  named: Naming,
): FindingRow {
  const action = finding.action === undefined ? undefined : actions.get(finding.action)
  const targets = targetsOf(finding)
  return {
    ...finding,
    opened_by: named(finding.opened_by),
    state: action?.state ?? 'unplanned',
    ...(targets.length > 0 && { at_fault: targets.some((target) => failing.has(targetKey(target))) }),
  }
}

/** Actions, the first due first. */
export async function actionList(ctx: Context, wanted: Wanted): Promise<ActionList> {
  const { actions } = await readOwnImprovement(ctx.db)
  const named = await namesOf(ctx, new Set([...actions.values()].map(({ owner }) => owner)))
  const nowMs = ctx.clock.now()
  const rows = [...actions.values()]
    .map((action) => actionRow(action, named, nowMs))
    .toSorted((one, other) => Date.parse(one.due) - Date.parse(other.due))
  const matches = (row: ActionRow): boolean =>
    (wanted.state === undefined || row.state === wanted.state) &&
    (wanted.clause === undefined || row.clauses.includes(wanted.clause)) &&
    (wanted.owner === undefined || row.owner.id === wanted.owner) &&
    (wanted.overdue === undefined || row.overdue === wanted.overdue) &&
    (wanted.effect_due === undefined || row.effect_check_due === wanted.effect_due) &&
    says(wanted.q, [row.id, row.what, row.owner.name.ja, row.owner.name.en])
  return listed(ctx, rows, matches, wanted)
}

function actionRow(action: Action, named: Naming, nowMs: number): ActionRow {
  const { id, clauses, findings, review, what, owner, due, state, effect_due, reopened, planned_at } = action
  return {
    id,
    clauses,
    findings,
    ...(review !== undefined && { review }),
    what,
    owner: named(owner),
    due,
    state,
    overdue: isOverdue(action, nowMs),
    ...(effect_due !== undefined && { effect_due }),
    effect_check_due: isEffectDue(action, nowMs),
    reopened,
    planned_at,
  }
}

export async function actionPage(ctx: Context, id: string): Promise<ActionPage> {
  const action = await readAction(ctx.db, id)
  if (action === undefined)
    throw new Refusal('missing', { ja: 'その処置はありません。', en: 'There is no such action.' })
  const failing = new Set(faultsIn(await conformanceAt(ctx)).map(targetKey))
  const { owner, done, verified, closed, history, targets, effect_days } = action
  const persons = [owner, done?.by, verified?.by, closed?.by, ...history.map(({ by }) => by)]
  const named = await namesOf(ctx, new Set(persons.filter((person) => person !== undefined)))
  return {
    ...actionRow(action, named, ctx.clock.now()),
    effect_days,
    targets: targets.map((target) => ({ ...target, at_fault: failing.has(targetKey(target)) })),
    ...(done && { done: { ...done, by: named(done.by) } }),
    ...(verified && { verified: { ...verified, by: named(verified.by) } }),
    ...(closed && { closed: { ...closed, by: named(closed.by) } }),
    history: history.map((step) => ({ ...step, by: named(step.by) })),
  }
}

function says(q: string | undefined, words: readonly string[]): boolean {
  if (q === undefined) return true
  const sought = q.normalize('NFKC').toLowerCase()
  return words.some((word) => word.normalize('NFKC').toLowerCase().includes(sought))
}

function listed<Row extends { state: string }>(
  ctx: Context,
  rows: readonly Row[],
  matches: (row: Row) => boolean,
  { offset, limit }: Wanted,
): Listed<Row> {
  const counts: Record<string, number> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  const found = rows.filter(matches)
  return {
    at: new Date(ctx.clock.now()).toISOString(),
    total: rows.length,
    found: found.length,
    offset,
    rows: found.slice(offset, offset + limit),
    counts,
  }
}
