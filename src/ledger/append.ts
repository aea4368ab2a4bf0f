import { sql } from 'kysely'
import { InputError } from '../platform/failure.ts'
import type { Tx } from '../platform/database.ts'
import { NotCanonicalError, canonicalText } from './canonical.ts'
import type { Fact } from './fact.ts'

/** A leaf of the tree has at most 65,535 bytes; the rest is room for the index and time that integration adds. */
export const FACT_BYTES_MAX = 65_000
const OBJECTS_MAX = 1000
const OBJECT_CHARACTERS_MAX = 256

const TYPE = /^[a-z][a-z0-9-]{0,40}\.[a-z][a-z0-9-]{0,40}\.[a-z][a-z0-9-]{0,40}$/
const BY = /^(?:system:[a-z][a-z0-9-]{0,40}|[A-Za-z0-9][A-Za-z0-9_-]{0,63})$/
const CLAUSE = /^[1-9](?:\.[1-9][0-9]?){0,4}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/
const MEMBERS = new Set(['type', 'by', 'effective', 'clause', 'objects', 'body'])

/**
 * Puts a fact into the ledger's inbox inside the transaction that it belongs to: both stand, or neither. Throws
 * InputError with the path in the fact when it is not well-formed or too large; large evidence is stored elsewhere
 * and named by its SHA-256. Facts are never changed or removed.
 */
export async function append(tx: Tx, fact: Fact): Promise<{ id: bigint }> {
  const bytes = factBytes(fact)
  const { rows } = await sql<{ id: string }>`
    insert into ledger.pending (bytes) values (${bytes}) returning id`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('the inbox of the ledger returned no id')
  return { id: BigInt(id) }
}

/** The canonical bytes of a well-formed fact. Pure; throws InputError. */
export function factBytes(fact: Fact): Buffer {
  return Buffer.from(factText(fact).text, 'utf8')
}

/** The same as text, with the number of its bytes in UTF-8. */
export function factText(fact: Fact): { text: string; sizeBytes: number } {
  assertForm(fact)
  const text = canonical(fact)
  const sizeBytes = Buffer.byteLength(text)
  if (sizeBytes > FACT_BYTES_MAX) throw refused('', `at most ${FACT_BYTES_MAX} bytes, found ${sizeBytes}`)
  return { text, sizeBytes }
}

function assertForm(fact: Fact): void {
  const stranger = Object.keys(fact).find((name) => !MEMBERS.has(name))
  if (stranger !== undefined) throw refused(stranger, `one of ${[...MEMBERS].join(', ')}`)
  if (!TYPE.test(fact.type)) throw refused('type', '<module>.<noun>.<past participle> in lower case')
  if (!BY.test(fact.by)) throw refused('by', 'a pseudonymous person id or system:<module>')
  if (fact.clause !== undefined && !CLAUSE.test(fact.clause))
    throw refused('clause', 'a clause number such as 3.2.1')
  if (fact.effective !== undefined && !isInstant(fact.effective))
    throw refused('effective', 'an instant in ISO 8601 UTC such as 2026-11-22T09:00:00Z')
  const objects = fact.objects ?? []
  if (objects.length > OBJECTS_MAX)
    throw refused('objects', `at most ${OBJECTS_MAX} ids, found ${objects.length}`)
  const bad = objects.findIndex((id) => id === '' || id.length > OBJECT_CHARACTERS_MAX)
  if (bad >= 0) throw refused(`objects.${bad}`, `an id of 1 to ${OBJECT_CHARACTERS_MAX} characters`)
}

/** Date accepts 30 February and 24:00 and rolls them over: then the day is another. */
function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false
  return new Date(text).getUTCDate() === Number(text.slice(8, 10))
}

function canonical(fact: Fact): string {
  try {
    return canonicalText(fact)
  } catch (error) {
    if (!(error instanceof NotCanonicalError)) throw error
    throw refused(
      error.path.replace(/^\//, '').replaceAll('/', '.'),
      `a value with a canonical form: ${error.message}`,
    )
  }
}

function refused(path: string, expected: string): InputError {
  return new InputError('fact', path === '' ? {} : { path }, expected)
}
