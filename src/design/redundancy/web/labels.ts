import type { Point } from './drawing.ts'

/** A name that wants a place near a point of the screen; the smaller the rank, the earlier it gets one. */
export type Wish = {
  id: string
  text: string
  at: Point
  rank: number
  kind: string
  distancePx?: number
  side?: 'left' | 'right' | 'above'
}

export type Label = {
  id: string
  text: string
  x: number
  y: number
  anchor: 'middle' | 'start' | 'end'
  kind: string
}

type Size = { width: number; height: number }

const LINE_PX = 15
const TRIES_MAX = 900
const EDGE_PX = 8
const ROOM_PX_MIN = 40

/** How wide a text of 12 px is, near enough to keep labels apart. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 12 : 6.6
  return width
}

/**
 * Gives as many wishes as fit a place on the screen: below the point, above, right or left of it, never over another
 * label. `taken` are boxes that stay free. Names that must be read come first.
 */
export function placeLabels(
  wishes: readonly Wish[],
  size: Size,
  taken: readonly Label[],
  countMax: number,
): Label[] {
  const boxes = taken.map((label) => boxOf(label))
  const placed: Label[] = []
  let tries = 0
  for (const wish of wishes.toSorted((a, b) => a.rank - b.rank)) {
    if (placed.length >= countMax || tries > TRIES_MAX) break
    if (wish.at.x < 0 || wish.at.y < 0 || wish.at.x > size.width || wish.at.y > size.height) continue
    tries++
    for (const label of candidates(wish, size)) {
      // Measured once: what is asked of thousands of names at every frame is mostly this.
      const box = boxOf(label)
      if (!isInside(box, size) || !boxes.every((other) => isApart(box, other))) continue
      placed.push(label)
      boxes.push(box)
      break
    }
  }
  return placed
}

function isInside(box: Edges, size: Size): boolean {
  return box.left >= 2 && box.right <= size.width - 2 && box.top >= 2 && box.bottom <= size.height - 2
}

function candidates({ id, text, at, kind, distancePx = 9, side }: Wish, size: Size): Label[] {
  const label = { id, text, kind }
  const above: Label = { ...label, x: at.x, y: at.y - distancePx - 2, anchor: 'middle' }
  const right: Label = { ...label, x: at.x + distancePx, y: at.y + 4, anchor: 'start' }
  const left: Label = { ...label, x: at.x - distancePx, y: at.y + 4, anchor: 'end' }
  // Where the drawing keeps a side free, a name elsewhere would lie on lines: at the edge it is cut rather than moved.
  const room = side === 'left' ? at.x - distancePx - EDGE_PX : size.width - at.x - distancePx - EDGE_PX
  if ((side === 'left' || side === 'right') && room > ROOM_PX_MIN)
    return [{ ...(side === 'left' ? left : right), text: shortened(text, room) }]
  if (side === 'above') return [above, right, left]
  return [{ ...label, x: at.x, y: at.y + distancePx + 10, anchor: 'middle' }, above, right, left]
}

/** A name that would reach too far is cut, and whole where the reader points at it. */
export function shortened(text: string, widthPxMax: number): string {
  if (widthOf(text) <= widthPxMax) return text
  let kept = ''
  for (const character of text) {
    if (widthOf(kept + character) > widthPxMax - 10) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

type Edges = { left: number; right: number; top: number; bottom: number }

function boxOf({ text, x, y, anchor }: Label): Edges {
  const width = widthOf(text) + 6
  const left = anchor === 'middle' ? x - width / 2 : anchor === 'start' ? x - 3 : x - width + 3
  return { left, right: left + width, top: y - LINE_PX + 3, bottom: y + 3 }
}

function isApart(a: Edges, b: Edges): boolean {
  return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
}

/**
 * What the names of one site all begin with, up to a space: it stands once on the plate and need not stand on every
 * node. Empty where there is nothing of the kind.
 */
export function sharedBeginning(names: readonly string[]): string {
  const [first = '', ...rest] = names
  if (rest.length === 0) return ''
  let length = first.length
  for (const name of rest) {
    let same = 0
    while (same < length && name[same] === first[same]) same++
    length = same
  }
  const end = Math.max(first.lastIndexOf(' ', length - 1), first.lastIndexOf('　', length - 1))
  return end < 0 ? '' : first.slice(0, end + 1)
}
