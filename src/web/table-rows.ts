import type { Cell } from '../platform/csv.ts'

/** Which column the rows are sorted by; `down` is from large to small. */
export type Sorting = { column: number; down: boolean }

const order = new Intl.Collator(['ja', 'en'], { numeric: true, sensitivity: 'base' })

/** Indices of the rows in which any cell contains every word of `find`, whatever the case or the width. */
export function matching(cells: readonly (readonly Cell[])[], find: string): number[] {
  const words = folded(find)
    .split(/\s+/)
    .filter((word) => word !== '')
  const all = cells.map((_, index) => index)
  if (words.length === 0) return all
  return all.filter((index) => {
    const text = folded((cells[index] ?? []).join('\u0000'))
    return words.every((word) => text.includes(word))
  })
}

/** The same indices in the wanted order; equal rows keep theirs, empty cells come last either way. */
export function sorted(
  cells: readonly (readonly Cell[])[],
  indices: readonly number[],
  by: Sorting | undefined,
): number[] {
  if (by === undefined) return [...indices]
  const sign = by.down ? -1 : 1
  const value = (index: number) => cells[index]?.[by.column]
  return indices.toSorted((a, b) => {
    const left = value(a)
    const right = value(b)
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined)
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
    return sign * order.compare(String(left), String(right))
  })
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
