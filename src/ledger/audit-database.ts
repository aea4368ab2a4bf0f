import { isDeepStrictEqual } from 'node:util'
import type { Db, Tx } from '../platform/database.ts'
import type { Text } from '../platform/text.ts'
import { BECAUSE, knownSigner, LogAudit, vouch } from './audit.ts'
import type { AuditedPrefix, FirstBad, VouchedHead } from './audit.ts'
import type { FullTile } from './growth.ts'
import { equalBytes, HASH_BYTES } from './merkle.ts'
import { NoteError, parseVerifier } from './note.ts'
import type { NoteVerifier } from './note.ts'
import { countTiles, readCheckpoints, readHead, readOrigins, readRuns, readTiles } from './store.ts'
import type { Head, StoredRun, StoredTile } from './store.ts'
import { levelWidth, TILE_WIDTH } from './tiles.ts'

export type AuditReport = {
  ok: boolean
  origin: string
  size: number
  /** Base64. */
  root: string
  first_bad?: FirstBad
}

/** `from` says where it was kept. */
export type KeptCheckpoint = { note: string; from: Text }

export type AuditOptions = {
  /**
   * Public keys known from outside the database, such as from the key file: one of them must have signed the newest
   * published checkpoint.
   */
  vkeys?: readonly string[]
  /** Checkpoints kept elsewhere, as notes; each must be signed by one of the keys. */
  checkpoints?: readonly KeptCheckpoint[]
  /** How many entries have been looked at. */
  progress?: (entries: number) => void
  /** Go on from there, at a multiple of 256 entries: what comes before is taken as found then. */
  after?: AuditedPrefix
  /** Gets what is known at each of so many entries, a multiple of 256. */
  keep?: { every: number; take: (prefix: AuditedPrefix) => void }
}

const STEP_ENTRIES = 8192

/**
 * Reads the whole log and checks everything that is stored against everything else: entries, leaf hashes, tiles, head
 * and all published checkpoints. Stops at the first contradiction. Give it a transaction of repeatable reads when the
 * log is growing. Throws NoteError when the given checkpoint is not signed by a known key.
 */
export async function verifyLog(db: Db | Tx, options: AuditOptions = {}): Promise<AuditReport> {
  const head = await readHead(db)
  if (!head) throw new NoteError('there is no log in this database')
  const verifiers = await verifiersOf(db, options)
  const { vouched, bad } = await vouchedHeads(db, verifiers, options)
  const audit = new LogAudit(vouched, options.after)
  const found =
    (await auditRuns(db, audit, head, options)) ?? audit.finish(head) ?? (await auditBeside(db, audit, head))
  const first = [found, bad].filter((one) => one !== undefined).toSorted((a, b) => a.index - b.index)[0]
  const root = Buffer.from(audit.root()).toString('base64')
  return { ok: !first, origin: head.origin, size: audit.size, root, ...(first && { first_bad: first }) }
}

/** Keys known from elsewhere and those that the database names: the latter vouch for older checkpoints. */
async function verifiersOf(db: Db | Tx, { vkeys = [] }: AuditOptions): Promise<NoteVerifier[]> {
  const stored = (await readOrigins(db)).flatMap((origin) => origin.vkeys)
  return [...vkeys.map(parseVerifier), ...stored.filter((vkey) => !vkeys.includes(vkey)).flatMap(readable)]
}

/** A stored key that is none vouches for nothing; that the table was changed shows when it is compared with the log. */
function readable(vkey: string): NoteVerifier[] {
  try {
    return [parseVerifier(vkey)]
  } catch (error) {
    if (error instanceof NoteError) return []
    throw error
  }
}

/** All published checkpoints and the one given; the first whose signature does not hold is a fault. */
async function vouchedHeads(
  db: Db | Tx,
  verifiers: readonly NoteVerifier[],
  { checkpoints = [], vkeys = [] }: AuditOptions,
): Promise<{ vouched: VouchedHead[]; bad: FirstBad | undefined }> {
  // What was kept elsewhere counts only under a key known from elsewhere.
  const trusted = vkeys.length > 0 ? vkeys.map(parseVerifier) : verifiers
  const kept = checkpoints.map(({ note, from }) => vouch(note, trusted, from))
  const published: VouchedHead[] = []
  let bad: FirstBad | undefined
  for (let after = -1; ;) {
    const page = await readCheckpoints(db, after, STEP_ENTRIES)
    for (const { origin, size, note } of page) {
      try {
        const from = {
          ja: `発行済みのチェックポイント（${size}件）`,
          en: `the published checkpoint of ${size} entries`,
        }
        const stated = vouch(note, verifiers, from)
        if (stated.origin !== origin || stated.size !== size)
          throw new NoteError('it states another size or origin')
        published.push(stated)
      } catch (error) {
        if (!(error instanceof NoteError)) throw error
        bad ??= {
          index: published.at(-1)?.size ?? 0,
          until: size,
          because: BECAUSE.checkpoint(error.message),
        }
      }
    }
    const last = page.at(-1)
    if (!last || page.length < STEP_ENTRIES) break
    after = last.size
  }
  if (!knownSigner(published.at(-1), vkeys)) {
    bad ??= { index: 0, because: BECAUSE.checkpoint('none of the keys given has signed the newest') }
  }
  return { vouched: [...published, ...kept], bad }
}

async function auditRuns(
  db: Db | Tx,
  audit: LogAudit,
  head: Head,
  { progress, keep }: AuditOptions,
): Promise<FirstBad | undefined> {
  const tiles = new TileComparison(db)
  // One past the head: an entry that the head does not count is a fault too.
  for (let from = audit.size; from <= head.size; from += STEP_ENTRIES) {
    for (const run of await readRuns(db, from, from + STEP_ENTRIES)) {
      // A run that begins before this step was seen in the one before.
      if (run.firstIndex < from) continue
      const bad = auditRun(audit, run) ?? (await tiles.compare(audit, audit.takeFullTiles()))
      if (bad) return bad
      if (keep && audit.size % keep.every === 0) keep.take(audit.prefix())
    }
    if (audit.size < Math.min(head.size, from + STEP_ENTRIES)) break
    progress?.(audit.size)
  }
  return undefined
}

function auditRun(
  audit: LogAudit,
  { firstIndex, count, at, facts, leaves }: StoredRun,
): FirstBad | undefined {
  if (firstIndex !== audit.size) return audit.misplaced()
  // What is no text, or not there at all, has no entries to count.
  if (facts.length === 0) return { index: firstIndex, until: firstIndex + count, because: BECAUSE.form() }
  // In one tile, as all that is stored here: what lies beyond would be compared with the hashes of another.
  if (facts.length > TILE_WIDTH - (firstIndex % TILE_WIDTH)) return audit.misplaced()
  let bad: FirstBad | undefined
  for (const fact of facts) {
    bad = audit.add(at, fact)
    if (bad) break
  }
  const differing = firstDifference(audit.lastLeaves(audit.size - firstIndex), leaves)
  if (differing !== undefined && !(bad && bad.index < firstIndex + differing))
    return { index: firstIndex + differing, because: BECAUSE.hash() }
  const whole = facts.length === count && leaves.length === facts.length * HASH_BYTES
  return bad ?? (whole ? undefined : audit.misplaced())
}

/** The place of the first hash that is not as stated; where fewer are stated, none differs. */
function firstDifference(computed: Buffer, stated: Buffer): number | undefined {
  const length = Math.min(computed.length, stated.length)
  if (computed.compare(stated, 0, length, 0, length) === 0) return undefined
  for (let at = 0; at < length; at += HASH_BYTES) {
    if (computed.compare(stated, at, at + HASH_BYTES, at, at + HASH_BYTES) !== 0) return at / HASH_BYTES
  }
  return undefined
}

const PAGE_TILES = 64

/** Compares computed tiles with stored ones, reading those a page at a time. */
class TileComparison {
  readonly #db: Db | Tx
  readonly #pages = new Map<number, { from: number; tiles: Map<number, StoredTile> }>()

  constructor(db: Db | Tx) {
    this.#db = db
  }

  async compare(audit: LogAudit, computed: readonly FullTile[]): Promise<FirstBad | undefined> {
    for (const tile of computed) {
      const stored = await this.#stored(tile.level, tile.index)
      const same =
        stored &&
        equalBytes(stored.root, tile.root) &&
        (tile.level === 0 || equalBytes(stored.hashes ?? tile.root, tile.bytes))
      if (same) {
        if (tile.level === 0) audit.confirm((tile.index + 1) * TILE_WIDTH)
        continue
      }
      const entries = TILE_WIDTH ** (tile.level + 1)
      const because = BECAUSE.tile(tile.level, tile.index)
      return { index: tile.index * entries, until: (tile.index + 1) * entries, because }
    }
    return undefined
  }

  async #stored(level: number, index: number): Promise<StoredTile | undefined> {
    let page = this.#pages.get(level)
    if (!page || index < page.from || index >= page.from + PAGE_TILES) {
      const tiles = await readTiles(this.#db, level, index, index + PAGE_TILES)
      page = { from: index, tiles: new Map(tiles.map((tile) => [tile.index, tile])) }
      this.#pages.set(level, page)
    }
    return page.tiles.get(index)
  }
}

/** What stands beside the entries: tiles that none asks for, the origins, the newest instant. */
async function auditBeside(db: Db | Tx, audit: LogAudit, head: Head): Promise<FirstBad | undefined> {
  for (const [level, count] of await countTiles(db)) {
    const expected = Math.floor(levelWidth(level, head.size) / TILE_WIDTH)
    if (count !== expected) return { index: head.size, because: BECAUSE.tileCount(level, count, expected) }
  }
  const stored = (await readOrigins(db)).map(({ name, firstIndex, vkeys }) => ({ name, firstIndex, vkeys }))
  const told = audit.origins.map(({ name, index, keys }) => ({ name, firstIndex: index, vkeys: keys }))
  const same = isDeepStrictEqual(stored, told) && told.at(-1)?.name === head.origin
  if (!same) return { index: 0, because: BECAUSE.beside({ ja: '起点の表', en: 'the table of origins' }) }
  if (audit.at === head.at) return undefined
  return { index: head.size - 1, because: BECAUSE.beside({ ja: '最新の時刻', en: 'the newest instant' }) }
}
