import type { Conformance, ControlVerdict, Verdict } from '../verdict.ts'
import type { Text } from '../../platform/text.ts'
import type { Action } from './action.ts'
import { targetKey, targetsOf, type Finding, type Target } from './finding.ts'

/** What a control said when it was last looked at, and the objects that it named. */
export type Standing = { verdict: Verdict; objects: string[] }

/** A control that says something else than before. */
export type Turn = { control: string; clause: string; from: Verdict; to: Verdict; objects: string[] }

/** A finding that is to be opened: without id, person and instant. */
export type Opening = {
  clause: string
  control: string
  kind: 'fail' | 'unknown'
  objects: string[]
  because: Text[]
}
export type Reopening = { action: string; targets: Target[] }

export type Openings = {
  turns: Turn[]
  openings: Opening[]
  reopenings: Reopening[]
  standing: Map<string, Standing>
}

/** A fact names at most a thousand objects; what is more stands in further findings. */
export const OBJECTS_PER_FINDING = 200
const REASONS_MAX = 5

/**
 * What has to be opened so that everything that fails, and everything that turned unknown, is somebody's: a finding for
 * objects that none covers yet, and the action of old for those that fail again after it was done. What was unknown from
 * the first day opens nothing: that is the adoption plan's. The same again opens nothing.
 */
export function openingsOf(
  conformance: Conformance,
  before: ReadonlyMap<string, Standing>,
  findings: readonly Finding[],
  actions: ReadonlyMap<string, Action>,
): Openings {
  const covered = coverage(findings, actions)
  const found: Openings = { turns: [], openings: [], reopenings: [], standing: new Map() }
  const reopened = new Map<string, Target[]>()
  for (const { id: clause, controls } of conformance.clauses)
    for (const control of controls) {
      const earlier = before.get(control.id)
      const now: Standing = { verdict: control.verdict, objects: atFault(control) }
      found.standing.set(control.id, now)
      if (earlier !== undefined && earlier.verdict !== now.verdict)
        found.turns.push({
          control: control.id,
          clause,
          from: earlier.verdict,
          to: now.verdict,
          objects: now.objects,
        })
      if (!opensFinding(now, earlier, control.id, covered)) continue
      const uncovered: string[] = []
      for (const object of now.objects) {
        const target = { control: control.id, object }
        const action = covered.get(targetKey(target))
        if (action === undefined) uncovered.push(object)
        else if (action !== null && comesAgain(action, object, earlier))
          reopened.set(action.id, [...(reopened.get(action.id) ?? []), target])
      }
      found.openings.push(...openingsFor(clause, control, uncovered))
    }
  found.reopenings = [...reopened].map(([action, targets]) => ({ action, targets }))
  return found
}

/** The action of each object of each control that has a finding; null while nobody has planned one. */
function coverage(
  findings: readonly Finding[],
  actions: ReadonlyMap<string, Action>,
): Map<string, Action | null> {
  const covered = new Map<string, Action | null>()
  for (const action of actions.values())
    for (const key of action.targets.map(targetKey))
      // Of several actions about one object, one that is being worked on answers for it.
      if (covered.get(key)?.state !== 'open') covered.set(key, action)
  for (const finding of findings) {
    const own = finding.action === undefined ? undefined : actions.get(finding.action)
    if (own !== undefined) continue
    for (const key of targetsOf(finding).map(targetKey))
      if (covered.get(key)?.state !== 'open') covered.set(key, null)
  }
  return covered
}

/** Fails; or is unknown, and was not so from the first day on. */
function opensFinding(
  { verdict, objects }: Standing,
  earlier: Standing | undefined,
  control: string,
  covered: ReadonlyMap<string, Action | null>,
): boolean {
  if (verdict === 'fail') return true
  if (verdict !== 'unknown' || earlier === undefined) return false
  if (earlier.verdict !== 'unknown') return true
  return objects.some((object) => covered.has(targetKey({ control, object })))
}

/** Done or verified, it comes again when it was well in between; closed, whenever it is at fault. */
function comesAgain(action: Action, object: string, earlier: Standing | undefined): boolean {
  if (action.state === 'open') return false
  if (action.state === 'closed') return true
  const wasAtFault =
    earlier !== undefined &&
    (earlier.verdict === 'fail' || earlier.verdict === 'unknown') &&
    earlier.objects.includes(object)
  return !wasAtFault
}

/** The objects that a control names for its verdict; the control itself where it names none. */
export function atFault({ id, verdict, because }: ControlVerdict): string[] {
  if (verdict !== 'fail' && verdict !== 'unknown') return []
  const named = because.filter((one) => one.verdict === verdict).flatMap(({ objects }) => objects)
  return named.length === 0 ? [id] : [...new Set(named)]
}

/** Everything that is at fault now, whoever it belongs to. */
export function faultsIn({ clauses }: Conformance): Target[] {
  return clauses.flatMap(({ controls }) =>
    controls.flatMap((control) => atFault(control).map((object) => ({ control: control.id, object }))),
  )
}

function openingsFor(clause: string, control: ControlVerdict, objects: readonly string[]): Opening[] {
  const kind = control.verdict === 'fail' ? 'fail' : 'unknown'
  const chunks: string[][] = []
  for (let from = 0; from < objects.length; from += OBJECTS_PER_FINDING)
    chunks.push(objects.slice(from, from + OBJECTS_PER_FINDING))
  return chunks.map((chunk) => ({
    clause,
    control: control.id,
    kind,
    objects: chunk,
    because: reasonsFor(control, chunk),
  }))
}

function reasonsFor({ verdict, because }: ControlVerdict, objects: readonly string[]): Text[] {
  const named = new Set(objects)
  return because
    .filter((one) => one.verdict === verdict)
    .filter((one) => one.objects.length === 0 || one.objects.some((object) => named.has(object)))
    .slice(0, REASONS_MAX)
    .map(({ text }) => text)
}
