import { hash } from 'node:crypto'
import type { Json } from '../platform/text.ts'

/** Of a projection without rows: 32 zero bytes, in hexadecimal. */
export const EMPTY_STATE_SHA256 = '0'.repeat(64)

/**
 * The hash of a projection whose rows follow one another: that of the hash so far and the next row, row by row, so that
 * it does not depend on how the rows were cut into steps and can be compared at any position. Hashes are in
 * hexadecimal. A row is an array of texts, integers, nulls and arrays of texts, whose JSON is canonical as it stands.
 */
export function rollState(before: string, rows: Iterable<readonly Json[]>): string {
  let state = before
  for (const row of rows) state = hash('sha256', `${state}\n${JSON.stringify(row)}`, 'hex')
  return state
}
