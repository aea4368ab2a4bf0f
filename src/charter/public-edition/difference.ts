import type { Text } from '../../platform/text.ts'
import { lineDifference, type DifferenceLine } from '../line-difference.ts'
import type { PublicContent } from './content.ts'
import { pageWords } from './page-words.ts'

/** What of an edition differs from another, in the words that its readers see, line by line. */
export type EditionDifference = { id: string; title: Text; lines: Record<keyof Text, DifferenceLine[]> }

/** Head and clauses that differ, in the charter's order; what only the one before has stands where it stood. */
export function editionDifference(
  before: PublicContent | undefined,
  after: PublicContent,
): EditionDifference[] {
  const was = new Map(before?.clauses.map((clause) => [clause.id, clause]))
  const is = new Map(after.clauses.map((clause) => [clause.id, clause]))
  const ids = [...new Set([...was.keys(), ...is.keys()])].toSorted(inOrder)
  const parts = ids.map((id) => ({
    id,
    title: (is.get(id) ?? was.get(id))!.title,
    before: clauseLines(was.get(id)),
    after: clauseLines(is.get(id)),
  }))
  const head = { id: '', title: after.charter.title, before: headLines(before), after: headLines(after) }
  return [head, ...parts]
    .map(({ id, title, ...sides }) => ({
      id,
      title,
      lines: {
        ja: lineDifference(sides.before.ja, sides.after.ja),
        en: lineDifference(sides.before.en, sides.after.en),
      },
    }))
    .filter(({ lines }) => [...lines.ja, ...lines.en].some(({ is: how }) => how !== 'same'))
}

function headLines(content: PublicContent | undefined): Text {
  if (content === undefined) return { ja: '', en: '' }
  const { charter, operator } = content
  const lines: Text[] = [
    operator,
    charter.title,
    pageWords.edition(charter.edition),
    ...(charter.effective === undefined ? [] : [pageWords.inForce(charter.effective)]),
    ...(charter.office === undefined ? [] : [charter.office]),
    ...charter.preamble,
    pageWords.counts(content),
  ]
  return joined(lines)
}

function clauseLines(clause: PublicContent['clauses'][number] | undefined): Text {
  if (clause === undefined) return { ja: '', en: '' }
  const { title, text, state, remark } = clause
  return joined([
    title,
    ...(text === undefined ? [] : [text]),
    ...(state === undefined ? [] : [pageWords.verdicts[state.verdict]]),
    ...(state?.freshness === undefined ? [] : [pageWords[state.freshness]]),
    ...(state?.since === undefined ? [] : [pageWords.since(state.since)]),
    ...(remark === undefined ? [] : [remark]),
  ])
}

function joined(lines: readonly Text[]): Text {
  return { ja: lines.map(({ ja }) => ja).join('\n'), en: lines.map(({ en }) => en).join('\n') }
}

/** `2.1` before `2.2` before `10`. */
function inOrder(one: string, other: string): number {
  const [a, b] = [one, other].map((id) => id.split('.').map(Number))
  for (let at = 0; at < Math.max(a!.length, b!.length); at += 1) {
    const apart = (a![at] ?? 0) - (b![at] ?? 0)
    if (apart !== 0) return apart
  }
  return 0
}
