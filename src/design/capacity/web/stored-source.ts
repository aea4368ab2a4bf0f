import type { ObservedSeries } from '../../../estate/resource.ts'
import type { ResourceField } from './resource-fields.ts'
import { words } from './words.ts'

/** The parts of `observed` as they are typed: one field of a document, three of the form. */
export const STORED_FIELDS: readonly ResourceField[] = [
  {
    name: 'stored_series',
    label: words.stored.series,
    hint: words.stored.seriesHint,
    kind: 'text',
    initial: ({ stored }) => stored?.series ?? '',
  },
  {
    name: 'stored_as',
    label: words.stored.as,
    kind: 'choice',
    options: [
      { value: '', word: words.stored.value },
      { value: 'rate', word: words.stored.rate },
    ],
    initial: ({ stored }) => (stored?.as === 'rate' ? 'rate' : ''),
  },
  {
    name: 'stored_times',
    label: words.stored.times,
    hint: words.stored.timesHint,
    kind: 'number',
    initial: ({ stored }) => (stored === undefined || stored.times === 1 ? '' : String(stored.times)),
  },
]

/** What was typed of the source, as a document has it; null where there is none. */
export function observedOf(typed: (name: string) => unknown): Partial<ObservedSeries> | null {
  const [series, as, times] = [typed('stored_series'), typed('stored_as'), typed('stored_times')]
  if (typeof series !== 'string') return null
  return {
    series,
    ...(as === 'rate' && { as }),
    ...(times !== null && { times: times as number }),
  }
}
