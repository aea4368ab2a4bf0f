import { digestOf } from '../../charter/digest.ts'
import { WAIVER_GRANTED, WAIVER_REQUESTED, waiverContent, type WaiverContent } from '../../charter/waiver.ts'
import {
  ACTION_CONFIRMED,
  ACTION_DONE,
  ACTION_PLANNED,
  ACTION_VERIFIED,
  EFFECT_DAYS,
} from '../../charter/improvement/action.ts'
import { FINDING_OPENED } from '../../charter/improvement/finding.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { Text } from '../../platform/text.ts'
import { DAY, daysBefore, iso } from './calendar.ts'

/** A fact of the past and when it was received, epoch milliseconds. */
export type PastFact = { atMs: number; fact: Fact }

/** A failure of the past, what was done about it, and by whom. */
type Repair = {
  id: string
  clause: string
  /** So many days ago it was found, done, verified, and its effect confirmed; absent where that is still to come. */
  found: number
  done?: number
  verified?: number
  confirmed?: number
  /** Days from the finding until it is due. */
  dueDays: number
  owner: string
  verifier: string
  objects: string[]
  because: Text
  what: string
  outcome: string
}

const REPAIRS: readonly Repair[] = [
  {
    id: 'demo-action-1',
    clause: '4.3',
    found: 167,
    done: 163,
    verified: 160,
    confirmed: 68,
    dueDays: 14,
    owner: 'demo-engineer',
    verifier: 'demo-approver',
    objects: ['osaka1-core1'],
    because: {
      ja: '大阪第一 コアルータ1 の設定が保存されていなかった。',
      en: 'The configuration of Osaka 1 core router 1 was not backed up.',
    },
    what: '保存に失敗したら一時間以内に当番へ知らせる / Tell the shift within an hour when a backup fails',
    outcome: '失敗を起こして、通知が届くことを確かめた / A failure was caused, and the notice arrived',
  },
  {
    id: 'demo-action-2',
    clause: '5.4',
    found: 151,
    done: 140,
    verified: 133,
    confirmed: 40,
    dueDays: 21,
    owner: 'demo-controller',
    verifier: 'demo-approver',
    objects: ['night-shift'],
    because: { ja: '夜勤の交替に穴があった。', en: 'A change of the night shift left a hole.' },
    what: '交替の 30 分前に次の当番の在席を確かめる / Confirm the next shift half an hour before it begins',
    outcome: '三か月の勤務表に穴がない / Three months of shifts without a hole',
  },
  {
    id: 'demo-action-3',
    clause: '3.1',
    found: 95,
    done: 84,
    verified: 80,
    dueDays: 14,
    owner: 'demo-engineer',
    verifier: 'demo-approver',
    objects: ['CHG-0412'],
    because: {
      ja: '変更を作成者が自分で確認していた。',
      en: 'A change was reviewed by its own author.',
    },
    what: '作成者を確認者に選べないようにする / Make it impossible to choose the author as reviewer',
    outcome: '選べないことを試した / Tried, and it is refused',
  },
  {
    id: 'demo-action-4',
    clause: '4.2.2',
    found: 2,
    dueDays: 12,
    owner: 'demo-controller',
    verifier: 'demo-approver',
    objects: ['ops-legacy', 'vendor-setouchi', 'batch-2023'],
    because: { ja: '三つのアカウントに責任を負う人がいない。', en: 'Three accounts belong to nobody.' },
    what: '三つのアカウントの責任者を決めるか、止める / Name an owner for each of the three accounts, or close them',
    outcome: '',
  },
]

/** What was found in the year up to now, and what became of it. */
export function improvements(nowMs: number): PastFact[] {
  return REPAIRS.flatMap((repair) => stepsOf(repair, nowMs))
}

function stepsOf(repair: Repair, nowMs: number): PastFact[] {
  const { id, clause, owner, verifier, objects, what } = repair
  const control = `${clause}.attested`
  const finding = `${id}-finding`
  const at = (daysAgo: number, hour: number): number => daysBefore(nowMs, daysAgo, hour)
  const past = (atMs: number, type: string, by: string, body: Fact['body']): PastFact => ({
    atMs,
    fact: { type, by, clause, objects: [id, ...objects], body },
  })
  const foundMs = at(repair.found, 11)
  const steps = [
    past(foundMs, FINDING_OPENED, 'system:charter', {
      id: finding,
      clause,
      control,
      kind: 'fail',
      objects,
      because: [repair.because],
      opened_by: 'system:charter',
      opened_at: iso(foundMs),
    }),
    past(foundMs + 3_600_000, ACTION_PLANNED, 'demo-owner', {
      id,
      clauses: [clause],
      findings: [finding],
      targets: objects.map((object) => ({ control, object })),
      what,
      owner,
      due: iso(foundMs + repair.dueDays * DAY),
      effect_days: EFFECT_DAYS,
      at: iso(foundMs + 3_600_000),
    }),
  ]
  const remark = repair.outcome
  if (repair.done !== undefined)
    steps.push(
      past(at(repair.done, 15), ACTION_DONE, owner, { id, at: iso(at(repair.done, 15)), what, evidence: [] }),
    )
  if (repair.verified !== undefined)
    steps.push(
      past(at(repair.verified, 14), ACTION_VERIFIED, verifier, {
        id,
        at: iso(at(repair.verified, 14)),
        remark,
      }),
    )
  if (repair.confirmed !== undefined)
    steps.push(
      past(at(repair.confirmed, 14), ACTION_CONFIRMED, verifier, {
        id,
        at: iso(at(repair.confirmed, 14)),
        remark,
      }),
    )
  return steps
}

type Waived = {
  id: string
  clause: string
  objects: string[]
  reason: string
  by: string
  /** Asked and granted so many days ago, and for how many days. */
  daysAgo: number
  days: number
}

const WAIVED: readonly Waived[] = [
  {
    id: 'demo-waiver-1',
    clause: '4.3',
    objects: ['osaka1-core1'],
    reason: '保存先の入れ替えが終わるまで / Until the store of backups is replaced',
    by: 'demo-engineer',
    daysAgo: 167,
    days: 5,
  },
  {
    id: 'demo-waiver-2',
    clause: '4.5.1',
    objects: ['osaka1-nat1', 'osaka1-nat2'],
    reason:
      '後継機の納期まで、予備機二台で備える / Two spares stand ready until the replacements are delivered',
    by: 'demo-engineer',
    daysAgo: 13,
    days: 75,
  },
]

/** Waivers of the year up to now: asked for by one, granted by a superior. */
export function waivers(nowMs: number): PastFact[] {
  return WAIVED.flatMap(({ id, clause, objects, reason, by, daysAgo, days }) => {
    const askedMs = daysBefore(nowMs, daysAgo, 9)
    const grantedMs = daysBefore(nowMs, daysAgo, 13)
    const from = iso(grantedMs)
    const until = iso(grantedMs + days * DAY)
    const written: WaiverContent = { id, clause, objects, reason, requested_by: by, from, until }
    const content = waiverContent(written)
    const digest = digestOf(content)
    const approval = { approver: 'demo-approver', digest, approved_at: from, method: 'demo' }
    const granted = { ...content, approved_by: 'demo-approver', approved_at: from, digest, approval }
    const asked = { ...content, digest, contributors: [by] }
    return [
      { atMs: askedMs, fact: { type: WAIVER_REQUESTED, by, clause, objects, body: asked } },
      {
        atMs: grantedMs,
        fact: { type: WAIVER_GRANTED, by: 'demo-approver', clause, objects, effective: from, body: granted },
      },
    ]
  })
}
