import { digestOf } from '../charter/digest.ts'
import { conformanceFrom, knownAtMoment } from '../charter/known.ts'
import type { ControlVerdict } from '../charter/verdict.ts'
import { personName } from '../people/index.ts'
import type { Context } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Text } from '../platform/text.ts'
import { carriers } from './actions.ts'
import { cellsOf, meant, type Cell } from './cell.ts'
import { MATRIX_CONTROL } from './control.ts'
import { EMPTY_MATRIX, matrixAfter, type ApprovedVersion, type Version } from './guideline.ts'
import {
  type Place,
  cellId,
  cellTitle,
  PHASES,
  PHASE_TITLES,
  VIEWPOINTS,
  VIEWPOINT_TITLES,
} from './matrix.ts'
import type {
  CarrierView,
  CellView,
  ExclusionPage,
  GuidelinePage,
  GuidelineView,
  MatrixPage,
  Named,
} from './page.ts'
import { PREFILLED } from './prefilled.ts'

type Naming = (id: string) => Promise<Named>

/** The matrix at an instant, from the same facts and the same judgement as the board. */
export async function matrixPage(ctx: Context): Promise<MatrixPage> {
  const known = await knownAtMoment(ctx, {})
  const conformance = conformanceFrom(known)
  const said = conformance.clauses.flatMap(({ controls }) => controls)
  const verdicts = new Map(said.map(({ id, verdict }) => [id, verdict]))
  const matrix = known.facts.reduce(matrixAfter, EMPTY_MATRIX)
  const views = carriers().map(({ id, clause, title }) => ({
    id,
    clause,
    title,
    verdict: verdicts.get(id) ?? 'unknown',
  }))
  const named = naming(ctx)
  const cells = await Promise.all(cellsOf(matrix, views).map((cell) => cellView(cell, views, named)))
  return {
    at: conformance.at,
    phases: PHASES.map((id) => ({ id, title: PHASE_TITLES[id] })),
    viewpoints: VIEWPOINTS.map((id) => ({ id, title: VIEWPOINT_TITLES[id] })),
    cells,
    control: said.find(({ id }) => id === MATRIX_CONTROL) as ControlVerdict,
    controls: views,
  }
}

/** One guideline, in force or waiting; a Refusal where there is none. */
export async function guidelinePage(ctx: Context, id: string): Promise<GuidelinePage> {
  const { cells } = await matrixPage(ctx)
  for (const { title, guidelines, waiting } of cells) {
    const inForce = guidelines.find((one) => one.id === id)
    const waits = waiting.find((one) => one.id === id)
    if (inForce === undefined && waits === undefined) continue
    return { id, cell: title, ...(inForce && { in_force: inForce }), ...(waits && { waiting: waits }) }
  }
  throw new Refusal('missing', { ja: 'その指針はありません。', en: 'There is no such guideline.' })
}

/** That nothing applies to a cell, as it was approved or asked for. */
export async function exclusionPage(ctx: Context, place: Place): Promise<ExclusionPage> {
  const { cells } = await matrixPage(ctx)
  const found = cells.find(({ id }) => id === cellId(place))!
  const { id, title, exclusion, exclusion_waiting } = found
  return { id, title, ...(exclusion && { exclusion }), ...(exclusion_waiting && { exclusion_waiting }) }
}

/** Each person is looked up once a page. */
function naming(ctx: Context): Naming {
  const names = new Map<string, Promise<Text>>()
  return async (id) => {
    const name = names.get(id) ?? personName(ctx, id)
    names.set(id, name)
    return { id, name: await name }
  }
}

async function cellView(cell: Cell, controls: readonly CarrierView[], named: Naming): Promise<CellView> {
  const { place, exclusion, exclusionWaiting } = cell
  const ready = PREFILLED.find((one) => cellId(one) === cellId(place))
  return {
    ...place,
    id: cellId(place),
    title: cellTitle(place),
    state: cell.state,
    guidelines: await Promise.all(cell.inForce.map((version) => approvedView(version, controls, named))),
    waiting: await Promise.all(cell.waiting.map((version) => waitingView(version, controls, named))),
    ...(exclusion && { exclusion: { reason: exclusion.reason, approver: await named(exclusion.approver) } }),
    ...(exclusionWaiting && {
      exclusion_waiting: {
        reason: exclusionWaiting.reason,
        requested_by: await named(exclusionWaiting.requested_by),
        digest: digestOf(exclusionWaiting),
      },
    }),
    faults: cell.faults.map(({ text }) => text),
    ...(ready && {
      prefilled: { id: ready.id, title: ready.title, text: ready.text, controls: ready.controls },
    }),
  }
}

async function view(
  version: Version,
  controls: readonly CarrierView[],
  named: Naming,
): Promise<GuidelineView> {
  return {
    id: version.id,
    version: version.version,
    title: version.title,
    text: version.text,
    owner: await named(version.owner),
    controls: version.controls.map((name) => ({ name, carriers: meant(controls, name) })),
    contributors: await Promise.all(version.contributors.map(named)),
  }
}

async function approvedView(
  version: ApprovedVersion,
  controls: readonly CarrierView[],
  named: Naming,
): Promise<GuidelineView> {
  const { approver, approval } = version
  const by = await named(approver)
  const how = approval && { at: approval.approved_at, method: approval.method, digest: approval.digest }
  return { ...(await view(version, controls, named)), approval: { by, ...how } }
}

async function waitingView(
  version: Version,
  controls: readonly CarrierView[],
  named: Naming,
): Promise<GuidelineView> {
  const digest = digestOf(version)
  return { ...(await view(version, controls, named)), digest }
}
