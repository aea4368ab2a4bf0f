import type { Fact } from '../../ledger/fact.ts'
import type { Text } from '../../platform/text.ts'

/** Something that does not hold, or of which nothing is known any more, and the objects that it is about. */
export type Finding = {
  id: string
  clause: string
  /** The control that turned; absent where a person saw it. */
  control?: string
  kind: 'fail' | 'unknown' | 'seen'
  objects: string[]
  /** Why, as the verdict said it then, or in the words of whoever saw it. */
  because: Text[]
  opened_by: string
  /** ISO 8601 UTC. */
  opened_at: string
  /** The action that it became. */
  action?: string
}

export const FINDING_OPENED = 'charter.finding.opened'

/** The body of the fact: a finding before it became an action. */
export type OpenedFinding = Omit<Finding, 'action'>

export function findingIn(fact: Fact): OpenedFinding {
  return fact.body as unknown as OpenedFinding
}

/** What a finding and the action that it became are about: one object of one control. */
export type Target = { control: string; object: string }

/** What of a finding can be seen to come again: nothing where no control looks. */
export function targetsOf({ control, objects }: Pick<Finding, 'control' | 'objects'>): Target[] {
  return control === undefined ? [] : objects.map((object) => ({ control, object }))
}

export function targetKey({ control, object }: Target): string {
  return JSON.stringify([control, object])
}
