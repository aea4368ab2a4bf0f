import type { Text } from '../platform/text.ts'
import { ruleControlId } from '../charter/rule.ts'
import type { Because, Evidence } from '../charter/verdict.ts'
import {
  approvedByAnother,
  excludedByAnother,
  inForceAt,
  waitingAt,
  type ApprovedVersion,
  type Exclusion,
  type Matrix,
  type Version,
} from './guideline.ts'
import { cellId, CELLS, cellTitle, type Place } from './matrix.ts'

/** What a cell may lean on: the controls that exist, by id and clause. */
export type Carrier = { id: string; clause: string }

/** The controls that a name of a guideline means: the control of that id, or all of a clause but its rule. */
export function meant<C extends Carrier>(controls: readonly C[], name: string): C[] {
  return controls.filter(({ id, clause }) => id === name || (clause === name && id !== ruleControlId(clause)))
}

/**
 * How a cell stands. Covered: a guideline in force, approved by another, all of its controls existing. Excluded: "not
 * applicable" was approved by another. Flawed: something stands there, and does not count. Empty: nothing does.
 */
export type CellState = 'covered' | 'excluded' | 'flawed' | 'empty'
export type Cell = {
  place: Place
  state: CellState
  inForce: ApprovedVersion[]
  waiting: Version[]
  exclusion?: { approver: string; reason: Text }
  exclusionWaiting?: Exclusion
  /** Why it is flawed or empty. */
  faults: Because[]
}

/** Every cell of the matrix; `controls` are those that exist, without the matrix's own. */
export function cellsOf(matrix: Matrix, controls: readonly Carrier[]): Cell[] {
  return CELLS.map((place) => cellOf(matrix, place, controls))
}

function cellOf(matrix: Matrix, place: Place, controls: readonly Carrier[]): Cell {
  const inForce = inForceAt(matrix, place)
  const waiting = waitingAt(matrix, place)
  const said = matrix.exclusions.get(cellId(place))
  const excluded = said?.approved
  const faults = inForce.flatMap((version) => faultsOf(version, controls))
  const bySelf = excluded !== undefined && !excludedByAnother(excluded)
  if (bySelf && inForce.length === 0) faults.push(selfExcluded(place, excluded.approver))
  const sound = excluded !== undefined && !bySelf
  const state: CellState =
    faults.length > 0 ? 'flawed' : inForce.length > 0 ? 'covered' : sound ? 'excluded' : 'empty'
  if (state === 'empty') faults.push(emptyReason(place, waiting.length))
  return {
    place,
    state,
    inForce,
    waiting,
    ...(sound && { exclusion: { approver: excluded.approver, reason: excluded.reason } }),
    ...(said?.waiting && { exclusionWaiting: said.waiting }),
    faults,
  }
}

/** The version, as evidence. */
export function evidenceOf({ id, version, approval }: ApprovedVersion): Evidence[] {
  return [{ kind: 'guideline', ref: `${id} ${version}`, ...(approval && { sha256: approval.digest }) }]
}

function faultsOf(version: ApprovedVersion, controls: readonly Carrier[]): Because[] {
  const evidence = evidenceOf(version)
  const faults: Because[] = []
  const fault = (text: Text, objects: string[]) => faults.push({ text, evidence, objects, verdict: 'fail' })
  const { title } = version
  if (!approvedByAnother(version))
    fault(
      {
        ja: `指針「${title.ja}」は、書いた人（${version.approver}）が自ら承認しています。別の人の承認が要ります。`,
        en: `The guideline “${title.en}” was approved by one who wrote it (${version.approver}); it takes another.`,
      },
      [cellId(version), version.id],
    )
  const missing = version.controls.filter((name) => meant(controls, name).length === 0)
  if (missing.length > 0)
    fault(
      {
        ja: `指針「${title.ja}」が名指す統制 ${missing.join('、')} は存在しません。いまある統制に改めてください。`,
        en: `The guideline “${title.en}” names ${missing.join(', ')}, and no such control exists. Name one that does.`,
      },
      [cellId(version), version.id],
    )
  if (version.controls.length === 0)
    fault(
      {
        ja: `指針「${title.ja}」を担う統制がありません。`,
        en: `No control carries the guideline “${title.en}”.`,
      },
      [cellId(version), version.id],
    )
  return faults
}

function selfExcluded(place: Place, approver: string): Because {
  const cell = cellTitle(place)
  return {
    text: {
      ja: `「${cell.ja}」を適用しないことは、求めた人（${approver}）が自ら承認しています。別の人の承認が要ります。`,
      en: `That nothing applies to “${cell.en}” was approved by the person who asked for it (${approver}); it takes another.`,
    },
    evidence: [],
    objects: [cellId(place)],
    verdict: 'fail',
  }
}

function emptyReason(place: Place, waiting: number): Because {
  const cell = cellTitle(place)
  const text =
    waiting > 0
      ? {
          ja: `「${cell.ja}」には有効な指針がまだありません。承認を待つ指針が ${waiting} 件あります。`,
          en: `No guideline is in force for “${cell.en}” yet; ${waiting} ${waiting === 1 ? 'waits' : 'wait'} for approval.`,
        }
      : {
          ja: `「${cell.ja}」の升が空いています。指針を置くか、適用しないことの承認を受けてください。`,
          en: `The cell “${cell.en}” is empty. Write a guideline, or have “not applicable” approved.`,
        }
  return { text, evidence: [], objects: [cellId(place)], verdict: 'fail' }
}
