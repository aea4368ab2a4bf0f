import { describe, expect, it } from 'vitest'
import { graphOfEnds } from './graph.ts'
import { lowLinkOf, membersOf } from './low-link.ts'

const set = (flags: Uint8Array): number[] => [...flags.keys()].filter((at) => flags[at] === 1)

function surveyed(nodeCount: number, links: [number, number][]) {
  const tail = Int32Array.from(links, ([from]) => from)
  const head = Int32Array.from(links, ([, to]) => to)
  const low = lowLinkOf(graphOfEnds(nodeCount, tail, head))
  const members = membersOf(low)
  const blocks = Array.from({ length: low.blockCount }, (_, block) =>
    Array.from(members.item.subarray(members.offset[block], members.offset[block + 1])).sort((a, b) => a - b),
  ).sort((one, other) => one[0]! - other[0]! || one[1]! - other[1]!)

  return { components: low.componentCount, cut: set(low.articulation), bridges: set(low.bridge), blocks }
}

describe('articulation points, bridges and blocks', () => {
  it('lists the members of each block', () => {
    const bowTie: [number, number][] = [
      [0, 1],
      [1, 2],
      [2, 0],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 3],
    ]
    expect(surveyed(6, bowTie)).toEqual({
      components: 1,
      cut: [2, 3],
      bridges: [3],
      blocks: [
        [0, 1, 2],
        [2, 3],
        [3, 4, 5],
      ],
    })
  })

  it('takes parallel links for no bridges, self loops for nothing, a lone node for a component without a block', () => {
    const links: [number, number][] = [
      [0, 1],
      [1, 0],
      [1, 2],
      [2, 2],
      [3, 3],
    ]
    expect(surveyed(5, links)).toEqual({
      components: 3,
      cut: [1],
      bridges: [2],
      blocks: [
        [0, 1],
        [1, 2],
      ],
    })
  })

  it('walks a chain of 300,000 nodes without a stack of its own', () => {
    const count = 300_000
    const chain = Array.from({ length: count - 1 }, (_, at): [number, number] => [at, at + 1])
    const { components, cut, bridges, blocks } = surveyed(count, chain)
    expect([components, cut.length, bridges.length, blocks.length]).toEqual([
      1,
      count - 2,
      count - 1,
      count - 1,
    ])
  })

  it('finds nothing in nothing', () => {
    expect(surveyed(0, [])).toEqual({ components: 0, cut: [], bridges: [], blocks: [] })
  })
})
