import { setTimeout as sleep } from 'node:timers/promises'
import { exportProof } from '../../ledger/export.ts'
import { readEntries, readHead, type Entry } from '../../ledger/index.ts'
import { readLastCheckpoint } from '../../ledger/store.ts'
import type { Db } from '../../platform/database.ts'
import { PUBLIC_SEALED } from './edition.ts'

const LOOKS = 30
const LOOK_MS = 100

type Sealed = { edition: number; digest: string; since: number }

/**
 * The proof that the ledger holds the seal of an edition, as `verify.mjs` reads it; undefined while the newest
 * checkpoint does not reach that far yet. `since`: the size of the ledger when the edition was made, before its seal.
 */
export async function proofOfSeal(db: Db, sealed: Sealed): Promise<Buffer | undefined> {
  for (let look = 0; look < LOOKS; look += 1) {
    const head = await readHead(db)
    const last = head && (await readLastCheckpoint(db, head.origin))
    const entry = last && (await sealIn(db, sealed, last.size))
    if (entry !== undefined) return Buffer.from(await exportProof(db, entry.index), 'utf8')
    await sleep(LOOK_MS)
  }
  return undefined
}

async function sealIn(db: Db, { edition, digest, since }: Sealed, size: number): Promise<Entry | undefined> {
  for await (const entry of readEntries(db, since, size, [PUBLIC_SEALED])) {
    const { body } = entry.fact
    if (body['edition'] === edition && body['digest'] === digest) return entry
  }
  return undefined
}
