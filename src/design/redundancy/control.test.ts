import { describe, expect, it } from 'vitest'
import type { Network } from '../../estate/network.ts'
import { emptyNetwork } from '../../estate/network.ts'
import { fixedClock } from '../../platform/clock.ts'
import { InputError } from '../../platform/failure.ts'
import type { Json } from '../../platform/text.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { redundancyCommand } from './cli.ts'
import { singlePointsControl } from './control.ts'

/** Two sites, two lines between them in one duct, and a mobile service that needs both ends. */
function smallNetwork(change: (network: Network) => void = () => {}): Network {
  const network = emptyNetwork()
  for (const id of ['tokyo', 'osaka']) network.nodes.push({ id, rides_on: [] })
  for (const id of ['east', 'west'])
    network.links.push({ id, from: 'tokyo', to: 'osaka', directed: false, metric: 1, rides_on: ['duct-1'] })
  network.risks.push({ id: 'duct-1', name: '東海道管路', kind: 'duct', rides_on: [] })
  const modes = { any_from: false, any_to: false, tolerate: [], needs: [] }
  network.services.push({ id: 'voice', name: '音声A網', from: ['tokyo'], to: ['osaka'], ...modes })
  change(network)
  return network
}

function judge(network: Network | undefined) {
  const { initial, fold, judge } = singlePointsControl
  if (network === undefined) return judge(initial, 0)
  const body = { network: network as unknown as Json, source: 'network.yaml', sha256: 'a'.repeat(64) }
  return judge(fold(initial, { type: 'estate.network.declared', by: 'system:estate', body }), 0)
}

/** Two lines on no common duct, one of a route that is or is not known. */
const routed = (route: 'known' | 'unknown') => (network: Network) => {
  for (const node of network.nodes) node.beyond_boundary = true
  for (const link of network.links) link.rides_on = []
  network.links[0]!.route = route
}

describe('the control of 2.1', () => {
  it('is unknown without a network', () => {
    const verdict = judge(undefined)
    expect(verdict.verdict).toBe('unknown')
    expect(verdict.population.map((count) => count.total)).toEqual([0, 0])
    expect(verdict.because).toHaveLength(1)
  })

  it('fails with a sentence that names the object and what it stops, on evidence', () => {
    const verdict = judge(smallNetwork())
    expect(verdict.verdict).toBe('fail')
    const duct = verdict.because.find((because) => because.objects.includes('duct-1'))
    expect(duct?.text.ja).toBe('東海道管路 が失われると、音声A網 が停止します。')
    expect(duct?.text.en).toBe('Losing 東海道管路 alone takes down 音声A網.')
    expect(duct?.objects).toEqual(['duct-1', 'voice'])
    expect(duct?.evidence).toEqual([{ kind: 'document', ref: 'network.yaml', sha256: 'a'.repeat(64) }])
    expect(verdict.population.map(({ total, judged }) => [total, judged])).toEqual([
      [1, 1],
      [5, 5],
    ])
  })

  it('lists ends beyond the boundary and tolerated risks apart, and then passes', () => {
    const verdict = judge(
      smallNetwork((network) => {
        for (const node of network.nodes) node.beyond_boundary = true
        network.services[0]!.tolerate = ['duct-1']
      }),
    )
    expect(verdict.verdict).toBe('pass')
    expect(verdict.because.flatMap((because) => because.objects).sort()).toEqual(
      ['duct-1', 'osaka', 'tokyo', 'voice'].sort(),
    )
  })

  it('does not take lines of unknown route for diverse', () => {
    expect(judge(smallNetwork(routed('known'))).verdict).toBe('pass')
    const verdict = judge(smallNetwork(routed('unknown')))
    expect(verdict.verdict).toBe('unknown')
    expect(verdict.because[0]!.objects).toEqual(['east', 'west', 'voice'])
    expect(verdict.because[0]!.text.en).toContain('not proven diverse')
  })

  it('is unknown where an import left something open that a service touches, and only there', () => {
    const text = { ja: '読めない行', en: 'a row that cannot be read' }
    const finding = (touches: string[]) => (network: Network) => {
      for (const node of network.nodes) node.beyond_boundary = true
      for (const link of network.links) link.rides_on = []
      network.nodes.push({ id: 'sapporo', rides_on: [] })
      network.findings.push({ place: 'row 7', text, touches })
    }
    expect(judge(smallNetwork(finding(['sapporo']))).verdict).toBe('pass')
    expect(judge(smallNetwork(finding(['osaka']))).verdict).toBe('unknown')
    expect(judge(smallNetwork(finding(['nowhere']))).verdict).toBe('unknown')
    expect(judge(smallNetwork(finding([]))).verdict).toBe('pass')
  })
})

describe('kensho redundancy', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kensho-redundancy-'))
  const command = async (name: string, text: string, options: Record<string, string | boolean>) => {
    writeFileSync(path.join(folder, name), text)
    const lines: string[] = []
    const io = {
      out: (line: string) => lines.push(line),
      err: () => {},
      clock: fixedClock(0),
      env: {},
      cwd: folder,
    }
    const status = await redundancyCommand.run(io, [name], options)
    return { status, lines }
  }
  const ring = 'nodes: [{id: a}, {id: b}, {id: c}]\nlinks:\n'
  const chain = `${ring}  - {id: ab, from: a, to: b}\n  - {id: bc, from: b, to: c}\n`

  it('gives 1 with the report as JSON where something is found, 0 where nothing is', async () => {
    const found = await command('chain.yaml', chain, { json: true, pairs: true, timings: true })
    expect(found.status).toBe(1)
    const report = JSON.parse(found.lines.join('')) as Record<string, unknown>
    expect(report).toMatchObject({
      nodes: 3,
      links: 2,
      components: 1,
      blocks: 2,
      articulation_points: ['b'],
      bridges: ['ab', 'bc'],
      services: [{ id: 'all-nodes', verdict: 'fail', assumed: true }],
    })
    expect(report['timings']).toHaveProperty('survivability_cpu_s')
    const closed = await command('ring.yaml', `${chain}  - {id: ca, from: c, to: a}\n`, { lang: 'ja' })
    expect(closed.status).toBe(0)
    expect(closed.lines[0]).toContain('機器 3')
  })

  it('prints its finding in the language asked for', async () => {
    const { lines } = await command('chain.yaml', chain, { lang: 'en' })
    expect(lines.join('\n')).toContain('Without node b, the remaining nodes no longer all reach each other.')
    const { lines: japanese } = await command('chain.yaml', chain, { lang: 'ja', pairs: true })
    expect(japanese.join('\n')).toContain('機器 b が失われると')
    expect(japanese.join('\n')).toContain('二つの組：0')
  })

  it('refuses what it cannot read', async () => {
    await expect(command('bad.yaml', 'nodes: 7\n', {})).rejects.toBeInstanceOf(InputError)
    await expect(
      command('dangling.yaml', `${ring}  - {id: x, from: a, to: zzz}\n`, {}),
    ).rejects.toBeInstanceOf(InputError)
    rmSync(folder, { recursive: true })
  })
})
