import type { Network, NetworkNode } from '../../../estate/network.ts'
import { extremes, type Drawing, type Plate, type Point } from './drawing.ts'
import { project, projectionFor, type Place, type Projection } from './projection.ts'
import { keepApart, type Movable } from './keep-apart.ts'
import { planSite, type Side, type SitePlan } from './site-plan.ts'

const EXTENT = 640
/** Unnamed places with more nodes than this get a plate; fewer stand close around their place. */
const CLOSE_MAX = 6
const OUTSIDE_STEP = { x: 112, y: 62 } as const
/** Room that a node with its name takes beside plates. */
const LONE = { width: 112, height: 54 } as const

type Site = { id: string; name: string; members: string[]; place: Place; plan: SitePlan | undefined }
type Drawn = Pick<Network, 'nodes' | 'links' | 'risks'>

/** Whether the network knows where it is: at least two different places. */
export function isMappable(network: Pick<Network, 'nodes'>): boolean {
  const first = network.nodes.find((node) => node.position !== undefined)?.position
  return network.nodes.some(
    ({ position }) =>
      position !== undefined &&
      (position.longitude !== first?.longitude || position.latitude !== first.latitude),
  )
}

/**
 * The network on a map. Sites lie where they lie; a site with several nodes is spread out into a plate around its
 * place, and what would cover a plate moves aside, keeping a mark at its true place. Nodes without a place stand in
 * rows above the map, over what they are linked to.
 */
export function drawMap(network: Drawn): Drawing {
  const neighbours = neighboursOf(network)
  const sites = sitesOf(network, neighbours)
  const projection = scaled(projectionFor(sites.map((site) => site.place)), sites)
  const boxes = sites.map((site) => boxOf(site, projection))
  const hasPlates = sites.some((site) => site.plan !== undefined)
  if (hasPlates) keepApart(boxes)
  const points = new Map<string, Point>()
  const sides = new Map<string, Side>()
  const close = EXTENT / Math.max(60, Math.sqrt(network.nodes.length) * 5)
  const plates = sites.flatMap((site, index): Plate[] => {
    const box = boxes[index]
    if (box === undefined) return []
    placeMembers(site, box, close, points, sides)
    return site.plan === undefined
      ? []
      : [{ id: site.id, name: site.name, ...box, anchor: project(projection, site.place) }]
  })
  placeOutside(network.nodes, neighbours, points, plates)
  const spacing = hasPlates ? 52 : EXTENT / Math.max(8, Math.sqrt(points.size) * 2)
  return { points, plates, routes: new Map(), sides, projection, spacing }
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
  const placeOfSite = new Map(
    network.nodes.flatMap((node) =>
      node.site !== undefined && node.position !== undefined ? [[node.site, node.position]] : [],
    ),
  )
  const placed = network.nodes.flatMap((node) => {
    const place = node.position ?? (node.site === undefined ? undefined : placeOfSite.get(node.site))
    return place === undefined ? [] : [{ node, place }]
  })
  const together = Map.groupBy(
    placed,
    ({ node, place }) => node.site ?? `${place.longitude} ${place.latitude}`,
  )
  return [...together].map(([id, group]) => {
    const nodes = group.map(({ node }) => node)
    const isNamed = nodes[0]?.site === id
    const place = {
      longitude: mean(group.map((one) => one.place.longitude)),
      latitude: mean(group.map((one) => one.place.latitude)),
    }
    const hasPlate = nodes.length > (isNamed ? 1 : CLOSE_MAX)
    return {
      id,
      name: isNamed ? (names.get(id) ?? id) : '',
      members: nodes.map((node) => node.id),
      place,
      plan: hasPlate
        ? planSite(
            nodes.map((node) => node.id),
            neighbours,
            outwardOf(nodes, neighbours),
          )
        : undefined,
    }
  })
}

/** What faces outwards: what lies beyond the boundary, else what is linked to other sites. */
function outwardOf(
  nodes: readonly NetworkNode[],
  neighbours: ReadonlyMap<string, readonly string[]>,
): Set<string> {
  const inside = new Set(nodes.map((node) => node.id))
  const beyond = nodes.filter((node) => node.beyond_boundary === true)
  const facing = nodes.filter((node) => (neighbours.get(node.id) ?? []).some((other) => !inside.has(other)))
  return new Set((beyond.length > 0 ? beyond : facing).map((node) => node.id))
}

/**
 * The scale of the map: so large that most plates stand free of their neighbours, but never so large that the plates
 * get lost in it.
 */
function scaled(projection: Projection, sites: readonly Site[]): Projection {
  const at = sites.map((site) => ({ ...project(projection, site.place), plan: site.plan }))
  const xs = at.map((site) => site.x)
  const ys = at.map((site) => site.y)
  const span = Math.max(extent(xs), extent(ys), 1e-9)
  const plates = at.flatMap(({ x, y, plan }) =>
    plan === undefined ? [] : [{ x, y, width: plan.width, height: plan.height }],
  )
  if (plates.length === 0) return { ...projection, scale: EXTENT / span }
  const wishes = plates.map((plate) =>
    Math.max(0, ...plates.map((other) => (other === plate ? 0 : freeing(plate, other)))),
  )
  const wish = wishes.toSorted((a, b) => a - b)[Math.floor(wishes.length * 0.7)] ?? 0
  const area = plates.reduce((sum, { width, height }) => sum + width * height, 0)
  const scaleMax = Math.max(EXTENT, 2.6 * Math.sqrt(area)) / span
  return { ...projection, scale: Math.max(Math.min(wish, scaleMax), EXTENT / span / 2) }
}

/** The scale at which two plates no longer cover each other, with some air between them. */
function freeing(a: Movable, b: Movable): number {
  const wide = ((a.width + b.width) / 2 + 110) / Math.max(Math.abs(a.x - b.x), 1e-9)
  const high = ((a.height + b.height) / 2 + 60) / Math.max(Math.abs(a.y - b.y), 1e-9)
  return Math.min(wide, high)
}

function boxOf(site: Site, projection: Projection): Movable {
  const anchor = project(projection, site.place)
  const { width, height } = site.plan ?? LONE
  return {
    x: anchor.x - width / 2,
    y: anchor.y - height / 2,
    width,
    height,
    isLight: site.plan === undefined,
  }
}

function placeMembers(
  site: Site,
  box: Movable,
  close: number,
  points: Map<string, Point>,
  sides: Map<string, Side>,
): void {
  if (site.plan !== undefined) {
    for (const [id, local] of site.plan.points) points.set(id, { x: box.x + local.x, y: box.y + local.y })
    for (const [id, side] of site.plan.sides) sides.set(id, side)
    return
  }
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  site.members.forEach((id, index) => {
    const angle = (index / site.members.length) * 2 * Math.PI
    const radius = site.members.length === 1 ? 0 : close
    points.set(id, { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) })
  })
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
  const corners = plates.map((plate) => ({ x: plate.x + plate.width, y: plate.y }))
  const { least: left, greatest: right } = extremes(
    [...placed, ...plates, ...corners].map((point) => point.x),
  )
  const { least: top } = extremes([...placed, ...plates].map((point) => point.y))
  const middle = (left + right) / 2
  const wish = (id: string): number => {
    const near = (neighbours.get(id) ?? []).flatMap((other) => points.get(other)?.x ?? [])
    return near.length === 0 ? middle : mean(near)
  }
  const perRow = Math.max(3, Math.floor((right - left) / OUTSIDE_STEP.x))
  const ordered = outside
    .map((node) => ({ id: node.id, wish: wish(node.id) }))
    .toSorted((a, b) => a.wish - b.wish || (a.id < b.id ? -1 : 1))
  const rows = Math.ceil(ordered.length / perRow)
  const each = Math.ceil(ordered.length / rows)
  ordered.forEach(({ id }, index) => {
    const row = Math.floor(index / each)
    const inRow = Math.min(each, ordered.length - row * each)
    points.set(id, {
      x: middle + ((index % each) - (inRow - 1) / 2) * Math.max(OUTSIDE_STEP.x, (right - left) / (each + 1)),
      y: top - OUTSIDE_STEP.y * (rows - row + 0.4),
    })
  })
}

function extent(values: readonly number[]): number {
  const { least, greatest } = extremes(values)
  return greatest - least
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
