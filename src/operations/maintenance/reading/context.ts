import type { DateToken } from '../time/lexeme.ts'
import type { Zone } from '../time/zone.ts'

/** What else a mail tells about its own dates and zones. */
export type Context = {
  /** When this letter was sent; epoch milliseconds. */
  sentMs: number | undefined
  /** Minutes east of UTC of the Date header. */
  sentOffsetMin: number | undefined
  /** All date tokens of the letter but those of its own sending. */
  dates: readonly DateToken[]
  /** Dates under labels such as `Date Notice Sent`. */
  sentDates: readonly DateToken[]
  /** Moments that the letter mentions in passing, such as those of its own updates; epoch milliseconds, to the day. */
  mentionedMs: readonly number[]
  /** The whole text of the letter, subject included. */
  text: string
  /** Text of places that the letter names as such. */
  places: string
  /** A zone stated for the whole letter: `All times are in UTC`. */
  stated: Zone[] | undefined
}

/** Mostly Japanese by its letters. */
export function isJapanese(text: string): boolean {
  const sample = text.slice(0, 20_000)
  const kana = (sample.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) ?? []).length
  const latin = (sample.match(/[A-Za-z]{2,}/g) ?? []).length
  const han = (sample.match(/\p{Script=Han}/gu) ?? []).length
  // Few letters of its own stand in a table of labels, whose words no other language has.
  return (kana >= 1 || /回線|日時|工事/.test(sample)) && kana + han > latin
}
