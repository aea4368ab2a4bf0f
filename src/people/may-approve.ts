import type { Text } from '../platform/text.ts'
import type { Approvable } from './approval.ts'
import { covers } from './delegation.ts'
import { holdsHimself, type Organisation } from './organisation.ts'
import { holdsAt } from './period.ts'
import { isHere, samePerson } from './person.ts'
import { isAbove } from './superior.ts'

/** Who wants to approve, and the digest of what he was shown. */
export type Approver = { person: string; byToken: boolean; digest: string }

/** Where it is by delegation, for whom. Otherwise why not. */
export type MayApprove = { may: true; onBehalfOf?: string } | { may: false; because: Text }

const PERMISSION = 'people.approve'

/**
 * Whether a person may approve exactly this at an instant. The same for everybody: no role is exempt. Somebody who made
 * it, or anybody in his place, may not; nor may a token, one who is not here (any more), one without the permission,
 * one who is not above the author where that is asked for, nor anybody for a text that has changed since he saw it. A
 * delegate approves only what his delegator could approve himself, and not what somebody above the delegate made.
 */
export function mayApprove(
  organisation: Organisation,
  what: Approvable,
  approver: Approver,
  atMs: number,
): MayApprove {
  const { person } = approver
  if (approver.byToken) return no(BY_TOKEN)
  if (!isHere(organisation.persons, person, atMs)) return no(NOT_HERE)
  if (what.contributors.length === 0) return no(NO_AUTHOR)
  if (isContributor(what, person)) return no(OWN_WORK)
  if (!SHA256.test(what.digest) || approver.digest !== what.digest) return no(CHANGED)
  const himself = couldApprove(organisation, what, person, atMs)
  if (himself === undefined) return { may: true }
  const reasons: Text[] = []
  for (const { delegator, ...delegation } of organisation.delegations) {
    if (!samePerson(delegation.delegate, person) || !holdsAt(delegation, atMs)) continue
    if (!covers(delegation, PERMISSION)) continue
    const instead = inPlaceOf(organisation, what, { delegate: person, delegator }, atMs)
    if (instead === undefined) return { may: true, onBehalfOf: delegator }
    reasons.push(instead)
  }
  return no(reasons[0] ?? himself)
}

/** Why not; undefined where nothing stands against it. */
function couldApprove(
  organisation: Organisation,
  what: Approvable,
  person: string,
  atMs: number,
): Text | undefined {
  if (!holdsHimself(organisation, person, PERMISSION, what.id, atMs)) return NO_PERMISSION
  if (what.superiorOf !== undefined && !isAbove(organisation.superiors, person, what.superiorOf, atMs))
    return NOT_ABOVE
  return undefined
}

function inPlaceOf(
  organisation: Organisation,
  what: Approvable,
  { delegate, delegator }: { delegate: string; delegator: string },
  atMs: number,
): Text | undefined {
  if (isContributor(what, delegator)) return FROM_AUTHOR
  const below = what.contributors.some((author) => isAbove(organisation.superiors, author, delegate, atMs))
  if (below) return BELOW_AUTHOR
  return couldApprove(organisation, what, delegator, atMs)
}

function isContributor({ contributors, superiorOf }: Approvable, person: string): boolean {
  return contributors.some((one) => samePerson(one, person)) || samePerson(superiorOf ?? '', person)
}

const SHA256 = /^[0-9a-f]{64}$/

function no(because: Text): MayApprove {
  return { may: false, because }
}

const BY_TOKEN: Text = {
  ja: '承認は本人だけが行えます。トークンでは承認できません。',
  en: 'Only a person approves. A token cannot.',
}
const NOT_HERE: Text = {
  ja: 'あなたは現在この組織に在籍していないため、承認できません。',
  en: 'You are not part of this organisation now, so you cannot approve.',
}
const NO_AUTHOR: Text = {
  ja: '誰が作ったかの記録がないため、誰も承認できません。',
  en: 'There is no record of who made this, so nobody can approve it.',
}
const OWN_WORK: Text = {
  ja: 'あなたが作成、変更、申請に関わったものは、あなたには承認できません。',
  en: 'You wrote, changed or asked for this, so you cannot approve it.',
}
const CHANGED: Text = {
  ja: '表示された後に内容が変わりました。いまの内容を読んでから承認してください。',
  en: 'It has changed since it was shown to you. Read what stands now, then approve that.',
}
const NO_PERMISSION: Text = {
  ja: '承認する権限がありません。',
  en: 'You do not hold the permission to approve this.',
}
const NOT_ABOVE: Text = {
  ja: '承認できるのは、作成者の上長だけです。',
  en: 'Only somebody above its author may approve this.',
}
const FROM_AUTHOR: Text = {
  ja: '作成や申請に関わった人から委任されているため、承認できません。',
  en: 'Your delegation comes from somebody who had a hand in this, so you cannot approve it.',
}
const BELOW_AUTHOR: Text = {
  ja: '作成者の部下は、委任されていても承認できません。',
  en: 'Somebody below its author cannot approve this, even in place of another.',
}
