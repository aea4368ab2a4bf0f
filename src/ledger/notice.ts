import type { Batch } from './batch.ts'

/**
 * Which inbox ids a batch has put where, short enough for a notification of PostgreSQL. Ids rise with the index within
 * a batch, so ranges of ids tell all.
 */
export type Notice = { firstIndex: number; at: number; ranges: readonly IdRange[] }

/** `count` ids from `first` on, each of `facts` facts; `before` counts the facts of the batch that precede them. */
export type IdRange = { first: number; count: number; facts: number; before: number }

/** PostgreSQL takes 7,999 bytes. */
const CHARACTERS_MAX = 7900

export function noticeOf({ size, at, rows }: Pick<Batch, 'size' | 'at' | 'rows'>): Notice {
  const ranges: IdRange[] = []
  let last: IdRange | undefined
  let before = 0
  for (const { id: text, facts } of rows) {
    const id = Number(text)
    if (facts.length === 1 && last?.facts === 1 && last.first + last.count === id) last.count += 1
    else {
      last = { first: id, count: 1, facts: facts.length, before }
      ranges.push(last)
    }
    before += facts.length
  }
  return { firstIndex: size, at, ranges }
}

/** As text: `index at id,first+count,id*facts`; without ranges when they are too many. */
export function noticeText({ firstIndex, at, ranges }: Notice): string {
  const text = `${firstIndex} ${at} ${ranges.map(rangeText).join(',')}`
  return text.length <= CHARACTERS_MAX ? text : `${firstIndex} ${at} `
}

function rangeText({ first, count, facts }: IdRange): string {
  if (facts > 1) return `${first}*${facts}`
  return count === 1 ? String(first) : `${first}+${count}`
}

/** Undefined for anything that noticeText does not write, and when the ranges were left out. */
export function parseNotice(text: string): Notice | undefined {
  const match = /^(\d{1,16}) (\d{1,16}) ((?:\d{1,16}(?:[+*]\d{1,16})?,?){1,4096})$/.exec(text)
  if (!match) return undefined
  const ranges: IdRange[] = []
  let before = 0
  for (const part of (match[3] ?? '').split(',')) {
    const [first, number = 1] = part.split(/[+*]/).map(Number)
    if (part === '' || !Number.isSafeInteger(first) || !Number.isSafeInteger(number)) return undefined
    const several = part.includes('*')
    ranges.push({ first: first ?? 0, count: several ? 1 : number, facts: several ? number : 1, before })
    before += number
  }
  return { firstIndex: Number(match[1]), at: Number(match[2]), ranges }
}

/** Where the first fact of a row went by this notice; undefined when the row is not in it. */
export function placeIn(
  { firstIndex, at, ranges }: Notice,
  id: number,
): { index: number; at: number } | undefined {
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const { first, count, before } = ranges[middle] as IdRange
    if (id < first) high = middle - 1
    else if (id >= first + count) low = middle + 1
    else return { index: firstIndex + before + id - first, at }
  }
  return undefined
}
