import type { Text } from '../platform/text.ts'
import { TreeGrowth } from './growth.ts'
import type { FullTile } from './growth.ts'
import { factTypeOf, LEAF_FACT_BYTES_MAX, LEAF_SUFFIX, leafPrefix, readFact } from './leaf.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { equalBytes } from './merkle.ts'
import { openNote } from './note.ts'
import type { NoteVerifier } from './note.ts'
import { ENTRY_BYTES_MAX } from './tiles.ts'

/**
 * The first entry that cannot be trusted. Where all that is known is that something between two checkpoints changed,
 * `until` is the end (exclusive) of that range.
 */
export type FirstBad = { index: number; until?: number; because: Text }

/**
 * A head that somebody vouches for; its signatures have been checked. `from` says where it was found, `signedBy` names
 * the keys (NAME+HASH).
 */
export type VouchedHead = { origin: string; size: number; root: Uint8Array; from: Text; signedBy: string[] }

/** Opens a checkpoint. Throws NoteError when a signature does not hold or none of the keys has signed. */
export function vouch(note: string, verifiers: readonly NoteVerifier[], from: Text): VouchedHead {
  const { text, verified } = openNote(note, verifiers)
  const signedBy = verified.map(({ name, id }) => `${name}+${id.toString(16).padStart(8, '0')}`)
  return { ...parseCheckpoint(text), from, signedBy }
}

/**
 * The keys that the reader knows from elsewhere must be among those that have signed the newest head: all other
 * signatures only say that the log agrees with itself. With none known there is nothing to ask.
 */
export function knownSigner(newest: VouchedHead | undefined, known: readonly string[]): boolean {
  const names = new Set(known.map((vkey) => vkey.split('+', 2).join('+')))
  return known.length === 0 || (newest?.signedBy.some((name) => names.has(name)) ?? false)
}

/** An origin as its opening fact tells. `kept`: entries of the one before that it took over. */
export type OpenedOrigin = {
  name: string
  index: number
  keys: string[]
  previous?: { origin: string; cited?: string }
}

/**
 * The beginning of a log that was found good: `trusted` up to where a signed head agrees, `confirmed` up to where a
 * stored tile does. Whoever goes on from it says that nothing of it has changed since.
 */
export type AuditedPrefix = {
  tree: TreeGrowth
  origins: OpenedOrigin[]
  at: number
  trusted: number
  confirmed: number
}

/** A part of a text, which is not cut out of it. */
export type TextPart = { text: string; from: number; to: number }

const OPENED = 'ledger.origin.opened'
const KEY_ADDED = 'ledger.key.added'

/**
 * Goes through a log entry by entry and compares what it computes with whatever states something about it. Returns the
 * first contradiction; after one, nothing more is to be given to it. Constant memory but for the origins.
 */
export class LogAudit {
  readonly origins: OpenedOrigin[] = []
  readonly #tree: TreeGrowth
  /** By rising size. */
  readonly #vouched: VouchedHead[]
  #nextVouched = 0
  /** Up to here a signed head agrees. */
  #trusted = 0
  /** Up to here a stored tile agrees, which nobody has signed. */
  #confirmed = 0
  #at = Number.NEGATIVE_INFINITY
  #prefix = ''
  /** How a fact of the newest type ends that says nothing of the log itself. */
  #ending = '\n'

  /** `after`: what is known already; the first entry to be given is then the one that follows. */
  constructor(vouched: readonly VouchedHead[], after?: AuditedPrefix) {
    this.#tree = after?.tree.copy() ?? new TreeGrowth(0, () => new Uint8Array())
    this.#vouched = vouched.toSorted((a, b) => a.size - b.size)
    const before = after?.tree.size ?? 0
    this.#nextVouched = this.#vouched.findIndex(({ size }) => size > before)
    if (this.#nextVouched < 0) this.#nextVouched = this.#vouched.length
    if (!after) return
    this.origins.push(...structuredClone(after.origins))
    this.#at = after.at
    this.#prefix = leafPrefix(after.at)
    this.#trusted = after.trusted
    this.#confirmed = after.confirmed
  }

  /** What is known so far, from which another audit of the same beginning can go on. Not before the first entry. */
  prefix(): AuditedPrefix {
    const { origins } = this
    return {
      tree: this.#tree.copy(),
      origins: structuredClone(origins),
      at: this.#at,
      trusted: this.#trusted,
      confirmed: this.#confirmed,
    }
  }

  get size(): number {
    return this.#tree.size
  }

  /** Instant of the newest entry, epoch milliseconds. */
  get at(): number {
    return this.#at
  }

  root(): Uint8Array {
    return this.#tree.root()
  }

  /** The next entry, by its instant (epoch milliseconds) and the text of its fact. */
  add(at: number, fact: string): FirstBad | undefined {
    const index = this.#tree.size
    const back = at < this.#at
    // A character is at most three bytes: most facts need no counting.
    const long = fact.length * 3 > LEAF_FACT_BYTES_MAX && Buffer.byteLength(fact) > LEAF_FACT_BYTES_MAX
    if (long || !this.#dated(at)) return { index, because: BECAUSE.form() }
    this.#tree.append(this.#prefix + fact + LEAF_SUFFIX)
    return this.#check(index, back, fact, 0, fact.length)
  }

  /**
   * The same where the leaf stands in a file: `bytes` are 0x00 and the leaf, `statedHash` its hash in base64 as stated
   * beside it; its fact is what `text` has from `from` to `to`.
   */
  addLeaf(
    at: number,
    bytes: Uint8Array,
    statedHash: string,
    { text, from, to }: TextPart,
  ): FirstBad | undefined {
    const index = this.#tree.size
    const back = at < this.#at
    if (bytes.length > 1 + ENTRY_BYTES_MAX || !this.#dated(at)) return { index, because: BECAUSE.form() }
    if (this.#tree.appendLeaf(bytes) !== statedHash) return { index, because: BECAUSE.hash() }
    return this.#check(index, back, text, from, to)
  }

  #dated(at: number): boolean {
    if (at === this.#at) return true
    if (!isInstant(at)) return false
    this.#at = at
    this.#prefix = leafPrefix(at)
    return true
  }

  #check(index: number, back: boolean, text: string, from: number, to: number): FirstBad | undefined {
    // Either this entry is not the one that was here, or one before it is not.
    if (back) return { ...this.#sinceAgreement(), because: BECAUSE.time() }
    return this.#checkFact(index, text, from, to) ?? this.#checkVouched()
  }

  /** The hashes of the last `count` entries, which must lie in one tile. To be looked at before the next is added. */
  lastLeaves(count: number): Buffer {
    return this.#tree.lastLeaves(count)
  }

  /** The tiles that have become full since the last call, for comparison with those stored. */
  takeFullTiles(): FullTile[] {
    return this.#tree.takeFullTiles()
  }

  /** The caller has found that what is stored about the entries before `size` agrees with them. */
  confirm(size: number): void {
    this.#confirmed = size
  }

  /** What is expected next is not there: something is missing, too much or out of place since the last agreement. */
  misplaced(): FirstBad & { until: number } {
    return { ...this.#sinceAgreement(), until: this.size + 1, because: BECAUSE.missing(this.size) }
  }

  /** Where a fault lies that shows at the newest entry: there, or anywhere back to the last agreement. */
  #sinceAgreement(): { index: number; until: number } {
    return { index: Math.max(this.#trusted, this.#confirmed), until: this.size }
  }

  /** There are no more entries, though `expected` were announced: since the last signed head, any may be missing. */
  cutOff(expected: number): FirstBad {
    return { index: this.#trusted, until: expected, because: BECAUSE.count(this.size, expected) }
  }

  /** After the last entry: what a stored head states, and vouched heads that the log does not reach. */
  finish(head?: { size: number; root: Uint8Array }): FirstBad | undefined {
    if (head && head.size !== this.size) {
      const because = BECAUSE.count(this.size, head.size)
      return head.size < this.size
        ? { index: head.size, until: this.size, because }
        : { ...this.misplaced(), until: head.size, because }
    }
    if (head && !equalBytes(head.root, this.root())) {
      const vouched = this.#trusted === this.size
      return { ...(vouched ? { index: this.size } : this.#sinceTrusted()), because: BECAUSE.head() }
    }
    const beyond = this.#vouched[this.#nextVouched]
    if (!beyond) return undefined
    return (
      this.#lost(beyond) ?? {
        index: this.#trusted,
        until: beyond.size,
        because: BECAUSE.rolledBack(beyond, this.size),
      }
    )
  }

  /** Where a fault lies that is known only by its end: between the last trusted head and here. */
  #sinceTrusted(): { index: number; until: number } {
    return { index: this.#trusted, until: this.size }
  }

  #checkVouched(): FirstBad | undefined {
    for (let vouched = this.#vouched[this.#nextVouched]; vouched?.size === this.size;) {
      const lost = this.#lost(vouched)
      if (lost) return lost
      if (!equalBytes(vouched.root, this.root()))
        return { ...this.#sinceTrusted(), because: BECAUSE.fork(vouched) }
      this.#nextVouched += 1
      vouched = this.#vouched[this.#nextVouched]
    }
    if (this.#vouched[this.#nextVouched - 1]?.size === this.size) this.#trusted = this.size
    return undefined
  }

  /** A head of an origin beyond the entry at which the next origin opened: a restore has lost what it vouches for. */
  #lost(vouched: VouchedHead): FirstBad | undefined {
    const ordinal = this.origins.findIndex(({ name }) => name === vouched.origin)
    if (ordinal < 0) return { index: 0, until: vouched.size, because: BECAUSE.stranger(vouched) }
    const next = this.origins[ordinal + 1]
    if (!next || vouched.size <= next.index) return undefined
    return { index: next.index, until: vouched.size, because: BECAUSE.restored(vouched, next) }
  }

  #checkFact(index: number, text: string, from: number, to: number): FirstBad | undefined {
    // Most facts are of a type that was just seen: their last letters tell.
    const ending = to - this.#ending.length
    if (index > 0 && ending > from && text.startsWith(this.#ending, ending)) return undefined
    const fact = text.slice(from, to)
    const type = factTypeOf(fact)
    if (type === undefined) return { index, because: BECAUSE.form() }
    if (index === 0 && type !== OPENED) return { index, because: BECAUSE.opening() }
    if (type === OPENED || type === KEY_ADDED) return this.#noteOrigin(fact, index)
    this.#ending = `,"type":"${type}"}`
    return undefined
  }

  #noteOrigin(text: string, index: number): FirstBad | undefined {
    const read = readFact(text)
    if ('because' in read) return { index, because: BECAUSE.form() }
    const { fact } = read
    const { origin, keys, key, previous } = fact.body as {
      origin?: unknown
      keys?: unknown
      key?: unknown
      previous?: { origin?: unknown; checkpoint?: unknown }
    }
    if (fact.type === KEY_ADDED) {
      const last = this.origins.at(-1)
      if (!last || last.name !== origin || typeof key !== 'string') return { index, because: BECAUSE.form() }
      last.keys.push(key)
      return undefined
    }
    const named =
      typeof origin === 'string' && Array.isArray(keys) && keys.every((one) => typeof one === 'string')
    if (!named || (index > 0 && previous?.origin !== this.origins.at(-1)?.name))
      return { index, because: BECAUSE.form() }
    const cited = typeof previous?.checkpoint === 'string' ? previous.checkpoint : undefined
    const before = previous && { origin: String(previous.origin), ...(cited !== undefined && { cited }) }
    this.origins.push({ name: origin, index, keys: [...keys], ...(before && { previous: before }) })
    return undefined
  }
}

/** Years 0 to 9999, whole milliseconds: what a leaf can state. */
function isInstant(at: number): boolean {
  return Number.isSafeInteger(at) && at >= -62_167_219_200_000 && at <= 253_402_300_799_999
}

/** Why an entry, or a range of them, cannot be trusted. Also used for what is stored beside the entries. */
export const BECAUSE = {
  hash: (): Text => ({
    ja: 'この記録の内容が、台帳に残るハッシュと一致しません。記録かハッシュのどちらかが書き換えられています。',
    en: 'the entry does not have the hash that the log keeps for it: one of the two was changed',
  }),
  form: (): Text => ({
    ja: 'この位置にあるものは台帳の記録の形をしていません。',
    en: 'what stands here does not have the form of an entry',
  }),
  time: (): Text => ({
    ja: '記録の時刻が、前の記録より過去に戻っています。どちらかが元の記録ではありません。',
    en: 'an entry is dated before the one that precedes it: one of them is not what was there',
  }),
  opening: (): Text => ({
    ja: '最初の記録が、台帳の開始を宣言する記録ではありません。',
    en: 'the first entry is not the one that opens a log',
  }),
  count: (found: number, stated: number): Text => ({
    ja: `記録は${stated}件あるはずですが、${found}件しか確かめられません。`,
    en: `${stated} entries were expected, ${found} are there`,
  }),
  missing: (expected: number): Text => ({
    ja: `${expected}番の記録がここにありません。削除、挿入、または並べ替えがありました。`,
    en: `entry ${expected} is not where it belongs: something was deleted, inserted or reordered`,
  }),
  head: (): Text => ({
    ja: '記録から計算した木の根が、台帳の先頭に記された値と一致しません。',
    en: 'the root computed from the entries is not the one that the head of the log states',
  }),
  beside: (what: Text): Text => ({
    ja: `${what.ja}が、台帳の記録と一致しません。`,
    en: `${what.en} does not agree with the entries`,
  }),
  tile: (level: number, index: number): Text => ({
    ja: `タイル${level}/${index}が、その下の記録と一致しません。`,
    en: `tile ${level}/${index} does not agree with the entries under it`,
  }),
  tileCount: (level: number, found: number, expected: number): Text => ({
    ja: `第${level}段のタイルは${expected}枚のはずですが、${found}枚あります。`,
    en: `level ${level} should have ${expected} full tiles, it has ${found}`,
  }),
  fork: ({ size, from }: VouchedHead): Text => ({
    ja: `${from.ja}が保証する最初の${size}件と、ここにある記録とが異なります。分岐か書き換えです。`,
    en: `the first ${size} entries are not those that ${from.en} vouches for: a fork or a rewrite`,
  }),
  rolledBack: ({ size, from }: VouchedHead, found: number): Text => ({
    ja: `${from.ja}は${size}件を保証していますが、ここには${found}件しかありません。巻き戻されています。`,
    en: `${from.en} vouches for ${size} entries, only ${found} are here: the log was rolled back`,
  }),
  restored: ({ size, from }: VouchedHead, next: OpenedOrigin): Text => ({
    ja: `${from.ja}は${size}件を保証しますが、${next.index}番の記録が復元を宣言しています。以降は復元で失われました。`,
    en: `${from.en} vouches for ${size} entries, but entry ${next.index} declares a restore: what came after was lost`,
  }),
  stranger: ({ origin, from }: VouchedHead): Text => ({
    ja: `${from.ja}は別の台帳（${origin}）のものです。`,
    en: `${from.en} belongs to another log, ${origin}`,
  }),
  checkpoint: (because: string): Text => ({
    ja: `チェックポイントを信頼できません（${because}）。ここから先は保証がありません。`,
    en: `a checkpoint cannot be trusted (${because}): from here on nothing is vouched for`,
  }),
  key: (vkey: string): Text => ({
    ja: `鍵 ${vkey} は、台帳の中で名乗られていません。`,
    en: `the key ${vkey} is not one that the log itself names`,
  }),
} as const
