import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Draw } from '../platform/random.ts'
import { unframed } from './leaf.ts'
import { readLeafBytes } from './reading.ts'
import { readCheckpoints, readHead, readTiles } from './store.ts'
import type { StoredCheckpoint } from './store.ts'

/** A log as it was before. */
export type LogCopy = {
  entries: Buffer[]
  hashes: string[]
  /** `bulk`: its facts stand in a row of ledger.bulk. */
  runs: { first: number; count: number; bulk: boolean }[]
  tiles: { level: number; index: number }[]
  checkpoints: StoredCheckpoint[]
}

export async function copyLog(db: Db): Promise<LogCopy> {
  const size = (await readHead(db))?.size ?? 0
  const entries: Buffer[] = []
  for await (const { bytes } of readLeafBytes(db, 0, size)) entries.push(Buffer.from(bytes))
  const { rows } = await sql<{ first: string; count: number; bulk: boolean }>`
    select first_index as first, count, source is not null as bulk from ledger.run order by first_index`.execute(
    db,
  )
  const runs = rows.map(({ first, ...run }) => ({ ...run, first: Number(first) }))
  const tiles = (await Promise.all([0, 1].map((level) => readTiles(db, level, 0, size)))).flat()
  const checkpoints = await readCheckpoints(db, 0, 100_000)
  return { entries, hashes: entries.map(leafHashText), runs, tiles, checkpoints }
}

/** In base64. */
export function leafHashText(entry: Uint8Array): string {
  return hash('sha256', Buffer.concat([Uint8Array.of(0), entry]), 'base64')
}

/** An entry with one letter of a value in it changed, so that it still is well-formed. */
export function changedEntry(entry: Buffer, draw: Draw): Buffer {
  const text = entry.toString('latin1')
  // Letters between letters, in a string that stands after a colon.
  const places = [...text.matchAll(/:"[^"\\]*?(?=")/g)].flatMap((value) =>
    [...value[0].matchAll(/(?<=[a-z ])[a-y](?=[a-z ])/g)].map((letter) => value.index + letter.index),
  )
  const at = places[draw(places.length)]
  if (at === undefined) throw new RangeError('the entry has no value to change')
  const changed = Buffer.from(entry)
  changed[at] = (changed[at] ?? 0) + 1
  return changed
}

/** The texts of the facts of entries, as a run holds them. */
export function factsOf(entries: readonly Buffer[]): { at: number; facts: string[] } {
  const parts = entries.map((entry) => {
    const part = unframed(entry.toString('utf8'))
    if (!part) throw new Error('an entry of the log has no frame')
    return part
  })
  return { at: parts[0]?.at ?? 0, facts: parts.map(({ fact }) => fact) }
}
