import { createRequire } from 'node:module'
import type { Highs } from 'highs'
import type { Packing } from './packing.ts'

// Its types describe an ES module's default as CommonJS sees it: taken by require, both agree.
const loadHighs = createRequire(import.meta.url)('highs') as () => Promise<Highs>

/** The exact maximum concurrent flow by linear programming: flow of each source on each arc, and the common factor. */
export async function exactFlow(pack: Packing): Promise<number> {
  const highs = await loadHighs()
  const { topology, capacity, sources, poolStart, poolOf } = pack
  const arcs = [...topology.tail.keys()].filter((arc) => capacity[arc]! > 0)
  const lines: string[] = []
  const name = (source: number, arc: number): string => `x_${source}_${arc}`
  sources.forEach(({ node: start, sinks }, source) => {
    const wanted = new Map<number, number>()
    for (const { node, volume } of sinks) wanted.set(node, (wanted.get(node) ?? 0) + volume)
    for (let node = 0; node < topology.nodeCount; node += 1) {
      if (node === start) continue
      const terms = arcs.flatMap((arc) => {
        if (topology.head[arc] === node) return [`+ ${name(source, arc)}`]
        return topology.tail[arc] === node ? [`- ${name(source, arc)}`] : []
      })
      const volume = wanted.get(node) ?? 0
      if (terms.length === 0 && volume === 0) continue
      lines.push(` ${terms.join(' ')} - ${volume} lambda = 0`)
    }
  })
  for (let at = 0; at < capacity.length; at += 1) {
    const members = arcs.filter(
      (arc) => arc === at || poolOf.subarray(poolStart[arc], poolStart[arc + 1]).includes(at),
    )
    if (members.length === 0) continue
    const terms = members.flatMap((arc) => sources.map((_source, source) => `+ ${name(source, arc)}`))
    lines.push(` ${terms.join(' ')} <= ${capacity[at]}`)
  }
  const program = `Maximize\n obj: lambda\nSubject To\n${lines.map((line, at) => ` c${at}:${line}`).join('\n')}\nEnd\n`
  const solved = highs.solve(program)
  if (solved.Status !== 'Optimal') throw new Error(`the oracle says ${solved.Status}`)
  return solved.ObjectiveValue
}
