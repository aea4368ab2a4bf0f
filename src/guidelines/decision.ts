import { samePerson } from '../charter/person.ts'
import { InputError } from '../platform/failure.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Text } from '../platform/text.ts'
import { meant, type Carrier } from './cell.ts'
import type { CellExclusion, Exclusion, Guideline, Matrix, Version, Wording } from './guideline.ts'
import { cellId, cellTitle, type Place } from './matrix.ts'

/** The next version of a guideline, as its author writes it; who amended it before its approval stays an author too. */
export function proposedVersion(
  matrix: Matrix,
  wording: Wording,
  author: string,
  controls: readonly Carrier[],
): Version {
  const at = wording.controls.findIndex((name) => meant(controls, name).length === 0)
  if (at >= 0)
    throw new InputError(
      'body',
      { path: `controls.${at}` },
      `a control that exists, or a clause, found ${JSON.stringify(wording.controls[at])}`,
    )
  const before = matrix.guidelines.get(wording.id)
  const place = before?.inForce ?? before?.waiting
  if (place !== undefined && cellId(place) !== cellId(wording))
    throw new Refusal('conflict', movedText(place))
  const contributors = [...(before?.waiting?.contributors ?? []), author]
  return { ...wording, version: (before?.last ?? 0) + 1, contributors: distinct(contributors) }
}

function movedText(place: Place): Text {
  const { ja, en } = cellTitle(place)
  return {
    ja: `この指針は「${ja}」の升に置かれています。別の升には別の指針を置いてください。`,
    en: `This guideline stands in the cell “${en}”. Write another guideline for another cell.`,
  }
}

function distinct(persons: readonly string[]): string[] {
  return persons.filter((one, at) => !persons.slice(0, at).some((other) => samePerson(one, other)))
}

/** The version that waits; a Refusal where none does. */
export function waitingVersion(guideline: Guideline | undefined): Version {
  if (guideline === undefined) throw new Refusal('missing', NO_GUIDELINE)
  if (guideline.waiting === undefined) throw new Refusal('conflict', NOTHING_WAITS)
  return guideline.waiting
}

/** What is withdrawn: a version in force, or one that waits. */
export function retirable(guideline: Guideline | undefined): Version {
  if (guideline === undefined) throw new Refusal('missing', NO_GUIDELINE)
  const version = guideline.inForce ?? guideline.waiting
  if (version === undefined) throw new Refusal('conflict', RETIRED)
  return version
}

/** The request that waits on a cell; a Refusal where none does. */
export function waitingExclusion(exclusion: CellExclusion | undefined): Exclusion {
  if (exclusion?.waiting === undefined) throw new Refusal('conflict', NO_REQUEST)
  return exclusion.waiting
}

/** What is withdrawn from a cell. */
export function withdrawable(exclusion: CellExclusion | undefined): Exclusion {
  const standing = exclusion?.approved ?? exclusion?.waiting
  if (standing === undefined) throw new Refusal('conflict', NO_REQUEST)
  return standing
}

const NO_GUIDELINE: Text = { ja: 'その指針はありません。', en: 'There is no such guideline.' }
const NOTHING_WAITS: Text = { ja: '承認を待つ版がありません。', en: 'No version waits for approval.' }
const RETIRED: Text = { ja: 'この指針は既に廃止されています。', en: 'This guideline is retired already.' }
const NO_REQUEST: Text = {
  ja: 'この升を適用しないことは、申し出も承認もされていません。',
  en: 'That nothing applies to this cell was neither asked for nor approved.',
}
