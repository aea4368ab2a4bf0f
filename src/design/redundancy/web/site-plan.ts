import type { Point } from './drawing.ts'

/** The inside of a site: places in units of one neighbour's distance, from the upper left. */
export type SitePlan = { points: Map<string, Point>; columns: number; rows: number }

const SWEEPS = 6
const natural = new Intl.Collator('en', { numeric: true })

/**
 * Lays out the nodes of one site in rows: what faces outwards on top, then by distance from it, each row ordered so
 * that links cross little (the median of neighbours, swept down and up; Sugiyama 1981).
 */
export function planSite(
  members: readonly string[],
  neighbours: ReadonlyMap<string, readonly string[]>,
  outward: ReadonlySet<string>,
): SitePlan {
  const inside = new Set(members)
  const near = new Map(members.map((id) => [id, [...new Set(neighbours.get(id) ?? [])].filter((other) => other !== id && inside.has(other))]))
  const width = Math.max(3, Math.ceil(Math.sqrt(members.length * 1.8)))
  const rows = tiers(members, near, outward).flatMap((tier) => chunks(tier, width))
  for (let sweep = 0; sweep < SWEEPS; sweep++) reorder(rows, near, sweep % 2 === 0)
  const columns = Math.max(...rows.map((row) => row.length))
  const points = new Map<string, Point>()
  rows.forEach((row, y) => {
    row.forEach((id, index) => points.set(id, { x: (columns - row.length) / 2 + index, y }))
  })
  return { points, columns, rows: rows.length }
}

/** Breadth-first from what faces outwards; without such, from the best connected. What is not reached starts anew. */
function tiers(members: readonly string[], near: ReadonlyMap<string, readonly string[]>, outward: ReadonlySet<string>): string[][] {
  const ordered = members.toSorted(natural.compare)
  const left = new Set(ordered)
  const found: string[][] = []
  let start = ordered.filter((id) => outward.has(id))
  while (left.size > 0) {
    if (start.length === 0) {
      const best = [...left].reduce((a, b) => ((near.get(b)?.length ?? 0) > (near.get(a)?.length ?? 0) ? b : a))
      start = [best]
    }
    let tier = start
    start = []
    while (tier.length > 0) {
      found.push(tier)
      for (const id of tier) left.delete(id)
      const next = new Set(tier.flatMap((id) => near.get(id) ?? []).filter((id) => left.has(id)))
      tier = [...next].toSorted(natural.compare)
    }
  }
  return found
}

function chunks(tier: readonly string[], width: number): string[][] {
  const parts = Math.ceil(tier.length / width)
  const each = Math.ceil(tier.length / parts)
  return Array.from({ length: parts }, (_, part) => tier.slice(part * each, (part + 1) * each))
}

/** One sweep: every row by the mean place of its neighbours in the rows before it. */
function reorder(rows: string[][], near: ReadonlyMap<string, readonly string[]>, down: boolean): void {
  const place = new Map<string, number>()
  const note = (row: readonly string[]): void =>
    row.forEach((id, index) => place.set(id, (index + 0.5) / row.length))
  const order = down ? rows : rows.toReversed()
  for (const row of order) {
    const wish = new Map(
      row.map((id, index) => {
        const seen = (near.get(id) ?? []).flatMap((other) => place.get(other) ?? [])
        const own = (index + 0.5) / row.length
        return [id, seen.length === 0 ? own : seen.reduce((a, b) => a + b, 0) / seen.length]
      }),
    )
    row.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || natural.compare(a, b))
    note(row)
  }
}
