import type { Text } from '../platform/text.ts'

/** Says a text in the language of the moment. */
export type Say = (text: Text) => string

const digits = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** A number as both languages write it: 1,206. */
export function number(value: number): string {
  return digits.format(value)
}

/** `3 links`, `1 link`: English needs the choice, Japanese does not. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`
}

/** Texts one after another, with each language's own mark between them. */
export function join(texts: readonly Text[], between: Text = { ja: '、', en: ', ' }): Text {
  return {
    ja: texts.map((text) => text.ja).join(between.ja),
    en: texts.map((text) => text.en).join(between.en),
  }
}

/** A name that is the same in both languages: an id, a name that the operator gave. */
export function same(name: string): Text {
  return { ja: name, en: name }
}

const KANJI = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const

/** 1 to 99 in kanji, as chapters and editions are counted: 四, 十二, 三十. Others stay in digits. */
export function kanjiNumber(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 99) return String(value)
  if (value <= 10) return KANJI[value] ?? String(value)
  const tens = Math.floor(value / 10)
  const ones = value % 10
  return `${tens > 1 ? KANJI[tens] : ''}十${ones > 0 ? KANJI[ones] : ''}`
}

/** 1st, 2nd, 3rd, 4th, 11th. */
export function ordinal(value: number): string {
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
  return `${value}${suffixes[new Intl.PluralRules('en', { type: 'ordinal' }).select(value)] ?? 'th'}`
}
