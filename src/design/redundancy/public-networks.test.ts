import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readNetwork } from '../../estate/index.ts'
import { bruteCounts, bruteServices } from './brute.oracle.ts'
import { redundancyOf } from './redundancy.ts'
import { replayWitness } from './replay.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../../../shared/data/networks')
const absent = !existsSync(FOLDER)

/** Larger networks are compared in bench/survivability.ts: brute force takes minutes on them. */
const NODES_MAX = 600

describe('public networks', () => {
  it.skipIf(absent)(`equal brute force (skipped where ../shared/data/networks is absent: ${absent})`, () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(json|n2p|graphml)$/.test(file),
    )
    const seen = { networks: 0, larger: 0, points: 0 }
    for (const file of files) {
      const { network } = readNetwork(file, readFileSync(path.join(FOLDER, file)))
      if (network.nodes.length > NODES_MAX) {
        seen.larger += 1
        continue
      }
      const report = redundancyOf(network)
      const { components, blocks, articulation_points, bridges } = report
      expect({ file, components, blocks, articulation_points, bridges }).toEqual({
        file,
        ...bruteCounts(network),
      })
      const brute = bruteServices(network)
      report.services.forEach((service, at) => {
        const truth = brute[at]!
        const points = [...service.single_points, ...(service.tolerated ?? [])]
        const single = [...points.map((point) => point.id), ...(service.beyond_boundary ?? [])].sort()
        expect({ file, id: service.id, broken: service.broken === true, single }).toEqual({
          file,
          id: truth.id,
          broken: truth.broken,
          single: [...truth.single].sort(),
        })
        for (const point of points)
          expect({ file, wrong: replayWitness(network, service.id, point.witness) }).toEqual({
            file,
            wrong: [],
          })
        seen.points += points.length
      })
      seen.networks += 1
    }
    expect(seen.networks).toBeGreaterThan(100)
    expect(seen.points).toBeGreaterThan(1000)
    expect(seen.networks + seen.larger).toBe(files.length)
  })
})
