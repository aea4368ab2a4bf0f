import { describe, expect, it } from 'vitest'
import { conformanceOf } from '../../charter/conformance.ts'
import { scopeFact, type Scope } from '../../charter/scope.ts'
import { emptyNetwork, type Network } from '../../estate/network.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { Json } from '../../platform/text.ts'
import { resourcesControl, surgeControl, survivalControl } from './control.ts'
import { forecastFact } from './recorded.ts'
import { randomNetwork } from './random-network.oracle.ts'
import { survive } from './survive.ts'

const AT = Date.parse('2026-10-23T00:00:00+09:00')
const CONTROLS = [survivalControl, resourcesControl, surgeControl]

function clause(
  network: Network | undefined,
  options: { histories?: Record<string, string>; kind?: Scope['kind']; more?: Fact[] } = {},
) {
  const { histories = {}, kind = 'workspace', more = [] } = options
  const facts: Fact[] = [scopeFact({ kind, zone: 'Asia/Tokyo', rules: 0 })]
  if (network !== undefined) {
    const body = { network: network as unknown as Json, source: 'net.yaml', sha256: 'a'.repeat(64) }
    facts.push({ type: 'estate.network.declared', by: 'system:estate', body })
  }
  const read = Object.entries(histories).map(([id, text]) => [id, { path: `${id}.csv`, sha256: 'b', text }])
  const body = { histories: Object.fromEntries(read) as Json }
  facts.push({ type: 'estate.histories.declared', by: 'system:estate', body }, ...more)
  const found = conformanceOf('test', CONTROLS, facts, AT).clauses.find(({ id }) => id === '2.2')!
  const by = Object.fromEntries(found.controls.map((control) => [control.id, control]))
  return {
    verdict: found.verdict,
    survival: by['capacity.single-failure']!,
    resources: by['capacity.ordered-in-time']!,
    surge: by['capacity.restart-surge']!,
  }
}

function triangle(capacity: number | undefined): Network {
  const network = emptyNetwork()
  for (const id of ['a', 'b', 'c']) network.nodes.push({ id, rides_on: [] })
  for (const [from, to] of ['ab', 'bc', 'ca'].map((pair) => pair.split('') as [string, string]))
    network.links.push({
      id: from + to,
      from,
      to,
      directed: false,
      metric: 1,
      rides_on: [],
      ...(capacity !== undefined && { capacity: { forward: capacity, backward: capacity } }),
    })
  network.demands.push({ from: 'a', to: 'b', volume: 6 }, { from: 'a', to: 'c', volume: 6 })
  return network
}

const resource = (change: Partial<Network['resources'][number]> = {}): Network['resources'][number] => ({
  id: 'r',
  owner: 'p-1',
  unit: 'Gbit/s',
  maximum: 300,
  reserve: 20,
  lead_time_days: 90,
  buffer_days: 0,
  approval_days: 0,
  deadlines: [],
  outages: [],
  steps: [],
  orders: [],
  takes_over: [],
  ...change,
})

function history(valueOf: (day: number) => number, count = 540): string {
  const start = AT - count * 86_400_000
  const rows = Array.from(
    { length: count },
    (_none, day) => `${new Date(start + day * 86_400_000 + 3_600_000).toISOString()},${valueOf(day)}`,
  )
  return `timestamp,value\n${rows.join('\n')}\n`
}

describe('2.2 under single failures', () => {
  it('fails with what overloads and the failure as objects at fault', () => {
    const { verdict, survival } = clause(triangle(8), { kind: 'network-file' })
    expect([verdict, survival.verdict]).toEqual(['fail', 'fail'])
    const reason = survival.because.find(({ objects }) => objects[0] === 'ab')
    expect(reason?.objects).toEqual(['ab', 'ca'])
    expect(reason?.text.en).toBe('When ab is lost, ca carry more than they can.')
    expect(reason?.text.ja).toBe('ab が失われると、ca が容量を超えます。')
  })

  it('passes with room to grow, is unknown without capacities, demands or a network', () => {
    const passed = clause(triangle(12), { kind: 'network-file' })
    expect(passed.verdict).toBe('pass')
    expect(passed.survival.because[0]!.text.en).toContain('up to 1 times')
    expect(passed.resources.verdict).toBe('not-applicable')
    expect(clause(triangle(undefined)).survival.verdict).toBe('unknown')
    expect(clause({ ...triangle(12), demands: [] }).survival.verdict).toBe('unknown')
    expect(clause(undefined).verdict).toBe('unknown')
    expect(clause(triangle(12)).verdict).toBe('unknown')
  })

  it('says the same as survive on random networks (60)', async () => {
    let checked = 0
    for (let seed = 1; seed <= 60; seed += 1) {
      const network = randomNetwork(seed)
      const report = await survive(network)
      const bad = [report.steady, ...report.failures].some(
        ({ unserved, overloaded }) => unserved > 0 || overloaded.length > 0,
      )
      const open = report.unknown.length > 0
      const expected = bad ? 'fail' : open ? 'unknown' : 'pass'
      expect(clause(network).survival.verdict, `seed ${seed}`).toBe(expected)
      checked += 1
    }
    expect(checked).toBe(60)
  })
})

describe('2.2 and the time to order', () => {
  const line = history((day) => 100 + 0.2 * day)
  const judged = (change: Parameters<typeof resource>[0], text = line) =>
    clause({ ...triangle(12), resources: [resource(change)] }, { histories: { r: text } }).resources

  it('passes while there is time, and says until when it is fresh', () => {
    const found = judged({})
    expect(found.verdict).toBe('pass')
    expect(found.because[0]!.text.en).toMatch(/^r runs out on 2027-10-\d\d; order by 2027-07-\d\d\.$/)
    expect(found.fresh_until).toBe('2027-01-22T15:00:00.000Z')
    expect(found.because[0]!.objects).toEqual(['r'])
  })

  const order = {
    id: 'o',
    amount: 100,
    delivered: '2027-06-01',
    requested_by: 'q',
    approved_by: 'p',
    approved_at: '2026-10-01',
  }

  it('fails once it is too late, unless an approved order comes in time', () => {
    const late = { lead_time_days: 400 }
    expect(judged(late).verdict).toBe('fail')
    expect(judged({ ...late, orders: [order] }).verdict).toBe('pass')
  })

  it.each([
    ['nobody is said to have asked for it', { requested_by: undefined as unknown as string }, 'is not said'],
    ['whoever asked approved it himself', { requested_by: ' P' }, 'approved it himself'],
    ['the approval lies ahead', { approved_at: '2026-10-30' }, 'only on 2026-10-30'],
  ])('counts no order of a document where %s, and says so', (_what, change, because) => {
    const { requested_by, ...rest } = { ...order, ...change }
    const orders = [{ ...rest, ...(requested_by && { requested_by }) }]
    const found = judged({ lead_time_days: 400, orders })
    expect(found.verdict).toBe('fail')
    expect(found.because.map(({ text }) => text.en).join('\n')).toContain(
      'The order o that the documents declare for r is not counted',
    )
    expect(found.because.map(({ text }) => text.en).join('\n')).toContain(because)
  })

  it.each([
    ['no owner', { owner: undefined as unknown as string }, line],
    ['no lead time', { lead_time_days: undefined as unknown as number }, line],
    ['a constant', {}, history(() => 7)],
    ['text in the history', {}, 'timestamp,value\n2026-01-01,x\n'],
    [
      'a history that ended long ago',
      {},
      history((day) => 100 + (day % 5))
        .replaceAll('2026-', '2024-')
        .replaceAll('2025-', '2023-'),
    ],
  ])('is unknown with %s', (_what, change, text) => {
    const { owner, lead_time_days, ...rest } = resource(change)
    const one = {
      ...rest,
      ...(owner !== undefined && { owner }),
      ...(lead_time_days !== undefined && { lead_time_days }),
    }
    const { resources } = clause({ ...triangle(12), resources: [one] }, { histories: { r: text } })
    expect(resources.verdict).toBe('unknown')
    expect(resources.because.every(({ text: said }) => said.ja !== '' && said.en !== '')).toBe(true)
  })

  it('takes a recorded forecast where the documents have no history', () => {
    const exhausts = { date: '2027-10-18', median: null, lower: null, upper: null }
    const made = {
      resource: 'r',
      unit: 'Gbit/s',
      usable: 280,
      observed: '2026-10-20',
      quantile: 0.975,
      exhausts,
      order_by: '2027-07-20',
      late: false,
      history_sha256: 'c',
    }
    const network = { ...triangle(12), resources: [resource()] }
    expect(clause(network).resources.verdict).toBe('unknown')
    expect(clause(network, { more: [forecastFact(made, AT)] }).resources.verdict).toBe('pass')
  })
})

describe('2.2 and what comes back at once', () => {
  const sessions = resource({ kind: 'sessions' })

  it('never passes a stateful resource on capacity at rest alone', () => {
    const network = { ...triangle(12), resources: [sessions] }
    const { surge, verdict } = clause(network, { histories: { r: history((day) => 100 + (day % 5)) } })
    expect(surge.verdict).toBe('unknown')
    expect(surge.because[0]!.objects).toEqual(['r'])
    expect(verdict).toBe('unknown')
  })

  it('is unknown for each resource of sessions whose nodes stand in no procedure', () => {
    const procedure = {
      id: 'attach',
      kind: 'sessions',
      servers: { a: 100, b: 100 },
      base_per_s: 10,
      sessions: { c: 1_000 },
      per_session: 1,
      spread_s: 0,
      timeout_s: 60,
      retry_s: 10,
      drained_within_s: 60,
    }
    const surge = (change: Parameters<typeof resource>[0]) =>
      clause({
        ...triangle(12),
        groups: [{ id: 'pair', members: ['a', 'b'], needs: 1 }],
        procedures: [procedure],
        resources: [resource({ kind: 'sessions', ...change })],
      }).surge
    expect(surge({ of: 'c' }).verdict).toBe('pass')
    expect(surge({ of: 'pair' }).verdict).toBe('pass')
    expect(surge({}).verdict).toBe('pass')
    const bare = surge({ of: 'elsewhere', kind: 'nat' })
    expect(bare.verdict).toBe('unknown')
    expect(bare.because.at(-1)!.objects).toEqual(['r'])
    expect(bare.because.at(-1)!.text.en).toContain('capacity at rest alone never passes')
  })

  it('judges the procedures by which sessions come back', () => {
    const procedure = {
      id: 'attach',
      servers: { a: 100, b: 100 },
      base_per_s: 10,
      sessions: { c: 1_000 },
      per_session: 1,
      spread_s: 0,
      timeout_s: 60,
      retry_s: 10,
      drained_within_s: 60,
    }
    const judge = (change: Partial<typeof procedure>) =>
      clause({ ...triangle(12), procedures: [{ ...procedure, ...change }] }).surge
    expect(judge({}).verdict).toBe('pass')
    const failed = judge({ drained_within_s: 2 })
    expect(failed.verdict).toBe('fail')
    expect(failed.because[0]!.objects).toEqual(['attach', 'c'])
  })
})
