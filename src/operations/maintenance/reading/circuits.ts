import type { Text } from '../../../platform/text.ts'
import type { NoticeImpact, NoticeObject } from '../notice.ts'
import { chooseImpact, isFragment } from './choice.ts'
import type { Evidence } from './evidence.ts'
import { sameId } from './identity.ts'
import { missedIds } from './known.ts'
import type { ObjectFound } from './object.ts'
import { reason } from './reason.ts'

/** The objects of a letter with the impact on each. */
export type Circuits = { objects: NoticeObject[]; doubts: Text[]; notes: Text[] }

/** `known`: ids of the estate that were found in the text; `others`: numbers that are something else. */
export function circuitsOf(
  evidence: Evidence | undefined,
  known: readonly string[],
  others: readonly string[],
): Circuits {
  const overall = chooseImpact(evidence?.impacts ?? [])
  const found = evidence?.objects ?? []
  const best = Math.min(...found.map((one) => (one.row === undefined ? one.rank : 1)), 9)
  const kept = found.filter((one) => one.row !== undefined || one.rank <= Math.max(best, 2))
  const rows = kept.filter((one) => one.row !== undefined)
  // A table of circuits is the list; labels beside it often repeat one of them or name something broader.
  const used =
    rows.length > 0 ? [...rows, ...kept.filter((one) => one.row === undefined && one.rank === 1)] : kept
  const objects: NoticeObject[] = []
  const labelled = (evidence?.impacts ?? []).some((one) => one.rank <= 2)
  for (const one of used) {
    if (objects.some((other) => plain(other.id) === plain(one.value.id))) continue
    const stated = used.find(
      (other) =>
        plain(other.value.id) === plain(one.value.id) &&
        other.value.impact !== undefined &&
        !(other.byName === true && labelled),
    )
    objects.push({ id: one.value.id, impact: stated?.value.impact ?? overall.value })
  }
  addKnown(objects, known, overall.value)
  const doubts = differing(used) ? [reason.objectConflict()] : []
  const half = overall.value === 'NO-IMPACT' ? evidence?.impacts.find((one) => one.rank === 8) : undefined
  if (half !== undefined) doubts.push(reason.impactHalf(half.text))
  const unclear = used.find((one) => one.unclear !== undefined)?.unclear
  if (unclear !== undefined) doubts.push(reason.objectUnclear(unclear))
  const except = [...others, ...found.map((one) => one.value.id)]
  const missed =
    evidence === undefined
      ? []
      : missedIds(
          objects.map((object) => object.id),
          evidence.context.text,
          except,
          evidence.ids.map((one) => one.value),
        )
  if (missed.length > 0) doubts.push(reason.missedObjects(missed.slice(0, 4).join(', ')))
  return { objects, doubts, notes: objects.length > 0 ? overall.notes : [] }
}

export function addKnown(objects: NoticeObject[], known: readonly string[], impact: NoticeImpact): void {
  for (const id of known) if (!objects.some((object) => sameId(object.id, id))) objects.push({ id, impact })
}

function plain(id: string): string {
  return id.toUpperCase().replace(/\s+/g, '')
}

/** Two documents of one mail that list objects list the same ones, or one lists fewer. */
function differing(found: readonly ObjectFound[]): boolean {
  const bySource = new Map<string, Set<string>>()
  for (const one of found) {
    const ids = bySource.get(one.source) ?? new Set<string>()
    bySource.set(one.source, ids.add(plain(one.value.id)))
  }
  const sets = [...bySource.values()]
  return sets.some((a, index) =>
    sets.slice(index + 1).some((b) => ![...a].every((id) => b.has(id)) && ![...b].every((id) => a.has(id))),
  )
}

/** The letter speaks of a list of circuits, so that finding none means that it was not read. */
export function promisesObjects(evidence: readonly Evidence[]): boolean {
  return evidence.some((one) =>
    one.layer.documents.some(({ fields }) =>
      fields.some((field) =>
        field.kind === 'pair'
          ? field.label.role === 'object' && field.label.rank <= 3
          : field.kind === 'row'
            ? field.cells.some((cell) => cell.label.role === 'object' && cell.label.rank <= 3)
            : PROMISE.test(field.text),
      ),
    ),
  )
}

/** The body names something else than the maintenance by letters and digits: it may be the circuit. */
export function namesMore(evidence: readonly Evidence[], id: string): boolean {
  const known = new Set(
    evidence.flatMap((one) => [
      ...one.ids.map((each) => each.value.toUpperCase()),
      ...one.accounts.map((each) => each.value.toUpperCase()),
    ]),
  )
  known.add(id.toUpperCase())
  return evidence.some(({ layer }) =>
    (layer.text.match(CODE) ?? [])
      .map((word) => word.replace(/[-/._]+$/, '').toUpperCase())
      .some((word) => !NO_CODE.test(word) && !known.has(word) && !isFragment(word, id.toUpperCase())),
  )
}

/** Letters and digits with marks between, neither in an address nor in a date. */
const CODE =
  /(?<![\w@./:-])(?=[\w/.-]*\d)(?=[\w/.-]*[A-Za-z])[A-Za-z0-9]+(?:[-/._][A-Za-z0-9]+)+(?![\w@]|\.[a-z]{2})/g
const NO_CODE =
  /^(?:UTC|GMT|CET|CEST|EST|IST|JST|UTF|ISO|IPV?\d?|AS|COVID|24[/X]7|N)[-/.]?\d*$|^\d{1,4}[-/.](?:\d{1,2}|[A-Z]{3,9})[-/.]\d{1,4}|^\d{1,2}-?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)|\.(?:COM|NET|ORG|EXAMPLE|JP|DE|UK)\b/

const PROMISE =
  /\b(?:affected|impacted) (?:circuits?|services?|assets?|lines?)\b|\b(?:circuits?|services?) (?:ids?|serial|number)|対象回線|回線番号|影響回線/i
