import type { Text } from '../platform/text.ts'
import type { ControlVerdict, Verdict } from '../charter/verdict.ts'
import type { CellState } from './cell.ts'
import type { Phase, Viewpoint } from './matrix.ts'

/** A person as a screen names him. */
export type Named = { id: string; name: Text }

/** A control that carries a guideline, with what it says now. */
export type CarrierView = { id: string; clause: string; title: Text; verdict: Verdict }

export type GuidelineView = {
  id: string
  version: number
  title: Text
  text: Text
  owner: Named
  /** As the guideline names them; without carriers where no such control exists. */
  controls: { name: string; carriers: CarrierView[] }[]
  contributors: Named[]
  /** Of the version in force. Without `digest` it came with documents, offline approval and all. */
  approval?: { by: Named; at?: string; method?: string; digest?: string }
  /** Of a version that waits: what an approver signs. */
  digest?: string
}

export type CellView = {
  id: string
  phase: Phase
  viewpoint: Viewpoint
  title: Text
  state: CellState
  guidelines: GuidelineView[]
  waiting: GuidelineView[]
  exclusion?: { reason: Text; approver: Named }
  exclusion_waiting?: { reason: Text; requested_by: Named; digest: string }
  faults: Text[]
  /** What stands ready for a cell that the charter's chapters name. */
  prefilled?: { id: string; title: Text; text: Text; controls: string[] }
}

/** `GET /api/guidelines`: the whole matrix in one read. */
export type MatrixPage = {
  /** Instant of the judgement, ISO 8601 UTC. */
  at: string
  phases: { id: Phase; title: Text }[]
  viewpoints: { id: Viewpoint; title: Text }[]
  cells: CellView[]
  control: ControlVerdict
  /** What a guideline may name. */
  controls: CarrierView[]
}

/** `GET /api/guidelines/{id}`: what stands of one guideline, and what waits. */
export type GuidelinePage = { id: string; cell: Text; in_force?: GuidelineView; waiting?: GuidelineView }

/** `GET /api/guidelines/cells/{phase}/{viewpoint}/not-applicable` */
export type ExclusionPage = Pick<CellView, 'id' | 'title' | 'exclusion' | 'exclusion_waiting'>
