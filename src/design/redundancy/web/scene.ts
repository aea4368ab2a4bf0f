import type { RedundancyPage } from '../page.ts'
import type { Aftermath, Failure } from './failure.ts'
import { dotsOf, middleOf, pathOf, type Course, type Drawing, type Point } from './drawing.ts'

type PageNetwork = RedundancyPage['network']

/** A thing that the picture points at with a sign of its own. */
export type Mark = { id: string; kind: 'failed' | 'lost' | 'single' | 'small'; at: Point }

/** All that is drawn of a network in one state: few paths, and a sign for what matters. Drawing units. */
export type Scene = {
  /** Links by how they stand, each sort one path. */
  links: Record<'alive' | 'between' | 'cut' | 'dead' | 'failed', string>
  /** Nodes by how they stand, each sort one path of dots. */
  nodes: Record<'alive' | 'beyond' | 'cut' | 'dead', string>
  marks: Mark[]
  /** From a failed risk to what rides on it. */
  spokes: [Point, Point][]
  /** Where the responsibility boundary crosses a link. */
  boundary: { at: Point; across: Point }[]
}

const SPOKES_MAX = 80
const BOUNDARY_MAX = 200
const SINGLES_MAX = 400
/** More single points than this are drawn small, and named only where there is room. */
const SINGLES_LARGE_MAX = 24

/** How the network stands before anything fails: whole, with its single points marked. */
export function steadyScene(
  network: PageNetwork,
  drawing: Drawing,
  courses: ReadonlyMap<string, Course>,
  singles: readonly string[],
): Scene {
  const riders = ridersOf(network)
  const marks = singles.slice(0, SINGLES_MAX).flatMap((id): Mark[] => {
    const at = freed(whereIs(id, drawing, courses, riders), id, drawing)
    return at === undefined ? [] : [{ id, kind: singles.length > SINGLES_LARGE_MAX ? 'small' : 'single', at }]
  })
  return { ...strokes(network, drawing, courses, undefined, undefined), marks, spokes: [] }
}

/** How the network stands while something fails: what died is taken away, what failed and who is lost is marked. */
export function failingScene(
  network: PageNetwork,
  drawing: Drawing,
  courses: ReadonlyMap<string, Course>,
  failure: Failure,
  aftermath: Aftermath,
): Scene {
  const riders = ridersOf(network)
  const at = freed(whereIs(failure.id, drawing, courses, riders), failure.id, drawing)
  const members = new Map(network.groups.map((group) => [group.id, group.members]))
  const lost = [...aftermath.lost]
    .flatMap((id) => members.get(id) ?? [id])
    .flatMap((id): Mark[] => {
      const place = id === failure.id ? undefined : drawing.points.get(id)
      return place === undefined ? [] : [{ id, kind: 'lost', at: place }]
    })
  const ridden = drawing.points.has(failure.id) ? [] : (riders.get(failure.id) ?? [])
  const spokes =
    at === undefined
      ? []
      : ridden
          .flatMap((id) => placeOf(id, drawing, courses) ?? [])
          .slice(0, SPOKES_MAX)
          .map((place): [Point, Point] => [at, place])
  const marks: Mark[] = at === undefined ? lost : [{ id: failure.id, kind: 'failed', at }, ...lost]
  return { ...strokes(network, drawing, courses, failure.id, aftermath), marks, spokes }
}

function strokes(
  network: PageNetwork,
  drawing: Drawing,
  courses: ReadonlyMap<string, Course>,
  failed: string | undefined,
  aftermath: Aftermath | undefined,
): Pick<Scene, 'links' | 'nodes' | 'boundary'> {
  const isDead = (id: string): boolean => aftermath?.dead.has(id) === true
  const isCut = (id: string): boolean => aftermath?.reached !== undefined && !aftermath.reached.has(id)
  // Lines between sites carry the network; those inside one are many and stay quieter.
  const siteOf = new Map(network.nodes.map((node) => [node.id, node.site ?? node.id]))
  const links = {
    alive: [] as Course[],
    between: [] as Course[],
    cut: [] as Course[],
    dead: [] as Course[],
    failed: [] as Course[],
  }
  for (const link of network.links) {
    const course = courses.get(link.id)
    if (course === undefined) continue
    const sort =
      link.id === failed
        ? 'failed'
        : isDead(link.id)
          ? 'dead'
          : isCut(link.from) || isCut(link.to)
            ? 'cut'
            : siteOf.get(link.from) === siteOf.get(link.to)
              ? 'alive'
              : 'between'
    links[sort].push(course)
  }
  const nodes = { alive: [] as Point[], beyond: [] as Point[], cut: [] as Point[], dead: [] as Point[] }
  for (const node of network.nodes) {
    const at = drawing.points.get(node.id)
    if (at === undefined) continue
    const sort = isDead(node.id)
      ? 'dead'
      : node.beyond_boundary === true
        ? 'beyond'
        : isCut(node.id)
          ? 'cut'
          : 'alive'
    nodes[sort].push(at)
  }
  return {
    links: {
      alive: pathOf(links.alive),
      between: pathOf(links.between),
      cut: pathOf(links.cut),
      dead: pathOf(links.dead),
      failed: pathOf(links.failed),
    },
    nodes: {
      alive: dotsOf(nodes.alive),
      beyond: dotsOf(nodes.beyond),
      cut: dotsOf(nodes.cut),
      dead: dotsOf(nodes.dead),
    },
    boundary: boundaryOf(network, courses, isDead),
  }
}

/** A tick across every living link of which one end lies beyond the boundary and the other does not. */
function boundaryOf(
  network: PageNetwork,
  courses: ReadonlyMap<string, Course>,
  isDead: (id: string) => boolean,
): Scene['boundary'] {
  const beyond = new Set(network.nodes.filter((node) => node.beyond_boundary === true).map((node) => node.id))
  if (beyond.size === 0) return []
  return network.links
    .filter((link) => beyond.has(link.from) !== beyond.has(link.to) && !isDead(link.id))
    .slice(0, BOUNDARY_MAX)
    .flatMap((link) => {
      const course = courses.get(link.id)
      return (course === undefined ? undefined : middleOf(course)) ?? []
    })
}

/** By risk or group: what rides on it; by group also its members, so that a group can be pointed at. */
function ridersOf({ nodes, links, risks, groups }: PageNetwork): Map<string, string[]> {
  const riders = new Map<string, string[]>(groups.map((group) => [group.id, [...group.members]]))
  for (const thing of [...nodes, ...links, ...risks])
    for (const ridden of thing.rides_on) {
      const known = riders.get(ridden)
      if (known === undefined) riders.set(ridden, [thing.id])
      else known.push(thing.id)
    }
  return riders
}

function placeOf(id: string, drawing: Drawing, courses: ReadonlyMap<string, Course>): Point | undefined {
  const course = courses.get(id)
  return drawing.points.get(id) ?? (course === undefined ? undefined : middleOf(course)?.at)
}

const DEPTH_MAX = 4

/** Where a thing is to be pointed at: itself, or amid what rides on it, directly or through other risks. */
export function whereIs(
  id: string,
  drawing: Drawing,
  courses: ReadonlyMap<string, Course>,
  riders: ReadonlyMap<string, readonly string[]>,
): Point | undefined {
  const own = placeOf(id, drawing, courses)
  if (own !== undefined) return own
  const plate = drawing.plates.find((candidate) => candidate.id === id)
  if (plate !== undefined) return { x: plate.x + plate.width / 2, y: plate.y + plate.height / 2 }
  let level = new Set(riders.get(id))
  for (let depth = 0; depth < DEPTH_MAX && level.size > 0; depth++) {
    const places = [...level].flatMap((rider) => placeOf(rider, drawing, courses) ?? [])
    if (places.length > 0) return centre(places)
    level = new Set([...level].flatMap((rider) => riders.get(rider) ?? []))
  }
  return undefined
}

const SHIFTS_MAX = 6

/** A sign for something that is no node moves up until it covers none. */
function freed(at: Point | undefined, id: string, drawing: Drawing): Point | undefined {
  if (at === undefined || drawing.points.has(id)) return at
  const room = drawing.spacing * 0.5
  const isCovering = (y: number): boolean => {
    for (const point of drawing.points.values())
      if (Math.hypot(point.x - at.x, point.y - y) < room) return true
    return false
  }
  for (let shift = 0; shift < SHIFTS_MAX; shift++) {
    const y = at.y - shift * room * 1.1
    if (!isCovering(y)) return { x: at.x, y }
  }
  return at
}

function centre(places: readonly Point[]): Point {
  const sum = places.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }))
  return { x: sum.x / places.length, y: sum.y / places.length }
}
