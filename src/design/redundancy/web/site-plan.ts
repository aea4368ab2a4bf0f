import type { Point } from './drawing.ts'

/** On which side of its node a name stands free of lines. */
export type Side = 'left' | 'right'

/** The inside of a site, in drawing units from the upper left of its plate. */
export type SitePlan = { points: Map<string, Point>; sides: Map<string, Side>; width: number; height: number }

type Near = ReadonlyMap<string, readonly string[]>

/** Distances of neighbours; names fit between them at the first view. */
const ROW = { x: 66, y: 52 } as const
const PAIR = { reach: 78, bow: 26, y: 30, names: 146 } as const
const TOP = 52
const BOTTOM = 34
const SIDE = 42

const natural = new Intl.Collator('en', { numeric: true })

/**
 * Lays out the nodes of one site. Where a few hubs carry nearly all links, as two switches in a data centre do, the
 * hubs stand in the middle and redundant pairs face each other across them; elsewhere in rows.
 */
export function planSite(
  members: readonly string[],
  neighbours: Near,
  outward: ReadonlySet<string>,
): SitePlan {
  const inside = new Set(members)
  const near = new Map(
    members.map((id) => [
      id,
      [...new Set(neighbours.get(id))].filter((other) => other !== id && inside.has(other)),
    ]),
  )
  const hubs = hubsOf(members, near)
  return hubs.length > 0 ? pairPlan(members, hubs, outward) : rowPlan(members, near, outward)
}

const HUBS_MAX = 4

/** Up to four nodes that a third of the site is linked to, if they touch most of its links; else none. */
function hubsOf(members: readonly string[], near: Near): string[] {
  if (members.length < 8) return []
  const degree = (id: string): number => near.get(id)?.length ?? 0
  const hubs = members
    .filter((id) => degree(id) >= Math.max(4, (members.length - 1) * 0.35))
    .toSorted((a, b) => degree(b) - degree(a) || natural.compare(a, b))
  if (hubs.length === 0 || hubs.length > HUBS_MAX) return []
  const isHub = new Set(hubs)
  let all = 0
  let touching = 0
  for (const [id, others] of near)
    for (const other of others) {
      all++
      if (isHub.has(id) || isHub.has(other)) touching++
    }
  return touching >= all * 0.7 ? hubs.toSorted(natural.compare) : []
}

/** What is left of an id without its last number or letter: `fw` for fw1 and fw2. */
function stemOf(id: string): string {
  return id.replace(/[-_ ]?(?:\d+|(?<=[-_ ])[a-d])$/i, '')
}

function pairPlan(
  members: readonly string[],
  hubs: readonly string[],
  outward: ReadonlySet<string>,
): SitePlan {
  const isHub = new Set(hubs)
  const ordered = members.filter((id) => !isHub.has(id)).toSorted(natural.compare)
  const stems = [...Map.groupBy(ordered, stemOf).values()]
  const facing = stems.filter((stem) => stem.some((id) => outward.has(id)))
  const inner = stems.filter((stem) => !facing.includes(stem))
  const rows = [...facing, ...inner].flatMap((stem) => chunks(stem, 2))
  const middle = PAIR.names + PAIR.reach + PAIR.bow
  const points = new Map<string, Point>()
  const sides = new Map<string, Side>()
  rows.forEach((row, index) => {
    const t = rows.length === 1 ? 0 : (index / (rows.length - 1)) * 2 - 1
    const reach = PAIR.reach + PAIR.bow * Math.sqrt(Math.max(0, 1 - t * t))
    row.forEach((id, place) => {
      const side: Side = place === 0 ? 'left' : 'right'
      points.set(id, { x: middle + (side === 'left' ? -reach : reach), y: TOP + index * PAIR.y })
      sides.set(id, side)
    })
  })
  const span = (rows.length - 1) * PAIR.y
  hubs.forEach((id, index) =>
    points.set(id, { x: middle, y: TOP + (span * (index + 1)) / (hubs.length + 1) }),
  )
  return { points, sides, width: middle * 2, height: TOP + span + BOTTOM }
}

const SWEEPS = 6

/**
 * Rows: what faces outwards on top, then by distance from it, each row ordered so that links cross little (the mean
 * place of neighbours, swept down and up; Sugiyama 1981).
 */
function rowPlan(members: readonly string[], near: Near, outward: ReadonlySet<string>): SitePlan {
  const perRow = Math.max(3, Math.ceil(Math.sqrt(members.length * 1.8)))
  const rows = tiers(members, near, outward).flatMap((tier) => chunks(tier, perRow))
  for (let sweep = 0; sweep < SWEEPS; sweep++) reorder(rows, near, sweep % 2 === 0)
  const columns = Math.max(...rows.map((row) => row.length))
  const points = new Map<string, Point>()
  rows.forEach((row, y) => {
    row.forEach((id, index) =>
      points.set(id, { x: SIDE + ((columns - row.length) / 2 + index) * ROW.x, y: TOP + y * ROW.y }),
    )
  })
  return {
    points,
    sides: new Map(),
    width: (columns - 1) * ROW.x + 2 * SIDE,
    height: (rows.length - 1) * ROW.y + TOP + BOTTOM,
  }
}

/** Breadth-first from what faces outwards; without such, from the best connected. What is not reached starts anew. */
function tiers(members: readonly string[], near: Near, outward: ReadonlySet<string>): string[][] {
  const ordered = members.toSorted(natural.compare)
  const left = new Set(ordered)
  const found: string[][] = []
  let start = ordered.filter((id) => outward.has(id))
  while (left.size > 0) {
    if (start.length === 0) {
      const best = [...left].reduce((a, b) =>
        (near.get(b)?.length ?? 0) > (near.get(a)?.length ?? 0) ? b : a,
      )
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

/** Parts of nearly the same length, none longer than the limit. */
function chunks(list: readonly string[], lengthMax: number): string[][] {
  const parts = Math.ceil(list.length / lengthMax)
  const each = Math.ceil(list.length / parts)
  return Array.from({ length: parts }, (_, part) => list.slice(part * each, (part + 1) * each))
}

/** One sweep: every row by the mean place of its neighbours in the rows before it. */
function reorder(rows: string[][], near: Near, down: boolean): void {
  const place = new Map<string, number>()
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
    row.forEach((id, index) => place.set(id, (index + 0.5) / row.length))
  }
}
