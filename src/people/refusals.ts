import { Refusal } from '../platform/refusal.ts'
import type { Text } from '../platform/text.ts'

/** There is no such person, line, team, role or token. */
export function missing(ja: string, en: string): Refusal {
  return new Refusal('missing', { ja: `${ja}が見つかりません。`, en: `There is no such ${en}.` })
}

export function conflict(text: Text): Refusal {
  return new Refusal('conflict', text)
}

export function forbidden(text: Text): Refusal {
  return new Refusal('forbidden', text)
}
