import type { Db, Tx } from '../../platform/database.ts'
import { ownSinceMs } from '../known.ts'
import { actionAfter, type Action } from './action.ts'
import { adoptionIn, type AdoptionStep } from './adoption.ts'
import { findingIn, type Finding } from './finding.ts'
import { reviewAfter, type Review } from './review.ts'
import { readSaid, type Which } from './store.ts'

/** Findings and actions as they stand, or stood, in the order in which they were opened. */
export type Improvement = { findings: Finding[]; actions: Map<string, Action> }

export async function readImprovement(db: Db | Tx, untilMs?: number): Promise<Improvement> {
  const which = untilMs === undefined ? {} : { untilMs }
  const actions = await readActions(db, which)
  const actionOf = new Map<string, string>()
  for (const { id, findings } of actions.values()) for (const finding of findings) actionOf.set(finding, id)
  const findings = (await readSaid(db, 'finding', which)).map(({ fact }): Finding => {
    const finding = findingIn(fact)
    const action = actionOf.get(finding.id)
    return action === undefined ? finding : { ...finding, action }
  })
  return { findings, actions }
}

/** Those of them that are no demo's: once own documents have replaced it, what it found and did is not one's own work. */
export async function readOwnImprovement(db: Db): Promise<Improvement> {
  const [{ findings, actions }, sinceMs] = [await readImprovement(db), await ownSinceMs(db)]
  return {
    findings: findings.filter(({ opened_at }) => Date.parse(opened_at) >= sinceMs),
    actions: new Map([...actions].filter(([, { planned_at }]) => Date.parse(planned_at) >= sinceMs)),
  }
}

async function readActions(db: Db | Tx, which: Which): Promise<Map<string, Action>> {
  const actions = new Map<string, Action>()
  for (const { object, fact } of await readSaid(db, 'action', which)) {
    const after = actionAfter(actions.get(object), fact)
    if (after !== undefined) actions.set(object, after)
  }
  return actions
}

export async function readAction(db: Db | Tx, id: string): Promise<Action | undefined> {
  let action: Action | undefined
  for (const { fact } of await readSaid(db, 'action', { object: id })) action = actionAfter(action, fact)
  return action
}

/** Every review, the oldest first. */
export async function readReviews(db: Db | Tx): Promise<Review[]> {
  const reviews = new Map<string, Review>()
  for (const { object, fact } of await readSaid(db, 'review')) {
    const after = reviewAfter(reviews.get(object), fact)
    if (after !== undefined) reviews.set(object, after)
  }
  return [...reviews.values()]
}

export async function readAdoption(db: Db | Tx, untilMs?: number): Promise<AdoptionStep[]> {
  return (await readSaid(db, 'adoption', untilMs === undefined ? {} : { untilMs })).map(({ fact }) =>
    adoptionIn(fact),
  )
}
