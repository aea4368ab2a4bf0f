import { createHash } from 'node:crypto'
import { readCursor } from '../ledger/cursor.ts'
import { readEntries, readHead, type Entry, type Subscription } from '../ledger/index.ts'
import type { Db } from '../platform/database.ts'
import { outsideFence } from '../platform/fence.ts'
import { composed } from './composition.ts'
import { clearKnown, insertKnown, knownState, readKnown } from './store.ts'
import { CHARTER_FACTS } from './fact-types.ts'

/** What this process holds of the log: every fact that verdicts read, in order of the log. It only grows. */
type Held = { position: number; entries: Entry[]; growing: Promise<void> | undefined }

/**
 * So many facts a process holds at most, at about one to two kilobytes each. Only decisions and summaries are facts
 * that verdicts read, some hundred a day: this is for decades. Beyond it nothing is judged, since a verdict of a part
 * would pass for one of the whole.
 */
const FACTS_MAX = 500_000
const STEP_FACTS = 5000

/** Every fact type that any control reads, and those that the charter itself is made of; sorted. */
export function knownTypes(): string[] {
  const ofControls = composed().controls.flatMap(({ facts }) => facts)
  return [...new Set([...ofControls, ...CHARTER_FACTS])].toSorted()
}

/**
 * Another set of types is another subscription, which begins at the first fact: what an earlier version passed over is
 * then read as well.
 */
function subscriptionName(types: readonly string[]): string {
  return `charter known facts ${createHash('sha256').update(types.join('\n')).digest('hex').slice(0, 12)}`
}

/** Keeps charter.known_fact: a copy of the facts that verdicts read, with the hash of its state beside the cursor. */
export function knownSubscription(): Subscription {
  const types = knownTypes()
  return {
    name: subscriptionName(types),
    types,
    handle: insertKnown,
    projection: {
      state: (tx) => knownState(tx, types),
      clear: (tx) => clearKnown(tx, types),
    },
  }
}

const held = new WeakMap<Db, Map<string, Held>>()

/**
 * The facts in the log that verdicts read, up to what was integrated when this was called: the projection for what it
 * has copied, the log itself for the rest, so that a reader sees what has just been integrated. In order of the log.
 * Whoever may not see the log sees none of them, though this process holds them.
 */
export async function integratedEntries(db: Db): Promise<readonly Entry[]> {
  const types = knownTypes()
  const name = subscriptionName(types)
  const ofDb = held.get(db) ?? new Map<string, Held>()
  held.set(db, ofDb)
  const own = ofDb.get(name) ?? { position: 0, entries: [], growing: undefined }
  ofDb.set(name, own)
  const size = (await readHead(db))?.size ?? 0
  // One reads on for all who wait, on nobody's behalf.
  while (own.position < size) {
    own.growing ??= outsideFence(() => grow(db, own, name, types)).finally(() => {
      own.growing = undefined
    })
    await own.growing
  }
  return own.position === size ? own.entries : own.entries.slice(0, countBelow(own.entries, size))
}

function countBelow(entries: readonly Entry[], size: number): number {
  const beyond = entries.findLastIndex(({ index }) => index < size)
  return beyond + 1
}

async function grow(db: Db, own: Held, name: string, types: readonly string[]): Promise<void> {
  const size = (await readHead(db))?.size ?? 0
  if (own.position >= size) return
  const copied = own.position === 0 ? Math.min(size, (await readCursor(db, name)).position) : 0
  while (own.position < copied) {
    const step = await readKnown(db, types, own.position, copied, STEP_FACTS)
    take(own, step)
    own.position = step.length < STEP_FACTS ? copied : step.at(-1)!.index + 1
  }
  const tail: Entry[] = []
  for await (const entry of readEntries(db, own.position, size, types)) {
    tail.push(entry)
    assertRoom(own.entries.length + tail.length)
  }
  take(own, tail)
  own.position = size
}

function take(own: Held, more: readonly Entry[]): void {
  assertRoom(own.entries.length + more.length)
  for (const entry of more) own.entries.push(entry)
}

function assertRoom(facts: number): void {
  if (facts > FACTS_MAX)
    throw new Error(`the charter rests on more than ${FACTS_MAX} facts, more than one process holds`)
}
