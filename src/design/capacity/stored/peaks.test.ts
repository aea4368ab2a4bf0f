import { describe, expect, it } from 'vitest'
import { emptyNetwork, type Network } from '../../../estate/network.ts'
import type { Resource } from '../../../estate/resource.ts'
import type { Fact } from '../../../ledger/fact.ts'
import { historiesOf, NO_PEAKS, peaksAfter, PEAKS_READ } from './peaks.ts'

const OBSERVED = { series: 'line_mbps', as: 'value', times: 1 } as const
const FILES = { other: { path: 'other.csv', text: 'timestamp,value\n2026-10-01,1\n', sha256: '0' } }
const network: Network = {
  ...emptyNetwork(),
  resources: [{ id: 'line', observed: OBSERVED, outages: [] } as unknown as Resource],
}

function read(from: string, peaks: (number | null)[], restated = false): Fact {
  const of = { ...OBSERVED, peak: 'maximum' }
  const body = { resource: 'line', of, conditions: 'c', restated, from, peaks }
  return { type: PEAKS_READ, by: 'system:capacity', body }
}

const textAfter = (facts: readonly Fact[]): string | undefined =>
  historiesOf({ network, files: FILES, peaks: facts.reduce(peaksAfter, NO_PEAKS) })['line']?.text

describe('the histories that the monitoring store gives', () => {
  const facts = [read('2026-10-01', [5]), read('2026-10-01', [5, null, 7])]

  it('are what was read, day by day, the later reading counting, beside those of files', () => {
    expect(textAfter(facts)).toBe('timestamp,value\n2026-10-01,5\n2026-10-03,7\n')
    expect(textAfter([...facts, read('2026-10-03', [8])])).toContain('2026-10-03,8')
    expect(textAfter([...facts, read('2026-10-04', [9], true)])).toBe('timestamp,value\n2026-10-04,9\n')
    const all = historiesOf({ network, files: FILES, peaks: facts.reduce(peaksAfter, NO_PEAKS) })
    expect(all['other']).toBe(FILES.other)
  })

  it('are the same object for whoever goes through the same facts again, and another after one more', () => {
    const of = (given: readonly Fact[]) =>
      historiesOf({ network, files: FILES, peaks: given.reduce(peaksAfter, NO_PEAKS) })
    const once = of(facts)
    expect(of(facts)).toBe(once)
    const more = of([...facts, read('2026-10-04', [9])])
    expect(more).not.toBe(once)
    expect(more['line']?.text).toContain('2026-10-04,9')
    expect(historiesOf({ network, files: FILES, peaks: NO_PEAKS })).toBe(FILES)
    expect(historiesOf({ files: FILES, peaks: facts.reduce(peaksAfter, NO_PEAKS) })).toBe(FILES)
  })
})
