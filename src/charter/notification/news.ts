import type { Text } from '../../platform/text.ts'
import { CLAUSES } from '../clauses.ts'
import type { StandingAttestation } from '../attestation-standing.ts'
import { isEffectDue, isOverdue, type Action } from '../improvement/action.ts'
import type { NoticedTurn } from '../improvement/store.ts'
import type { Verdict } from '../verdict.ts'
import type { StandingWaiver } from '../waiver-standing.ts'

/** Why somebody is told: something waits for his approval, a verdict turned, something is due, something ends. */
export const KINDS = ['approval', 'turned', 'due', 'ends'] as const
export type Kind = (typeof KINDS)[number]

/** What one person is to know. The same key is the same news; `link` is a path of the web application. */
export type News = { key: string; kind: Kind; text: Text; link: string; sinceMs: number }

const DAY_MS = 86_400_000
/** So long before its end something is said to end, or to be due. */
export const AHEAD_MS = 14 * DAY_MS
const DUE_AHEAD_MS = 7 * DAY_MS

type Waiting = { kind: string; id: string; digest: string; title: Text; link: string; openedMs: number }

/** What waits for approval is new again once its content is another. */
export function approvalNews({ kind, id, digest, title, link, openedMs }: Waiting): News {
  return {
    key: `approval ${kind} ${id} ${digest}`,
    kind: 'approval',
    text: { ja: `承認を待っています：${title.ja}`, en: `Waits for your approval: ${title.en}` },
    link,
    sinceMs: openedMs,
  }
}

const VERDICT_WORDS: Record<Verdict, Text> = {
  pass: { ja: '適合', en: 'holds' },
  fail: { ja: '不適合', en: 'does not hold' },
  unknown: { ja: '不明', en: 'is unknown' },
  'not-applicable': { ja: '該当なし', en: 'does not apply' },
}

const WORST_FIRST: readonly Verdict[] = ['fail', 'unknown', 'pass', 'not-applicable']

/** Controls that say something else than before: one piece of news for each clause and look, which tells the worst. */
export function turnNews(turns: readonly NoticedTurn[]): News[] {
  const looks = new Map<string, NoticedTurn[]>()
  for (const turn of turns) {
    const key = `turned ${turn.clause} ${turn.at}`
    looks.set(key, [...(looks.get(key) ?? []), turn])
  }
  return [...looks].map(([key, together]) => {
    const { clause, from, to, objects, at } = together.toSorted(
      (one, other) => WORST_FIRST.indexOf(one.to) - WORST_FIRST.indexOf(other.to),
    )[0]!
    const title = CLAUSES.find(({ id }) => id === clause)?.title ?? { ja: '', en: '' }
    const [was, is] = [VERDICT_WORDS[from], VERDICT_WORDS[to]]
    const count = objects.length
    const named = count === 0 ? { ja: '', en: '' } : { ja: `（対象 ${count}）`, en: ` (objects: ${count})` }
    const rest = together.length - 1
    const more =
      rest === 0 ? { ja: '', en: '' } : { ja: `。ほかに統制 ${rest} 件`, en: `; controls beside it: ${rest}` }
    return {
      key,
      kind: 'turned' as const,
      text: {
        ja: `${clause} ${title.ja}：「${was.ja}」から「${is.ja}」に変わりました${named.ja}${more.ja}`,
        en: `${clause} ${title.en}: was “${was.en}”, now “${is.en}”${named.en}${more.en}`,
      },
      link: `/clause/${clause}`,
      sinceMs: Date.parse(at),
    }
  })
}

/** What is due of an action, for whoever owns it: soon, overdue, or that its effect is to be checked. */
export function dueNews(action: Action, atMs: number): News[] {
  const { id, what, due, state, effect_due } = action
  const news = (stage: string, sinceMs: number, text: Text): News[] => [
    { key: `due ${id} ${stage}`, kind: 'due', text, link: `/improvement?action=${id}`, sinceMs },
  ]
  const dueMs = Date.parse(due)
  if (isOverdue(action, atMs))
    return news(`overdue ${due}`, dueMs, {
      ja: `期日を過ぎた処置です：${what}`,
      en: `An action is overdue: ${what}`,
    })
  if (isEffectDue(action, atMs))
    return news(`effect ${effect_due}`, Date.parse(effect_due!), {
      ja: `処置の効果を確かめる時です：${what}`,
      en: `The effect of an action is to be checked: ${what}`,
    })
  if (state === 'open' && dueMs - atMs <= DUE_AHEAD_MS)
    return news(`soon ${due}`, dueMs - DUE_AHEAD_MS, {
      ja: `処置の期日まで 7 日以内です：${what}`,
      en: `An action is due within seven days: ${what}`,
    })
  return []
}

/** That a waiver in force ends soon, for whoever asked for it. */
export function waiverNews({ id, clause, state, until }: StandingWaiver, atMs: number): News[] {
  const untilMs = Date.parse(until)
  if (state !== 'in-force' || untilMs - atMs > AHEAD_MS) return []
  return [
    {
      key: `ends waiver ${id} ${until}`,
      kind: 'ends',
      text: {
        ja: `${clause} の免除 ${id} が 14 日以内に切れます`,
        en: `Waiver ${id} of ${clause} ends within 14 days`,
      },
      link: `/waivers/${encodeURIComponent(id)}`,
      sinceMs: untilMs - AHEAD_MS,
    },
  ]
}

/** That what somebody attested ends soon, or has ended and nothing stands in its place. */
export function attestationNews(attestation: StandingAttestation, atMs: number): News[] {
  const { id, clause, state, valid_until } = attestation
  const untilMs = Date.parse(valid_until)
  const news = (stage: string, sinceMs: number, text: Text): News[] => [
    { key: `ends attestation ${id} ${stage}`, kind: 'ends', text, link: `/clause/${clause}`, sinceMs },
  ]
  if (state === 'stale')
    return news('ended', untilMs, {
      ja: `${clause} の確認の有効期間が切れました。確かめ直してください`,
      en: `What you attested for ${clause} is no longer valid: check it anew`,
    })
  if (state !== 'standing' || untilMs - atMs > AHEAD_MS) return []
  return news('soon', untilMs - AHEAD_MS, {
    ja: `${clause} の確認が 14 日以内に有効でなくなります`,
    en: `What you attested for ${clause} ends within 14 days`,
  })
}
