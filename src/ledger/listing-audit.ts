import { isDeepStrictEqual } from 'node:util'
import type { Db, Tx } from '../platform/database.ts'
import type { Text } from '../platform/text.ts'
import type { FirstBad } from './audit.ts'
import { readCursor } from './cursor.ts'
import { hashedRow, LISTING_CURSOR, listedEntry, readListedFrom } from './listing.ts'
import type { ListedEntry } from './listing.ts'
import { readLeafBytes } from './reading.ts'
import { EMPTY_STATE_SHA256, rollState } from './state-hash.ts'
import { readHead } from './store.ts'

/**
 * The list of facts beside the log: how far it goes, the hash that was recorded there, and the one that the facts give
 * (both hexadecimal).
 */
export type ListingReport = {
  ok: boolean
  name: string
  position: number
  recorded: string
  computed: string
  first_bad?: FirstBad
}

const STEP_ENTRIES = 1000

/**
 * Compares the list that is searched, row by row, with what the facts of the log make of it, and the recorded hash of
 * its state with theirs. Give it a transaction of repeatable reads, and a log that `verifyLog` has found good.
 */
export async function verifyListing(db: Db | Tx): Promise<ListingReport> {
  const { position, stateSha256: recorded = EMPTY_STATE_SHA256 } = await readCursor(db, LISTING_CURSOR)
  const size = (await readHead(db))?.size ?? 0
  let computed = EMPTY_STATE_SHA256
  let bad: FirstBad | undefined
  for (let from = 0; from < Math.min(position, size); from += STEP_ENTRIES) {
    const until = Math.min(position, size, from + STEP_ENTRIES)
    const expected: ListedEntry[] = []
    for await (const { index, bytes } of readLeafBytes(db, from, until))
      expected.push(listedEntry(index, bytes))
    computed = rollState(computed, expected.map(hashedRow))
    bad ??= firstDifference(expected, await readListedFrom(db, from, until))
  }
  bad ??= await besideTheRows(db, { position, size, same: recorded === computed })
  return { ok: !bad, name: LISTING_CURSOR, position, recorded, computed, ...(bad && { first_bad: bad }) }
}

function firstDifference(
  expected: readonly ListedEntry[],
  stored: readonly ListedEntry[],
): FirstBad | undefined {
  const differing = expected.find((row, order) => {
    const found = stored[order]
    return !found || !isDeepStrictEqual(hashedRow(found), hashedRow(row))
  })
  return differing && { index: differing.index, because: BECAUSE.row }
}

async function besideTheRows(
  db: Db | Tx,
  { position, size, same }: { position: number; size: number; same: boolean },
): Promise<FirstBad | undefined> {
  if (position > size) return { index: size, until: position, because: BECAUSE.beyond }
  const [beyond] = await readListedFrom(db, position, Number.MAX_SAFE_INTEGER, 1)
  if (beyond) return { index: beyond.index, because: BECAUSE.beyond }
  return same ? undefined : { index: 0, until: Math.max(position, 1), because: BECAUSE.hash }
}

const ANEW: Text = {
  ja: '台帳そのものは正しく、一覧は kensho ledger relist で作り直せます。',
  en: 'the ledger itself holds; kensho ledger relist makes the list anew',
}

const BECAUSE = {
  row: {
    ja: `事実の一覧にあるこの行が、台帳の記録と異なります。${ANEW.ja}`,
    en: `the list of facts shows this entry otherwise than the ledger has it (${ANEW.en})`,
  },
  beyond: {
    ja: `事実の一覧に、台帳から読み取られていない行があります。${ANEW.ja}`,
    en: `the list of facts has rows that were not read from the ledger (${ANEW.en})`,
  },
  hash: {
    ja: `一覧の状態として記録されたハッシュが、台帳の記録から計算した値と異なります。${ANEW.ja}`,
    en: `the hash recorded for the list is not the one that the facts give (${ANEW.en})`,
  },
} as const satisfies { [name: string]: Text }
