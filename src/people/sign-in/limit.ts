import { isIPv6 } from 'node:net'
import type { Text } from '../../platform/text.ts'
import { sha256 } from './secret.ts'

/** Failed attempts under one key. */
export type Attempts = { failures: number; lastAtMs: number }

/** How many failures go free, and how long the longest wait is. */
type Bound = { free: number; waitMsMax: number }

const MINUTE_MS = 60_000
const FIRST_WAIT_MS = 5_000

/**
 * One person at one place soon waits; the account as a whole and the place as a whole bear more, so that nobody locks
 * out another person, or all who share an address, by failing on purpose: the longest wait there is short.
 */
const BOUNDS = {
  both: { free: 5, waitMsMax: 15 * MINUTE_MS },
  account: { free: 25, waitMsMax: 2 * MINUTE_MS },
  address: { free: 40, waitMsMax: 5 * MINUTE_MS },
} as const satisfies Record<string, Bound>

/** Failures are forgotten after as long a quiet. */
export const FORGOTTEN_AFTER_MS = 60 * MINUTE_MS

export type LimitKey = { key: string; bound: Bound }

/** Under which keys an attempt counts. `account` is any text that names one; it is stored as a hash only. */
export function limitKeys(account: string | undefined, address: string | undefined): LimitKey[] {
  const place = placeOf(address)
  const keys: LimitKey[] = [{ key: `address ${place}`, bound: BOUNDS.address }]
  if (account === undefined) return keys
  const name = sha256(account).toString('base64url')
  return [
    ...keys,
    { key: `account ${name}`, bound: BOUNDS.account },
    { key: `both ${name} ${place}`, bound: BOUNDS.both },
  ]
}

/** One address of IPv4; of IPv6 the /64, which is what one customer gets and may change at will. */
export function placeOf(address: string | undefined): string {
  if (address === undefined) return 'none'
  const plain = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(plain) ? `${networkOf(plain)}::/64` : plain
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  if (tail === undefined) return front.slice(0, 4).map(short).join(':')
  const back = tail === '' ? [] : tail.split(':')
  // A trailing IPv4 form stands for two groups.
  const backGroups = back.length + (back.at(-1)?.includes('.') === true ? 1 : 0)
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - backGroups) }, () => '0')
  return [...front, ...zeros, ...back].slice(0, 4).map(short).join(':')
}

function short(group: string): string {
  return group.replace(/^0+(?=.)/, '')
}

/** How long to wait still, in milliseconds; 0 when the next attempt may be made. */
export function waitMs(attempts: Attempts | undefined, bound: Bound, nowMs: number): number {
  if (attempts === undefined || nowMs - attempts.lastAtMs > FORGOTTEN_AFTER_MS) return 0
  const over = attempts.failures - bound.free
  if (over < 0) return 0
  const wholeMs = Math.min(bound.waitMsMax, FIRST_WAIT_MS * 2 ** Math.min(over, 20))
  return Math.max(0, attempts.lastAtMs + wholeMs - nowMs)
}

/** What a person who must wait is told. */
export function waitWords(ms: number): Text {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 120)
    return {
      ja: `失敗が続いたため、次に試せるのは ${seconds} 秒後です。`,
      en: `Too many attempts failed. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    }
  const minutes = Math.ceil(seconds / 60)
  return {
    ja: `失敗が続いたため、次に試せるのは約 ${minutes} 分後です。`,
    en: `Too many attempts failed. Try again in about ${minutes} minutes.`,
  }
}
