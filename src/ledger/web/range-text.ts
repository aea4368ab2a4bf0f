import { number } from '../../web/message.ts'

/** Entries [from, until) as read: `0–255`, or `256` where it is one. */
export function rangeText(from: number, until: number): string {
  return until - from === 1 ? number(from) : `${number(from)}–${number(until - 1)}`
}
