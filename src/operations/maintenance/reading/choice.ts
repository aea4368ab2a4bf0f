import type { Text } from '../../../platform/text.ts'
import type { NoticeImpact, NoticeStatus } from '../notice.ts'
import { worseImpact } from '../lexicon/impact.ts'
import type { Evidence } from './evidence.ts'
import { sameId } from './identity.ts'
import type { Found } from './identity.ts'
import { reason } from './reason.ts'

/** A choice among what was found; `doubts` ask for a person, `notes` explain. */
export type Chosen<T> = { value: T; doubts: Text[]; notes: Text[]; sources: number }

/** The maintenance number: the clearest name first, then what other places repeat. */
export function chooseId(
  found: readonly Found<string>[],
  taken: readonly string[],
  body: string,
  whole: string,
): Chosen<string> {
  const groups = new Map<
    string,
    { id: string; rank: number; sources: Set<string>; count: number; bodyRank: number }
  >()
  for (const one of found) {
    if (taken.some((other) => sameId(other, one.value)) && one.rank > 2) continue
    const key = one.value.toUpperCase()
    const group = groups.get(key) ?? {
      id: one.value,
      rank: 9,
      sources: new Set<string>(),
      count: 0,
      bodyRank: 9,
    }
    group.rank = Math.min(group.rank, one.rank)
    if (one.source !== 'subject') group.bodyRank = Math.min(group.bodyRank, one.rank)
    group.sources.add(one.source)
    group.count += 1
    groups.set(key, group)
  }
  const score = (group: { rank: number; sources: Set<string> }): number =>
    group.rank * 10 - (group.sources.has('subject') ? 4 : 0) - group.sources.size
  const ordered = [...groups.values()].toSorted((a, b) => score(a) - score(b) || b.count - a.count)
  const [best, ...others] = ordered
  if (best === undefined) return { value: '', doubts: [reason.noId()], notes: [], sources: 0 }
  const doubts: Text[] = []
  if (
    best.rank >= 5 &&
    best.rank < 7 &&
    best.bodyRank === 9 &&
    body.toUpperCase().includes(best.id.toUpperCase())
  )
    best.sources.add('body')
  const confirmed = best.sources.size > 1 && best.sources.has('subject')
  const rivals = others.filter(
    (other) =>
      other.rank <= Math.min(3, best.rank + 1) &&
      !isPartOf(other.id, best.id) &&
      (!confirmed ||
        other.bodyRank <= Math.min(3, best.rank) ||
        // Both stand in the subject and under a name in the body.
        (best.bodyRank > 1 && other.sources.has('subject') && other.bodyRank <= 4)),
  )
  if (
    rivals.length > 0 &&
    (best.rank >= 2 || rivals.some((rival) => rival.rank <= best.rank || rival.sources.has('subject')))
  ) {
    doubts.push(
      reason.idConflict(
        [best, ...rivals]
          .slice(0, 4)
          .map((one) => one.id)
          .join(', '),
      ),
    )
  }
  // The only number of a subject, with letters or long, is the carrier's; a short one may be anything.
  const only =
    others.length === 0 &&
    best.rank < 7 &&
    (/[A-Za-z].*\d{4}/.test(best.id.replace(/(?<!\d)20\d\d(?!\d)/g, '')) || /\d{8}/.test(best.id))
  if (best.rank >= 5 && best.sources.size < 2 && !only) doubts.push(reason.weakId(best.id))
  else if (isFragment(best.id, whole)) doubts.push(reason.weakId(best.id))
  return { value: best.id, doubts, notes: [], sources: best.sources.size }
}

/** The number stands nowhere by itself, only inside of longer ones: a piece of one was taken. */
export function isFragment(id: string, text: string): boolean {
  const words = text.match(/[\w\-./]+/g) ?? []
  const own = words
    .map((word) => word.replace(/^(?:no|nr|ref|id)?\.+|[-./]+$/gi, ''))
    .filter((word) => word.includes(id))
  return own.length > 0 && !own.includes(id)
}

/** `12345` and `12345-1`, `CHG12345` and `12345`: one number in two spellings. */
function isPartOf(a: string, b: string): boolean {
  const plain = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return plain(a).includes(plain(b)) || plain(b).includes(plain(a))
}

export function chooseStatus(found: readonly Found<NoticeStatus>[]): Chosen<NoticeStatus> {
  const ordered = found.toSorted((a, b) => a.rank - b.rank)
  const [first] = ordered
  if (first === undefined)
    return { value: 'CONFIRMED', doubts: [], notes: [reason.statusDefault()], sources: 0 }
  const strong = ordered.filter((one) => one.rank <= 3)
  const values = new Set(strong.map((one) => one.value))
  values.add(first.value)
  let value = first.value
  // An announcement that repeats `scheduled` and says what changed, says what changed.
  if (value === 'CONFIRMED') value = strong.find((one) => one.value !== 'CONFIRMED')?.value ?? value
  values.delete('CONFIRMED')
  const explicit = ordered.find((one) => one.rank === 1)?.value
  const onlyProse = ordered.every((one) => one.rank >= 3)
  if (values.has('COMPLETED') && values.has('IN-PROCESS') && (onlyProse || value === 'COMPLETED')) {
    value = value === 'RE-SCHEDULED' ? value : 'COMPLETED'
    values.delete('IN-PROCESS')
  }
  // What is under way may be extended: both are said, and it is under way.
  const moved = strong.filter((one) => one.value === 'RE-SCHEDULED')
  const extended = moved.length > 0 && moved.every((one) => /exten[ds]|延長/i.test(one.text))
  if (values.has('IN-PROCESS') && (explicit === 'IN-PROCESS' || (explicit === undefined && extended))) {
    value = 'IN-PROCESS'
    values.delete('RE-SCHEDULED')
  }
  const contradicted = explicit === 'CONFIRMED' && value !== 'CONFIRMED' && value !== 'RE-SCHEDULED'
  const doubts =
    values.size > 1 || contradicted
      ? [reason.statusConflict([...new Set(strong.map((one) => one.value))].join(', '))]
      : []
  return {
    value,
    doubts,
    notes: [],
    sources: new Set(ordered.filter((one) => one.value === value).map((one) => one.source)).size,
  }
}

/** What the mail as a whole says about impact, for objects whose own row says nothing. */
export function chooseImpact(found: readonly Found<NoticeImpact>[]): Chosen<NoticeImpact> {
  for (const rank of [1, 2, 3]) {
    const values = [...new Set(found.filter((one) => one.rank === rank).map((one) => one.value))]
    const [first] = values
    if (first === undefined) continue
    // Prose speaks of many things; only a single voice counts, and never to play an impact down on its own.
    // `No outage` beside `no redundancy` agree: the loss that is stated is the one that is left.
    if (rank === 3 && values.includes('OUTAGE') && values.length > 1) break
    const value = values.reduce((worst, one) => worseImpact(worst, one), first)
    return { value, doubts: [], notes: values.length > 1 ? [reason.impactConflict()] : [], sources: 1 }
  }
  return { value: 'OUTAGE', doubts: [], notes: [reason.impactDefault()], sources: 0 }
}

export function chooseAccount(evidence: readonly Evidence[]): string | undefined {
  const all = evidence.flatMap((one) => one.accounts)
  return all.toSorted(
    (a, b) => a.rank - b.rank || (/\d/.test(b.value) ? 1 : 0) - (/\d/.test(a.value) ? 1 : 0),
  )[0]?.value
}
