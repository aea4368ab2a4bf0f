import { samePerson } from '../charter/person.ts'
import type { Fact } from '../ledger/fact.ts'
import type { ApprovalRecord } from '../people/approval.ts'
import type { Json, Text } from '../platform/text.ts'
import { cellId, type Place } from './matrix.ts'

/** A version of a guideline, as it is written. */
export type Wording = Place & {
  id: string
  title: Text
  text: Text
  /** Person who keeps it up, by pseudonymous id. */
  owner: string
  /** What carries it: ids of controls, or of clauses, which stand for all of their controls. */
  controls: string[]
}

/** The body of `guidelines.guideline.proposed` and `.approved`; `contributors` wrote or amended this version. */
export type Version = Wording & { version: number; contributors: string[] }
export type ApprovedVersion = Version & { approver: string; approval?: ApprovalRecord }

/** The body of `guidelines.exclusion.*`: a cell to which nothing is to apply, and why. `id` is the cell's. */
export type Exclusion = Place & { id: string; reason: Text; requested_by: string; applied_by?: string }
export type ApprovedExclusion = Exclusion & { approver: string; approval?: ApprovalRecord }

export const GUIDELINE_PROPOSED = 'guidelines.guideline.proposed'
export const GUIDELINE_APPROVED = 'guidelines.guideline.approved'
export const GUIDELINE_RETIRED = 'guidelines.guideline.retired'
export const EXCLUSION_REQUESTED = 'guidelines.exclusion.requested'
export const EXCLUSION_APPROVED = 'guidelines.exclusion.approved'
export const EXCLUSION_WITHDRAWN = 'guidelines.exclusion.withdrawn'

export const GUIDELINE_FACTS = [
  GUIDELINE_PROPOSED,
  GUIDELINE_APPROVED,
  GUIDELINE_RETIRED,
  EXCLUSION_REQUESTED,
  EXCLUSION_APPROVED,
  EXCLUSION_WITHDRAWN,
] as const

/** What stands of one guideline: the version in force, and a later one that waits. */
export type Guideline = {
  id: string
  last: number
  inForce?: ApprovedVersion
  waiting?: Version
  retired: boolean
}
export type CellExclusion = { id: string; approved?: ApprovedExclusion; waiting?: Exclusion }

/** All that was said of the matrix. Maps are replaced, never changed: a state that was read stays what it was. */
export type Matrix = {
  guidelines: ReadonlyMap<string, Guideline>
  exclusions: ReadonlyMap<string, CellExclusion>
}

export const EMPTY_MATRIX: Matrix = { guidelines: new Map(), exclusions: new Map() }

/** The matrix after one more fact; facts of other types leave it as it was. */
export function matrixAfter(matrix: Matrix, fact: Fact): Matrix {
  const id = fact.body['id']
  if (typeof id !== 'string') return matrix
  const body: Json = fact.body
  if (
    fact.type === EXCLUSION_REQUESTED ||
    fact.type === EXCLUSION_APPROVED ||
    fact.type === EXCLUSION_WITHDRAWN
  )
    return { ...matrix, exclusions: withExclusion(matrix.exclusions, id, fact.type, body) }
  if (!(GUIDELINE_FACTS as readonly string[]).includes(fact.type)) return matrix
  return { ...matrix, guidelines: withGuideline(matrix.guidelines, id, fact.type, body) }
}

function withGuideline(
  guidelines: Matrix['guidelines'],
  id: string,
  type: string,
  body: Json,
): Matrix['guidelines'] {
  const before: Guideline = guidelines.get(id) ?? { id, last: 0, retired: false }
  const version = body as unknown as ApprovedVersion
  const last = Math.max(before.last, version.version)
  if (type === GUIDELINE_RETIRED) return new Map(guidelines).set(id, { id, last: before.last, retired: true })
  if (type === GUIDELINE_PROPOSED)
    return new Map(guidelines).set(id, { ...before, last, waiting: version, retired: false })
  // A later version that was put forward meanwhile, in documents, still waits.
  const { waiting, ...rest } = before
  const later = waiting !== undefined && waiting.version > version.version ? { waiting } : {}
  return new Map(guidelines).set(id, { ...rest, ...later, last, inForce: version, retired: false })
}

function withExclusion(
  exclusions: Matrix['exclusions'],
  id: string,
  type: string,
  body: Json,
): Matrix['exclusions'] {
  const before = exclusions.get(id)
  const said = body as unknown as ApprovedExclusion
  const after: CellExclusion =
    type === EXCLUSION_REQUESTED
      ? { id, waiting: said, ...(before?.approved && { approved: before.approved }) }
      : type === EXCLUSION_APPROVED
        ? { id, approved: said }
        : { id }
  return new Map(exclusions).set(id, after)
}

/** Whether another than those who wrote it approved a version. */
export function approvedByAnother({ contributors, approver }: ApprovedVersion): boolean {
  return !contributors.some((person) => samePerson(person, approver))
}

export function excludedByAnother(exclusion: ApprovedExclusion): boolean {
  return !requestersOf(exclusion).some((person) => samePerson(person, exclusion.approver))
}

/** The guidelines in force in a cell, in the order in which they came. */
export function inForceAt({ guidelines }: Matrix, place: Place): ApprovedVersion[] {
  return [...guidelines.values()].flatMap(({ inForce }) =>
    inForce !== undefined && cellId(inForce) === cellId(place) ? [inForce] : [],
  )
}

/** What waits for approval in a cell. */
export function waitingAt({ guidelines }: Matrix, place: Place): Version[] {
  return [...guidelines.values()].flatMap(({ waiting }) =>
    waiting !== undefined && cellId(waiting) === cellId(place) ? [waiting] : [],
  )
}

/**
 * What a document says on an installation, as a claim of who applied it: what it calls approved is put forward, with the
 * applier among those who may not approve it.
 */
export function claimedFact(fact: Fact, applier: string): Fact | undefined {
  const { approver: _approver, ...said } = fact.body
  const { effective: _effective, ...rest } = fact
  if (fact.type === GUIDELINE_APPROVED || fact.type === GUIDELINE_PROPOSED) {
    const contributors = [...new Set([...(fact.body['contributors'] as string[]), applier])]
    return { ...rest, type: GUIDELINE_PROPOSED, by: applier, body: { ...said, contributors } }
  }
  if (fact.type === EXCLUSION_APPROVED || fact.type === EXCLUSION_REQUESTED)
    return { ...rest, type: EXCLUSION_REQUESTED, by: applier, body: { ...said, applied_by: applier } }
  return undefined
}

/** Everybody who had a hand in a request: none of them may approve it. */
export function requestersOf({ requested_by, applied_by }: Exclusion): string[] {
  return [requested_by, ...(applied_by === undefined ? [] : [applied_by])]
}
