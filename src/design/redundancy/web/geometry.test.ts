import { describe, expect, it } from 'vitest'
import type { Network } from '../../../estate/network.ts'
import { boundsOf, coursesOf, dotsOf, middleOf, pathOf, type Drawing } from './drawing.ts'
import { drawMap, isMappable } from './map-drawing.ts'
import { planSite } from './site-plan.ts'
import { drawSpread } from './spread-drawing.ts'
import { drawTiers } from './tier-drawing.ts'

type Drawn = Pick<Network, 'nodes' | 'links' | 'risks'>

const link = (id: string, from: string, to: string) => ({
  id,
  from,
  to,
  directed: false,
  metric: 1,
  rides_on: [],
})

/** Sites in a row of cities, each with so many nodes in a ring, and one line between neighbours. */
function cities(count: number, each: number): Drawn {
  const nodes = Array.from({ length: count * each }, (_, index) => ({
    id: `n${index}`,
    site: `s${Math.floor(index / each)}`,
    rides_on: [],
    position: {
      longitude: 130 + Math.floor(index / each) * 0.4,
      latitude: 34 + (Math.floor(index / each) % 3) * 0.2,
    },
  }))
  const links = nodes.flatMap((node, index) => [
    link(`r${index}`, node.id, `n${Math.floor(index / each) * each + ((index + 1) % each)}`),
    ...(index % each === 0 && index + each < nodes.length
      ? [link(`t${index}`, node.id, `n${index + each}`)]
      : []),
  ])
  const risks = Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    name: `Site ${index}`,
    kind: 'site',
    rides_on: [],
  }))
  return { nodes, links, risks }
}

function nearest(drawing: Drawing): number {
  const points = [...drawing.points.values()]
  let least = Infinity
  points.forEach((a, index) => {
    for (const b of points.slice(index + 1)) least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y))
  })
  return least
}

describe('the map', () => {
  it('gives every node a place of its own and keeps plates off each other', () => {
    let pairs = 0
    for (const [count, each] of [
      [2, 30],
      [6, 9],
      [14, 4],
    ] as const) {
      const drawing = drawMap(cities(count, each))
      expect(drawing.points.size).toBe(count * each)
      expect(nearest(drawing)).toBeGreaterThan(28)
      expect(drawing.plates).toHaveLength(count)
      drawing.plates.forEach((a, index) => {
        for (const b of drawing.plates.slice(index + 1)) {
          const apart =
            a.x + a.width <= b.x + 1 ||
            b.x + b.width <= a.x + 1 ||
            a.y + a.height <= b.y + 1 ||
            b.y + b.height <= a.y + 1
          expect(apart, `${a.id} and ${b.id} of ${count}`).toBe(true)
          pairs++
        }
      })
    }
    expect(pairs).toBe(1 + 15 + 91)
  })

  it('keeps west left of east and names plates after their site', () => {
    const { plates } = drawMap(cities(3, 5))
    const centres = plates.map((plate) => plate.x + plate.width / 2)
    expect(centres).toEqual(centres.toSorted((a, b) => a - b))
    expect(plates.map((plate) => plate.name)).toEqual(['Site 0', 'Site 1', 'Site 2'])
  })

  it('moves a lone place out of a plate that would cover it', () => {
    const placed = cities(2, 20)
    const nodes: Drawn['nodes'] = [
      ...placed.nodes,
      { id: 'carrier', rides_on: [], position: { longitude: 130.01, latitude: 34.01 } },
    ]
    const { plates, points } = drawMap({ ...placed, nodes })
    const at = points.get('carrier') ?? { x: 0, y: 0 }
    expect(plates).toHaveLength(2)
    for (const plate of plates)
      expect(
        at.x < plate.x || at.x > plate.x + plate.width || at.y < plate.y || at.y > plate.y + plate.height,
      ).toBe(true)
  })

  it('sets nodes without a place above the map, and knows when there is no map', () => {
    const placed = cities(2, 4)
    const nodes: Drawn['nodes'] = [...placed.nodes, { id: 'cloud', rides_on: [] }]
    const network: Drawn = { ...placed, nodes, links: [...placed.links, link('c1', 'cloud', 'n0')] }
    const drawing = drawMap(network)
    const top = Math.min(...drawing.plates.map((plate) => plate.y))
    expect(drawing.points.get('cloud')?.y).toBeLessThan(top)
    expect(isMappable(network)).toBe(true)
    expect(isMappable({ nodes: [] })).toBe(false)
    expect(isMappable(cities(1, 5))).toBe(false)
  })
})

describe('the plan of a site', () => {
  it('has what faces outwards on top, rows that are not too wide, and no place taken twice', () => {
    const members = Array.from({ length: 40 }, (_, index) => `m${index}`)
    const near = new Map(
      members.map((id, index) => [id, [members[(index + 1) % 40] ?? '', members[(index + 39) % 40] ?? '']]),
    )
    const plan = planSite(members, near, new Set(['m7']))
    const top = Math.min(...[...plan.points.values()].map((point) => point.y))
    expect(plan.points.get('m7')?.y).toBe(top)
    expect(plan.width).toBeLessThan(10 * 66)
    expect(new Set([...plan.points.values()].map((point) => `${point.x} ${point.y}`)).size).toBe(40)
  })

  it('sets hubs in the middle and lets redundant pairs face each other, outward ones on top', () => {
    const kinds = ['border', 'aaa', 'dns', 'nat', 'pgw']
    const devices = kinds.flatMap((kind) => [`${kind}1`, `${kind}2`])
    const members = [...devices, 'core1', 'core2', 'watch']
    const near = new Map<string, string[]>([
      ...[...devices, 'watch'].map((id): [string, string[]] => [id, ['core1', 'core2']]),
      ['core1', [...devices, 'watch', 'core2']],
      ['core2', [...devices, 'watch', 'core1']],
    ])
    const plan = planSite(members, near, new Set(['border1', 'border2']))
    const at = (id: string) => plan.points.get(id) ?? { x: Number.NaN, y: Number.NaN }
    for (const kind of kinds) {
      expect(at(`${kind}1`).y).toBe(at(`${kind}2`).y)
      expect(at(`${kind}1`).x).toBeLessThan(at('core1').x)
      expect(at(`${kind}2`).x).toBeGreaterThan(at('core2').x)
      expect([plan.sides.get(`${kind}1`), plan.sides.get(`${kind}2`)]).toEqual(['left', 'right'])
    }
    expect(at('border1').y).toBeLessThan(at('aaa1').y)
    expect(at('core1').x).toBe(at('core2').x)
    expect(at('watch').x).toBeLessThan(at('core1').x)
  })
})

describe('the layers of a large network', () => {
  /** A core of four in a ring, forty at it by two lines, and two thousand at those by one or two. */
  function tiers(): Pick<Network, 'nodes' | 'links'> {
    const nodes = Array.from({ length: 2_044 }, (_, at) => ({ id: `n${at}`, rides_on: [] }))
    const links = nodes.flatMap(({ id }, at) => {
      if (at < 4) return [link(`c${at}`, id, `n${(at + 1) % 4}`)]
      if (at < 44) return [link(`a${at}`, id, `n${at % 4}`), link(`b${at}`, id, `n${(at + 1) % 4}`)]
      const up = 4 + ((at * 7) % 40)
      return [
        link(`u${at}`, id, `n${up}`),
        ...(at % 3 === 0 ? [link(`v${at}`, id, `n${4 + ((up + 1) % 40)}`)] : []),
      ]
    })
    return { nodes, links }
  }

  it('stand beside each other from the core outwards, every node in a place of its own', () => {
    const network = tiers()
    const drawing = drawTiers(network)
    expect(drawing.points.size).toBe(2_044)
    const xOf = (from: number, to: number) =>
      network.nodes.slice(from, to).map(({ id }) => drawing.points.get(id)!.x)
    expect(Math.max(...xOf(0, 4))).toBeLessThan(Math.min(...xOf(4, 44)))
    expect(Math.max(...xOf(4, 44))).toBeLessThan(Math.min(...xOf(44, 2_044)))
    expect(nearest(drawing)).toBeGreaterThan(1)
    expect([...drawTiers(network).points]).toEqual([...drawing.points])
  })

  it('stand near what they are linked to: far shorter lines than in the order of the documents', () => {
    const network = tiers()
    const { points } = drawTiers(network)
    const spanOf = (yOf: (id: string) => number): number =>
      network.links.reduce((sum, { from, to }) => sum + Math.abs(yOf(from) - yOf(to)), 0)
    const order = new Map(network.nodes.map(({ id }, at) => [id, (at / 2_044) * 1_000]))
    expect(spanOf((id) => points.get(id)!.y)).toBeLessThan(spanOf((id) => order.get(id)!) / 2)
  })

  it('take parts that nothing joins, lone nodes, chains and nothing at all', () => {
    const nodes = Array.from({ length: 600 }, (_, at) => ({ id: `n${at}`, rides_on: [] }))
    const chain = nodes.slice(1, 400).map(({ id }, at) => link(`l${at}`, id, `n${at}`))
    const drawing = drawTiers({
      nodes,
      links: [...chain, link('x', 'n500', 'n501'), link('self', 'n502', 'n502')],
    })
    expect(drawing.points.size).toBe(600)
    expect(nearest(drawing)).toBeGreaterThan(0.5)
    for (const { x, y } of drawing.points.values())
      expect([Number.isFinite(x), Number.isFinite(y)]).toEqual([true, true])
    expect(drawTiers({ nodes: [], links: [] }).points.size).toBe(0)
    expect(drawTiers({ nodes: nodes.slice(0, 1), links: [] }).points.size).toBe(1)
  })
})

describe('the spread drawing', () => {
  it('places a grid of 2,500 nodes quickly, the same each time, with corners far apart', () => {
    const side = 50
    const nodes = Array.from({ length: side * side }, (_, index) => ({ id: String(index), rides_on: [] }))
    const links = nodes.flatMap((_, index) => [
      ...(index % side < side - 1 ? [link(`h${index}`, String(index), String(index + 1))] : []),
      ...(index + side < nodes.length ? [link(`v${index}`, String(index), String(index + side))] : []),
    ])
    const from = performance.now()
    const drawing = drawSpread({ nodes, links })
    expect(performance.now() - from).toBeLessThan(3_000)
    expect(drawing.points.size).toBe(2_500)
    expect([...drawSpread({ nodes, links }).points]).toEqual([...drawing.points])
    const corner = drawing.points.get('0')
    const opposite = drawing.points.get('2499')
    const distance = Math.hypot((corner?.x ?? 0) - (opposite?.x ?? 0), (corner?.y ?? 0) - (opposite?.y ?? 0))
    expect(distance).toBeGreaterThan(900)
  })

  it('sets leaves of one node apart, and stands with one node and with none', () => {
    const nodes = ['hub', 'a', 'b', 'c'].map((id) => ({ id, rides_on: [] }))
    const drawing = drawSpread({ nodes, links: ['a', 'b', 'c'].map((id) => link(id, 'hub', id)) })
    expect(
      new Set([...drawing.points.values()].map((point) => `${point.x.toFixed(3)} ${point.y.toFixed(3)}`))
        .size,
    ).toBe(4)
    expect(drawSpread({ nodes: [{ id: 'x', rides_on: [] }], links: [] }).points.size).toBe(1)
    expect(drawSpread({ nodes: [], links: [] }).points.size).toBe(0)
  })
})

describe('courses of links', () => {
  const drawing: Drawing = {
    points: new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 100, y: 50 }],
    ]),
    plates: [],
    routes: new Map(),
    sides: new Map(),
    spacing: 20,
  }

  it('part parallel links whichever way they were written, and draw a ring for a self loop', () => {
    const links = [
      link('1', 'a', 'b'),
      link('2', 'b', 'a'),
      link('3', 'a', 'b'),
      link('4', 'a', 'a'),
      link('5', 'a', 'gone'),
    ]
    const courses = coursesOf({ links }, drawing)
    expect([...courses.keys()].toSorted()).toEqual(['1', '2', '3', '4'])
    const controls = ['1', '2', '3'].map((id) => courses.get(id)?.control)
    expect(controls[1]).toBeUndefined()
    expect(new Set([JSON.stringify(controls[0]), JSON.stringify(controls[2]), '{"x":50,"y":25}']).size).toBe(
      3,
    )
    expect(courses.get('4')?.points).toHaveLength(9)
    expect(pathOf([courses.get('2') ?? { points: [] }])).toBe('M100 50L0 0')
    expect(pathOf([courses.get('1') ?? { points: [] }])).toMatch(/^M0 0Q[-\d.]+ [-\d.]+ 100 50$/)
    expect(dotsOf([{ x: 1, y: 2.345 }, undefined])).toBe('M1 2.35h0')
    expect(middleOf(courses.get('2') ?? { points: [] })?.at).toEqual({ x: 50, y: 25 })
  })

  it('know their bounds', () => {
    expect(boundsOf(drawing)).toEqual({ left: 0, top: 0, right: 100, bottom: 50 })
    expect(boundsOf({ ...drawing, points: new Map() })).toEqual({ left: 0, top: 0, right: 0, bottom: 0 })
  })
})
