import type { Network, NetworkNode } from '../../../estate/network.ts'
import type { Drawing, Plate, Point } from './drawing.ts'
import { project, projectionFor, type Place, type Projection } from './projection.ts'
import { planSite, type SitePlan } from './site-plan.ts'

/** Distance of neighbours inside a site, in drawing units; names fit below a node at the first view. */
const SPACING = { x: 66, y: 52 } as const
const PLATE_PADDING = { side: 40, top: 50, bottom: 34 } as const
const EXTENT_MIN = 640
const PUSHES_MAX = 80
const PLATES_PUSHED_MAX = 400

type Site = { id: string; name: string; members: string[]; place: Place; plan: SitePlan | undefined }
type Drawn = Pick<Network, 'nodes' | 'links' | 'risks'>

/** Whether the network knows where it is: at least two different places. */
export function isMappable(network: Pick<Network, 'nodes'>): boolean {
  const first = network.nodes.find((node) => node.position !== undefined)?.position
  return network.nodes.some(
    ({ position }) =>
      position !== undefined && (position.longitude !== first?.longitude || position.latitude !== first.latitude),
  )
}

/**
 * The network on a map. Sites lie where they lie; a site with several nodes is spread out into a plate around its
 * place, plates that would cover each other move apart and keep a mark at their true place. Nodes without a place
 * stand in rows above the map, over what they are linked to.
 */
export function drawMap(network: Drawn): Drawing {
  const neighbours = neighboursOf(network)
  const sites = sitesOf(network, neighbours)
  const places = sites.map((site) => site.place)
  const projection = scaled(projectionFor(places), sites)
  const points = new Map<string, Point>()
  const plates = separate(sites.flatMap((site) => (site.plan === undefined ? [] : [plateOf(site, site.plan, projection)])))
  const plateOfSite = new Map(plates.map((plate) => [plate.id, plate]))
  for (const site of sites) placeMembers(site, plateOfSite.get(site.id), projection, points)
  placeOutside(network.nodes, neighbours, points, plates)
  const spacing = plates.length > 0 ? SPACING.y : EXTENT_MIN / Math.max(8, Math.sqrt(points.size) * 2)
  return { points, plates, routes: new Map(), projection, spacing }
}

export function neighboursOf({ nodes, links }: Pick<Network, 'nodes' | 'links'>): Map<string, string[]> {
  const neighbours = new Map<string, string[]>(nodes.map((node) => [node.id, []]))
  for (const link of links) {
    neighbours.get(link.from)?.push(link.to)
    neighbours.get(link.to)?.push(link.from)
  }
  return neighbours
}

/** Nodes of one named site, or without one of exactly one place, belong together. */
function sitesOf(network: Drawn, neighbours: ReadonlyMap<string, readonly string[]>): Site[] {
  const names = new Map(network.risks.map((risk) => [risk.id, risk.name ?? risk.id]))
  const placeOfSite = new Map(network.nodes.flatMap((node) => (node.site !== undefined && node.position !== undefined ? [[node.site, node.position]] : [])))
  const placed = network.nodes.flatMap((node) => {
    const place = node.position ?? (node.site === undefined ? undefined : placeOfSite.get(node.site))
    return place === undefined ? [] : [{ node, place }]
  })
  const together = Map.groupBy(placed, ({ node, place }) => node.site ?? `${place.longitude} ${place.latitude}`)
  return [...together].map(([id, group]) => {
    const members = group.map(({ node }) => node.id)
    const inside = new Set(members)
    const isOutward = ({ node }: { node: NetworkNode }): boolean =>
      node.beyond_boundary === true || (neighbours.get(node.id) ?? []).some((other) => !inside.has(other))
    const beyond = group.filter(({ node }) => node.beyond_boundary === true)
    const outward = new Set((beyond.length > 0 ? beyond : group.filter(isOutward)).map(({ node }) => node.id))
    const place = {
      longitude: mean(group.map((one) => one.place.longitude)),
      latitude: mean(group.map((one) => one.place.latitude)),
    }
    const plan = members.length > 1 ? planSite(members, neighbours, outward) : undefined
    return { id, name: names.get(id) ?? (group[0]?.node.site === id ? id : ''), members, place, plan }
  })
}

function sizeOf(plan: SitePlan): { width: number; height: number } {
  return {
    width: (plan.columns - 1) * SPACING.x + 2 * PLATE_PADDING.side,
    height: (plan.rows - 1) * SPACING.y + PLATE_PADDING.top + PLATE_PADDING.bottom,
  }
}

/**
 * The scale of the map: so large that most plates stand free of their neighbours, but never so large that the plates
 * get lost in it.
 */
function scaled(projection: Projection, sites: readonly Site[]): Projection {
  const at = sites.map((site) => ({ ...project(projection, site.place), size: site.plan === undefined ? undefined : sizeOf(site.plan) }))
  const spans = [at.map((site) => site.x), at.map((site) => site.y)].map((values) => Math.max(...values) - Math.min(...values))
  const span = Math.max(...spans, 1e-9)
  const plates = at.filter((site) => site.size !== undefined)
  const wishes = plates.map((site) => Math.max(0, ...plates.map((other) => (other === site ? 0 : freeing(site, other)))))
  const wish = wishes.toSorted((a, b) => a - b)[Math.floor(wishes.length * 0.7)] ?? 0
  const area = plates.reduce((sum, { size }) => sum + (size === undefined ? 0 : size.width * size.height), 0)
  const scaleMax = Math.max(EXTENT_MIN, 2.6 * Math.sqrt(area)) / span
  return { ...projection, scale: Math.max(Math.min(wish, scaleMax), EXTENT_MIN / span / (plates.length > 0 ? 2 : 1)) }
}

type Sized = Point & { size: { width: number; height: number } | undefined }

/** The scale at which two plates no longer cover each other. */
function freeing(a: Sized, b: Sized): number {
  if (a.size === undefined || b.size === undefined) return 0
  const wide = ((a.size.width + b.size.width) / 2 + SPACING.x * 1.5) / Math.max(Math.abs(a.x - b.x), 1e-9)
  const high = ((a.size.height + b.size.height) / 2 + SPACING.y) / Math.max(Math.abs(a.y - b.y), 1e-9)
  return Math.min(wide, high)
}

function plateOf(site: Site, plan: SitePlan, projection: Projection): Plate {
  const anchor = project(projection, site.place)
  const { width, height } = sizeOf(plan)
  return { id: site.id, name: site.name, x: anchor.x - width / 2, y: anchor.y - height / 2, width, height, anchor }
}

/** Pushes plates apart until none covers another, each pair along its shorter way. */
function separate(plates: Plate[]): Plate[] {
  if (plates.length > PLATES_PUSHED_MAX) return plates
  for (let round = 0; round < PUSHES_MAX; round++) {
    let moved = false
    plates.forEach((a, index) => {
      for (const b of plates.slice(index + 1)) moved = push(a, b) || moved
    })
    if (!moved) break
  }
  return plates
}

function push(a: Plate, b: Plate): boolean {
  const gap = SPACING.y * 0.6
  const overX = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) + gap
  const overY = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) + gap
  if (overX <= 0.5 || overY <= 0.5) return false
  if (overX < overY) {
    const sign = a.x + a.width / 2 <= b.x + b.width / 2 ? 1 : -1
    a.x -= (sign * overX) / 2
    b.x += (sign * overX) / 2
  } else {
    const sign = a.y + a.height / 2 <= b.y + b.height / 2 ? 1 : -1
    a.y -= (sign * overY) / 2
    b.y += (sign * overY) / 2
  }
  return true
}

function placeMembers(site: Site, plate: Plate | undefined, projection: Projection, points: Map<string, Point>): void {
  if (plate === undefined || site.plan === undefined) {
    for (const id of site.members) points.set(id, project(projection, site.place))
    return
  }
  for (const [id, local] of site.plan.points) {
    points.set(id, {
      x: plate.x + PLATE_PADDING.side + local.x * SPACING.x,
      y: plate.y + PLATE_PADDING.top + local.y * SPACING.y,
    })
  }
}

/** Nodes that nobody placed: rows above everything, each over the mean of what it is linked to. */
function placeOutside(
  nodes: readonly NetworkNode[],
  neighbours: ReadonlyMap<string, readonly string[]>,
  points: Map<string, Point>,
  plates: readonly Plate[],
): void {
  const outside = nodes.filter((node) => !points.has(node.id))
  if (outside.length === 0) return
  const placed = [...points.values()]
  const left = Math.min(...placed.map((point) => point.x), ...plates.map((plate) => plate.x))
  const right = Math.max(...placed.map((point) => point.x), ...plates.map((plate) => plate.x + plate.width))
  const top = Math.min(...placed.map((point) => point.y), ...plates.map((plate) => plate.y))
  const middle = (left + right) / 2
  const wish = (id: string): number => {
    const near = (neighbours.get(id) ?? []).flatMap((other) => points.get(other)?.x ?? [])
    return near.length === 0 ? middle : mean(near)
  }
  const step = SPACING.x * 1.7
  const perRow = Math.max(3, Math.floor((right - left) / step))
  const ordered = outside.map((node) => ({ id: node.id, wish: wish(node.id) })).toSorted((a, b) => a.wish - b.wish || (a.id < b.id ? -1 : 1))
  const rows = Math.ceil(ordered.length / perRow)
  const each = Math.ceil(ordered.length / rows)
  ordered.forEach(({ id }, index) => {
    const row = Math.floor(index / each)
    const inRow = Math.min(each, ordered.length - row * each)
    points.set(id, {
      x: middle + ((index % each) - (inRow - 1) / 2) * Math.max(step, (right - left) / (each + 1)),
      y: top - SPACING.y * (1.7 + (rows - 1 - row) * 1.2),
    })
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
