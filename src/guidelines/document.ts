import { relative, sep } from 'node:path'
import type { Received } from '../charter/as-of.ts'
import type { DocumentKind } from '../charter/composition.ts'
import { bothLanguages, checkOnce, placed, refuse, type Placed, type Stand } from '../charter/element.ts'
import { instant, isoOf, msOf } from '../charter/instant.ts'
import { id, listOf, number, oneOf, optional, record, required, text, type Infer } from '../estate/shape.ts'
import type { CollectionReaders, Workspace } from '../estate/workspace-content.ts'
import type { Fact } from '../ledger/fact.ts'
import type { Json } from '../platform/text.ts'
import {
  claimedFact,
  EXCLUSION_APPROVED,
  EXCLUSION_REQUESTED,
  GUIDELINE_APPROVED,
  GUIDELINE_PROPOSED,
  type Exclusion,
  type Version,
} from './guideline.ts'
import { cellId, PHASES, VIEWPOINTS } from './matrix.ts'

export const CONTROLS_MAX = 100
export const TITLE_CHARACTERS_MAX = 200
export const TEXT_CHARACTERS_MAX = 6000

const place = {
  phase: required(oneOf(PHASES), 'The phase, a row of the matrix.'),
  viewpoint: required(oneOf(VIEWPOINTS), 'The viewpoint, a column of the matrix.'),
}
const approval = {
  approver: optional(id, 'Person who approved it, not one who wrote it; absent while it waits.'),
  approved_at: optional(instant, 'When it was approved; with `approver`.'),
}

/** One element of the collection `guidelines`: what a phase owes to a viewpoint, and what carries it. */
const guidelineShape = placed(
  record('a guideline', {
    id: required(id, 'Unique among guidelines.'),
    version: optional(number({ min: 1, max: 1e6, integer: true, what: 'a whole number' }), 'Default 1.'),
    ...place,
    title: required(bothLanguages, 'What it is called.'),
    text: required(bothLanguages, 'What it demands.'),
    owner: required(id, 'Person who keeps it up, by pseudonymous id.'),
    controls: required(
      listOf(text(120), { min: 1, max: CONTROLS_MAX }),
      'What carries it: ids of controls, or of clauses, which stand for all of their controls.',
    ),
    author: required(id, 'Person who wrote it.'),
    ...approval,
  }),
)

/** One element of the collection `guideline_exclusions`: a cell to which nothing applies. */
const exclusionShape = placed(
  record('an exclusion', {
    ...place,
    reason: required(bothLanguages, 'Why nothing applies.'),
    requested_by: required(id, 'Person who asked for it, by pseudonymous id.'),
    ...approval,
  }),
)

type GuidelineElement = Infer<typeof guidelineShape>
type ExclusionElement = Infer<typeof exclusionShape>

const collections: CollectionReaders = {
  guidelines: { shape: guidelineShape },
  guideline_exclusions: { shape: exclusionShape },
}

/**
 * The matrix in workspace documents: its collections, and what they say as facts. InputError, with file and place, for
 * an id or a cell that comes twice, an approver without an instant, and a date where no zone is known.
 */
export const guidelineDocuments: DocumentKind = {
  collections,
  facts: guidelineFacts,
  claimed: claimedFact,
}

function guidelineFacts(workspace: Workspace, root: string): Received[] {
  const guidelines = elementsOf<GuidelineElement>(workspace, 'guidelines')
  const exclusions = elementsOf<ExclusionElement>(workspace, 'guideline_exclusions')
  checkOnce(guidelines, 'id', (element) => element.id)
  checkOnce(exclusions, 'viewpoint', (element) => cellId(element))
  const { zone } = workspace.estate
  return [
    ...guidelines.map((element) => written(element, zone, root)),
    ...exclusions.map((element) => excluded(element, zone, root)),
  ]
}

function elementsOf<T>(workspace: Workspace, collection: string): Placed<T>[] {
  return (workspace.other[collection] ?? []).map(({ value }) => value as Placed<T>)
}

function written(element: GuidelineElement, zone: string | undefined, root: string): Received {
  const { stand, author, approver, approved_at, version = 1, ...wording } = element
  for (const language of ['ja', 'en'] as const) {
    if (wording.title[language].length > TITLE_CHARACTERS_MAX)
      refuse(stand, `title.${language}`, `expected at most ${TITLE_CHARACTERS_MAX} characters`)
    if (wording.text[language].length > TEXT_CHARACTERS_MAX)
      refuse(stand, `text.${language}`, `expected at most ${TEXT_CHARACTERS_MAX} characters`)
  }
  const body: Version = { ...wording, version, contributors: [author] }
  const types = { waiting: GUIDELINE_PROPOSED, approved: GUIDELINE_APPROVED }
  return received(stand, types, author, [element.id, cellId(element)], body, {
    approver,
    approved_at,
    zone,
    root,
  })
}

function excluded(element: ExclusionElement, zone: string | undefined, root: string): Received {
  const { stand, approver, approved_at, ...said } = element
  const body: Exclusion = { ...said, id: cellId(element) }
  const types = { waiting: EXCLUSION_REQUESTED, approved: EXCLUSION_APPROVED }
  return received(stand, types, said.requested_by, [body.id], body, { approver, approved_at, zone, root })
}

type Approval = {
  approver: string | undefined
  approved_at: string | undefined
  zone: string | undefined
  root: string
}

/** What somebody approved counts from that instant on; what waits is known from the beginning. */
function received(
  stand: Stand,
  types: { waiting: string; approved: string },
  by: string,
  objects: string[],
  said: Version | Exclusion,
  { approver, approved_at, zone, root }: Approval,
): Received {
  if ((approver === undefined) !== (approved_at === undefined))
    refuse(stand, 'approver', 'expected approver and approved_at together, or neither while it waits')
  const file = root === '' ? stand.file : relative(root, stand.file).split(sep).join('/')
  const body = { ...said, document: file } as unknown as { [key: string]: Json }
  const fact: Fact = { type: types.waiting, by, clause: '1', objects, body }
  if (approver === undefined || approved_at === undefined) return { at: 0, fact }
  const ms =
    msOf(approved_at, zone) ??
    refuse(
      stand,
      'approved_at',
      `expected an instant with its offset, or an operator with a zone, found ${approved_at}`,
    )
  const effective = isoOf(ms)
  return {
    at: ms,
    fact: { ...fact, type: types.approved, by: approver, effective, body: { ...body, approver } },
  }
}
