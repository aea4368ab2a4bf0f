import type { Fact } from '../../ledger/fact.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import { InputError } from '../../platform/failure.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import { assertKept } from '../attest-actions.ts'
import { carriedClauses } from '../clauses.ts'
import { composed } from '../composition.ts'
import { conformanceAt } from '../known.ts'
import {
  ACTION_CONFIRMED,
  ACTION_DONE,
  ACTION_PLANNED,
  ACTION_REFUTED,
  ACTION_REJECTED,
  ACTION_REPLANNED,
  ACTION_VERIFIED,
  actionAfter,
  type Action,
  type EvidenceFile,
  type Planned,
} from './action.ts'
import { assertMayConfirm, assertMayRefute, assertMayVerify, assertOpen } from './action-decision.ts'
import { FINDING_OPENED, targetsOf, type Finding, type OpenedFinding } from './finding.ts'
import { faultsIn } from './openings.ts'
import { assertPersons, endOfDue, factOf, operatorZone, recorded, type Writing } from './recording.ts'
import { readAction, readImprovement } from './state.ts'
import { insertSaid, lockImprovement, type Said } from './store.ts'

/** What somebody saw that does not hold. */
export type SeenFinding = { clause: string; control?: string | undefined; objects: string[]; because: string }

/** Opens a finding by hand. */
export async function openFinding(ctx: Context, actor: Actor, seen: SeenFinding): Promise<Finding> {
  const finding = seenFinding(ctx, actor, seen)
  return recorded(ctx, () => Promise.resolve({ said: [saidFinding(finding)], result: finding }))
}

/** The same within a transaction of another decision, which appends the fact with its own. */
export async function seeFinding(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  seen: SeenFinding,
): Promise<{ finding: Finding; fact: Fact }> {
  const finding = seenFinding(ctx, actor, seen)
  const said = saidFinding(finding)
  await lockImprovement(tx)
  await insertSaid(tx, said, ctx.clock.now())
  return { finding, fact: said.fact }
}

/** InputError where clause and control are not such as can be found wanting. */
function seenFinding(ctx: Context, actor: Actor, seen: SeenFinding): OpenedFinding {
  const { clause, control, objects, because } = seen
  if (!carriedClauses().includes(clause))
    throw new InputError(
      'body',
      { path: 'clause' },
      `a clause that is judged itself, found ${JSON.stringify(clause)}`,
    )
  const known = composed().controls.find(({ id }) => id === control)
  if (control !== undefined && known?.clause !== clause)
    throw new InputError(
      'body',
      { path: 'control' },
      `a control of clause ${clause}, found ${JSON.stringify(control)}`,
    )
  return {
    id: ctx.ids.next(),
    clause,
    ...(control !== undefined && { control }),
    kind: 'seen',
    objects: [...new Set(objects)],
    because: [{ ja: because, en: because }],
    opened_by: actor.id,
    opened_at: new Date(ctx.clock.now()).toISOString(),
  }
}

export function saidFinding(finding: OpenedFinding): Said {
  const named = { clause: finding.clause, objects: [finding.id, ...finding.objects] }
  return {
    kind: 'finding',
    object: finding.id,
    fact: factOf(FINDING_OPENED, finding.opened_by, finding, named),
  }
}

/** What is planned; `due` is a civil date in the operator's zone, at the end of which it is overdue. */
export type Plan = { findings: string[]; what: string; owner: string; due: string; effect_days: number }

/** Makes findings that have no action yet a corrective action. */
export async function planAction(ctx: Context, actor: Actor, plan: Plan): Promise<Action> {
  await assertPersons(ctx, { owner: plan.owner })
  const due = endOfDue(plan.due, await operatorZone(ctx), ctx.clock.now(), 'due')
  return recorded(ctx, async (tx) => {
    const { findings } = await readImprovement(tx)
    const meant = [...new Set(plan.findings)].map((id) => unplanned(findings, id))
    const body: Planned = {
      id: ctx.ids.next(),
      clauses: [...new Set(meant.map(({ clause }) => clause))],
      findings: meant.map(({ id }) => id),
      targets: meant.flatMap(targetsOf),
      what: plan.what,
      owner: plan.owner,
      due,
      effect_days: plan.effect_days,
      at: new Date(ctx.clock.now()).toISOString(),
    }
    return plannedWriting(actor.id, body)
  })
}

function unplanned(findings: readonly Finding[], id: string): Finding {
  const finding = findings.find((one) => one.id === id)
  if (finding === undefined)
    throw new InputError('body', { path: 'findings' }, `the id of a finding, found ${JSON.stringify(id)}`)
  if (finding.action !== undefined)
    throw new Refusal('conflict', {
      ja: `指摘 ${id} には既に処置 ${finding.action} があります。`,
      en: `The finding ${id} has the action ${finding.action} already.`,
    })
  return finding
}

/** Everything that goes with planning an action; also for what a review decides. */
export function plannedWriting(by: string, body: Planned): Writing<Action> {
  const named = {
    ...(body.clauses.length === 1 && { clause: body.clauses[0]! }),
    objects: [body.id, ...body.findings],
  }
  const fact = factOf(ACTION_PLANNED, by, body, named)
  return { said: [{ kind: 'action', object: body.id, fact }], result: actionAfter(undefined, fact)! }
}

/** Another owner, another due date, other words: with the reason, and kept in the history. */
export async function replanAction(
  ctx: Context,
  actor: Actor,
  id: string,
  plan: { what: string; owner: string; due: string; remark: string },
): Promise<Action> {
  await assertPersons(ctx, { owner: plan.owner })
  const due = endOfDue(plan.due, await operatorZone(ctx), ctx.clock.now(), 'due')
  return step(ctx, actor, id, ACTION_REPLANNED, (action) => {
    assertOpen(action)
    return { ...plan, due }
  })
}

/** Says what was done; another than who owns or did it then verifies it. */
export async function reportDone(
  ctx: Context,
  actor: Actor,
  id: string,
  done: { what: string; evidence: EvidenceFile[] },
): Promise<Action> {
  for (const [at, { name, sha256 }] of done.evidence.entries()) await assertKept(ctx, at, name, sha256)
  return step(ctx, actor, id, ACTION_DONE, (action) => {
    assertOpen(action)
    return done
  })
}

/** Says that it was done as reported, or that it was not. */
export async function verifyAction(
  ctx: Context,
  actor: Actor,
  id: string,
  said: { holds: boolean; remark: string },
): Promise<Action> {
  return step(ctx, actor, id, said.holds ? ACTION_VERIFIED : ACTION_REJECTED, (action) => {
    assertMayVerify(action, actor.id)
    return { remark: said.remark }
  })
}

/** Says, once its time has come, that it helped; or, at any time, that it did not. */
export async function checkEffect(
  ctx: Context,
  actor: Actor,
  id: string,
  said: { holds: boolean; remark: string },
): Promise<Action> {
  const conformance = await conformanceAt(ctx)
  return step(ctx, actor, id, said.holds ? ACTION_CONFIRMED : ACTION_REFUTED, (action) => {
    if (said.holds) assertMayConfirm(action, actor.id, ctx.clock.now(), faultsIn(conformance))
    else assertMayRefute(action, actor.id)
    return { remark: said.remark }
  })
}

async function step(
  ctx: Context,
  actor: Actor,
  id: string,
  type: string,
  decide: (action: Action) => object,
): Promise<Action> {
  return recorded(ctx, async (tx) => {
    const action = await standingAction(tx, id)
    const body = { id, at: new Date(ctx.clock.now()).toISOString(), ...decide(action) }
    const named = { ...(action.clauses.length === 1 && { clause: action.clauses[0]! }), objects: [id] }
    const fact = factOf(type, actor.id, body, named)
    return { said: [{ kind: 'action', object: id, fact }], result: actionAfter(action, fact)! }
  })
}

async function standingAction(tx: Tx, id: string): Promise<Action> {
  const action = await readAction(tx, id)
  if (action === undefined)
    throw new Refusal('missing', { ja: 'その処置はありません。', en: 'There is no such action.' })
  return action
}
