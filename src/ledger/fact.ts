import type { Json } from '../platform/text.ts'

/**
 * A decision or a piece of evidence. `type` is `<module>.<noun>.<past participle>`; `by` is a pseudonymous person id
 * or `system:<module>`; `objects` are the ids it speaks of; `effective` is when it holds from (ISO 8601 UTC), which may
 * differ from when it was received.
 */
export type Fact = {
  type: string
  by: string
  effective?: string
  clause?: string
  objects?: string[]
  body: { [key: string]: Json }
}
