import { createHash, randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Where new ids come from: injected, so that tests and the demo repeat themselves. */
export type Ids = {
  /** A UUID of version 7 (RFC 9562): ids made later sort later, to the millisecond. */
  next: () => string
}

/** Ids for production: time from the clock, 74 random bits. */
export function randomIds(clock: Clock): Ids {
  const bytes = new Uint8Array(16)
  return {
    next: () => {
      randomFillSync(bytes)
      return uuidV7(bytes, clock.now())
    },
  }
}

/** The same ids in the same order for the same seed and clock. */
export function seededIds(seed: string, clock: Clock): Ids {
  let count = 0
  return {
    next: () => {
      count += 1
      const bytes = new Uint8Array(createHash('sha256').update(`${seed}/${count}`).digest().subarray(0, 16))
      return uuidV7(bytes, clock.now())
    },
  }
}

const UUID_GROUPS = [0, 8, 12, 16, 20, 32] as const

function uuidV7(bytes: Uint8Array, nowMs: number): string {
  let rest = Math.trunc(nowMs)
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return UUID_GROUPS.slice(1)
    .map((end, group) => hex.slice(UUID_GROUPS[group], end))
    .join('-')
}
