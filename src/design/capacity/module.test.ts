import { expect, it } from 'vitest'
import { conformanceOf } from '../../charter/conformance.ts'
import { capacityModule } from './module.ts'

const module = capacityModule(() => Promise.resolve({ cannot: { ja: 'ない', en: 'none' } }))

it.each(module.clauses)('clause %s is unknown as long as nothing is judged, never a pass', (id) => {
  const clause = conformanceOf('test', module.controls, [], 0).clauses.find((entry) => entry.id === id)
  expect(clause?.verdict).toBe('unknown')
})
