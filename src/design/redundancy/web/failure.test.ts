import { describe, expect, it } from 'vitest'
import type { Network } from '../../../estate/network.ts'
import type { RedundancyPage } from '../page.ts'
import { redundancyOf } from '../redundancy.ts'
import { aftermathOf, failureOf, prepared } from './failure.ts'
import { namingOf } from './naming.ts'

const link = (id: string, from: string, to: string, rides_on: string[] = []) => ({
  id,
  from,
  to,
  directed: false,
  metric: 1,
  rides_on,
})

/** Two gateways on one panel, between a carrier and a core; a spare path for nobody. */
const network: Network = {
  nodes: [
    { id: 'carrier', name: '携帯網', name_en: 'Carrier', rides_on: [], beyond_boundary: true },
    { id: 'gw1', rides_on: ['panel'] },
    { id: 'gw2', rides_on: ['panel'] },
    { id: 'core', name: '基幹', rides_on: [] },
    { id: 'lonely', rides_on: ['site'] },
  ],
  links: [
    link('l1', 'carrier', 'gw1'),
    link('l2', 'carrier', 'gw2'),
    link('l3', 'gw1', 'core'),
    link('l4', 'gw2', 'core'),
  ],
  risks: [
    { id: 'site', kind: 'site', rides_on: [] },
    { id: 'panel', name: '受電盤B', name_en: 'Panel B', kind: 'power', rides_on: ['site'] },
  ],
  groups: [{ id: 'gateways', members: ['gw1', 'gw2'], needs: 1 }],
  services: [
    {
      id: 'voice',
      name: '音声',
      name_en: 'Voice',
      from: ['carrier'],
      to: ['core'],
      any_from: false,
      any_to: false,
      tolerate: ['site'],
      needs: [],
    },
  ],
  demands: [],
  pools: [],
  resources: [],
  procedures: [],
  findings: [],
}
const page: Pick<RedundancyPage, 'network' | 'report'> = { network, report: redundancyOf(network) }
const naming = namingOf(network)
const ready = prepared(network)

describe('a failure, replayed', () => {
  it('goes step by step: the panel, what rides on it, the links, the group; then who is lost', () => {
    const failure = failureOf(page, ready, naming, 'panel')
    expect(failure?.steps.map((step) => step.dies)).toEqual(
      [['panel'], ['gw1', 'gw2'], ['l1', 'l3', 'l2', 'l4'].toSorted(), ['gateways']].map((dies) =>
        expect.arrayContaining(dies),
      ),
    )
    expect(failure?.steps.map((step) => step.title.en)).toEqual([
      'Panel B is lost',
      '2 things that ride on Panel B are lost',
      '4 links that end at them are cut',
      '1 group has fewer members left than needed',
    ])
    expect(failure?.steps.map((step) => step.title.ja)[1]).toBe('受電盤B に載っている 2 件が失われる')
    expect(failure?.stopped.map(({ service, tolerated }) => [service.id, tolerated])).toEqual([
      ['voice', false],
    ])
  })

  it('kills exactly what the verdict says, for every single point, and marks a tolerated one', () => {
    let checked = 0
    for (const service of page.report.services)
      for (const point of [...service.single_points, ...(service.tolerated ?? [])]) {
        const failure = failureOf(page, ready, naming, point.id)
        const dies = failure?.steps.flatMap((step) => step.dies).toSorted()
        expect(dies).toEqual(point.witness.dies.map((death) => death.id).toSorted())
        expect(failure?.stopped.map((stopped) => stopped.service.id)).toContain(service.id)
        checked++
      }
    expect(checked).toBe(3)
    expect(failureOf(page, ready, naming, 'site')?.stopped[0]?.tolerated).toBe(true)
  })

  it('shows what is dead after each step, and only at the end who is lost and what is still reached', () => {
    const failure = failureOf(page, ready, naming, 'panel')
    if (failure === undefined) throw new Error('the panel is known')
    expect([...aftermathOf(network, failure, 1).dead]).toEqual(['panel'])
    expect(aftermathOf(network, failure, 2).lost.size).toBe(0)
    const end = aftermathOf(network, failure, failure.steps.length)
    expect(end.dead.size).toBe(8)
    expect([...(end.reached ?? [])]).toEqual(['carrier'])
    expect([...end.lost].toSorted()).toEqual(['carrier', 'core'])
  })

  it('finds nothing lost where a thing is spare, and nothing at all where the id is unknown', () => {
    const spare = failureOf(page, ready, naming, 'gw1')
    expect(spare?.stopped).toEqual([])
    expect(spare?.steps).toHaveLength(2)
    expect(failureOf(page, ready, naming, 'nobody')).toBeUndefined()
  })
})
