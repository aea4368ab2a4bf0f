import { workspaceCollections } from '../charter/composition.ts'
import { describe, expect, it } from 'vitest'
import { check } from '../charter/check.ts'
import { workspaceOfFiles } from '../estate/workspace-files.ts'
import { steadyNetwork } from '../estate/steady-network.ts'
import { redundancyOf } from '../design/redundancy/index.ts'
import { CLAUSE_MODULES } from '../modules.ts'
import { demoFiles } from './seed.ts'

const AT_MS = Date.parse('2026-11-22T12:00:00Z')

describe('the demo operator', () => {
  it('is two sites, three carriers with a service each, some sixty devices, marked as made up', async () => {
    const { operator, estate } = workspaceOfFiles(await demoFiles(), workspaceCollections())
    expect(operator?.demo).toBe(true)
    expect(estate.sites).toHaveLength(2)
    expect(estate.equipment.length + estate.nodes.length).toBe(60)
    expect(estate.services.filter(({ id }) => id.startsWith('data-')).map(({ carrier }) => carrier)).toEqual([
      'carrier-a',
      'carrier-b',
      'carrier-c',
    ])
    expect(estate.customers).toHaveLength(3)
  })

  it('has names in both languages for everything that a verdict can name', async () => {
    const { nodes, risks, services, links } = steadyNetwork(
      workspaceOfFiles(await demoFiles(), workspaceCollections()),
      AT_MS,
    )
    const nameless = [...nodes, ...risks, ...services].filter(
      ({ name, name_en }) => name === undefined || (/[ぁ-ん一-龠]/.test(name) && name_en === undefined),
    )
    expect(nameless.map(({ id }) => id)).toEqual([])
    expect(links.length).toBeGreaterThan(100)
  })

  it('has one genuine single point of failure and one service that is not proven diverse', async () => {
    const workspace = workspaceOfFiles(await demoFiles(), workspaceCollections())
    const { services } = redundancyOf(steadyNetwork(workspace, AT_MS))
    expect(
      services.flatMap(({ id, single_points }) => single_points.map((point) => [id, point.kind, point.id])),
    ).toEqual([['voice-a', 'risk', 'tokyo2-panel-b']])
    expect(services.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id)).toEqual(['data-c'])
    const controls = CLAUSE_MODULES.flatMap((module) => module.controls)
    expect(check(workspace, controls, AT_MS).verdict).toBe('fail')
  })
})
