import type { Batch } from './batch.ts'

/**
 * Which inbox ids a batch has put where, short enough for a notification of PostgreSQL. Ids rise with the index within
 * a batch, so ranges of ids tell all.
 */
export type Notice = { firstIndex: number; at: number; ranges: readonly IdRange[] }

/** `count` ids from `first` on; `before` counts those of the batch that precede them. */
export type IdRange = { first: number; count: number; before: number }

/** PostgreSQL takes 7,999 bytes. */
const CHARACTERS_MAX = 7900

export function noticeOf({ size, at, ids }: Batch): Notice {
  const ranges: IdRange[] = []
  for (const [before, text] of ids.entries()) {
    const id = Number(text)
    const last = ranges.at(-1)
    if (last && last.first + last.count === id) ranges[ranges.length - 1] = { ...last, count: last.count + 1 }
    else ranges.push({ first: id, count: 1, before })
  }
  return { firstIndex: size, at, ranges }
}

/** As text: `index at first+count,first+count`; without ranges when they are too many. */
export function noticeText({ firstIndex, at, ranges }: Notice): string {
  const text = `${firstIndex} ${at} ${ranges.map(({ first, count }) => (count === 1 ? first : `${first}+${count}`)).join(',')}`
  return text.length <= CHARACTERS_MAX ? text : `${firstIndex} ${at} `
}

/** Undefined for anything that noticeText does not write, and when the ranges were left out. */
export function parseNotice(text: string): Notice | undefined {
  const match = /^(\d{1,16}) (\d{1,16}) ([\d+,]{1,8000})$/.exec(text)
  if (!match) return undefined
  const ranges: IdRange[] = []
  let before = 0
  for (const part of (match[3] ?? '').split(',')) {
    const [first, count = 1] = part.split('+').map(Number)
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count)) return undefined
    ranges.push({ first: first ?? 0, count, before })
    before += count
  }
  return { firstIndex: Number(match[1]), at: Number(match[2]), ranges }
}

/** Where an id went by this notice; undefined when it is not in it. */
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
