import type { Text } from '../platform/text.ts'
import type { Conformance } from './verdict.ts'

/** A chapter or clause as the charter words it; `text` is missing where only the title stands. */
export type CharterEntry = { id: string; depth: number; title: Text; text?: Text; computed: boolean }

/** `GET /api/board`: all that the first screen needs, in one read. */
export type Board = {
  operator: { name: Text; zone: string; demo: boolean; era: boolean }
  charter: {
    title: Text
    preamble: Text[]
    edition: number
    /** Civil date, operator's zone: `2026-10-01`; absent while nobody has put it into force. */
    effective?: string
    issuer?: { office: Text; name: Text }
  }
  /** Instant of the judgement, ISO 8601 UTC. */
  at: string
  entries: CharterEntry[]
  conformance: Conformance
}
