import { Refusal } from '../../platform/refusal.ts'
import type { Text } from '../../platform/text.ts'
import { samePerson } from '../person.ts'
import type { Action, ActionState } from './action.ts'
import { targetKey, type Target } from './finding.ts'

/** Throws unless the action can be planned anew, or reported as done. */
export function assertOpen(action: Action): void {
  assertState(action, 'open', NOT_OPEN)
}

/** Throws unless this person may say whether it was done: neither who owns it nor who did it. */
export function assertMayVerify(action: Action, person: string): void {
  assertState(action, 'done', NOT_DONE)
  assertAnother(action, person)
}

/**
 * Throws unless this person may say at this instant (epoch milliseconds) that it helped: its time has come, the person
 * neither owns nor did it, and nothing that it is about fails now.
 */
export function assertMayConfirm(
  action: Action,
  person: string,
  atMs: number,
  atFault: readonly Target[],
): void {
  assertState(action, 'verified', NOT_VERIFIED)
  assertAnother(action, person)
  const due = action.effect_due ?? ''
  if (!(Date.parse(due) <= atMs)) throw new Refusal('conflict', tooEarly(due))
  const failing = new Set(atFault.map(targetKey))
  const still = action.targets.filter((target) => failing.has(targetKey(target)))
  if (still.length > 0) throw new Refusal('conflict', stillAtFault(still))
}

/** Throws unless this person may say that it did not help. That may be said at any time. */
export function assertMayRefute(action: Action, person: string): void {
  assertState(action, 'verified', NOT_VERIFIED)
  assertAnother(action, person)
}

function assertState(action: Action, state: ActionState, text: Text): void {
  if (action.state !== state) throw new Refusal('conflict', text)
}

function assertAnother({ owner, done }: Action, person: string): void {
  if (samePerson(owner, person) || (done !== undefined && samePerson(done.by, person)))
    throw new Refusal('forbidden', OWN_WORK)
}

const NOT_OPEN: Text = {
  ja: 'この処置は、いま実施中ではありません。',
  en: 'This action is not open now.',
}
const NOT_DONE: Text = {
  ja: 'この処置は、まだ実施済みと報告されていないか、既に確認されています。',
  en: 'This action was not reported as done yet, or is verified already.',
}
const NOT_VERIFIED: Text = {
  ja: 'この処置は、まだ実施の確認が済んでいないか、既に閉じています。',
  en: 'This action is not verified yet, or closed already.',
}
const OWN_WORK: Text = {
  ja: '自分が担当した処置、自分が実施した処置は、自分では確かめられません。別の人に頼んでください。',
  en: 'You own this action or carried it out, so another has to check it.',
}

function tooEarly(due: string): Text {
  return {
    ja: `効果を確かめられるのは ${due} からです。`,
    en: `Whether it helped can be said from ${due} on.`,
  }
}

const NAMED_MAX = 5

function stillAtFault(targets: readonly Target[]): Text {
  const names = targets.slice(0, NAMED_MAX).map(({ object }) => object)
  const more = targets.length - names.length
  return {
    ja: `${names.join('、')}${more > 0 ? ` ほか ${more} 件` : ''} はいまも不適合か不明です。効果があったとは言えません。`,
    en: `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} still ${targets.length === 1 ? 'does' : 'do'} not hold, so it has not helped.`,
  }
}
