import { paths } from '../../web/paths.ts'
import type { Screen } from '../../web/screen.ts'
import type { Because, ControlVerdict } from '../verdict.ts'
import type { Clause } from './chapters.ts'

/** Where a thing that a control names is looked at; undefined where no screen points at it. */
export type PointsAt = ((object: string) => string) | undefined

/**
 * What the control over a clause's rules names are rules, which no screen of the estate knows; where it names itself
 * there is none yet, and one is written from the page of the clause.
 */
export function pointsAtOf(
  clause: string,
  control: Pick<ControlVerdict, 'id'> | undefined,
  screen: Screen | undefined,
): PointsAt {
  if (control?.id !== `${clause}.rule-in-force`) return screen?.pointsAt
  return (id) => (id === control.id ? paths.clausePage(clause, { form: 'rule' }) : paths.rule(id))
}

/** Where the first thing that a reason of a clause names is looked at. */
export function placeOf(
  { entry, verdict }: Clause,
  because: Because,
  screen: Screen | undefined,
): string | undefined {
  const object = because.objects[0]
  const control = verdict?.controls.find((one) => one.because.includes(because))
  return object === undefined ? undefined : pointsAtOf(entry.id, control, screen)?.(object)
}
