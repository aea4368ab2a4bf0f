import type { Fact } from '../ledger/fact.ts'
import { id, listOf, record, required, text, type Infer } from '../estate/shape.ts'
import { placed } from './element.ts'
import { instant } from './instant.ts'
import { samePerson } from './person.ts'
import type { ControlVerdict } from './verdict.ts'

/** One element of the collection `waivers`: named objects may fail a clause for a while, for a reason. */
export const waiverShape = placed(
  record('a waiver', {
    id: required(id, 'Unique among waivers.'),
    clause: required(text(20), 'The clause that may be failed.'),
    objects: required(listOf(id, { min: 1, max: 10_000 }), 'What may fail it, by id.'),
    reason: required(text(), 'Why.'),
    requested_by: required(id, 'Person who asked for it, by pseudonymous id.'),
    approved_by: required(id, 'Person who approved it, not the one who asked.'),
    from: required(instant, 'From when on it holds.'),
    until: required(instant, 'From when on it no longer holds (half-open).'),
  }),
)

export type WaiverElement = Infer<typeof waiverShape>

/** The body of `charter.waiver.granted`; instants are ISO 8601 UTC. */
export type Waiver = {
  id: string
  clause: string
  objects: string[]
  reason: string
  requested_by: string
  approved_by: string
  from: string
  until: string
}

export const WAIVER_GRANTED = 'charter.waiver.granted'

export function waiversIn(facts: readonly Fact[]): Waiver[] {
  return facts.filter(({ type }) => type === WAIVER_GRANTED).map(({ body }) => body as unknown as Waiver)
}

/**
 * The waivers that let an object fail a clause at an instant (epoch milliseconds): in force from `from` up to, not
 * including, `until`, and approved by another than who asked. The one place where this is decided, for every reader.
 */
function waiversFor(waivers: readonly Waiver[], clause: string, object: string, atMs: number): Waiver[] {
  return waivers.filter(
    (waiver) =>
      waiver.clause === clause &&
      waiver.objects.includes(object) &&
      Date.parse(waiver.from) <= atMs &&
      atMs < Date.parse(waiver.until) &&
      !samePerson(waiver.requested_by, waiver.approved_by),
  )
}

/** Whether an object may fail a clause at an instant (epoch milliseconds). */
export function isWaived(waivers: readonly Waiver[], clause: string, object: string, atMs: number): boolean {
  return waiversFor(waivers, clause, object, atMs).length > 0
}

/** The waivers that together cover every object at fault of the failing controls of a clause; undefined otherwise. */
export function waiversCovering(
  waivers: readonly Waiver[],
  clause: string,
  controls: readonly ControlVerdict[],
  atMs: number,
): Waiver[] | undefined {
  const failing = controls.filter(({ verdict }) => verdict === 'fail')
  const used = new Set<Waiver>()
  for (const { because } of failing) {
    const faults = because.filter(({ verdict }) => verdict === 'fail')
    // A failure that names nothing cannot be covered by a waiver, which is for named objects.
    if (faults.length === 0 || faults.some(({ objects }) => objects.length === 0)) return undefined
    for (const object of faults.flatMap(({ objects }) => objects)) {
      const found = waiversFor(waivers, clause, object, atMs)
      if (found.length === 0) return undefined
      for (const waiver of found) used.add(waiver)
    }
  }
  return used.size === 0 ? undefined : [...used]
}
