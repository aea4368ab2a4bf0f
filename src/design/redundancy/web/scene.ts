import type { RedundancyPage } from '../page.ts'
import type { Aftermath, Failure } from './failure.ts'
import { dotsOf, middleOf, pathOf, type Course, type Drawing, type Point } from './drawing.ts'

type PageNetwork = RedundancyPage['network']

/** A thing that the picture points at with a sign of its own. */
export type Mark = { id: string; kind: 'failed' | 'lost' | 'single' | 'small' | 'chosen' | 'over'; at: Point }

/** All that is drawn of a network in one state: few paths, and a sign for what matters. Drawing units. */
export type Scene = {
  /** Links by how they stand, each sort one path. */
  links: Record<'alive' | 'between' | 'cut' | 'dead' | 'failed' | 'added' | 'gone' | 'over', string>
  /** Nodes by how they stand, each sort one path of dots. */
  nodes: Record<'alive' | 'beyond' | 'cut' | 'dead' | 'added' | 'gone', string>
  marks: Mark[]
  /** From a failed risk to what rides on it. */
  spokes: [Point, Point][]
  /** Where the responsibility boundary crosses a link. */
  boundary: { at: Point; across: Point }[]
}

/** What a design does to the network that is drawn, and what is chosen in it. */
export type Plan = {
  added: ReadonlySet<string>
  removed: ReadonlySet<string>
  chosen?: string | undefined
}

const SPOKES_MAX = 80
/** So many of what failed at once have a sign of their own. */
const FAILED_MAX = 40
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
  plan?: Plan,
): Scene {
  const riders = ridersOf(network)
  const marks = singles.slice(0, SINGLES_MAX).flatMap((id): Mark[] => {
    const at = freed(whereIs(id, drawing, courses, riders), id, drawing)
    return at === undefined ? [] : [{ id, kind: singles.length > SINGLES_LARGE_MAX ? 'small' : 'single', at }]
  })
  const chosen = plan?.chosen
  const at = chosen === undefined ? undefined : whereIs(chosen, drawing, courses, riders)
  if (chosen !== undefined && at !== undefined) marks.push({ id: chosen, kind: 'chosen', at })
  return { ...strokes(network, drawing, courses, { plan }), marks, spokes: [] }
}

/** How the network stands while something fails: what died is taken away, what failed and who is lost is marked. */
export function failingScene(
  network: PageNetwork,
  drawing: Drawing,
  courses: ReadonlyMap<string, Course>,
  failure: Failure,
  aftermath: Aftermath,
  over: ReadonlySet<string> = new Set(),
): Scene {
  const riders = ridersOf(network)
  const failed = failure.ids.slice(0, FAILED_MAX).flatMap((id): Mark[] => {
    const at = freed(whereIs(id, drawing, courses, riders), id, drawing)
    return at === undefined ? [] : [{ id, kind: 'failed', at }]
  })
  const members = new Map(network.groups.map((group) => [group.id, group.members]))
  const lost = [...aftermath.lost]
    .flatMap((id) => members.get(id) ?? [id])
    .flatMap((id): Mark[] => {
      const place = failure.ids.includes(id) ? undefined : drawing.points.get(id)
      return place === undefined ? [] : [{ id, kind: 'lost', at: place }]
    })
  const spokes = failed
    .filter(({ id }) => !drawing.points.has(id))
    .flatMap(({ id, at }) =>
      (riders.get(id) ?? [])
        .flatMap((rider) => placeOf(rider, drawing, courses) ?? [])
        .map((place): [Point, Point] => [at, place]),
    )
    .slice(0, SPOKES_MAX)
  const standing = { failed: new Set(failure.ids), aftermath, over }
  return { ...strokes(network, drawing, courses, standing), marks: [...failed, ...lost], spokes }
}

type Standing = {
  failed?: ReadonlySet<string>
  aftermath?: Aftermath
  /** Links that carry more than their capacity. */
  over?: ReadonlySet<string>
  plan?: Plan | undefined
}

type LinkSort = keyof Scene['links']
type NodeSort = keyof Scene['nodes']

function strokes(
  network: PageNetwork,
  drawing: Drawing,
  courses: ReadonlyMap<string, Course>,
  standing: Standing,
): Pick<Scene, 'links' | 'nodes' | 'boundary'> {
  const isDead = (id: string): boolean => standing.aftermath?.dead.has(id) === true
  // Lines between sites carry the network; those inside one are many and stay quieter.
  const siteOf = new Map(network.nodes.map((node) => [node.id, node.site ?? node.id]))
  const links = Map.groupBy(network.links, (link) => {
    const isInside = siteOf.get(link.from) === siteOf.get(link.to)
    return sortOfLink(link, standing) ?? (isInside ? 'alive' : 'between')
  })
  const nodes = Map.groupBy(network.nodes, (node) => sortOfNode(node, standing))
  const texts = textsOf(courses)
  const coursesOf = (sort: LinkSort): string =>
    (links.get(sort) ?? []).map(({ id }) => texts.get(id) ?? '').join('')
  const pointsOf = (sort: NodeSort): string =>
    dotsOf((nodes.get(sort) ?? []).map(({ id }) => drawing.points.get(id)))
  return {
    links: {
      alive: coursesOf('alive'),
      between: coursesOf('between'),
      cut: coursesOf('cut'),
      dead: coursesOf('dead'),
      failed: coursesOf('failed'),
      added: coursesOf('added'),
      gone: coursesOf('gone'),
      over: coursesOf('over'),
    },
    nodes: {
      alive: pointsOf('alive'),
      beyond: pointsOf('beyond'),
      cut: pointsOf('cut'),
      dead: pointsOf('dead'),
      added: pointsOf('added'),
      gone: pointsOf('gone'),
    },
    boundary: boundaryOf(network, courses, isDead),
  }
}

const written = new WeakMap<ReadonlyMap<string, Course>, Map<string, string>>()

/** The path of each course: it is written once, however often it changes its sort. */
function textsOf(courses: ReadonlyMap<string, Course>): Map<string, string> {
  const known = written.get(courses)
  if (known !== undefined) return known
  const texts = new Map(Array.from(courses, ([id, course]) => [id, pathOf([course])]))
  written.set(courses, texts)
  return texts
}

/** How a link stands; undefined where nothing is to be said of it. */
function sortOfLink(
  { id, from, to }: PageNetwork['links'][number],
  { failed, aftermath, over, plan }: Standing,
): LinkSort | undefined {
  const isCut = (node: string): boolean => aftermath?.reached?.has(node) === false
  if (failed?.has(id) === true) return 'failed'
  if (aftermath?.dead.has(id) === true) return 'dead'
  if (over?.has(id) === true) return 'over'
  if (plan?.removed.has(id) === true) return 'gone'
  if (plan?.added.has(id) === true) return 'added'
  return isCut(from) || isCut(to) ? 'cut' : undefined
}

function sortOfNode(node: PageNetwork['nodes'][number], { aftermath, plan }: Standing): NodeSort {
  if (aftermath?.dead.has(node.id) === true) return 'dead'
  if (plan?.removed.has(node.id) === true) return 'gone'
  if (plan?.added.has(node.id) === true) return 'added'
  if (node.beyond_boundary === true) return 'beyond'
  return aftermath?.reached?.has(node.id) === false ? 'cut' : 'alive'
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
function ridersOf(network: PageNetwork): Map<string, string[]> {
  const known = knownRiders.get(network)
  if (known !== undefined) return known
  const { nodes, links, risks, groups } = network
  const riders = new Map<string, string[]>(groups.map((group) => [group.id, [...group.members]]))
  for (const thing of [...nodes, ...links, ...risks])
    for (const ridden of thing.rides_on) {
      const others = riders.get(ridden)
      if (others === undefined) riders.set(ridden, [thing.id])
      else others.push(thing.id)
    }
  knownRiders.set(network, riders)
  return riders
}

const knownRiders = new WeakMap<PageNetwork, Map<string, string[]>>()

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
  const cells = cellsOf(drawing, room)
  const isCovering = (y: number): boolean => {
    const [column, row] = [Math.floor(at.x / room), Math.floor(y / room)]
    for (let dx = -1; dx <= 1; dx += 1)
      for (let dy = -1; dy <= 1; dy += 1)
        for (const point of cells.get(`${column + dx} ${row + dy}`) ?? [])
          if (Math.hypot(point.x - at.x, point.y - y) < room) return true
    return false
  }
  for (let shift = 0; shift < SHIFTS_MAX; shift++) {
    const y = at.y - shift * room * 1.1
    if (!isCovering(y)) return { x: at.x, y }
  }
  return at
}

const gridded = new WeakMap<Drawing, Map<string, Point[]>>()

/** Points by squares of a side, so that whoever asks what stands near looks at a few only. */
function cellsOf(drawing: Drawing, side: number): Map<string, Point[]> {
  const known = gridded.get(drawing)
  if (known !== undefined) return known
  const cells = Map.groupBy(
    drawing.points.values(),
    ({ x, y }) => `${Math.floor(x / side)} ${Math.floor(y / side)}`,
  )
  gridded.set(drawing, cells)
  return cells
}

function centre(places: readonly Point[]): Point {
  const sum = places.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }))
  return { x: sum.x / places.length, y: sum.y / places.length }
}
