import type { Text } from '../../platform/text.ts'

/** What a ceiling hides begins a little below it. */
const AT_CEILING = 0.995
/** Fewer values at a ceiling than this are no sign that it hides demand. */
export const CENSORED_MIN = 3

/** Whether more may have been wanted than a value shows; never without a ceiling. */
export function isAtCeiling(value: number, ceiling: number | undefined): boolean {
  return ceiling !== undefined && value >= AT_CEILING * ceiling
}

export function countAtCeiling(values: Float64Array, ceiling: number | undefined): number {
  return values.filter((value) => isAtCeiling(value, ceiling)).length
}

export function atCeilingText(hidden: number, ceiling: number): Text {
  return {
    ja: `${hidden} 個の値が上限 ${ceiling} に張り付いているため、予測は下限です。実際の需要はこれより多い可能性があります。`,
    en: `${hidden} values stand at the ceiling ${ceiling}, so the forecast is a lower bound: demand may be larger.`,
  }
}
