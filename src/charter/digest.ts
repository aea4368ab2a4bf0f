import { createHash } from 'node:crypto'
import { canonicalBytes } from '../ledger/canonical.ts'
import type { Json } from '../platform/text.ts'

/** SHA-256 (hexadecimal) of the canonical form (RFC 8785) of what is approved: another byte, another digest. */
export function digestOf(content: { [key: string]: Json }): string {
  return createHash('sha256').update(canonicalBytes(content)).digest('hex')
}
