import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Network } from './network.ts'
import { readNetworkFile } from './network-file.ts'
import { readNetwork } from './read-network.ts'
import { writeNetwork } from './write-network.ts'

const NETWORKS = join(import.meta.dirname, '../../../shared/data/networks')
const here = existsSync(NETWORKS)
const skipNote = here ? '' : ' (SKIPPED: ../shared/data/networks is not here)'

const read = (path: string) => readNetwork(path, readFileSync(join(NETWORKS, path)))
const namesIn = (folder: string, ending: string) =>
  readdirSync(join(NETWORKS, folder)).filter((name) => name.endsWith(ending))
const countsOf = ({ nodes, links, risks, groups, demands, findings }: Network) => ({
  nodes: nodes.length,
  links: links.length,
  risks: risks.length,
  groups: groups.length,
  demands: demands.length,
  findings: findings.length,
})

describe.skipIf(!here)(`public networks${skipNote}`, () => {
  it('reads all 118 of TopoHub with the counts that the files state themselves', () => {
    let files = 0
    for (const folder of ['topohub-sndlib', 'topohub-zoo', 'topohub-backbone'])
      for (const name of namesIn(folder, '.json')) {
        const { network, format } = read(`${folder}/${name}`)
        const { graph } = JSON.parse(readFileSync(join(NETWORKS, folder, name), 'utf8')) as {
          graph: {
            name: string
            stats: { nodes: number; links: number }
            demands: Record<string, Record<string, number>>
          }
        }
        const demands = Object.values(graph.demands).reduce((sum, row) => sum + Object.keys(row).length, 0)
        expect(format).toBe('node-link')
        expect(network.name).toBe(graph.name)
        expect(countsOf(network)).toEqual({
          nodes: graph.stats.nodes,
          links: graph.stats.links,
          risks: 0,
          groups: 0,
          demands,
          findings: 0,
        })
        expect(network.links.every(({ directed, length_km }) => !directed && length_km !== undefined)).toBe(
          true,
        )
        files++
      }
    expect(files).toBe(118)
  })

  it('reads all 5 of Net2Plan: declared pairs are one link, undeclared ones stay two', () => {
    const expected = {
      'Simmons_N30_E72.n2p': [30, 72, 0],
      'abilene_N12_E30_withTraffic.n2p': [12, 30, 132],
      'atlanta_N15_E44_withTraffic.n2p': [15, 44, 210],
      'example7nodes_withTraffic.n2p': [7, 8, 42],
      'internet2_N9_E26_withTraffic.n2p': [9, 13, 72],
    }
    const found = namesIn('net2plan', '.n2p').map((name) => {
      const { network, format } = read(`net2plan/${name}`)
      expect([format, network.findings]).toEqual(['net2plan', []])
      return [name, [network.nodes.length, network.links.length, network.demands.length]]
    })
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  it('reads the NetBox demo: as many complete paths as NetBox traced itself', () => {
    const path = 'netbox-demo/netbox-demo-v3.6.json'
    const { network, format } = read(path)
    expect(format).toBe('netbox')
    expect(countsOf(network)).toEqual({
      nodes: 221,
      links: 55,
      risks: 224,
      groups: 0,
      demands: 0,
      findings: 13,
    })
    const records = JSON.parse(readFileSync(join(NETWORKS, path), 'utf8')) as {
      model: string
      fields: { path: string[][]; is_complete: boolean }
    }[]
    const ends = records
      .filter(({ model, fields }) => model === 'dcim.cablepath' && fields.is_complete)
      .map(({ fields }) => [fields.path[0]![0]!, fields.path.at(-1)![0]!].map((end) => end.split(':')[0]!))
    // Content types have no numbers in a fixture; interfaces are what most paths start from.
    const starts = Map.groupBy(ends, ([from]) => from!)
    const [interfaces] = [...starts].sort((a, b) => b[1].length - a[1].length)[0]!
    const traced = ends.filter(([from, to]) => from === interfaces && to === interfaces).length / 2
    const intoNetworks = ends.filter(([from, to]) => from === interfaces && to !== interfaces).length
    // Four stacks of two switches are held together without recorded cables.
    expect(traced + intoNetworks + 4).toBe(network.links.length)
  })

  it('writes each of the 124 as its own network file and reads the same again', () => {
    let files = 0
    for (const folder of readdirSync(NETWORKS).filter((entry) => !entry.includes('.')))
      for (const name of namesIn(folder, '').filter((file) => /\.(json|n2p)$/.test(file))) {
        const { network } = read(`${folder}/${name}`)
        const written = writeNetwork(network)
        expect(readNetworkFile(`again.${written.syntax}`, Buffer.from(written.text))).toEqual(network)
        files++
      }
    expect(files).toBe(124)
  })
})
